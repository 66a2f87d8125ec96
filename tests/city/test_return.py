"""A report given back, through the command: what is marked, and that it can be sent in again."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
from openpyxl.workbook.workbook import Workbook
from yunchuan import CLEAN, DECIDED, MESSY

from tests.command import minsheng


def sent_back(city: Path, month: str) -> dict[str, Workbook]:
    folder = city / "outputs" / f"{month}-退回"
    return {path.name: openpyxl.load_workbook(path) for path in sorted(folder.glob("*.xlsx"))}


def test_a_month_without_open_findings_gives_nothing_back(city: Path) -> None:
    result = minsheng("-C", city, "check", CLEAN, "--return")
    assert result.code == 0
    assert "没有要退回的表" in result.out
    assert sent_back(city, CLEAN) == {}


def test_every_open_finding_of_a_unit_stands_in_front_and_its_cell_is_marked(city: Path) -> None:
    document = minsheng("-C", city, "check", MESSY, "--return", "--json").json
    books = sent_back(city, MESSY)
    waited = {unit["unit"]: unit["file"] for unit in document["units"] if unit["status"] in ("退回", "待核")}
    assert {name.split("-")[0] for name in books} == set(waited)
    for name, book in books.items():
        unit = name.split("-")[0]
        found = [one for one in document["findings"] if one["unit"] == unit and one["level"] != "提示"]
        front = book.worksheets[0]
        assert front.title == "退回说明"
        assert [front.cell(row, 5).value for row in range(5, front.max_row + 1)] == [
            one["message"] for one in found
        ]
        for one in found:
            if one["cell"] and one["file"] == waited[unit]:
                cell = book[one["sheet"]][one["cell"]]
                assert cell.comment is not None
                assert one["fix"] in cell.comment.text
                assert not cell.protection.locked


def test_what_was_not_in_question_is_as_it_was_sent(city: Path) -> None:
    document = minsheng("-C", city, "check", MESSY, "--return", "--json").json
    files = {unit["unit"]: unit["file"] for unit in document["units"]}
    for name, book in sent_back(city, MESSY).items():
        original = openpyxl.load_workbook(city / files[name.split("-")[0]])
        for sheet in original.worksheets:
            values = [[cell.value for cell in row] for row in sheet.iter_rows()]
            assert values == [[cell.value for cell in row] for row in book[sheet.title].iter_rows()]


def test_once_put_right_it_is_the_unit_s_report(city: Path) -> None:
    document = minsheng("-C", city, "check", DECIDED, "--return", "--json").json
    fault = next(one for one in document["findings"] if one["code"] == "R02")
    folder = city / "outputs" / f"{DECIDED}-退回"
    back = next(folder.glob(f"{fault['unit']}-*.xlsx"))
    book = openpyxl.load_workbook(back)
    book[fault["sheet"]][fault["cell"]].value = 33
    stream = io.BytesIO()
    book.save(stream)
    # The one it was made from may stay: it is of the same day, and gives way all the same.
    (city / fault["file"]).with_name("改好了.xlsx").write_bytes(stream.getvalue())
    again = minsheng("-C", city, "check", DECIDED, "--json").json
    used = {one["target"]: one["value"] for one in again["readings"] if one["area"] is None}
    assert used[fault["target"]] == "33"
    assert [one["outcome"] for one in again["files"] if one["name"] == fault["file"]] == ["忽略"]
    assert [one["file"] for one in again["findings"] if one["code"] == "F19"] == [fault["file"]]
    assert not [
        one for one in again["findings"] if one["unit"] == fault["unit"] and one["code"] in ("R02", "R31")
    ]


def test_the_same_sheets_give_the_same_bytes(city: Path) -> None:
    folder = city / "outputs" / f"{MESSY}-退回"
    minsheng("-C", city, "check", MESSY, "--return")
    first = {path.name: path.read_bytes() for path in folder.glob("*.xlsx")}
    minsheng("-C", city, "check", MESSY, "--return")
    assert {path.name: path.read_bytes() for path in folder.glob("*.xlsx")} == first
    assert first
