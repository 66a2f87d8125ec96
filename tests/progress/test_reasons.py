"""C13: a unit that is behind says why, or what stands in the way; either will do."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.inputs.decisions.register import Decisions
from pipeline.inputs.returns.settle import settle
from pipeline.model.findings import Finding
from pipeline.model.months import Month
from pipeline.model.readings import History
from pipeline.progress.compute import compute
from tests.inputs.builders import make_plan, make_returns

TARGETS = {
    "T05-1": {"name": "建成公办幼儿园", "kind": "累计数", "goal": "100", "measure": "所"},
    "T07-3": {"name": "法律顾问占比", "kind": "保持", "goal": "95"},
}
MONTH = Month(2021, 9)


def reasons_wanted(target: str, row: dict[str, str]) -> list[Finding]:
    """The C13 of a September in which one target was reported as `row` says, the first month of all."""
    case = {"targets": {target: TARGETS[target]}, "rows": {target: row}, "rules": {"first_month": 9}}
    plan = make_plan(case)
    settled = settle(plan, make_returns(plan, case), Decisions(), [])
    progress = compute(plan, History({MONTH: settled}), MONTH, date(2021, 9, 28))
    return [finding for finding in progress.findings if finding.code.name == "C13"]


@pytest.mark.parametrize(("target", "figure"), [("T05-1", "20"), ("T07-3", "90")], ids=["behind", "unmet"])
def test_neither_a_reason_nor_a_difficulty(target: str, figure: str) -> None:
    (finding,) = reasons_wanted(target, {"cumulative": figure})
    assert (finding.target, finding.unit, finding.place.sheet) == (target, "甲局", "进展情况")
    assert finding.message.endswith("，没有写原因，也没有写困难和问题")


@pytest.mark.parametrize("column", ["reason", "difficulty"])
@pytest.mark.parametrize(("target", "figure"), [("T05-1", "20"), ("T07-3", "90")], ids=["behind", "unmet"])
def test_one_of_them_is_enough(target: str, figure: str, column: str) -> None:
    assert reasons_wanted(target, {"cumulative": figure, column: "用地手续未办完"}) == []


@pytest.mark.parametrize(("target", "figure"), [("T05-1", "75"), ("T07-3", "95")], ids=["on pace", "met"])
def test_who_is_on_pace_owes_no_reason(target: str, figure: str) -> None:
    assert reasons_wanted(target, {"cumulative": figure}) == []
