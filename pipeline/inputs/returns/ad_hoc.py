"""临时调度: figures called for as of a day outside the periods, read with the same care and settled beside them (SIGNED §4).

Nothing of them is a period's: they set no pace, nobody is late with them, no month is compared with them.
"""

from __future__ import annotations

from collections.abc import Collection as Names
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from pipeline.inputs.decisions.register import Decisions
from pipeline.inputs.returns.arrivals import digests
from pipeline.inputs.returns.settle import settle
from pipeline.model.codes import Code, Effect
from pipeline.model.findings import Finding
from pipeline.model.milestones import Milestone
from pipeline.model.months import Month
from pipeline.model.plan import Plan, Role
from pipeline.model.readings import AdHoc, FileOutcome, Outcome, Returns, Row, Settled, UnitReport
from pipeline.model.workspace import Workspace

if TYPE_CHECKING:
    # What looks for forms is loaded where there is a day to be read.
    from pipeline.inputs.returns.collect import Collection, Submission

# What is said of a period alone: who is missing or late, which nodes a judgement wants.
_OF_A_PERIOD = frozenset({Code.U01, Code.U02, Code.U03, Code.C12})


def period_of(plan: Plan, day: date) -> Month:
    """The period a day lies in: its sheets speak of the year up to then."""
    return plan.cycle.holding(Month(day.year, day.month))


def narrowed(plan: Plan, day: date, ids: Names[str]) -> Plan:
    """The plan as of a day with these targets alone, which their leads report: nobody cooperates in an 临时调度."""
    then = plan.on(day)
    matters = tuple(replace(matter, cooperating=()) for matter in then.matters)
    targets = tuple(replace(one, counties=()) for one in then.targets if one.id in ids)
    return replace(then, matters=matters, targets=targets)


def read_days(office: Workspace, plan: Plan, settled: Sequence[Settled], upto: date) -> tuple[AdHoc, ...]:
    """Every day of the year called for up to one, in order; `settled` are the periods, of which those reported by then come before."""
    days = (day for day in office.ad_hoc_days(plan.profile.year) if day <= upto)
    return tuple(read_day(office, plan, settled, day) for day in days)


def read_day(
    office: Workspace, plan: Plan, settled: Sequence[Settled], day: date, asked: Names[str] = ()
) -> AdHoc:
    """What came in for a day, read and checked; `asked` are the targets that were called for, where that is known."""
    from pipeline.inputs.returns.collect import collect

    month, then = period_of(plan, day), plan.on(day)
    everything = narrowed(plan, day, [one.id for one in then.targets])
    found = collect(everything, office.ad_hoc_folder(day), office.root, month, day)
    read = [_read(then, month, one) for one in found.submissions]
    rows = tuple(row for rows, _, _ in read for row in rows)
    own = narrowed(plan, day, {*asked, *(row.target for row in rows)})
    returns = Returns(
        month,
        tuple(found.files),
        tuple(_report(then, found, lead.key) for lead in own.leads),
        rows,
        findings=(*found.findings, *(one for _, _, findings in read for one in findings)),
        milestones=tuple(one for _, milestones, _ in read for one in milestones),
    )
    before = [one for one in settled if plan.lead_deadline(one.month) < day]
    judged = settle(own, returns, Decisions(), before)
    kept = tuple(_of_a_day(one) for one in judged.findings if one.code not in _OF_A_PERIOD)
    return AdHoc(day, replace(judged, findings=kept))


def _read(plan: Plan, month: Month, one: Submission) -> tuple[list[Row], list[Milestone], list[Finding]]:
    """The rows of a lead's sheet, what it answered of its nodes, and every finding on the way.

    An increase and a correction are a period's: nothing is held against them here.
    """
    from pipeline.inputs.returns.node_sheet import read_milestones
    from pipeline.inputs.returns.rows import read_form

    rows, _, findings = read_form(plan, month, one.book, one.form, one.unit, one.layout)
    own = [
        replace(row, this_month=None, corrected_last=None, correction="")
        for row in rows
        if one.unit in plan.target(row.target).leads
    ]
    milestones, more = read_milestones(plan, month, one.book, one.form, one.unit)
    return own, list(milestones), [*findings, *more]


def _of_a_day(one: Finding) -> Finding:
    """A finding with what it means for a day: no paper waits for the figure, and no form of it corrects a period."""
    why = "核实清楚以前，台账里写“正在核实”" if one.effect is Effect.UNUSED else one.why
    why = "空白不等于零，台账里写“—”" if one.code is Code.R01 else why
    fix = "请核对后重报；是上一期报错的，在当期报表里更正" if one.code is Code.C01 else one.fix
    return replace(one, why=why, fix=fix)


def _report(plan: Plan, found: Collection, lead: str) -> UnitReport:
    """What came of a lead that was called for; nobody is late with it."""
    came = next((one for one in found.submissions if one.unit == lead), None)
    return UnitReport(
        lead,
        Role.LEAD,
        plan.due_day(Role.LEAD),
        came.form.filled if came is not None else None,
        file=came.book.file if came is not None else "",
        sha256=came.book.sha256 if came is not None else "",
        refused=found.unusable.get(lead, "") if came is None else "",
    )


def look_at_days(office: Workspace, plan: Plan, upto: date) -> tuple[AdHoc, ...]:
    """What lies there for those days, by digest only; it names the same files as `read_days`."""
    looked = []
    for day in office.ad_hoc_days(plan.profile.year):
        if day <= upto:
            lying = digests(office.ad_hoc_folder(day), office.root)
            files = tuple(FileOutcome(name, Outcome.IGNORED, "", sha256) for name, sha256 in lying.items())
            looked.append(AdHoc(day, Settled(Returns(period_of(plan, day), files), (), {})))
    return tuple(looked)
