"""编辑用语: words people put into a draft, kept in 处理登记 and put in again whenever it is made anew (DOCUMENTS §5).

A row names a place of a closed list, or a paragraph as it was printed (收下改动).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.model.codes import Code
from pipeline.model.figures import Cell
from pipeline.model.months import Month

# What is told of words people keep only once papers are printed.
OF_KEPT = frozenset({Code.D11, Code.D25, Code.D26, Code.D27})


class Way(StrEnum):
    """方式: beside what the program says, or in its place."""

    ADD = "加"
    REPLACE = "换"


class Part(StrEnum):
    """Where in a document: the part of 位置 that needs no target and no matter, and what 指标 and 事项 come to."""

    EVENTS = "要事"
    OVERVIEW_BEFORE = "总体情况·前"
    OVERVIEW_AFTER = "总体情况·后"
    TARGET_PROGRESS = "指标·进展"
    TARGET_REASON = "指标·原因"
    MATTER = "事项"
    NEXT_BEFORE = "下一步·前"
    NEXT_AFTER = "下一步·后"
    ATTENTION = "请关注"


_OF_A_YEAR = frozenset(
    {Part.OVERVIEW_BEFORE, Part.OVERVIEW_AFTER, Part.TARGET_PROGRESS, Part.NEXT_BEFORE, Part.NEXT_AFTER}
)
# 文稿 with what of it can be reached: names of templates; a letter's id means that letter alone (呈阅件-1).
PARTS: dict[str, frozenset[Part]] = {
    "报告": frozenset(Part) - {Part.ATTENTION},
    "简报": frozenset(Part) - {Part.ATTENTION, Part.TARGET_REASON},
    "要情": frozenset({Part.EVENTS, Part.OVERVIEW_BEFORE, Part.OVERVIEW_AFTER}),
    "通报": frozenset(Part) - {Part.ATTENTION, Part.TARGET_REASON},
    "呈阅件": frozenset({Part.TARGET_PROGRESS, Part.TARGET_REASON, Part.MATTER, Part.ATTENTION}),
    "一页图": frozenset({Part.ATTENTION}),
    "督办": frozenset({Part.TARGET_PROGRESS}),
    "督查提示单": frozenset({Part.TARGET_PROGRESS}),
    "考核通报": _OF_A_YEAR,
    "反馈函": _OF_A_YEAR,
}


@dataclass(frozen=True, slots=True)
class Editorial:
    """A row of 编辑用语: of which `month` and `paper`, where, how, the words, who settled them (post) and where they stand.

    `target` is an id where `part` is one of 指标's, `matter` a number where it is 事项; `place` is 位置 as written.
    """

    month: Month
    paper: str
    place: str
    part: Part
    way: Way
    words: str
    post: str
    cell: Cell
    target: str = ""
    matter: int = 0


class Change(StrEnum):
    """What people did to a paragraph: put other words in its place, took it out, wrote one behind it, took it elsewhere."""

    REPLACE = "换"
    DROP = "删"
    ADD = "加"
    MOVE = "移"


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure as it was printed when people saw it: its text, the target it speaks of ("" for none), its rule."""

    text: str
    about: str
    how: str


@dataclass(frozen=True, slots=True)
class Original:
    """A paragraph as the program printed it: `text` with 〖…〗 around every figure, `facts` those figures in reading order.

    `number` tells which it is of those that read alike, counted from 1.
    """

    text: str
    facts: tuple[Fact, ...] = ()
    number: int = 1


@dataclass(frozen=True, slots=True)
class Kept:
    """A row of 编辑用语 that keeps what people did to a paragraph of `paper` (a letter's id) in `month`.

    `original` is the paragraph meant: the one changed or dropped, or the one that what is added or moved stands behind (its text is
    empty for the head of the document). `words` are people's, or the paragraph moved; 〖…〗 in them is a figure, one of `original.facts`.
    """

    month: Month
    paper: str
    change: Change
    original: Original
    words: str
    post: str
    cell: Cell
