"""What of an assessed year is drawn: a matter's weakest certified target as a bar. Pure.

A bar's length is the per cent that is printed of what was certified; black is what fell short.
"""

from __future__ import annotations

from decimal import Decimal

from pipeline.documents.pictures import series
from pipeline.documents.pictures.bars import Bar
from pipeline.documents.pictures.blocks import Tone
from pipeline.documents.wording import certified, growth, targets
from pipeline.model.assessment import Certification, MatterResult, Verdict
from pipeline.model.figures import Figure, merge
from pipeline.model.kinds import Direction
from pipeline.model.phrases import Drawn, Phrase, phrase
from pipeline.model.plan import Plan

_ABOUT = "图里条的长度"
_DASH = "—"
_HUNDRED = Decimal(100)


def weakest(matter: MatterResult) -> Certification:
    """The target that stands for a matter: what fell short first, then what nobody decided, what was fulfilled, each by
    how much of its promise it came to; then what is told in words or was suspended.
    """
    return min(matter.targets, key=lambda one: (_rank(one), _kept(one)))


def _rank(one: Certification) -> int:
    if one.fulfilled is False:
        return 0
    if one.verdict is Verdict.SUSPENDED or not one.target.kind.quantified:
        return 3
    return 1 if one.verdict is None else 2


def _kept(one: Certification) -> Decimal:
    """How much of its promise it came to, in per cent; of a ceiling the more the less of it was used."""
    if one.amount is None or not one.goal.amount:
        return Decimal(0)
    share = one.amount.amount * _HUNDRED / one.goal.amount
    match one.target.direction:
        case Direction.AT_MOST:
            return 2 * _HUNDRED - share
        case Direction.AROUND:
            return _HUNDRED - abs(share - _HUNDRED)
        case _:
            return share


def bar(plan: Plan, one: Certification) -> Phrase:
    """A certified target's bar as a template prints it; nothing of what has no length."""
    drawn = bar_of(plan, one)
    if drawn is None:
        return phrase()
    share = _share(one)
    cells = merge(share.cells if share is not None else (), one.goal.cells)
    return phrase(Drawn(drawn.words, None, "", _ABOUT, cells, one.target.id))


def bar_of(plan: Plan, one: Certification) -> Bar | None:
    """How much of its promise was certified; of a ratio the ratio and what it was to be, a ceiling as a wall."""
    if one.verdict is Verdict.SUSPENDED or not series.drawable(one.target, one.goal):
        return None
    share = _share(one)
    whole = series.whole(plan, one.target, one.goal)
    ceiling = one.target.direction is Direction.AT_MOST
    return Bar(
        _tone(one),
        series.length(plan, one.target, one.goal, share.amount) if share is not None else None,
        (whole,) if one.target.is_bounded and not ceiling else (),
        whole if ceiling else None,
    )


def reached(plan: Plan, one: Certification) -> Phrase:
    """3/4个, 94.2%（目标95%以上）; a dash of what has no figure."""
    if one.amount is None or one.verdict is Verdict.SUSPENDED or not one.target.kind.quantified:
        return phrase(_DASH)
    goal = certified.goal(plan, one)
    if one.target.is_bounded or one.goal.amount is None:
        return phrase(certified.figure(plan, one, one.amount, "认定数"), series.beside(goal))
    number = targets.number(plan, one.target, one.amount, "认定数", one.goal.amount)
    return phrase(growth.told(number), "/", goal)


def _tone(one: Certification) -> Tone:
    if one.verdict is None or one.amount is None:
        return Tone.OPEN
    return Tone.GREY if one.fulfilled else Tone.BLACK


def _share(one: Certification) -> Figure | None:
    """What was certified in per cent: the ratio itself, or how much of the promise."""
    if one.amount is None or not one.goal.amount:
        return None
    if one.target.kind.ratio:
        return one.amount
    return one.amount.percent_of(Figure(one.goal.amount, one.amount.measure, one.goal.cells))
