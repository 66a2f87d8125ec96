"""Makes the inputs of the invented year: the plan, and each month's sheets as leads would return them."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import StringIO

from pipeline.files.books import Value
from pipeline.model.layout import COUNTY_SHEET, DATE_LABEL, PROGRESS_SHEET, Column
from pipeline.model.months import Month
from pipeline.model.plan import Plan, Unit
from pipeline.plan.forms import Entries, form, form_name
from pipeline.plan.tables import is_number
from pipeline.plan.workbook import write_plan

YEAR = 2021
MONTHS = tuple(Month(YEAR, number) for number in range(6, 13))
_DATA = files("pipeline.sample") / "data"
_AS_OF_DAY = 20


def plan_workbook() -> bytes:
    """任务分解表.xlsx of the sample, from the tables of `data/任务分解表`."""
    tables = {}
    for source in sorted((_DATA / "任务分解表").iterdir(), key=lambda entry: entry.name):
        if source.name.endswith(".csv"):
            tables[source.name.removesuffix(".csv")] = list(csv.reader(_text(source)))[1:]
    return write_plan(tables, date(YEAR, 5, 31))


def returns(plan: Plan, month: Month) -> dict[str, bytes]:
    """The workbooks that came in for `month`, by file name: one per lead, filled and dated."""
    arrivals = {row["单位"]: date.fromisoformat(row["填报日期"]) for row in _rows("arrivals.csv", month)}
    cells = dict(_cells(plan, month))
    books = {}
    for unit in plan.leads:
        foot: dict[str, Value] = {
            "填报人": "综合岗",
            "审核人": "科室负责岗",
            "联系电话": unit.phone,
            DATE_LABEL: arrivals[unit.key],
        }
        data = form(plan, unit, month, Entries(cells, foot))
        if data is not None:
            books[_file_name(plan, unit, month)] = data
    return books


def _file_name(plan: Plan, unit: Unit, month: Month) -> str:
    return f"{form_name(plan, unit, month)}.xlsx"


def _cells(plan: Plan, month: Month) -> Iterator[tuple[tuple[str, str, str, str], Value]]:
    columns = {column.header: column for column in PROGRESS_SHEET.columns}
    day = month.day(_AS_OF_DAY)
    for source in ("series.csv", "texts.csv"):
        for row in _rows(source, month):
            target = row["编号"]
            for header, text in row.items():
                if header in columns and header != "编号" and text:
                    yield (
                        (PROGRESS_SHEET.name, target, "", columns[header].name),
                        _value(columns[header], text),
                    )
            if source == "texts.csv" and row["一句话进展"]:
                yield (PROGRESS_SHEET.name, target, "", "as_of"), day
    for row in _rows("counties.csv", month):
        key = plan.find_unit(row["县（市）区"]) or row["县（市）区"]
        place = (COUNTY_SHEET.name, row["编号"], key)
        yield (*place, "measure"), row["计量单位"]
        if row["累计完成"]:
            yield (*place, "cumulative"), Decimal(row["累计完成"])


def _value(column: Column, text: str) -> Value:
    return Decimal(text) if column.holds == "number" and text.isascii() and is_number(text) else text


def _rows(name: str, month: Month) -> Iterator[Mapping[str, str]]:
    return (row for row in csv.DictReader(_text(_DATA / name)) if row["月份"] == str(month))


def _text(source: Traversable) -> StringIO:
    """A packaged table with its line ends untouched, as the csv module wants it."""
    return StringIO(source.read_bytes().decode("utf-8"), newline="")
