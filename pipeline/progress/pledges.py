"""What units said in reply to 督办 they would reach by a day, held against the figures (回告对账). Pure (DOCUMENTS §1)."""

from __future__ import annotations

from datetime import date

from pipeline.model.figures import Figure
from pipeline.model.months import Month
from pipeline.model.plan import Plan, Target
from pipeline.model.readings import History
from pipeline.model.supervision import Kept, Outcome, Pledge, Reply


def outcomes(plan: Plan, history: History, target: Target, month: Month, until: date) -> tuple[Outcome, ...]:
    """Every pledge of a target that was answered by `until`, as the figures up to that month have it; by the day it is due."""
    found = [
        _outcome(plan, history, target, month, reply, pledge)
        for reply in history.replies.records
        if reply.target == target.id and reply.unit in target.leads and reply.day <= until
        for pledge in reply.pledges
    ]
    return tuple(sorted(found, key=lambda one: (one.pledge.due, one.said)))


def _outcome(
    plan: Plan, history: History, target: Target, month: Month, reply: Reply, pledge: Pledge
) -> Outcome:
    latest = Outcome(reply.unit, reply.day, pledge, Kept.PENDING, month)
    for each in plan.months(month):
        value, as_of = _figure(plan, history, target, each, month)
        if value is None or as_of is None:
            continue
        reached = target.meets(value.amount, pledge.amount.amount)
        due = as_of >= pledge.due
        # What counts up stays reached; a rate may fall again before its day.
        if due or (reached and target.kind.cumulative and not target.is_bounded):
            kept = Kept.REACHED if reached else Kept.MISSED
            return Outcome(reply.unit, reply.day, pledge, kept, each, value, as_of)
        latest = Outcome(reply.unit, reply.day, pledge, Kept.PENDING, each, value, as_of)
    return latest


def _figure(
    plan: Plan, history: History, target: Target, each: Month, upto: Month
) -> tuple[Figure | None, date | None]:
    """The usable figure of a month, as the next one corrected it if it did by then, and the day it is as of."""
    settled = history.get(each)
    row = settled.returns.row(target.id) if settled is not None else None
    if settled is None or row is None:
        return None, None
    following = plan.cycle.following(each)
    later = history.get(following) if following <= upto else None
    corrected = later.corrected.get(target.id) if later is not None else None
    return corrected or settled.values.get(target.id), row.as_of
