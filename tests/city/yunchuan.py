"""云川市, a city that does not exist: its workspace made from the tables beside this file, and its command."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl

from pipeline.files.spreadsheets.writing import Value
from pipeline.inputs.decisions.register import DECISION_CHOICES, DECISION_TABLES
from pipeline.inputs.plan.workbook import load_plan, write_plan
from pipeline.inputs.returns.form import Entries, form
from pipeline.inputs.returns.layout import COUNTY_SHEET, DATE_LABEL, FORM_SHEETS
from pipeline.inputs.tables.reader import is_number
from pipeline.inputs.tables.writer import write_tables
from pipeline.model.months import Month
from pipeline.model.plan import Plan
from pipeline.model.workspace import Workspace
from tests.command import minsheng

HERE = Path(__file__).parent
YEAR = 2023
MONTHS = ("2023-04", "2023-05", "2023-06")
CLEAN, MESSY, DECIDED = MONTHS

# What lies in a month's folder beside the sheets of units.
OTHER_ENTRIES = {
    "04/市教育局盖章件.pdf": b"%PDF-1.4\n%%EOF\n",
    "04/~$市教育局-2023年4月.xlsx": b"\x06opened by somebody",
    "05/说明.txt": "各表已发微信群。\n".encode(),
}

Rows = Sequence[Sequence[str]]
Tables = Mapping[str, Rows]


def records(name: str, month: str | None = None) -> list[dict[str, str]]:
    """The rows of a table beside this file; of one month if it is given."""
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [row for row in rows if month in (None, row.get("月份") or row.get("month"))]


def tables(folder: str) -> dict[str, Rows]:
    """Every table of a folder beside this file as rows without header, by sheet name."""
    return {path.stem: _rows(path) for path in sorted((HERE / folder).glob("*.csv"))}


def _rows(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))[1:]


def build(root: Path) -> Path:
    """The whole workspace in a new folder: `init`, then the plan, the decisions and what came in."""
    made = minsheng("init", root, "--year", YEAR)
    assert made.code == 0, made.err
    lay_plan(root, tables("任务分解表"))
    (root / "inputs" / "节假日" / f"{YEAR}.toml").write_bytes((HERE / "节假日.toml").read_bytes())
    lay_decisions(root, tables("处理登记"))
    plan = load_plan(Workspace(root), YEAR)
    entries = {name: data for month in MONTHS for name, data in _returns(plan, month)} | OTHER_ENTRIES
    for name, data in entries.items():
        path = root / "inputs" / str(YEAR) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return root


def lay_plan(root: Path, rows: Tables) -> None:
    """Put 任务分解表.xlsx with those rows into a workspace."""
    path = root / "inputs" / str(YEAR) / "任务分解表.xlsx"
    path.write_bytes(write_plan(rows, date(YEAR, 3, 20)))


def lay_decisions(root: Path, rows: Tables) -> None:
    """Put 处理登记.xlsx with those rows into a workspace."""
    path = root / "inputs" / str(YEAR) / "处理登记.xlsx"
    path.write_bytes(write_tables(DECISION_TABLES, rows, DECISION_CHOICES, date(YEAR, 6, 27)))


def send_again(root: Path) -> None:
    """A sheet of the first month comes in once more with another figure."""
    (path,) = (root / "inputs/2023/04").rglob("报表(1).xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book["进展情况"]
    headers = {cell.value: cell.column for cell in sheet[4]}
    cell = sheet.cell(5, headers["累计完成"])
    cell.value = cell.value + 1  # type: ignore[operator, assignment]
    sheet.cell(5, headers["本月完成"]).value = None  # type: ignore[assignment]
    book.save(path)


def _returns(plan: Plan, text: str) -> Iterator[tuple[str, bytes]]:
    """The sheets that came in for a month: filled forms, under the name each unit wrote on its own."""
    month = Month.parse(text)
    cells = dict(_cells(plan, text))
    for row in records("returns.csv", text):
        unit = plan.unit(row["表样"])
        written = replace(unit, names=(replace(unit.names[0], short=row["表上写的单位"], until=None),))
        foot: dict[str, Value] = {"填报人": "综合岗", DATE_LABEL: date.fromisoformat(row["填报日期"])}
        data = form(plan, written, month, Entries(cells, foot))
        assert data is not None
        yield f"{month.number:02d}/{row['文件']}", data


def _cells(plan: Plan, month: str) -> Iterator[tuple[tuple[str, str, str, str], Value]]:
    """What units wrote, by the place of each cell in the form."""
    layouts = {layout.name: layout for layout in FORM_SHEETS}
    for row in records("reported.csv", month):
        layout = layouts[row["工作表"]]
        for column in layout.columns:
            text = row.get(column.header, "")
            if column.entry and text:
                yield (layout.name, row["编号"], "", column.name), _value(column.holds, text)
    for row in records("counties.csv", month):
        key = plan.find_unit(row["县（市）区"])
        assert key is not None
        place = (COUNTY_SHEET.name, row["编号"], key)
        yield (*place, "measure"), row["计量单位"]
        yield (*place, "cumulative"), _value("number", row["累计完成"])


def _value(holds: str, text: str) -> Value:
    if holds == "date":
        return date.fromisoformat(text)
    return Decimal(text) if holds == "number" and is_number(text) else text
