"""The kinds of target: how each is measured, whether it has a pace, what a unit must fill in for it.

Also the standings of a month and how a rate becomes one (手册-秘书). All pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Standing(StrEnum):
    """Where a target stands in a month. In every document they add up to the number of targets."""

    EXCEEDED = "超额完成"
    DONE = "已完成"
    AHEAD = "超序时"
    ON_PACE = "按序时"
    BELOW_PACE = "低于序时"
    LAGGING = "滞后"
    FAR_BEHIND = "严重滞后"
    MET_SO_FAR = "目前达标"
    UNMET_SO_FAR = "目前未达标"
    MET = "达标"
    UNMET = "未达标"
    NO_NODES = "未设节点"
    NOT_DUE = "未到期"
    UNREPORTED = "未报送"
    DOUBTFUL = "待核"
    SUSPENDED = "暂缓"
    NOT_JUDGED = "不适用"
    NOT_APPLICABLE = "不适用（定性）"


FINISHED = frozenset({Standing.EXCEEDED, Standing.DONE})
BEHIND = frozenset({Standing.BELOW_PACE, Standing.LAGGING, Standing.FAR_BEHIND})
LATE = frozenset({Standing.LAGGING, Standing.FAR_BEHIND})
UNKNOWN = frozenset({Standing.UNREPORTED, Standing.DOUBTFUL})
MEETING = frozenset({Standing.MET_SO_FAR, Standing.MET})
FAILING = frozenset({Standing.UNMET_SO_FAR, Standing.UNMET})
WANTING = BEHIND | FAILING

# A matter takes the worst standing of its targets; first is worst.
_WORST_FIRST = (
    Standing.FAR_BEHIND,
    Standing.LAGGING,
    Standing.BELOW_PACE,
    Standing.UNMET,
    Standing.UNMET_SO_FAR,
    Standing.NO_NODES,
    Standing.ON_PACE,
    Standing.AHEAD,
    Standing.MET_SO_FAR,
    Standing.MET,
    Standing.DONE,
    Standing.EXCEEDED,
)

# What a matter takes only where its targets are of nothing else; first wins.
_LEFT_OUT = (Standing.SUSPENDED, Standing.NOT_DUE, Standing.NOT_JUDGED)


class Direction(StrEnum):
    """方向: on which side of its goal a target is met (PLAN §2)."""

    AT_LEAST = "不低于"
    AT_MOST = "不高于"
    AROUND = "左右"


class Pacing(StrEnum):
    """序时方式: by what a month's figure is judged (PLAN §2)."""

    LINEAR = "按序时"
    NODES = "按节点"
    YEAR_END = "年末完成"
    NONE = "不判断"


class Relation(StrEnum):
    """关系 of a part to its whole: parts add up, or each is no more than it (PLAN §2)."""

    SUM = "合计"
    WITHIN = "其中"


@dataclass(frozen=True, slots=True)
class Kind:
    """How targets of a kind behave.

    `ratio`: 累计完成 holds per cent and is compared in 百分点. `signed`: it may be below zero. `cumulative`: the figure may not fall
    without a correction. `paced`: compared with 序时进度. `parts_required`: 分子 and 分母 must be
    given. `closed_list`: more than the target is an error. `said_with_verb`: documents keep the verb
    (启动20个). `columns`: the entry columns that a unit is asked to fill for it (names of the layout).
    """

    name: str
    meaning: str
    ratio: bool = False
    signed: bool = False
    cumulative: bool = False
    paced: bool = False
    parts_required: bool = False
    closed_list: bool = False
    said_with_verb: bool = False
    columns: tuple[str, ...] = ("this_month", "cumulative")

    @property
    def quantified(self) -> bool:
        """False for 定性, which people judge."""
        return self.ratio or self.cumulative


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("累计数", "全年累计数与年度目标相比", cumulative=True, paced=True),
        Kind(
            "比率",
            "填百分数，必须同时填分子、分母，按百分点与目标相比",
            ratio=True,
            parts_required=True,
            columns=("cumulative", "numerator", "denominator"),
        ),
        Kind("保持", "持续保持的比率，分子、分母选填", ratio=True, columns=("cumulative",)),
        Kind(
            "增幅",
            "比上年增长的百分数，下降填负数，没有分子、分母，按百分点与目标相比",
            ratio=True,
            signed=True,
            columns=("cumulative",),
        ),
        Kind(
            "节点计数", "按动词口径计数（启动即计启动数）", cumulative=True, paced=True, said_with_verb=True
        ),
        Kind("名单", "名单固定，不会超额", cumulative=True, paced=True, closed_list=True),
        Kind("定性", "一句话写做了什么，由人认定，不算率", columns=()),
    )
}


@dataclass(frozen=True, slots=True)
class Bands:
    """Bounds between standings, in 百分点, from the plan's 规则: t, 10 and 30 in the sample."""

    tolerance: Decimal = Decimal(1)
    lagging: Decimal = Decimal(10)
    far_behind: Decimal = Decimal(30)

    def standing(self, gap: Decimal) -> Standing:
        """The standing of an unfinished target from its unrounded gap to the pace."""
        if gap > self.tolerance:
            return Standing.AHEAD
        if gap >= -self.tolerance:
            return Standing.ON_PACE
        if gap > -self.lagging:
            return Standing.BELOW_PACE
        if gap >= -self.far_behind:
            return Standing.LAGGING
        return Standing.FAR_BEHIND


def amount_standing(value: Decimal, goal: Decimal, gap: Decimal | None, bands: Bands) -> Standing:
    """Standing of a counted target. Met comes first; without a pace there is only 未设节点."""
    if value >= goal:
        return Standing.EXCEEDED if value > goal else Standing.DONE
    return Standing.NO_NODES if gap is None else bands.standing(gap)


def node_standing(
    value: Decimal, goal: Decimal, gap: Decimal | None, following: Decimal, bands: Bands
) -> Standing:
    """Standing of a target judged by nodes. `gap` is to the last node due, None before the first; `following` the next.

    Before the first node nothing is late; 超序时 is only what is beyond the node to come (PLAN §2).
    """
    if value >= goal:
        return Standing.EXCEEDED if value > goal else Standing.DONE
    if value > following:
        return Standing.AHEAD
    if gap is None:
        return Standing.NOT_DUE
    standing = bands.standing(gap)
    return Standing.ON_PACE if standing is Standing.AHEAD else standing


def bounded_standing(met: bool, for_good: bool) -> Standing:
    """Standing of a bounded target: it is never 完成, only 达标, and only for now unless that is `for_good`."""
    if for_good:
        return Standing.MET if met else Standing.UNMET
    return Standing.MET_SO_FAR if met else Standing.UNMET_SO_FAR


def worst(standings: list[Standing]) -> Standing | None:
    """The standing of a matter: its worst; None (暂不判定) while any figure is 待核 or 未报送.

    定性, 暂缓, 未到期 and 不判断 targets are left out; a matter of nothing else takes theirs.
    """
    if UNKNOWN.intersection(standings):
        return None
    ranked = [standing for standing in _WORST_FIRST if standing in standings]
    if ranked:
        return ranked[0]
    return next((each for each in _LEFT_OUT if each in standings), Standing.NOT_APPLICABLE)
