"""Sets: what one is made from, and showing it; the same for every command."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from zipfile import BadZipFile

from pipeline import __version__
from pipeline.documents.letters.correcting import Signed, SignedRow
from pipeline.documents.provenance.trace import SLOT, Trace, as_it_reads, recorded, remembered
from pipeline.documents.workbooks.correction import NAME, correction_list, differences
from pipeline.files.folder import digest
from pipeline.files.word.lines import document_lines
from pipeline.model.origin import Command, Origin, Source
from pipeline.model.run_steps import done
from pipeline.model.signing import PaperState
from pipeline.model.workspace import Workspace
from pipeline.outputs import publish as outputs_room
from pipeline.outputs.founding import spare_templates
from pipeline.outputs.manifests import Manifest, sound_manifest
from pipeline.outputs.publish import Edition, Published
from pipeline.outputs.signed import folder_of, signed_papers
from pipeline.outputs.states import (
    LastWord,
    beside,
    files_of,
    last_words,
    sealed_corrections,
    sealed_manifest,
    signed_sets,
    state_of,
)
from pipeline.workflows.results import NO_PAPERS, Made, Papers
from pipeline.workflows.standing import drift_since, standing


def made_from(
    office: Workspace,
    command: Command,
    sources: Sequence[Source],
    papers: Papers = NO_PAPERS,
    drawn_up: date | None = None,
) -> Origin:
    """The tool, the command, every input and every template, by sha256, the day and the figures of the documents."""
    names = sorted({*papers.tables, *(letter.template for letter in papers.letters)})
    spare = spare_templates(office.templates)
    templates = tuple(
        Source(name, digest(spare.get(name) or (office.templates / name).read_bytes())) for name in names
    )
    return Origin(command, __version__, tuple(sources), templates, drawn_up, recorded(papers.traces))


def publish(office: Workspace, edition: Edition) -> Published:
    """Publish a set, and tell that it is done; one made in a private place is shown to nobody, and nothing is told."""
    published = outputs_room.publish(edition, office.outputs, office.terms)
    if office.made is None:
        done("发布", f"{published.folder.name} {len(edition.files) + len(edition.pdfs)}件")
    return published


def still_final(office: Workspace, name: str, sources: Sequence[Source], day: date | None) -> bool:
    """Whether a set of that name is a 清样 or signed, and nothing it was made from has changed: what is asked for is that set's."""
    there = standing(office, name, sources, day)
    return there is not None and there.settled and not (there.drift.sources or there.drift.day)


def signed_before(
    office: Workspace, name: str, sources: Sequence[Source], day: date | None, beside: str = ""
) -> Signed | None:
    """What the sealed set of that name said, where what is made from these sources will lie beside it as its 更正; None else.

    With `beside`, the name of a 更正, what was said before that one: it and those after it are left out.
    Looked for in what people see, also for a set that is made again in a private place.
    """
    outputs = replace(office, made=None).outputs
    sealed = sealed_manifest(outputs, name)
    if sealed is None:
        return None
    since = drift_since(office, sealed.origin, sources, day)
    if not (since.sources or since.day):
        return None
    traces = _last_traces(outputs, name, sealed, beside)
    return Signed(
        {file: tuple(_rows(trace)) for file, trace in traces.items()},
        {file: frozenset(one.figure.about for one in trace.figures) for file, trace in traces.items()},
        frozenset((*since.arrived, *since.altered)),
        {
            file: paper.number
            for each in (name, *sealed_corrections(outputs, name, beside))
            for file, paper in signed_papers(outputs, each).items()
        },
    )


def as_last_said(office: Workspace, name: str, paper: str) -> tuple[str, ...]:
    """The lines of a paper of a set, by its id, as they count: signed, or else of the 清样; none of a draft, or of no paper.

    Looked for in what people see, also for a set that is made again in a private place.
    """
    outputs = replace(office, made=None).outputs
    words = last_words(outputs, name)
    ids = {
        path: one.id
        for each in signed_sets(outputs, name)
        for path, one in signed_papers(outputs, each).items()
    }
    shown = sound_manifest(outputs / name)
    ids |= {one.path: one.paper for one in (shown.outputs if shown is not None else ()) if one.paper}
    for path, word in words.items():
        if ids.get(path) == paper and word.state is not PaperState.DRAFT:
            with suppress(BadZipFile, ValueError, KeyError, SyntaxError, OSError):
                return tuple(line.text for line in document_lines(word.file.read_bytes()))
    return ()


def _last_traces(outputs: Path, name: str, sealed: Manifest, before: str) -> dict[str, Trace]:
    """The traces of the last words for the documents of a sealed set: as they were printed, and as they were signed."""
    traces = remembered(sealed.origin.documents)
    for each in (name, *sealed_corrections(outputs, name, before)):
        shown = sealed_manifest(outputs, each)
        traces |= remembered(shown.origin.documents) if shown is not None else {}
        for path, paper in signed_papers(outputs, each).items():
            printed = remembered(paper.memory.origin.documents)[path]
            lines = document_lines((folder_of(outputs, each) / path).read_bytes())
            traces[path] = as_it_reads(printed, lines)
    return traces


def corrections(
    before: Mapping[str, bytes], now: Mapping[str, bytes], was: Origin, origin: Origin, name: str
) -> bytes:
    """更正说明 of a set made from `origin` beside the sealed one called `name`, made from `was`."""
    known = {one.path: one for one in was.inputs}
    changed = [one.path for one in origin.inputs if one.path not in known or not one.same(known[one.path])]
    found = differences(before, now, remembered(origin.documents), changed)
    return correction_list(found, name, origin.drawn_up or date.min)


def show(office: Workspace, name: str, papers: Papers, origin: Origin, final: bool) -> Made:
    """Publish a set; what comes after a sealed set of its name lies beside it as its 更正, with what differs.

    A run from the same inputs and templates, of the same day, as the sealed set changes nothing, whatever people have
    written into its files since; only PDFs may still join files nobody touched. Another version alone changes nothing
    either: what was signed stays as it was signed. A 清样 is replaced by whatever is made of anything else; a draft of
    the same takes nothing's place.
    """
    ids = {path: identifier for path, identifier in papers.documents.items() if path in papers.traces}
    edition = Edition(name, papers.files, origin, papers.pdfs, ids)
    sealed = sealed_manifest(office.outputs, name)
    if sealed is None:
        return Made(papers, edition.files, _open(office, edition, final))
    since = drift_since(office, sealed.origin, origin.inputs, origin.drawn_up)
    if not (since.sources or since.day):
        shown = office.outputs / name
        joining = bool(edition.pdfs) and shown.is_dir() and files_of(shown) == edition.files
        left = Published(shown, "", (), name, drift=since, state=PaperState.SIGNED)
        published = publish(office, replace(edition, origin=sealed.origin)) if joining else left
        return Made(papers, edition.files, published)
    before = texts_of(last_words(office.outputs, name))
    listed = corrections(before, edition.files, sealed.origin, origin, name)
    correction = replace(edition, name=beside(office.outputs, name), files={**edition.files, NAME: listed})
    published = replace(_open(office, correction, final), sealed=name, drift=since)
    return Made(papers, correction.files, published)


def texts_of(words: Mapping[str, LastWord]) -> dict[str, bytes]:
    """The texts that count, by path."""
    return {path: word.file.read_bytes() for path, word in words.items()}


def _open(office: Workspace, edition: Edition, final: bool) -> Published:
    """Publish what is not sealed; a 清样 stays where a draft of the very same is made."""
    state = PaperState.FAIR if final else PaperState.DRAFT
    if not final and still_final(office, edition.name, edition.origin.inputs, edition.origin.drawn_up):
        return Published(office.outputs / edition.name, "", (), unchanged=True, state=PaperState.FAIR)
    withdrawn = not final and state_of(office.outputs, edition.name) is PaperState.FAIR
    return replace(publish(office, edition), state=state, withdrawn=withdrawn)


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
