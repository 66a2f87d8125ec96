"""年度目标 of a form: said as a person reads it, and read back whether a form of today or of before printed it (PLAN §2)."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from pipeline.files.spreadsheets.books import read_book
from pipeline.inputs.returns.form import Entries, form
from pipeline.inputs.returns.layout import PROGRESS_SHEET
from pipeline.inputs.returns.locate import find_form
from pipeline.inputs.returns.numbers import parse_goal
from pipeline.inputs.returns.rows import read_form
from pipeline.model.codes import Effect, Level
from pipeline.model.plan import Plan
from pipeline.model.readings import Content, Holds
from tests.inputs.builders import make_plan, month_of

GOAL = "D5"
COUNTED = {"kind": "累计数", "goal": "3000", "measure": "座"}
CEILING = {"kind": "保持", "goal": "4", "direction": "不高于"}
AROUND = COUNTED | {"direction": "左右", "margin": "50"}
FALL = {"kind": "增幅", "goal": "-3", "direction": "不高于"}
STRIVEN = {"kind": "累计数", "goal": "6.2", "measure": "万人", "striving": True}
CHANGED = {"changes": [{"since": date(2021, 9, 1), "source": "甲号文", "goal": "5"}]}


def plan_of(target: Mapping[str, Any]) -> Plan:
    return make_plan({"targets": {"A": target}})


def filled(plan: Plan, goal: object = None) -> bytes:
    """甲局's form with a figure, and with `goal` typed over its goal where there is one."""
    number = {(PROGRESS_SHEET.name, "A", "", "cumulative"): Decimal(1)}
    data = form(plan, plan.unit("甲局"), month_of({}), Entries(number))
    assert data is not None
    if goal is None:
        return data
    book, stream = openpyxl.load_workbook(io.BytesIO(data)), io.BytesIO()
    book[PROGRESS_SHEET.name][GOAL] = goal
    book.save(stream)
    return stream.getvalue()


def told(plan: Plan, data: bytes) -> list[tuple[str, Level, Effect, str]]:
    """What is found in a returned form; its figure is used whatever its goal says."""
    book = read_book(data, "甲局.xlsx")
    found = find_form(book, month_of({}), plan.terms)
    assert found is not None
    rows, _, findings = read_form(plan, month_of({}), book, found, "甲局", PROGRESS_SHEET.name)
    assert rows[0].cumulative is not None
    return [(one.code.name, one.level, one.effect, one.message) for one in findings if one.code.name != "R13"]


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (COUNTED, 3000),
        ({"kind": "保持", "goal": "55"}, 55),
        (CEILING, "不高于4%"),
        (COUNTED | {"direction": "不高于"}, "不高于3000"),
        (AROUND, "3000左右"),
        ({"kind": "增幅", "goal": "3", "direction": "左右", "margin": "0.5"}, "3%左右"),
        (STRIVEN, "力争6.2"),
        (FALL, "下降3%以上"),
        (FALL | {"direction": "不低于", "striving": True}, "力争下降不超过3%"),
        (FALL | {"direction": "左右", "margin": "0.5"}, "下降3%左右"),
        (CEILING | {"striving": True}, "力争不高于4%"),
        ({"kind": "定性", "measure": ""}, None),
    ],
)
def test_a_form_says_its_goal_and_is_read_back_without_a_word(
    target: Mapping[str, Any], said: object
) -> None:
    plan = plan_of(target)
    data = form(plan, plan.unit("甲局"), month_of({}))
    assert data is not None
    assert openpyxl.load_workbook(io.BytesIO(data))[PROGRESS_SHEET.name][GOAL].value == said
    if said is not None:
        assert told(plan, filled(plan)) == []


@pytest.mark.parametrize(
    ("target", "number"), [(CEILING, 4), (CEILING, "4%"), (AROUND, 3000), (STRIVEN, 6.2), (FALL, -3)]
)
def test_a_form_of_before_that_printed_the_number_alone_is_still_read(
    target: Mapping[str, Any], number: object
) -> None:
    plan = plan_of(target)
    assert told(plan, filled(plan, number)) == []


@pytest.mark.parametrize(
    ("target", "before"),
    [(COUNTED, "3000"), (CEILING, "4"), (AROUND, "3000"), (STRIVEN, "6.2"), (FALL, "-3")],
    ids=["不低于", "不高于", "左右", "力争", "下降"],
)
def test_the_goal_of_an_older_form_is_told_and_the_figure_used(
    target: Mapping[str, Any], before: str
) -> None:
    plan = plan_of(target | CHANGED)
    old = replace(plan, targets=(replace(plan.target("A"), goals=plan.target("A").goals[:1]),))
    note = (f"A A表内年度目标是调整前的 {before}，现在是 5",)
    assert told(plan, filled(old)) == [("R37", Level.NOTE, Effect.NONE, *note)]


def test_another_goal_is_doubted_in_words_as_in_figures() -> None:
    plan = plan_of(CEILING)
    for goal in (5, "不高于5%"):
        assert [one[:2] for one in told(plan, filled(plan, goal))] == [("R12", Level.VERIFY)]


@pytest.mark.parametrize(
    "text", ["见通知", "4个左右", "不超过4", "4左右5", "", "力争", "不高于", "下降", "不高于3以上"]
)
def test_a_goal_in_words_that_are_none_of_ours_is_left_alone(text: str) -> None:
    assert parse_goal(Content(Holds.TEXT, text), percent=False) is None
