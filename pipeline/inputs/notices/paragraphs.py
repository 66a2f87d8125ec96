"""Readers of notices that tell their matters in one paragraph: 即甲;乙;丙。, 《甲》《乙》, ××方面, or one matter alone (NOTICE §2.7, §2.8)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.inputs.notices.items import Item, Proposal, item
from pipeline.inputs.notices.labels import UNITS, labels_in
from pipeline.inputs.notices.marks import begins_item
from pipeline.inputs.notices.notice_lines import Notice, Stretch

_LEAST = 3
_OPENINGS = (
    re.compile("(?:包括|分别是|分别为|具体是|具体为|即|如下|内容)[:,]"),
    re.compile("(?:包括|分别是|分别为|具体是|具体为|如下|即)"),
    re.compile(":"),
    re.compile("(?:有|是|为)(?=[^;。]{4,};)"),
)
_OPENING_ROOM, _LISTED = 400, 5


def listed(notice: Notice) -> Iterator[Proposal]:
    """One paragraph with all matters: 即甲;乙;丙。 and 包括:甲。乙。丙。"""
    for line in notice.prose:
        text = notice.lines[line].folded
        opening = next(
            (found for pattern in _OPENINGS if (found := pattern.search(text[:_OPENING_ROOM]))), None
        )
        start = opening.end() if opening else 0
        ends = [("[;。]", 38, text.count(";") >= 2)]
        ends += [("。", 39, opening is not None and text.count("。", start) >= _LISTED)]
        for cut, rank, able in ends:
            if able:
                shape = "一段分号并列" if rank == 38 else "一段句号并列"
                yield Proposal(shape, tuple(_pieces(notice, line, start, cut)), opening is not None, rank)


def _pieces(notice: Notice, line: int, start: int, cut: str) -> Iterator[Item]:
    """The pieces of a paragraph behind its opening, each a matter."""
    text = notice.lines[line].folded
    begin = start
    for end in [start + found.start() for found in re.finditer(cut, text[start:])] + [len(text)]:
        if len(text[begin:end].strip()) > 3:
            made = item(notice, "", [Stretch(line, begin, end)], end == len(text))
            if made is not None:
                yield made
        begin = end + 1


_TASK_IS = re.compile(r"(?:任务|目标|指标)(?:分别)?(?:为|是|如下)?:(?=.{12,})")
# Behind the readers that tell several matters apart.
ALONE = 60


def alone(notice: Notice) -> Iterator[Proposal]:
    """A notice of one matter: the paragraph that says what its task is; none where there is a list or units are named."""
    own = [notice.lines[line].folded for line in notice.prose]
    if sum(map(begins_item, own)) >= _LEAST or any(
        role in UNITS for text in own for *_, role in labels_in(text)
    ):
        return
    for line in notice.prose:
        if _TASK_IS.search(notice.lines[line].folded):
            made = item(notice, "", [notice.whole(line)])
            if made is not None:
                yield Proposal("一件一段", (made,), rank=ALONE)


def by_field(notice: Notice) -> Iterator[Proposal]:
    """××方面: and what follows it."""
    items: list[Item] = []
    for line in notice.prose:
        text = notice.lines[line].folded
        found = list(re.finditer(r"(?:^|(?<=[。;]))([^。;:,]{2,12}方面)[:,]", text))
        for place, head in enumerate(found):
            stop = found[place + 1].start() if place + 1 < len(found) else len(text)
            made = item(
                notice, "", [Stretch(line, head.start(1), head.end(1)), Stretch(line, head.end(), stop)]
            )
            if made is not None:
                items.append(made)
    yield Proposal("“××方面”", tuple(items), rank=30)


def by_book_title(notice: Notice) -> Iterator[Proposal]:
    """《甲》《乙》《丙》: every matter in its own marks."""
    for line in notice.prose:
        text = notice.lines[line].folded
        found = list(re.finditer(r"《([^《》]{4,80})》", text))
        if len(found) >= 4:
            made = [item(notice, "", [Stretch(line, one.start(1), one.end(1))]) for one in found]
            yield Proposal("书名号并列", tuple(one for one in made if one is not None), rank=31)


def paragraphs(notice: Notice, lines: Sequence[int]) -> Proposal:
    """The last resort: every line of `lines` a matter; nothing of it is sure."""
    made = (item(notice, "", [notice.whole(line)]) for line in lines)
    return Proposal("", tuple(one for one in made if one is not None), sure=False, rank=99)
