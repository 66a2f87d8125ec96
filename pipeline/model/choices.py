"""What people chose to have said in a month's papers: a practice, a unit that may be named, a matter to be
coordinated, a month that brought far less than usual (DOCUMENTS §3, §4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pipeline.model.figures import Cell
from pipeline.model.months import Month


class Purpose(StrEnum):
    """用途 of a row of 处理登记［入文］."""

    PRACTICE = "选入简报"
    NAMED = "同意通报"
    COORDINATED = "拟提请协调"
    SLACKENED = "写明新增偏少"


@dataclass(frozen=True, slots=True)
class Choice:
    """A row of 处理登记［入文］: of which month, for what, of which unit (key) and target (id, empty where it is the unit).

    `text` is what is to be said in people's own words, empty for the unit's as it reported them; `consulted` are the keys of
    those whose view was asked; `cell` is where the text stands, or ought to.
    """

    month: Month
    purpose: Purpose
    unit: str
    target: str
    text: str
    consulted: tuple[str, ...]
    approver: str
    day: date
    cell: Cell


def chosen(choices: Iterable[Choice], purpose: Purpose) -> tuple[Choice, ...]:
    """Those made for that purpose, in the order of the register."""
    return tuple(one for one in choices if one.purpose is purpose)
