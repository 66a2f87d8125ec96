"""A new office by the handbook alone: a county types what it must into the blank plan, and each next step is the true one."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from pipeline.inputs.decisions.register import write_register
from pipeline.inputs.plan.workbook import load_plan
from pipeline.model.workspace import Workspace
from tests.command import Result, minsheng
from tests.conftest import Once

NAMED = {
    "概况": {
        "城市": "云岭县",
        "市政府": "云岭县人民政府",
        "通知标题": "云岭县人民政府办公室关于印发2024年云岭县民生实事任务分解方案的通知",
        "通知文号": "云政办〔2024〕6号",
        "通知日期": "2024-02-28",
        "汇总单位": "县政府办",
        "发文机关": "云岭县人民政府办公室",
        "发文字号代字": "云政办",
        "报告主送": "县人民政府",
        "单位名称核定": "综合股 2024-03-01",
    },
    "规则": {"报送周期": "季", "责任单位报送日": "次月5"},
}
ROWS: Mapping[str, Sequence[Mapping[str, object]]] = {
    "实事": [
        {
            "实事事项": "促进就业",
            "目标任务": "城镇新增就业3000人，城镇登记失业率控制在4%以内。",
            "责任单位": "县人社局",
            "配合单位": "各乡镇（街道）",
        },
        {"实事事项": "改善办学条件", "目标任务": "新建学校2所。", "责任单位": "县教体局"},
    ],
    "指标": [
        {
            "编号": "T01-1",
            "指标": "城镇新增就业",
            "类型": "累计数",
            "目标值": 3000,
            "计量单位": "人",
            "分县区": "各乡镇（街道）",
        },
        {"编号": "T01-2", "指标": "城镇登记失业率", "类型": "比率", "目标值": "4%", "方向": "不高于"},
        {
            "编号": "T02-1",
            "指标": "新建学校",
            "类型": "节点计数",
            "目标值": 2,
            "计量单位": "所",
            "计量动词": "建成",
            "序时方式": "按节点",
        },
    ],
    "节点": [
        {"编号": "T02-1", "日期": "6月30日", "目标数": 1},
        {"编号": "T02-1", "日期": "2024-11-30", "目标数": 2},
    ],
    "单位": [
        {"简称": "县政府办", "全称": "云岭县人民政府办公室"},
        {"简称": "县人社局", "全称": "云岭县人力资源和社会保障局"},
        {"简称": "县教体局", "全称": "云岭县教育体育局"},
        {"简称": "城关街道", "全称": "云岭县城关街道办事处"},
        {"简称": "北河镇", "全称": "云岭县北河镇人民政府"},
        {"简称": "小寨乡", "全称": "云岭县小寨乡人民政府"},
        {"简称": "产业园管委会", "全称": "云岭县产业园管理委员会"},
    ],
}


def typed(data: bytes) -> bytes:
    """The blank plan with those cells: of named items the second column, of other sheets the first rows that are empty."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for name, told in NAMED.items():
        for row in book[name].iter_rows(min_row=3):
            if row[0].value in told:
                row[1].value = told[row[0].value]  # type: ignore[assignment]
    for name, lines in ROWS.items():
        sheet = book[name]
        columns = {cell.value: cell.column for cell in sheet[2]}
        for number, line in enumerate(lines, 4):  # the row of the example stays where it is
            for header, value in line.items():
                sheet.cell(number, columns[header]).value = value  # type: ignore[assignment]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture(scope="session")
def county(once: Once) -> tuple[Path, dict[str, Result]]:
    """The workspace, and what each command said on the way."""

    def begin(folder: Path) -> tuple[Path, dict[str, Result]]:
        root = folder / "云岭"
        said = {"init": minsheng("init", root, "--year", "2024", "--shift", "顺延")}
        path = Workspace(root).plan_file(2024)
        path.write_bytes(typed(path.read_bytes()))
        here = ("-C", root, "--today", "2024-03-02")
        said["check"] = minsheng(*here, "plan", "check")
        said["before"] = minsheng(*here, "status")
        said["forms"] = minsheng(*here, "forms")
        said["after"] = minsheng(*here, "status")
        stamped = root / "inputs/2024/03/县人社局.pdf"
        stamped.parent.mkdir()
        stamped.write_bytes(b"%PDF-1.4\n%%EOF\n")
        minsheng(*here, "monthly")
        register = Workspace(root).decisions_file(2024)
        rows = {"收文": [("2024-03", "县人社局", "", "2024-03-04")]}
        register.write_bytes(write_register(date(2024, 3, 4), rows))
        said["registered"] = minsheng(*here, "status")
        said["check later"] = minsheng(*here, "plan", "check")
        return root, said

    return once("云岭县", begin)


@pytest.mark.more
def test_nothing_stands_in_the_way(county: tuple[Path, dict[str, Result]]) -> None:
    assert {name: result.err for name, result in county[1].items() if result.code} == {}
    assert "问题：退回 0　待核 0　提示 2\n" in county[1]["check"].out
    assert load_plan(Workspace(county[0]), 2024).rules.day_shift.value == "顺延"


def test_lower_units_are_known_by_their_names(county: tuple[Path, dict[str, Result]]) -> None:
    plan = load_plan(Workspace(county[0]), 2024)
    below = {unit.key: unit.kind for unit in plan.units if unit.county}
    assert below == {"城关街道": "街道", "北河镇": "镇", "小寨乡": "乡", "产业园管委会": "管委会"}
    assert plan.target("T01-1").counties == ("城关街道", "北河镇", "小寨乡")


def test_a_node_s_day_is_one_of_the_plan_s_year(county: tuple[Path, dict[str, Result]]) -> None:
    plan = load_plan(Workspace(county[0]), 2024)
    assert [node.due.isoformat() for node in plan.nodes_of("T02-1")] == ["2024-06-30", "2024-11-30"]


def test_a_direction_is_held_against_the_words_that_name_its_own_goal(
    county: tuple[Path, dict[str, Result]],
) -> None:
    """Of one sentence for two targets 控制在4%以内 says nothing of the other one's direction."""
    assert "P27" not in county[1]["check"].out


def test_the_next_step_is_forms_and_then_to_wait_for_them(county: tuple[Path, dict[str, Result]]) -> None:
    before, after = ("".join(county[1][name].out.split()) for name in ("before", "after"))
    assert "下一步：还没有收到报表。先生成空白表样发给各单位" in before
    assert "下一步：表样已生成。各单位报来的放进inputs/2024/03；到时还没报的，列出来催" in after
    assert after.endswith("remind2024-03")


def test_the_plan_asks_for_forms_only_until_something_came(county: tuple[Path, dict[str, Result]]) -> None:
    before, later = (county[1][name].out.splitlines()[-2:] for name in ("check", "check later"))
    assert before == [
        "任务分解表可以用了。下一步：生成空白表样发给各单位",
        f"  minsheng -C {county[0]} forms 2024-03",
    ]
    assert later == [
        "任务分解表可以用了。下一步：看这一期办到哪一步",
        f"  minsheng -C {county[0]} status",
    ]


def test_what_changed_is_called_by_its_name(county: tuple[Path, dict[str, Result]]) -> None:
    assert "下一步：处理登记有变动，重新生成本季材料" in "".join(county[1]["registered"].out.split())
