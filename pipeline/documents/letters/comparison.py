"""对照: last month's report beside this month's, part by part; what is new in a sentence is marked.

For the desk, not for signature: it helps to see that nothing was carried over by mistake.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from pipeline.model.months import Month
from pipeline.model.office_terms import Terms
from pipeline.model.phrases import Letter, Phrase, cut, phrase

TEMPLATE = "对照.docx"
# A sentence or a clause of a list, with the mark that ends it.
_SENTENCE = re.compile(r"[^。；]*[。；]|[^。；]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of this month: `same` if last month had it word for word, else `changed`; the other is empty."""

    same: Annotated[Phrase, "上月也有的一句；这一句是新的就是空的"]
    changed: Annotated[Phrase, "上月没有的一句，加下划线；不是新的就是空的"]


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
    rows: Annotated[tuple[Pair, ...], "报告一部分一行"]


def compose(
    terms: Terms, month: Month, before: tuple[tuple[str, Phrase], ...], now: tuple[tuple[str, Phrase], ...]
) -> Letter:
    """The comparison of two periods' parts, (heading, text) in reading order."""
    cycle, old = terms.cycle, dict(before)
    last, this = cycle.label(cycle.previous(month)), cycle.label(month)
    nothing = phrase(terms.of("（上月没有这一部分）"))
    context = Comparison(
        title=f"{last}、{cycle.name(month)}进展情况报告对照",
        note=terms.of("本月与上月不同的句子加下划线。供核稿用，不随文报送。"),
        last_header=last,
        this_header=this,
        rows=tuple(
            Pair(part, old.get(part) or nothing, tuple(_pieces(old.get(part, phrase()), text)))
            for part, text in now
        ),
    )
    return Letter("对照", f"{cycle.name(month)}报告对照.docx", TEMPLATE, context)


def _pieces(before: Phrase, now: Phrase) -> Iterator[Piece]:
    known = set(_SENTENCE.findall(str(before)))
    for sentence in cut(now, map(len, _SENTENCE.findall(str(now)))):
        yield Piece(sentence, phrase()) if str(sentence) in known else Piece(phrase(), sentence)
