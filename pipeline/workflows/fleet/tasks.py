"""A job in one office of many, as a worker carries it out: pure but for the office's own folder, done when its manifest says so."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from pipeline import __version__
from pipeline.documents.workbooks.findings import NAME as FINDINGS
from pipeline.files.spreadsheets.books import reading_afresh
from pipeline.inputs.returns.history import look_over
from pipeline.model.codes import Level
from pipeline.model.errors import PipelineError
from pipeline.model.months import Month
from pipeline.model.origin import CommandKind
from pipeline.model.workspace import Terms, Workspace
from pipeline.outputs.manifests import Manifest, read_manifest
from pipeline.workflows.endings import DONE, LOOK, MACHINE
from pipeline.workflows.in_hand import meant
from pipeline.workflows.jobs import Brief, Job, brief, carry_out
from pipeline.workflows.reading import plan_of
from pipeline.workflows.standing import drift_since, inputs_of, own_day, ruled


class MachineFailed(Exception):
    """The machine failed a task, which may go better another time; `brief` is what it came to."""

    def __init__(self, brief: Brief) -> None:
        super().__init__(brief)
        self.brief = brief


@dataclass(frozen=True, slots=True)
class Task:
    """A job in the office at `root`, as on a day, by that version of the program; `afresh`: nothing done or read before counts."""

    root: str
    job: Job
    today: date
    terms: Terms
    afresh: bool = False
    version: str = __version__


@dataclass(frozen=True, slots=True)
class Clock:
    """What a worker reads the time with: the time in Shanghai, and seconds that only go forward."""

    now: Callable[[], datetime]
    seconds: Callable[[], float]


def version() -> str:
    """Which version of the program a worker has."""
    return __version__


def carried_out(task: Task, clock: Clock) -> Brief:
    """The job done, or found done. Raises `MachineFailed` where the machine failed, so that whoever asked may try again, and
    `PipelineError` where the worker, which may have come later than the others, has another version.
    """
    if task.version != __version__:
        raise PipelineError(f"程序版本不一样，没有办：要的是 {task.version}，那里是 {__version__}。")
    office = Workspace(Path(task.root), task.terms)
    told = None if task.afresh else done_before(office, task.job, task.today)
    if told is not None:
        return told
    with reading_afresh(task.afresh):
        result = brief(carry_out(office, task.job, task.today, clock.now, clock.seconds))
    if result.code == MACHINE:
        raise MachineFailed(result)
    return result


def done_before(office: Workspace, job: Job, today: date) -> Brief | None:
    """What the set that lies there says, if it is the one this job would make; None where it has to be carried out.

    Only the sets of `monthly` and `assess` are asked: the others cost little, or hang on the day.
    """
    with suppress(PipelineError, OSError, ValueError):
        month = _month(office, job, today)
        name = f"{month.year}-考核" if job.command == "assess" else str(month)
        if month.is_year_end != (job.command == "assess") or not os.path.lexists(office.outputs / name):
            return None
        manifest = read_manifest(office.outputs / name)
        if manifest is not None and _answers(manifest, job) and not _drifted(office, month, manifest):
            look = "final" not in job.switches and _look(office.outputs / name)
            return Brief(LOOK if look else DONE, "", 0.0, (name,))
    return None


def _month(office: Workspace, job: Job, today: date) -> Month:
    if job.command == "assess":
        return Month.year_end(int(job.period or 0))
    if job.command != "monthly":
        raise ValueError(job.command)
    return meant(office, job.period, today)[1]


def _answers(manifest: Manifest, job: Job) -> bool:
    """Whether the set is what the job asks for, whatever it was made from."""
    kind = {"monthly": CommandKind.MONTHLY, "assess": CommandKind.ASSESS}[job.command]
    command, final = manifest.origin.command, "final" in job.switches
    pdfs = bool(manifest.pdfs) or "pdf" not in job.switches
    return command.kind is kind and command.arguments.get("final") is final and pdfs


def _drifted(office: Workspace, month: Month, manifest: Manifest) -> bool:
    plan = plan_of(office, month.year)
    decisions, history = look_over(office, plan, month)
    more = ruled(office, month.year) if month.is_year_end else ()
    inputs = inputs_of(office, plan, decisions, history, more)
    return bool(drift_since(office, manifest.origin, inputs, own_day(office, plan, month)))


def _look(folder: Path) -> bool:
    """Whether somebody must look at a set, as it tells itself."""
    told = json.loads((folder / FINDINGS).read_bytes())["findings"]
    return any(one["level"] != Level.NOTE.value for one in told)
