"""Which reader is believed: what covers figures and labels, meets the announced count, and is not one heap (NOTICE §3b).

Where none convinces every paragraph with figures becomes a matter, all of it to be looked at, and the book says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.inputs.notices import paragraphs, readers, tables
from pipeline.inputs.notices.chinese_numerals import chinese_number, number_of
from pipeline.inputs.notices.items import Item, Proposal
from pipeline.inputs.notices.labels import UNITS, Role, labels_in
from pipeline.inputs.notices.notice_lines import Notice, Stretch
from pipeline.inputs.notices.quantities import ByLine, Quantity, by_line, within

_ENOUGH = 0.6
_LABELLED = 0.7
_NEARLY_ALL = 0.9
_HEAP = 0.75
_HEAPED = 6
_LEAST_COUNT = 3
_OF_MATTERS = re.compile("实事|好事|民生|惠民|为民|项任务|件事|大事|项工作|事项|具体项目")
_LISTED = 5
_ASIDE = (Role.SKIP, Role.NODES, Role.PERSON, Role.DEADLINE, *UNITS)
_ANNOUNCED = re.compile(
    r"(?<![第\d.])(\d{1,3}|[一二三四五六七八九十百]{1,4})(?:大)?(?:件|项|个|类)?(?:具体|重点|重大|民生|惠民|为民|利民|便民|全市|全县|全区|[市县区]级|政府|[市县区]委|办|年度|主要|工作|关键|关系|群众|切身利益|的|城市|农村|大事|和|实施){0,6}(?:实事|好事|民生工程|惠民工程|民生项目|项目|事项|任务|大事|工程|件事)"
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a proposal does: shares of figures and unit labels in it, of matters with one group of labels, the largest heap.

    `bare` if there is no figure at all that it could cover.
    """

    proposal: Proposal
    figures: float
    labels: float
    single: float
    heap: float
    announced: bool
    bare: bool
    counted: bool
    unlabelled: bool

    @property
    def covers(self) -> bool:
        """Whether it covers enough to be believed."""
        return self.figures >= _ENOUGH or self.labels >= _LABELLED


@dataclass(frozen=True, slots=True)
class Structure:
    """The matters believed, how they were told apart, and whether that is sure enough for an unmarked cell."""

    shape: str
    items: tuple[Item, ...]
    recognised: bool
    coverage: float
    announced: tuple[int, ...]
    doubts: tuple[str, ...] = ()


def structure(notice: Notice, found: Sequence[Quantity]) -> Structure:
    """The structure of a notice."""
    wanted = by_line(one for one in found if one.wanted)
    labels = {
        line: sum(role in UNITS for *_, role in labels_in(notice.lines[line].folded)) for line in notice.prose
    }
    proposals = [*tables.ruled(notice), *tables.flattened(notice), *tables.unnumbered(notice)]
    for reader in (
        readers.numbered,
        readers.labelled,
        paragraphs.by_field,
        readers.headed_in_line,
        paragraphs.by_book_title,
        readers.bulleted,
        readers.headed,
        readers.titled,
        paragraphs.listed,
        paragraphs.alone,
    ):
        proposals += reader(notice)
    counts = _announced(notice)
    standings = [_standing(one, wanted, labels, counts) for one in proposals if one.items]
    best = _chosen(standings)
    if best is None:
        return _unrecognised(notice, wanted, tuple(dict.fromkeys(counts.values())))
    return _believed(notice, best, _outside(counts, best.proposal))


def _is_frame(proposal: Proposal) -> bool:
    """Whether a list is the frame of a paper and not its matters: 一、总体要求 二、重点任务 三、保障措施."""
    return sum(each.frame for each in proposal.items) * 2 >= len(proposal.items)


def _standing(
    proposal: Proposal, wanted: ByLine, labels: Mapping[int, int], counts: Mapping[tuple[int, int], int]
) -> Standing:
    aside = {
        (one.line, one.start)
        for each in proposal.items
        for part in each.of(*_ASIDE)
        for one in within(part.stretch, wanted)
    }
    inside: dict[tuple[int, int], int] = {}
    for place, each in enumerate(proposal.items):
        for stretch in each.task:
            for one in within(stretch, wanted):
                if (one.line, one.start) not in aside:
                    inside.setdefault((one.line, one.start), place)
    heaps = Counter(inside.values())
    told = {part.stretch.line for each in proposal.items for part in each.of(*UNITS)}
    total = sum(map(len, wanted.values())) - len(aside)
    whole = [each for each in proposal.items if not each.cut] or proposal.items
    single = sum(_groups(each) == 1 for each in whole) / len(whole)
    return Standing(
        proposal,
        len(inside) / total if total else 0.0,
        sum(labels.get(line, 0) for line in told) / max(1, sum(labels.values())),
        single,
        max(heaps.values(), default=0) / len(inside) if len(inside) >= _HEAPED else 0.0,
        len(proposal.items) in _outside(counts, proposal),
        total == 0,
        len(proposal.items) >= _LISTED and _counted(proposal.items),
        not any(labels.values()),
    )


def _groups(each: Item) -> int:
    """How many groups of unit labels a matter holds: one group is labels with no task between them."""
    groups, inside = 0, False
    seen: set[tuple[Role, str]] = set()
    for part in each.parts:
        unit = part.role in UNITS
        if unit and (not inside or (part.role, part.label) in seen):
            groups += 1
            seen = set()
        if unit:
            seen.add((part.role, part.label))
        inside = unit or (inside and part.role not in (part.role.BODY, part.role.TITLE))
    return groups


def _chosen(standings: Sequence[Standing]) -> Standing | None:
    """The first that convinces: tables, numbers with labels, labels, numbers, then the other shapes."""
    standings = [one for one in standings if not _is_frame(one.proposal)] or list(standings)
    able = [one for one in standings if one.covers]
    grids = [one for one in standings if one.proposal.rank == 0 and (one.covers or one.bare)]
    if grids:
        return max(grids, key=lambda one: (one.proposal.sure, one.figures + one.labels))
    many = [
        one
        for one in able
        if len(one.proposal.items) >= 3 or (len(one.proposal.items) == 2 and one.single == 1)
    ]
    with_labels = [
        one
        for one in many
        if one.single >= _LABELLED and (one.labels >= _ENOUGH or one.unlabelled) and one.covers
    ]
    if with_labels:
        numbered = [one for one in with_labels if one.proposal.rank < 20]
        return max(
            numbered or with_labels,
            key=lambda one: (
                one.announced,
                round(one.single * one.labels, 1),
                -one.proposal.rank,
                one.figures,
            ),
        )
    even = [one for one in many if one.heap <= _HEAP and one.figures >= _ENOUGH and one.proposal.sure]
    # A list without a single figure is one if it holds as many as were announced, or counts from one.
    even += [
        one
        for one in standings
        if one.proposal.sure
        and ((one.bare and (one.announced or one.counted)) or (one.announced and one.counted))
    ]
    for condition in (lambda one: one.announced, lambda one: True):
        fitting = [one for one in even if condition(one)]
        if fitting:
            return min(fitting, key=lambda one: (one.proposal.rank, -one.figures))
    return next(
        (one for one in able if one.proposal.rank == paragraphs.ALONE and one.figures >= _NEARLY_ALL), None
    )


def _believed(notice: Notice, best: Standing, counts: Sequence[int]) -> Structure:
    items = best.proposal.items
    cut = items[-1].cut
    doubts = []
    met = not counts or len(items) in counts
    if not met:
        told = "、".join(map(str, counts))
        doubts.append(
            f"原文称{told}件（项），认出{len(items)}件" + ("，原文到最后一件没有写完" if cut else "")
        )
    short = (cut or _ends_the_text(notice, items)) and all(count > len(items) for count in counts)
    if not best.proposal.sure:
        doubts.append("表头和各栏内容对不上，或是进展表" if best.proposal.rank == 0 else "不能断定怎样分件")
    covered = best.covers or best.bare
    if not covered:
        doubts.append("事项以外的数太多")
    recognised = best.proposal.sure and covered and (met or short)
    return Structure(best.proposal.shape, items, recognised, best.figures, tuple(counts), tuple(doubts))


def _counted(items: Sequence[Item]) -> bool:
    """Whether matters are numbered 1, 2, 3 …."""
    return [number_of(each.number) for each in items] == list(range(1, len(items) + 1))


def _ends_the_text(notice: Notice, items: Sequence[Item]) -> bool:
    """Whether the text is an excerpt: items numbered 1, 2, 3 …, and nothing behind the last of them."""
    last = max(part.stretch.line for part in items[-1].parts)
    return _counted(items) and last >= len(notice.lines) - 1


def _unrecognised(notice: Notice, wanted: ByLine, counts: Sequence[int]) -> Structure:
    lines = sorted(wanted)
    proposal = paragraphs.paragraphs(notice, lines)
    return Structure(
        "", proposal.items, False, 0.0, tuple(counts), ("未认出结构，按段落列出，每一格都请核对",)
    )


def _announced(notice: Notice) -> dict[tuple[int, int], int]:
    """The counts of matters a notice names (十件实事, 50项任务), by where they stand."""
    counts = {}
    for line in notice.prose:
        for found in _ANNOUNCED.finditer(notice.lines[line].folded):
            value = int(found[1]) if found[1].isdecimal() else int(chinese_number(found[1]) or 0)
            if value >= _LEAST_COUNT and _OF_MATTERS.search(found[0]):
                counts[line, found.start()] = value
    return counts


def _outside(counts: Mapping[tuple[int, int], int], proposal: Proposal) -> tuple[int, ...]:
    """The counts that stand outside the matters: 实施20项民生工程 within one announces nothing."""
    told: dict[int, list[Stretch]] = {}
    for each in proposal.items:
        for stretch in each.task:
            told.setdefault(stretch.line, []).append(stretch)
    kept = [
        value
        for (line, start), value in counts.items()
        if not any(stretch.holds(line, start) for stretch in told.get(line, ()))
    ]
    return tuple(dict.fromkeys(kept))
