"""Somebody else's workbook given back with cells marked and a sheet in front; everything else in it stays."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from openpyxl.cell.cell import Cell as OpenCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill, Protection
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.files.packages import canonical
from pipeline.files.spreadsheets.writing import Page, printable, write_page
from pipeline.files.spreadsheets.xlsx import opened

_FILL = PatternFill("solid", start_color="FFC7CE")


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell to colour, open for editing, with a note of `author`."""

    sheet: str
    cell: str
    note: str
    author: str


def marked(data: bytes, marks: Sequence[Mark], front: Page, day: date) -> bytes:
    """The .xlsx in `data` with each mark set and `front` as its first sheet; macros are left behind."""
    book = opened(data)
    for mark in marks:
        sheet = book[mark.sheet]
        cell = sheet[mark.cell] if isinstance(sheet, Worksheet) else None
        if isinstance(cell, OpenCell):
            cell.fill = _FILL
            cell.protection = Protection(locked=False)
            earlier = f"{cell.comment.text}\n" if cell.comment is not None else ""
            cell.comment = Comment(printable(earlier + mark.note), mark.author, height=140, width=320)
    write_page(book.create_sheet(front.name, 0), front)
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
    moment = datetime.combine(day, time())
    book.properties.created = book.properties.modified = moment
    stream = io.BytesIO()
    book.save(stream)
    return canonical(stream.getvalue(), moment.strftime("%Y-%m-%dT%H:%M:%SZ"))
