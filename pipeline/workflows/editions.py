"""Sets: what one is made from, whether it still would be, and showing it; the same for every command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from pipeline import __version__
from pipeline.documents.provenance.trace import recorded
from pipeline.documents.workbooks.correction import NAME, correction_list, differences
from pipeline.files.folder import digest, linked
from pipeline.inputs.decisions.register import Decisions
from pipeline.inputs.decisions.rulings import read_rulings
from pipeline.model.assessment import Rulings
from pipeline.model.errors import PlanProblem
from pipeline.model.months import Month
from pipeline.model.origin import Command, Origin, Source
from pipeline.model.plan import Plan
from pipeline.model.readings import History
from pipeline.model.run_steps import done
from pipeline.model.workspace import Workspace
from pipeline.outputs import publish as outputs_room
from pipeline.outputs.manifests import Damaged, read_manifest
from pipeline.outputs.publish import Edition, Published, beside, files_of, sealed_manifest
from pipeline.progress.freshness import Drift, Shown, drift
from pipeline.workflows.printing import NO_PAPERS, Papers
from pipeline.workflows.results import Made


def made_from(
    office: Workspace,
    command: Command,
    sources: Mapping[str, str],
    papers: Papers = NO_PAPERS,
    drawn_up: date | None = None,
) -> Origin:
    """The tool, the command, every input and every template, by sha256, the day and the figures of the documents."""
    names = sorted({letter.template for letter in papers.letters})
    templates = tuple(Source(name, digest((office.templates / name).read_bytes())) for name in names)
    return Origin(command, __version__, _sources(sources), templates, drawn_up, recorded(papers.traces))


def drift_since(office: Workspace, was: Origin, inputs: Mapping[str, str], day: date | None) -> Drift:
    """What a set was not made from that it would be made from today, from these inputs, of this day."""
    places = [(one.path, office.templates / one.path) for one in was.templates]
    templates = tuple(Source(name, digest(path.read_bytes())) for name, path in places if path.is_file())
    return drift(was, Origin(was.command, __version__, _sources(inputs), templates, day))


def standing(office: Workspace, name: str, inputs: Mapping[str, str], day: date | None) -> Shown | None:
    """The set shown under a name, held against the inputs and the day it would be made from today; None if none is."""
    try:
        manifest = read_manifest(office.outputs / name)
    except Damaged:
        return Shown(damaged=True)
    if manifest is None:
        return None
    since = drift_since(office, manifest.origin, inputs, day)
    return Shown(manifest.origin.drawn_up, since, manifest.sealed)


def _sources(inputs: Mapping[str, str]) -> tuple[Source, ...]:
    return tuple(Source(path, sha256) for path, sha256 in sorted(inputs.items()))


def own_day(office: Workspace, plan: Plan, month: Month) -> date | None:
    """The day on a month's documents, or on the year's, if nobody gives another; None while nobody can tell."""
    if plan.own_lead:
        return None
    if not month.is_year_end:
        return plan.lead_deadline(month)
    with suppress(PlanProblem):
        return approval_day(plan, read_rulings(office, plan))
    return None


def approval_day(plan: Plan, rulings: Rulings) -> date:
    """The day a year's documents are of: the last approval's, but not before the year-end deadline's."""
    deadline = plan.lead_deadline(Month.year_end(plan.profile.year))
    return max(rulings.approved or deadline, deadline)


def inputs_of(
    office: Workspace, plan: Plan, decisions: Decisions, history: History, more: Sequence[Path] = ()
) -> dict[str, str]:
    """Every file a run was made from, with its sha256; `more` are those beside sheets, records and register."""
    holidays = office.holiday_file(plan.profile.year)
    files = {plan.file: plan.sha256}
    other = [holidays, *more]
    if decisions.file:
        files[decisions.file] = decisions.sha256
    months = history.months.values()
    files |= {**history.spot_checks.files, **history.replies.files, **plan.commitments.files}
    files |= {
        office.relative(path): digest(path.read_bytes())
        for path in other
        if path.is_file() and not linked(path, office.inputs)
    }
    return files | {file.name: file.sha256 for one in months for file in one.returns.files if file.sha256}


def ruled(office: Workspace, year: int) -> list[Path]:
    """What people decide and object in: the inputs of an assessment beside sheets and register."""
    return [office.rulings_file(year), *sorted(office.objections_folder(year).glob("*.xlsx"))]


def publish(office: Workspace, edition: Edition) -> Published:
    """Publish a set, and tell that it is done; one made in a private place is shown to nobody, and nothing is told."""
    published = outputs_room.publish(edition, office.outputs, office.terms)
    if office.made is None:
        done("发布", f"{published.folder.name} {len(edition.files) + len(edition.pdfs)}件")
    return published


def show(office: Workspace, name: str, papers: Papers, origin: Origin, final: bool) -> Made:
    """Publish a set; what comes after a sealed set of its name lies beside it as its 更正, with what differs.

    A run from the same inputs and templates, of the same day, as the sealed set changes nothing, whatever people have
    written into its files since; only PDFs may still join files nobody touched. Another version alone changes nothing
    either: what was signed stays as it was signed.
    """
    edition = Edition(name, papers.files, origin, papers.pdfs, final)
    sealed = sealed_manifest(office.outputs, name)
    if sealed is None:
        return Made(papers, edition.files, publish(office, edition))
    before = files_of(office.outputs / name)
    since = drift_since(
        office, sealed.origin, {one.path: one.sha256 for one in origin.inputs}, origin.drawn_up
    )
    if not (since.sources or since.day):
        joining = bool(edition.pdfs) and before == edition.files
        left = Published(office.outputs / name, "", (), name, drift=since)
        shown = publish(office, replace(edition, origin=sealed.origin)) if joining else left
        return Made(papers, edition.files, shown)
    listed = correction_list(differences(before, edition.files), name, origin.drawn_up or date.min)
    correction = replace(edition, name=beside(office.outputs, name), files={**edition.files, NAME: listed})
    return Made(papers, correction.files, replace(publish(office, correction), sealed=name, drift=since))
