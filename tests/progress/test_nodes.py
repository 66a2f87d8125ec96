"""What nodes make of a figure: by hand on one target of 120, and the law that a day before a node turns nothing round."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.documents.wording.clauses import completion
from pipeline.model.kinds import BEHIND, Standing, worst
from pipeline.model.plan import Plan
from pipeline.model.progress import TargetProgress
from pipeline.model.readings import History, Settled
from pipeline.progress.compute import compute
from tests.inputs.builders import make_plan, make_returns, month_of

NODES = [(date(2021, 9, 10), "30"), (date(2021, 9, 20), "60"), (date(2021, 11, 20), "90")]
ORDER = {Standing.FAR_BEHIND: 0, Standing.LAGGING: 1, Standing.BELOW_PACE: 2, Standing.NOT_DUE: 3}
ORDER |= {Standing.ON_PACE: 3, Standing.AHEAD: 4, Standing.DONE: 5, Standing.EXCEEDED: 6}


def judged(value: str, day: int, nodes: list[tuple[date, str]]) -> tuple[Plan, TargetProgress]:
    """The target of 120 in September, its figure as of that day."""
    target = {"kind": "累计数", "goal": "120", "measure": "个", "pacing": "按节点", "nodes": nodes}
    case = {"targets": {"T01": target}, "rows": {"T01": {"cumulative": value, "as_of": date(2021, 9, day)}}}
    plan = make_plan(case | {"rules": {"first_month": 9}})
    returns = make_returns(plan, case)
    (row,) = returns.rows
    assert row.cumulative is not None
    settled = Settled(returns, (), {"T01": row.cumulative.figure}, {}, {}, frozenset())
    (done,) = compute(plan, History({month_of(case): settled}), month_of(case), date(2021, 9, 28)).targets
    return plan, done


@pytest.mark.parametrize(
    ("value", "day", "standing"),
    [
        ("0", 9, "未到期"),
        ("30", 9, "未到期"),
        ("31", 9, "超序时"),
        ("29", 10, "按序时"),
        ("28", 10, "低于序时"),
        ("60", 19, "按序时"),
        ("61", 19, "超序时"),
        ("40", 20, "滞后"),
        ("20", 20, "严重滞后"),
        ("90", 20, "按序时"),
        ("91", 20, "超序时"),
        ("120", 9, "已完成"),
    ],
)
def test_a_figure_is_ahead_only_beyond_the_node_to_come(value: str, day: int, standing: str) -> None:
    assert judged(value, day, NODES)[1].standing.value == standing


def test_after_the_last_node_the_goal_is_what_comes_next() -> None:
    assert judged("119", 20, NODES[:2])[1].standing is Standing.ON_PACE


def test_before_the_first_node_a_document_says_which_is_not_due() -> None:
    plan, target = judged("30", 9, NODES)
    assert (target.pace, target.gap) == (None, None)
    assert str(completion(plan, target)) == "完成年度目标任务的25.0%，首个时间节点（9月10日）未到期"


def test_a_matter_leaves_out_what_is_not_due() -> None:
    assert worst([Standing.NOT_DUE, Standing.LAGGING]) is Standing.LAGGING
    assert worst([Standing.NOT_DUE, Standing.NOT_APPLICABLE]) is Standing.NOT_DUE


steps = st.lists(
    st.tuples(st.integers(1, 30), st.integers(1, 120)), min_size=1, max_size=4, unique_by=lambda one: one[0]
)


@settings(max_examples=80, deadline=None)
@given(steps, st.integers(0, 130), st.lists(st.integers(1, 30), min_size=2, max_size=3))
def test_a_day_before_a_node_makes_nothing_late_and_a_day_after_nothing_early(
    steps: list[tuple[int, int]], value: int, days: list[int]
) -> None:
    amounts = sorted(amount for _, amount in steps)
    nodes = [
        (date(2021, 9, day), str(amount)) for (day, _), amount in zip(sorted(steps), amounts, strict=True)
    ]
    standings = []
    for day in sorted(days):
        standing = judged(str(value), day, nodes)[1].standing
        due = [Decimal(amount) for when, amount in nodes if when.day <= day]
        later = [Decimal(amount) for when, amount in nodes if when.day > day]
        if standing is Standing.AHEAD:
            assert all(value > amount for amount in [*due, *later[:1]])
        if standing in BEHIND:
            assert value < due[-1]
        standings.append(ORDER[standing])
    assert all(earlier >= after for earlier, after in pairwise(standings))
