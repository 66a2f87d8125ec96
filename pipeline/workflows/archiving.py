"""归档: a year's signed papers by 件, each with all that belongs to it, and the list of all (SIGNED §3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath

from pipeline.documents.letters import routing
from pipeline.documents.workbooks.pack_lists import (
    CATALOGUE,
    INSTRUCTED,
    Filed,
    archive_catalogue,
    instruction_sheet,
)
from pipeline.files.archives import came_in
from pipeline.files.folder import digest
from pipeline.files.names import fitting
from pipeline.model.instructions import Instruction
from pipeline.model.months import day_of_month
from pipeline.model.readings import Outcome
from pipeline.outputs.signed import SignedPaper
from pipeline.workflows.pack_cases import Case, filed, routing_sheets

_OF_NO_PAPER = "批示（来文不在目录里）"
# So many acknowledgements are named; of more, how many.
_NAMED = 3
# A 件: the set, the paper as signed, its files.
_Piece = tuple[Case, SignedPaper, Mapping[str, bytes]]


def for_archive(cases: Sequence[Case]) -> Iterator[tuple[str, bytes]]:
    """归档: a folder a 件 of the year in the order of signing, the units' stamped sheets, and the list of all.

    With a paper lie the sheet it was signed on, what leaders wrote on it, who acknowledged it.
    """
    pieces = [(case, paper, files) for case in cases for paper, files in case.signed()]
    if not pieces:
        return
    pieces.sort(key=lambda one: (one[1].day, one[1].set, one[1].path))
    written = _written_on(pieces)
    listed: list[Filed] = []
    laid: dict[str, bytes] = {}
    for number, (case, paper, files) in enumerate(pieces, 1):
        own = written.get(number, ())
        one = filed(case, paper, files)
        one = replace(one, remarks=tuple(_remarks(case, paper, own)))
        again = f"（{one.again}）" if one.again else ""
        folder = f"{number:04} {fitting(one.title)}{again}"
        sheet = routing_sheets(case).get(paper.path)
        held = {**files, **({routing.TEMPLATE: sheet} if sheet else {}), **_instructed(cases, own)}
        laid |= {f"{folder}/{PurePosixPath(name).name}": data for name, data in held.items()}
        listed.append(one)
    other = _instructed(cases, written.get(0, ()))
    laid |= {f"{_OF_NO_PAPER}/{name}": data for name, data in other.items()}
    laid |= {f"单位盖章件/{path}": data for case in cases for path, data in _stamped_sheets(case)}
    yield from laid.items()
    digests = {path: digest(data) for path, data in laid.items()}
    yield CATALOGUE, archive_catalogue(cases[0].plan.profile.year, listed, digests, cases[-1].day)


def _written_on(pieces: Sequence[_Piece]) -> Mapping[int, Sequence[Instruction]]:
    """The 批示 of the year by the number of the 件 they were written on; 0 for those whose 来文 tells none, or several."""
    found: dict[int, list[Instruction]] = defaultdict(list)
    for one in pieces[-1][0].decisions.instructions:
        meant = [
            number
            for number, (case, paper, _) in enumerate(pieces, 1)
            if paper.day <= one.given and _is_about(one, case, paper)
        ]
        found[meant[0] if len(meant) == 1 else 0].append(one)
    return found


def _is_about(one: Instruction, case: Case, paper: SignedPaper) -> bool:
    """Whether 来文 names the paper: by its 文号, its title, its file, or as people say it: 5月份呈阅件, of the leader who wrote."""
    said = "".join(one.paper.split())
    letter = case.letters.get(paper.path)
    dispatch = letter.dispatch if letter is not None else None
    stem, kind = PurePosixPath(paper.path).stem, paper.id.partition("-")[0]
    if not said or bool(case.correction) != ("更正" in said):
        return False
    titles = (dispatch.title, dispatch.title.removeprefix(dispatch.organ)) if dispatch is not None else ()
    if said.strip("《》") in (stem, *titles) or (paper.number and paper.number in said):
        return True
    periods = (case.plan.cycle.name(case.month), case.plan.cycle.label(case.month))
    spoken = any(said.removeprefix(f"{case.month.year}年") == f"{period}{kind}" for period in periods)
    # Of papers for one leader each, that of the leader who wrote.
    return spoken and ("-" not in paper.id or one.post in stem)


def _instructed(cases: Sequence[Case], written: Sequence[Instruction]) -> dict[str, bytes]:
    """The sheet of what leaders wrote, word for word; none where they wrote nothing."""
    if not written:
        return {}
    plan = cases[-1].plan
    return {
        INSTRUCTED: instruction_sheet(
            [(one, plan.names(one.units, one.given)) for one in written], cases[-1].day
        )
    }


def _remarks(case: Case, paper: SignedPaper, written: Sequence[Instruction]) -> Iterator[str]:
    """有批示；市人民政府6月2日签收: what else lies with a paper."""
    if written:
        yield "有批示"
    received = [
        (one.to, one.received)
        for one in case.decisions.signing.sendings
        if (one.paper.set, one.paper.id) == (paper.set, paper.id) and one.received is not None
    ]
    if len(received) > _NAMED:
        yield f"{len(received)}家签收"
    else:
        yield from (f"{to}{_day(day, paper.day)}签收" for to, day in received)


def _day(day: date, signed: date) -> str:
    """6月2日; with its year where the paper was signed in another."""
    return day_of_month(day) if day.year == signed.year else f"{day.year}年{day_of_month(day)}"


def _stamped_sheets(case: Case) -> Iterator[tuple[str, bytes]]:
    """The stamped files of the units, as they came in for the period."""
    settled = case.history.months.get(case.month)
    for file in settled.returns.files if settled is not None else ():
        data = came_in(case.office.root, file.name) if file.outcome is Outcome.STAMPED else None
        if data is not None:
            yield f"{case.month}/{PurePosixPath(file.name).name}", data
