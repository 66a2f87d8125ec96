"""督办 in 处理登记 and the replies that come back: every row that cannot be meant is told, with its cell."""

from __future__ import annotations

import io
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from pipeline.inputs.decisions.register import DECISION_TABLES, Decisions, read_decisions, write_register
from pipeline.inputs.decisions.replies import SHEET, read_replies, write_replies
from pipeline.inputs.plan.workbook import load_plan
from pipeline.inputs.tables.writer import write_tables
from pipeline.model.findings import Finding
from pipeline.model.months import Month
from pipeline.model.plan import Plan
from pipeline.model.supervision import Action, Paper, Rung
from pipeline.model.workspace import Workspace
from pipeline.outputs import founding
from pipeline.outputs.founding import lay
from pipeline.workflows.sample import invented_year as sample

SEPTEMBER = Month(2021, 9)
Row = tuple[str, ...]
STEPS = tuple(one for one in DECISION_TABLES if one.name == "督办")
SENT: Row = ("2021-09", "市城管局", "已发", "", "", "2021-09-27", "")
STATES = "可以填：拟办、已发、逾期未回（已核实）、已回、销号、不发"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    place = tmp_path_factory.mktemp("督办")
    tables = {f"inputs/节假日/{name}": data for name, data in founding.holiday_tables().items()}
    lay(place, tables | {"inputs/2021/任务分解表.xlsx": sample.plan_workbook()})
    return Workspace(place)


@pytest.fixture(scope="module")
def plan(office: Workspace) -> Plan:
    return load_plan(office, 2021)


def noted(office: Workspace, plan: Plan, *rows: Row) -> Decisions:
    office.decisions_file(2021).write_bytes(write_register(date(2021, 1, 1), {"督办": rows}))
    return read_decisions(office, plan)


def told(decisions: Decisions) -> list[tuple[str, str, str]]:
    """Message, what to do, cell of every finding, whichever month it is told in."""
    found = [one for findings in decisions.findings.values() for one in findings]
    assert {one.code.name for one in found} <= {"D01"}
    return [(one.message.removeprefix("处理登记［督办］："), one.fix, one.place.ref) for one in found]


def test_a_letter_s_course_is_told_row_by_row(office: Workspace, plan: Plan) -> None:
    closed = ("2021-09", "市城管局", "销号", "不再滞后", "督查室负责岗", "2021-10-28")
    answered = ("2021-09", "市城管局", "已回", "", "", "2021-10-08")
    decisions = noted(office, plan, SENT, answered, closed)
    assert told(decisions) == []
    assert [(one.action, one.day, one.approver) for one in decisions.steps] == [
        (Action.SENT, date(2021, 9, 27), ""),
        (Action.ANSWERED, date(2021, 10, 8), ""),
        (Action.CLOSED, date(2021, 10, 28), "督查室负责岗"),
    ]
    assert [entry.cell.ref for entry in decisions.entries] == ["C3", "C4", "C5"]
    approved_at = [one.approved_at for one in decisions.steps]
    assert [(cell.ref, cell.read) for cell in approved_at] == [("E3", ""), ("E4", ""), ("E5", "督查室负责岗")]


def test_what_the_other_office_wrote_as_well_stands_once(office: Workspace, plan: Plan) -> None:
    """The same row, who approved it and all, in the register that came back; another day there is a contradiction."""
    closed = ("2021-09", "市城管局", "销号", "不再滞后", "督查室负责岗", "2021-10-28")
    theirs = office.root / "inputs/2021/督办登记/登记.xlsx"
    theirs.parent.mkdir()
    found = []
    for day in ("2021-09-27", "2021-09-28"):
        sent = (*SENT[:5], day, "")
        rows = {"督办": (sent, (*closed[:3], "", *closed[4:]))}
        theirs.write_bytes(write_tables(STEPS, rows, {}, date(2021, 1, 1)))
        found.append(noted(office, plan, SENT, closed))
    shutil.rmtree(theirs.parent)
    assert [[one.action for one in each.steps] for each in found] == [[Action.SENT, Action.CLOSED]] * 2
    same, other = found
    assert told(same) == []
    assert [message for message, *_ in told(other)] == ["与前面一行登记的是同一件事"]


def test_how_a_letter_went_out_may_be_written_where_its_reason_stands(office: Workspace, plan: Plan) -> None:
    """As it was before there was 督办方式; what the paper was called then nobody wrote."""
    listed = ("2021-09", "市城管局", "已发", "挂牌", "分管副市长", "2021-09-27")
    asked = ("2021-09", "市妇联", "已发", "挂牌", "", "2021-09-27")
    assert told(noted(office, plan, listed, asked)) == []
    found = [(str(one.rung), one.named) for one in noted(office, plan, listed, asked).steps]
    assert found == [("挂牌", False), ("再次商请", False)]
    assert [one.rung for one in noted(office, plan, SENT).steps] == [None]
    # The first paper was a 督办通知 too.
    reminded = ("2021-09", "市城管局", "已发", "提醒", "", "2021-09-27")
    (step,) = noted(office, plan, reminded).steps
    assert step.rung == Rung("提醒", Paper.NOTICE, 1)


def test_a_register_of_old_is_read_as_it_was_meant(office: Workspace, plan: Plan) -> None:
    (now,) = [table for table in DECISION_TABLES if table.name == "督办"]
    old = replace(now, columns=now.columns[:-1])
    data = write_tables([old], {old.name: [SENT[:-1]]}, {}, date(2021, 1, 1))
    office.decisions_file(2021).write_bytes(data)
    (step,) = read_decisions(office, plan).steps
    assert (step.rung, step.named) == (Rung("提醒", Paper.NOTICE, 1), False)


def test_every_rung_has_its_row_and_two_papers_of_a_month_are_two(office: Workspace, plan: Plan) -> None:
    rows = (
        ("2021-09", "市城管局", "已发", "近日复工", "督查室经办岗", "2021-09-22", "电话提醒"),
        ("2021-09", "市城管局", "已发", "", "", "2021-09-23", "提示单"),
        ("2021-09", "市城管局", "拟办", "", "", "", "限期"),
        ("2021-09", "市城管局", "逾期未回（已核实）", "", "督查室经办岗", "2021-10-09"),
        ("2021-09", "市妇联", "拟办", "", "", "", "再次商请"),
    )
    decisions = noted(office, plan, *rows)
    assert told(decisions) == []
    assert [(one.action, str(one.rung), one.named) for one in decisions.steps] == [
        (Action.SENT, "电话提醒", True),
        (Action.SENT, "提示单", True),
        (Action.PLANNED, "限期", True),
        (Action.UNANSWERED, "None", False),
        (Action.PLANNED, "再次商请", True),
    ]


@pytest.mark.parametrize(
    ("changed", "message", "fix", "cell"),
    [
        ({2: "寄出"}, "状态“寄出”认不出", STATES, "C3"),
        ({2: "已发送"}, "状态“已发送”认不出", f"{STATES}，是不是“已发”？", "C3"),
        ({2: ""}, "“状态”没有填写", STATES, "C3"),
        ({2: "不发", 4: "督查室负责岗"}, "“原因”没有填写", "请补填后再运行", "D3"),
        ({2: "不发", 3: "汛期停工"}, "“批准岗位”没有填写", "请补填后再运行", "E3"),
        ({2: "销号"}, "“批准岗位”没有填写", "请补填后再运行", "E3"),
        ({3: "挂牌"}, "“批准岗位”没有填写", "请补填后再运行", "E3"),
        ({6: "挂牌"}, "“批准岗位”没有填写", "请补填后再运行", "E3"),
        ({6: "电话提醒"}, "“批准岗位”没有填写", "请补填后再运行", "E3"),
        ({2: "拟办", 6: "挂牌"}, "“批准岗位”没有填写", "请补填后再运行", "E3"),
        ({2: "拟办"}, "“督办方式”没有填写", "请补填后再运行", "G3"),
        ({2: "逾期未回"}, "状态“逾期未回”认不出", f"{STATES}，是不是“逾期未回（已核实）”？", "C3"),
        ({2: "逾期未回（已核实）"}, "“批准岗位”没有填写", "请补填后再运行", "E3"),
        ({6: "挂牌督办"}, "对市城管局没有“挂牌督办”这种督办方式", "可以填：电话提醒、提示单、限期、挂牌、约谈，是不是“挂牌”？", "G3"),
        ({1: "市妇联", 6: "限期"}, "对市妇联没有“限期”这种督办方式", "可以填：商请、再次商请、呈请协调", "G3"),
        ({5: ""}, "“日期”没有填写", "请补填后再运行", "F3"),
        ({5: "九月底"}, "日期“九月底”认不出", "请写成2021-09-28的样子", "F3"),
        ({5: "2021-08-31"}, "日期2021-08-31早于督办的9月份", "请改正月份或日期", "F3"),
        ({1: "市财政局"}, "市财政局不是责任单位，没有督办文稿", "请改正单位", "B3"),
        ({1: "市城管"}, "没有登记的单位“市城管”", "请改正，是不是“市城管局”？", "B3"),
        ({0: "2020-09"}, "月份“2020-09”认不出", "请写成2021-09的样子", "A3"),
        ({0: "2021-年终"}, "年终没有督办文稿", "请改正月份", "A3"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_meant_does_nothing_and_names_its_cell(
    office: Workspace, plan: Plan, changed: dict[int, str], message: str, fix: str, cell: str
) -> None:
    row = tuple(changed.get(place, text) for place, text in enumerate(SENT))
    decisions = noted(office, plan, row)
    assert told(decisions) == [(message, fix, cell)]
    assert (decisions.steps, decisions.entries) == ((), ())


@pytest.mark.parametrize(
    ("second", "message", "cell"),
    [
        (SENT, "与前面一行登记的是同一件事", "C4"),
        (
            ("2021-09", "市城管局", "不发", "汛期停工", "督查室负责岗", ""),
            "同一单位同一个月既登记了“已发”，又登记了“不发”",
            "C4",
        ),
        (
            ("2021-09", "市城管局", "已回", "", "", "2021-09-26"),
            "已回的日期2021-09-26早于已发的2021-09-27",
            "F4",
        ),
    ],
)
def test_of_two_rows_that_contradict_each_other_the_first_stands(
    office: Workspace, plan: Plan, second: Row, message: str, cell: str
) -> None:
    decisions = noted(office, plan, SENT, second)
    assert told(decisions) == [(message, "请只留一行，或改正这一行", cell)]
    assert [one.action for one in decisions.steps] == [Action.SENT]


# Replies

ANSWER: Row = ("2021-09", "T09-1", "新建停车场", "市城管局", "4个", "2个", "管线迁改慢", "夜间施工", "12月底", "2021-10-08")  # fmt: skip


def came(office: Workspace, plan: Plan, *books: bytes) -> tuple[list[tuple[str, str, str]], list[Finding]]:
    """Target, measures and reference of every reply, and the findings."""
    folder = office.replies_folder(2021)
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for number, data in enumerate(books, 1):
        (folder / f"{number}.xlsx").write_bytes(data)
    replies = read_replies(office, plan)
    return [(one.target, one.measures, one.cell.ref) for one in replies.records], list(replies.findings)


def sheet(*rows: Row) -> bytes:
    return write_replies(rows, date(2021, 10, 8))


def test_a_reply_is_read_with_its_cell(office: Workspace, plan: Plan) -> None:
    assert came(office, plan, sheet(ANSWER)) == ([("T09-1", "夜间施工", "G3")], [])


def test_a_unit_s_own_list_will_do(office: Workspace, plan: Plan) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.title = SHEET.name
    page.append(["督办事项回告单"])
    page.append(["月份", "指标", "原因", "措施", "完成时限", "回告日期"])
    page.append(["2021年9月", "新建停车场", "管线迁改慢", "夜间施工", "12月底", date(2021, 10, 8)])
    stream = io.BytesIO()
    book.save(stream)
    assert came(office, plan, stream.getvalue()) == ([("T09-1", "夜间施工", "C3")], [])


@pytest.mark.parametrize(
    ("changed", "message", "cell"),
    [
        ({6: ""}, "督办事项回告单：“滞后原因”没有填写", "G3"),
        ({7: ""}, "督办事项回告单：“追赶措施”没有填写", "H3"),
        ({8: ""}, "督办事项回告单：“完成时限”没有填写", "I3"),
        ({9: ""}, "督办事项回告单：“回告日期”没有填写", "J3"),
        ({9: "十月"}, "督办事项回告单：“回告日期”应是日期，读到“十月”", "J3"),
        ({9: "2021-08-01"}, "督办事项回告单：回告日期2021-08-01早于督办的9月份", "J3"),
        ({1: "T99-9"}, "督办事项回告单：没有叫“T99-9”的定量指标", "B3"),
        ({0: "2021-13"}, "督办事项回告单：“2021-13”不是2021年的月份", "A3"),
        ({3: "市教育局"}, "督办事项回告单：“市教育局”不是T09-1的责任单位", "D3"),
    ],
)
def test_a_reply_that_cannot_be_used_is_told(
    office: Workspace, plan: Plan, changed: dict[int, str], message: str, cell: str
) -> None:
    row = tuple(changed.get(place, text) for place, text in enumerate(ANSWER))
    replies, findings = came(office, plan, sheet(row))
    assert replies == []
    assert [(one.code.name, one.message, one.place.ref) for one in findings] == [("D03", message, cell)]


PLAN: Row = ("2021-09", "T09-1", "新建停车场", "市城管局", "10月底", "3", "个")


def pledged(
    office: Workspace, plan: Plan, *rows: Row
) -> tuple[list[tuple[date, str]], list[tuple[str, str]]]:
    """Day and number of every pledge of the one reply, and message and cell of every finding."""
    came(office, plan, write_replies([ANSWER], date(2021, 10, 8), pledges=rows))
    replies = read_replies(office, plan)
    found = [(one.due, str(one.amount.amount)) for reply in replies.records for one in reply.pledges]
    return found, [(one.message.removeprefix("追赶计划："), one.place.ref) for one in replies.findings]


def test_what_a_unit_means_to_reach_is_read_row_by_row(office: Workspace, plan: Plan) -> None:
    blank = (*PLAN[:4], "", "", "个")
    rows = (PLAN, (*PLAN[:4], "2021-12-15", "4", "个"), blank)
    assert pledged(office, plan, *rows) == ([(date(2021, 10, 31), "3"), (date(2021, 12, 15), "4")], [])


@pytest.mark.parametrize(
    ("changed", "message", "cell"),
    [
        ({4: "10月"}, "“计划时点”应是日期，读到“10月”", "E3"),
        ({4: ""}, "“计划时点”没有填写", "E3"),
        ({5: "三个"}, "“到时应达到的数”应是数字，读到“三个”", "F3"),
        ({5: ""}, "“到时应达到的数”没有填写", "F3"),
        ({6: "公里"}, "计量单位“公里”不是T09-1的计量单位个", "G3"),
        ({1: "T09-2"}, "T09-2有追赶计划，“督办事项回告单”里没有能用的回告", "E3"),
    ],
)
def test_a_pledge_that_cannot_be_used_is_told(
    office: Workspace, plan: Plan, changed: dict[int, str], message: str, cell: str
) -> None:
    row = tuple(changed.get(place, text) for place, text in enumerate(PLAN))
    assert pledged(office, plan, row) == ([], [(message, cell)])


def test_the_same_day_twice_and_a_fourth_row_are_told(office: Workspace, plan: Plan) -> None:
    found, findings = pledged(office, plan, PLAN, PLAN)
    assert (len(found), findings) == (1, [("T09-1的这个计划时点重复", "E4")])
    days = [(*PLAN[:4], f"2021-{number}-30", "4", "个") for number in (10, 11, 12)]
    found, findings = pledged(office, plan, PLAN, *days)
    assert (len(found), findings) == (3, [("T09-1的追赶计划多于3行", "E6")])


def test_of_two_replies_about_one_letter_the_second_is_told(office: Workspace, plan: Plan) -> None:
    replies, findings = came(office, plan, sheet(ANSWER), sheet((*ANSWER[:7], "别的", *ANSWER[8:])))
    assert replies == [("T09-1", "夜间施工", "G3")]
    assert [(one.message, one.place.file) for one in findings] == [
        (
            "督办事项回告单：T09-1 9月的督办回告重复（inputs/2021/督办回告/1.xlsx［督办事项回告单］G3已有）",
            "inputs/2021/督办回告/2.xlsx",
        )
    ]


def test_what_is_no_spreadsheet_inside_is_told_and_a_link_is_not_followed(
    office: Workspace, plan: Plan, tmp_path: Path
) -> None:
    _, findings = came(office, plan, b"not a workbook")
    assert [(one.code.name, one.place.file) for one in findings] == [("D03", "inputs/2021/督办回告/1.xlsx")]
    came(office, plan)
    outside = tmp_path / "外面.xlsx"
    outside.write_bytes(sheet(ANSWER))
    (office.replies_folder(2021) / "2.xlsx").symlink_to(outside)
    replies = read_replies(office, plan)
    assert (replies.records, dict(replies.files)) == ((), {})
    assert [one.message for one in replies.findings] == [
        "inputs/2021/督办回告/2.xlsx 是链接，不是文件本身，没有打开"
    ]
