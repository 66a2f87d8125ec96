"""A year begun from the one before: what comes along, what is told as left open, and that it counts for nothing."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from pipeline.cli.checking import plan_text
from pipeline.inputs.decisions.register import Decisions, read_decisions, write_register
from pipeline.inputs.plan.last_year import told
from pipeline.inputs.plan.workbook import examine_plan, read_lower_targets
from pipeline.model.assessment import Ruling, Rulings, Verdict
from pipeline.model.carried import LeftOpen
from pipeline.model.errors import UsageProblem
from pipeline.model.figures import Cell, Figure
from pipeline.model.instructions import standing_open
from pipeline.model.months import DayShift, Month
from pipeline.model.plan import Plan
from pipeline.model.readings import History
from pipeline.model.supervision import Action, Step
from pipeline.model.workspace import Workspace
from pipeline.progress.assess import assess
from pipeline.workflows.office import follow
from pipeline.workflows.succession import left_open, still_urged
from tests.command import minsheng


def test_a_year_follows_another(sample_year: tuple[Workspace, Plan, History], tmp_path: Path) -> None:
    old, before, _ = sample_year
    office = Workspace(tmp_path / "2022")
    followed = follow(office, old, 2022, DayShift.NEXT)
    names = followed.names
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
    # Nobody has decided on the 定性 ones here: that is told, not taken for done.
    kinds = Counter(one.kind for one in plan.carried)
    assert kinds == followed.left_open == {"目标未完成": 2, "目标没有认定": 6}
    assert (followed.instructed, followed.told, followed.asked, followed.unread) == (0, 27, 0, 0)
    assert left["T08-2"].state == "2021年打造“十分钟阅读圈”没有认定结果"
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
        Step(Month(2021, number), unit, action, "", "", date(2021, number, 28), cell, cell)
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


GIVEN = (
    "2021-11-30",
    "市长",
    "11月份呈阅件",
    "请一抓到底！",
    "市城管局、市文旅局",
    "2022-03-31",
    "已开工",
    "",
    "是",
)
RAISED = ("2021-11", "T09-1", "", "用地手续", "市财政局", "", "", "2021-12-31", "", "", "", "")


@pytest.mark.more
def test_whom_figures_are_asked_of_and_a_ladder_of_its_own_come_along_and_old_numbers_match_nothing(
    sample_year: tuple[Workspace, Plan, History], tmp_path: Path
) -> None:
    old = Workspace(Path(shutil.copytree(sample_year[0].root, tmp_path / "2021")))
    book = openpyxl.load_workbook(old.plan_file(2021))
    for name in {"下级对应", "督办阶梯"} & set(book.sheetnames):
        del book[name]
    lower, ladder = book.create_sheet("下级对应"), book.create_sheet("督办阶梯")
    for line in [
        ("编号", "下级文件夹", "下级编号", "上年对应"),
        ("T01-1", "红旗区", "T07-2", "T01-1 就业 ← T05-1"),
    ]:
        lower.append(line)
    lower.append(("", "卫滨区", "", "T09-1 停车场 ← T03-1"))
    for line in [("行文关系", "督办方式", "文种", "连续滞后期数"), ("下级", "当面提醒", "只登记", 1)]:
        ladder.append(line)
    book.save(old.plan_file(2021))
    result = minsheng("-C", tmp_path, "init", "2022", "--year", "2022", "--from", "2021")
    assert result.code == 0
    assert "“下级对应”2行也带过来了" in "".join(result.out.split())
    office = Workspace(tmp_path / "2022")
    plan, _ = examine_plan(office, 2022)
    assert plan is not None
    assert [(one.target, one.folder, one.theirs, one.before) for one in read_lower_targets(office, plan)] == [
        ("", "红旗区", "", "T01-1 新增城镇就业 ← T07-2"),
        ("", "卫滨区", "", "T09-1 停车场 ← T03-1"),
    ]
    assert [rung.name for rung in plan.rules.ladders.commanded] == ["当面提醒"]


@pytest.mark.more
def test_what_leaders_asked_for_goes_on_in_the_new_register_and_is_told_beside(
    sample_year: tuple[Workspace, Plan, History], tmp_path: Path
) -> None:
    """One 批示 and one 协调 that nobody settled, one of each that was; and a row nobody can read."""
    old = Workspace(Path(shutil.copytree(sample_year[0].root, tmp_path / "2021")))
    settled = ("2021-10-30", "市长", "", "阅。", "市教育局", "", "已办", "2021-11-02")
    done = (*RAISED[:3], "已办的", *RAISED[4:8], "已协调", "2021-12-20")
    wrong = ("2021-11-31", "市长", "", "阅。", "市教育局")
    rows = {"批示": [GIVEN, settled, wrong], "协调": [RAISED, done]}
    old.decisions_file(2021).write_bytes(write_register(date(2021, 1, 1), rows))
    office = Workspace(tmp_path / "2022")
    result = minsheng("-C", tmp_path, "init", "2022", "--year", "2022", "--from", "2021")
    assert result.code == 0
    said = "".join(result.out.split())
    assert (
        "上年没有办完的10项（目标未完成2、目标没有认定6、批示未办结1、协调未办结1）列在任务分解表“跨年事项”里"
        in said
    )
    assert "没有办结的批示1件也抄进了新的处理登记" in said
    assert "上年27项指标各期的数填在“上年同期”里" in said
    assert "上年的处理登记有1处问题" in said
    plan, _ = examine_plan(office, 2022)
    assert plan is not None
    told = {one.kind: one for one in plan.carried}
    given, raised = told[LeftOpen.INSTRUCTED], told[LeftOpen.RAISED]
    assert given.text == "2021年11月30日市长在11月份呈阅件上批示：请一抓到底！"
    assert (given.state, given.leads) == (
        "要求2022年3月31日前办结；办理情况：已开工",
        ("市城管局", "市文旅局"),
    )
    assert (raised.id, raised.text, raised.state) == ("T09-1", "用地手续", "还没有征求市财政局意见")
    # The new register holds the row word for word, and nothing else but its examples.
    decisions = read_decisions(office, plan)
    (one,) = decisions.instructions
    assert (one.words, one.units, one.due, one.done, one.closed, one.cited) == (
        "请一抓到底！", ("市城管局", "市文旅局"), date(2022, 3, 31), "已开工", None, True
    )  # fmt: skip
    assert (decisions.findings, decisions.steps, decisions.choices) == ({}, (), ())
    assert standing_open(decisions.instructions, date(2022, 1, 10)) == (one,)


def test_what_was_suspended_is_told_and_what_was_kept_is_not(
    sample_year: tuple[Workspace, Plan, History],
) -> None:
    _, plan, history = sample_year
    decided = {
        "T09-1": Ruling("T09-1", None, Verdict.SUSPENDED, "防汛", "", date(2022, 1, 20), {}),
        "T08-2": Ruling("T08-2", None, Verdict.DONE, "", "", date(2022, 1, 20), {}),
    }
    rows = left_open(
        plan, assess(plan, history, Rulings(decided, {}, ()), {}, date(2022, 1, 20)), Decisions()
    )
    told = {row[1]: row for row in rows}
    assert told["T09-1"][:1] + told["T09-1"][4:5] == ("目标暂缓", "2021年新建停车场暂缓实施")
    assert "T08-2" not in told
    assert [row[0] for row in rows] == ["目标未完成"] + ["目标暂缓"] + ["目标没有认定"] * 5


def test_what_the_old_plan_put_off_beyond_its_year_says_until_when(
    sample_year: tuple[Workspace, Plan, History],
) -> None:
    _, plan, history = sample_year
    assessment = assess(plan, history, Rulings(), {}, date(2022, 1, 20))

    def put_off(until: date) -> list[str]:
        source = "新政办函〔2021〕60号"
        matters = tuple(
            replace(
                each,
                targets=tuple(
                    replace(one, goal=replace(one.goal, until=until, source=source)) for one in each.targets
                ),
            )
            for each in assessment.matters
        )
        rows = left_open(plan, replace(assessment, matters=matters), Decisions())
        return [row[5] for row in rows if row[1] == "T09-1"]

    assert put_off(date(2022, 6, 30)) == ["完成时限2022年6月30日（新政办函〔2021〕60号）"]
    assert put_off(date(2021, 12, 31)) == [""]
