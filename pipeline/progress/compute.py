"""Plan and history to the progress of a month. Pure; every number unrounded (手册-秘书)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from pipeline.model.codes import Code
from pipeline.model.figures import Figure, decimal, merge
from pipeline.model.findings import Finding
from pipeline.model.kinds import (
    BEHIND,
    FINISHED,
    LATE,
    UNKNOWN,
    WANTING,
    Direction,
    Pacing,
    Standing,
    amount_standing,
    bounded_standing,
    node_standing,
    worst,
)
from pipeline.model.milestones import Milestone
from pipeline.model.milestones import standing as by_milestones
from pipeline.model.months import Month
from pipeline.model.plan import Plan, Target
from pipeline.model.progress import MatterProgress, Progress, TargetProgress
from pipeline.model.promises import Goal, Node
from pipeline.model.readings import History, Row, Settled
from pipeline.model.settings import PaceBasis, PaceStart
from pipeline.model.spotchecks import SpotCheck
from pipeline.progress.candidates import candidates
from pipeline.progress.pledges import outcomes
from pipeline.progress.slackening import slackened, usual
from pipeline.progress.spotchecks import doubts, outstanding, unmended, untrue

# From this month on an unmet target speaks of the year (DOCUMENTS §2).
_CLOSING = 11
# What comes before whatever nodes in words may say.
_BEFORE_WORDS = FINISHED | UNKNOWN | {Standing.SUSPENDED}


def compute(plan: Plan, history: History, month: Month, drawn_up: date) -> Progress:
    """The month's progress: every matter in the notice's order, every target in plan order."""
    done: dict[str, TargetProgress] = {}
    course: list[dict[str, TargetProgress]] = []
    for each in plan.months(month):
        settled, plan = history[each], plan.on(each.last_day)
        done = {
            target.id: _with_leads(
                plan, settled, _target(plan, history, settled, target, done.get(target.id))
            )
            for target in plan.targets
        }
        course.append(done)
    done = {
        each: replace(
            one,
            pledged=outcomes(plan, history, one.target, month, drawn_up),
            usual=usual(plan, one, [before[each] for before in course[:-1] if each in before]),
        )
        for each, one in done.items()
    }
    matters = []
    for matter in plan.matters:
        targets = tuple(done[target.id] for target in plan.targets_of(matter.number))
        matters.append(MatterProgress(matter, targets, worst([target.standing for target in targets])))
    settled = history[month]
    told = untrue(plan, history, month)
    noticed = (*_missing_reasons(done.values()), *slackened(plan, done.values()))
    findings = (*settled.findings, *noticed, *_about_checks(plan, history, told, month))
    return Progress(
        month=month,
        drawn_up=drawn_up,
        as_of=_common_day(list(done.values())),
        pace=linear_pace(plan, month),
        matters=tuple(matters),
        reports=settled.returns.reports,
        files=settled.returns.files,
        findings=tuple(in_own_words(plan, one) for one in findings),
        spot_checks=told,
    )


def _about_checks(plan: Plan, history: History, told: Sequence[SpotCheck], month: Month) -> Iterator[Finding]:
    """What was found of the sheets people fill beside the reports: spot checks, replies, commitments."""
    yield from (*history.spot_checks.findings, *history.replies.findings, *plan.commitments.findings)
    yield from doubts(plan, history, month)
    yield from unmended(plan, history, month)
    yield from outstanding(plan, told, month)


def in_own_words(plan: Plan, finding: Finding) -> Finding:
    """A finding whose code says 本月, as an office says it that reports by quarters."""
    if plan.cycle.monthly:
        return finding
    return replace(finding, fix=plan.terms.of(finding.fix), why=plan.terms.of(finding.why))


def _target(
    plan: Plan, history: History, settled: Settled, target: Target, previous: TargetProgress | None
) -> TargetProgress:
    month = settled.month
    row, goal = settled.returns.row(target.id), target.goal_on(month.last_day)
    as_of = row.as_of if row is not None else None
    day = as_of if as_of is not None else plan.lead_deadline(month)
    value = settled.values.get(target.id) if target.kind.quantified else None
    node, following = _around(plan, target, day)
    early = target.pacing is Pacing.YEAR_END and day < plan.finish_day(target, month.last_day)
    pace = None if goal.suspended or early else _pace(plan, target, goal, month, node)
    earlier = history.get(plan.cycle.previous(month))
    last = earlier.values.get(target.id) if earlier is not None else None
    corrected = settled.corrected.get(target.id) if value is not None else None
    new = gap = rate = None
    if value is not None and target.kind.cumulative:
        base = corrected if corrected is not None else last
        # A verified value below last month's says nothing of what is new this month.
        new = value - base if base is not None and value.amount >= base.amount else None
    if value is not None and not target.is_bounded:
        rate = value.percent_of(Figure(goal.amount, value.measure, goal.cells)) if goal.amount else None
        if goal.amount and pace is not None:
            # As fractions: a gap of exactly one point must not become a hair more by dividing twice.
            gap = decimal(Fraction(value.amount) * 100 / Fraction(goal.amount) - pace)
    elif value is not None and target.kind.ratio and goal.amount is not None:
        gap = value.amount - goal.amount
    # After the last node the year's goal is what comes next.
    beyond = (following.amount if following is not None else None) or goal.amount
    standing = _standing(plan, target, goal, value, target.id in settled.doubtful)
    if standing is None:
        assert value is not None and goal.amount is not None and beyond is not None
        standing = _computed(plan, target, goal.amount, value.amount, gap, beyond, month, early)
    told = settled.returns.milestones_of(target.id)
    standing = _by_words(plan, target, standing, told, day, month)
    done = TargetProgress(
        target=target,
        goal=goal,
        standing=standing,
        row=row,
        value=value,
        last=last,
        corrected=corrected,
        new=new,
        rate=rate,
        pace=decimal(pace) if pace is not None else None,
        gap=gap,
        as_of=as_of,
        last_standing=previous.standing if previous is not None else None,
        node=node,
        following=following,
        nodes=plan.nodes_of(target.id) if target.by_nodes else (),
        milestones=tuple(told.values()) if standing not in UNKNOWN else (),
        year_before=plan.year_before(target.id, month),
        closing=month.number >= _CLOSING,
        parts=_parts(target, row, value),
    )
    return _counted_behind(_remembered(plan, settled, done, previous), previous)


def _remembered(
    plan: Plan, settled: Settled, done: TargetProgress, previous: TargetProgress | None
) -> TargetProgress:
    """Of one whose figure nobody may use: the last that could be used, and whether it is behind for certain."""
    if done.standing not in UNKNOWN or previous is None:
        known, day = None, None
    elif previous.value is not None:
        known, day = previous.value, previous.as_of
    else:
        known, day = previous.known, previous.known_on
    amounts = candidates(plan, settled, done.target, known) if done.standing is Standing.DOUBTFUL else ()
    certain = _surely_behind(plan, done, settled.month, amounts)
    return replace(done, known=known, known_on=day, surely_behind=certain)


def _counted_behind(done: TargetProgress, previous: TargetProgress | None) -> TargetProgress:
    """With its months behind in a row; who takes a target over is not blamed for those before, doubt neither counts nor clears."""
    if done.standing not in LATE | UNKNOWN:
        return done
    own = previous is not None and previous.target.leads == done.target.leads
    months, cells = (previous.months_behind, previous.behind_cells) if previous and own else (0, ())
    if done.standing in LATE:
        months, cells = months + 1, merge(done.cells, cells)
    return replace(done, months_behind=months, behind_cells=cells)


def _surely_behind(plan: Plan, done: TargetProgress, month: Month, amounts: tuple[Decimal, ...]) -> bool:
    """Whether each of the amounts leaves a target below its pace; False where there is no pace or nothing is known."""
    goal = done.goal.amount
    pace = _pace(plan, done.target, done.goal, month, done.node) if done.pace is not None else None
    if pace is None or not goal or not amounts or max(amounts) >= goal:
        return False
    gap = decimal(Fraction(max(amounts)) * 100 / Fraction(goal) - pace)
    return plan.rules.bands.standing(gap) in BEHIND


def _parts(target: Target, row: Row | None, value: Figure | None) -> tuple[Figure, Figure] | None:
    """分子 and 分母 of a ratio that come to the figure that is used, at the decimals it was given with; None for any other."""
    if not target.kind.ratio or target.kind.signed or row is None or row.cumulative is None:
        return None
    if value is None or row.numerator is None or row.denominator is None:
        return None
    upper, lower = row.numerator.figure, row.denominator.figure
    if not lower.amount or row.cumulative.figure.amount != value.amount:
        return None
    exact = Fraction(upper.amount) * 100 / Fraction(lower.amount)
    apart = abs(exact - Fraction(value.amount)) > Fraction(5, 10 ** (row.cumulative.decimals + 1))
    return None if apart else (upper, lower)


def _spoke(row: Row | None, lead: str) -> bool:
    """Whether a lead gave a figure or a sentence of the target."""
    own = [one for one in row.each if one.unit == lead] if row is not None else []
    return any(one.cumulative is not None or one.headline or one.progress for one in own)


def _with_leads(plan: Plan, settled: Settled, done: TargetProgress) -> TargetProgress:
    """Its progress with the leads that gave nothing, and those whose file cannot be used."""
    leads = plan.answering(done.target)
    refused = settled.returns.refused_leads
    return replace(
        done,
        owing=tuple(lead for lead in leads if not _spoke(done.row, lead)),
        unread=tuple(lead for lead in leads if lead in refused),
    )


def _standing(
    plan: Plan, target: Target, goal: Goal, value: Figure | None, doubtful: bool
) -> Standing | None:
    """Precedence: 暂缓, 不适用, 未报送, 待核; None where figures are to say it (PLAN §2)."""
    if goal.suspended:
        return Standing.SUSPENDED
    if not target.kind.quantified or goal.amount is None:
        return Standing.DOUBTFUL if doubtful and plan.in_words(target) else Standing.NOT_APPLICABLE
    if target.pacing is Pacing.NONE:
        return Standing.NOT_JUDGED
    if value is None:
        return Standing.DOUBTFUL if doubtful else Standing.UNREPORTED
    return None


def _by_words(
    plan: Plan, target: Target, standing: Standing, told: Mapping[date, Milestone], day: date, month: Month
) -> Standing:
    """The standing its nodes in words give a target that has any, where nothing comes before them."""
    if not plan.in_words(target) or standing in _BEFORE_WORDS:
        return standing
    ends = [one.last_day for one in plan.months(month)]
    return by_milestones(plan.nodes_of(target.id), told, day, ends)


def _computed(
    plan: Plan,
    target: Target,
    goal: Decimal,
    value: Decimal,
    gap: Decimal | None,
    beyond: Decimal,
    month: Month,
    early: bool,
) -> Standing:
    """Met comes first, then 未到期 where it is too `early` to tell, then what the figures say."""
    met = target.meets(value, goal)
    if early and not met:
        return Standing.NOT_DUE
    if target.is_bounded:
        exceeded = target.direction is Direction.AT_MOST and not met
        return bounded_standing(met, for_good=month.is_year_end or exceeded)
    if target.by_nodes and plan.nodes_of(target.id):
        return node_standing(value, goal, gap, beyond, plan.rules.bands)
    return amount_standing(value, goal, gap, plan.rules.bands)


def _pace(plan: Plan, target: Target, goal: Goal, month: Month, node: Node | None) -> Fraction | None:
    """序时进度 of a target in per cent; None for what has no pace, and for 按节点 before the first node or without any."""
    if not target.kind.paced or target.is_bounded or not goal.amount or target.pacing is Pacing.NONE:
        return None
    if target.pacing is Pacing.LINEAR:
        return _linear(plan, month)
    if target.pacing is Pacing.YEAR_END:
        return Fraction(100)
    if node is None or node.amount is None:
        return None
    return Fraction(node.amount) * 100 / Fraction(goal.amount)


def _around(plan: Plan, target: Target, day: date) -> tuple[Node | None, Node | None]:
    """The last node that was due by the day of the figure and the one that comes next; None for a target without."""
    nodes = plan.nodes_of(target.id) if target.by_nodes else ()
    due = sum(node.due <= day for node in nodes)
    return nodes[due - 1] if due else None, nodes[due] if due < len(nodes) else None


def linear_pace(plan: Plan, month: Month) -> Decimal:
    """The linear pace of a month in per cent, 0–100: month ÷ 12 unless the rules count days or from the notice.

    A notice of an earlier year sets no later start than January.
    """
    return decimal(_linear(plan, month))


def _linear(plan: Plan, month: Month) -> Fraction:
    notice = plan.profile.notice_date
    counted = plan.rules.pace_start is PaceStart.NOTICE and notice.year == month.year
    start = notice if counted else date(month.year, 1, 1)
    if plan.rules.pace_basis is PaceBasis.DAYS:
        end = date(month.year, 12, 31)
        share = Fraction((month.last_day - start).days + 1, (end - start).days + 1)
    else:
        before = start.month if counted else 0
        share = Fraction(month.number - before, 12 - before) if before < 12 else Fraction(month.number >= 12)
    return min(max(share, Fraction(0)), Fraction(1)) * 100


def _common_day(targets: list[TargetProgress]) -> date | None:
    """The day most figures are as of; the later one of a tie."""
    days = Counter(target.as_of for target in targets if target.as_of is not None)
    return max(days, key=lambda day: (days[day], day), default=None)


def _missing_reasons(targets: Iterable[TargetProgress]) -> Iterator[Finding]:
    """C13: behind pace or below its ratio, and the unit said neither why nor what stands in the way."""
    for target in targets:
        if target.standing in WANTING and not any(row.reason or row.difficulty for row in target.rows):
            for row in target.rows:
                cell = row.cells.get("reason") or row.cells["cumulative"]
                yield Finding(
                    Code.C13,
                    f"{target.target.id} {target.target.name}{target.standing.value}，没有写原因，也没有写困难和问题",
                    unit=row.unit,
                    target=target.target.id,
                    place=cell,
                )
