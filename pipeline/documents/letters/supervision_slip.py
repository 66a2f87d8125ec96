"""督查提示单: the first paper of 督办, white head, no number: what lags, what is asked, by when.

Softer than a 通知: it draws attention, and comes back with a 督办事项回告单 (DOCUMENTS §1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from pipeline.documents.wording import instructed, pledged, season, targets, urging
from pipeline.documents.wording.parts import WhiteHead, contact, fields_of, white_head
from pipeline.model.instructions import Instruction
from pipeline.model.phrases import Letter, Phrase, phrase
from pipeline.model.plan import Plan, Unit
from pipeline.model.progress import Progress, TargetProgress
from pipeline.model.supervision import Drafted, Paper

TEMPLATE = "督查提示单.docx"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip(WhiteHead):
    """What the template 督查提示单.docx prints."""

    head: Annotated[str, "督查提示单五个字"]
    title_lines: Annotated[tuple[str, ...], "标题，一行一项"]
    addressee: Annotated[str, "发给谁，带冒号"]
    opening: Annotated[str, "通知给这个单位定了什么任务"]
    facts: Annotated[Phrase, "滞后到什么程度、以前怎样督办和回告"]
    request: Annotated[str, "请做什么，几日前回告"]
    contact: Annotated[str, "附注：联系人（岗位）和电话，任务分解表没写的留空由人填"]


def compose(
    plan: Plan,
    progress: Progress,
    draft: bool,
    drafted: Sequence[Drafted],
    instructions: Sequence[Instruction] = (),
) -> tuple[Letter, ...]:
    """The slips among the papers drafted for a month, in their order; that they go by 批示 where they may."""
    return tuple(
        _slip(
            plan,
            progress,
            plan.unit(one.unit),
            one,
            draft,
            instructed.required(plan, progress, one.unit, instructions),
        )
        for one in drafted
        if one.rung.paper is Paper.SLIP
    )


def _title(plan: Plan, late: Sequence[TargetProgress]) -> tuple[str, ...]:
    """About the one thing that lags (督办题名, else the target's name), if that goes into a line; else about all of them."""
    subjects = {one.target.urged_as or one.target.name for one in late}
    if len(subjects) == 1:
        line = f"关于{subjects.pop()}进度滞后的提示"
        if targets.presentable([line]):
            return (line,)
    programme = plan.profile.programme
    return targets.title("", f"关于{plan.profile.year}年{programme}", "有关指标进度滞后的提示", programme)[1:]


def _slip(plan: Plan, progress: Progress, unit: Unit, drafted: Drafted, draft: bool, required: str) -> Letter:
    day = progress.drawn_up
    name, late = unit.name_on(day), urging.lagging(progress, unit)
    you = targets.addressed(name.short)
    reply_to, copied = urging.answered_to(plan, unit)
    also = f"，同时抄送{copied}" if copied else ""
    head = white_head(plan.profile.supervising_organ, day, draft)
    head = replace(head, date=f"{day.year}年{targets.DAY_BLANK}月{targets.DAY_BLANK}日")
    context = Slip(
        **fields_of(head),
        head="督查提示单",
        title_lines=_title(plan, late),
        addressee=f"{name.address or name.full or name.short}：",
        opening=urging.opening(plan, progress, unit, late, you),
        facts=phrase(
            *urging.facts(plan, progress, late, you),
            urging.before(plan, progress, drafted, you, pledged.told_by(late, drafted.answers)),
            *pledged.to_itself(plan, late, drafted.answers, you),
            f"{required}现予提示。",
        ),
        request=(
            f"请{you}{season.in_short(plan, progress.month)}，"
            f"并于{urging.by_day(progress, drafted.due)}前将原因、措施、完成时限和各时点应达到的数填入随附的"
            f"《督办事项回告单》报{reply_to}{also}。"
        ),
        contact=contact(plan.profile),
    )
    id_, file = urging.letter_names(plan, drafted, unit, day)
    return Letter(id_, file, TEMPLATE, context)
