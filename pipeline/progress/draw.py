"""抽查 drawn by risk: what speaks for looking at a figure, and a draw anybody can repeat. Pure (手册-秘书)."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from pipeline.model.figures import Figure
from pipeline.model.kinds import BEHIND, UNKNOWN, WANTING, Pacing, amount_standing
from pipeline.model.months import Month
from pipeline.model.plan import Plan, Target
from pipeline.model.progress import TargetProgress
from pipeline.model.readings import History
from pipeline.model.spotchecks import Ground, Pick
from pipeline.progress.compute import compute, linear_pace


def draw(plan: Plan, history: History, month: Month, count: int, seed: str) -> tuple[Pick, ...]:
    """At most `count` figures of the month to look at, drawn by weight; the same seed and sheets, the same draw.

    Every figure has its own number, made of seed, month, target and unit, so that one figure more or less leaves the
    others where they were (Efraimidis and Spirakis: the smallest of -ln(u)/w first). A unit is drawn no more often
    in a year than the rules allow, earlier months' records counted.
    """
    drawn = Counter(one.unit for one in history.spot_checks.records if one.month < month)
    picks: list[Pick] = []
    for pick in sorted(figures(plan, history, month), key=lambda one: _place(one, month, seed)):
        if len(picks) < count and drawn[pick.unit] < plan.rules.check_limit:
            drawn[pick.unit] += 1
            picks.append(pick)
    order = {unit.key: unit.order for unit in plan.units}
    ids = [target.id for target in plan.targets]
    return tuple(sorted(picks, key=lambda one: (ids.index(one.target.id), order[one.unit])))


def figures(plan: Plan, history: History, month: Month) -> tuple[Pick, ...]:
    """Every figure of the month that is used, the targets' own and their counties', with what speaks for a look.

    A zero claims nothing that could be untrue.
    """
    months = [each for each in history.months if each <= month]
    course = [compute(plan, history, each, plan.lead_deadline(each)).targets for each in months]
    found = []
    for target in plan.targets:
        if not target.kind.quantified:
            continue
        own = [one for progress in course for one in progress if one.target.id == target.id]
        if own[-1].value is not None and own[-1].value.amount:
            for lead, figure in _owners(history, month, target, own[-1].value).items():
                grounds = (*_lead_grounds(plan, own), *_unchecked(plan, history, month, target, lead))
                found.append(Pick(target, lead, figure, grounds))
        found += _counties(plan, history, months, target)
    return tuple(found)


def _owners(history: History, month: Month, target: Target, value: Figure) -> dict[str, Figure]:
    """Whose figure can be looked at: the first lead's that gave it, or of a sum every lead's part."""
    settled = history[month]
    parts = {
        lead: settled.shares[target.id, lead] for lead in target.leads if (target.id, lead) in settled.shares
    }
    rows = (settled.returns.row_of(target.id, lead) for lead in target.leads)
    gave = [row.unit for row in rows if row is not None and row.cumulative is not None]
    return {lead: part for lead, part in parts.items() if part.amount} or {(gave or target.leads)[0]: value}


def _place(pick: Pick, month: Month, seed: str) -> Decimal:
    """Decimals, not floats: the same on every machine."""
    text = f"{seed}|{month}|{pick.target.id}|{pick.unit}"
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()) + 1
    return -(Decimal(number) / Decimal(2**256 + 1)).ln() / pick.weight


def _lead_grounds(plan: Plan, course: Sequence[TargetProgress]) -> Iterator[Ground]:
    now = course[-1]
    if now.standing in WANTING:
        yield Ground.BEHIND
    caught_up = now.last_standing in WANTING and now.standing not in WANTING | UNKNOWN
    amounts = [one.value for one in course]
    if caught_up or (now.target.kind.cumulative and _surges(plan, amounts)):
        yield Ground.SURGE
    if any(one.corrected is not None for one in course):
        yield Ground.RESTATED
    if now.value is not None and now.value.amount == now.goal.amount:
        yield Ground.EXACT


def _counties(plan: Plan, history: History, months: Sequence[Month], target: Target) -> Iterator[Pick]:
    """What the counties' shares were, as their lead passed them on."""
    course = {
        month: {
            row.area: row.cumulative.figure
            for row in history[month].returns.counties_of(target.id)
            if row.cumulative is not None and target.id in history[month].values
        }
        for month in months
    }
    for county, figure in course[months[-1]].items():
        if not figure.amount:
            continue
        amounts = [course[month].get(county) for month in months]
        grounds = (
            *_county_grounds(plan, target, county, months[-1], amounts),
            *_unchecked(plan, history, months[-1], target, county),
        )
        yield Pick(target, county, figure, grounds)


def _county_grounds(
    plan: Plan, target: Target, county: str, month: Month, amounts: Sequence[Figure | None]
) -> Iterator[Ground]:
    """A county is behind, or exact, only where it has a target of its own."""
    now, task = amounts[-1], plan.county_goals.get((target.id, county))
    goal = task.amount if task is not None else None
    assert now is not None
    if target.kind.paced and not target.is_bounded and target.pacing is Pacing.LINEAR and goal:
        gap = Decimal(100) * now.amount / goal - linear_pace(plan, month)
        if amount_standing(now.amount, goal, gap, plan.rules.bands) in BEHIND:
            yield Ground.BEHIND
    if target.kind.cumulative and _surges(plan, amounts):
        yield Ground.SURGE
    known = [figure.amount for figure in amounts if figure is not None]
    if target.kind.cumulative and any(after < before for before, after in pairwise(known)):
        yield Ground.RESTATED
    if goal is not None and now.amount == goal:
        yield Ground.EXACT


def _surges(plan: Plan, amounts: Sequence[Figure | None]) -> bool:
    """Whether this month brought more than so many times the average of the months before, two at least."""
    known = [figure.amount for figure in amounts if figure is not None]
    steps = [after - before for before, after in pairwise(known)]
    earlier = steps[:-1]
    if len(earlier) < 2 or amounts[-1] is None:
        return False
    average = sum(earlier, Decimal(0)) / len(earlier)
    return steps[-1] > max(Decimal(0), plan.rules.check_surge * average)


def _unchecked(plan: Plan, history: History, month: Month, target: Target, unit: str) -> Iterator[Ground]:
    """Nobody has looked at this figure for as many months as the rules say, or since reports began."""
    looked = [
        one.month.number
        for one in history.spot_checks.of(target.id)
        if one.unit == unit and one.month < month
    ]
    since = max(looked, default=plan.first_month.number - 1)
    if month.number - since > plan.rules.check_interval:
        yield Ground.UNCHECKED
