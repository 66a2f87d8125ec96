"""How 督办 of every target stands, which step of the ladder is next, which papers are drafted. Pure (手册-秘书).

The next step is only suggested: nobody climbs the ladder but by a row of the register (DOCUMENTS §1).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from pipeline.model.codes import Code
from pipeline.model.findings import Finding
from pipeline.model.kinds import LATE, UNKNOWN
from pipeline.model.months import Month
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress, TargetProgress
from pipeline.model.supervision import (
    Action,
    Drafted,
    Paper,
    Replies,
    Reply,
    Rung,
    Sent,
    Stand,
    Step,
    Supervised,
    Urging,
)

# Before its third period a plan has no new letter, nor in the last month of its year, unless people ask for one.
_EARLY_PERIODS, _LAST_MONTH = 2, 12
_Urgings = dict[tuple[str, tuple[str, ...]], list[Urging]]


def supervised(
    plan: Plan, course: Sequence[Progress], steps: Sequence[Step], replies: Replies
) -> Mapping[str, Supervised]:
    """Every target's 督办 up to the last month of `course`, by target id.

    What is noted with a day counts until the next month's reports are due; what is dated later belongs to a
    later ledger.
    """
    last = course[-1]
    seen = _seen(plan, last, steps)
    answers = _answers([one for one in replies.records if one.day <= noted_until(plan, last)])
    told: _Urgings = {}
    for progress in course:
        drafts = _drafted(plan, progress, seen, told)
        for one in progress.targets:
            own = told.setdefault((one.target.id, one.target.leads), [])
            rows = _about(seen, progress.month, plan.answering(one.target))
            draft = next((drafts[lead][-1] for lead in one.target.leads if drafts.get(lead)), None)
            reply = answers.get((progress.month, one.target.id))
            if one.standing in LATE and (rows or draft or reply):
                own.append(_urging(plan, progress, rows, reply, draft, last))
    found = {}
    for now in last.targets:
        ladder = _ladder(plan, now.target.leads[0])
        urgings = told[now.target.id, now.target.leads]
        urges = any(plan.urges(lead) for lead in now.target.leads)
        found[now.target.id] = Supervised(
            tuple(urgings),
            _stand(urgings, last.month),
            _suggestion(ladder, now, urgings, last.month) if urges else "",
        )
    return found


def drafted(
    plan: Plan, course: Sequence[Progress], steps: Sequence[Step], replies: Replies
) -> tuple[Drafted, ...]:
    """The papers of 督办 drafted for the last month of `course`, by unit in protocol order, lowest rung first."""
    last, urged = course[-1], supervised(plan, course, steps, replies)
    seen = _seen(plan, last, steps)
    told = {
        (one.target.id, one.target.leads): _open(urged[one.target.id].urgings, last.month)
        for one in last.targets
    }
    found: list[Drafted] = []
    for unit, rungs in _drafted(plan, last, seen, told).items():
        late = [one for one in last.led_by(unit) if one.standing in LATE]
        since = {each.month for one in late for each in told[one.target.id, one.target.leads]}
        before = [one for one in seen if one.unit == unit and one.month in since]
        own = [one for one in seen if (one.month, one.unit) == (last.month, unit)]
        answers = [
            one
            for one in replies.records
            if one.unit == unit and one.month in since and one.day <= last.drawn_up
        ]
        ladder = _ladder(plan, unit)
        for rung in rungs:
            rows = [one for one in own if one.rung in (None, rung)]
            lower = [one for one in own if one.rung and _place(ladder, one.rung) < _place(ladder, rung)]
            sent = next((one.day for one in rows if one.action is Action.SENT), None)
            found.append(
                Drafted(
                    unit,
                    rung,
                    reply_due(plan, last, sent),
                    next((one for one in rows if one.approver and one.rung == rung), None),
                    (*_went_out(before, last.drawn_up), *_went_out(lower, noted_until(plan, last))),
                    _answered(before, answers, last.drawn_up),
                    tuple(answers),
                    _unanswered(before),
                    len(rungs) > 1,
                )
            )
    return tuple(found)


def _open(urgings: Sequence[Urging], month: Month) -> list[Urging]:
    """What was urged before that month and since a letter was last closed."""
    before = [one for one in urgings if one.month < month]
    closed = max((place for place, one in enumerate(before, 1) if one.stand is Stand.CLOSED), default=0)
    return before[closed:]


def reply_due(plan: Plan, progress: Progress, sent: date | None) -> date:
    """By when a letter of that month is to be answered: what it prints and what the ledger counts by (DOCUMENTS §1).

    It runs from the day it went out, once somebody noted that, else from that of its draft; never from before the reports were due.
    """
    return plan.reply_day(max(plan.lead_deadline(progress.month), sent or progress.drawn_up))


def reconsidered(
    plan: Plan, progress: Progress, steps: Sequence[Step], urged: Mapping[str, Supervised]
) -> Iterator[Finding]:
    """What people noted that does not go with the rest: a letter that went out later than its draft says (D09), one closed
    though its target still lags (D10).
    """
    for step in steps:
        drafted_due = reply_due(plan, progress, None)
        if (step.month, step.action) == (progress.month, Action.SENT) and step.day is not None:
            due = reply_due(plan, progress, step.day)
            if due > drafted_due and (step.rung is None or step.rung.paper.answered):
                said = f"{step.unit}的督办文稿登记{step.day.isoformat()}发出，回告日相应为{due.isoformat()}，不是{drafted_due.isoformat()}"
                yield Finding(Code.D09, said, unit=step.unit, place=step.cell)
    since = noted_until(plan, progress, plan.cycle.previous(progress.month))
    for step in steps:
        if step.action is Action.CLOSED and step.day and since < step.day <= noted_until(plan, progress):
            behind = [
                one.target.name
                for one in progress.targets
                if one.standing in LATE
                and any(
                    each.month == step.month and each.stand is Stand.CLOSED
                    for each in urged[one.target.id].urgings
                )
                and step.unit in one.target.leads
            ]
            if behind:
                said = f"{step.unit}{plan.cycle.label(step.month)}的督办登记了销号，{'、'.join(behind)}{plan.cycle.label(progress.month)}仍滞后"
                yield Finding(Code.D10, said, unit=step.unit, place=step.cell)


def _seen(plan: Plan, last: Progress, steps: Sequence[Step]) -> list[Step]:
    until = noted_until(plan, last)
    return [one for one in steps if one.month <= last.month and (one.day is None or one.day <= until)]


def _ladder(plan: Plan, unit: str) -> tuple[Rung, ...]:
    return plan.rules.ladder(plan.unit(unit).subordinate)


def _drafted(
    plan: Plan, progress: Progress, seen: Sequence[Step], told: _Urgings
) -> dict[str, tuple[Rung, ...]]:
    """By which rungs each lead with a lagging target is written to in a month: as people noted, else where it stands."""
    month, found = progress.month, {}
    for unit in plan.leads:
        late = [one.target for one in progress.led_by(unit.key) if one.standing in LATE]
        rows = [one for one in seen if (one.month, one.unit) == (month, unit.key)]
        if not late or not plan.urges(unit.key) or any(one.action is Action.SPARED for one in rows):
            continue
        ladder = _ladder(plan, unit.key)
        climbed = max(_climbed(ladder, told.get((target.id, target.leads), ())) for target in late)
        found[unit.key] = _noted(ladder, rows, climbed)
        if not rows and _unasked(plan, month):
            found[unit.key] = ()
    return found


def _noted(ladder: Sequence[Rung], rows: Sequence[Step], climbed: int) -> tuple[Rung, ...]:
    """The papers the rows of a month ask for or tell of; without any the one the unit stands on."""
    asked = [
        one.rung
        for one in rows
        if one.rung is not None
        and (one.action is Action.PLANNED or (one.action is Action.SENT and not one.called))
    ]
    if asked:
        drafted_ones = [rung for rung in dict.fromkeys(asked) if rung.paper.drafted]
        return tuple(sorted(drafted_ones, key=lambda rung: _place(ladder, rung)))
    standing = _standing(ladder, climbed)
    return (standing,) if standing is not None else ()


def _standing(ladder: Sequence[Rung], climbed: int) -> Rung | None:
    """The rung of a draft nobody asked for: the highest paper to the unit it reached that needs nobody's approval, at least the first."""
    papers = [rung for rung in ladder if rung.paper.answered and not rung.approved]
    reached = [rung for rung in papers if ladder.index(rung) <= climbed]
    found = reached or papers[:1]
    return found[-1] if found else None


def _unasked(plan: Plan, month: Month) -> bool:
    """Whether a month has no new letter unless people ask for one."""
    return month.number == _LAST_MONTH or month in plan.months(month)[:_EARLY_PERIODS]


def _went_out(rows: Sequence[Step], day: date) -> Iterator[Sent]:
    """What went out by the register before that day, oldest first; of what nobody wrote by which rung only that."""
    out = [one for one in rows if one.action is Action.SENT and one.day is not None and one.day <= day]
    for one in sorted(out, key=lambda one: one.day or day):
        assert one.day is not None
        yield Sent(one.rung or _NAMELESS, one.day, one)


_NAMELESS = Rung("", Paper.NOTICE, 1)


def _answered(rows: Sequence[Step], answers: Sequence[Reply], day: date) -> tuple[date, ...]:
    """The days on which a unit answered by that day, by the register and by the sheets that came back; of one letter the first."""
    first: dict[Month, date] = {}
    noted = [(one.month, one.day) for one in rows if one.action is Action.ANSWERED and one.day is not None]
    for month, answered in [*noted, *((one.month, one.day) for one in answers)]:
        first[month] = min(answered, first.get(month, answered))
    return tuple(sorted({one for one in first.values() if one <= day}))


def _unanswered(rows: Sequence[Step]) -> Step | None:
    """The row that says the last letter that went out is unanswered; None if an answer was noted later."""
    out = [one for one in rows if one.action is Action.SENT]
    sent = max((one.month for one in out if one.rung is None or one.rung.paper.answered), default=None)
    noted = [one for one in rows if one.month == sent and one.action in (Action.UNANSWERED, Action.ANSWERED)]
    last = max(noted, key=lambda one: (one.month, one.day or date.min), default=None)
    return last if last is not None and last.action is Action.UNANSWERED else None


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
    # Of joint leads the first's note of one thing counts; two papers of one month are two things.
    return list({(one.action, one.rung): one for one in reversed(kept)}.values())


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
        found[one.month, one.target] = replace(
            first,
            unit="",
            reason=reason,
            measures=measures,
            limit=limit,
            pledges=(*first.pledges, *one.pledges),
        )
    return found


def _named(reply: Reply, column: str) -> str:
    text: str = getattr(reply, column).strip().rstrip("。；")
    return f"{reply.unit}：{text}" if reply.unit else text


def noted_until(plan: Plan, progress: Progress, month: Month | None = None) -> date:
    """The last day a month's ledger tells of: the eve of the next reports, or its own day if that is later.

    Of an earlier `month` than that of `progress` the eve alone.
    """
    if month is not None:
        return plan.lead_deadline(plan.cycle.following(month)) - timedelta(1)
    return max(plan.lead_deadline(plan.cycle.following(progress.month)) - timedelta(1), progress.drawn_up)


def _urging(
    plan: Plan,
    progress: Progress,
    rows: Sequence[Step],
    reply: Reply | None,
    draft: Rung | None,
    last: Progress,
) -> Urging:
    """One month's letters, from what is noted of them. Answered by a row or by a reply, whichever came first."""
    month = progress.month
    by_action = {one.action: one for one in reversed(rows)}
    spared, closed = by_action.get(Action.SPARED), by_action.get(Action.CLOSED)
    if spared is not None:
        return Urging(month, Stand.SPARED, reason=spared.reason, approver=spared.approver)
    sent = tuple(
        Sent(one.rung or draft or _NAMELESS, one.day, one)
        for one in sorted(rows, key=lambda one: one.day or date.min)
        if one.action is Action.SENT and one.day is not None
    )
    noted, unanswered = by_action.get(Action.ANSWERED), by_action.get(Action.UNANSWERED)
    if not any((sent, noted, unanswered, closed, reply)):
        return Urging(month, Stand.PROPOSED if month == last.month else Stand.UNNOTED, draft)
    papers = [one for one in sent if one.rung.paper.answered]
    unasked = bool(sent) and not papers
    due = None if unasked else reply_due(plan, progress, papers[-1].day if papers else None)
    days = [one.day for one in (noted, reply) if one is not None and one.day is not None]
    answered = min(days, default=None)
    stand = (
        Stand.CLOSED
        if closed is not None
        else Stand.ANSWERED
        if answered is not None
        else Stand.OVERDUE
        if unanswered is not None
        else Stand.SILENT
        if due is not None and last.drawn_up > due
        else Stand.SENT
    )
    return Urging(
        month,
        stand,
        draft,
        sent,
        due,
        unanswered,
        answered,
        closed.day if closed is not None else None,
        approver=(closed or (sent[-1].step if sent else rows[0])).approver if rows else "",
        reply=reply,
    )


def _climbed(ladder: Sequence[Rung], urgings: Sequence[Urging]) -> int:
    """The highest rung a target reached since it was last closed, as a place on the ladder; -1 before anything went out."""
    climbed = -1
    for one in urgings:
        if one.stand is Stand.CLOSED:
            climbed = -1
        for sent in one.sent if one.stand is not Stand.CLOSED else ():
            climbed = max(climbed, _place(ladder, sent.rung))
    return climbed


def _place(ladder: Sequence[Rung], rung: Rung) -> int:
    """Where a rung stands; one that is not on the ladder (提醒, as it was of old) where the first paper does."""
    first = next((place for place, one in enumerate(ladder) if one.paper.drafted), -1)
    return ladder.index(rung) if rung in ladder else first


def _suggestion(ladder: Sequence[Rung], now: TargetProgress, urgings: Sequence[Urging], month: Month) -> str:
    """The next rung for whoever still lags, one at a time and no higher than periods in a row allow; 销号 for who has caught up."""
    last = urgings[-1] if urgings else None
    if now.standing not in LATE:
        waiting = bool(_out(urgings)) and not _closed(urgings)
        return "可以销号" if waiting and now.standing not in UNKNOWN else ""
    if last is not None and last.month == month and last.stand is not Stand.PROPOSED:
        return ""
    climbed = _climbed(ladder, urgings)
    # Where a paper is drafted anyway nobody need call first.
    foot = (
        ladder.index(last.rung) if climbed < 0 and last is not None and last.rung in ladder else climbed + 1
    )
    allowed = max(
        (place for place, rung in enumerate(ladder) if rung.periods <= now.months_behind), default=0
    )
    rung = ladder[min(foot, max(allowed, climbed), len(ladder) - 1)]
    return f"{rung}（须经批准）" if rung.approved else rung.name


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
    return [one for one in urgings if one.stand not in (Stand.PROPOSED, Stand.UNNOTED, Stand.SPARED)]
