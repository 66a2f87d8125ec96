"""责任清单: written for a lead, filled in by hand, read back; what is approved sets the pace, what is private stays inside."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook

from pipeline.documents.wording.ledger import nodes_told
from pipeline.documents.workbooks.internal_ledger import internal_ledger
from pipeline.documents.workbooks.uncommitted import request
from pipeline.inputs.decisions.commitments import HEAD, SHEET, with_commitments, write_commitments
from pipeline.model.plan import Plan
from pipeline.model.workspace import Workspace
from pipeline.progress.duties import Stand, Work, duties
from pipeline.progress.owed import uncommitted
from tests.inputs.builders import make_plan

COUNTED = {"name": "改造小区", "kind": "累计数", "goal": "120", "measure": "个", "pacing": "按节点"}
STAGED = {"name": "市民中心", "kind": "定性", "pacing": "按节点"}
DUE = date(2021, 6, 20)
Cells = dict[str, Any]


def plan_of(**targets: dict[str, Any]) -> Plan:
    return make_plan(
        {"targets": targets or {"T01": COUNTED, "T02": STAGED}, "rules": {"commitments_due": DUE}}
    )


def returned(root: Path, plan: Plan, cells: Cells, head: Cells | None = None) -> Plan:
    """The plan once 甲局's list came back with these cells filled in."""
    book = openpyxl.load_workbook(io.BytesIO(write_commitments(plan, plan.unit("甲局"), date(2021, 1, 1))))
    assert isinstance(book, Workbook)
    for sheet, written in ((SHEET.name, cells), (HEAD.name, head or {})):
        for ref, value in written.items():
            book[sheet][ref].value = value
    office = Workspace(root)
    path = office.commitments_folder(2021) / "甲局.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return with_commitments(office, plan)


def told(plan: Plan) -> list[tuple[str, str, str]]:
    return [(one.code.name, one.place.ref, one.message) for one in plan.commitments.findings]


def test_a_node_is_the_unit_s_own_until_somebody_approved_it(tmp_path: Path) -> None:
    plan = plan_of()
    own = {"F3": date(2021, 9, 20), "G3": 60}
    named = returned(tmp_path, plan, own)
    assert told(named) == []
    assert named.nodes == ()
    assert nodes_told(named, named.target("T01"), DUE) == "未设节点\n自报：9月20日60个"
    approved = returned(tmp_path, plan, own | {"H3": "副主任", "I3": date(2021, 6, 25)})
    assert [(node.due, node.amount) for node in approved.nodes_of("T01")] == [(date(2021, 9, 20), 60)]
    assert nodes_told(approved, approved.target("T01"), DUE) == "9月20日60个"


def test_words_are_形象进度_there_too(tmp_path: Path) -> None:
    plan = returned(
        tmp_path,
        plan_of(),
        {"F4": date(2021, 9, 20), "G4": "主体封顶", "H4": "副主任", "I4": date(2021, 6, 25)},
    )
    assert plan.in_words(plan.target("T02"))


def test_the_list_is_filled_with_what_the_plan_knows() -> None:
    plan = plan_of(T01=COUNTED | {"nodes": [(date(2021, 9, 20), "60"), (date(2021, 12, 20), "120")]})
    book = openpyxl.load_workbook(io.BytesIO(write_commitments(plan, plan.unit("甲局"), date(2021, 1, 1))))
    rows = [
        [cell for cell in row if cell is not None]
        for row in book[SHEET.name].iter_rows(3, 4, values_only=True)
    ]
    assert [[row[0], row[1], row[-1]] for row in rows] == [["T01", "改造小区", 60], ["T01", "改造小区", 120]]


@pytest.mark.parametrize(
    ("cells", "code", "ref", "message"),
    [
        ({"F3": "九月底", "G3": 60}, "D05", "F3", "责任清单：“节点日期”应是日期，读到“九月底”"),
        ({"F3": date(2021, 9, 20)}, "D05", "G3", f"责任清单：“{SHEET.columns[6]}”没有填写"),
        ({"F3": date(2022, 9, 20), "G3": 60}, "D05", "F3", "责任清单：节点日期2022-09-20不在2021年"),
        ({"F3": date(2021, 9, 20), "G3": 130}, "D05", "G3", "责任清单：节点的目标数130不合理"),
        ({"A3": "T09", "F3": date(2021, 9, 20), "G3": 60}, "D05", "A3", "责任清单：“T09”不是甲局负责的指标"),
        ({"F3": date(2021, 9, 20), "G3": 60, "H3": "副主任"}, "D05", "I3", "责任清单：“审定日期”没有填写"),
        (
            {"F3": date(2021, 12, 20), "G3": 120},
            "D06",
            "G3",
            "T01 改造小区的节点把120个（超过目标的60%）留到了10月以后",
        ),
        ({}, "D07", "A3", "甲局的责任清单还没有填"),
    ],
    ids=["no day", "no amount", "another year", "too much", "not its own", "half approved", "late", "blank"],
)
def test_a_row_that_cannot_be_used_is_told_at_its_cell(
    tmp_path: Path, cells: Cells, code: str, ref: str, message: str
) -> None:
    assert told(returned(tmp_path, plan_of(), cells)) == [(code, ref, message)]


@pytest.mark.parametrize(("day", "told_of"), [(date(2021, 9, 30), []), (date(2021, 10, 1), ["D06"])])
def test_what_is_done_at_the_year_s_end_is_to_show_something_before(
    tmp_path: Path, day: date, told_of: list[str]
) -> None:
    plan = plan_of(T01=COUNTED | {"pacing": "年末完成"})
    seen = returned(tmp_path, plan, {"F3": day, "G3": "主体封顶"})
    assert [code for code, _, _ in told(seen)] == told_of


def test_an_approved_node_the_plan_contradicts_is_told_and_the_plan_stands(tmp_path: Path) -> None:
    plan = plan_of(T01=COUNTED | {"nodes": [(date(2021, 9, 20), "60")]})
    seen = returned(tmp_path, plan, {"G3": 50, "H3": "副主任", "I3": date(2021, 6, 25)})
    assert told(seen) == [("D08", "G3", "T01 改造小区审定的节点与任务分解表“节点”表不一致，仍按任务分解表")]
    assert seen.nodes == plan.nodes


def test_a_file_nobody_can_open_is_told(tmp_path: Path) -> None:
    office = Workspace(tmp_path)
    path = office.commitments_folder(2021) / "甲局.xlsx"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"PK\x03\x04 cut short")
    (found,) = with_commitments(office, plan_of()).commitments.findings
    assert (found.code.name, found.place.file) == ("D05", "inputs/2021/责任清单/甲局.xlsx")


def test_a_name_and_a_telephone_stay_in_the_internal_file(tmp_path: Path) -> None:
    private = {"C3": "分管副局长", "D3": "科长", "E3": "0373-0000000", "J2": "姓名", "J3": "某某"}
    plan = returned(tmp_path, plan_of(), private | {"F3": date(2021, 9, 20), "G3": 60})
    assert told(plan) == []
    book = openpyxl.load_workbook(io.BytesIO(internal_ledger(plan, date(2021, 9, 28))))
    (row,) = book.active.iter_rows(4, 4, values_only=True)
    assert row[3:] == ("分管副局长", "科长", "某某", "0373-0000000", "2021-09-20", "60个", "自报")
    outside = nodes_told(plan, plan.target("T01"), DUE) + "".join(str(one) for one in told(plan))
    assert "某某" not in outside
    assert "0373" not in outside


def test_posts_of_the_head_hold_for_rows_without_their_own(tmp_path: Path) -> None:
    head = {"B3": "局长", "C3": "科长", "D3": "0373-1"}
    (one,) = returned(tmp_path, plan_of(), {"F3": date(2021, 9, 20), "G3": 60}, head).commitments.records
    assert (one.leader, one.person, one.phone) == ("局长", "科长", "0373-1")


def test_who_has_not_answered_is_chased_once_it_was_due(tmp_path: Path) -> None:
    plan = with_commitments(Workspace(tmp_path), plan_of())
    (unit,) = uncommitted(plan)
    late = "甲局：您好！2021年责任清单（责任人和时间节点）应于6月20日前报，目前还没有收到，请尽快报送。涉及2项指标。如已报送请告知，谢谢。"
    assert request(plan, unit, date(2021, 6, 21)) == late
    stands = {
        day: next(
            one.stand for one in duties(plan, date(2021, 6, day), {}, {}) if one.work is Work.COMMITMENTS
        )
        for day in (20, 21, 27, 28)
    }
    (due,) = (one for one in duties(plan, date(2021, 6, 21), {}, {}) if one.work is Work.COMMITMENTS)
    assert due.why == "还有1家没有可用的责任清单：甲局"
    assert stands == {20: Stand.AHEAD, 21: Stand.DUE, 27: Stand.DUE, 28: Stand.OVER}
    answered = returned(tmp_path, plan_of(), {"F3": date(2021, 9, 20), "G3": 60})
    assert uncommitted(answered) == ()
    (duty,) = (one for one in duties(answered, date(2021, 6, 21), {}, {}) if one.work is Work.COMMITMENTS)
    assert (duty.stand, duty.command) == (Stand.NEEDLESS, "remind 2021 --commitments")


def test_nobody_is_chased_where_no_list_was_asked_for(tmp_path: Path) -> None:
    plan = plan_of()
    silent = replace(plan, rules=replace(plan.rules, commitments_due=None))
    assert uncommitted(with_commitments(Workspace(tmp_path), silent)) == ()
    assert not [one for one in duties(silent, DUE, {}, {}) if one.work is Work.COMMITMENTS]
