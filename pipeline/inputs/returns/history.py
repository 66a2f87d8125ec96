"""A year so far: every month's folder read, checked and settled in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from pipeline.files.folder import digest, linked
from pipeline.inputs.decisions.register import Decisions
from pipeline.inputs.decisions.replies import read_replies
from pipeline.inputs.decisions.spotcheck_records import read_spot_checks
from pipeline.inputs.returns.ad_hoc import look_at_days, read_days
from pipeline.inputs.returns.arrivals import digests
from pipeline.inputs.returns.collect import Collection, Submission, collect
from pipeline.inputs.returns.kept_months import KeptMonths
from pipeline.inputs.returns.node_sheet import read_milestones
from pipeline.inputs.returns.rows import read_form
from pipeline.inputs.returns.settle import settle
from pipeline.model.codes import Code, Effect
from pipeline.model.figures import Place
from pipeline.model.findings import Finding
from pipeline.model.milestones import Milestone
from pipeline.model.months import Month
from pipeline.model.plan import Plan, Role
from pipeline.model.readings import (
    CountyRow,
    FileOutcome,
    History,
    Outcome,
    Returns,
    Row,
    Settled,
    UnitReport,
)
from pipeline.model.run_steps import done
from pipeline.model.settings import Office
from pipeline.model.workspace import Workspace


def read_year(office: Workspace, plan: Plan, decisions: Decisions, upto: Month) -> History:
    """Every reporting month up to `upto`, settled, spot checks and replies; a month without a folder is one nobody reported."""
    settled: list[Settled] = []
    kept = KeptMonths(office, plan, decisions.received)
    for month in plan.months(upto):
        then = plan.on(month.last_day)
        returns = kept.returns(month, partial(read_month, office, then, decisions, month))
        done(f"读报表 {month}", f"{len(returns.files)}份")
        settled.append(settle(then, returns, decisions, settled))
        done(f"核对 {month}", f"{len(settled[-1].findings)}个问题")
    called = read_days(office, plan, settled, plan.lead_deadline(upto))
    return replace(_history(office, plan, settled), ad_hoc=called)


def look_over(office: Workspace, plan: Plan, upto: Month) -> tuple[Decisions, History]:
    """What lies there for the year up to `upto`, by digest only: no sheet is read and nothing is judged.

    It names the same files as the register and the history of `read_year`.
    """
    settled = []
    for month in plan.months(upto):
        found = digests(office.month_folder(month), office.root)
        files = tuple(FileOutcome(name, Outcome.IGNORED, "", sha256) for name, sha256 in found.items())
        settled.append(Settled(Returns(month, files), (), {}))
    register = office.decisions_file(plan.profile.year)
    ours = register.is_file() and not linked(register, office.inputs)
    there = (office.relative(register), digest(register.read_bytes())) if ours else ("", "")
    called = look_at_days(office, plan, plan.lead_deadline(upto))
    history = replace(_history(office, plan, settled), ad_hoc=called)
    return Decisions(file=there[0], sha256=there[1]), history


def strays(office: Workspace, plan: Plan) -> tuple[Finding, ...]:
    """F20: what lies in the folder of a month that is no period, and where it belongs; a finding a folder."""
    return tuple(
        _stray(office, plan, month, names)
        for month in (Month(plan.profile.year, number) for number in range(1, 13))
        if not plan.cycle.has(month) and (names := sorted(digests(office.month_folder(month), office.root)))
    )


def _stray(office: Workspace, plan: Plan, month: Month, names: Sequence[str]) -> Finding:
    place, due = office.relative(office.month_folder(month)), plan.cycle.holding(month)
    where = f"{office.relative(office.month_folder(due))}（{plan.cycle.label(due)}）"
    some = "、".join(name.removeprefix(f"{place}/") for name in names[:3])
    said = f"{place} 里有{len(names)}个文件没有读（{some}{'等' if len(names) > 3 else ''}）：{month.number}月不单独报送"
    return Finding(Code.F20, said, f"请移到 {where}", place=Place(place))


def not_heard_of(office: Workspace, plan: Plan, month: Month) -> tuple[str, ...]:
    """The units this office waits for that have no usable sheet in the month's folder, in protocol order."""
    reports = read_month(office, plan.on(month.last_day), Decisions(), month).reports
    return tuple(one.unit for one in reports if plan.waits_for(one.role) and not one.file)


def _history(office: Workspace, plan: Plan, settled: Sequence[Settled]) -> History:
    """The months with what came in for the year as a whole."""
    months = {one.month: one for one in settled}
    return History(months, read_spot_checks(office, plan), read_replies(office, plan))


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
