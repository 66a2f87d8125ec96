"""报送周期 and 报送日: what a period is, what it is called, when its sheets are due (PLAN §1)."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.months import Month
from pipeline.model.periods import Cycle, DueDay, of_whole_year

LAW = settings(deadline=None, derandomize=True, max_examples=100)

cycles = st.sets(st.integers(1, 12), min_size=1).map(lambda ends: Cycle(tuple(sorted(ends))))
years = st.integers(2000, 2099)
MONTHLY, QUARTERLY = Cycle.parse("月"), Cycle.parse("季")


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("月", tuple(range(1, 13))),
        ("双月", (2, 4, 6, 8, 10, 12)),
        ("季", (3, 6, 9, 12)),
        (" 半年 ", (6, 12)),
        ("3、6、9、12", (3, 6, 9, 12)),
        ("12月、5月,８", (5, 8, 12)),
        ("11", (11,)),
    ],
)
def test_a_cycle_is_read(text: str, ends: tuple[int, ...]) -> None:
    assert Cycle.parse(text).ends == ends


@pytest.mark.parametrize("text", ["", "周", "0、6", "6、13", "3-6", "季度末", "、"])
def test_what_is_no_cycle(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{text}$"):
        Cycle.parse(text)


@LAW
@given(cycles, years)
def test_every_month_belongs_to_one_period(cycle: Cycle, year: int) -> None:
    periods = (*cycle.periods(year), Month.year_end(year))
    for number in range(1, 13):
        month = Month(year, number)
        ordinary = [one for one in cycle.periods(year) if cycle.holds(one, month.last_day)]
        assert ordinary in ([], [cycle.holding(month)])
        assert cycle.holding(month) in periods
        assert bool(ordinary) != cycle.holding(month).is_year_end
        assert cycle.has(month) == (cycle.holding(month) == month)


@LAW
@given(cycles, years)
def test_before_and_after_undo_each_other(cycle: Cycle, year: int) -> None:
    periods = (*cycle.periods(year), Month.year_end(year))
    for before, after in pairwise(periods):
        assert cycle.following(before) == after
        assert cycle.previous(after) == before
    assert cycle.following(Month.year_end(year)) == cycle.periods(year + 1)[0]
    assert cycle.previous(cycle.periods(year)[0]) == cycle.periods(year - 1)[-1]


@LAW
@given(cycles, years)
def test_a_period_begins_the_day_after_the_one_before(cycle: Cycle, year: int) -> None:
    first, *others = cycle.periods(year)
    assert cycle.first_day(first) == date(year, 1, 1)
    for month in others:
        assert cycle.first_day(month) == cycle.previous(month).last_day + timedelta(1)


@LAW
@given(cycles, years)
def test_no_two_periods_of_a_year_are_called_the_same(cycle: Cycle, year: int) -> None:
    periods = (*cycle.periods(year), Month.year_end(year))
    for called in (cycle.label, cycle.name, cycle.written):
        assert len({called(month) for month in periods}) == len(periods)


@pytest.mark.parametrize(
    ("cycle", "labels"),
    [
        ("季", "一季度 二季度 三季度 四季度"),
        ("半年", "上半年 下半年"),
        ("双月", "1—2月 3—4月 5—6月 7—8月 9—10月 11—12月"),
        ("6、9、12", "上半年 三季度 四季度"),
        ("5、6、10、12", "1—5月 6月 7—10月 11—12月"),
        ("12", "全年"),
    ],
)
def test_what_periods_are_called(cycle: str, labels: str) -> None:
    own = Cycle.parse(cycle)
    assert " ".join(map(own.label, own.periods(2023))) == labels


@pytest.mark.parametrize(
    ("cycle", "month", "name", "written", "by_pace"),
    [
        ("月", "2023-09", "9月份", "2023-09", "9月"),
        ("季", "2023-03", "一季度", "2023年一季度", "3月底"),
        ("双月", "2023-02", "1—2月份", "2023年1—2月", "2月底"),
        ("半年", "2023-12", "下半年", "2023年下半年", "12月底"),
        ("季", "2023-年终", "年终", "2023年年终", "年终"),
    ],
)
def test_how_a_period_is_printed(cycle: str, month: str, name: str, written: str, by_pace: str) -> None:
    own, period = Cycle.parse(cycle), Month.parse(month)
    assert (own.name(period), own.written(period), own.by_pace(period)) == (name, written, by_pace)


def test_figures_of_a_quarter_are_as_of_any_of_its_days_those_of_the_year_end_as_of_the_last() -> None:
    quarter, year_end = Month(2023, 3), Month.year_end(2023)
    days = [date(2022, 12, 31), date(2023, 1, 1), date(2023, 3, 31), date(2023, 4, 1)]
    assert [QUARTERLY.holds(quarter, day) for day in days] == [False, True, True, False]
    assert [QUARTERLY.holds(year_end, date(2023, 12, day)) for day in (30, 31)] == [False, True]


def test_words_for_months_are_said_in_the_period_s() -> None:
    text = "本月新增，与上月持平，连续2个月滞后，请在下月报表中写明"
    assert MONTHLY.say(text) == text
    assert QUARTERLY.say(text) == "本季新增，与上季持平，连续2个季度滞后，请在下季报表中写明"
    assert Cycle.parse("半年").say(text) == "本期新增，与上期持平，连续2期滞后，请在下期报表中写明"


@pytest.mark.parametrize("text", ["25", "1", "31", "月末", "次月5", "次月31"])
def test_a_due_day_reads_back(text: str) -> None:
    assert str(DueDay.parse(text)) == text


@pytest.mark.parametrize("text", ["", "0", "32", "次月", "次月0", "25号前", "-1", "下月5", "月中"])
def test_what_is_no_due_day(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{text}$"):
        DueDay.parse(text)


@pytest.mark.parametrize(
    ("text", "month", "day"),
    [
        ("25", "2023-03", "2023-03-25"),
        ("25日", "2023-03", "2023-03-25"),
        ("31", "2023-02", "2023-02-28"),
        ("月底", "2024-02", "2024-02-29"),
        ("次月 5", "2023-03", "2023-04-05"),
        ("次月5", "2023-12", "2024-01-05"),
        ("次月31", "2024-01", "2024-02-29"),
    ],
)
def test_the_day_a_period_is_due(text: str, month: str, day: str) -> None:
    assert DueDay.parse(text).of(Month.parse(month)).isoformat() == day


@pytest.mark.parametrize(
    ("cycle", "due", "said"),
    [
        ("月", "25", "每月25日"),
        ("月", "月末", "每月月底"),
        ("月", "次月5", "每月结束后次月5日"),
        ("季", "25", "每季度末月25日"),
        ("季", "月末", "每季度末"),
        ("季", "次月5", "每季度结束后次月5日"),
        ("半年", "20", "6月、12月的20日"),
        ("双月", "月末", "2月、4月、6月、8月、10月、12月的月底"),
        ("半年", "次月5", "7月、次年1月的5日"),
    ],
)
def test_when_sheets_are_due_every_time(cycle: str, due: str, said: str) -> None:
    assert DueDay.parse(due).said(Cycle.parse(cycle)) == said


def test_before_the_first_period_of_a_year_stands_one_of_the_last() -> None:
    quarters = Cycle.parse("季")
    assert [quarters.label_before(month) for month in quarters.periods(2023)] == [
        "上年四季度",
        "一季度",
        "二季度",
        "三季度",
    ]
    assert Cycle.parse("月").label_before(Month(2023, 1)) == "上年12月"


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2023", "2023-年终"),
        ("2023年", "2023-年终"),
        ("２０２３", "2023-年终"),
        ("2023-09", "2023-09"),
        ("归档", "归档"),
    ],
)
def test_a_year_by_itself_is_spelt_as_its_year_end(text: str, period: str) -> None:
    assert of_whole_year(text) == period
