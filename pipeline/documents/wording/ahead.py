"""What is left of a target and of the year, in countables: nothing is foretold (DOCUMENTS §7). Pure.

还差26座，后3个月平均每月约需9座，前3个月平均每月4座左右. Whether a target will be met is for its unit to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from pipeline.documents.wording import clauses
from pipeline.documents.wording.counts import number_of
from pipeline.documents.wording.targets import told
from pipeline.model.figures import Figure
from pipeline.model.kinds import FINISHED, UNKNOWN, Pacing
from pipeline.model.phrases import Phrase, phrase
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress, TargetProgress

_FEW, _BACK = 10, 3


def left(plan: Plan, course: Sequence[Progress], one: TargetProgress) -> Phrase:
    """Without full stop; nothing of what is finished, doubtful, judged by nodes or at the year's end, and
    from November on; of an office that does not report by the month only what is left."""
    progress = course[-1]
    months = 12 - progress.month.calendar_month
    target, value, goal = one.target, one.value, one.goal.amount
    silent = one.standing in FINISHED | UNKNOWN or one.closing or not months
    counted = target.kind.cumulative and not target.is_bounded and target.pacing is Pacing.LINEAR
    if silent or not counted or value is None or goal is None or value.amount >= goal:
        return phrase()
    rest = Figure(goal, value.measure, one.goal.cells) - value
    missing, before = clauses.remaining(plan, one), _before(course, one)
    idle = before is not None and before.amount == value.amount
    back = number_of(_BACK, "个月", "往前数的月数")
    nothing = phrase("近", back, "个月没有新增") if idle else phrase()
    if not plan.cycle.monthly:
        return phrase("还差", missing)
    said = number_of(months, "个月", "到年底的月数")
    if rest.amount < _FEW and rest.amount == rest.amount.to_integral_value():
        return phrase("还剩", missing, "、", said, "个月", "，" if nothing else "", nothing)
    need = told(
        plan, target, _evenly(rest, months, ROUND_CEILING), "（年度目标－累计完成）÷到年底的月数，进到整数"
    )
    words = phrase("还差", missing, "，后", said, "个月平均每月约需" if months > 1 else "个月约需", need)
    if idle:
        return phrase(words, "，", nothing)
    if before is None or before.amount > value.amount:
        return words
    came = _evenly(value - before, _BACK, ROUND_HALF_UP)
    return phrase(
        words, "，前", back, "个月平均每月", told(plan, target, came, f"前{_BACK}个月新增÷{_BACK}"), "左右"
    )


def _before(course: Sequence[Progress], one: TargetProgress) -> Figure | None:
    """Its figure three months ago; None where that month was none of the periods, or its figure is not known."""
    wanted = course[-1].month.calendar_month - _BACK
    for each in course:
        found = each.find(one.target.id) if each.month.number == wanted else None
        if found is not None:
            return found.value
    return None


def _evenly(figure: Figure, months: int, rounding: str) -> Figure:
    """So much a month, in whole measures, of less than one in tenths."""
    each = figure.amount / months
    step = Decimal(1) if each >= 1 else Decimal("0.1")
    return Figure(each.quantize(step, rounding), figure.measure, figure.cells)
