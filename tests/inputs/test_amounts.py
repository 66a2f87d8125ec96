"""投资额, 到位, 支出, 形象进度 and 预计全年: on the form where the rule names them, read strictly, nothing lost in silence.

甲局 leads A, a count, and B, which has no number; what it wrote is put into its own form of September.
"""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook.workbook import Workbook

from pipeline.files.spreadsheets.books import read_book
from pipeline.files.spreadsheets.writing import Value
from pipeline.inputs.returns.form import Entries, Slot, form
from pipeline.inputs.returns.layout import PROGRESS_SHEET, headers_in
from pipeline.inputs.returns.locate import find_form
from pipeline.inputs.returns.rows import read_form
from pipeline.model.asking import Pooling
from pipeline.model.figures import Figure
from pipeline.model.findings import Finding
from pipeline.model.funds import BY_RULE, MONEY, Funds, added, of_leads
from pipeline.model.months import Month
from pipeline.model.office_terms import CITY
from pipeline.model.plan import Plan
from pipeline.model.readings import Content, Holds, Row
from tests.inputs.builders import make_plan, month_of

SEPTEMBER = month_of({})
SILENT = make_plan(
    {"targets": {"A": {"kind": "累计数", "goal": "100", "measure": "个"}, "B": {"kind": "定性"}}}
)
PLAN = replace(SILENT, rules=replace(SILENT.rules, extra_columns=tuple(BY_RULE.values())))
FIGURES: dict[Slot, Value] = {(PROGRESS_SHEET.name, "A", "", "cumulative"): Decimal(50)}


def made(plan: Plan = PLAN) -> Workbook:
    data = form(plan, plan.unit("甲局"), SEPTEMBER, Entries(FIGURES))
    assert data is not None
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert isinstance(book, Workbook)
    return book


def headers(book: Workbook) -> list[str]:
    return [str(cell.value) for cell in book["进展情况"][4]]


def place(title: str, row: int = 5) -> str:
    """Where a column of the form stands in a row: P5."""
    letter = openpyxl.utils.get_column_letter(1 + [h.split("（")[0] for h in headers(made())].index(title))
    return f"{letter}{row}"


def read(book: Workbook, plan: Plan = PLAN) -> tuple[dict[str, Row], list[Finding]]:
    """The rows of 甲局's workbook and what was found, but its blank dates."""
    stream = io.BytesIO()
    book.save(stream)
    source = read_book(stream.getvalue(), "甲局.xlsx")
    found = find_form(source, SEPTEMBER, CITY, plan.rules.extra_columns)
    assert found is not None
    assert not found.problem
    rows, _, findings = read_form(plan, SEPTEMBER, source, found, "甲局", PROGRESS_SHEET.name)
    return {row.target: row for row in rows}, [one for one in findings if one.code.name != "R13"]


def filled(
    value: Any, header: str = "投资额（万元）", number_format: str = "General"
) -> tuple[Any, list[str]]:
    """投资额 of A in 元, and the findings, where `value` was filled in below that header."""
    book = made()
    sheet = book["进展情况"]
    sheet[place("投资额", 4)].value = header
    sheet[place("投资额")].value = value
    sheet[place("投资额")].number_format = number_format
    rows, findings = read(book)
    figure = rows["A"].funds.invested
    # Whatever is wrong with money, the target's figure is as good as ever.
    assert rows["A"].cumulative is not None
    return (str(figure.amount) if figure is not None else None), [one.code.name for one in findings]


def test_the_columns_are_asked_for_where_the_rule_names_them_and_nowhere_else() -> None:
    assert headers(made())[-4:] == ["形象进度", "投资额（万元）", "到位（万元）", "支出（万元）"]
    assert headers(made(SILENT))[-1] == "一句话原因"
    one = replace(PLAN, rules=replace(PLAN.rules, extra_columns=("支出",)))
    assert headers(made(one))[-2:] == ["一句话原因", "支出（万元）"]
    # A matter without a number may cost money.
    assert not made()["进展情况"][place("投资额", 6)].protection.locked


@pytest.mark.parametrize(
    ("value", "header", "expected"),
    [
        (1200, "投资额（万元）", ("12000000", [])),
        ("1200.5", "投资额（万元）", ("12005000.0", [])),
        (1200, "投资额（元）", ("1200", [])),
        (1.2, "投资额（单位：亿元）", ("120000000.0", [])),
        (0, "投资额（万元）", ("0", [])),
        (None, "投资额（万元）", (None, [])),
        ("1200万元", "投资额（万元）", ("12000000", [])),
        ("1200 万元", "投资额", ("12000000", [])),
        # A number somebody tidied up, and one whose cell says another unit than its header: used, and told.
        ("1,200", "投资额（万元）", ("12000000", ["R03"])),
        ("0.12亿元", "投资额（万元）", ("12000000.00", ["R09"])),
        # Nobody knows what these are.
        (1200, "投资额", (None, ["R45"])),
        (1200, "投资额（上年，万元）", (None, ["R45"])),
        (1200, "投资额（元或万元，亿元）", (None, ["R45"])),
        ("约1200", "投资额（万元）", (None, ["R45"])),
        ("1200万", "投资额（万元）", (None, ["R45"])),
        ("已全部落实", "投资额（万元）", (None, ["R45"])),
        (-1, "投资额（万元）", (None, ["R45"])),
        ("-1万元", "投资额（万元）", (None, ["R45"])),
        (True, "投资额（万元）", (None, ["R45"])),
        ("#N/A", "投资额（万元）", (None, ["R45"])),
    ],
)
def test_an_amount_is_a_plain_number_in_a_unit_that_is_written(
    value: object, header: str, expected: tuple[str | None, list[str]]
) -> None:
    assert filled(value, header) == expected


@pytest.mark.parametrize("shape", ["0.00%", '0"亿元"', "0,", ";;;"])
def test_an_amount_shown_as_another_is_not_used(shape: str) -> None:
    assert filled(1200, number_format=shape) == (None, ["R45"])


def test_an_amount_merged_over_two_targets_is_neither_s() -> None:
    book = made()
    book["进展情况"][place("投资额")].value = 1200
    book["进展情况"].merge_cells(f"{place('投资额')}:{place('投资额', 6)}")
    rows, findings = read(book)
    assert [row.funds for row in rows.values()] == [Funds(), Funds()]
    assert [(one.code.name, one.place.ref) for one in findings] == [("R45", place("投资额"))]


def test_an_amount_in_a_row_of_two_targets_is_not_used() -> None:
    book = made()
    book["进展情况"]["C5"].value = "B"
    book["进展情况"][place("投资额")].value = 1200
    rows, findings = read(book)
    assert rows["A"].funds == Funds()
    assert [one.code.name for one in findings] == ["R28", "R45"]


def test_words_and_amounts_keep_their_cells() -> None:
    book = made()
    sheet = book["进展情况"]
    for title, value in (("形象进度", "主体封顶"), ("投资额", 100), ("到位", 60), ("支出", 20)):
        sheet[place(title)].value = value
    rows, findings = read(book)
    assert (rows["A"].works, rows["A"].cells["works"].ref, findings) == ("主体封顶", place("形象进度"), [])
    given = rows["A"].funds.given
    assert [str(given[name].amount) for name in MONEY] == ["1000000", "600000", "200000"]
    assert [given[name].cells[0].ref for name in MONEY] == [place(title) for title in MONEY.values()]


@pytest.mark.parametrize(("text", "code"), [("写" * 61, "R16"), (0.8, "R38"), ("请批准追加", "R18")])
def test_what_is_wrong_with_words_is_told_at_their_cell(text: object, code: str) -> None:
    book = made()
    book["进展情况"][place("形象进度")].value = text
    _, findings = read(book)
    assert [(one.code.name, one.place.ref) for one in findings] == [(code, place("形象进度"))]


def test_a_column_the_rule_asks_for_and_the_sheet_lacks_is_told() -> None:
    _, findings = read(made(SILENT))
    assert [one.code.name for one in findings] == ["R45"] * 4
    assert "“投资额”" in findings[1].message


def test_where_nobody_asked_a_unit_s_own_columns_are_its_own() -> None:
    book = made()
    sheet = book["进展情况"]
    sheet[place("投资额")].value, sheet[place("形象进度")].value = "约100", 0.8
    sheet[place("支出", 4)].value = "投资额（万元）"
    rows, findings = read(book, SILENT)
    assert (rows["A"].funds, rows["A"].works, findings) == (Funds(), "", [])


def yuan(**amounts: int) -> Funds:
    return Funds(**{name: Figure(Decimal(amount), "元") for name, amount in amounts.items()})


def test_of_two_amounts_that_cannot_be_neither_is_used() -> None:
    assert yuan(invested=100, in_place=60, spent=60).sound == yuan(invested=100, in_place=60, spent=60)
    assert yuan(invested=100, in_place=101, spent=5).sound == yuan(spent=5)
    assert yuan(invested=100, in_place=60, spent=61).sound == yuan(invested=100)
    assert yuan(invested=100, spent=101).sound == Funds()


def test_a_sum_is_only_of_what_every_one_gave() -> None:
    assert added([yuan(invested=100, spent=5), yuan(invested=20)]) == yuan(invested=120)
    assert added([yuan(invested=100), Funds()]) == Funds()
    assert added([]) == Funds()


def test_several_leads_add_up_or_agree_as_the_plan_says() -> None:
    two = [yuan(invested=100, spent=5), yuan(invested=100, spent=6)]
    assert of_leads(two, Pooling.SUM) == yuan(invested=200, spent=11)
    assert of_leads(two, Pooling.SAME) == yuan(invested=100)
    assert of_leads(two, None) == Funds()
    assert of_leads(two[:1], None) == two[0]


def test_a_text_on_a_project_is_no_form() -> None:
    assert headers_in("项目形象进度：主体封顶；投资额100万元，到位60万元，支出20万元") == 0
    assert headers_in("编号|指标|计量单位|累计完成|支出") == 4


WIDE = replace(PLAN, rules=replace(PLAN.rules, extra_columns=("预计全年",)))


def expected_of_the_year(value: object, measure: str = "个") -> tuple[str | None, list[str]]:
    """预计全年 of A and the findings, where `value` was filled in."""
    book = made(WIDE)
    sheet = book["进展情况"]
    at = headers(book).index("预计全年") + 1
    sheet.cell(5, at).value = value
    sheet.cell(5, headers(book).index("计量单位") + 1).value = measure
    rows, findings = read(book, WIDE)
    figure = rows["A"].forecast
    if figure is not None:
        assert figure.cells[0].ref == sheet.cell(5, at).coordinate
    return (str(figure.amount) if figure is not None else None), [one.code.name for one in findings]


@pytest.mark.parametrize(
    ("value", "measure", "expected"),
    [
        (96, "个", ("96", [])),
        (None, "个", (None, [])),
        ("１０２", "个", ("102", ["R03"])),
        ("约96", "个", (None, ["R45"])),
        ("能完成", "个", (None, ["R45"])),
        (-1, "个", (None, ["R45"])),
        # Whose measure is another's, its figure is none either.
        (96, "座", (None, ["R08", "R45"])),
    ],
)
def test_what_a_unit_expects_of_the_year_is_a_plain_number_in_its_measure(
    value: object, measure: str, expected: tuple[str | None, list[str]]
) -> None:
    assert expected_of_the_year(value, measure) == expected


def test_it_is_asked_for_by_rule_alone_and_never_at_the_year_s_end() -> None:
    assert "预计全年" not in headers(made())
    assert headers(made(WIDE))[-1] == "预计全年"
    end = form(WIDE, WIDE.unit("甲局"), Month.year_end(2021))
    assert end is not None
    assert "预计全年" not in headers(openpyxl.load_workbook(io.BytesIO(end)))
    assert read(made(SILENT), WIDE)[1][0].code.name == "R45"


@pytest.mark.parametrize(("title", "value"), [("投资额", 8000), ("到位", 500), ("形象进度", "主体封顶")])
def test_a_hidden_column_and_a_note_are_told_and_what_stands_there_is_used(title: str, value: object) -> None:
    book = made()
    sheet, at = book["进展情况"], place(title)
    sheet[at].value = value  # type: ignore[assignment]
    sheet[at].comment = openpyxl.comments.Comment("含上年\n结转", "综合岗")
    sheet.column_dimensions[at.rstrip("5")].hidden = True
    rows, findings = read(book)
    told = {one.code.name: one.message for one in findings if one.place.ref == at}
    assert told == {
        "R25": f"A {PLAN.target('A').name}的{title}所在的列被隐藏，照用",
        "R31": f"A {PLAN.target('A').name}的{title}有批注：“含上年 结转”",
    }
    assert rows["A"].works or rows["A"].funds != Funds()
    # What is empty has nothing to be told of.
    sheet[at].value = None
    assert [one for one in read(book)[1] if one.place.ref == at] == []


def seen(cell: Content) -> tuple[str | None, list[str]]:
    """投资额 of A in 元, and the findings, where its cell was read so."""
    stream = io.BytesIO()
    made().save(stream)
    source = read_book(stream.getvalue(), "甲局.xlsx")
    first, *others = source.sheets
    column = 1 + [one.split("（")[0] for one in headers(made())].index("投资额")
    source = replace(source, sheets=(replace(first, contents={**first.contents, (5, column): cell}), *others))
    found = find_form(source, SEPTEMBER, CITY, PLAN.rules.extra_columns)
    assert found is not None
    rows, _, findings = read_form(PLAN, SEPTEMBER, source, found, "甲局", PROGRESS_SHEET.name)
    figure = rows[0].funds.invested
    told = [one.code.name for one in findings if one.code.name != "R13"]
    return (str(figure.amount) if figure is not None else None), told


def test_an_amount_by_a_formula_is_used_and_told_unless_it_is_of_another_file() -> None:
    cell = Content(Holds.NUMBER, "1200", Decimal(1200), formula="=500+700")
    assert seen(cell) == ("12000000", ["R06"])
    assert seen(replace(cell, formula="='[别的.xlsx]表'!B2")) == (None, ["R45"])
    assert seen(replace(cell, formula="", struck=True)) == (None, ["R45"])
