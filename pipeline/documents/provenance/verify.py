"""A document somebody has edited, held against what its set remembers of it and what its sources say now. Pure.

A figure is found by its bookmark; where editing has lost that, by the words around it. What counts is what a
reader would see: a figure typed anew with the same digits is the same figure.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from pipeline.documents.provenance.trace import SLOT, Trace, slotted
from pipeline.documents.rendering.bookmarks import Mark
from pipeline.files.word.lines import Line, Span
from pipeline.model.figures import Cell
from pipeline.model.phrases import Printed

_NAME = re.compile(r"_f\d+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# What people fill in and write by hand that is no figure: days, numbers of documents, issues, telephones, pages.
_NO_FIGURE = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d年(?:度|(?:\d{1,2}月)?(?:\d{1,2}日)?)|\d{1,2}月(?:份|\d{1,2}日)?|\d{1,2}日|"
    r"\d{3,4}-\d{7,8}(?!\d)|1[3-9]\d{9}(?![\d元]))|〔\d{4}〕\s*\d*\s*号?|第\s*\d+\s*[号期]|附件\s*\d+|"
    r"^\s*[—–-]\s*\d+\s*[—–-]\s*$|^〔第\d+节 [^〕]*〕$"
)
_DIGITS = "0123456789"
# What may stand before a measure and makes another number of it: 万人, 个百分点.
_SCALE = r"[万亿千百]*个?"
_WORD = re.compile(r"[^\W\d_]*")
# How much of a line must still be there for it to be known again; of a table's row more, for rows are much alike.
_ALIKE, _ROW_ALIKE = 0.6, 0.8
_WORDS_BEFORE = 12


class State(StrEnum):
    """What became of a figure."""

    SAME = "一致"
    CHANGED = "被改动"
    DELETED = "已删除"
    SOURCE = "来源已变"


@dataclass(frozen=True, slots=True)
class Checked:
    """A figure of a document: what was printed, what stands there now, what it should be by the sources now.

    `text` is empty where it stands no more, `expected` None where the sources give no such figure now; `read` is what
    each of its cells holds now, None for a cell that is not there.
    """

    mark: Mark
    state: State
    text: str
    expected: str | None
    read: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Untraced:
    """A number in a document that nothing backs, and the words around it."""

    text: str
    where: str


@dataclass(frozen=True, slots=True)
class Verified:
    """A document verified: every figure it was made with, and every number that is none of them."""

    figures: tuple[Checked, ...]
    untraced: tuple[Untraced, ...]

    @property
    def ok(self) -> bool:
        """True if every figure is 一致 and every number is backed."""
        return not self.untraced and all(one.state is State.SAME for one in self.figures)


def verify(
    lines: Sequence[Line], trace: Trace, now: Trace | None, cells: Mapping[Cell, str | None]
) -> Verified:
    """The lines of a document held against its trace.

    `now` is the trace of the same document made today (None if that cannot be done), `cells` what every cell of the
    trace holds now.
    """
    found, beside = _found(lines, trace)
    lost = [mark for mark in trace.figures if not found.get(mark.name)]
    elsewhere = dict(_elsewhere(lines, trace, lost))
    expected = dict(paired(trace, now)) if now is not None else {}
    checked = []
    for mark in trace.figures:
        text = found.get(mark.name) or (elsewhere[mark.name].text if mark.name in elsewhere else "")
        today = expected.get(mark.name) if now is not None else mark.figure
        read = tuple(cells.get(cell) for cell in mark.figure.cells)
        checked.append(_judged(mark, text, today, read))
    places = {(one.line, position) for one in elsewhere.values() for position in range(one.start, one.end)}
    claimed = places | beside
    return Verified(tuple(checked), tuple(_untraced(lines, trace, claimed)))


def _judged(mark: Mark, text: str, today: Printed | None, read: tuple[str | None, ...]) -> Checked:
    """The state of a figure of which `text` stands in the document now and that would be `today`."""
    figure = mark.figure
    was = tuple(cell.read for cell in figure.cells)
    same = today is not None and (today.text, today.value, read) == (figure.text, figure.value, was)
    expected = today.text if today is not None else None
    if not text:
        state = State.DELETED
    elif same:
        state = State.SAME if _alike(text, figure.text) else State.CHANGED
    elif _alike(text, figure.text):
        state = State.SOURCE
    else:
        # Mended since, by hand or by `refresh`: right if it says what the sources say.
        state = State.SAME if expected is not None and _alike(text, expected) else State.CHANGED
    return Checked(mark, state, text, expected, read)


def reads_as(figure: Printed, asked: str) -> bool:
    """Whether people may call a figure so: as it is printed, with or without per cent sign and measure."""
    wanted, printed = _bare(asked), _bare(figure.text)
    if not wanted.startswith(printed.removesuffix("%")) or not printed:
        return False
    rest = wanted.removeprefix(printed.removesuffix("%"))
    if rest in ("", "%"):
        return rest == "" or printed.endswith("%")
    return not printed.endswith("%") and rest == _measure(figure, rest)


def _alike(text: str, other: str) -> bool:
    """Whether two texts read the same: full-width digits and blanks make no difference."""
    return text == other or _bare(text) == _bare(other)


def _bare(text: str) -> str:
    return "".join(_folded(text).replace("％", "%").split())


def paired(before: Trace, now: Trace) -> Iterator[tuple[str, Printed]]:
    """For every figure of a document that is printed today too: its bookmark in the document, the figure today."""
    old, new = list(_keys(before)), list(_keys(now))
    left = dict.fromkeys(range(len(old)))
    for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        for step in range(block.size):
            del left[block.a + step]
            yield before.figures[block.a + step].name, now.figures[block.b + step].figure
    # What stands elsewhere today is still the same figure, if it is printed in one way only.
    for place in left:
        figure = before.figures[place].figure
        today = [mark.figure for mark in now.figures if _rule(mark.figure) == _rule(figure)]
        if figure.cells and len({one.text for one in today}) == 1:
            yield before.figures[place].name, today[0]


def _rule(figure: Printed) -> tuple[str, ...]:
    """What a figure is about: its rule, its measure, its target, and the months its cells are of, as folders tell."""
    folders = sorted({cell.file.rpartition("/")[0] for cell in figure.cells})
    return figure.how, figure.measure, figure.about, *folders


def _keys(trace: Trace) -> Iterator[tuple[str, ...]]:
    """What makes a figure the same in another making: what it is about; where no target says that, the words before it too."""
    before = {
        slot[1]: SLOT.sub("{}", line[: slot.start()])[-_WORDS_BEFORE:]
        for line in trace.lines
        for slot in SLOT.finditer(line)
    }
    for mark in trace.figures:
        words = "" if mark.figure.about else before.get(mark.name, "")
        yield *_rule(mark.figure), words


def _found(lines: Sequence[Line], trace: Trace) -> tuple[dict[str, str], set[tuple[int, int]]]:
    """What stands in every bookmark, with what makes another number of it; and the places of digits put beside one.

    Of copies the one that differs counts: nothing that was changed goes unseen. A digit right before or behind a figure,
    and another measure, change the figure.
    """
    words = {
        slot[1]: (line[: slot.start()], line[slot.end() :])
        for line in trace.lines
        for slot in SLOT.finditer(line)
    }
    figures = {mark.name: mark.figure for mark in trace.figures if mark.name in words}
    stand: dict[str, list[str]] = {}
    beside: set[tuple[int, int]] = set()
    ended: dict[str, int] = {}
    for number, line in enumerate(lines):
        for span in line.spans:
            name = original(span.name)
            if name not in figures:
                continue
            start, end = _stretch(line.text, span, figures[name], *words[name])
            beside |= {(number, place) for place in (*range(start, span.start), *range(span.end, end))}
            text = line.text[start:end]
            text += _other_measure(figures[name], words[name][1], line.text[end:]) if text else ""
            if ended.get(span.name) == number - 1 and span.start == 0:
                stand[name][-1] += f"\n{text}"
            else:
                stand.setdefault(name, []).append(text)
            if span.end == len(line.text):
                ended[span.name] = number
    return {
        name: next((text for text in texts if not _alike(text, figures[name].text)), texts[0])
        for name, texts in stand.items()
    }, beside


def _stretch(text: str, span: Span, figure: Printed, before: str, behind: str) -> tuple[int, int]:
    """Where a figure stands in a line, with digits people put beside it; those it was printed beside are not its own."""
    if figure.value is None:
        return span.start, span.end
    start, end = _whole_number(text, span.start, span.end)
    printed_before, printed_behind = before[-1:] in (*_DIGITS, "}"), behind[:1] in (*_DIGITS, "{")
    return span.start if printed_before else start, span.end if printed_behind else end


def _other_measure(figure: Printed, before: str, now: str) -> str:
    """The measure, scale or per cent sign that stands behind a figure now, if not the one that was printed there; else nothing.

    `before` and `now` are what follows the figure in the line.
    """
    wanted, stands = (_measure(figure, text.lstrip()) for text in (before, now))
    if stands == wanted:
        return ""
    return stands or _WORD.match(now.lstrip())[0][: len(wanted)] or f"（没有{wanted}）"  # type: ignore[index]  # matches always


def _measure(figure: Printed, text: str) -> str:
    """The measure a text begins with: 万人, 个百分点, %; a scale alone where another measure follows."""
    own = re.match(_SCALE + re.escape(figure.measure), text) if figure.measure not in ("", "%") else None
    found = own or re.match("[万亿千百]+|[%％‰]", text)
    return found[0].replace("％", "%") if found is not None else ""


def original(name: str) -> str:
    """The bookmark of which this is one, or a copy that a program has named anew."""
    found = _NAME.match(name)
    return found[0] if found is not None else ""


@dataclass(frozen=True, slots=True)
class _Place:
    line: int
    start: int
    end: int
    text: str


def _elsewhere(lines: Sequence[Line], trace: Trace, lost: Sequence[Mark]) -> Iterator[tuple[str, _Place]]:
    """Figures whose bookmarks are gone and that still stand between the same words."""
    texts = {mark.name: mark.figure.text for mark in trace.figures}
    for mark in lost:
        line = next((line for line in trace.lines if f"{{{mark.name}}}" in line), None)
        if line is None:
            continue
        whole, start, end = _filled(line, texts, mark.name)
        place = _place(lines, whole, start, end)
        if place is not None:
            yield mark.name, place


def _filled(line: str, texts: Mapping[str, str], name: str) -> tuple[str, int, int]:
    """A remembered line as it read, and where the figure stood in it."""
    pieces: list[str] = []
    start = length = at = 0
    for slot in SLOT.finditer(line):
        words, text = line[at : slot.start()], texts.get(slot[1], "")
        pieces += (words, text)
        if slot[1] == name:
            start = length + len(words)
        length, at = length + len(words) + len(text), slot.end()
    return "".join((*pieces, line[at:])), start, start + len(texts[name])


def _place(lines: Sequence[Line], whole: str, start: int, end: int) -> _Place | None:
    """Where in the document the stretch `whole[start:end]` of a line stands now, outside every bookmark."""
    best, place = _ROW_ALIKE if whole.startswith("|") else _ALIKE, None
    numeric = any(sign in _DIGITS for sign in whole[start:end])
    for number, line in enumerate(lines):
        matcher = SequenceMatcher(None, whole, line.text, autojunk=False)
        if matcher.real_quick_ratio() < best or matcher.quick_ratio() < best or matcher.ratio() < best:
            continue
        left, right = _whole_number(line.text, *_mapped(matcher, start, end))
        covered = any(span.start < right and left < span.end for span in line.spans)
        if (
            left < right
            and not covered
            and (not numeric or any(s in _DIGITS for s in _folded(line.text[left:right])))
        ):
            best, place = matcher.ratio(), _Place(number, left, right, line.text[left:right])
    return place


def _mapped(matcher: SequenceMatcher[str], start: int, end: int) -> tuple[int, int]:
    """The stretch of the second text that takes the place of `[start:end]` of the first."""
    left = right = None
    for _, a, b, c, d in matcher.get_opcodes():
        if left is None and a <= start < b:
            # In a block that has kept its length positions correspond one to one.
            left = c + start - a if b - a == d - c else c
        if right is None and a < end <= b:
            right = c + end - a if b - a == d - c else d
    return (left or 0, right) if right is not None else (0, 0)


def _whole_number(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch with the digits, and a minus, that stand right beside it."""
    if start < end:
        folded = _folded(text)
        start -= len(folded[:start]) - len(folded[:start].rstrip(f"{_DIGITS}.,-－−"))
        end += len(folded[end:]) - len(folded[end:].lstrip(_DIGITS))
    return start, end


def _untraced(lines: Sequence[Line], trace: Trace, claimed: set[tuple[int, int]]) -> Iterator[Untraced]:
    """Numbers outside bookmarks that the document was not made with, and that are no dates and the like."""
    known = Counter(trace.lines)
    as_read = set(map(trace.as_read, trace.lines))
    changed = []
    for number, line in enumerate(lines):
        text = slotted(line)
        if known[text]:
            known[text] -= 1
        elif line.text not in as_read:
            changed.append((number, line))
    # Words of the lines that are no more may stand anywhere else now.
    left = Counter(
        token for line in known.elements() for token in _NUMBER.findall(_without_days(SLOT.sub(" ", line)))
    )
    for number, line in changed:
        for token in _NUMBER.finditer(_open_text(number, line, claimed)):
            if left[token[0]]:
                left[token[0]] -= 1
            else:
                around = line.text[max(0, token.start() - 12) : token.end() + 12].strip()
                yield Untraced(token[0], around)


def _open_text(number: int, line: Line, claimed: set[tuple[int, int]]) -> str:
    """A line with everything blank that is a figure, or a number people may write by hand."""
    text = list(_folded(line.text))
    for span in line.spans:
        text[span.start : span.end] = " " * (span.end - span.start)
    for position in range(len(text)):
        if (number, position) in claimed:
            text[position] = " "
    return _without_days("".join(text))


def _without_days(text: str) -> str:
    """A line with days, numbers of documents and the like blank."""
    return _NO_FIGURE.sub(lambda found: " " * len(found[0]), _folded(text))


def _folded(text: str) -> str:
    """Full-width digits as ASCII, every sign still in its place."""
    return "".join(_sign(sign) for sign in text)


def _sign(sign: str) -> str:
    if sign.isascii() or unicodedata.category(sign) != "Nd":
        return "." if sign == "．" else sign
    return str(unicodedata.digit(sign))
