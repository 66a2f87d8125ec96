"""The figures of a notice: every number with the measure word behind it, its clause, and what is to become of it (NOTICE §4)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from itertools import islice, takewhile

from pipeline.inputs.notices.chinese_numerals import chinese_number, plain_number
from pipeline.inputs.notices.measures import SCALE, measure_at, time_at
from pipeline.inputs.notices.notice_lines import Notice, Stretch

NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_CHINESE = re.compile("[一二三四五六七八九十百千两][一二三四五六七八九十百千万两]*")
_CUT = re.compile(r"[。;!?\n]|[,:](?!\d{3}(?!\d))|(?<!\d)[,:]")
_PEOPLE = re.compile(
    r"(?:余|多)?(?:名)?[\u4e00-\u9fff]{0,6}?(?:人口|居民|群众|农民|学生|职工|老人|老年人|妇女|儿童|劳动力|青年|毕业生|党员|干部|旅客|游客|市民)"
)
_MOST_SIGNS = 500
_DAYS = re.compile("优良|达标|天数|好天")
_PEOPLE_BEFORE = re.compile(
    "(?:农民|劳动力|人口|居民|群众|学生|职工|老人|老年人|妇女|儿童|人数)(?:约|近|达)?$"
)
_MORE = "余多来"


class Fate(StrEnum):
    """What becomes of a number."""

    TARGET = "目标"
    DOUBTFUL = "目标，请核对"
    DATE = "节点或日期"
    UNUSED = "未采用"


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a line: from one sign that ends a thought to the next; `sentence` is where its sentence begins."""

    line: int
    start: int
    end: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number where it stands: `start` to `stop` its figures, to `end` with scale and measure word.

    `value` is written as in the notice, `scale` and `measure` make its unit (万人); both empty where no measure follows.
    `supplied` if no measure word stands there and people are meant.
    """

    clause: Clause
    start: int
    stop: int
    end: int
    figures: str
    value: Decimal
    scale: str
    measure: str
    chinese: bool = False
    supplied: bool = False
    fate: Fate = Fate.UNUSED
    reason: str = ""

    @property
    def line(self) -> int:
        """The line it stands in."""
        return self.clause.line

    @property
    def unit(self) -> str:
        """Scale and measure word as a plan writes them."""
        return self.scale + self.measure

    @property
    def wanted(self) -> bool:
        """Whether it is a target, sure or doubtful."""
        return self.fate in (Fate.TARGET, Fate.DOUBTFUL)

    @property
    def amount(self) -> Decimal:
        """The value with its scale multiplied out, to compare."""
        scale = chinese_number(self.scale) if self.scale else Decimal(1)
        return self.value * (scale or Decimal(1))

    def judged(self, fate: Fate, reason: str = "") -> Quantity:
        """The same with what becomes of it and why."""
        return replace(self, fate=fate, reason=reason)


ByLine = Mapping[int, Sequence[Quantity]]


def by_line(found: Iterable[Quantity]) -> dict[int, list[Quantity]]:
    """The numbers of each line, in their order."""
    lines: dict[int, list[Quantity]] = {}
    for one in found:
        lines.setdefault(one.line, []).append(one)
    return lines


def within(stretch: Stretch, found: ByLine) -> Iterator[Quantity]:
    """The numbers that stand in a part of a line."""
    line = found.get(stretch.line, ())
    first = bisect_left(line, stretch.start, key=_start)
    return takewhile(lambda one: one.start < stretch.end, islice(line, first, None))


def beside(one: Quantity, line: Sequence[Quantity], step: int) -> Quantity | None:
    """The next number with a measure in the clause, before (-1) or behind (1) one of its line."""
    place = bisect_left(line, one.start, key=_start) + step
    while 0 <= place < len(line) and line[place].clause == one.clause:
        if line[place].measure and line[place].start != one.start:
            return line[place]
        place += step
    return None


def _start(one: Quantity) -> int:
    return one.start


def clauses(line: int, folded: str) -> Iterator[Clause]:
    """The clauses of a folded line in order; a comma between thousands and a ratio's colon cut nothing."""
    start = sentence = 0
    for cut in _CUT.finditer(folded):
        yield from _no_longer(line, start, cut.start(), sentence, folded)
        start = cut.end()
        if cut[0] in "。!?\n":
            sentence = start
    yield from _no_longer(line, start, len(folded), sentence, folded)


def _no_longer(line: int, start: int, end: int, sentence: int, folded: str) -> Iterator[Clause]:
    """A clause, or pieces of one that is longer than anybody writes; no number is cut through."""
    while end - start > _MOST_SIGNS:
        cut = start + _MOST_SIGNS
        while cut < end and folded[cut] in "0123456789.,":
            cut += 1
        yield Clause(line, start, cut, max(sentence, start - _MOST_SIGNS))
        start = cut
    if end > start:
        yield Clause(line, start, end, max(sentence, start - _MOST_SIGNS))


def quantities(notice: Notice) -> list[Quantity]:
    """Every number of a notice with its measure, not judged yet, in reading order."""
    return [
        found
        for number, line in enumerate(notice.lines)
        for clause in clauses(number, line.folded)
        for found in _in_clause(line.folded, clause)
    ]


def _in_clause(folded: str, clause: Clause) -> Iterator[Quantity]:
    found = [_arabic(folded, clause, match) for match in NUMBER.finditer(folded, clause.start, clause.end)]
    found += filter(
        None,
        (_numeral(folded, clause, match) for match in _CHINESE.finditer(folded, clause.start, clause.end)),
    )
    yield from sorted(found, key=lambda one: one.start)


def _arabic(folded: str, clause: Clause, match: re.Match[str]) -> Quantity:
    at = match.end()
    if folded[at : at + 1] and folded[at] in _MORE and folded[at + 1 : at + 2] != "层":
        at += 1
    scale = SCALE.match(folded, at)
    if scale is not None:
        at = scale.end()
        if folded[at : at + 1] and folded[at] in _MORE:
            at += 1
    if folded[at : at + 1] == " ":
        at += 1
    measure = measure_at(folded, at)
    time = "" if measure and len(measure) > len(time_at(folded, at)) else time_at(folded, at)
    if time == "天" and _DAYS.search(folded, clause.start, match.start()):
        time, measure = "", "天"
    word = "" if time else measure
    end = at + len(word) if word else (scale.end() if scale else match.end())
    supplied = not word and not time and scale is not None and _of_people(folded, clause, match.start(), at)
    if supplied:
        word, end = "人", at
    scaled = scale[0] if scale else ""
    value = plain_number(match[0])
    return Quantity(
        clause, match.start(), match.end(), end, match[0], value, scaled, word, supplied=bool(supplied)
    )


def _of_people(folded: str, clause: Clause, start: int, behind: int) -> bool:
    """Whether a number without a measure word counts people: 6万城乡居民, 培训农民100万."""
    ends = behind >= clause.end or folded[behind] in "、)("
    return _PEOPLE.match(folded, behind) is not None or (
        ends and _PEOPLE_BEFORE.search(folded, max(clause.start, start - 8), start) is not None
    )


def _numeral(folded: str, clause: Clause, match: re.Match[str]) -> Quantity | None:
    """A Chinese numeral with a measure word; other numerals are words."""
    value = chinese_number(match[0])
    if value is None or folded[match.start() - 1 : match.start()].isdecimal():
        return None
    at = match.end()
    if folded[at : at + 1] and folded[at] in _MORE:
        at += 1
    measure = measure_at(folded, at)
    if not measure or time_at(folded, at):
        return None
    return Quantity(
        clause, match.start(), match.end(), at + len(measure), match[0], value, "", measure, chinese=True
    )


Verdict = tuple[Fate, str]


@dataclass(frozen=True, slots=True)
class Sight:
    """A number and what a reader sees around it, not without end: of its line, of its clause, of its sentence."""

    one: Quantity
    left: str
    right: str
    before: str
    behind: str
    sentence: str
    earlier: Quantity | None
    later: Quantity | None
    year: int = 0
