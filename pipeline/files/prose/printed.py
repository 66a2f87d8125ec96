"""A PDF with text as paragraphs and grids: lines by their height on the page, ruled tables from the drawn lines.

Page numbers, and lines that head or foot every page, are left out. A page without text is a scan.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2 as pdfium

from pipeline.files.pdf.pages import read_pages
from pipeline.files.prose.source import Grid, NoText, Paragraph, Piece
from pipeline.model.pages import Bar, Glyph, Page

_NEAR, _THIN = 1.2, 1.6
# A line that ends so many signs before the edge of the text is full; a point in millimetres.
_ROOM, _MM = 2.2, 25.4 / 72
_PAGE_NUMBER = re.compile(r"[—\-－\s]*\d{1,3}[—\-－\s]*|第\s*\d+\s*页.*")
_MOST_PAGES = 300


@dataclass(frozen=True, slots=True)
class _Text:
    """Signs of one line: its height on the page, where it begins and ends, how wide a sign is; in millimetres."""

    top: float
    left: float
    right: float
    size: float
    text: str


@dataclass(frozen=True, slots=True)
class _Lattice:
    """A ruled table: the heights of its level lines, the places of its upright ones."""

    rows: tuple[float, ...]
    columns: tuple[float, ...]
    level: tuple[Bar, ...]

    def holds(self, glyph: Glyph) -> bool:
        """Whether a sign stands within it."""
        middle = (glyph.ink.top + glyph.ink.bottom) / 2
        return (
            self.rows[0] - 1 < middle < self.rows[-1] + 1
            and self.columns[0] - 1 < glyph.ink.centre < self.columns[-1] + 1
        )


def read_printed(data: bytes) -> tuple[Piece, ...]:
    """The text of a PDF page by page; `NoText` for a scan, one that is locked, damaged or far too long."""
    try:
        pages = read_pages(data)
    except pdfium.PdfiumError:
        raise NoText("打不开，可能加了密码或已损坏，请换一份 PDF 或用 .docx") from None
    if len(pages) > _MOST_PAGES:
        raise NoText(f"有{len(pages)}页，不像一份通知，请只留通知和附表的几页")
    if not any(glyph.sign.strip() for page in pages for glyph in page.glyphs):
        raise NoText("是扫描件，没有文字可读，请用有文字的 PDF 或 .docx")
    repeated = _repeated(pages)
    return tuple(piece for number, page in enumerate(pages, 1) for piece in _page(page, number, repeated))


def _repeated(pages: Sequence[Page]) -> frozenset[str]:
    """Lines that stand at the edge of nearly every page: heads and feet."""
    edges = Counter(line.text for page in pages for line in _edges(list(_lines(page.glyphs))))
    return frozenset(text for text, count in edges.items() if len(pages) > 2 and count * 3 >= len(pages) * 2)


def _edges(lines: Sequence[_Text]) -> set[_Text]:
    return {*lines[:1], *lines[-1:]}


def _page(page: Page, number: int, repeated: frozenset[str]) -> Iterator[Piece]:
    lattices = list(_lattices(page))
    free = [glyph for glyph in page.glyphs if not any(lattice.holds(glyph) for lattice in lattices)]
    lines = [
        line for line in _lines(free) if line.text not in repeated and not _PAGE_NUMBER.fullmatch(line.text)
    ]
    edge = max((line.right for line in lines), default=0.0)
    left = min((line.left for line in lines), default=0.0)
    pieces: list[tuple[float, Piece]] = []
    for place, line in enumerate(lines):
        indented = place + 1 < len(lines) and lines[place + 1].left - left > line.size
        full = edge - line.right < _ROOM * line.size and not indented
        pieces.append((line.top, Paragraph(line.text, number, broken=full)))
    pieces += [(lattice.rows[0], _grid(page, lattice, number)) for lattice in lattices]
    for _, piece in sorted(pieces, key=lambda pair: pair[0]):
        yield piece


def _lines(glyphs: Sequence[Glyph]) -> Iterator[_Text]:
    """Signs as lines: those whose base stands at one height, from left to right."""
    shown = sorted(
        (glyph for glyph in glyphs if glyph.sign.strip() and not glyph.turned),
        key=lambda one: (round(one.baseline, 1), one.x),
    )
    bands: list[list[Glyph]] = []
    for glyph in shown:
        if bands and glyph.baseline - bands[-1][0].baseline < max(_NEAR, glyph.size * 0.12):
            bands[-1].append(glyph)
        else:
            bands.append([glyph])
    for band in bands:
        ordered = sorted(band, key=lambda one: one.x)
        text = "".join(_spaced(ordered))
        yield _Text(
            min(one.ink.top for one in band), ordered[0].x, ordered[-1].ink.right, ordered[0].size * _MM, text
        )


def _spaced(ordered: Sequence[Glyph]) -> Iterator[str]:
    """Signs with a blank where there is a wide gap between two of them."""
    yield ordered[0].sign
    for before, glyph in pairwise(ordered):
        wide = glyph.x - before.ink.right > before.size * _MM * 1.2
        yield f" {glyph.sign}" if wide else glyph.sign


def _lattices(page: Page) -> Iterator[_Lattice]:
    """Ruled tables of a page: level and upright lines that meet."""
    level = [bar for bar in page.bars if bar.box.height < _THIN and bar.box.width > 5 and not bar.red]
    upright = [bar for bar in page.bars if bar.box.width < _THIN and bar.box.height > 3 and not bar.red]
    groups: list[tuple[list[Bar], list[Bar]]] = []
    for top, bottom in _stretches(upright):
        rows = [bar for bar in level if top - 2 <= bar.box.top <= bottom + 2]
        columns = [bar for bar in upright if top - 2 <= bar.box.top and bar.box.bottom <= bottom + 2]
        groups.append((rows, columns))
    for rows, columns in groups:
        heights = _marks([bar.box.top for bar in rows])
        places = _marks([bar.box.left for bar in columns])
        if len(heights) >= 2 and len(places) >= 3:
            yield _Lattice(heights, places, tuple(rows))


def _stretches(upright: Sequence[Bar]) -> list[tuple[float, float]]:
    """From where to where on the page upright lines stand without a gap."""
    found: list[tuple[float, float]] = []
    for bar in sorted(upright, key=lambda one: one.box.top):
        if found and bar.box.top <= found[-1][1] + 2:
            found[-1] = (found[-1][0], max(found[-1][1], bar.box.bottom))
        else:
            found.append((bar.box.top, bar.box.bottom))
    return found


def _marks(values: Sequence[float]) -> tuple[float, ...]:
    """Values that are one within a line's thickness, once each."""
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > 2:
            kept.append(value)
    return tuple(kept)


def _grid(page: Page, lattice: _Lattice, number: int) -> Grid:
    """The cells of a ruled table; one without a line above it belongs to the cell above."""
    cells: dict[tuple[int, int], list[Glyph]] = {}
    for glyph in page.glyphs:
        if glyph.sign.strip() and lattice.holds(glyph):
            row = _place(lattice.rows, (glyph.ink.top + glyph.ink.bottom) / 2)
            column = _place(lattice.columns, glyph.ink.centre)
            cells.setdefault((row, column), []).append(glyph)
    for row in range(1, len(lattice.rows) - 1):
        for column in range(len(lattice.columns) - 1):
            if not _ruled_above(lattice, row, column) and (row, column) in cells:
                top = row
                while top > 0 and not _ruled_above(lattice, top, column):
                    top -= 1
                cells.setdefault((top, column), []).extend(cells.pop((row, column)))
    rows = []
    for row in range(len(lattice.rows) - 1):
        line: list[str | None] = []
        for column in range(len(lattice.columns) - 1):
            held = cells.get((row, column), [])
            text = "".join(one.text for one in _lines(held))
            line.append(text if text or _ruled_above(lattice, row, column) else None)
        rows.append(tuple(line))
    return Grid(tuple(row for row in rows if any(row)), number)


def _place(marks: Sequence[float], value: float) -> int:
    return max(0, min(len(marks) - 2, sum(mark <= value for mark in marks) - 1))


def _ruled_above(lattice: _Lattice, row: int, column: int) -> bool:
    """Whether a level line runs above that cell."""
    if row == 0:
        return True
    middle = (lattice.columns[column] + lattice.columns[column + 1]) / 2
    height = lattice.rows[row]
    return any(
        abs(bar.box.top - height) < 2 and bar.box.left - 1 <= middle <= bar.box.right + 1
        for bar in lattice.level
    )
