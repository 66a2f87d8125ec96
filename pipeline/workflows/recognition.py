"""A document recognised: in which set it was made, as what, what it would be today; sets made again.

A document is known by the bookmark at its beginning. The workspace's own records come before any that lie beside it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from zipfile import BadZipFile

from pipeline import __version__
from pipeline.documents.provenance.pieces import piece_number, trace_of_piece
from pipeline.documents.provenance.said import Vocabulary, vocabulary_of
from pipeline.documents.provenance.scrutiny import Elsewhere, bears_on
from pipeline.documents.provenance.sentences import Sentence, of_trace, plain
from pipeline.documents.provenance.trace import Trace, recorded, remembered
from pipeline.documents.provenance.verify import Verified, verify
from pipeline.documents.wording.parts import FOR_ANOTHER
from pipeline.files.archives import came_in, outer
from pipeline.files.folder import digest
from pipeline.files.packages import Oversized
from pipeline.files.scratch import scratch
from pipeline.files.spreadsheets.books import is_afresh, read_book
from pipeline.files.spreadsheets.preflight import Unreadable
from pipeline.files.word.lines import Line, bookmark_names, document_lines
from pipeline.inputs.plan.workbook import load_plan
from pipeline.inputs.returns.form import form_name
from pipeline.model.errors import PipelineError, UsageProblem
from pipeline.model.figures import Cell
from pipeline.model.months import Month
from pipeline.model.origin import CommandKind
from pipeline.model.readings import reference
from pipeline.model.workspace import Workspace
from pipeline.outputs.manifests import Damaged, Manifest, manifests, read_manifest
from pipeline.outputs.signed import memories
from pipeline.workflows import calling, chasing, collecting
from pipeline.workflows.month import monthly
from pipeline.workflows.month import written as month_written
from pipeline.workflows.printing import traces_of
from pipeline.workflows.results import MonthNotFinal, YearNotFinal
from pipeline.workflows.spotcheck import spotcheck
from pipeline.workflows.unchanged import Question
from pipeline.workflows.year import assess
from pipeline.workflows.year import written as year_written
from pipeline.workflows.year_so_far import roundup

SIGN = "_set"
_SIGN_LENGTH = len(SIGN) + 16
_MOST_BYTES = 50 * 1024 * 1024
_MONTH = re.compile(r"\d{4}-\d{2}")
_BESIDE = re.compile(r"-更正\d*$")
_NOTHING = Trace("", (), ())


class Unknown(PipelineError):
    """A document no set here remembers, or that is none; `str()` says so and what to do."""


@dataclass(frozen=True, slots=True)
class Known:
    """A document and what is known of it: its set, its name there, its trace, the trace it would have today.

    `foreign` is the record it is known by, where that is not of this workspace: only today's sources count then.
    """

    path: Path
    data: bytes
    lines: tuple[Line, ...]
    manifest: Manifest
    name: str
    trace: Trace
    now: Trace | None
    trouble: str
    foreign: Path | None

    @property
    def note(self) -> str:
        """Why there is nothing to compare with; empty if there is."""
        if self.trouble:
            return f"“{self.manifest.set}”现在生成不出来：{self.trouble.rstrip('。')}"
        return "" if self.now is not None else f"按现在的来源，“{self.manifest.set}”里没有这份文稿"


class Desk:
    """Documents on one desk: what they share, sets made again and sheets read again, is done once."""

    def __init__(self, office: Workspace) -> None:
        self._office = office
        self._sets: dict[str, dict[str, Trace] | PipelineError] = {}
        self._plans: dict[int, Vocabulary] = {}
        self._texts: dict[str, Mapping[tuple[str, str], str] | str | None] = {}

    def known(self, path: Path) -> Known:
        """The document at a path; `Unknown` if no set remembers it, or it is none that can be read."""
        data, lines, signs = _opened(path)
        damaged: list[Damaged] = []
        for memory in _memories(path.absolute(), self._office.outputs):
            if isinstance(memory, Damaged):
                damaged.append(memory)
                continue
            record, manifest, traces = memory
            for name, trace in traces.items():
                if trace.mark in signs:
                    piece = signs[trace.mark]
                    today = self._today(manifest)
                    # Before 代拟稿 had a folder of its own it lay among the others.
                    now = (
                        today.get(name, today.get(f"{FOR_ANOTHER}/{name}"))
                        if isinstance(today, dict)
                        else None
                    )
                    trouble = str(today) if isinstance(today, PipelineError) else ""
                    own = record.is_relative_to(self._office.outputs.absolute())
                    if piece is not None:
                        read = [line.text for line in lines]
                        trace = trace_of_piece(trace, piece, read)
                        now = trace_of_piece(now, piece, read) if now is not None else None
                    return Known(
                        path, data, lines, manifest, name, trace, now, trouble, None if own else record
                    )
        if damaged:
            raise Unknown(f"{path.name} 无法核对，也许记着它的清单坏了。{damaged[0]}")
        raise Unknown(
            f"{path.name} 不是在这个工作目录里生成的，或者生成它的那一套已经删掉，无法核对。"
            "请用 -C 指明生成它的工作目录，或把那一套的 manifest.json（只换数字的，是同名的 .溯源.json）放在它旁边。"
        )

    def verified(self, known: Known) -> Verified:
        """The document against its trace, its sources and today's set."""
        trace, now = known.trace, known.now
        if known.foreign is not None:
            # What somebody else remembers proves nothing: only what this workspace would print today does.
            now = now or _NOTHING
            printed = set(map(plain, now.lines))
            trace = replace(trace, lines=tuple(line for line in trace.lines if plain(line) in printed))
        cells = {cell: self._read(cell) for mark in trace.figures for cell in mark.figure.cells}
        older = known.foreign is None and known.manifest.origin.version != __version__
        terms = self._terms(known.manifest)
        elsewhere = self._elsewhere(known.manifest, terms)
        return verify(known.lines, trace, now, cells, terms, older, elsewhere)

    def _terms(self, manifest: Manifest) -> Vocabulary:
        """Which words exclude one another by the plan as it is; none if it cannot be read."""
        try:
            year = _period(base(manifest.set), manifest.origin.command.kind).year
            if year not in self._plans:
                self._plans[year] = vocabulary_of(load_plan(self._office, year))
        except PipelineError:
            return Vocabulary()
        return self._plans[year]

    def _elsewhere(self, manifest: Manifest, terms: Vocabulary) -> Elsewhere:
        """In which set of another period a sentence was printed that says anything of anybody."""
        own = _dated(manifest)

        def found(read: str) -> str:
            printed = self._printed.get(read, [])
            if any(period == own for period, _, _ in printed):
                return ""
            return next((name for _, name, one in printed if bears_on(terms, one)), "")

        return found

    @cached_property
    def _printed(self) -> Mapping[str, list[tuple[Month | str, str, Sentence]]]:
        """Every sentence the sets of this workspace were printed with, as it reads: of which period, in which set."""
        said: dict[str, list[tuple[Month | str, str, Sentence]]] = defaultdict(list)
        for memory in _memories(self._office.outputs.absolute(), self._office.outputs):
            if not isinstance(memory, Damaged) and memory[0].is_relative_to(self._office.outputs):
                _, manifest, traces = memory
                for one in (one for trace in traces.values() for one in of_trace(trace)):
                    said[one.read].append((_dated(manifest), manifest.set, one))
        return said

    def _today(self, manifest: Manifest) -> dict[str, Trace] | PipelineError:
        """The traces of a set's documents as they would be today; what is in the way if it cannot be made."""
        origin = manifest.origin
        key = f"{manifest.set} {origin.command.text} {origin.drawn_up}"
        if key not in self._sets:
            try:
                self._sets[key] = self._traced_today(manifest, key)
            except PipelineError as reason:
                self._sets[key] = reason
            except ValueError:  # a record of somebody else's making: a year, a draw that cannot be
                self._sets[key] = UsageProblem("记录里写的做不出来")
        return self._sets[key]

    def _traced_today(self, manifest: Manifest, key: str) -> dict[str, Trace]:
        """As worked out before, where nothing has changed since and sheets need not be read afresh."""
        if is_afresh():
            return _traced_again(self._office, manifest)
        asked = Question.of(self._office, "verify", key)
        said = asked.answered()
        if said is not None:
            return remembered(said)
        traces = _traced_again(self._office, manifest)
        asked.keep(recorded(traces), None)
        return traces

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


def _opened(path: Path) -> tuple[bytes, tuple[Line, ...], dict[str, int | None]]:
    """A document's bytes, its lines, the bookmarks it may be known by, and as which piece; `Unknown` for whatever cannot be read as one."""
    if not path.is_file():
        raise Unknown(f"没有找到 {path}，请检查文件名和所在的文件夹。")
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise Oversized
        data = path.read_bytes()
        lines = document_lines(data)
        names = bookmark_names(data, SIGN)
        signs = {name[:_SIGN_LENGTH]: piece_number(name, _SIGN_LENGTH) for name in names}
    except Oversized:
        raise Unknown(
            f"{path.name} 异常庞大，不像文稿，没有打开。请用 Word 打开检查，另存后再核对。"
        ) from None
    except PermissionError:
        raise Unknown(f"{path.name} 读不了，请检查它是不是正被别的程序打开、有没有读取权限。") from None
    except (BadZipFile, ValueError, KeyError, SyntaxError):
        raise Unknown(
            f"{path.name} 不是 Word 文稿（.docx），或者文件已经损坏。请用 Word 或 WPS 打开，另存为 .docx 再核对。"
        ) from None
    return data, lines, signs


def _memories(place: Path, outputs: Path) -> Iterator[tuple[Path, Manifest, dict[str, Trace]] | Damaged]:
    """Every record a document may be known by: where it lies, its set, what it remembers; or that it cannot be read."""
    # What was signed first: of what its set has become since, nothing counts for it.
    for path, manifest in chain(memories(outputs), manifests(place, outputs)):
        if isinstance(manifest, Damaged):
            yield manifest
            continue
        try:
            yield path, manifest, remembered(manifest.origin.documents)
        except ValueError as error:
            yield Damaged(path, str(error))


def _traced_again(office: Workspace, manifest: Manifest) -> dict[str, Trace]:
    """The traces of a set's documents as they would be printed today. Of the large sets only the words are made."""
    day, command = manifest.origin.drawn_up, manifest.origin.command
    month = _period(base(manifest.set), command.kind)
    final = command.arguments.get("final") is True
    match command.kind:
        case CommandKind.MONTHLY:
            try:
                _, decisions, _, course, letters = month_written(office, month, day, final)
            except MonthNotFinal:
                _, decisions, _, course, letters = month_written(office, month, day, final=False)
            return traces_of(letters, office.templates, course[-1].drawn_up, decisions.kept_in(month))
        case CommandKind.ASSESS:
            try:
                _, decisions, _, assessment, _, letters = year_written(office, month.year, day, final)
            except YearNotFinal:
                _, decisions, _, assessment, _, letters = year_written(office, month.year, day, final=False)
            return traces_of(letters, office.templates, assessment.drawn_up, decisions.kept_in(month))
    with scratch() as place:
        folder = made_again(office, manifest, place)
        made = read_manifest(folder) if folder is not None else None
    return remembered(made.origin.documents) if made is not None else {}


def made_again(office: Workspace, manifest: Manifest, place: Path) -> Path | None:
    """The folder of a set made again below `place`, by the command that made it; None if there is nothing to make."""
    private = replace(office, made=place)
    name, day = base(manifest.set), manifest.origin.drawn_up
    command, told = manifest.origin.command.kind, manifest.origin.command.arguments
    if command is CommandKind.PACK:
        raise UsageProblem(
            f"“{manifest.set}”只是把做好的文稿放在一起，没有可重做的；核对里面的文稿，请写文件名。"
        )
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
        case CommandKind.DIGEST:
            roundup(private, month, day)
        case CommandKind.SPOTCHECK:
            spotcheck(private, month, int(told["n"]), str(told["seed"]))
        case CommandKind.REMIND if day is not None:
            chasing.remind(private, month, day, bool(told["letter"]))
        case CommandKind.FORMS:
            collecting.forms(private, month)
        case CommandKind.AD_HOC if day is not None:
            calling.forms(private, day, str(told["only"]))
        case CommandKind.COMMITMENTS:
            collecting.commitment_lists(private, month.year)
        case CommandKind.UNCOMMITTED if day is not None:
            chasing.remind_of_commitments(private, month.year, day)
        case CommandKind.CHECK:
            collecting.give_back(private, month)
        case CommandKind.COLLATE:
            _collate_again(private, month, manifest.digests)
    folder = place / name
    return folder if folder.exists() else None


_OF_A_YEAR = (CommandKind.ASSESS, CommandKind.COMMITMENTS, CommandKind.UNCOMMITTED)


def _period(name: str, command: CommandKind) -> Month:
    """What a set of that name was made for: 2021-09-表样, 2021-年终-表样, 2021-考核, 2021-10-11-临时调度."""
    period = name if _MONTH.fullmatch(name) else name.rpartition("-")[0]
    period = period[: len("2021-10")] if command is CommandKind.AD_HOC else period
    try:
        return Month.parse(f"{period}-年终" if command in _OF_A_YEAR else period)
    except ValueError:
        raise UsageProblem(f"清单里写的“{name}”不是 {command} 做出来的，无法重新生成。") from None


def period_of(manifest: Manifest) -> Month:
    """The period a set was made for; `UsageProblem` where its name tells none."""
    return _period(base(manifest.set), manifest.origin.command.kind)


def _dated(manifest: Manifest) -> Month | str:
    """The period of a set; its name where that tells none."""
    try:
        return _period(base(manifest.set), manifest.origin.command.kind)
    except UsageProblem:
        return manifest.set


def _collate_again(private: Workspace, month: Month, files: Collection[str]) -> None:
    plan = load_plan(private, month.year)
    for lead in plan.leads:
        if f"{form_name(plan, lead, month)}.xlsx" in files:
            collecting.collate(private, month, lead.key)


def base(name: str) -> str:
    """The set that a 更正 lies beside; any other set itself."""
    return _BESIDE.sub("", name)
