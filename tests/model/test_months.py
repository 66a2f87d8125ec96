"""Months, deadlines, working days, and the linear pace that follows from them.

The tables lie in `tests/cases/deadlines.toml`; days off are those of the repository's holiday table.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.figures import decimal
from pipeline.model.months import DayShift, Month, WorkCalendar, chinese_date, day_of_month
from pipeline.model.plan import Plan
from pipeline.model.settings import PaceBasis, PaceStart
from pipeline.outputs import founding
from pipeline.progress.compute import linear_pace
from tests.inputs.builders import load, make_plan

CASES = load("deadlines")
Case = Mapping[str, Any]
LAW = settings(deadline=None, derandomize=True, max_examples=100)

year_months = st.builds(Month, st.integers(2000, 2099), st.integers(1, 12))
days = st.dates(date(2021, 1, 1), date(2021, 12, 31))


def calendar() -> WorkCalendar:
    table = tomllib.loads(founding.holiday_tables()["2021.toml"].decode("utf-8"))
    return WorkCalendar(frozenset(table["放假"]), frozenset(table["调休上班"]), table["依据"])


def paced(basis: str, start: str, notice: date = date(2021, 5, 29)) -> Plan:
    rules = {"pace_basis": PaceBasis(basis), "pace_start": PaceStart(start)}
    plan = make_plan({"rules": rules})
    return replace(plan, profile=replace(plan.profile, notice_date=notice))


# Months


@LAW
@given(year_months)
def test_a_month_reads_back(month: Month) -> None:
    assert Month.parse(str(month)) == month


@pytest.mark.parametrize(
    "text",
    ["", "2021", "2021-9", "2021-00", "2021-13", "2021-09-25", "2021/09", "2021年9月", " 2021-09", "21-09"],
)
def test_what_is_no_month(text: str) -> None:
    with pytest.raises(ValueError) as caught:
        Month.parse(text)
    assert str(caught.value) == text


@pytest.mark.parametrize(
    ("month", "number", "day"),
    [
        ("2021-09", 25, date(2021, 9, 25)),
        ("2021-09", 31, date(2021, 9, 30)),
        ("2021-02", 29, date(2021, 2, 28)),
        ("2024-02", 29, date(2024, 2, 29)),
        ("2024-02", 31, date(2024, 2, 29)),
        ("2021-12", 31, date(2021, 12, 31)),
        ("2021-06", 1, date(2021, 6, 1)),
    ],
)
def test_a_day_of_a_month_or_its_last(month: str, number: int, day: date) -> None:
    assert Month.parse(month).day(number) == day


def test_order() -> None:
    months = [Month(2021, 12), Month(2022, 1), Month(2021, 9), Month(2021, 10)]
    assert [str(month) for month in sorted(months)] == ["2021-09", "2021-10", "2021-12", "2022-01"]


def test_dates_as_documents_write_them() -> None:
    assert chinese_date(date(2021, 9, 5)) == "2021年9月5日"
    assert day_of_month(date(2021, 10, 8)) == "10月8日"


# Working days and deadlines


@pytest.mark.parametrize("case", CASES["day"], ids=lambda case: case["name"])
@pytest.mark.parametrize("policy", DayShift, ids=lambda policy: policy.name)
def test_where_a_day_goes(case: Case, policy: DayShift) -> None:
    assert calendar().shift(case["day"], policy) == case[policy.value]


@LAW
@given(days, st.sampled_from(DayShift))
def test_a_moved_day_is_the_nearest_working_day_on_its_side(day: date, policy: DayShift) -> None:
    moved = calendar().shift(day, policy)
    if policy is DayShift.NONE:
        assert moved == day
        return
    step = timedelta(1 if policy is DayShift.NEXT else -1)
    assert calendar().is_working(moved)
    passed = [day + step * index for index in range(abs((moved - day).days))]
    assert not any(map(calendar().is_working, passed))


def test_make_up_days_and_days_off() -> None:
    work = calendar()
    assert date(2021, 9, 25).weekday() == 5
    assert not work.is_working(date(2021, 9, 25))
    assert date(2021, 9, 26).weekday() == 6
    assert work.is_working(date(2021, 9, 26))
    assert not work.is_working(date(2021, 9, 20))
    assert work.is_working(date(2021, 9, 22))


@pytest.mark.parametrize(
    ("policy", "lead", "cooperating"),
    [("不变", 25, 22), ("顺延", 26, 22), ("提前", 24, 22)],
    ids=["none", "next", "previous"],
)
def test_the_deadlines_of_september(policy: str, lead: int, cooperating: int) -> None:
    plan = replace(make_plan({"rules": {"day_shift": policy}}), calendar=calendar())
    month = Month(2021, 9)
    assert plan.lead_deadline(month) == date(2021, 9, lead)
    assert plan.cooperating_deadline(month) == date(2021, 9, cooperating)


def test_a_deadline_of_the_31st_is_the_month_s_last_day() -> None:
    plan = make_plan({"rules": {"lead_due": 31, "cooperating_due": 30}})
    assert plan.lead_deadline(Month(2021, 9)) == date(2021, 9, 30)
    assert plan.cooperating_deadline(Month(2021, 2)) == date(2021, 2, 28)


def test_a_deadline_may_move_into_the_next_month() -> None:
    plan = make_plan({"rules": {"lead_due": 31, "day_shift": "顺延"}})
    assert plan.lead_deadline(Month(2021, 10)) == date(2021, 11, 1)


def test_the_reporting_months() -> None:
    plan = make_plan({})
    assert plan.first_month == Month(2021, 6)
    assert [str(month) for month in plan.months(Month(2021, 8))] == ["2021-06", "2021-07", "2021-08"]
    assert plan.months(Month(2021, 5)) == ()


# Pace


@pytest.mark.parametrize("case", CASES["pace"], ids=lambda case: ascii("-".join(map(str, case.values()))))
def test_pace(case: Case) -> None:
    done, whole = case["share"]
    pace = linear_pace(paced(case["basis"], case["start"]), Month.parse(case["month"]))
    assert abs(Fraction(pace) - Fraction(done * 100, whole)) < Fraction(1, 10**20)


bases, starts = st.sampled_from(PaceBasis), st.sampled_from(PaceStart)
notices = st.dates(date(2021, 1, 1), date(2021, 11, 30))
earlier_notices = st.dates(date(2020, 10, 1), date(2020, 12, 31))


def rises(plan: Plan, first: int) -> None:
    """Pace grows month by month from nothing, or little, to the whole."""
    paces = [linear_pace(plan, Month(2021, number)) for number in range(first, 13)]
    assert paces == sorted(set(paces))
    assert paces[0] >= 0
    assert paces[-1] == 100


@LAW
@given(bases, starts, notices)
def test_pace_rises_to_the_whole_by_december(basis: PaceBasis, start: PaceStart, notice: date) -> None:
    rises(paced(basis, start, notice), notice.month)


@LAW
@given(bases, starts, earlier_notices)
def test_a_notice_of_the_year_before_is_no_reason_to_expect_all_in_january(
    basis: PaceBasis, start: PaceStart, notice: date
) -> None:
    rises(paced(basis, start, notice), 1)


@LAW
@given(bases, starts, notices, st.integers(1, 12))
def test_pace_is_never_below_nothing_nor_beyond_the_whole(
    basis: PaceBasis, start: PaceStart, notice: date, number: int
) -> None:
    assert 0 <= linear_pace(paced(basis, start, notice), Month(2021, number)) <= 100


def test_a_leap_year_has_a_day_more() -> None:
    plan = paced("按日", "1月")
    assert linear_pace(plan, Month(2024, 2)) == decimal(Fraction(60 * 100, 366))


@pytest.mark.parametrize(
    ("upto", "days"),
    [
        (date(2021, 9, 24), 0),
        (date(2021, 9, 25), 0),
        (date(2021, 9, 26), 1),
        (date(2021, 9, 28), 3),
        (date(2021, 10, 8), 6),
    ],
)
def test_working_days_late(upto: date, days: int) -> None:
    """After Saturday 25 September 2021: the 26th was worked, 1 to 7 October were off."""
    off = frozenset(date(2021, 10, day) for day in range(1, 8))
    calendar = WorkCalendar(off, frozenset({date(2021, 9, 26)}))
    assert calendar.working_days(date(2021, 9, 25), upto) == days
