"""What was promised of a target and by which day how much; what changes of it within the year, who answers, which post."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from pipeline.model.figures import Cell

Item = TypeVar("Item")
Key = TypeVar("Key")


class Adjustment(StrEnum):
    """What of a target a document changes within the year (目标调整)."""

    GOAL = "目标值"
    DEADLINE = "完成时限"
    LEAD = "责任单位"
    CANCELLED = "取消"
    ADDED = "新增"
    SUSPENDED = "暂缓"
    RESUMED = "恢复"


@dataclass(frozen=True, slots=True)
class Goal:
    """What was promised, in base measures (per cent for ratios); in force from `since`.

    `amount` is None for 定性; `suspended` says the target is 暂缓 from that day, `absent` that it is not there at all:
    before 新增, after 取消. `source` is the document that set it, `cell` where the plan says so; a source that is not
    `printable` is printed as 经市政府研究同意. `until` is the day it is to be done by where a document changed that.
    """

    amount: Decimal | None
    since: date | None
    source: str
    suspended: bool = False
    cell: Cell | None = None
    absent: bool = False
    until: date | None = None
    printable: bool = True
    change: Adjustment = Adjustment.GOAL

    @property
    def cancelled(self) -> bool:
        """True where a document took the target out of the year (取消), not where it is not in it yet."""
        return self.absent and self.change is Adjustment.CANCELLED

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cell the promise stands in; none for one that no table gave."""
        return (self.cell,) if self.cell is not None else ()


@dataclass(frozen=True, slots=True)
class Node:
    """按节点: by `due`, `amount` (base measure) is to be reached, or what `words` say (主体封顶): then there is no amount."""

    target: str
    due: date
    amount: Decimal | None
    source: str
    cell: Cell | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Handover:
    """From `since` on a target is answered for by other leads, on a document's authority."""

    since: date
    leads: tuple[str, ...]
    source: str
    printable: bool = True


@dataclass(frozen=True, slots=True)
class Post:
    """A 主管市领导 by post, in charge of a matter from `since` on."""

    since: date
    leader: str


def grouped(items: Iterable[Item], keys: Callable[[Item], Iterable[Key]]) -> Mapping[Key, tuple[Item, ...]]:
    """Items by each of their keys, in order: looked up once for all, where going through them again for each would grow with
    the square of a plan."""
    found: dict[Key, list[Item]] = {}
    for item in items:
        for key in keys(item):
            found.setdefault(key, []).append(item)
    return {key: tuple(each) for key, each in found.items()}
