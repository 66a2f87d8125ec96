""".xls and .et: old workbooks without checksums. One reader with formats (xlrd), held against the second."""

from __future__ import annotations

import io
from datetime import date, datetime

import xlrd
from xlrd.book import Book as OldBook
from xlrd.sheet import Sheet as OldSheet

from pipeline.files.spreadsheets.second_reader import agree, exact, format_number
from pipeline.files.spreadsheets.survey import MAX_COLUMNS, MAX_ROWS, too_wide
from pipeline.model.readings import EMPTY, Content, Holds, Sheet


def read(data: bytes) -> tuple[Sheet, ...]:
    """The worksheets of an old workbook; `Unreadable` if it is too wide or its readers disagree."""
    book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
    sheets = tuple(_sheet(book, sheet) for sheet in book.sheets())
    agree(data, sheets)
    return sheets


def _sheet(book: OldBook, sheet: OldSheet) -> Sheet:
    if sheet.nrows > MAX_ROWS or sheet.ncols > MAX_COLUMNS:
        raise too_wide(sheet.name)
    contents = {}
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            content = _content(book, sheet, row, column)
            if content is not EMPTY:
                contents[row + 1, column + 1] = content
    return Sheet(
        sheet.name,
        sheet.visibility != 0,
        contents,
        tuple(sorted((top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells)),
        frozenset(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden),
        frozenset(column + 1 for column, info in sheet.colinfo_map.items() if info.hidden),
    )


def _content(book: OldBook, sheet: OldSheet, row: int, column: int) -> Content:
    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    shown = book.format_map[book.xf_list[sheet.cell_xf_index(row, column)].format_key].format_str
    note = sheet.cell_note_map.get((row, column))
    comment = note.text.strip() if note is not None else ""
    struck = _struck(book, sheet, row, column)
    match kind:
        case xlrd.XL_CELL_NUMBER:
            number = exact(value)
            return Content(Holds.NUMBER, format_number(number), number, None, shown, "", comment, struck)
        case xlrd.XL_CELL_TEXT if value.strip():
            return Content(
                Holds.TEXT, value.replace("\r", "\n"), format=shown, comment=comment, struck=struck
            )
        case xlrd.XL_CELL_DATE:
            day = _day(value, book.datemode)
            return Content(Holds.DATE, day.isoformat() if day else str(value), None, day, shown, "", comment)
        case xlrd.XL_CELL_BOOLEAN:
            return Content(Holds.BOOLEAN, "TRUE" if value else "FALSE", format=shown, comment=comment)
        case xlrd.XL_CELL_ERROR:
            text = xlrd.error_text_from_code.get(value, "#N/A")
            return Content(Holds.ERROR, text, format=shown, comment=comment)
    return Content(Holds.EMPTY, format=shown, comment=comment) if comment else EMPTY


def _struck(book: OldBook, sheet: OldSheet, row: int, column: int) -> bool:
    """True if the cell, or part of its text, is drawn through, or part of it stands above or below the line."""
    whole = book.font_list[book.xf_list[sheet.cell_xf_index(row, column)].font_index]
    runs = [book.font_list[font] for _, font in sheet.rich_text_runlist_map.get((row, column), ())]
    return bool(whole.struck_out) or any(font.struck_out or font.escapement for font in runs)


def _day(serial: float, datemode: int) -> date | None:
    try:
        moment: datetime = xlrd.xldate_as_datetime(serial, datemode)
    except (xlrd.xldate.XLDateError, OverflowError):
        return None
    return moment.date()
