"""A month's folder as read: outcomes of files, reports by unit, rows, findings; nothing is judged yet."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from pipeline.inputs.decisions.register import Decisions
from pipeline.inputs.returns.collect import Collection, Submission, collect
from pipeline.inputs.returns.node_sheet import read_milestones
from pipeline.inputs.returns.rows import read_form
from pipeline.model.codes import Effect
from pipeline.model.findings import Finding
from pipeline.model.milestones import Milestone
from pipeline.model.months import Month
from pipeline.model.plan import Plan, Role
from pipeline.model.readings import (
    CountyRow,
    Outcome,
    Returns,
    Row,
    UnitReport,
)
from pipeline.model.settings import Office
from pipeline.model.workspace import Workspace


def read_month(office: Workspace, plan: Plan, decisions: Decisions, month: Month) -> Returns:
    """One month's folder as read: outcomes of files, reports by unit, rows, findings."""
    collection = collect(plan, office.month_folder(month), office.root, month)
    rows: list[Row] = []
    counties: list[CountyRow] = []
    shares: list[Row] = []
    milestones: list[Milestone] = []
    findings = list(collection.findings)
    for submission in collection.submissions:
        read = read_form(plan, month, submission.book, submission.form, submission.unit, submission.layout)
        if submission.role is Role.LEAD:
            rows += [row for row in read[0] if submission.unit in plan.target(row.target).leads]
            counties += read[1]
            findings += read[2]
            answered = read_milestones(plan, month, submission.book, submission.form, submission.unit)
            milestones += answered[0]
            findings += answered[1]
        else:
            shares += _shares(plan, read[0], read[2])
            # Sheets that another office judges are read only to be compared with their lead's.
            findings += (
                one
                for one in read[2]
                if plan.waits_for(submission.role)
                and (not one.target or plan.concerns(plan.target(one.target)))
            )
    return Returns(
        month,
        tuple(collection.files),
        _reports(plan, decisions, collection, month),
        tuple(rows),
        tuple(counties),
        tuple(shares),
        tuple(findings),
        tuple(milestones),
    )


def _shares(plan: Plan, rows: list[Row], findings: list[Finding]) -> list[Row]:
    """The rows that speak of a share; a figure its sheet leaves in doubt is no figure."""
    doubtful = {one.target for one in findings if one.effect is not Effect.NONE}
    return [
        replace(row, cumulative=None) if row.target in doubtful else row
        for row in rows
        if row.unit not in plan.target(row.target).leads and plan.concerns(plan.target(row.target))
    ]


def _reports(
    plan: Plan, decisions: Decisions, collection: Collection, month: Month
) -> tuple[UnitReport, ...]:
    """Every expected report, and every other that came, in protocol order."""
    sent = {(submission.unit, submission.role): submission for submission in collection.submissions}
    stamped = Counter(file.unit for file in collection.files if file.outcome is Outcome.STAMPED)
    order = [unit.key for unit in plan.units]
    places = sorted(
        {*_expected(plan), *sent}, key=lambda place: (order.index(place[0]), place[1] is not Role.LEAD)
    )
    return tuple(
        replace(
            _report(plan, decisions, month, unit, role, sent.get((unit, role)), stamped[unit]),
            refused="" if (unit, role) in sent else collection.unusable.get(unit, ""),
        )
        for unit, role in places
    )


def _report(
    plan: Plan,
    decisions: Decisions,
    month: Month,
    unit: str,
    role: Role,
    submission: Submission | None,
    stamped: int,
) -> UnitReport:
    received = None
    if submission is not None:
        received = decisions.received.get((month, unit), submission.form.filled)
    due = plan.due(role, month)
    days = plan.calendar.working_days(due, received) if received is not None else 0
    return UnitReport(
        unit,
        role,
        plan.due_day(role),
        received,
        received is not None and received > due,
        submission.book.file if submission is not None else "",
        submission.book.sha256 if submission is not None else "",
        stamped,
        plan.waits_for(role) or unit == plan.own_lead,
        days >= plan.rules.late_days,
    )


def _expected(plan: Plan) -> list[tuple[str, Role]]:
    if plan.profile.office is not Office.LEAD:
        return [(unit.key, Role.LEAD) for unit in plan.leads]
    return [
        (unit.key, Role.COUNTY if unit.county else Role.COOPERATING)
        for unit in plan.cooperating_with(plan.own_lead)
        if unit.key != plan.find_unit(plan.profile.compiler)
    ]
