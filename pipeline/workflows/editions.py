"""What a run says of itself in its manifest, its PDFs, and where it is shown: the same for a month and for a year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from pipeline import __version__
from pipeline.documents.provenance.trace import Trace, recorded
from pipeline.documents.rendering.render import Rendered
from pipeline.documents.workbooks.correction import NAME, correction_list, differences
from pipeline.documents.workbooks.tracebook import NAME as TRACE_BOOK
from pipeline.documents.workbooks.tracebook import trace_book
from pipeline.files.folder import linked
from pipeline.files.pdf.libreoffice import foreign_fonts, to_pdf
from pipeline.files.pdf.pages import bound
from pipeline.files.spreadsheets.worker import digest
from pipeline.inputs.decisions.register import Decisions
from pipeline.inputs.decisions.rulings import read_rulings
from pipeline.model.assessment import Rulings
from pipeline.model.errors import MachineProblem, PlanProblem
from pipeline.model.months import Month
from pipeline.model.origin import Command, Origin, Source
from pipeline.model.phrases import Letter
from pipeline.model.plan import Plan
from pipeline.model.readings import History
from pipeline.model.steps import done
from pipeline.model.workspace import Workspace
from pipeline.outputs import publish as outputs_room
from pipeline.outputs.manifests import Damaged, read_manifest
from pipeline.outputs.publish import Edition, Published, beside, files_of, sealed_manifest
from pipeline.progress.freshness import Drift, Shown, drift

BOUND = "合并打印.pdf"


def origin_of(
    command: Command,
    office: Workspace,
    plan: Plan,
    decisions: Decisions,
    history: History,
    letters: Sequence[Letter] = (),
    traces: Mapping[str, Trace] = MappingProxyType({}),
    more: Sequence[Path] = (),
    drawn_up: date | None = None,
) -> Origin:
    """The tool, the command, every input and every template, by sha256, the day and the figures of the documents.

    `more` are inputs beside sheets and register.
    """
    inputs = inputs_of(office, plan, decisions, history, more)
    names = sorted({letter.template for letter in letters})
    templates = tuple(Source(name, digest((office.templates / name).read_bytes())) for name in names)
    return Origin(command, __version__, _sources(inputs), templates, drawn_up, recorded(traces))


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


def files_with_trace(
    written: Mapping[str, Rendered], traces: Mapping[str, Trace], title: str, day: date
) -> dict[str, bytes]:
    """The documents as files, and the table of all their figures; nothing where nothing was written."""
    files = {name: one.data for name, one in written.items()}
    return files | ({TRACE_BOOK: trace_book(title, traces, day)} if files else {})


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
    files |= {**history.spot_checks.files, **history.replies.files}
    files |= {
        office.relative(path): digest(path.read_bytes())
        for path in other
        if path.is_file() and not linked(path, office.inputs)
    }
    return files | {file.name: file.sha256 for one in months for file in one.returns.files if file.sha256}


def ruled(office: Workspace, year: int) -> list[Path]:
    """What people decide and object in: the inputs of an assessment beside sheets and register."""
    return [office.rulings_file(year), *sorted(office.objections_folder(year).glob("*.xlsx"))]


def pdfs_of(files: Mapping[str, bytes]) -> tuple[dict[str, bytes], tuple[str, ...], str]:
    """The Word files as PDFs, the fonts in them that are no document's, and what went wrong."""
    try:
        made = to_pdf({name: data for name, data in files.items() if name.endswith(".docx")})
    except MachineProblem as problem:
        return {}, (), str(problem)
    pdfs = {f"{name.removesuffix('.docx')}.pdf": pdf.data for name, pdf in made.items()}
    done("转PDF", f"{len(pdfs)}件")
    return pdfs, foreign_fonts(made.values()), ""


def bound_pdf(letters: Sequence[Letter], pdfs: Mapping[str, bytes]) -> bytes:
    """What goes out under a number, bound in one PDF to print at a stroke."""
    names = [f"{one.file.removesuffix('.docx')}.pdf" for one in letters if one.dispatch is not None]
    return bound(pdfs[name] for name in names)


def publish(office: Workspace, edition: Edition) -> Published:
    """Publish a set, and tell that it is done; one made in a private place is shown to nobody, and nothing is told."""
    published = outputs_room.publish(edition, office.outputs, office.terms)
    if office.made is None:
        done("发布", f"{published.folder.name} {len(edition.files) + len(edition.pdfs)}件")
    return published


def show(office: Workspace, edition: Edition, day: date) -> tuple[Edition, Published]:
    """Publish a set; what comes after a sealed set of its name lies beside it as its 更正, with what differs.

    A run from the same inputs and templates, of the same day, as the sealed set changes nothing, whatever people have
    written into its files since; only PDFs may still join files nobody touched. Another version alone changes nothing
    either: what was signed stays as it was signed.
    """
    folder = office.outputs / edition.name
    final = sealed_manifest(office.outputs, edition.name)
    if final is None:
        return edition, publish(office, edition)
    before = files_of(folder)
    inputs = {one.path: one.sha256 for one in edition.origin.inputs}
    since = drift_since(office, final.origin, inputs, edition.origin.drawn_up)
    if not (since.sources or since.day):
        if edition.pdfs and before == edition.files:
            return edition, publish(office, replace(edition, origin=final.origin))
        return edition, Published(folder, "", (), edition.name, drift=since)
    files = {
        **edition.files,
        NAME: correction_list(differences(before, edition.files), edition.name, day),
    }
    correction = replace(edition, name=beside(office.outputs, edition.name), files=files)
    return correction, replace(publish(office, correction), sealed=edition.name, drift=since)
