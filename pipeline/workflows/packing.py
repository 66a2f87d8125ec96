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
from pathlib import PurePosixPath

from pipeline.documents.letters import relay, routing
from pipeline.documents.provenance.pieces import pieces_of
from pipeline.documents.provenance.trace import remembered
from pipeline.documents.wording.parts import FOR_ANOTHER
from pipeline.documents.workbooks.pack_lists import DISTRIBUTION, Filed, distribution_sheet
from pipeline.documents.workbooks.tracebook import trace_book
from pipeline.files.archives import came_in, outer
from pipeline.files.folder import digest
from pipeline.files.names import fitting
from pipeline.files.word.private import private
from pipeline.inputs.decisions.steps import steps_book
from pipeline.model.errors import UsageProblem
from pipeline.model.months import Month
from pipeline.model.origin import Command, CommandKind, PackKind
from pipeline.model.settings import Office
from pipeline.model.signing import edition_of
from pipeline.model.workspace import Workspace
from pipeline.outputs.publish import Edition, Published
from pipeline.outputs.signed import SignedPaper
from pipeline.outputs.states import beside, sealed_manifest, signed_sets
from pipeline.progress.compute import compute
from pipeline.workflows.archiving import for_archive
from pipeline.workflows.editions import made_from, publish
from pipeline.workflows.pack_cases import Case, case_of, cases_of_year, filed, routing_sheets
from pipeline.workflows.printing import print_letters
from pipeline.workflows.standing import sources_of
from pipeline.workflows.taking_over import registered, with_workspace

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


def _cases(office: Workspace, month: Month, kind: PackKind) -> list[Case]:
    """The sets a pack is taken from: 外发 and 归档 those of which something is signed."""
    own = edition_of(month)
    match kind:
        case PackKind.ARCHIVE:
            return cases_of_year(office, month.year)
        case PackKind.SENDING:
            return [case_of(office, month, each) for each in signed_sets(office.outputs, own) or (own,)]
        case _:
            return [case_of(office, month, _about(office, month, kind))]


def _for_signing(cases: Sequence[Case]) -> _Files:
    """送签: every paper of ours that bears a number, its text and each annex, with its sheet to sign on."""
    (case,) = cases
    ours = [
        one
        for one in case.letters.values()
        if one.dispatch is not None and one.file in case.files and not _is_anothers(one.file)
    ]
    sheets = routing_sheets(case)
    for number, letter in enumerate(ours, 1):
        folder = f"{number:02} {letter.id}"
        for piece in pieces_of(case.files[letter.file], PurePosixPath(letter.file).stem):
            yield f"{folder}/{piece.name}", piece.data
        if letter.file in sheets:
            yield f"{folder}/{routing.TEMPLATE}", sheets[letter.file]


def _for_inspector(cases: Sequence[Case]) -> _Files:
    """送督查: what was drafted for the organ that urges, the sheets to answer on, and what the drafts rest on."""
    (case,) = cases
    drafts = {path: data for path, data in case.files.items() if _is_anothers(path)}
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


def _rested_on(case: Case) -> _Files:
    """What the set was made from of the year's inputs, laid as it lies there: the other office reads it as it is."""
    year = case.office.relative(case.office.inputs / str(case.month.year))
    for file in dict.fromkeys(outer(one.path) for one in case.manifest.origin.inputs):
        data = came_in(case.office.root, file) if file.startswith(f"{year}/") else None
        if data is not None:
            yield f"{_BASIS}/{file.removeprefix(f'{year}/')}", data


def _given_back(cases: Sequence[Case]) -> _Files:
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


def _for_successor(cases: Sequence[Case]) -> _Files:
    """交接: one sheet of what is in hand."""
    (case,) = cases
    plan, months = case.plan, case.plan.months(case.month)
    course = [compute(plan, case.history, one, plan.lead_deadline(one)) for one in months]
    held = registered(plan, case.decisions, case.history, course, case.day)
    letter = relay.compose(plan, case.day, with_workspace(case.office, plan, held, months))
    papers = print_letters([letter], case.office.templates, "交接单", case.day)
    yield letter.file, papers.files[letter.file]


def _for_sending(cases: Sequence[Case]) -> _Files:
    """外发: a folder a recipient with what was signed for it, stamped if it is, and a list of what lies in it.

    What was written to nobody, and nobody is registered as having got, lies in a folder that says so, without a list.
    """
    parcels: dict[str, list[Filed]] = defaultdict(list)
    # A unit has one folder, by its fullest name of those its papers call it.
    called: dict[str, str] = {}
    for case in cases:
        for paper, files in case.signed():
            one = filed(case, paper, files)
            for to in _recipients(case, paper) or [_TO_NOBODY]:
                key = case.plan.find_unit(to) or to
                parcels[key].append(one)
                called[key] = max(called.get(key, ""), to, key=len)
    for key, held in parcels.items():
        to, folder = called[key], fitting(called[key])
        for one in held:
            yield from ((f"{folder}/{name}", data) for name, data in one.outgoing.items())
        if to != _TO_NOBODY:
            yield f"{folder}/{DISTRIBUTION}", distribution_sheet(to, held, cases[0].day)


def _recipients(case: Case, paper: SignedPaper) -> list[str]:
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


def _to_look_at(files: Mapping[str, bytes]) -> Iterator[str]:
    """What a Word file carries beside its words: comments, names, tracked changes."""
    for path, data in files.items():
        if path.endswith(".docx") and (held := private(data)):
            yield f"{path} 里还带着{'、'.join(held)}，送出前请看一下要不要留。"


def _is_anothers(path: str) -> bool:
    return path.startswith(f"{FOR_ANOTHER}/")


def _unit(path: str) -> str:
    return PurePosixPath(path).stem.removeprefix(_REPLIES)


_KINDS: Mapping[PackKind, Callable[[Sequence[Case]], _Files]] = {
    PackKind.SIGNING: _for_signing,
    PackKind.SENDING: _for_sending,
    PackKind.INSPECTOR: _for_inspector,
    PackKind.ARCHIVE: for_archive,
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
