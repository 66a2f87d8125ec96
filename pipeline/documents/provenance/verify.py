"""A document somebody has edited, held against what its set remembers of it and what its sources say now. Pure.

A figure is found by its bookmark; where editing has lost that, by the words around it. What counts is what a
reader would see: a figure typed anew with the same digits is the same figure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pipeline.documents.provenance.pairing import paired
from pipeline.documents.provenance.trace import SLOT, Trace, slotted
from pipeline.documents.provenance.whereabouts import (
    bare,
    between_words,
    folded,
    in_bookmarks,
    measure_at,
    reads_alike,
)
from pipeline.documents.rendering.bookmarks import Mark
from pipeline.files.word.lines import Line
from pipeline.model.figures import Cell
from pipeline.model.phrases import Printed

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# What people fill in and write by hand that is no figure: days, numbers of documents, issues, telephones, pages.
_NO_FIGURE = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d年(?:度|(?:\d{1,2}月)?(?:\d{1,2}日)?)|\d{1,2}月(?:份|\d{1,2}日)?|\d{1,2}日|"
    r"\d{3,4}-\d{7,8}(?!\d)|1[3-9]\d{9}(?![\d元]))|〔\d{4}〕\s*\d*\s*号?|第\s*\d+\s*[号期]|附件\s*\d+|"
    r"^\s*[—–-]\s*\d+\s*[—–-]\s*$|^〔第\d+节 [^〕]*〕$"
)


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
    found, beside = in_bookmarks(lines, trace)
    lost = [mark for mark in trace.figures if not found.get(mark.name)]
    elsewhere = dict(between_words(lines, trace, lost))
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
        state = State.SAME if reads_alike(text, figure.text) else State.CHANGED
    elif reads_alike(text, figure.text):
        state = State.SOURCE
    else:
        # Mended since, by hand or by `refresh`: right if it says what the sources say.
        state = State.SAME if expected is not None and reads_alike(text, expected) else State.CHANGED
    return Checked(mark, state, text, expected, read)


def reads_as(figure: Printed, asked: str) -> bool:
    """Whether people may call a figure so: as it is printed, with or without per cent sign and measure."""
    wanted, printed = bare(asked), bare(figure.text)
    if not wanted.startswith(printed.removesuffix("%")) or not printed:
        return False
    rest = wanted.removeprefix(printed.removesuffix("%"))
    if rest in ("", "%"):
        return rest == "" or printed.endswith("%")
    return not printed.endswith("%") and rest == measure_at(figure, rest)


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
    text = list(folded(line.text))
    for span in line.spans:
        text[span.start : span.end] = " " * (span.end - span.start)
    for position in range(len(text)):
        if (number, position) in claimed:
            text[position] = " "
    return _without_days("".join(text))


def _without_days(text: str) -> str:
    """A line with days, numbers of documents and the like blank."""
    return _NO_FIGURE.sub(lambda found: " " * len(found[0]), folded(text))
