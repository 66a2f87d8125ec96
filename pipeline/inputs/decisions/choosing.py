"""Sheet 入文 of 处理登记: what people chose to have said in a month's papers, read and held against the plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from pipeline.inputs.decisions.workbook_reader import unit_keys, units_named
from pipeline.inputs.tables.reader import Record, Table, nearest, suggesting
from pipeline.model.choices import Choice, Purpose
from pipeline.model.months import Month
from pipeline.model.plan import Plan

CHOSEN = Table(
    "入文",
    ("月份", "编号", "单位", "用途", "内容", "已征求意见", "批准岗位", "日期"),
    ("月份", "用途", "批准岗位", "日期"),
    "人选定要写进文稿的：选入简报的做法、同意通报的单位、拟提请协调的事项、新增比平时少的指标。内容留空就用单位报表里的话。",
    optional=True,
)
PURPOSES = {("入文", "用途"): tuple(Purpose)}


Fault = Callable[[Record, str, Month | None, str, str], None]
# What is wrong with a row: in which column, what, and what to do.
_Wrong = tuple[str, str, str]


def read_choices(
    records: Sequence[Record], plan: Plan, month_of: Callable[[Record], Month | None], fault: Fault
) -> tuple[Choice, ...]:
    """The rows that say all their purpose asks for, in their order; `month_of` tells a month nobody can read."""
    found = []
    for record in records:
        month = month_of(record)
        if month is None:
            continue
        wrong = next(_faults(plan, record), None)
        if wrong is None:
            found.append(_choice(plan, record, month))
        else:
            column, message, fix = wrong
            fault(record, column, month, message, fix)
    return tuple(found)


def _faults(plan: Plan, record: Record) -> Iterator[_Wrong]:
    purpose, unit, target = record.text("用途"), record.text("单位"), record.text("编号")
    if purpose not in tuple(Purpose):
        said = f"用途“{purpose}”认不出" if purpose else "“用途”没有填写"
        near = nearest(purpose, tuple(Purpose)) if purpose else ""
        yield "用途", said, f"可以填：{'、'.join(Purpose)}{near}"
        return
    empty = [column for column in ("批准岗位", "日期") if not record.text(column)]
    if empty:
        yield empty[0], f"“{'”“'.join(empty)}”没有填写", "请补填后再运行"
    elif record.day("日期") is None:
        yield "日期", f"日期“{record.text('日期')}”认不出", "请写成2021-09-28的样子"
    for column in ("单位", "已征求意见"):
        for name in units_named(record, column):
            if plan.find_unit(name) is None:
                near = suggesting(plan.likeliest_unit(name))
                yield column, f"没有登记的单位“{name}”", f"请改正{near}"
    if target and plan.find_target(target) is None:
        yield "编号", f"没有编号为“{target}”的指标", "请改正编号"
    elif purpose == Purpose.NAMED and not unit:
        yield "单位", "同意通报的没有写单位", "请补填单位"
    elif purpose != Purpose.NAMED and not target:
        yield "编号", f"{purpose}的没有写编号", "请补填指标编号"
    elif purpose == Purpose.COORDINATED and not record.text("已征求意见"):
        yield "已征求意见", "拟提请协调的没有写征求过谁的意见", "请先征求有关单位意见，再登记"


def _choice(plan: Plan, record: Record, month: Month) -> Choice:
    target = plan.find_target(record.text("编号")) if record.text("编号") else None
    unit = plan.find_unit(record.text("单位")) if record.text("单位") else None
    if unit is None:
        assert target is not None  # a row without a unit names a target
        unit = target.leads[0]
    day = record.day("日期")
    assert day is not None
    return Choice(
        month,
        Purpose(record.text("用途")),
        unit,
        target.id if target is not None else "",
        record.text("内容"),
        unit_keys(plan, record, "已征求意见"),
        record.text("批准岗位"),
        day,
        record.cell("内容"),
    )
