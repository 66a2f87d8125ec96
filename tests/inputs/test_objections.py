"""核对单 that came back: what of it cannot be used is told with its cell and with what stands there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.inputs.decisions.objections import OWN_PART, SHEET, TABLE, read_objections, write_sheet
from pipeline.inputs.tables.writer import write_tables
from pipeline.model.workspace import Workspace
from tests.inputs.builders import make_plan

PLAN = make_plan({"targets": {"A": {"kind": "累计数", "goal": "100", "measure": "个"}}})
KNOWN = ("100", "50", "50", "50", "50%", "未完成")


def returned(office: Workspace, *answer: str, of: str = "甲局", role: str = "责任") -> None:
    """The 核对单 of a unit with what it wrote into the last three columns."""
    folder = office.objections_folder(2021)
    folder.mkdir(parents=True, exist_ok=True)
    row = ("A", "A", role, *KNOWN, *answer)
    data = write_sheet(f"2021年实事考核认定核对单（{of}）", "请核对", [row], date(2021, 12, 31))
    (folder / f"{len(list(folder.iterdir()))}.xlsx").write_bytes(data)


def test_an_answer_that_is_none_is_told_with_what_was_read(tmp_path: Path) -> None:
    office = Workspace(tmp_path)
    returned(office, "不同意", "", "")
    found, (told,) = read_objections(office, PLAN)
    assert found == {}
    assert (told.code.name, told.why) == ("A09", "单位在这一行的意见没有读到")
    assert (str(told.place), told.read) == ("inputs/2021/核对单/0.xlsx［核对单］J4", "不同意")


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
    assert (found, told.code.name, told.place.ref) == ({}, "A09", "J4")
    assert f"写了异议说明“1个小区已补验收”，{said}" in told.message
    assert told.fix == "请向单位问清是不是有异议，改正意见"


def test_who_agrees_or_says_nothing_has_nothing_to_be_asked(tmp_path: Path) -> None:
    office = Workspace(tmp_path)
    returned(office, "", "", "验收单")
    assert read_objections(office, PLAN) == ({}, ())


def test_a_county_that_objects_to_its_own_part_is_told_from_the_lead(tmp_path: Path) -> None:
    office = Workspace(tmp_path)
    returned(office, "有异议", "1个已补验收")
    returned(office, "有异议", "少记2个", of="东县", role=OWN_PART)
    returned(office, "有异议", "1个已补验收")  # the lead's sheet, sent twice
    found, told = read_objections(office, PLAN)
    assert told == ()
    assert [(one.unit, one.text, one.own_part) for one in found["A"]] == [
        ("甲局", "1个已补验收", False),
        ("东县", "少记2个", True),
    ]


def test_a_sheet_as_it_was_before_titles_and_roles_is_read(tmp_path: Path) -> None:
    office = Workspace(tmp_path)
    folder = office.objections_folder(2021)
    folder.mkdir(parents=True)
    before = replace(
        TABLE, columns=tuple(one for one in TABLE.columns if one != "角色"), note="甲局：请核对本单位指标"
    )
    row = ("A", "A", *KNOWN, "有异议", "1个已补验收", "验收单")
    (folder / "核对.xlsx").write_bytes(write_tables([before], {SHEET: [row]}, {}, date(2021, 12, 31)))
    found, told = read_objections(office, PLAN)
    assert told == ()
    assert [(one.unit, one.text, one.own_part, one.cell.ref) for one in found["A"]] == [
        ("甲局", "1个已补验收", False, "J3")
    ]
