"""An office founded, and its plan and templates checked: a function per command."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from pipeline.documents.letters import relay, reminder, roundup
from pipeline.documents.letters.correcting import Signed
from pipeline.documents.templates.trial import check_templates, proofs
from pipeline.files.folder import load_own
from pipeline.files.scratch import scratch
from pipeline.inputs.decisions.instructions import INSTRUCTIONS
from pipeline.inputs.decisions.register import write_register
from pipeline.inputs.decisions.rulings import read_rulings
from pipeline.inputs.decisions.workbook_reader import copies_beside
from pipeline.inputs.plan.holidays import announced
from pipeline.inputs.plan.last_year import SHEET as LAST_YEAR
from pipeline.inputs.plan.last_year import told as told_last
from pipeline.inputs.plan.lower_targets import SHEET as LOWER
from pipeline.inputs.plan.lower_targets import unmatched
from pipeline.inputs.plan.schema import TABLES
from pipeline.inputs.plan.successor import SHEET as CARRIED
from pipeline.inputs.plan.successor import inherited
from pipeline.inputs.plan.workbook import blank_plan, examine_in_hand, read_lower_targets
from pipeline.model.assessment import Assessment, Rulings
from pipeline.model.codes import Level
from pipeline.model.errors import UsageProblem
from pipeline.model.findings import Finding
from pipeline.model.months import DayShift, Month
from pipeline.model.phrases import Letter, Printed
from pipeline.model.plan import Plan, Role
from pipeline.model.progress import Progress
from pipeline.model.workspace import Workspace
from pipeline.outputs.founding import found, furniture, spare_templates
from pipeline.outputs.naming import require_plain
from pipeline.progress.assess import assess as assess_year
from pipeline.progress.compute import compute
from pipeline.workflows.collecting import forms
from pipeline.workflows.month import course_to, month_letters, monthly
from pipeline.workflows.reading import read
from pipeline.workflows.results import Run, YearRun
from pipeline.workflows.sample import invented_year as sample_year
from pipeline.workflows.sample.invented_year import lay_sample
from pipeline.workflows.standing import approval_day
from pipeline.workflows.succession import left_open, still_instructed
from pipeline.workflows.taking_over import registered
from pipeline.workflows.upward import upward_faults
from pipeline.workflows.year import assess, year_letters


def plan_check(office: Workspace, year: int) -> tuple[Plan | None, tuple[Finding, ...]]:
    """The plan, and everything wrong or unconfirmed in it; copies of it and of the register that lie beside them."""
    plan, findings = examine_in_hand(office, year)
    return plan, (*findings, *copies_beside(office, year))


def templates_check(office: Workspace, pdf: bool) -> tuple[Finding, ...]:
    """Every template of the workspace held against what its document offers; nothing is written.

    With `pdf` templates without fault print a month of the invented year and its end, and the pages are measured.
    """
    found = (
        *check_templates(office.templates, spare_templates(office.templates)),
        *upward_faults(office, _known_targets(office)),
    )
    spoilt = any(one.level is Level.RETURN for one in found)
    return found if spoilt or not pdf else (*found, *_proofs(office.templates))


def _known_targets(office: Workspace) -> list[str] | None:
    """The targets of the office's last plan; None while there is none that can be read."""
    years = office.years()
    plan = examine_in_hand(office, max(years))[0] if years else None
    return [target.id for target in plan.targets] if plan is not None else None


def _proofs(templates: Path) -> tuple[Finding, ...]:
    letters, day = specimens()
    return proofs(letters, templates, day, spare_templates(templates))


def specimens() -> tuple[list[Letter], date]:
    """Every kind of letter, of a month of the invented year and of its end; and the day of the month's."""
    with scratch() as place:
        office = Workspace(place)
        months, year_end = sample_year.MONTHS[1:3], sample_year.YEAR_END
        lay_sample(office, (*months, year_end), shares=False)
        plan, decisions, history = read(office, year_end)
    plan = replace(plan, rules=replace(plan.rules, circular=True, circular_picture=True))
    progress = compute(plan, history, months[-1], plan.lead_deadline(months[-1]))
    assessment = assess_year(plan, history, Rulings(), {}, plan.lead_deadline(year_end))
    silent, course = plan.leads[0], course_to(plan, history, progress, decisions)
    otherwise = _signed_otherwise(plan, progress, assessment)
    letters = [
        *month_letters(plan, history, course, decisions, draft=True, signed=otherwise),
        *year_letters(plan, assessment, decisions, draft=True, before=otherwise),
        roundup.compose(plan, progress, draft=True),
        relay.compose(
            plan, progress.drawn_up, registered(plan, decisions, history, course, progress.drawn_up)
        ),
        reminder.compose(plan, silent, Role.LEAD, months, plan.led_by(silent.key), progress.drawn_up),
    ]
    return letters, progress.drawn_up


def _signed_otherwise(plan: Plan, progress: Progress, assessment: Assessment) -> Signed:
    """As if some of the month's figures and of the first unit's results had been signed as one."""
    month, unit = progress.month, plan.recipients[0].name_on(assessment.drawn_up).short
    report = f"{month.year}年{plan.cycle.name(month)}{plan.profile.programme}进展情况报告.docx"
    head = f"{plan.cycle.label(month)}累计"
    rows = tuple(
        {
            "指标": (one.target.name, None),
            head: ("1", Printed("1", Decimal(1), one.target.measure.base, "", ())),
            "认定数": (f"1{one.target.measure.text}", None),
        }
        for one in progress.targets[::3]
    )
    return Signed({report: rows, f"反馈函/01-{unit}.docx": rows}, {}, frozenset())


def init(office: Workspace, year: int, shift: DayShift) -> tuple[str, ...]:
    """An empty workspace: blank plan and register, default templates, the holiday tables there are.

    `shift` is what deadlines do on a day off (遇非工作日).
    """
    plan = blank_plan(year, {"遇非工作日": shift}, {"节假日": announced(year)})
    files = furniture(year) | {f"inputs/{year}/任务分解表.xlsx": plan}
    found(office.root, files)
    return tuple(files)


def begun_in(folder: Path) -> tuple[str, ...]:
    """The workspaces that lie in a folder, by the names of theirs; what may not be looked into is none."""
    there: list[str] = []
    for path in folder.iterdir():
        with suppress(PermissionError):
            there += [path.name] if Workspace(path).inputs.is_dir() else []
    return tuple(sorted(there))


def called(folder: Path, name: str) -> Workspace:
    """The workspace of that name in a folder, there or yet to be founded; `UsageProblem` for what cannot name a folder."""
    try:
        require_plain(name)
    except ValueError:
        raise UsageProblem(
            f'“{name}”不能作文件夹的名称，请换一个，不用 / \\ : * ? " < > | 这些符号。'
        ) from None
    return Workspace(folder / name)


@dataclass(frozen=True, slots=True)
class Followed:
    """A workspace begun from the one before: its files, and what came along.

    `left_open` counts the rows of 跨年事项 by why they are there, `instructed` the 批示 that stand in the new register, `told`
    the targets whose figures stand in 上年同期, `asked` the rows of 下级对应; `unread` are rows of the old register nobody
    could read.
    """

    names: tuple[str, ...]
    left_open: Mapping[str, int]
    instructed: int
    told: int
    asked: int
    unread: int


def follow(office: Workspace, old: Workspace, year: int, shift: DayShift | None) -> Followed:
    """A workspace for the year after another office's last one: its units, rules, names and templates come along.

    What it left open stands in sheet 跨年事项, 批示 that are not settled in the new register too, what its targets stood at in
    上年同期. `shift` given wins over the old rule 遇非工作日.
    """
    last = max((one for one in old.years() if one < year), default=None)
    if last is None:
        raise UsageProblem(
            f"{old.root} 里没有{year}年以前的任务分解表，接不上。请写对文件夹，或不写 --from。"
        )
    told, rows = inherited(old, last, TABLES)
    told |= {"遇非工作日": shift} if shift is not None else {}
    before, decisions, history = read(old, Month.year_end(last))
    rulings = read_rulings(old, before)
    assessment = assess_year(before, history, rulings, {}, approval_day(before, rulings))
    amounts = {one.target.id: one.amount for one in assessment.targets if one.amount is not None}
    rows |= {
        "节假日": announced(year),
        CARRIED.name: left_open(before, assessment, decisions),
        LAST_YEAR.name: [*told_last(before, history, amounts)],
        LOWER.name: unmatched(read_lower_targets(old, before), before.targets),
    }
    templates = {
        f"templates/{path.name}": load_own(path, old.root)
        for path in sorted(old.templates.glob("*.docx"))
        if not path.name.startswith("~$")
    }
    waiting = still_instructed(decisions)
    files = furniture(year) | templates | {f"inputs/{year}/任务分解表.xlsx": blank_plan(year, told, rows)}
    register = write_register(date(year, 1, 1), {INSTRUCTIONS.name: waiting}, begun=True)
    files[f"inputs/{year}/处理登记.xlsx"] = register
    found(office.root, files)
    return Followed(
        tuple(files),
        Counter(row[0] for row in rows[CARRIED.name]),
        len(waiting),
        len({row[0] for row in rows[LAST_YEAR.name]}),
        len(rows[LOWER.name]),
        sum(map(len, decisions.findings.values())),
    )


def days_known(year: int) -> bool:
    """Whether a new workspace of that year brings its days off along: they are announced the November before."""
    return bool(announced(year))


def demo(office: Workspace) -> Iterator[Run | YearRun]:
    """The invented year in a fresh workspace: plan, register, sheets, decisions; then every month run, and the year."""
    lay_sample(office, (*sample_year.MONTHS, sample_year.YEAR_END), shares=True)
    for month in sample_year.MONTHS:
        forms(office, month)
        yield monthly(office, month, None, final=False)
    yield assess(office, sample_year.YEAR, None, final=True, pdf=False)
