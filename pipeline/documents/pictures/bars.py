"""A bar and a row of columns: what they say in words, read back from these words, and how they are drawn. Pure.

The words are the alternative text of the picture in Word, and its figure to the trace: what is refreshed is the words, and
the picture is drawn anew from them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.documents.pictures.blocks import Block, Sheet, Tone

_NONE = "—"
_HUNDRED = Decimal(100)
_TONES = "|".join(sorted(set(Tone) - {Tone.NONE}, key=len, reverse=True))
_VALUE = r"-?\d+(?:\.\d+)?"
_BAR = re.compile(
    rf"条（(?P<tone>{_TONES})）(?:：(?P<share>{_VALUE})%)?(?:，刻度(?P<ticks>{_VALUE}%(?:、{_VALUE}%)*))?"
    rf"(?:，上限(?P<limit>{_VALUE})%)?"
)
_COLUMNS = re.compile(rf"柱（(?P<tone>{_TONES})）：(?P<values>[^，]*)(?:，目标(?P<goal>{_VALUE})%)?")
_COLUMN = re.compile(rf"(?P<label>.+?)(?P<value>{_VALUE})%|(?P<missing>.+?){_NONE}")

# A bar's whole is 100 %; what goes beyond it has some room, what goes further is cut open.
TRACK = Decimal(36)
_BEYOND = Decimal(4)
# Air above and below stands in the picture: programs differ in how they centre one in a cell.
_HEIGHT, _THICK, _AIR = Decimal("5.8"), Decimal("2.6"), Decimal("0.9")
_TICK, _LIMIT, _GAP = Decimal("0.5"), Decimal("0.9"), Decimal("0.7")
_HAIR, _INSET = Decimal("0.15"), Decimal("0.6")
# A row of columns.
_WIDE, _FOOT, _COLUMN_GAP = Decimal(24), Decimal("5.4"), Decimal("0.6")
_WIDEST = Decimal("2.4")


@dataclass(frozen=True, slots=True)
class Bar:
    """How far a target has come, in per cent of the whole; None where no figure is known.

    `ticks` are where it ought to be by now, or its nodes; `limit` is what it is not to pass.
    """

    tone: Tone
    share: Decimal | None = None
    ticks: tuple[Decimal, ...] = ()
    limit: Decimal | None = None

    @property
    def words(self) -> str:
        """条（黑）：47.5%，刻度75.0%."""
        share = f"：{self.share}%" if self.share is not None else ""
        ticks = f"，刻度{'、'.join(f'{one}%' for one in self.ticks)}" if self.ticks else ""
        limit = f"，上限{self.limit}%" if self.limit is not None else ""
        return f"条（{self.tone}）{share}{ticks}{limit}"

    @property
    def sheet(self) -> Sheet:
        """Drawn: the whole as an outline, the bar in it, ticks across, a ceiling as a wall."""
        middle = (_HEIGHT - _THICK) / 2
        shapes: list[tuple[str, tuple[Block, ...]]] = [
            ("框", (Block(Decimal(0), middle, TRACK, _THICK, Tone.OPEN, edge=True),))
        ]
        if self.share is not None and self.share > 0:
            shapes.append(("量", self._bar(middle)))
        for number, tick in enumerate(self.ticks, 1):
            shapes.append((f"刻度{number}", (_upright(tick, _TICK),)))
        if self.limit is not None:
            shapes.append(("上限", (_upright(self.limit, _LIMIT),)))
        return Sheet(TRACK + _BEYOND, _HEIGHT, tuple(shapes), self.words)

    def _bar(self, top: Decimal) -> tuple[Block, ...]:
        """One piece; two, with a gap between, of what goes beyond its room."""
        assert self.share is not None
        edge = self.tone is Tone.OPEN
        # Dashes within the outline, which they would else lie on.
        high = _THICK - 2 * _INSET if edge else _THICK
        top += (_THICK - high) / 2
        long, room = TRACK * self.share / _HUNDRED, TRACK + _BEYOND
        if long <= room:
            return (Block(Decimal(0), top, long, high, self.tone, edge),)
        cut = room - 2 * _GAP
        return (
            Block(Decimal(0), top, cut - _GAP, high, self.tone, edge),
            Block(cut, top, room - cut, high, self.tone, edge),
        )


def _upright(at: Decimal, thick: Decimal) -> Block:
    """A line across the bar, its middle at so many per cent, kept on the sheet."""
    middle = min(TRACK * at / _HUNDRED, TRACK + _BEYOND - thick / 2)
    return Block(max(Decimal(0), middle - thick / 2), _AIR, thick, _HEIGHT - 2 * _AIR)


@dataclass(frozen=True, slots=True)
class Columns:
    """A target's course: a value in per cent for each period, None where none is known; `goal` is drawn across."""

    tone: Tone
    values: tuple[tuple[str, Decimal | None], ...]
    goal: Decimal | None = None

    @property
    def words(self) -> str:
        """柱（黑）：6月10.0%、7月—、8月47.5%，目标100%."""
        told = (f"{label}{_NONE if value is None else f'{value}%'}" for label, value in self.values)
        goal = f"，目标{self.goal}%" if self.goal is not None else ""
        return f"柱（{self.tone}）：{'、'.join(told)}{goal}"

    @property
    def sheet(self) -> Sheet:
        """Drawn: periods gone by light, the last in its own tone, on a line; the goal as a line above."""
        top = max([_HUNDRED, *(value for _, value in self.values if value is not None)])
        step = min(_WIDE / max(1, len(self.values)), _WIDEST + _COLUMN_GAP)
        whole, last = _FOOT - _AIR / 2, len(self.values) - 1
        drawn = {
            place: Block(step * place, _FOOT - high, step - _COLUMN_GAP, high, Tone.LIGHT)
            for place, (_, value) in enumerate(self.values)
            if value is not None and (high := whole * max(value, Decimal(0)) / top)
        }
        shapes: list[tuple[str, tuple[Block, ...]]] = []
        former = tuple(one for place, one in drawn.items() if place != last)
        if former:
            shapes.append(("前期", former))
        if last in drawn:
            shapes.append(("本期", (replace(drawn[last], tone=self.tone, edge=self.tone is Tone.OPEN),)))
        wide = max(step * len(self.values) - _COLUMN_GAP, _WIDEST)
        shapes.append(("底线", (Block(Decimal(0), _FOOT, wide, _HAIR),)))
        if self.goal is not None:
            at = _FOOT - whole * min(self.goal, top) / top
            shapes.append(("目标", (Block(Decimal(0), at, wide, _HAIR),)))
        return Sheet(_WIDE, _HEIGHT, tuple(shapes), self.words)


def read(words: str) -> Bar | Columns | None:
    """The picture that says these words; None where they are none of ours."""
    if found := _BAR.fullmatch(words):
        ticks = tuple(Decimal(one.rstrip("%")) for one in (found["ticks"] or "").split("、") if one)
        return Bar(Tone(found["tone"]), _number(found["share"]), ticks, _number(found["limit"]))
    if found := _COLUMNS.fullmatch(words):
        each = [_COLUMN.fullmatch(one) for one in found["values"].split("、")]
        if None not in each:
            values = tuple((one["label"] or one["missing"], _number(one["value"])) for one in each if one)
            return Columns(Tone(found["tone"]), values, _number(found["goal"]))
    return None


def _number(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None
