"""What a plan is on a day once documents changed it: leads, posts and targets go by date, and nobody is blamed for others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pipeline.documents.wording import ledger
from pipeline.documents.wording.clauses import target_phrase
from pipeline.documents.wording.progress_table import notes, rows
from pipeline.inputs.decisions.register import Decisions
from pipeline.inputs.plan.schema import WORDS
from pipeline.inputs.returns.form import forms
from pipeline.inputs.returns.settle import settle
from pipeline.model.months import Month
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress
from pipeline.model.promises import Post
from pipeline.model.readings import History, Settled
from pipeline.model.supervision import Replies
from pipeline.progress.compute import compute
from pipeline.progress.supervision import supervised
from tests.inputs.builders import make_plan, make_returns

COUNTED = {"kind": "累计数", "goal": "120", "measure": "个"}
HANDED = COUNTED | {"handovers": [(date(2021, 8, 15), ("乙局",))]}
DROPPED = {"since": date(2021, 8, 1), "source": "甲号文", "absent": True, "change": "取消"}
NEW = {"absent": True, "changes": [{"since": date(2021, 8, 1), "source": "甲号文", "change": "新增"}]}


def course(**targets: dict[str, Any]) -> tuple[Plan, list[Progress]]:
    """June to September, every target at 10 of 120 all the time."""
    plan, found, _ = year(**targets)
    return plan, found


def year(**targets: dict[str, Any]) -> tuple[Plan, list[Progress], History]:
    """The same, with what was read."""
    case = {"targets": targets, "rows": {name: {"cumulative": "10"} for name in targets}}
    words = {standing.value: word for standing, word in WORDS.items()}
    plan = make_plan(case | {"rules": {"words": words}})
    plan = replace(plan, profile=replace(plan.profile, approver="市政府"))
    settled: list[Settled] = []
    found = []
    for number in (6, 7, 8, 9):
        month = Month(2021, number)
        then = plan.on(month.last_day)
        own = {name: row for name, row in case["rows"].items() if name in {one.id for one in then.targets}}
        settled.append(
            settle(then, make_returns(then, case | {"month": str(month), "rows": own}), Decisions(), settled)
        )
        found.append(compute(plan, History({one.month: one for one in settled}), month, month.last_day))
    return plan, found, History({one.month: one for one in settled})


def test_a_plan_without_dated_changes_is_itself_on_every_day() -> None:
    plan = make_plan({"targets": {"T01": COUNTED}})
    assert plan.on(date(2021, 9, 30)) is plan


def test_an_old_lead_keeps_its_months_and_a_new_one_is_not_blamed_for_them() -> None:
    _, months = course(T01=HANDED)
    assert [progress.targets[0].target.leads for progress in months] == [("甲局",)] * 2 + [("乙局",)] * 2
    assert [progress.targets[0].months_behind for progress in months] == [1, 2, 1, 2]


def test_forms_go_to_whoever_answers_in_that_month() -> None:
    plan = make_plan({"targets": {"T01": HANDED, "T02": COUNTED}})
    july, august = Month(2021, 7), Month(2021, 8)
    assert plan.on(july.last_day).led_by("乙局") == ()
    assert [one.id for one in plan.on(august.last_day).led_by("乙局")] == ["T01"]
    assert [one.id for one in plan.on(august.last_day).on(july.last_day).led_by("甲局")] == ["T01", "T02"]
    assert "乙局-2021年8月.xlsx" in forms(plan.on(august.last_day), august)


def test_what_is_cancelled_is_gone_from_that_month_on_and_the_table_says_so() -> None:
    plan, months = course(T01=COUNTED | {"changes": [DROPPED]}, T02=COUNTED)
    assert [len(progress.targets) for progress in months] == [2, 2, 1, 1]
    last = plan.on(date(2021, 9, 30))
    assert last.target("T01").id == "T01"
    assert any("T01按甲号文自8月1日起取消，不再列入。" in str(note) for note in notes(last, months[-1]))
    assert not any("取消" in str(note) for note in notes(plan.on(date(2021, 7, 31)), months[1]))


def test_what_is_cancelled_stays_in_the_ledger_with_its_months_its_day_and_its_ground() -> None:
    plan, months, history = year(T01=COUNTED | {"changes": [DROPPED]}, T02=COUNTED)
    now = plan.on(date(2021, 9, 30))
    made = ledger.compose(now, history, months, supervised(now, months, (), Replies()))
    gone, kept = made.rows
    assert (gone.id, gone.standing.text, gone.goal, gone.unit) == (
        "T01",
        "已取消\n8月1日起\n甲号文",
        "120个",
        "甲局",
    )
    assert [mark.text for mark in gone.marks] == ["10个\n8.3%\n严重滞后", "10个\n8.3%\n严重滞后", "—", "—"]
    assert (gone.months_behind, gone.stand, gone.suggestion) == (0, None, "—")
    assert (kept.id, kept.standing.text) == ("T02", "严重滞后")
    assert [row.id for row in made.leads["甲局"]] == ["T01", "T02"]
    # It is in no count, and before its day nothing says that it will go.
    assert sum(months[-1].counts.values()) == 1
    july = plan.on(date(2021, 7, 31))
    before = ledger.compose(july, history, months[:2], supervised(july, months[:2], (), Replies()))
    assert [row.standing.text for row in before.rows] == ["严重滞后", "严重滞后"]


def test_what_is_not_in_the_year_yet_is_not_in_the_ledger() -> None:
    plan, months, history = year(T01=COUNTED | NEW, T02=COUNTED)
    july = plan.on(date(2021, 7, 31))
    made = ledger.compose(july, history, months[:2], supervised(july, months[:2], (), Replies()))
    assert [row.id for row in made.rows] == ["T02"]


def test_what_is_new_is_there_from_that_month_on() -> None:
    plan, months = course(T01=COUNTED | NEW, T02=COUNTED)
    assert [len(progress.targets) for progress in months] == [1, 1, 2, 2]
    assert [str(row.remark) for row in rows(plan.on(date(2021, 9, 30)), months[-1])] == ["按甲号文新增", ""]


@pytest.mark.parametrize(
    ("printable", "words"), [(True, "按甲号文暂缓实施"), (False, "经市政府研究同意暂缓实施")]
)
def test_a_document_that_may_not_be_named_is_not_named(printable: bool, words: str) -> None:
    change = {"since": date(2021, 8, 1), "source": "甲号文", "suspended": True, "printable": printable}
    plan, months = course(T01=COUNTED | {"changes": [change]})
    assert str(target_phrase(plan, months[-1].targets[0])) == f"T01{words}"


def test_the_post_in_charge_goes_by_date() -> None:
    plan = make_plan({"targets": {"T01": COUNTED}})
    matter = replace(plan.matters[0], leader="甲副市长", posts=(Post(date(2021, 9, 1), "乙副市长"),))
    plan = replace(plan, matters=(matter,))
    posts = [plan.on(day).matters[0].leader for day in (date(2021, 8, 31), date(2021, 9, 1))]
    assert posts == ["甲副市长", "乙副市长"]
