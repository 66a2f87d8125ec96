"""`run`: what is due today, found out by looking and done by the commands of `workflows`, each on its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial
from pathlib import Path

from pipeline.inputs.decisions.register import Decisions, read_decisions
from pipeline.inputs.decisions.workbook_reader import copies_beside
from pipeline.inputs.plan.workbook import examine_plan
from pipeline.inputs.returns.history import look_over, not_heard_of, strays
from pipeline.model.findings import Finding
from pipeline.model.months import Month
from pipeline.model.origin import Source
from pipeline.model.plan import Plan
from pipeline.model.readings import History
from pipeline.model.workspace import Workspace
from pipeline.outputs.manifests import Damaged, read_manifest
from pipeline.outputs.publish import Published
from pipeline.progress.duties import Duty, Work, duties, edition, in_question, making, reporting_months
from pipeline.progress.freshness import Shown
from pipeline.progress.owed import uncommitted
from pipeline.workflows import chasing, collecting
from pipeline.workflows.after_signing import to_look_at
from pipeline.workflows.month import monthly
from pipeline.workflows.reading import plan_of
from pipeline.workflows.standing import inputs_of, own_day, ruled, sources_of, standing
from pipeline.workflows.year import assess


@dataclass(frozen=True, slots=True)
class Done:
    """A duty carried out: the set shown now, whether any of its files is new, and what somebody must look at.

    `missing` are the names on a list to chase by; `open` counts the findings to look at. `published` is None where
    nothing was to be made after all.
    """

    duty: Duty
    folder: Path
    new: bool
    open: int = 0
    missing: tuple[str, ...] = ()
    published: Published | None = None

    @property
    def look(self) -> bool:
        """True if there is something new that somebody must look at."""
        return self.new and bool(self.open or self.missing)


@dataclass(frozen=True, slots=True)
class Day:
    """What a day asked for and what became of it.

    `codes` are the exit codes of the duties carried out, `code` the worst of all: a year without a usable plan counts.
    """

    today: date
    duties: tuple[Duty, ...]
    findings: tuple[Finding, ...]
    done: tuple[Done, ...]
    codes: Mapping[Duty, int]
    code: int


def run(
    office: Workspace, today: date, guarded: Callable[[Callable[[], int]], int], only_look: bool = False
) -> Day:
    """Find out what is due and, unless `only_look`, do it.

    Every year and every duty goes through `guarded`, which tells what went wrong and gives the exit code:
    one that fails stops no other.
    """
    seen: list[Duty] = []
    findings: list[Finding] = []
    done: list[Done] = []

    def look(year: int) -> int:
        plan = plan_of(office, year)
        seen.extend(survey(office, plan, today))
        findings.extend(() if plan.calendar.source else _without_calendar(office, year))
        findings.extend((*copies_beside(office, year), *strays(office, plan)))
        findings.extend(to_look_at(office, plan, read_decisions(office, plan), today))
        return 0

    def act(duty: Duty) -> int:
        done.append(carry_out(office, duty))
        return int(done[-1].look)

    looked = [guarded(partial(look, year)) for year in years(office, today)]
    asked = [duty for duty in seen if duty.due and not only_look]
    codes = {duty: guarded(partial(act, duty)) for duty in asked}
    worst = max([0, *looked, *codes.values()])
    return Day(today, tuple(seen), tuple(findings), tuple(done), codes, worst)


def years(office: Workspace, today: date) -> tuple[int, ...]:
    """The years with duties on a day: this one, and the one before for its year end and what comes late."""
    return tuple(year for year in office.years() if today.year - 1 <= year <= today.year)


def survey(office: Workspace, plan: Plan, today: date) -> tuple[Duty, ...]:
    """Every duty of the plan's year as it stands on a day.

    Files are compared by digest; a sheet is read only where it matters who has reported.
    """
    begun = [month for month in reporting_months(plan) if month.day(1) <= today]
    listed = _listed(office, plan)
    if not begun:
        return duties(plan, today, {}, listed)
    decisions, history = look_over(office, plan, begun[-1])
    missing = {}
    for month in in_question(plan, today):
        files = {file.name: file.sha256 for file in history[month].returns.files}
        missing[month] = _missing(office, month, frozenset({plan.file: plan.sha256, **files}.items()))
    shown = {**listed, **dict(_shown(office, plan, decisions, history, begun))}
    return duties(plan, today, missing, shown)


def _listed(office: Workspace, plan: Plan) -> dict[str, Shown]:
    """The list of leads whose 责任清单 did not come, if it was made."""
    name = edition(Work.COMMITMENTS, plan.first_month)
    there = standing(office, name, (), None) if os.path.lexists(office.outputs / name) else None
    return {} if there is None else {name: there}


def _without_calendar(office: Workspace, year: int) -> tuple[Finding, ...]:
    """That there is no holiday table: of days off only weekends are known."""
    table = office.relative(office.holiday_file(year))
    return tuple(finding for finding in examine_plan(office, year)[1] if finding.place.file == table)


@lru_cache(maxsize=8)
def _missing(office: Workspace, month: Month, lies: frozenset[tuple[str, str]]) -> tuple[str, ...]:
    """Who has not reported; `lies` is what the answer rests on: asked again of the same files, it is known."""
    return not_heard_of(office, plan_of(office, month.year), month)


def _shown(
    office: Workspace, plan: Plan, decisions: Decisions, history: History, months: Iterable[Month]
) -> Iterable[tuple[str, Shown]]:
    """The sets of these months that there are, by name."""
    for month in months:
        upto = replace(history, months={one: past for one, past in history.months.items() if one <= month})
        for work in (Work.FORMS, Work.CHASE, making(plan, month)):
            name = edition(work, month)
            if not os.path.lexists(office.outputs / name):
                continue
            inputs, day = sources_of({plan.file: plan.sha256}), None
            if work is Work.FORMS:
                inputs += _grey(office, name, plan.file)
            if work not in (Work.FORMS, Work.CHASE):
                more = ruled(office, month.year) if work is Work.ASSESSMENT else ()
                inputs = inputs_of(office, plan, decisions, upto, more)
                day = own_day(office, plan, month)
            there = standing(office, name, inputs, day)
            if there is not None:
                yield name, there


def _grey(office: Workspace, name: str, but: str) -> tuple[Source, ...]:
    """What forms show of the period before, as it was when they were made: those handed out are not made anew for it."""
    try:
        manifest = read_manifest(office.outputs / name)
    except Damaged:
        return ()
    inputs = manifest.origin.inputs if manifest is not None else ()
    return tuple(one for one in inputs if one.path != but)


def carry_out(office: Workspace, duty: Duty) -> Done:
    """Do it, by the command that makes the set. Raises what that command raises; then nothing was changed."""
    before = _outputs(office, duty)
    published, look, missing = _made(office, duty)
    folder = published.folder if published else office.outputs / duty.edition
    return Done(duty, folder, _outputs(office, duty) != before, look, missing, published)


def _made(office: Workspace, duty: Duty) -> tuple[Published | None, int, tuple[str, ...]]:
    """What was shown, how many findings are open, who is on the list."""
    month = duty.month
    match duty.work:
        case Work.FORMS:
            return collecting.forms(office, month), 0, ()
        case Work.CHASE:
            # Of its own day even when made later: the same list whichever hour it was.
            chased = chasing.remind(office, month, duty.since, letter=False)
            return chased.published, 0, tuple(one.name for one in chased.owed)
        case Work.COMMITMENTS:
            plan, published = chasing.remind_of_commitments(office, month.year, duty.since)
            return published, 0, tuple(unit.name_on(duty.since).short for unit in uncommitted(plan))
        case Work.COLLATED:
            made = collecting.collate(office, month, None)[1]
            return made.published, _open(made.gaps), ()
        case Work.DRAFTS:
            run = monthly(office, month, None, final=False)
            return run.made.published, _open(run.progress.findings), ()
        case Work.ASSESSMENT:
            year = assess(office, month.year, None, final=False, pdf=False)
            return year.made.published, _open(year.findings), ()


def _open(findings: Iterable[Finding]) -> int:
    return sum(finding.open for finding in findings)


def _outputs(office: Workspace, duty: Duty) -> object:
    """The files of the set shown, by digest; None while there is none.

    Raises `Damaged`: a set that may be a sealed one is left to people.
    """
    manifest = read_manifest(office.outputs / duty.edition)
    return manifest.outputs if manifest is not None else None
