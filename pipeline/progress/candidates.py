"""What a doubtful figure may turn out to be: every number that was given for it. Pure (DOCUMENTS §3).

Where sheets hold two readings nobody knows which is right; where each of them says the same of the target, that much is certain.
"""

from __future__ import annotations

from decimal import Decimal

from pipeline.model.codes import Code, Effect
from pipeline.model.figures import Figure, total
from pipeline.model.kinds import Relation
from pipeline.model.plan import Plan, Target
from pipeline.model.readings import Returns, Settled

# Faults in which every number that may be meant is at hand; of any other (an about, a slip of scale) it is not.
_AT_HAND = frozenset({Code.U04, Code.C01, Code.C07, Code.C08})


def candidates(plan: Plan, settled: Settled, target: Target, known: Figure | None) -> tuple[Decimal, ...]:
    """Every amount a 待核 target may come to, in base measures; none where that is not known.

    `known` is its last usable figure, which a fall without a reason is told apart from.
    """
    codes = {one.code for one in settled.findings_of(target.id) if one.effect is Effect.UNUSED}
    if not codes or not codes <= _AT_HAND:
        return ()
    row = settled.returns.row(target.id)
    rows = row.each if row is not None and Code.U04 in codes else (row,)
    given = [one.cumulative for one in rows if one is not None]
    if not given or None in given:
        return ()
    found = [one.figure.amount for one in given if one is not None]
    if Code.C07 in codes:
        others = _by_parts(plan, settled.returns, target)
        if others is None:
            return ()
        found.append(others)
    if Code.C08 in codes:
        counties = [one.cumulative for one in settled.returns.counties_of(target.id)]
        parts = [one.figure for one in counties if one is not None]
        found.append(total(parts, target.measure.base).amount)
    if Code.C01 in codes:
        found += [known.amount] if known is not None else []
    return tuple(found)


def _by_parts(plan: Plan, returns: Returns, target: Target) -> Decimal | None:
    """What the others of a sum leave for this one: the parts' sum of a whole, the rest of a part; None if one is missing."""
    whole = plan.target(target.part_of) if target.relation is Relation.SUM and target.part_of else target
    rows = [returns.row(one.id) for one in (whole, *plan.parts_of(whole.id)) if one.id != target.id]
    held = [row.cumulative.figure for row in rows if row is not None and row.cumulative is not None]
    if len(held) < len(rows):
        return None
    if whole is target:
        return total(held, whole.measure.base).amount
    return held[0].amount - total(held[1:], whole.measure.base).amount
