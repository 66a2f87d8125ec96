"""有关单位整改情况 and 分领域情况 in the report, by hand: what was answered, what figures say of it, what is to be coordinated."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.documents.letters import perusal, report, supervision_letter
from pipeline.documents.wording import mended
from pipeline.model.choices import Choice, Purpose
from pipeline.model.figures import Cell, Figure
from pipeline.model.months import Month
from pipeline.model.progress import Progress
from pipeline.model.supervision import Kept, Outcome, Paper, Pledge, Reply
from tests.documents.conftest import SEPTEMBER, Year
from tests.documents.urged import asked_for
from tests.goldens import goldens, printed_texts

AUGUST = Month(2021, 8)
CELL = Cell("回告单.xlsx", "督办事项回告单", "I3", read="", sha256="0")
BY_OCTOBER = Pledge(date(2021, 10, 31), Figure(Decimal(40), "座"))
ANSWER = Reply(
    AUGUST,
    "T08-1",
    "市文旅局",
    "选址慢",
    "逐座排出工期。",
    "10月底",
    date(2021, 9, 3),
    CELL,
    (BY_OCTOBER,),
    CELL,
)


def pledged(progress: Progress, kept: Kept, value: str) -> Progress:
    """The month with 40座 by October standing so, at the figure."""
    outcome = Outcome(
        "市文旅局",
        date(2021, 9, 3),
        BY_OCTOBER,
        kept,
        SEPTEMBER,
        Figure(Decimal(value), "座"),
        date(2021, 9, 20),
    )
    matters = tuple(
        replace(
            matter,
            targets=tuple(
                replace(one, pledged=(outcome,) if one.target.id == "T08-1" else ()) for one in matter.targets
            ),
        )
        for matter in progress.matters
    )
    return replace(progress, matters=matters)


@pytest.mark.parametrize(
    ("kept", "value", "end"),
    [
        (Kept.PENDING, "19", "计划10月底前建成40座，截至9月20日建成19座。"),
        (Kept.MISSED, "39", "计划10月底前建成40座，截至9月20日建成39座，未按期实现。"),
        (Kept.REACHED, "40", "计划10月底前建成40座，截至9月20日建成40座，已达到。"),
    ],
)
def test_what_was_answered_stands_with_what_the_figures_say(
    year: Year, kept: Kept, value: str, end: str
) -> None:
    progress = pledged(year.progress(SEPTEMBER), kept, value)
    (said,) = mended.told(year.plan, progress, [ANSWER])
    assert str(said) == f"建成城市书房：据市文旅局9月3日回告，逐座排出工期；{end}"


def test_what_was_answered_reads_the_same_in_every_paper(year: Year) -> None:
    """A golden: 回告对账 in 报告, 呈阅件 and the next 督办, before its day, reached and missed."""
    asked = next(
        one for one in asked_for(year.plan, year.progress(SEPTEMBER), Paper.NOTICE) if one.unit == "市文旅局"
    )
    drafted = [replace(asked, answered=(date(2021, 9, 3),), answers=(ANSWER,))]
    told = []
    for kept, value in ((Kept.PENDING, "19"), (Kept.REACHED, "40"), (Kept.MISSED, "39")):
        progress = pledged(year.progress(SEPTEMBER), kept, value)
        letters = [
            report.compose(year.plan, progress, True, [ANSWER]),
            *perusal.compose(year.plan, progress, True),
            *supervision_letter.compose(year.plan, progress, True, drafted),
        ]
        for letter in letters:
            texts = "。".join(printed_texts(letter.context))
            told += [
                f"{kept.value}　{letter.id}　{one}\n" for one in re.findall("[^。]*回告，[^。]*。", texts)
            ]
    found = {"回告对账.txt": "".join(told)}
    assert found == goldens(Path(__file__).parent / "golden", found, "回告对账")


@pytest.mark.parametrize(
    "other",
    [{"month": Month(2021, 7)}, {"day": date(2021, 10, 3)}, {"unit": "市城管局"}],
    ids=["an older letter", "answered later", "not its lead"],
)
def test_nothing_is_said_of_other_answers(year: Year, other: dict[str, object]) -> None:
    progress = year.progress(SEPTEMBER)
    assert list(mended.told(year.plan, progress, [replace(ANSWER, **other)])) == []  # type: ignore[arg-type]


def test_without_a_pledge_the_figure_is_told_and_who_caught_up(year: Year) -> None:
    """改厕整村推进 lagged in August and no longer does in September."""
    reply = Reply(AUGUST, "T04-4", "市农业农村局", "汛情", "加派施工队", "年底", date(2021, 9, 6), CELL)
    (said,) = mended.told(year.plan, year.progress(SEPTEMBER), [reply])
    assert str(said) == (
        "改厕整村推进：据市农业农村局9月6日回告，加派施工队；截至9月20日，完成改厕整村推进178个村，已不再滞后。"
    )


def test_the_report_has_a_part_of_it_where_there_is_something_to_tell(year: Year) -> None:
    progress = year.progress(SEPTEMBER)
    told = "".join(printed_texts(report.compose(year.plan, progress, True, [ANSWER]).context))
    assert "三、存在的主要问题（一）" in told and "四、有关单位整改情况建成城市书房：据市文旅局" in told
    assert "五、下一步工作" in told
    assert "督查提示单" not in told and "督办" not in told
    silent = "".join(printed_texts(report.compose(year.plan, progress, True).context))
    assert "整改情况" not in silent and "四、下一步工作" in silent
    alone = replace(year.plan.profile, supervising_organ=year.plan.profile.organ)
    itself = report.compose(replace(year.plan, profile=alone), progress, True, [ANSWER])
    assert "四、督办事项整改情况" in "".join(printed_texts(itself.context))


def test_fields_stand_in_the_leaders_order_with_what_is_to_be_coordinated_and_no_count(year: Year) -> None:
    def asks(target: str, unit: str, words: str) -> Choice:
        day = date(2021, 9, 24)
        return Choice(SEPTEMBER, Purpose.COORDINATED, unit, target, words, ("市财政局",), "", day, CELL)

    choices = [asks("T09-1", "市城管局", "请协调管线迁改"), asks("T04-5", "市农业农村局", "请协调改厕补助")]
    progress = year.progress(SEPTEMBER)
    by_rule = replace(year.plan, rules=replace(year.plan.rules, by_field=True))
    told = list(printed_texts(report.compose(by_rule, progress, True, (), choices).context))
    fields = [one for one in told if "领域：" in one]
    assert fields == [
        "农业农村领域：市农业农村局提出：请协调改厕补助（涉及市财政局，已征求意见）。",
        "城市管理领域：市城管局提出：请协调管线迁改（涉及市财政局，已征求意见）。",
    ]
    off = "".join(printed_texts(report.compose(year.plan, progress, True, (), choices).context))
    assert "分领域情况" not in off
