"""回告对账 by hand: a day that is not yet there, met, missed, reached before; and how papers and ledger say it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from pipeline.documents.letters import perusal, supervision_slip
from pipeline.documents.wording import ledger
from pipeline.inputs.decisions.register import Decisions
from pipeline.inputs.returns.settle import settle
from pipeline.model.figures import Cell, Figure
from pipeline.model.months import Month
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress
from pipeline.model.readings import History, Settled
from pipeline.model.supervision import Action, Kept, Pledge, Replies, Reply, Step, usual_ladders
from pipeline.progress.compute import compute
from pipeline.progress.supervision import drafted, supervised
from tests.goldens import shown
from tests.inputs.builders import make_plan, make_returns

TARGET = {"kind": "累计数", "goal": "120", "measure": "座", "name": "城市书房", "verb": "建成"}
CELL = Cell("回告.xlsx", "追赶计划", "F3", "40", sha256="")
SENT = Step(
    Month(2021, 8),
    "甲局",
    Action.SENT,
    "",
    "",
    date(2021, 8, 27),
    CELL,
    CELL,
    usual_ladders().commanded[1],
    True,
)


def reply(*pledges: tuple[date, str]) -> Reply:
    """The answer of 3 September to August's slip."""
    rows = tuple(Pledge(due, Figure(Decimal(amount), "座", (CELL,))) for due, amount in pledges)
    return Reply(Month(2021, 8), "T01", "甲局", "选址调整", "分组推进", "年底", date(2021, 9, 3), CELL, rows)


def year(answer: Reply, *months: tuple[str, date]) -> tuple[Plan, History, list[Progress]]:
    """A city whose one target reported these figures, as of these days, from June on; every month as it was reckoned then."""
    plan = make_plan({"targets": {"T01": TARGET}})
    profile = replace(
        plan.profile,
        general_office="市政府办公室",
        supervising_organ="某市人民政府办公室",
        office_self_name="我办",
    )
    matters = (replace(plan.matters[0], leader="分管副市长"),)
    plan = replace(plan, profile=profile, matters=matters)
    settled: list[Settled] = []
    for number, (value, as_of) in enumerate(months, 6):
        row = {"cumulative": value, "as_of": as_of} if value else {}
        case = {
            "month": f"2021-{number:02d}",
            "rows": {"T01": row} if row else {},
            "targets": {"T01": TARGET},
        }
        settled.append(settle(plan, make_returns(plan, case), Decisions(), settled))
    history = History({one.month: one for one in settled}, replies=Replies((answer,)))
    return (
        plan,
        history,
        [compute(plan, history, one.month, plan.lead_deadline(one.month)) for one in settled],
    )


def twentieth(*values: str) -> list[tuple[str, date]]:
    return [(value, date(2021, number, 20)) for number, value in enumerate(values, 6)]


FORTY = reply((date(2021, 10, 31), "40"))


@pytest.mark.parametrize(
    ("values", "kept", "as_of", "value"),
    [
        (("6", "9", "11", "19"), Kept.PENDING, date(2021, 9, 20), "19"),
        (("6", "9", "11", "19", "28"), Kept.PENDING, date(2021, 10, 20), "28"),  # 20 October is before its day
        (("6", "9", "11", "19", "28", "39"), Kept.MISSED, date(2021, 11, 20), "39"),
        (("6", "9", "11", "19", "28", "40"), Kept.REACHED, date(2021, 11, 20), "40"),
        (("6", "9", "11", "19", "41"), Kept.REACHED, date(2021, 10, 20), "41"),  # before its day
        (("6", "9", "11", "19", "28", "39", "45"), Kept.MISSED, date(2021, 11, 20), "39"),  # the first figure judges
        (("6", "9", "11", "19", "28", "", "45"), Kept.REACHED, date(2021, 12, 20), "45"),  # nobody knew in November
    ],
)  # fmt: skip
def test_a_pledge_is_held_against_the_first_figure_of_its_day_or_later(
    values: tuple[str, ...], kept: Kept, as_of: date, value: str
) -> None:
    _, _, course = year(FORTY, *twentieth(*values))
    (one,) = course[-1].targets[0].pledged
    assert one.value is not None
    assert (one.kept, one.as_of, one.value.amount) == (kept, as_of, Decimal(value))


def test_what_was_answered_after_a_paper_was_drawn_up_is_not_in_it() -> None:
    _, _, course = year(FORTY, *twentieth("6", "9", "11"))
    assert course[-1].targets[0].pledged == ()


def test_a_figure_as_of_the_day_itself_counts() -> None:
    """Told as reached, never as 按期: when it was reached nobody says."""
    for value, kept in (("40", Kept.REACHED), ("39", Kept.MISSED)):
        months = [*twentieth("6", "9", "11", "19"), (value, date(2021, 10, 31))]
        _, _, course = year(FORTY, *months)
        assert course[-1].targets[0].pledged[0].kept is kept


def test_a_paper_says_what_was_answered_and_what_came_of_it() -> None:
    plan, history, course = year(FORTY, *twentieth("6", "9", "11", "19", "28", "39"))
    said = {}
    for number in (9, 11):
        upto = [one for one in course if one.month.number <= number]
        papers = drafted(plan, upto, [SENT], history.replies)
        slip = str(shown(supervision_slip.compose(plan, upto[-1], True, papers)[0].context))
        leader = str(shown(perusal.compose(plan, upto[-1], True)[0].context))
        urged = supervised(plan, upto, [SENT], history.replies)
        rows = ledger.compose(plan, history, upto, urged).rows
        said[number] = (slip, leader, rows[0].urged)
    cited = "8月27日印发督查提示单。据你局9月3日回告，"
    assert f"{cited}计划10月底前建成40座，截至9月20日建成19座。现予提示。" in said[9][0]
    assert f"2021年{cited}计划10月底前建成40座，截至11月20日建成39座，未按期实现。现予提示。" in said[11][0]
    assert "，已连续4个月滞后。据甲局9月3日回告，计划10月底前建成40座，截至9月20日建成19座。" in said[9][1]
    assert "计划10月底前建成40座，截至11月20日建成39座，未按期实现。" in said[11][1]
    assert "时限：年底；承诺：10月底前建成40座，截至9月20日建成19座\n" in said[9][2]
    assert "承诺：10月底前建成40座，截至11月20日建成39座，未按期实现\n" in said[11][2]


def test_who_answered_on_paper_and_was_never_registered_is_accused_of_nothing() -> None:
    """No row and no sheet means nobody typed it: the letter is silent, the ledger asks."""
    plan, history, course = year(FORTY, *twentieth("6", "9", "11", "19"))
    silent = replace(history, replies=Replies())
    course = [compute(plan, silent, one.month, one.drawn_up) for one in course]
    papers = drafted(plan, course, [SENT], Replies())
    slip = str(shown(supervision_slip.compose(plan, course[-1], True, papers)[0].context))
    assert "市政府办公室8月27日印发督查提示单。现予提示。" in slip
    assert "回告，" not in slip and "尚未收到" not in slip
    urged = supervised(plan, course, [SENT], Replies())
    assert "应于9月6日前回告，未登记回告，请核\n" in ledger.compose(plan, silent, course, urged).rows[0].urged
    looked = replace(
        SENT, action=Action.UNANSWERED, approver="督查室经办岗", day=date(2021, 9, 10), rung=None
    )
    papers = drafted(plan, course, [SENT, looked], Replies())
    slip = str(shown(supervision_slip.compose(plan, course[-1], True, papers)[0].context))
    assert "印发督查提示单。截至发文时，我办尚未收到你局回告。现予提示。" in slip
