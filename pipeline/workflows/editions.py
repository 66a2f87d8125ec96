"""Sets: what one is made from, and showing it; the same for every command."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from pipeline import __version__
from pipeline.documents.letters.correcting import Signed, SignedRow
from pipeline.documents.provenance.trace import SLOT, Trace, recorded, remembered
from pipeline.documents.workbooks.correction import NAME, correction_list, differences
from pipeline.files.folder import digest
from pipeline.model.origin import Command, Origin, Source
from pipeline.model.run_steps import done
from pipeline.model.workspace import Workspace
from pipeline.outputs import publish as outputs_room
from pipeline.outputs.founding import spare_templates
from pipeline.outputs.publish import Edition, Published
from pipeline.outputs.states import beside, files_of, sealed_manifest
from pipeline.workflows.results import NO_PAPERS, Made, Papers
from pipeline.workflows.standing import drift_since, sources_of


def made_from(
    office: Workspace,
    command: Command,
    sources: Mapping[str, str],
    papers: Papers = NO_PAPERS,
    drawn_up: date | None = None,
) -> Origin:
    """The tool, the command, every input and every template, by sha256, the day and the figures of the documents."""
    names = sorted({*papers.tables, *(letter.template for letter in papers.letters)})
    spare = spare_templates(office.templates)
    templates = tuple(
        Source(name, digest(spare.get(name) or (office.templates / name).read_bytes())) for name in names
    )
    return Origin(command, __version__, sources_of(sources), templates, drawn_up, recorded(papers.traces))


def publish(office: Workspace, edition: Edition) -> Published:
    """Publish a set, and tell that it is done; one made in a private place is shown to nobody, and nothing is told."""
    published = outputs_room.publish(edition, office.outputs, office.terms)
    if office.made is None:
        done("发布", f"{published.folder.name} {len(edition.files) + len(edition.pdfs)}件")
    return published


def still_final(office: Workspace, name: str, sources: Mapping[str, str], day: date | None) -> bool:
    """Whether a set of that name is sealed and nothing it was made from has changed: what is asked for is the final's."""
    sealed = sealed_manifest(office.outputs, name)
    if sealed is None:
        return False
    since = drift_since(office, sealed.origin, sources, day)
    return not (since.sources or since.day)


def signed_before(
    office: Workspace, name: str, sources: Mapping[str, str], day: date | None
) -> Signed | None:
    """What the sealed set of that name said, where what is made from these sources will lie beside it as its 更正; None else.

    Looked for in what people see, also for a set that is made again in a private place.
    """
    outputs = replace(office, made=None).outputs
    sealed = sealed_manifest(outputs, name)
    if sealed is None:
        return None
    since = drift_since(office, sealed.origin, sources, day)
    if not (since.sources or since.day):
        return None
    traces = remembered(sealed.origin.documents)
    return Signed(
        {file: tuple(_rows(trace)) for file, trace in traces.items()},
        {file: frozenset(one.figure.about for one in trace.figures) for file, trace in traces.items()},
        frozenset((*since.arrived, *since.altered)),
    )


def corrections(
    before: Mapping[str, bytes], now: Mapping[str, bytes], was: Origin, origin: Origin, name: str
) -> bytes:
    """更正说明 of a set made from `origin` beside the sealed one called `name`, made from `was`."""
    known = {one.path: one.sha256 for one in was.inputs}
    changed = [one.path for one in origin.inputs if known.get(one.path) != one.sha256]
    found = differences(before, now, remembered(origin.documents), changed)
    return correction_list(found, name, origin.drawn_up or date.min)


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
    listed = corrections(before, edition.files, sealed.origin, origin, name)
    correction = replace(edition, name=beside(office.outputs, name), files={**edition.files, NAME: listed})
    return Made(papers, correction.files, replace(publish(office, correction), sealed=name, drift=since))


def _rows(trace: Trace) -> Iterator[SignedRow]:
    """The rows of a document's tables by the heads of their columns: how each cell read, the first figure in it."""
    figures = {mark.name: mark.figure for mark in trace.figures}
    heads: list[str] | None = None
    for line in trace.lines:
        if not line.startswith("| "):
            heads = None
            continue
        cells = line.removeprefix("| ").removesuffix(" |").split(" | ")
        if heads is None:
            heads = [trace.as_read(cell) for cell in cells]
        elif len(cells) == len(heads):
            slots = (SLOT.search(cell) for cell in cells)
            known = (figures.get(slot[1]) if slot else None for slot in slots)
            yield dict(zip(heads, zip(map(trace.as_read, cells), known, strict=True), strict=True))
