"""上报表: the superior's own tables of an office, looked at and filled."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.documents.workbooks.upward_form import FOLDER, UpwardForm, examined, fill
from pipeline.files.folder import linked
from pipeline.files.spreadsheets.books import read_book
from pipeline.files.spreadsheets.preflight import Unreadable
from pipeline.model.codes import Code
from pipeline.model.errors import TemplateProblem
from pipeline.model.figures import Place
from pipeline.model.findings import Finding
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress
from pipeline.model.readings import Book
from pipeline.model.workspace import Workspace


def upward_names(office: Workspace) -> list[str]:
    """The tables an office fills, as they lie among its templates."""
    return [f"{FOLDER}/{path.name}" for path in _tables(office)]


def upward_faults(office: Workspace, known: Collection[str] | None) -> tuple[Finding, ...]:
    """T12 for what keeps one of them from being filled; `known` are the plan's targets, None where there is no plan."""
    return tuple(finding for path in _tables(office) for finding in _examined(path, known))


def upward_forms(office: Workspace, plan: Plan, progress: Progress) -> list[UpwardForm]:
    """Every table filled with a month; `TemplateProblem` names the first that cannot be."""
    wrong = next(iter(upward_faults(office, [target.id for target in plan.targets])), None)
    if wrong is not None:
        end = "" if wrong.fix.endswith("？") else "。"
        raise TemplateProblem(f"{wrong.message}。{wrong.fix}{end}")
    return [fill(_book(path), path.read_bytes(), plan, progress) for path in _tables(office)]


def with_blanks(progress: Progress, forms: Sequence[UpwardForm]) -> Progress:
    """The month with a finding for every cell that was left empty."""
    blank = [finding for form in forms for finding in form.blank]
    return replace(progress, findings=(*progress.findings, *blank))


def _tables(office: Workspace) -> list[Path]:
    found = (office.templates / FOLDER).glob("*.xlsx")
    return sorted(path for path in found if not path.name.startswith("~$") and not linked(path, office.root))


def _examined(path: Path, known: Collection[str] | None) -> Iterator[Finding]:
    try:
        yield from examined(_book(path), known)
    except Unreadable as reason:
        where = Place(f"{FOLDER}/{path.name}")
        fix = "请用 Excel 或 WPS 打开检查，另存为 .xlsx 再放回来"
        yield Finding(Code.T12, f"{where}：{reason}", fix, place=where)


def _book(path: Path) -> Book:
    return read_book(path.read_bytes(), f"{FOLDER}/{path.name}")
