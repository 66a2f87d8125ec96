"""Parts of a whole: 幼儿园10所,其中公办新建5所、公办改扩建5所 (NOTICE §4, PLAN §2)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.inputs.notices.notice_lines import Notice
from pipeline.inputs.notices.outline import DraftTarget
from pipeline.model.kinds import Relation

_OF_WHICH = re.compile("其中|包括|包含|(?:^|[,(])含")


def with_parts(notice: Notice, targets: Sequence[DraftTarget]) -> list[DraftTarget]:
    """The targets, those behind 其中 as parts of the one before it. Parts that come to more than their whole are doubtful,
    and it with them.
    """
    result = list(targets)
    for place, whole in enumerate(targets):
        own = whole.quantity
        if own.measure in ("%", "‰", ""):
            continue
        parts = _parts(notice, targets, place)
        if not parts:
            continue
        total = sum((targets[part].quantity.amount for part in parts), Decimal(0))
        if (total > own.amount and len(parts) > 1) or any(
            targets[part].quantity.amount > own.amount for part in parts
        ):
            for part in (place, *parts):
                result[part] = replace(result[part], doubts=(*result[part].doubts, "分项加起来与总数不符"))
            continue
        relation = Relation.SUM if total == own.amount and len(parts) > 1 else Relation.WITHIN
        shown = "" if relation is Relation.SUM else relation.value
        for part in parts:
            result[part] = replace(result[part], part_of=place + 1, relation=shown)
    return result


def _parts(notice: Notice, targets: Sequence[DraftTarget], place: int) -> list[int]:
    """The places of the targets of one measure behind 其中 in the whole's sentence."""
    own = targets[place].quantity
    text = notice.lines[own.line].folded
    found: list[int] = []
    for later in range(place + 1, len(targets)):
        one = targets[later].quantity
        if (
            one.line != own.line
            or re.search("[。;]", text[own.end : one.start])
            or one.measure != own.measure
        ):
            break
        between = text[own.end : one.start]
        if not found and (not _OF_WHICH.search(between) or targets[later - 1].quantity.start > own.start):
            break
        if (
            found
            and re.search("[,]", text[targets[later - 1].quantity.end : one.start])
            and not _listed(text[targets[later - 1].quantity.end : one.start])
        ):
            break
        found.append(later)
    return found


def _listed(between: str) -> bool:
    """Whether a list of parts goes on over a comma: 小学1所,初中1所, no new verb in between."""
    return not re.search("新增|新建|建设|完成|改造|建成|实施|开展|提供|打造|增加|年度", between)
