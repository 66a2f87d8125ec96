"""Reporting months, deadlines and working days. Nothing here reads a clock or a file."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2]|年终)")
_YEAR_END = 13


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A reporting month; `str()` is 2021-09, as on the command line and in folder names.

    The year end is one more, after December: reported, checked and chased like a month, as of 31 December
    and due in the new year. `str()` is then 2021-年终.
    """

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Month:
        """2021-09 → September 2021, 2021-年终 → its year end; ValueError for anything else."""
        match = _MONTH.fullmatch(text)
        if match is None:
            raise ValueError(text)
        return cls(int(match[1]), _YEAR_END if match[2] == "年终" else int(match[2]))

    @classmethod
    def year_end(cls, year: int) -> Month:
        """The year end of a year."""
        return cls(year, _YEAR_END)

    @property
    def is_year_end(self) -> bool:
        """Whether this is the year end and no calendar month."""
        return self.number == _YEAR_END

    def __str__(self) -> str:
        return f"{self.year}-{self.folder}"

    @property
    def folder(self) -> str:
        """What a folder of this month is called: 09, 年终."""
        return "年终" if self.is_year_end else f"{self.number:02d}"

    @property
    def calendar_month(self) -> int:
        """The month of its last day: the year end falls into December."""
        return min(self.number, 12)

    @property
    def last_day(self) -> date:
        """The last calendar day."""
        return _last_day(self.year, self.calendar_month)

    def day(self, number: int) -> date:
        """That day of this month, or its last day if the month is shorter."""
        return min(
            date(self.year, self.calendar_month, min(number, 28)) + timedelta(max(0, number - 28)),
            self.last_day,
        )


@cache
def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


class DayShift(StrEnum):
    """What a deadline does on a day off. The notice says nothing, so nothing moves by default."""

    NONE = "不变"
    NEXT = "顺延"
    PREVIOUS = "提前"


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Days off and make-up working days of a year, from `inputs/节假日/YEAR.toml`."""

    off: frozenset[date] = frozenset()
    working: frozenset[date] = frozenset()
    source: str = ""

    def is_working(self, day: date) -> bool:
        """True on an ordinary weekday and on a make-up day (Sunday 26 September 2021)."""
        return day in self.working or (day.weekday() < 5 and day not in self.off)

    def shift(self, day: date, policy: DayShift) -> date:
        """The deadline that `day` means under `policy`."""
        if policy is DayShift.NONE:
            return day
        step = timedelta(1 if policy is DayShift.NEXT else -1)
        while not self.is_working(day):
            day += step
        return day

    def working_days(self, after: date, upto: date) -> int:
        """How many working days there are after one day up to another, that one included; 0 if it is not later."""
        return sum(self.is_working(after + timedelta(days)) for days in range(1, (upto - after).days + 1))


def as_day(text: str) -> date:
    """2021-09-25 → that day; ValueError for anything else, and for a day no office of ours has documents of."""
    day = date.fromisoformat(text)
    if not 2000 <= day.year <= 2100:
        raise ValueError(text)
    return day


def day_named(name: str) -> date | None:
    """The day a folder is named after, 2021-10-11; None for a name that is no day."""
    try:
        return date.fromisoformat(name)
    except ValueError:
        return None


def chinese_date(day: date) -> str:
    """2021年9月25日: Arabic digits, full year, no leading zeros (GB/T 9704-2012, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def day_of_month(day: date) -> str:
    """9月25日."""
    return f"{day.month}月{day.day}日"


_LAST_MINUTE, _A_MINUTE = time(23, 59), timedelta(minutes=1)


def day_of(moment: datetime) -> date:
    """The day of a moment: of the midnight it falls short of by a minute at most, else its own.

    A program that reckons with the clock of 1900 (8:05:43 before Greenwich in Shanghai) writes midnights 43 seconds early.
    """
    return (moment + _A_MINUTE).date() if moment.time() >= _LAST_MINUTE else moment.date()
