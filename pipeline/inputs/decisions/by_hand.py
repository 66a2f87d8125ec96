"""Figures changed by hand in signed papers: either somebody registered 核实 for them, or the next period's are 待核 (SIGNED §1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from pipeline.inputs.decisions.register import Decisions
from pipeline.model.codes import Code
from pipeline.model.figures import Measure
from pipeline.model.findings import Finding
from pipeline.model.months import Month
from pipeline.model.plan import Plan
from pipeline.model.signing import Handwritten

_READS = re.compile(r"(-?\d+(?:\.\d+)?)(.*)")


def settles(decisions: Decisions, plan: Plan, month: Month, one: Handwritten) -> bool:
    """Whether 核实 of that month says what was written by hand.

    Of a figure that is reckoned from the target's own (a rate, a gap) any row of 核实 is enough.
    """
    target = plan.find_target(one.target)
    if target is None:
        return False
    checked = [
        verified.figure.amount
        for (period, about, _), verified in decisions.verified.items()
        if (period, about) == (month, target.id)
    ]
    return any(_says(one.text, target.measure, amount) for amount in checked)


def _says(text: str, measure: Measure, amount: Decimal) -> bool:
    """Whether a text is that amount, as finely as it is written; True for what is no amount of the measure."""
    reads = _READS.fullmatch(text)
    written = Measure.parse(reads[2]) if reads is not None else None
    if reads is None or written is None or written.base != measure.base:
        return True
    number = Decimal(reads[1])
    exact = amount / written.factor
    return exact.quantize(number, rounding=ROUND_HALF_UP) == number


def unsettled_by_hand(plan: Plan, decisions: Decisions, month: Month) -> Iterator[Finding]:
    """D15: what was changed by hand in the period before and nobody registered; not where this month's own figure was checked."""
    before = plan.cycle.previous(month)
    for signature in decisions.signing.of(before).signatures:
        for one in signature.handwritten:
            target = plan.find_target(one.target)
            if target is None or settles(decisions, plan, before, one):
                continue
            if any((period, about) == (month, target.id) for period, about, _ in decisions.verified):
                continue
            yield Finding(
                Code.D15,
                f"{plan.cycle.label(before)}签发的“{signature.paper.text}”里{target.id}手改成{one.text}，没有登记核实",
                unit=plan.answering(target)[0] if plan.answering(target) else "",
                target=target.id,
                place=signature.cell,
            )
