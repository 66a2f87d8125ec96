"""催报: who still owes a report, whom to call, and a message to paste; the list is 未报清单.xlsx (手册-秘书).

A reminder only states facts. It is no document: no number, no seal, no order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from pipeline.documents.letters import reminder
from pipeline.files.spreadsheets.writing import listing, write_book
from pipeline.model.findings import Finding
from pipeline.model.letters import Letter
from pipeline.model.months import Month, day_of_month
from pipeline.model.plan import Plan, Role, Target, Unit
from pipeline.model.readings import History, Status, UnitReport
from pipeline.model.settings import Office

MESSAGE_LIMIT = 120


@dataclass(frozen=True, slots=True)
class Owed:
    """A report somebody still owes: 未报送 or 退回, what it is about, how it was in the months before.

    `missing` and `late` count months of this year before the one in hand; `faults` the open findings
    of a returned report; `in_a_row` are the months without a report that end with the one in hand.
    """

    unit: Unit
    name: str
    role: Role
    status: Status
    due: date
    targets: tuple[Target, ...]
    missing: int
    late: int
    faults: int
    in_a_row: tuple[Month, ...]


def owed(plan: Plan, history: History, month: Month, findings: tuple[Finding, ...]) -> tuple[Owed, ...]:
    """Everybody this office waits for who has not reported or was sent back, in protocol order.

    The compiling office is not chased for its own copy. `findings` are all of the month.
    """
    own = plan.find_unit(plan.profile.compiler)
    found = []
    for report in history[month].returns.reports:
        status = report.status(findings)
        if not plan.waits_for(report.role) or report.unit == own:
            continue
        if status in (Status.MISSING, Status.RETURNED):
            found.append(_owed(plan, history, month, report, status, findings))
    return tuple(found)


def _owed(
    plan: Plan,
    history: History,
    month: Month,
    report: UnitReport,
    status: Status,
    findings: tuple[Finding, ...],
) -> Owed:
    lead = report.role is Role.LEAD
    cooperating = (
        target
        for matter in plan.matters
        if report.unit in matter.cooperating
        for target in plan.targets_of(matter.number)
    )
    year = [
        (past, one.status(settled.findings), one.late)
        for past, settled in history.months.items()
        for one in settled.returns.reports
        if (one.unit, one.role) == (report.unit, report.role)
    ]
    before = [(was, late) for past, was, late in year if past < month]
    silent = takewhile(lambda one: one[1] is Status.MISSING, reversed(year))
    return Owed(
        plan.unit(report.unit),
        plan.name(report.unit, plan.naming_day(month)),
        report.role,
        status,
        plan.due(report.role, month),
        plan.led_by(report.unit) if lead else tuple(cooperating),
        sum(was is Status.MISSING for was, _ in before),
        sum(late for _, late in before),
        sum(finding.open and finding.unit == report.unit for finding in findings),
        tuple(reversed([past for past, _, _ in silent])),
    )


def letters(plan: Plan, items: Sequence[Owed], today: date) -> tuple[Letter, ...]:
    """A 催报函 to everybody who has reported nothing for two months or more in a row."""
    return tuple(
        reminder.compose(plan, one.unit, one.role, one.in_a_row, one.targets, today)
        for one in items
        if len(one.in_a_row) > 1
    )


def message(plan: Plan, one: Owed, month: Month, today: date) -> str:
    """What to paste into a chat: at most 120 characters, facts and a request."""
    what = f"{month.year}年{month.label}{plan.profile.programme}{'进展' if one.role is Role.LEAD else '配合'}情况表"
    to = plan.profile.compiler if plan.profile.office is not Office.LEAD else plan.profile.lead
    if one.status is Status.RETURNED:
        ask = f"有{one.faults}处需要核对改正，请改好后尽快重报{to}"
    elif today <= one.due:
        ask = f"请于{day_of_month(one.due)}前报{to}"
    else:
        ask = f"应于{day_of_month(one.due)}前报{to}，目前还没有收到，请尽快报送"
    told = "" if one.status is Status.RETURNED else "如已报送请告知，"
    text = f"{one.name}：您好！{what}{ask}。涉及{len(one.targets)}项指标。{told}谢谢。"
    # Only names far longer than any real one get here: the courtesies go, the request stays.
    return text if len(text) <= MESSAGE_LIMIT else f"{what}{ask}。"[:MESSAGE_LIMIT]


def reminder_list(plan: Plan, items: Sequence[Owed], month: Month, today: date) -> bytes:
    """未报清单.xlsx: one sheet to call from, one with a message per unit."""
    title = f"{month.year}年{month.label}份{plan.profile.programme}"
    rows = [
        (
            number,
            one.name,
            one.role.value,
            one.status.value,
            day_of_month(one.due),
            one.unit.contact,
            one.unit.phone,
            "、".join(f"{target.id} {target.name}" for target in one.targets),
            one.missing,
            one.late,
        )
        for number, one in enumerate(items, 1)
    ]
    messages = [(number, one.name, message(plan, one, month, today)) for number, one in enumerate(items, 1)]
    pages = [
        listing("未报清单", f"{title}未报清单", _LIST, rows),
        listing("催报短信", f"{title}催报短信", _MESSAGES, messages),
    ]
    return write_book(pages, today)


_LIST = (
    ("序号", 6.0),
    ("单位", 16.0),
    ("角色", 8.0),
    ("状态", 10.0),
    ("应报日期", 12.0),
    ("联系人（岗位）", 16.0),
    ("联系电话", 16.0),
    ("涉及指标", 60.0),
    ("此前未报次数", 8.0),
    ("此前迟报次数", 8.0),
)
_MESSAGES = (("序号", 6.0), ("单位", 16.0), ("短信", 110.0))
