"""What a target asks beside its goal: on which side of it it is met, by what it is judged, how it is said (PLAN §2)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from pipeline.model.growth import FALLS
from pipeline.model.kinds import Direction, Kind, Pacing, Relation


class Pooling(StrEnum):
    """How the figures of a target's several leads become one (填报方式): all report the same, or each its part."""

    SAME = "同报"
    SUM = "相加"


_GOAL_SAID = {
    Direction.AT_LEAST: ("", ""),
    Direction.AT_MOST: ("不高于", ""),
    Direction.AROUND: ("", "左右"),
}
_FALL_SAID = {
    Direction.AT_LEAST: (f"{FALLS}不超过", ""),
    Direction.AT_MOST: (FALLS, "以上"),
    Direction.AROUND: (FALLS, "左右"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What 指标 says of a target beside its goal.

    `margin` (容许差) is in base measures, 百分点 for per cent; `warrant` (依据) is why it is judged at the year's end or
    not at all, in words fit to print; `phrasing` (公文写法) holds {} where the figure goes; `urged_as` is 督办题名.
    `last_year_id` (上年编号) is the target of the year before that somebody paired it with, `comparable` (口径一致) that both count alike.
    """

    kind: Kind
    pacing: Pacing = Pacing.LINEAR
    direction: Direction = Direction.AT_LEAST
    margin: Decimal = Decimal(0)
    striving: bool = False
    relation: Relation = Relation.SUM
    warrant: str = ""
    phrasing: str = ""
    urged_as: str = ""
    last_year_id: str = ""
    comparable: bool = False

    @property
    def by_nodes(self) -> bool:
        """True if its pace is what its nodes say."""
        return self.pacing is Pacing.NODES

    @property
    def is_ceiling(self) -> bool:
        """True for a count that is to stay within its goal (事故不超过20起): no pace, only what is used and left."""
        return self.kind.cumulative and self.direction is Direction.AT_MOST

    @property
    def is_bounded(self) -> bool:
        """True for what is met or not at any time: per cent, and amounts not to exceed or to stay about their goal.

        Everything else is counted up to its goal.
        """
        return self.kind.ratio or self.direction is not Direction.AT_LEAST

    def goal_said(self, amount: Decimal) -> tuple[str, str]:
        """What is said before and behind the number of its goal, which bears no sign then: 力争不高于, 左右; 下降 and 以上.

        Nothing of what is simply to be reached. A fall that is a goal is at least, at most or about so much (PLAN §2).
        """
        before, after = _GOAL_SAID[self.direction] if amount >= 0 else _FALL_SAID[self.direction]
        return f"{'力争' if self.striving else ''}{before}", after

    def meets(self, value: Decimal, goal: Decimal) -> bool:
        """True if `value` keeps the promise of `goal`; both unrounded, what equals the bound keeps it."""
        if self.direction is Direction.AROUND:
            return abs(value - goal) <= self.margin
        return value >= goal if self.direction is Direction.AT_LEAST else value <= goal

    def bounds(self, goal: Decimal | None) -> tuple[Decimal, ...]:
        """The numbers a printed figure may not cross: its goal, the ends of 左右, and zero where it may be negative."""
        if goal is None:
            return ()
        ends = (goal - self.margin, goal + self.margin) if self.direction is Direction.AROUND else ()
        return (goal, *ends, *((Decimal(0),) if self.kind.signed else ()))
