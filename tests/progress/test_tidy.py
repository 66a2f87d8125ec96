"""The year in one table says of every figure whether it is used; a held-back city figure takes its counties along."""

from __future__ import annotations

import pytest

from pipeline.inputs.decisions.register import Decisions
from pipeline.inputs.returns.settle import settle
from pipeline.model.readings import History
from pipeline.progress.observations import tidy
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
