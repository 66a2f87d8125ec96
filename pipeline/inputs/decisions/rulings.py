"""考核认定表.xlsx: the table people decide in, and what they decided.

`assess` writes it with everything it knows; people keep it in `inputs/YEAR/`, fill its last columns, and only those
are read back: no figure that was made here is ever an input.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from pipeline.inputs.decisions.workbook_reader import Form, kept, read_returned
from pipeline.inputs.tables.reader import Record, Table
from pipeline.inputs.tables.writer import write_tables
from pipeline.model.assessment import Ruling, Rulings, Verdict
from pipeline.model.codes import Code
from pipeline.model.figures import Figure
from pipeline.model.office_terms import Terms
from pipeline.model.plan import Plan, Target
from pipeline.model.workspace import Workspace

DECIDED = ("认定数", "认定结果", "调整理由", "异议", "批准日期")
COUNTY_DECIDED = ("认定数", "认定结果", "调整理由", "批准日期")
# The document by which what was suggested was approved as a whole (`accept`); a table of 0.1 has no such column.
BASIS = "批准依据"
TARGETS = Table(
    "指标认定",
    (
        "编号",
        "实事事项",
        "指标",
        "责任单位",
        "年度目标",
        "计量单位",
        "自报数",
        "自报来源",
        "核实数",
        "核查情况",
        "核查来源",
        "建议认定数",
        "完成比例或差距",
        "建议认定结果",
        "滞后月份",
        "更正月份",
        "迟报缺报",
        *DECIDED,
        BASIS,
    ),
    ("编号", *DECIDED),
    "只填最后六列：认定数留空即按建议认定数；与建议不同的必须写调整理由；按建议认定的不用逐项填，"
    "批准后用 assess --accept 一次写入。填好放进 inputs 的年度文件夹。",
    closed=True,
)
MATTERS = Table(
    "实事认定",
    ("序号", "实事", "责任单位", "认定情况", "说明"),
    ("序号", "实事"),
    "由程序汇总，不用填。",
    optional=True,
    closed=True,
)
UNITS = Table(
    "单位汇总",
    ("单位", "责任指标", "已完成", "未完成", "迟报", "缺报"),
    ("单位", "责任指标"),
    "由程序汇总，不用填。",
    optional=True,
    closed=True,
)
COUNTIES = Table(
    "分县认定",
    (
        "编号",
        "指标",
        "县（市）区",
        "任务数",
        "计量单位",
        "自报数",
        "核实数",
        "核查情况",
        "核查来源",
        "建议认定数",
        "完成比例或差距",
        "建议认定结果",
        *COUNTY_DECIDED,
        BASIS,
    ),
    ("编号", "县（市）区", *COUNTY_DECIDED),
    "有分县任务的才有这张表。只填最后五列，填法与“指标认定”相同。",
    optional=True,
    closed=True,
)
_CHOICES = {
    (table.name, "认定结果"): tuple(verdict.value for verdict in Verdict) for table in (TARGETS, COUNTIES)
}


def _form(terms: Terms) -> Form:
    return Form(
        tuple(replace(table, terms=terms) for table in (TARGETS, COUNTIES, MATTERS, UNITS)),
        Code.A10,
        "认定结果没有读到，先按没有认定出送审稿",
        "这一行的认定没有采用",
    )


def read_rulings(office: Workspace, plan: Plan) -> Rulings:
    """People's decisions on targets, and on counties' own tasks; no file is no decision, A10 for what cannot be used."""
    returned = read_returned(kept(office.rulings_file(plan.profile.year), office), office, _form(plan.terms))
    targets: dict[str, Ruling] = {}
    for record, ruling in returned.each(TARGETS, lambda record: _ruling(plan, record, DECIDED)):
        if ruling.target in targets:
            record.fault(Code.P08, "编号", f"{ruling.target}重复登记", "请删去多余的一行")
        else:
            targets[ruling.target] = ruling
    counties: dict[tuple[str, str], Ruling] = {}
    for record, (county, ruling) in returned.each(COUNTIES, lambda record: _task(plan, record)):
        if (ruling.target, county) in counties:
            said = f"{ruling.target} {county}重复登记"
            record.fault(Code.P08, "县（市）区", said, "请删去多余的一行")
        else:
            counties[ruling.target, county] = ruling
    return Rulings(targets, counties, returned.findings)


def write_rulings(terms: Terms, rows: Mapping[str, Sequence[Sequence[str]]], day: date) -> bytes:
    """考核认定表.xlsx with rows by sheet, in the office's words; 分县认定 only where there are any."""
    tables = [table for table in _form(terms).tables if table.name != COUNTIES.name or rows.get(table.name)]
    return write_tables(tables, rows, _CHOICES, day)


def _target(plan: Plan, record: Record) -> Target | None:
    text = record.text("编号", required=True)
    target = plan.find_target(text)
    if target is None and text:
        record.fault(Code.P07, "编号", f"没有编号为“{text}”的指标", "请改正编号，或删去这一行")
    return target


def _task(plan: Plan, record: Record) -> tuple[str, Ruling] | None:
    """What was decided on a county's own task."""
    ruling = _ruling(plan, record, COUNTY_DECIDED)
    text = record.text("县（市）区", required=True)
    county = plan.find_unit(text)
    if ruling is None or not text:
        return None
    if county is None or (ruling.target, county) not in plan.county_goals:
        said = f"{ruling.target}没有{text}的{plan.terms.of('分县任务')}"
        record.fault(Code.P06, "县（市）区", said, "请改正，或在任务分解表“分县任务”里补上")
        return None
    return county, ruling


def _ruling(plan: Plan, record: Record, columns: Sequence[str]) -> Ruling | None:
    target = _target(plan, record)
    if target is None:
        return None
    amount = record.number("认定数", percent=target.kind.ratio)
    if amount is not None and not target.kind.quantified:
        record.fault(Code.P05, "认定数", f"{target.id}是定性任务，没有认定数", "请清空这一格")
    figure = _figure(target, record, "认定数", amount)
    verdict = record.choice("认定结果", [one.value for one in Verdict], "")
    return Ruling(
        target.id,
        figure,
        Verdict(verdict) if verdict else None,
        record.text("调整理由"),
        record.text("异议"),
        record.day("批准日期"),
        {column: record.cell(column) for column in (*columns, BASIS) if column in record.columns},
        record.text(BASIS),
        _figure(target, record, "建议认定数", record.content("建议认定数").number),
        record.text("建议认定结果"),
    )


def _figure(target: Target, record: Record, column: str, amount: Decimal | None) -> Figure | None:
    if amount is None or not target.kind.quantified:
        return None
    scale = 1 if target.kind.ratio else target.measure.factor
    return Figure(amount * scale, target.measure.base, (record.cell(column),))
