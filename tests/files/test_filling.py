"""Cells written into somebody's workbook: the cells asked for, and not a byte of anything else."""

from __future__ import annotations

import io

import openpyxl
import pytest

from pipeline.files.packages import package, packed, parts_of
from pipeline.files.spreadsheets.filling import filled


def book() -> bytes:
    made, stream = openpyxl.Workbook(), io.BytesIO()
    sheet = made.create_sheet("认定")
    sheet["A1"], sheet["C1"], sheet["A3"] = "编号", "认定数", "T01-1"
    sheet["C1"].font = openpyxl.styles.Font(bold=True)
    made.save(stream)
    parts = parts_of(stream.getvalue())
    # What openpyxl would not carry along.
    return package(packed(name, part) for name, part in {**parts, "xl/media/印.bin": b"seal"}.items())


def test_cells_are_written_and_the_rest_stays() -> None:
    before = book()
    after = filled(
        before, {("认定", "B3"): "5.8", ("认定", "A1"): "代号", ("认定", "D1"): "依据", ("认定", "B2"): "=1"}
    )
    sheet = openpyxl.load_workbook(io.BytesIO(after))["认定"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["代号", None, "认定数", "依据"],
        [None, "=1", None, None],
        ["T01-1", 5.8, None, None],
    ]
    assert (sheet["B2"].data_type, sheet["D1"].font.bold) == ("s", True)
    old, new = parts_of(before), parts_of(after)
    assert [name for name in old if old[name] != new[name]] == ["xl/worksheets/sheet2.xml"]
    assert new["xl/media/印.bin"] == b"seal"


def test_a_sheet_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        filled(book(), {("别的", "A1"): "1"})
