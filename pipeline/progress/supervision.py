"""How 督办 of every target stands, and which step of the ladder is next: only suggested. Pure (手册-秘书)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from pipeline.model.kinds import LATE, UNKNOWN
from pipeline.model.months import Month
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress, TargetProgress
from pipeline.model.settings import Rules
from pipeline.model.supervision import Action, Replies, Reply, Rung, Stand, Step, Supervised, Urging

_RUNGS = tuple(Rung)


def supervised(
    plan: Plan, course: Sequence[Progress], steps: Sequence[Step], replies: Replies
) -> Mapping[str, Supervised]:
    """Every target's 督办 up to the last month of `course`, by target id.

    What is noted with a day counts until the next month's reports are due; what is dated later belongs to a
    later ledger. A reply is overdue when the day of the month's documents is past the day it was due.
    """
    month = course[-1].month
    until = noted_until(plan, course[-1])
    seen = [one for one in steps if one.month <= month and (one.day is None or one.day <= until)]
    answers = _answers([one for one in replies.records if one.day <= until])
    found = {}
    for target in plan.targets:
        own = {
            progress.month: one
            for progress in course
            for one in progress.targets
            if one.target.id == target.id and one.target.leads == target.leads
        }
        urgings: list[Urging] = []
        for each, progress in own.items():
            rows = _about(seen, each, plan.answering(target))
            proposed = each == month and any(plan.urges(lead) for lead in target.leads)
            if progress.standing in LATE and (rows or proposed or (each, target.id) in answers):
                reply = answers.get((each, target.id))
                urgings.append(_urging(plan, each, rows, reply, _climbed(urgings), course[-1].drawn_up))
        suggestion = _suggestion(plan.rules, own[month], urgings, month)
        found[target.id] = Supervised(tuple(urgings), _stand(urgings, month), suggestion)
    return found


def _about(steps: Sequence[Step], month: Month, leads: Sequence[str]) -> list[Step]:
    """What is noted of a month's letters about a target: of several leads each has its own.

    It is spared where all are, closed where all that got one are; of the rest the first lead's note counts.
    """
    own = {lead: [one for one in steps if (one.month, one.unit) == (month, lead)] for lead in leads}
    urged = [rows for rows in own.values() if not any(one.action is Action.SPARED for one in rows)]
    if not urged:
        return own[leads[0]]
    closed = all(any(one.action is Action.CLOSED for one in rows) for rows in urged)
    kept = [one for rows in urged for one in rows if closed or one.action is not Action.CLOSED]
    return list({one.action: one for one in reversed(kept)}.values())


def _answers(replies: Sequence[Reply]) -> dict[tuple[Month, str], Reply]:
    """By month and target; what several leads answered about one letter stands together, each named, as of the first."""
    found: dict[tuple[Month, str], Reply] = {}
    for one in sorted(replies, key=lambda reply: reply.day):
        first = found.get((one.month, one.target))
        if first is None:
            found[one.month, one.target] = one
            continue
        reason, measures, limit = (
            f"{_named(first, column)}；{_named(one, column)}" for column in ("reason", "measures", "limit")
        )
        found[one.month, one.target] = replace(first, unit="", reason=reason, measures=measures, limit=limit)
    return found


def _named(reply: Reply, column: str) -> str:
    text: str = getattr(reply, column).strip().rstrip("。；")
    return f"{reply.unit}：{text}" if reply.unit else text


def noted_until(plan: Plan, progress: Progress) -> date:
    """The last day a month's ledger tells of: the eve of the next reports, or its own day if that is later."""
    month = progress.month
    return max(plan.lead_deadline(plan.cycle.following(month)) - timedelta(1), progress.drawn_up)


def _urging(
    plan: Plan, month: Month, rows: Sequence[Step], reply: Reply | None, climbed: int, today: date
) -> Urging:
    """One month's letter, from what is noted of it. Answered by a row or by a reply, whichever came first."""
    by_action = {one.action: one for one in rows}
    sent, spared = by_action.get(Action.SENT), by_action.get(Action.SPARED)
    closed, noted = by_action.get(Action.CLOSED), by_action.get(Action.ANSWERED)
    if spared is not None:
        return Urging(month, Stand.SPARED, reason=spared.reason, approver=spared.approver)
    if not rows and reply is None:
        return Urging(month, Stand.PROPOSED)
    letter = plan.lead_deadline(month)
    sent_day = sent.day if sent is not None else None
    due = plan.reply_day(max(letter, sent_day or letter))
    days = [one.day for one in (noted, reply) if one is not None and one.day is not None]
    answered = min(days, default=None)
    stand = (
        Stand.CLOSED
        if closed is not None
        else Stand.ANSWERED
        if answered is not None
        else Stand.OVERDUE
        if today > due
        else Stand.SENT
    )
    rung = sent.rung if sent is not None else None
    # Nobody goes on the board without an approval somebody wrote down: counting stops below it.
    counted = _RUNGS[min(climbed, len(_RUNGS) - 2)]
    return Urging(
        month,
        stand,
        rung or counted,
        sent_day,
        due,
        answered,
        closed.day if closed is not None else None,
        approver=(closed or sent or rows[0]).approver if rows else "",
        reply=reply,
    )


def _climbed(urgings: Sequence[Urging]) -> int:
    """How many rungs up a target is since it was last closed: 0 before anything went out."""
    climbed = 0
    for one in urgings:
        if one.stand is Stand.CLOSED:
            climbed = 0
        elif one.rung is not None:
            climbed = max(climbed, _RUNGS.index(one.rung) + 1)
    return climbed


def _suggestion(rules: Rules, now: TargetProgress, urgings: Sequence[Urging], month: Month) -> str:
    """The next rung for whoever still lags, one at a time and no higher than months in a row allow; 销号 for who has caught up."""
    last = urgings[-1] if urgings else None
    if now.standing not in LATE:
        waiting = bool(_out(urgings)) and not _closed(urgings)
        return "可以销号" if waiting and now.standing not in UNKNOWN else ""
    if last is None or last.month != month or last.stand is not Stand.PROPOSED:
        return ""
    allowed = 1 + (now.months_behind >= rules.limit_months) + (now.months_behind >= rules.listing_months)
    rung = _RUNGS[min(_climbed(urgings), allowed - 1, len(_RUNGS) - 1)]
    return "挂牌（须经批准）" if rung is Rung.LISTED else rung.value


def _stand(urgings: Sequence[Urging], month: Month) -> Stand | None:
    if urgings and urgings[-1].month != month:
        return (_out(urgings) or urgings)[-1].stand
    return urgings[-1].stand if urgings else None


def _closed(urgings: Sequence[Urging]) -> bool:
    """Whether the last letter that went out is closed."""
    out = _out(urgings)
    return bool(out) and out[-1].stand is Stand.CLOSED


def _out(urgings: Sequence[Urging]) -> list[Urging]:
    """Those that went out."""
    return [one for one in urgings if one.stand not in (Stand.PROPOSED, Stand.SPARED)]
