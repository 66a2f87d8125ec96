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
from pipeline.model.supervision import Action, Replies, Reply, Rung, Stand, Step, Supervised, usual_ladders
from pipeline.progress.compute import compute
from pipeline.progress.supervision import _answers, drafted, reconsidered, supervised
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
    return Step(Month(2021, month), "甲局", action, "", approver, day, CELL, CELL, rung)


def stands(
    months: Sequence[str], *steps: Step, replies: Sequence[Reply] = (), today: date | None = None
) -> Supervised:
    plan, history = year(*months)
    course = [compute(plan, history, month, plan.lead_deadline(month)) for month in history.months]
    course[-1] = replace(course[-1], drawn_up=today or course[-1].drawn_up)
    return supervised(plan, course, steps, Replies(tuple(replies)))["T01"]


CALLED, SLIP, LIMITED, LISTED, TALK = usual_ladders().commanded
JUNE = step(6, Action.SENT, date(2021, 6, 28), SLIP)
JULY = step(7, Action.SENT, date(2021, 7, 27), LIMITED)
AUGUST = step(8, Action.SENT, date(2021, 8, 27), LISTED, "分管副市长")


def papers(months: Sequence[str], *steps: Step) -> list[str]:
    """What is drafted for the last month: by which rung, and by when it is to be answered."""
    plan, history = year(*months)
    course = [compute(plan, history, month, plan.lead_deadline(month)) for month in history.months]
    return [f"{one.rung} {one.due:%m-%d}" for one in drafted(plan, course, steps, Replies())]


def test_before_the_third_period_nothing_is_drafted_and_a_call_suggested() -> None:
    assert stands([LATE]) == Supervised(suggestion="电话提醒")
    assert papers([LATE]) == papers([LATE, LATE]) == []
    assert papers([LATE, LATE, LATE]) == ["提示单 09-06"]


@pytest.mark.parametrize(
    ("months", "steps", "draft", "suggestion"),
    [
        (3, [], ["提示单 09-06"], "提示单"),  # nothing went out: the ladder begins with its first paper
        (3, [JUNE], ["提示单 09-06"], "限期"),  # one rung below what is suggested
        (3, [JUNE, JULY], ["限期 09-06"], "挂牌（须经批准）"),
        (4, [JUNE, JULY, AUGUST], ["限期 10-05"], "约谈（须经批准）"),  # 挂牌 only anew with somebody's approval
    ],
)  # fmt: skip
def test_nobody_climbs_without_a_row(
    months: int, steps: Sequence[Step], draft: Sequence[str], suggestion: str
) -> None:
    assert papers([LATE] * months, *steps) == draft
    assert stands([LATE] * months, *steps).suggestion == suggestion


def planned(month: int, rung: Rung, approver: str = "") -> Step:
    return Step(Month(2021, month), "甲局", Action.PLANNED, "", approver, None, CELL, CELL, rung, named=True)


def test_a_row_makes_the_paper_it_names_in_any_month() -> None:
    assert papers([LATE], planned(6, SLIP)) == ["提示单 07-05"]
    assert papers([LATE] * 3, JUNE, planned(8, LIMITED)) == ["限期 09-06"]
    assert papers([LATE] * 3, planned(8, LISTED, "分管副市长")) == ["挂牌 09-06"]
    # A call and a talk are no papers, and who chose them gets none.
    assert papers([LATE] * 3, planned(8, CALLED)) == papers([LATE] * 3, planned(8, TALK)) == []


def test_two_papers_of_one_month_stand_side_by_side() -> None:
    steps = [step(8, Action.SENT, date(2021, 8, 27), SLIP), planned(8, LIMITED)]
    assert papers([LATE] * 3, *steps) == ["提示单 09-06", "限期 09-06"]


def test_the_second_paper_of_a_month_cites_what_went_out_before_it() -> None:
    plan, history = year(*[LATE] * 3)
    course = [compute(plan, history, month, plan.lead_deadline(month)) for month in history.months]
    called = step(8, Action.SENT, date(2021, 8, 20), CALLED, "督查室经办岗")
    steps = [called, step(8, Action.SENT, date(2021, 8, 27), SLIP), planned(8, LIMITED)]
    told = {one.rung: [sent.day.day for sent in one.told] for one in drafted(plan, course, steps, Replies())}
    assert told == {SLIP: [20], LIMITED: [20, 27]}


def test_a_call_is_no_letter() -> None:
    called = step(8, Action.SENT, date(2021, 8, 26), CALLED, "督查室经办岗")
    (one,) = stands([LATE] * 3, called).urgings[-1:]
    assert ([sent.rung for sent in one.sent], one.due, one.stand) == ([CALLED], None, Stand.SENT)
    assert papers([LATE] * 3, called) == ["提示单 09-06"]


def test_in_december_nothing_is_drafted_unless_people_ask() -> None:
    assert papers([LATE] * 7, JUNE, JULY) == []
    assert papers([LATE] * 7, JUNE, JULY, planned(12, LIMITED)) == ["限期 01-04"]


def test_those_only_asked_climb_a_ladder_of_their_own() -> None:
    plan, history = year(*[LATE] * 3)
    units = tuple(replace(one, subordinate=False) if one.key == "甲局" else one for one in plan.units)
    plan = replace(plan, units=units)
    course = [compute(plan, history, month, plan.lead_deadline(month)) for month in history.months]
    first, again, up = usual_ladders().asked
    sent = step(6, Action.SENT, date(2021, 6, 28), first)
    for steps, rung, suggestion in (
        ([], first, "商请"),
        ([sent], first, "再次商请"),
        ([sent, planned(8, again)], again, "再次商请"),
    ):
        assert [one.rung for one in drafted(plan, course, steps, Replies())] == [rung]
        assert supervised(plan, course, steps, Replies())["T01"].suggestion == suggestion

    # Up to the leader only by a row; what is drafted unasked afterwards goes to the unit.
    (one,) = drafted(plan, course, [sent, planned(8, up)], Replies())
    assert one.rung == up
    went_up = step(7, Action.SENT, date(2021, 7, 28), up)
    assert [one.rung for one in drafted(plan, course, [sent, went_up], Replies())] == [again]
    assert supervised(plan, course, [sent, went_up], Replies())["T01"].urgings[1].due is None


def test_no_rung_is_reached_before_its_months_in_a_row() -> None:
    limited = step(6, Action.SENT, date(2021, 6, 28), LIMITED)
    assert stands([LATE, LATE], limited).suggestion == "限期"
    assert stands([LATE, LATE, LATE], limited).suggestion == "挂牌（须经批准）"


def test_a_letter_without_a_word_on_how_is_the_one_that_was_drafted() -> None:
    sent = [step(number, Action.SENT, date(2021, number, 27)) for number in (6, 7, 8)]
    assert [each.rung for one in stands([LATE] * 3, *sent).urgings for each in one.sent] == [SLIP] * 3


def test_what_was_drafted_and_never_noted_stays() -> None:
    assert [one.stand for one in stands([LATE] * 4).urgings] == [Stand.UNNOTED, Stand.PROPOSED]
    assert [one.stand for one in stands([LATE, LATE], planned(6, SLIP)).urgings] == [Stand.UNNOTED]


def test_after_it_is_closed_the_ladder_begins_anew() -> None:
    closed = step(6, Action.CLOSED, date(2021, 7, 20), approver="督查室负责岗")
    one = stands([LATE, LATE, LATE], JUNE, closed)
    assert ([each.stand for each in one.urgings], one.suggestion) == (
        [Stand.CLOSED, Stand.PROPOSED],
        "提示单",
    )


def test_what_has_caught_up_may_be_closed_once() -> None:
    closed = step(6, Action.CLOSED, date(2021, 8, 20), approver="督查室负责岗")
    assert stands([LATE, FINE], JUNE).suggestion == "可以销号"
    assert stands([LATE, FINE], JUNE, closed).suggestion == ""
    assert stands([LATE, FINE]).suggestion == ""


def remarks(months: Sequence[str], *steps: Step) -> list[str]:
    plan, history = year(*months)
    course = [compute(plan, history, month, plan.lead_deadline(month)) for month in history.months]
    urged = supervised(plan, course, steps, Replies())
    return [f"{one.code} {one.message}" for one in reconsidered(plan, course[-1], steps, urged)]


def test_closing_what_still_lags_is_told_once() -> None:
    """Closed on 28 July, when July's figures, due on the 25th, were the latest: August no longer asks."""
    closed = step(6, Action.CLOSED, date(2021, 7, 28), approver="督查室负责岗")
    assert remarks([LATE, LATE], JUNE, closed) == ["D10 甲局6月的督办登记了销号，T017月仍滞后"]
    assert remarks([LATE, FINE], JUNE, closed) == remarks([LATE, LATE, LATE], JUNE, closed) == []
    # On the eve of July's reports June's figures were the latest.
    eve = step(6, Action.CLOSED, date(2021, 7, 24), approver="督查室负责岗")
    assert remarks([LATE, LATE], JUNE, eve) == []
    assert [one.partition(" ")[0] for one in remarks([LATE], JUNE, eve)] == ["D09", "D10"]


def test_a_letter_sent_late_is_to_be_printed_again() -> None:
    """Drafted for 25 June, to be answered by 5 July; sent on the 28th it is the 8th, in letter and ledger."""
    assert remarks([LATE], JUNE) == [
        "D09 甲局的督办文稿登记2021-06-28发出，回告日相应为2021-07-08，不是2021-07-05"
    ]
    assert papers([LATE], JUNE) == ["提示单 07-08"]
    assert stands([LATE], JUNE).urgings[0].due == date(2021, 7, 8)
    assert remarks([LATE], step(6, Action.SENT, date(2021, 6, 25), SLIP)) == []


@pytest.mark.parametrize(
    ("today", "stand"),
    [
        (date(2021, 7, 8), Stand.SENT),  # sent on 28 June: ten days are 8 July, the day itself counts
        (date(2021, 7, 9), Stand.SILENT),
    ],
)
def test_silence_begins_the_day_after(today: date, stand: Stand) -> None:
    assert stands([LATE], JUNE, today=today).stand is stand


def test_that_no_answer_came_is_said_only_where_a_person_looked() -> None:
    looked = step(6, Action.UNANSWERED, date(2021, 7, 12), approver="督查室经办岗")
    assert stands([LATE], JUNE, looked).urgings[0].stand is Stand.OVERDUE
    answered = step(6, Action.ANSWERED, date(2021, 7, 13))
    assert stands([LATE], JUNE, looked, answered).urgings[0].stand is Stand.ANSWERED


def test_a_letter_cites_what_was_noted_since_the_last_was_closed() -> None:
    plan, history = year(*[LATE] * 3)
    course = [compute(plan, history, month, plan.lead_deadline(month)) for month in history.months]
    looked = step(7, Action.UNANSWERED, date(2021, 8, 10), approver="督查室经办岗")
    before = step(6, Action.ANSWERED, date(2021, 7, 6))
    (one,) = drafted(plan, course, [JUNE, before, JULY], Replies())
    assert (one.answered, one.unanswered) == ((date(2021, 7, 6),), None)
    # Noted as silent, and answered after all.
    late = step(7, Action.ANSWERED, date(2021, 8, 12))
    (one,) = drafted(plan, course, [JUNE, JULY, looked, late], Replies())
    assert (one.answered, one.unanswered) == ((date(2021, 8, 12),), None)
    # That the letter before was not answered says nothing of the last.
    (one,) = drafted(plan, course, [JUNE, replace(looked, month=Month(2021, 6)), JULY], Replies())
    assert one.unanswered is None
    (one,) = drafted(plan, course, [JUNE, JULY, looked], Replies())
    assert ([each.day for each in one.told], one.unanswered) == (
        [date(2021, 6, 28), date(2021, 7, 27)],
        looked,
    )
    closed = step(6, Action.CLOSED, date(2021, 7, 20), approver="督查室负责岗")
    (one,) = drafted(plan, course, [JUNE, closed, JULY, looked], Replies())
    assert [each.day for each in one.told] == [date(2021, 7, 27)]


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


def test_what_two_leads_answered_stands_together_each_named_as_of_the_first() -> None:
    answers = [
        Reply(Month(2021, 8), "T01", unit, reason, "增加人手", "10月底。", date(2021, 9, day), CELL)
        for unit, reason, day in (("乙局", "缺钱", 5), ("甲局", "雨天。", 3))
    ]
    found = _answers(answers)[Month(2021, 8), "T01"]
    assert (found.unit, found.day) == ("", date(2021, 9, 3))
    assert found.reason == "甲局：雨天；乙局：缺钱"
    assert found.limit == "甲局：10月底；乙局：10月底"
    third = replace(answers[0], unit="丙局", day=date(2021, 9, 9))
    assert _answers([*answers, third])[Month(2021, 8), "T01"].reason == "甲局：雨天；乙局：缺钱；丙局：缺钱"
