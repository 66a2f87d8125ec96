"""Which period somebody asks about: what they wrote, or the one in hand where they wrote none (PLAN §1)."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

from pipeline.inputs.plan.workbook import load_plan
from pipeline.model.errors import PlanProblem, UsageProblem
from pipeline.model.months import Month
from pipeline.model.periods import spelt
from pipeline.model.plan import Plan, Role
from pipeline.model.workspace import Workspace
from pipeline.progress.duties import deadline
from pipeline.workflows.reading import asked_for


def period_meant(office: Workspace, text: str | None, today: date) -> tuple[Plan | None, Month]:
    """As `meant`, but of a period written in full (2021-09) no plan is read, and there is none."""
    if text is not None:
        with suppress(ValueError):
            return None, Month.parse(text)
    return meant(office, text, today)


def meant(office: Workspace, text: str | None, today: date) -> tuple[Plan, Month]:
    """The period a person means, and its plan; the one in hand where `text` is None.

    A text without a year is of the year in hand. Raises `UsageProblem` for what is no period here.
    """
    loose = spelt(text) if text is not None else None
    year = year_in_hand(office, today) if loose is None or loose.year == 2000 else loose.year
    plan = load_plan(office, year)
    month = current_month(office, plan, today) if text is None else plan.cycle.read(text, year)
    if month is None:
        periods = "、".join(plan.cycle.label(one) for one in plan.cycle.periods(year))
        raise UsageProblem(
            f"“{text}”不是这里报送的一期。任务分解表写明的各期是：{periods}（规则“报送周期”可改）。"
        )
    return plan, asked_for(plan, month)


def year_in_hand(office: Workspace, today: date) -> int:
    """The year people work at on a day; `PlanProblem` where there is no plan at all."""
    year = office.current_year(today)
    if year is None:
        raise PlanProblem(
            "这里没有任务分解表。新建工作目录请用 minsheng init；在别处运行请用 -C 指明工作目录。"
        )
    return year


def current_month(office: Workspace, plan: Plan, today: date) -> Month:
    """The period in hand: the last one begun while its year runs, else the last that anything came in for.

    Once December's sheets are in and the year is over, that is the year end.
    """
    year = plan.profile.year
    *periods, year_end = plan.months(Month.year_end(year))
    if periods and date(year, 1, 1) <= today <= max(date(year, 12, 31), deadline(plan, periods[-1])):
        begun = [month for month in periods if _in_hand_from(plan, month) <= today]
        return begun[-1] if begun else plan.first_month
    used = [month for month in (*periods, year_end) if office.month_folder(month).is_dir()]
    last = used[-1] if used else plan.first_month
    over = bool(periods) and last >= periods[-1] and today.year > year and not plan.own_lead
    return year_end if over else last


def _in_hand_from(plan: Plan, month: Month) -> date:
    """From when on people work at a period: from its last month, but not while they work at the one before.

    That goes on until the end of the month its sheets are due in.
    """
    role = Role.COOPERATING if plan.own_lead else Role.LEAD
    before = plan.due_day(role).of(plan.cycle.previous(month))
    after = (before.replace(day=1) + timedelta(31)).replace(day=1)
    return max(month.day(1), after)
