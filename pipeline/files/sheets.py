"""Any spreadsheet file as a `Book` of typed cells with coordinates; the only reader.

Hides openpyxl and its habits. Knows nothing of forms, units or targets.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Context, Decimal
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

import openpyxl
from defusedxml.common import DefusedXmlException
from openpyxl.cell.cell import Cell as OpenCell
from openpyxl.cell.cell import MergedCell
from openpyxl.styles.numbers import is_date_format
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.readings import EMPTY, Book, Content, Holds, Sheet

MAX_ROWS, MAX_COLUMNS = 5000, 200
_SIGNIFICANT = 15
_FIFTEEN = Context(prec=_SIGNIFICANT, rounding=ROUND_HALF_EVEN)
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


class Unreadable(Exception):
    """This file cannot be read as a spreadsheet; `str()` is one Chinese clause saying why and the cure."""


def digest(data: bytes) -> str:
    """The sha256 of a file's bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def read_book(data: bytes, file: str) -> Book:
    """The .xlsx or .xlsm in `data` as a Book named `file`; `Unreadable` for anything else or damaged."""
    if data.startswith(_OLE):
        raise Unreadable("是旧版 .xls、.et 格式或设置了打开密码，请取消密码并另存为 .xlsx 后再报")
    if not data.startswith(_ZIP):
        raise Unreadable("不是 .xlsx 电子表格，请按表样填写后另存为 .xlsx 再报")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
            formulas = openpyxl.load_workbook(io.BytesIO(data))
    except BadZipFile:
        raise Unreadable("文件不完整或已损坏，可能没有传完，请重新发送") from None
    except (
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        EOFError,
        ParseError,
        DefusedXmlException,
        OSError,
    ):
        raise Unreadable("文件内部结构已损坏，请用 Excel 或 WPS 打开后另存为 .xlsx 再报") from None
    return Book(file, digest(data), tuple(_sheets(values, formulas)))


def _sheets(values: Workbook, formulas: Workbook) -> list[Sheet]:
    return [
        _sheet(sheet, formulas[sheet.title]) for sheet in values.worksheets if isinstance(sheet, Worksheet)
    ]


def _sheet(values: Worksheet, formulas: Worksheet) -> Sheet:
    if values.max_row > MAX_ROWS or values.max_column > MAX_COLUMNS:
        raise Unreadable(
            f"工作表“{values.title}”超过{MAX_ROWS}行或{MAX_COLUMNS}列，请删去表外多余的内容后再报"
        )
    contents: dict[tuple[int, int], Content] = {}
    for row_number, row in enumerate(values.iter_rows(), 1):
        for column, cell in enumerate(row, 1):
            if isinstance(cell, MergedCell):
                continue
            content = _content(cell, formulas.cell(row_number, column).value)
            if content is not EMPTY:
                contents[row_number, column] = content
    merged = tuple(
        (area.min_row, area.min_col, area.max_row, area.max_col) for area in values.merged_cells.ranges
    )
    hidden = frozenset(index for index, row in values.row_dimensions.items() if row.hidden)
    return Sheet(values.title, values.sheet_state != "visible", contents, merged, hidden)


def _content(cell: OpenCell, raw: object) -> Content:
    value, shown = cell.value, cell.number_format
    formula = raw if isinstance(raw, str) and raw.startswith("=") and raw != value else ""
    if value is None:
        return Content(Holds.EMPTY, format=shown, formula=formula) if formula else EMPTY
    if cell.data_type == "e":
        return Content(Holds.ERROR, str(value), format=shown, formula=formula)
    if isinstance(value, bool):
        return Content(Holds.BOOLEAN, "TRUE" if value else "FALSE", format=shown, formula=formula)
    if isinstance(value, int | float):
        number = exact(value)
        return Content(Holds.NUMBER, format_number(number), number, format=shown, formula=formula)
    if isinstance(value, datetime):
        return Content(Holds.DATE, value.date().isoformat(), day=value.date(), format=shown, formula=formula)
    if isinstance(value, date):
        return Content(Holds.DATE, value.isoformat(), day=value, format=shown, formula=formula)
    if is_date_format(shown) and not isinstance(value, str):
        return Content(Holds.DATE, str(value), format=shown, formula=formula)
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    return Content(Holds.TEXT, text, format=shown, formula=formula) if text.strip() else EMPTY


def exact(value: float) -> Decimal:
    """The decimal a person typed: 15 significant digits undo what binary storage did (0.30000000000000004).

    A whole number of more digits is left as it is: no spreadsheet can hold it, and nobody may round it.
    """
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite() or number.adjusted() >= _SIGNIFICANT:
        return number
    number = _FIFTEEN.create_decimal(number).normalize()
    return number.quantize(Decimal(1)) if int(number.as_tuple().exponent) > 0 else number


def format_number(number: Decimal) -> str:
    """The number in fixed notation, as a person would quote it."""
    return format(number, "f")
