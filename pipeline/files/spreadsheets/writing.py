"""Rows and styles to the bytes of an .xlsx workbook; the only writer.

Text is written as text: a value that starts with "=" is data, never a formula. The same content gives
the same bytes. Knows nothing of forms, units or targets.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from zipfile import ZipFile

from pipeline.files.packages import CORE, dated, package, packed
from pipeline.files.spreadsheets.plotted import CHARTS, Plot, plot_sheet
from pipeline.model.sheets import reference

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Value = str | Decimal | int | date | None
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0\ufffe\uffff]")
# "_x0041_" in a text would be read back as "A": its first underscore is written as an escape itself. XlsxWriter's own way
# leaves out the second of two that share an underscore; a sign no text holds stands for it until all is written.
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_UNDERSCORE = "\ufdd0"
_LEAST_HEIGHT = 18.0
_MOST_TEXT = 32767  # a longer text would be left out without a word
AUTHOR = "minsheng"
A3, A4 = 8, 9
# The width between the margins in mm, what a character of a column's width takes of it at most at full size (LibreOffice;
# Excel takes less), and the smallest type in points anybody should have to read: 六号.
_ROOM, _CHARACTER, _LEAST_TYPE = {A3: 399.0, A4: 276.0}, 2.5, 7.5
# Five pixels at each column's edge, of seven a character: a width as Excel shows it is that much less than as it is kept.
_PADDING = 5 / 7


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

    def __hash__(self) -> int:
        # Asked for every cell; what tells most looks apart is enough.
        return hash((self.size, self.fill, self.align))


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
    the workbook's own folder with forward slashes, then `#'工作表'!A1`; without a file a place of the same workbook.

    `runs` are parts of a text as (start, end, colour), in order and apart: they alone have that colour.
    """

    value: Value = None
    style: Style = BODY
    note: str = ""
    link: str = ""
    runs: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Guide:
    """What Excel shows and accepts in an area, or in several with blanks between: a hint on selection, and a restriction.

    `kind` is list, suggested, range, number, signed, date, length or "" (hint only); `choices` for list, the one area they stand in for
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
    `merges` are areas such as A1:D1. `paper` is the size in Excel's numbering. What is too wide to be read on one
    sheet of paper goes on to a second one beside it, on which the first `names` columns stand again; with none it is printed
    as wide as it is, however small.
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
    names: int = 1


def listing(
    name: str,
    title: str,
    columns: Sequence[tuple[str, float]],
    rows: Sequence[Sequence[Value | Box]],
    note: str = "",
    paper: int = A4,
    names: int = 1,
) -> Page:
    """A table under its title: text to the left, everything else centred; 无 where there is no row.

    `columns` are headers with their widths; `note` stands between title and table.
    """
    width = len(columns)
    head = [[Box(title, TITLE)], *([[Box(note, NOTE)]] if note else [])]
    body = [[_boxed(value) for value in row] for row in rows] or [
        [Box("无", CENTRED)] + [Box(None, BODY)] * (width - 1)
    ]
    return Page(
        name,
        [*head, [Box(header, HEADER) for header, _ in columns], *body],
        [size for _, size in columns],
        repeat=len(head) + 1,
        merges=[f"A{row}:{reference(row, width)}" for row in range(1, len(head) + 1)],
        least={1: 28.0},
        filtered=True,
        paper=paper,
        names=names,
    )


def _boxed(value: Value | Box) -> Box:
    """A value of a listing in its box; one that has a box of its own keeps it."""
    return value if isinstance(value, Box) else Box(value, BODY if isinstance(value, str) else CENTRED)


def write_book(pages: Sequence[Page], day: date, plots: Sequence[Plot] = (), paper: int = A4) -> bytes:
    """The pages as an .xlsx, landscape, as wide as can be read; `day` is its date of making.

    `plots`, if any, stand on a sheet 图 of that paper before the last page, which holds their data and gives their title.
    """
    # Many commands describe pages, few write one.
    from xlsxwriter import Workbook

    # Midnight of the day says all there is to say.
    moment = datetime.combine(day, time())
    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"author": AUTHOR, "created": moment})
        looks: dict[Style, Format] = {}
        for page in pages:
            if plots and page is pages[-1]:
                plot_sheet(book, CHARTS, str(page.rows[0][0].value), plots, paper)
            _write_page(book, book.add_worksheet(page.name), page, looks)
    # A book and its sheets hold one another, so that nothing of them goes away by itself: what is large is let go of now.
    for sheet in book.worksheets():
        sheet.table.clear()
        sheet.fh.close()
    # What we have just written is no bomb, whatever the number of its sheets.
    with ZipFile(stream) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    parts[CORE] = dated(parts[CORE], moment.strftime("%Y-%m-%dT%H:%M:%SZ"))
    return package(
        packed(name, part.replace(_UNDERSCORE.encode(), b"_x005F_")) for name, part in parts.items()
    )


def _write_page(book: Workbook, sheet: Worksheet, page: Page, looks: dict[Style, Format]) -> None:
    def look(style: Style) -> Format:
        if style not in looks:
            looks[style] = book.add_format(_look(style))
        return looks[style]

    from xlsxwriter.utility import xl_cell_to_rowcol

    scale, starts = _sheets(page)
    merged: dict[int, float] = {}
    for area in page.merges:
        first, _, last = area.partition(":")
        (row, column), (_, end) = xl_cell_to_rowcol(first), xl_cell_to_rowcol(last or first)
        # A title stands on the first sheet of paper, not half on each.
        end = min(end, starts[0] - 1) if starts and column < starts[0] else end
        if end > column:
            sheet.merge_range(row, column, row, end, "", look(page.rows[row][column].style))
        merged[row + 1] = _height([page.rows[row][column]], [sum(page.widths[column : end + 1])])
    for number, row in enumerate(page.rows):
        for column, box in enumerate(row):
            _write_cell(sheet, number, column, box, look(box.style), look)
    for column, width in enumerate(page.widths):
        sheet.set_column(column, column, width - _PADDING)
    for number, row in enumerate(page.rows, 1):
        needed = merged[number] if number in merged else _height(row, page.widths)
        sheet.set_row(number - 1, max(needed, page.least.get(number, _LEAST_HEIGHT)))
    for guide in page.guides:
        first, *others = guide.area.split()
        more = {"multi_range": guide.area} if others else {}
        sheet.data_validation(first, {**_validation(guide), **more})
    _print_setup(sheet, page, scale, starts)
    if page.protected:
        sheet.protect("", {"format_rows": True, "format_columns": True})


@lru_cache(maxsize=1_000)  # many links lead to one file
def _address(path: str) -> str:
    return quote(path)


def _coloured(text: str, runs: Sequence[tuple[int, int, str]], looks: Callable[[Style], Format]) -> list[Any]:
    """A text as XlsxWriter writes one of several colours: formats and the parts they are for."""
    pieces: list[Any] = []
    at = 0
    for start, end, colour in (*runs, (len(text), len(text), "")):
        if start > at:
            pieces += [looks(Style(bordered=False)), text[at:start]]
        if end > start:
            pieces += [looks(Style(bordered=False, bold=True, colour=colour)), text[start:end]]
        at = end
    return pieces


def _write_cell(
    sheet: Worksheet, row: int, column: int, box: Box, look: Format, looks: Callable[[Style], Format]
) -> None:
    value = box.value
    if box.link:
        from xlsxwriter.url import Url

        target, _, place = box.link.partition("#")
        if target:
            link = Url(f"external:{target}#{place}" if place else f"external:{target}")
            # As a path it is right on Windows only; as an address everywhere.
            link._relationship_link = _address(target)
        else:
            link = Url(f"internal:{place}")
        sheet.write_url(row, column, link, look)
    if isinstance(value, str) and value:
        text = _ESCAPE.sub(_UNDERSCORE, printable(value))
        if len(text) > _MOST_TEXT:
            raise ValueError(f"a cell holds {_MOST_TEXT} characters, not {len(text)}")
        colours = _coloured(text, box.runs, looks) if box.runs and text == value else []
        if len(colours) > 2:
            sheet.write_rich_string(row, column, *colours, look)
        else:
            sheet.write_string(row, column, text, look)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, look)
    elif isinstance(value, int | Decimal):
        sheet.write_number(row, column, value, look)
    else:
        sheet.write_blank(row, column, None, look)
    if box.note:
        note = {"author": AUTHOR, "height": 140, "width": 320}
        sheet.write_comment(row, column, printable(box.note), note)


def _look(style: Style) -> dict[str, Any]:
    """How cells of a style look, in XlsxWriter's words."""
    look = {
        "font_name": style.font,
        "font_size": style.size,
        "bold": style.bold,
        "font_color": f"#{style.colour}",
        "align": style.align,
        "valign": "vcenter",
        "text_wrap": style.wrap,
        "num_format": style.format,
        "locked": not style.open,
    }
    if style.fill:
        look["bg_color"] = f"#{style.fill}"
    if style.bordered:
        look |= {"border": 1, "border_color": "#808080"}
    return look


def _height(row: Sequence[Box], widths: Sequence[float]) -> float:
    """Points a row needs for its tallest wrapped cell: neither Excel nor LibreOffice fits rows on opening."""
    tallest = 0.0
    for box, width in zip(row, widths, strict=False):
        room = max(2.0, (width - 1) * 10 / box.style.size)
        fold = room if box.style.wrap else math.inf
        tallest = max(tallest, _lines(str(box.value or ""), fold) * box.style.size * 1.4 + 4)
    return min(tallest, 409.0)


@lru_cache(maxsize=20_000)  # names, measures and ways of reckoning come again row after row
def _lines(text: str, fold: float) -> int:
    return sum(max(1, math.ceil(_columns(line) / fold)) for line in text.split("\n"))


def _columns(text: str) -> float:
    return sum(2.1 if sign > "\u2e7f" or sign in "“”—…" else 1.1 for sign in text)


def _sheets(page: Page) -> tuple[int, tuple[int, ...]]:
    """The per cent of its size at which a page's smallest type can still be read, and the columns at which further sheets
    of paper begin where one is not wide enough at that.
    """
    if not page.names:
        return 100, ()
    smallest = min((box.style.size for row in page.rows for box in row if box.value is not None), default=10)
    scale = math.ceil(100 * _LEAST_TYPE / smallest)
    room = _ROOM[page.paper] / _CHARACTER * 100 / scale
    starts: list[int] = []
    filled = 0.0
    for column, width in enumerate(page.widths):
        if filled + width > room and column > page.names:
            starts.append(column)
            filled = sum(page.widths[: page.names])
        filled += width
    return scale, tuple(starts)


def _print_setup(sheet: Worksheet, page: Page, scale: int, starts: Sequence[int]) -> None:
    sheet.set_landscape()
    sheet.set_paper(page.paper)
    if starts:
        sheet.set_print_scale(scale)
        sheet.set_v_pagebreaks(starts)
        sheet.repeat_columns(0, page.names - 1)
        sheet.print_across()
    else:
        sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_header("", {"margin": 0.25})
    sheet.set_footer("&C第 &P 页，共 &N 页", {"margin": 0.25})
    sheet.center_horizontally()
    if page.repeat:
        sheet.repeat_rows(0, page.repeat - 1)
        sheet.freeze_panes(page.repeat, 0)
    if page.filtered and page.repeat:
        sheet.autofilter(page.repeat - 1, 0, len(page.rows) - 1, len(page.widths) - 1)


def printable(text: str) -> str:
    """A text without the signs no XML may hold."""
    return text if text.isprintable() else _CONTROL.sub("", text)


def _validation(guide: Guide) -> dict[str, Any]:
    """What an area accepts and says, in XlsxWriter's words."""
    rule: dict[str, Any]
    match guide.kind:
        case "list":
            rule, error = {"validate": "list", "source": list(guide.choices)}, "请从下拉框里选。"
        case "range":
            # What stands elsewhere may still be typed here before it stands there.
            rule = {"validate": "list", "source": f"={guide.choices[0]}", "error_type": "warning"}
            error = "请从下拉框里选；还没有登记的，先到那张表里登记。"
        case "suggested":
            rule = {"validate": "list", "source": list(guide.choices), "error_type": "information"}
            error = "下拉框里没有；照样子改编号、序号的可以。"
        case "number":
            rule = {"validate": "decimal", "criteria": ">=", "value": 0}
            error = "请只填不小于0的纯数字，不写“约”“万”“%”等字样。"
        case "signed":
            rule = {"validate": "decimal", "criteria": ">=", "value": -100}
            error = "请只填纯数字，下降的填负数，不写“约”“下降”“%”等字样。"
        case "date":
            rule = {"validate": "date", "criteria": ">", "value": "=36526"}
            error = "请填日期，如2021-09-20。"
        case "length":
            rule = {"validate": "length", "criteria": "<=", "value": guide.limit}
            error = f"请控制在{guide.limit}字以内。"
        case _:
            rule, error = {"validate": "any"}, ""
    if error:
        rule |= {"error_title": "填写提示", "error_message": error}
    if guide.hint:
        rule |= {"input_title": "填写说明", "input_message": guide.hint}
    return rule
