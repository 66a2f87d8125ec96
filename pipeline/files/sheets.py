"""Any spreadsheet file as a `Book` of typed cells with coordinates; the only reader.

Hides openpyxl and its habits. Knows nothing of forms, units or targets.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Context, Decimal

import openpyxl
from defusedxml.common import DefusedXmlException
from openpyxl.cell.cell import Cell as OpenCell
from openpyxl.cell.cell import MergedCell
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.escape import unescape
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.files.preflight import Unreadable, broken, inspect
from pipeline.model.readings import EMPTY, Book, Content, Holds, Sheet

MAX_ROWS, MAX_COLUMNS = 5000, 200
_SIGNIFICANT = 15
_FIFTEEN = Context(prec=_SIGNIFICANT, rounding=ROUND_HALF_EVEN)


def digest(data: bytes) -> str:
    """The sha256 of a file's bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def read_book(data: bytes, file: str) -> Book:
    """The .xlsx or .xlsm in `data` as a Book named `file`; `Unreadable` for anything else or damaged."""
    inspect(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
            formulas = openpyxl.load_workbook(io.BytesIO(data))
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError, DefusedXmlException):
        raise broken() from None
    sheets = tuple(_sheets(values, formulas))
    if not sheets:
        raise broken()
    return Book(file, digest(data), sheets)


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
    formula = _formula(raw, value)
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
    text = unescape(str(value)).replace("\r\n", "\n").replace("\r", "\n")
    return Content(Holds.TEXT, text, format=shown, formula=formula) if text.strip() else EMPTY


def _formula(raw: object, value: object) -> str:
    text = raw.text if isinstance(raw, ArrayFormula) else raw
    return text if isinstance(text, str) and text.startswith("=") and text != value else ""


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
