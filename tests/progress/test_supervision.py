"""The ladder of 督办 by hand: how a letter stands on a day, and which rung is suggested next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from pipeline.inputs.decisions.register import Decisions
from pipeline.inputs.returns.settle import settle
from pipeline.model.figures import Cell
from pipeline.model.months import Month
from pipeline.model.plan import Plan
from pipeline.model.readings import History, Settled
from pipeline.model.supervision import Action, Replies, Reply, Rung, Stand, Step, Supervised
from pipeline.progress.compute import compute
from pipeline.progress.supervision import supervised
from tests.inputs.builders import make_plan, make_returns

CELL = Cell("处理登记.xlsx", "督办", "C3", "", sha256="")
# 120 a year is 10 a month: in June 50 of 60 lag by 8.3 points no more; 40 of 60 by 16.7.
LATE, FINE = "40", "120"


def year(*months: str) -> tuple[Plan, History]:
    """A city whose one target reported these figures from June on; a late one falls back further each month."""
    target = {"targets": {"T01": {"kind": "累计数", "goal": "120", "measure": "个"}}}
    plan = make_plan(target)
    plan = replace(plan, profile=replace(plan.profile, general_office="市政府办公室"))
    settled: list[Settled] = []
    for number, value in enumerate(months, 6):
        case = target | {"month": f"2021-{number:02d}", "rows": {"T01": {"cumulative": value}}}
        settled.append(settle(plan, make_returns(plan, case), Decisions(), settled))
    return plan, History({one.month: one for one in settled})


def step(month: int, action: Action, day: date, rung: Rung | None = None, approver: str = "") -> Step:
    return Step(Month(2021, month), "甲局", action, "", approver, day, CELL, rung)


def stands(
    months: Sequence[str], *steps: Step, replies: Sequence[Reply] = (), today: date | None = None
) -> Supervised:
    plan, history = year(*months)
    course = [compute(plan, history, month, plan.lead_deadline(month)) for month in history.months]
    course[-1] = replace(course[-1], drawn_up=today or course[-1].drawn_up)
    return supervised(plan, course, steps, Replies(tuple(replies)))["T01"]


JUNE = step(6, Action.SENT, date(2021, 6, 28))
JULY = step(7, Action.SENT, date(2021, 7, 27))
LISTED = step(8, Action.SENT, date(2021, 8, 27), Rung.LISTED, "分管副市长")


def test_what_lags_is_proposed_until_somebody_notes_it() -> None:
    one = stands([LATE])
    assert (one.stand, one.suggestion) == (Stand.PROPOSED, "提醒")


@pytest.mark.parametrize(
    ("months", "steps", "suggestion"),
    [
        ([LATE, LATE], [], "提醒"),  # nothing went out: the ladder begins at its foot
        ([LATE, LATE], [JUNE], "限期"),
        ([LATE, LATE, LATE], [JUNE], "限期"),
        ([LATE, LATE, LATE], [JUNE, JULY], "挂牌（须经批准）"),
        ([LATE, LATE, LATE, LATE], [JUNE, JULY, LISTED], "挂牌（须经批准）"),
        ([LATE, LATE], [JUNE, JULY], ""),  # this month's went out already
    ],
)
def test_one_rung_at_a_time(months: Sequence[str], steps: Sequence[Step], suggestion: str) -> None:
    assert stands(months, *steps).suggestion == suggestion


def test_no_rung_is_reached_before_its_months_in_a_row() -> None:
    limited = step(6, Action.SENT, date(2021, 6, 28), Rung.LIMITED)
    assert stands([LATE, LATE], limited).suggestion == "限期"
    assert stands([LATE, LATE, LATE], limited).suggestion == "挂牌（须经批准）"


def test_nobody_is_counted_onto_the_board() -> None:
    """A third letter without a word on how it went out is 限期 still: 挂牌 is somebody's decision."""
    third = step(8, Action.SENT, date(2021, 8, 27))
    assert [one.rung for one in stands([LATE] * 3, JUNE, JULY, third).urgings] == [
        Rung.REMINDED,
        Rung.LIMITED,
        Rung.LIMITED,
    ]


def test_after_it_is_closed_the_ladder_begins_anew() -> None:
    closed = step(6, Action.CLOSED, date(2021, 7, 20), approver="督查室负责岗")
    one = stands([LATE, LATE], JUNE, closed)
    assert ([each.stand for each in one.urgings], one.suggestion) == (
        [Stand.CLOSED, Stand.PROPOSED],
        "提醒",
    )


def test_what_has_caught_up_may_be_closed_once() -> None:
    closed = step(6, Action.CLOSED, date(2021, 8, 20), approver="督查室负责岗")
    assert stands([LATE, FINE], JUNE).suggestion == "可以销号"
    assert stands([LATE, FINE], JUNE, closed).suggestion == ""
    assert stands([LATE, FINE]).suggestion == ""


@pytest.mark.parametrize(
    ("today", "stand"),
    [
        (date(2021, 7, 8), Stand.SENT),  # sent on 28 June: ten days are 8 July, the day itself counts
        (date(2021, 7, 9), Stand.OVERDUE),
    ],
)
def test_overdue_begins_the_day_after(today: date, stand: Stand) -> None:
    assert stands([LATE], JUNE, today=today).stand is stand


def test_a_letter_sent_before_the_deadline_is_due_as_if_sent_on_it() -> None:
    """25 June and ten days is 5 July, a Monday."""
    early = step(6, Action.SENT, date(2021, 6, 20))
    assert stands([LATE], early).urgings[0].due == date(2021, 7, 5)


def test_a_reply_day_off_moves_to_the_next_working_day() -> None:
    """30 June and ten days is 10 July, a Saturday."""
    late = step(6, Action.SENT, date(2021, 6, 30))
    assert stands([LATE], late).urgings[0].due == date(2021, 7, 12)


def test_a_reply_answers_and_the_earlier_day_counts() -> None:
    noted = step(6, Action.ANSWERED, date(2021, 7, 6))
    reply = Reply(Month(2021, 6), "T01", "甲局", "原因", "措施", "年底", date(2021, 7, 2), CELL)
    (one,) = stands([LATE], JUNE, noted, replies=[reply]).urgings
    assert (one.stand, one.answered, one.reply) == (Stand.ANSWERED, date(2021, 7, 2), reply)


def test_what_comes_after_the_next_reports_belongs_to_the_next_ledger() -> None:
    """July's reports are due on 25 July."""
    eve, day = (step(6, Action.ANSWERED, date(2021, 7, number)) for number in (24, 25))
    assert stands([LATE], JUNE, eve).stand is Stand.ANSWERED
    assert stands([LATE], JUNE, day).stand is Stand.SENT
    assert stands([LATE, LATE], JUNE, day).urgings[0].stand is Stand.ANSWERED


def test_a_target_that_did_not_lag_that_month_had_no_letter() -> None:
    assert stands([FINE], JUNE) == Supervised()


def test_without_an_office_to_urge_nothing_is_proposed() -> None:
    plan, history = year(LATE)
    plan = replace(plan, profile=replace(plan.profile, general_office=""))
    month = Month(2021, 6)
    course = [compute(plan, history, month, plan.lead_deadline(month))]
    assert supervised(plan, course, (), Replies())["T01"] == Supervised()
