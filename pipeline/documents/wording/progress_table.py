"""The table of all targets as documents print it, row by row, and the notes below it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from pipeline.documents.wording import bounded, clauses, doubt, growth, targets
from pipeline.documents.wording.counts import authority
from pipeline.documents.wording.parts import Or
from pipeline.documents.wording.stage import stage
from pipeline.model.kinds import Standing
from pipeline.model.months import day_of_month
from pipeline.model.phrases import Phrase, join, phrase
from pipeline.model.plan import Plan
from pipeline.model.progress import MatterProgress, Progress, TargetProgress
from pipeline.model.promises import Adjustment, Goal


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """A target in annex 1; every cell as it is printed."""

    number: Annotated[str, "序号"]
    matter: Annotated[str, "实事的序号和事项"]
    target: Annotated[str, "指标"]
    unit: Annotated[str, "责任单位"]
    goal: Annotated[Phrase, "年度目标，带计量单位"]
    last: Annotated[str | Phrase, "上月累计；作过更正的注明"]
    value: Annotated[str | Phrase, "本月累计"]
    new: Annotated[str | Phrase, "本月新增"]
    rate: Annotated[str | Phrase, "完成比例；比率类是比率本身"]
    gap: Annotated[str | Phrase, "与序时进度之差，带正负号，百分点"]
    standing: Annotated[str, "状态，用规则里定的说法"]
    as_of: Annotated[str, "截至日"]
    remark: Annotated[Phrase, "备注"]


@dataclass(frozen=True, slots=True)
class NarrowRow:
    """A target in annex 1 beside its matter's name: nothing that is said once for all, remarks below the status."""

    target: Annotated[str, "指标；一件实事里责任单位不同的，带责任单位"]
    goal: Annotated[Phrase, "年度目标，带计量单位"]
    last: Annotated[str | Phrase, "上月累计；作过更正的注明"]
    value: Annotated[str | Phrase, "本月累计"]
    new: Annotated[str | Phrase, "本月新增"]
    rate: Annotated[str | Phrase, "完成比例；比率类是比率本身"]
    gap: Annotated[str | Phrase, "与序时进度之差，带正负号，百分点"]
    state: Annotated[tuple[str | Phrase, ...], "状态；截至日与全表不同的、备注，各一行"]


@dataclass(frozen=True, slots=True)
class MatterRows:
    """A matter in annex 1, its name beside all its rows."""

    name: Annotated[str, "实事的序号和事项；责任单位相同的，带责任单位"]
    rows: Annotated[tuple[NarrowRow, ...], "一项指标一行"]


@dataclass(frozen=True, slots=True)
class ProgressAnnex:
    """Annex 1: the table of all targets."""

    label: Annotated[str, "附件序号"]
    title: Annotated[str, "附件标题"]
    last_header: Annotated[str, "上月累计一列的表头"]
    matter_header: Annotated[str, "实事一列的表头，随概况“事项名”"]
    this_header: Annotated[str, "本月累计一列的表头"]
    new_header: Annotated[str, "本月新增一列的表头"]
    rows: Annotated[tuple[ProgressRow, ...], "一项指标一行", Or("matters")]
    matters: Annotated[tuple[MatterRows, ...], "一件实事一组，实事一格跨各行；与 rows 用一样即可", Or("rows")]
    notes: Annotated[tuple[Phrase, ...], "表下的注，一条一项"]


def rows(plan: Plan, progress: Progress) -> tuple[ProgressRow, ...]:
    """One row per target, in plan order."""
    pairs = [(matter, target) for matter in progress.matters for target in matter.targets]
    return tuple(
        _row(plan, progress, matter, target, index) for index, (matter, target) in enumerate(pairs, 1)
    )


def by_matter(plan: Plan, progress: Progress) -> tuple[MatterRows, ...]:
    """The rows of each matter under its name, in plan order; who is responsible is said as often as it changes."""
    return _grouped(progress, rows(plan, progress))


def _grouped(progress: Progress, listed: Sequence[ProgressRow]) -> tuple[MatterRows, ...]:
    found, left = [], iter(listed)
    for matter in progress.matters:
        own = [(target, next(left)) for target in matter.targets]
        units = {row.unit for _, row in own}
        name = f"{matter.matter.number}.{matter.matter.title}"
        whose = f"（{own[0][1].unit}）" if len(units) == 1 else ""
        if own:
            narrow = (_narrow(progress, target, row, bool(whose)) for target, row in own)
            found.append(MatterRows(f"{name}{whose}", tuple(narrow)))
    return tuple(found)


def _narrow(progress: Progress, target: TargetProgress, row: ProgressRow, told: bool) -> NarrowRow:
    """The row without what is `told` of the whole matter, and without the day the whole table is of."""
    apart = target.as_of is not None and target.as_of != progress.as_of
    return NarrowRow(
        target=row.target if told else f"{row.target}（{row.unit}）",
        goal=row.goal,
        last=row.last,
        value=row.value,
        new=row.new,
        rate=row.rate,
        gap=row.gap,
        state=tuple(
            one for one in (row.standing, f"截至{row.as_of}" if apart else "", row.remark) if str(one)
        ),
    )


def annex(plan: Plan, progress: Progress, title: str) -> ProgressAnnex:
    """Annex 1 of a month under its title."""
    month = progress.month
    listed = rows(plan, progress)
    return ProgressAnnex(
        label="附件1",
        title=title,
        matter_header=plan.terms.matter,
        last_header=f"{plan.cycle.label_before(month)}累计",
        this_header=f"{plan.cycle.label(month)}累计",
        new_header=f"{plan.cycle.label(month)}新增",
        rows=listed,
        matters=_grouped(progress, listed),
        notes=notes(plan, progress),
    )


def _row(
    plan: Plan, progress: Progress, matter: MatterProgress, target: TargetProgress, index: int
) -> ProgressRow:
    own = target.target
    dash = "—"
    counting = target.value is not None and own.kind.cumulative
    new = (
        targets.number(plan, own, target.new, plan.terms.of("本月累计－上月累计（更正后）"))
        if target.new is not None
        else dash
    )
    return ProgressRow(
        number=str(index),
        matter=f"{matter.matter.number}.{matter.matter.title}",
        target=targets.listed_name(own),
        unit=plan.names(own.leads, progress.drawn_up),
        goal=targets.goal(target),
        last=targets.last_figure(plan, target) if own.kind.quantified else dash,
        value=_value(plan, target),
        new=phrase(new) if counting else dash,
        rate=targets.told_rate(plan, target) or phrase(dash),
        gap=targets.signed(targets.printed_gap(plan, target)),
        standing=targets.status(plan, target, progress.drawn_up),
        as_of=day_of_month(target.as_of) if target.as_of is not None else dash,
        remark=_remark(plan, progress, target),
    )


def _adjusted(plan: Plan, goal: Goal) -> str:
    """What the last document changed of a target, and on whose authority."""
    by = authority(plan, goal)
    if goal.change is Adjustment.ADDED:
        return f"{by}新增"
    if goal.change is Adjustment.DEADLINE and goal.until is not None:
        return f"完成时限{by}调整为{day_of_month(goal.until)}"
    return f"目标{by}调整"


def _cancelled(plan: Plan, progress: Progress) -> Iterator[str]:
    """What is no longer in the table, from which day and on whose authority."""
    for target in (plan.whole or plan).targets:
        goal = target.goal_on(progress.month.last_day)
        if goal.cancelled and goal.since is not None:
            yield f"{target.name}{authority(plan, goal)}自{day_of_month(goal.since)}起取消，不再列入。"


def _value(plan: Plan, target: TargetProgress) -> Phrase:
    """The figure without its measure; of a 定性 target with nodes in words its 形象进度."""
    if target.value:
        return growth.told(targets.number(plan, target.target, target.value, "累计完成", target.goal.amount))
    return stage(target) if target.milestones else phrase("—")


def _remark(plan: Plan, progress: Progress, target: TargetProgress) -> Phrase:
    """Short remarks: what is unusual about this row."""
    own = progress.findings_of(target.target.id)
    reports = progress.reports_of(target.target.leads)
    words: list[str | Phrase] = []
    if target.goal.source and target.standing is not Standing.SUSPENDED:
        words.append(_adjusted(plan, target.goal))
    if target.nodes and target.standing is not Standing.SUSPENDED:
        words.append(stage(target) if target.milestones and target.value else "按节点")
    words += filter(
        None,
        (
            targets.parts(target, "分子", "，分母"),
            clauses.left(plan, target),
            clauses.year_before(plan, target),
        ),
    )
    if target.standing is Standing.DOUBTFUL:
        words.append(doubt.reason(plan, progress, target))
    if target.corrected is not None:
        words.append(plan.terms.of("上月数更正"))
    checks = [one for one in progress.spot_checks if one.target == target.target.id]
    if checks:
        left = any(one.outstanding(progress.month) for one in checks)
        words.append(f"抽查有核减，{'未' if left else '已'}扣除")
    if any(finding.settled for finding in own):
        words.append("经核实")
    if any(report.told_late for report in reports):
        words.append("迟报")
    return join("；", words)


def notes(plan: Plan, progress: Progress) -> tuple[Phrase, ...]:
    """The notes below the table: how pace, classes and decimals are meant, what is counted."""
    bands = plan.rules.bands
    words = {standing: targets.standing_word(plan, standing) for standing in Standing}
    # Between nodes there is no pace to be ahead of: said only where the plan has nodes.
    beyond = f"，超过下一个节点的为{words[Standing.AHEAD]}" if plan.nodes else ""
    texts: list[str | Phrase] = [
        phrase(
            f"序时进度{plan.rules.pace_basis.value}均衡推进计算，{plan.cycle.by_pace(progress.month)}为",
            targets.pace(plan, progress),
            f"，另设节点的指标按节点计算{beyond}；"
            f"未完成的指标与序时进度相差{bands.tolerance}个百分点以内为{words[Standing.ON_PACE]}，高出的为{words[Standing.AHEAD]}，"
            f"低{bands.tolerance}至{bands.lagging}个百分点为{words[Standing.BELOW_PACE]}，"
            f"低{bands.lagging}至{bands.far_behind}个百分点为{words[Standing.LAGGING]}，"
            f"低{bands.far_behind}个百分点以上为{words[Standing.FAR_BEHIND]}。",
        ),
        f"百分数一般保留{plan.rules.decimals}位小数，{plan.rules.rounding.value}，不因进位改变是否达到目标的判断；"
        "与序时差按印出的两数相减，比率类为与年度目标之差；各列数字的计量单位与年度目标相同。",
        "“以上”“不低于”均含本数；比率类年终前只写达标与否；“—”表示没有该项数据。",
        *bounded.notes(plan),
    ]
    counted: dict[str, list[str]] = {}
    for target in plan.targets:
        if target.counting_rule:
            counted.setdefault(target.counting_rule, []).append(target.name)
    if counted:
        rules = [f"{'、'.join(names)}（{rule}）" for rule, names in counted.items()]
        texts.append(f"统计口径：{'；'.join(rules)}。")
    texts += _cancelled(plan, progress)
    if plan.profile.remark:
        texts.append(f"{plan.profile.remark}。")
    return tuple(
        phrase(f"{'注：' if index == 1 else ''}{index}.", text) for index, text in enumerate(texts, 1)
    )
