"""A document just made, with the paragraphs people keep in their places; what it is known by and remembers follows."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.documents.keeping.settling import Remark, Standing, settle
from pipeline.documents.keeping.slots import names, original, words_of
from pipeline.documents.provenance.trace import SLOT, slotted
from pipeline.documents.rendering.bookmarks import Figures
from pipeline.documents.rendering.render import Rendered
from pipeline.files.word.rewording import Body, Paragraph, Piece
from pipeline.model.editorial import Kept, Original
from pipeline.model.phrases import Printed

_LENGTH = 16


def with_kept(document: Rendered, rows: Sequence[Kept]) -> tuple[Rendered, tuple[Remark, ...]]:
    """The document with what people kept of it, row after row; itself where there is none. And what is to be looked at."""
    if not rows:
        return document, ()
    body = Body(document.data)
    lines = [slotted(line) for line in body.lines]
    # Those of tables are written for their column: 0.824 under 万人.
    spoken = {name for line in lines for name in names(line)}
    figures = {mark.name: mark.figure for mark in document.figures.marks if mark.name in spoken}
    standing, remarks = settle(lines, figures, rows)
    if all(one.row is None for one in standing) and [one.source for one in standing] == list(
        range(len(lines))
    ):
        return document, remarks
    press = _Press(document.figures, standing)
    paragraphs = [press.paragraph(one) for one in standing]
    said = "".join(f"{one.source}{one.gone}{one.text}" for one in standing)
    mark = f"_set{hashlib.sha256(f'{document.mark} {said}'.encode()).hexdigest()[:_LENGTH]}"
    data = body.written(paragraphs, (document.mark, mark))
    figures = {one.name: one.figure for one in press.figures.marks}
    beneath = tuple(_beneath(standing, press.texts, lines, figures))
    return Rendered(data, mark, press.figures, beneath), remarks


class _Press:
    """Gives a figure that stands a second time a bookmark of its own."""

    def __init__(self, figures: Figures, standing: Sequence[Standing]) -> None:
        self.figures = figures
        untouched = [one.text for one in standing if one.row is None]
        self._used = {name for text in untouched for name in names(text)}
        self.texts: dict[int, str] = {}

    def paragraph(self, one: Standing) -> Paragraph:
        """The paragraph as it is to be written."""
        if one.row is None or one.gone:
            return Paragraph(one.source, one.like, None, one.gone)
        parts: list[str | Piece] = []
        at, text = 0, []
        for slot in SLOT.finditer(one.text):
            parts.append(one.text[at : slot.start()])
            piece = self._piece(slot[1])
            parts.append(piece)
            text += [one.text[at : slot.start()], f"{{{piece.named or piece.name}}}"]
            at = slot.end()
        parts.append(one.text[at:])
        self.texts[id(one)] = "".join((*text, one.text[at:]))
        return Paragraph(one.source, one.like, tuple(part for part in parts if part))

    def _piece(self, name: str) -> Piece:
        if name not in self._used:
            self._used.add(name)
            return Piece(name)
        figure = next(mark.figure for mark in self.figures.marks if mark.name == name)
        self.figures = replace(self.figures, printed=(*self.figures.printed, figure))
        return Piece(name, f"_f{len(self.figures.printed):04d}")


def _beneath(
    standing: Sequence[Standing],
    texts: Mapping[int, str],
    lines: Sequence[str],
    figures: Mapping[str, Printed],
) -> Iterator[tuple[str, Original]]:
    """What the program prints where people's words stand, and which a paragraph is that several read like, in reading order."""
    met: Counter[str] = Counter()
    number = {}
    for at, line in enumerate(lines):
        met[words_of(line)] += 1
        number[at] = met[words_of(line)]
    for one in standing:
        alike = one.source is not None and met[words_of(one.machine)] > 1
        if one.source is not None and not one.gone and (one.row is not None or alike):
            yield texts.get(id(one), one.text), original(one.machine, figures, number[one.source])
