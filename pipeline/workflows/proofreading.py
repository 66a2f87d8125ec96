"""Proving documents after the fact: which figures still stand, which their sources no longer give, what can be mended.

A document is known by the bookmark at its beginning; its set's manifest remembers its figures. What they would be
today is found by making the set again in a private folder, from the inputs as they lie there now.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import BadZipFile

from pipeline.documents.provenance.pairing import paired
from pipeline.documents.provenance.refresh import Unfit, refreshed, unfit
from pipeline.documents.provenance.trace import Trace, recorded, remembered
from pipeline.documents.provenance.verify import Checked, State, Verified, reads_as, verify
from pipeline.documents.rendering.bookmarks import Mark
from pipeline.documents.workbooks.correction import NAME, correction_list, differences
from pipeline.files.archives import came_in, outer
from pipeline.files.folder import digest
from pipeline.files.spreadsheets.books import read_book, reading_afresh
from pipeline.files.spreadsheets.preflight import Unreadable
from pipeline.files.word.lines import Line, bookmark_names, document_lines
from pipeline.inputs.plan.workbook import load_plan
from pipeline.inputs.returns.form import form_name
from pipeline.model.errors import PipelineError, UsageProblem
from pipeline.model.figures import Cell
from pipeline.model.months import Month
from pipeline.model.origin import CommandKind, Origin
from pipeline.model.readings import reference
from pipeline.model.workspace import Workspace
from pipeline.outputs.manifests import MEMORY, Damaged, Manifest, dump, manifests, read_manifest
from pipeline.outputs.publish import files_of
from pipeline.workflows import collecting
from pipeline.workflows.month import monthly
from pipeline.workflows.results import MonthNotFinal, YearNotFinal
from pipeline.workflows.spotcheck import spotcheck
from pipeline.workflows.year import assess

_SIGN = "_set"
_SIGN_LENGTH = len(_SIGN) + 16
_MONTH = re.compile(r"\d{4}-\d{2}")
_BESIDE = re.compile(r"-更正\d*$")


@dataclass(frozen=True, slots=True)
class Proof:
    """A document verified: where it lies, what it was made as, in which set; `note` says why it could not be made again."""

    path: Path
    name: str
    set: str
    trace: Trace
    verified: Verified
    note: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One place where a figure is printed: document, figure with its cells, the sentence it stands in."""

    document: str
    checked: Checked
    sentence: str


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What 只换数字 came to: the new file (None if no figure has changed), figures replaced, left to people, words unfit."""

    path: Path
    written: Path | None
    replaced: tuple[Checked, ...]
    left: tuple[Checked, ...]
    unfit: tuple[Unfit, ...]


@dataclass(frozen=True, slots=True)
class Again:
    """A set made again: files by name, and whether each is the same to the byte as it lies there (None: it did not come out).

    `edited` are those that people have changed or removed since they were published.
    """

    set: str
    files: Mapping[str, bool | None]
    edited: frozenset[str]


class Unknown(PipelineError):
    """A document no set here remembers, or that is none; `str()` says so and what to do."""


def verify_documents(
    office: Workspace, paths: Sequence[Path]
) -> tuple[tuple[Proof, ...], tuple[Unknown, ...]]:
    """Every document against its set's memory and its sources as they are now; and those nobody here remembers."""
    desk = _Desk(office)
    proofs: list[Proof] = []
    unknown: list[Unknown] = []
    for path in paths:
        try:
            known = desk.known(path)
        except Unknown as reason:
            unknown.append(reason)
            continue
        proofs.append(
            Proof(path, known.name, known.manifest.set, known.trace, desk.verified(known), known.note)
        )
    return tuple(proofs), tuple(unknown)


def documents_of(office: Workspace, month: Month) -> tuple[Path, ...]:
    """Every document of a period's set that holds figures, by name; `UsageProblem` where there is no set."""
    name, make = (f"{month.year}-考核", "assess") if month.is_year_end else (str(month), "monthly")
    manifest = read_manifest(office.outputs / name)
    if manifest is None:
        raise UsageProblem(f"outputs 里没有“{name}”这一套材料，请先用 {make} 生成。")
    return tuple(office.outputs / name / one for one in sorted(remembered(manifest.origin.documents)))


def refresh_document(office: Workspace, path: Path) -> Refreshed:
    """只换数字: a copy of an edited draft beside it, with today's figures in its bookmarks; the draft stays as it is."""
    desk = _Desk(office)
    known = desk.known(path)
    if known.now is None:
        raise Unknown(f"{path.name}：{known.note}，没有数可换。")
    figures = desk.verified(known).figures
    standing = {span.name for line in known.lines for span in line.spans}
    due = {
        one.mark.name: one.expected
        for one in figures
        if one.state is State.SOURCE and one.expected is not None and one.mark.name in standing
    }
    replaced = tuple(one for one in figures if one.mark.name in due and one.expected != one.text)
    left = tuple(one for one in figures if one.state is not State.SAME and one.mark.name not in due)
    written = _write_beside(known, due) if replaced else None
    return Refreshed(path, written, replaced, left, tuple(unfit(known.trace, known.now)))


def make_again(office: Workspace, name: str) -> Again:
    """A published set made again from the inputs as they lie there now, and compared with it file by file."""
    manifest = read_manifest(office.outputs / name)
    if manifest is None:
        raise UsageProblem(f"outputs 里没有叫“{name}”的一套材料。")
    listed = manifest.digests
    with TemporaryDirectory(prefix="minsheng-") as place, reading_afresh():
        folder = _made_again(office, manifest, Path(place))
        made = files_of(folder) if folder is not None else {}
    if NAME in listed:
        base = _base(name)
        changed = differences(files_of(office.outputs / base), made)
        made[NAME] = correction_list(changed, base, manifest.origin.drawn_up or date.min)
    there = {path: digest(data) for path, data in files_of(office.outputs / name).items()}
    return Again(
        name,
        {path: digest(made[path]) == there.get(path) if path in made else None for path in listed},
        frozenset(path for path, sha256 in listed.items() if there.get(path) != sha256),
    )


def ask(proofs: Sequence[Proof], figure: str) -> tuple[Answer, ...]:
    """Every figure printed as `figure`; its per cent sign and its measure (5.83万人) may be written or left out."""
    return tuple(
        Answer(proof.name, checked, proof.trace.sentence(checked.mark.name))
        for proof in proofs
        for checked in proof.verified.figures
        if reads_as(checked.mark.figure, figure) or (checked.text and checked.text == figure.strip())
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """A document and what is known of it: its set, its name there, its trace, the trace it would have today."""

    path: Path
    data: bytes
    lines: tuple[Line, ...]
    manifest: Manifest
    name: str
    trace: Trace
    now: Trace | None
    trouble: str

    @property
    def note(self) -> str:
        """Why there is nothing to compare with; empty if there is."""
        if self.trouble:
            return f"“{self.manifest.set}”现在生成不出来：{self.trouble.rstrip('。')}"
        return "" if self.now is not None else f"按现在的来源，“{self.manifest.set}”里没有这份文稿"


class _Desk:
    """Documents on one desk: what they share, sets made again and sheets read again, is done once."""

    def __init__(self, office: Workspace) -> None:
        self._office = office
        self._sets: dict[str, dict[str, Trace] | PipelineError] = {}
        self._texts: dict[str, Mapping[tuple[str, str], str] | str | None] = {}

    def known(self, path: Path) -> _Known:
        """The document at a path; `Unknown` if no set remembers it."""
        if not path.is_file():
            raise Unknown(f"没有找到 {path}，请检查文件名和所在的文件夹。")
        data = path.read_bytes()
        try:
            lines = document_lines(data)
            signs = {name[:_SIGN_LENGTH] for name in bookmark_names(data, _SIGN)}
        except (BadZipFile, ValueError, KeyError, SyntaxError):
            raise Unknown(f"{path.name} 不是 Word 文稿（.docx），或者文件已经损坏。") from None
        damaged: list[Damaged] = []
        for memory in _memories(path.absolute(), self._office.outputs):
            if isinstance(memory, Damaged):
                damaged.append(memory)
                continue
            manifest, traces = memory
            for name, trace in traces.items():
                if trace.mark in signs:
                    today = self._today(manifest)
                    now = today.get(name) if isinstance(today, dict) else None
                    trouble = str(today) if isinstance(today, PipelineError) else ""
                    return _Known(path, data, lines, manifest, name, trace, now, trouble)
        if damaged:
            raise Unknown(f"{path.name} 无法核对，也许记着它的清单坏了。{damaged[0]}")
        raise Unknown(
            f"{path.name} 不是在这个工作目录里生成的，或者生成它的那一套已经删掉，无法核对。"
            "请用 -C 指明生成它的工作目录，或把那一套的 manifest.json（只换数字的，是同名的 .溯源.json）放在它旁边。"
        )

    def verified(self, known: _Known) -> Verified:
        """The document against its trace, its sources and today's set."""
        cells = {cell for mark in known.trace.figures for cell in mark.figure.cells}
        return verify(known.lines, known.trace, known.now, {cell: self._read(cell) for cell in cells})

    def _today(self, manifest: Manifest) -> dict[str, Trace] | PipelineError:
        """The traces of a set's documents as they would be today; what is in the way if it cannot be made."""
        origin = manifest.origin
        key = f"{manifest.set} {origin.command.text} {origin.drawn_up}"
        if key not in self._sets:
            with TemporaryDirectory(prefix="minsheng-") as place:
                try:
                    folder = _made_again(self._office, manifest, Path(place))
                    made = read_manifest(folder) if folder is not None else None
                    self._sets[key] = remembered(made.origin.documents) if made is not None else {}
                except PipelineError as reason:
                    self._sets[key] = reason
        return self._sets[key]

    def _read(self, cell: Cell) -> str | None:
        """What a cell holds now; None if it or its file is gone or cannot be read."""
        if cell.file not in self._texts:
            self._texts[cell.file] = self._look(cell.file)
        texts = self._texts[cell.file]
        if isinstance(texts, str):
            if texts == cell.sha256:
                return cell.read
            self._texts[cell.file] = texts = self._contents(cell.file)
        if texts is None or (cell.sheet, "") not in texts:
            return None
        return texts.get((cell.sheet, cell.ref), "")

    def _look(self, file: str) -> str | None:
        try:
            data = self._bytes(file)
            return digest(data) if data is not None else None
        except (OSError, ValueError):  # it is gone meanwhile, or no name any file could have
            return None

    def _bytes(self, file: str) -> bytes | None:
        """What lies there, by itself or in a zip; None if it is gone, or leads out of the workspace."""
        root = self._office.root
        ours = (root / outer(file)).resolve().is_relative_to(root.resolve())
        return came_in(root, file) if ours else None

    def _contents(self, file: str) -> Mapping[tuple[str, str], str] | None:
        try:
            data = self._bytes(file)
            book = read_book(data, file) if data is not None else None
        except (Unreadable, OSError):
            return None
        if book is None:
            return None
        sheets = {(sheet.name, ""): "" for sheet in book.sheets}
        return sheets | {
            (sheet.name, reference(*place)): content.text
            for sheet in book.sheets
            for place, content in sheet.contents.items()
        }


def _write_beside(known: _Known, texts: Mapping[str, str]) -> Path:
    """The refreshed copy beside the draft, and what is remembered of it beside that."""
    assert known.now is not None
    names = (f"{known.path.stem}（只换数字{number or ''}）" for number in (0, *range(2, 100)))
    name = next(name for name in names if not (known.path.parent / f"{name}.docx").exists())
    today = dict(paired(known.trace, known.now))
    figures = tuple(Mark(one.name, today.get(one.name, one.figure)) for one in known.trace.figures)
    sign = f"{_SIGN}{digest(repr((known.trace.mark, sorted(texts.items()))).encode())[:16]}"
    trace = Trace(sign, figures, known.trace.lines)
    origin = known.manifest.origin
    remembering = Origin(origin.command, drawn_up=origin.drawn_up, documents=recorded({known.name: trace}))
    written = known.path.with_name(f"{name}.docx")
    written.write_bytes(refreshed(known.data, texts, (known.trace.mark, sign)))
    record = known.path.with_name(f"{name}{MEMORY}")
    record.write_bytes(dump(Manifest(known.manifest.set, remembering)))
    return written


def _memories(place: Path, outputs: Path) -> Iterator[tuple[Manifest, dict[str, Trace]] | Damaged]:
    """Every manifest a document may be known by with what it remembers, or that it cannot be read."""
    for path, manifest in manifests(place, outputs):
        if isinstance(manifest, Damaged):
            yield manifest
            continue
        try:
            yield manifest, remembered(manifest.origin.documents)
        except ValueError as error:
            yield Damaged(path, str(error))


def _made_again(office: Workspace, manifest: Manifest, place: Path) -> Path | None:
    """The folder of a set made again below `place`, by the command that made it; None if there is nothing to make."""
    private = replace(office, made=place)
    name, day = _base(manifest.set), manifest.origin.drawn_up
    command, told = manifest.origin.command.kind, manifest.origin.command.arguments
    month = _period(name, command)
    match command:
        case CommandKind.MONTHLY:
            try:
                monthly(private, month, day, bool(told["final"]))
            except MonthNotFinal:
                monthly(private, month, day, final=False)
        case CommandKind.ASSESS:
            try:
                assess(private, month.year, day, bool(told["final"]), pdf=False)
            except YearNotFinal:
                assess(private, month.year, day, final=False, pdf=False)
        case CommandKind.SPOTCHECK:
            spotcheck(private, month, int(told["n"]), str(told["seed"]))
        case CommandKind.REMIND if day is not None:
            collecting.remind(private, month, day, bool(told["letter"]))
        case CommandKind.FORMS:
            collecting.forms(private, month)
        case CommandKind.COMMITMENTS:
            collecting.commitment_lists(private, month.year)
        case CommandKind.UNCOMMITTED if day is not None:
            collecting.remind_of_commitments(private, month.year, day)
        case CommandKind.CHECK:
            collecting.give_back(private, month)
        case CommandKind.COLLATE:
            _collate_again(private, month, manifest.digests)
    folder = place / name
    return folder if folder.exists() else None


_OF_A_YEAR = (CommandKind.ASSESS, CommandKind.COMMITMENTS, CommandKind.UNCOMMITTED)


def _period(name: str, command: CommandKind) -> Month:
    """What a set of that name was made for: 2021-09-表样, 2021-年终-表样, 2021-考核."""
    period = name if _MONTH.fullmatch(name) else name.rpartition("-")[0]
    try:
        return Month.parse(f"{period}-年终" if command in _OF_A_YEAR else period)
    except ValueError:
        raise UsageProblem(f"清单里写的“{name}”不是 {command} 做出来的，无法重新生成。") from None


def _collate_again(private: Workspace, month: Month, files: Collection[str]) -> None:
    plan = load_plan(private, month.year)
    for lead in plan.leads:
        if f"{form_name(plan, lead, month)}.xlsx" in files:
            collecting.collate(private, month, lead.key)


def _base(name: str) -> str:
    """The set that a 更正 lies beside; any other set itself."""
    return _BESIDE.sub("", name)
