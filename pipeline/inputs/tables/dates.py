"""Months and days as people write them."""

from __future__ import annotations

import re
from datetime import date

from pipeline.model.months import Month
from pipeline.model.plan import fold
from pipeline.model.readings import Content, Holds

_YEAR_END = re.compile(r"(\d{4})(?:年|-)?(?:年终|年末|年度|终)")
_MONTH = re.compile(r"(\d{4})(?:年|[-./])(\d{1,2})月?(?:份)?(?:[-./]?\d{1,2}日?)?")
_DAY = re.compile(r"(?:(\d{4})(?:年|[-./]))?(\d{1,2})(?:月|[-./])(\d{1,2})日?")


def parse_month(content: Content) -> Month | None:
    """2021年9月, 2021-09, 2021.9 or a date cell as a month, 2021年年终 as the year end; None for anything else."""
    if content.day is not None:
        return Month(content.day.year, content.day.month)
    year_end = _YEAR_END.fullmatch(fold(content.text))
    if year_end is not None:
        return Month.year_end(int(year_end[1]))
    match = _MONTH.fullmatch(fold(content.text))
    if match is None or not 1 <= int(match[2]) <= 12:
        return None
    return Month(int(match[1]), int(match[2]))


def parse_date(content: Content, year: int | None) -> date | None:
    """A date cell, 2021-09-20, 2021年9月20日, or 9月20日 when the year is known; None for anything else."""
    if content.day is not None:
        return content.day
    # 9.20 typed as a number is 9.2: nobody knows which day was meant.
    if content.holds is Holds.NUMBER:
        return None
    match = _DAY.fullmatch(fold(content.text))
    if match is None or (match[1] is None and year is None):
        return None
    try:
        return date(int(match[1] or year or 0), int(match[2]), int(match[3]))
    except ValueError:
        return None
