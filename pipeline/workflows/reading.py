"""What a chapter begins with: the plan, the decisions, the year so far, and a month reckoned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from pipeline.inputs.decisions.commitments import with_commitments
from pipeline.inputs.decisions.register import Decisions, read_decisions
from pipeline.inputs.decisions.workbook_reader import copies_beside
from pipeline.inputs.plan.workbook import load_plan
from pipeline.inputs.returns.history import read_year, strays
from pipeline.model.codes import Code
from pipeline.model.errors import UsageProblem
from pipeline.model.figures import Place
from pipeline.model.findings import Finding
from pipeline.model.months import Month, chinese_date
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress
from pipeline.model.readings import History, Settled
from pipeline.model.run_steps import done
from pipeline.model.workspace import Workspace
from pipeline.progress.compute import compute


def plan_of(office: Workspace, year: int) -> Plan:
    """The plan of a year with the 责任清单 that came back; raises `PlanProblem` as `load_plan` does."""
    return with_commitments(office, load_plan(office, year))


def read(office: Workspace, month: Month) -> tuple[Plan, Decisions, History]:
    """Everything people put in for the year up to a month, read, checked and settled; the plan as the month has it."""
    plan = plan_of(office, month.year)
    decisions = read_decisions(office, plan)
    history = read_year(office, plan, decisions, upto=asked_for(plan, month))
    return plan.on(month.last_day), decisions, history


def reckon(plan: Plan, history: History, month: Month, as_of: date | None = None) -> Progress:
    """How a month stands on a day, its own deadline unless another is given."""
    progress = compute(plan, history, month, as_of or plan.lead_deadline(month))
    done("计算", f"{len(progress.targets)}项指标")
    return progress


def judged(
    office: Workspace, month: Month, as_of: date | None = None
) -> tuple[Plan, Decisions, History, Progress]:
    """The year up to a month, and how the month stands by its deadline, or another day."""
    plan, decisions, history = read(office, month)
    return plan, decisions, history, reckon(plan, history, month, as_of)


def check(office: Workspace, month: Month) -> tuple[Plan, Settled, Progress]:
    """Read and check a month; nothing is written."""
    plan, _, history, progress = judged(office, month)
    return plan, history[month], progress


def told_today(office: Workspace, plan: Plan, progress: Progress, today: date) -> Progress:
    """A month with what `check` tells besides: copies of what this office keeps, sheets in a month that is no period, dates
    that lie ahead of today.

    No set holds them: they hang on the day, and on folders no set is made from (PLAN §1).
    """
    beside = copies_beside(office, plan.profile.year)
    told = (*beside, *strays(office, plan), *_ahead(plan, progress, today))
    return replace(progress, findings=(*progress.findings, *told))


def _ahead(plan: Plan, progress: Progress, today: date) -> Iterator[Finding]:
    """R42: a report dated later than today."""
    for one in progress.reports:
        if one.received is not None and one.received > today:
            name = plan.name(one.unit, plan.naming_day(progress.month))
            said = f"{name}的填报日期是{chinese_date(one.received)}，今天是{chinese_date(today)}"
            yield Finding(Code.R42, said, unit=one.unit, place=Place(one.file))


def asked_for(plan: Plan, month: Month) -> Month:
    """The month, if anybody was asked to report for it; `UsageProblem` names the next for which somebody is."""
    following = max(plan.cycle.holding(month), plan.first_month)
    if not plan.cycle.has(month):
        said = f"{month.year}年{month.number}月不单独报送"
        raise UsageProblem(
            f"{said}，下一期是{plan.cycle.label(following)}，请写 {following}（规则“报送周期”可改）。"
        )
    if month < plan.first_month:
        raise UsageProblem(f"{month} 还没有开始报送，首报月份是 {plan.first_month}（任务分解表“规则”可改）。")
    return month
