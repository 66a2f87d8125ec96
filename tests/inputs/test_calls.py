"""Sheet 电话催报 of 处理登记: read strictly; no paper rests on it, and a register without it is read as ever."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from pipeline.inputs.decisions.calls import CALLS
from pipeline.inputs.decisions.register import Decisions, read_decisions, write_register
from pipeline.inputs.decisions.register_sheets import DECISION_CHOICES, DECISION_TABLES
from pipeline.inputs.tables.writer import write_tables
from pipeline.model.months import Month
from pipeline.model.readings import Call
from pipeline.model.workspace import Workspace
from pipeline.outputs.founding import enter
from tests.inputs.builders import make_plan

TARGETS = {"targets": {"T1": {"name": "停车场", "kind": "累计数", "goal": "4", "measure": "个"}}}
ROW = ("2021-09", "甲局", "2021-09-26", "明天上午报", "综合岗")


def read(place: Path, rows: Sequence[Sequence[str]]) -> Decisions:
    office = Workspace(place)
    path = office.decisions_file(2021)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(write_register(date(2021, 1, 1), {"电话催报": list(rows)}))
    return read_decisions(office, make_plan(TARGETS))


def changed(column: int, text: str) -> tuple[str, ...]:
    return (*ROW[:column], text, *ROW[column + 1 :])


def test_who_was_telephoned_when_and_what_was_answered(tmp_path: Path) -> None:
    decisions = read(tmp_path, [ROW, ("9月", "甲局", "2021-09-27", "", "")])
    assert (decisions.findings, decisions.misregistered) == ({}, ())
    september, unit = Month(2021, 9), decisions.calls[0].unit
    assert decisions.calls == (
        Call(september, unit, date(2021, 9, 26), "明天上午报", "综合岗"),
        Call(september, unit, date(2021, 9, 27), "", ""),
    )


@pytest.mark.parametrize(
    ("rows", "cell", "said"),
    [
        ([changed(0, "")], "A3", "“月份”没有填写"),
        ([changed(0, "国庆")], "A3", "月份“国庆”认不出"),
        ([changed(1, "某某办")], "B3", "没有登记的单位“某某办”"),
        ([changed(2, "")], "C3", "“日期”没有填写"),
        ([changed(2, "前天")], "C3", "日期“前天”认不出"),
        ([changed(2, "2021-08-31")], "C3", "日期2021-08-31早于要报的那一期"),
        ([ROW, ROW], "C4", "与前面一行登记的是同一件事"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_each_wrong_cell_is_told_where_it_stands_and_holds_no_paper_back(
    tmp_path: Path, rows: Sequence[Sequence[str]], cell: str, said: str
) -> None:
    decisions = read(tmp_path, rows)
    assert decisions.findings == {}
    ((_, finding),) = decisions.misregistered
    assert (finding.code.name, finding.place.ref) == ("D30", cell)
    assert said in finding.message and len(decisions.calls) == len(rows) - 1


def test_no_paper_rests_on_it(tmp_path: Path) -> None:
    assert read(tmp_path, []).said == read(tmp_path, [ROW]).said != ""


def test_an_older_register_is_read_as_ever_and_gets_the_sheet_with_its_first_row(tmp_path: Path) -> None:
    office = Workspace(tmp_path)
    path = office.decisions_file(2021)
    path.parent.mkdir(parents=True)
    older = [one for one in DECISION_TABLES if one is not CALLS]
    path.write_bytes(write_tables(older, {}, DECISION_CHOICES, date(2021, 1, 1)))
    plan = make_plan(TARGETS)
    before = read_decisions(office, plan)
    assert (before.findings, before.misregistered, before.calls) == ({}, (), ())
    enter(office, 2021, "电话催报", [dict(zip(CALLS.columns, ROW, strict=True))])
    after = read_decisions(office, plan)
    assert [(one.day, one.answer) for one in after.calls] == [(date(2021, 9, 26), "明天上午报")]
    assert (after.misregistered, after.said) == ((), before.said)
