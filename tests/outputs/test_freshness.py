"""Made from the same, or what changed: every kind of change alone, and how it is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pipeline.model.origin import Command, CommandKind, Origin, Source
from pipeline.progress.freshness import UNCHANGED, Drift, Shown, drift

SHEET, REGISTER, TEMPLATE = "inputs/2021/09/市教育局.xlsx", "inputs/2021/处理登记.xlsx", "报告.docx"
MADE = Origin(
    Command(CommandKind.MONTHLY, {"final": True}),
    "0.1.0",
    (Source(SHEET, "a"), Source(REGISTER, "b")),
    (Source(TEMPLATE, "c"),),
    date(2021, 9, 25),
)


@pytest.mark.parametrize(
    ("now", "expected", "told"),
    [
        (MADE, UNCHANGED, ""),
        # What it was told to make is the command's affair.
        (replace(MADE, command=Command(CommandKind.MONTHLY, {"final": False})), UNCHANGED, ""),
        (
            replace(MADE, inputs=(*MADE.inputs, Source("inputs/节假日/2021.toml", "d"))),
            Drift(arrived=("inputs/节假日/2021.toml",)),
            "新收到：节假日/2021.toml",
        ),
        (
            replace(MADE, inputs=(Source(SHEET, "a"), Source(REGISTER, "z"))),
            Drift(altered=(REGISTER,)),
            "有改动：处理登记.xlsx",
        ),
        (replace(MADE, inputs=(Source(REGISTER, "b"),)), Drift(gone=(SHEET,)), "不见了：09/市教育局.xlsx"),
        (
            replace(MADE, templates=(Source(TEMPLATE, "z"),)),
            Drift(templates=(TEMPLATE,)),
            "模板有改动：报告.docx",
        ),
        (replace(MADE, templates=()), Drift(templates=(TEMPLATE,)), "模板有改动：报告.docx"),
        # A document more is the version's doing, and the version is told.
        (
            replace(MADE, templates=(*MADE.templates, Source("上报表/省表.xlsx", "d"))),
            Drift(templates=("上报表/省表.xlsx",)),
            "模板有改动：上报表/省表.xlsx",
        ),
        (
            replace(MADE, version="0.2.0"),
            Drift(version=("0.1.0", "0.2.0")),
            "程序由0.1.0版换成0.2.0版",
        ),
        (
            replace(MADE, drawn_up=date(2021, 9, 26)),
            Drift(day=(date(2021, 9, 25), date(2021, 9, 26))),
            "成文日期是2021年9月25日，不另指定应是2021年9月26日",
        ),
        (replace(MADE, drawn_up=None), UNCHANGED, ""),
    ],
)
def test_every_change_is_found_and_told(now: Origin, expected: Drift, told: str) -> None:
    found = drift(MADE, now)
    assert (found, str(found), bool(found)) == (expected, told, bool(told))


def test_many_files_are_counted_and_several_changes_told_one_after_the_other() -> None:
    more = tuple(Source(f"inputs/2021/09/{name}.xlsx", "x") for name in "丁丙乙甲")
    now = replace(MADE, inputs=more, version="0.2.0")
    assert str(drift(MADE, now)) == (
        "新收到：09/丁.xlsx、09/丙.xlsx、09/乙.xlsx等4个文件；"
        "不见了：09/市教育局.xlsx、处理登记.xlsx；程序由0.1.0版换成0.2.0版"
    )


def test_a_day_somebody_gave_does_not_outdate_a_set_and_all_else_does() -> None:
    days = (date(2021, 9, 28), date(2021, 9, 25))
    assert Shown(drift=Drift(day=days)).fresh
    assert not Shown(drift=Drift(version=("0.1.0", "0.2.0"))).fresh
    assert not Shown(drift=Drift(templates=(TEMPLATE,))).fresh
    assert not Shown(drift=Drift(gone=(SHEET,))).fresh
    assert not Shown(damaged=True).fresh
    assert not Drift(version=("0.1.0", "0.2.0")).sources
