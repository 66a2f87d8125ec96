"""What the manifest says of figures in May's report: text, exact value, rule and cells, each worked out by hand.

老旧小区改造 (T02-1): 8 of 40个; 20个 were due by its node of 20 May, so 20% against 50%. In April 6 of 10.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from yunchuan import MESSY

Where = tuple[str, str, str, str]
PLAN, REGISTER = "任务分解表.xlsx", "处理登记.xlsx"
NOW: Where = ("05/住建5月.xlsx", "进展情况", "G5", "8")
BEFORE: Where = ("04/微信接收/报表(1).xlsx", "进展情况", "G5", "6")
GOAL: Where = (PLAN, "指标", "F6", "40")
NODE, NODE_BEFORE = (PLAN, "节点", "C4", "20"), (PLAN, "节点", "C3", "10")


@pytest.fixture(scope="module")
def figures(ran: Path) -> list[dict[str, Any]]:
    manifest = json.loads((ran / f"outputs/{MESSY}/manifest.json").read_text(encoding="utf-8"))
    (name,) = [name for name in manifest["documents"] if name.endswith("进展情况报告.docx")]
    found: list[dict[str, Any]] = manifest["documents"][name]["figures"]
    return found


def first(figures: list[dict[str, Any]], rule: str, target: str | None = "T02-1") -> dict[str, Any]:
    return next(one for one in figures if (one["rule"], one["target"]) == (rule, target))


def cells(figure: dict[str, Any]) -> list[Where]:
    return [
        (cell["file"].removeprefix("inputs/2023/"), cell["sheet"], cell["cell"], cell["read"])
        for cell in figure["cells"]
    ]


@pytest.mark.parametrize(
    ("rule", "text", "value", "unit", "promised"),
    [
        ("累计完成", "8", "8", "个", []),
        ("累计完成÷年度目标", "20.0%", "20", "%", [GOAL]),
        ("印出的节点进度－印出的完成比例", "30.0", "30", "百分点", [GOAL, NODE]),
    ],
)
def test_a_figure_of_a_target_rests_on_its_cell_and_on_what_was_promised(
    figures: list[dict[str, Any]],
    rule: str,
    text: str,
    value: str,
    unit: str,
    promised: list[Where],
) -> None:
    one = first(figures, rule)
    assert (one["text"], one["value"], one["unit"]) == (text, value, unit)
    assert cells(one) == [NOW, *promised]


def test_a_goal_is_a_cell_of_the_plan(figures: list[dict[str, Any]]) -> None:
    one = first(figures, "年度目标")
    assert (one["text"], one["value"], one["unit"], cells(one)) == ("40", "40", "个", [GOAL])


def test_a_count_rests_on_the_cells_of_what_is_counted(figures: list[dict[str, Any]]) -> None:
    one = first(figures, "进度滞后的指标数", None)
    assert (one["text"], one["value"], one["unit"]) == ("1", "1", "项")
    assert cells(one) == [NOW, GOAL, NODE]


def test_months_in_a_row_rest_on_every_month(figures: list[dict[str, Any]]) -> None:
    one = first(figures, "到本月为止连续滞后的月数")
    assert (one["text"], one["value"], one["unit"]) == ("2", "2", "个月")
    assert cells(one) == [NOW, GOAL, NODE, BEFORE, NODE_BEFORE]


def test_the_pace_of_a_month_is_the_calendar_s(figures: list[dict[str, Any]]) -> None:
    one = first(figures, "月份÷12", None)
    assert (one["text"], one["unit"], one["cells"]) == ("41.7%", "%", [])
    assert one["value"].startswith("41.66666666")


def test_a_unit_s_reason_is_quoted_from_its_cell(figures: list[dict[str, Any]]) -> None:
    one, words = first(figures, "原文引用"), "地下管线迁改手续办理较慢"
    assert (one["text"], one["value"], one["unit"]) == (words, None, "")
    assert cells(one) == [(NOW[0], "进展情况", "N5", words)]


def test_a_settled_figure_names_the_register_and_what_the_unit_wrote(figures: list[dict[str, Any]]) -> None:
    one = first(figures, "报送的比率", "T01-2")
    assert (one["text"], one["value"]) == ("95.5%", "95.5")
    register, sheet = cells(one)
    assert register == (REGISTER, "核实", "E3", "95.5")
    assert sheet[1:] == ("进展情况", "G6", "约95.5")
    gap = first(figures, "印出的比率－年度目标", "T01-2")
    assert (gap["text"], gap["value"]) == ("0.5", "0.5")
    assert cells(gap) == [register, sheet, (PLAN, "指标", "F4", "95")]
