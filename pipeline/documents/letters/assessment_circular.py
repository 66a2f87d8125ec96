"""考核认定的通报: what the year's matters came to, told to everybody by the general office; annex: all targets.

No ranking, no praise, no blame: verdicts and figures in the notice's order (手册-秘书).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated

from pipeline.documents.pictures import certified_bars, series
from pipeline.documents.wording import bounded, certified, targets, whose
from pipeline.documents.wording.counts import authority, count, of_matters
from pipeline.documents.wording.parts import (
    Item,
    Or,
    Part,
    RedHead,
    circular_copies,
    circular_head,
    fields_of,
)
from pipeline.model.assessment import Assessment, Certification, Completion, MatterResult, Verdict
from pipeline.model.notice import Requirement
from pipeline.model.phrases import Letter, Phrase, join, phrase
from pipeline.model.plan import Plan

TEMPLATE = "考核通报.docx"
_NOTE = "注：认定数截至{}年12月31日；比率类“完成比例”栏为与目标之差；“以上”“不低于”均含本数。"

_LEGEND = (
    "注：每件实事列与目标相比完成最低的一项指标。框为年度目标，条为认定数占目标的比例，比率类为比率本身；黑条为未完成、未达标，"
    "灰条为完成、达标，虚线条为尚未认定；细线为比率的目标，粗线为上限。"
)


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A line of the annex."""

    number: Annotated[str, "序号"]
    matter: Annotated[str, "实事的序号和事项"]
    target: Annotated[str, "指标"]
    unit: Annotated[str, "责任单位"]
    goal: Annotated[Phrase, "年度目标，带计量单位"]
    certified: Annotated[Phrase, "认定数"]
    share: Annotated[Phrase, "完成比例；比率类是与目标之差"]
    verdict: Annotated[str, "认定结果，还定不了的留空"]
    remark: Annotated[Phrase, "口径，目标按什么调整过，上年同期"]


@dataclass(frozen=True, slots=True)
class NarrowRow:
    """A line of the annex beside its matter's name."""

    number: Annotated[str, "序号"]
    target: Annotated[str, "指标"]
    unit: Annotated[str, "责任单位"]
    goal: Annotated[Phrase, "年度目标，带计量单位"]
    certified: Annotated[Phrase, "认定数"]
    share: Annotated[Phrase, "完成比例；比率类是与目标之差"]
    verdict: Annotated[str, "认定结果，还定不了的留空"]
    remark: Annotated[Phrase, "口径，目标按什么调整过，上年同期"]


@dataclass(frozen=True, slots=True)
class MatterRows:
    """A matter in the annex, its name beside all its rows."""

    name: Annotated[str, "实事的序号和事项"]
    rows: Annotated[tuple[NarrowRow, ...], "一项指标一行"]


@dataclass(frozen=True, slots=True)
class Annex:
    """附件: every target with its verdict."""

    label: Annotated[str, "附件二字"]
    title: Annotated[str, "附件标题"]
    matter_header: Annotated[str, "实事一列的表头，随概况“事项名”"]
    rows: Annotated[tuple[ResultRow, ...], "一项指标一行", Or("matters")]
    matters: Annotated[tuple[MatterRows, ...], "一件实事一组，实事一格跨各行；与 rows 用一样即可", Or("rows")]
    note: Annotated[str, "表下的注"]


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A matter in the picture: the target that came to least stands for it."""

    matter: Annotated[str, "实事的序号和事项"]
    target: Annotated[str, "完成比例最低的指标"]
    bar: Annotated[Phrase, "画出来的条：认定数占目标的比例，比率类是比率本身；没有数的是空的"]
    value: Annotated[tuple[Phrase, ...], "认定数和目标数，带计量单位，括号里的另起一行"]
    outcome: Annotated[str, "这件实事的认定结果，还定不了的留空"]


@dataclass(frozen=True, slots=True)
class Picture:
    """附件2, by rule 考核通报附图 alone: the year on one page."""

    label: Annotated[str, "附件二字和序号"]
    title: Annotated[str, "附件标题"]
    rows: Annotated[tuple[PictureRow, ...], "一件实事一行；没有要附图的是空的"]
    note: Annotated[str, "图怎样看"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Results(RedHead):
    """What the template 考核通报.docx prints."""

    opening: Annotated[str, "依据；每项认定都批准了才写经谁同意"]
    parts: Annotated[tuple[Part, ...], "正文各部分"]
    closing: Annotated[str, "结束语"]
    attachment: Annotated[str, "附件说明，不带“附件”二字"]
    annex: Annotated[Annex, "附件：指标认定表"]
    picture: Annotated[Picture, "附件2：一页图，规则“考核通报附图”填“是”的才有"]


def compose(plan: Plan, assessment: Assessment, draft: bool) -> Letter:
    """The 通报 of the year's results."""
    profile, day, year = plan.profile, assessment.drawn_up, assessment.year
    approved = f"经{profile.approver}同意，" if assessment.approved is not None else ""
    title = f"{year}年{plan.profile.programme}指标认定表"
    rows = tuple(_row(plan, assessment, number, matter, one) for number, matter, one in _numbered(assessment))
    about = f"关于{year}年{profile.programme}"
    context = Results(
        **fields_of(circular_head(plan, about, "完成情况考核认定结果的通报", day, draft)),
        opening=(
            f"{whose.cited(plan, Requirement.ASSESSMENT)}{profile.certifier}"
            f"{whose.together(plan, profile.certifier)}，对{year}年{plan.profile.programme}完成情况进行了考核认定。{approved}现将认定结果通报如下。"
        ),
        parts=tuple(_parts(plan, assessment)),
        closing="特此通报。",
        attachment=title,
        annex=Annex(
            "附件",
            title,
            plan.terms.matter,
            rows,
            tuple(
                MatterRows(name, tuple(map(_narrow, own)))
                for name, own in groupby(rows, lambda row: row.matter)
            ),
            "".join((_NOTE.format(year), *bounded.notes(plan))),
        ),
        picture=_picture(plan, assessment),
    )
    name = f"{year}年{profile.programme}考核认定结果通报.docx"
    pictured = context.picture.title if context.picture.rows else ""
    dispatch = context.dispatch(circular_copies(plan), "；".join(filter(None, (title, pictured))))
    return Letter("通报", name, TEMPLATE, context, dispatch=dispatch)


def _picture(plan: Plan, assessment: Assessment) -> Picture:
    """Every matter by what came to least in it, in the notice's order; without rows unless the plan's rules ask for it."""
    shown = assessment.matters if plan.rules.circular_picture else ()
    programme = plan.profile.programme.removesuffix("工作")
    return Picture(
        label="附件2",
        title=f"{assessment.year}年{programme}完成情况一页图",
        rows=tuple(_pictured(plan, matter) for matter in shown if matter.targets),
        note=plan.terms.of(_LEGEND) if shown else "",
    )


def _pictured(plan: Plan, matter: MatterResult) -> PictureRow:
    least = certified_bars.weakest(matter)
    return PictureRow(
        matter=f"{matter.matter.number}.{matter.matter.title}",
        target=least.target.name,
        bar=certified_bars.bar(plan, least),
        value=series.in_lines(certified_bars.reached(plan, least)),
        outcome=certified.outcome(matter),
    )


def _narrow(row: ResultRow) -> NarrowRow:
    """The row without its matter, whose name stands beside it."""
    return NarrowRow(
        row.number, row.target, row.unit, row.goal, row.certified, row.share, row.verdict, row.remark
    )


def _numbered(assessment: Assessment) -> Iterator[tuple[int, MatterResult, Certification]]:
    number = 0
    for matter in assessment.matters:
        for one in matter.targets:
            number += 1
            yield number, matter, one


def _parts(plan: Plan, assessment: Assessment) -> Iterator[Part]:
    overall = (*certified.overview(plan, assessment), certified.looked_at(plan, assessment, found=False))
    contents = (
        ("总体情况", tuple(Item("", text) for text in overall)),
        ("指标认定结果", tuple(_grouped(plan, assessment))),
        (f"各项{plan.terms.matter}认定结果", tuple(_matters(plan, assessment))),
        ("有关要求", tuple(Item("", text) for text in _requests(assessment))),
    )
    for number, (heading, items) in enumerate(contents, 1):
        yield Part(f"{targets.chinese_number(number)}、{heading}", items)


def _grouped(plan: Plan, assessment: Assessment) -> Iterator[Item]:
    """超额完成 with every figure, 完成 and 达标 by name, what fell short with its gap; classes of nothing are left out (DOCUMENTS §4)."""
    groups = []
    for verdict in Verdict:
        ones = [one for one in assessment.targets if one.verdict is verdict and one.target.kind.quantified]
        if ones and verdict is not Verdict.SUSPENDED:
            groups.append((verdict, ones))
    for number, (verdict, ones) in enumerate(groups, 1):
        heading = f"（{targets.chinese_number(number)}）{verdict.value}的指标"
        counted = count(ones, f"认定为{verdict.value}的定量指标数")
        if verdict in (Verdict.UNDONE, Verdict.UNMET):
            yield Item(heading, phrase(counted, "。"))
            yield from (Item("", _short(plan, assessment, one)) for one in ones)
        else:
            yield Item(heading, phrase(counted, "：", _told(plan, verdict, ones), "。"))


def _told(plan: Plan, verdict: Verdict, ones: Sequence[Certification]) -> Phrase:
    if verdict is Verdict.EXCEEDED:
        figures = (
            phrase(
                one.target.name,
                certified.figure(plan, one, one.amount, "认定数"),
                "（",
                certified.share(plan, one),
                "）",
            )
            for one in ones
        )
        return join("、", figures)
    return phrase(targets.quoted(one.target.name for one in ones))


def _short(plan: Plan, assessment: Assessment, one: Certification) -> Phrase:
    """新建停车场（市城管局）目标4个，认定建成3个，为目标的75.0%，还差1个。 With the unit's own reason, and what it means to reach by when."""
    unit = plan.names(one.target.leads, assessment.drawn_up)
    words = phrase(f"{one.target.name}（{unit}）", certified.fell_short(plan, one), "。")
    return phrase(words, *certified.why(plan, one, assessment.drawn_up))


def _matters(plan: Plan, assessment: Assessment) -> Iterator[Item]:
    """Matters by what they came to, each with who answers for it."""
    for number, (completion, matters) in enumerate(
        (pair for pair in certified.by_completion(assessment.matters).items() if pair[1]), 1
    ):
        word = certified.outcome(matters[0])
        named = "、".join(
            f"{matter.matter.title}（{_answering(plan, assessment, matter)}）" for matter in matters
        )
        what = f"认定结果为{word}的" if completion is Completion.OPEN else f"{word}的"
        counted = of_matters(plan, matters, f"认定为{word}的")
        yield Item(f"（{targets.chinese_number(number)}）{what}", phrase(counted, f"：{named}。"))


def _answering(plan: Plan, assessment: Assessment, matter: MatterResult) -> str:
    """Who answers for a matter; of a single lead the name it had earlier in the year as well: 市水务局，原市水利局."""
    day, leads = assessment.drawn_up, matter.matter.leads
    old = plan.unit(leads[0]).formerly(day, assessment.year) if len(leads) == 1 else ""
    return f"{plan.names(leads, day)}{f'，原{old}' if old else ''}"


def _requests(assessment: Assessment) -> Iterator[str]:
    if any(matter.completion is Completion.INCOMPLETE for matter in assessment.matters):
        yield "未完成事项的责任单位要明确后续措施和完成时限，继续抓好落实。"
    if any(certified.built(one) for one in assessment.targets):
        yield "已建成项目的责任单位要做好管理维护和长效运行。"
    if any(certified.reduced(one) for one in assessment.targets):
        yield "经核查有核减的，责任单位要核对台账和原始资料，据实更正。"


def _row(
    plan: Plan, assessment: Assessment, number: int, matter: MatterResult, one: Certification
) -> ResultRow:
    units = plan.names(one.target.leads, assessment.drawn_up)
    remark = (
        f"目标{authority(plan, one.goal)}调整"
        if one.goal.source and one.verdict is not Verdict.SUSPENDED
        else ""
    )
    return ResultRow(
        str(number),
        f"{matter.matter.number}.{matter.matter.title}",
        targets.listed_name(one.target),
        units,
        certified.goal(plan, one),
        certified.figure(plan, one, one.amount, "认定数"),
        certified.share(plan, one),
        certified.verdict(one),
        join("；", filter(None, (one.target.counting_rule, remark, certified.year_before(plan, one)))),
    )
