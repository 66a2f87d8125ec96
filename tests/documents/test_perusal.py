"""呈阅件 is one page in every month: reckoned before it is laid out, by leaving to the report what is best left to it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.documents.letters import perusal
from pipeline.documents.letters.perusal import Perusal
from pipeline.documents.wording.page_room import lines, title_lines
from pipeline.model.kinds import LATE
from pipeline.model.months import Month
from pipeline.model.phrases import Letter
from pipeline.model.progress import Progress
from tests.documents.conftest import Year

AUGUST = Month(2021, 8)
MONTHS = [Month(2021, number) for number in range(6, 13)]


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        ([""], 0),
        (["字"], 1),
        (["字" * 25], 1),
        # Two signs of indent and 26 are a line of 28; what may not stand at its edge would make it two.
        (["字" * 26], 2),
        (["0" * 51], 1),
        (["字" * 25, "", "字" * 53], 3),
    ],
)
def test_lines_are_reckoned_as_they_are_set(paragraphs: list[str], expected: int) -> None:
    assert lines(paragraphs) == expected


def test_a_title_has_twenty_signs_a_line() -> None:
    assert [title_lines("8月份分管重点民生实事进展情况"), title_lines("字" * 21)] == [1, 2]


def shown(letter: Letter) -> Perusal:
    assert isinstance(letter.context, Perusal)
    return letter.context


def taken(context: Perusal) -> int:
    return lines(
        (context.opening, *(f"{one.heading}{one.text}" for one in context.matters), *context.attention)
    )


@pytest.mark.parametrize("month", MONTHS, ids=str)
def test_no_month_takes_a_second_page(year: Year, month: Month) -> None:
    for letter in perusal.compose(year.plan, year.progress(month), True):
        assert taken(shown(letter)) <= 13
        assert not letter.findings
        assert all(str(one.text) for one in shown(letter).matters)


def test_what_is_well_goes_first_and_the_page_says_so(year: Year) -> None:
    """August of 市妇联 by hand: two that lag with their reasons and two ratios below 90 % stay; the rest is the report's."""
    letter = perusal.compose(year.plan, year.progress(AUGUST), True)[1]
    (matter,) = shown(letter).matters
    text = str(matter.text)
    assert text.count("据市妇联反映，主要原因是") == 2
    assert "新生儿听力筛查率89.6%（26253／29300），距年度目标还差0.4个百分点" in text
    assert "彩色超声" not in text
    assert "高风险" not in text
    assert [str(one) for one in shown(letter).attention] == ["其余情况见报告。"]


def one_leader(year: Year) -> Progress:
    """Everything in the charge of one post: ten matters, more than any page holds."""
    progress = year.progress(AUGUST)
    matters = tuple(replace(one, matter=replace(one.matter, leader="常务副市长")) for one in progress.matters)
    return replace(progress, matters=matters)


def test_a_leader_of_everything_reads_one_page_too(year: Year) -> None:
    (letter,) = perusal.compose(year.plan, one_leader(year), True)
    context = shown(letter)
    assert taken(context) <= 13
    assert not letter.findings
    late = [one for matter in one_leader(year).matters for one in matter.targets if one.standing in LATE]
    said = "".join(f"{one.heading}{one.text}" for one in context.matters) + "".join(
        map(str, context.attention)
    )
    # Whatever lags is told, if only by its name; the largest gap with its figure and its reason.
    assert "建成城市书房11座（24.4%），低于序时进度42.3个百分点" in said
    assert all(one.target.name in said or one.target.phrasing.partition("{}")[0] in said for one in late)
    assert "也低于序时进度，情况和原因见报告。" in said
    assert "件实事的进展情况见报告附件1。" in said


def test_more_words_than_a_page_holds_are_told(year: Year, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(perusal, "_ROOM", 3)
    letter = perusal.compose(year.plan, year.progress(AUGUST), True)[1]
    assert [(one.code.name, one.message) for one in letter.findings] == [
        ("C17", "分管卫生健康工作的副市长的呈阅件排不下一面")
    ]
