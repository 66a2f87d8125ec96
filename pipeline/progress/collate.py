"""What a lead's counties reported, put together target by target; only counties are summed (手册-秘书)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pipeline.model.codes import Code
from pipeline.model.figures import Figure, total
from pipeline.model.findings import Finding
from pipeline.model.plan import Plan, Target
from pipeline.model.readings import Row, Settled


@dataclass(frozen=True, slots=True)
class Collated:
    """A target by county, amounts in base measures.

    `counties` holds the figures that may be used, by county key in plan order; `missing` says of every
    other county why it has none. `whole` and `this_month` are sums, None while a county is missing or
    where nothing can be summed; `as_of` is the one day all counties counted to, None if they differ.
    """

    target: Target
    counties: Mapping[str, Figure]
    missing: Mapping[str, str]
    whole: Figure | None
    this_month: Figure | None
    as_of: date | None


def collate(plan: Plan, settled: Settled, lead: str) -> tuple[Collated, ...]:
    """Every target of a lead that is reported by county, in plan order."""
    return tuple(_collated(settled, target) for target in plan.led_by(lead) if target.counties)


def _collated(settled: Settled, target: Target) -> Collated:
    rows = {county: settled.returns.share(target.id, county) for county in target.counties}
    counties = {
        county: settled.shares[target.id, county]
        for county in target.counties
        if (target.id, county) in settled.shares
    }
    missing = {county: _why(settled, county, row) for county, row in rows.items() if county not in counties}
    complete = not missing and target.kind.cumulative
    parts = [row.this_month.figure for row in rows.values() if row is not None and row.this_month is not None]
    days = {row.as_of for row in rows.values() if row is not None}
    return Collated(
        target,
        counties,
        missing,
        total(counties.values(), target.measure.base) if complete else None,
        total(parts, target.measure.base) if complete and len(parts) == len(rows) else None,
        next(iter(days)) if complete and len(days) == 1 else None,
    )


def _why(settled: Settled, county: str, row: Row | None) -> str:
    """Why a county's share cannot be used."""
    reports = [report for report in settled.returns.reports if report.unit == county]
    if not any(report.file for report in reports):
        return "报表不能使用" if any(report.refused for report in reports) else "未报送"
    written = row.cells["cumulative"].read.strip() if row is not None and "cumulative" in row.cells else ""
    return "数据存疑" if written else "没有填"


def gaps(plan: Plan, settled: Settled, lead: str, collated: tuple[Collated, ...]) -> tuple[Finding, ...]:
    """C20: the targets that could not be summed, with every county that is missing."""
    day = plan.naming_day(settled.month)
    found = []
    for one in collated:
        if not one.missing:
            continue
        names = "、".join(f"{plan.name(county, day)}（{why}）" for county, why in one.missing.items())
        found.append(
            Finding(
                Code.C20,
                f"{one.target.id} {one.target.name}没有合计：缺{names}",
                why=plan.terms.of(Code.C20.why),
                unit=lead,
                target=one.target.id,
            )
        )
    return tuple(found)
