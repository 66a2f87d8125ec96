"""年终, 任务分解表, 指标, 单位 (DESK §2): what is suggested and decided, what is wrong with the plan, one target's year."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest
from starlette.testclient import TestClient

from pipeline.desk.here import Here
from pipeline.desk.site import site
from pipeline.model.workspace import Workspace
from tests.command import minsheng
from tests.desk.conftest import ADDRESS, CITY, MONTH, PORT, TODAY, Visitor
from tests.desk.test_attacks import all_files
from tests.desk.test_pages import root

TABLE = "inputs/2023/考核认定表.xlsx"


def verdicts(office: Path) -> dict[str, dict[str, object]]:
    """The rows of 指标认定 by target, as a person sees them."""
    sheet = openpyxl.load_workbook(office / TABLE)["指标认定"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    header = next(row for row in rows if "编号" in row)
    return {
        str(row[0]): dict(zip(map(str, header), row, strict=True))
        for row in rows
        if str(row[0]).startswith("T")
    }


@pytest.mark.more
def test_what_is_suggested_is_accepted_as_the_command_accepts_it(
    secretary: Visitor, made_office: Path, tmp_path: Path
) -> None:
    office, before = root(secretary), all_files(root(secretary))
    assert "全部同意并登记批准" in secretary.see("/yearend")
    assert "请填批准依据" in secretary.do("/yearend/accept", data={"day": "2024-01-20"}).text
    told = {"basis": "会议纪要〔2024〕1号", "day": "2024-01-20"}
    assert secretary.do("/yearend/accept", data=told).status_code == 204
    other = Path(tmp_path / "by command")
    shutil.copytree(made_office, other)
    minsheng("-C", other, "assess", "2023", "--accept", "--basis", told["basis"], "--approved", told["day"])
    assert (office / TABLE).read_bytes() == (other / TABLE).read_bytes()
    assert secretary.do("/desk/undo").status_code == 204
    assert all_files(office) == before


def test_what_keeps_a_year_s_end_from_being_final_is_told_beside_its_papers(secretary: Visitor) -> None:
    page = secretary.see("/papers?period=2023-年终")
    assert "个问题没有处理，不能定稿：" in page and "没有认定结果" in page
    assert f'href="/yearend?period={quote("2023-年终")}">去处理' in page and "没有挡着的问题" not in page
    assert secretary.see("/handout?period=2023-年终").count("生成2023年年终表样") == 0


def test_one_target_is_ruled_otherwise_with_its_reason(secretary: Visitor) -> None:
    secretary.see("/yearend")
    told = {"target": "T01-1", "认定数": "2.3", "认定结果": "未完成", "批准日期": "2024-01-20"}
    assert "另定的要写理由" in secretary.do("/yearend/rule", data=told).text
    assert (
        secretary.do("/yearend/rule", data={**told, "调整理由": "核减重复", "认定结果": "差不多"}).status_code
        == 422
    )
    assert not (root(secretary) / TABLE).exists()
    assert secretary.do("/yearend/rule", data={**told, "调整理由": "核减重复"}).status_code == 204
    row = verdicts(root(secretary))["T01-1"]
    assert [row[one] for one in ("认定数", "认定结果", "调整理由", "批准日期")] == [
        2.3,
        "未完成",
        "核减重复",
        "2024-01-20",
    ]
    assert re.search(r"未完成，2\.3万人<br>核减重复", secretary.see("/yearend"))


def test_what_is_wrong_with_the_plan_is_told_by_its_cell_and_other_pages_say_so(secretary: Visitor) -> None:
    assert "核对结果" in secretary.see("/plan") or "没有问题" in secretary.see("/plan")
    path = root(secretary) / "inputs/2023/任务分解表.xlsx"
    book = openpyxl.load_workbook(path)
    book["指标"]["F3"] = "很多"
    book.save(path)
    for page in ("/plan", "/", "/problems"):
        text = secretary.see(page)
        assert "［指标］F3" in text and "很多" in text


NOTICE = """云川市人民政府办公室关于印发2023年民生实事的通知

一、新增城镇就业2.5万人。责任单位：市人社局。
二、新建、改扩建幼儿园10所。责任单位：市教育局。
"""


def test_a_notice_becomes_a_draft_as_the_command_makes_it(
    secretary: Visitor, made_office: Path, tmp_path: Path
) -> None:
    data = NOTICE.encode()
    assert secretary.do("/plan/notice", files={"file": ("通知.txt", data)}).status_code == 204
    page = secretary.see("/plan")
    assert "2件，2个目标" in page and "<td>新建、改扩建幼儿园10所<br>" in page and "定为任务分解表" in page
    other = Path(shutil.copytree(made_office, tmp_path / "other"))
    (tmp_path / "通知.txt").write_bytes(data)
    minsheng("-C", other, "--today", TODAY.isoformat(), "plan", "import", tmp_path / "通知.txt")
    drafts = [one.relative_to(other).as_posix() for one in other.rglob("任务分解表-草稿*.xlsx")]
    assert drafts and all(
        (root(secretary) / one).read_bytes() == (other / one).read_bytes() for one in drafts
    )
    assert secretary.do("/plan/accept", data={"state": secretary.here.state()}).status_code == 422
    assert secretary.do("/plan/notice", files={"file": ("图.png", b"\x89PNG")}).status_code == 422


def test_a_folder_without_a_plan_says_how_to_begin(tmp_path: Path) -> None:
    here = Here(Workspace(tmp_path), lambda: TODAY, port=PORT)
    visitor = Visitor(here, TestClient(site(here), base_url=ADDRESS)).come_in()
    assert "没有任务分解表" in visitor.see("/") and "新建工作文件夹" in visitor.see("/plan")
    assert list(tmp_path.iterdir()) == []


def test_a_target_and_a_unit_have_their_year(secretary: Visitor) -> None:
    target = secretary.see("/target?id=T03-4")
    assert "新增幼儿园学位" in target and "各期情况" in target and "<svg" in target
    unit = secretary.see(f"/unit?key={quote('市教育局')}")
    assert "报送情况" in unit and "T03-4 新增幼儿园学位本月累计 270个" in unit
    assert "没有这项指标" in secretary.client.get("/target?id=X").text
    assert "没有这个单位" in secretary.client.get("/unit?key=X").text


@pytest.mark.more
def test_a_lead_sits_at_the_desk_too(secretary: Visitor) -> None:
    office = root(secretary)
    shutil.rmtree(office / "inputs/2023/05")
    tables = CITY.tables("任务分解表")
    said = {"工作区单位": "责任单位", "责任单位": "市人社局"}
    profile = [[row[0], said.get(row[0], row[1]), *row[2:]] for row in tables["概况"]]
    profile += [["责任单位", "市人社局", ""]] if all(row[0] != "责任单位" for row in profile) else []
    CITY.lay_plan(office, {**tables, "概况": profile})
    first = secretary.see("/")
    menu = re.findall(r'<a href="(/[^"]*)"(?: aria-current="page")?>', first.partition("</nav>")[0])
    for path in menu:
        answer = secretary.client.get(path)
        told = "本工作区属于责任单位" if path.startswith("/yearend") else "<h1>"
        assert answer.status_code in (200, 422) and told in answer.text, path
    assert "汇总成本单位的表" in secretary.see("/papers") and "各配合单位：现发" in secretary.see("/handout")
    secretary.do("/papers/make")
    secretary.here.worker.wait(60)
    assert (office / f"outputs/{MONTH}-汇总").exists(), secretary.client.get("/desk/progress").text
