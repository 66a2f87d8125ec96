"""What a month's figures come to, by hand: what is new this month, and the day most of them are as of."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pipeline.intake.register import Decisions, Verified
from pipeline.intake.settle import settle
from pipeline.model.figures import Cell, Figure
from pipeline.model.months import Month
from pipeline.model.progress import Progress
from pipeline.model.readings import History, Settled
from pipeline.progress.compute import compute
from tests.intake.builders import make_plan, make_returns

SEPTEMBER = Month(2021, 9)
COUNTED = {"kind": "累计数", "goal": "120", "measure": "个"}
REGISTER = Cell("处理登记.xlsx", "核实", "E3", "", "90")


def september(*months: dict[str, Any], decisions: Decisions | None = None) -> Progress:
    """September after months of these rows, the last of them its own; every target is counted, 120 a year."""
    targets = {target: COUNTED for rows in months for target in rows}
    case = {"targets": targets, "rules": {"first_month": 10 - len(months)}}
    plan = make_plan(case)
    settled: list[Settled] = []
    for number, rows in enumerate(months, 10 - len(months)):
        returns = make_returns(plan, case | {"month": f"2021-{number:02d}", "rows": rows})
        settled.append(settle(plan, returns, decisions or Decisions(), settled))
    return compute(plan, History({one.month: one for one in settled}), SEPTEMBER, date(2021, 9, 28))


def verified(value: str) -> Decisions:
    """September's T01 as somebody verified it."""
    figure = Figure(Decimal(value), "个", (REGISTER,))
    return Decisions({(SEPTEMBER, "T01", "甲局"): Verified(figure, 0, "", "电话核实", REGISTER)})


@pytest.mark.parametrize(("value", "new"), [("90", None), ("100", "0"), ("101", "1")])
def test_a_verified_figure_below_last_month_s_says_nothing_of_what_is_new(
    value: str, new: str | None
) -> None:
    progress = september(
        {"T01": {"cumulative": "100"}}, {"T01": {"cumulative": "95"}}, decisions=verified(value)
    )
    (target,) = progress.targets
    assert target.value is not None
    assert target.value.amount == Decimal(value)
    assert (target.new.amount if target.new is not None else None) == (Decimal(new) if new else None)


def test_what_is_new_counts_from_last_month_as_corrected() -> None:
    corrected = {"cumulative": "95", "corrected_last": "92", "correction": "重复计入8个"}
    (target,) = september({"T01": {"cumulative": "100"}}, {"T01": corrected}).targets
    assert target.new is not None
    assert target.new.amount == Decimal(3)


@pytest.mark.parametrize(
    ("days", "common"),
    [((20, 20, 23), 20), ((20, 23), 23), ((23, 20), 23), ((23, 20, 20, 23), 23)],
    ids=["most", "a tie", "a tie, the later first", "a tie of two each"],
)
def test_the_report_is_as_of_the_day_most_figures_are_the_later_one_of_a_tie(
    days: tuple[int, ...], common: int
) -> None:
    rows = {f"T{n:02d}": {"cumulative": "90", "as_of": date(2021, 9, day)} for n, day in enumerate(days)}
    assert september(rows).as_of == date(2021, 9, common)
