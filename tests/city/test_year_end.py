"""The year end, reported like one more month: its forms, its folder, its one day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from pipeline.inputs.plan.workbook import load_plan
from pipeline.inputs.returns.form import Entries, form, form_name
from pipeline.inputs.returns.layout import DATE_LABEL, PROGRESS_SHEET
from pipeline.model.months import Month
from pipeline.model.workspace import Workspace
from tests.command import minsheng

YEAR_END = Month.year_end(2023)


def lay(city: Path, as_of: date = YEAR_END.last_day) -> None:
    """市教育局's year-end sheet with a figure for every row it is asked for."""
    plan = load_plan(Workspace(city), 2023)
    cells = {}
    for target in plan.led_by("市教育局"):
        row = (PROGRESS_SHEET.name, target.id, "")
        figures = {"cumulative": 12, "as_of": as_of, "progress": "与台账核对无误", "next_steps": "台账"}
        if target.kind.ratio:
            figures |= {"cumulative": 82, "numerator": 820, "denominator": 1000}
        cells |= {(*row, column): value for column, value in figures.items()}
    unit = plan.unit("市教育局")
    data = form(plan, unit, YEAR_END, Entries(cells, {DATE_LABEL: date(2024, 1, 10)}))
    assert data is not None
    path = city / "inputs" / "2023" / "年终" / f"{form_name(plan, unit, YEAR_END)}.xlsx"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)


def test_its_forms_ask_for_a_self_assessment_and_evidence(city: Path) -> None:
    assert minsheng("-C", city, "forms", "2023", "--year-end").code == 0
    book = openpyxl.load_workbook(city / "outputs/2023-年终-表样/市教育局-2023年年终.xlsx")
    headers = [cell.value for sheet in ("进展情况", "文字说明") for cell in book[sheet][4]]
    assert {"自评说明", "佐证材料清单"} <= set(headers)
    assert not {"进展情况", "下一步打算"} & set(headers)


def test_its_sheets_are_read_from_their_folder_and_due_in_the_new_year(city: Path) -> None:
    lay(city)
    checked = minsheng("-C", city, "check", "2023-年终", "--json").json
    (unit,) = [one for one in checked["units"] if one["unit"] == "市教育局"]
    assert (unit["late"], unit["file"]) == (False, "inputs/2023/年终/市教育局-2023年年终.xlsx")
    assert {one["as_of"] for one in checked["readings"]} == {"2023-12-31"}
    assert "1月15日前报　责任单位" in minsheng("-C", city, "check", "2023-年终").out


def test_figures_as_of_another_day_are_questioned(city: Path) -> None:
    lay(city, date(2023, 12, 20))
    out = minsheng("-C", city, "check", "2023-年终").out
    assert "R19" in out
    assert "不是12月31日" in out


@pytest.mark.parametrize("arguments", [("monthly", "2023-年终"), ("forms", "2023-13"), ("forms", "2023")])
def test_what_makes_no_sense_is_told(city: Path, arguments: tuple[str, ...]) -> None:
    assert minsheng("-C", city, *arguments).code == 2
