"""Whom the words of a plan mean: names, usual names of departments, groups with their exceptions."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from pipeline.inputs.plan.defaults import department
from pipeline.inputs.plan.directory import Directory, with_usual_names
from pipeline.inputs.plan.workbook import examine_plan, write_plan
from pipeline.model.plan import Name, Plan, Unit
from pipeline.model.workspace import Workspace
from tests.inputs.builders import make_plan

_PLAN = make_plan({})


def unit(key: str, kind: str, below: bool = True, full: str = "", groups: tuple[str, ...] = ()) -> Unit:
    """A unit of that 类别; a lower one unless said otherwise."""
    name = Name(key, full, "", None, None, "")
    return Unit(key, 1, kind, below, True, "是", (name,), (), "", "", groups)


CITY = (
    unit("市人社局", "市政府工作部门", False, "某市人力资源和社会保障局"),
    unit("市住建局", "市政府工作部门", False),
    unit("东区", "县（市）、区政府"),
    unit("北市", "县级市"),
    unit("西县", "县"),
    unit("高新区", "市政府派出机构（管委会）"),
    unit("河滩示范区", "管委会"),
)
DISTRICT = (
    unit("区教育局", "区政府工作部门", False),
    unit("东街街道", "街道"),
    unit("城关镇", "镇"),
    unit("小庄乡", "乡镇"),
    unit("北园", "功能区", groups=("各片区",)),
)


def directory(units: Sequence[Unit]) -> Directory:
    """The directory of these units in 某市."""
    return Directory(with_usual_names(units), _PLAN.profile)


@pytest.mark.parametrize(
    ("word", "members"),
    [
        ("各县（市）区", "东区 北市 西县"),
        ("各县（市、区）", "东区 北市 西县"),
        ("各区县", "东区 北市 西县"),
        ("各县（市）区人民政府", "东区 北市 西县"),
        ("各县（市、区）人民政府（管委会）", "东区 北市 西县 高新区 河滩示范区"),
        ("各县（市）区（西县除外）", "东区 北市"),
        ("各县（市）区、管委会（不含河滩示范区）", "东区 北市 西县 高新区"),
        ("各区", "东区"),
        ("各管委会", "高新区 河滩示范区"),
        ("各县（市）区（南县除外）", ""),
        ("各乡镇（街道）", ""),
        ("各部门", ""),
        ("市政府", ""),
    ],
)
def test_a_group_means_the_lower_units_of_its_kind(word: str, members: str) -> None:
    assert directory(CITY).find(word) == tuple(members.split())


REGION = (
    unit("北市", "市"),
    unit("阿克地区", "地区"),
    unit("昌州", "自治州"),
    unit("兴盟", "盟"),
    unit("左旗", "旗"),
)


@pytest.mark.parametrize(
    ("word", "members"),
    [
        ("各市（地、州）", "北市 阿克地区 昌州 兴盟 左旗"),
        ("各地（州、市）人民政府（行署）", "北市 阿克地区 昌州 兴盟 左旗"),
        ("各盟市", "北市 阿克地区 昌州 兴盟 左旗"),
        ("各盟行政公署", "兴盟"),
        ("各市", "北市"),
        ("各州", "昌州"),
        ("各旗", "左旗"),
        ("各地", ""),
    ],
)
def test_a_region_s_groups_are_cities_and_prefectures(word: str, members: str) -> None:
    assert directory(REGION).find(word) == tuple(members.split())


@pytest.mark.parametrize(
    ("word", "members"),
    [
        ("各乡镇（街道）", "东街街道 城关镇 小庄乡"),
        ("各街道办事处", "东街街道"),
        ("乡人民政府", "小庄乡"),
        ("各镇（街道）", "东街街道 城关镇"),
        ("各片区", "北园"),
        ("各县（市）区", ""),
    ],
)
def test_a_districts_groups_are_streets_and_towns(word: str, members: str) -> None:
    assert directory(DISTRICT).find(word) == tuple(members.split())


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("市人力资源社会保障局", "市人社局"),
        ("某市人社局", "市人社局"),
        ("人力资源和社会保障局", "市人社局"),
        ("市住房和城乡建设局", "市住建局"),
        ("住建委", "市住建局"),
        ("市教育局", None),
    ],
)
def test_usual_names_of_departments_are_known(word: str, key: str | None) -> None:
    assert directory(CITY).find(word) == ((key,) if key else ())


def usual_names() -> list[list[str]]:
    """The words of each department as they stand in the data."""
    text = (files("pipeline.inputs.plan") / "部门名称.csv").read_text(encoding="utf-8")
    rows = list(csv.reader(text.splitlines()))[1:]
    return [[*dict.fromkeys(word for cell in row for word in cell.split("、") if word)] for row in rows]


def test_no_usual_name_means_two_departments() -> None:
    rows = usual_names()
    assert len(rows) >= 80
    owners = Counter(word for row in rows for word in row)
    assert [word for word, count in owners.items() if count > 1] == []
    for row in rows:
        for word in row:
            for called in (f"市{word}", f"某市{word}"):
                (known,) = with_usual_names([unit(called, "", False)])
                assert set(row) <= set(known.usual), called
                assert not [other for other in owners if other in known.usual and other not in row], called


@pytest.mark.parametrize(
    ("called", "word"),
    [
        ("市委编办", "市编办"),
        ("市退役军人局", "市退役军人事务局"),
        ("市行政审批服务局", "行政审批局"),
        ("市大数据局", "大数据管理局"),
        ("市乡村振兴局", "市扶贫办"),
        ("区城管局", "区综合行政执法局"),
        ("市园林局", "园林绿化中心"),
        ("市消防救援支队", "消防支队"),
        ("市残联", "市残疾人联合会"),
        ("团市委", "共青团"),
        ("市供销社", "供销联社"),
        ("市住房公积金中心", "公积金中心"),
        ("市政府办公室", "市政府办"),
        ("县投资促进局", "招商局"),
    ],
)
def test_usual_names_since_the_reform_of_2018_are_known(called: str, word: str) -> None:
    assert directory([unit(called, "政府工作部门", False)]).find(word) == (called,)


def test_a_usual_name_that_two_units_could_bear_is_nobodys() -> None:
    two = (unit("市文旅局", "部门", False), unit("市文广旅局", "部门", False))
    known = with_usual_names(two)
    assert [one.usual for one in known] == [(), ()]


def test_the_likeliest_unit_is_suggested_by_its_own_name() -> None:
    known = directory(CITY)
    assert (known.likeliest("市人社剧"), known.likeliest("人力资源与社会保障局")) == ("市人社局", "市人社局")
    assert known.likeliest("完全另外的一个") == ""


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        ("市教育局、市发改委、市政府办、市外事办公室、省教育厅", "政府工作部门"),
        ("市总工会、团市委、县团委、市妇联、市残联、市红十字会、市工商联、市科协", "群团组织"),
        ("市税务局、市气象局、市邮政管理局、市烟草专卖局、市消防救援支队", "垂直管理单位"),
        ("市供电公司、市电力公司、市水务集团、市城投公司", "企业"),
        ("市委宣传部、市委政法委、市委老干部局、市委网信办、市纪委监委", "党委机构"),
        ("市公积金中心、市中心医院、市广播电视台、市图书馆", "事业单位"),
        ("市重点项目指挥部、市工作专班", ""),
    ],
)
def test_what_a_unit_is_follows_from_the_end_of_its_name(names: str, kind: str) -> None:
    for name in names.split("、"):
        assert department(name) == kind, name


def test_documents_print_the_groups_own_words() -> None:
    known = directory(CITY)
    members = known.find("各县（市）区")
    plan = replace(_PLAN, units=CITY, groups=known.groups)
    day = date(2021, 9, 1)
    assert plan.names(("市人社局", *members), day) == "市人社局、各县（市）区"
    assert plan.names(members[:2], day) == "东区、北市"


_PROFILE = {
    "年度": "2021",
    "城市": "某市",
    "市政府": "某市人民政府",
    "通知日期": "2021-05-29",
    "汇总单位": "市发改委",
}


def examined(workspace: Workspace, confirmed: str) -> tuple[Plan, list[tuple[str, str]]]:
    """A plan of two leads, a county and names nobody confirmed row by row, with its findings."""
    rows = {
        "概况": [(key, text, "") for key, text in (*_PROFILE.items(), ("单位名称核定", confirmed))],
        "单位": [
            ("1", "市发改委", "某市发展和改革委员会", "", "", "部门"),
            ("2", "市教育局", "某市教育局", "", "", "部门"),
            ("3", "东区", "东区人民政府", "", "", "区", "是"),
        ],
        "实事": [("1", "办学", "办学", "市教育局、市发改委", "各县（市、区）", "")],
        "指标": [
            ("T01-1", "1", "建成学校", "建成10所", "累计数", "10", "所"),
            ("T01-2", "1", "入学率", "入学率95%", "保持", "95", "%", *[""] * 19, "相加"),
            ("T01-3", "1", "办成学校", "办成10所", "累计数", "10", "所", *[""] * 5, "教育局"),
        ],
    }
    path = workspace.plan_file(2021)
    path.parent.mkdir(parents=True)
    path.write_bytes(write_plan(rows, date(2021, 5, 30)))
    plan, findings = examine_plan(workspace, 2021)
    assert plan is not None
    return plan, [(one.code.name, one.message) for one in findings]


def test_names_are_confirmed_once_and_what_is_left_empty_is_told(tmp_path: Workspace) -> None:
    plan, found = examined(Workspace(tmp_path), "综合岗，2021年6月1日")
    codes = [code for code, _ in found]
    assert "P10" not in codes
    assert {one.names[0].confirmed for one in plan.units} == {"综合岗 2021-06-01"}
    assert plan.unit("市教育局").names[0].address == "某市教育局"
    assert [message for code, message in found if code == "P15"] == [
        "单位：“反馈函”没有填，按“是”办理：市发改委、市教育局、东区"
    ]
    assert plan.matters[0].cooperating == ("东区",)
    assert plan.target("T01-3").leads == ("市教育局",)


def test_several_leads_must_say_how_they_report(tmp_path: Workspace) -> None:
    _, found = examined(Workspace(tmp_path), "综合岗")
    told = [message for code, message in found if code in ("P14", "P05")]
    assert told == [
        "概况：“单位名称核定”应写岗位和日期，读到“综合岗”",
        "指标：保持类的指标不能相加",
        "指标：实事1有几个责任单位（市教育局、市发改委），没有写明由谁填报：T01-1 建成学校、T01-2 入学率",
    ]


def test_a_region_is_a_code_and_nobody_agrees_unasked(tmp_path: Path) -> None:
    path = Workspace(tmp_path).plan_file(2021)
    path.parent.mkdir(parents=True)
    for said, agrees in (("某省某市", "是"), ("130100", "")):
        items = {**_PROFILE, "行政区划": said, "同意上级汇总": agrees}
        path.write_bytes(
            write_plan({"概况": [(key, text, "") for key, text in items.items()]}, date(2021, 5, 30))
        )
        plan, findings = examine_plan(Workspace(tmp_path), 2021)
        told = [one.message for one in findings if "行政区划" in one.message]
        assert told == ([] if said.isdigit() else ["概况：行政区划应是6位、9位或12位的代码，读到“某省某市”"])
    assert plan is None or (plan.profile.region, plan.profile.agrees_upward) == ("130100", False)
