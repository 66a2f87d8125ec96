"""What a target asks, by hand: classes, words and verdicts of ceilings, 左右, 增幅, 力争, 年末完成 and 不判断 (PLAN §2).

The cases lie in `tests/cases/asked.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pipeline.documents.wording import certified, clauses, progress_table
from pipeline.inputs.decisions.register import Decisions
from pipeline.inputs.plan.schema import WORDS
from pipeline.inputs.returns.settle import settle
from pipeline.model.assessment import Certification, Rulings
from pipeline.model.kinds import Standing
from pipeline.model.months import Month
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress
from pipeline.model.readings import History
from pipeline.progress.assess import assess
from pipeline.progress.compute import compute
from tests.inputs.builders import load, make_plan, make_returns, names_of

CASES = load("asked")["case"]
SEPTEMBER, YEAR_END = Month(2021, 9), Month.year_end(2021)
Case = Mapping[str, Any]
each_case = pytest.mark.parametrize("case", CASES, ids=names_of(CASES))


def plan_of(case: Case) -> Plan:
    words = {standing.value: word for standing, word in WORDS.items()}
    return make_plan({"targets": {"T1": case["target"]}, "rules": {"first_month": 9, "words": words}})


def history(plan: Plan, case: Case, month: Month, day: date) -> History:
    written = {"month": str(month), "rows": {"T1": {"cumulative": case["value"], "as_of": day}}}
    return History({month: settle(plan, make_returns(plan, written), Decisions(), [])})


def september(case: Case) -> tuple[Plan, Progress]:
    plan = plan_of(case)
    return plan, compute(
        plan, history(plan, case, SEPTEMBER, date(2021, 9, 20)), SEPTEMBER, date(2021, 9, 25)
    )


def year_end(case: Case) -> tuple[Plan, Certification]:
    plan = plan_of(case)
    known = history(plan, case, YEAR_END, date(2021, 12, 31))
    (one,) = assess(plan, known, Rulings(), {}, date(2022, 1, 20)).targets
    return plan, one


@each_case
def test_a_month(case: Case) -> None:
    plan, progress = september(case)
    (target,) = progress.targets
    assert target.standing is Standing(case["class"])
    assert str(clauses.target_phrase(plan, target)) == case["says"]
    (row,) = progress_table.rows(plan, progress)
    assert [str(row.goal), str(row.rate), str(row.gap), row.remark] == case["line"]


@each_case
def test_the_year_s_end(case: Case) -> None:
    plan, one = year_end(case)
    assert (one.verdict.value if one.verdict is not None else "") == case["verdict"]
    assert str(certified.sentence(plan, one, date(2022, 1, 20))) == case["certified"]
    assert str(certified.share(plan, one)) == case["share"]


@each_case
def test_every_printed_figure_is_the_number_it_says_it_is(case: Case) -> None:
    """A figure knows its cells, and its text is its value, rounded, in the measure it says: what `verify` and `refresh` go by."""
    plan, progress = september(case)
    _, one = year_end(case)
    said = clauses.target_phrase(plan, progress.targets[0]), certified.sentence(plan, one, date(2022, 1, 20))
    for figure in (figure for words in said for figure in words.figures):
        assert figure.value is not None
        printed, scale = (
            Decimal(figure.text.removesuffix("%")),
            Decimal(10000 if "万" in case["target"].get("measure", "") else 1),
        )
        amounts = {figure.value, figure.value / scale}
        assert min(abs(amount - printed) for amount in amounts) <= Decimal("0.05"), figure
        assert figure.how and figure.about == "T1"


def test_a_ceiling_is_never_said_to_lack_anything() -> None:
    ceilings = [case for case in CASES if case["target"].get("direction") == "不高于"]
    assert len(ceilings) > 5
    for case in ceilings:
        assert "还差" not in case["says"] + case["certified"]


@pytest.mark.parametrize(("value", "standing"), [("3.42", Standing.MET), ("4.05", Standing.UNMET)])
def test_in_the_year_end_sheets_a_bounded_target_is_met_or_not_for_good(
    value: str, standing: Standing
) -> None:
    case = CASES[0] | {"value": value}
    plan = plan_of(case)
    silent = {
        month: settle(plan, make_returns(plan, {"month": str(month)}), Decisions(), [])
        for month in plan.months(YEAR_END)
    }
    known = History({**silent, **history(plan, case, YEAR_END, date(2021, 12, 31)).months})
    (target,) = compute(plan, known, YEAR_END, date(2022, 1, 20)).targets
    assert target.standing is standing
