"""What a month's figures come to, by hand: what is new this month, and the day most of them are as of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from pipeline.inputs.decisions.register import Decisions, Verified
from pipeline.inputs.returns.settle import settle
from pipeline.model.figures import Cell, Figure, decimal
from pipeline.model.kinds import Standing
from pipeline.model.months import Month
from pipeline.model.progress import Progress
from pipeline.model.readings import History, Settled
from pipeline.model.settings import PaceBasis, PaceStart
from pipeline.progress.compute import compute, linear_pace
from tests.inputs.builders import make_plan, make_returns

SEPTEMBER = Month(2021, 9)
COUNTED = {"kind": "累计数", "goal": "120", "measure": "个"}
REGISTER = Cell("处理登记.xlsx", "核实", "E3", "90", sha256="")


def september(
    *months: dict[str, Any], decisions: Decisions | None = None, target: dict[str, Any] = COUNTED
) -> Progress:
    """September after months of these rows, the last of them its own; every target is `target`: counted, 120 a year."""
    targets = {name: target for rows in months for name in rows or ("T01",)}
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


def test_rate_and_gap_of_a_counted_target_are_of_its_goal_and_unrounded() -> None:
    (target,) = september({"T01": {"cumulative": "85"}}).targets
    assert target.rate is not None
    assert target.pace == Decimal(75)
    # 85 of 120 are 70.8333… per cent, 4.1666… points short of 75.
    assert target.rate.amount.quantize(Decimal("0.0001")) == Decimal("70.8333")
    assert target.gap is not None
    assert target.gap.quantize(Decimal("0.0001")) == Decimal("-4.1667")


def test_the_gap_of_a_ratio_is_what_it_lacks_of_its_goal() -> None:
    (target,) = september({"T01": {"cumulative": "54.5"}}, target={"kind": "保持", "goal": "55"}).targets
    assert (target.rate, target.new, target.gap) == (None, None, Decimal("-0.5"))


@pytest.mark.parametrize(
    ("values", "months"),
    [
        (("40", "50", "60"), 3),
        (("40", "69", "70"), 1),
        (("40", "50", "100"), 0),
        # Doubt neither counts a month nor clears those before it (DOCUMENTS §3).
        (("40", None, "60"), 2),
        (("40", "50", None), 2),
        (("69", None, "70"), 1),
    ],
    ids=[
        "each month",
        "one in between was not",
        "no longer",
        "one unknown",
        "the last unknown",
        "none before",
    ],
)
def test_months_behind_are_counted_in_a_row(values: tuple[str | None, ...], months: int) -> None:
    (target,) = september(*({"T01": {"cumulative": value} if value else {}} for value in values)).targets
    assert target.months_behind == months


@pytest.mark.parametrize(
    ("reported", "counties", "certain"),
    [
        ("60", ("20", "20", "18"), True),
        # 88 of 120 are 73.3 per cent, below 75 by more than a point; 89 are within it.
        ("60", ("30", "30", "28"), True),
        ("60", ("30", "30", "29"), False),
        ("120", ("20", "20", "18"), False),
    ],
    ids=["both below", "just below", "on pace by the counties", "done by the lead"],
)
def test_a_doubtful_figure_is_behind_for_certain_where_every_number_given_says_so(
    reported: str, counties: tuple[str, ...], certain: bool
) -> None:
    target = COUNTED | {"counties": ["东县", "西县", "南县"]}
    plan = make_plan({"targets": {"T01": target}, "rules": {"first_month": 8}})
    settled: list[Settled] = []
    for month, value, shares in (("2021-08", "50", ("20", "20", "10")), ("2021-09", reported, counties)):
        case = {
            "month": month,
            "rows": {"T01": {"cumulative": value, "as_of": Month.parse(month).day(20)}},
            "counties": {"T01": dict(zip(target["counties"], shares, strict=True))},
        }
        settled.append(settle(plan, make_returns(plan, case), Decisions(), settled))
    progress = compute(plan, History({one.month: one for one in settled}), SEPTEMBER, date(2021, 9, 28))
    (found,) = progress.targets
    assert found.standing is Standing.DOUBTFUL
    assert found.surely_behind is certain
    assert found.known is not None
    assert (found.known.amount, found.known_on, found.months_behind) == (Decimal(50), date(2021, 8, 20), 1)


@pytest.mark.parametrize(
    ("day", "pace"), [(19, None), (20, "25"), (30, "75")], ids=["before any", "the first", "the last"]
)
def test_by_nodes_the_pace_is_what_was_due_by_the_day_of_the_figure(day: int, pace: str | None) -> None:
    nodes = [(date(2021, 9, 20), "30"), (date(2021, 9, 25), "90"), (date(2021, 12, 20), "120")]
    row = {"cumulative": "30", "as_of": date(2021, 9, day)}
    (target,) = september({"T01": row}, target=COUNTED | {"by_nodes": True, "nodes": nodes}).targets
    assert target.pace == (Decimal(pace) if pace is not None else None)
    (target,) = september({"T01": row}, target=COUNTED | {"nodes": nodes}).targets
    assert (target.pace, target.node, target.following) == (Decimal(75), None, None)


def test_what_nobody_reported_has_no_figure_and_no_day() -> None:
    (target,) = september({}, target=COUNTED).targets
    assert target.standing is Standing.UNREPORTED
    assert (target.value, target.rate, target.gap, target.as_of) == (None, None, None, None)


@pytest.mark.parametrize(
    ("basis", "notice", "month", "pace"),
    [
        # Four of the seven months after May; 125 of the 217 days from 29 May on.
        (PaceBasis.MONTHS, date(2021, 5, 29), 9, Fraction(4, 7)),
        (PaceBasis.DAYS, date(2021, 5, 29), 9, Fraction(125, 217)),
        (PaceBasis.DAYS, date(2020, 12, 31), 9, Fraction(273, 365)),
        (PaceBasis.MONTHS, date(2021, 12, 10), 11, Fraction(0)),
        (PaceBasis.MONTHS, date(2021, 12, 10), 12, Fraction(1)),
    ],
    ids=[
        "months",
        "days",
        "a notice of the year before",
        "before a notice of December",
        "a notice of December",
    ],
)
def test_the_pace_from_the_notice_on(basis: PaceBasis, notice: date, month: int, pace: Fraction) -> None:
    plan = make_plan({"rules": {"pace_start": PaceStart.NOTICE, "pace_basis": basis}})
    plan = replace(plan, profile=replace(plan.profile, notice_date=notice))
    assert linear_pace(plan, Month(2021, month)) == decimal(pace * 100)


def test_a_ratio_people_settled_is_told_without_the_parts_of_another() -> None:
    plan = make_plan({"targets": {"T1": {"kind": "比率", "goal": "90"}}, "rules": {"first_month": 9}})
    row = {"cumulative": "88.2", "numerator": "30000", "denominator": "34000"}
    settled = settle(plan, make_returns(plan, {"month": "2021-09", "rows": {"T1": row}}), Decisions(), [])

    def parts(one: Settled) -> object:
        (target,) = compute(plan, History({one.month: one}), one.month, date(2021, 9, 25)).targets
        return target.parts and [str(figure.amount) for figure in target.parts]

    assert parts(settled) == ["30000", "34000"]
    assert parts(replace(settled, values={"T1": Figure(Decimal("89.1"), "%")})) is None
