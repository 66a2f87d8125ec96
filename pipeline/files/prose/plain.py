"""A text file as paragraphs and grids: rows with bars between their cells are tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from pipeline.files.markings import plain_text
from pipeline.files.prose.source import Grid, Paragraph, Piece

_BARS = "|｜┃│"
_LEAST_CELLS = 4


def read_plain(data: bytes) -> tuple[Piece, ...]:
    """Every line of a text, UTF-8 or GB18030; neighbouring lines with bars are a grid."""
    return tuple(of_lines(plain_text(data).splitlines()))


def of_lines(lines: list[str]) -> Iterator[Piece]:
    """Lines as pieces. Where bars stand at the ends of lines only, the table was flattened: its cells are lines.

    Lines that tabs or wide blanks part alike, several of them together, are a grid too.
    """
    for barred, group in groupby(lines, key=_is_barred):
        block = list(group)
        if not barred:
            yield from _parted(block)
        elif not any(map(any, map(cells, block))):
            continue
        elif _is_flattened(block):
            yield from (Paragraph(cell) for line in block for cell in cells(line) if cell)
        else:
            yield Grid(tuple(tuple(cells(line)) for line in block if not _is_rule(line)))


def _parted(block: list[str]) -> Iterator[Piece]:
    for wide, group in groupby(block, key=lambda line: len(_wide_cells(line)) >= _LEAST_CELLS):
        rows = list(group)
        if wide and len(rows) > 1:
            yield Grid(tuple(tuple(_wide_cells(line)) for line in rows))
        else:
            yield from (Paragraph(line) for line in rows)


def _wide_cells(line: str) -> list[str]:
    """The cells of a line that tabs, or else two blanks and more, part."""
    if line.count("\t") >= _LEAST_CELLS - 1:
        return [cell.strip() for cell in line.strip("\n").split("\t")]
    return re.split(r" {2,}|\u3000{2,}", line.strip())


def cells(line: str) -> list[str]:
    """The cells of a line with bars; none for the bar at either end."""
    for bar in _BARS[1:]:
        line = line.replace(bar, "|")
    line = line.strip()
    parts = line.removesuffix("|").split("|")
    return [part.strip() for part in (parts[1:] if line.startswith("|") and len(parts) > 1 else parts)]


def _is_barred(line: str) -> bool:
    return any(bar in line for bar in _BARS)


def _is_rule(line: str) -> bool:
    """Whether a line only draws the rule below a head: |---|:--:|."""
    return not line.strip(f"{_BARS}-:—+ \t") and "-" in line


def _is_flattened(block: list[str]) -> bool:
    """Whether most lines of the block hold one cell and no more."""
    filled = [sum(bool(cell) for cell in cells(line)) for line in block]
    alone = sum(count == 1 for count in filled)
    return alone * 2 > sum(count > 0 for count in filled)
