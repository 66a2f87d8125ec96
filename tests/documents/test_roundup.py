"""小结: the year up to a month by the sample's November; what a unit expects of the year is its own and said to be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.documents.letters import roundup
from pipeline.model.figures import Cell, Figure
from pipeline.model.kinds import Standing
from pipeline.model.months import Month
from pipeline.model.phrases import Letter
from pipeline.model.progress import Progress, TargetProgress
from pipeline.model.readings import Row
from tests.documents.conftest import Year
from tests.goldens import goldens, printed_texts

NOVEMBER = Month(2021, 11)


def shown(letter: Letter) -> roundup.Roundup:
    assert isinstance(letter.context, roundup.Roundup)
    return letter.context


def matter(year: Year, number: int, month: Month = NOVEMBER, changed: Callable[[Row], Row] | None = None) -> list[str]:  # fmt: skip
    """The paragraphs of a matter, its figures first; with every row of it `changed`."""
    progress = year.progress(month)
    if changed is not None:
        progress = _with_rows(progress, changed)
    one = shown(roundup.compose(year.plan, progress, True)).matters[number - 1]
    return [str(one.text), *map(str, one.more)]


def _with_rows(progress: Progress, changed: Callable[[Row], Row]) -> Progress:
    def other(one: TargetProgress) -> TargetProgress:
        return replace(one, row=changed(one.row)) if one.row is not None else one

    matters = tuple(replace(each, targets=tuple(map(other, each.targets))) for each in progress.matters)
    return replace(progress, matters=matters)


def test_the_whole_of_november(year: Year) -> None:
    """A golden: read it as a deputy mayor's secretary would."""
    letter = roundup.compose(year.plan, year.progress(NOVEMBER), True)
    assert letter.file == "2021年1—11月重点民生实事办理情况小结.docx"
    found = {"小结.txt": "\n".join(printed_texts(letter.context)) + "\n"}
    assert found == goldens(Path(__file__).parent / "golden", found, "小结")


@pytest.mark.parametrize(
    ("month", "title"),
    [
        (6, "2021年上半年重点民生实事办理情况小结"),
        (8, "2021年1—8月重点民生实事办理情况小结"),
        (9, "2021年前三季度重点民生实事办理情况小结"),
        (12, "2021年重点民生实事办理情况小结"),
    ],
)
def test_the_title_says_how_far_the_year_is_told(year: Year, month: int, title: str) -> None:
    letter = roundup.compose(year.plan, year.progress(Month(2021, month)), True)
    assert "".join(shown(letter).title_lines) == title


def expecting(number: str) -> Callable[[Row], Row]:
    """Rows of 新建停车场 that expect so many of the year."""
    figure = Figure(Decimal(number), "个", (Cell("表.xlsx", "进展情况", "P5", number, sha256=""),))
    return lambda row: replace(row, forecast=figure) if row.target == "T09-1" else row


def test_what_a_unit_expects_is_said_as_its_own_and_traced(year: Year) -> None:
    told = matter(year, 9, changed=expecting("4"))[-1]
    assert (
        "下一步打算：抓好剩余项目手续，具备条件立即进场。据市城管局预计，全年完成4个。新增停车泊位还差"
        in told
    )
    progress = _with_rows(year.progress(NOVEMBER), expecting("4"))
    left = shown(roundup.compose(year.plan, progress, True)).matters[8].more[-1]
    (mark,) = [one for one in left.figures if one.how == "预计全年"]
    assert (mark.text, mark.about, mark.cells[0].ref) == ("4", "T09-1", "P5")


def test_nobody_foretells_without_the_unit_nor_of_a_year_that_is_over(year: Year) -> None:
    assert not any("预计" in text for text in matter(year, 9))
    december = matter(year, 9, Month(2021, 12), expecting("4"))
    assert not any("据市城管局预计" in text for text in december)
    # What is finished has nothing left to tell.
    assert len(matter(year, 6)) == 2


def test_a_ratio_below_its_goal_and_a_stage_not_reached_say_so(year: Year) -> None:
    """August, 市妇联 by hand: 血清学筛查 stands below 55 %; how far stands with its figure, not a second time."""
    _, *more = matter(year, 2, Month(2021, 8))
    assert "新生儿听力筛查率尚未达标。" in more[-1]
    assert "百分点" not in more[-1]


def test_long_texts_of_what_comes_next_are_left_to_annexes(year: Year) -> None:
    told = matter(year, 9, changed=lambda row: replace(row, next_steps="推进" * 41))[-1]
    assert "下一步打算" not in told
    assert "新建停车场还差1个。" in told


def test_doubtful_figures_tell_neither_what_was_done_nor_what_is_left(year: Year) -> None:
    """September, 幼儿园 by hand: parts and whole do not add up and are being verified."""
    figures, *more = matter(year, 5, Month(2021, 9))
    assert "正在核实" in figures
    doubtful = [
        one for one in year.progress(Month(2021, 9)).matters[4].targets if one.standing is Standing.DOUBTFUL
    ]
    assert len(doubtful) == 3
    assert not any(one.target.name in text for one in doubtful for text in more)
