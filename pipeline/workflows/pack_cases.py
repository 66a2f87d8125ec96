"""What a pack is taken from: a set of a period as it lies there, its signed papers, each as lists name it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from pipeline.documents.letters import routing
from pipeline.documents.provenance.pieces import split_sheets
from pipeline.documents.workbooks.pack_lists import Filed
from pipeline.files.pdf.pages import page_count
from pipeline.inputs.decisions.register import Decisions
from pipeline.model.errors import UsageProblem
from pipeline.model.months import Month
from pipeline.model.phrases import Letter
from pipeline.model.plan import Plan
from pipeline.model.readings import History
from pipeline.model.signing import edition_of
from pipeline.model.workspace import Workspace
from pipeline.outputs.manifests import Manifest, read_manifest
from pipeline.outputs.signed import SignedPaper, folder_of, signed_papers
from pipeline.outputs.states import files_of, sealed_manifest, signed_sets
from pipeline.workflows.month import written as month_written
from pipeline.workflows.year import written as year_written


@dataclass(frozen=True, slots=True)
class Case:
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


def case_of(office: Workspace, month: Month, name: str) -> Case:
    """The set of that name, of a period; `UsageProblem` where none is shown and nothing of it signed."""
    manifest = sealed_manifest(office.outputs, name) or read_manifest(office.outputs / name)
    if manifest is None:
        made = "assess" if month.is_year_end else "monthly"
        raise UsageProblem(f"outputs 里没有“{name}”这一套材料，请先用 {made} 生成。")
    own, day = edition_of(month), manifest.origin.drawn_up
    if month.is_year_end:
        plan, decisions, history, _, _, letters = year_written(office, month.year, day, False, name)
    else:
        plan, decisions, history, _, letters = month_written(office, month, day, False, name)
    return Case(
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


def cases_of_year(office: Workspace, year: int) -> list[Case]:
    """The sets of a year of which something is signed, in their order."""
    months = [Month(year, number) for number in range(1, 13)] + [Month.year_end(year)]
    return [
        case_of(office, month, name)
        for month in months
        for name in signed_sets(office.outputs, edition_of(month))
    ]


def routing_sheets(case: Case) -> Mapping[str, bytes]:
    """The sheet of each paper: they stand one behind the other, a paper that bears a number each, in the order of the papers."""
    numbered = [file for file, one in case.letters.items() if one.dispatch and file in case.files]
    (file,) = [one.file for one in case.letters.values() if one.template == routing.TEMPLATE] or [""]
    if file not in case.files:
        return {}
    sheets = split_sheets(case.files[file], PurePosixPath(routing.TEMPLATE).stem)
    return dict(zip(numbered, sheets, strict=True)) if len(sheets) == len(numbered) else {}


def filed(case: Case, paper: SignedPaper, files: Mapping[str, bytes]) -> Filed:
    """A signed paper as lists name it; one of a 更正 that the set it lies beside had too says which it is."""
    letter = case.letters.get(paper.path)
    dispatch = letter.dispatch if letter else None
    stamped = {name: data for name, data in files.items() if name in (paper.stamped or {})}
    text = {name: data for name, data in files.items() if name == paper.path}
    pages = [page_count(data) for name, data in stamped.items() if name.lower().endswith(".pdf")]
    again = case.correction if paper.path in case.repeated else ""
    return Filed(
        dispatch.organ if dispatch else "",
        paper.number,
        dispatch.title if dispatch else PurePosixPath(paper.path).stem,
        paper.day,
        pages[0] if pages else None,
        {_called(name, again): data for name, data in (stamped or text).items()},
        again,
        bool(stamped),
    )


def _called(path: str, again: str) -> str:
    """The name of a file in a folder that goes out, 更正 in it where it says a thing again."""
    name = PurePosixPath(path)
    return f"{name.stem}（{again}）{name.suffix}" if again else name.name


def _kept(folder: Path, paper: SignedPaper) -> dict[str, bytes]:
    """The signed text, its stamped files and receipts, by name, as they lie there."""
    return {name: (folder / name).read_bytes() for name in paper.files() if (folder / name).is_file()}
