"""The number grammar of a figure cell (measured behaviour), cell by cell, through a real workbook.

The cases lie in `tests/cases/numbers.toml`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from pipeline.files.spreadsheets.books import read_book
from pipeline.inputs.returns.form import Entries, asked, form
from pipeline.inputs.returns.layout import PROGRESS_SHEET
from pipeline.inputs.returns.locate import find_form
from pipeline.inputs.returns.numbers import Number, parse_goal, parse_number
from pipeline.inputs.returns.rows import read_form
from pipeline.inputs.tables.surroundings import hides_minus
from pipeline.model.codes import Code
from pipeline.model.figures import plain
from pipeline.model.findings import Finding
from pipeline.model.office_terms import CITY
from pipeline.model.readings import Content, Holds, Row
from tests.inputs.builders import load, make_plan, month_of

BOOK = load("numbers")
Case = Mapping[str, Any]


def content(value: Any, number_format: str = "") -> Content:
    """What is read of a workbook with `value` in its only cell."""
    book = Workbook()
    cell = book.worksheets[0].cell(1, 1, value)
    cell.number_format = number_format or cell.number_format
    stream = io.BytesIO()
    book.save(stream)
    return read_book(stream.getvalue(), "数字.xlsx").sheets[0].at(1, 1)


def holds(number: Number, case: Case) -> None:
    """`number` is what the case says."""
    if "value" in case:
        expected = Number(Decimal(case["value"]), case.get("decimals", 0), case.get("cleaned", False))
        assert number == expected
        assert str(number.value) == case["value"]
    else:
        assert (number.value, str(number.code or "")) == (None, case["code"])
        assert number.proposal == case.get("proposes", number.proposal)
        assert number.proposal != case.get("never")


@pytest.mark.parametrize("case", BOOK["written"], ids=lambda case: ascii(case["text"]))
def test_written(case: Case) -> None:
    percent, signed = case.get("percent", False), case.get("signed", False)
    holds(parse_number(content(case["text"]), percent, signed), case)


@pytest.mark.parametrize("case", BOOK["typed"], ids=lambda case: case["name"])
def test_typed(case: Case) -> None:
    holds(parse_number(content(case["cell"], case.get("format", "")), case.get("percent", False)), case)


def filled(target_id: str, target: Case, wrote: str | Decimal, measure: str) -> tuple[Row, list[Finding]]:
    """What comes of 甲局's form with `wrote` in the cumulative cell and `measure` beside it."""
    plan, month = make_plan({"targets": {target_id: target}}), month_of({})
    place = (PROGRESS_SHEET.name, target_id, "")
    entries = Entries({(*place, "cumulative"): wrote, (*place, "measure"): measure})
    data = form(plan, plan.unit("甲局"), month, entries)
    assert data is not None
    book = read_book(data, "甲局.xlsx")
    found = find_form(book, month, CITY)
    assert found is not None
    rows, _, findings = read_form(plan, month, book, found, "甲局", PROGRESS_SHEET.name)
    (row,) = rows
    return row, [finding for finding in findings if finding.code.name != "R13"]


def value_of(row: Row) -> str | None:
    return None if row.cumulative is None else plain(row.cumulative.figure.amount)


@pytest.mark.parametrize("case", BOOK["told"], ids=lambda case: ascii(case["wrote"]))
def test_what_the_unit_is_told(case: Case) -> None:
    target = {"name": "新增城镇就业", "kind": "累计数", "goal": "7.15", "measure": "万人"}
    row, findings = filled("T01-1", target, case["wrote"], case["measure"])
    (finding,) = [each for each in findings if each.code.name != "R09"]
    assert (finding.code.name, finding.message, finding.why) == (case["code"], case["message"], case["why"])
    assert finding.fix == case.get("fix", finding.fix)
    assert finding.fix != case.get("never_fix")
    assert (finding.unit, finding.target, finding.place.sheet) == ("甲局", "T01-1", "进展情况")
    assert (finding.place.ref, finding.read) == ("G5", case["wrote"])
    assert value_of(row) == case.get("value")


@pytest.mark.parametrize("case", BOOK["measured"], ids=lambda case: ascii(f"{case['of']} {case['measure']}"))
def test_the_measure_beside_the_number(case: Case) -> None:
    target = {"name": "某项", "kind": "累计数", "goal": "45", "measure": case["of"]}
    row, findings = filled("T", target | {"aliases": case.get("aliases", ())}, Decimal(28), case["measure"])
    assert value_of(row) == case.get("value")
    expected = [(case["code"], case["message"], "E5")] if "code" in case else []
    assert [(finding.code.name, finding.message, finding.place.ref) for finding in findings] == expected


@pytest.mark.parametrize(
    ("kind", "value", "codes"), [("增幅", "-1.3", []), ("保持", None, ["R14"])], ids=["a growth", "a rate"]
)
def test_a_minus_is_taken_of_a_growth_alone(kind: str, value: str | None, codes: list[str]) -> None:
    row, findings = filled("T", {"name": "工业增加值增速", "kind": kind, "goal": "6"}, Decimal("-1.3"), "%")
    assert value_of(row) == value
    assert [finding.code.name for finding in findings] == codes


def test_of_a_growth_a_form_asks_for_the_figure_and_no_parts() -> None:
    (target,) = make_plan({"targets": {"T": {"kind": "增幅", "goal": "6"}}}).targets
    numbers = [column for column in PROGRESS_SHEET.columns if column.entry and column.holds == "number"]
    # What it will be at the year's end is asked for by rule alone.
    assert [column.header for column in numbers if asked(column, target)] == ["累计完成", "预计全年"]
    assert [column.header for column in numbers if column.extra] == ["预计全年"]


@pytest.mark.parametrize(
    ("shape", "hidden"),
    [
        ("General", False),
        ("0.00", False),
        ("0.00;-0.00", False),
        ("0.00_);(0.00)", False),
        ("0.00;0.00", True),
        ("0.00;[Red]0.00", True),
        ("0.00;", True),
    ],
)
def test_a_format_that_hides_a_minus_shows_another_number(shape: str, hidden: bool) -> None:
    assert hides_minus(Content(Holds.NUMBER, "-1.3", Decimal("-1.3"), format=shape)) == hidden
    assert not hides_minus(Content(Holds.NUMBER, "1.3", Decimal("1.3"), format=shape))


@settings(deadline=None, derandomize=True, max_examples=500)
@given(text=st.text(max_size=12), percent=st.booleans())
def test_whatever_is_written_is_a_plain_number_or_refused(text: str, percent: bool) -> None:
    number = parse_number(Content(Holds.TEXT, text), percent)
    if number.value is None:
        assert number.code in (Code.R02, Code.R14)
    else:
        assert number.code is None
        assert number.value.is_finite()
        assert number.value >= 0


LOOSE = st.text(alphabet="0123456789０１２３.．,，-－+eE_%％ \u00a0\u200b约万/", max_size=8)
GROUPED = st.from_regex(r"[0-9]{1,3}([,，][0-9]{3}){0,2}([.．][0-9]{1,2})?", fullmatch=True)


@settings(deadline=None, derandomize=True, max_examples=300)
@given(text=LOOSE | GROUPED)
def test_what_is_taken_without_a_word_is_what_stands_there(text: str) -> None:
    number = parse_number(Content(Holds.TEXT, text), percent=False)
    if number.value is not None and not number.cleaned:
        assert re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text.strip())
        assert number.value == Decimal(text.strip())


def test_a_picture_in_a_cell_is_no_number() -> None:
    assert parse_number(Content(Holds.PICTURE, ""), percent=False) == Number(None, code=Code.R02)


def test_a_goal_in_words_is_no_plain_number() -> None:
    assert parse_goal(Content(Holds.TEXT, "尽量多"), percent=False) is None
    assert parse_goal(Content(Holds.TEXT, "不高于4"), percent=False) == 4
    assert parse_goal(Content(Holds.TEXT, "4\n或5"), percent=False) is None
