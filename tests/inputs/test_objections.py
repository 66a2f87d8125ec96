"""核对单 that came back: what of it cannot be used is told with its cell and with what stands there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pipeline.inputs.decisions.objections import read_objections, write_sheet
from pipeline.model.workspace import Workspace
from tests.inputs.builders import make_plan

PLAN = make_plan({"targets": {"A": {"kind": "累计数", "goal": "100", "measure": "个"}}})


def test_an_answer_that_is_none_is_told_with_what_was_read(tmp_path: Path) -> None:
    office = Workspace(tmp_path)
    folder = office.objections_folder(2021)
    folder.mkdir(parents=True)
    row = ("A", "A", "100", "50", "50", "50", "50%", "未完成", "不同意", "", "")
    (folder / "甲局.xlsx").write_bytes(write_sheet([row], "", date(2021, 12, 31)))
    found, (told,) = read_objections(office, PLAN)
    assert found == {}
    assert (told.code.name, told.why) == ("A09", "单位在这一行的意见没有读到")
    assert (str(told.place), told.read) == ("inputs/2021/核对单/甲局.xlsx［核对单］I3", "不同意")
