"""The year in one table says of every figure whether it is used; a held-back city figure takes its counties along."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.inputs.decisions.register import Decisions
from pipeline.inputs.returns.settle import settle
from pipeline.model.figures import Figure
from pipeline.model.readings import History
from pipeline.progress.compute import compute
from pipeline.progress.observations import OBSERVATIONS, observations, tidy
from tests.inputs.builders import make_plan, make_returns, month_of

CITY = {
    "targets": {
        "T08-1": {"kind": "累计数", "goal": "45", "measure": "座", "counties": ["东县", "西县", "南县"]}
    },
    "counties": {"T08-1": {"东县": "10", "西县": "9", "南县": "8"}},
}


@pytest.mark.parametrize(("city", "used"), [("27", "是"), ("28", "否")], ids=["adds up", "does not add up"])
def test_shares_are_used_if_their_city_figure_is(city: str, used: str) -> None:
    case = CITY | {"rows": {"T08-1": {"cumulative": city}}}
    plan = make_plan(case)
    settled = settle(plan, make_returns(plan, case), Decisions(), [])
    table = tidy(plan, History({month_of(case): settled}))
    assert list(zip(table["单位"], table["累计完成"], table["是否采用"], strict=True)) == [
        ("甲局", city, used),
        ("东县", "10", used),
        ("西县", "9", used),
        ("南县", "8", used),
    ]


def test_what_nobody_reported_has_no_row() -> None:
    """A blank is no zero: neither the city's nor a county's."""
    case = CITY | {"counties": {"T08-1": {"东县": "10", "西县": ""}}}
    plan = make_plan(case)
    settled = settle(plan, make_returns(plan, case), Decisions(), [])
    table = tidy(plan, History({month_of(case): settled}))
    assert list(zip(table["单位"], table["累计完成"], table["是否采用"], strict=True)) == [
        ("东县", "10", "否")
    ]


def test_the_observations_hold_each_share_once_and_a_rate_where_there_is_a_task() -> None:
    """What the lead passed on comes before what a unit said of itself; a share nobody settled is told as not used."""
    case = {
        "rules": {"first_month": 9},
        "targets": {
            "A": {"kind": "累计数", "goal": "38", "measure": "座", "counties": ["东县", "西县", "南县"]},
            "B": {"kind": "比率", "goal": "90", "counties": ["东县"]},
            "C": {"kind": "定性"},
        },
        "rows": {
            "A": {"cumulative": "19"},
            "B": {"cumulative": "91.5", "numerator": "183", "denominator": "200"},
        },
        "counties": {"A": {"东县": "10", "西县": "9", "南县": ""}, "B": {"东县": "91.5"}},
        "shares": {"A": {"东县": "10", "南县": "0", "乙局": "5"}},
    }
    plan = make_plan(case)
    goals = {("A", "东县"): Figure(Decimal(16), "座"), ("B", "东县"): Figure(Decimal(90), "%")}
    plan = replace(plan, county_goals=goals)
    settled = settle(plan, make_returns(plan, case), Decisions(), [])
    settled = replace(settled, shares={("A", "南县"): Figure(Decimal(0), "座")})
    history = History({month_of(case): settled})
    progress = compute(plan, history, month_of(case), plan.lead_deadline(month_of(case)))
    names = [column.name for column in OBSERVATIONS]
    rows = [dict(zip(names, row, strict=True)) for row in observations(plan, history, [progress])]
    told = ("target", "unit", "scope", "value", "goal", "rate", "used")
    assert [tuple(row[name] for name in told) for row in rows] == [
        ("A", "甲局", "全市", "19", "38", "50", "是"),
        ("A", "东县", "县（市）区", "10", "16", "62.5", "是"),
        ("A", "西县", "县（市）区", "9", "", "", "是"),
        ("A", "南县", "县（市）区", "0", "", "", "是"),
        ("A", "乙局", "配合单位", "5", "", "", "否"),
        ("B", "甲局", "全市", "91.5", "90", "", "是"),
        ("B", "东县", "县（市）区", "91.5", "90", "", "是"),
        ("C", "甲局", "全市", "", "", "", ""),
    ]
    assert rows[-1]["cell"] == ""
