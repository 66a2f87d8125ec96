"""Somebody else's workbook given back with cells marked and a sheet in front; everything else in it stays."""

from __future__ import annotations

import io
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

from pipeline.files.packages import canonical
from pipeline.files.spreadsheets.writing import Page, printable, write_book

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_FILL = "FFC7CE"


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell to colour, open for editing, with a note of `author`."""

    sheet: str
    cell: str
    note: str
    author: str


def marked(data: bytes, marks: Sequence[Mark], front: Page, day: date) -> bytes:
    """The .xlsx in `data` with each mark set and `front` as its first sheet; macros are left behind."""
    # Loaded when a sheet goes back: who only checks needs no editor of workbooks.
    from openpyxl.cell.cell import Cell as OpenCell
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill, Protection
    from openpyxl.worksheet.worksheet import Worksheet

    from pipeline.files.spreadsheets.xlsx import opened

    book = opened(data)
    for mark in marks:
        sheet = book[mark.sheet]
        cell = sheet[mark.cell] if isinstance(sheet, Worksheet) else None
        if isinstance(cell, OpenCell):
            cell.fill = PatternFill("solid", start_color=_FILL)
            cell.protection = Protection(locked=False)
            earlier = f"{cell.comment.text}\n" if cell.comment is not None else ""
            cell.comment = Comment(printable(earlier + mark.note), mark.author, height=140, width=320)
    _lay(book.create_sheet(front.name, 0), front, day)
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
    moment = datetime.combine(day, time())
    book.properties.created = book.properties.modified = moment
    return canonical(_saved(book), moment.strftime("%Y-%m-%dT%H:%M:%SZ"))


def _saved(book: Workbook) -> bytes:
    """A workbook as openpyxl saves it, its sheets written in memory: a full folder for temporary files would break them."""
    from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
    from openpyxl.worksheet._writer import WorksheetWriter
    from openpyxl.writer.excel import ExcelWriter

    class InMemory(ExcelWriter):
        def write_worksheet(self, ws: Any) -> None:
            ws._drawing = SpreadsheetDrawing()
            ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
            sheet = io.BytesIO()
            writer = WorksheetWriter(ws, sheet)
            writer.write()
            ws._rels = writer._rels  # type: ignore[attr-defined]  # the stubs leave out what is not public
            self._archive.writestr(ws.path[1:], sheet.getvalue())  # type: ignore[attr-defined]
            self.manifest.append(ws)

    stream = io.BytesIO()
    InMemory(book, ZipFile(stream, "w", ZIP_DEFLATED)).save()
    return stream.getvalue()


def _lay(sheet: Worksheet, page: Page, day: date) -> None:
    """A page as the writer of pages lays it out, brought over into a workbook that is not its own."""
    from openpyxl import load_workbook
    from openpyxl.cell.cell import Cell as OpenCell

    (written,) = load_workbook(io.BytesIO(write_book([page], day))).worksheets
    for row in written.iter_rows():
        for cell in row:
            if isinstance(cell, OpenCell):
                there = sheet[cell.coordinate]
                there.value, there.number_format = cell.value, cell.number_format
                there.data_type = cell.data_type
                there.font, there.fill, there.border = copy(cell.font), copy(cell.fill), copy(cell.border)
                there.alignment, there.protection = copy(cell.alignment), copy(cell.protection)
    for area in written.merged_cells.ranges:
        sheet.merge_cells(area.coord)
    for name, column in written.column_dimensions.items():
        sheet.column_dimensions[name].width = column.width
    for number, height in written.row_dimensions.items():
        sheet.row_dimensions[number].height = height.height
    sheet.page_setup, sheet.page_margins = copy(written.page_setup), copy(written.page_margins)
    sheet.sheet_properties, sheet.print_options = copy(written.sheet_properties), copy(written.print_options)
    sheet.HeaderFooter, sheet.freeze_panes = copy(written.HeaderFooter), written.freeze_panes
    sheet.protection = copy(written.protection)
