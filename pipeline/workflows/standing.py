"""Whether a set still is what it would be made into today: the files it hangs on, and how the one shown stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from pipeline import __version__
from pipeline.files.folder import digest, linked
from pipeline.inputs.decisions.register import Decisions
from pipeline.inputs.decisions.rulings import read_rulings
from pipeline.model.assessment import Rulings
from pipeline.model.errors import PlanProblem
from pipeline.model.months import Month
from pipeline.model.origin import CommandKind, Origin, Source
from pipeline.model.plan import Plan
from pipeline.model.readings import History
from pipeline.model.signing import edition_of
from pipeline.model.workspace import Workspace
from pipeline.outputs.founding import spare_templates
from pipeline.outputs.manifests import Damaged, read_manifest
from pipeline.outputs.signed import signed_papers
from pipeline.outputs.states import beside, sealed_corrections, sealed_manifest, state_of
from pipeline.progress.freshness import Drift, Shown, drift
from pipeline.workflows.upward import upward_names


def inputs_of(
    office: Workspace, plan: Plan, decisions: Decisions, history: History, more: Sequence[Path] = ()
) -> tuple[Source, ...]:
    """Every file a run was made from, in order; `more` are those beside sheets, records and register.

    Of the register counts what papers of the last of these months rest on.
    """
    holidays = office.holiday_file(plan.profile.year)
    files = {plan.file: plan.sha256}
    other = [holidays, *more]
    files |= decisions.came_back
    months = history.months.values()
    files |= {**history.spot_checks.files, **history.replies.files, **plan.commitments.files}
    files |= {
        office.relative(path): digest(path.read_bytes())
        for path in other
        if path.is_file() and not linked(path, office.inputs)
    }
    came = [*(one.returns for one in months), *(one.settled.returns for one in history.ad_hoc)]
    files |= {file.name: file.sha256 for one in came for file in one.files if file.sha256}
    register: tuple[Source, ...] = ()
    if decisions.file:
        said = decisions.said_before(max(history.months, default=Month(plan.profile.year, 1)))
        register = (Source(decisions.file, decisions.sha256, said),)
    return tuple(sorted((*sources_of(files), *register), key=lambda one: one.path))


def ruled(office: Workspace, year: int) -> list[Path]:
    """What people decide and object in: the inputs of an assessment beside sheets and register."""
    return [office.rulings_file(year), *sorted(office.objections_folder(year).glob("*.xlsx"))]


def own_day(office: Workspace, plan: Plan, month: Month) -> date | None:
    """The day on a month's documents, or on the year's, if nobody gives another; None while nobody can tell."""
    if plan.own_lead:
        return None
    with suppress(Damaged):
        sealed = sealed_manifest(office.outputs, edition_of(month))
        if sealed is not None and sealed.origin.drawn_up is not None:
            return sealed.origin.drawn_up
    if not month.is_year_end:
        return plan.lead_deadline(month)
    with suppress(PlanProblem):
        return approval_day(plan, read_rulings(office, plan))
    return None


def day_since_sealed(
    office: Workspace, decisions: Decisions, history: History, month: Month, inputs: Sequence[Source]
) -> date | None:
    """The day on a period's documents once something of it is signed, if nobody gives another; None while nothing is.

    That of what was sealed as long as nothing put in has changed. What puts it right is of a day when all it rests on was there:
    what was signed, the sheets that came since, the figures people verified since.
    """
    name, outputs = edition_of(month), replace(office, made=None).outputs
    sealed = sealed_manifest(outputs, name)
    if sealed is None or sealed.origin.drawn_up is None:
        return None
    day = sealed.origin.drawn_up
    since = drift_since(office, sealed.origin, inputs, day)
    if not since.sources:
        return day
    changed = {*since.arrived, *since.altered}
    papers = [
        paper
        for each in (name, *sealed_corrections(outputs, name))
        for paper in signed_papers(outputs, each).values()
    ]
    reports = history[month].returns.reports
    verified = decisions.verified.items() if decisions.file in changed else ()
    return max(
        day,
        *(paper.day for paper in papers),
        *(report.received for report in reports if report.received and report.file in changed),
        *(one.day for (about, _, _), one in verified if about == month and one.day),
    )


def approval_day(plan: Plan, rulings: Rulings) -> date:
    """The day a year's documents are of: the last approval's, but not before the year-end deadline's."""
    deadline = plan.lead_deadline(Month.year_end(plan.profile.year))
    return max(rulings.approved or deadline, deadline)


def standing(office: Workspace, name: str, inputs: Sequence[Source], day: date | None) -> Shown | None:
    """The set shown under a name, held against the inputs and the day it would be made from today; None if none is."""
    try:
        manifest, state = read_manifest(office.outputs / name), state_of(office.outputs, name)
    except Damaged:
        return Shown(damaged=True)
    if manifest is None or state is None:
        return None
    since = drift_since(office, manifest.origin, inputs, day)
    return Shown(manifest.origin.drawn_up, since, state)


def correction_of(
    office: Workspace, name: str, inputs: Sequence[Source], day: date | None
) -> tuple[str, Shown] | None:
    """The last 更正 of a sealed set, by its name; None unless it was made from what people have put in by now."""
    if sealed_manifest(office.outputs, name) is None:
        return None
    for each in (beside(office.outputs, name), *reversed([*sealed_corrections(office.outputs, name)])):
        there = standing(office, each, inputs, day)
        if there is not None:
            return None if there.damaged or there.drift.sources else (each, there)
    return None


def drift_since(office: Workspace, was: Origin, inputs: Sequence[Source], day: date | None) -> Drift:
    """What a set was not made from that it would be made from today, from these inputs, of this day."""
    spare = spare_templates(office.templates)
    names = [one.path for one in was.templates]
    if was.command.kind is CommandKind.MONTHLY:
        names += [name for name in upward_names(office) if name not in names]
    places = [(name, office.templates / name) for name in sorted(names)]
    templates = tuple(
        Source(name, digest(spare.get(name) or path.read_bytes()))
        for name, path in places
        if name in spare or path.is_file()
    )
    return drift(was, Origin(was.command, __version__, tuple(inputs), templates, day))


def sources_of(inputs: Mapping[str, str]) -> tuple[Source, ...]:
    """Files with their sha256 as a manifest names them, in order."""
    return tuple(Source(path, sha256) for path, sha256 in sorted(inputs.items()))
