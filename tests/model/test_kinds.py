"""Standings: the bounds between them, what comes before them, and what they make of a matter and a month.

The tables lie in `tests/cases/standings.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.inputs.decisions.register import Decisions
from pipeline.inputs.returns.settle import settle
from pipeline.model.figures import Figure
from pipeline.model.kinds import (
    BEHIND,
    FINISHED,
    KINDS,
    LATE,
    UNKNOWN,
    Bands,
    Standing,
    amount_standing,
    bounded_standing,
    worst,
)
from pipeline.model.months import Month
from pipeline.model.progress import MatterProgress, Progress, TargetProgress
from pipeline.model.readings import History
from pipeline.progress.compute import compute, linear_pace
from tests.inputs.builders import load, make_plan, make_returns, month_of

CASES = load("standings")
GOAL = Decimal(1000)
Case = Mapping[str, Any]


def standing_of(case: Case, bands: Bands, pace: Decimal | None) -> Standing:
    value = Figure(Decimal(case["value"]), "件")
    rate = value.percent_of(Figure(GOAL, "件")).amount
    return amount_standing(value.amount, GOAL, None if pace is None else rate - pace, bands)


@pytest.mark.parametrize("case", CASES["amounts"])
def test_amounts(case: Case) -> None:
    pace = Decimal(case["pace"]) if "pace" in case else None
    if "month" in case:
        pace = linear_pace(make_plan({}), Month.parse(case["month"]))
    assert standing_of(case, Bands(), pace) is Standing(case["standing"])


@pytest.mark.parametrize("case", CASES["other_bands"])
def test_amounts_where_the_office_drew_the_lines_elsewhere(case: Case) -> None:
    bands = Bands(Decimal(2), Decimal(5), Decimal(20))
    assert standing_of(case, bands, Decimal(75)) is Standing(case["standing"])


@pytest.mark.parametrize("case", CASES["ratios"])
def test_ratios(case: Case) -> None:
    met = Decimal(case["value"]) >= Decimal(case["goal"])
    assert bounded_standing(met, for_good=False) is Standing(case["standing"])


@pytest.mark.parametrize("case", CASES["matters"], ids=lambda case: "-".join(map(ascii, case["of"])))
def test_a_matter_takes_its_worst(case: Case) -> None:
    standings = list(map(Standing, case["of"]))
    expected = Standing(case["standing"]) if "standing" in case else None
    assert worst(standings) is expected
    assert worst(standings[::-1]) is expected


@pytest.mark.parametrize("case", CASES["precedence"], ids=lambda case: case["name"])
def test_what_comes_first(case: Case) -> None:
    month = month_of(case)
    facts = {"targets": {"T": case["target"]}, "rows": {"T": case["row"]}, "rules": {"first_month": 9}}
    plan = make_plan(facts)
    settled = settle(plan, make_returns(plan, facts), Decisions(), [])
    progress = compute(plan, History({month: settled}), month, date(2021, 9, 25))
    assert progress.targets[0].standing is Standing(case["standing"])
    assert progress.matters[0].standing is worst([Standing(case["standing"])])


# Laws

LAW = settings(deadline=None, derandomize=True, max_examples=100)
standings = st.sampled_from(Standing)
shares = st.builds(lambda digits: Decimal(digits).scaleb(-4), st.integers(0, 2 * 10**6))


@LAW
@given(shares, shares, st.one_of(st.none(), shares))
def test_more_is_never_worse(one: Decimal, other: Decimal, pace: Decimal | None) -> None:
    less, more = (
        amount_standing(value, Decimal(100), None if pace is None else value - pace, Bands())
        for value in sorted((one, other))
    )
    assert worst([less, more]) is less


@LAW
@given(shares, shares, shares)
def test_finished_is_what_reaches_its_target_and_nothing_else(
    value: Decimal, goal: Decimal, pace: Decimal
) -> None:
    standing = amount_standing(value, goal, value - pace, Bands())
    assert (standing in FINISHED) == (value >= goal)
    assert (standing is Standing.EXCEEDED) == (value > goal)


@LAW
@given(shares, shares)
def test_a_ratio_is_never_finished_nor_behind_pace(value: Decimal, goal: Decimal) -> None:
    assert bounded_standing(value >= goal, for_good=False) in (Standing.MET_SO_FAR, Standing.UNMET_SO_FAR)


@LAW
@given(st.lists(standings, min_size=1, max_size=8))
def test_a_matter_stands_where_one_of_its_targets_stands_or_is_undecided(of: list[Standing]) -> None:
    result = worst(of)
    assert (result is None) == bool(UNKNOWN.intersection(of))
    assert result is None or result in of
    assert worst(sorted(of)) is result


@LAW
@given(st.lists(standings, min_size=1, max_size=8))
def test_qualitative_targets_change_nothing(of: list[Standing]) -> None:
    assert worst([*of, Standing.NOT_APPLICABLE]) is worst(of)


@LAW
@given(st.lists(st.lists(standings, max_size=6), max_size=5))
def test_the_classes_of_a_month_add_up(by_matter: list[list[Standing]]) -> None:
    plan = make_plan({"targets": {"T": {"kind": "累计数", "goal": "1", "measure": "个"}}})
    one = TargetProgress(plan.targets[0], plan.targets[0].goals[0], Standing.DONE, None)
    matters = tuple(
        MatterProgress(plan.matters[0], tuple(replace(one, standing=each) for each in of), worst(of))
        for of in by_matter
    )
    progress = Progress(Month(2021, 9), date(2021, 9, 25), None, Decimal(75), matters, (), (), ())
    flat = [each for of in by_matter for each in of]
    assert list(progress.counts) == list(Standing)
    assert sum(progress.counts.values()) == len(progress.targets) == len(flat)
    assert progress.counts == {each: flat.count(each) for each in Standing}


# The kinds themselves


def test_the_kinds_are_those_of_the_plan_s_sheet() -> None:
    assert list(KINDS) == ["累计数", "比率", "保持", "增幅", "节点计数", "名单", "定性"]


@pytest.mark.parametrize(
    ("trait", "names"),
    [
        ("quantified", ["累计数", "比率", "保持", "增幅", "节点计数", "名单"]),
        ("ratio", ["比率", "保持", "增幅"]),
        ("signed", ["增幅"]),
        ("cumulative", ["累计数", "节点计数", "名单"]),
        ("paced", ["累计数", "节点计数", "名单"]),
        ("parts_required", ["比率"]),
        ("closed_list", ["名单"]),
    ],
)
def test_what_each_kind_is(trait: str, names: list[str]) -> None:
    assert [name for name, kind in KINDS.items() if getattr(kind, trait)] == names


def test_every_standing_belongs_where_it_should() -> None:
    assert {Standing.LAGGING, Standing.FAR_BEHIND} == LATE < BEHIND
    assert not (FINISHED & BEHIND or FINISHED & UNKNOWN or BEHIND & UNKNOWN)
    assert len(Standing) == 18
