"""What people do to a table: rows, columns, headers, sheets, labels; and whose it is and for when."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import copy
from datetime import date
from functools import partial

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from originals import COUNTS, JOBS, Case, cell, edit, one, parts, put, rework, with_parts

ALL = ("T02-1", "T02-2", "T02-3", "T02-4", "T02-5", "T02-6")
Change = Callable[[Worksheet], object]


def _unmerged(sheet: Worksheet) -> None:
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))


def _rows_before(row: int, count: int = 1, **values: object) -> Change:
    def change(sheet: Worksheet) -> None:
        _unmerged(sheet)
        sheet.insert_rows(row, count)
        put(**values)(sheet)

    return change


def _columns_before(column: int, count: int = 1, **values: object) -> Change:
    def change(sheet: Worksheet) -> None:
        _unmerged(sheet)
        sheet.insert_cols(column, count)
        put(**values)(sheet)

    return change


def _merge(*areas: str) -> Change:
    def change(sheet: Worksheet) -> None:
        for area in areas:
            sheet.merge_cells(area)

    return change


def _swap_columns(left: int, right: int) -> Change:
    def change(sheet: Worksheet) -> None:
        for row in range(4, 12):
            a, b = sheet.cell(row, left), sheet.cell(row, right)
            a.value, b.value = b.value, a.value
            a.number_format, b.number_format = copy(b.number_format), copy(a.number_format)

    return change


def _copy_row(source: int, target: int, **values: object) -> Change:
    def change(sheet: Worksheet) -> None:
        for column in range(1, 19):
            sheet.cell(target, column).value = sheet.cell(source, column).value
        put(**values)(sheet)

    return change


def _clear_row(row: int) -> Change:
    def change(sheet: Worksheet) -> None:
        for column in range(1, 19):
            sheet.cell(row, column).value = None

    return change


def _reverse(sheet: Worksheet) -> None:
    rows = [[sheet.cell(row, column).value for column in range(1, 19)] for row in range(5, 12)]
    for row, values in enumerate(reversed(rows), 5):
        for column, value in enumerate(values, 1):
            sheet.cell(row, column).value = value


def _hide(row: int = 0, column: str = "") -> Change:
    def change(sheet: Worksheet) -> None:
        if row:
            sheet.row_dimensions[row].hidden = True
        if column:
            sheet.column_dimensions[column].hidden = True

    return change


def _squeeze(sheet: Worksheet) -> None:
    sheet.row_dimensions[5].height = 0


def _split_header(sheet: Worksheet) -> None:
    """Two header rows, 完成情况 over 本月 and 累计."""
    _rows_before(4, 1, F4="完成情况", G4="完成情况", F5="本月", G5="累计")(sheet)


def _group_header(sheet: Worksheet) -> None:
    _rows_before(4, 1, D4="目标", F4="完成情况", M4="文字说明")(sheet)


def _last_month_below(sheet: Worksheet) -> None:
    """August's table under September's."""
    sheet["A17"].value = "2021年8月进展情况"
    for row in range(4, 12):
        for column in range(1, 19):
            sheet.cell(row + 14, column).value = sheet.cell(row, column).value
    sheet["G19"].value, sheet["G20"].value = 3.41, 3.44


# Whole books


def _state(state: str, cover: bool = True) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        book["进展情况"].sheet_state = state
        if cover:
            book.create_sheet("说明")["A1"].value = "请见隐藏的表"
            book.active = 1

    return change


def _twin(
    title: str, *changes: Change, state: str = "visible", first: bool = False
) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        twin = book.copy_worksheet(book["进展情况"])
        twin.title, twin.sheet_state = title, state
        for each in changes:
            each(twin)
        if first:
            book.move_sheet(twin, -(len(book.sheetnames) - 1))

    return change


def _cover(book: Workbook) -> None:
    sheet = book.create_sheet("封面", 0)
    sheet["A1"].value, sheet["A2"].value = "市妇联重点民生实事报送材料", "填报说明：请逐项填写"
    book.active = 0


def _empty_first(book: Workbook) -> None:
    book.create_sheet("Sheet1", 0)


def _renamed(name: str) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        book["进展情况"].title = name

    return change


def _only_chart(book: Workbook) -> None:
    book.create_chartsheet("图表", 0)


def _crossed_sheets() -> bytes:
    """The part behind each sheet's name changed for the other's, as a broken tool might leave them."""
    data = rework(lambda book: None, JOBS)
    text = parts(data)["xl/workbook.xml"].decode()
    ids = re.findall(r'r:id="(\w+)"', text)
    text = (
        text.replace(f'"{ids[0]}"', '"§"').replace(f'"{ids[1]}"', f'"{ids[0]}"').replace('"§"', f'"{ids[1]}"')
    )
    return with_parts({"xl/workbook.xml": text.encode()}, data)


_MONTHS = (
    ("last month", "2021年8月", "refused"),
    ("next month", "2021年10月", "refused"),
    ("last year", "2020年9月", "refused"),
    ("missing", None, "refused"),
    ("no such month", "2021年13月", "refused"),
    ("two months", "2021年8-9月", "refused"),
    ("range to this month", "2021年1-9月", "same|refused"),
    ("quarter", "2021年第三季度", "refused"),
    ("chinese digits", "二〇二一年九月", "same|refused"),
    ("without a year", "9月", "same|refused"),
    ("月份", "2021年9月份", "same"),
    ("leading zero", "2021年09月", "same"),
    ("dashes", "2021-09", "same"),
    ("stops", "2021.9", "same"),
    ("full width", "２０２１年９月", "same"),
    ("blanks", " 2021 年 9 月 ", "same"),
    ("a date", date(2021, 9, 1), "same"),
    ("a date of last year", date(2020, 9, 1), "refused"),
    ("a number", 202109, "same|refused"),
    ("a decimal", 2021.9, "same|refused"),
    ("two digit year", "21年9月", "same|refused"),
)

_UNITS = (
    ("full name", "新乡市妇女联合会", "same"),
    ("trailing blank", "市妇联\u3000", "same"),
    ("blanks between", "市 妇 联", "same"),
    ("compatibility signs", "市妇聯", "same|refused"),
    ("kangxi radical", "市⼥妇联", "refused"),
    ("with a section", "市妇联（权益部）", "same|refused"),
    ("with the city", "新乡市妇联", "same|refused"),
    ("unknown", "市气象局", "refused"),
    ("two units", "市妇联、市残联", "refused"),
    ("missing", None, "refused"),
    ("number", 37, "refused"),
    ("path", "../../etc/passwd", "refused"),
    ("formula text", "=C3", "refused"),
    ("zero-width inside", "市\u200b妇联", "same|refused"),
    ("newline and command", "市妇联\n-rf /", "refused"),
    ("another lead", "市残联", "refused|none"),
    ("a county", "红旗区", "refused|ignored"),
    ("the compiler", "市发改委", "refused|ignored"),
)

_HEADERS = (
    ("累计完成数", {"G4": "累计完成数"}, "same"),
    ("累计完成（万人）", {"G4": "累计完成（万人）"}, "same|refused|cell"),
    ("with blanks", {"G4": " 累 计\n完 成 "}, "same"),
    ("full-width brackets note", {"G4": "累计完成（必填）"}, "same"),
    ("with a star", {"G4": "*累计完成"}, "same|refused"),
    ("编 号", {"A4": "编 号", "D4": "年度\n目标"}, "same"),
    ("完成率", {"G4": "完成率"}, "refused"),
    ("完成比例", {"G4": "累计完成比例(%)"}, "refused"),
    ("完成率 in brackets", {"G4": "累计完成（完成率）"}, "refused|cell"),
    ("占比 in brackets", {"G4": "累计完成（%）"}, "refused|cell"),
    ("contradicts the measure", {"G4": "累计完成（人）"}, "refused|cell"),
    ("half year", {"G4": "上半年累计完成"}, "refused"),
    ("last month's in brackets", {"G4": "累计完成（截至8月）"}, "refused|cell"),
    ("planned", {"G4": "计划累计完成"}, "refused"),
    ("blank", {"G4": None}, "refused"),
    ("traditional", {"G4": "累計完成"}, "refused|same"),
    ("twice, another column", {"H4": "累计完成"}, "refused|cell"),
    ("twice, synonym", {"K4": "累计完成数"}, "refused|cell"),
    ("twice, the measure", {"D4": "计量单位"}, "refused|cell"),
    ("words of two columns exchanged", {"F4": "累计完成", "G4": "本月完成"}, "refused|cell"),
    ("goal and figure exchanged", {"D4": "累计完成", "G4": "年度目标"}, "refused|cell"),
    ("parts exchanged", {"H4": "分母", "I4": "分子"}, "cell|refused"),
    ("no measure column", {"E4": "备注"}, "refused"),
    ("all gone", dict.fromkeys(("A4", "B4", "C4", "D4", "E4", "F4", "G4")), "refused"),
)

_ROWS = (
    ("id missing", (put(A5=None),), "same", ()),
    ("ids all missing", (put(A5=None, A6=None, A7=None, A8=None, A9=None, A10=None, A11=None),), "same", ()),
    ("id full width", (put(A5="Ｔ０２－１"),), "same", ()),
    ("id small", (put(A5="t02-1"),), "same", ()),
    ("id with blanks", (put(A5=" T02-1 "),), "same", ()),
    ("id with a long dash", (put(A5="T02—1"),), "same|cell", ("T02-1",)),
    ("id without its zero", (put(A5="T2-1"),), "same|cell", ("T02-1",)),
    ("id as a serial number", (put(A5=1),), "same|cell", ("T02-1",)),
    ("id turned into a date", (put(A5=date(2021, 2, 1)),), "same|cell", ("T02-1",)),
    ("ids exchanged", (put(A5="T02-2", A6="T02-1"),), "cell", COUNTS),
    ("names exchanged", (put(C5="乳腺癌筛查", C6="宫颈癌筛查"),), "cell", COUNTS),
    ("id of the neighbour row", (put(A5="T02-2"),), "cell", COUNTS),
    ("id nobody has", (put(A5="T99-9"),), "same|cell", ("T02-1",)),
    ("id of another unit", (put(A5="T03-1"),), "cell", ("T02-1",)),
    ("name reworded", (put(C5="宫颈癌免费筛查"),), "same|cell", ("T02-1",)),
    ("name of another unit's target", (put(C5="残疾儿童康复救助"),), "cell", ("T02-1",)),
    ("name missing", (put(C5=None),), "same", ()),
    ("neither id nor name", (put(A5=None, C5=None),), "cell", ("T02-1",)),
    ("row twice, same", (_rows_before(6), _copy_row(5, 6)), "cell", ("T02-1",)),
    ("row twice, other figure", (_rows_before(6), _copy_row(5, 6, G6=4.83)), "cell", ("T02-1",)),
    ("row twice, once hidden", (_rows_before(6), _copy_row(5, 6, G6=4.83), _hide(6)), "cell", ("T02-1",)),
    ("row twice, first blank", (_rows_before(5), _copy_row(6, 5, G5=None, F5=None)), "cell", ("T02-1",)),
    ("row gone", (_clear_row(5),), "cell", ("T02-1",)),
    ("row added", (_rows_before(7, 1, A7="T02-9", C7="新增指标", E7="人", G7=12),), "warns", ()),
    ("row 其中", (_rows_before(6, 1, C6="其中：城区", E6="万人", G6=1.2),), "same", ()),
    ("row 合计", (_rows_before(12, 1, A12="合计", G12=8.78),), "same", ()),
    ("row 小计 between", (_rows_before(7, 1, C7="小计", E7="万人", G7=8.78),), "same", ()),
    ("blank rows between", (_rows_before(6, 3),), "same", ()),
    ("rows reversed", (_reverse,), "same", ()),
    ("rows above the title", (_rows_before(1, 3, A1="附件2", A2="（本表一式两份）"),), "same", ()),
    ("forty-five rows above", (_rows_before(1, 45),), "same|refused", ()),
    ("row below the foot", (_copy_row(5, 20, G20=4.83),), "cell|same|refused", ("T02-1",)),
    ("note below the foot", (put(A17="注：4.38万人为初步数"),), "same", ()),
    ("header repeated in the middle", (_rows_before(8), _copy_row(4, 8)), "same", ()),
    ("last month's table below", (_last_month_below,), "same|cell|refused", ALL),
)

_LOOKS = (
    ("merged figures down", (_merge("G5:G6"),), "cell", COUNTS),
    ("merged figures down, three", (_merge("G5:G7"),), "cell", (*COUNTS, "T02-3")),
    ("merged figure across", (_merge("G5:I5"),), "same", ()),
    ("merged figure across from the left", (put(F5=4.38), _merge("F5:G5")), "cell", ("T02-1",)),
    ("merged measure down", (_merge("E5:E6"),), "same|cell", ("T02-2",)),
    ("merged matter down", (_merge("B5:B11"),), "same", ()),
    ("merged name across id", (put(A5=None), _merge("B5:C5")), "same|cell", ("T02-1",)),
    ("merged ids down", (_merge("A5:A6"),), "same|cell", ("T02-2",)),
    ("merged ids and names down", (_merge("A5:A6", "C5:C6"),), "cell", ("T02-2",)),
    ("merged sentence down", (_merge("M5:M6"),), "same", ()),
    ("row hidden", (_hide(5),), "warns", ("T02-1",)),
    ("row of no height", (_squeeze,), "same", ()),
    ("figure column hidden", (_hide(column="G"),), "same", ()),
    ("id column hidden", (_hide(column="A"),), "same", ()),
    ("columns exchanged", (_swap_columns(6, 7),), "same", ()),
    ("figure moved to the end", (_swap_columns(7, 18),), "same", ()),
    ("column inserted", (_columns_before(7, 1, G4="完成率", G5=0.702),), "same", ()),
    ("columns in front", (_columns_before(1, 2, A4="序号", A5=1),), "same", ()),
    ("group header", (_group_header,), "same", ()),
    ("header over two rows", (_split_header,), "refused|same|cell", ALL),
    ("title of last year", (put(A1="2020年重点民生实事进展情况表"),), "same", ()),
    (
        "label and value in one cell",
        (put(A2="填报单位：市妇联", C2=None, H2="填报月份:2021年9月", J2=None),),
        "same",
        (),
    ),
    ("filled date missing", (put(J14=None),), "same", ()),
    ("filled date in words", (put(J14="2021年9月24日"),), "same", ()),
    ("filled date no date", (put(J14="昨天"),), "same", ()),
    ("filled date before the count", (put(J14=date(2021, 9, 1)),), "cell", ALL),
)

_BOOKS: tuple[tuple[str, Callable[[Workbook], object], str], ...] = (
    ("form hidden", _state("hidden"), "refused"),
    ("form very hidden", _state("veryHidden"), "refused"),
    ("cover in front", _cover, "same"),
    ("empty sheet in front", _empty_first, "same"),
    ("chart sheet in front", _only_chart, "same|refused"),
    ("sheet renamed", _renamed("9月"), "same"),
    ("sheet renamed to another layout", _renamed("配合情况"), "same|refused"),
    ("sheet named Sheet1", _renamed("Sheet1"), "same"),
    ("twin with another figure", _twin("进展情况 (2)", put(G5=4.83)), "refused"),
    ("twin with another figure in front", _twin("进展情况 (2)", put(G5=4.83), first=True), "refused"),
    ("twin the same", _twin("进展情况 (2)"), "refused|same"),
    ("twin hidden", _twin("旧", put(G5=4.83), state="hidden"), "same"),
    ("twin hidden in front", _twin("旧", put(G5=4.83), state="hidden", first=True), "same"),
    ("august behind", _twin("8月", put(G5=3.41, J2="2021年8月")), "same|refused"),
    ("august in front", _twin("8月", put(G5=3.41, J2="2021年8月"), first=True), "same|refused"),
    ("two units in one book", _twin("市残联", put(C2="市残联")), "same|refused"),
)


def _found(want: str, targets: tuple[str, ...]) -> dict[str, object]:
    return {"targets": targets or ("T02-1",), "loose": len(targets) > 1 and "cell" in want, "texts": False}


CASES: list[Case] = [
    *(cell(f"month {name}", want, value, "J2", cells="") for name, value, want in _MONTHS),
    *(cell(f"unit {name}", want, value, "C2", cells="") for name, value, want in _UNITS),
    *(
        one(f"header {name}", want, lambda values=values: edit(put(**values)), loose=True)
        for name, values, want in _HEADERS
    ),
    *(
        one(f"row {name}", want, partial(edit, *changes), **_found(want, targets))
        for name, changes, want, targets in (*_ROWS, *_LOOKS)
    ),
    *(one(f"book {name}", want, partial(rework, change), texts=False) for name, change, want in _BOOKS),
    one("book sheets crossed", "same|refused|none|cell", _crossed_sheets, unit=JOBS, targets=("T01-1",), texts=False, loose=True),
    one("county column missing", "refused|same|cell", lambda: edit(put(D4="地区"), unit=JOBS, sheet="分县区"), unit=JOBS, loose=True),
    one("county total row", "same", lambda: edit(put(A19="T01-1", C19="人", D19="合计", E19=58300), unit=JOBS, sheet="分县区"), unit=JOBS),
    one("three sheets as sent", "same", lambda: rework(lambda book: None, JOBS), unit=JOBS),
]  # fmt: skip
