"""临时调度 of the small city: a form of its own, read with the same care, in the ledger alone; no period knows of it."""

from __future__ import annotations

import io
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from yunchuan import MESSY

from pipeline.files.spreadsheets.books import read_book
from pipeline.inputs.plan.workbook import load_plan
from pipeline.inputs.returns.ad_hoc import look_at_days
from pipeline.model.readings import Sheet
from pipeline.model.workspace import Workspace
from tests.command import minsheng

DAY = "2023-05-12"
SET, FOLDER = f"outputs/{DAY}-临时调度", f"inputs/2023/临时调度/{DAY}"
BUREAU = "市住建局-2023年5月12日.xlsx"


def fill(root: Path, name: str, figures: dict[str, Any], filled: date | None = date(2023, 5, 12)) -> None:
    """Put a form of the set where what comes back lies, with 累计完成 or 一句话进展 by target."""
    book = openpyxl.load_workbook(root / SET / name)
    sheet = book["进展情况"]
    columns = {cell.value: cell.column for cell in sheet[4]}
    for row in range(5, sheet.max_row + 1):
        value = figures.get(str(sheet.cell(row, 1).value))
        if value is not None:
            words = isinstance(value, str) and not value.startswith("约")
            sheet.cell(row, columns["一句话进展" if words else "累计完成"]).value = value
        for cell in sheet[row]:
            if cell.value == "填报日期：":
                sheet.cell(row, cell.column + 2).value = filled
    (root / FOLDER).mkdir(parents=True, exist_ok=True)
    stream = io.BytesIO()
    book.save(stream)
    (root / FOLDER / name).write_bytes(stream.getvalue())


@pytest.fixture
def asked(city: Path) -> Path:
    """The city with the forms of an 临时调度 handed out: all of matter 2, and one target of matter 3."""
    made = minsheng("-C", city, "forms", "--date", DAY, "--only", "T02、T03-1")
    assert (made.code, made.out.split()[0]) == (0, "已生成")
    return city


def test_a_form_for_each_lead_asks_for_the_figure_of_that_day(asked: Path) -> None:
    assert sorted(path.name for path in (asked / SET).glob("*.xlsx")) == [
        BUREAU,
        "市教育局-2023年5月12日.xlsx",
    ]
    sheets = read_book((asked / SET / BUREAU).read_bytes(), BUREAU).sheets
    assert [sheet.name for sheet in sheets] == ["进展情况"]
    (sheet,) = sheets
    assert sheet.at(1, 1).text == "2023年重点民生实事进展情况表（临时调度，截至2023年5月12日）"
    assert [sheet.at(row, 1).text for row in (5, 6, 7)] == ["T02-1", "T02-2", "T02-3"]
    said = [sheet.at(4, column).text for column in range(1, sheet.last_column + 1)]
    assert not {"本月完成", "更正后上月累计", "更正说明"}.intersection(said)
    assert sheet.at(5, said.index("截至日期") + 1).day == date(2023, 5, 12)
    assert "前报送" not in sheet.at(3, 1).text
    assert minsheng("-C", asked, "verify", "--again", f"{DAY}-临时调度").code == 0


def test_what_came_is_read_with_the_same_care_and_who_is_missing_is_named(asked: Path) -> None:
    """April by hand: T02-1 6, T02-3 97; a cumulative figure may not fall, 约 is no number."""
    fill(asked, BUREAU, {"T02-1": 7, "T02-2": "约3", "T02-3": 90})
    result = minsheng("-C", asked, "check", "--date", DAY, "--json")
    assert result.code == 1
    assert result.json["missing"] == ["市教育局"]
    assert result.json["figures"] == [
        {"target": "T02-1", "value": "7", "measure": "个", "as_of": "2023-05-12"}
    ]
    found = [(one["code"], one["target"]) for one in result.json["findings"]]
    assert found == [("R02", "T02-2"), ("C01", "T02-3")]
    said = minsheng("-C", asked, "check", "--date", DAY).out
    assert "核实清楚以前，台账里写“正在核实”" in said
    assert "更正后上月累计" not in said
    assert "只列在台账里，不算进度、迟报和各期的数" in said
    assert "还没有报的 1 家：市教育局" in said


@pytest.mark.more
def test_the_ledger_has_it_and_no_period_does(asked: Path) -> None:
    """A sheet that comes long after the day, with figures no month would take: May is what it was, to the target."""
    before = minsheng("-C", asked, "monthly", MESSY, "--json").json
    fill(asked, BUREAU, {"T02-1": 39, "T02-2": 1, "T02-3": "约90"}, date(2023, 5, 31))
    after = minsheng("-C", asked, "monthly", MESSY, "--json").json
    assert after["targets"] == before["targets"]
    assert after["findings"] == before["findings"]
    rows = rows_of(asked / "outputs" / MESSY / "工作台账.xlsx")
    assert [(row[1], row[2], row[6]) for row in rows] == [
        ("2023年5月12日", "T02-1", "39个"),
        ("2023年5月12日", "T02-2", "1部"),
        ("2023年5月12日", "T02-3", "正在核实"),
    ]
    # The month before was over by then: its ledger, and so its set, knows nothing of it.
    minsheng("-C", asked, "monthly", "2023-04")
    assert "临时调度" not in names_of(asked / "outputs/2023-04/工作台账.xlsx")
    assert FOLDER in (asked / "outputs" / MESSY / "manifest.json").read_text(encoding="utf-8")
    assert FOLDER not in (asked / "outputs/2023-04/manifest.json").read_text(encoding="utf-8")
    # Who only looks at what lies there finds the set made from it.
    day = minsheng("-C", asked, "run", "--dry-run", "--json", "--today", "2023-05-26").json
    (drafts,) = [one for one in day["duties"] if one["work"] == "材料" and one["month"] == MESSY]
    assert drafts["stand"] == "已办"


def names_of(path: Path) -> list[str]:
    return [sheet.name for sheet in read_book(path.read_bytes(), path.name).sheets]


def rows_of(path: Path) -> list[list[str]]:
    sheets: dict[str, Sheet] = {one.name: one for one in read_book(path.read_bytes(), path.name).sheets}
    sheet = sheets["临时调度"]
    return [
        [sheet.at(row, column).text for column in range(1, sheet.last_column + 1)]
        for row in range(4, sheet.last_row + 1)
    ]


def test_a_sheet_in_the_wrong_folder_is_refused_and_told_where_it_belongs(asked: Path) -> None:
    fill(asked, BUREAU, {"T02-1": 7})
    shutil.copy(asked / FOLDER / BUREAU, asked / "inputs/2023/05" / BUREAU)
    month = minsheng("-C", asked, "check", MESSY, "--json").json
    (refused,) = [one for one in month["files"] if one["name"].endswith(BUREAU)]
    assert (refused["outcome"], refused["reason"]) == (
        "拒收",
        "这是2023年5月12日临时调度的表，不算各期的报表",
    )
    (told,) = [one for one in month["findings"] if one["file"].endswith(BUREAU)]
    assert (told["code"], told["fix"]) == ("F03", "请移到临时调度的文件夹“2023-05-12”里")
    (monthly,) = (asked / "inputs/2023/05").glob("市教育局*.xlsx")
    shutil.copy(monthly, asked / FOLDER / monthly.name)
    day = minsheng("-C", asked, "check", "--date", DAY, "--json").json
    (refused,) = [one for one in day["files"] if one["name"].endswith(monthly.name)]
    assert (refused["outcome"], refused["reason"]) == ("拒收", "这不是临时调度的表")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("forms", "--date", DAY), "临时调度要写明是哪些指标：--only T08-1,T09-1"),
        (("forms", "--date", DAY, "--only", "T09"), "--only 里的“T09”不是指标编号"),
        (("forms", "--only", "T02"), "--only 要和 --date 一起用"),
        (("forms", "2023-05", "--date", DAY, "--only", "T02"), "写了 --date 就不用再写月份"),
        (("forms", "--date", "5月12日", "--only", "T02"), "不是日期"),
        (("check", "--date", DAY, "--return"), "临时调度的表不用 --return 退回"),
    ],
)
def test_what_cannot_be_called_for_is_refused(city: Path, words: tuple[str, ...], says: str) -> None:
    refused = minsheng("-C", city, *words)
    assert refused.code == 2
    assert says in "".join(refused.err.split("\n"))
    assert not (city / SET).exists()


def test_days_are_told_by_their_folders_and_up_to_a_day(city: Path) -> None:
    office = Workspace(city)
    for name in (DAY, "2023-06-31", "说明"):
        (city / "inputs/2023/临时调度" / name).mkdir(parents=True)
    assert office.ad_hoc_days(2023) == (date(2023, 5, 12),)
    plan = load_plan(office, 2023)
    found = [len(look_at_days(office, plan, date(2023, 5, day))) for day in (11, 12)]
    assert found == [0, 1]


def test_a_lead_s_own_office_calls_for_nothing(city: Path) -> None:
    path = city / "inputs/2023/任务分解表.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["概况"]
    (office,) = (row for row in sheet.iter_rows(min_row=3) if row[0].value == "工作区单位")
    office[1].value = "责任单位"
    sheet.append(["责任单位", "市住建局"])
    book.save(path)
    refused = minsheng("-C", city, "forms", "--date", DAY, "--only", "T02")
    assert (refused.code, "临时调度由汇总单位、督查机构组织" in refused.err) == (2, True)


def test_a_day_nothing_came_for_is_said(city: Path) -> None:
    said = minsheng("-C", city, "check", "--date", DAY)
    assert (said.code, f"{FOLDER} 里还没有文件" in said.out) == (1, True)
