"""对照: last month's report beside this month's: figures in a table, the words part by part.

A clause is marked that says something else than figures and months would make it.

For the desk, not for signature: it helps to see that nothing was carried over by mistake.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Annotated

from pipeline.documents.pictures.charts import KINDS, PACE, RATE, charting
from pipeline.documents.wording import progress_table
from pipeline.model.charts import AskedChart, chart_series
from pipeline.model.figures import plain
from pipeline.model.months import Month
from pipeline.model.office_terms import Terms
from pipeline.model.phrases import Drawn, Letter, Phrase, Printed, cut, phrase
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress

TEMPLATE = "对照.docx"
_NONE = "—"
# A clause with the mark that ends it.
_CLAUSE = re.compile(r"[^，。；]*[，。；]|[^，。；]+")
# A part is the same part under another number, and whatever reporting is wanting in.
_NUMERAL = re.compile("^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)|(?<=报送不够).*")
# A section that is no part of its own, who leads a matter behind its heading, what stands below the last words.
_SECTION, _LEADS, _END = (
    re.compile("[一二三四五六七八九十]+、"),
    re.compile("^（责任单位[^）]*）"),
    "特此报告",
)
# What differs from month to month without anybody saying anything new.
_FIGURES = re.compile(r"[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A target whose figure or standing is not what it was last month."""

    target: Annotated[str, "指标"]
    last: Annotated[str | Phrase, "上月累计"]
    value: Annotated[str | Phrase, "本月累计"]
    last_rate: Annotated[str | Phrase, "上月完成比例"]
    rate: Annotated[str | Phrase, "本月完成比例"]
    last_standing: Annotated[str, "上月状态"]
    standing: Annotated[str, "本月状态；和上月一样的写“同上月”"]


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A series of a chart in a template of the office's whose data are not what they were last month."""

    chart: Annotated[str, "哪份文稿的哪个图"]
    series: Annotated[str, "图里的系列"]
    last: Annotated[Phrase, "上月图里的数，只写变了的"]
    value: Annotated[Phrase, "本月图里的数，只写变了的"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A clause of this month: `same` if last month had it but for figures and months, else `changed`; the other is empty."""

    same: Annotated[Phrase, "除数和月份外上月也有的一句；这一句是新的就是空的"]
    changed: Annotated[Phrase, "除数和月份外上月没有的一句，加下划线；不是新的就是空的"]


@dataclass(frozen=True, slots=True)
class Pair:
    """A part of the report: its heading, last month's text, this month's in pieces."""

    part: Annotated[str, "报告的哪一部分"]
    before: Annotated[Phrase, "上月的文字"]
    now: Annotated[tuple[Piece, ...], "本月的文字，一句一项"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the template 对照.docx prints."""

    title: Annotated[str, "标题"]
    note: Annotated[str, "下划线是什么意思"]
    last_header: Annotated[str, "上月一列的表头"]
    this_header: Annotated[str, "本月一列的表头"]
    figures: Annotated[tuple[FigureRow, ...], "数或者状态和上月不同的指标，一项一行"]
    charts: Annotated[tuple[ChartRow, ...], "自己的模板里的图，数和上月不同的，一个系列一行；没有就是空的"]
    rows: Annotated[tuple[Pair, ...], "报告一部分一行"]


def compose(
    terms: Terms,
    month: Month,
    before: tuple[tuple[str, Phrase], ...],
    now: tuple[tuple[str, Phrase], ...],
    figures: tuple[FigureRow, ...] = (),
    charts: tuple[ChartRow, ...] = (),
    alike: tuple[tuple[str, Phrase], ...] = (),
) -> Letter:
    """The comparison of two periods' parts, (heading, text) in reading order.

    `alike` are those of the earlier one told as fully as the later: what was left out for want of room is nothing new.
    """
    cycle, old = terms.cycle, {_NUMERAL.sub("", part): text for part, text in before}
    fuller = {_NUMERAL.sub("", part): text for part, text in alike}
    last, this = cycle.label(cycle.previous(month)), cycle.label(month)
    nothing = phrase(terms.of("（上月没有这一部分）"))
    context = Comparison(
        title=f"{last}、{cycle.name(month)}进展情况报告对照",
        note=terms.of("除数和月份外，本月与上月不同的话加下划线；数的变化列在前表。供核稿用，不随文报送。"),
        last_header=last,
        this_header=this,
        figures=figures,
        charts=charts,
        rows=tuple(
            Pair(part, was or nothing, tuple(_pieces((was, fuller.get(bare, phrase())), text)))
            for part, text in now
            for bare in [_NUMERAL.sub("", part)]
            for was in [old.get(bare, phrase())]
        ),
    )
    return Letter("对照", f"{cycle.name(month)}报告对照.docx", TEMPLATE, context)


def as_it_went(parts: tuple[tuple[str, Phrase], ...], lines: Sequence[str]) -> tuple[tuple[str, Phrase], ...]:
    """The parts of a report with the words of its text as it went to the leader, line by line; as they are without lines.

    A line belongs to the part whose heading it begins with, or to the one before; a part whose heading is gone has no words.
    """
    if not lines:
        return parts
    said: dict[str, list[str]] = {heading: [] for heading, _ in parts}
    at = ""
    for line in filter(None, map(str.strip, lines)):
        if line.startswith(_END):
            break
        begun = next((heading for heading in said if line.startswith(heading)), "")
        if begun:
            at, line = begun, _LEADS.sub("", line.removeprefix(begun), count=1).lstrip("。")
        elif _SECTION.match(line):
            at = ""
        if at and line:
            said[at].append(line)
    return tuple((heading, _as_said(text, "".join(said[heading]))) for heading, text in parts)


def _as_said(made: Phrase, said: str) -> Phrase:
    """Words as they were said: what is as it was made still knows its figures."""
    old, new = _CLAUSE.findall(str(made)), _CLAUSE.findall(said)
    pieces = list(cut(made, map(len, old)))
    found: list[str | Phrase] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        found += pieces[a:b] if kind == "equal" else new[c:d]
    return phrase(*found)


def figures(plan: Plan, last: Progress, progress: Progress) -> tuple[FigureRow, ...]:
    """Every target whose figure or standing changed, in plan order; what is new this month has nothing before it."""
    before = {(row.matter, row.target): row for row in progress_table.rows(plan, last)}
    found = []
    for row in progress_table.rows(plan, progress):
        was = before.get((row.matter, row.target))
        same = was is not None and (str(was.value), was.standing) == (str(row.value), row.standing)
        if same:
            continue
        old, rate, standing = (was.value, was.rate, was.standing) if was is not None else ("—", "—", "—")
        now = plan.terms.of("同上月") if standing == row.standing else row.standing
        found.append(FigureRow(row.target, old, row.value, rate, row.rate, standing, now))
    return tuple(found)


def charts(plan: Plan, months: Sequence[Progress], asked: Iterable[AskedChart]) -> tuple[ChartRow, ...]:
    """Of every chart the office's templates hold what its data of the last of `months` say otherwise than those of the month before.

    Left out is 序时进度, which moves by the calendar alone.
    """
    before, now = charting(plan, months[:-1]), charting(plan, months)
    found = []
    for one in asked:
        old, new = before(one.name, one.target), now(one.name, one.target)
        about = months[-1].find(one.target)
        chart = f"{one.paper}：{one.name}{f'（{about.target.name}）' if about is not None else ''}"
        points = [_data(each, KINDS[one.name].overlaid) for each in (old, new)]
        for series in dict.fromkeys(name for each in points for name in each if name != PACE):
            was, has = (each.get(series, {}) for each in points)
            moved = [label for label in dict.fromkeys([*has, *was]) if was.get(label) != has.get(label)]
            if moved:
                found.append(ChartRow(chart, series, _told(old, was, moved), _told(new, has, moved)))
    return tuple(found)


def _data(chart: Drawn | None, overlaid: bool) -> dict[str, dict[str, Decimal | None]]:
    """Values by series and category; of series that lie over one another as one: which class it is the table above tells."""
    series = chart_series(chart.text) if chart is not None else ()
    if not overlaid:
        return {one.name: dict(one.points) for one in series}
    whole: dict[str, Decimal | None] = {}
    for one in series:
        for label, value in one.points:
            whole[label] = whole.get(label) if value is None else value
    return {RATE: whole}


def _told(chart: Drawn | None, points: Mapping[str, Decimal | None], moved: Iterable[str]) -> Phrase:
    """城市书房 47.5；筛查率 96.5: those of `moved` the chart has, as one figure that rests on all its cells."""
    had = [
        f"{label} {_NONE if (value := points[label]) is None else plain(value)}"
        for label in moved
        if label in points
    ]
    if chart is None or not had:
        return phrase(_NONE)
    return phrase(Printed("；".join(had), None, "", chart.how, chart.cells, chart.about))


def _pieces(before: Iterable[Phrase], now: Phrase) -> Iterator[Piece]:
    known = {_bare(clause) for said in before for clause in _CLAUSE.findall(str(said))}
    for clause in cut(now, map(len, _CLAUSE.findall(str(now)))):
        yield Piece(clause, phrase()) if _bare(str(clause)) in known else Piece(phrase(), clause)


def _bare(clause: str) -> str:
    """A clause without its figures, months among them, and without the mark that ends it."""
    return _FIGURES.sub("#", clause).rstrip("，。；")
