"""A growth in words, by hand: below zero, zero, above; after its name, in 公文写法, as a goal (PLAN §2)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.documents.wording import growth
from pipeline.model.growth import called
from pipeline.model.phrases import Printed
from tests.inputs.builders import make_plan

FALL, NONE, GROWTH = "-1.3", "0.0", "6.2"


def rate(text: str) -> Printed:
    return Printed(f"{text}%", Decimal(text), "%", "报送的比率", ())


def said(name: str, text: str, phrasing: str = "") -> str:
    target = make_plan({"targets": {"A": {"kind": "增幅", "goal": "6", "name": name}}}).target("A")
    return str(growth.sentence(replace(target, phrasing=phrasing), rate(text)))


@pytest.mark.parametrize(
    ("name", "fall", "none", "grown"),
    [
        ("工业增加值增速", "工业增加值下降1.3%", "工业增加值与上年持平", "工业增加值增速6.2%"),
        ("社会消费品零售总额增长率", "社会消费品零售总额下降1.3%", "社会消费品零售总额与上年持平", "社会消费品零售总额增长率6.2%"),
        ("财政收入", "财政收入下降1.3%", "财政收入与上年持平", "财政收入增长6.2%"),
        ("居民收入同比增长", "居民收入同比下降1.3%", "居民收入同比持平", "居民收入同比增长6.2%"),
        ("工业增加值增速（可比价）", "工业增加值（可比价）下降1.3%", "工业增加值（可比价）与上年持平", "工业增加值增速（可比价）6.2%"),
        ("单位能耗降低率", "单位能耗下降1.3%", "单位能耗与上年持平", "单位能耗增长6.2%"),
        ("增速在全省的位次", "增速在全省的位次为下降1.3%", "增速在全省的位次为0.0%", "增速在全省的位次6.2%"),
        ("增速", "增速为下降1.3%", "增速为0.0%", "增速6.2%"),
    ],
)  # fmt: skip
def test_a_growth_after_its_name(name: str, fall: str, none: str, grown: str) -> None:
    assert [said(name, text) for text in (FALL, NONE, GROWTH)] == [fall, none, grown]


@pytest.mark.parametrize(
    ("phrasing", "fall", "none", "grown"),
    [
        ("社零总额增长{}", "社零总额下降1.3%", "社零总额与上年持平", "社零总额增长6.2%"),
        ("社零总额增速达到{}，消费稳定", "社零总额下降1.3%，消费稳定", "社零总额与上年持平，消费稳定", "社零总额增速达到6.2%，消费稳定"),
        ("万元产值能耗比上年下降{}", "万元产值能耗比上年下降1.3%", "万元产值能耗比上年持平", "万元产值能耗比上年增长6.2%"),
        ("社零总额保持{}", "社零下降1.3%", "社零与上年持平", "社零总额保持6.2%"),
    ],
)  # fmt: skip
def test_a_growth_in_the_words_of_the_plan(phrasing: str, fall: str, none: str, grown: str) -> None:
    assert [said("社零增速", text, phrasing) for text in (FALL, NONE, GROWTH)] == [fall, none, grown]


def test_a_fall_in_a_table_knows_that_it_lost_its_sign() -> None:
    words = growth.told(rate(FALL))
    (figure,) = words.figures
    assert (str(words), figure.value, figure.how) == (
        "下降1.3%",
        Decimal("1.3"),
        "报送的比率，下降的去掉负号",
    )
    assert [str(growth.told(rate(text))) for text in (NONE, GROWTH)] == ["0.0%", "6.2%"]


@pytest.mark.parametrize("name", ["新增就业", "覆盖率", "增加的床位", "降雨量"])
def test_what_ends_in_no_word_of_growth_is_not_called_by_one(name: str) -> None:
    assert called(name) is None
