"""回告对账 in words: what a unit answered it would reach by a day, and what became of it. Pure (DOCUMENTS §1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from pipeline.documents.wording import targets
from pipeline.documents.wording.counts import worded
from pipeline.model.figures import Figure
from pipeline.model.months import day_of_month
from pipeline.model.phrases import Phrase, phrase
from pipeline.model.plan import Plan, Target
from pipeline.model.progress import Progress, TargetProgress
from pipeline.model.supervision import Kept, Outcome, Pledge, Reply

_ENDS = {Kept.PENDING: "", Kept.REACHED: "，已达到", Kept.MISSED: "，未按期实现"}


def held(plan: Plan, one: TargetProgress, outcome: Outcome) -> Phrase:
    """计划10月底前建成40座，截至11月20日建成39座，未按期实现: without who said so, and without full stop."""
    told = phrase("计划", planned(plan, one.target, outcome.pledge))
    if outcome.value is None or outcome.as_of is None:
        return told
    now = _reach(plan, one.target, outcome.value, "累计完成")
    return phrase(told, f"，截至{day_of_month(outcome.as_of)}", now, _ENDS[outcome.kept])


def planned(plan: Plan, one: Target, pledge: Pledge) -> Phrase:
    """10月底前建成40座."""
    return phrase(f"{_by(plan, pledge.due)}前", _reach(plan, one, pledge.amount, "回告单的到时应达到的数"))


def told(plan: Plan, progress: Progress, one: TargetProgress, named: bool) -> Iterator[Phrase]:
    """Of a target what is pending next, and what was reached or missed in this month's figures, a sentence each.

    Its unit is 其 where the words before `named` it and there is but one.
    """
    for outcome in _foremost(one.pledged):
        if outcome.kept is Kept.PENDING or outcome.month == progress.month:
            alone = named and len(one.target.leads) == 1
            unit = "其" if alone else plan.name(outcome.unit, progress.drawn_up)
            yield phrase(f"据{unit}{day_of_month(outcome.said)}回告，", held(plan, one, outcome), "。")


def to_itself(
    plan: Plan, late: Sequence[TargetProgress], answers: Sequence[Reply], you: str
) -> Iterator[Phrase]:
    """The same in a letter to the unit, of all it answered to the letters before: 据你局9月3日回告，计划…."""
    for one, outcome in _answered(late, answers):
        name = one.target.name if len(late) > 1 else ""
        opening = f"据{you}{day_of_month(outcome.said)}回告，{name}"
        yield phrase(opening, held(plan, one, outcome), "。")


def told_by(late: Sequence[TargetProgress], answers: Sequence[Reply]) -> frozenset[date]:
    """The days of the answers a letter tells in these words: that there was one need not be said besides."""
    return frozenset(outcome.said for _, outcome in _answered(late, answers))


def _answered(
    late: Sequence[TargetProgress], answers: Sequence[Reply]
) -> Iterator[tuple[TargetProgress, Outcome]]:
    answered = {(one.unit, pledge) for one in answers for pledge in one.pledges}
    for one in late:
        for outcome in _foremost([each for each in one.pledged if (each.unit, each.pledge) in answered]):
            yield one, outcome


def _foremost(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """What has come out, and of what is still pending the next."""
    pending = [one for one in outcomes if one.kept is Kept.PENDING]
    return [one for one in outcomes if one.kept is not Kept.PENDING or one is pending[0]]


def _by(plan: Plan, due: date) -> str:
    """10月底, 10月15日; with its year where that is not the plan's."""
    year = f"{due.year}年" if due.year != plan.profile.year else ""
    ends = (due + timedelta(1)).day == 1
    return f"{year}{f'{due.month}月底' if ends else day_of_month(due)}"


def _reach(plan: Plan, target: Target, figure: Figure, how: str) -> Phrase:
    """建成40座; 达到40座 of what the plan has no verb for."""
    number = targets.number(plan, target, figure, how)
    return worded("{}{}{}", target.verb or "达到", number, target.measure.text)
