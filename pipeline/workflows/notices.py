"""From a notice to a draft plan, and from the draft a person corrected to the plan (NOTICE §6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.files.folder import StillChanging, digest, is_there, load, load_own
from pipeline.files.packages import package, packed, parts_of
from pipeline.files.spreadsheets.books import read_book, read_own_book
from pipeline.files.spreadsheets.preflight import Unreadable
from pipeline.inputs.notices.book import draft_book
from pipeline.inputs.notices.draft_rows import Kept, sheets_of
from pipeline.inputs.notices.notice_reading import ReadNotice, read_notice
from pipeline.inputs.notices.proof import Unproved
from pipeline.inputs.plan.drafted import accepted_rows, kept_of
from pipeline.inputs.plan.workbook import examine_book, filled_in, rewritten
from pipeline.model.codes import Level
from pipeline.model.errors import PlanProblem, UsageProblem
from pipeline.model.findings import Finding
from pipeline.model.run_steps import done
from pipeline.model.workspace import Workspace
from pipeline.outputs.founding import replace


class Refused(PlanProblem):
    """A file that cannot be read as a notice; `str()` is the sentence."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A notice drafted: what was read, the year it is for, the draft's file (None where there is no workspace or no year),
    and whether an earlier draft was kept because somebody had worked in it.
    """

    read: ReadNotice
    year: int | None
    path: Path | None
    kept: bool = False


def import_notice(office: Workspace, path: Path, year: int | None, today: date) -> Imported:
    """Read a notice and write the draft of its plan into the workspace; `Refused` with a sentence for what is no notice.

    The year is the notice's, else `year`, else the one the workspace works at.
    """
    read = _read(path)
    wanted = read.heading.year or year or office.plan_year(today)
    done("读通知", f"{len(read.draft.matters)}件，{read.balance.targets}个目标")
    if wanted is None or not office.inputs.is_dir():
        return Imported(read, wanted, None)
    kept = _kept(office, wanted)
    sheets = sheets_of(read.draft, read.heading, kept, wanted)
    data = draft_book(read.draft, sheets, kept, date(wanted, 1, 1))
    drafts = office.drafts(wanted)
    touched = bool(drafts) and not _as_written(drafts[-1])
    number = len(drafts) + 1 if touched else max(len(drafts), 1)
    target = office.draft_file(wanted, number)
    replace(target, data)
    done("写草稿", office.relative(target))
    return Imported(read, wanted, target, touched)


def _read(path: Path) -> ReadNotice:
    if not is_there(path):
        raise UsageProblem(f"没有找到 {path}。请写对通知文件的名字和位置。")
    try:
        return read_notice(path.name, load(path))
    except StillChanging:
        raise Refused(f"{path.name} 正在写入或传输，没有读取，请等文件存好后重新运行。") from None
    except Unreadable as reason:
        raise Refused(f"{path.name} {reason}。") from None
    except Unproved as reason:
        why = "为免遗漏没有写草稿，请把这份通知交给工程师"
        raise Refused(f"{path.name} 里的数字没有全部交代清楚（{reason}），{why}。") from None


def _kept(office: Workspace, year: int) -> Kept:
    """What the workspace knows of its units and habits: of the year's own plan, blank or not."""
    path = office.plan_file(year)
    if not is_there(path):
        return Kept()
    try:
        items, units, sheets = kept_of(read_own_book(load_own(path, office.inputs), path.name))
    except Unreadable:
        return Kept()
    return Kept(items, units, sheets)


def _as_written(path: Path) -> bool:
    """Whether a draft is byte for byte as this program writes a workbook: who opens and saves one leaves other bytes."""
    try:
        data = path.read_bytes()
        return package(packed(name, part) for name, part in parts_of(data).items()) == data
    except (OSError, ValueError, KeyError):
        return False


def accept_draft(office: Workspace, year: int) -> Path:
    """任务分解表.xlsx out of the latest draft, with nothing of the draft left over; its path.

    Raises `PlanProblem` while anything in it is open or wrong, or where the year has a plan already.
    """
    drafts = office.drafts(year)
    if not drafts:
        raise PlanProblem(f"inputs/{year} 里没有任务分解表草稿。请先运行 minsheng plan import 通知文件。")
    path, plan = drafts[-1], office.plan_file(year)
    if filled_in(office, year):
        raise PlanProblem(
            f"{office.relative(plan)} 已经填了内容，为免覆盖没有动它。要改用草稿的，请先把它移到别处或改名。"
        )
    try:
        data = load_own(path, office.inputs)
        book = read_own_book(data, office.relative(path))
    except Unreadable as reason:
        raise PlanProblem(f"{office.relative(path)} {reason}") from None
    _, found = examine_book(book, digest(data), office, year)
    _refuse(found, f"{path.name} 还有{{}}处要改，没有采用。改好、存好后再定为任务分解表。")
    made = rewritten(accepted_rows(book), year)
    _, found = examine_book(read_book(made, office.relative(plan)), digest(made), office, year)
    _refuse(found, f"{path.name} 里采用的数还有{{}}处要改，没有采用。改好、存好后再定为任务分解表。")
    replace(plan, made)
    return plan


def _refuse(found: tuple[Finding, ...], message: str) -> None:
    errors = [finding for finding in found if finding.level is not Level.NOTE]
    if errors:
        raise PlanProblem(message.format(len(errors)), errors)
