"""Sheet 协调 of 处理登记: what units cannot settle alone, read and held against the plan and against sheet 入文."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from pipeline.inputs.decisions.workbook_reader import unit_keys, units_named
from pipeline.inputs.tables.reader import Record, Table, suggesting
from pipeline.model.choices import Choice, Purpose
from pipeline.model.coordination import Coordination
from pipeline.model.months import Month
from pipeline.model.plan import Plan

COORDINATIONS = Table(
    "协调",
    (
        "月份",
        "编号",
        "单位",
        "事项",
        "涉及单位",
        "已征求意见",
        "拟提请协调",
        "时限",
        "协调结果",
        "办结日期",
        "批准岗位",
        "日期",
    ),
    ("月份", "编号", "涉及单位"),
    "单位提出的需协调事项，从征求意见到办结，一件一行。拟提请协调填“是”、涉及的单位都征求过意见的，写进当期呈阅件、要情、呈批件；"
    "到期没有办结的，看进度、催报时会提醒。",
    optional=True,
)
PROPOSED = ("否", "是")
_DAYS = ("时限", "办结日期", "日期")

Fault = Callable[[Record, str, Month | None, str, str], None]
# What is wrong with a row: in which column, what, and what to do.
_Wrong = tuple[str, str, str]


def read_coordinations(
    records: Sequence[Record],
    plan: Plan,
    choices: Sequence[Choice],
    month_of: Callable[[Record], Month | None],
    fault: Fault,
) -> tuple[Coordination, ...]:
    """The rows that say all they must, in their order; `choices` are those of 入文, where nothing may stand a second time."""
    found: list[Coordination] = []
    for record in records:
        month = month_of(record)
        if month is None:
            continue
        wrong = next(_faults(plan, record, month), None)
        if wrong is None:
            read = _coordination(plan, record, month)
            wrong = _told_twice(read, found, choices)
        if wrong is None:
            found.append(read)
        else:
            column, message, fix = wrong
            fault(record, column, month, message, fix)
    return tuple(found)


def _faults(plan: Plan, record: Record, month: Month) -> Iterator[_Wrong]:
    empty = [column for column in COORDINATIONS.required if not record.text(column)]
    if empty:
        yield empty[0], f"“{'”“'.join(empty)}”没有填写", "请补填后再运行"
    elif plan.find_target(record.text("编号")) is None:
        yield "编号", f"没有编号为“{record.text('编号')}”的指标", "请改正编号"
    for column in ("单位", "涉及单位", "已征求意见"):
        for name in units_named(record, column):
            if plan.find_unit(name) is None:
                near = suggesting(plan.likeliest_unit(name))
                yield column, f"没有登记的单位“{name}”", f"请改正，几个单位用顿号隔开{near}"
    for column in _DAYS:
        if record.text(column) and record.day(column) is None:
            yield column, f"{column}“{record.text(column)}”认不出", "请写成2021-09-28的样子"
    yield from _settled_wrongly(record, month)
    yield from _proposed_wrongly(plan, record)


def _settled_wrongly(record: Record, month: Month) -> Iterator[_Wrong]:
    closed = record.day("办结日期") if record.text("办结日期") else None
    if closed is not None and closed < month.day(1):
        yield "办结日期", f"办结日期{closed.isoformat()}早于提出的月份", "请改正月份或日期"
    elif closed is not None and not record.text("协调结果"):
        yield "协调结果", "写了办结日期，没有写协调结果", "请补填怎么协调的"
    elif record.text("协调结果") and closed is None:
        yield "办结日期", "写了协调结果，没有写办结日期", "请补填哪天协调的"


def _proposed_wrongly(plan: Plan, record: Record) -> Iterator[_Wrong]:
    """Nothing goes up before everybody it concerns was asked, nor without somebody who decided so."""
    proposed = record.text("拟提请协调")
    if proposed not in ("", *PROPOSED):
        yield "拟提请协调", f"拟提请协调“{proposed}”认不出", "请填是或否，留空按否"
    if proposed != PROPOSED[1]:
        return
    asked = {plan.find_unit(name) for name in units_named(record, "已征求意见")}
    left = [name for name in units_named(record, "涉及单位") if plan.find_unit(name) not in asked]
    if left:
        said = f"拟提请协调，还没有征求{'、'.join(left)}的意见"
        yield "已征求意见", said, "请先征求有关单位意见，再填“是”"
    empty = [column for column in ("批准岗位", "日期") if not record.text(column)]
    if empty:
        yield empty[0], f"拟提请协调的，“{'”“'.join(empty)}”没有填写", "请补填后再运行"


def _told_twice(
    read: Coordination, found: Sequence[Coordination], choices: Sequence[Choice]
) -> _Wrong | None:
    key = (read.month, read.target, read.unit)
    if any((one.month, one.target, one.unit) == key and one.text == read.text for one in found):
        return "编号", "与前面一行登记的是同一件事", "请只留一行"
    same = (one for one in choices if one.purpose is Purpose.COORDINATED)
    if read.proposed and any((one.month, one.target, one.unit) == key for one in same):
        return "拟提请协调", "“入文”里也登记了拟提请协调", "请只留一处"
    return None


def _coordination(plan: Plan, record: Record, month: Month) -> Coordination:
    target = plan.find_target(record.text("编号"))
    assert target is not None  # a row without a target was told
    return Coordination(
        month,
        next(iter(unit_keys(plan, record, "单位")), target.leads[0]),
        target.id,
        record.text("事项"),
        unit_keys(plan, record, "涉及单位"),
        unit_keys(plan, record, "已征求意见"),
        record.text("拟提请协调") == PROPOSED[1],
        record.day("时限"),
        record.text("协调结果"),
        record.day("办结日期"),
        record.text("批准岗位"),
        record.day("日期"),
        {column: record.cell(column) for column in COORDINATIONS.columns},
    )
