"""What the makers of templates write with: paragraphs, tables, runs, a picture."""

from __future__ import annotations

import io
import struct
import zlib

from docx.document import Document as WordDocument
from docx.shared import RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph


def write(place: WordDocument | _Cell, *texts: str) -> None:
    """A paragraph each."""
    for text in texts:
        place.add_paragraph(text)


def table(place: WordDocument | _Cell, *rows: tuple[str, ...]) -> Table:
    """A table of these texts; a shorter row leaves its last cells empty."""
    width = max(map(len, rows))
    made_table = place.add_table(rows=len(rows), cols=width)
    for row, texts in zip(made_table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=False):
            cell.text = text
    return made_table


def narrow(place: WordDocument, *rows: tuple[str, ...]) -> Table:
    """The same with no more cells in a row than it has texts."""
    made_table = table(place, *rows)
    for row, texts in zip(made_table.rows, rows, strict=True):
        for cell in list(row._tr.tc_lst)[len(texts) :]:
            row._tr.remove(cell)
    return made_table


def runs(paragraph: Paragraph, *texts: str) -> None:
    """A run each, every second one bold and red, as Word splits what was typed in several goes."""
    for index, text in enumerate(texts):
        run = paragraph.add_run(text)
        if index % 2:
            run.bold, run.font.color.rgb = True, RGBColor(255, 0, 0)


def picture() -> io.BytesIO:
    """One black dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    body = [chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(b"\0\0")), chunk(b"IEND", b"")]
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + b"".join(body))
