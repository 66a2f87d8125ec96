"""Packs: what goes to whom, laid together (SIGNED §3).

Nothing is made anew: a paper lies in a pack as it lies in its set, people's changes and all, or as it was signed. What was
worked out on the way (核对表, 溯源表, 台账, the record of the set) goes to nobody.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath

from pipeline.documents.letters import relay, routing
from pipeline.documents.provenance.pieces import pieces_of, split_sheets
from pipeline.documents.provenance.trace import remembered
from pipeline.documents.wording.parts import FOR_ANOTHER
from pipeline.documents.workbooks.pack_lists import (
    CATALOGUE,
    DISTRIBUTION,
    Filed,
    archive_catalogue,
    distribution_sheet,
)
from pipeline.documents.workbooks.tracebook import trace_book
from pipeline.files.archives import came_in, outer
from pipeline.files.folder import digest
from pipeline.files.names import fitting
from pipeline.files.pdf.pages import page_count
from pipeline.files.word.private import private
from pipeline.inputs.decisions.register import Decisions
from pipeline.inputs.decisions.steps import steps_book
from pipeline.model.errors import UsageProblem
from pipeline.model.months import Month
from pipeline.model.origin import Command, CommandKind, PackKind
from pipeline.model.phrases import Letter
from pipeline.model.plan import Plan
from pipeline.model.readings import History, Outcome
from pipeline.model.settings import Office
from pipeline.model.signing import edition_of
from pipeline.model.workspace import Workspace
from pipeline.outputs.manifests import Manifest, read_manifest
from pipeline.outputs.publish import Edition, Published
from pipeline.outputs.signed import SignedPaper, folder_of, signed_papers
from pipeline.outputs.states import beside, files_of, sealed_manifest, signed_sets
from pipeline.progress.compute import compute
from pipeline.workflows.editions import made_from, publish
from pipeline.workflows.month import written as month_written
from pipeline.workflows.printing import print_letters
from pipeline.workflows.standing import sources_of
from pipeline.workflows.taking_over import registered, with_workspace
from pipeline.workflows.year import written as year_written

_BASIS, _REPLIES = "依据", "督办回告单-"
_TO_NOBODY = "没有写明送给谁"
_BETWEEN = re.compile("[、，；。]")
_Files = Iterator[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Packed:
    """A pack: its kind, what lies in it by path below the folder of that kind, what to look at before it goes, the set shown."""

    kind: PackKind
    files: Mapping[str, bytes]
    notes: tuple[str, ...]
    published: Published


@dataclass(frozen=True, slots=True)
class _Case:
    """What a pack is taken from: a set of a period and its files as they lie there, and what would be written of it today.

    `correction` is 更正 for the set that lies beside the first (empty for that one), `repeated` the papers that one had already.
    """

    office: Workspace
    month: Month
    name: str
    manifest: Manifest
    files: Mapping[str, bytes]
    plan: Plan
    decisions: Decisions
    history: History
    letters: Mapping[str, Letter]
    day: date
    correction: str = ""
    repeated: frozenset[str] = frozenset()

    def signed(self) -> list[tuple[SignedPaper, Mapping[str, bytes]]]:
        """The papers of the set that are signed, with their files, by the day of signing."""
        outputs = self.office.outputs
        found = sorted(signed_papers(outputs, self.name).values(), key=lambda one: (one.day, one.path))
        return [(one, _kept(folder_of(outputs, one.set), one)) for one in found]


def pack(office: Workspace, month: Month, kind: PackKind, today: date) -> Packed:
    """A pack of a period's set, of the whole year for 归档, shown as a set of its own: `2021-09-打包-送签/送签/…`.

    What is in hand is told as of `today`. `UsageProblem` where there is no set, or nothing that goes into such a pack.
    """
    cases = _cases(office, month, kind)
    if kind is PackKind.RELAY:
        cases = [replace(one, day=today) for one in cases]
    files, name = dict(_KINDS[kind](cases)), _about(office, month, kind)
    if not files:
        raise UsageProblem(f"“{name}”里{_NOTHING[kind]}")
    sources = sources_of(
        {
            f"{office.relative(office.outputs / one.name)}/{path}": digest(data)
            for one in cases
            for path, data in one.files.items()
        }
    )
    origin = made_from(office, Command(CommandKind.PACK, {"kind": kind.value}), sources)
    laid = {f"{kind}/{path}": data for path, data in files.items()}
    shown = publish(office, Edition(pack_name(office, month, kind), laid, origin))
    return Packed(kind, files, tuple(_to_look_at(files)), shown)


def pack_name(office: Workspace, month: Month, kind: PackKind) -> str:
    """The set a pack is shown as: 2021-09-打包-送签, 2021-09-更正-打包-送签 while that is to be signed, 2021-打包-归档."""
    return f"{_about(office, month, kind)}-打包-{kind}"


def _about(office: Workspace, month: Month, kind: PackKind) -> str:
    """The set, or the year, a pack is of: for 送签 the set that is to be signed next."""
    own = edition_of(month)
    if kind is PackKind.ARCHIVE:
        return str(month.year)
    if kind is PackKind.SIGNING and sealed_manifest(office.outputs, own):
        correction = beside(office.outputs, own)
        return correction if (office.outputs / correction).is_dir() else own
    return own


def _cases(office: Workspace, month: Month, kind: PackKind) -> list[_Case]:
    """The sets a pack is taken from: 外发 and 归档 those of which something is signed."""
    own = edition_of(month)
    match kind:
        case PackKind.ARCHIVE:
            return _year(office, month.year)
        case PackKind.SENDING:
            return [_case(office, month, each) for each in signed_sets(office.outputs, own) or (own,)]
        case _:
            return [_case(office, month, _about(office, month, kind))]


def _case(office: Workspace, month: Month, name: str) -> _Case:
    manifest = sealed_manifest(office.outputs, name) or read_manifest(office.outputs / name)
    if manifest is None:
        made = "assess" if month.is_year_end else "monthly"
        raise UsageProblem(f"outputs 里没有“{name}”这一套材料，请先用 {made} 生成。")
    own, day = edition_of(month), manifest.origin.drawn_up
    if month.is_year_end:
        plan, decisions, history, _, _, letters = year_written(office, month.year, day, False, name)
    else:
        plan, decisions, history, _, letters = month_written(office, month, day, False, name)
    return _Case(
        office,
        month,
        name,
        manifest,
        files_of(office.outputs / name),
        plan,
        decisions,
        history,
        {one.file: one for one in letters},
        day or date.min,
        name.removeprefix(own).removeprefix("-"),
        frozenset(files_of(office.outputs / own)) if name != own else frozenset(),
    )


def _year(office: Workspace, year: int) -> list[_Case]:
    """The sets of a year of which something is signed, in their order."""
    months = [Month(year, number) for number in range(1, 13)] + [Month.year_end(year)]
    return [
        _case(office, month, name)
        for month in months
        for name in signed_sets(office.outputs, edition_of(month))
    ]


def _for_signing(cases: Sequence[_Case]) -> _Files:
    """送签: every paper of ours that bears a number, its text and each annex, with its sheet to sign on."""
    (case,) = cases
    ours = [
        one
        for one in case.letters.values()
        if one.dispatch is not None and one.file in case.files and not _anothers(one.file)
    ]
    sheets = _routing_sheets(case)
    for number, letter in enumerate(ours, 1):
        folder = f"{number:02} {letter.id}"
        for piece in pieces_of(case.files[letter.file], PurePosixPath(letter.file).stem):
            yield f"{folder}/{piece.name}", piece.data
        if letter.file in sheets:
            yield f"{folder}/{routing.TEMPLATE}", sheets[letter.file]


def _routing_sheets(case: _Case) -> Mapping[str, bytes]:
    """The sheet of each paper: they stand one behind the other, a paper that bears a number each, in the order of the papers."""
    numbered = [file for file, one in case.letters.items() if one.dispatch and file in case.files]
    (file,) = [one.file for one in case.letters.values() if one.template == routing.TEMPLATE] or [""]
    if file not in case.files:
        return {}
    sheets = split_sheets(case.files[file], PurePosixPath(routing.TEMPLATE).stem)
    return dict(zip(numbered, sheets, strict=True)) if len(sheets) == len(numbered) else {}


def _for_inspector(cases: Sequence[_Case]) -> _Files:
    """送督查: what was drafted for the organ that urges, the sheets to answer on, and what the drafts rest on."""
    (case,) = cases
    drafts = {path: data for path, data in case.files.items() if _anothers(path)}
    yield from drafts.items()
    traces = {
        path: trace for path, trace in remembered(case.manifest.origin.documents).items() if path in drafts
    }
    urged = {PurePosixPath(path).stem.partition("-")[2] for path in drafts}
    yield from (
        (path, data)
        for path, data in case.files.items()
        if path.startswith(_REPLIES) and _unit(path) in urged
    )
    if traces:
        yield f"{_BASIS}/依据.xlsx", trace_book(f"{FOR_ANOTHER}依据", traces, case.day)
    yield from _rested_on(case) if drafts else ()


def _rested_on(case: _Case) -> _Files:
    """What the set was made from of the year's inputs, laid as it lies there: the other office reads it as it is."""
    year = case.office.relative(case.office.inputs / str(case.month.year))
    for file in dict.fromkeys(outer(one.path) for one in case.manifest.origin.inputs):
        data = came_in(case.office.root, file) if file.startswith(f"{year}/") else None
        if data is not None:
            yield f"{_BASIS}/{file.removeprefix(f'{year}/')}", data


def _given_back(cases: Sequence[_Case]) -> _Files:
    """督办登记: what a 督查机构 registered of 督办, for the folder its drafts came from."""
    (case,) = cases
    profile = case.plan.profile
    if profile.office is not Office.INSPECTOR:
        raise UsageProblem(
            "督办登记由督查机构的工作目录打包，交回拟稿单位；本目录的概况“工作区单位”不是督查机构。"
        )
    data = steps_book(case.office, case.month.year, case.day)
    if data is not None:
        yield f"督办登记-{fitting(profile.inspector)}.xlsx", data


def _for_successor(cases: Sequence[_Case]) -> _Files:
    """交接: one sheet of what is in hand."""
    (case,) = cases
    plan, months = case.plan, case.plan.months(case.month)
    course = [compute(plan, case.history, one, plan.lead_deadline(one)) for one in months]
    held = registered(plan, case.decisions, case.history, course, case.day)
    letter = relay.compose(plan, case.day, with_workspace(case.office, plan, held, months))
    papers = print_letters([letter], case.office.templates, "交接单", case.day)
    yield letter.file, papers.files[letter.file]


def _for_sending(cases: Sequence[_Case]) -> _Files:
    """外发: a folder a recipient with what was signed for it, stamped if it is, and a list of what lies in it.

    What was written to nobody, and nobody is registered as having got, lies in a folder that says so, without a list.
    """
    parcels: dict[str, list[Filed]] = defaultdict(list)
    for case in cases:
        for paper, files in case.signed():
            filed = _filed(case, paper, files)
            for to in _recipients(case, paper) or [_TO_NOBODY]:
                parcels[to].append(filed)
    for to, held in parcels.items():
        folder = fitting(to)
        for one in held:
            yield from ((f"{folder}/{name}", data) for name, data in one.outgoing.items())
        if to != _TO_NOBODY:
            yield f"{folder}/{DISTRIBUTION}", distribution_sheet(to, held, cases[0].day)


def _recipients(case: _Case, paper: SignedPaper) -> list[str]:
    """Whom a paper was written to and who gets a copy; beside them whoever is registered as having got it."""
    letter = case.letters.get(paper.path)
    named = (
        [letter.dispatch.addressee.rstrip("："), *_BETWEEN.split(letter.dispatch.copied)]
        if letter and letter.dispatch
        else []
    )
    told = [
        one.to
        for one in case.decisions.signing.sendings
        if (one.paper.set, one.paper.id) == (paper.set, paper.id)
    ]
    # A unit is addressed by another name than it is registered by.
    known = {case.plan.find_unit(one) or one: one for one in reversed((*named, *told)) if one}
    return list(reversed(known.values()))


def _for_archive(cases: Sequence[_Case]) -> _Files:
    """归档: a folder a 件 of the year in the order of signing, the units' stamped sheets, and the list of all."""
    found = [(case, paper, files) for case in cases for paper, files in case.signed()]
    found.sort(key=lambda one: (one[1].day, one[1].set, one[1].path))
    listed: list[Filed] = []
    laid: dict[str, bytes] = {}
    for number, (case, paper, files) in enumerate(found, 1):
        filed = _filed(case, paper, files)
        again = f"（{filed.again}）" if filed.again else ""
        folder = f"{number:04} {fitting(filed.title)}{again}"
        sheet = _routing_sheets(case).get(paper.path)
        held = {**files, **({routing.TEMPLATE: sheet} if sheet else {})}
        laid |= {f"{folder}/{PurePosixPath(name).name}": data for name, data in held.items()}
        listed.append(filed)
    if listed:
        laid |= {f"单位盖章件/{path}": data for case in cases for path, data in _stamped_sheets(case)}
        yield from laid.items()
        yield (
            CATALOGUE,
            archive_catalogue(
                cases[0].plan.profile.year,
                listed,
                {path: digest(data) for path, data in laid.items()},
                cases[-1].day,
            ),
        )


def _stamped_sheets(case: _Case) -> Iterator[tuple[str, bytes]]:
    """The stamped files of the units, as they came in for the period."""
    settled = case.history.months.get(case.month)
    for file in settled.returns.files if settled is not None else ():
        data = came_in(case.office.root, file.name) if file.outcome is Outcome.STAMPED else None
        if data is not None:
            yield f"{case.month}/{PurePosixPath(file.name).name}", data


def _filed(case: _Case, paper: SignedPaper, files: Mapping[str, bytes]) -> Filed:
    """A signed paper as lists name it; one of a 更正 that the set it lies beside had too says which it is."""
    letter = case.letters.get(paper.path)
    dispatch = letter.dispatch if letter else None
    stamped = {name: data for name, data in files.items() if name != paper.path}
    pages = [page_count(data) for name, data in stamped.items() if name.lower().endswith(".pdf")]
    again = case.correction if paper.path in case.repeated else ""
    return Filed(
        dispatch.organ if dispatch else "",
        paper.number,
        dispatch.title if dispatch else PurePosixPath(paper.path).stem,
        paper.day,
        pages[0] if pages else None,
        {_called(name, again): data for name, data in (stamped or files).items()},
        again,
    )


def _called(path: str, again: str) -> str:
    """The name of a file in a folder that goes out, 更正 in it where it says a thing again."""
    name = PurePosixPath(path)
    return f"{name.stem}（{again}）{name.suffix}" if again else name.name


def _kept(folder: Path, paper: SignedPaper) -> dict[str, bytes]:
    """The signed text and its stamped files, by name, as they lie there."""
    return {name: (folder / name).read_bytes() for name in paper.files() if (folder / name).is_file()}


def _to_look_at(files: Mapping[str, bytes]) -> Iterator[str]:
    """What a Word file carries beside its words: comments, names, tracked changes."""
    for path, data in files.items():
        if path.endswith(".docx") and (held := private(data)):
            yield f"{path} 里还带着{'、'.join(held)}，送出前请看一下要不要留。"


def _anothers(path: str) -> bool:
    return path.startswith(f"{FOR_ANOTHER}/")


def _unit(path: str) -> str:
    return PurePosixPath(path).stem.removeprefix(_REPLIES)


_KINDS: Mapping[PackKind, Callable[[Sequence[_Case]], _Files]] = {
    PackKind.SIGNING: _for_signing,
    PackKind.SENDING: _for_sending,
    PackKind.INSPECTOR: _for_inspector,
    PackKind.ARCHIVE: _for_archive,
    PackKind.REGISTER: _given_back,
    PackKind.RELAY: _for_successor,
}
_NOTHING = {
    PackKind.SIGNING: "没有要编号的文稿，不用打包送签。",
    PackKind.SENDING: "还没有登记签发的文稿，先用 minsheng sign 登记签发，再打包外发。",
    PackKind.INSPECTOR: "没有代拟稿，不用送督查机构。",
    PackKind.ARCHIVE: "还没有登记签发的文稿，没有可归档的。",
    PackKind.REGISTER: "还没有登记督办，没有可交回的。",
    PackKind.RELAY: "没有可交接的。",
}
