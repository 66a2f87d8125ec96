"""Sheet 电话催报 of 处理登记: who was telephoned for a report that was owed, on which day; read and held against the plan.

What is wrong with a cell is D30. No paper rests on this sheet, so what is wrong in it holds nothing back but the row itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from pipeline.inputs.tables.reader import Record, Table, suggesting
from pipeline.model.codes import Code
from pipeline.model.findings import Finding
from pipeline.model.months import Month
from pipeline.model.plan import Plan
from pipeline.model.readings import Call

CALLS = Table(
    "电话催报",
    ("月份", "单位", "日期", "答复", "经办岗位"),
    ("月份", "单位", "日期"),
    "打电话催过报表的记在这里，一次一行；催报清单、看进度时会说哪天催过。文稿里不写。",
    optional=True,
)
_DAY = "日期"

# What is wrong with a row: in which column, what, and what to do.
_Wrong = tuple[str, str, str]


def read_calls(
    records: Sequence[Record], plan: Plan, month_of: Callable[[Record], Month | None]
) -> tuple[tuple[Call, ...], tuple[tuple[Month | None, Finding], ...]]:
    """The rows that say all they must, in their order; of any other the first thing wrong, by the month it names."""
    found: list[Call] = []
    wrong: list[tuple[Month | None, Finding]] = []
    for record in records:
        month = month_of(record)
        first = next(_faults(record, plan, month), None)
        if first is None and month is not None:
            read = _call(record, plan, month)
            first = (_DAY, "与前面一行登记的是同一件事", "请只留一行") if read in found else None
            found += [] if first else [read]
        if first is not None:
            column, message, fix = first
            said = f"处理登记［{CALLS.name}］：{message}"
            wrong.append((month, Finding(Code.D30, said, fix, place=record.cell(column))))
    return tuple(found), tuple(wrong)


def _faults(record: Record, plan: Plan, month: Month | None) -> Iterator[_Wrong]:
    empty = [column for column in CALLS.required if not record.text(column)]
    if empty:
        yield empty[0], f"“{'”“'.join(empty)}”没有填写", "请补填后再运行"
    elif month is None:
        yield "月份", f"月份“{record.text('月份')}”认不出", "请改正月份"
    if plan.find_unit(record.text("单位")) is None:
        near = suggesting(plan.likeliest_unit(record.text("单位")))
        yield "单位", f"没有登记的单位“{record.text('单位')}”", f"请改正{near}"
    day = record.day(_DAY)
    if day is None:
        yield _DAY, f"日期“{record.text(_DAY)}”认不出", "请写成2021-09-28的样子"
    elif month is not None and day < month.day(1):
        yield _DAY, f"日期{day.isoformat()}早于要报的那一期", "请改正月份或日期"


def _call(record: Record, plan: Plan, month: Month) -> Call:
    unit, day = plan.find_unit(record.text("单位")), record.day(_DAY)
    assert unit is not None and day is not None  # a row without either was told
    return Call(month, unit, day, record.text("答复"), record.text("经办岗位"))
