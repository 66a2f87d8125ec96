"""Matters of a draft: what was proposed, with its targets, units, times and nodes (NOTICE §4, §5)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from pipeline.inputs.notices.competition import structure
from pipeline.inputs.notices.fates import judge
from pipeline.inputs.notices.items import Item
from pipeline.inputs.notices.labels import UNITS, Role
from pipeline.inputs.notices.notice_lines import Notice, Stretch
from pipeline.inputs.notices.of_which import with_parts
from pipeline.inputs.notices.outline import Draft, DraftMatter, DraftTarget
from pipeline.inputs.notices.phrases import comparison, each_of, qualitative, sort_of, span_of
from pipeline.inputs.notices.quantities import ByLine, Fate, Quantity, by_line, quantities, within
from pipeline.inputs.notices.times import DraftNode, deadline_in, milestones_in, nodes_in, slipped_in
from pipeline.inputs.notices.unit_names import leading_in, left_out, names_of

# What no matter of a notice holds: no pains are taken to find what it says twice.
_MOST_TARGETS, _MOST_SHOWN = 200, 60


def drafted(notice: Notice) -> Draft:
    """The draft of a notice."""
    found = judge(notice, quantities(notice))
    built = structure(notice, found)
    first_leads = (
        re.search(
            "(?:列|排)(?:在)?(?:第一|首)位?[^。;]{0,8}(?:牵头|负责|主办)",
            "".join(line.folded for line in notice.lines),
        )
        is not None
    )
    matters, taken = [], set[tuple[int, int]]()
    numbers_of = by_line(found)
    for each in built.items:
        matter, used = _matter(notice, each, numbers_of, built.recognised, first_leads)
        matters.append(matter)
        taken |= used
    numbers = tuple(_settled(one, taken) for one in found)
    return Draft(notice, built, tuple(matters), numbers)


def _settled(one: Quantity, taken: set[tuple[int, int]]) -> Quantity:
    if one.wanted and (one.line, one.start) not in taken:
        return one.judged(Fate.UNUSED, "不在事项里，或与已列的相同")
    return one


def _matter(
    notice: Notice, each: Item, found: ByLine, recognised: bool, first_leads: bool
) -> tuple[DraftMatter, set[tuple[int, int]]]:
    own = sorted({one for stretch in each.task for one in within(stretch, found) if one.wanted}, key=_place)
    nodes = tuple(
        node for part in each.of(Role.NODES) for node in nodes_in(notice, part.stretch, part.label, found)
    )
    kept = _once(notice, each, own or _among_measures(each, found, nodes))
    targets = with_parts(
        notice, [target for one in kept for target in _targets(notice, each, one, found, recognised)]
    )
    leads, cooperating, doubts = _units(notice, each, first_leads)
    if slipped_in(notice, each):
        doubts = (*doubts, "完成时限里另有任务的文字")
    used = {(one.line, one.start) for one in kept} | {
        (node.quantity.line, node.quantity.start) for node in nodes
    }
    return (
        DraftMatter(
            each,
            leads,
            cooperating,
            deadline_in(notice, each),
            tuple(targets),
            nodes,
            tuple(milestones_in(notice, each)),
            tuple(qualitative(notice, each, kept)),
            doubts,
        ),
        used,
    )


def _among_measures(each: Item, found: ByLine, nodes: Sequence[DraftNode]) -> list[Quantity]:
    """The figures of 措施 that belong to no date, for a matter whose task tells none: doubtful all of them."""
    dated = {node.quantity for node in nodes}
    told = (one for part in each.of(Role.NODES) for one in within(part.stretch, found) if one.wanted)
    return [one.judged(Fate.DOUBTFUL, "写在措施、进度里") for one in told if one not in dated]


def _place(one: Quantity) -> tuple[int, int]:
    return one.line, one.start


def _within(each: Item, one: Quantity, span: Stretch) -> Stretch:
    """A phrase, no further than the part of the matter it stands in."""
    own = next((part.stretch for part in each.parts if part.stretch.holds(one.line, one.start)), None)
    if own is None:
        return span
    return Stretch(span.line, max(span.start, own.start), min(span.end, own.end))


def _targets(
    notice: Notice, each: Item, one: Quantity, found: ByLine, recognised: bool
) -> Iterable[DraftTarget]:
    span = _within(each, one, span_of(notice, one, found.get(one.line, ())))
    compared = comparison(notice, one)
    kind, doubt = sort_of(notice, one, span)
    doubts = tuple(
        filter(
            None, (one.reason if one.fate is Fate.DOUBTFUL else "", doubt, "" if recognised else "未认出结构")
        )
    )
    names, sure = each_of(notice, one)
    if not sure:
        doubts = (*doubts, "各、均、分别指几项")
    target = DraftTarget(one, span, compared, kind, doubts)
    return [replace(target, name=name) for name in names] if len(names) > 1 and sure else [target]


def _once(notice: Notice, each: Item, own: Sequence[Quantity]) -> list[Quantity]:
    """Without the figures that only say again what title or text said: same amount, same words beside it."""
    if len(own) > _MOST_TARGETS:
        return list(own)
    kept: list[Quantity] = []
    for one in own:
        twin = next(
            (
                other
                for other in kept
                if other.amount == one.amount
                and other.measure == one.measure
                and _alike(notice, each, other, one)
            ),
            None,
        )
        if twin is None:
            kept.append(one)
        elif each.title.holds(twin.line, twin.start) and not each.title.holds(one.line, one.start):
            # What title and text both say is taken as the text says it.
            kept[kept.index(twin)] = one
    return kept


def _alike(notice: Notice, each: Item, first: Quantity, second: Quantity) -> bool:
    if first.clause == second.clause:
        return False
    words = [_wording(notice, one) for one in (first, second)]
    blocks = SequenceMatcher(None, words[0], words[1], autojunk=False).get_matching_blocks()
    longest, total = max(block.size for block in blocks), sum(block.size for block in blocks)
    parts = [
        next((p.stretch for p in each.parts if p.stretch.holds(one.line, one.start)), None)
        for one in (first, second)
    ]
    in_columns = notice.in_tables and parts[0] != parts[1] and first.line != second.line
    if in_columns:
        return longest >= 2
    in_title = each.title.holds(first.line, first.start) != each.title.holds(second.line, second.start)
    return (
        longest >= 2 and total >= 3 if in_title else longest * 5 >= min(map(len, words)) * 4 and longest >= 4
    )


def _wording(notice: Notice, one: Quantity) -> str:
    """The words of a clause without its numbers and their measures."""
    text = notice.lines[one.line].folded
    told = text[one.clause.start : one.start] + text[one.end : one.clause.end]
    return re.sub(r"\d[\d.,]*[万亿%余多]*", "", told)


def _units(
    notice: Notice, each: Item, first_leads: bool
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Who leads, who cooperates, and what is doubtful about it."""
    by_role = {
        role: [name for part in each.of(role) for name in names_of(notice.folded(part.stretch))]
        for role in UNITS
    }
    first, unit, second = (by_role[role] for role in (Role.FIRST, Role.UNIT, Role.SECOND))
    first += [name for part in each.of(Role.UNIT) for name in leading_in(notice.folded(part.stretch))]
    doubts: list[str] = []
    if first:
        leads, others = first, [*unit, *second]
    elif unit and first_leads and not second:
        leads, others = unit[:1], unit[1:]
    else:
        leads, others = unit, second
        if len(unit) > 1:
            doubts.append("几个责任单位谁牵头，原文未载")
    strange = [word for part in each.of(*UNITS) for word in left_out(notice.folded(part.stretch))]
    if strange:
        doubts.append(f"单位里有认不出的字：{'、'.join(strange)[:_MOST_SHOWN]}")
    if not leads:
        doubts.append("未载责任单位")
    leads = list(dict.fromkeys(leads))
    return tuple(leads), tuple(dict.fromkeys(name for name in others if name not in leads)), tuple(doubts)
