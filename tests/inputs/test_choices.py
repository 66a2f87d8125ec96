"""Sheet 入文 of 处理登记: what people chose to have said, and what of it cannot be used."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from pipeline.inputs.decisions.register import Decisions, read_decisions, write_register
from pipeline.model.choices import Purpose
from pipeline.model.codes import Code
from pipeline.model.months import Month
from pipeline.model.workspace import Workspace
from tests.inputs.builders import make_plan

SEPTEMBER = Month(2021, 9)
TARGETS = {"T1": {"name": "停车场", "kind": "累计数", "goal": "4", "measure": "个"}}


def read(place: Path, *rows: Sequence[str]) -> Decisions:
    office = Workspace(place)
    path = office.decisions_file(2021)
    path.parent.mkdir(parents=True)
    path.write_bytes(write_register(date(2021, 1, 1), {"入文": list(rows)}))
    return read_decisions(office, make_plan({"targets": TARGETS}))


def test_rows_are_read_by_month_with_the_lead_where_no_unit_is_named(tmp_path: Path) -> None:
    decisions = read(
        tmp_path,
        ("2021-09", "T1", "", "选入简报", "", "", "综合岗", "2021-09-27"),
        ("9月", "停车场", "", "拟提请协调", "用地手续周期长", "乙局、东县", "分管委领导", "2021-09-27"),
        ("2021-10", "", "甲局", "同意通报", "", "", "分管委领导", "2021-10-27"),
    )
    assert decisions.findings == {}
    told = [(one.purpose, one.unit, one.target, one.consulted) for one in decisions.chosen_in(SEPTEMBER)]
    assert told == [
        (Purpose.PRACTICE, "甲局", "T1", ()),
        (Purpose.COORDINATED, "甲局", "T1", ("乙局", "东县")),
    ]
    (named,) = decisions.chosen_in(Month(2021, 10))
    assert (named.purpose, named.unit, named.target) == (Purpose.NAMED, "甲局", "")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("2021-09", "T1", "", "选进简报", "", "", "综合岗", "2021-09-27"), "用途“选进简报”认不出"),
        (("2021-09", "T9", "", "选入简报", "", "", "综合岗", "2021-09-27"), "没有编号为“T9”的指标"),
        (("2021-09", "", "甲局", "选入简报", "", "", "综合岗", "2021-09-27"), "选入简报的没有写编号"),
        (("2021-09", "T1", "", "同意通报", "", "", "综合岗", "2021-09-27"), "同意通报的没有写单位"),
        (("2021-09", "T1", "", "拟提请协调", "钱不够", "", "综合岗", "2021-09-27"), "没有写征求过谁的意见"),
        (
            ("2021-09", "T1", "", "拟提请协调", "钱不够", "财局", "综合岗", "2021-09-27"),
            "没有登记的单位“财局”",
        ),
        (("2021-09", "T1", "", "选入简报", "", "", "", "2021-09-27"), "“批准岗位”没有填写"),
        (("2021-09", "T1", "", "选入简报", "", "", "综合岗", "下周"), "日期“下周”认不出"),
    ],
    ids=["purpose", "target", "no target", "no unit", "nobody asked", "an unknown unit", "no post", "no day"],
)
def test_a_row_that_lacks_something_is_told_and_not_used(
    tmp_path: Path, row: tuple[str, ...], said: str
) -> None:
    decisions = read(tmp_path, row)
    assert decisions.chosen_in(SEPTEMBER) == ()
    ((_, (finding,)),) = decisions.findings.items()
    assert finding.code is Code.D01
    assert said in finding.message
    assert "处理登记［入文］" in finding.message
