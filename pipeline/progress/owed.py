"""Who still owes a report this month, and how it was in the months before. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile

from pipeline.model.findings import Finding
from pipeline.model.months import Month
from pipeline.model.plan import Plan, Role, Target, Unit
from pipeline.model.promises import grouped
from pipeline.model.readings import Call, History, Status, UnitReport


@dataclass(frozen=True, slots=True)
class Owed:
    """A report somebody still owes: 未报送 or 退回, what it is about, how it was in the months before.

    `missing` and `late` count months of this year before the one in hand; `faults` counts the open findings
    of a returned report, `wrong` are they; `in_a_row` are the months without a report that end with the one in hand. `refused` says
    that its file came and cannot be used, `called` when it was telephoned for it.
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
    refused: bool = False
    wrong: tuple[Finding, ...] = ()
    called: tuple[Call, ...] = ()


def owed(
    plan: Plan,
    history: History,
    month: Month,
    findings: tuple[Finding, ...],
    calls: Sequence[Call] = (),
) -> tuple[Owed, ...]:
    """Everybody this office waits for who has not reported or was sent back, in protocol order.

    The compiling office is not chased for its own copy. `findings` are all of the month, `calls` all that are registered.
    """
    own = plan.find_unit(plan.profile.compiler)
    faults = grouped(findings, lambda one: (one.unit,))
    course = grouped(
        ((past, settled, one) for past, settled in history.months.items() for one in settled.returns.reports),
        lambda each: ((each[2].unit, each[2].role),),
    )
    found = []
    for report in history[month].returns.reports:
        status = report.status(faults.get(report.unit, ()))
        if not plan.waits_for(report.role) or report.unit == own:
            continue
        if status in (Status.MISSING, Status.RETURNED):
            year = [
                (past, one.status(settled.findings), one.late)
                for past, settled, one in course[report.unit, report.role]
            ]
            open_ones = tuple(one for one in faults.get(report.unit, ()) if one.open)
            called = tuple(one for one in calls if (one.month, one.unit) == (month, report.unit))
            found.append(replace(_owed(plan, month, report, status, year, open_ones), called=called))
    return tuple(found)


def _owed(
    plan: Plan,
    month: Month,
    report: UnitReport,
    status: Status,
    year: Sequence[tuple[Month, Status, bool]],
    wrong: tuple[Finding, ...],
) -> Owed:
    lead = report.role is Role.LEAD
    joined = (matter for matter in plan.matters_of(report.unit) if report.unit in matter.cooperating)
    cooperating = (target for matter in joined for target in plan.targets_of(matter.number))
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
        len(wrong),
        tuple(reversed([past for past, _, _ in silent])),
        bool(report.refused),
        wrong,
    )


def uncommitted(plan: Plan) -> tuple[Unit, ...]:
    """The leads that returned no 责任清单, in protocol order; nobody where none was asked for, never the compiler."""
    own = plan.find_unit(plan.profile.compiler)
    silent = (one for one in plan.leads if one.key not in {own, *plan.commitments.answered})
    return tuple(silent) if plan.commitments.asked else ()
