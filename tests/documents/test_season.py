"""What papers ask at which time of the year, by hand: to catch up, to close, to go on next year; days with their year."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pipeline.documents.letters import (
    brief,
    bulletin,
    circular,
    perusal,
    report,
    supervision_letter,
    supervision_slip,
)
from pipeline.documents.wording import season, urging
from pipeline.model.figures import Cell
from pipeline.model.months import Month
from pipeline.model.supervision import Action, Drafted, Paper, Sent, Step, usual_ladders
from tests.documents.conftest import Year
from tests.documents.urged import asked_for
from tests.goldens import printed_texts

CATCH_UP = "确保年底前完成年度目标任务"
CLOSE = "年内确实不能完成的"
NEXT_YEAR = "2022年完成的时限和责任岗位"


@pytest.mark.parametrize(
    ("month", "said", "unsaid"),
    [
        (10, [CATCH_UP], [CLOSE, NEXT_YEAR, "2021年12月"]),
        (11, [CLOSE, NEXT_YEAR, "截至2021年11月20日", "请于2021年12月6日"], [CATCH_UP, "序时进度按"]),
        (12, ["说明原因", NEXT_YEAR, "截至2021年12月20日", "请于2022年1月"], [CATCH_UP, CLOSE, "序时进度按"]),
    ],
)
def test_a_letter_asks_what_the_time_of_year_still_allows(
    year: Year, month: int, said: list[str], unsaid: list[str]
) -> None:
    progress = year.progress(Month(2021, month))
    (letter, *_) = supervision_letter.compose(
        year.plan, progress, True, asked_for(year.plan, progress, Paper.NOTICE)
    )
    text = "".join(printed_texts(letter.context))
    assert [one for one in said if one not in text] == []
    assert [one for one in unsaid if one in text] == []


@pytest.mark.parametrize(("month", "said"), [(10, CATCH_UP), (11, CLOSE), (12, "跨年推进，直至完成")])
def test_a_circular_and_a_slip_ask_the_same(year: Year, month: int, said: str) -> None:
    plan = replace(year.plan, rules=replace(year.plan.rules, circular=True))
    progress = year.progress(Month(2021, month))
    (one,) = circular.compose(plan, progress, True)
    (slip, *_) = supervision_slip.compose(plan, progress, True, asked_for(plan, progress, Paper.SLIP))
    told = "".join(printed_texts(one.context))
    assert said in told
    assert (CATCH_UP in told) is (month < 11)
    assert ("2022年1月15日前向市发改委报年终表" in told) is (month == 12)
    assert (CATCH_UP in "".join(printed_texts(slip.context))) is (month < 11)


def test_days_carry_their_year_when_papers_speak_of_two() -> None:
    assert season.dated(date(2021, 10, 8), Month(2021, 9)) == "10月8日"
    assert season.dated(date(2021, 12, 6), Month(2021, 11)) == "2021年12月6日"
    assert season.dated(date(2022, 1, 4), Month(2021, 10)) == "2022年1月4日"


def sent(place: int, day: date) -> Sent:
    """A paper of a rung that went to 市城管局."""
    row = Cell("处理登记.xlsx", "督办", "A3", read="", sha256="0")
    rung, month = usual_ladders().commanded[place], Month(day.year, day.month)
    return Sent(
        rung, day, Step(month, "市城管局", Action.SENT, "", "分管副市长", day, row, row, rung, named=True)
    )


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (2, "经分管副市长批准，对上述事项实行挂牌督办。"),
        (3, "经分管副市长批准，对上述事项继续实行挂牌督办。"),
    ],
    ids=["after 限期", "after 挂牌"],
)
def test_what_is_listed_already_goes_on_being_listed(year: Year, before: int, words: str) -> None:
    listed = usual_ladders().commanded[3]
    approval, told = sent(3, date(2021, 10, 28)).step, (sent(before, date(2021, 9, 28)),)
    drafted = Drafted("市城管局", listed, date(2021, 11, 8), approval=approval, told=told)
    (letter,) = supervision_letter.compose(year.plan, year.progress(Month(2021, 10)), True, [drafted])
    assert words in "".join(printed_texts(letter.context))


def test_what_went_out_before_is_told_once_and_what_is_told_else_not_at_all(year: Year) -> None:
    """挂牌 in September and October, answered in November; the answer's day stands with what was promised."""
    ladder = usual_ladders().commanded
    progress: Any = year.progress(Month(2021, 11))
    told = (sent(1, date(2021, 6, 28)), sent(3, date(2021, 9, 28)), sent(3, date(2021, 10, 28)))
    drafted = Drafted("市城管局", ladder[3], date(2021, 12, 6), told=told, answered=(date(2021, 11, 5),))
    out = "市政府办公室2021年6月28日印发督查提示单，9月28日、10月28日两次印发挂牌督办通知"
    assert urging.before(year.plan, progress, drafted, "你局") == f"{out}，你局11月5日作了回告。"
    assert urging.before(year.plan, progress, drafted, "你局", {date(2021, 11, 5)}) == f"{out}。"


@pytest.mark.parametrize(("month", "pace"), [(11, True), (12, False)])
def test_the_year_s_last_papers_say_no_pace_of_a_hundred_per_cent(year: Year, month: int, pace: bool) -> None:
    progress = year.progress(Month(2021, month))
    papers = (
        report.compose(year.plan, progress, True),
        brief.compose(year.plan, progress, True),
        bulletin.compose(year.plan, progress, True),
        *perusal.compose(year.plan, progress, True),
    )
    texts = ["".join(printed_texts(one.context)) for one in papers]
    assert {bool(re.search("序时进度按[0-9]", text)) for text in texts} == {pace}
    short = "有指标尚未完成年度目标的有“实施农村人居环境整治”“加快市区停车场建设”。"
    assert (short in texts[0]) is not pace
    assert ("（计算口径见附件1注）" in texts[0]) is not pace
