"""Sheets 签发 and 报送 of 处理登记: read strictly, and written into without changing anything else."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from pipeline.files.packages import parts_of
from pipeline.inputs.decisions.register import Decisions, read_decisions, write_register
from pipeline.inputs.decisions.register_sheets import DECISION_TABLES
from pipeline.inputs.decisions.registering import registered
from pipeline.inputs.tables.writer import write_tables
from pipeline.model.errors import PlanProblem
from pipeline.model.months import Month
from pipeline.model.signing import Channel, Handwritten, PaperName, PaperState
from pipeline.model.workspace import Workspace
from pipeline.outputs.founding import enter
from tests.inputs.builders import make_plan

SEPTEMBER = Month(2021, 9)
REPORT = PaperName(SEPTEMBER, "报告")
SIGNED = ("2021-09", "报告", "云民办〔2021〕5号", "2021-09-28", "主任", "")
SENT = ("2021-09", "报告", "市政府办公室", "2021-09-29", "OA", "", "综合岗")


def read(place: Path, signed: Sequence[Sequence[str]] = (), sent: Sequence[Sequence[str]] = ()) -> Decisions:
    office = Workspace(place)
    path = office.decisions_file(2021)
    if signed or sent:
        path.parent.mkdir(parents=True)
        path.write_bytes(write_register(date(2021, 1, 1), {"签发": list(signed), "报送": list(sent)}))
    targets = {"T1": {"name": "停车场", "kind": "累计数", "goal": "4", "measure": "个"}}
    return read_decisions(office, make_plan({"targets": targets}))


def changed(row: Sequence[str], column: int, text: str) -> tuple[str, ...]:
    return (*row[:column], text, *row[column + 1 :])


def test_what_was_signed_and_sent(tmp_path: Path) -> None:
    corrected = ("2021-09", "报告（更正）", "云民办〔2021〕6号", "2021-10-08", "主任", "T1=3个")
    decisions = read(tmp_path, [SIGNED, corrected], [SENT])
    assert (decisions.findings, decisions.misregistered) == ({}, ())
    first, second = decisions.signing.signatures
    assert (first.paper, first.number, first.day, first.post) == (
        REPORT, "云民办〔2021〕5号", date(2021, 9, 28), "主任",
    )  # fmt: skip
    assert (second.paper.text, second.handwritten) == ("报告（更正）", (Handwritten("T1", "3个"),))
    (sent,) = decisions.signing.sendings
    assert (sent.to, sent.channel, sent.received) == ("市政府办公室", Channel.OA, None)
    assert decisions.signing.state(REPORT) is PaperState.SENT
    assert decisions.signing.state(second.paper) is PaperState.SIGNED
    assert decisions.signing.state(PaperName(SEPTEMBER, "简报")) is None
    assert (decisions.signing.unsent(), decisions.signing.unreceived()) == ((second,), (sent,))


@pytest.mark.parametrize(
    ("signed", "sent", "cell", "said"),
    [
        ([changed(SIGNED, 0, "国庆")], [], "A3", "月份“国庆”认不出"),
        ([changed(SIGNED, 4, "")], [], "E3", "“签发岗位”没有填写"),
        ([changed(SIGNED, 2, "5号")], [], "C3", "文号“5号”不合写法"),
        ([changed(SIGNED, 3, "月底")], [], "D3", "签发日期“月底”认不出"),
        ([changed(SIGNED, 3, "2021-08-31")], [], "D3", "签发日期2021-08-31早于文稿说的那一期"),
        ([changed(SIGNED, 5, "T9=3个")], [], "F3", "没有编号为“T9”的指标"),
        ([changed(SIGNED, 5, "改了两个数")], [], "F3", "手改的数“改了两个数”认不出"),
        ([SIGNED, changed(SIGNED, 2, "云民办〔2021〕6号")], [], "B4", "“报告”前面已经登记过签发"),
        ([SIGNED, changed(SIGNED, 1, "简报")], [], "C4", "文号“云民办〔2021〕5号”前面已经给了“报告”"),
        ([SIGNED], [changed(SENT, 1, "报吿")], "B3", "“报吿”没有登记签发，不能登记报送"),
        ([SIGNED], [changed(SENT, 3, "2021-09-27")], "D3", "报送日期2021-09-27早于签发的2021-09-28"),
        ([SIGNED], [changed(SENT, 4, "微信")], "E3", "方式“微信”认不出"),
        ([SIGNED], [changed(SENT, 5, "2021-09-28")], "F3", "签收日期2021-09-28早于报送的2021-09-29"),
        ([SIGNED], [SENT, SENT], "C4", "“报告”送市政府办公室前面已经登记过"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_each_wrong_cell_is_told_where_it_stands_and_holds_no_paper_back(
    tmp_path: Path, signed: Sequence[Sequence[str]], sent: Sequence[Sequence[str]], cell: str, said: str
) -> None:
    decisions = read(tmp_path, signed, sent)
    assert decisions.findings == {}
    ((_, finding),) = decisions.misregistered
    assert (finding.code.name, finding.place.ref) == ("D14", cell)
    assert said in finding.message


def rows_of(data: bytes, sheet: str) -> list[list[object]]:
    return [
        [cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(data))[sheet].iter_rows()
    ]


ROW = {"月份": "2021-09", "文稿": "报告", "签发日期": "2021-09-28", "签发岗位": "主任"}


def test_a_row_is_written_behind_the_others_and_nothing_else_changes() -> None:
    before = write_register(date(2021, 1, 1), {"签发": [SIGNED]})
    after = registered(before, "处理登记.xlsx", "签发", [ROW | {"文稿": "简报"}])
    assert rows_of(after, "签发")[3] == ["2021-09", "简报", None, "2021-09-28", "主任", None]
    old, new = parts_of(before), parts_of(after)
    assert [name for name in old if old[name] != new[name]] == ["xl/worksheets/sheet10.xml"]


def test_behind_the_example_of_an_empty_register() -> None:
    after = registered(write_register(date(2021, 1, 1)), "处理登记.xlsx", "签发", [ROW])
    assert [row[0] for row in rows_of(after, "签发")[1:4]] == ["月份", "示例", "2021-09"]


def test_a_register_of_old_gets_the_sheet_it_lacks(tmp_path: Path) -> None:
    older = [table for table in DECISION_TABLES if table.name not in ("签发", "报送")]
    row = ("2021-09", "甲局", "9月报表", "2021-09-27")
    data = write_tables(older, {"收文": [row]}, {}, date(2021, 1, 1))
    after = registered(data, "处理登记.xlsx", "报送", [])
    after = registered(after, "处理登记.xlsx", "签发", [ROW])
    assert rows_of(after, "收文") == rows_of(data, "收文")
    path = Workspace(tmp_path).decisions_file(2021)
    path.parent.mkdir(parents=True)
    path.write_bytes(after)
    decisions = read(tmp_path)
    assert [one.paper for one in decisions.signing.signatures] == [REPORT]
    assert decisions.findings == {}
    old, new = parts_of(data), parts_of(after)
    changed_parts = {name for name in old if old[name] != new[name]}
    assert changed_parts == {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"}


def test_a_spoilt_header_is_told_and_nothing_written(tmp_path: Path) -> None:
    data = write_tables(
        [table for table in DECISION_TABLES if table.name == "签发"], {}, {}, date(2021, 1, 1)
    )
    book = openpyxl.load_workbook(io.BytesIO(data))
    book["签发"]["E2"] = "谁签的"
    stream = io.BytesIO()
    book.save(stream)
    with pytest.raises(PlanProblem, match="［签发］缺少“签发岗位”一列，写不进去"):
        registered(stream.getvalue(), "处理登记.xlsx", "签发", [ROW])


def test_an_office_without_a_register_gets_one(tmp_path: Path) -> None:
    enter(Workspace(tmp_path), 2021, "签发", [ROW])
    assert [one.paper for one in read(tmp_path).signing.signatures] == [REPORT]


def test_a_register_that_is_no_workbook_is_left_alone(tmp_path: Path) -> None:
    path = Workspace(tmp_path).decisions_file(2021)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"<html>")
    with pytest.raises(PlanProblem, match=r"处理登记.xlsx .*写不进去，没有改动任何内容"):
        enter(Workspace(tmp_path), 2021, "签发", [ROW])
    assert path.read_bytes() == b"<html>"
