"""How a bounded target stands to its goal, in words: per cent, ceilings and 左右, which are met or not at any time. Pure (PLAN §2).

Being under a ceiling is never 还差; a gap is what a reader gets by subtracting what is printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from pipeline.model.figures import Figure, fixed, merge, plain
from pipeline.model.kinds import Direction, Pacing
from pipeline.model.phrases import Phrase, Printed, phrase
from pipeline.model.plan import Plan, Target
from pipeline.model.promises import Goal

POINTS = "个百分点"
_MIRRORED = {
    Direction.AT_LEAST: Direction.AT_MOST,
    Direction.AT_MOST: Direction.AT_LEAST,
    Direction.AROUND: Direction.AROUND,
}


def goal_words(target: Target) -> str:
    """What sentences call its goal: 年度目标, or 力争目标 where it is one to strive for."""
    return "力争目标" if target.striving else "年度目标"


def unit_of(target: Target) -> str:
    """The measure of a difference: 个百分点 for per cent, else the target's own."""
    return POINTS if target.kind.ratio else target.measure.text


def pace_words(target: Target) -> str:
    """What sentences call the pace of a target: 节点进度 where a day of its own sets it."""
    return "节点进度" if target.pacing in (Pacing.NODES, Pacing.YEAR_END) else "序时进度"


def gap(target: Target, value: Figure, shown: Printed, goal: Goal, how: str) -> Printed:
    """What is printed (`shown`) minus the goal, signed, in the target's own measure; 百分点 for per cent."""
    assert goal.amount is not None
    apart = Decimal(shown.text) - goal.amount / target.measure.factor
    text, measure = (fixed(apart), "百分点") if target.kind.ratio else (plain(apart), target.measure.base)
    cells = merge(value.cells, goal.cells)
    return Printed(text, value.amount - goal.amount, measure, how, cells, target.id)


def unsigned(difference: Printed) -> Printed:
    """The difference without its minus: reckoned the other way round it is another figure."""
    return _turned(difference) if difference.text.startswith("-") else difference


def _turned(difference: Printed) -> Printed:
    assert difference.value is not None
    how, text = "－".join(reversed(difference.how.split("－"))), difference.text
    text = text[1:] if text.startswith("-") else f"-{text}" if Decimal(text) else text
    return replace(difference, text=text, value=-difference.value, how=how)


def facing(target: Target, goal: Goal, difference: Printed) -> tuple[Direction, Printed]:
    """On which side of its goal a target is met and how far it is from it, as its words count.

    下降3%以上 is met by falling more: of a goal below zero both are turned round.
    """
    if goal.amount is None or goal.amount >= 0:
        return target.direction, difference
    return _MIRRORED[target.direction], _turned(difference)


def apart(gap: Printed, above: str, below: str, equal: str, unit: str = POINTS) -> Phrase:
    """高于…6.5个百分点 / 低于…32.8个百分点 / equal."""
    value = Decimal(gap.text)
    if value == 0:
        return phrase(equal)
    return phrase(above if value > 0 else below, unsigned(gap), unit)


def against(target: Target, direction: Direction, difference: Printed, words: str) -> Phrase:
    """控制在年度目标以内 / 超出年度目标0.1个百分点, or how far about it; for 不高于 and 左右 alone.

    `words` is what the goal is called; `direction` and `difference` (the printed figure minus the goal, signed) are `facing`.
    """
    unit, value = unit_of(target), difference.value
    assert value is not None
    if direction is Direction.AT_MOST:
        if value <= 0:
            return phrase(f"控制在{words}以内")
        return phrase(f"超出{words}", difference, unit)
    within = "在容许范围以内" if abs(value) <= target.margin else "超出容许范围"
    if value == 0:
        return phrase(f"与{words}持平")
    return phrase(f"{'高于' if value > 0 else '低于'}{words}", unsigned(difference), f"{unit}，{within}")


def left(target: Target, difference: Printed) -> Phrase:
    """尚余8起 of a counted ceiling that is kept; nothing once it is exceeded."""
    value = difference.value
    assert value is not None
    if value > 0:
        return phrase()
    return phrase("尚余", unsigned(difference), target.measure.text) if value else phrase("已无余量")


def notes(plan: Plan) -> Iterator[str]:
    """What a table must say of bounded targets that are no plain ratios, as a sentence; nothing where the plan has none."""
    ceilings = any(target.direction is Direction.AT_MOST for target in plan.targets)
    said = ["“不高于”含本数，超出即为未达标"] if ceilings else []
    said += [
        f"{one.name}与年度目标相差{plain(one.margin / one.measure.factor)}{unit_of(one)}以内为达标"
        for one in plan.targets
        if one.direction is Direction.AROUND
    ]
    if said:
        yield f"{'；'.join(said)}。"
