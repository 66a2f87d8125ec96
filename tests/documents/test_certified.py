"""Words about what was certified, by hand: who has something to maintain, whose records are to be mended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from pipeline.documents.wording import certified
from pipeline.model.assessment import Rulings
from pipeline.model.figures import Cell, Figure
from pipeline.model.months import Month
from pipeline.model.phrases import phrase
from pipeline.model.readings import Row
from pipeline.model.supervision import Kept, Outcome, Pledge
from pipeline.progress.assess import assess
from tests.documents.conftest import Year
from tests.inputs.builders import make_plan


@pytest.mark.parametrize(
    ("verb", "name", "fulfilled", "built"),
    [
        ("建成", "城市书房", True, True),
        ("", "新改建农村公路", True, True),
        ("", "改厕整村推进", True, True),
        ("", "口袋公园", True, False),  # the plan's own words do not say it is built
        ("完成筛查", "宫颈癌筛查", True, False),
        ("", "新创建人居环境整治示范村", True, False),
        ("", "居民健康建档", True, False),
        ("建成", "城市书房", False, False),
    ],
)
def test_only_what_is_built_is_to_be_maintained(verb: str, name: str, fulfilled: bool, built: bool) -> None:
    target = make_plan(
        {"targets": {"T1": {"kind": "累计数", "goal": "1", "name": name, "verb": verb}}}
    ).targets[0]
    one: Any = SimpleNamespace(target=target, fulfilled=fulfilled)
    assert certified.built(one) is built


@pytest.mark.parametrize(("checked", "reduced"), [("28", True), ("30", False), ("", False)])
def test_who_was_cut_by_a_check_is_known(checked: str, reduced: bool) -> None:
    def figure(text: str) -> Figure | None:
        return Figure(Decimal(text), "张") if text else None

    one: Any = SimpleNamespace(reported=figure("30"), checked=figure(checked))
    assert certified.reduced(one) is reduced


REASON = Cell("甲局.xlsx", "进展情况", "L5", read="地块手续办理晚", sha256="0")
UNDONE = {
    "targets": {"T1": {"kind": "累计数", "goal": "4", "measure": "个", "verb": "建成", "name": "停车场"}}
}


@pytest.mark.parametrize(
    ("reason", "due", "said"),
    [
        (
            "地块手续办理晚",
            date(2022, 3, 31),
            "据甲局反映，主要原因是地块手续办理晚。据其12月3日回告，计划2022年3月底前建成4个。",
        ),
        ("地块手续办理晚", None, "据甲局反映，主要原因是地块手续办理晚。"),
        ("", date(2022, 3, 15), "据甲局12月3日回告，计划2022年3月15日前建成4个。"),
        ("", None, ""),
    ],
    ids=["both", "no date", "no reason", "neither"],
)
def test_what_fell_short_says_why_and_by_when_in_the_unit_s_own_words(
    reason: str, due: date | None, said: str
) -> None:
    plan = make_plan(UNDONE)
    row = Row("T1", "甲局", {"reason": REASON}, reason=reason)
    pledges = (
        (
            Outcome(
                "甲局",
                date(2021, 12, 3),
                Pledge(due, Figure(Decimal(4), "个")),
                Kept.PENDING,
                Month(2021, 12),
            ),
        )
        if due
        else ()
    )
    one: Any = SimpleNamespace(target=plan.targets[0], rows=(row,) if reason else (), pledged=pledges)
    assert str(phrase(*certified.why(plan, one, date(2022, 1, 15)))) == said


@pytest.mark.parametrize(
    ("quantified", "words"), [(True, "27项指标均为定量指标："), (False, "6项指标均为定性任务：")]
)
def test_targets_that_are_all_of_one_kind_are_said_to_be(year: Year, quantified: bool, words: str) -> None:
    whole = assess(year.plan, year.history, Rulings(), {}, date(2022, 1, 15))
    matters = []
    for one in whole.matters:
        own = tuple(each for each in one.targets if each.target.kind.quantified is quantified)
        matters += [replace(one, targets=own)] if own else []
    _, told = certified.overview(year.plan, replace(whole, matters=tuple(matters)))
    assert str(told).startswith(words)
    assert "指标中" not in str(told)
