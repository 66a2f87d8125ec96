"""Times of a matter: its time limit, the nodes of its schedule, milestones in words (NOTICE §4)."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.inputs.notices.items import Item
from pipeline.inputs.notices.labels import Role
from pipeline.inputs.notices.notice_lines import Notice, Stretch
from pipeline.inputs.notices.quantities import ByLine, Quantity, within

_WHEN = (
    r"(?:\d{4}年)?(?:\d{1,2}(?:-\d{1,2})?月(?:\d{1,2}日|底|末|初|中旬|上旬|下旬|份)?|"
    r"年底|年末|年内|全年|[一二三四]季度末?|第[一二三四]季度|上半年|下半年|[1-4]季度)"
)
WHEN = re.compile(rf"({_WHEN})(?:以?前|之前|底前|完成)?")
_LONG = 6
_BY = re.compile(rf"({_WHEN})(?:底)?(?:以前|之前|前)(?=[^,。;]{{0,30}})")


@dataclass(frozen=True, slots=True)
class DraftNode:
    """A date with a figure in a schedule."""

    by: str
    quantity: Quantity
    span: Stretch


def deadline_in(notice: Notice, each: Item) -> str:
    """The time limit: of its label or column, else the one date by which its text wants it done; empty if none is said."""
    told = dict.fromkeys(notice.text(part.stretch).strip("。;；， ") for part in each.of(Role.DEADLINE))
    if told:
        return " ".join(told)
    found = []
    for part in each.of(Role.TITLE, Role.BODY):
        found += [match[0] for match in _BY.finditer(notice.folded(part.stretch))]
    return found[0] if len(set(found)) == 1 else ""


def slipped_in(notice: Notice, each: Item) -> bool:
    """Whether a time limit of several lines has one that tells no time: most likely a task in the wrong cell."""
    told = [notice.folded(part.stretch) for part in each.of(Role.DEADLINE)]
    return len(told) > 1 and any(len(text) >= _LONG and not WHEN.search(text) for text in told)


def nodes_in(notice: Notice, stretch: Stretch, label: str, found: ByLine) -> Iterator[DraftNode]:
    """Dates with figures: 6月底前开工10所；12月底前…. Where the text has no date its label, or column, may be one."""
    head = WHEN.search(label)
    text = notice.folded(stretch)
    dates = list(WHEN.finditer(text))
    for one in within(stretch, found):
        if not one.wanted:
            continue
        before = [date for date in dates if date.start() < one.start - stretch.start]
        if before or head is not None:
            told = before[-1][0] if before else head[0] if head is not None else ""
            yield DraftNode(told, one, Stretch(one.line, one.clause.start, one.clause.end))


def milestones_in(notice: Notice, each: Item) -> Iterator[Stretch]:
    """Clauses of a schedule, and clauses of the task that say by when something is done, without a figure of their own."""
    for part in each.of(Role.NODES):
        text = notice.folded(part.stretch)
        for piece in re.finditer(r"[^。;]+", text):
            yield Stretch(
                part.stretch.line, part.stretch.start + piece.start(), part.stretch.start + piece.end()
            )
    for part in each.of(Role.TITLE, Role.BODY):
        text = notice.folded(part.stretch)
        for piece in re.finditer(r"[^,。;:]+", text):
            if re.search(
                "投入使用|建成投用|建成投运|投运|建成$|竣工|主体完工|封顶|开工建设|投用|通车|开园", piece[0]
            ) and not re.search(r"\d+[个所座处条]", piece[0]):
                yield Stretch(
                    part.stretch.line, part.stretch.start + piece.start(), part.stretch.start + piece.end()
                )


def day_of(text: str, year: int) -> date | None:
    """The day a point of time means in that year: 6月底, 三季度末, 年底, 12月15日; None where it means a stretch of time."""
    found = re.search(r"(?:(\d{4})年)?(\d{1,2})月(?:(\d{1,2})日|(底|末)|(中旬)|(上旬|初))?", text)
    if found is not None:
        own, month = int(found[1] or year), int(found[2])
        if not 1 <= month <= 12:
            return None
        last = monthrange(own, month)[1]
        day = int(found[3]) if found[3] else 20 if found[5] else 10 if found[6] else last
        return date(own, month, day) if 1 <= day <= last else None
    for words, month in (
        ("一季度|1季度", 3),
        ("二季度|2季度|上半年", 6),
        ("三季度|3季度", 9),
        ("四季度|4季度|下半年|年底|年末|年内|全年", 12),
    ):
        if re.search(words, text):
            return date(year, month, monthrange(year, month)[1])
    return None
