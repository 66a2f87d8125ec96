"""Ten times the targets cost ten times the work: nothing looks through the whole plan for every target, row or rule.

Work is counted in lines run, which is the same on every machine: a scan of 300 targets for each would show.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from types import FrameType
from typing import Any

import pytest

from pipeline.documents.letters import (
    brief,
    bulletin,
    feedback,
    perusal,
    report,
    supervision_letter,
    supervision_slip,
)
from pipeline.documents.workbooks.checklist import checklist
from pipeline.documents.workbooks.ledgerbook import ledger_files
from pipeline.documents.workbooks.meeting import meeting_table
from pipeline.documents.workbooks.owed_list import reminder_list
from pipeline.files.spreadsheets import writing
from pipeline.inputs.decisions.register import Decisions
from pipeline.inputs.plan.schema import WORDS
from pipeline.inputs.returns.settle import settle
from pipeline.model.assessment import Rulings
from pipeline.model.months import Month
from pipeline.model.plan import Matter, Name, Plan, Unit
from pipeline.model.promises import Post
from pipeline.model.readings import History, Returns, UnitReport
from pipeline.model.supervision import Replies
from pipeline.progress.assess import assess
from pipeline.progress.compute import compute
from pipeline.progress.observations import COLUMNS, reported
from pipeline.progress.owed import owed
from pipeline.progress.supervision import drafted
from tests.inputs.builders import make_plan, make_returns

MONTH, DAY = Month(2021, 9), date(2021, 9, 25)
EACH = 5  # targets a matter, and a lead
FEW, MANY = 50, 300
# What grows with the logarithm (sorting) and what is said once weigh a little; a scan of 300 would weigh 10 % and more.
MOST = 1.06


def city(size: int) -> tuple[Plan, Returns]:
    """So many targets of a fifth as many leads, each with a figure and its three counties' shares."""
    names = [f"T{number:03}" for number in range(size)]
    counties = ["东县", "西县", "南县"]
    target = {"kind": "累计数", "goal": "1000", "measure": "个", "counties": counties}
    case = {
        "month": str(MONTH),
        "targets": {name: {**target, "name": f"建设第{name}批"} for name in names},
        "rows": {
            name: {"cumulative": str(3 * (150 + number % 50)), "reason": "雨天", "as_of": date(2021, 9, 20)}
            for number, name in enumerate(names)
        },
        "counties": {
            name: dict.fromkeys(counties, str(150 + number % 50)) for number, name in enumerate(names)
        },
    }
    plan, returns = make_plan(case), make_returns(make_plan(case), case)
    leads = [f"第{number}局" for number in range(size // EACH)]
    units = tuple(
        Unit(key, order, "", False, True, "是", (Name(key, "", "", None, None, "是"),), (), "", "")
        for order, key in enumerate(leads, 1)
    )
    of = {name: leads[number // EACH] for number, name in enumerate(names)}
    matters = tuple(
        Matter(number, f"办第{number}件实事", "", (lead,), (), "") for number, lead in enumerate(leads, 1)
    )
    words = {standing.value: word for standing, word in WORDS.items()}
    rules = replace(plan.rules, first_month=7, words=words)
    plan = replace(
        plan,
        profile=replace(plan.profile, general_office="某市人民政府办公室"),
        matters=matters,
        units=(*units, *(unit for unit in plan.units if unit.county)),
        targets=tuple(
            replace(one, leads=(of[one.id],), matter=number // EACH + 1)
            for number, one in enumerate(plan.targets)
        ),
        rules=rules,
    )
    (report_of,) = returns.reports
    reports: tuple[UnitReport, ...] = tuple(
        replace(report_of, unit=lead, stage=rules.lead_due, file=f"{lead}.xlsx") for lead in leads
    )
    rows = tuple(replace(row, unit=of[row.target]) for row in returns.rows)
    shares = tuple(replace(row, unit=of[row.target]) for row in returns.counties)
    return plan, replace(returns, reports=reports, rows=rows, counties=shares)


def lines_run(work: Callable[[], Any]) -> Counter[str]:
    """How many lines of ours run, by module."""
    count: Counter[str] = Counter()

    def local(frame: FrameType, event: str, _: object) -> Any:
        if event == "line":
            count[frame.f_code.co_filename] += 1
        return local

    def trace(frame: FrameType, event: str, _: object) -> Any:
        return local if "pipeline" in frame.f_code.co_filename else None

    # Heights of rows known from an earlier table would be no work in this one.
    writing._lines.cache_clear()
    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def settled(plan: Plan, returns: Returns) -> History:
    months = (Month(2021, 7), Month(2021, 8), MONTH)
    return History({one: settle(plan, replace(returns, month=one), Decisions(), []) for one in months})


def chapters(size: int) -> dict[str, Callable[[], Any]]:
    """What is done to a month, a part each, on a city of that size."""
    plan, returns = city(size)
    history = settled(plan, returns)
    silent = settled(plan, replace(returns, reports=tuple(replace(one, file="") for one in returns.reports)))
    posted = tuple(replace(one, posts=(Post(date(2021, 9, 1), "副市长"),)) for one in plan.matters)
    changing = replace(plan, matters=posted)
    progress = compute(plan, history, MONTH, DAY)
    papers = drafted(plan, [progress], [], Replies())
    assert len(papers) > size / EACH / 2
    year = assess(plan, history, Rulings(), {}, date(2022, 1, 20))
    return {
        "settle": lambda: settled(plan, returns),
        "compute": lambda: compute(plan, history, MONTH, DAY),
        "report": lambda: report.compose(plan, progress, True),
        "bulletin": lambda: bulletin.compose(plan, progress, True),
        "brief": lambda: brief.compose(plan, progress, True),
        "perusal": lambda: list(perusal.compose(plan, progress, True)),
        "drafts": lambda: drafted(plan, [progress], [], Replies()),
        "supervision": lambda: [
            *supervision_slip.compose(plan, progress, True, papers),
            *supervision_letter.compose(plan, progress, True, papers),
        ],
        "checklist": lambda: checklist(plan, progress, COLUMNS, list(reported(plan, history))),
        "ledger": lambda: ledger_files(plan, history, [progress], Decisions()),
        "meeting table": lambda: meeting_table(plan, progress),
        "reminders": lambda: reminder_list(plan, owed(plan, silent, MONTH, ()), MONTH, DAY),
        "plan on a day": lambda: changing.on(DAY),
        "assess": lambda: assess(plan, history, Rulings(), {}, date(2022, 1, 20)),
        "feedback": lambda: list(feedback.compose(plan, year, True)),
    }


@pytest.fixture(scope="module")
def few() -> dict[str, Callable[[], Any]]:
    return chapters(FEW)


@pytest.fixture(scope="module")
def many() -> dict[str, Callable[[], Any]]:
    return chapters(MANY)


# What looks at every cell, or has a word on every target of 300, takes seconds, line by line.
LONG = [
    pytest.param(name, marks=pytest.mark.more)
    for name in ("settle", "report", "checklist", "ledger", "assess")
]


@pytest.mark.parametrize(
    "chapter",
    [
        *("compute", "bulletin", "brief", "perusal", "drafts", "supervision"),
        *("meeting table", "reminders", "plan on a day", "feedback"),
        *LONG,
    ],
)
def test_work_grows_as_the_plan_does(
    chapter: str, few: dict[str, Callable[[], Any]], many: dict[str, Callable[[], Any]]
) -> None:
    few[chapter]()  # what is loaded or compiled once is not counted
    small, large = lines_run(few[chapter]), lines_run(many[chapter])
    told = {
        name.rpartition("pipeline/")[2]: round(large[name] / max(1, small[name]), 1)
        for name, _ in large.most_common(8)
    }
    assert sum(large.values()) / sum(small.values()) <= MANY / FEW * MOST, told
