"""简报: the compiling office tells all units how the month stands. House style: issue number, no 文号, no ranking."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from pipeline.documents.wording import chosen, clauses, overview, targets
from pipeline.documents.wording.counts import number_of
from pipeline.documents.wording.parts import Item, Part, draft_mark
from pipeline.model.choices import Choice
from pipeline.model.kinds import FAILING, UNKNOWN, WANTING, Standing
from pipeline.model.months import chinese_date, day_of_month
from pipeline.model.phrases import Letter, Phrase, phrase
from pipeline.model.plan import Plan
from pipeline.model.progress import MatterProgress, Progress, TargetProgress

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
    parts: Annotated[tuple[Part, ...], "选入简报的做法、同意通报的单位，处理登记“入文”里有才有"]
    reminder_heading: Annotated[str, "下月报送的标题"]
    reminders: Annotated[tuple[str, ...], "请各单位下月报什么，一段一项"]
    imprint: Annotated[tuple[str, ...], "末页最下面的报、送，一行一项"]


def compose(
    plan: Plan,
    progress: Progress,
    draft: bool,
    choices: Sequence[Choice] = (),
    restated: Iterable[tuple[str, Phrase]] = (),
) -> Letter:
    """The bulletin of a month; its issue counts the reporting months of the year. `choices` are people's (处理登记［入文］).

    `restated` says by target what the issue before printed and no longer stands, where that was signed.
    """
    month, profile = progress.month, plan.profile
    issue = len(plan.months(month))
    name = f"{profile.programme.removesuffix('工作')}工作简报"
    to_itself = plan.one_body(profile.organ, profile.addressee)
    reported = () if to_itself else (f"报：{profile.addressee}。",)
    parts = tuple(_parts(plan, progress, choices, dict(restated)))
    following = plan.cycle.following(month)
    asked = "年终报送" if following.is_year_end else plan.terms.of("下月报送")
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
        parts=parts,
        reminder_heading=f"{targets.chinese_number(3 + len(parts))}、{asked}",
        reminders=tuple(_reminders(plan, progress)),
        imprint=(*reported, "送：各责任单位、配合单位。"),
    )
    file = f"{month.year}年第{issue}期{name}.docx"
    return Letter("简报", file, TEMPLATE, context, tuple(chosen.wordless(plan, progress, choices)))


def _overview(plan: Plan, progress: Progress) -> Iterator[Phrase]:
    """Counts, and what became better: units read it, and none is named for a fault (DOCUMENTS §4)."""
    yield overview.counts(plan, progress, rules_in_annex=False)
    better = overview.gains(plan, progress)
    if better:
        yield better


def _item(plan: Plan, progress: Progress, matter: MatterProgress) -> Item:
    """Figure and rate of each target, what was done for the 定性 ones; how far behind each is stands in the report."""
    heading = (
        f"（{targets.chinese_number(matter.matter.number)}）{matter.matter.title}"
        f"（{overview.leads(plan, progress, matter)}）。"
    )
    known = replace(matter, targets=tuple(one for one in matter.targets if one.standing not in UNKNOWN))
    unknown = [one for one in matter.targets if one.standing in UNKNOWN]
    said = phrase(*overview.sentences(plan, progress, known, _plainly))
    return Item(heading, phrase(said, *_unsure(plan, unknown)))


def _unsure(plan: Plan, unknown: Sequence[TargetProgress]) -> Iterator[str]:
    """A、B数据正在核实。 C数据尚未报送。 What nobody sent is not said to be verified."""
    for standing in (Standing.DOUBTFUL, Standing.UNREPORTED):
        own = [one for one in unknown if one.standing is standing]
        if own:
            yield f"{targets.names(plan, own)}数据{targets.unsure([standing])}。"


def _plainly(target: TargetProgress) -> TargetProgress:
    """Its figure and rate, held against no pace; of per cent how far they are from the goal."""
    return replace(target, new=None, gap=target.gap if target.target.is_bounded else None)


def _parts(
    plan: Plan, progress: Progress, choices: Sequence[Choice], restated: Mapping[str, Phrase]
) -> Iterator[Part]:
    contents = (
        ("典型做法", tuple(chosen.practices(plan, progress, choices))),
        ("需要加快的事项", tuple(chosen.named(plan, progress, choices))),
        ("更正", tuple(_corrected(plan, progress, restated))),
    )
    shown = [(heading, items) for heading, items in contents if items]
    for number, (heading, items) in enumerate(shown, 3):
        told = tuple(Item(f"{unit}：", words) for unit, words in items)
        yield Part(f"{targets.chinese_number(number)}、{heading}", told)


def _corrected(
    plan: Plan, progress: Progress, restated: Mapping[str, Phrase]
) -> Iterator[tuple[str, Phrase]]:
    """What the issue before printed and a unit, or a sheet sent again, has corrected since: everybody who read it is told."""
    for one in progress.targets:
        said = _by_the_unit(plan, one) or restated.get(one.target.id, phrase())
        if said:
            yield one.target.name, phrase(said, "。")


def _by_the_unit(plan: Plan, one: TargetProgress) -> Phrase:
    """上月累计原为4190件，更正为4057件，剔除重复登记的133件; nothing where last month's figure stands."""
    if one.last is None:
        return clauses.correction(plan, one)
    was = targets.told(plan, one.target, one.last, plan.terms.of("上月累计"))
    return clauses.correction(plan, one, phrase("原为", was, "，"))


def _reminders(plan: Plan, progress: Progress) -> Iterator[str]:
    """Who reports by which day of the next period; after the year's last period the year-end sheet."""
    following, compiler = plan.cycle.following(progress.month), plan.profile.compiler
    due = plan.lead_deadline(following)
    behind = [t for t in progress.targets if t.standing in WANTING]
    if following.is_year_end:
        yield (
            f"请各责任单位于{chinese_date(due)}前向{compiler}报送年终表，数据截至{chinese_date(following.last_day)}，"
            "并与全年台账逐项核对。"
        )
        if behind:
            yield "年内未完成的事项，请在年终表中写明原因、后续措施和完成时限。"
        return
    own = plan.cooperating_deadline(following)
    yield (
        f"请各配合单位于{_day(own, progress)}前向责任单位报送配合情况，各责任单位于{_day(due, progress)}前"
        f"向{compiler}报送进展情况和存在的困难、问题。"
    )
    if behind:
        failing = [target for target in behind if target.standing in FAILING]
        ratios = targets.bounded_words(failing)
        which = "或".join(
            words
            for words, there in (
                ("进度低于序时", len(failing) < len(behind)),
                (f"{ratios if ratios == '比率' else ''}尚未达标", failing),
            )
            if there
        )
        yield plan.terms.of(f"{which}的指标，请在下月报表中写明原因和下一步措施。")
    unsure = targets.unsure(target.standing for target in progress.targets)
    if unsure:
        asked = {"正在核实": "尽快核对", "尚未报送": "尽快补报"}.get(unsure, "核对后尽快补报")
        yield plan.terms.of(f"本月数据{unsure}的指标，请有关责任单位{asked}。")


def _day(day: date, progress: Progress) -> str:
    """10月25日, with its year where that is another."""
    return day_of_month(day) if day.year == progress.month.year else chinese_date(day)
