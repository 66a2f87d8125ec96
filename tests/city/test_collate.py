"""From county sheets to a lead's own, through the command; every sum worked out by hand.

云川市's counties report T01-1 of May: 南屏区 6300人, 临溪县 4100人, so the city stands at 1.04万人. A department
reports a share that is never added.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font
from yunchuan import MESSY, YEAR, lay_plan, tables

from pipeline.files.spreadsheets.books import read_book
from pipeline.files.spreadsheets.writing import Value
from pipeline.inputs.plan.workbook import load_plan
from pipeline.inputs.returns.form import Entries, form
from pipeline.inputs.returns.layout import COOPERATION_SHEET, DATE_LABEL
from pipeline.inputs.returns.locate import find_form
from pipeline.model.months import Month
from pipeline.model.office_terms import CITY
from pipeline.model.workspace import Workspace
from tests.command import minsheng

MAY = Month.parse(MESSY)
BOTH = {"南屏区": "6300", "临溪县": "4100"}
ON_TIME = date(YEAR, 5, 22)
BOOK = Path("outputs") / f"{MESSY}-汇总" / "市人社局-2023年5月.xlsx"


def report(root: Path, month: Month, figures: Mapping[str, str], day: date = ON_TIME, **texts: str) -> None:
    """Put the 配合情况 sheet of each unit into the month's folder, with its share of T01-1 in 人."""
    plan = load_plan(Workspace(root), YEAR)
    for unit, figure in figures.items():
        place = (COOPERATION_SHEET.name, "T01-1", "")
        cells: dict[tuple[str, str, str, str], Value] = {
            (*place, "measure"): "人",
            (*place, "cumulative"): Decimal(figure) if figure.isdecimal() else figure,
            (*place, "as_of"): date(YEAR, month.number, 20),
        } | {(*place, column): text for column, text in texts.items()}
        data = form(plan, plan.unit(unit), month, Entries(cells, {DATE_LABEL: day}))
        assert data is not None
        path = root / "inputs" / str(YEAR) / f"{month.number:02d}" / "配合" / f"{unit}.xlsx"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


@pytest.fixture
def lead(city: Path) -> Path:
    """The workspace of 市人社局: the same plan, nothing come in yet."""
    plan = tables("任务分解表")
    said = {"工作区单位": "责任单位", "责任单位": "市人社局"}
    profile = [[row[0], said.get(row[0], row[1]), *row[2:]] for row in plan["概况"]]
    profile += [["责任单位", "市人社局", ""]] if all(row[0] != "责任单位" for row in profile) else []
    lay_plan(city, {**plan, "概况": profile})
    for path in (city / "inputs" / str(YEAR)).glob("0*/**/*"):
        if path.is_file():
            path.unlink()
    (city / "inputs" / str(YEAR) / "处理登记.xlsx").unlink()
    return city


def test_counties_are_summed_and_every_cell_names_its_source(city: Path) -> None:
    report(city, MAY, {**BOTH, "市财政局": "77"}, headline="拨付就业补助资金")
    result = minsheng("-C", city, "collate", MESSY, "市人社局")
    assert result.code == 0, result.out
    assert "T01-1 新增城镇就业　合计 1.04万人（2个县（市）区）" in result.out
    book = read_book((city / BOOK).read_bytes(), "汇总.xlsx")
    found = find_form(book, MAY, CITY)
    assert found is not None and not found.problem
    city_cell = found.sheets["进展情况"].sheet.at(5, found.sheets["进展情况"].columns["cumulative"])
    assert city_cell.number == Decimal("1.04")
    assert city_cell.comment == (
        "【汇总】2个县（市）区合计 1.04万人：南屏区 0.63、临溪县 0.41。各数来源见分县区表的批注"
    )
    county = found.sheets["分县区"].sheet.at(5, found.sheets["分县区"].columns["cumulative"])
    assert (county.number, county.comment) == (
        Decimal("0.63"),
        "【汇总】来源：inputs/2023/05/配合/南屏区.xlsx［配合情况］H5，读到“6300”",
    )
    behind = book.sheets[-1]
    said = {
        behind.at(row, 1).text: [behind.at(row, column).text for column in (3, 4, 7)] for row in range(4, 8)
    }
    assert said["市财政局"] == ["T01-1 新增城镇就业", "77", "拨付就业补助资金"]


def test_the_json_names_the_cells(city: Path) -> None:
    report(city, MAY, BOTH)
    document = minsheng("-C", city, "collate", MESSY, "市人社局", "--json").json
    (target,) = document["targets"]
    assert (document["path"], target["target"], target["value"], target["measure"]) == (
        BOOK.as_posix(), "T01-1", "10400", "人",
    )  # fmt: skip
    assert [(one["area"], one["value"]) for one in target["counties"]] == list(BOTH.items())
    assert target["counties"][0]["cells"] == [
        {"file": "inputs/2023/05/配合/南屏区.xlsx", "sheet": "配合情况", "ref": "H5"}
    ]


@pytest.mark.parametrize(
    ("figures", "why"),
    [
        ({"南屏区": "6300"}, "临溪县（未报送）"),
        ({"南屏区": "6300", "临溪县": "约4100"}, "临溪县（数据存疑）"),
        ({"南屏区": "6300", "临溪县": "63000000"}, "临溪县（数据存疑）"),
    ],
    ids=["missing", "no number", "ten thousand times off"],
)
def test_without_every_county_there_is_no_sum(city: Path, figures: Mapping[str, str], why: str) -> None:
    report(city, MAY, figures)
    result = minsheng("-C", city, "collate", MESSY, "市人社局", "--json")
    (finding,) = result.json["findings"]
    assert (result.code, finding["code"]) == (1, "C20")
    assert why in finding["message"]
    assert result.json["targets"][0]["value"] is None
    book = read_book((city / BOOK).read_bytes(), "汇总.xlsx")
    blank = book.sheets[0].at(5, 7)
    assert (blank.number, blank.comment) == (None, "【汇总】没有合计：缺临溪县")


def test_a_number_its_sheet_leaves_in_doubt_is_not_summed(city: Path) -> None:
    report(city, MAY, BOTH)
    path = city / "inputs" / str(YEAR) / "05" / "配合" / "临溪县.xlsx"
    book = openpyxl.load_workbook(path)
    book["配合情况"]["H5"].font = Font(strike=True)
    book.save(path)
    result = minsheng("-C", city, "collate", MESSY, "市人社局", "--json")
    assert result.json["targets"][0]["value"] is None
    assert "临溪县（数据存疑）" in result.json["findings"][0]["message"]


def test_what_was_collated_reads_back_as_the_leads_own_report(
    lead: Path, built: Path, tmp_path: Path
) -> None:
    report(lead, MAY, BOTH)
    assert minsheng("-C", lead, "collate", MESSY).code == 0
    office = tmp_path / "汇总单位"
    minsheng("init", office, "--year", YEAR)
    lay_plan(office, tables("任务分解表"))
    folder = office / "inputs" / str(YEAR) / "05"
    folder.mkdir()
    (folder / "收到.xlsx").write_bytes((lead / BOOK).read_bytes())
    document = minsheng("-C", office, "check", MESSY, "--json").json
    assert {(one["area"], one["value"]) for one in document["readings"]} == {
        (None, "10400"), ("南屏区", "6300"), ("临溪县", "4100"),
    }  # fmt: skip
    assert not [one for one in document["findings"] if one["target"] == "T01-1" and one["level"] != "提示"]


def test_a_compiler_is_not_failed_by_what_counties_sent_to_their_lead(city: Path) -> None:
    before = minsheng("-C", city, "check", "2023-04", "--json")
    report(city, Month.parse("2023-04"), {"南屏区": "约5000", "临溪县": "3240"}, date(YEAR, 4, 29))
    after = minsheng("-C", city, "check", "2023-04", "--json")
    assert (after.code, after.json["findings"]) == (before.code, before.json["findings"])
    assert after.json["readings"] == before.json["readings"]


def test_a_county_that_says_another_number_is_told_and_so_is_its_lead(city: Path) -> None:
    report(city, Month.parse("2023-04"), {"南屏区": "5001", "临溪县": "3240"})
    result = minsheng("-C", city, "check", "2023-04", "--json")
    told = {(one["unit"], one["level"]) for one in result.json["findings"] if one["code"] == "C18"}
    assert told == {("市人社局", "提示"), ("南屏区", "提示")}
    assert result.code == 0


def test_a_lead_waits_for_its_own_units_and_chases_them_by_the_22nd(lead: Path) -> None:
    report(lead, MAY, {"南屏区": "6300"}, date(YEAR, 5, 24))
    (lead / "inputs" / str(YEAR) / "05" / "临溪县盖章.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(64))
    result = minsheng("-C", lead, "check", MESSY, "--json")
    units = {
        one["unit"]: (one["role"], one["stage"], one["status"], one["late"]) for one in result.json["units"]
    }
    assert units == {
        "市财政局": ("配合", "22", "未报送", False),
        "南屏区": ("县区", "22", "已报送", True),
        "临溪县": ("县区", "22", "未报送", False),
    }
    assert result.code == 1
    assert [(one["unit"], one["value"]) for one in result.json["readings"]] == [("南屏区", "6300")]
    owed = minsheng("-C", lead, "remind", MESSY, "--today", "2023-05-23", "--json").json["owed"]
    assert [(one["unit"], one["due"]) for one in owed] == [
        ("市财政局", "2023-05-22"),
        ("临溪县", "2023-05-22"),
    ]
    assert "报市人社局" in owed[0]["message"]
    said = minsheng("-C", lead, "status", "--today", "2023-05-23")
    assert "22日前报　配合单位和县（市）区　应报 3 家，已到 1 家" in said.out
    assert "有盖章件 1 家：临溪县" in said.out
    assert f"collate {MESSY}" in said.out
    assert minsheng("-C", lead, "monthly", MESSY).code == 2


def test_what_is_wrong_with_a_share_goes_back_to_its_unit(lead: Path) -> None:
    report(lead, Month.parse("2023-04"), {"南屏区": "6000", "临溪县": "4000"}, date(YEAR, 4, 22))
    report(lead, MAY, {"南屏区": "5900", "临溪县": "约4100"})
    document = minsheng("-C", lead, "check", MESSY, "--return", "--json").json
    found = {(one["unit"], one["code"]) for one in document["findings"] if one["level"] != "提示"}
    assert found == {("南屏区", "C01"), ("临溪县", "R02"), ("市财政局", "U01")}
    assert {path.name for path in (lead / "outputs" / f"{MESSY}-退回").glob("*.xlsx")} == {
        "南屏区-2023年5月-退回.xlsx", "临溪县-2023年5月-退回.xlsx",
    }  # fmt: skip


def test_a_county_that_left_its_share_blank_has_not_reported_it(lead: Path) -> None:
    report(lead, MAY, {"南屏区": "6300", "临溪县": ""}, headline="开展招聘活动")
    findings = minsheng("-C", lead, "check", MESSY, "--json").json["findings"]
    blank = [one for one in findings if one["code"] == "R01"]
    assert [(one["unit"], one["cell"]) for one in blank] == [("临溪县", "H5")]


def test_one_workbook_may_be_a_leads_report_and_a_share(city: Path) -> None:
    """市教育局 leads matter 3; were it to cooperate as well, its blank lead sheet must not replace the filled one."""
    plan = tables("任务分解表")
    matters = [
        [*row[:4], f"{row[4]}、市教育局" if row[0] == "1" else row[4], *row[5:]] for row in plan["实事"]
    ]
    lay_plan(city, {**plan, "实事": matters})
    before = minsheng("-C", city, "check", "2023-04", "--json").json["readings"]
    report(city, Month.parse("2023-04"), {"市教育局": "12"}, date(YEAR, 4, 30))
    after = minsheng("-C", city, "check", "2023-04", "--json").json
    assert after["readings"] == before
    roles = [(one["role"], one["status"]) for one in after["units"] if one["unit"] == "市教育局"]
    assert roles == [("责任", "已报送"), ("配合", "已报送")]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("市统计局", "市统计局不是责任单位，没有要汇总的指标"),
        ("火星局", "没有叫“火星局”的单位"),
        (None, "请写明责任单位：市教育局、市人社局、市住建局"),
    ],
)
def test_only_a_lead_can_be_collated(city: Path, name: str | None, said: str) -> None:
    result = minsheng("-C", city, "collate", MESSY, *([name] if name else []))
    assert result.code == 2
    assert said in result.err


def test_a_second_lead_joins_the_set(city: Path) -> None:
    report(city, MAY, BOTH)
    for name in ("市人社局", "市教育局"):
        minsheng("-C", city, "collate", MESSY, name)
    shown = sorted(path.name for path in (city / BOOK).parent.glob("*.xlsx"))
    assert shown == ["市人社局-2023年5月.xlsx", "市教育局-2023年5月.xlsx"]
