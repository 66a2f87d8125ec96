"""A year so far: every month's folder read, checked and settled in order."""

from __future__ import annotations

from datetime import date

from pipeline.intake.collect import Collection, Submission, collect
from pipeline.intake.read import read_form
from pipeline.intake.settle import Decisions, settle
from pipeline.model.months import Month
from pipeline.model.plan import Office, Plan, Role
from pipeline.model.readings import CountyRow, History, Returns, Row, Settled, UnitReport
from pipeline.workspace import Workspace


def read_year(office: Workspace, plan: Plan, decisions: Decisions, upto: Month) -> History:
    """Every reporting month up to `upto`, settled; a month without a folder is a month nobody reported."""
    settled: list[Settled] = []
    for month in plan.months(upto):
        returns = read_month(office, plan, decisions, month)
        settled.append(settle(plan, returns, decisions, settled))
    return History({one.month: one for one in settled})


def read_month(office: Workspace, plan: Plan, decisions: Decisions, month: Month) -> Returns:
    """One month's folder as read: outcomes of files, reports by unit, rows, findings."""
    collection = collect(plan, office.month_folder(month), office.root, month)
    rows: list[Row] = []
    counties: list[CountyRow] = []
    findings = list(collection.findings)
    for submission in collection.submissions:
        if not _counts(plan, submission):
            continue
        read = read_form(plan, month, submission.book, submission.form, submission.unit, submission.layout)
        if submission.role is Role.LEAD:
            # Shares of cooperating units are their lead's to add up; they are never a target's figure.
            rows += [row for row in read[0] if submission.unit in plan.target(row.target).leads]
            counties += read[1]
        findings += read[2]
    return Returns(
        month,
        tuple(collection.files),
        _reports(plan, decisions, collection, month),
        tuple(rows),
        tuple(counties),
        tuple(findings),
    )


def _counts(plan: Plan, submission: Submission) -> bool:
    """Only lead sheets decide the findings of a compiler; a lead reads its cooperating units' sheets."""
    return (submission.role is Role.LEAD) != (plan.profile.office is Office.LEAD)


def _reports(
    plan: Plan, decisions: Decisions, collection: Collection, month: Month
) -> tuple[UnitReport, ...]:
    """Every expected report, and every other that came, in protocol order."""
    sent = {(submission.unit, submission.role): submission for submission in collection.submissions}
    places = dict.fromkeys([*_expected(plan), *sent])
    order = [unit.key for unit in plan.units]
    result = []
    for unit, role in sorted(places, key=lambda place: (order.index(place[0]), place[1] is not Role.LEAD)):
        submission = sent.get((unit, role))
        due = plan.lead_deadline(month) if role is Role.LEAD else plan.cooperating_deadline(month)
        received: date | None = None
        if submission is not None:
            received = decisions.received.get((month, unit), submission.form.filled)
        result.append(
            UnitReport(
                unit,
                role,
                plan.rules.lead_due if role is Role.LEAD else plan.rules.cooperating_due,
                received,
                received is not None and received > due,
                submission.book.file if submission is not None else "",
                submission.book.sha256 if submission is not None else "",
            )
        )
    return tuple(result)


def _expected(plan: Plan) -> list[tuple[str, Role]]:
    if plan.profile.office is not Office.LEAD:
        return [(unit.key, Role.LEAD) for unit in plan.leads]
    lead = plan.find_unit(plan.profile.lead) or ""
    return [
        (unit.key, Role.COUNTY if unit.county else Role.COOPERATING)
        for unit in plan.cooperating_with(lead)
        if unit.key != plan.find_unit(plan.profile.compiler)
    ]
