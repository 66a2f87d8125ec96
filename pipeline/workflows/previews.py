"""A document of a set looked at before it is opened: its pages as LibreOffice lays them out, and its words with every figure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from pipeline.documents.provenance.trace import SLOT, Trace, remembered
from pipeline.documents.provenance.verify import reads_as
from pipeline.files.pdf.libreoffice import find_office, to_pdf
from pipeline.files.pdf.pages import pictures
from pipeline.model.errors import UsageProblem
from pipeline.model.figures import Cell, shortened
from pipeline.model.phrases import Printed
from pipeline.model.workspace import Workspace
from pipeline.outputs.manifests import Damaged, read_manifest
from pipeline.workflows.excerpts import Excerpt, excerpt
from pipeline.workflows.handing_over import one_file


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line: its text, and the figure it is (empty for mere words)."""

    text: str
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A figure: as printed, how it was reckoned, its exact value, the sentence, its cells with what stands around each."""

    printed: Printed
    exact: str
    sentence: str
    sources: tuple[tuple[Cell, Excerpt | None], ...]


def can_be_laid_out() -> bool:
    """Whether LibreOffice is there."""
    return find_office() is not None


def pages_of(office: Workspace, name: str, path: str) -> tuple[bytes, ...]:
    """The pages of a document of a set as pictures; `MachineProblem` where LibreOffice is not there or fails.

    Only what a manifest names is given to LibreOffice.
    """
    if not path.endswith(".docx"):
        raise UsageProblem("只有 Word 文稿能这样看，别的请下载后打开。")
    return _laid_out(one_file(office, name, path))


@lru_cache(maxsize=24)
def _laid_out(data: bytes) -> tuple[bytes, ...]:
    return pictures(to_pdf({"文稿.docx": data})["文稿.docx"].data)


def words_of(office: Workspace, name: str, path: str) -> tuple[tuple[Piece, ...], ...]:
    """The lines of a document as it was made, every figure in them by the name of its bookmark."""
    trace = _trace(office, name, path)
    return tuple(_pieces(trace, line) for line in trace.lines)


def _pieces(trace: Trace, line: str) -> tuple[Piece, ...]:
    words = SLOT.split(line)
    found = [Piece(words[0])]
    for figure, text in zip(words[1::2], words[2::2], strict=True):
        found += [Piece(trace.texts.get(figure, ""), figure), Piece(text)]
    return tuple(one for one in found if one.text)


def figure_of(office: Workspace, name: str, path: str, figure: str) -> Told:
    """A figure of a document with its cells; `UsageProblem` where it has none of that name."""
    trace = _trace(office, name, path)
    printed = next((mark.figure for mark in trace.figures if mark.name == figure), None)
    if printed is None:
        raise UsageProblem("这份文稿里没有这个数，也许刚刚重新生成过，请重新载入。")
    exact = f"{shortened(printed.value)}{printed.measure}" if printed.value is not None else ""
    sources = tuple((cell, excerpt(office, cell)) for cell in printed.cells)
    return Told(printed, exact, trace.sentence(figure).strip(), sources)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure is printed: in which document, by the name of its bookmark, in which sentence."""

    file: str
    figure: str
    text: str
    sentence: str


def printed_as(office: Workspace, name: str, asked: str) -> tuple[Place, ...]:
    """Every place of a set where a figure is printed so; per cent sign and measure may be left out."""
    try:
        manifest = read_manifest(office.outputs / name)
        traces = remembered(manifest.origin.documents) if manifest is not None else {}
    except (Damaged, ValueError):
        traces = {}
    return tuple(
        Place(file, mark.name, mark.figure.text, trace.sentence(mark.name).strip())
        for file, trace in traces.items()
        for mark in trace.figures
        if reads_as(mark.figure, asked)
    )


def _trace(office: Workspace, name: str, path: str) -> Trace:
    try:
        one_file(office, name, path)
        manifest = read_manifest(office.outputs / name)
        traces = remembered(manifest.origin.documents) if manifest is not None else {}
    except (Damaged, ValueError):
        traces = {}
    if path not in traces:
        raise UsageProblem("这份文稿没有记下各个数的来源。")
    return traces[path]
