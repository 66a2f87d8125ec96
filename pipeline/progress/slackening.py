"""A period that brought far less than those before it: told to the secretary, who decides whether anybody else is. Pure.

Spring festival, floods and exams are normal (DOCUMENTS §3): it is no class and stands in no paper by itself, only in 核对表.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from pipeline.model.codes import Code
from pipeline.model.figures import Figure, about, decimal, plain, total
from pipeline.model.findings import Finding
from pipeline.model.kinds import FINISHED, Pacing
from pipeline.model.plan import Plan
from pipeline.model.progress import TargetProgress

# So many periods make a usual one.
_LEAST = 2


def usual(plan: Plan, now: TargetProgress, earlier: Sequence[TargetProgress]) -> Figure | None:
    """What the periods before brought on average (unrounded), where this one brought something and far less (规则“新增骤减倍数”).

    None for what need not come evenly (by nodes, at the year's end, bounded), for what is finished, and where nothing is new:
    that is unchanged, and of no note until it is so for the third time (C14).
    """
    before = [one.new for one in earlier if one.new is not None]
    even = now.target.pacing is Pacing.LINEAR and now.target.kind.paced and not now.target.is_bounded
    if now.new is None or not now.new.amount or not even or now.standing in FINISHED or len(before) < _LEAST:
        return None
    whole = total(before, now.new.measure)
    average = Fraction(whole.amount) / len(before)
    if Fraction(now.new.amount) * Fraction(plan.rules.slackening) >= average:
        return None
    return Figure(decimal(average), whole.measure, whole.cells)


def slackened(plan: Plan, targets: Iterable[TargetProgress]) -> Iterator[Finding]:
    """C26 for each of them that brought far less than usual."""
    for one in targets:
        if one.usual is not None and one.new is not None and one.row is not None:
            target, before = one.target, about(one.usual)
            said = f"本月新增{plain(one.new.amount)}{one.new.measure}，此前各月平均{plain(before.amount)}{one.new.measure}"
            yield Finding(
                Code.C26,
                f"{target.id} {target.name}{plan.terms.of(said)}",
                unit=one.row.unit,
                target=target.id,
                place=one.row.cells["cumulative"],
            )
