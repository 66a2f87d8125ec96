"""THE DOOR for whoever calls this as a library: one office, one job, one record; the command, the desk and the fleet alike.

Nothing of the process changes: no folder, no locale, no handler of signals. A job has the workspace to itself, puts right what
a killed one left, and is heard by its own record only; a process may carry out as many as it likes, one after another or in
several threads. What a job loads is loaded when it is carried out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from pipeline import __version__
from pipeline.files.machine import reason
from pipeline.model.errors import MachineProblem, UsageProblem
from pipeline.model.months import Month
from pipeline.model.run_steps import LOG, heard_by
from pipeline.model.workspace import Workspace
from pipeline.outputs.runlog import Journal, Watcher
from pipeline.workflows.endings import DONE, LOOK, MACHINE, code_of, guarded

if TYPE_CHECKING:
    # Only named here: a job loads its own chapter and no other.
    from pipeline.model.findings import Finding
    from pipeline.model.plan import Plan
    from pipeline.model.progress import Progress
    from pipeline.model.readings import Settled
    from pipeline.outputs.publish import Published
    from pipeline.workflows.chasing import Chased
    from pipeline.workflows.results import Made, Run, YearRun
    from pipeline.workflows.schedule import Day

Result = TypeVar("Result", covariant=True)
Ran = TypeVar("Ran")
_SAID = 300


@dataclass(frozen=True, slots=True)
class Work(Generic[Result]):
    """What a job came to: the code it ends with, what its chapter gave, what was found, the sets shown.

    `trouble` says in one sentence why PDFs asked for are not there.
    """

    code: int
    result: Result
    findings: tuple[Finding, ...] = ()
    shown: tuple[Published, ...] = ()
    trouble: str = ""

    @property
    def exit_code(self) -> int:
        """The machine's where PDFs could not be made, else the code."""
        return MACHINE if self.trouble else self.code


def monthly(office: Workspace, month: Month, day: date | None, final: bool, pdf: bool) -> Work[Run]:
    """The month's set, as `workflows.month.monthly` makes it; raises what that raises."""
    from pipeline.workflows import month as chapter

    run = chapter.monthly(office, month, day, final, pdf)
    return _made(run, run.progress.findings, run.made, DONE if final else code_of(run.progress.findings))


def assess(office: Workspace, year: int, day: date | None, final: bool, pdf: bool) -> Work[YearRun]:
    """The year's set, as `workflows.year.assess` makes it; raises what that raises."""
    from pipeline.workflows import year as chapter

    run = chapter.assess(office, year, day, final, pdf)
    return _made(run, run.findings, run.made, code_of(run.findings))


def _made(run: Ran, findings: tuple[Finding, ...], made: Made, code: int) -> Work[Ran]:
    return Work(code, run, findings, (made.published,), made.papers.trouble)


def check(
    office: Workspace, month: Month, today: date, back: bool
) -> Work[tuple[Plan, Settled, Progress, Published | None]]:
    """What came in for a month and what is wrong with it; with `back` the sheets to return, as one set."""
    from pipeline.workflows import reading

    published = None
    if back:
        from pipeline.workflows.collecting import give_back

        plan, settled, progress, published = give_back(office, month)
    else:
        plan, settled, progress = reading.check(office, month)
    progress = reading.told_today(office, plan, progress, today)
    if (office.decisions_file(month.year)).is_file():
        from pipeline.workflows.keeping import to_choose

        progress = replace(progress, findings=(*progress.findings, *to_choose(office, plan, month)))
    statuses = [report.status(progress.findings) for report in settled.returns.reports]
    shown = (published,) if published is not None else ()
    code = code_of(progress.findings, statuses)
    return Work(code, (plan, settled, progress, published), progress.findings, shown)


def forms(office: Workspace, month: Month) -> Work[Published]:
    """The month's blank sheets."""
    from pipeline.workflows import collecting

    published = collecting.forms(office, month)
    return Work(DONE, published, (), (published,))


def remind(office: Workspace, month: Month, today: date, letter: bool) -> Work[Chased]:
    """Who still owes the month's sheets and what else is chased, the lists as a set if anybody does."""
    from pipeline.workflows import chasing

    made = chasing.remind(office, month, today, letter)
    shown = (made.published,) if made.published is not None else ()
    return Work(LOOK if made.published else DONE, made, (), shown)


def run(
    office: Workspace, today: date, guard: Callable[[Callable[[], int]], int], only_look: bool = False
) -> Work[Day]:
    """Everything that is due, each duty through `guard`; with `only_look` nothing is done, only found out."""
    from pipeline.workflows import schedule

    day = schedule.run(office, today, guard, only_look)
    shown = tuple(one.published for one in day.done if one.new and one.published is not None)
    return Work(day.code, day, day.findings, shown)


@contextmanager
def alone(office: Workspace) -> Iterator[None]:
    """The workspace to oneself from the first look at the inputs to the end.

    So no run can show a set made from older inputs over one made from newer ones, and what a killed run left is put right
    before anybody looks at it. Raises `Busy`, and `MachineProblem` where nothing can be written.
    """
    from pipeline.outputs.lock import held
    from pipeline.outputs.publish import recover

    with ExitStack() as stack:
        try:
            stack.enter_context(held(office.outputs, office.terms))
            recover(office.outputs)
        except OSError as error:
            raise MachineProblem(
                f"写不进“{office.outputs}”：{reason(error)}，原有的内容没有改动，请处理后重新运行"
            ) from error
        yield


@dataclass(frozen=True, slots=True)
class Job:
    """A command for one office, as it is typed: its period (None for the one in hand; `assess`: a year) and its switches.

    `commands` are those a job can be; `UsageProblem` for any other, for a switch it has not, for an assessment without a year.
    """

    command: str
    period: str | None = None
    switches: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Only what can be carried out."""
        known = _SWITCHES.get(self.command)
        if known is None or not self.switches <= known:
            raise UsageProblem(f"“{' '.join(self.words)}”不能这样办。能办的是：{'、'.join(_SWITCHES)}。")
        if self.command == "assess" and not (self.period or "").isdigit():
            raise UsageProblem("考核认定要写年度，如 assess 2021。")

    @property
    def words(self) -> tuple[str, ...]:
        """As it is typed: monthly 2021-09 --final."""
        about = (self.period,) if self.period else ()
        return (self.command, *about, *(f"--{one}" for one in sorted(self.switches)))

    @property
    def looks(self) -> bool:
        """Whether it only looks: it leaves no record, and waits for nobody, unless it makes a set."""
        return self.command == "check"


_SWITCHES: Mapping[str, frozenset[str]] = {
    "run": frozenset(),
    "forms": frozenset(),
    "check": frozenset({"return"}),
    "remind": frozenset({"letter"}),
    "monthly": frozenset({"final", "pdf"}),
    "assess": frozenset({"final", "pdf"}),
}


@dataclass(frozen=True, slots=True)
class Finished(Generic[Result]):
    """A job carried out: its exit code, what people were told of it, the seconds it took, and the work itself.

    There is no work where it could not be done: `said` tells why.
    """

    code: int
    said: str
    seconds: float
    work: Work[Result] | None = None


@dataclass(frozen=True, slots=True)
class Brief:
    """What a job came to, in a few hundred bytes that may travel, and nothing of what the papers say.

    `sets` are names of sets below outputs/, `anew` those of them that are new.
    """

    code: int
    said: str
    seconds: float
    sets: tuple[str, ...] = ()
    anew: tuple[str, ...] = ()
    version: str = __version__


def brief(finished: Finished[object]) -> Brief:
    """The little of it that others need."""
    work = finished.work
    if work is None:
        return Brief(finished.code, finished.said[:_SAID], finished.seconds)
    sets = tuple(one.folder.name for one in work.shown)
    anew = tuple(one.folder.name for one in work.shown if not one.unchanged)
    return Brief(finished.code, finished.said[:_SAID], finished.seconds, sets, anew)


def carry_out(
    office: Workspace,
    job: Job,
    today: date,
    now: Callable[[], datetime],
    seconds: Callable[[], float],
    watcher: Watcher | None = None,
) -> Finished[object]:
    """Carry a job out in an office, as on a day, whatever happens; `now` and `seconds` are read for the record only.

    What goes wrong is in what is given back, never raised. The books that were read are forgotten; the reading process
    stays for the next job, until `files.spreadsheets.books.WORKER` is closed or the process ends.
    """
    from pipeline.files.spreadsheets.books import forget

    journal = Journal(["-C", str(office.root), *job.words], now(), seconds)
    journal.begin(office, job.command, kept=not job.looks)
    journal.show(watcher)
    done: list[Work[object]] = []

    def work() -> int:
        with nullcontext() if job.looks or not office.inputs.is_dir() else alone(office):
            done.append(_carried_out(office, job, today, partial(guarded, journal)))
        if done[0].trouble:
            LOG.warning("%s", done[0].trouble)
        return done[0].exit_code

    with heard_by(journal):
        code = guarded(journal, work)
        if done and job.command == "run" and not (done[0].shown or code):
            journal.spare()
        _kept(journal, code)
    forget()
    return Finished(code, "\n".join(journal.said), journal.lasted, done[0] if done else None)


def _kept(journal: Journal, code: int) -> None:
    journal.clear()
    try:
        journal.keep(code)
    except OSError as error:
        LOG.warning("运行记录没有写成（%s），不影响材料。", reason(error))


def _carried_out(
    office: Workspace, job: Job, today: date, guard: Callable[[Callable[[], int]], int]
) -> Work[object]:
    on, period = job.switches, job.period
    match job.command:
        case "run":
            return run(office, today, guard)
        case "assess":
            return assess(office, int(period or 0), None, "final" in on, "pdf" in on)
    from pipeline.workflows.in_hand import period_meant

    month = period_meant(office, period, today)[1]
    match job.command:
        case "forms":
            return forms(office, month)
        case "check":
            return check(office, month, today, "return" in on)
        case "remind":
            return remind(office, month, today, "letter" in on)
        case _:
            return monthly(office, month, None, "final" in on, "pdf" in on)
