"""通报: the general office of the government tells everybody how the month stands; only where a plan asks for it.

Facts by class, no ranking, no county by name: counties have no targets of their own (手册-秘书).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from pipeline.documents.wording import checked, overview, season, targets, whose
from pipeline.documents.wording.counts import worded
from pipeline.documents.wording.parts import Item, Part, RedHead, circular_copies, circular_head, fields_of
from pipeline.model.kinds import LATE, WANTING
from pipeline.model.months import chinese_date
from pipeline.model.notice import Requirement
from pipeline.model.phrases import Letter, Phrase, join, phrase
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress

TEMPLATE = "通报.docx"


@dataclass(frozen=True, slots=True, kw_only=True)
class Circular(RedHead):
    """What the template 通报.docx prints."""

    opening: Annotated[str, "开头：依据哪个通知"]
    parts: Annotated[tuple[Part, ...], "正文各部分，没有内容的不出现"]
    closing: Annotated[str, "结束语"]


def compose(plan: Plan, progress: Progress, draft: bool) -> tuple[Letter, ...]:
    """The circular of a month; none unless the plan's rules switch it on."""
    if not plan.rules.circular:
        return ()
    profile, month, day = plan.profile, progress.month, progress.drawn_up
    about = f"关于{month.year}年{plan.cycle.name(month)}{profile.programme}"
    context = Circular(
        **fields_of(circular_head(plan, about, "进展情况的通报", day, draft)),
        opening=(
            f"{whose.cited(plan, Requirement.MONTHLY)}{whose.to_compiler(plan)}汇总了各责任单位"
            f"{plan.cycle.name(month)}报送的工作进展情况。现通报如下。"
        ),
        parts=tuple(_parts(plan, progress)),
        closing="特此通报。",
    )
    name = f"{month.year}年{plan.cycle.name(month)}{plan.profile.programme}进展情况通报.docx"
    return (Letter("通报", name, TEMPLATE, context, dispatch=context.dispatch(circular_copies(plan))),)


def _parts(plan: Plan, progress: Progress) -> Iterator[Part]:
    contents = (
        ("总体情况", tuple(Item("", text) for text in _overview(plan, progress))),
        (f"各项{plan.terms.matter}进展", tuple(_matters(plan, progress))),
        ("进度滞后的指标", tuple(Item("", text) for text in _late(plan, progress))),
        ("抽查情况", tuple(Item("", text) for text in checked.told(plan, progress, progress.targets))),
        ("下一步要求", tuple(Item("", text) for text in _requirements(plan, progress))),
    )
    shown = [(heading, items) for heading, items in contents if items]
    for number, (heading, items) in enumerate(shown, 1):
        yield Part(f"{targets.chinese_number(number)}、{heading}", items)


def _overview(plan: Plan, progress: Progress) -> Iterator[Phrase]:
    yield overview.counts(plan, progress, rules_in_annex=False)
    changed = overview.changes(plan, progress)
    if changed:
        yield changed


def _matters(plan: Plan, progress: Progress) -> Iterator[Item]:
    for matter in progress.matters:
        number, leads = targets.chinese_number(matter.matter.number), overview.leads(plan, progress, matter)
        text = phrase(*overview.sentences(plan, progress, matter))
        yield Item(f"（{number}）{matter.matter.title}（{leads}）。", text)


def _late(plan: Plan, progress: Progress) -> Iterator[Phrase]:
    """Which and whose, and how long already: the figures stand with their matters."""
    late = targets.by_gap(target for target in progress.targets if target.standing in LATE)
    if late:
        shown = [
            worded(
                "{}（{}{}）",
                target.target.name,
                targets.units_of(plan, [target], progress.drawn_up),
                targets.months_behind(plan, target),
            )
            for target in late
        ]
        yield worded("进度滞后的指标有{}：{}。", targets.late_count(plan, late), join("；", shown))


def _requirements(plan: Plan, progress: Progress) -> Iterator[str]:
    rules, compiler = plan.rules, whose.to_compiler(plan)
    if any(target.standing in WANTING for target in progress.targets):
        yield f"{season.of_everybody(plan, progress.month)}。"
    unsure = targets.unsure(target.standing for target in progress.targets)
    if unsure:
        asked = {"正在核实": "核对", "尚未报送": "补报"}.get(unsure, "核对、补报")
        yield f"数据{unsure}的单位，要尽快{asked}，并向{compiler}说明原因。"
    following = plan.cycle.following(progress.month)
    if following.is_year_end:
        due, until = chinese_date(plan.lead_deadline(following)), chinese_date(following.last_day)
        yield f"各责任单位{due}前向{compiler}报年终表，数据截至{until}，所报数据须经本单位负责同志审核。"
        return
    yield (
        f"各配合单位{rules.cooperating_due.said(plan.cycle)}前报责任单位，各责任单位{rules.lead_due.said(plan.cycle)}前报{compiler}，"
        "所报数据须经本单位负责同志审核。"
    )
