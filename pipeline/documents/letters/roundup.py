"""小结: the year up to a month, matter by matter: the figure, what was done, what remains (SIGNED §4).

White head, no number, for the office's own use. Nothing is foretold: 预计全年 is its unit's and said to be.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated

from pipeline.documents.wording import clauses, overview, targets
from pipeline.documents.wording.parts import WhiteHead, fields_of, white_head
from pipeline.model.kinds import BEHIND, FAILING, FINISHED, MEETING, UNKNOWN, Standing
from pipeline.model.months import Month
from pipeline.model.phrases import Letter, Phrase, Printed, join, phrase
from pipeline.model.plan import Plan
from pipeline.model.progress import MatterProgress, Progress, TargetProgress

TEMPLATE = "小结.docx"
_SPANS = {1: "1月", 3: "一季度", 6: "上半年", 9: "前三季度", 12: ""}
_LAST = 12
# Of these there is nothing left to tell but what stands with their figure.
_NOTHING_LEFT = (
    FINISHED | MEETING | UNKNOWN | {Standing.NOT_APPLICABLE, Standing.NOT_JUDGED, Standing.SUSPENDED}
)


@dataclass(frozen=True, slots=True)
class Summary:
    """A matter: its figures, then what was done and what remains, a paragraph each."""

    heading: Annotated[str, "实事的序号、事项和责任单位"]
    text: Annotated[Phrase, "各项指标的数；定性任务是做了什么"]
    more: Annotated[tuple[Phrase, ...], "所做工作、尚需办理，没有的不出现，一段一项"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Roundup(WhiteHead):
    """What the template 小结.docx prints."""

    title_lines: Annotated[tuple[str, ...], "标题，一行一项"]
    overview_heading: Annotated[str, "总体情况的标题"]
    overview: Annotated[tuple[Phrase, ...], "总体情况，一段一项"]
    matters_heading: Annotated[str, "各项实事的标题"]
    matters: Annotated[tuple[Summary, ...], "一件实事一项"]


def span(month: Month) -> str:
    """What the months up to one are called: 上半年, 1—11月; nothing for the whole year."""
    return _SPANS.get(month.number, f"1—{month.number}月")


def compose(plan: Plan, progress: Progress, draft: bool) -> Letter:
    """The roundup of the year up to the month of `progress`."""
    month, programme = progress.month, plan.profile.programme
    about = f"{month.year}年{span(month)}{programme}"
    context = Roundup(
        **fields_of(white_head(plan.profile.organ, progress.drawn_up, draft)),
        title_lines=targets.title("", about, "办理情况小结", programme)[1:],
        overview_heading="一、总体情况",
        overview=(
            overview.counts(plan, progress, rules_in_annex=False),
            overview.by_matter(plan, progress),
        ),
        matters_heading=f"二、各项{plan.terms.matter}办理情况",
        matters=tuple(_summary(plan, progress, matter) for matter in progress.matters),
    )
    return Letter("小结", f"{about}办理情况小结.docx", TEMPLATE, context)


def _summary(plan: Plan, progress: Progress, matter: MatterProgress) -> Summary:
    number = targets.chinese_number(matter.matter.number)
    leads = overview.leads(plan, progress, matter)
    done, left = _done(plan, progress, matter), _left(plan, progress, matter)
    return Summary(
        f"（{number}）{matter.matter.title}（责任单位：{leads}）。",
        phrase(*overview.sentences(plan, progress, matter, _plainly)),
        tuple(paragraph for paragraph in (done, left) if paragraph),
    )


def _plainly(target: TargetProgress) -> TargetProgress:
    """Its figure and rate; how far it is from its goal stands with what remains, of per cent with the figure."""
    gap = target.gap if target.target.is_bounded else None
    return replace(target, new=None, gap=gap)


def _done(plan: Plan, progress: Progress, matter: MatterProgress) -> Phrase:
    """所做工作：…；…。 What units said in their own words; of 定性 targets it stands with the target, of doubtful ones nowhere."""
    silent = UNKNOWN | {Standing.NOT_APPLICABLE, Standing.SUSPENDED}
    told = [
        phrase(_speaking(plan, progress, one, row.unit), words)
        for one in matter.targets
        if one.standing not in silent
        for row in one.rows
        if (words := targets.said(row, "headline")) is not None
    ]
    return phrase("所做工作：", join("；", told), "。") if told else phrase()


def _left(plan: Plan, progress: Progress, matter: MatterProgress) -> Phrase:
    """尚需办理：…。 Of every target that is not there yet what is left, why, what comes next, what its unit expects.

    What comes next only where it is no longer than a sentence may be: long texts are for annexes.
    """
    told = [
        phrase(*_remaining(plan, progress, one))
        for one in matter.targets
        if one.standing not in _NOTHING_LEFT
    ]
    return phrase("尚需办理：", *told) if told else phrase()


def _remaining(plan: Plan, progress: Progress, one: TargetProgress) -> Iterator[str | Printed | Phrase]:
    counted = one.value is not None and one.goal.amount is not None and not one.target.is_bounded
    if counted:
        yield phrase(one.target.name, "还差", clauses.remaining(plan, one), "。")
    elif one.standing in FAILING:
        yield f"{one.target.name}尚未达标。"
    else:
        yield f"{one.target.name}尚未办结。"
    if one.standing in BEHIND | FAILING:
        yield targets.reason(plan, one, progress.drawn_up)
    for row in one.rows:
        ahead = targets.said(row, "next_steps")
        if ahead is not None and len(str(ahead)) <= plan.rules.headline_limit:
            yield phrase(_speaking(plan, progress, one, row.unit), "下一步打算：", ahead, "。")
    if progress.month.number != _LAST:
        yield from _expected(plan, progress, one)


def _expected(plan: Plan, progress: Progress, one: TargetProgress) -> Iterator[Phrase]:
    """据市住建局预计，全年完成38个。 Only what a unit wrote, as its own."""
    for row in one.rows:
        if row.forecast is not None:
            unit = plan.name(row.unit, progress.drawn_up)
            verb = "达到" if one.target.kind.ratio else "完成"
            figure = targets.told(plan, one.target, row.forecast, "预计全年")
            yield phrase(f"据{unit}预计，全年{verb}", figure, "。")


def _speaking(plan: Plan, progress: Progress, one: TargetProgress, unit: str) -> str:
    """Who says it, where a target has several leads."""
    return plan.name(unit, progress.drawn_up) if len(one.target.leads) > 1 else ""
