"""A document's sentences and table rows with their figures left out: as it was made, as it stands, as it would be made today. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.documents.provenance.numerals import folded
from pipeline.documents.provenance.trace import SLOT, Trace
from pipeline.documents.provenance.whereabouts import Stretch, bare
from pipeline.files.word.lines import Line

_ROW = "| "
# What reformatting changes and nobody reads: blanks, marks, digits that are no figures.
_MARKS = re.compile(r"[^\w{}%％+＋—-]|[\d_]")
_FIGURE = "{}"
_SENTENCE = re.compile(r"[^。；;]*[。；;]|[^。；;]+")


@dataclass(frozen=True)
class Sentence:
    """A sentence, or a row of a table: its text with bookmarks' names for figures, as it reads, the words before it."""

    slotted: str
    read: str
    before: str
    above: str
    header: tuple[str, ...] = ()

    @cached_property
    def figures(self) -> tuple[str, ...]:
        """The bookmarks of its figures in reading order."""
        return tuple(SLOT.findall(self.slotted))

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table."""
        return self.slotted.startswith(_ROW)

    @cached_property
    def words(self) -> str:
        """What it says beside its figures, as `plain` gives it; of a row whatever the order of its columns."""
        return "|".join(sorted(map(plain, self.cells))) if self.is_row else plain(self.slotted)

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """The cells of a row."""
        return _cells(self.slotted)

    @cached_property
    def labels(self) -> dict[int, str]:
        """The cells of a row that hold words and no figure, by column."""
        words = {at: plain(cell) for at, cell in enumerate(self.cells) if not SLOT.search(cell)}
        return {at: text for at, text in words.items() if text.strip("—-")}

    def upto(self, name: str) -> str:
        """The words before a figure; of a row, in its cell."""
        text = self.cells[self.column(name)] if self.is_row else self.slotted
        return plain(text[: text.index(f"{{{name}}}")])

    def column(self, name: str) -> int:
        """In which cell of a row a figure stands."""
        return next(at for at, cell in enumerate(self.cells) if f"{{{name}}}" in cell)


def plain(slotted: str) -> str:
    """Words without blanks, marks and digits; {} for every figure."""
    return _MARKS.sub("", folded(SLOT.sub(_FIGURE, slotted)))


def shared(first: Sentence, second: Sentence) -> int:
    """How many cells of two rows hold the same words."""
    return sum(second.labels.get(at) == text for at, text in first.labels.items())


def of_trace(trace: Trace) -> tuple[Sentence, ...]:
    """The sentences of a document as it was made."""
    texts = {mark.name: mark.figure.text for mark in trace.figures}
    return tuple(_sentences(trace.lines, [texts] * len(trace.lines)))


def of_document(lines: Sequence[Line], places: Mapping[str, Sequence[Stretch]]) -> tuple[Sentence, ...]:
    """The sentences of a document as it stands, with its figures where they are now."""
    held: dict[int, list[tuple[Stretch, str]]] = {}
    for name, stretches in places.items():
        for one in stretches:
            held.setdefault(one.line, []).append((one, name))
    slotted, texts = [], []
    for number, line in enumerate(lines):
        pieces, at = [], 0
        standing = sorted(held.get(number, ()), key=lambda found: (found[0].start, found[0].end))
        for one, name in standing:
            if one.start >= at:
                pieces += [line.text[at : one.start], f"{{{name}}}"]
                at = one.end
        slotted.append("".join((*pieces, line.text[at:])))
        texts.append({name: one.text for one, name in standing})
    return tuple(_sentences(slotted, texts))


def _sentences(lines: Sequence[str], texts: Sequence[Mapping[str, str]]) -> Iterator[Sentence]:
    above = ""
    for number, line in enumerate(lines):
        if line.startswith(_ROW):
            yield Sentence(line, _read(line, texts[number]), "", "", _header(lines, number))
        else:
            at = 0
            for part in _SENTENCE.findall(line):
                if part.strip():
                    yield Sentence(part, _read(part, texts[number]), plain(line[:at]), above)
                at += len(part)
        above = plain(line) or above


def _read(slotted: str, texts: Mapping[str, str]) -> str:
    return bare(SLOT.sub(lambda slot: texts.get(slot[1], ""), slotted))


def _header(lines: Sequence[str], number: int) -> tuple[str, ...]:
    """The cells of the row that heads a table: its first, where it holds no figure."""
    top = number
    while top and lines[top - 1].startswith(_ROW):
        top -= 1
    return tuple(map(bare, _cells(lines[top]))) if top < number and not SLOT.search(lines[top]) else ()


def _cells(line: str) -> tuple[str, ...]:
    return tuple(line.removeprefix(_ROW).removesuffix(" |").split(" | "))
