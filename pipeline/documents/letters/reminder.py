"""催报函: the compiling office (or a lead) asks a unit for reports two months or more overdue; on request only.

A 函 between offices that do not command one another: facts, a request, no order, no blame (手册-秘书).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pipeline.documents.wording import targets as wording
from pipeline.documents.wording import whose
from pipeline.documents.wording.counts import count
from pipeline.documents.wording.parts import LetterHead, fields_of, letter_head, numbered
from pipeline.model.months import Month, chinese_date
from pipeline.model.phrases import Letter, Phrase, phrase
from pipeline.model.plan import Plan, Role, Target, Unit
from pipeline.progress.owed import Owed

TEMPLATE = "催报函.docx"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder(LetterHead):
    """What the template 催报函.docx prints."""

    paragraphs: Annotated[tuple[Phrase, ...], "欠报哪几个月、涉及什么、请何时补报，一段一项"]
    closing: Annotated[str, "结束语"]
    contact: Annotated[str, "附注：联系方式，任务分解表没写就是空的"]


def compose(
    plan: Plan, unit: Unit, role: Role, months: tuple[Month, ...], targets: tuple[Target, ...], today: date
) -> Letter:
    """The letter to a unit that reported nothing in `months`, the last of which is in hand."""
    profile = plan.profile
    name = unit.name_on(today)
    due = plan.due_day(role).said(plan.cycle)
    who, what = ("责任单位", "进展情况") if role is Role.LEAD else ("配合单位", "配合情况")
    owed = "、".join(plan.cycle.label(month) for month in months)
    some = "、".join(target.name for target in targets[:2])
    goals = [target.goal_on(today) for target in targets]
    many = phrase("等", count(goals, f"{name.short}报送的指标数"), "指标") if len(targets) > 2 else phrase()
    about = f"关于报送{profile.year}年{profile.programme}"
    lines = wording.title(profile.organ, about, f"{what}的函", profile.programme)
    number = numbered(profile.number_word, today, "函")
    context = Reminder(
        **fields_of(letter_head(profile.organ, number, lines, name, today, draft=True)),
        paragraphs=(
            phrase(
                f"{whose.cited_for_day(plan, plan.due_day(role))}各{who}应于{due}前报送{what}。"
                f"截至{chinese_date(today)}，{profile.self_name}尚未收到贵单位{owed}的{what}表，涉及{some}",
                many,
                "。",
            ),
            phrase(
                f"请于{wording.DAY_BLANK}月{wording.DAY_BLANK}日前补报{owed}的{what}表，"
                "今后按时报送；确有困难的，请说明原因。"
            ),
        ),
        closing="特此函达。",
        contact=f"（联系方式：{profile.contact}）" if profile.contact else "",
    )
    return Letter("催报函", f"催报函-{name.short}.docx", TEMPLATE, context, dispatch=context.dispatch())


def to_the_silent(plan: Plan, items: Sequence[Owed], today: date) -> tuple[Letter, ...]:
    """A 催报函 to everybody who has reported nothing for two months or more in a row."""
    return tuple(
        compose(plan, one.unit, one.role, one.in_a_row, one.targets, today)
        for one in items
        if len(one.in_a_row) > 1
    )
