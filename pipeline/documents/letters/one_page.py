"""一页图: the month in ten seconds. Its matters on the first page, every target with its course behind (DOCUMENTS §7).

In the plan's order, never a league; no 公文: it bears no number and asks for nothing. A picture's length is a figure like
any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from pipeline.documents.pictures import series
from pipeline.documents.pictures.first_page import Room
from pipeline.documents.wording import (
    ahead,
    checked,
    chosen,
    clauses,
    doubt,
    overview,
    pledged,
    targets,
)
from pipeline.documents.wording.counts import count, worded
from pipeline.documents.wording.parts import draft_mark
from pipeline.model.choices import Choice
from pipeline.model.kinds import BEHIND, FAILING
from pipeline.model.phrases import Letter, Phrase, join, phrase, quoted
from pipeline.model.plan import Plan
from pipeline.model.progress import MatterProgress, Progress, TargetProgress

TEMPLATE = "一页图.docx"
# So many matters stand in large type; so many of what is behind, and of what is to be looked at, on the first page.
_LARGE, _BEHIND, _ATTENTION = 12, 5, 3
_DASH = "—"
_MORE = "另有{}低于序时进度或未达标，见下面各项指标。"


@dataclass(frozen=True, slots=True)
class MatterLine:
    """A matter on the first page: its slowest target stands for it."""

    matter: Annotated[str, "实事的序号、事项和责任单位"]
    target: Annotated[str, "进展最慢的指标"]
    bar: Annotated[Phrase, "画出来的条：完成比例、序时进度或节点、目标；没有数的是空的"]
    value: Annotated[
        tuple[Phrase, ...], "完成数和目标数，带计量单位，括号里的另起一行；正在核实的是最近一次的数"
    ]
    word: Annotated[str, "状态，用规则里定的说法"]


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A target on the pages behind."""

    number: Annotated[str, "序号"]
    target: Annotated[str, "指标"]
    unit: Annotated[str, "责任单位"]
    bar: Annotated[Phrase, "画出来的条，与第一面相同"]
    value: Annotated[tuple[Phrase, ...], "完成数和目标数，带计量单位，括号里的另起一行"]
    course: Annotated[Phrase, "画出来的各期走势，一期一柱；没有数的一期空着"]
    word: Annotated[str, "状态，用规则里定的说法"]


@dataclass(frozen=True, slots=True)
class OnePage:
    """What the template 一页图.docx prints."""

    draft_mark: Annotated[str, "页眉上的“送审稿”，定稿是空的"]
    title: Annotated[str, "标题"]
    state: Annotated[str, "截至哪天、哪个单位"]
    result: Annotated[Phrase, "一句话的结果"]
    matter_header: Annotated[str, "实事一列的表头，随概况“事项名”"]
    matters: Annotated[tuple[MatterLine, ...], "一件实事一行，不超过12件的；多于12件的是空的"]
    many: Annotated[tuple[MatterLine, ...], "一件实事一行，多于12件的，字号小一些；不超过12件的是空的"]
    behind_heading: Annotated[str, "“进度落后的”的标题，没有就是空的"]
    behind: Annotated[tuple[Phrase, ...], "落后的，差距大的在前，一段一项"]
    attention_heading: Annotated[str, "“请关注”的标题，没有就是空的"]
    attention: Annotated[tuple[Phrase, ...], "请关注，不超过三段，可以在编辑用语里换"]
    legend: Annotated[Phrase, "图怎样看、口径，一段"]
    targets_heading: Annotated[str, "各项指标的标题"]
    course_header: Annotated[str, "走势一列的表头"]
    targets: Annotated[tuple[TargetLine, ...], "一项指标一行"]


def compose(plan: Plan, months: Sequence[Progress], draft: bool, choices: Sequence[Choice] = ()) -> Letter:
    """The picture of the last of `months`, those before it being its course. `choices` are people's (处理登记［入文］)."""
    progress = months[-1]
    lines = tuple(_matter(plan, progress, one) for one in progress.matters if one.targets)
    large, result, room = len(lines) <= _LARGE, _result(plan, progress), Room()
    room.rows([(one.matter, one.target) for one in lines], large)
    room.takes(str(result))
    told = _attention(plan, progress, choices)
    attention = tuple(
        one for place, one in enumerate(told) if place < _ATTENTION and room.takes(str(one), not place)
    )
    behind = tuple(_behind(plan, months, room))
    context = OnePage(
        draft_mark=draft_mark(draft),
        title=f"{plan.cycle.name(progress.month)}{plan.profile.programme.removesuffix('工作')}进展一页图",
        state=_state(plan, progress),
        result=result,
        matter_header=f"{plan.terms.matter}（责任单位）",
        matters=lines if large else (),
        many=() if large else lines,
        behind_heading="进度落后的" if behind else "",
        behind=behind,
        attention_heading="请关注" if attention else "",
        attention=attention,
        legend=_legend(plan, progress),
        targets_heading="各项指标进展",
        course_header=f"{plan.cycle.label(months[0].month)}起走势" if len(months) > 1 else "走势",
        targets=tuple(_targets(plan, months)),
    )
    return Letter("一页图", TEMPLATE, TEMPLATE, context)


def _state(plan: Plan, progress: Progress) -> str:
    """截至9月20日　市发展改革委员会; 送审稿 stands in the margin, as on every draft."""
    day = overview.as_of(progress).rstrip("，")
    return "　".join(filter(None, (day, plan.profile.organ)))


def _result(plan: Plan, progress: Progress) -> Phrase:
    counted = targets.counted(plan, progress.targets)
    quantified, _ = overview.kinds(progress)
    words = phrase("定量指标", quantified, "：", counted, "。") if counted else phrase()
    return phrase(overview.matter_counts(plan, progress), words)


def _matter(plan: Plan, progress: Progress, matter: MatterProgress) -> MatterLine:
    slowest = series.slowest(matter)
    number = f"{matter.matter.number}.{matter.matter.title}"
    return MatterLine(
        matter=f"{number}（{overview.leads(plan, progress, matter)}）",
        target=slowest.target.name,
        bar=series.bar(plan, slowest),
        value=series.in_lines(series.reached(plan, slowest)),
        word=targets.status(plan, slowest, progress.drawn_up),
    )


def _targets(plan: Plan, months: Sequence[Progress]) -> Iterator[TargetLine]:
    progress = months[-1]
    for number, one in enumerate(progress.targets, 1):
        yield TargetLine(
            number=str(number),
            target=targets.listed_name(one.target),
            unit=plan.names(one.target.leads, progress.drawn_up),
            bar=series.bar(plan, one),
            value=series.in_lines(series.reached(plan, one)),
            course=series.course(plan, months, one),
            word=targets.status(plan, one, progress.drawn_up),
        )


def _behind(plan: Plan, months: Sequence[Progress], room: Room) -> Iterator[Phrase]:
    """The largest gaps, as many as go onto the page: how much, what is left of it and of the year, why, the unit's own date."""
    progress = months[-1]
    late = targets.by_gap(one for one in progress.targets if one.standing in BEHIND)
    wanting = [*late, *(one for one in progress.targets if one.standing in FAILING)]
    told = 0
    if wanting:
        room.takes(_more(len(wanting)), heading=True)
    for one in wanting[:_BEHIND]:
        why = _why(plan, progress, one)
        kept = pledged.told(plan, progress, one, named=bool(why))
        short = phrase(_apart(plan, months, one), "。")
        fitting = next((each for each in (phrase(short, why, *kept), short) if room.takes(str(each))), None)
        if fitting is None:
            break
        told += 1
        yield fitting
    if wanting[told:]:
        yield worded(_MORE, count(wanting[told:], "没有逐项写的落后指标数"))


def _more(number: int) -> str:
    return _MORE.format(f"{number}项")


def _apart(plan: Plan, months: Sequence[Progress], one: TargetProgress) -> Phrase:
    """建成城市书房19座，低于序时进度32.8个百分点（市文旅局）；还差26座，后3个月平均每月约需9座."""
    far = clauses.apart(plan, one) if one.standing in BEHIND else clauses.stated(plan, one)
    left = ahead.left(plan, months, one)
    unit = plan.names(one.target.leads, months[-1].drawn_up)
    return phrase(far, f"（{unit}）", "；" if left else "", left)


def _why(plan: Plan, progress: Progress, one: TargetProgress) -> Phrase:
    """据市文旅局反映，主要原因是…。 The first clause of what each lead wrote."""
    told = []
    for row in one.rows:
        text = targets.clause(row.reason).replace("。", "；").partition("；")[0]
        if text:
            words = quoted(text, row.cells["reason"], row.target)
            told.append(
                phrase(f"据{plan.name(row.unit, progress.drawn_up)}反映，{targets.MAINLY}", words, "。")
            )
    return join("", told)


def _attention(plan: Plan, progress: Progress, choices: Sequence[Choice]) -> Iterator[Phrase]:
    """What people picked, what was behind before its figure was doubted, what spot checks found."""
    for words in chosen.coordinated(plan, progress, choices, progress.targets):
        yield phrase("需协调事项：", words)
    for one in progress.targets:
        if doubt.hangs_over(one) and one.months_behind > 0:
            yield phrase(doubt.standing_over(plan, one), "。")
    yield from checked.told(plan, progress, progress.targets)


def _legend(plan: Plan, progress: Progress) -> Phrase:
    """How the picture is read, in words beside every tone."""
    return worded(
        "看图：框为年度目标，条为完成比例或比率。黑条低于序时进度或未达标，灰条为其他，虚线条为正在核实、尚未报送的最近一次的数；"
        f"细线为序时进度（{plan.cycle.by_pace(progress.month)}{{}}）、节点或比率的目标，粗线为上限。",
        targets.pace(plan, progress),
    )
