"""上报表: the province's own table, with its formulas and merged cells, filled with a month of the small city."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font
from yunchuan import CLEAN

from pipeline.files.packages import parts_of
from pipeline.files.spreadsheets.books import read_book
from pipeline.model.readings import Holds
from tests.command import minsheng

NAME = "templates/上报表/省民生实事进度表.xlsx"


def lay(city: Path, cells: dict[str, object]) -> Path:
    """The province's table: a merged head, a row a target, a sum below."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "进度"
    sheet.merge_cells("A1:E1")
    sheet["A1"] = "{{汇总单位}}　{{期}}民生实事进度表（截至{{截至}}）"
    for number, header in enumerate(("指标", "目标", "累计", "完成比例", "备注"), start=1):
        sheet.cell(2, number, header)
    sheet["D3"].number_format = "0.0%"
    sheet["B9"].font = Font(bold=True)
    for ref, value in cells.items():
        sheet[ref] = value
    path = city / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


TARGETS = {
    "A3": "{{T01-1.指标}}",
    "B3": "{{ T01-1.目标 }}",
    "C3": "{{T01-1.累计}}",
    "D3": "{{T01-1.比例}}",
    "E3": "{{T01-1.状态}}，差{{T01-1.差}}个百分点",
    "A4": "{{T02-1.指标}}（{{T02-1.责任单位}}）",
    "B4": "{{T02-1.目标}}",
    "C4": "{{T02-1.累计}}",
    "D4": "{{T02-1.比例}}",
    "A5": "不动的字",
    "D5": "{{T03-5.累计}}",
    "B9": "=B3+B4",
    "C9": '=IF(C3="","",C3+C4)',
}


def values(path: Path) -> dict[str, object]:
    """What stands in the cells of the table made, formulas as formulas."""
    sheet = openpyxl.load_workbook(path)["进度"]
    return {
        cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None
    }


def test_the_table_is_filled_and_its_formulas_stay(city: Path) -> None:
    template = lay(city, TARGETS)
    assert minsheng("-C", city, "templates", "check").code == 0
    assert minsheng("-C", city, "monthly", CLEAN).code in (0, 1)
    made = city / "outputs" / CLEAN / "上报表" / template.name
    assert values(made) == {
        "A1": "市发改委　2023年4月份民生实事进度表（截至4月20日）",
        "A2": "指标", "B2": "目标", "C2": "累计", "D2": "完成比例", "E2": "备注",
        "A3": "新增城镇就业", "B3": 2.4, "C3": 0.824, "D3": 0.343, "E3": "按序时进度，差1.0个百分点",
        "A4": "老旧小区改造（市住建局）", "B4": 40, "C4": 6, "D4": 15, "A5": "不动的字", "D5": 79.97,
        "B9": "=B3+B4", "C9": '=IF(C3="","",C3+C4)',
    }  # fmt: skip
    sheet = openpyxl.load_workbook(made)["进度"]
    assert [str(one) for one in sheet.merged_cells.ranges] == ["A1:E1"]
    assert (sheet["D3"].number_format, sheet["B9"].font.bold) == ("0.0%", True)


def test_what_a_formula_came_to_is_reckoned_anew(city: Path) -> None:
    """A result of before would be last month's number in this month's table."""
    made = lay(city, TARGETS)
    minsheng("-C", city, "monthly", CLEAN)
    data = (city / "outputs" / CLEAN / "上报表" / made.name).read_bytes()
    cells = next(sheet for sheet in read_book(data, "表.xlsx").sheets if sheet.name == "进度")
    assert cells.at(9, 2).holds is Holds.UNCALCULATED
    assert b'fullCalcOnLoad="1"' in parts_of(data)["xl/workbook.xml"]


def test_every_number_has_its_cells(city: Path) -> None:
    lay(city, TARGETS)
    minsheng("-C", city, "monthly", CLEAN)
    rows = openpyxl.load_workbook(city / "outputs" / CLEAN / "溯源表.xlsx")["溯源"].iter_rows(
        values_only=True
    )
    told = {row[7]: row[8] for row in rows if row[0] == "上报表/省民生实事进度表"}
    print(told)
    assert told["进度 C3：0.824"] == "市人社局-2023年4月 G5：8240"
    assert set(told) == {
        "进度 B3：2.4", "进度 C3：0.824", "进度 D3：34.3%", "进度 E3：按序时进度，差1.0个百分点",
        "进度 B4：40", "进度 C4：6", "进度 D4：15.0%", "进度 D5：79.97",
    }  # fmt: skip


def test_a_number_that_is_not_certain_is_left_out_and_told(city: Path) -> None:
    template = lay(city, TARGETS)
    minsheng("-C", city, "monthly", "2023-05")
    said = values(city / "outputs/2023-05/上报表" / template.name)
    assert "C3" not in said
    assert "E3" not in said
    assert said["C4"] == 8
    rows = openpyxl.load_workbook(city / "outputs/2023-05/核对表.xlsx")
    words = " ".join(
        str(cell.value) for sheet in rows for row in sheet.iter_rows() for cell in row if cell.value
    )
    assert "T13" in words
    assert f"{NAME.removeprefix('templates/')}［进度］C3留空：T01-1新增城镇就业" in words


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("{{T01-9.累计}}", "没有编号“T01-9”"),
        ("{{T01-1.累积}}", "是不是“累计”"),
        ("{{截止}}", "是不是“截至”"),
        ("{{T01-1.累计}", "没有写完整"),
        ("｛｛T01-1.累计｝｝", "没有写完整"),
        ('=LEN("{{T01-1.累计}}")', "公式里不能写标记"),
    ],
    ids=["target", "name", "of the whole", "half", "full width", "formula"],
)
def test_a_wrong_tag_is_told_with_its_cell_and_nothing_is_made(city: Path, tag: str, said: str) -> None:
    lay(city, {"C3": tag})
    for command in (("templates", "check"), ("monthly", CLEAN)):
        told = minsheng("-C", city, *command)
        assert told.code == {"templates": 1, "monthly": 3}[command[0]]
        words = "".join((told.out + told.err).split())
        assert command == ("monthly", CLEAN) or "T12" in words
        assert "".join(said.split()) in words
        assert "上报表/省民生实事进度表.xlsx［进度］C3" in words
    assert not (city / "outputs" / CLEAN).exists()


def test_a_table_that_cannot_be_opened_is_told(city: Path) -> None:
    path = lay(city, {})
    path.write_bytes(b"PK\x03\x04")
    assert "另存为 .xlsx" in minsheng("-C", city, "templates", "check").out


@pytest.mark.parametrize("name", ["省表.xls", "省表.et", "省表.XLSM"])
def test_a_table_of_another_kind_is_told_and_not_passed_over(city: Path, name: str) -> None:
    path = lay(city, {"C3": "{{T01-1.累计}}"})
    path.rename(path.with_name(name))
    for command, code in ((("templates", "check"), 1), (("monthly", CLEAN), 3)):
        told = minsheng("-C", city, *command)
        assert told.code == code
        assert f"上报表/{name}：不是.xlsx，填不了" in "".join((told.out + told.err).split())


def test_a_link_is_told_and_not_followed(city: Path, tmp_path: Path) -> None:
    path = lay(city, {"C3": "{{T01-1.累计}}"})
    path.rename(tmp_path / "别处.xlsx")
    try:
        path.symlink_to(tmp_path / "别处.xlsx")
    except OSError:
        pytest.skip("this system makes no links")
    told = minsheng("-C", city, "templates", "check")
    assert (told.code, "是链接" in told.out) == (1, True)


def test_another_table_makes_the_month_stale(city: Path) -> None:
    minsheng("-C", city, "monthly", CLEAN)
    path = lay(city, {"C3": "{{T01-1.累计}}"})
    assert "模板" in standing(city)
    minsheng("-C", city, "monthly", CLEAN)
    assert "模板" not in standing(city)
    book = openpyxl.load_workbook(path)
    book["进度"]["C4"] = "{{T02-1.累计}}"
    stream = io.BytesIO()
    book.save(stream)
    path.write_bytes(stream.getvalue())
    assert "模板" in standing(city)


def standing(city: Path) -> str:
    """What is said of the month the day after its sheets were due."""
    return minsheng("-C", city, "status", "--today", "2023-04-26").out
