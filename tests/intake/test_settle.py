"""A month settled: which of the months before it the rules see, and what a decision cannot dispose of."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from pipeline.intake.register import Decisions, Verified
from pipeline.intake.settle import settle
from pipeline.model.figures import Cell, Figure
from pipeline.model.findings import Finding
from pipeline.model.months import Month
from pipeline.model.readings import Settled
from tests.intake.builders import make_plan, make_returns

CITY: dict[str, Any] = {
    "targets": {
        "T01": {
            "name": "建成场地",
            "kind": "累计数",
            "goal": "120",
            "measure": "个",
            "counties": ["东县", "西县"],
        }
    }
}
REGISTER = Cell("处理登记.xlsx", "核实", "E3", "", "90")


def told(*values: str) -> list[str]:
    """The codes of September after months of these figures, the last of them its own; and how C01 names the month."""
    plan = make_plan(CITY)
    settled: list[Settled] = []
    for number, value in enumerate(values, 10 - len(values)):
        case = CITY | {"month": f"2021-{number:02d}", "rows": {"T01": {"cumulative": value}}}
        case["counties"] = {"T01": {"东县": value, "西县": "0"}}
        settled.append(settle(plan, make_returns(plan, case), Decisions(), settled))
    return [
        f"{one.code} {one.message.partition('少于')[2]}".strip()
        for one in settled[-1].findings
        if one.code != "U03"
    ]


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        (("100", "90"), ["C01 上月的 100个"]),
        (("100", "100"), []),
        (("100", "100", "100"), ["C14"]),
        (("90", "100", "100"), []),
    ],
    ids=["one month before", "one, the same", "two months before", "two, of which one the same"],
)
def test_the_rules_see_last_month_and_the_one_before_as_soon_as_there_are_any(
    values: tuple[str, ...], codes: list[str]
) -> None:
    assert told(*values) == codes


def test_a_checked_city_figure_does_not_make_counties_add_up() -> None:
    """R23: what the counties come to nobody knows, whatever somebody has verified for the city."""
    plan = make_plan(CITY)
    unclear = Finding("R23", "T01分县区：东县填了两行（另一行在E6）", "请只留一行后重报", "", "甲局", "T01")
    refused = Finding("R02", "T01 建成场地填了“约90”，不是数字", "请只填数字后重报", "", "甲局", "T01")
    returns = make_returns(
        plan, CITY | {"rows": {"T01": {}}, "counties": {"T01": {"东县": "", "西县": "40"}}}
    )
    month = Month(2021, 9)
    figure = Figure(Decimal(90), "个", (REGISTER,))
    decisions = Decisions({(month, "T01", "甲局"): Verified(figure, 0, "", "电话核实", REGISTER)})
    settled = settle(plan, replace(returns, findings=(unclear, refused)), decisions, [])
    disposed = {one.code: one.settled for one in settled.findings if one.code in ("R02", "R23")}
    assert disposed == {"R02": "电话核实", "R23": ""}
    assert settled.values == {}
    assert settled.doubtful == {"T01"}
