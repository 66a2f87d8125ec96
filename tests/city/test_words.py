"""A city whose plan has no 通知要求: its sets cite the notice for nothing, and hold no word of another plan or level."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.made_text import texts

# Of the invented year, of the second city, of the district, and of levels this city is none of.
OTHERS = (
    "新乡",
    "新政",
    "新发改",
    "白石",
    "白政",
    "重点任务",
    "为民办实事",
    "区政府办",
    "全区",
    "全县",
    "全省",
    "乡镇（街道）",
    "主管区领导",
)


@pytest.fixture(scope="module")
def everything(ran: Path) -> tuple[tuple[str, str], ...]:
    """Every file that was made, with its text."""
    return tuple(texts(ran, workbooks=False))


def test_no_word_of_another_plan(everything: tuple[tuple[str, str], ...]) -> None:
    found = [
        (name, line)
        for name, text in everything
        for line in text.splitlines()
        for word in OTHERS
        if word in line
    ]
    assert found == []


def test_a_notice_that_demands_nothing_is_cited_for_nothing(everything: tuple[tuple[str, str], ...]) -> None:
    assert not [name for name, text in everything if "（云政办〔2023〕7号）要求" in text]
    assert any("按照工作安排，我委对各责任单位" in text for _, text in everything)
