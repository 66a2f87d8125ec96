"""What people call things reaches the file system only as a plain name, or a finding says where to change it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.files.names import fitting, unfit
from pipeline.outputs.naming import require_plain
from tests.command import minsheng
from tests.june import MONTH

HOSTILE = {
    "市残联/教育局": "里有不能用在文件名里的符号（/）",
    "../../外面": "里有不能用在文件名里的符号（/）",
    "C:\\Windows": "里有不能用在文件名里的符号（:、\\）",
    "市残\n联": "里有不能用在文件名里的符号（U+000A）",
    "市残\u202e联": "里有不能用在文件名里的符号（U+202E）",
    "CON.实事": "以Windows保留的设备名“CON”开头，不能用在文件名里",
    ".隐藏": "以“.”或“~”开头，或以“.”结尾，不能用在文件名里",
    "..": "以“.”或“~”开头，或以“.”结尾，不能用在文件名里",
    "残" * 300: "有300个字，用在文件名里太长，最多40个汉字",
}


def call(office: Path, sheet: str, old: str, new: str) -> str:
    """Write `new` into the plan where `old` stands; the cell."""
    path = office / "inputs/2021/任务分解表.xlsx"
    book = openpyxl.load_workbook(path)
    place = next(cell for row in book[sheet].iter_rows(min_row=3) for cell in row if cell.value == old)
    place.value = new
    book.save(path)
    book.close()
    return str(place.coordinate)


@pytest.mark.more
@pytest.mark.parametrize(("name", "why"), HOSTILE.items(), ids=[repr(each[:8]) for each in HOSTILE])
def test_a_unit_s_name_that_is_no_file_name_is_told_with_its_cell(office: Path, name: str, why: str) -> None:
    cell = call(office, "单位", "市残联", name)
    before = sorted(path for path in office.parent.rglob("*") if not path.is_relative_to(office / "outputs"))
    result = minsheng("-C", office, "plan", "check", "--json")
    said = [one["message"] for one in result.json["findings"] if one["cell"] == cell and one["code"] == "P05"]
    shown = name if len(name) < 100 else f"{name[:60]}"
    assert len(said) == 1
    assert said[0].endswith(why)
    assert shown[:10] in said[0]
    assert minsheng("-C", office, "forms", MONTH).code == 3
    assert {path.name for path in (office / "outputs").iterdir()} <= {".lock", ".logs"}
    assert (
        sorted(path for path in office.parent.rglob("*") if not path.is_relative_to(office / "outputs"))
        == before
    )


def test_the_programme_s_name_is_held_to_the_same(office: Path) -> None:
    path = office / "inputs/2021/任务分解表.xlsx"
    book = openpyxl.load_workbook(path)
    book["概况"].append(("事项总称", "实事/好事"))
    row = book["概况"].max_row
    book.save(path)
    book.close()
    result = minsheng("-C", office, "plan", "check", "--json")
    assert [(one["cell"], one["message"]) for one in result.json["findings"] if one["code"] == "P05"] == [
        (f"B{row}", "概况：事项总称里有不能用在文件名里的符号（/）")
    ]


@pytest.mark.more
def test_a_leader_s_post_may_hold_anything_and_its_paper_still_has_a_plain_name(office: Path) -> None:
    book = openpyxl.load_workbook(office / "inputs/2021/任务分解表.xlsx", read_only=True)
    post = str(book["实事"]["F3"].value)
    book.close()
    call(office, "实事", post, "改造/扩建：../“老旧”小区" + "很长" * 60)
    assert minsheng("-C", office, "monthly", MONTH).code == 0
    names = [path.name for path in (office / "outputs" / MONTH).iterdir()]
    (paper,) = [name for name in names if "改造" in name]
    assert paper.startswith("呈阅件") and "-改造扩建：..“老旧”小区很长很长" in paper
    for name in names:
        require_plain(name)


@given(st.text(max_size=400) | st.from_regex(r"(?i:con|lpt1|~wrd1)[. ]?\w*", fullmatch=True))
def test_what_is_fit_makes_a_plain_name_and_fitting_makes_it_fit(text: str) -> None:
    if not unfit(text):
        for name in (
            f"{text}-2021年12月-退回.xlsx",
            f"01-{text}.docx",
            f"2021年12月份{text}进展情况报告.docx",
        ):
            require_plain(name)
    require_plain(f"呈阅件01-{fitting(text)}等.docx")
    assert fitting(fitting(text)) == fitting(text)


@pytest.mark.parametrize("name", ["CON", "nul", "COM1"])
def test_a_device_s_name_is_never_alone(name: str) -> None:
    assert unfit(name) == ""
    for whole in (f"{name}-2021年9月.xlsx", f"01-{name}.docx", f"催报函-{name}.docx"):
        require_plain(whole)
