"""Readers of shapes: numbered items, labels, bullets, headings; each proposes the matters it sees (NOTICE §2, §3b)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.inputs.notices.items import Item, Part, Proposal, broken_off, item
from pipeline.inputs.notices.labels import UNITS, Role, labels_in
from pipeline.inputs.notices.marks import RANK, Mark, begins_item, bullet, joined, marks, runs
from pipeline.inputs.notices.notice_lines import Notice, Stretch
from pipeline.inputs.notices.times import WHEN
from pipeline.inputs.notices.unit_names import only_names

_CLOSING_LINE = re.compile(
    r"^(?:附件|抄送|主办:|督办:|来源:|\(此件|\(记者|责任编辑|编辑:|(?:[\u4e00-\u9fff]{2,20}(?:人民政府|办公室|委员会)){1,2}$|\d{4}年\d{1,2}月\d{1,2}日$|[二〇○一]{4}年)|印发$|索引号|请各|特此"
)
_HEADING = re.compile(r"[^,。;:!?]{2,40}$")
_LEAST = 3
_MOST_LINES = 80
_OPEN = re.compile(r"[。;,][^。;:!?)】”》]{2,}$")
_LEAST_TEXT = 8


def numbered(notice: Notice) -> Iterator[Proposal]:
    """A proposal for every list of the notice, and for the lists of one style taken together."""
    found = [mark for line in notice.prose for mark in marks(line, notice.lines[line].folded)]
    lists = runs(found)
    outer = _Outer(found)
    for run in lists:
        if len(run) >= 2:
            yield _numbered(notice, run, outer)
    for style in RANK:
        together = joined(lists, style)
        if together and len(together) > max(len(run) for run in lists if run[0].style == style):
            yield _numbered(notice, together, outer)


class _Outer:
    """The signs at lines' beginnings: by line, and where each style was first seen."""

    def __init__(self, found: Sequence[Mark]) -> None:
        self._lines: dict[int, set[str]] = {}
        self._first: dict[str, tuple[int, int]] = {}
        for mark in found:
            if mark.leads:
                self._lines.setdefault(mark.line, set()).add(mark.style)
                self._first.setdefault(mark.style, (mark.line, mark.start))

    def styles(self, line: int) -> set[str]:
        """The styles by which that line may begin."""
        return self._lines.get(line, set())

    def above(self, mark: Mark) -> set[str]:
        """The styles of higher headings that were seen before a mark: one of them ends its item."""
        return {
            style
            for style, first in self._first.items()
            if RANK[style] < RANK[mark.style] and first < (mark.line, mark.start)
        }


def _numbered(notice: Notice, run: Sequence[Mark], outer: _Outer) -> Proposal:
    items: list[Item] = []
    longest = 1
    for place, mark in enumerate(run):
        following = run[place + 1] if place + 1 < len(run) else None
        stretches = _extent(notice, mark, following, outer)
        if following is None:
            stretches = _ended(notice, stretches, longest)
        stretches = _to_last_label(notice, stretches)
        longest = max(longest, len(stretches))
        cut = following is None and _is_last(notice, stretches) and broken_off(notice, stretches)
        made = item(notice, mark.sign.strip("、.:, 。"), stretches, cut)
        if made is not None:
            items.append(made)
    style = run[0].style
    return Proposal(f"编号“{run[0].sign}”", tuple(items), rank=RANK[style])


def _extent(notice: Notice, mark: Mark, following: Mark | None, outer: _Outer) -> list[Stretch]:
    """The text of an item: from behind its sign to the next sign, or to a higher heading."""
    last = following.line if following is not None else min(len(notice.lines) - 1, mark.line + _MOST_LINES)
    higher = outer.above(mark)
    result = []
    for line in range(mark.line, last + 1):
        if line > mark.line and (line in notice.in_tables or outer.styles(line) & higher):
            break
        start = mark.end if line == mark.line else 0
        end = len(notice.lines[line].text)
        if following is not None and line == following.line:
            end = following.start
        if end > start:
            result.append(Stretch(line, start, end))
    return result


def _is_prose(text: str) -> bool:
    return re.search("[,。;]", text) is not None


def _ended(notice: Notice, stretches: list[Stretch], longest: int) -> list[Stretch]:
    """The last item: no longer than the longest before it, and not into the foot of the notice."""
    kept: list[Stretch] = []
    for stretch in stretches:
        text = notice.folded(stretch)
        # A line that was broken before this one goes on in it.
        on = (
            kept
            and _OPEN.search(notice.folded(kept[-1]).rstrip())
            and not begins_item(text)
            and _is_prose(text)
        )
        if kept and (_CLOSING_LINE.search(text) or (len(kept) >= longest and not labels_in(text) and not on)):
            break
        kept.append(stretch)
    return kept


def _to_last_label(notice: Notice, stretches: list[Stretch]) -> list[Stretch]:
    """An item with labels ends with the line of its last one, unless that one is for the task itself."""
    last = -1
    for place, stretch in enumerate(stretches):
        found = labels_in(notice.folded(stretch))
        if found and any(role in UNITS or role in (Role.DEADLINE, Role.PERSON) for *_, role in found):
            last = place
    if last < 0 or (last == 0 and _heads_a_text(notice, stretches)):
        return stretches
    behind = stretches[last + 1 :]
    kept = stretches[: last + 1]
    for stretch in behind:
        text = notice.folded(stretch)
        found = labels_in(text)
        if not (found and found[0][0] == 0) and not (
            kept[-1].line + 1 == stretch.line and _continues(notice, kept[-1], text)
        ):
            break
        kept.append(stretch)
    return kept


def _heads_a_text(notice: Notice, stretches: Sequence[Stretch]) -> bool:
    """Whether the units stand in brackets behind a heading, and the task below it: 就业工程(责任单位:…) and paragraphs."""
    if len(stretches) < 2:
        return False
    head, below = (notice.folded(one).strip() for one in stretches[:2])
    before = head[: head.find("(")] if head.endswith((")", "】", "]")) and "(" in head else ""
    if not before or re.search("[。;]", before) or bullet(below):
        return False
    ends = stretches[1].line == len(notice.lines) - 1 and len(below) >= _LEAST_TEXT
    return ends or re.search("[。;]|,.*[^)】]$", below) is not None


def _continues(notice: Notice, before: Stretch, text: str) -> bool:
    """Whether a line without a label still tells of the labelled one above it: more names, more of a schedule."""
    found = labels_in(notice.folded(before))
    role = found[-1][3] if found else None
    if role in UNITS:
        return only_names(text)
    return role in (Role.NODES, Role.BODY) and not begins_item(text)


def _is_last(notice: Notice, stretches: Sequence[Stretch]) -> bool:
    """Whether nothing but a foot follows the stretches in the notice."""
    return bool(stretches) and stretches[-1].line >= len(notice.lines) - 2


def labelled(notice: Notice) -> Iterator[Proposal]:
    """Matters without numbers, told apart by their labels: what stands before a group of labels is its matter."""
    items: list[Item] = []
    current: list[Stretch] = []
    has_units = False
    for line in notice.prose:
        text = notice.lines[line].folded
        found = labels_in(text)
        if text.startswith(("关键词", "●关键词")):
            continue
        if not found and has_units:
            made = item(notice, "", current)
            if made is not None:
                items.append(made)
            current, has_units = [], False
        if (
            not found
            and current
            and not any(labels_in(notice.folded(one)) for one in current)
            and not _belongs(notice, current, text)
        ):
            current = []
        current.append(notice.whole(line))
        has_units = has_units or any(role in UNITS for *_, role in found)
    if current and has_units:
        made = item(notice, "", current)
        if made is not None:
            items.append(made)
    elif current and items:
        made = item(notice, "", current, cut=broken_off(notice, current))
        if made is not None and made.cut:
            items.append(made)
    yield Proposal("单位行", tuple(one for one in items if one.led or one.cut), rank=20)


def _belongs(notice: Notice, current: Sequence[Stretch], text: str) -> bool:
    """Whether a line may go on the matter that began above: a short line above is its heading."""
    first = notice.folded(current[0])
    return (
        len(current) == 1 and len(first) <= 40 and not first.endswith(("。", ":")) and len(text) > len(first)
    )


def bulleted(notice: Notice) -> Iterator[Proposal]:
    """A matter for every line that begins with a bullet or a dash (also one misread as 一 or _)."""
    starts = [(line, bullet(notice.lines[line].folded)) for line in notice.prose]
    own = [line for line, length in starts if length]
    if len(own) < _LEAST:
        return
    first, last = own[0], own[-1]
    items = []
    begin: list[tuple[int, int]] = []
    for line, length in starts:
        text = notice.lines[line].folded
        misread = (
            first < line < last and re.match(r"[一_](?=[\u4e00-\u9fff]{2})", text) is not None and not length
        )
        if length or misread:
            begin.append((line, length or 1))
    for place, (line, length) in enumerate(begin):
        stop = begin[place + 1][0] if place + 1 < len(begin) else line + 1
        lines = [
            one
            for one in notice.prose
            if line <= one < stop and not (one > line and begins_item(notice.lines[one].folded))
        ]
        stretches = [Stretch(one, length if one == line else 0, len(notice.lines[one].text)) for one in lines]
        stretches = _to_last_label(
            notice,
            [one for one in stretches if not _CLOSING_LINE.search(notice.folded(one)) or one.line == line],
        )
        final = place + 1 == len(begin)
        made = item(
            notice, "", stretches, final and _is_last(notice, stretches) and broken_off(notice, stretches)
        )
        if made is not None:
            items.append(made)
    yield Proposal("圆点或破折号", tuple(items), rank=32)


def headed(notice: Notice) -> Iterator[Proposal]:
    """A short line without a closing sign, and the paragraphs below it."""
    lines = [line for line in notice.prose if notice.lines[line].text.strip()]
    heads = [
        line
        for place, line in enumerate(lines[:-1])
        if _is_heading(notice.lines[line].folded)
        and not _is_heading(notice.lines[lines[place + 1]].folded)
        and len(notice.lines[lines[place + 1]].folded) >= 8
    ]
    if len(heads) < _LEAST:
        return
    items: list[Item] = []
    for place, head in enumerate(heads):
        stop = heads[place + 1] if place + 1 < len(heads) else len(notice.lines)
        inside = lines[bisect_left(lines, head) : bisect_left(lines, stop)]
        own = [line for line in inside if line == head or not _is_heading(notice.lines[line].folded)]
        stretches = [notice.whole(line) for line in own]
        if place + 1 == len(heads):
            stretches = [
                stretches[0],
                *_ended(notice, stretches[1:], max(1, max((len(one.parts) for one in items), default=1))),
            ]
        final = place + 1 == len(heads)
        made = item(
            notice, "", stretches, final and _is_last(notice, stretches) and broken_off(notice, stretches)
        )
        if made is not None:
            items.append(made)
    yield Proposal("小标题加段落", tuple(items), rank=34)


_NO_HEADING = re.compile(
    r"\d{4}[年-]\d{1,2}[月-]\d|http|来源|记者|^\d+$|(?:政府|部门|单位|委员会|如下|通知|包括|局|办):$|^各"
)


def _is_heading(text: str) -> bool:
    if labels_in(text) or _CLOSING_LINE.search(text) or _NO_HEADING.search(text):
        return False
    if only_names(text) or WHEN.match(text):
        return False
    bare = text.strip()
    return _HEADING.fullmatch(bare[:-1] if bare.endswith(":") and len(bare) <= 26 else bare) is not None


_IN_LINE = re.compile(r"(?:【([^】]{2,24})】|([^,。;:、\d【】“”]{2,14}):)\s*(?=.{8,})")


def headed_in_line(notice: Notice) -> Iterator[Proposal]:
    """Lines that begin with their own short head: 【道路】修复…, 教育:新建…."""
    heads: list[tuple[Stretch, Stretch]] = []
    for line in notice.prose:
        text = notice.lines[line].folded
        head = _IN_LINE.match(text)
        if head is None or labels_in(text) or _CLOSING_LINE.search(text) or "【略】" in head[0]:
            continue
        group = 1 if head[1] is not None else 2
        told, rest = Stretch(line, head.start(group), head.end(group)), Stretch(line, head.end(), len(text))
        heads.append((told, rest))
    # 市教育局:新建…: whose task it is stands before it, and so in most of the lines: 数字乡村 alone is no village.
    units = sum(only_names(notice.folded(told)) for told, _ in heads) * 2 > len(heads)
    items: list[Item] = []
    for told, rest in heads:
        unit = units and only_names(notice.folded(told))
        made = item(notice, "", [rest] if unit else [told, rest])
        if made is not None:
            items.append(replace(made, parts=(*made.parts, Part(Role.UNIT, told))) if unit else made)
    yield Proposal("行首小标题", tuple(items), sure=len(items) >= _LEAST, rank=29)


def titled(notice: Notice) -> Iterator[Proposal]:
    """Paragraphs that begin with a short sentence as their title: 题。正文。"""
    items = []
    for line in notice.prose:
        text = notice.lines[line].folded
        head = re.match(r"([^,。;:]{4,30})。(?=.{8,})", text)
        if head is not None:
            made = item(notice, "", [notice.whole(line)])
            if made is not None:
                items.append(made)
    yield Proposal("“题。正文”", tuple(items), rank=36)
