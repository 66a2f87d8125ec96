"""核对单 that came back: what of it cannot be used is told with its cell and with what stands there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.inputs.decisions.objections import read_objections, write_sheet
from pipeline.model.workspace import Workspace
from tests.inputs.builders import make_plan

PLAN = make_plan({"targets": {"A": {"kind": "累计数", "goal": "100", "measure": "个"}}})


def returned(office: Workspace, *answer: str) -> None:
    """The 核对单 of 甲局 with what it wrote into the last three columns."""
    folder = office.objections_folder(2021)
    folder.mkdir(parents=True)
    row = ("A", "A", "100", "50", "50", "50", "50%", "未完成", *answer)
    (folder / "甲局.xlsx").write_bytes(write_sheet([row], "", date(2021, 12, 31)))


def test_an_answer_that_is_none_is_told_with_what_was_read(tmp_path: Path) -> None:
    office = Workspace(tmp_path)
    returned(office, "不同意", "", "")
    found, (told,) = read_objections(office, PLAN)
    assert found == {}
    assert (told.code.name, told.why) == ("A09", "单位在这一行的意见没有读到")
    assert (str(told.place), told.read) == ("inputs/2021/核对单/甲局.xlsx［核对单］I3", "不同意")


@pytest.mark.parametrize(
    ("opinion", "said"),
    [("", "意见没有填"), ("无异议", "意见却是无异议")],
    ids=["no opinion", "no objection"],
)
def test_what_is_objected_to_without_an_objection_is_never_passed_over(
    opinion: str, said: str, tmp_path: Path
) -> None:
    office = Workspace(tmp_path)
    returned(office, opinion, "1个小区已补验收", "验收单")
    found, (told,) = read_objections(office, PLAN)
    assert (found, told.code.name, told.place.ref) == ({}, "A09", "I3")
    assert f"写了异议说明“1个小区已补验收”，{said}" in told.message
    assert told.fix == "请向单位问清是不是有异议，改正意见"


def test_who_agrees_or_says_nothing_has_nothing_to_be_asked(tmp_path: Path) -> None:
    office = Workspace(tmp_path)
    returned(office, "", "", "验收单")
    assert read_objections(office, PLAN) == ({}, ())
