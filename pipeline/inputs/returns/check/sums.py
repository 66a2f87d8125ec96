"""Rules on figures that must add up: parts and wholes, counties and the city."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.inputs.returns.check.facts import Facts, finding
from pipeline.inputs.returns.layout import COUNTY_SHEET
from pipeline.model.codes import Code
from pipeline.model.figures import Measure, plain, total
from pipeline.model.findings import Finding
from pipeline.model.funds import MONEY, MONEY_MEASURE
from pipeline.model.kinds import Relation
from pipeline.model.plan import Target
from pipeline.model.readings import Reading, Row


def parts_and_wholes(facts: Facts) -> Iterator[Finding]:
    """C07: a total and its parts that do not add up are all doubtful: nobody knows which is wrong."""
    held = {target.id: (row, reading) for target, row, reading in facts.usable()}
    for target in facts.plan.targets:
        parts = facts.plan.parts_of(target.id)
        if not parts or target.id not in held or any(part.id not in held for part in parts):
            continue
        whole = held[target.id][1]
        amounts = [held[part.id][1].figure for part in parts]
        if total(amounts, whole.figure.measure).amount == whole.figure.amount:
            continue
        sums = "+".join(plain(amount.amount / target.measure.factor) for amount in amounts)
        message = (
            f"{target.name}合计 {facts.show(target, whole.figure.amount)}，"
            f"分项之和 {sums}={facts.show(target, total(amounts, whole.figure.measure).amount)}"
        )
        for member in (target, *parts):
            owner, reading = held[member.id]
            yield finding(Code.C07, reading.cell, owner, f"{member.id} {message}")


def parts_within(facts: Facts) -> Iterator[Finding]:
    """C25: of a whole and what is 其中 of it that is more, nobody knows which is wrong."""
    held = {target.id: (row, reading) for target, row, reading in facts.usable()}
    for target in facts.plan.targets:
        for part in facts.plan.parts_of(target.id, Relation.WITHIN):
            if target.id not in held or part.id not in held:
                continue
            whole, own = held[target.id][1].figure.amount, held[part.id][1].figure.amount
            if own <= whole:
                continue
            said = f"{part.name} {facts.show(part, own)}，多于{target.name}的 {facts.show(target, whole)}，它是其中的一部分"
            for member in (target, part):
                owner, reading = held[member.id]
                yield finding(Code.C25, reading.cell, owner, f"{member.id} {said}")


def county_sums(facts: Facts) -> Iterator[Finding]:
    """C08, R20: the counties of a target add up to the city's figure; a blank one is named."""
    sheet = facts.terms.of(COUNTY_SHEET.name)
    for target, row, reading in facts.usable():
        rows = facts.returns.counties_of(target.id)
        if not target.counties or row.of:
            # Of several leads each was asked for its own counties already.
            continue
        given = [county.cumulative for county in rows if county.cumulative is not None]
        named = {county.area for county in rows if county.cumulative is not None}
        blank = [facts.name(key) for key in target.counties if key not in named]
        if blank:
            cell = rows[0].cell if rows else reading.cell
            said = f"各{facts.terms.lower}都没有填" if not given else f"没有填：{'、'.join(blank)}"
            yield finding(
                Code.R20,
                cell,
                row,
                f"{target.id} {target.name}{sheet}{said}",
                why=f"{facts.terms.lower}的情况无从反映",
                fix="请补填；没有进展的填0",
            )
        county_total = total([share.figure for share in given], reading.figure.measure)
        if given and not _adds_up(facts, reading, given):
            yield finding(
                Code.C08,
                reading.cell,
                row,
                f"{target.id} {target.name}{facts.terms.realm} {facts.show(target, reading.figure.amount)}，"
                f"{sheet}合计 {facts.show(target, county_total.amount)}",
                facts.terms.of(Code.C08.fix),
                facts.terms.of(Code.C08.why),
            )


def county_reports(facts: Facts) -> Iterator[Finding]:
    """C18, C19: a lead's figures held against what the counties reported to it themselves; named on both sides."""
    code = Code.C19 if facts.plan.own_lead else Code.C18
    ask, sheet = facts.terms.of(code.fix), facts.terms.of(COUNTY_SHEET.name)
    usable = {target.id: (row, reading) for target, row, reading in facts.usable()}
    for target in facts.plan.targets:
        own = {
            row.unit: (row, row.cumulative)
            for row in facts.returns.shares
            if row.target == target.id and row.unit in target.counties and row.cumulative is not None
        }
        pairs = [
            (county, county.cumulative, *own[county.area])
            for county in facts.returns.counties_of(target.id)
            if county.cumulative is not None and county.area in own
        ]
        apart = [pair for pair in pairs if pair[1].figure.amount != pair[3].figure.amount]
        for county, theirs, row, mine in apart:
            said = (
                f"{target.id} {target.name}：{sheet}表里{facts.name(county.area)}是 {facts.show(target, theirs.figure.amount)}，"
                f"{facts.name(county.area)}自己的报表是 {facts.show(target, mine.figure.amount)}"
            )
            for unit, cell in ((county.unit, theirs.cell), (row.unit, mine.cell)):
                yield Finding(code, said, ask, unit=unit, target=target.id, place=cell)
        if target.id in usable and target.kind.cumulative and set(own) == set(target.counties) != set():
            yield from _city_apart(
                facts, code, target, *usable[target.id], [one for _, one in own.values()], bool(apart)
            )


def _city_apart(
    facts: Facts, code: Code, target: Target, row: Row, city: Reading, own: list[Reading], told: bool
) -> Iterator[Finding]:
    """The city's figure against the sum of all counties' own; `told` if the counties at fault are named already."""
    counties = total([one.figure for one in own], city.figure.measure)
    if _adds_up(facts, city, own):
        return
    ask = facts.terms.of(code.fix)
    said = (
        f"{target.id} {target.name}{facts.terms.realm} {facts.show(target, city.figure.amount)}，"
        f"{len(own)}个{facts.terms.lower}自己的报表合计 {facts.show(target, counties.amount)}"
    )
    yield Finding(code, said, ask, unit=row.unit, target=target.id, place=city.cell)
    if not told:
        # No single county is known to differ: the other side is all of them together.
        yield Finding(code, said, ask, target=target.id, place=own[0].cell)


def _adds_up(facts: Facts, city: Reading, shares: Sequence[Reading]) -> bool:
    """Equal; or, where the plan allows it, no further apart than what was rounded away of the figures in 万 or 亿, the
    city's and each share's (decision 0004).
    """
    counties = total([share.figure for share in shares], city.figure.measure)
    apart = abs(city.figure.amount - counties.amount)
    if not facts.plan.rules.county_rounding:
        return not apart
    return apart * 2 <= sum(map(_last_place, (city, *shares)))


def _last_place(reading: Reading) -> Decimal:
    """One in the last place a figure in 万 or 亿 was written with; a figure in single units is exact."""
    return Decimal(10) ** (reading.exponent - reading.decimals) if reading.exponent else Decimal(0)


def funds(facts: Facts) -> Iterator[Finding]:
    """C27: more money there than the work costs, or more spent than is there; each lead's own amounts."""
    said = Measure.parse(MONEY_MEASURE).said
    for row in (each for one in facts.returns.rows for each in one.each):
        given = row.funds.given
        for more, less in row.funds.beyond:
            message = (
                f"{row.target} {facts.plan.target(row.target).name}的{MONEY[more]}{said(given[more].amount)}"
                f"，大于{MONEY[less]}{said(given[less].amount)}，都没有采用"
            )
            yield finding(Code.C27, given[more].cells[0], row, message)
