"""抽查: what inspectors found when they looked at figures units had reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from pipeline.model.figures import Cell, Figure
from pipeline.model.findings import Finding
from pipeline.model.months import Month
from pipeline.model.plan import Target


class Scope(StrEnum):
    """核查范围: everything that was reported, or a sample of it."""

    WHOLE = "全量"
    PART = "抽样"


@dataclass(frozen=True, slots=True)
class SpotCheck:
    """A record that came back: what `unit` (key) had reported of `target` (id) for `month`, and what was true of it.

    `reported`, `checked` (抽查数) and `untrue` (不实数) are in the target's base measure; of a ratio checked 全量
    they are per cent, of one checked by 抽样 the last two count cases. `mended` is the month from whose report on
    the unit's own figure leaves out what was untrue; None while it does not. `stands` if people wrote 未扣除: a
    correction since has nothing to do with it.
    """

    month: Month
    target: str
    unit: str
    scope: Scope
    reported: Figure
    checked: Decimal
    untrue: Decimal
    remark: str
    evidence: str
    inspector: str
    day: date
    mended: Month | None
    stands: bool
    cells: Mapping[str, Cell]

    @property
    def genuine(self) -> Figure:
        """属实数 of a 全量 check: what was found to be true."""
        cells = (self.cells["属实数"],)
        return Figure(self.checked - self.untrue, self.reported.measure, cells)

    def outstanding(self, month: Month) -> bool:
        """Whether what the unit reports for `month` still holds what was found untrue."""
        return self.untrue > 0 and (self.mended is None or month < self.mended)


@dataclass(frozen=True, slots=True)
class SpotChecks:
    """The records of a year in the order of their days, what is wrong with them, and their files by sha256."""

    records: tuple[SpotCheck, ...] = ()
    findings: tuple[Finding, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)

    def of(self, target: str) -> tuple[SpotCheck, ...]:
        """The records about a target, whichever unit they are of."""
        return tuple(one for one in self.records if one.target == target)


class Ground(StrEnum):
    """抽查缘由: why a figure is worth looking at."""

    BEHIND = "进度落后"
    SURGE = "突然超前"
    RESTATED = "作过更正"
    EXACT = "恰好等于目标"
    UNCHECKED = "久未抽查"


# How much likelier each ground makes a draw; a figure without any has weight 1.
WEIGHTS: Mapping[Ground, int] = {
    Ground.BEHIND: 5,
    Ground.SURGE: 6,
    Ground.RESTATED: 6,
    Ground.EXACT: 4,
    Ground.UNCHECKED: 2,
}


@dataclass(frozen=True, slots=True)
class Pick:
    """A figure to look at: whose it is, what was reported, and why it; a lead's is the target's own."""

    target: Target
    unit: str
    reported: Figure
    grounds: tuple[Ground, ...]

    @property
    def weight(self) -> int:
        """How likely it is to be drawn beside one that nothing speaks for."""
        return 1 + sum(WEIGHTS[ground] for ground in self.grounds)
