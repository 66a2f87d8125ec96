"""简报: the compiling office tells all units how the month stands. House style: issue number, no 文号, no ranking."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from pipeline.documents.wording import overview, targets
from pipeline.documents.wording.counts import number_of
from pipeline.documents.wording.parts import Item, draft_mark
from pipeline.model.kinds import FAILING, UNKNOWN, WANTING
from pipeline.model.phrases import Letter, Phrase, phrase
from pipeline.model.plan import Plan
from pipeline.model.progress import MatterProgress, Progress

TEMPLATE = "简报.docx"


@dataclass(frozen=True, slots=True)
class Bulletin:
    """What the template 简报.docx prints."""

    draft_mark: Annotated[str, "页眉上的“送审稿”，定稿是空的"]
    masthead: Annotated[str, "报头"]
    issue: Annotated[Phrase, "期数"]
    editor: Annotated[str, "编发单位"]
    date: Annotated[str, "编发日期，日留空"]
    title: Annotated[str, "标题"]
    overview_heading: Annotated[str, "总体进展的标题"]
    overview: Annotated[tuple[Phrase, ...], "总体进展，一段一项"]
    matters_heading: Annotated[str, "各项实事的标题"]
    matters: Annotated[tuple[Item, ...], "一件实事一段"]
    reminder_heading: Annotated[str, "下月报送的标题"]
    reminders: Annotated[tuple[str, ...], "请各单位下月报什么，一段一项"]
    imprint: Annotated[tuple[str, ...], "末页最下面的报、送，一行一项"]


def compose(plan: Plan, progress: Progress, draft: bool) -> Letter:
    """The bulletin of a month; its issue counts the reporting months of the year."""
    month, profile = progress.month, plan.profile
    issue = len(plan.months(month))
    name = f"{profile.programme.removesuffix('工作')}工作简报"
    to_itself = plan.one_body(profile.organ, profile.addressee)
    reported = () if to_itself else (f"报：{profile.addressee}。",)
    context = Bulletin(
        draft_mark=draft_mark(draft),
        masthead=name,
        issue=phrase(
            f"{month.year}年第", number_of(issue, "期", plan.terms.of("首报月份到本月的月数")), "期"
        ),
        editor=profile.organ,
        date=targets.undated(progress.drawn_up),
        title=f"{plan.cycle.name(month)}{plan.profile.programme}进展情况",
        overview_heading="一、总体进展",
        overview=tuple(_overview(plan, progress)),
        matters_heading=f"二、各项{plan.terms.matter}",
        matters=tuple(_item(plan, progress, matter) for matter in progress.matters),
        reminder_heading=plan.terms.of("三、下月报送"),
        reminders=tuple(_reminders(plan, progress)),
        imprint=(*reported, "送：各责任单位、配合单位。"),
    )
    return Letter("简报", f"{month.year}年第{issue}期{name}.docx", TEMPLATE, context)


def _overview(plan: Plan, progress: Progress) -> Iterator[Phrase]:
    yield overview.counts(plan, progress, rules_in_annex=False)
    yield overview.by_matter(plan, progress)
    changed = overview.changes(plan, progress)
    if changed:
        yield changed


def _item(plan: Plan, progress: Progress, matter: MatterProgress) -> Item:
    heading = (
        f"（{targets.chinese_number(matter.matter.number)}）{matter.matter.title}"
        f"（{overview.leads(plan, progress, matter)}）。"
    )
    return Item(heading, phrase(*overview.sentences(plan, progress, matter), overview.done(matter)))


def _reminders(plan: Plan, progress: Progress) -> Iterator[str]:
    rules = plan.rules
    yield (
        f"各配合单位请于{rules.cooperating_due.said(plan.cycle)}前向责任单位报送配合情况，各责任单位请于{rules.lead_due.said(plan.cycle)}前"
        f"向{plan.profile.compiler}报送进展情况和存在的困难、问题。"
    )
    behind = [t for t in progress.targets if t.standing in WANTING]
    if behind:
        ratios = targets.bounded_words(t for t in behind if t.standing in FAILING)
        which = f"进度低于序时或{ratios if ratios == '比率' else ''}尚未达标的指标"
        yield plan.terms.of(f"{which}，请在下月报表中写明原因和下一步措施。")
    if any(target.standing in UNKNOWN for target in progress.targets):
        yield plan.terms.of("本月数据正在核实或未报送的指标，请有关责任单位核对后尽快补报。")
