"""What lies behind a link is not this office's: no reader of inputs or templates follows one."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from pipeline.documents.templates.trial import check_templates
from pipeline.inputs.decisions.objections import read_objections
from pipeline.inputs.decisions.register import read_decisions
from pipeline.inputs.decisions.rulings import read_rulings
from pipeline.inputs.decisions.spotcheck_records import read_spot_checks
from pipeline.inputs.plan.workbook import examine_plan, load_plan
from pipeline.model.errors import TemplateProblem
from pipeline.model.phrases import Letter
from pipeline.model.workspace import Workspace
from pipeline.workflows.printing import print_letters
from tests.command import minsheng
from tests.june import MONTH, ROOT

LINK = "是链接，不是文件本身，没有打开"
YEAR = 2021
pytestmark = pytest.mark.skipif(os.name == "nt", reason="links are for administrators there")


def behind(path: Path) -> None:
    """Move what lies at `path` (or an empty file) out of the workspace, and leave a link to it."""
    office = next(each for each in path.parents if each.name == "办公室")
    away = office.parent / f"别处-{path.name}"
    if path.exists():
        path.rename(away)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        away.write_bytes((ROOT / "inputs/2021/任务分解表.xlsx").read_bytes())
    path.symlink_to(away)


@pytest.mark.parametrize("what", ["inputs/2021/任务分解表.xlsx", "inputs/2021"])
def test_a_linked_plan_is_refused(office: Path, what: str) -> None:
    behind(office / what)
    result = minsheng("-C", office, "monthly", MONTH)
    assert result.code == 3
    assert result.err.splitlines()[1:] == [f"inputs/2021/任务分解表.xlsx {LINK}"]
    assert not (office / "outputs" / MONTH).exists()


@pytest.mark.parametrize("gone", [False, True], ids=["to a file", "to nowhere"])
def test_a_linked_register_is_told_and_not_read(office: Path, gone: bool) -> None:
    place = Workspace(office)
    plan = load_plan(place, YEAR)
    behind(place.decisions_file(YEAR))
    if gone:
        place.decisions_file(YEAR).resolve().unlink()
    decisions = read_decisions(place, plan)
    assert [(one.code.name, one.message) for one in decisions.findings[None]] == [
        ("D01", f"inputs/2021/处理登记.xlsx {LINK}")
    ]
    assert (decisions.verified, decisions.file) == ({}, "")


def test_a_linked_verdict_table_is_told_and_not_read(office: Path) -> None:
    place = Workspace(office)
    plan = load_plan(place, YEAR)
    behind(place.rulings_file(YEAR))
    rulings = read_rulings(place, plan)
    assert [(one.code.name, one.message) for one in rulings.findings] == [
        ("A10", f"inputs/2021/考核认定表.xlsx {LINK}")
    ]
    assert rulings.targets == {}


@pytest.mark.parametrize("what", ["抽查/记录.xlsx", "抽查/记录", "抽查"])
def test_a_linked_record_of_a_spot_check_is_told_and_not_read(office: Path, what: str) -> None:
    place = Workspace(office)
    plan = load_plan(place, YEAR)
    behind(office / "inputs/2021" / what)
    found = read_spot_checks(place, plan)
    assert [(one.code.name, one.message) for one in found.findings] == [("S01", f"inputs/2021/{what} {LINK}")]
    assert (found.records, found.files) == ((), {})


@pytest.mark.parametrize("what", ["核对单/01-市残联.xlsx", "核对单"])
def test_a_linked_answer_of_a_lead_is_told_and_not_read(office: Path, what: str) -> None:
    place = Workspace(office)
    plan = load_plan(place, YEAR)
    behind(office / "inputs/2021" / what)
    objections, findings = read_objections(place, plan)
    assert objections == {}
    assert [(one.code.name, one.message) for one in findings] == [("A09", f"inputs/2021/{what} {LINK}")]


def test_a_linked_holiday_table_is_told_and_not_read(office: Path) -> None:
    place = Workspace(office)
    behind(place.holiday_file(YEAR))
    plan, findings = examine_plan(place, YEAR)
    assert [one.message for one in findings if one.code.name == "P13"] == [
        f"节假日文件 inputs/节假日/2021.toml {LINK}"
    ]
    assert plan is not None
    assert not plan.calendar.off


@pytest.mark.parametrize("what", ["inputs/2021/06", "inputs/2021/06/市残联-2021年6月.xlsx"])
def test_what_is_linked_into_a_month_is_refused(office: Path, what: str) -> None:
    behind(office / what)
    result = minsheng("-C", office, "check", MONTH, "--json")
    assert result.code == 1
    refused = [(one["name"], one["reason"]) for one in result.json["files"] if one["outcome"] == "拒收"]
    assert refused == [(what, LINK)]
    assert "F10" in {one["code"] for one in result.json["findings"]}


@pytest.mark.more
def test_a_linked_template_is_refused(office: Path) -> None:
    behind(office / "templates/报告.docx")
    (found,) = check_templates(office / "templates")
    assert (found.code.name, found.message) == ("T01", f"模板 报告.docx {LINK}")
    with pytest.raises(TemplateProblem, match="是链接"):
        print_letters(
            [Letter("报告", "报告.docx", "报告.docx", None)], office / "templates", "9月份", date(2021, 6, 25)
        )


@pytest.mark.more
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_in_a_plan_s_place_keeps_nobody_waiting(office: Path) -> None:
    path = office / "inputs/2021/处理登记.xlsx"
    path.unlink()
    os.mkfifo(path)
    result = minsheng("-C", office, "monthly", MONTH, "--final")
    assert result.code == 1
    assert "退回 D01　inputs/2021/处理登记.xlsx 不是普通文件（设备、管道等），没有打开" in result.out
    assert not (office / "outputs" / MONTH).exists()
