"""Sheet 协调 of 处理登记: a matter from the first question to its outcome, and what of a row cannot be used."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from pipeline.inputs.decisions.coordinating import COORDINATIONS
from pipeline.inputs.decisions.register import Decisions, read_decisions, write_register
from pipeline.model.choices import Purpose
from pipeline.model.codes import Code
from pipeline.model.coordination import left_open
from pipeline.model.months import Month
from pipeline.model.workspace import Workspace
from tests.inputs.builders import make_plan

SEPTEMBER = Month(2021, 9)
GOOD = {
    "月份": "9月",
    "编号": "T1",
    "事项": "用地手续周期长",
    "涉及单位": "乙局、东县",
    "已征求意见": "东县，乙局",
    "拟提请协调": "是",
    "时限": "2021-10-20",
    "批准岗位": "分管委领导",
    "日期": "2021-09-27",
}
CHOSEN = ("2021-09", "T1", "", "拟提请协调", "钱不够", "乙局", "分管委领导", "2021-09-27")


def row(**cells: str) -> tuple[str, ...]:
    """The good row with other cells, by column."""
    return tuple((GOOD | cells).get(column, "") for column in COORDINATIONS.columns)


def read(place: Path, *rows: Sequence[str], chosen: Sequence[Sequence[str]] = ()) -> Decisions:
    office = Workspace(place)
    path = office.decisions_file(2021)
    path.parent.mkdir(parents=True)
    path.write_bytes(write_register(date(2021, 1, 1), {"协调": rows, "入文": chosen}))
    targets = {"T1": {"name": "停车场", "kind": "累计数", "goal": "4", "measure": "个"}}
    return read_decisions(office, make_plan({"targets": targets}))


def test_what_goes_up_is_said_in_its_month_as_if_chosen(tmp_path: Path) -> None:
    decisions = read(tmp_path, row(), row(事项="资金不足", 拟提请协调="否"))
    assert decisions.findings == {}
    assert [one.unasked for one in decisions.coordinations] == [(), ()]
    (choice,) = decisions.chosen_in(SEPTEMBER)
    assert (choice.purpose, choice.unit, choice.target, choice.text) == (
        Purpose.COORDINATED,
        "甲局",
        "T1",
        "用地手续周期长",
    )
    assert (choice.consulted, choice.cell.sheet, choice.cell.ref) == (("东县", "乙局"), "协调", "D3")


def test_it_is_open_until_the_day_it_was_settled_and_due_three_days_ahead(tmp_path: Path) -> None:
    settled = row(事项="已办", 协调结果="开通绿色通道", 办结日期="2021-10-18")
    decisions = read(tmp_path, row(时限="", 事项="没有时限"), row(), settled)

    def on(day: date) -> list[tuple[str, bool, bool]]:
        left = left_open(decisions.coordinations, day)
        return [(one.text, one.due_on(day), one.overdue_on(day)) for one in left]

    assert on(date(2021, 8, 31)) == []
    assert on(date(2021, 10, 16)) == [
        ("用地手续周期长", False, False), ("已办", False, False), ("没有时限", False, False)
    ]  # fmt: skip
    assert on(date(2021, 10, 17))[:2] == [("用地手续周期长", True, False), ("已办", True, False)]
    assert on(date(2021, 10, 18)) == [("用地手续周期长", True, False), ("没有时限", False, False)]
    assert on(date(2021, 10, 21))[0] == ("用地手续周期长", True, True)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"涉及单位": ""}, "“涉及单位”没有填写"),
        ({"编号": "T9"}, "没有编号为“T9”的指标"),
        ({"单位": "丁局"}, "没有登记的单位“丁局”"),
        ({"涉及单位": "乙局、丁局"}, "没有登记的单位“丁局”"),
        ({"已征求意见": "丁局"}, "没有登记的单位“丁局”"),
        ({"时限": "月底"}, "时限“月底”认不出"),
        ({"办结日期": "2021-08-30", "协调结果": "已办"}, "办结日期2021-08-30早于提出的月份"),
        ({"办结日期": "2021-10-18"}, "写了办结日期，没有写协调结果"),
        ({"协调结果": "已办"}, "写了协调结果，没有写办结日期"),
        ({"拟提请协调": "拟"}, "拟提请协调“拟”认不出"),
        ({"已征求意见": "东县"}, "拟提请协调，还没有征求乙局的意见"),
        ({"批准岗位": ""}, "拟提请协调的，“批准岗位”没有填写"),
    ],
    ids=lambda one: "" if isinstance(one, str) else "、".join(one),
)
def test_a_row_that_lacks_something_is_told_and_not_used(
    tmp_path: Path, cells: dict[str, str], said: str
) -> None:
    decisions = read(tmp_path, row(**cells))
    assert (decisions.coordinations, decisions.choices) == ((), ())
    ((month, (finding,)),) = decisions.findings.items()
    assert (month, finding.code) == (SEPTEMBER, Code.D01)
    assert said in finding.message
    assert "处理登记［协调］" in finding.message


def test_a_month_nobody_can_read_is_told_in_every_month(tmp_path: Path) -> None:
    decisions = read(tmp_path, row(月份="国庆"))
    assert decisions.coordinations == ()
    assert list(decisions.findings) == [None]


def test_one_matter_stands_once(tmp_path: Path) -> None:
    twice = read(tmp_path / "行", row(), row())
    assert len(twice.coordinations) == 1
    assert "与前面一行登记的是同一件事" in twice.findings[SEPTEMBER][0].message
    also = read(tmp_path / "表", row(), chosen=[CHOSEN])
    assert [one.text for one in also.choices] == ["钱不够"]
    assert "“入文”里也登记了拟提请协调" in also.findings[SEPTEMBER][0].message
    # What does not go up stands beside it.
    beside = read(tmp_path / "未提请", row(拟提请协调=""), chosen=[CHOSEN])
    assert len(beside.coordinations) == 1
    assert beside.findings == {}


def test_its_outcome_is_told_in_the_first_papers_after_it(tmp_path: Path) -> None:
    settled = row(协调结果="开通绿色通道", 办结日期="2021-10-18")
    alone = row(事项="没有提请", 拟提请协调="", 协调结果="自行商定", 办结日期="2021-10-18")
    up, kept = read(tmp_path, settled, alone).coordinations
    days = [date(2021, 10, number) for number in (17, 18, 19)]
    # The papers before, these papers: told from the day it was settled, unless those before told it.
    assert [up.settled_between(None, day) for day in days] == [False, True, True]
    assert [up.settled_between(before, days[2]) for before in days] == [True, False, False]
    assert not kept.settled_between(None, days[2])
