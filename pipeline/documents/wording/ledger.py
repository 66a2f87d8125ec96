"""工作台账: what was promised, how it went month by month, what stood in the way, what was done about it. Pure.

An inside paper: classes by their own names unless the rules say otherwise (台账用词), colours beside the words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

from pipeline.documents.wording import clauses, funded, targets, urging
from pipeline.documents.wording.counts import promise
from pipeline.documents.wording.stage import stage
from pipeline.model.figures import fixed, plain
from pipeline.model.kinds import UNKNOWN, Pacing, Standing
from pipeline.model.months import Month, day_of_month
from pipeline.model.plan import Plan, Target
from pipeline.model.progress import Progress, TargetProgress
from pipeline.model.promises import Goal, grouped
from pipeline.model.readings import History, Settled
from pipeline.model.spotchecks import Scope, SpotCheck
from pipeline.model.supervision import Stand, Supervised

_NONE = "—"


@dataclass(frozen=True, slots=True)
class Mark:
    """A target in one month: figure, rate and class in words; the class again, for its colour."""

    text: str
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """What a unit said stood in its way, in which months, and what became of it."""

    months: str
    text: str
    outcome: str


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A target as the ledger shows it; `marks` one per reporting month, `problems` oldest first; `added` what the rule
    表样增列 asked of it this month, a text a column of `funded.headers`.
    """

    id: str
    matter: str
    target: str
    goal: str
    leads: tuple[str, ...]
    unit: str
    post: str
    nodes: str
    marks: tuple[Mark, ...]
    standing: Mark
    months_behind: int
    problems: tuple[Problem, ...]
    checks: str
    stand: Stand | None
    urged: str
    suggestion: str
    added: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A county's share of a target by month: a figure and what part of the city's it is, never a class."""

    id: str
    target: str
    unit: str
    task: str
    marks: tuple[str, ...]
    checks: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledger of a month: every target in plan order, what was cancelled too; each lead's targets and each county's shares by unit key."""

    months: tuple[str, ...]
    rows: tuple[LedgerRow, ...]
    leads: Mapping[str, tuple[LedgerRow, ...]]
    counties: Mapping[str, tuple[ShareRow, ...]]


def compose(
    plan: Plan, history: History, course: Sequence[Progress], supervision: Mapping[str, Supervised]
) -> Ledger:
    """The ledger of the last month of `course`, which holds every reporting month up to it."""
    month = course[-1].month
    checks = [one for one in history.spot_checks.records if one.month <= month]
    rows = tuple(_rows(plan, course, checks, supervision))
    led = grouped(rows, lambda row: dict.fromkeys(row.leads))
    settled = [history[progress.month] for progress in course]
    counties = {
        unit.key: tuple(_shares(plan, settled, unit.key, checks)) for unit in plan.units if unit.county
    }
    return Ledger(
        tuple(plan.cycle.label(progress.month) for progress in course),
        rows,
        {unit.key: led.get(unit.key, ()) for unit in plan.leads},
        {key: shares for key, shares in counties.items() if shares},
    )


def class_word(plan: Plan, standing: Standing) -> str:
    """What the ledger calls a class: its own name, or what documents call it (规则“台账用词”)."""
    return standing.value if plan.rules.plain_classes else targets.standing_word(plan, standing)


def class_told(plan: Plan, standing: Standing) -> str:
    """`class_word` with the word of its light behind it, where the rule 红黄绿 gives one: 严重滞后（红）."""
    light = plan.rules.lights.word(standing)
    return f"{class_word(plan, standing)}（{light}）" if light else class_word(plan, standing)


def _rows(
    plan: Plan, course: Sequence[Progress], checks: Sequence[SpotCheck], supervision: Mapping[str, Supervised]
) -> Iterator[LedgerRow]:
    """A row for every target in force, and for every one that a document cancelled before the month ended."""
    for target in (plan.whole or plan).targets:
        goal = target.goal_on(course[-1].month.last_day)
        if target.id in supervision:
            yield _row(plan, course, target.id, checks, supervision[target.id])
        elif goal.cancelled and goal.since is not None:
            yield _cancelled(plan, course, target, goal, goal.since, checks)


def _cancelled(
    plan: Plan,
    course: Sequence[Progress],
    target: Target,
    goal: Goal,
    since: date,
    checks: Sequence[SpotCheck],
) -> LedgerRow:
    """A target that is no longer asked for: its months until then, since when and on what ground; in no count (PLAN §2)."""
    eve = since - timedelta(1)
    leads = target.leads_on(eve)
    matter = (plan.whole or plan).matter(target.matter)
    found = [
        next((one for one in progress.targets if one.target.id == target.id), None) for progress in course
    ]
    later = [*found[1:], None]
    return LedgerRow(
        id=target.id,
        matter=f"{matter.number}.{matter.title}",
        target=target.name,
        goal=str(promise(target, target.goal_on(eve))),
        leads=leads,
        unit=plan.names(leads, eve),
        post=_posts(plan, leads),
        nodes=nodes_told(plan, target, eve),
        marks=tuple(
            _mark(plan, one, after) if one is not None else Mark(_NONE)
            for one, after in zip(found, later, strict=True)
        ),
        standing=Mark(f"已取消\n{day_of_month(since)}起\n{goal.source}"),
        months_behind=0,
        problems=(),
        checks=_checked(plan, target.id, checks),
        stand=None,
        urged=_NONE,
        suggestion=_NONE,
        added=tuple(_NONE for _ in funded.headers(plan)),
    )


def _row(
    plan: Plan, course: Sequence[Progress], about: str, checks: Sequence[SpotCheck], supervised: Supervised
) -> LedgerRow:
    # A target that was 新增 within the year has no months before.
    own = [one for progress in course if (one := progress.find(about)) is not None]
    before = len(course) - len(own)
    now, target, day = own[-1], own[-1].target, course[-1].drawn_up
    matter = plan.matter(target.matter)
    return LedgerRow(
        id=target.id,
        matter=f"{matter.number}.{matter.title}",
        target=target.name,
        goal=str(targets.goal(now)),
        leads=target.leads,
        unit=plan.names(target.leads, day),
        post=_posts(plan, target.leads),
        nodes=nodes_told(plan, target, day),
        marks=(
            *[Mark(_NONE)] * before,
            *(_mark(plan, one, later) for one, later in zip(own, [*own[1:], None], strict=True)),
        ),
        standing=Mark(class_told(plan, now.standing), now.standing),
        months_behind=now.months_behind,
        problems=tuple(_problems(plan, course[before:], own, supervised)),
        checks=_checked(plan, target.id, checks),
        stand=supervised.stand,
        urged="\n".join(urging.course(plan, now, one) for one in supervised.urgings) or _NONE,
        suggestion=supervised.suggestion or _NONE,
        added=funded.told(plan, now, day, sources=True),
    )


def _posts(plan: Plan, leads: Sequence[str]) -> str:
    """Whom to ask, by post."""
    return "、".join(filter(None, dict.fromkeys(plan.unit(key).contact for key in leads))) or _NONE


def _checked(plan: Plan, about: str, checks: Sequence[SpotCheck]) -> str:
    return "\n".join(_check(plan, one) for one in checks if one.target == about) or _NONE


def nodes_told(plan: Plan, target: Target, day: date) -> str:
    """The nodes a target is judged by, then those its unit named itself and nobody approved yet."""
    nodes = [
        f"{day_of_month(node.due)}{node.words}{_step(target, node.amount)}"
        for node in plan.nodes_of(target.id)
    ]
    if target.pacing is Pacing.YEAR_END:
        nodes = [f"{day_of_month(plan.finish_day(target, day))}完成"]
    named = [
        f"自报：{day_of_month(one.due)}{one.words}{_step(target, one.amount)}"
        for one in plan.commitments.of(target.id)
        if one.due is not None and not one.approved
    ]
    if not nodes and target.by_nodes:
        nodes = ["未设节点"]
    return "\n".join([*nodes, *named]) or _NONE


def _step(target: Target, amount: Decimal | None) -> str:
    """How much is due by a node, with its measure; nothing for one in words."""
    return "" if amount is None else target.measure.said(amount)


def _mark(plan: Plan, one: TargetProgress, later: TargetProgress | None) -> Mark:
    """Figure, rate and class as the month had them; what next month's sheet corrected stands beside."""
    target, word = one.target, class_told(plan, one.standing)
    told = [word]
    if one.value is not None and one.standing not in UNKNOWN:
        rate = targets.printed_rate(plan, one) if target.kind.cumulative else targets.parts(one)
        told = [str(targets.amount(plan, one)), *([str(rate)] if rate else []), word]
    if one.milestones:
        told.insert(-1, str(stage(one)))
    before = str(clauses.year_before(plan, one))
    if before:
        told.append(before)
    if later is not None and later.corrected is not None:
        corrected = targets.number(plan, target, later.corrected, plan.terms.of("更正后上月累计"))
        told.append(f"次月更正为{corrected}{target.measure.text}")
    return Mark("\n".join(told), one.standing)


def _problems(
    plan: Plan, course: Sequence[Progress], own: Sequence[TargetProgress], supervised: Supervised
) -> Iterator[Problem]:
    """What stood in the way, the same words in a row once; where a unit named no problem its one reason.

    A month without a report neither repeats a problem nor ends it.
    """
    said = [
        (_told(plan, one, [row.difficulty or row.reason for row in one.rows], progress), progress.month)
        for progress, one in zip(course, own, strict=True)
        if one.rows
    ]
    groups = [(text, [month for _, month in group]) for text, group in groupby(said, lambda one: one[0])]
    for place, (text, months) in enumerate(groups):
        if text:
            after = groups[place + 1] if place + 1 < len(groups) else None
            outcome = "；".join(
                (
                    *_answered(plan, supervised, months),
                    *_since(plan, own[-1], months, after, course[-1]),
                )
            )
            yield Problem(_span(plan, months), text, outcome)


def _told(plan: Plan, one: TargetProgress, texts: Sequence[str], progress: Progress) -> str:
    """What its leads wrote in one text; of several each is named."""
    if len(texts) == 1:
        return texts[0]
    named = zip(one.rows, texts, strict=True)
    return "\n".join(f"{plan.name(row.unit, progress.drawn_up)}：{text}" for row, text in named if text)


def _answered(plan: Plan, supervised: Supervised, months: Sequence[Month]) -> Iterator[str]:
    """What the unit said it would do about it, when it was urged."""
    for one in supervised.urgings:
        if one.month in months and one.reply is not None:
            yield f"{plan.cycle.label(one.month)}督办回告措施：{targets.clause(one.reply.measures)}（时限：{targets.clause(one.reply.limit)}）"


def _since(
    plan: Plan,
    now: TargetProgress,
    months: Sequence[Month],
    after: tuple[str, list[Month]] | None,
    progress: Progress,
) -> Iterator[str]:
    """Whether the unit still speaks of it, and what it means to do; else how the target stands now."""
    if after is None and months[-1] != progress.month:
        yield f"{plan.cycle.label(months[-1])}以后没有{'可用的报表' if now.unread else '报送'}"
    elif after is None:
        yield plan.terms.of("本月仍在反映" if len(months) > 1 else "本月反映")
        steps = _told(plan, now, [targets.clause(row.next_steps) for row in now.rows], progress)
        if steps:
            yield f"下一步打算：{steps}"
    elif after[0]:
        yield f"{plan.cycle.label(after[1][0])}起反映的是别的问题"
    else:
        word = class_word(plan, now.standing).removeprefix("目前")
        yield f"{plan.cycle.label(after[1][0])}起没有再反映{f'，目前{word}' if now.target.kind.quantified else ''}"


def _span(plan: Plan, months: Sequence[Month]) -> str:
    """7—9月 or 9月; 一季度至三季度 where a period is longer."""
    first, last = plan.cycle.label(months[0]), plan.cycle.label(months[-1])
    if len(months) == 1:
        return first
    return f"{first.removesuffix('月')}—{last}" if plan.cycle.monthly else f"{first}至{last}"


def _check(plan: Plan, one: SpotCheck) -> str:
    """8月市文旅局：全量11座，不实0座（9月14日）; cases of a ratio are counted in 处."""
    target = plan.target(one.target)
    cases = target.kind.ratio and one.scope is Scope.PART
    measure = "处" if cases else target.measure.base
    mended = f"，{plan.cycle.label(one.mended)}已扣除" if one.mended is not None else "，未扣除"
    words = f"{one.scope}{plain(one.checked)}{measure}，不实{plain(one.untrue)}{measure}"
    told = f"{words}{mended if one.untrue else ''}（{day_of_month(one.day)}）"
    return f"{plan.cycle.label(one.month)}{plan.name(one.unit, one.day)}：{told}"


def _shares(
    plan: Plan, settled: Sequence[Settled], county: str, checks: Sequence[SpotCheck]
) -> Iterator[ShareRow]:
    """The targets a county ever gave a figure of, in plan order."""
    day = plan.naming_day(settled[-1].month)
    for target in plan.targets:
        if county in target.leads:
            continue
        marks = [_share(plan, month, target, county) for month in settled]
        if not any(mark != _NONE for mark in marks):
            continue
        task = plan.county_goals.get((target.id, county))
        yield ShareRow(
            target.id,
            target.name,
            plan.names(target.leads, day),
            f"{plain(task.amount)}{target.measure.base}" if task is not None else "未分解",
            tuple(marks),
            "\n".join(_check(plan, one) for one in checks if (one.target, one.unit) == (target.id, county))
            or _NONE,
        )


def _share(plan: Plan, settled: Settled, target: Target, county: str) -> str:
    """What the lead passed on of a county, else the county's own figure; a dash where there is neither."""
    rows = [row for row in settled.returns.counties_of(target.id) if row.area == county]
    city = settled.values.get(target.id)
    figure = rows[0].cumulative.figure if rows and rows[0].cumulative is not None else None
    if rows and (figure is None or city is None or len(rows) > 1):
        written = bool(rows[0].cell.read.strip())
        return Standing.DOUBTFUL.value if written else _NONE
    figure = figure or settled.shares.get((target.id, county))
    if figure is None:
        return _NONE
    told = f"{plain(figure.amount)}{target.measure.base}"
    if city is not None and city.amount and target.kind.cumulative:
        told += f"\n占{plan.terms.realm}{fixed(targets.percent(plan, figure.percent_of(city).amount))}%"
    return told
