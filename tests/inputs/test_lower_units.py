"""下级统称 is proposed where names tell it and asked for where they do not (PLAN §4)."""

from __future__ import annotations

import pytest

from pipeline.inputs.plan import settings
from pipeline.inputs.plan.schema import TABLES
from pipeline.inputs.tables.reader import Problems, read_tables
from pipeline.model.codes import Code
from pipeline.model.readings import Book, Content, Holds, Sheet


def asked(place: str, below: tuple[str, ...], lower: str | None) -> tuple[str, list[tuple[str, str, str]]]:
    """下级统称 of an office of that place, and what 概况 is told about it; its row is left out for None."""
    lines = [("项目", "内容"), ("年度", "2021"), ("城市", place)]
    lines += [("下级统称", lower)] if lower is not None else []
    contents = {
        (row, column): Content(Holds.TEXT, text)
        for row, line in enumerate(lines, 1)
        for column, text in enumerate(line, 1)
        if text
    }
    problems = Problems()
    book = Book("任务分解表.xlsx", "", (Sheet("概况", False, contents),))
    profile = settings.profile(read_tables(book, TABLES[:1], problems)["概况"], problems, 2021, below)
    found = [one for one in problems.findings if one.code is Code.P04 and "下级统称" in one.message]
    return profile.terms.lower, [(one.place.ref, one.message, one.fix) for one in found]


@pytest.mark.parametrize(
    ("place", "below", "lower", "told"),
    [
        ("新乡市", (), None, "县（市）区"),
        ("广西壮族自治区", ("南宁市", "柳州市"), None, "市"),
        ("广西壮族自治区", (), "设区市", "设区市"),
        ("重庆市", (), "", "区县"),
    ],
)
def test_what_names_tell_or_the_plan_says_is_not_asked(
    place: str, below: tuple[str, ...], lower: str | None, told: str
) -> None:
    assert asked(place, below, lower) == (told, [])


def test_what_has_two_readings_is_asked_at_its_cell_or_its_sheet() -> None:
    said = "概况：“下级统称”没有填写，由“广西壮族自治区”和单位表看不出下级合起来怎样称呼"
    fix = "请照本地的说法填写，如市（地、州）"
    assert asked("广西壮族自治区", (), "")[1] == [("B4", said, fix)]
    assert asked("广西壮族自治区", (), None)[1] == [("", said, f"请加一行“下级统称”，{fix}")]
