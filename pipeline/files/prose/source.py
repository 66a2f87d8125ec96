"""What every reader of texts yields: paragraphs and grids in reading order, and the refusal of what cannot be read so."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.files.spreadsheets.preflight import Unreadable


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or a line where a format knows no paragraphs; `page` is 0 where it knows no pages.

    `broken` is a line that reaches the edge of the text: it may go on in the next.
    """

    text: str
    page: int = 0
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its rows of cells; None is a cell that is one with the cell above it."""

    rows: tuple[tuple[str | None, ...], ...]
    page: int = 0


Piece = Paragraph | Grid


class NoText(Unreadable):
    """A text that cannot be read: one Chinese clause that says why and what to do."""
