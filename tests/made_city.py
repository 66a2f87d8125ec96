"""A city that does not exist: its workspace made from the tables in a folder of the tests, through the command."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from pipeline.files.spreadsheets.writing import Value
from pipeline.inputs.decisions.register import DECISION_CHOICES, DECISION_TABLES
from pipeline.inputs.plan.schema import TABLES
from pipeline.inputs.plan.workbook import load_plan, write_plan
from pipeline.inputs.returns.form import Entries, form
from pipeline.inputs.returns.layout import COUNTY_SHEET, DATE_LABEL, FORM_SHEETS, MILESTONE_SHEET
from pipeline.inputs.tables.reader import is_number
from pipeline.inputs.tables.writer import write_tables
from pipeline.model.months import Month
from pipeline.model.plan import Plan
from pipeline.model.workspace import Workspace
from tests.command import minsheng

Rows = Sequence[Sequence[str]]
Tables = Mapping[str, Rows]


@dataclass(frozen=True)
class MadeCity:
    """Where its tables lie, its year, the periods of its sheets, what lies beside them by place below the year's folder."""

    here: Path
    year: int
    months: tuple[str, ...]
    other_entries: Mapping[str, bytes] = field(default_factory=dict)

    def records(self, name: str, month: str | None = None) -> list[dict[str, str]]:
        """The rows of a table of the city; of one month if it is given."""
        with (self.here / name).open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        return [row for row in rows if month in (None, row.get("月份") or row.get("month"))]

    def tables(self, folder: str) -> dict[str, Rows]:
        """Every table of a folder of the city as rows without header, by sheet name."""
        return {path.stem: _rows(path) for path in sorted((self.here / folder).glob("*.csv"))}

    def build(self, root: Path) -> Path:
        """The whole workspace in a new folder: `init`, then the plan, the decisions and what came in."""
        made = minsheng("init", root, "--year", self.year)
        assert made.code == 0, made.err
        self.lay_plan(root, self.tables("任务分解表"))
        holidays = self.here / "节假日.toml"
        if holidays.is_file():
            (root / "inputs" / "节假日" / f"{self.year}.toml").write_bytes(holidays.read_bytes())
        if (self.here / "处理登记").is_dir():
            self.lay_decisions(root, self.tables("处理登记"))
        office = Workspace(root)
        plan = load_plan(office, self.year)
        entries = {}
        for month in map(Month.parse, self.months):
            folder = office.month_folder(month).name
            entries |= {f"{folder}/{name}": data for name, data in self._returns(plan, month)}
        for name, data in (entries | dict(self.other_entries)).items():
            path = root / "inputs" / str(self.year) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return root

    def lay_plan(self, root: Path, rows: Tables) -> None:
        """Put 任务分解表.xlsx with those rows into a workspace."""
        path = root / "inputs" / str(self.year) / "任务分解表.xlsx"
        path.write_bytes(write_plan(rows, date(self.year, 3, 20)))

    def lay_decisions(self, root: Path, rows: Tables) -> None:
        """Put 处理登记.xlsx with those rows into a workspace."""
        path = root / "inputs" / str(self.year) / "处理登记.xlsx"
        path.write_bytes(write_tables(DECISION_TABLES, rows, DECISION_CHOICES, date(self.year, 6, 27)))

    def _returns(self, plan: Plan, month: Month) -> Iterator[tuple[str, bytes]]:
        """The sheets that came in for a month: filled forms, under the name each unit wrote on its own."""
        for row in self.records("returns.csv", str(month)):
            unit = plan.unit(row["表样"])
            cells = dict(self._cells(plan, str(month), row["表样"]))
            written = replace(unit, names=(replace(unit.names[0], short=row["表上写的单位"], until=None),))
            foot: dict[str, Value] = {"填报人": "综合岗", DATE_LABEL: date.fromisoformat(row["填报日期"])}
            data = form(plan, written, month, Entries(cells, foot))
            assert data is not None
            yield row["文件"], data

    def _cells(self, plan: Plan, month: str, form: str) -> Iterator[tuple[tuple[str, str, str, str], Value]]:
        """What stands in a unit's form, by the place of each cell; a row of the table without 表样 is of every form."""
        layouts = {layout.name: layout for layout in FORM_SHEETS}
        for row in self.records("reported.csv", month):
            if row.get("表样", "") not in ("", form):
                continue
            layout = layouts[row["工作表"]]
            for column in layout.columns:
                text = row.get(column.header, "")
                if column.entry and text:
                    yield (layout.name, row["编号"], "", column.name), _value(column.holds, text)
        for row in self.records("nodes.csv", month) if (self.here / "nodes.csv").is_file() else ():
            place = (MILESTONE_SHEET.name, row["编号"], row["节点日期"])
            yield (*place, "state"), row["进展状态"]
            if row["完成日期"]:
                yield (*place, "done"), date.fromisoformat(row["完成日期"])
        for row in self.records("counties.csv", month):
            key = plan.find_unit(row["县（市）区"])
            assert key is not None
            place = (COUNTY_SHEET.name, row["编号"], key)
            yield (*place, "measure"), row["计量单位"]
            yield (*place, "cumulative"), _value("number", row["累计完成"])


def _rows(path: Path) -> Rows:
    """In the order of the sheet's columns, whatever the table beside the tests has of them."""
    columns = next(table.columns for table in (*TABLES, *DECISION_TABLES) if table.name == path.stem)
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert not {header for row in rows for header in row} - set(columns), path
    return [[row.get(column, "") for column in columns] for row in rows]


def _value(holds: str, text: str) -> Value:
    if holds == "date":
        return date.fromisoformat(text)
    return Decimal(text) if holds == "number" and is_number(text) else text
