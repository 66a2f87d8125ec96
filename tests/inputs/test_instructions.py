"""Sheet 批示 of 处理登记: what leaders wrote, word for word, and what of a row cannot be used."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from pipeline.inputs.decisions.register import Decisions, read_decisions, write_register
from pipeline.model.codes import Code
from pipeline.model.instructions import standing_open
from pipeline.model.workspace import Workspace
from tests.inputs.builders import make_plan

GOOD = (
    "2021-09-30", "分管副市长", "9月份呈阅件", "请抓紧，“十一”前报结果！", "甲局、乙局", "2021-10-10", "", "", "",
)  # fmt: skip


def read(place: Path, *rows: Sequence[str]) -> Decisions:
    office = Workspace(place)
    path = office.decisions_file(2021)
    path.parent.mkdir(parents=True)
    path.write_bytes(write_register(date(2021, 1, 1), {"批示": list(rows)}))
    targets = {"T1": {"name": "停车场", "kind": "累计数", "goal": "4", "measure": "个"}}
    return read_decisions(office, make_plan({"targets": targets}))


def changed(**cells: str) -> tuple[str, ...]:
    """The good row with other cells, by column."""
    columns = ("日期", "批示岗位", "来文", "批示原文", "承办单位", "时限", "办理情况", "办结日期", "可引用")
    return tuple(cells.get(column, text) for column, text in zip(columns, GOOD, strict=True))


def test_a_row_is_kept_word_for_word(tmp_path: Path) -> None:
    decisions = read(tmp_path, GOOD)
    assert decisions.findings == {}
    (one,) = decisions.instructions
    assert (one.words, one.units, one.due) == (
        "请抓紧，“十一”前报结果！",
        ("甲局", "乙局"),
        date(2021, 10, 10),
    )
    assert (one.post, one.paper, one.closed) == ("分管副市长", "9月份呈阅件", None)
    assert (one.cell.sheet, one.cell.ref) == ("批示", "D3")


def test_what_waits_is_told_until_the_day_it_was_settled(tmp_path: Path) -> None:
    decisions = read(
        tmp_path,
        changed(时限="", 批示原文="没有时限"),
        changed(时限="2021-10-20", 批示原文="后到期"),
        changed(办理情况="已办", 办结日期="2021-10-08", 批示原文="已办结"),
        GOOD,
    )

    def on(day: date) -> list[tuple[str, bool]]:
        return [(one.words, one.overdue_on(day)) for one in standing_open(decisions.instructions, day)]

    assert on(date(2021, 9, 29)) == []
    assert on(date(2021, 10, 7)) == [
        ("已办结", False), (GOOD[3], False), ("后到期", False), ("没有时限", False)
    ]  # fmt: skip
    assert on(date(2021, 10, 8))[0] == (GOOD[3], False)
    assert on(date(2021, 10, 10))[0] == (GOOD[3], False)
    assert on(date(2021, 10, 11))[0] == (GOOD[3], True)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"批示原文": ""}, "“批示原文”没有填写"),
        ({"批示岗位": "", "承办单位": ""}, "“批示岗位”“承办单位”没有填写"),
        ({"日期": "国庆前"}, "日期“国庆前”认不出"),
        ({"时限": "月底"}, "时限“月底”认不出"),
        ({"时限": "2021-09-01"}, "时限2021-09-01早于批示的2021-09-30"),
        ({"可引用": "可"}, "可引用“可”认不出"),
        ({"办结日期": "2021-10-05"}, "写了办结日期，没有写办理情况"),
        ({"办理情况": "已办", "办结日期": "2021-09-05"}, "办结日期2021-09-05早于批示"),
        ({"承办单位": "甲局、丁局"}, "没有登记的单位“丁局”"),
    ],
    ids=lambda one: "" if isinstance(one, str) else "、".join(one),
)
def test_a_row_that_lacks_something_is_told_and_not_used(
    tmp_path: Path, cells: dict[str, str], said: str
) -> None:
    decisions = read(tmp_path, changed(**cells))
    assert decisions.instructions == ()
    ((month, (finding,)),) = decisions.findings.items()
    assert (month, finding.code) == (None, Code.D01)
    assert said in finding.message
    assert "处理登记［批示］" in finding.message
