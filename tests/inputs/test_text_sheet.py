"""Forms with 文字说明: what stands on which sheet, whose words are read, and what is told of words that are not.

甲局 leads A, a count, and B, a ratio; what it wrote is put into its own form of September.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.files.spreadsheets.books import read_book
from pipeline.files.spreadsheets.writing import Value
from pipeline.inputs.plan.schema import EXTRA_COLUMNS
from pipeline.inputs.returns.form import Entries, Slot, form
from pipeline.inputs.returns.last_period import last_period
from pipeline.inputs.returns.layout import FORM_SHEETS, PROGRESS_SHEET, TEXT_SHEET, at_year_end
from pipeline.inputs.returns.locate import find_form
from pipeline.inputs.returns.rows import read_form
from pipeline.model.figures import Figure
from pipeline.model.findings import Finding
from pipeline.model.months import Month
from pipeline.model.office_terms import CITY
from pipeline.model.readings import Returns, Row, Settled
from tests.inputs.builders import make_plan, month_of

SEPTEMBER = month_of({})
RATIO = {"kind": "比率", "goal": "55", "measure": "%"}
PLAN = make_plan({"targets": {"A": {"kind": "累计数", "goal": "100", "measure": "个"}, "B": RATIO}})
FIGURES: dict[Slot, Value] = {
    (PROGRESS_SHEET.name, "A", "", "cumulative"): Decimal(50),
    (PROGRESS_SHEET.name, "A", "", "headline"): "建成50个",
}
LAST: dict[Slot, Value] = {
    (PROGRESS_SHEET.name, "A", "", "last"): Decimal(40),
    (PROGRESS_SHEET.name, "A", "", "last_difficulty"): "征地没有完成",
}
YELLOW = "FFFFFBE6"
Change = Callable[[Workbook], object]


def made(
    entries: Mapping[Slot, Value] = FIGURES, one_sheet: bool = False, month: Month = SEPTEMBER
) -> Workbook:
    data = form(PLAN, PLAN.unit("甲局"), month, Entries(entries), one_sheet=one_sheet)
    assert data is not None
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert isinstance(book, Workbook)
    return book


def read(book: Workbook) -> tuple[dict[str, Row], list[Finding]]:
    """The rows of 甲局's workbook and what was found, but its blank dates."""
    stream = io.BytesIO()
    book.save(stream)
    source = read_book(stream.getvalue(), "甲局.xlsx")
    found = find_form(source, SEPTEMBER, CITY)
    assert found is not None
    assert not found.problem
    rows, _, findings = read_form(PLAN, SEPTEMBER, source, found, "甲局", PROGRESS_SHEET.name)
    return {row.target: row for row in rows}, [one for one in findings if one.code.name != "R13"]


def told(findings: list[Finding]) -> list[tuple[str, str, str]]:
    return [(one.code.name, one.place.sheet, one.place.ref) for one in findings]


def headers(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for cell in sheet[4]]


def at(book: Workbook, header: str, row: int = 5, sheet: str = TEXT_SHEET.name) -> str:
    """Where a column of a sheet stands in a row: E5."""
    return str(book[sheet].cell(row, headers(book[sheet]).index(header) + 1).coordinate)


def test_the_figures_and_both_sentences_stay_in_one_row_and_long_texts_stand_apart() -> None:
    book = made()
    assert book.sheetnames == ["进展情况", "文字说明"]
    assert headers(book["进展情况"])[-2:] == ["一句话进展", "一句话原因"]
    assert headers(book["文字说明"]) == ["编号", "指标", "存在的困难和问题", "需协调事项"]
    assert [book["文字说明"].cell(row, 1).value for row in (5, 6)] == ["A", "B"]
    assert book["文字说明"]["A2"].value == "填报单位：甲局"


@pytest.mark.parametrize("month", [SEPTEMBER, Month.year_end(2021)])
def test_no_target_has_more_than_eight_cells_to_fill_in(month: Month) -> None:
    book = made(FIGURES | LAST, month=month)
    for row in (5, 6):
        yellow = [
            cell
            for sheet in ("进展情况", "文字说明")
            for cell in book[sheet][row]
            if cell.fill.fgColor.rgb == YELLOW
        ]
        assert 5 <= len(yellow) <= 8
        assert not any(cell.protection.locked for cell in yellow)


def test_the_year_end_asks_for_what_it_always_asked() -> None:
    assert headers(made(month=Month.year_end(2021))["文字说明"]) == [
        "编号",
        "指标",
        "自评说明",
        "佐证材料清单",
    ]


def test_a_rule_asks_for_more() -> None:
    wide = replace(PLAN, rules=replace(PLAN.rules, extra_columns=("进展情况", "下一步打算")))
    data = form(wide, wide.unit("甲局"), SEPTEMBER)
    assert data is not None
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert headers(book["文字说明"])[2:] == ["进展情况", "存在的困难和问题", "需协调事项", "下一步打算"]


def test_a_rule_may_name_every_column_that_is_not_always_asked_for() -> None:
    layouts = [layout for sheet in FORM_SHEETS for layout in (sheet, at_year_end(sheet))]
    assert {one.header for each in layouts for one in each.columns if one.extra} == set(EXTRA_COLUMNS)


def test_what_nobody_is_asked_for_but_wrote_is_shown() -> None:
    book = made(FIGURES | {(PROGRESS_SHEET.name, "A", "", "next_steps"): "抓紧"})
    assert headers(book["文字说明"])[-1] == "下一步打算"


def test_last_periods_figure_and_words_stand_grey_beside() -> None:
    book = made(FIGURES | LAST)
    last = book["进展情况"][at(book, "上月累计", sheet="进展情况")]
    assert (last.value, last.protection.locked) == (40, True)
    assert headers(book["文字说明"])[2:5] == ["上月困难和问题", "与上月相同打√", "存在的困难和问题"]
    ticks = [book["文字说明"].cell(row, 4) for row in (5, 6)]
    # Where nothing was said last period there is nothing to repeat.
    assert [tick.protection.locked for tick in ticks] == [False, True]


def test_what_stands_grey_is_what_the_unit_reported_and_was_used() -> None:
    own = Row("A", "甲局", {}, headline="建成40个", difficulty="征地没有完成", coordination="请协调用地")
    others = Row("B", "甲局", {}, reason="雨多")
    before = Settled(Returns(Month(2021, 8), rows=(own, others)), (), {"A": Figure(Decimal(40), "个")})
    assert last_period(PLAN, before, "甲局") == {
        ("进展情况", "A", "", "last"): Decimal(40),
        ("进展情况", "A", "", "last_said"): "进展：建成40个",
        ("进展情况", "A", "", "last_difficulty"): "征地没有完成",
        ("进展情况", "A", "", "last_coordination"): "请协调用地",
        ("进展情况", "B", "", "last_said"): "原因：雨多",
    }
    assert last_period(PLAN, before, "乙局") == {}


def test_words_are_read_from_their_sheet_and_keep_its_cell() -> None:
    book = made()
    place = at(book, "存在的困难和问题")
    book["文字说明"][place].value = "征地没有完成"
    rows, findings = read(book)
    assert not findings
    assert rows["A"].headline == "建成50个"
    assert rows["A"].difficulty == "征地没有完成"
    assert (rows["A"].cells["difficulty"].sheet, rows["A"].cells["difficulty"].ref) == ("文字说明", place)
    assert rows["A"].cells["headline"].sheet == "进展情况"


@pytest.mark.parametrize("name", ["文字说明", "文字", "Sheet2"])
def test_its_rows_and_columns_may_stand_in_any_order_under_any_name(name: str) -> None:
    book = made()
    sheet = book["文字说明"]
    sheet.title = name
    for row, texts in enumerate((("需协调事项", "编号", "指标"), ("乙事", "B", "B"), ("甲事", "A", "A")), 4):
        for column, text in enumerate((*texts, None), 1):
            sheet.cell(row, column).value = text
    rows, findings = read(book)
    assert not findings
    assert {target: row.coordination for target, row in rows.items()} == {"A": "甲事", "B": "乙事"}
    assert rows["A"].cells["coordination"].ref == "A6"


def test_what_is_wrong_with_words_is_told_at_their_cell() -> None:
    book = made()
    place = at(book, "需协调事项")
    book["文字说明"][place].value = "请批准我局增加经费" + "。" * 1000
    assert told(read(book)[1]) == [("R16", "文字说明", place), ("R18", "文字说明", place)]


def ticked(tick: str, own: str = "", last: str = "征地没有完成") -> tuple[str, str, list[str]]:
    """The difficulty of A where the tick, and perhaps words beside it, were filled in; the cell it stands in; findings."""
    book = made(FIGURES | {(PROGRESS_SHEET.name, "A", "", "last_difficulty"): "征地没有完成"})
    sheet = book["文字说明"]
    for column, text in zip("CDE", (last, tick, own), strict=True):
        sheet[f"{column}5"].value = text or None
    rows, findings = read(book)
    return rows["A"].difficulty, rows["A"].cells["difficulty"].ref, [one.code.name for one in findings]


@pytest.mark.parametrize(
    ("tick", "own", "last", "expected"),
    [
        ("√", "", "征地没有完成", ("征地没有完成", "C5", [])),
        ("是", "", "征地没有完成", ("征地没有完成", "C5", [])),
        ("√", "征地没有完成", "征地没有完成", ("征地没有完成", "E5", [])),
        ("", "", "征地没有完成", ("", "E5", [])),
        ("×", "", "征地没有完成", ("", "E5", [])),
        # It says the same and something else: what was written is the later word.
        ("√", "资金没有到位", "征地没有完成", ("资金没有到位", "E5", ["R44"])),
        ("√", "", "", ("", "E5", ["R44"])),
        ("资金没有到位", "", "征地没有完成", ("", "E5", ["R44"])),
    ],
)
def test_a_tick_says_that_a_difficulty_is_the_same(
    tick: str, own: str, last: str, expected: tuple[str, str, list[str]]
) -> None:
    assert ticked(tick, own, last) == expected


def other_text(book: Workbook) -> None:
    book["文字说明"]["C5"].value = "资金没有到位"


def same_text(book: Workbook) -> None:
    book["文字说明"]["C5"].value = " 征地没有完成 "


def only_there(book: Workbook) -> None:
    book["进展情况"]["P5"].value = None
    book["文字说明"]["C5"].value = "资金没有到位"


@pytest.mark.parametrize(
    ("change", "difficulty", "expected"),
    [(other_text, "征地没有完成", ["R43"]), (same_text, "征地没有完成", []), (only_there, "", ["R43"])],
)
def test_an_earlier_form_keeps_its_own_words_and_others_beside_are_told(
    change: Change, difficulty: str, expected: list[str]
) -> None:
    book = made(FIGURES | {(PROGRESS_SHEET.name, "A", "", "difficulty"): "征地没有完成"}, one_sheet=True)
    copied = book.create_sheet("文字说明")
    for row, texts in enumerate((("编号", "指标", "存在的困难和问题"), ("A", "A", None)), 4):
        for column, text in enumerate(texts, 1):
            copied.cell(row, column).value = text
    change(book)
    rows, findings = read(book)
    assert rows["A"].difficulty == difficulty
    assert [one.code.name for one in findings] == expected
    if expected:
        assert told(findings) == [("R43", "文字说明", "C5")]
        assert "资金没有到位" in findings[0].message


def an_own_sheet(book: Workbook) -> None:
    """A unit's own list that only looks like 文字说明."""
    for row, texts in enumerate((("编号", "指标", "下一步打算"), ("A", "A", "抓紧")), 1):
        for column, text in enumerate(texts, 1):
            book["自用"].cell(row, column).value = text


def test_an_earlier_form_with_a_list_of_the_units_own_is_read_as_before() -> None:
    book = made(one_sheet=True)
    book.create_sheet("自用")
    an_own_sheet(book)
    rows, findings = read(book)
    assert (rows["A"].next_steps, findings) == ("", [])


def row_without_id(sheet: Worksheet) -> None:
    sheet["A5"].value = sheet["B5"].value = None
    sheet["C5"].value = "征地没有完成"


def row_of_two(sheet: Worksheet) -> None:
    sheet["B5"].value = "B"
    sheet["C5"].value = "征地没有完成"


def row_of_none(sheet: Worksheet) -> None:
    sheet["A5"].value, sheet["B5"].value = "Z9", "别的事"
    sheet["C5"].value = "征地没有完成"


def twice(sheet: Worksheet) -> None:
    sheet["C5"].value = "征地没有完成"
    for column, text in zip("ABC", ("A", "A", "资金没有到位"), strict=True):
        sheet[f"{column}7"].value = text


def hidden(sheet: Worksheet) -> None:
    sheet["C5"].value = "征地没有完成"
    sheet.sheet_state = "hidden"


def another_month(sheet: Worksheet) -> None:
    sheet["C5"].value = "征地没有完成"
    sheet["C2"].value = "填报月份：2021年8月"


def column_twice(sheet: Worksheet) -> None:
    sheet["C5"].value = "征地没有完成"
    sheet["E4"].value = sheet["C4"].value


def row_of_a_sum(sheet: Worksheet) -> None:
    """Behind a row that was left blank."""
    sheet["A8"].value = "合计"
    sheet["C8"].value = "征地没有完成"


def header_gone(sheet: Worksheet) -> None:
    sheet["C5"].value = "征地没有完成"
    for column in "ABCD":
        sheet[f"{column}4"].value = None


@pytest.mark.parametrize(
    ("change", "difficulty", "expected"),
    [
        (row_without_id, "", ("R43", "C5")),
        (row_of_two, "", ("R43", "C5")),
        (row_of_none, "", ("R10", "A5")),
        (twice, "征地没有完成", ("R43", "C7")),
        (hidden, "", ("R43", "A1")),
        (another_month, "", ("R43", "A1")),
        (column_twice, "", ("R43", "A1")),
        (row_of_a_sum, "", ("R10", "A8")),
        (header_gone, "", ("R43", "A1")),
    ],
)
def test_words_nobody_can_place_are_told(
    change: Callable[[Worksheet], object], difficulty: str, expected: tuple[str, str]
) -> None:
    book = made()
    change(book["文字说明"])
    rows, findings = read(book)
    assert rows["A"].difficulty == difficulty
    assert [(one.code.name, one.place.ref) for one in findings] == [expected]
    # The figure is as good as ever.
    assert rows["A"].cumulative is not None


def test_words_on_a_target_whose_row_is_gone_are_told() -> None:
    book = made()
    book["进展情况"].delete_rows(6)
    book["文字说明"]["C6"].value = "设备没有到货"
    assert told(read(book)[1]) == [("R43", "文字说明", "C6")]


def test_words_are_told_where_no_row_of_the_figures_is_a_targets() -> None:
    book = made()
    for cell in ("A5", "B5", "A6", "B6"):
        book["进展情况"][cell].value = "Z9"
    book["文字说明"]["C5"].value = "征地没有完成"
    rows, findings = read(book)
    assert rows == {}
    assert told(findings) == [("R10", "进展情况", "A5"), ("R43", "文字说明", "C5")]
    assert findings[1].message == ("A A只写在文字说明里，进展情况没有这一行，“征地没有完成”没有采用")


def copied(book: Workbook, first: str, second: str) -> None:
    """文字说明 copied in Excel; what was written on either."""
    other = book.copy_worksheet(book["文字说明"])
    other.title = "文字说明 (2)"
    book["文字说明"]["C5"].value, other["C5"].value = first or None, second or None


@pytest.mark.parametrize(
    "names", [("文字说明", "文字说明 (2)"), ("文字", "Sheet2")], ids=["a copy", "renamed"]
)
@pytest.mark.parametrize(
    ("first", "second", "used"),
    [
        ("征地没有完成", "", "征地没有完成"),
        ("", "资金没有到位", "资金没有到位"),
        ("征地没有完成", "资金没有到位", ""),
    ],
    ids=["the first filled", "the second filled", "both filled"],
)
def test_of_two_sheets_of_words_the_one_filled_is_read_and_of_two_filled_none(
    names: tuple[str, str], first: str, second: str, used: str
) -> None:
    book = made()
    copied(book, first, second)
    for sheet, name in zip(book.worksheets[1:], names, strict=True):
        sheet.title = name
    rows, findings = read(book)
    assert rows["A"].difficulty == used
    assert [(one.code.name, one.place.sheet) for one in findings] == [
        ("R43", name) for name in (() if used else names)
    ]
    if not used:
        assert findings[0].message == f"工作表“{names[0]}”不止一张，分不清用哪一张，里面的文字没有采用"
