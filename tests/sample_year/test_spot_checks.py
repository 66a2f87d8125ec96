"""Spot checks through the command: drawn, filled in as inspectors would, told in the month and in the assessment."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipeline.files.word.lines import document_text
from tests.command import minsheng
from tests.conftest import Once

RECORDS = Path("inputs/2021/抽查")
SAMPLED = {
    "核查范围": "抽样",
    "抽查数": 20,
    "属实数": 17,
    "不实数": 3,
    "检查岗位": "督查岗",
    "日期": "2021-10-12",
}


@pytest.fixture
def office(sample_office: Path, tmp_path: Path) -> Path:
    """A copy of one's own in which nothing was checked yet."""
    shutil.copytree(sample_office, tmp_path / "办")
    shutil.rmtree(tmp_path / "办" / RECORDS)
    return tmp_path / "办"


BringBack = Callable[..., None]


@pytest.fixture
def bring_back(sample_office: Path, once: Once) -> BringBack:
    """Lays the month's record sheet, all its rows replaced by ones for these targets of their leads, filled in.

    The sheets are drawn once for all tests.
    """

    def draw(folder: Path) -> dict[str, bytes]:
        office = Path(shutil.copytree(sample_office, folder / "办"))
        shutil.rmtree(office / RECORDS)
        sheets = {}
        for month in ("2021-09", "2021-12", "2021-年终"):
            assert minsheng("-C", office, "spotcheck", month).code == 0
            sheets[month] = (office / f"outputs/{month}-抽查/抽查记录表.xlsx").read_bytes()
        return sheets

    drawn = once("抽查记录表", draw)

    def lay(office: Path, month: str, rows: Mapping[str, Mapping[str, object]], name: str = "记录") -> None:
        book = openpyxl.load_workbook(io.BytesIO(drawn[month]))
        sheet = book["抽查记录"]
        headers = {cell.value: cell.column for cell in sheet[2]}
        for line in sheet.iter_rows(min_row=3):
            for cell in line:
                cell.value = None
        for number, (target, values) in enumerate(rows.items(), 3):
            for column, value in ({"月份": month, "编号": target} | dict(values)).items():
                sheet.cell(number, headers[column]).value = value
        (office / RECORDS).mkdir(exist_ok=True)
        book.save(office / RECORDS / f"{name}.xlsx")

    return lay


LIBRARIES: dict[str, object] = {"单位": "市文旅局", "计量单位": "座", **SAMPLED}
YEAR_END = LIBRARIES | {"自报数": 45, "日期": "2022-01-11"}


def reported(office: Path, month: str, target: str) -> str:
    found = minsheng("-C", office, "check", month, "--json").json["readings"]
    return str(next(one["value"] for one in found if one["target"] == target and one["area"] is None))


def text(path: Path) -> str:
    return document_text(path.read_bytes())


def assessed(office: Path, target: str) -> Any:
    result = minsheng("-C", office, "assess", "2021", "--json").json
    return next(one for one in result["targets"] if one["target"] == target), result


def test_a_draw_can_be_repeated_and_says_why(office: Path) -> None:
    first = minsheng("-C", office, "spotcheck", "2021-09", "--n", "6", "--seed", "7", "--json")
    assert first.code == 0
    assert len(first.json["picks"]) == 6
    again = minsheng("-C", office, "spotcheck", "2021-09", "--n", "6", "--seed", "7", "--json")
    assert again.json == first.json
    other = minsheng("-C", office, "spotcheck", "2021-09", "--n", "6", "--seed", "8", "--json")
    assert other.json["picks"] != first.json["picks"]
    (letter,) = (office / "outputs/2021-09-抽查").glob("*抽查建议.docx")
    said = text(letter)
    for pick in other.json["picks"]:
        assert pick["unit"] in said
    assert "抽签号为8" in said
    assert "送审稿" in said


def test_the_sheet_to_take_along_has_a_row_per_pick(office: Path) -> None:
    picks = minsheng("-C", office, "spotcheck", "2021-09", "--json").json["picks"]
    sheet = openpyxl.load_workbook(office / "outputs/2021-09-抽查/抽查记录表.xlsx")["抽查记录"]
    rows = [[cell.value for cell in row[:7]] for row in sheet.iter_rows(min_row=3, max_row=2 + len(picks))]
    assert [(row[1], row[3], str(row[5])) for row in rows] == [
        (pick["target"], pick["unit"], pick["reported"]) for pick in picks
    ]
    columns = [cell.value for cell in sheet[2]]
    assert [
        one
        for one in ("自报数", "核查范围", "抽查数", "属实数", "不实数", "差异", "佐证", "检查岗位", "日期")
        if one not in columns
    ] == []


def test_a_sheet_that_comes_back_empty_is_told_and_harms_nothing(office: Path) -> None:
    assert minsheng("-C", office, "spotcheck", "2021-09").code == 0
    (office / RECORDS).mkdir()
    shutil.copy(office / "outputs/2021-09-抽查/抽查记录表.xlsx", office / RECORDS / "空.xlsx")
    found = minsheng("-C", office, "check", "2021-10", "--json").json["findings"]
    assert [one["code"] for one in found if one["code"].startswith("S")] == ["S03"] * 5


@pytest.mark.walks
def test_what_was_untrue_is_in_the_next_month_s_documents_until_it_is_taken_out(
    office: Path, bring_back: BringBack
) -> None:
    said = reported(office, "2021-09", "T03-1")
    row = {
        "单位": "市残联",
        "计量单位": "人",
        "自报数": int(said),
        **SAMPLED,
        "差异": "三人重复登记",
    }
    bring_back(office, "2021-09", {"T03-1": row})
    sentence = "市政府督查室10月12日核查市残联9月报送的残疾儿童康复救助：抽查20人，核减3人（三人重复登记），单位尚未从报表中扣除。"
    for month, told in (("2021-09", False), ("2021-10", True), ("2021-11", True)):
        result = minsheng("-C", office, "monthly", month, "--json").json
        paths = {one["id"]: office / one["path"] for one in result["documents"]}
        assert (sentence in text(paths["报告"])) == told, month
        assert (sentence in text(paths["呈阅件-3"])) == told
        assert ("“残疾儿童康复救助”经核查有核减" in text(paths["要情"])) == told
        assert ("抽查有核减，未扣除" in text(paths["报告"])) == told
        assert sentence not in text(paths["呈阅件-1"])
        # The figure stays the unit's own.
        (target,) = [one for one in result["targets"] if one["target"] == "T03-1"]
        assert target["value"] == reported(office, month, "T03-1")
    bring_back(office, "2021-09", {"T03-1": {**row, "已更正月份": "2021-11"}})
    (report,) = (office / "outputs/2021-10").glob("*报告.docx")
    minsheng("-C", office, "monthly", "2021-10")
    assert "单位已从11月报表中扣除" in text(report)
    assert minsheng("-C", office, "monthly", "2021-11").code in (0, 1)
    (report,) = (office / "outputs/2021-11").glob("*报告.docx")
    assert "市政府督查室" not in text(report).partition("四、下一步工作")[0]


@pytest.mark.walks
def test_a_sample_takes_away_what_was_untrue_and_the_verdict_follows(
    office: Path, bring_back: BringBack
) -> None:
    row = YEAR_END
    bring_back(office, "2021-年终", {"T08-1": row})
    found, result = assessed(office, "T08-1")
    assert (found["reported"], found["checked"], found["certified"]) == ("45", "42", "42")
    # People had decided 完成: the figures now say otherwise, and a reason is asked for.
    told = [one for one in result["findings"] if one["target"] == "T08-1"]
    assert [one["code"] for one in told] == ["A04"]
    (letter,) = (office / "outputs/2021-考核/代拟稿/反馈函").glob("*市文旅局.docx")
    assert "自报45座（年终抽查20座，核减3座，尚未扣除），核实42座，认定建成42座" in text(letter)
    assert "| 45座 | 42座（抽查20座，核减3座） | 42座 |" in text(letter)


@pytest.mark.walks
def test_two_finds_stop_a_final_set_until_people_certify_a_figure(
    office: Path, bring_back: BringBack
) -> None:
    bring_back(office, "2021-年终", {"T08-1": YEAR_END})
    bring_back(office, "2021-12", {"T08-1": YEAR_END | {"日期": "2021-12-29"}}, "十二月")
    _, result = assessed(office, "T08-1")
    assert {one["code"] for one in result["findings"] if one["target"] == "T08-1"} == {"S06", "A04"}
    path = office / "inputs/2021/考核认定表.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["指标认定"]
    headers = {cell.value: cell.column for cell in sheet[2]}
    (row,) = [line[0].row for line in sheet.iter_rows(min_row=3) if line[0].value == "T08-1"]
    for name, value in {"认定数": 42, "认定结果": "未完成", "调整理由": "两次查的是同一批"}.items():
        sheet.cell(row, headers[name]).value = value  # type: ignore[assignment]
    book.save(path)
    found, result = assessed(office, "T08-1")
    assert (found["checked"], found["certified"], result["findings"]) == ("39", "42", [])


@pytest.mark.walks
def test_the_whole_takes_the_place_of_what_was_reported(office: Path, bring_back: BringBack) -> None:
    row = LIBRARIES | {
        "自报数": 45,
        "核查范围": "全量",
        "抽查数": 45,
        "属实数": 45,
        "不实数": 0,
        "日期": "2022-01-11",
    }
    bring_back(office, "2021-年终", {"T08-1": row})
    found, result = assessed(office, "T08-1")
    assert (found["checked"], found["certified"], found["verdict"]) == ("45", "45", "完成")
    assert result["findings"] == []
    (letter,) = (office / "outputs/2021-考核/代拟稿/反馈函").glob("*市文旅局.docx")
    assert "| 45座 | 45座 | 45座 |" in text(letter)
    (other,) = (office / "outputs/2021-考核/代拟稿/反馈函").glob("*市残联.docx")
    assert "未核实" in text(other)


@pytest.mark.walks
def test_the_table_of_verdicts_names_the_check_and_its_scope(office: Path, bring_back: BringBack) -> None:
    row = YEAR_END | {"已更正月份": "未扣除", "差异": -3}
    bring_back(office, "2021-年终", {"T08-1": row})
    minsheng("-C", office, "assess", "2021")
    sheet = openpyxl.load_workbook(office / "outputs/2021-考核/考核认定表.xlsx")["指标认定"]
    headers = [cell.value for cell in sheet[2]]
    rows = {
        line[0].value: dict(zip(headers, (cell.value for cell in line), strict=True))
        for line in sheet.iter_rows(min_row=3)
    }
    mine, other = rows["T08-1"], rows["T03-1"]
    assert (mine["自报数"], mine["核实数"], mine["建议认定数"], mine["建议认定结果"]) == (
        45,
        42,
        42,
        "未完成",
    )
    assert mine["核查情况"] == "年终抽查20座，核减3座，尚未扣除"
    assert mine["核查来源"] == "inputs/2021/抽查/记录.xlsx［抽查记录］I3"
    assert (other["核实数"], other["核查情况"]) == (None, "未核实")


SPOILT = {
    "不是数字": ({"抽查数": "约20"}, "抽查数"),
    "三个数对不上": ({"属实数": 16}, "抽查数"),
    "负数": ({"不实数": -3, "抽查数": 14}, "不实数"),
    "抽样多于自报": ({"抽查数": 50, "属实数": 47}, "抽查数"),
    "全量少于自报": ({"核查范围": "全量"}, "抽查数"),
    "没写范围": ({"核查范围": None}, "核查范围"),
    "范围认不出": ({"核查范围": "部分"}, "核查范围"),
    "没有岗位": ({"检查岗位": None}, "检查岗位"),
    "日期认不出": ({"日期": "十月"}, "日期"),
    "日期早于所查月份": ({"日期": "2021-08-30"}, "日期"),
    "编号不对": ({"编号": "T99-1"}, "编号"),
    "定性任务": ({"编号": "T08-2"}, "编号"),
    "别的单位": ({"单位": "市残联"}, "单位"),
    "别的计量单位": ({"计量单位": "公里"}, "计量单位"),
    "别的年度": ({"月份": "2020-09"}, "月份"),
    "更正早于所查": ({"已更正月份": "2021-08"}, "已更正月份"),
    "差异对不上": ({"差异": 5}, "差异"),
}


@pytest.mark.walks
@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_record_is_refused_with_its_cell(office: Path, bring_back: BringBack, name: str) -> None:
    values, column = SPOILT[name]
    row = LIBRARIES | {"自报数": 21} | values
    bring_back(office, "2021-09", {"T08-1": row})
    result = minsheng("-C", office, "check", "2021-10", "--json").json
    found = [one for one in result["findings"] if one["code"] == "S01"]
    sheet = openpyxl.load_workbook(office / RECORDS / "记录.xlsx")["抽查记录"]
    place = next(cell.column_letter for cell in sheet[2] if cell.value == column)
    assert f"{place}3" in {one["cell"] for one in found}, [one["message"] for one in found]
    assert not [one for one in result["findings"] if one["code"] == "S04"]


@pytest.mark.walks
def test_a_file_that_cannot_be_read_and_a_record_made_twice_are_told(
    office: Path, bring_back: BringBack
) -> None:
    row = LIBRARIES | {"自报数": 21}
    bring_back(office, "2021-09", {"T08-1": row})
    bring_back(office, "2021-09", {"T08-1": row}, "又一份")
    (office / RECORDS / "坏.xlsx").write_bytes(b"PK nothing")
    (office / RECORDS / "旧.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    (office / RECORDS / "现场.jpg").write_bytes(b"\xff\xd8")
    found = [
        one
        for one in minsheng("-C", office, "check", "2021-10", "--json").json["findings"]
        if one["code"] == "S01"
    ]
    assert len(found) == 3
    assert {one["file"].rpartition("/")[2] for one in found} == {"坏.xlsx", "旧.xls", "记录.xlsx"}


@pytest.mark.walks
def test_a_record_is_among_the_inputs_of_what_was_made_from_it(office: Path, bring_back: BringBack) -> None:
    bring_back(
        office,
        "2021-年终",
        {"T08-1": YEAR_END},
    )
    minsheng("-C", office, "assess", "2021")
    manifest = json.loads((office / "outputs/2021-考核/manifest.json").read_text(encoding="utf-8"))
    assert "inputs/2021/抽查/记录.xlsx" in [one["path"] for one in manifest["inputs"]]
