"""Proof that nothing was lost and nothing invented (NOTICE §6): a second look at the text that knows no grammar.

Every run of digits must be accounted for by one number of the draft and by one only; every value's figures stand in its
phrase, every phrase in the text. Where that does not hold no book is made.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from pipeline.inputs.notices.notice_lines import Notice
from pipeline.inputs.notices.outline import Draft
from pipeline.inputs.notices.quantities import Fate

# Digits and what stands between digits of one number; nothing is said of measures, dates or meaning.
_RUN = re.compile(r"[0-9]+(?:[.,][0-9]+)*")


class Unproved(Exception):
    """The draft does not account for its text: a fault of the program, told as that. `str()` says where."""


@dataclass(frozen=True, slots=True)
class Balance:
    """How the numbers of a notice add up: `all` = `targets` + `dates` + `unused`."""

    all: int
    targets: int
    dates: int
    unused: int


def proved(draft: Draft) -> Balance:
    """The balance of a draft; `Unproved` where a number is missing, told twice or stands nowhere."""
    notice = draft.notice
    told = Counter(
        (line, position) for one in draft.numbers for line, position in _signs(one.line, one.start, one.stop)
    )
    twice = [place for place, count in told.items() if count > 1]
    if twice:
        raise Unproved(f"数字算了两次：{notice.lines[twice[0][0]].place}")
    for number, line in enumerate(notice.lines):
        for run in _RUN.finditer(line.folded):
            missing = [
                at
                for at in range(run.start(), run.end())
                if line.folded[at].isdecimal() and (number, at) not in told
            ]
            if missing:
                raise Unproved(f"有数字没有交代：{line.place}“{run[0]}”")
    _stands(draft, notice)
    fates = Counter(one.fate for one in draft.numbers)
    targets = fates[Fate.TARGET] + fates[Fate.DOUBTFUL]
    return Balance(len(draft.numbers), targets, fates[Fate.DATE], fates[Fate.UNUSED])


def _signs(line: int, start: int, stop: int) -> list[tuple[int, int]]:
    return [(line, position) for position in range(start, stop)]


def _stands(draft: Draft, notice: Notice) -> None:
    """Every figure stands in its phrase, every phrase in its line."""
    for matter in draft.matters:
        for target in matter.targets:
            one, span = target.quantity, target.span
            inside = span.line == one.line and span.start <= one.start and one.stop <= span.end
            if (
                not inside
                or one.figures not in notice.folded(span)
                or span.end > len(notice.lines[span.line].text)
            ):
                raise Unproved(f"目标的数不在它的原文里：{notice.lines[one.line].place}“{one.figures}”")
