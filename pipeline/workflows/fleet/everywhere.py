"""THE STORY of many offices: find them, carry one job out in each, say how it went; one that fails is a row, never the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.documents.workbooks.offices_overview import NAME, OfficeRow, offices_overview
from pipeline.files.machine import reason
from pipeline.model.errors import MachineProblem
from pipeline.model.run_steps import at, done
from pipeline.outputs.disk import write
from pipeline.workflows.endings import BUSY, DONE, FAULT, LOOK, MACHINE, USAGE
from pipeline.workflows.fleet.members import Member
from pipeline.workflows.fleet.tasks import Task
from pipeline.workflows.jobs import Brief, Job

# Of what went wrong the worst stands for all: the machine before a workspace, a workspace before a lock.
_WORST = (MACHINE, FAULT, BUSY, USAGE, LOOK, DONE)
Engine = Callable[[Sequence[Task]], Iterable[tuple[int, Brief]]]


@dataclass(frozen=True, slots=True)
class Row:
    """How it went in one office."""

    member: Member
    brief: Brief

    @property
    def went(self) -> str:
        """已办, 有问题 (done, and somebody must look) or 失败."""
        return {DONE: "已办", LOOK: "有问题"}.get(self.brief.code, "失败")

    @property
    def before(self) -> bool:
        """Whether its set was there already: nothing was made anew."""
        return bool(self.brief.sets) and not self.brief.anew


def everywhere(members: Sequence[Member], task: Callable[[Member], Task], engine: Engine) -> tuple[Row, ...]:
    """A row an office, in their order; `engine` carries tasks out, in whatever order, and gives each by its number."""
    able = [one for one in members if not one.problem]
    rows = {one: Row(one, Brief(FAULT, one.problem, 0.0)) for one in members if one.problem}
    so_far = counts(rows.values())
    slowest: Row | None = None
    for number, brief in engine([task(one) for one in able]):
        row = rows[able[number]] = Row(able[number], brief)
        so_far[row.went] += 1
        slowest = row if slowest is None or brief.seconds > slowest.brief.seconds else slowest
        last = f"最慢 {slowest.member.name} {slowest.brief.seconds:.0f}秒"
        at(f"{_told(so_far)}　{last}", len(rows), len(members))
    done("各工作目录", _told(so_far))
    return tuple(rows[one] for one in members)


def _told(went: Mapping[str, int]) -> str:
    return "　".join(f"{each} {count}" for each, count in went.items())


def counts(rows: Iterable[Row]) -> dict[str, int]:
    """How many went how; they add up to all."""
    went = [row.went for row in rows]
    return {each: went.count(each) for each in ("已办", "有问题", "失败")}


def worst(rows: Iterable[Row]) -> int:
    """The exit code of them all."""
    codes = {row.brief.code for row in rows}
    return next((code for code in _WORST if code in codes), FAULT)


def lay_overview(place: Path, job: Job, rows: Sequence[Row], today: date) -> Path:
    """总览.xlsx below `place`, in the stead of the one before; `MachineProblem` where the disk refuses."""
    told = [
        OfficeRow(
            row.member.name,
            row.went,
            row.before,
            row.brief.seconds,
            row.brief.version,
            row.brief.sets,
            row.brief.said,
        )
        for row in rows
    ]
    path = place / "outputs" / NAME
    beside = path.with_name(f".{NAME}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.unlink(missing_ok=True)
        write(beside, offices_overview(" ".join(job.words), told, today))
        beside.replace(path)
    except OSError as error:
        raise MachineProblem(f"{path} 没有写成：{reason(error)}。各工作目录不受影响。") from error
    return path
