"""What a doubtful figure may turn out to be: every number that was given for it. Pure (DOCUMENTS §3).

Where sheets hold two readings nobody knows which is right; where each of them says the same of the target, that much is certain.
"""

from __future__ import annotations

from decimal import Decimal

from pipeline.model.codes import Code, Effect
from pipeline.model.figures import Figure, total
from pipeline.model.kinds import Relation
from pipeline.model.plan import Plan, Pooling, Target
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
    if row is None or (Code.C08 in codes and row.of):
        # What each of several leads passes on of its counties is one by now.
        return ()
    # What holds one lead's figure back leaves the others' standing: its own is one that may be meant as well.
    rows = row.each if target.pooling is Pooling.SAME else (row,)
    given = [one.cumulative for one in rows]
    units = dict.fromkeys(("", *(one.unit for one in rows))) if Code.C07 in codes else ()
    parts = [_by_parts(plan, settled.returns, target, unit) for unit in units]
    if None in given or None in parts:
        return ()
    found = [one.figure.amount for one in given if one is not None]
    found += [one for one in parts if one is not None]
    if Code.C08 in codes:
        counties = [one.cumulative for one in settled.returns.counties_of(target.id)]
        shares = [one.figure for one in counties if one is not None]
        found.append(total(shares, target.measure.base).amount)
    if Code.C01 in codes:
        found += [known.amount] if known is not None else []
    return tuple(found)


def _by_parts(plan: Plan, returns: Returns, target: Target, unit: str) -> Decimal | None:
    """What the others of a sum leave for this one: the parts' sum of a whole, the rest of a part; None if one is missing.

    Of others that several leads report alike, as `unit` has them.
    """
    whole = plan.target(target.part_of) if target.relation is Relation.SUM and target.part_of else target
    others = [one for one in (whole, *plan.parts_of(whole.id)) if one.id != target.id]
    own = [returns.row_of(one.id, unit) if one.pooling is Pooling.SAME else None for one in others]
    rows = [mine or returns.row(one.id) for mine, one in zip(own, others, strict=True)]
    held = [row.cumulative.figure for row in rows if row is not None and row.cumulative is not None]
    if len(held) < len(rows):
        return None
    if whole is target:
        return total(held, whole.measure.base).amount
    return held[0].amount - total(held[1:], whole.measure.base).amount
