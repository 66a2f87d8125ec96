"""对照: last month's report beside this month's: figures in a table, the words part by part.

A clause is marked that says something else than figures and months would make it.

For the desk, not for signature: it helps to see that nothing was carried over by mistake.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from pipeline.documents.wording import progress_table
from pipeline.model.months import Month
from pipeline.model.office_terms import Terms
from pipeline.model.phrases import Letter, Phrase, cut, phrase
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress

TEMPLATE = "对照.docx"
# A clause with the mark that ends it.
_CLAUSE = re.compile(r"[^，。；]*[，。；]|[^，。；]+")
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
    rows: Annotated[tuple[Pair, ...], "报告一部分一行"]


def compose(
    terms: Terms,
    month: Month,
    before: tuple[tuple[str, Phrase], ...],
    now: tuple[tuple[str, Phrase], ...],
    figures: tuple[FigureRow, ...] = (),
) -> Letter:
    """The comparison of two periods' parts, (heading, text) in reading order."""
    cycle, old = terms.cycle, dict(before)
    last, this = cycle.label(cycle.previous(month)), cycle.label(month)
    nothing = phrase(terms.of("（上月没有这一部分）"))
    context = Comparison(
        title=f"{last}、{cycle.name(month)}进展情况报告对照",
        note=terms.of("除数和月份外，本月与上月不同的话加下划线；数的变化列在前表。供核稿用，不随文报送。"),
        last_header=last,
        this_header=this,
        figures=figures,
        rows=tuple(
            Pair(part, old.get(part) or nothing, tuple(_pieces(old.get(part, phrase()), text)))
            for part, text in now
        ),
    )
    return Letter("对照", f"{cycle.name(month)}报告对照.docx", TEMPLATE, context)


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


def _pieces(before: Phrase, now: Phrase) -> Iterator[Piece]:
    known = {_bare(clause) for clause in _CLAUSE.findall(str(before))}
    for clause in cut(now, map(len, _CLAUSE.findall(str(now)))):
        yield Piece(clause, phrase()) if _bare(str(clause)) in known else Piece(phrase(), clause)


def _bare(clause: str) -> str:
    """A clause without its figures, months among them, and without the mark that ends it."""
    return _FIGURES.sub("#", clause).rstrip("，。；")
