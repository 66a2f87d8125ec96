"""A copy of the plan or a register beside it is told everywhere, and the one whose name is right is read (D29)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from yunchuan import DECIDED

from pipeline.inputs.decisions.workbook_reader import copies_beside
from pipeline.model.workspace import Workspace
from tests.command import minsheng

PLAN, REGISTER = "任务分解表.xlsx", "处理登记.xlsx"


@pytest.mark.parametrize(
    "name",
    [
        "处理登记(1).xlsx",
        "处理登记（2）.xlsx",
        "处理登记 - 副本.xlsx",
        "副本处理登记.xlsx",
        "处理登记(冲突副本).xlsx",
        "处理登记(综合岗的冲突文件 2023-06-01).xlsx",
        "处理登记 (OFFICE-PC's conflicted copy 2023-06-01).xlsx",
        "处理登记-OFFICE-PC.xlsx",
        "处理登记.sync-conflict-20230601-101500-ABCDEFG.xlsx",
        "处理登记.xls",
        "处理登记.XLSM",
        "处理登记.et",
        "任务分解表(1).xlsx",
        "任务分解表-草稿(1).xlsx",
        "考核认定表 - 副本.xlsx",
    ],
)
def test_a_copy_is_told_by_its_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "inputs/2023"
    folder.mkdir(parents=True)
    (folder / PLAN).write_bytes(b"")
    (folder / name).write_bytes(b"")
    (finding,) = copies_beside(Workspace(tmp_path), 2023)
    assert (finding.code.name, finding.place.file) == ("D29", f"inputs/2023/{name}")
    assert name in finding.message


@pytest.mark.parametrize(
    "name",
    [
        "任务分解表-草稿.xlsx",
        "任务分解表-草稿-2.xlsx",
        "~$处理登记.xlsx",
        ".~lock.处理登记.xlsx#",
        ".处理登记.xlsx.新",
        "关于处理登记的说明.docx",
        "通知.xlsx",
    ],
)
def test_drafts_and_marks_of_programs_are_none(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "inputs/2023"
    folder.mkdir(parents=True)
    for one in (PLAN, REGISTER, name):
        (folder / one).write_bytes(b"")
    assert copies_beside(Workspace(tmp_path), 2023) == ()


def test_every_command_that_looks_tells_of_it_and_reads_the_right_one(city: Path) -> None:
    folder = city / "inputs/2023"
    before = minsheng("-C", city, "check", DECIDED, "--json").json["findings"]
    shutil.copy(folder / REGISTER, folder / "处理登记(1).xlsx")
    (folder / "任务分解表 - 副本.xlsx").write_bytes(b"not a workbook at all")
    names = ["inputs/2023/任务分解表 - 副本.xlsx", "inputs/2023/处理登记(1).xlsx"]
    checked = minsheng("-C", city, "check", DECIDED, "--json").json["findings"]
    assert [one["file"] for one in checked if one["code"] == "D29"] == names
    assert [one for one in checked if one["code"] != "D29"] == before
    status = minsheng("-C", city, "status", "--json", "--today", "2023-06-27").json
    assert [one["file"] for one in status["strays"] if one["code"] == "D29"] == names
    looked = minsheng("-C", city, "plan", "check", "--json")
    assert [one["file"] for one in looked.json["findings"] if one["code"] == "D29"] == names
    assert "处理登记(1).xlsx 没有读" in minsheng("-C", city, "plan", "check").out.replace("\n", "")
    told = minsheng("-C", city, "run", "--dry-run", "--today", "2023-06-27").out
    assert "处理登记(1).xlsx" in told.replace("\n", "").replace(" ", "")
