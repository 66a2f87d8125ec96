"""C26, by hand: a month that brought far less than those before it; and what need not come evenly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from pipeline.documents.wording import chosen
from pipeline.inputs.decisions.register import Decisions
from pipeline.inputs.returns.settle import settle
from pipeline.model.codes import Code, Level
from pipeline.model.findings import Finding
from pipeline.model.months import Month
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress
from pipeline.model.readings import History, Settled
from pipeline.progress.compute import compute
from tests.documents.test_sentences import chosen as row
from tests.inputs.builders import make_plan, make_returns

EVEN = {"name": "法律援助案件", "kind": "累计数", "goal": "6000", "measure": "件"}


def course(target: Mapping[str, Any], written: Sequence[str | None], **rules: Any) -> tuple[Plan, Progress]:
    """The last of some months in a row, September the last."""
    first = 10 - len(written)
    plan = make_plan({"targets": {"T1": target}, "rules": {"first_month": first}})
    plan = replace(plan, rules=replace(plan.rules, **rules))
    settled: list[Settled] = []
    for number, figure in enumerate(written, first):
        month = Month(2021, number)
        rows = {"T1": {"as_of": month.day(20), "cumulative": figure}} if figure else {}
        settled.append(
            settle(plan, make_returns(plan, {"month": str(month), "rows": rows}), Decisions(), settled)
        )
    month = Month(2021, 9)
    return plan, compute(plan, History({one.month: one for one in settled}), month, plan.lead_deadline(month))


def found(progress: Progress) -> list[Finding]:
    return [one for one in progress.findings if one.code is Code.C26]


def test_a_month_with_far_less_is_told_to_the_secretary() -> None:
    _, progress = course(EVEN, ["1000", "1419", "1860", "1905"])
    (one,) = found(progress)
    assert one.message == "T1 法律援助案件本月新增45件，此前各月平均430件"
    assert (one.level, one.target, one.unit, one.place.ref != "") == (Level.NOTE, "T1", "甲局", True)


@pytest.mark.parametrize(
    ("target", "written"),
    [
        # 430 ÷ 5 = 86: what is no less than that is usual.
        (EVEN, ["1000", "1419", "1860", "1946"]),
        (EVEN, ["1000", "1430", "1475"]),
        (EVEN, ["1000", "1419", "1860", "1860"]),
        (EVEN, ["1000", "1419", None, "1860", "1905"]),
        (EVEN | {"goal": "1900"}, ["1000", "1419", "1860", "1905"]),
        (EVEN | {"by_nodes": True}, ["1000", "1419", "1860", "1905"]),
        (EVEN | {"direction": "不高于"}, ["1000", "1419", "1860", "1905"]),
        (EVEN | {"kind": "保持", "goal": "95", "measure": "%"}, ["80", "85", "90", "90.1"]),
    ],
    ids=[
        "a fifth",
        "one month before",
        "nothing new",
        "one known before",
        "finished",
        "nodes",
        "a ceiling",
        "a ratio",
    ],
)
def test_what_is_no_less_or_need_not_come_evenly_is_not(
    target: Mapping[str, Any], written: Sequence[str | None]
) -> None:
    assert found(course(target, written)[1]) == []


def test_how_much_is_far_less_is_a_rule() -> None:
    # 100 of 430: less than a quarter, not less than a fifth.
    written = ["1000", "1419", "1860", "1960"]
    assert found(course(EVEN, written)[1]) == []
    assert found(course(EVEN, written, slackening=Decimal(4))[1])


def test_a_choice_for_a_month_like_any_other_is_told_and_prints_nothing() -> None:
    plan, progress = course(EVEN, ["1000", "1419", "1860", "2290"])
    choice = row({"for": "写明新增偏少", "target": "T1"}, progress.month)
    assert list(chosen.slackened(plan, progress, [choice], progress.targets)) == []
    (one,) = chosen.wordless(plan, progress, [choice])
    assert (one.code, one.message) == (
        Code.D01,
        "处理登记［入文］：T1 法律援助案件本月新增不比平时少，没有写进材料",
    )
