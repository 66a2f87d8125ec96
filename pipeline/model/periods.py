"""报送周期 and 报送日: in which months of a year units report, what each period is called, when its sheets are due.

A period is known by its last month: the first quarter is the `Month` 2023-03, in folders and as a key. Every month of a
year belongs to exactly one period; months after the last belong to the year end (PLAN §1).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.model.months import Month

_EVERY_MONTH = tuple(range(1, 13))
_NAMED = {"月": _EVERY_MONTH, "双月": tuple(range(2, 13, 2)), "季": (3, 6, 9, 12), "半年": (6, 12)}
# Spans that have a name of their own, by their first and last month.
_SPANS = {
    (1, 3): "一季度",
    (4, 6): "二季度",
    (7, 9): "三季度",
    (10, 12): "四季度",
    (1, 6): "上半年",
    (7, 12): "下半年",
    (1, 12): "全年",
}
# Words for a month, and what an office says instead that reports by quarters or at longer or odd intervals. Nobody
# calls the half year before 上半年: that is another one.
_QUARTERS = {
    "本月": "本季", "上月": "上季", "下月": "下季", "当月": "当季", "各月": "各季", "每月": "每季度", "个月": "个季度",
    "月数": "季数", "月份": "季度", "月度": "季度", "按月汇总": "按季汇总", "12月的数": "四季度的数",
    "哪个月": "哪个季度",
}  # fmt: skip
_OTHERS = {
    "本月": "本期", "上月": "上期", "下月": "下期", "当月": "当期", "各月": "各期", "每月": "每期", "个月": "期",
    "月数": "期数", "月份": "期次", "月度": "当期", "按月汇总": "按期汇总", "12月的数": "最后一期的数",
    "哪个月": "哪一期",
}  # fmt: skip
_MONTHLY = re.compile("|".join(_QUARTERS).replace("月数", "月数(?!据)"))
_DASHES = re.compile("[-—–－~～至到]+")
_SPELT = re.compile(r"(?:(?P<year>20\d\d)[年./-]?)?(?P<rest>[^年].*|年[终末度]|)")
_YEAR_END = re.compile("年?终|年末|年度")
_NUMBER = re.compile(r"(\d{1,2})(?:月份?)?")
_QUARTER = re.compile("Q([1-4])|第?([1-4一二三四])季度?")
_DIGITS = {"1": "一", "2": "二", "3": "三", "4": "四"}
_YEAR = re.compile(r"(20\d\d)年?")
_LIST = re.compile(r"\d{1,2}(?:月)?(?:[、,，\s]+\d{1,2}(?:月)?)*")
_DUE_DAY = re.compile(r"(次月)?(\d{1,2})日?")


@dataclass(frozen=True, slots=True)
class Cycle:
    """报送周期: `ends` are the months of a year in which a period ends, ascending."""

    ends: tuple[int, ...] = _EVERY_MONTH

    @classmethod
    def parse(cls, text: str) -> Cycle:
        """月, 双月, 季, 半年 or months (3、6、9、12); ValueError for anything else."""
        plain = unicodedata.normalize("NFKC", text).strip()
        if plain in _NAMED:
            return cls(_NAMED[plain])
        ends = (
            tuple(sorted({int(one) for one in re.findall(r"\d+", plain)})) if _LIST.fullmatch(plain) else ()
        )
        if not ends or not 1 <= ends[0] <= ends[-1] <= 12:
            raise ValueError(text)
        return cls(ends)

    @property
    def monthly(self) -> bool:
        """True where every month is a period."""
        return self.ends == _EVERY_MONTH

    @property
    def quarterly(self) -> bool:
        """True where the periods are the quarters."""
        return self.ends == _NAMED["季"]

    def has(self, month: Month) -> bool:
        """Whether that month is a period's last, and so the period's name; the year end is one of its own."""
        return month.is_year_end or month.number in self.ends

    def periods(self, year: int) -> tuple[Month, ...]:
        """The periods of a year, without its year end."""
        return tuple(Month(year, number) for number in self.ends)

    def holding(self, month: Month) -> Month:
        """The period a month belongs to: the first that ends in it or later, or else the year end."""
        return next((one for one in self.periods(month.year) if one >= month), Month.year_end(month.year))

    def previous(self, month: Month) -> Month:
        """The period before, across the turn of the year."""
        earlier = [one for one in self.periods(month.year) if one < month]
        return earlier[-1] if earlier else Month(month.year - 1, self.ends[-1])

    def following(self, month: Month) -> Month:
        """The period after; after the last of a year its year end, after that the first of the next."""
        if month.is_year_end:
            return Month(month.year + 1, self.ends[0])
        return (
            self.holding(Month(month.year, month.number + 1))
            if month.number < 12
            else Month.year_end(month.year)
        )

    def first_day(self, month: Month) -> date:
        """The first day of a period; of the year end its last."""
        return month.last_day if month.is_year_end else date(month.year, self._first(month), 1)

    def holds(self, month: Month, day: date) -> bool:
        """Whether figures of a period may be as of `day`; those of the year end are as of its last."""
        return self.first_day(month) <= day <= month.last_day

    def _first(self, month: Month) -> int:
        """The first month of a period."""
        return max((end for end in self.ends if end < month.number), default=0) + 1

    def label(self, month: Month) -> str:
        """What a period is called in a list or before a figure: 9月, 一季度, 1—2月, 年终."""
        if month.is_year_end:
            return "年终"
        first = self._first(month)
        if first == month.number:
            return f"{first}月"
        return _SPANS.get((first, month.number), f"{first}—{month.number}月")

    def label_before(self, month: Month) -> str:
        """What the period before is called over a column: 二季度, and before the first of a year 上年四季度."""
        before = self.previous(month)
        return f"{'上年' if before.year < month.year else ''}{self.label(before)}"

    def name(self, month: Month) -> str:
        """What a period is called where it stands for what was reported: 9月份, 一季度, 1—2月份, 年终."""
        label = self.label(month)
        return f"{label}份" if label.endswith("月") else label

    def read(self, text: str, year: int | None = None) -> Month | None:
        """The month a person means: 2023-03, 2023-3, 202303, 2023年3月, 3月, 2023-Q1, 一季度, 1—2月, 2023年年终.

        `year` is that of a text without one. None for what is no month, and for a span that is no period here; a
        month that is no period comes back as it is: ask `has`.
        """
        match = _SPELT.fullmatch(
            _DASHES.sub("-", "".join(unicodedata.normalize("NFKC", text).split())).upper()
        )
        if match is None or not (match["year"] or year):
            return None
        own, rest = int(match["year"] or year or 0), match["rest"]
        if _YEAR_END.fullmatch(rest):
            return Month.year_end(own)
        number = _NUMBER.fullmatch(rest)
        if number is not None and (match["year"] or rest.endswith(("月", "月份"))):
            return Month(own, int(number[1])) if 1 <= int(number[1]) <= 12 else None
        quarter = _QUARTER.fullmatch(rest)
        which = quarter[1] or quarter[2] if quarter else ""
        label = f"{_DIGITS.get(which, which)}季度" if which else rest.removesuffix("份")
        return next((one for one in self.periods(own) if _DASHES.sub("-", self.label(one)) == label), None)

    def written(self, month: Month) -> str:
        """How a period is written in a cell of a workbook: 2021-09, 2023年一季度; either is read back."""
        return str(month) if self.monthly else f"{month.year}年{self.label(month)}"

    def by_pace(self, month: Month) -> str:
        """To when 序时进度 is reckoned: 9月; in longer periods the end of the last month, 3月底."""
        return self.label(month) if self.monthly or month.is_year_end else f"{month.number}月底"

    def say(self, text: str) -> str:
        """Words of ours written for months, in this office's own: 本月新增 → 本季新增, 连续2个月 → 连续2个季度.

        Only for words of ours: what a unit or a plan says stays as it is.
        """
        if self.monthly:
            return text
        words = _QUARTERS if self.quarterly else _OTHERS
        return _MONTHLY.sub(lambda found: words[found[0]], text)


@dataclass(frozen=True, slots=True)
class DueDay:
    """报送日: a day of a period's last month, its end (`day` 0), or a day of the month after (`later`)."""

    day: int
    later: bool = False

    @classmethod
    def parse(cls, text: str) -> DueDay:
        """25, 月末 or 次月5; ValueError for anything else."""
        plain = "".join(unicodedata.normalize("NFKC", text).split())
        if plain in ("月末", "月底"):
            return cls(0)
        match = _DUE_DAY.fullmatch(plain)
        if match is None or not 1 <= int(match[2]) <= 31:
            raise ValueError(text)
        return cls(int(match[2]), match[1] is not None)

    def __str__(self) -> str:
        return "月末" if not self.day else f"{'次月' if self.later else ''}{self.day}"

    @property
    def text(self) -> str:
        """25日, 月末, 次月5日."""
        return f"{self}日" if self.day else str(self)

    def of(self, month: Month) -> date:
        """The day itself for a period, before any shift for days off."""
        if not self.later:
            return month.day(self.day or 31)
        after = month.last_day + timedelta(1)
        return Month(after.year, after.month).day(self.day)

    def said(self, cycle: Cycle) -> str:
        """When that is every time, before 前: 每月25日, 每季度末月25日, 每月月底, 每季度结束后次月5日, 6月、12月的25日."""
        day = "月底" if not self.day else f"{self.day}日"
        if cycle.monthly:
            return f"每月结束后次月{day}" if self.later else f"每月{day}"
        if cycle.quarterly:
            if not self.day:
                return "每季度末"
            return f"每季度结束后次月{day}" if self.later else f"每季度末月{day}"
        months = [number + 1 if self.later else number for number in cycle.ends]
        named = ["次年1月" if number > 12 else f"{number}月" for number in months]
        return f"{'、'.join(named)}的{day}"


_WAYS = tuple(map(Cycle.parse, ("月", "双月", "季", "半年")))


def spelt(text: str) -> Month | None:
    """A period as people write one, whatever the plan's are; None for any other word. Without a year it is of 2000."""
    return next((month for cycle in _WAYS if (month := cycle.read(text, 2000)) is not None), None)


def of_whole_year(text: str) -> str:
    """What is about a year as the period that stands for it is written: 2023, 2023年 → 2023-年终; any other word as it is."""
    alone = _YEAR.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return str(Month.year_end(int(alone[1]))) if alone else text
