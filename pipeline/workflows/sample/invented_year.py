"""Makes the inputs of the invented year: the plan, and each month's sheets as leads would return them."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import StringIO

from pipeline.files.spreadsheets.writing import Value
from pipeline.inputs.decisions.register import write_register
from pipeline.inputs.decisions.replies import SHEET, write_replies
from pipeline.inputs.decisions.rulings import DECIDED, TARGETS, write_rulings
from pipeline.inputs.decisions.spotcheck_records import RECORDS, write_spot_checks
from pipeline.inputs.plan.workbook import load_plan, write_plan
from pipeline.inputs.returns.form import Entries, Slot, form, form_name
from pipeline.inputs.returns.layout import COOPERATION_SHEET, COUNTY_SHEET, DATE_LABEL, PROGRESS_SHEET, Column
from pipeline.inputs.tables.reader import is_number
from pipeline.model.months import Month
from pipeline.model.plan import Plan, Unit
from pipeline.model.workspace import Workspace
from pipeline.outputs.founding import found, furniture, lay

YEAR = 2021
MONTHS = tuple(Month(YEAR, number) for number in range(6, 13))
YEAR_END = Month.year_end(YEAR)
_DATA = files("pipeline.workflows.sample") / "data"
_AS_OF_DAY = 20
_SHARES_DAY = 21
_YEAR_END_FILLED, _APPROVED = date(YEAR + 1, 1, 10), date(YEAR + 1, 1, 20)
_SHARED = (1, 5, 8)  # the matters whose cooperating units' sheets are part of the sample


@cache
def plan_workbook() -> bytes:
    """任务分解表.xlsx of the sample, from the tables of `data/任务分解表`."""
    tables = {}
    for source in sorted((_DATA / "任务分解表").iterdir(), key=lambda entry: entry.name):
        if source.name.endswith(".csv"):
            tables[source.name.removesuffix(".csv")] = list(csv.reader(_text(source)))[1:]
    return write_plan(tables, date(YEAR, 5, 31))


def returns(plan: Plan, month: Month, shares: bool = True) -> dict[str, bytes]:
    """The workbooks that came in for `month`, by path below its folder, filled and dated.

    One per lead; below 配合 one per county and department that reported to the leads of matters 1, 5 and 8,
    if `shares` are asked for.
    """
    books = {}
    if month.is_year_end:
        cells = dict(_year_end_cells(plan, month))
        return {
            _file_name(plan, unit, month): _book(plan, unit, month, cells, _YEAR_END_FILLED)
            for unit in plan.leads
        }
    cells = dict(_cells(plan, month))
    arrivals = _dates("arrivals.csv", month)
    for unit in plan.leads:
        books[_file_name(plan, unit, month)] = _book(plan, unit, month, cells, arrivals[unit.key])
    late = _dates("late_shares.csv", month)
    for unit in plan.units if shares else ():
        own = dict(_shares(plan, unit, month))
        if own:
            day = late.get(unit.key, month.day(_SHARES_DAY))
            books[f"配合/{_file_name(plan, unit, month)}"] = _book(plan, unit, month, own, day)
    return books


def spot_checks(plan: Plan, months: Sequence[Month]) -> bytes | None:
    """抽查记录表.xlsx with the invented records about these months; None if there are none."""
    wanted = {str(month) for month in months}
    records = [row for row in csv.DictReader(_text(_DATA / "spotchecks.csv")) if row["月份"] in wanted]
    if not records:
        return None
    known = {"抽查缘由": ""}
    rows = [
        tuple((known | row | {"指标": plan.target(row["编号"]).name})[column] for column in RECORDS.columns)
        for row in records
    ]
    return write_spot_checks(rows, _APPROVED)


def register(months: Sequence[Month]) -> bytes:
    """处理登记.xlsx with what the invented office noted of its 督办 for these months."""
    wanted = {str(month) for month in months}
    rows = list(csv.reader(_text(_DATA / "supervision.csv")))[1:]
    return write_register(date(YEAR, 1, 1), {"督办": [row for row in rows if row[0] in wanted]})


def replies(plan: Plan, months: Sequence[Month]) -> dict[str, bytes]:
    """The 督办回告单 that came back for these months, by file name."""
    wanted = {str(month) for month in months}
    books = {}
    for row in csv.DictReader(_text(_DATA / "replies.csv")):
        if row["月份"] in wanted:
            target = plan.target(row["编号"])
            known = row | {"指标": target.name, "单位": target.leads[0]}
            name = f"督办回告单-{target.leads[0]}-{row['月份']}.xlsx"
            planned = [
                (row["月份"], row["编号"], target.name, target.leads[0], each["计划时点"], each["到时应达到的数"], target.measure.text)
                for each in csv.DictReader(_text(_DATA / "pledges.csv"))
                if (each["月份"], each["编号"]) == (row["月份"], row["编号"])
            ]  # fmt: skip
            books[name] = write_replies(
                [[known[column] for column in SHEET.columns]], _APPROVED, pledges=planned
            )
    return books


def decided(plan: Plan) -> bytes:
    """考核认定表.xlsx with the invented decisions of the sample: every target as its figures say, 定性 ones 完成."""
    verdicts = {row["编号"]: row["认定结果"] for row in csv.DictReader(_text(_DATA / "decided.csv"))}
    blank = [""] * (len(TARGETS.columns) - len(DECIDED) - 2)
    rows = [
        (target.id, *blank, "", verdicts[target.id], "", "", _APPROVED.isoformat(), "")
        for target in plan.targets
    ]
    return write_rulings(plan.terms, {TARGETS.name: rows}, _APPROVED)


def _book(plan: Plan, unit: Unit, month: Month, cells: Mapping[Slot, Value], day: date) -> bytes:
    foot: dict[str, Value] = {
        "填报人": "综合岗",
        "审核人": "科室负责岗",
        "联系电话": unit.phone,
        DATE_LABEL: day,
    }
    data = form(plan, unit, month, Entries(cells, foot), one_sheet=True)
    assert data is not None, unit.key  # whoever is in the sample's tables has something to report
    return data


def _file_name(plan: Plan, unit: Unit, month: Month) -> str:
    return f"{form_name(plan, unit, month)}.xlsx"


def _dates(name: str, month: Month) -> dict[str, date]:
    return {row["单位"]: date.fromisoformat(row["填报日期"]) for row in _rows(name, month)}


def _shares(plan: Plan, unit: Unit, month: Month) -> Iterator[tuple[Slot, Value]]:
    """What a county or department reported to the leads: counties the figures their leads passed on."""
    rows = [row for row in _rows("shares.csv", month) if row["单位"] == unit.key]
    rows += _county_rows(plan, unit, month)
    before = {row["编号"]: row["累计完成"] for row in _county_rows(plan, unit, plan.cycle.previous(month))}
    for row in rows:
        place = (COOPERATION_SHEET.name, row["编号"], "")
        yield (*place, "as_of"), month.day(_AS_OF_DAY)
        if row["累计完成"]:
            yield (*place, "measure"), row["计量单位"]
            yield (*place, "cumulative"), Decimal(row["累计完成"])
        if row["累计完成"] and before.get(row["编号"]):
            new = Decimal(row["累计完成"]) - Decimal(before[row["编号"]])
            yield (*place, "this_month"), new if new >= 0 else None
        if row.get("一句话进展"):
            yield (*place, "headline"), row["一句话进展"]


def _county_rows(plan: Plan, unit: Unit, month: Month) -> list[Mapping[str, str]]:
    """A county's rows of matters 1, 5 and 8; before the first month there are none."""
    return [
        row
        for row in _rows("counties.csv", month)
        if plan.find_unit(row["县（市）区"]) == unit.key and plan.target(row["编号"]).matter in _SHARED
    ]


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


def _year_end_cells(plan: Plan, month: Month) -> Iterator[tuple[Slot, Value]]:
    """December's figures once more, as of the last day of the year."""
    for place, value in _cells(plan, plan.cycle.previous(month)):
        sheet, target, _, column = place
        if column in ("this_month", "corrected_last", "correction", "reason", "difficulty", "coordination"):
            continue
        yield place, month.last_day if column == "as_of" else value
        if sheet == PROGRESS_SHEET.name and column == "headline":
            yield (sheet, target, "", "progress"), "已与全年台账逐项核对，完成数与台账一致。"
            yield (sheet, target, "", "next_steps"), "全年台账、验收或结算资料、现场照片，存本单位备查。"


def _value(column: Column, text: str) -> Value:
    return Decimal(text) if column.holds == "number" and text.isascii() and is_number(text) else text


def _rows(name: str, month: Month) -> Iterator[Mapping[str, str]]:
    return (row for row in csv.DictReader(_text(_DATA / name)) if row["月份"] == str(month))


def _text(source: Traversable) -> StringIO:
    """A packaged table with its line ends untouched, as the csv module wants it."""
    return StringIO(source.read_bytes().decode("utf-8"), newline="")


def lay_sample(office: Workspace, months: Sequence[Month], shares: bool) -> None:
    """Found the workspace with what came in for some months; `shares`: the cooperating units' sheets too.

    Spot checks and 督办 of these months come with them; the year end brings its decided 考核认定表.
    """
    own = {
        f"inputs/{YEAR}/任务分解表.xlsx": plan_workbook(),
        office.relative(office.decisions_file(YEAR)): register(months),
    }
    found(office.root, furniture(YEAR) | own)
    plan = load_plan(office, YEAR)
    for month in months:
        folder = office.relative(office.month_folder(month))
        sheets = returns(plan, month, shares)
        lay(office.root, {f"{folder}/{name}": data for name, data in sheets.items()})
    checked = spot_checks(plan, months)
    if checked is not None:
        lay(office.root, {f"{office.relative(office.spot_checks_folder(YEAR))}/抽查记录表.xlsx": checked})
    answered = office.relative(office.replies_folder(YEAR))
    lay(office.root, {f"{answered}/{name}": data for name, data in replies(plan, months).items()})
    if YEAR_END in months:
        lay(office.root, {office.relative(office.rulings_file(YEAR)): decided(plan)})
