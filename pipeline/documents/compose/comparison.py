"""对照: last month's report beside this month's, part by part; what is new in a sentence is marked.

For the desk, not for signature: it helps to see that nothing was carried over by mistake.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.model.letters import Letter
from pipeline.model.months import Month
from pipeline.model.phrases import Phrase, cut, phrase

TEMPLATE = "对照.docx"
_NOTHING = phrase("（上月没有这一部分）")
# A sentence or a clause of a list, with the mark that ends it.
_SENTENCE = re.compile(r"[^。；]*[。；]|[^。；]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of this month: `same` if last month had it word for word, else `changed`; the other is empty."""

    same: Phrase
    changed: Phrase


@dataclass(frozen=True, slots=True)
class Pair:
    """A part of the report: its heading, last month's text, this month's in pieces."""

    part: str
    before: Phrase
    now: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the template 对照.docx prints."""

    title: str
    note: str
    last_header: str
    this_header: str
    rows: tuple[Pair, ...]


def compose(
    month: Month, before: tuple[tuple[str, Phrase], ...], now: tuple[tuple[str, Phrase], ...]
) -> Letter:
    """The comparison of two months' parts, (heading, text) in reading order."""
    old = dict(before)
    context = Comparison(
        title=f"{month.previous().label}、{month.label}份进展情况报告对照",
        note="本月与上月不同的句子加下划线。供核稿用，不随文报送。",
        last_header=f"{month.previous().label}",
        this_header=f"{month.label}",
        rows=tuple(
            Pair(part, old.get(part) or _NOTHING, tuple(_pieces(old.get(part, phrase()), text)))
            for part, text in now
        ),
    )
    return Letter("对照", f"{month.label}份报告对照.docx", TEMPLATE, context)


def _pieces(before: Phrase, now: Phrase) -> Iterator[Piece]:
    known = set(_SENTENCE.findall(str(before)))
    for sentence in cut(now, map(len, _SENTENCE.findall(str(now)))):
        yield Piece(sentence, phrase()) if str(sentence) in known else Piece(phrase(), sentence)
