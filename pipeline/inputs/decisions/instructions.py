"""Sheet 批示 of 处理登记: what leaders wrote, read and held against the plan; nothing of it is put in other words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from pipeline.inputs.decisions.workbook_reader import unit_keys, units_named
from pipeline.inputs.tables.reader import Record, Table, suggesting
from pipeline.model.instructions import Instruction
from pipeline.model.months import Month
from pipeline.model.plan import Plan

INSTRUCTIONS = Table(
    "批示",
    ("日期", "批示岗位", "来文", "批示原文", "承办单位", "时限", "办理情况", "办结日期", "可引用"),
    ("日期", "批示岗位", "批示原文", "承办单位"),
    "领导在文稿上写了什么，照抄原文，不改一个字；下一期呈阅件写落实情况。到期没有办结的，看进度、催报时会提醒。"
    "办结了写办理情况和办结日期。",
    optional=True,
)
CITED = ("否", "是")
_NEEDED = ("日期", "批示岗位", "批示原文", "承办单位")
_DAYS = ("日期", "时限", "办结日期")

Fault = Callable[[Record, str, Month | None, str, str], None]
# What is wrong with a row: in which column, what, and what to do.
_Wrong = tuple[str, str, str]


def read_instructions(records: Sequence[Record], plan: Plan, fault: Fault) -> tuple[Instruction, ...]:
    """The rows that say all they must, in their order; of any other the first thing wrong is told, and it is not used."""
    found = []
    for record in records:
        wrong = next(_faults(plan, record), None)
        if wrong is None:
            found.append(_instruction(plan, record))
        else:
            column, message, fix = wrong
            fault(record, column, None, message, fix)
    return tuple(found)


def _faults(plan: Plan, record: Record) -> Iterator[_Wrong]:
    empty = [column for column in _NEEDED if not record.text(column)]
    if empty:
        yield empty[0], f"“{'”“'.join(empty)}”没有填写", "请补填后再运行"
    for column in _DAYS:
        if record.text(column) and record.day(column) is None:
            yield column, f"{column}“{record.text(column)}”认不出", "请写成2021-09-28的样子"
    given = record.day("日期")
    for column in _DAYS[1:]:
        day = record.day(column)
        if given is not None and day is not None and day < given:
            yield (
                column,
                f"{column}{day.isoformat()}早于批示的{given.isoformat()}",
                "请改正其中一个日期",
            )
    if record.text("可引用") not in ("", *CITED):
        yield "可引用", f"可引用“{record.text('可引用')}”认不出", "请填是或否，留空按否"
    if record.text("办结日期") and not record.text("办理情况"):
        yield "办理情况", "写了办结日期，没有写办理情况", "请补填怎么办的"
    for name in units_named(record, "承办单位"):
        if plan.find_unit(name) is None:
            near = suggesting(plan.likeliest_unit(name))
            yield "承办单位", f"没有登记的单位“{name}”", f"请改正，几个单位用顿号隔开{near}"


def _instruction(plan: Plan, record: Record) -> Instruction:
    given = record.day("日期")
    assert given is not None
    return Instruction(
        given,
        record.text("批示岗位"),
        record.text("来文"),
        record.text("批示原文"),
        unit_keys(plan, record, "承办单位"),
        record.day("时限"),
        record.text("办理情况"),
        record.day("办结日期"),
        record.text("可引用") == CITED[1],
        {column: record.cell(column) for column in INSTRUCTIONS.columns},
    )
