"""What an office has to do by itself, and when: the duties of a year, each due, done or neither, and why.

Pure: the plan's calendar, the day, who has not reported and what is shown decide. Done is what lies in
`outputs/`, never a note of its own: a set that was deleted, or a run that was killed, is due again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from pipeline.model.months import DayShift, Month, chinese_date
from pipeline.model.plan import Plan, Role
from pipeline.progress.freshness import UNCHANGED, Drift, Shown, proof
from pipeline.progress.owed import uncommitted

# A list to chase by is of no use to anybody once the next is due, or after a week.
_STALE_LIST = timedelta(6)


class Work(StrEnum):
    """What is made; the word stands in what people read, and most of them in the set's name."""

    FORMS = "表样"
    CHASE = "催报"
    COLLATED = "汇总"
    DRAFTS = "材料"
    ASSESSMENT = "考核"
    COMMITMENTS = "责任清单催报"


class Stand(StrEnum):
    """How a duty stands on a day."""

    DUE = "应办"
    DONE = "已办"
    AHEAD = "未到"
    OVER = "已过"
    NEEDLESS = "不用办"


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing to make for a month: from which day on, how it stands, and why, in one Chinese clause.

    `until` is the last day it makes sense, None if it has none. `drift` is what the set shown was not made from,
    `period` what the month is called.
    """

    work: Work
    month: Month
    since: date
    until: date | None
    stand: Stand
    why: str
    drift: Drift = UNCHANGED
    period: str = ""

    @property
    def due(self) -> bool:
        """True if it is to be done now."""
        return self.stand is Stand.DUE

    @property
    def edition(self) -> str:
        """The name of the set it makes."""
        return edition(self.work, self.month)

    @property
    def command(self) -> str:
        """The command that does it by hand, without the program's name."""
        if self.work is Work.FORMS and self.month.is_year_end:
            return f"forms {self.month.year} --year-end"
        if self.work is Work.COMMITMENTS:
            return f"remind {self.month.year} --commitments"
        asked = self.month.year if self.work is Work.ASSESSMENT else self.month
        return f"{_COMMANDS[self.work]} {asked}"


_COMMANDS = {
    Work.FORMS: "forms",
    Work.CHASE: "remind",
    Work.COLLATED: "collate",
    Work.DRAFTS: "monthly",
    Work.ASSESSMENT: "assess",
}


_OF_A_YEAR = (Work.ASSESSMENT, Work.COMMITMENTS)


def edition(work: Work, month: Month) -> str:
    """The name of the set that work of a month is shown as."""
    if work is Work.DRAFTS:
        return str(month)
    return f"{month.year if work in _OF_A_YEAR else month}-{work.value}"


def duties(
    plan: Plan, today: date, missing: Mapping[Month, Collection[str]], shown: Mapping[str, Shown]
) -> tuple[Duty, ...]:
    """Every duty of the plan's year, in its order.

    `missing` are the units not heard of, of every month `in_question`; `shown` the sets there are, by name.
    """
    found: list[Duty] = [*_commitments(plan, today, shown)]
    for month in reporting_months(plan):
        found.append(_forms(plan, month, today, shown))
        found += _lists(plan, month, today, missing.get(month, ()), shown)
        found.append(_drafts(plan, month, today, missing.get(month, ()), shown))
    return tuple(replace(one, period=plan.cycle.label(one.month)) for one in found)


def reporting_months(plan: Plan) -> tuple[Month, ...]:
    """Every month of the plan's year that is reported; the year end only where a year is assessed."""
    year = plan.profile.year
    return plan.months(Month(year, 12) if plan.own_lead else Month.year_end(year))


def in_question(plan: Plan, today: date) -> tuple[Month, ...]:
    """The months of which somebody must look who has reported: a list or drafts may hang on it today."""
    return tuple(
        month
        for month in reporting_months(plan)
        if _collecting(plan, month, today) or any(a <= today <= b for a, b in _list_days(plan, month))
    )


def making(plan: Plan, month: Month) -> Work:
    """What this office makes of the month's sheets."""
    if plan.own_lead:
        return Work.COLLATED
    return Work.ASSESSMENT if month.is_year_end else Work.DRAFTS


def deadline(plan: Plan, month: Month) -> date:
    """The day this office waits for; it still counts."""
    return plan.due(Role.COOPERATING if plan.own_lead else Role.LEAD, month)


def _collecting(plan: Plan, month: Month, today: date) -> bool:
    """True while sheets come in and the deadline has not passed: then drafts are due only once all are there."""
    return _opening(month) <= today <= deadline(plan, month)


def _opening(month: Month) -> date:
    """The first day anything is made of the month's sheets: a year is not assessed before it is over."""
    return date(month.year + 1, 1, 1) if month.is_year_end else month.day(1)


def _forms(plan: Plan, month: Month, today: date, shown: Mapping[str, Shown]) -> Duty:
    """Blank forms: from the first of the month (December for the year end) until they are due back."""
    since, until, there = month.day(1), deadline(plan, month), shown.get(edition(Work.FORMS, month))
    if today < since:
        stand, why = Stand.AHEAD, "没有到日子"
    elif there and (there.fresh or today > until):
        stand, why = Stand.DONE, "已生成"
    elif today > until:
        stand, why = Stand.OVER, f"报送日{chinese_date(until)}已过，不再补"
    elif there:
        stand, why = Stand.DUE, _outdated(there)
    else:
        stand, why = Stand.DUE, "还没有生成"
    return Duty(Work.FORMS, month, since, until, stand, why, there.drift if there else UNCHANGED)


def _list_days(plan: Plan, month: Month) -> tuple[tuple[date, date], ...]:
    """The days a list of who is missing is made (规则“催报日”), each with the last day to make up for it.

    Nobody is called on a day off: lists up to the deadline come before it, later ones after it.
    """
    due = deadline(plan, month)
    days = sorted(
        {
            plan.calendar.shift(due + timedelta(one), DayShift.PREVIOUS if one <= 0 else DayShift.NEXT)
            for one in plan.rules.list_days
        }
    )
    ends = [*(later - timedelta(1) for later in days[1:]), date.max]
    return tuple((day, min(end, day + _STALE_LIST)) for day, end in zip(days, ends, strict=False))


def _lists(
    plan: Plan, month: Month, today: date, missing: Collection[str], shown: Mapping[str, Shown]
) -> Iterator[Duty]:
    """A list of who is missing for each of its days; once made it stays, whoever reports meanwhile."""
    there = shown.get(edition(Work.CHASE, month))
    chased = [unit for unit in missing if unit != plan.find_unit(plan.profile.compiler)]
    for since, until in _list_days(plan, month):
        yield _list_of(Work.CHASE, plan, month, (since, until), today, there, chased)


def _list_of(
    work: Work,
    plan: Plan,
    month: Month,
    days: tuple[date, date],
    today: date,
    there: Shown | None,
    silent: Collection[str],
) -> Duty:
    """A list of the `silent`, of use from the first of its days to the last."""
    since, until = days
    if there and there.day and since <= there.day <= until:
        stand, why = Stand.DONE, "已列出"
    elif today < since:
        stand, why = Stand.AHEAD, "没有到日子；到时还有没报的才列"
    elif today > until:
        stand, why = Stand.OVER, f"到{chinese_date(until)}为止，不再补"
    elif silent:
        what = "责任清单" if work is Work.COMMITMENTS else "报表"
        stand, why = Stand.DUE, _not_heard_of(plan, month, silent, what)
    else:
        stand, why = Stand.NEEDLESS, "没有未报的单位"
    return Duty(work, month, since, until, stand, why)


def _commitments(plan: Plan, today: date, shown: Mapping[str, Shown]) -> Iterator[Duty]:
    """A list of the leads whose 责任清单 did not come, on the working day after it was due; none without a 责任清单报送日."""
    due, month = plan.rules.commitments_due, plan.first_month
    if due is None or plan.own_lead:
        return
    since = plan.calendar.shift(due + timedelta(1), DayShift.NEXT)
    until, there = since + _STALE_LIST, shown.get(edition(Work.COMMITMENTS, month))
    silent = [unit.key for unit in uncommitted(plan)]
    yield _list_of(Work.COMMITMENTS, plan, month, (since, until), today, there, silent)


def _drafts(
    plan: Plan, month: Month, today: date, missing: Collection[str], shown: Mapping[str, Shown]
) -> Duty:
    """What is made of the sheets: once all are in, or their day has passed; again whenever they changed."""
    work, due = making(plan, month), deadline(plan, month)
    since, there = due + timedelta(1), shown.get(edition(work, month))
    if there and there.settled:
        stand, why = Stand.DONE, _settled(there, edition(work, month))
    elif today < _opening(month):
        stand, why = Stand.AHEAD, f"没有到日子；{chinese_date(_opening(month))}起表到齐即办"
    elif today <= due and missing:
        stand, why = (
            Stand.AHEAD,
            f"报送日{chinese_date(due)}（含当日）没有过，{_not_heard_of(plan, month, missing)}",
        )
    elif there and there.fresh:
        stand, why = Stand.DONE, "；".join(filter(None, ("已生成，报表此后没有变动", str(there.drift))))
    elif there:
        stand, why = Stand.DUE, _outdated(there)
    elif today <= due:
        stand, why = Stand.DUE, "应报的表都到了"
    else:
        stand, why = Stand.DUE, f"报送日{chinese_date(due)}已过"
    since = min(since, today) if stand is Stand.DUE else since
    return Duty(work, month, since, None, stand, why, there.drift if there else UNCHANGED)


def _outdated(there: Shown) -> str:
    """Why a set is made anew; a damaged one is asked for and then left to people, told every time."""
    if there.damaged:
        return "清单（manifest.json）已损坏，看不出是不是定稿，要人处理"
    return f"生成以后，{there.drift}"


def _settled(there: Shown, name: str) -> str:
    """What became of the sources of a 清样 or a sealed set: people decide what follows from it."""
    what, since = ("已签发", "签发以后") if there.sealed else ("已出清样", "出清样以后")
    if not there.drift:
        return f"{what}，不再自动改动"
    look = "" if there.drift.sources else f"；{proof(name)}"
    return f"{what}，不再自动改动；{since}，{there.drift}{look}"


def _not_heard_of(plan: Plan, month: Month, missing: Collection[str], what: str = "报表") -> str:
    """还有2家没有可用的报表：市教育局、市住建局."""
    names = "、".join(plan.name(unit, plan.naming_day(month)) for unit in missing)
    return f"还有{len(missing)}家没有可用的{what}：{names}"
