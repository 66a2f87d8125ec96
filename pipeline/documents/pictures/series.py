"""What of a month is drawn: each target's bar with its ticks, and its course through the year. Pure.

A bar's length is the per cent that is printed beside it; what is black is what a leader is to see.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pipeline.documents.pictures.bars import Bar, Columns
from pipeline.documents.pictures.blocks import Tone
from pipeline.documents.wording import doubt, growth, targets
from pipeline.documents.wording.counts import promise
from pipeline.documents.wording.stage import latest
from pipeline.model.figures import Figure, merge
from pipeline.model.kinds import FINISHED, MEETING, UNKNOWN, WANTING, Direction, Standing
from pipeline.model.months import day_of_month
from pipeline.model.phrases import Drawn, Phrase, cut, phrase
from pipeline.model.plan import Plan, Target
from pipeline.model.progress import MatterProgress, Progress, TargetProgress
from pipeline.model.promises import Goal

_HUNDRED = Decimal(100)
_BAR, _COURSE = "图里条的长度", "图里各期柱的高度"
_DASH = "—"
# What has no length: words people judge, and what is not counted for now.
_NOT_DRAWN = frozenset({Standing.NOT_APPLICABLE, Standing.SUSPENDED})


def bar(plan: Plan, one: TargetProgress) -> Phrase:
    """A target's bar as a template prints it; nothing of what has no length."""
    drawn = bar_of(plan, one)
    if drawn is None:
        return phrase()
    share = _share(plan, _shown(one))
    cells = merge(share.cells if share is not None else (), one.promised)
    return phrase(Drawn(drawn.words, None, "", _BAR, cells, one.target.id))


def bar_of(plan: Plan, one: TargetProgress) -> Bar | None:
    """How far it has come, where it ought to be; of what is being verified the last known figure, open."""
    if not _has_length(one):
        return None
    share, held = _share(plan, _shown(one)), one.target.is_bounded
    ceiling = one.target.direction is Direction.AT_MOST
    return Bar(
        tone(one),
        length(plan, one.target, one.goal, share.amount) if share is not None else None,
        (whole(plan, one.target, one.goal),) if held and not ceiling else _ticks(plan, one),
        whole(plan, one.target, one.goal) if ceiling else None,
    )


def course(plan: Plan, months: Sequence[Progress], one: TargetProgress) -> Phrase:
    """A target's course up to this month as a template prints it; nothing of what has no length."""
    drawn = course_of(plan, months, one)
    if drawn is None:
        return phrase()
    known = [found for each in months if (found := each.find(one.target.id)) is not None]
    cells = merge(*(figure.cells for each in known if (figure := _share(plan, each)) is not None))
    return phrase(Drawn(drawn.words, None, "", _COURSE, cells, one.target.id))


def course_of(plan: Plan, months: Sequence[Progress], one: TargetProgress) -> Columns | None:
    """The per cent of every period up to this one; a period without a usable figure has none."""
    if not _has_length(one):
        return None
    values = []
    for month in months:
        then = month.find(one.target.id)
        share = _share(plan, then) if then is not None else None
        shown = length(plan, one.target, one.goal, share.amount) if share is not None else None
        values.append((plan.cycle.label(month.month), shown))
    return Columns(
        tone(one), tuple(values), whole(plan, one.target, one.goal) if one.target.is_bounded else None
    )


def rate(plan: Plan, one: TargetProgress) -> Decimal | None:
    """The per cent that is printed of a target this month: of the goal, or the ratio itself; None where there is none."""
    share = _share(plan, one) if one.target.kind.ratio or one.goal.amount else None
    return length(plan, one.target, one.goal, share.amount) if share is not None else None


def last_rate(plan: Plan, one: TargetProgress) -> Decimal | None:
    """The same of the last known figure, where this month's is not known."""
    return rate(plan, _shown(one))


def pace_of(plan: Plan, one: TargetProgress) -> Decimal | None:
    """Where a target ought to be by now in per cent: its goal where it is bounded, else its pace; None where there is none."""
    if one.target.is_bounded:
        return whole(plan, one.target, one.goal) if one.goal.amount else None
    return targets.percent(plan, one.pace) if one.pace is not None else None


def slowest(matter: MatterProgress) -> TargetProgress:
    """The target that stands for a matter: what is behind comes first, by its gap; then what nobody knows, what is on its
    way, what is finished, what is told in words.
    """
    return min(matter.targets, key=_slowness)


def _slowness(one: TargetProgress) -> tuple[int, Decimal]:
    ranks = (WANTING, UNKNOWN, FINISHED | MEETING, _NOT_DRAWN)
    others = 1.5
    rank = next((place for place, kinds in enumerate(ranks) if one.standing in kinds), others)
    far = one.gap if one.gap is not None else one.rate.amount if one.rate is not None else Decimal(0)
    return int(2 * rank), far


def tone(one: TargetProgress) -> Tone:
    """Black what is behind or below its goal, open what nobody knows, grey the rest."""
    if one.standing in UNKNOWN:
        return Tone.OPEN
    return Tone.BLACK if one.standing in WANTING else Tone.GREY


def _has_length(one: TargetProgress) -> bool:
    return one.standing not in _NOT_DRAWN and drawable(one.target, one.goal)


def drawable(target: Target, goal: Goal) -> bool:
    """What is counted or is a per cent that cannot fall below nothing."""
    return target.kind.quantified and not target.kind.signed and (goal.amount or 0) > 0


def _shown(one: TargetProgress) -> TargetProgress:
    """It with the last known figure where this month's is not known."""
    return doubt.known(one) if one.value is None and one.known is not None else one


def _share(plan: Plan, one: TargetProgress) -> Figure | None:
    """What the picture shows, in per cent: the ratio itself, or how much of the goal."""
    if one.value is None or not one.goal.amount:
        return None
    if one.target.kind.ratio:
        return one.value
    return one.value.percent_of(Figure(one.goal.amount, one.value.measure, one.goal.cells))


def length(plan: Plan, target: Target, goal: Goal, share: Decimal) -> Decimal:
    """How long a bar of so many per cent is: as many as are printed."""
    bounds = target.bounds(goal.amount) if target.kind.ratio else (_HUNDRED,)
    return targets.percent(plan, share, *bounds)


def whole(plan: Plan, target: Target, goal: Goal) -> Decimal:
    """Where the goal stands in the picture: 100 % of an amount, of a ratio the goal itself."""
    assert goal.amount is not None
    return targets.percent(plan, goal.amount, goal.amount) if target.kind.ratio else _HUNDRED


def _ticks(plan: Plan, one: TargetProgress) -> tuple[Decimal, ...]:
    """Its nodes that are numbers; else its pace, until from November on only the goal counts."""
    goal = one.goal.amount
    assert goal is not None
    nodes = [node.amount for node in one.nodes if node.amount is not None and node.amount < goal]
    if nodes:
        return tuple(targets.percent(plan, amount * _HUNDRED / goal) for amount in nodes)
    if one.target.is_bounded or one.pace is None or one.closing or one.pace >= _HUNDRED:
        return ()
    return (targets.percent(plan, one.pace),)


def reached(plan: Plan, one: TargetProgress) -> Phrase:
    """19/45座, 98.2%（目标95%以上）; of what is being verified 27座（8月20日）, of words the node that matters now."""
    if one.standing in UNKNOWN:
        if one.known is None:
            return phrase(_DASH)
        then = doubt.known(one)
        day = f"（{day_of_month(one.known_on)}）" if one.known_on is not None else "（此前）"
        return phrase(_figure(plan, then), day)
    if one.value is None:
        return (latest(one) if one.in_words else phrase()) or phrase(_DASH)
    return _figure(plan, one)


def beside(goal: Phrase) -> Phrase:
    """（目标95%）, （不高于20起）: what a figure is held against, behind it."""
    return phrase("（" if str(goal).startswith("不") else "（目标", goal, "）")


def in_lines(words: Phrase) -> tuple[Phrase, ...]:
    """Words for a narrow cell: what stands in brackets begins a line, so that no day and no goal is cut in two."""
    at = str(words).find("（")
    return tuple(cut(words, (at, len(str(words)) - at))) if at > 0 else (words,)


def _figure(plan: Plan, one: TargetProgress) -> Phrase:
    assert one.value is not None
    goal = promise(one.target, one.goal)
    if one.target.is_bounded or one.goal.amount is None:
        figure = targets.told_rate(plan, one) if one.target.kind.ratio else targets.amount(plan, one)
        return phrase(figure, beside(goal)) if one.goal.amount is not None else figure
    number = targets.number(plan, one.target, one.value, "累计完成", one.goal.amount)
    return phrase(growth.told(number), "/", goal)
