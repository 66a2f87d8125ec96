"""What a rule may look at, and how it words a finding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pipeline.model.codes import Code
from pipeline.model.figures import Cell, Figure
from pipeline.model.findings import Finding
from pipeline.model.months import Month
from pipeline.model.office_terms import Terms
from pipeline.model.plan import Plan, Pooling, Target
from pipeline.model.readings import Reading, Returns, Row, UnitReport


@dataclass(frozen=True)
class Facts:
    """What a rule may look at.

    `last` holds last month's usable figures by target id, `before` those of the month before that,
    `known` the latest usable figure of any earlier month, with that month; `spoilt` the targets whose
    figure an earlier rule or the reading itself has already held back, so that one mistake is
    reported once, by its cause. `reached` are the nodes in words that were 已完成 in an earlier month, with that month.
    """

    plan: Plan
    returns: Returns
    last: Mapping[str, Figure]
    before: Mapping[str, Figure]
    known: Mapping[str, tuple[Month, Figure]]
    spoilt: frozenset[str] = frozenset()
    reached: Mapping[tuple[str, date], Month] = field(default_factory=dict)

    def is_share(self, row: Row) -> bool:
        """True for one unit's part of a target's figure: a cooperating unit's, a county's, one of several leads'."""
        added = self.plan.target(row.target).pooling is Pooling.SUM and not row.of
        return added or self.plan.is_share(row.target, row.unit)

    @property
    def terms(self) -> Terms:
        """The words of the office."""
        return self.plan.terms

    def goal(self, target: Target) -> Decimal | None:
        """The amount promised, as in force at the end of the month."""
        return target.goal_on(self.returns.month.last_day).amount

    def name(self, key: str) -> str:
        """What the month calls a unit."""
        return self.plan.name(key, self.plan.naming_day(self.returns.month))

    def suspended(self, target: Target) -> bool:
        """True if nothing is asked of the target at the end of the month."""
        return target.goal_on(self.returns.month.last_day).suspended

    def chased(self) -> Iterator[UnitReport]:
        """The reports this office waits for."""
        return (report for report in self.returns.reports if self.plan.waits_for(report.role))

    def due(self, report: UnitReport) -> date:
        """The day that report is due."""
        return self.plan.due(report.role, self.returns.month)

    def show(self, target: Target, amount: Decimal) -> str:
        """An amount in the plan's measure, with its name: 5.83万人."""
        return target.measure.said(amount)

    def usable(self) -> Iterator[tuple[Target, Row, Reading]]:
        """Rows that hold a readable figure of a target not held back or suspended, in plan order."""
        for target in self.plan.targets:
            row = self.returns.row(target.id)
            if row is None or row.cumulative is None or self.suspended(target):
                continue
            if target.id not in self.spoilt:
                yield target, row, row.cumulative


def finding(code: Code, cell: Cell, row: Row, message: str, fix: str = "", why: str = "") -> Finding:
    """A finding about a row's target at `cell`."""
    return Finding(code, message, fix, why, row.unit, row.target, place=cell)


def column_cell(row: Row, column: str) -> Cell:
    """That column's cell, or the cumulative one if the sheet lacks the column."""
    return row.cells.get(column) or row.cells["cumulative"]
