"""考核认定表.xlsx: the table people decide in, and what they decided.

`assess` writes it with everything it knows; people keep it in `inputs/YEAR/`, fill its last columns, and only those
are read back: no figure that was made here is ever an input.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from pipeline.files.folder import is_there, load_own
from pipeline.files.preflight import Unreadable
from pipeline.files.sheets import read_own_book
from pipeline.model.assessment import Ruling, Rulings, Verdict
from pipeline.model.codes import Code
from pipeline.model.errors import PlanProblem
from pipeline.model.figures import Figure
from pipeline.model.plan import Plan, Target
from pipeline.plan.tablebook import write_tables
from pipeline.plan.tables import Problems, Record, Table, once, read_tables
from pipeline.workspace import Workspace

DECIDED = ("认定数", "认定结果", "调整理由", "异议", "批准日期")
COUNTY_DECIDED = ("认定数", "认定结果", "调整理由", "批准日期")
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
    ),
    ("编号", *DECIDED),
    "只填最后五列：认定数留空即按建议认定数；与建议不同的必须写调整理由；批准日期逐项填写。填好放进 inputs 的年度文件夹。",
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
    ),
    ("编号", "县（市）区", *COUNTY_DECIDED),
    "有分县任务的才有这张表。只填最后四列，填法与“指标认定”相同。",
    optional=True,
    closed=True,
)
_CHOICES = {
    (table.name, "认定结果"): tuple(verdict.value for verdict in Verdict) for table in (TARGETS, COUNTIES)
}


def read_rulings(office: Workspace, plan: Plan) -> Rulings:
    """People's decisions on targets, and on counties' own tasks; no file is no decision.

    Raises `PlanProblem` with its findings if the table cannot be read: nothing may be certified by half of it.
    """
    path = office.rulings_file(plan.profile.year)
    if not is_there(path):
        return Rulings()
    name = office.relative(path)
    try:
        book = read_own_book(load_own(path, office.inputs), name)
    except Unreadable as reason:
        raise PlanProblem(f"{name} {reason}") from None
    problems = Problems()
    tables = read_tables(book, (TARGETS, COUNTIES, MATTERS, UNITS), problems)
    targets: dict[str, Ruling] = {}
    for record in once(tables[TARGETS.name], "编号", str).values():
        target = _target(plan, record)
        if target is not None:
            targets[target.id] = _ruling(target, record, DECIDED)
    counties: dict[tuple[str, str], Ruling] = {}
    for record in tables[COUNTIES.name]:
        target = _target(plan, record)
        county = plan.find_unit(record.text("县（市）区", required=True))
        if target is None:
            continue
        if county is None or (target.id, county) not in plan.county_goals:
            said = f"{target.id}没有{record.text('县（市）区')}的分县任务"
            record.fault(Code.P06, "县（市）区", said, "请改正，或在任务分解表“分县任务”里补上")
        elif (target.id, county) in counties:
            record.fault(Code.P08, "县（市）区", f"{target.id} {county}重复登记")
        else:
            counties[target.id, county] = _ruling(target, record, COUNTY_DECIDED)
    if problems.findings:
        raise PlanProblem(f"{name} 有填写错误，不能继续。请改正后再运行。", problems.findings)
    return Rulings(targets, counties)


def write_rulings(rows: Mapping[str, Sequence[Sequence[str]]], day: date) -> bytes:
    """考核认定表.xlsx with rows by sheet; 分县认定 only where there are any."""
    tables = (TARGETS, COUNTIES, MATTERS, UNITS) if rows.get(COUNTIES.name) else (TARGETS, MATTERS, UNITS)
    return write_tables(tables, rows, _CHOICES, day)


def _target(plan: Plan, record: Record) -> Target | None:
    text = record.text("编号", required=True)
    target = plan.find_target(text)
    if target is None and text:
        record.fault(Code.P07, "编号", f"没有编号为“{text}”的指标", "请改正编号，或删去这一行")
    return target


def _ruling(target: Target, record: Record, columns: Sequence[str]) -> Ruling:
    amount = record.number("认定数")
    if amount is not None and not target.kind.quantified:
        record.fault(Code.P05, "认定数", f"{target.id}是定性任务，没有认定数", "请清空这一格")
    figure = None
    if amount is not None and target.kind.quantified:
        cells = (record.cell("认定数"),)
        scale = 1 if target.kind.ratio else target.measure.factor
        figure = Figure(amount * scale, target.measure.base, cells)
    verdict = record.choice("认定结果", [one.value for one in Verdict], "")
    return Ruling(
        target.id,
        figure,
        Verdict(verdict) if verdict else None,
        record.text("调整理由"),
        record.text("异议"),
        record.day("批准日期"),
        {column: record.cell(column) for column in columns},
    )
