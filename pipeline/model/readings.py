"""What came in: what units reported in their spreadsheets; the spreadsheets themselves, as typed cells, are `sheets`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from pipeline.model.codes import Level
from pipeline.model.figures import Cell, Figure
from pipeline.model.findings import Finding
from pipeline.model.funds import NO_FUNDS, Funds
from pipeline.model.milestones import Milestone
from pipeline.model.months import Month
from pipeline.model.periods import DueDay
from pipeline.model.plan import Role
from pipeline.model.promises import grouped

# Whoever speaks of what was reported speaks of cells too; readers of files need the cells alone.
from pipeline.model.sheets import EMPTY as EMPTY
from pipeline.model.sheets import Book as Book
from pipeline.model.sheets import Content as Content
from pipeline.model.sheets import Holds as Holds
from pipeline.model.sheets import Sheet as Sheet
from pipeline.model.sheets import column_of as column_of
from pipeline.model.sheets import reference as reference
from pipeline.model.spotchecks import SpotChecks
from pipeline.model.supervision import Replies


@dataclass(frozen=True, slots=True)
class Reading:
    """A number a unit reported, converted to the base measure, and how finely it was given.

    `decimals` counts in the unit the sheet used, whose scale is 10 to the `exponent`; for a ratio it is
    what 分子÷分母 must agree to.
    """

    figure: Figure
    decimals: int
    exponent: int = 0

    @property
    def cell(self) -> Cell:
        """The cell it stands in."""
        return self.figure.cells[0]


@dataclass(frozen=True, slots=True)
class Row:
    """What one unit wrote about one target in one month.

    A field is None, or an empty text, when nothing usable stands there; the findings of the sheet say
    which. `cells` gives the address of every column of the row that the sheet has, by layout name.
    `works` (形象进度), `funds` and `forecast` (预计全年, in the base measure) are read only where the rule 表样增列 asks for them.
    `of` are the rows of several leads whose figures this one pools (填报方式): its figures are theirs together,
    its texts and cells those of the first; empty for what one unit wrote.
    """

    target: str
    unit: str
    cells: Mapping[str, Cell]
    cumulative: Reading | None = None
    this_month: Reading | None = None
    numerator: Reading | None = None
    denominator: Reading | None = None
    corrected_last: Reading | None = None
    as_of: date | None = None
    correction: str = ""
    headline: str = ""
    reason: str = ""
    progress: str = ""
    difficulty: str = ""
    coordination: str = ""
    next_steps: str = ""
    works: str = ""
    funds: Funds = NO_FUNDS
    forecast: Figure | None = None
    of: tuple[Row, ...] = ()

    @property
    def each(self) -> tuple[Row, ...]:
        """What units wrote, a row a unit: the row itself, or those it pools."""
        return self.of or (self,)


@dataclass(frozen=True, slots=True)
class CountyRow:
    """A county's share as its lead reported it; None when the cell is blank or no number."""

    target: str
    unit: str
    area: str
    cumulative: Reading | None
    cell: Cell


class Outcome(StrEnum):
    """What became of an entry of the month's folder; the five add up to all entries."""

    USED = "采用"
    STAMPED = "盖章件"
    PROSE = "文字件"
    REFUSED = "拒收"
    IGNORED = "忽略"


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """One entry of the month's folder and what became of it, with the reason.

    `unit` is the unit a 盖章件 is filed under, as its name tells; empty where it tells none.
    """

    name: str
    outcome: Outcome
    reason: str
    sha256: str = ""
    unit: str = ""


class Status(StrEnum):
    """Where an expected report stands."""

    REPORTED = "已报送"
    RETURNED = "退回"
    DOUBTFUL = "待核"
    MISSING = "未报送"


@dataclass(frozen=True, slots=True)
class UnitReport:
    """An expected report of a unit in a role: whether it came, when, from which file.

    `stage` is the rule for the day it is due; `stamped` counts the unit's stamped scans. `judged` is
    False for a sheet that another office checks: here it is only noted that it came. `told_late` says that it
    is late by as many working days as a paper speaks of (规则 迟报入文). `refused`
    names a file that came and could not be used; empty where there is none, or another that could.
    """

    unit: str
    role: Role
    stage: DueDay
    received: date | None = None
    late: bool = False
    file: str = ""
    sha256: str = ""
    stamped: int = 0
    judged: bool = True
    told_late: bool = False
    refused: str = ""

    def status(self, findings: tuple[Finding, ...]) -> Status:
        """Its status given all findings of the month: the worst that is open on this unit."""
        if not self.file:
            return Status.RETURNED if self.refused else Status.MISSING
        if not self.judged:
            return Status.REPORTED
        levels = {finding.level for finding in findings if finding.unit == self.unit}
        if Level.RETURN in levels:
            return Status.RETURNED
        return Status.DOUBTFUL if Level.VERIFY in levels else Status.REPORTED


@dataclass(frozen=True)
class Returns:
    """Everything that came in for a month, as read: nothing judged yet beyond single cells.

    `rows` and `counties` are what leads reported, one a lead and target as read, one a target once the figures
    of several leads are pooled; `shares` what cooperating units and counties reported to their lead, one row a
    unit and target. A share is never a target's figure.
    """

    month: Month
    files: tuple[FileOutcome, ...] = ()
    reports: tuple[UnitReport, ...] = ()
    rows: tuple[Row, ...] = ()
    counties: tuple[CountyRow, ...] = ()
    shares: tuple[Row, ...] = ()
    findings: tuple[Finding, ...] = ()
    milestones: tuple[Milestone, ...] = ()

    @cached_property
    def _rows(self) -> Mapping[str, tuple[Row, ...]]:
        return grouped(self.rows, lambda row: (row.target,))

    @cached_property
    def _shares(self) -> Mapping[tuple[str, str], tuple[Row, ...]]:
        return grouped(self.shares, lambda row: ((row.target, row.unit),))

    @cached_property
    def _counties(self) -> Mapping[str, tuple[CountyRow, ...]]:
        return grouped(self.counties, lambda row: (row.target,))

    @cached_property
    def _milestones(self) -> Mapping[str, tuple[Milestone, ...]]:
        return grouped(self.milestones, lambda one: (one.target,))

    @cached_property
    def refused_leads(self) -> frozenset[str]:
        """The leads whose file came and cannot be used."""
        return frozenset(one.unit for one in self.reports if one.refused and one.role is Role.LEAD)

    def row(self, target: str) -> Row | None:
        """The lead's row for a target."""
        return next(iter(self._rows.get(target, ())), None)

    def milestones_of(self, target: str) -> Mapping[date, Milestone]:
        """What was answered of a target's nodes in words, by the day each is due."""
        return {one.due: one for one in self._milestones.get(target, ())}

    def row_of(self, target: str, unit: str) -> Row | None:
        """What that lead wrote about a target, pooled or not."""
        each = (one for row in self._rows.get(target, ()) for one in row.each)
        return next((one for one in each if one.unit == unit), None)

    def counties_of(self, target: str) -> tuple[CountyRow, ...]:
        """The county rows for a target."""
        return self._counties.get(target, ())

    def share(self, target: str, unit: str) -> Row | None:
        """What a cooperating unit or county reported to the target's lead."""
        return next(iter(self._shares.get((target, unit), ())), None)


@dataclass(frozen=True)
class Settled:
    """A month after checks and people's decisions: what may be used, and every finding.

    `values` holds only figures that are used, by target id. `corrected` holds last month's cumulative
    as corrected by this month's sheet. `shares` holds what of the cooperating units' and counties'
    figures may be used, by target id and unit. `doubtful` are the targets whose figure a finding
    holds back: 待核, where one without a figure is 未报送.
    """

    returns: Returns
    findings: tuple[Finding, ...]
    values: Mapping[str, Figure]
    corrected: Mapping[str, Figure] = field(default_factory=dict)
    shares: Mapping[tuple[str, str], Figure] = field(default_factory=dict)
    doubtful: frozenset[str] = frozenset()

    @property
    def month(self) -> Month:
        """The month it is about."""
        return self.returns.month

    def findings_of(self, target: str) -> tuple[Finding, ...]:
        """What was found about a target."""
        return self._findings.get(target, ())

    @cached_property
    def _findings(self) -> Mapping[str, tuple[Finding, ...]]:
        return grouped(self.findings, lambda one: (one.target,))


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody was telephoned for a report owed (电话催报): for which period, which unit, on which day, what it answered, by which post."""

    month: Month
    unit: str
    day: date
    answer: str
    post: str


@dataclass(frozen=True, slots=True)
class AdHoc:
    """What came in for one `day` outside the periods (临时调度), read and checked as a period is: in no reckoning (SIGNED §4)."""

    day: date
    settled: Settled

    def as_of(self, target: str) -> date:
        """As of which day a target's figure is, the day asked for unless its row says another."""
        row = self.settled.returns.row(target)
        return row.as_of if row is not None and row.as_of is not None else self.day


@dataclass(frozen=True, slots=True)
class History:
    """Every reporting month of the year so far, in order, settled; the year's spot checks and replies to 督办.

    `ad_hoc` are the days called for beside the periods, in order.
    """

    months: Mapping[Month, Settled]
    spot_checks: SpotChecks = field(default_factory=SpotChecks)
    replies: Replies = field(default_factory=Replies)
    ad_hoc: tuple[AdHoc, ...] = ()

    def __getitem__(self, month: Month) -> Settled:
        return self.months[month]

    def get(self, month: Month) -> Settled | None:
        """That month, or None if nobody was asked to report yet."""
        return self.months.get(month)
