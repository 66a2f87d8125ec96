"""A year begun from the one before: what comes along, what is told as left open, and that it counts for nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from pipeline.cli.checking import plan_text
from pipeline.inputs.plan.last_year import told
from pipeline.inputs.plan.workbook import examine_plan
from pipeline.model.errors import UsageProblem
from pipeline.model.figures import Cell, Figure
from pipeline.model.months import DayShift, Month
from pipeline.model.plan import Plan
from pipeline.model.readings import History
from pipeline.model.supervision import Action, Step
from pipeline.model.workspace import Workspace
from pipeline.workflows.office import follow, still_urged


def test_a_year_follows_another(sample_year: tuple[Workspace, Plan, History], tmp_path: Path) -> None:
    old, before, _ = sample_year
    office = Workspace(tmp_path / "2022")
    names = follow(office, old, 2022, DayShift.NEXT)
    assert {f"templates/{path.name}" for path in old.templates.glob("*.docx")} <= set(names)
    plan, findings = examine_plan(office, 2022)
    assert plan is not None
    assert plan.units == before.units
    assert plan.rules == replace(before.rules, day_shift=DayShift.NEXT, first_month=plan.rules.first_month)
    assert (plan.profile.year, plan.profile.city, plan.profile.organ) == (
        2022,
        "新乡市",
        before.profile.organ,
    )
    assert plan.profile.notice_number == ""
    # What is left to do is to write the new promises.
    assert {one.place.sheet for one in findings if one.open} == {"概况", "实事", "指标"}
    # What was left open stands apart from them.
    assert (plan.matters, plan.targets) == ((), ())
    left = {one.id: one for one in plan.carried}
    assert left["T09-1"].leads == ("市城管局",)
    assert left["T09-1"].state == "2021年新建停车场认定3个，目标4个，未完成"
    assert {one.kind for one in plan.carried} == {"目标未完成"}
    sheet = openpyxl.load_workbook(office.plan_file(2022))["上年同期"]
    assert ("T01-1", "2021-09", "新增城镇就业", 5.83, "万人") in list(sheet.iter_rows(values_only=True))
    said = "\n".join(plan_text(plan))
    assert f"跨年事项 {len(plan.carried)} 项，不计入本年的指标" in said


def test_what_last_year_stood_at_comes_along_as_it_was_corrected(
    sample_year: tuple[Workspace, Plan, History],
) -> None:
    """By hand, of the invented year: 法律援助 was 4190 in October until November said 4057; T01-1 of August was in doubt.
    As the year end stands what was certified, not what was reported (4655).
    """
    _, plan, history = sample_year
    certified = {"T07-1": Figure(Decimal(4640), "件")}
    rows = {row[:2]: row[2:] for row in told(plan, history, certified)}
    assert rows["T07-1", "2021-10"][1:] == ("4057", "件")
    assert rows["T01-1", "2021-09"] == ("新增城镇就业", "5.83", "万人")
    assert ("T01-1", "2021-08") not in rows
    assert rows["T07-1", "2021-年终"] == ("法律援助案件受理", "4640", "件")
    assert ("T01-1", "2021-年终") not in rows


def test_a_letter_that_was_never_closed_is_carried_over() -> None:
    cell = Cell("处理登记.xlsx", "督办", "C3", "已发", sha256="")
    sent, closed = Action.SENT, Action.CLOSED
    steps = [
        Step(Month(2021, number), unit, action, "", "", date(2021, number, 28), cell)
        for number, unit, action in (
            (8, "市城管局", sent),
            (8, "市城管局", closed),
            (9, "市城管局", sent),
            (9, "市文旅局", Action.SPARED),
        )
    ]
    assert still_urged(steps) == [
        ("督办未销号", "", "2021-09督办事项", "市城管局", "2021-09-28发出，没有销号", "")
    ]


def test_nothing_to_follow_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="里没有2022年以前的任务分解表"):
        follow(Workspace(tmp_path / "新"), Workspace(tmp_path / "旧"), 2022, None)
