"""Quotas of lower units within a target: 其中东河县600户、西岭县500户 are 分县任务 and no targets of their own (NOTICE §6)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.inputs.notices.notice_lines import Notice, Stretch
from pipeline.inputs.notices.outline import DraftTarget
from pipeline.model.figures import plain

_LEAST = 2
_PLACE = re.compile(
    r"(?:[,、]?(?:其中|包括|包含|含)[:,]?)?([\u4e00-\u9fff]{1,8}?(?:[县区市旗镇乡]|街道))(?:完成|为)?"
)
# What ends like a place and is a kind of place: 老旧小区50个、城镇30个.
_KIND = re.compile(r"(?:[小社园城景校片灾山林牧库矿厂地街]区|[城集古乡]镇|[城都]市|[全各].{1,3})$")


@dataclass(frozen=True, slots=True)
class Quota:
    """What one lower unit owes of a target: its place among the matter's targets (from 0), whose it is, how much in the
    whole's measure, and where the notice says so.
    """

    place: int
    unit: str
    amount: str
    told: Stretch


def quotas_of(notice: Notice, targets: Sequence[DraftTarget]) -> dict[int, tuple[Quota, ...]]:
    """The quotas by the place of the target they are of; none where one of its parts is no lower unit's."""
    found = {}
    for whole in {target.part_of for target in targets} - {0}:
        own = list(_quotas(notice, targets, whole - 1))
        if len(own) >= _LEAST and len(own) == sum(target.part_of == whole for target in targets):
            found[whole - 1] = tuple(own)
    return found


def _quotas(notice: Notice, targets: Sequence[DraftTarget], whole: int) -> Iterator[Quota]:
    one = targets[whole].quantity
    for place, target in enumerate(targets):
        part = target.quantity
        before = notice.lines[part.line].folded[target.span.start : part.start]
        behind = notice.lines[part.line].folded[part.end : target.span.end]
        unit = _PLACE.fullmatch(before)
        if target.part_of == whole + 1 and unit and not _KIND.search(unit[1]) and not behind.strip("、,;。 "):
            yield Quota(place, unit[1], plain(part.amount * one.value / one.amount), target.span)
