"""A period in view: everything a page may tell of it, read and reckoned once for as long as the folder stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipeline.documents.boards.board import kind_of
from pipeline.documents.pictures import series
from pipeline.documents.wording import targets
from pipeline.documents.workbooks.owed_list import called, message
from pipeline.inputs.decisions.register import Decisions
from pipeline.inputs.plan.workbook import examine_plan
from pipeline.inputs.returns.settle import unsettled
from pipeline.model.codes import Level
from pipeline.model.errors import PlanProblem
from pipeline.model.findings import Finding
from pipeline.model.months import Month, day_of_month
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress, TargetProgress
from pipeline.model.readings import FileOutcome, History, Outcome, Settled, Status, UnitReport
from pipeline.model.signing import PaperState
from pipeline.model.workspace import Workspace
from pipeline.progress.owed import Owed, owed
from pipeline.workflows.in_hand import current_month, year_in_hand
from pipeline.workflows.month import course_to
from pipeline.workflows.reading import asked_for, judged, told_today
from pipeline.workflows.status import Situation, situation_of


@dataclass(frozen=True)
class InView:
    """A period of an office on a day: plan, register, what came in, how it stands, and the periods of the year before it."""

    today: date
    plan: Plan
    decisions: Decisions
    history: History
    progress: Progress
    course: tuple[Progress, ...]
    situation: Situation

    @property
    def month(self) -> Month:
        """The period."""
        return self.progress.month

    @property
    def settled(self) -> Settled:
        """The period as it came in and was judged."""
        return self.history[self.month]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All there is to look at, in the order of the lists."""
        return self.progress.findings

    @property
    def open_ones(self) -> tuple[Finding, ...]:
        """Of these, what somebody must look at."""
        return tuple(one for one in self.findings if one.open)

    def name(self, unit: str) -> str:
        """What a unit is called in the period; empty for none."""
        return self.plan.name(unit, self.plan.naming_day(self.month)) if unit else ""


@dataclass(frozen=True, slots=True)
class StepOfPeriod:
    """A step: what it is called, whether it is behind us, how it stands in words."""

    name: str
    done: bool
    words: str


@dataclass(frozen=True, slots=True)
class Came:
    """A file of the period: its outcome, whose report it is, its findings by level; `chosen` if it is what counts."""

    file: FileOutcome
    unit: str
    levels: tuple[tuple[Level, int], ...]
    late: bool
    chosen: bool

    @property
    def calls(self) -> bool:
        """Whether somebody must look at it: refused, late, or with findings that are to be acted on."""
        refused = self.file.outcome is Outcome.REFUSED
        return refused or self.late or any(level is not Level.NOTE for level, _ in self.levels)


@dataclass(frozen=True, slots=True)
class Heat:
    """A target in the year: what it is called, who leads it, its state each period as (kind, word)."""

    target: str
    name: str
    leads: str
    reached: str
    states: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Chased:
    """Somebody who still owes a report, the message to paste, and when it was telephoned for it, in words."""

    owed: Owed
    message: str
    called: tuple[str, ...]


def in_view(office: Workspace, today: date, wanted: Month | None = None) -> InView:
    """The period wanted, or the one in hand. Raises `PlanProblem` with every faulty cell, `UsageProblem` for what is no period."""
    year = wanted.year if wanted is not None else year_in_hand(office, today)
    plan, faults = examine_plan(office, year)
    if plan is None or any(one.open for one in faults):
        raise PlanProblem("任务分解表有错误，先改好这些单元格：", faults)
    month = asked_for(plan, wanted) if wanted is not None else current_month(office, plan, today)
    plan, decisions, history, progress = judged(office, month)
    situation = situation_of(office, today, plan, decisions, history, progress)
    course = [progress]
    if not plan.own_lead and not month.is_year_end:
        course = course_to(plan, history, progress, decisions)
    told = told_today(office, plan, course[-1], today)
    told = replace(told, findings=(*told.findings, *situation.words))
    return InView(today, plan, decisions, history, told, (*course[:-1], told), situation)


def arrivals_in(view: InView) -> tuple[Came, ...]:
    """Every file of the period, those refused first, then in the order of their names."""
    chosen: dict[str, UnitReport] = {one.file: one for one in view.settled.returns.reports if one.file}
    refused = {one.refused: one for one in view.settled.returns.reports if one.refused}
    found = []
    for file in view.settled.returns.files:
        report = chosen.get(file.name) or refused.get(file.name)
        own = [one for one in view.findings if one.place.file == file.name]
        levels = tuple((level, sum(one.level is level for one in own)) for level in Level)
        unit = report.unit if report is not None else file.unit
        late = report is not None and report.late
        found.append(
            Came(file, view.name(unit), tuple(one for one in levels if one[1]), late, file.name in chosen)
        )
    order = ("拒收", "采用", "盖章件", "文字件", "忽略")
    return tuple(sorted(found, key=lambda one: (order.index(one.file.outcome.value), one.file.name)))


def heat_of(view: InView) -> tuple[Heat, ...]:
    """The year as a table: every target, its state each period so far."""
    return tuple(
        Heat(
            one.target.id,
            one.target.name,
            view.plan.names(one.target.leads, view.progress.drawn_up),
            str(series.reached(view.plan, one)),
            tuple(_state(view.plan, month.find(one.target.id)) for month in view.course),
        )
        for one in view.progress.targets
    )


def _state(plan: Plan, one: TargetProgress | None) -> tuple[str, str]:
    return (
        ("none", "—") if one is None else (kind_of(one.standing), targets.standing_word(plan, one.standing))
    )


def days_left(due: date | None, today: date) -> str:
    """还有3天, 今天到期, 已过2天; empty where nothing is due."""
    if due is None:
        return ""
    days = (due - today).days
    return f"还有{days}天" if days > 0 else f"已过{-days}天" if days else "今天到期"


def in_the_corner(steps: Sequence[StepOfPeriod], view: InView, today: date) -> str:
    """第3步，共5步：处理问题，还剩6个；9月25日前报，还有2天: which step, how many left, how many days."""
    at = next(((number, one) for number, one in enumerate(steps, 1) if not one.done), None)
    step = f"第{at[0]}步，共{len(steps)}步：{at[1].name}，{at[1].words}" if at else f"{len(steps)}步都办完了"
    due = view.situation.deadline
    return f"{step}；{day_of_month(due)}前报，{days_left(due, today)}" if due else step


def chased_in(view: InView) -> tuple[Chased, ...]:
    """Who still owes the period's report, with a message each."""
    items = owed(view.plan, view.history, view.month, view.findings, view.decisions.calls)
    return tuple(
        Chased(one, message(view.plan, one, view.month, view.today), tuple(map(called, one.called)))
        for one in items
    )


def waited_for(view: InView) -> Sequence[tuple[str, str, Status, bool]]:
    """Whoever is awaited by key and name: how the report stands, whether it was late."""
    return [
        (one.unit, view.name(one.unit), one.status(view.findings), one.late)
        for one in view.settled.returns.reports
        if view.plan.waits_for(one.role)
    ]


def _settled(state: PaperState | None) -> StepOfPeriod:
    """定稿: a 清样 is made, then signed, then sent."""
    done = state is not None and state is not PaperState.DRAFT
    return StepOfPeriod(
        "定稿", done, f"{'已出' if state is PaperState.FAIR else ''}{state}" if done else "没有定稿"
    )


def steps_of(office: Workspace, view: InView) -> tuple[StepOfPeriod, ...]:
    """发表, 收件, 处理问题, 生成材料, 定稿."""
    situation = view.situation
    handed_out = (office.outputs / f"{view.month}-表样").is_dir()
    all_in = situation.reported >= situation.expected
    # What was agreed to be reported as it is, is behind us.
    left = len(unsettled(view.decisions, view.month, view.findings))
    agreed = "已登记先按现在的情况报" if situation.open_findings else "没有待处理的"
    made = "有变动，要重新生成" if situation.stale else "已生成" if situation.published else "没有生成"
    return (
        StepOfPeriod(
            "发表",
            handed_out or situation.reported > 0,
            "表样已生成" if handed_out else "报表已到" if situation.reported else "没有生成表样",
        ),
        StepOfPeriod("收件", all_in, f"{situation.reported}/{situation.expected}家"),
        StepOfPeriod("处理问题", not left, f"还剩{left}个" if left else agreed),
        StepOfPeriod("生成材料", situation.published and not situation.stale, made),
        _settled(situation.state),
    )
