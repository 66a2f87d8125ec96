"""What the figures of a month say: one value per target, one per matter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from pipeline.model.figures import Cell, Figure, merge
from pipeline.model.findings import Finding
from pipeline.model.kinds import Standing
from pipeline.model.milestones import Milestone
from pipeline.model.months import Month
from pipeline.model.plan import Matter, Role, Target
from pipeline.model.promises import Goal, Node, grouped
from pipeline.model.readings import FileOutcome, Row, Status, UnitReport
from pipeline.model.spotchecks import SpotCheck
from pipeline.model.supervision import Outcome


@dataclass(frozen=True, slots=True)
class TargetProgress:
    """A target in a month. All numbers unrounded; `rate`, `pace` and `gap` in per cent or 百分点.

    `last` is last month's figure as it was reported then, `corrected` the same as corrected by this
    month's sheet; `new` is this month's minus last month's as corrected. None where there is none.
    `months_behind` counts this and the months before it without a break in 滞后 or worse, `behind_cells`
    are what that rests on; a month that is 待核 or 未报送 neither counts nor breaks it. Of such a month `known` is the last usable
    figure, as of `known_on`, and `surely_behind` says that it is behind whichever of the numbers given is right (DOCUMENTS §3).
    `closing` is True from November on, when an unmet target speaks of the year. `node` is the last one due, which sets the
    pace of a target by nodes; `following` the next, `nodes` are all of them; `milestones` what was answered of those in
    words, as far as it may be used. `owing` are the leads that gave no figure or sentence of their own, `unread` those of
    them whose file came and cannot be used.
    `year_before` is its figure of the same period a year ago, where a person paired the two: beside everything, in no reckoning.
    `parts` are 分子 and 分母 of a ratio as its unit gave them, None unless the figure that is used is theirs.
    `usual` is what the periods before brought on average, None unless this one brought far less (DOCUMENTS §3).
    `pledged` is what its leads answered to 督办 that they mean to reach, and what became of it.
    """

    target: Target
    goal: Goal
    standing: Standing
    row: Row | None
    value: Figure | None = None
    last: Figure | None = None
    corrected: Figure | None = None
    new: Figure | None = None
    rate: Figure | None = None
    pace: Decimal | None = None
    gap: Decimal | None = None
    as_of: date | None = None
    last_standing: Standing | None = None
    months_behind: int = 0
    behind_cells: tuple[Cell, ...] = ()
    node: Node | None = None
    following: Node | None = None
    nodes: tuple[Node, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    owing: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    year_before: Figure | None = None
    known: Figure | None = None
    known_on: date | None = None
    surely_behind: bool = False
    closing: bool = False
    pledged: tuple[Outcome, ...] = ()
    usual: Figure | None = None
    parts: tuple[Figure, Figure] | None = None

    @property
    def rows(self) -> tuple[Row, ...]:
        """What its leads wrote, a row a lead."""
        return self.row.each if self.row is not None else ()

    @property
    def in_words(self) -> bool:
        """True if it is judged by nodes in words: documents print its 形象进度."""
        return any(node.words for node in self.nodes)

    @property
    def left(self) -> Decimal | None:
        """What a counted ceiling still allows, in base measures, below zero where it is exceeded; None for anything else."""
        if self.value is None or self.goal.amount is None or not self.target.is_ceiling:
            return None
        return self.goal.amount - self.value.amount

    @property
    def promised(self) -> tuple[Cell, ...]:
        """The cells of the plan it is held against: its goal, and its node if it has one; before its first node that."""
        node = self.node if self.node is not None else self.following
        cell = node.cell if node is not None else None
        return merge(self.goal.cells, () if cell is None else (cell,))

    @property
    def cells(self) -> tuple[Cell, ...]:
        """What its standing rests on: the figure, or where it ought to stand, and what it is held against."""
        answered = tuple(one.cell for one in self.milestones)
        if self.value is not None:
            return merge(self.value.cells, answered, self.promised)
        places = [row.cells["cumulative"] for row in self.rows if "cumulative" in row.cells]
        return merge(answered, () if answered else places, self.promised)


@dataclass(frozen=True, slots=True)
class MatterProgress:
    """A matter in a month: its targets in plan order; `standing` is None for 暂不判定."""

    matter: Matter
    targets: tuple[TargetProgress, ...]
    standing: Standing | None

    @property
    def cells(self) -> tuple[Cell, ...]:
        """What its standing rests on."""
        return merge(*(target.cells for target in self.targets))


@dataclass(frozen=True)
class Progress:
    """The month: every matter and target, who reported, every finding.

    `as_of` is the day most rows are as of (None if none gives one); `drawn_up` the day the documents
    carry; `pace` the linear pace of the month in per cent. `spot_checks` are those that found something untrue
    and that the month's documents tell.
    """

    month: Month
    drawn_up: date
    as_of: date | None
    pace: Decimal
    matters: tuple[MatterProgress, ...]
    reports: tuple[UnitReport, ...]
    files: tuple[FileOutcome, ...]
    findings: tuple[Finding, ...]
    spot_checks: tuple[SpotCheck, ...] = ()

    @cached_property
    def targets(self) -> tuple[TargetProgress, ...]:
        """Every target in plan order."""
        return tuple(target for matter in self.matters for target in matter.targets)

    def find(self, target: str) -> TargetProgress | None:
        """The target of that id; None if it is not of this month."""
        return self._ids.get(target)

    @cached_property
    def _ids(self) -> Mapping[str, TargetProgress]:
        return {one.target.id: one for one in self.targets}

    def led_by(self, unit: str) -> tuple[TargetProgress, ...]:
        """The targets a unit leads, in plan order."""
        return self._led.get(unit, ())

    @cached_property
    def _led(self) -> Mapping[str, tuple[TargetProgress, ...]]:
        return grouped(self.targets, lambda one: dict.fromkeys(one.target.leads))

    def findings_of(self, target: str) -> tuple[Finding, ...]:
        """What was found about a target, in order."""
        return self._findings.get(target, ())

    @cached_property
    def _findings(self) -> Mapping[str, tuple[Finding, ...]]:
        return grouped(self.findings, lambda one: (one.target,))

    def status_of(self, report: UnitReport) -> Status:
        """Where a report stands, by what was found of its unit."""
        return report.status(self._of_units.get(report.unit, ()))

    @cached_property
    def _of_units(self) -> Mapping[str, tuple[Finding, ...]]:
        return grouped(self.findings, lambda one: (one.unit,))

    def reports_of(self, leads: Iterable[str]) -> tuple[UnitReport, ...]:
        """What came from these leads, in the order reports are listed."""
        found = {index: one for lead in leads for index, one in self._reports.get(lead, ())}
        return tuple(found[index] for index in sorted(found))

    @cached_property
    def _reports(self) -> Mapping[str, tuple[tuple[int, UnitReport], ...]]:
        own = [(index, one) for index, one in enumerate(self.reports) if one.role is Role.LEAD]
        return grouped(own, lambda each: (each[1].unit,))

    @property
    def counts(self) -> dict[Standing, int]:
        """How many targets stand where; every standing present, zeros too; adds up to all targets."""
        counted = Counter(target.standing for target in self.targets)
        return {standing: counted[standing] for standing in Standing}
