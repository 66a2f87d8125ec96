"""形象进度 from the form to the class: 甲局 answers two nodes of 市民中心, due on 20 July and 20 November."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from pipeline.documents.wording.clauses import lagging, target_phrase
from pipeline.documents.wording.stage import latest
from pipeline.files.spreadsheets.books import read_book
from pipeline.inputs.decisions.register import Decisions
from pipeline.inputs.returns.form import Entries, form
from pipeline.inputs.returns.layout import MILESTONE_SHEET
from pipeline.inputs.returns.locate import find_form
from pipeline.inputs.returns.node_sheet import read_milestones
from pipeline.inputs.returns.settle import settle
from pipeline.model.findings import Finding
from pipeline.model.milestones import Milestone
from pipeline.model.months import Month
from pipeline.model.progress import TargetProgress
from pipeline.model.readings import History, Settled
from pipeline.progress.compute import compute
from tests.inputs.builders import make_plan, make_returns

TOP, END = date(2021, 7, 20), date(2021, 11, 20)
TARGET = {
    "name": "市民中心",
    "kind": "定性",
    "pacing": "按节点",
    "nodes": [(TOP, "主体封顶"), (END, "竣工验收")],
}
SEPTEMBER = Month(2021, 9)


def read(
    *rows: tuple[date, str, object], filled: date | None = None
) -> tuple[list[Milestone], list[Finding]]:
    """What the form that lists both nodes says once these states and days are filled in, by the node's day."""
    plan = make_plan({"targets": {"T02": TARGET}})
    cells = {(MILESTONE_SHEET.name, "T02", due.isoformat(), "state"): state for due, state, _ in rows}
    data = form(plan, plan.unit("甲局"), SEPTEMBER, Entries(cells))
    assert data is not None
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    assert isinstance(workbook, Workbook)
    sheet = workbook[MILESTONE_SHEET.name]
    for due, _, done in rows:
        sheet["F5" if due == TOP else "F6"].value = done
    stream = io.BytesIO()
    workbook.save(stream)
    book = read_book(stream.getvalue(), "甲局.xlsx")
    found = find_form(book, SEPTEMBER, plan.terms)
    assert found is not None
    return read_milestones(plan, SEPTEMBER, book, found, "甲局")


def test_the_form_lists_every_node_and_is_read_back() -> None:
    milestones, findings = read((TOP, "已完成", date(2021, 7, 18)), (END, "进行中", None))
    assert findings == []
    assert [(one.due, one.state.value, one.done, one.cell.ref) for one in milestones] == [
        (TOP, "已完成", date(2021, 7, 18), "E5"),
        (END, "进行中", None, "E6"),
    ]


@pytest.mark.parametrize(
    ("state", "done", "cell", "said"),
    [
        ("快了", None, "E5", "填了“快了”，只能填未启动、进行中、已完成"),
        ("已完成", None, "F5", "填了“已完成”，没有填完成日期"),
        ("已完成", "七月", "F5", "的完成日期写作“七月”，认不出"),
        ("已完成", date(2021, 10, 1), "F5", "的完成日期2021-10-01还没有到"),
        ("进行中", date(2021, 9, 1), "F5", "填了“进行中”，又填了完成日期“2021-09-01”"),
    ],
)
def test_an_answer_that_cannot_be_goes_back(state: str, done: object, cell: str, said: str) -> None:
    milestones, findings = read((TOP, state, done))
    assert milestones == []
    assert [(one.code.name, one.place.ref, one.message) for one in findings] == [
        ("R36", cell, f"T02 市民中心的“主体封顶”{said}")
    ]


def course(*months: list[tuple[str, date, str]]) -> TargetProgress:
    """市民中心 in the last of these months from July on, each with its answers."""
    case = {
        "targets": {"T02": TARGET},
        "rules": {"first_month": 7},
        "rows": {"T02": {"headline": "推进有序"}},
    }
    plan = make_plan(case)
    settled: list[Settled] = []
    for number, milestones in enumerate(months, 7):
        returns = make_returns(plan, case | {"month": f"2021-{number:02d}", "milestones": milestones})
        settled.append(settle(plan, returns, Decisions(), settled))
    last = settled[-1].month
    (target,) = compute(plan, History({one.month: one for one in settled}), last, last.last_day).targets
    return target


UNDONE, DONE = [("T02", TOP, "进行中")], [("T02", TOP, "已完成")]


@pytest.mark.parametrize(
    ("months", "standing"),
    [
        ([UNDONE], "低于序时"),
        ([UNDONE] * 2, "滞后"),
        ([UNDONE] * 3, "滞后"),
        ([UNDONE] * 4, "严重滞后"),
        ([UNDONE, DONE], "按序时"),
        ([[*DONE, ("T02", END, "已完成")]], "超序时"),
        ([[]], "未报送"),
        ([DONE, UNDONE], "待核"),
    ],
    ids=[
        "due",
        "one over",
        "two over",
        "three over",
        "reached",
        "the next too",
        "no answer",
        "no longer reached",
    ],
)
def test_the_class_goes_by_nodes_due_and_periods_overdue(
    months: list[list[tuple[str, date, str]]], standing: str
) -> None:
    assert course(*months).standing.value == standing


def test_it_is_printed_as_it_was_answered() -> None:
    plan = make_plan({"targets": {"T02": TARGET}})
    late = course(UNDONE, UNDONE, UNDONE)
    assert str(target_phrase(plan, late)) == "市民中心形象进度：主体封顶（应于7月20日前完成）进行中"
    assert str(lagging(plan, late)).endswith("进行中，已连续2个月滞后")
    begun = course([*DONE, ("T02", END, "进行中")])
    assert str(target_phrase(plan, begun)) == "市民中心形象进度：主体封顶已完成，竣工验收进行中"


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([*UNDONE, ("T02", END, "进行中")], "主体封顶进行中"),
        ([*DONE, ("T02", END, "进行中")], "竣工验收进行中"),
        ([*DONE, ("T02", END, "未启动")], "主体封顶已完成"),
        ([("T02", END, "未启动")], "竣工验收未到期"),
    ],
    ids=["due", "the next begun", "the last reached", "none"],
)
def test_in_a_narrow_cell_stands_the_node_that_matters_now(
    answers: list[tuple[str, date, str]], said: str
) -> None:
    assert str(latest(course(answers))) == said


@pytest.mark.parametrize(
    ("second", "codes", "standing"),
    [
        ([("T02", TOP, "已完成")], [], "按序时"),
        ([("T02", TOP, "进行中")], [("U04", "甲局"), ("U04", "乙局")], "待核"),
        ([], [("U05", "乙局")], "按序时"),
    ],
    ids=["alike", "apart", "one blank"],
)
def test_of_several_leads_no_answer_wins_in_silence(
    second: list[tuple[str, date, str]], codes: list[tuple[str, str]], standing: str
) -> None:
    """甲局 and 乙局 lead 市民中心 together; 甲局 says 主体封顶 is done."""
    case = {
        "targets": {"T02": TARGET},
        "rules": {"first_month": 7},
        "rows": {"T02": {"headline": "推进有序"}},
        "month": "2021-07",
    }
    plan = make_plan(case)
    plan = replace(plan, targets=(replace(plan.targets[0], leads=("甲局", "乙局")),))
    one, other = (make_returns(plan, case | {"milestones": answers}) for answers in (DONE, second))
    theirs = [
        replace(each, unit="乙局", cell=replace(each.cell, file="乙局.xlsx")) for each in other.milestones
    ]
    (report,) = [each for each in one.reports if each.unit == "甲局"]
    returns = replace(
        one,
        rows=(*one.rows, *(replace(row, unit="乙局") for row in one.rows)),
        milestones=(*one.milestones, *theirs),
        reports=(report, replace(report, unit="乙局", file="乙局.xlsx")),
    )
    settled = settle(plan, returns, Decisions(), [])
    found = [(one.code.name, one.unit) for one in settled.findings if one.code.name in ("U04", "U05")]
    assert found == codes
    (target,) = compute(
        plan, History({settled.month: settled}), settled.month, settled.month.last_day
    ).targets
    assert target.standing.value == standing


def test_a_row_of_no_node_and_one_of_a_node_answered_twice_are_not_used() -> None:
    plan = make_plan({"targets": {"T02": TARGET}})
    data = form(plan, plan.unit("甲局"), SEPTEMBER, Entries({}))
    assert data is not None
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    sheet = workbook[MILESTONE_SHEET.name]
    for number, (words, due) in enumerate((("主体封顶", TOP), ("主体封顶", TOP), ("没有这个节点", END)), 5):
        for column in (1, 2):
            sheet.cell(number, column).value = sheet.cell(5, column).value
        sheet.cell(number, 3).value = due
        sheet.cell(number, 4).value = words
        sheet.cell(number, 5).value = "进行中"
    stream = io.BytesIO()
    workbook.save(stream)
    book = read_book(stream.getvalue(), "甲局.xlsx")
    found = find_form(book, SEPTEMBER, plan.terms)
    assert found is not None
    milestones, findings = read_milestones(plan, SEPTEMBER, book, found, "甲局")
    assert [one.due for one in milestones] == [TOP]
    assert {one.code.name for one in findings} == {"R10", "R11"}


def test_an_answer_that_is_struck_through_is_none() -> None:
    plan = make_plan({"targets": {"T02": TARGET}})
    cells = {(MILESTONE_SHEET.name, "T02", TOP.isoformat(), "state"): "进行中"}
    data = form(plan, plan.unit("甲局"), SEPTEMBER, Entries(cells))
    assert data is not None
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    workbook[MILESTONE_SHEET.name]["E5"].font = Font(strike=True)
    stream = io.BytesIO()
    workbook.save(stream)
    book = read_book(stream.getvalue(), "甲局.xlsx")
    found = find_form(book, SEPTEMBER, plan.terms)
    assert found is not None
    milestones, findings = read_milestones(plan, SEPTEMBER, book, found, "甲局")
    assert (milestones, [one.code.name for one in findings]) == ([], ["R33"])
