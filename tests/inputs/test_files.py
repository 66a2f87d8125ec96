"""Whose file, for which month, and which sheet of it: what is told of files that are refused or only read in part."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.workbook import Workbook

from pipeline.files.folder import StillChanging
from pipeline.inputs.returns import arrivals, collect
from pipeline.inputs.returns.form import form
from pipeline.inputs.returns.layout import MONTH_LABEL, PROGRESS_SHEET, UNIT_LABEL
from pipeline.model.findings import Finding
from tests.inputs.builders import make_plan, month_of

PLAN = make_plan({"targets": {"A": {"kind": "累计数", "goal": "100", "measure": "个"}}})
Change = Callable[[Workbook], object]


def book(change: Change = lambda book: None) -> bytes:
    """甲局's form of September after `change`."""
    data = form(PLAN, PLAN.unit("甲局"), month_of({}))
    assert data is not None
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    assert isinstance(workbook, Workbook)
    workbook[PROGRESS_SHEET.name]["G5"].value = 50
    change(workbook)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def labelled(label: str, text: str, sheet: str = PROGRESS_SHEET.name) -> Change:
    """Writes `text` beside a label of the head."""

    def change(book: Workbook) -> None:
        for row in book[sheet].iter_rows(max_row=3):
            for cell in row:
                if str(cell.value).startswith(label):
                    book[sheet].cell(cell.row, cell.column + 1).value = text

    return change


def twice(book: Workbook) -> None:
    book[PROGRESS_SHEET.name]["P4"].value = "累计完成"


def another_month(book: Workbook) -> None:
    other = book.copy_worksheet(book[PROGRESS_SHEET.name])
    other.title = "8月"
    labelled(MONTH_LABEL, "2021年8月", "8月")(book)


def other_sheet(book: Workbook) -> None:
    for sheet in book.worksheets:
        sheet.delete_rows(1, sheet.max_row)


def separated() -> bytes:
    """The form as a table of commas."""
    text = io.StringIO()
    sheet = openpyxl.load_workbook(io.BytesIO(book()))[PROGRESS_SHEET.name]
    csv.writer(text).writerows(sheet.iter_rows(values_only=True))
    return text.getvalue().encode("utf-8-sig")


def told(root: Path, files: Mapping[str, bytes]) -> list[Finding]:
    """What is told of September's folder with these files."""
    (root / "09").mkdir()
    for name, data in files.items():
        (root / "09" / name).write_bytes(data)
    return collect.collect(PLAN, root / "09", root, month_of({})).findings


@pytest.mark.parametrize(
    ("files", "code", "unit", "fix"),
    [
        (
            {"甲.xlsx": book(labelled(MONTH_LABEL, "2021年8月"))},
            "F03",
            "甲局",
            "请换成2021年9月的表，或放到对应月份的文件夹",
        ),
        (
            {"甲.xlsx": book(), "甲2.xlsx": book(lambda book: book.create_sheet("另"))},
            "F04",
            "甲局",
            "请与报送单位核实，把作废的移出文件夹后重新运行",
        ),
        ({"甲.xlsx": book(other_sheet)}, "F07", "", "请用当月表样填报，不要改动表头"),
        ({"甲.xlsx": book(labelled(UNIT_LABEL, "乙局"))}, "F08", "乙局", "请核对填报单位是否写错"),
        ({"甲.csv": separated()}, "F09", "甲局", "下次请用 .xlsx 表样报送"),
        ({"甲.xlsx": book(twice)}, "F12", "甲局", "请用当月表样填报，只留一张要报的表，不要改动表头"),
        ({"甲.xlsx": book(another_month)}, "F13", "甲局", "无须处理；下次请只留当月的表"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) == 3 else "",
)
def test_what_is_told_of_a_file(
    tmp_path: Path, files: Mapping[str, bytes], code: str, unit: str, fix: str
) -> None:
    assert [(one.code.name, one.place.file, one.unit, one.fix) for one in told(tmp_path, files)] == [
        (code, f"09/{name}", unit, fix) for name in files
    ]


def test_a_file_that_is_being_written_is_left_for_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load(path: Path) -> bytes:
        raise StillChanging

    monkeypatch.setattr(arrivals, "load", load)
    (found,) = told(tmp_path, {"甲.xlsx": book()})
    assert (found.code.name, found.message) == ("F11", "09/甲.xlsx：正在写入或传输，没有读取")
    assert found.why == "这份表里的数字都没有采用"
