"""What a year leaves to the next: targets short of their goals, 督办 that was not closed, 批示 and 协调 that were not settled.

Everything that is open is told, as rows of 跨年事项; it is in no count of the new year (PLAN §5).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pipeline.documents.wording import certified
from pipeline.documents.workbooks.chased_matters import state
from pipeline.inputs.decisions.register import Decisions
from pipeline.model.assessment import Assessment, Certification, Verdict
from pipeline.model.carried import LeftOpen
from pipeline.model.coordination import Coordination
from pipeline.model.instructions import Instruction
from pipeline.model.months import chinese_date
from pipeline.model.plan import Plan
from pipeline.model.supervision import Action, Step

# A row of 跨年事项: 事项, 上年编号, 内容, 责任单位, 上年情况, 本年打算.
Row = tuple[str, ...]


def left_open(plan: Plan, assessment: Assessment, decisions: Decisions) -> list[Row]:
    """The rows of 跨年事项 that a year leaves, in the order of the sheet's 事项."""
    rows = [row for one in assessment.targets if (row := _target(plan, one)) is not None]
    order = list(LeftOpen)
    return [
        *sorted(rows, key=lambda row: order.index(LeftOpen(row[0]))),
        *still_urged(decisions.steps),
        *(_instructed(one) for one in decisions.instructions if one.closed is None),
        *(_raised(plan, one) for one in decisions.coordinations if one.closed is None),
    ]


def still_urged(steps: Sequence[Step]) -> list[Row]:
    """The letters of 督办 that went out and were never closed (销号)."""
    closed = {(step.month, step.unit) for step in steps if step.action is Action.CLOSED}
    # Of several papers of one month the last.
    last = {(step.month, step.unit): step for step in steps if step.action is Action.SENT and not step.called}
    return [
        (
            LeftOpen.URGED.value,
            "",
            f"{step.month}督办事项",
            step.unit,
            f"{step.day or step.month}发出，没有销号",
            "",
        )
        for about, step in last.items()
        if about not in closed
    ]


def still_instructed(decisions: Decisions) -> list[Row]:
    """The 批示 that nobody settled, word for word, as rows of the new year's register."""
    return [
        (
            one.given.isoformat(),
            one.post,
            one.paper,
            one.words,
            "、".join(one.units),
            one.due.isoformat() if one.due else "",
            one.done,
            "",
            "是" if one.cited else "",
        )
        for one in decisions.instructions
        if one.closed is None
    ]


def _target(plan: Plan, one: Certification) -> Row | None:
    """A target the year left short of its goal, without a verdict, or suspended; None for one that was kept."""
    year, name = plan.profile.year, one.target.name
    if one.fulfilled:
        return None
    if one.fulfilled is False:
        kind, told = LeftOpen.UNFINISHED, f"{year}年{certified.short(plan, one)}"
    elif one.verdict is Verdict.SUSPENDED:
        kind, told = LeftOpen.SUSPENDED, f"{year}年{name}暂缓实施"
    else:
        kind, told = LeftOpen.UNDECIDED, f"{year}年{name}没有认定结果"
    return kind.value, one.target.id, name, "、".join(one.target.leads), told, _put_off(plan, one)


def _put_off(plan: Plan, one: Certification) -> str:
    """完成时限2022年6月30日（依据）, where the old plan itself put the day beyond its year; else nothing is known of it."""
    until, source = one.goal.until, one.goal.source
    if until is None or until <= date(plan.profile.year, 12, 31):
        return ""
    return f"完成时限{chinese_date(until)}{f'（{source}）' if source else ''}"


def _instructed(one: Instruction) -> Row:
    on = f"在{one.paper}上" if one.paper else ""
    due = f"要求{chinese_date(one.due)}前办结；" if one.due else ""
    return (
        LeftOpen.INSTRUCTED.value,
        "",
        f"{chinese_date(one.given)}{one.post}{on}批示：{one.words}",
        "、".join(one.units),
        f"{due}{f'办理情况：{one.done}' if one.done else '没有登记办理情况'}",
        "",
    )


def _raised(plan: Plan, one: Coordination) -> Row:
    """A matter to be coordinated: of whoever raised it and of those it concerns."""
    name = plan.target(one.target).name
    return (
        LeftOpen.RAISED.value,
        one.target,
        one.text or f"{name}需协调事项",
        "、".join(dict.fromkeys((one.unit, *one.involved))),
        state(plan, one, date(plan.profile.year, 12, 31)),
        "",
    )
