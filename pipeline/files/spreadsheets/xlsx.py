""".xlsx and .xlsm: openpyxl reads, calamine reads again, and they must agree on every cell that may be a figure."""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import replace
from datetime import date, datetime
from zipfile import ZipFile

from defusedxml.ElementTree import iterparse
from openpyxl.cell.cell import Cell as OpenCell
from openpyxl.cell.cell import MergedCell
from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.escape import unescape
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.constants import SHARED_STRINGS

from pipeline.files.spreadsheets.formulas import written
from pipeline.files.spreadsheets.preflight import broken, trimmed
from pipeline.files.spreadsheets.repacked import respelled, without_looks
from pipeline.files.spreadsheets.second_reader import agree, day_told, exact, format_number
from pipeline.files.spreadsheets.survey import Survey, survey
from pipeline.model.sheets import EMPTY, Content, Holds, Sheet

# Somewhere in _x000B_ and the like lies a sign no document may hold; a line break reads the same.
# A zero in a cell that shows days.
_MIDNIGHT = "00:00:00"
_BREAKS = re.compile("\r\n|[\r\x0b\x0c]")


def read(data: bytes) -> tuple[Sheet, ...]:
    """The worksheets of an inspected package; `Unreadable` if its inside is damaged or its readers disagree."""
    data = respelled(data)
    with ZipFile(io.BytesIO(data)) as package:
        found = survey(package)
    book = _opened(data, data_only=True)
    worksheets = [sheet for sheet in book.worksheets if isinstance(sheet, Worksheet)]
    if not worksheets or [sheet.title for sheet in worksheets] != found.sheets:
        raise broken()
    sheets = tuple(_sheet(sheet, found) for sheet in worksheets)
    agree(data, sheets)
    return sheets


def opened(data: bytes) -> Workbook:
    """An inspected package opened for writing into it, as far as `read` took it; without its looks where openpyxl gives up over them."""
    return _opened(respelled(trimmed(data)), data_only=False)


def _opened(data: bytes, data_only: bool) -> Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _loaded(data, data_only)
        except (TypeError, ValueError):  # how openpyxl says that a colour, a filter, a date is none
            return _loaded(without_looks(data), data_only)


class _Reader(ExcelReader):
    """openpyxl takes the escape of an escape out of shared texts: _x005F_x0041_, which stands for _x0041_, would be A."""

    def read_strings(self) -> None:
        """The texts as they stand in the file; escapes are resolved once, where a cell is read."""
        part = self.package.find(SHARED_STRINGS)  # type: ignore[no-untyped-call]
        if part is not None:
            with self.archive.open(part.PartName[1:]) as stream:
                found = iterparse(stream)
                texts = (Text.from_tree(node) for _, node in found if node.tag.endswith("}si"))
                self.shared_strings = ["" if text is None else text.content for text in texts]


def _loaded(data: bytes, data_only: bool) -> Workbook:
    reader = _Reader(io.BytesIO(data), data_only=data_only)
    reader.read()
    return reader.wb


def _sheet(sheet: Worksheet, found: Survey) -> Sheet:
    contents: dict[tuple[int, int], Content] = {}
    # Asking each cell for its font costs more than reading it; most books have no such font at all.
    fonts = {number for number, font in enumerate(sheet.parent._fonts) if font.strike}  # type: ignore[union-attr]
    formulas, struck = found.formulas[sheet.title], found.struck[sheet.title]
    pictures, zoned = found.pictures[sheet.title], found.zoned[sheet.title]
    for place, cell in sheet._cells.items():
        if isinstance(cell, MergedCell):
            continue
        drawn_through = bool(fonts) and cell._style.fontId in fonts  # type: ignore[attr-defined]
        content = _content(cell, formulas.get(place, ""), drawn_through or place in struck)
        if content.formula:
            content = _result(content, found.stale, place in found.emptied[sheet.title])
        elif place in pictures:
            content = replace(content, holds=Holds.PICTURE)
        elif place in zoned:
            content = replace(content, text=zoned[place], day=None)
        if content is not EMPTY:
            contents[place] = content
    merged = sorted(
        (area.min_row, area.min_col, area.max_row, area.max_col) for area in sheet.merged_cells.ranges
    )
    hidden_rows = frozenset(index for index, row in sheet.row_dimensions.items() if row.hidden)
    hidden_columns = frozenset(
        number
        for column in sheet.column_dimensions.values()
        if column.hidden
        for number in range(column.min or 1, (column.max or column.min or 1) + 1)
    )
    hidden = sheet.sheet_state != "visible"
    return Sheet(
        sheet.title,
        hidden,
        contents,
        tuple(merged),
        hidden_rows,
        hidden_columns,
        found.boxes[sheet.title],
    )


def _result(content: Content, stale: bool, emptied: bool) -> Content:
    """What a formula's cell holds: nothing, where it was never calculated.

    A program that calculates nothing writes 0, and asks whoever opens the workbook to calculate it all (`stale`).
    """
    never = content.holds is Holds.EMPTY and not emptied
    if never or (stale and (content.number == 0 or content.text == _MIDNIGHT)):
        return Content(
            Holds.UNCALCULATED, format=content.format, formula=content.formula, comment=content.comment
        )
    return content


def _content(cell: OpenCell, formula: str, struck: bool) -> Content:
    value, shown = cell.value, cell.number_format
    note = cell.comment.text.strip() if cell.comment is not None else ""
    if value is None:
        empty = not formula and not note
        return EMPTY if empty else Content(Holds.EMPTY, format=shown, formula=formula, comment=note)
    if cell.data_type == "e":
        return Content(Holds.ERROR, str(value), format=shown, formula=formula, comment=note)
    if isinstance(value, bool):
        return Content(
            Holds.BOOLEAN, "TRUE" if value else "FALSE", format=shown, formula=formula, comment=note
        )
    if isinstance(value, int | float):
        number = exact(value)
        return Content(Holds.NUMBER, format_number(number), number, None, shown, formula, note, struck)
    if isinstance(value, datetime | date):
        text, day = day_told(value) if isinstance(value, datetime) else (value.isoformat(), value)
        return Content(Holds.DATE, text, None, day, shown, formula, note)
    if is_date_format(shown) and not isinstance(value, str):
        return Content(Holds.DATE, str(value), format=shown, formula=formula, comment=note)
    text = _BREAKS.sub("\n", unescape(str(value)))
    if not text.strip() and not note and not formula:
        return EMPTY
    if not text.strip():
        return Content(Holds.EMPTY, text, format=shown, formula=formula, comment=note, struck=struck)
    return written(text, shown, formula, note, struck)
