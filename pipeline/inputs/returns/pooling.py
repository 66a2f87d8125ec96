"""The figures of a target's several leads made one (填报方式), and what keeps them apart. Pure.

Reported alike (同报) they must agree; added up (相加) all of them are needed. What one lead left blank is
never held against another, and two readings of one figure never become one in silence (PLAN §3).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date

from pipeline.model.codes import Code
from pipeline.model.figures import NOWHERE, Figure, Place, merge, plain, total
from pipeline.model.findings import Finding
from pipeline.model.months import day_of_month
from pipeline.model.plan import Plan, Pooling, Role, Target
from pipeline.model.readings import CountyRow, Reading, Returns, Row

# A target and the unit that speaks of it.
Whose = tuple[str, str]

_COMPARED = {
    "cumulative": "累计完成",
    "numerator": "分子",
    "denominator": "分母",
    "corrected_last": "更正后上月累计",
}


def pool(
    plan: Plan, returns: Returns, held: AbstractSet[Whose], last: Mapping[Whose, Figure]
) -> tuple[Returns, tuple[Finding, ...]]:
    """The month with one row a target and one a target and county; findings where leads differ or leave blank.

    `held` says whose reading of a target something holds back already; `last` holds last month's usable figures
    of the leads whose figures are added up.
    """
    rows = [row for row in returns.rows if not plan.pooled(plan.target(row.target))]
    counties = [row for row in returns.counties if not plan.pooled(plan.target(row.target))]
    found: list[Finding] = []
    for target in plan.targets:
        if plan.pooled(target):
            pooling = _Pool(plan, returns, target, held, last)
            rows += pooling.row()
            counties += pooling.counties()
            found += pooling.findings
        if len(target.leads) > 1 and plan.in_words(target):
            found += _nodes_apart(plan, returns, target)
    return replace(returns, rows=tuple(rows), counties=tuple(counties)), tuple(found)


def _nodes_apart(plan: Plan, returns: Returns, target: Target) -> Iterator[Finding]:
    """Nodes in words: U04 at every answer where the leads differ, U05 where one that reported gave none."""
    reported = {one.unit: one.file for one in returns.reports if one.file and one.role is Role.LEAD}
    day = plan.naming_day(returns.month)
    for node in plan.nodes_of(target.id):
        told = [one for one in returns.milestones if (one.target, one.due) == (target.id, node.due)]
        name = f"{target.id} {target.name}的“{node.words}”"
        if len({(one.state, one.done) for one in told}) > 1:
            said = "，".join(f"{plan.name(one.unit, day)}填{one.state}" for one in told)
            for one in told:
                what = f"{name}几个责任单位填的进展状态或完成日期不一致：{said}"
                yield Finding(Code.U04, what, unit=one.unit, target=target.id, place=one.cell)
        answered = {one.unit for one in told}
        for unit in plan.answering(target) if told else ():
            if unit in reported and unit not in answered:
                what = f"{name}没有{plan.name(unit, day)}填的进展状态"
                yield Finding(Code.U05, what, unit=unit, target=target.id, place=Place(reported[unit]))


def to_each(returns: Returns, finding: Finding, told: AbstractSet[tuple[Code, str]]) -> Iterator[Finding]:
    """A finding on a pooled figure as one for every lead that gave it, at that lead's cell; any other as it is.

    What a lead's own sheet was told already (`told`: code and target) is not said again of the sum.
    """
    row = returns.row(finding.target) if finding.target else None
    columns = (
        [name for one in row.of for name, cell in one.cells.items() if cell == finding.place] if row else []
    )
    if row is not None and row.of and not finding.unit and (finding.code, finding.target) in told:
        return
    if row is None or finding.unit or not columns:
        yield finding
    else:
        for one in [one for one in row.of if one.cumulative is not None] or row.of:
            place = one.cells.get(columns[0]) or one.cells["cumulative"]
            yield replace(finding, unit=one.unit, place=place)


@dataclass
class _Pool:
    """One target's readings on their way to one; `findings` grow as they are met."""

    plan: Plan
    returns: Returns
    target: Target
    held: AbstractSet[Whose]
    last: Mapping[Whose, Figure]
    findings: list[Finding] = field(default_factory=list)

    @property
    def added(self) -> bool:
        return self.target.pooling is Pooling.SUM

    def row(self) -> list[Row]:
        """The pooled row; none if no lead has one."""
        leads = self.plan.answering(self.target)
        rows = [row for lead in leads if (row := self.returns.row_of(self.target.id, lead)) is not None]
        if not rows:
            return []
        self._note_blanks(rows)
        first = next((row for row in rows if row.cumulative is not None), rows[0])
        return [
            Row(
                self.target.id,
                "",
                first.cells,
                cumulative=self._together(rows, "cumulative"),
                this_month=self._together(rows, "this_month"),
                numerator=self._together(rows, "numerator"),
                denominator=self._together(rows, "denominator"),
                corrected_last=self._corrected(rows),
                as_of=self._day(rows),
                correction="；".join(dict.fromkeys(row.correction for row in rows if row.correction)),
                of=tuple(rows),
            )
        ]

    def _together(self, rows: Sequence[Row], column: str) -> Reading | None:
        """The readings of a column as one; None where leads differ, or one that is added up is missing."""
        sound = [row for row in rows if (self.target.id, row.unit) not in self.held]
        given: list[tuple[Row, Reading]] = [
            (row, reading) for row in sound if (reading := getattr(row, column)) is not None
        ]
        if self.added:
            complete = len(given) == len(self.plan.answering(self.target))
            return _summed([reading for _, reading in given], self.target) if complete else None
        apart = len({reading.figure.amount for _, reading in given}) > 1
        if apart and column in _COMPARED:
            self._apart(given, column)
        if apart or not given:
            return None
        cells = merge(*(reading.figure.cells for _, reading in given))
        return replace(given[0][1], figure=replace(given[0][1].figure, cells=cells))

    def _corrected(self, rows: Sequence[Row]) -> Reading | None:
        """Last month's figure as corrected: where figures are added up, with what the others said last month."""
        if not self.added or all(row.corrected_last is None for row in rows):
            return None if self.added else self._together(rows, "corrected_last")
        readings = []
        for lead in self.plan.answering(self.target):
            row, before = self.returns.row_of(self.target.id, lead), self.last.get((self.target.id, lead))
            if row is not None and row.corrected_last is not None:
                readings.append(row.corrected_last)
            elif before is not None:
                readings.append(Reading(before, 0))
            else:
                return None
        return _summed(readings, self.target)

    def _day(self, rows: Sequence[Row]) -> date | None:
        """The day the figure counts to: the earliest, if leads give several."""
        days = {row.unit: row.as_of for row in rows if row.as_of is not None}
        first = min(days.values(), default=None)
        if len(set(days.values())) > 1 and first is not None:
            said = "、".join(f"{self._name(unit)}{day_of_month(day)}" for unit, day in days.items())
            for row in rows:
                if row.unit in days:
                    place = row.cells.get("as_of", NOWHERE)
                    what = f"{self._label()}的截至日期不同（{said}），按{day_of_month(first)}写"
                    self._add(Code.U06, what, row.unit, place)
        return first

    def _note_blanks(self, rows: Sequence[Row]) -> None:
        """U05: of leads that report the same figure some gave none."""
        if self.added or not self.target.kind.quantified:
            return
        wrote = {row.unit: row for row in rows}
        refused = {one.unit: one.refused for one in self.returns.reports if one.refused}
        given = [row for row in rows if row.cumulative is not None]
        for lead in self.plan.answering(self.target) if given else ():
            row = wrote.get(lead)
            if (row is None or row.cumulative is None) and (self.target.id, lead) not in self.held:
                others = "、".join(self._name(one.unit) for one in given)
                if lead in refused:
                    what = (
                        f"{self._label()}由几个责任单位同报，{self._name(lead)}的表不能使用，无从核对是否一致"
                    )
                    self._add(Code.U04, what, lead, Place(refused[lead]))
                    continue
                what = f"{self._label()}：没有{self._name(lead)}可用的数，只有{others}报了数"
                self._add(Code.U05, what, lead, row.cells["cumulative"] if row is not None else NOWHERE)

    def _apart(self, given: Sequence[tuple[Row, Reading]], column: str) -> None:
        """U04, at the cell of every lead."""
        said = "，".join(f"{self._name(row.unit)}报 {self._show(reading, column)}" for row, reading in given)
        for row, reading in given:
            what = f"{self._label()}由几个责任单位同报，{_COMPARED[column]}不一致：{said}"
            self._add(Code.U04, what, row.unit, reading.cell)

    def counties(self) -> list[CountyRow]:
        """A row a county, of what its leads pass on."""
        by_area: dict[str, list[CountyRow]] = {}
        for row in self.returns.counties_of(self.target.id):
            by_area.setdefault(row.area, []).append(row)
        return [self._county(rows) for rows in by_area.values()]

    def _county(self, rows: Sequence[CountyRow]) -> CountyRow:
        given = [row for row in rows if row.cumulative is not None]
        readings = [row.cumulative for row in given if row.cumulative is not None]
        if self.added:
            complete = len(given) == len(self.plan.answering(self.target))
            return replace(rows[0], cumulative=_summed(readings, self.target) if complete else None)
        if len({reading.figure.amount for reading in readings}) > 1:
            area = self._name(rows[0].area)
            said = "，".join(
                f"{self._name(row.unit)}报 {plain(reading.figure.amount)}{self.target.measure.base}"
                for row, reading in zip(given, readings, strict=True)
            )
            for row in given:
                what = f"{self._label()}{self.plan.terms.of('分县区')}：{area}的数几个责任单位不一致：{said}"
                self._add(Code.U04, what, row.unit, row.cell)
            return replace(rows[0], cumulative=None)
        if not readings:
            return rows[0]
        cells = merge(*(reading.figure.cells for reading in readings))
        return replace(
            given[0], cumulative=replace(readings[0], figure=replace(readings[0].figure, cells=cells))
        )

    def _add(self, code: Code, message: str, unit: str, place: Place) -> None:
        self.findings.append(Finding(code, message, unit=unit, target=self.target.id, place=place))

    def _label(self) -> str:
        return f"{self.target.id} {self.target.name}"

    def _name(self, unit: str) -> str:
        return self.plan.name(unit, self.plan.naming_day(self.returns.month))

    def _show(self, reading: Reading, column: str) -> str:
        if column in ("numerator", "denominator"):
            return plain(reading.figure.amount)
        return self.target.measure.said(reading.figure.amount)


def _summed(readings: Sequence[Reading], target: Target) -> Reading:
    return replace(readings[0], figure=total((one.figure for one in readings), target.measure.base))
