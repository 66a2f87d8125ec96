"""What the readers of a notice propose: matters as parts of the text, each part for something (title, task, units, time)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.inputs.notices.labels import UNITS, Role, labels_in
from pipeline.inputs.notices.notice_lines import Notice, Stretch
from pipeline.inputs.notices.unit_names import likeness, only_names


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a matter: what it is for, where it stands, and the label that said so (empty for none)."""

    role: Role
    stretch: Stretch
    label: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A matter as proposed: its number as written, its title, its parts in the text's order. `cut` if its text breaks off,
    `frame` if its title is that of a chapter and no task (总体要求).
    """

    number: str
    title: Stretch
    parts: tuple[Part, ...]
    cut: bool = False
    frame: bool = False

    def of(self, *roles: Role) -> tuple[Part, ...]:
        """Its parts of these roles."""
        return tuple(part for part in self.parts if part.role in roles)

    @property
    def task(self) -> tuple[Stretch, ...]:
        """Where its task stands: its title, and every part that says what is to be done."""
        return (self.title, *(part.stretch for part in self.of(Role.TITLE, Role.BODY)))

    @property
    def led(self) -> bool:
        """Whether units are named for it."""
        return bool(self.of(*UNITS))


@dataclass(frozen=True, slots=True)
class Proposal:
    """The matters one reader sees. `shape` is what the run says of it; `sure` is False where a reader guesses."""

    shape: str
    items: tuple[Item, ...]
    sure: bool = True
    rank: int = 0


_CLOSED = re.compile(r"[。.;!?)】”》]$")
_FRAME = re.compile(
    "(?:总体|指导思想|基本原则|工作要求|保障措施|组织|主要目标|工作目标|工作任务|重点任务|主要任务|实施步骤|有关要求|目标任务|工作措施|任务分工|加强(?:组织|领导|督|宣传|协调|统筹|沟通)"
    "|强化(?:组织|责任|督|考核|领导)|提高(?:认识|思想|站位)|明确(?:责任|任务|分工)|落实责任|高度重视|密切配合|督查|考核|细化|务必|严格(?:考核|督)|注重宣传|营造|及时报送|按期报送)"
)
_MOSTLY = 0.8
_DATED = re.compile("[年月日底末前内]$")
_NUMBER = re.compile(r"\(?\d{1,2}[.)、]?")
# 甲局,乙局、丙局配合: those before the last comma answer, those behind it help.
_HELPED = re.compile(r"[,;]([^,;]+(?:配合|协助|参与|协办)(?:落实|实施)?)$")
_SAYS_WHO = re.compile("(?:牵头|负责|配合|落实|承办|协办|实施)$")
_UNITS_ROOM = 400
_FIRST_SENTENCE = re.compile(r"[。;!?]|:(?=.{6,})")
_FOR_UNITS = re.compile(
    r"负责|牵头|配合|落实|承办|协助|主办|协办|单位|部门|局|委|办|县|区|政府|中心|公司|集团"
)
# 新增车辆2000辆。——市交通局
_BEHIND_DASH = re.compile(r"(?<=[。;,])\s*(?:—+|--+)\s*([^。;—]{3,200})$")
_BY_UNITS = re.compile(
    r"[,。;]?由([^,。;:]{2,60}(?:[,、][^。;:]{2,60}){0,20}?)(?:负责|牵头|承办|实施|落实)(?:[^。;]{0,12}|[,、][^。;:]{2,200}(?:配合|协助|参与|协办)[^,。;]{0,4})[。;]?$"
)


def item(notice: Notice, number: str, stretches: Sequence[Stretch], cut: bool = False) -> Item | None:
    """A matter out of the stretches of its text; None where there is nothing."""
    filled = [
        stretch for stretch in (trimmed(notice, one) for one in stretches) if stretch.end > stretch.start
    ]
    if not filled:
        return None
    parts: list[Part] = []
    running = Role.BODY
    for place, stretch in enumerate(filled):
        found, running = _parts(notice, stretch, running)
        if (
            place
            and not any(part.role in UNITS for part in found)
            and _only_units(notice, stretch)
            and parts
            and parts[-1].role in UNITS
        ):
            found = [Part(parts[-1].role, stretch, parts[-1].label)]
        parts += found
    told = [part for part in parts if part.role is Role.BODY]
    if not told:
        return None
    title = _title(notice, told[0].stretch, alone=len(told) > 1 or len(parts) > 1)
    # A text that ends in a list of units or in a day is not broken off for want of a full stop.
    last = parts[-1]
    whole = notice.folded(last.stretch)
    if last.role in UNITS and whole and only_names(whole):
        cut = False
    if last.role is Role.DEADLINE and _DATED.search(whole):
        cut = False
    return Item(number, title, tuple(parts), cut, _FRAME.match(notice.folded(title)) is not None)


def trimmed(notice: Notice, stretch: Stretch) -> Stretch:
    """The stretch without blanks at its ends."""
    text = notice.folded(stretch)
    left = len(text) - len(text.lstrip(" \t　:"))
    right = len(text.rstrip())
    return Stretch(stretch.line, stretch.start + left, stretch.start + max(left, right))


def _only_units(notice: Notice, stretch: Stretch) -> bool:
    return only_names(notice.folded(stretch))


def _title(notice: Notice, first: Stretch, alone: bool) -> Stretch:
    """The title: the first line where more follows it, else its first sentence."""
    text = notice.folded(first)
    cut = _FIRST_SENTENCE.search(text)
    end = cut.start() if cut is not None and cut.start() >= 2 else len(text)
    if cut is None or not alone:
        end = end if cut is not None else len(text)
    return Stretch(first.line, first.start, first.start + len(text[:end].rstrip("。.;:,、 ")))


def _parts(notice: Notice, stretch: Stretch, running: Role) -> tuple[list[Part], Role]:
    """The parts of one line, and what an unlabelled following line belongs to."""
    text = notice.folded(stretch)
    labels = labels_in(text)
    if not labels:
        if running is Role.BODY:
            return _with_brackets(notice, stretch), running
        return [Part(running, stretch)], running
    parts: list[Part] = []
    head = Stretch(stretch.line, stretch.start, stretch.start + labels[0][0])
    opened = text[: labels[0][0]].rstrip().endswith(("(", "[", "【"))
    if head.end > head.start:
        kept = len(text[: labels[0][0]].rstrip("([【 "))
        before = Stretch(stretch.line, stretch.start, stretch.start + kept)
        if before.end > before.start and not _NUMBER.fullmatch(notice.folded(before)):
            parts += [Part(running, before)] if running is not Role.BODY else _with_brackets(notice, before)
    for place, (_, end, word, role) in enumerate(labels):
        stop = labels[place + 1][0] if place + 1 < len(labels) else len(text)
        body = text[end:stop]
        closing = _closing(body) if opened or role in UNITS else None
        inner = Stretch(
            stretch.line,
            stretch.start + end,
            stretch.start + end + (closing if closing is not None else len(body)),
        )
        shown = Role.BODY if role is Role.TITLE else role
        parts += _of_label(notice, Part(shown, trimmed(notice, _bare(notice, inner)), word))
        if closing is not None and place + 1 == len(labels) and body[closing + 1 :].strip("。;, )】]"):
            rest = Stretch(stretch.line, stretch.start + end + closing + 1, stretch.start + stop)
            parts.append(Part(Role.BODY, trimmed(notice, rest)))
        running = shown
    # Behind a label of units or times the next line without a label is no part of it.
    return parts, running if running in (Role.BODY, Role.NODES) else Role.SKIP if running in (
        Role.SKIP,
        Role.PERSON,
    ) else Role.BODY


def _of_label(notice: Notice, part: Part) -> list[Part]:
    """What stands behind a label; of 责任单位:甲局,乙局、丙局配合 those who help apart from who answers for it."""
    text, stretch = notice.folded(part.stretch), part.stretch
    helped = _HELPED.search(text) if part.role in (Role.FIRST, Role.UNIT) else None
    if helped is None or likeness(helped[1]) < _MOSTLY:
        return [part]
    first = Stretch(stretch.line, stretch.start, stretch.start + helped.start())
    second = Stretch(stretch.line, stretch.start + helped.start(1), stretch.end)
    return [Part(part.role, first, part.label), Part(Role.SECOND, second, part.label)]


def _bare(notice: Notice, stretch: Stretch) -> Stretch:
    text = notice.folded(stretch)
    return Stretch(stretch.line, stretch.start, stretch.start + len(text.rstrip("([【;, ")))


def _closing(text: str) -> int | None:
    """Where the bracket closes that was open before the text began."""
    depth = 0
    for place, sign in enumerate(text):
        if sign in "([【":
            depth += 1
        elif sign in ")]】":
            if depth == 0:
                return place
            depth -= 1
    return None


def _with_brackets(notice: Notice, stretch: Stretch) -> list[Part]:
    """A text whose end says in brackets, or as 由…负责, who does it."""
    text = notice.folded(stretch)
    bare = text.rstrip("。.;, ")
    if _SAYS_WHO.search(bare) and not re.search(r"\d", bare) and likeness(bare) >= _MOSTLY:
        units = _said_of_units(stretch.line, stretch.start, bare)
        if units:
            return units
    opening = _opening(bare) if bare.endswith((")", "】", "]", "〕")) else None
    if opening is not None:
        inside = bare[opening + 1 : -1]
        if _FOR_UNITS.search(inside) and not labels_in(inside):
            units = _said_of_units(stretch.line, stretch.start + opening + 1, inside)
            if units:
                return [
                    Part(Role.BODY, Stretch(stretch.line, stretch.start, stretch.start + opening)),
                    *units,
                ]
    behind = _BEHIND_DASH.search(bare)
    if behind is not None and only_names(behind[1]):
        at = stretch.start + behind.start(1)
        before = Part(Role.BODY, Stretch(stretch.line, stretch.start, stretch.start + behind.start()))
        return [before, *_said_of_units(stretch.line, at, behind[1])]
    by = _BY_UNITS.search(text, max(0, len(text) - _UNITS_ROOM))
    if by is not None and likeness(by[1]) > 0.6:
        at = stretch.start + by.start(1)
        before = Part(Role.BODY, Stretch(stretch.line, stretch.start, stretch.start + by.start()))
        return [before, *_said_of_units(stretch.line, at, text[by.start(1) :].rstrip("。; "))]
    return [Part(Role.BODY, stretch)]


def _opening(text: str) -> int | None:
    """The bracket that the text's last sign closes."""
    depth = 0
    for place in range(len(text) - 1, -1, -1):
        if text[place] in ")]】〕":
            depth += 1
        elif text[place] in "([【〔":
            depth -= 1
            if depth == 0:
                return place
    return None


def _said_of_units(line: int, at: int, text: str) -> list[Part]:
    """甲局牵头,乙局、丙局配合 as units that lead and units that help; names alone are responsible."""
    pieces, start = [], 0
    for cut in re.finditer(r"[;。]|(?<=牵头)[,、]|(?<=主办)[,、]|(?<=牵头负责)[,、]|(?<=负责)[,、]", text):
        pieces.append((start, cut.start()))
        start = cut.end()
    pieces.append((start, len(text)))
    parts: list[Part] = []
    several = len(pieces) > 1
    for begin, end in pieces:
        piece = text[begin:end]
        if not piece.strip():
            continue
        if likeness(piece) < 0.5:
            return []
        if re.search("牵头|主办", piece):
            role = Role.FIRST
        elif re.search("配合|协办|协助|参与", piece) or (
            several and parts and re.search("按职责|按照职责|分工", piece)
        ):
            role = Role.SECOND
        else:
            role = Role.UNIT
        if role is Role.UNIT and parts and parts[0].role is Role.FIRST:
            role = Role.SECOND
        parts.append(Part(role, Stretch(line, at + begin, at + end), ""))
    return parts


def broken_off(notice: Notice, stretches: Iterable[Stretch]) -> bool:
    """Whether the last line of a text has no closing sign though it is running text."""
    last = list(stretches)[-1:]
    text = notice.folded(last[0]).rstrip() if last else ""
    return bool(text) and (not _CLOSED.search(text) or re.search("下转|未完|…$", text[-12:]) is not None)
