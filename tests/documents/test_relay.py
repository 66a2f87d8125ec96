"""交接单 by hand: what is open is told in the register's order, what is over is not, what does not fit is said to stand elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pipeline.documents.letters.relay import InHand, Relay, compose
from pipeline.model.instructions import Instruction
from pipeline.model.months import Month
from pipeline.model.signing import PaperState
from pipeline.model.supervision import Entry, Paper, Rung, Sent, Stand, Step, Urging
from tests.inputs.builders import make_plan
from tests.progress.test_supervision import CELL

DAY, AUGUST = date(2021, 10, 11), Month(2021, 8)
PLAN = make_plan({"targets": {"T01": {"name": "建成场地", "kind": "累计数", "goal": "120", "measure": "个"}}})
NOTICE = Rung("限期", Paper.NOTICE, 2)
SENT = Sent(NOTICE, date(2021, 8, 27), Step(AUGUST, "甲局", "已发", "", "", date(2021, 8, 27), CELL, CELL))  # type: ignore[arg-type]
TOLD = Instruction(
    date(2021, 9, 3), "副市长", "呈阅件", "请抓紧。", ("甲局",), date(2021, 9, 30), "已开工", None, False, {}
)


def told(held: InHand) -> dict[str, list[str]]:
    """The paragraphs of every part, by its heading without the number."""
    context = compose(PLAN, DAY, held).context
    assert isinstance(context, Relay)
    return {one.heading.partition("、")[2]: [str(item.text) for item in one.items_] for one in context.parts}


def test_nothing_in_hand_is_said_part_by_part() -> None:
    parts = told(InHand())
    assert list(parts) == [
        *("办到哪一步", "没有办结的督办", "没有办结的批示", "还要协调的"),
        *("先按“正在核实”报的", "在用的编辑用语", "改过的规则和模板", "联系谁"),
    ]
    assert [texts for heading, texts in parts.items() if heading != "联系谁"] == [["无。"]] * 7


def test_what_is_open_is_told_as_it_is_registered() -> None:
    urged = Urging(AUGUST, Stand.SENT, NOTICE, (SENT,), date(2021, 9, 6))
    waived = Entry("带缺定稿", AUGUST, "甲局", "", "", "先报，数随后补", "", "办公室主任", DAY, CELL)
    parts = told(
        InHand(
            sets=(("8月材料", PaperState.SENT), ("9月材料", PaperState.DRAFT)),
            urged=(("甲局", urged),),
            instructions=(TOLD,),
            waived=(waived,),
            rules=(("督办回告天数", "10", "7"),),
            templates=("报告.docx",),
        )
    )
    assert parts["办到哪一步"] == ["8月材料：已报送；9月材料：送审稿。"]
    assert parts["没有办结的督办"] == ["甲局8月督办（限期）：已发，8月27日发出，应于9月6日前回告。"]
    assert parts["没有办结的批示"] == [
        "9月3日副市长在呈阅件上批示：“请抓紧。”，承办单位甲局，时限9月30日，办理情况：已开工。"
    ]
    assert parts["先按“正在核实”报的"] == ["8月甲局：先报，数随后补（办公室主任）。"]
    assert parts["改过的规则和模板"] == ["1.规则“督办回告天数”：7（通常10）。", "2.改过的模板：报告.docx。"]


@pytest.mark.parametrize("over", [Stand.ANSWERED, Stand.CLOSED, Stand.SPARED])
def test_what_is_over_is_not_handed_over(over: Stand) -> None:
    assert told(InHand(urged=(("甲局", Urging(AUGUST, over)),)))["没有办结的督办"] == ["无。"]


def test_of_a_long_list_the_beginning_stands_here_and_the_rest_is_told_to_stand_elsewhere() -> None:
    many = [replace(TOLD, words=f"第{number}件") for number in range(1, 10)]
    texts = told(InHand(instructions=many))["没有办结的批示"]
    assert (len(texts), texts[-1]) == (7, "另有3项，见处理登记、任务分解表。")
    assert [text[:2] for text in texts[:6]] == [f"{number}." for number in range(1, 7)]
