"""白石市, a city that does not exist: its workspace for the whole of 2024, made from the tables beside this file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl

from pipeline.files.spreadsheets.writing import Value
from pipeline.inputs.decisions.spotcheck_records import write_spot_checks
from pipeline.inputs.plan.workbook import load_plan, write_plan
from pipeline.inputs.returns.form import Entries, Slot, form, form_name
from pipeline.inputs.returns.layout import COUNTY_SHEET, DATE_LABEL, PROGRESS_SHEET
from pipeline.model.months import Month
from pipeline.model.plan import Plan, Target
from pipeline.model.workspace import Workspace
from tests.command import minsheng

HERE = Path(__file__).parent
YEAR = 2024
MONTHS = tuple(Month(YEAR, number) for number in range(5, 13))
YEAR_END = Month.year_end(YEAR)
APPROVED = date(2025, 1, 16)


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table beside this file."""
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def build(root: Path) -> Path:
    """The workspace in a new folder: `init`, then the plan, every sheet of the year and the spot checks."""
    assert minsheng("init", root, "--year", YEAR).code == 0
    tables = {
        path.stem: [tuple(row.values()) for row in rows(f"任务分解表/{path.name}")]
        for path in (HERE / "任务分解表").glob("*.csv")
    }
    folder = root / "inputs" / str(YEAR)
    (folder / "任务分解表.xlsx").write_bytes(write_plan(tables, date(YEAR, 4, 10)))
    plan = load_plan(Workspace(root), YEAR)
    for month in (*MONTHS, YEAR_END):
        (folder / month.folder).mkdir()
        cells = dict(_cells(plan, month))
        filled = date(YEAR + 1, 1, 8) if month.is_year_end else month.day(26)
        for unit in plan.leads:
            data = form(plan, unit, month, Entries(cells, {"填报人": "综合岗", DATE_LABEL: filled}))
            assert data is not None
            (folder / month.folder / f"{form_name(plan, unit, month)}.xlsx").write_bytes(data)
    (folder / "抽查").mkdir()
    records = [tuple(row.values()) for row in rows("spot_checks.csv")]
    (folder / "抽查" / "抽查记录表.xlsx").write_bytes(write_spot_checks(records, APPROVED))
    return root


def _cells(plan: Plan, month: Month) -> Iterator[tuple[Slot, Value]]:
    day = month.last_day if month.is_year_end else month.day(24)
    for target in plan.targets:
        place = (PROGRESS_SHEET.name, target.id, "")
        yield (*place, "as_of"), day
        yield (*place, "headline"), "按计划推进"
        yield (*place, "reason"), "前期手续办理时间较长"
        yield (*place, "progress"), "与台账核对无误"
    for row in rows("reported.csv"):
        target, text = plan.target(row["编号"]), row[plan.cycle.label(month).removesuffix("月")]
        if row["县（市）区"] and text:
            place = (COUNTY_SHEET.name, target.id, row["县（市）区"])
            yield (*place, "measure"), target.measure.text
            yield (*place, "cumulative"), Decimal(text)
        elif text:
            yield from _figure((PROGRESS_SHEET.name, target.id, ""), target, text)


def _figure(place: tuple[str, str, str], target: Target, text: str) -> Iterator[tuple[Slot, Value]]:
    numerator, _, denominator = text.partition("/")
    if denominator:
        yield (*place, "numerator"), Decimal(numerator)
        yield (*place, "denominator"), Decimal(denominator)
        yield (*place, "cumulative"), Decimal(numerator) * 100 / Decimal(denominator)
    else:
        yield (*place, "cumulative"), Decimal(text)


def decide(root: Path, **changes: object) -> None:
    """People decide in the table the draft made: as suggested, 定性 完成, all approved; `changes` by id or id_county."""
    book = openpyxl.load_workbook(root / "outputs/2024-考核/考核认定表.xlsx")
    for name in ("指标认定", "分县认定"):
        sheet = book[name]
        columns = {str(cell.value): cell.column for cell in sheet[2]}
        for line in sheet.iter_rows(min_row=3):
            values = {header: line[column - 1].value for header, column in columns.items()}
            suggested = str(values["建议认定结果"])
            key = "_".join(filter(None, (str(values["编号"]), str(values.get("县（市）区") or ""))))
            decided = {"认定结果": "完成" if suggested == "由人认定" else suggested, "批准日期": APPROVED}
            change = changes.get(key, {})
            assert isinstance(change, dict)
            for header, value in (decided | change).items():
                line[columns[header] - 1].value = value
    book.save(root / "inputs/2024/考核认定表.xlsx")
