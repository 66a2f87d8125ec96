"""变动记录: what was restated, checked, let pass or adjusted in a year, from what to what, by whom and why. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from pipeline.documents.wording import targets
from pipeline.model.codes import Code
from pipeline.model.months import Month, chinese_date
from pipeline.model.plan import Plan, Target
from pipeline.model.progress import Progress
from pipeline.model.promises import Goal
from pipeline.model.readings import History, Settled
from pipeline.model.supervision import Entry

_ORDER = ("目标调整", "更正上月", "核实", "带缺定稿", "收文", "督办", "督办回告")


@dataclass(frozen=True, slots=True)
class Change:
    """One change: of which month, what kind, of what, from what to what, why, by whom, when, where it stands.

    `finding` is what it disposed of, or let pass.
    """

    month: Month
    kind: str
    target: str
    unit: str
    before: str
    after: str
    finding: str
    ground: str
    who: str
    day: date | None
    place: str


def changes(
    plan: Plan, history: History, course: Sequence[Progress], entries: Sequence[Entry], until: date
) -> tuple[Change, ...]:
    """Everything that changed up to the last month of `course`, by month; 督办 as far as it is dated to `until`."""
    last = course[-1].month
    found = [
        *_goals(plan, course[-1]),
        *(change for progress in course for change in _restated(plan, progress)),
        *(
            _entered(plan, history[entry.month], entry)
            for entry in entries
            if entry.month in history.months
            and entry.month <= last
            and (entry.sheet != "督办" or entry.day is None or entry.day <= until)
        ),
        *_replies(plan, history, last, until),
    ]
    return tuple(sorted(found, key=lambda one: (one.month, _ORDER.index(one.kind))))


def _goals(plan: Plan, progress: Progress) -> Iterator[Change]:
    """Targets changed or suspended during the year, from the day they are in force."""
    for target in (plan.whole or plan).targets:
        yield from _handed_over(plan, target, progress)
        for before, after in zip(target.goals, target.goals[1:], strict=False):
            if after.since is None or after.since > progress.month.last_day:
                continue
            yield Change(
                Month(after.since.year, after.since.month),
                "目标调整",
                _named(target),
                plan.names(target.leads_on(after.since), after.since),
                _promise(target, before, "未列入"),
                _promise(target, after, "取消"),
                "",
                after.source,
                "",
                after.since,
                f"{plan.file}［目标调整］",
            )


def _promise(target: Target, goal: Goal, absent: str) -> str:
    """A promise in a word: 暂缓, absent, else its amount and the day it is to be done by where that was changed."""
    if goal.absent:
        return absent
    until = f"，{chinese_date(goal.until)}前完成" if goal.until is not None else ""
    return "暂缓" if goal.suspended else f"{_amount(target, goal.amount)}{until}"


def _handed_over(plan: Plan, target: Target, progress: Progress) -> Iterator[Change]:
    """Who answers for a target, from whom to whom."""
    for one in target.handovers:
        if one.since > progress.month.last_day:
            continue
        month, eve = Month(one.since.year, one.since.month), one.since - timedelta(1)
        before, after = (
            "、".join(plan.name(key, one.since) for key in target.leads_on(day)) for day in (eve, one.since)
        )
        place = f"{plan.file}［目标调整］"
        yield Change(
            month, "目标调整", _named(target), after, before, after, "", one.source, "", one.since, place
        )


def _restated(plan: Plan, progress: Progress) -> Iterator[Change]:
    """Last month's figure as the unit corrected it in this month's sheet."""
    for one in progress.targets:
        for row in one.rows:
            if one.corrected is None or (row.corrected_last is None and len(one.rows) > 1):
                continue
            target, unit = one.target, plan.name(row.unit, progress.drawn_up)
            report = next((each for each in progress.reports if each.unit == row.unit), None)
            cell = row.cells.get("corrected_last") or one.corrected.cells[0]
            yield Change(
                progress.month,
                "更正上月",
                _named(target),
                unit,
                _amount(target, one.last.amount) if one.last is not None else "—",
                _amount(target, one.corrected.amount),
                "",
                targets.clause(row.correction),
                unit,
                report.received if report is not None else None,
                str(cell),
            )


def _entered(plan: Plan, settled: Settled, entry: Entry) -> Change:
    day = plan.naming_day(entry.month)
    return Change(
        entry.month,
        entry.sheet,
        _named(plan.target(entry.target)) if entry.target else "",
        plan.name(entry.unit, day) if entry.unit else "",
        entry.before,
        entry.after,
        _disposed(settled, entry),
        entry.ground,
        entry.who,
        entry.day,
        str(entry.cell),
    )


def _disposed(settled: Settled, entry: Entry) -> str:
    """The findings a checked value settled, or those a waiver lets pass."""
    if entry.sheet == "带缺定稿":
        found = [
            one.message
            for one in settled.findings
            if one.open and (one.unit == entry.unit if entry.unit else one.target == entry.target)
        ]
    elif entry.sheet == "核实":
        if not any(one.code is Code.D02 and one.place == entry.cell for one in settled.findings):
            return "这一行没有起作用，原因见核对表"
        found = [one.message for one in settled.findings if one.settled and one.target == entry.target]
    else:
        return ""
    return "；".join(dict.fromkeys(found))


def _replies(plan: Plan, history: History, last: Month, until: date) -> Iterator[Change]:
    for one in history.replies.records:
        if one.month <= last and one.day <= until:
            unit = plan.name(one.unit, one.day)
            yield Change(
                one.month,
                "督办回告",
                _named(plan.target(one.target)),
                unit,
                "",
                f"时限：{one.limit}",
                "",
                f"原因：{targets.clause(one.reason)}；措施：{targets.clause(one.measures)}",
                unit,
                one.day,
                str(one.cell),
            )


def _named(target: Target) -> str:
    return f"{target.id} {target.name}"


def _amount(target: Target, amount: Decimal | None) -> str:
    """In the plan's measure, exact, a fall as 下降3%; a dash for 定性."""
    return "—" if amount is None else target.measure.said(amount)
