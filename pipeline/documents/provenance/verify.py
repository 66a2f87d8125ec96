"""A document somebody has edited, held against what its set remembers of it and what its sources say now. Pure.

A figure is found by its bookmark; where editing has lost that, by the words around it. What counts is what a
reader would see: a figure typed anew with the same digits is the same figure, and one among another's words is not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from pipeline.documents.provenance.numerals import folded, numerals
from pipeline.documents.provenance.pairing import paired
from pipeline.documents.provenance.said import NO_VOCABULARY, Vocabulary
from pipeline.documents.provenance.scrutiny import Elsewhere, Read, Reworded, nowhere, read_through
from pipeline.documents.provenance.sentences import of_document, of_trace
from pipeline.documents.provenance.trace import SENTENCE, SLOT, Trace, slotted
from pipeline.documents.provenance.whereabouts import (
    Stretch,
    bare,
    between_words,
    in_bookmarks,
    measure_at,
    reads_alike,
)
from pipeline.files.word.lines import Line
from pipeline.model.figures import Cell
from pipeline.model.phrases import Mark, Printed


class State(StrEnum):
    """What became of a figure, or of the words of a sentence."""

    SAME = "一致"
    CHANGED = "被改动"
    DELETED = "已删除"
    SOURCE = "来源已变"
    MOVED = "移了位置"
    CONTRARY = "说法不符"
    REWORDED = "措辞已改"


_MYRIAD = 10000

# What needs nobody's look: the words were polished, and say nothing else.
FINE = frozenset({State.SAME, State.REWORDED})


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
    """A document verified: every figure it was made with, every number that is none of them, every sentence with other words."""

    figures: tuple[Checked, ...]
    untraced: tuple[Untraced, ...]
    words: tuple[Reworded, ...] = ()

    @property
    def ok(self) -> bool:
        """True if every figure stands as it should, every number is backed, and no sentence says the contrary."""
        return (
            not self.untraced
            and all(one.state in FINE for one in self.figures)
            and not any(one.contrary for one in self.words)
        )


def verify(
    lines: Sequence[Line],
    trace: Trace,
    now: Trace | None,
    cells: Mapping[Cell, str | None],
    terms: Vocabulary = NO_VOCABULARY,
    older: bool = False,
    elsewhere: Elsewhere = nowhere,
) -> Verified:
    """The lines of a document held against its trace.

    `now` is the trace of the same document made today (None if that cannot be done), `cells` what every cell of the
    trace holds now, `terms` which words exclude one another in this office, `older` that another version
    made it: what it words otherwise now is a hint while nobody has touched the sentence and no figure has changed;
    `elsewhere` what was printed for other periods.
    """
    found, places, beside = in_bookmarks(lines, trace)
    lost = [mark for mark in trace.figures if not found.get(mark.name)]
    refound = dict(between_words(lines, trace, lost))
    for name, stretch in refound.items():
        places[name] = [stretch]
    expected = dict(paired(trace, now)) if now is not None else {}
    if older:
        # What another version printed and today's prints nowhere is held against its own cells.
        expected = {mark.name: mark.figure for mark in trace.figures} | expected
    # Where a figure has changed since, it may be what the words no longer fit.
    older = older and all(_unchanged(mark.figure, expected.get(mark.name)) for mark in trace.figures)
    said, wanted = of_trace(trace), of_trace(now or trace)
    read = read_through(of_document(lines, places), said, wanted, terms, older, elsewhere)
    checked = []
    for mark in trace.figures:
        text = found.get(mark.name) or (refound[mark.name].text if mark.name in refound else "")
        today = expected.get(mark.name) if now is not None else mark.figure
        cell_texts = tuple(cells.get(cell) for cell in mark.figure.cells)
        checked.append(_in_words(_judged(mark, text, today, cell_texts), read))
    return Verified(tuple(checked), tuple(_untraced(lines, trace, read, places, beside)), read.reworded)


def _unchanged(figure: Printed, today: Printed | None) -> bool:
    """The same figure: of one value, in the same digits or, as another version writes it, in another scale (0.07万 and 700)."""
    if today is None or today.value != figure.value:
        return False
    return today.text == figure.text or _rescaled(figure.text, today.text)


def _rescaled(one: str, other: str) -> bool:
    try:
        return Decimal(one) * _MYRIAD == Decimal(other) or Decimal(other) * _MYRIAD == Decimal(one)
    except InvalidOperation:
        return False


def _in_words(one: Checked, read: Read) -> Checked:
    """A figure as its words leave it: one that is right among another's words is not."""
    name = one.mark.name
    if one.state in (State.CHANGED, State.SOURCE) and name in read.backed and one.expected != one.text:
        # A sentence written anew as it would be today: its figures are today's.
        return replace(one, state=State.SAME, expected=one.text)
    if one.state is State.SAME:
        for names, state in (
            (read.moved, State.MOVED),
            (read.contrary, State.CONTRARY),
            (read.polished, State.REWORDED),
        ):
            if name in names:
                return replace(one, state=state)
    return one


def _judged(mark: Mark, text: str, today: Printed | None, read: tuple[str | None, ...]) -> Checked:
    """The state of a figure of which `text` stands in the document now and that would be `today`."""
    figure = mark.figure
    was = tuple(cell.read for cell in figure.cells)
    same = _unchanged(figure, today) and read == was
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


def _untraced(
    lines: Sequence[Line],
    trace: Trace,
    read: Read,
    places: Mapping[str, Sequence[Stretch]],
    beside: set[tuple[int, int]],
) -> Iterator[Untraced]:
    """Numbers outside this document's figures that it was not made with, and that are no dates and the like."""
    known = Counter(trace.lines)
    as_read = {bare(trace.as_read(line)) for line in trace.lines}
    names = {mark.name for mark in trace.figures}
    changed = []
    for number, line in enumerate(lines):
        text = slotted(line)
        if known[text]:
            known[text] -= 1
        elif bare(line.text) not in as_read or any(span.name not in names for span in line.spans):
            changed.append((number, line))
    # Words of the lines that are no more may stand anywhere else now.
    left = Counter(one.text for line in known.elements() for one in numerals(SLOT.sub(" ", line)))
    claimed = beside | {
        (one.line, place) for found in places.values() for one in found for place in range(one.start, one.end)
    }
    for number, line in changed:
        for one in numerals(_open_text(number, line, claimed, read.truths)):
            if left[one.text]:
                left[one.text] -= 1
            else:
                around = line.text[max(0, one.start - 12) : one.end + 12].strip()
                yield Untraced(one.text, around)


def _open_text(number: int, line: Line, claimed: set[tuple[int, int]], truths: frozenset[str]) -> str:
    """A line with everything blank that is a figure, or a sentence that would be printed so today."""
    text = list(folded(line.text))
    for position in range(len(text)):
        if (number, position) in claimed:
            text[position] = " "
    at = 0
    for part in SENTENCE.findall(line.text):
        if bare(part) in truths:
            text[at : at + len(part)] = " " * len(part)
        at += len(part)
    return "".join(text)
