"""Rows and styles to the bytes of an .xlsx workbook; the only writer.

Text is written as text: a value that starts with "=" is data, never a formula. The same content gives
the same bytes. Knows nothing of forms, units or targets.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import cast
from urllib.parse import quote

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as OpenCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.files.packages import canonical

Value = str | Decimal | int | date | None
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# "_x0041_" in a text would be read back as "A": its first underscore is written as an escape itself.
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_LEAST_HEIGHT = 18.0
_MOST_TEXT = 32767  # openpyxl cuts longer text without a word
AUTHOR = "minsheng"
A3, A4 = 8, 9
_THIN = Side(style="thin", color="808080")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell looks. `open` cells stay editable on a protected sheet."""

    size: int = 10
    bold: bool = False
    font: str = "宋体"
    fill: str = ""
    align: str = "left"
    bordered: bool = True
    open: bool = False
    format: str = "General"
    colour: str = "000000"
    wrap: bool = True


TITLE = Style(size=18, bold=True, font="黑体", align="center", bordered=False)
LABEL = Style(bordered=False, wrap=False)
HEADER = Style(bold=True, font="黑体", fill="D9E2F3", align="center")
BODY = Style()
CENTRED = Style(align="center")
NUMBER = Style(align="right")
NOTE = Style(size=9, bordered=False, colour="595959")


@dataclass(frozen=True, slots=True)
class Box:
    """A value and its style; `note` is a comment on the cell, `link` where a click on it leads: a file below or above
    the workbook's own folder with forward slashes, then `#'工作表'!A1`."""

    value: Value = None
    style: Style = BODY
    note: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Guide:
    """What Excel shows and accepts in an area, or in several with blanks between: a hint on selection, and a restriction.

    `kind` is list, range, number, signed, date, length or "" (hint only); `choices` for list, the one area they stand in for
    range, `limit` for length.
    """

    area: str
    hint: str = ""
    kind: str = ""
    choices: tuple[str, ...] = ()
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """One worksheet. `repeat` header rows are printed on every page and stay in view.

    Rows are as tall as their wrapped text needs; `least` is the least height in points, by row number.
    `merges` are areas such as A1:D1. `paper` is the size in Excel's numbering.
    """

    name: str
    rows: Sequence[Sequence[Box]]
    widths: Sequence[float]
    repeat: int = 0
    merges: Sequence[str] = ()
    guides: Sequence[Guide] = ()
    least: Mapping[int, float] = field(default_factory=dict)
    protected: bool = False
    filtered: bool = False
    paper: int = A4


def listing(
    name: str,
    title: str,
    columns: Sequence[tuple[str, float]],
    rows: Sequence[Sequence[Value]],
    note: str = "",
    paper: int = A4,
) -> Page:
    """A table under its title: text to the left, everything else centred; 无 where there is no row.

    `columns` are headers with their widths; `note` stands between title and table.
    """
    width = len(columns)
    head = [[Box(title, TITLE)], *([[Box(note, NOTE)]] if note else [])]
    body = [[Box(value, BODY if isinstance(value, str) else CENTRED) for value in row] for row in rows] or [
        [Box("无", CENTRED)] + [Box(None, BODY)] * (width - 1)
    ]
    return Page(
        name,
        [*head, [Box(header, HEADER) for header, _ in columns], *body],
        [size for _, size in columns],
        repeat=len(head) + 1,
        merges=[f"A{row}:{get_column_letter(width)}{row}" for row in range(1, len(head) + 1)],
        least={1: 28.0},
        filtered=True,
        paper=paper,
    )


def write_book(pages: Sequence[Page], day: date) -> bytes:
    """The pages as an .xlsx, A4 landscape, one page wide; `day` is its date of making."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for page in pages:
        write_page(book.create_sheet(page.name), page)
    # openpyxl wants naive times in document properties; midnight of the day says all there is to say.
    moment = datetime.combine(day, time())
    book.properties.creator = AUTHOR
    book.properties.created = book.properties.modified = moment
    stream = io.BytesIO()
    book.save(stream)
    return canonical(stream.getvalue(), moment.strftime("%Y-%m-%dT%H:%M:%SZ"))


def write_page(sheet: Worksheet, page: Page) -> None:
    """Lay a page out on an empty worksheet."""
    dressed: dict[Style, OpenCell] = {}
    for row_number, row in enumerate(page.rows, 1):
        for column, box in enumerate(row, 1):
            cell = cast(OpenCell, sheet.cell(row_number, column))
            _write_cell(cell, box)
            _dress(cell, box.style, dressed)
    for column, width in enumerate(page.widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    merged_rows = {int(re.sub("[A-Z]", "", area.partition(":")[0])) for area in page.merges}
    for number, row in enumerate(page.rows, 1):
        needed = _height(row, page.widths) if number not in merged_rows else 0.0
        sheet.row_dimensions[number].height = max(needed, page.least.get(number, _LEAST_HEIGHT))
    for area in page.merges:
        sheet.merge_cells(area)
    for guide in page.guides:
        sheet.add_data_validation(_validation(guide))
    _print_setup(sheet, page)
    if page.protected:
        sheet.protection.sheet = True
        sheet.protection.formatRows = sheet.protection.formatColumns = False
        sheet.protection.selectLockedCells = False


def _height(row: Sequence[Box], widths: Sequence[float]) -> float:
    """Points a row needs for its tallest wrapped cell: neither Excel nor LibreOffice fits rows on opening."""
    tallest = 0.0
    for box, width in zip(row, widths, strict=False):
        room = max(2.0, (width - 1) * 10 / box.style.size)
        fold = room if box.style.wrap else math.inf
        lines = sum(max(1, math.ceil(_columns(line) / fold)) for line in str(box.value or "").split("\n"))
        tallest = max(tallest, lines * box.style.size * 1.4 + 4)
    return min(tallest, 409.0)


def _columns(text: str) -> float:
    return sum(2.1 if sign > "\u2e7f" or sign in "“”—…" else 1.1 for sign in text)


def _print_setup(sheet: Worksheet, page: Page) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = page.paper
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]  # openpyxl sets it itself
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.6
    sheet.page_margins.header = sheet.page_margins.footer = 0.25
    sheet.print_options.horizontalCentered = True
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(center=_HeaderFooterPart("第 &P 页，共 &N 页"))
    if page.repeat:
        sheet.print_title_rows = f"1:{page.repeat}"
        sheet.freeze_panes = f"A{page.repeat + 1}"
    if page.filtered and page.repeat:
        sheet.auto_filter.ref = f"A{page.repeat}:{get_column_letter(len(page.widths))}{len(page.rows)}"


def printable(text: str) -> str:
    """A text without the signs no XML may hold."""
    return _CONTROL.sub("", text)


def _dress(cell: OpenCell, style: Style, dressed: dict[Style, OpenCell]) -> None:
    """Give a cell its looks; from the second on, those of the first of its style: openpyxl is slow to make looks."""
    if style in dressed:
        cell._style = copy(dressed[style]._style)  # type: ignore[attr-defined]  # openpyxl's types leave it out
        return
    cell.font = Font(name=style.font, size=style.size, bold=style.bold, color=style.colour)
    cell.alignment = Alignment(horizontal=style.align, vertical="center", wrap_text=style.wrap)
    cell.number_format = style.format
    cell.protection = Protection(locked=not style.open)
    if style.fill:
        cell.fill = PatternFill("solid", start_color=style.fill)
    if style.bordered:
        cell.border = _BORDER
    dressed[style] = cell


def _write_cell(cell: OpenCell, box: Box) -> None:
    value = box.value
    if isinstance(value, str):
        value = _ESCAPE.sub("_x005F_", printable(value))
        if len(value) > _MOST_TEXT:
            raise ValueError(f"a cell holds {_MOST_TEXT} characters, not {len(value)}")
        cell.value = value
        if value:
            cell.data_type = "s"
    else:
        cell.value = value
    if box.link:
        target, _, place = box.link.partition("#")
        cell.hyperlink = Hyperlink(ref=cell.coordinate, target=quote(target), location=place or None)
    if box.note:
        cell.comment = Comment(printable(box.note), AUTHOR, height=140, width=320)


def _validation(guide: Guide) -> DataValidation:
    rule = DataValidation(sqref=guide.area, allow_blank=True, showInputMessage=bool(guide.hint))
    if guide.kind == "list":
        rule.type, rule.formula1 = "list", '"' + ",".join(guide.choices) + '"'
        rule.error = "请从下拉框里选。"
    elif guide.kind == "range":
        # What stands elsewhere may still be typed here before it stands there.
        rule.type, rule.formula1, rule.errorStyle = "list", guide.choices[0], "warning"
        rule.error = "请从下拉框里选；还没有登记的，先到那张表里登记。"
    elif guide.kind == "number":
        rule.type, rule.operator, rule.formula1 = "decimal", "greaterThanOrEqual", "0"
        rule.error = "请只填不小于0的纯数字，不写“约”“万”“%”等字样。"
    elif guide.kind == "signed":
        rule.type, rule.operator, rule.formula1 = "decimal", "greaterThanOrEqual", "-100"
        rule.error = "请只填纯数字，下降的填负数，不写“约”“下降”“%”等字样。"
    elif guide.kind == "date":
        rule.type, rule.operator, rule.formula1 = "date", "greaterThan", "36526"
        rule.error = "请填日期，如2021-09-20。"
    elif guide.kind == "length":
        rule.type, rule.operator, rule.formula1 = "textLength", "lessThanOrEqual", str(guide.limit)
        rule.error = f"请控制在{guide.limit}字以内。"
    if guide.kind:
        rule.showErrorMessage, rule.errorTitle = True, "填写提示"
    if guide.hint:
        rule.promptTitle, rule.prompt = "填写说明", guide.hint
    return rule
