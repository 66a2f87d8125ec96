"""The words by which a growth is called: 增速, 增长 of what grows, 降幅, 下降 of what falls. Pure.

A target of kind 增幅 is a per cent against the year before, below zero where it fell (PLAN §2). Its name and its 公文写法
mostly end in such a word, which has to give way where the figure turns round.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

GROWS, FALLS, LEVEL = "增长", "下降", "持平"
_GROWING = "增长率|增长速度|增长幅度|增长|增速|增幅|增加|涨幅|上涨|升幅|上升|提高"
_FALLING = "下降率|下降幅度|下降|降低率|降低|降幅|跌幅|下跌|减少"
_CALLED = re.compile(
    rf"(?P<of>.*?)(?P<base>同比|比上年|较上年)?(?:{_GROWING}|(?P<falls>{_FALLING}))(?:为|达到?)?(?P<note>（[^（）]*）)?"
)
_ANYWHERE = re.compile(f"{_GROWING}|{_FALLING}")


@dataclass(frozen=True, slots=True)
class Called:
    """A text that ends in such a word: what grows or falls, with a note in brackets behind it; against what, if it says so.

    `falls` says that the word is one of falling.
    """

    of: str
    base: str
    falls: bool


def called(text: str) -> Called | None:
    """How a name, or what stands before a figure, calls a growth; None where it does not end in such a word, or is nothing else."""
    found = _CALLED.fullmatch(text)
    if found is None or not found["of"]:
        return None
    return Called(f"{found['of']}{found['note'] or ''}", found["base"] or "", found["falls"] is not None)


def is_called(text: str) -> bool:
    """True if such a word stands anywhere in a text."""
    return _ANYWHERE.search(text) is not None
