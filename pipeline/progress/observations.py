"""Tidy tables of a year: a row per month, target and unit or county. The only importer of pandas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.model.figures import PERCENT, Figure, contract, plain
from pipeline.model.plan import Plan, Target
from pipeline.model.progress import Progress, TargetProgress
from pipeline.model.readings import History, Reading, Settled

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "月份",
    "编号",
    "指标",
    "单位",
    "范围",
    "累计完成",
    "计量单位",
    "截至日期",
    "是否采用",
    "来源文件",
    "工作表",
    "单元格",
)


def reported(plan: Plan, history: History) -> list[tuple[str, ...]]:
    """The year's reported figures by month, target and unit, by `COLUMNS`; amounts as exact text in base measures.

    Counties follow their city figure. `是否采用` is 否 for a figure a finding holds back, and for the
    shares of its counties: nobody knows which of them is wrong.
    """
    return [row for settled in history.months.values() for row in _month(plan, settled)]


def tidy(plan: Plan, history: History) -> pd.DataFrame:
    """What was `reported` as a table to reckon with, for whoever looks into a year beyond what the documents say."""
    # Importing it takes longer than reading ten sheets; no command needs it.
    import pandas as pd

    return pd.DataFrame(reported(plan, history), columns=list(COLUMNS))


def _month(plan: Plan, settled: Settled) -> Iterator[tuple[str, ...]]:
    month, day = settled.month, plan.naming_day(settled.month)
    for target in plan.targets:
        row = settled.returns.row(target.id)
        used = "是" if target.id in settled.values else "否"
        if row is not None and row.cumulative is not None:
            as_of = row.as_of.isoformat() if row.as_of else ""
            unit = plan.names((one.unit for one in row.each), day)
            yield (
                str(month),
                target.id,
                target.name,
                unit,
                plan.terms.realm,
                *_figure(row.cumulative.figure, as_of, used),
            )
        for one in row.of if row is not None else ():
            if one.cumulative is not None:
                as_of = one.as_of.isoformat() if one.as_of else ""
                lead = (str(month), target.id, target.name, plan.name(one.unit, day), "责任单位")
                yield (*lead, *_figure(one.cumulative.figure, as_of, used))
        for county in settled.returns.counties_of(target.id):
            if county.cumulative is not None:
                place = (str(month), target.id, target.name, plan.name(county.area, day), plan.terms.lower)
                yield (*place, *_figure(county.cumulative.figure, "", used))


def _figure(figure: Figure, as_of: str, used: str) -> tuple[str, ...]:
    cell = figure.cells[0]
    return (plain(figure.amount), figure.measure, as_of, used, cell.file, cell.sheet, cell.ref)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the observations: its name, its title, the XML Schema type of its values, what it holds."""

    name: str
    title: str
    datatype: str
    meaning: str


OBSERVATIONS = (
    Column("month", "月份", "gYearMonth", "报送月份"),
    Column("target", "编号", "string", "指标编号，见任务分解表"),
    Column("target_name", "指标", "string", "指标名称"),
    Column(
        "unit", "单位", "string", "这个数是谁的：责任单位（全市数）、县（市）区或配合单位（份额），当月的简称"
    ),
    Column("scope", "范围", "string", "全市、责任单位（几个责任单位各自报的数）、县（市）区、配合单位"),
    Column("value", "累计完成", "decimal", "年初至今累计，没有换算成万、亿；比率是百分数；没有可用的数为空"),
    Column("measure", "计量单位", "string", "累计完成的计量单位，不带万、亿"),
    Column(
        "goal", "年度目标", "decimal", "当月有效的年度目标，计量单位同累计完成；县（市）区只在有分县任务时有"
    ),
    Column("rate", "完成比例", "decimal", "累计完成÷年度目标，百分数，四舍五入到四位小数；比率没有"),
    Column("pace", "序时进度", "decimal", "百分数，四舍五入到四位小数；不比序时的没有"),
    Column(
        "gap", "差距", "decimal", "百分点：完成比例－序时进度，比率是累计完成－年度目标；四舍五入到四位小数"
    ),
    Column("class", "分类", "string", "当月分类，由没有舍入的数判定；只有全市数有"),
    Column("used", "是否采用", "string", "是、否；否的是有疑问、没有采用的数"),
    Column("as_of", "截至日期", "date", "数据截至哪一天"),
    Column("read", "读到的内容", "string", "来源单元格里写的原文"),
    Column("file", "来源文件", "string", "在工作目录里的位置；核实过的数是处理登记"),
    Column("sheet", "工作表", "string", "来源工作表"),
    Column("cell", "单元格", "string", "来源单元格"),
)


def observations(plan: Plan, history: History, course: Sequence[Progress]) -> Iterator[tuple[str, ...]]:
    """A row per month of `course`, target and unit, by the columns of `OBSERVATIONS`; numbers as exact text.

    Every target has its city row each month, with a figure or without; below it the shares its lead passed on,
    then what other units reported of their own.
    """
    for progress in course:
        settled = history[progress.month]
        for one in progress.targets:
            yield _city(plan, settled, one)
            yield from _parts(plan, settled, one)


def _city(plan: Plan, settled: Settled, one: TargetProgress) -> tuple[str, ...]:
    target, row = one.target, one.row
    reading = row.cumulative if row is not None else None
    units = [one.unit for one in row.each] if row is not None else target.leads[:1]
    numbers = [contract(value) or "" for value in (one.rate.amount if one.rate else None, one.pace, one.gap)]
    figure = one.value if one.value is not None else reading.figure if reading is not None else None
    return (
        *_place(plan, settled, target, units, plan.terms.realm),
        plain(figure.amount) if figure is not None else "",
        target.measure.base,
        plain(one.goal.amount) if one.goal.amount is not None else "",
        *numbers,
        one.standing.value,
        "是" if one.value is not None else "否" if figure is not None else "",
        one.as_of.isoformat() if one.as_of is not None else "",
        *_source(figure),
    )


def _parts(plan: Plan, settled: Settled, one: TargetProgress) -> Iterator[tuple[str, ...]]:
    """What each of several leads gave, the counties as their leads gave them, then shares nobody but their unit gave."""
    target, seen = one.target, {*one.target.leads}
    used = "是" if target.id in settled.values else "否"
    for lead in one.row.of if one.row is not None else ():
        if lead.cumulative is not None:
            day = lead.as_of.isoformat() if lead.as_of is not None else ""
            yield _part(plan, settled, target, lead.unit, lead.cumulative, used, day)
    for row in settled.returns.counties_of(target.id):
        if row.area not in seen and row.cumulative is not None:
            seen.add(row.area)
            yield _part(plan, settled, target, row.area, row.cumulative, used, "")
    for share in settled.returns.shares:
        if share.target == target.id and share.unit not in seen and share.cumulative is not None:
            seen.add(share.unit)
            day = share.as_of.isoformat() if share.as_of is not None else ""
            usable = "是" if (target.id, share.unit) in settled.shares else "否"
            yield _part(plan, settled, target, share.unit, share.cumulative, usable, day)


def _part(
    plan: Plan, settled: Settled, target: Target, unit: str, reading: Reading, used: str, day: str
) -> tuple[str, ...]:
    goal = plan.county_goals.get((target.id, unit))
    rate = reading.figure.percent_of(goal).amount if goal else None
    return (
        *_place(plan, settled, target, (unit,), _scope(plan, target, unit)),
        plain(reading.figure.amount),
        target.measure.base,
        plain(goal.amount) if goal is not None else "",
        contract(rate if target.measure.base != PERCENT else None) or "",
        "",
        "",
        "",
        used,
        day,
        *_source(reading.figure),
    )


def _scope(plan: Plan, target: Target, unit: str) -> str:
    if unit in target.leads:
        return "责任单位"
    return plan.terms.lower if plan.unit(unit).county else "配合单位"


def _place(plan: Plan, settled: Settled, target: Target, units: Iterable[str], scope: str) -> tuple[str, ...]:
    name = plan.names(units, plan.naming_day(settled.month))
    return str(settled.month), target.id, target.name, name, scope


def _source(figure: Figure | None) -> tuple[str, str, str, str]:
    if figure is None or not figure.cells:
        return "", "", "", ""
    cell = figure.cells[0]
    return cell.read, cell.file, cell.sheet, cell.ref
