"""上报表: the superior's own tables of an office, looked at and filled."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.documents.workbooks.upward_form import FOLDER, UpwardForm, examined, fill
from pipeline.files.folder import LINK
from pipeline.files.spreadsheets.books import SUFFIXES, read_book
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
    return [_name(path) for path in _tables(office) if _wrong_kind(path) is None]


def upward_faults(office: Workspace, known: Collection[str] | None) -> tuple[Finding, ...]:
    """T12 for what keeps one of them from being filled; `known` are the plan's targets, None where there is no plan."""
    return tuple(finding for path in _tables(office) for finding in _examined(path, known))


def upward_forms(office: Workspace, plan: Plan, progress: Progress) -> list[UpwardForm]:
    """Every table filled with a month; `TemplateProblem` names the first that cannot be."""
    wrong = next(iter(upward_faults(office, [target.id for target in plan.targets])), None)
    if wrong is not None:
        end = "" if wrong.fix.endswith("？") else "。"
        raise TemplateProblem(f"{wrong.message}。{wrong.fix}{end}")
    # Of those without a fault every one can be read.
    return [fill(_book(path), path.read_bytes(), plan, progress) for path in _tables(office)]


def with_blanks(progress: Progress, forms: Sequence[UpwardForm]) -> Progress:
    """The month with a finding for every cell that was left empty."""
    blank = [finding for form in forms for finding in form.blank]
    return replace(progress, findings=(*progress.findings, *blank))


def _tables(office: Workspace) -> list[Path]:
    """Every table laid there, whatever its kind: one that cannot be filled is told, not passed over."""
    found = (office.templates / FOLDER).glob("*")
    return sorted(
        path for path in found if path.name.lower().endswith(SUFFIXES) and not path.name.startswith("~$")
    )


def _wrong_kind(path: Path) -> str | None:
    """Why a table cannot be filled, whatever stands in it."""
    if path.is_symlink() or path.parent.is_symlink():
        return LINK
    return None if path.suffix.lower() == ".xlsx" else "不是 .xlsx，填不了"


def _examined(path: Path, known: Collection[str] | None) -> Iterator[Finding]:
    wrong = _wrong_kind(path)
    try:
        yield from examined(_book(path), known) if wrong is None else ()
    except Unreadable as reason:
        wrong = str(reason)
    if wrong is not None:
        where = Place(_name(path))
        fix = "请把文件本身放进来：用 Excel 或 WPS 打开检查，另存为 .xlsx，原来的拿走"
        yield Finding(Code.T12, f"{where}：{wrong}", fix, place=where)


def _book(path: Path) -> Book:
    return read_book(path.read_bytes(), _name(path))


def _name(path: Path) -> str:
    return f"{FOLDER}/{path.name}"
