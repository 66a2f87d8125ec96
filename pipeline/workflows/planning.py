"""任务分解表 as people work on it: what is wrong with it, a notice dropped in that becomes a draft, the draft accepted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from pipeline.files.names import fitting
from pipeline.files.scratch import scratch
from pipeline.inputs.notices.notice_reading import ReadNotice
from pipeline.inputs.notices.outline import DraftMatter
from pipeline.model.errors import PlanProblem
from pipeline.model.findings import Finding
from pipeline.model.plan import Plan
from pipeline.model.workspace import Workspace
from pipeline.workflows.changing import Change, watched
from pipeline.workflows.notices import accept_draft, import_notice
from pipeline.workflows.office import plan_check


@dataclass(frozen=True, slots=True)
class PlanInHand:
    """The year people work at, its plan (None where it cannot be read), what is found, the latest draft's name (empty: none)."""

    year: int | None
    plan: Plan | None
    findings: tuple[Finding, ...]
    file: str
    draft: str


@dataclass(frozen=True, slots=True)
class DraftedMatter:
    """A matter of a notice as it was read: its number and title, who leads it, the words its targets stand in, what to look at."""

    number: str
    title: str
    leads: tuple[str, ...]
    words: tuple[str, ...]
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drafted:
    """A notice drafted: its matters, how many targets, whether its structure is known, whether an earlier draft was kept,
    where the draft lies (empty: none was written), remarks."""

    matters: tuple[DraftedMatter, ...]
    targets: int
    recognised: bool
    kept: bool
    file: str
    remarks: tuple[str, ...]


def plan_in_hand(office: Workspace, today: date) -> PlanInHand:
    """The plan of the year in hand, checked."""
    year = office.plan_year(today)
    if year is None:
        return PlanInHand(None, None, (), "", "")
    plan, findings = plan_check(office, year)
    drafts = office.drafts(year)
    draft = office.relative(drafts[-1]) if drafts else ""
    return PlanInHand(year, plan, findings, office.relative(office.plan_file(year)), draft)


def draft_from(office: Workspace, name: str, data: bytes, today: date) -> Drafted:
    """A notice, by its bytes, drafted as `plan import` drafts it; raises what that raises. The notice itself is not kept."""
    given = PurePath(name.replace("\\", "/"))
    with scratch() as place:
        path = place / f"{fitting(given.stem) or '通知'}{given.suffix[:8]}"
        path.write_bytes(data)
        made = import_notice(office, path, None, today)
    read, structure = made.read, made.read.draft.structure
    matters = tuple(_matter(read, one) for one in read.draft.matters)
    file = office.relative(made.path) if made.path is not None else ""
    remarks = tuple(structure.doubts)
    return Drafted(matters, read.balance.targets, structure.recognised, made.kept, file, remarks)


def _matter(read: ReadNotice, matter: DraftMatter) -> DraftedMatter:
    notice = read.draft.notice
    words = [notice.text(one.span) for one in matter.targets] + [
        notice.text(one) for one in matter.qualitative
    ]
    doubts = (*matter.doubts, *(doubt for one in matter.targets for doubt in one.doubts))
    return DraftedMatter(
        matter.item.number, notice.text(matter.item.title), matter.leads, tuple(dict.fromkeys(words)), doubts
    )


def accept(office: Workspace, today: date) -> Change:
    """The corrected draft becomes the plan, as `plan accept` makes it."""
    year = office.plan_year(today)
    if year is None:
        raise PlanProblem("这里没有任务分解表草稿，请先放一份通知进来。")
    return watched("草稿定为任务分解表", [office.plan_file(year)], lambda: accept_draft(office, year))
