"""分县区 is read with the same care as the city's own figures; what anybody could doubt is never summed.

甲局's form has A (件) and B (万人, by county in 人), each with 东县、西县、南县: A in rows 5–7 (10, 20, 30),
B in rows 8–10 (20000, 20000, 18300).
"""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.files.spreadsheets.books import read_book
from pipeline.inputs.returns.form import Entries, form
from pipeline.inputs.returns.layout import COUNTY_SHEET, PROGRESS_SHEET
from pipeline.inputs.returns.locate import find_form
from pipeline.inputs.returns.rows import read_form
from pipeline.model.figures import plain
from pipeline.model.findings import Finding
from pipeline.model.office_terms import CITY
from tests.inputs.builders import COUNTIES, make_plan, month_of

AMOUNTS = {"A": ("10", "20", "30"), "B": ("20000", "20000", "18300")}
TARGETS = {
    "A": {"kind": "累计数", "goal": "100", "measure": "件", "counties": COUNTIES},
    "B": {"kind": "累计数", "goal": "7.15", "measure": "万人", "counties": COUNTIES},
}
SHARES = {
    (target, county): amount
    for target, amounts in AMOUNTS.items()
    for county, amount in zip(COUNTIES, amounts, strict=True)
}
Change = Callable[[Worksheet], object]


def read(
    change: Change, **more: dict[str, object]
) -> tuple[dict[tuple[str, str], str | None], list[Finding]]:
    """The shares and findings of the form after `change` was made to its sheet 分县区."""
    month = month_of({})
    asked = make_plan({"targets": TARGETS})
    typed = {
        (COUNTY_SHEET.name, target, county, "cumulative"): Decimal(amount)
        / asked.target(target).measure.factor
        for (target, county), amount in SHARES.items()
    }
    data = form(asked, asked.unit("甲局"), month, Entries(typed))
    assert data is not None
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    assert isinstance(workbook, Workbook)
    change(workbook[COUNTY_SHEET.name])
    stream = io.BytesIO()
    workbook.save(stream)
    book = read_book(stream.getvalue(), "甲局.xlsx")
    found = find_form(book, month, CITY)
    assert found is not None
    plan = make_plan({"targets": {key: TARGETS[key] | more.get(key, {}) for key in TARGETS}})
    _, counties, findings = read_form(plan, month, book, found, "甲局", PROGRESS_SHEET.name)
    shares = {
        (row.target, row.area): None if row.cumulative is None else plain(row.cumulative.figure.amount)
        for row in counties
    }
    return shares, findings


def put(**values: object) -> Change:
    def change(sheet: Worksheet) -> None:
        for ref, value in values.items():
            sheet[ref].value = value

    return change


def shown_as(number_format: str) -> Change:
    def change(sheet: Worksheet) -> None:
        sheet["E5"].number_format = number_format

    return change


def struck(sheet: Worksheet) -> None:
    sheet["E5"].font = Font(strike=True)


def hidden(sheet: Worksheet) -> None:
    sheet.row_dimensions[5].hidden = True


def noted(sheet: Worksheet) -> None:
    sheet["E5"].comment = Comment("含上年", "综合岗")


def below_the_signatures(sheet: Worksheet) -> None:
    row = [cell.value for cell in sheet[5]]
    for cell in sheet[5]:
        cell.value = None
    for column, value in enumerate(row, 1):
        sheet.cell(30, column).value = value


def test_an_ordinary_sheet() -> None:
    assert read(lambda sheet: None) == (SHARES, [])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (put(E5="约10"), "A分县区：东县的累计完成读到“约10”，不是可用的数字"),
        (put(E5="=5+5"), "A分县区：东县的累计完成读到“=5+5”，不是可用的数字"),
        (put(E5="#DIV/0!"), "A分县区：东县的累计完成读到“#DIV/0!”，不是可用的数字"),
        (put(E5=True), "A分县区：东县的累计完成读到“TRUE”，不是可用的数字"),
        (put(E5=date(2021, 9, 10)), "A分县区：东县的累计完成读到“2021-09-10”，不是可用的数字"),
        (put(E5=-10), "A分县区：东县的累计完成读到“-10”，不是可用的数字"),
        (put(E5=10.5), "A分县区：东县折合 10.5件，不是整数"),
        (shown_as("0%"), "A分县区：东县的累计完成读到“10”，不是可用的数字"),
        (shown_as("#,##0,"), "A分县区：东县存的是 10，按格式 #,##0, 显示出来却不是这个数"),
        (shown_as('0"万件"'), 'A分县区：东县存的是 10，按格式 0"万件" 显示出来却不是这个数'),
        (struck, "A分县区：东县的 10 加了删除线或上下标"),
        (put(C5="户"), "A分县区：东县计量单位是“户”，任务分解表是“件”"),
        (put(B5="B"), "分县区第5行编号是A，指标名称却是B的“B”"),
    ],
    ids=["about", "a formula", "an error", "a truth", "a day", "minus", "half a one", "a percent cell",
         "thousands hidden", "another measure shown", "struck out", "another measure", "another target's name"],
)  # fmt: skip
def test_a_share_anybody_could_doubt_is_not_summed(change: Change, said: str) -> None:
    shares, findings = read(change)
    assert shares == SHARES | {("A", "东县"): None}
    assert [(f.code.name, f.target, f.place.ref, f.message) for f in findings] == [("R23", "A", "E5", said)]
    assert {f.why for f in findings} == {"分县区加不起来，就无法核对全市数"}


def test_one_number_for_two_counties_is_neither_s() -> None:
    shares, findings = read(lambda sheet: sheet.merge_cells("E5:E6"))
    assert shares == SHARES | {("A", "东县"): None, ("A", "西县"): None}
    assert [(f.code.name, f.place.ref) for f in findings] == [("R23", "E5")]
    assert "E5:E6" in findings[0].message


def test_a_county_twice_has_no_share_and_the_decision_on_it_finds_its_cell() -> None:
    shares, findings = read(put(D6="东县"))
    assert shares == {place: amount for place, amount in SHARES.items() if place != ("A", "西县")} | {
        ("A", "东县"): None
    }
    assert [(f.code.name, f.place.ref, f.message) for f in findings] == [
        ("R23", "E5", "A分县区：东县填了两行（另一行在E6）")
    ]


def test_a_share_below_the_signatures_is_a_draft() -> None:
    shares, findings = read(below_the_signatures)
    assert shares == SHARES | {("A", "东县"): None}
    assert [(f.code.name, f.place.ref, f.fix) for f in findings] == [("R23", "E30", "请填进表里后重报")]


def test_a_header_that_speaks_of_another_measure_leaves_no_share_sure() -> None:
    shares, findings = read(put(E4="累计完成（人）"))
    assert set(shares.values()) == {None}
    assert [f.code.name for f in findings] == ["R23"] * len(SHARES)


def test_without_a_measure_ten_thousands_and_ones_cannot_be_told_apart() -> None:
    shares, findings = read(put(C5=None, C8=None))
    assert shares == SHARES | {("B", "东县"): None}
    assert [(f.code.name, f.place.ref, f.message) for f in findings] == [
        ("R23", "E8", "B分县区：东县没有写计量单位，任务分解表是“万人”")
    ]


@pytest.mark.parametrize(
    "areas", ["A5:A7", "B5:B7", "A5:A7 B5:B7", "A5:A7 B5:B7 C5:C7", "A8:A10 B8:B10 C8:C10"]
)
def test_a_target_written_once_beside_all_its_counties_is_theirs(areas: str) -> None:
    def change(sheet: Worksheet) -> None:
        for area in areas.split():
            sheet.merge_cells(area)

    assert read(change) == (SHARES, [])


def test_shares_in_ones_as_forms_of_before_asked_for_them_are_converted() -> None:
    assert read(put(C8="人", E8=20000)) == (SHARES, [])


def test_a_county_is_asked_in_the_measure_of_the_whole() -> None:
    """One measure a target in one workbook (PLAN §5)."""
    asked = make_plan({"targets": TARGETS})
    data = form(asked, asked.unit("甲局"), month_of({}))
    assert data is not None
    book = openpyxl.load_workbook(io.BytesIO(data))
    whole, shares = book[PROGRESS_SHEET.name], book[COUNTY_SHEET.name]
    assert [whole[f"E{row}"].value for row in (5, 6)] == ["件", "万人"]
    assert [shares[f"C{row}"].value for row in range(5, 11)] == ["件"] * 3 + ["万人"] * 3


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        (put(E5="１０"), "R03", "A分县区：东县的累计完成写作“１０”，已按 10 读取"),
        (hidden, "R25", "A分县区：东县所在的第5行被隐藏，数字照用"),
        (noted, "R31", "A分县区：东县的累计完成有批注：“含上年”"),
        (put(F5="长" * 201), "R16", "A分县区：东县的备注有201字"),
    ],
    ids=["full width", "a hidden row", "a note", "a long remark"],
)
def test_what_somebody_should_know_of_a_share_is_said_and_the_share_used(
    change: Change, code: str, said: str
) -> None:
    shares, findings = read(change)
    assert shares == SHARES
    assert [(f.code.name, f.target, f.message) for f in findings] == [(code, "A", said)]


def test_fewer_decimals_shown_than_stored_get_a_word() -> None:
    def change(sheet: Worksheet) -> None:
        sheet["E5"].value = 10.25
        sheet["E5"].number_format = "0.0"

    shares, findings = read(change, A={"fractions": True})
    assert shares == SHARES | {("A", "东县"): "10.25"}
    assert [(f.code.name, f.place.ref) for f in findings] == [("R26", "E5")]


def test_nothing_is_read_of_a_suspended_target() -> None:
    suspended = {"since": date(2021, 8, 1), "source": "某文件", "suspended": True}
    shares, findings = read(put(E5="约10"), A={"changes": [suspended]})
    assert [amount for (target, _), amount in shares.items() if target == "A"] == [None] * 3
    assert findings == []
