"""The two stages a month is reported in, by cooperating units and counties, then by leads: who came, who is missing. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from pipeline.model.findings import Finding
from pipeline.model.months import Month
from pipeline.model.periods import DueDay
from pipeline.model.plan import Plan, Role
from pipeline.model.readings import Returns, Status, UnitReport


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the month's two stages: who reported by its day, and how; names in protocol order.

    `awaited` is False for the stage another office waits for: what came is only counted here, and
    nobody is missing. `received` holds everybody whose sheet came, whatever became of it.
    """

    day: DueDay
    due: date
    who: str
    awaited: bool
    received: tuple[str, ...]
    late: tuple[str, ...]
    stamped: tuple[str, ...]
    returned: tuple[str, ...]
    doubtful: tuple[str, ...]
    missing: tuple[str, ...]


def stages(plan: Plan, returns: Returns, findings: tuple[Finding, ...]) -> tuple[Stage, ...]:
    """The stages of a month anybody is awaited in or reported in, the one this office waits for first."""
    found = []
    for leads in sorted((True, False), key=lambda leads: not plan.waits_for(_ROLES[leads])):
        reports = [report for report in returns.reports if (report.role is Role.LEAD) == leads]
        if reports:
            found.append(_stage(plan, returns.month, _ROLES[leads], reports, findings))
    return tuple(found)


_ROLES = {True: Role.LEAD, False: Role.COOPERATING}


def _helpers(plan: Plan) -> str:
    """Who reports before the leads do; a plan that names no unit below speaks of none."""
    return f"配合单位和{plan.terms.lower}" if any(unit.county for unit in plan.units) else "配合单位"


def _stage(
    plan: Plan, month: Month, role: Role, reports: list[UnitReport], findings: tuple[Finding, ...]
) -> Stage:
    def names(wanted: Callable[[UnitReport], object]) -> tuple[str, ...]:
        return tuple(plan.name(one.unit, plan.naming_day(month)) for one in reports if wanted(one))

    return Stage(
        reports[0].stage,
        plan.due(role, month),
        "责任单位" if role is Role.LEAD else _helpers(plan),
        plan.waits_for(role),
        names(lambda one: one.file),
        names(lambda one: one.late),
        names(lambda one: one.stamped),
        names(lambda one: one.status(findings) is Status.RETURNED),
        names(lambda one: one.status(findings) is Status.DOUBTFUL),
        names(lambda one: one.status(findings) is Status.MISSING),
    )
