"""What people write into 处理登记, and what it does to the sample's September: nothing impossible gets through."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from pipeline.inputs.decisions.register import DECISION_TABLES, read_decisions
from pipeline.inputs.plan.workbook import load_plan
from pipeline.inputs.returns.history import read_year
from pipeline.inputs.tables.writer import write_tables
from pipeline.model.figures import plain
from pipeline.model.months import Month
from pipeline.model.plan import Plan
from pipeline.model.readings import History, Settled
from pipeline.model.workspace import Workspace
from tests.inputs.builders import make_plan

SEPTEMBER = Month(2021, 9)
Row = tuple[str, ...]


@pytest.fixture
def office(sample_year: tuple[Workspace, Plan, History], tmp_path: Path) -> Path:
    """A workspace in which September alone came in."""
    came = sample_year[0].root
    for name in ("inputs/2021/09", "inputs/节假日"):
        shutil.copytree(came / name, tmp_path / name)
    shutil.copy(came / "inputs/2021/任务分解表.xlsx", tmp_path / "inputs/2021")
    return tmp_path


def settled(folder: Path, *rows: Row) -> Settled:
    """September of the sample, with these rows of 核实 in the register."""
    office = Workspace(folder)
    register = write_tables(DECISION_TABLES, {"核实": rows}, {}, date(2021, 1, 1))
    office.decisions_file(2021).write_bytes(register)
    plan = load_plan(office, 2021)
    return read_year(office, plan, read_decisions(office, plan), SEPTEMBER)[SEPTEMBER]


def verified(target: str, unit: str, reported: str, value: str, day: str = "2021-09-28") -> Row:
    return ("2021-09", target, unit, reported, value, "电话核实", "单位书面说明", "综合岗", day)


def open_codes(month: Settled) -> list[tuple[str, str]]:
    return sorted({(finding.code.name, finding.target) for finding in month.findings if finding.open})


DOUBTFUL = [("C07", "T05-1"), ("C07", "T05-2"), ("C07", "T05-3")]


def test_a_checked_total_settles_its_family(office: Path) -> None:
    month = settled(office, verified("T05-1", "", "9", "8"))
    assert open_codes(month) == []
    assert [plain(month.values[target].amount) for target in ("T05-1", "T05-2", "T05-3")] == ["8", "4", "4"]
    assert [cell.sheet for cell in month.values["T05-1"].cells] == ["核实", "进展情况"]


@pytest.mark.parametrize(
    ("target", "value", "code"),
    [("T02-1", "43800", "C04"), ("T06-2", "200", "C06"), ("T07-2", "150", "C11"), ("T03-1", "742.5", "C16")],
)
def test_what_no_value_can_be_no_decision_makes_so(office: Path, target: str, value: str, code: str) -> None:
    month = settled(office, verified(target, "", "", value))
    assert open_codes(month) == sorted([*DOUBTFUL, (code, target)])
    assert target not in month.values


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (verified("T03-1", "市教育局", "", "500"), "市教育局不是T03-1的责任单位"),
        (verified("T03-1", "", "700", "500"), "现在报表里是“742”"),
        (verified("T01-1", "红旗区", "9999", "0.6"), "报表原值“9999”"),
        (verified("T03-1", "", "742", "740", "昨天"), "日期“昨天”认不出"),
        (verified("T99-9", "", "", "1"), "没有编号为“T99-9”的定量指标"),
    ],
)
def test_a_row_that_cannot_be_meant_does_nothing_and_is_told(office: Path, row: Row, words: str) -> None:
    month = settled(office, row)
    told = [finding for finding in month.findings if finding.code.name == "D01"]
    assert len(told) == 1
    assert words in told[0].message
    assert plain(month.values["T03-1"].amount) == "742"
    assert plain(month.values["T01-1"].amount) == "58300"


def test_of_two_rows_about_one_figure_the_first_counts_and_the_second_is_told(office: Path) -> None:
    month = settled(office, verified("T03-1", "", "742", "740"), verified("T03-1", "", "742", "760"))
    assert plain(month.values["T03-1"].amount) == "740"
    assert ("D01", "") in open_codes(month)


def test_a_county_s_share_does_not_settle_the_city(office: Path) -> None:
    month = settled(office, verified("T01-1", "红旗区", "", "0.1"))
    assert ("C08", "T01-1") in open_codes(month)
    assert "T01-1" not in month.values
    assert any("新增城镇就业红旗区9月按核实值 0.1万人" in finding.message for finding in month.findings)


def test_a_row_without_a_month_is_told_in_every_month(office: Path) -> None:
    month = settled(office, ("秋天", *verified("T03-1", "", "", "740")[1:]))
    assert ("D01", "") in open_codes(month)


def test_a_growth_may_be_verified_below_zero_and_nothing_else(tmp_path: Path) -> None:
    counted = {"kind": "累计数", "goal": "10", "measure": "个"}
    plan = make_plan({"targets": {"T1": {"kind": "增幅", "goal": "6"}, "T2": counted}})
    office = Workspace(tmp_path)
    rows = [verified("T1", "", "", "-1.3"), verified("T2", "", "", "-1")]
    office.decisions_file(2021).parent.mkdir(parents=True)
    office.decisions_file(2021).write_bytes(
        write_tables(DECISION_TABLES, {"核实": rows}, {}, date(2021, 1, 1))
    )
    decisions = read_decisions(office, plan)
    assert {key: plain(one.figure.amount) for key, one in decisions.verified.items()} == {
        (SEPTEMBER, "T1", "甲局"): "-1.3"
    }
    assert [finding.code.name for found in decisions.findings.values() for finding in found] == ["D01"]
