"""The draft workbook through the command: refusals, earlier drafts, numbers a person takes up, what plan check lets pass."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.command import minsheng
from tests.notices.test_sample_notice import corrected

NOTICE = """云政办〔2022〕3号
云川市人民政府办公室关于印发2022年民生实事的通知
各县（市、区）人民政府：
一、改善出行
目标任务：新改建农村公路200公里，惠及居民3万人，完成投资4.5亿元，力争新增公交车30辆。
责任单位：市交通局
二、便民服务
目标任务：电动自行车火灾起数下降5%以上，建成驿站12座。
责任单位：市消防救援支队
三、整治环境
目标任务：新建公园6个，其中口袋公园4个。
责任单位：市住建局、市城管局
云川市人民政府办公室
2022年3月1日
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "办"
    assert minsheng("init", folder, "--year", "2022").code == 0
    (tmp_path / "通知.txt").write_text(NOTICE, encoding="utf-8")
    return folder


def imported(place: Path, *more: object) -> dict[str, object]:
    return minsheng("-C", place, "plan", "import", place.parent / "通知.txt", "--json", *more).json  # type: ignore[no-any-return]


def rows(path: Path, sheet: str) -> list[dict[str, object]]:
    """The rows of a sheet of the plan by its headers."""
    head, *lines = list(openpyxl.load_workbook(path)[sheet].iter_rows(min_row=2, values_only=True))
    return [dict(zip(map(str, head), line, strict=True)) for line in lines if any(line)]


def test_the_draft_says_what_it_is_not_sure_of(place: Path) -> None:
    made = imported(place)
    assert (made["recognised"], made["draft"]) == (True, "inputs/2022/任务分解表-草稿.xlsx")
    targets = {row["编号"]: row for row in rows(place / str(made["draft"]), "指标")}
    assert [
        (row["目标值"], row["计量单位"], row["力争"]) for row in targets.values() if row["编号"] < "T02"
    ] == [
        (200, "公里", None),
        (4.5, "亿元", None),
        (30, "辆", "是"),
    ]
    assert targets["T01-2"]["备注"] == "请核对：金额是不是目标"
    assert (targets["T02-1"]["目标值"], targets["T02-1"]["备注"]) == (
        -5,
        "请核对：下降的填负数，原文没有负号",
    )
    assert (targets["T03-2"]["所属合计"], targets["T03-2"]["关系"]) == ("T03-1", "其中")
    matters = rows(place / str(made["draft"]), "实事")
    assert matters[2]["备注"] == "请核对：几个责任单位谁牵头，原文未载"
    book = openpyxl.load_workbook(place / str(made["draft"]))
    assert book["指标"]["R4"].fill.start_color.rgb == "FFFFF2CC"
    assert book["原文对照"].max_row > 10


def test_every_other_number_is_listed_with_its_reason(place: Path) -> None:
    made = imported(place)
    unused = rows(place / str(made["draft"]), "未采用的数")
    assert {row["数"]: row["为什么没有采用"] for row in unused} == {
        "2022": "文号、序号",
        "3": "编号、文号",
        "3万人": "受益面",
    }
    assert made["numbers"] == {"all": 14, "targets": 7, "dates": 4, "unused": 3}


@pytest.mark.more
def test_a_draft_nobody_touched_is_replaced_and_one_somebody_did_is_kept(place: Path) -> None:
    first, second = imported(place)["draft"], imported(place)["draft"]
    assert first == second == "inputs/2022/任务分解表-草稿.xlsx"
    path = place / str(first)
    book = openpyxl.load_workbook(path)
    book["实事"]["B3"] = "改过的"
    book.save(path)
    told = minsheng("-C", place, "plan", "import", place.parent / "通知.txt")
    assert "以前的草稿有人改过，留着没有动，另写了一份。" in told.out
    assert "inputs/2022/任务分解表-草稿-2.xlsx" in told.out
    assert openpyxl.load_workbook(path)["实事"]["B3"].value == "改过的"


def test_a_number_taken_up_becomes_a_target_of_the_plan(place: Path) -> None:
    path = place / str(imported(place)["draft"])
    corrected(path)
    book = openpyxl.load_workbook(path)
    for row in book["未采用的数"].iter_rows(min_row=3):
        if row[0].value == "3万人":
            row[4].value, row[5].value = "是", "T01-9"
    for row in book["概况"].iter_rows(min_row=3):
        if row[0].value == "汇总单位":
            row[1].value = "市交通局"
    for row in book["指标"].iter_rows(min_row=3):
        if row[1].value == 3:
            row[26].value = "同报"
    assert book["指标"]["AA2"].value == "填报方式"
    book.save(path)
    done = minsheng("-C", place, "--today", "2022-04-01", "plan", "accept")
    assert done.code == 0, done.err
    plan = rows(place / "inputs/2022/任务分解表.xlsx", "指标")
    taken = next(row for row in plan if row["编号"] == "T01-9")
    assert (taken["目标值"], taken["计量单位"], taken["类型"]) == (3, "万人", "累计数")
    again = minsheng("-C", place, "--today", "2022-04-01", "plan", "accept")
    assert (again.code, "为免覆盖没有动它" in again.err) == (3, True)


def test_a_file_that_is_no_notice_is_one_object_and_ends_with_3(place: Path) -> None:
    scan = place.parent / "扫描.png"
    scan.write_bytes(b"\x89PNG\r\n")
    refused = minsheng("-C", place, "plan", "import", scan, "--json")
    assert refused.code == 3
    assert refused.json["recognised"] is False
    assert refused.json["matters"] == []
    assert refused.json["refused"] == "扫描.png 是图片，没有文字可读，请用有文字的 .docx 或 PDF。"
    assert minsheng("-C", place, "plan", "import", scan).err.startswith("扫描.png 是图片")


def test_without_a_workspace_the_notice_is_read_and_nothing_written(tmp_path: Path) -> None:
    notice = tmp_path / "通知.txt"
    notice.write_text(NOTICE, encoding="utf-8")
    told = minsheng("-C", tmp_path, "plan", "import", notice)
    assert "没有写草稿：这里不是工作目录，请先 minsheng init。" in told.out
    assert not list(tmp_path.glob("inputs"))


def test_another_year_than_asked_for_is_said(place: Path) -> None:
    told = minsheng("-C", place, "plan", "import", place.parent / "通知.txt", "--year", "2023")
    assert "通知说的是2022年，和 --year 2023 不同，按2022年写。" in told.out


def test_no_sheet_names_a_person(place: Path) -> None:
    notice = place.parent / "责任.txt"
    notice.write_text(
        NOTICE.replace(
            "责任单位：市交通局",
            "分管领导：欧阳某甲\n责任人：欧阳某甲；责任单位：市交通局\n完成时限：9月底前",
        ),
        encoding="utf-8",
    )
    made = minsheng("-C", place, "plan", "import", notice, "--json").json
    assert made["matters"][0]["lead_units"] == ["市交通局"]
    book = openpyxl.load_workbook(place / made["draft"])
    cells = [
        str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row if value
    ]
    assert not [cell for cell in cells if "欧阳" in cell]
    assert "分管领导：＊＊＊＊" in cells
    assert rows(place / made["draft"], "实事")[0]["备注"] == "完成时限：9月底前"


def test_a_draft_that_does_not_add_up_is_no_draft(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.inputs.notices.drafting.quantities", lambda notice: [])
    refused = minsheng("-C", place, "plan", "import", place.parent / "通知.txt", "--json")
    assert (refused.code, refused.json["matters"]) == (3, [])
    assert "里的数字没有全部交代清楚（有数字没有交代：第1段“2022”）" in refused.json["refused"]
    assert not list((place / "inputs/2022").glob("*草稿*"))


QUOTAS = """沧溪市人民政府办公室关于下达2022年民生实事目标任务的通知
一、农村危房改造
目标任务：全市改造农村危房0.15万户，其中东河县600户、西岭县500户、南岗区400户。
牵头单位：市教育局
二、社区用房改造
目标任务：改造用房50处，其中老旧小区30处、城镇20处，新增学位6000个。
牵头单位：市人社局
三、城镇新增就业
目标任务：改造公厕80座，其中东河县50座、学校公厕30座。
牵头单位：市发展改革委
完成时限：2022年12月底前
"""


@pytest.mark.more
def test_quotas_of_counties_are_their_tasks_and_no_targets(place: Path) -> None:
    (place.parent / "通知.txt").write_text(QUOTAS, encoding="utf-8")
    draft = place / str(imported(place)["draft"])
    targets = {str(row["编号"]): row for row in rows(draft, "指标")}
    assert list(targets) == ["T01-1", "T02-1", "T02-2", "T02-3", "T02-4", "T03-1", "T03-2", "T03-3"]
    assert targets["T01-1"]["分县区"] == "东河县、西岭县、南岗区"
    assert str(targets["T01-1"]["备注"]).startswith("请核对：后面的分县数已列入分县任务")
    assert [tuple(row.values())[:3] for row in rows(draft, "分县任务")] == [
        ("T01-1", "东河县", 0.06),
        ("T01-1", "西岭县", 0.05),
        ("T01-1", "南岗区", 0.04),
    ]
    units = {row["简称"]: (row["全称"], row["县区"]) for row in rows(draft, "单位")}
    assert units["东河县"] == ("东河县人民政府", "是")
    # A full name is what the notice's word is short for, and never another department's.
    assert [units[name][0] for name in ("市教育局", "市人社局", "市发展改革委")] == [
        "沧溪市教育局",
        "沧溪市人力资源和社会保障局",
        "沧溪市发展和改革委员会",
    ]
    assert "没有写完" not in str([row["备注"] for row in rows(draft, "实事")])


@pytest.mark.more
def test_what_came_along_from_last_year_is_in_the_draft(place: Path) -> None:
    along = {
        "上年同期": ("T01-1", "2021-09", "新改建农村公路", "150", "公里"),
        "督办阶梯": ("下级", "当面提醒", "只登记", "1", ""),
        "下级对应": ("", "甲县", "", "T01-1 新改建农村公路 ← T05-1"),
    }
    path = place / "inputs/2022/任务分解表.xlsx"
    book = openpyxl.load_workbook(path)
    for name, line in along.items():
        for column, text in enumerate(line, 1):
            book[name].cell(3, column).value = text or None
    book.save(path)
    draft = place / str(imported(place)["draft"])
    assert {name: tuple(rows(draft, name)[0].values()) for name in along} == {
        "上年同期": ("T01-1", "2021-09", "新改建农村公路", 150, "公里"),
        "督办阶梯": ("下级", "当面提醒", "只登记", 1, None),
        "下级对应": (None, "甲县", None, "T01-1 新改建农村公路 ← T05-1"),
    }
