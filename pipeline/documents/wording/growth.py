"""A growth in words: 增速6.2%, 下降1.3%, 与上年持平; never 增速-1.3%. Pure (PLAN §2).

What a figure of kind 增幅 is measured against stands in its kind: the year before.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.model.growth import FALLS, GROWS, LEVEL, Called, called, is_called
from pipeline.model.phrases import Phrase, Printed, phrase
from pipeline.model.plan import Target

_SLOT = "{}"
UNCHANGED = f"与上年{LEVEL}"


def told(shown: Printed) -> Phrase:
    """The figure of a table or behind a verb: 下降1.3% of a fall, everything else as it is."""
    return phrase(FALLS, fallen(shown)) if shown.text.startswith("-") else phrase(shown)


def fallen(shown: Printed) -> Printed:
    """A fall without its minus, which 下降 says: it is another figure."""
    assert shown.value is not None
    return replace(shown, text=shown.text[1:], value=-shown.value, how=f"{shown.how}，下降的去掉负号")


def sentence(target: Target, rate: Printed) -> Phrase:
    """工业增加值增速6.2%, 工业增加值下降1.3%, 工业增加值与上年持平: in the words of 公文写法, else after the name."""
    before, _, after = target.phrasing.partition(_SLOT)
    way = called(before)
    if target.phrasing and (way is not None or _grew(rate)):
        return phrase(_said(before, way, rate), after)
    if way is None:
        way = called(target.name)
    if way is None and is_called(target.name):
        # The word stands within: what grows cannot be told from how it is called.
        return phrase(target.name, "" if _grew(rate) else "为", told(rate))
    if way is None:
        return _turned(Called(target.name, "", falls=False), rate)
    return _said(target.name, way, rate)


def _grew(rate: Printed) -> bool:
    return rate.value is not None and rate.value > 0


def _said(words: str, way: Called | None, rate: Printed) -> Phrase:
    """The words as they stand where they fit the figure; else with what does."""
    if way is None or (_grew(rate) and not way.falls):
        return phrase(words, rate)
    return _turned(way, rate)


def _turned(way: Called, rate: Printed) -> Phrase:
    """What grows or falls, and that it did."""
    if rate.value == 0:
        return phrase(way.of, f"{way.base}{LEVEL}" if way.base else UNCHANGED)
    return phrase(way.of, way.base, GROWS if _grew(rate) else "", told(rate))
