"""A target's figure beside its goal, as pictures and boards have it: 19/45座. Pure."""

from __future__ import annotations

from pipeline.documents.wording import doubt, growth, targets
from pipeline.documents.wording.counts import promise
from pipeline.documents.wording.stage import stage
from pipeline.model.kinds import UNKNOWN
from pipeline.model.months import day_of_month
from pipeline.model.phrases import Phrase, phrase
from pipeline.model.plan import Plan
from pipeline.model.progress import TargetProgress

_DASH = "—"


def reached(plan: Plan, one: TargetProgress) -> Phrase:
    """19/45座, 98.2%（目标95%以上）; of what is being verified 27座（8月20日）, of words their 形象进度."""
    if one.standing in UNKNOWN:
        if one.known is None:
            return phrase(_DASH)
        then = doubt.known(one)
        day = f"（{day_of_month(one.known_on)}）" if one.known_on is not None else "（此前）"
        return phrase(_figure(plan, then), day)
    if one.value is None:
        return stage(one) if one.in_words else phrase(_DASH)
    return _figure(plan, one)


def _figure(plan: Plan, one: TargetProgress) -> Phrase:
    assert one.value is not None
    goal = promise(one.target, one.goal)
    if one.target.is_bounded or one.goal.amount is None:
        figure = targets.told_rate(plan, one) if one.target.kind.ratio else targets.amount(plan, one)
        return phrase(figure, "（目标", goal, "）") if one.goal.amount is not None else figure
    number = targets.number(plan, one.target, one.value, "累计完成", one.goal.amount)
    return phrase(growth.told(number), "/", goal)
