"""Months and days as people, and the programs between them, write them."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from pipeline.model.months import Month, day_of
from pipeline.model.periods import Cycle
from pipeline.model.plan import fold
from pipeline.model.readings import Content, Holds

_ANY_YEAR = 2000
_TO_THE_DAY = re.compile(r"(\d{4}(?:年|[-./])\d{1,2})(?:月|[-./])\d{1,2}日?")
_DAY = re.compile(r"(?:(\d{4})(?:年|[-./]))?(\d{1,2})(?:月|[-./])(\d{1,2})日?")
# What a day may be written as beside that, once it is told: 2021年9月20号, with its weekday, 20210920.
_ODD_DAY = re.compile(
    r"(?:(\d{4})(?:年|[-./]))?(\d{1,2})(?:月|[-./])(\d{1,2})(?:日|号|[-./])?(?:\(?(?:星期|周)[一二三四五六日天]\)?)?"
)
_RUN_TOGETHER = re.compile(r"(20\d{2})(\d{2})(\d{2})")
_CLOCK = re.compile(
    r"(?P<day>.*?)(?:\s+|T)(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)(?:\.\d+)?\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE | re.DOTALL,
)
# 二〇二一年九月二十日: years digit by digit, months and days by tens.
_NUMERALS = {sign: number for number, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
_TENS = re.compile(r"([一二三]?)十([一二三四五六七八九]?)")
# Days as spreadsheets count them, from 2000 to 2099.
_SERIAL, _FIRST, _LAST = date(1899, 12, 30), 36526, 73050


def parse_month(content: Content, cycle: Cycle, year: int | None = None) -> Month | None:
    """The month a cell names, as people spell it (`Cycle.read`), or that of a date; None for anything else.

    Read, though told (`is_odd_month`), are what `parse_date` reads beside a day as people write it, and 二〇二一年九月.
    """
    if content.day is not None:
        return Month(content.day.year, content.day.month)
    text = fold(content.text)
    day = _TO_THE_DAY.fullmatch(text)
    month = cycle.read(day[1] if day is not None else text, year) or cycle.read(_arabic(text), year)
    if month is not None:
        return month
    found = parse_date(content, None)
    return Month(found.year, found.month) if found is not None else None


def parse_date(content: Content, year: int | None) -> date | None:
    """A date cell, 2021-09-20, 2021年9月20日, or 9月20日 when the year is known; None for anything else.

    Read, though told (`is_odd`), are 2021年9月20号, 20210920, 二〇二一年九月二十日, a day with its clock, and the number a
    spreadsheet counts days by (44459), of the years around `year` where that is known.
    """
    if content.day is not None:
        return content.day
    serial = _counted(content, year)
    # 9.20 typed as a number is 9.2: nobody knows which day was meant.
    if serial is not None or (content.holds is Holds.NUMBER and not _RUN_TOGETHER.fullmatch(content.text)):
        return serial
    text, clock = _clocked(content.text)
    if clock is None:
        return None
    match = next(filter(None, (one.fullmatch(text) for one in (_DAY, _ODD_DAY, _RUN_TOGETHER))), None)
    if match is None or (match[1] is None and year is None):
        return None
    try:
        found = datetime.combine(date(int(match[1] or year or 0), int(match[2]), int(match[3])), clock)
        return day_of(found)
    except (ValueError, OverflowError):
        return None


def is_odd(content: Content) -> bool:
    """True for a day that was read in a spelling no form asks for, or that fell short of a midnight."""
    if content.day is not None:
        return content.text != content.day.isoformat()
    return not _DAY.fullmatch(fold(content.text))


def is_odd_month(content: Content, cycle: Cycle) -> bool:
    """The same of a month: people's own spellings of it are none that anybody must be told of."""
    if content.day is not None:
        return is_odd(content)
    text = fold(content.text)
    return cycle.read(text, _ANY_YEAR) is None and not _TO_THE_DAY.fullmatch(text)


def _counted(content: Content, year: int | None) -> date | None:
    """The day a bare number counts to; None unless one of the years around it is."""
    text = fold(content.text)
    if not (text.isascii() and text.isdigit() and len(text) == 5 and _FIRST <= int(text) <= _LAST):
        return None
    day = _SERIAL + timedelta(days=int(text))
    return day if year is None or abs(day.year - year) <= 1 else None


def _clocked(text: str) -> tuple[str, time | None]:
    """A text without the clock behind it, and the clock: midnight where there is none, None where it is another place's.

    16:00 in Greenwich is midnight here: then nobody knows which day was meant.
    """
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        return _arabic(fold(text)), time()
    try:
        clock = time.fromisoformat(match["clock"].zfill(len(match["clock"]) + (match["clock"][1] == ":")))
    except ValueError:
        return "", None
    near = clock == time() or clock >= time(23, 59)
    return _arabic(fold(match["day"])), clock if near or not match["zone"] else None


def _arabic(text: str) -> str:
    """A day with its Chinese numerals as digits; any other text as it is."""
    if not (set(text) & set("年月") and set(text) & {*_NUMERALS, "十"}):
        return text
    head, week, tail = text.partition("星期") if "星期" in text else text.partition("周")
    head = _TENS.sub(lambda ten: f"{_NUMERALS.get(ten[1], 1)}{_NUMERALS.get(ten[2], 0)}", head)
    return "".join(str(_NUMERALS.get(sign, sign)) for sign in head) + week + tail
