"""People's decisions (处理登记) over readings and findings: what may be used in the end.

A checked value takes the place of the reported one, and its trace shows both cells; the unit's sheet is
never edited.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from pipeline.inputs.decisions.by_hand import unsettled_by_hand
from pipeline.inputs.decisions.register import Decisions, Verified
from pipeline.inputs.returns.check import LEAD_RULES, SHARE_RULES, check
from pipeline.inputs.returns.check.facts import Facts
from pipeline.inputs.returns.pooling import pool, to_each
from pipeline.model.codes import Code, Effect
from pipeline.model.figures import Cell, Figure, merge
from pipeline.model.findings import Finding
from pipeline.model.milestones import State
from pipeline.model.months import Month
from pipeline.model.plan import Plan, Pooling
from pipeline.model.promises import grouped
from pipeline.model.readings import CountyRow, Reading, Returns, Row, Settled


def unsettled(decisions: Decisions, month: Month, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The open findings nobody has waived in 带缺定稿, by unit or by target: what `--final` stops at."""
    return tuple(
        finding
        for finding in findings
        if finding.open and not {(month, finding.unit), (month, finding.target)} & decisions.waived
    )


def settle(plan: Plan, returns: Returns, decisions: Decisions, earlier: list[Settled]) -> Settled:
    """What may be used of a month, once decisions are applied and every rule has run.

    `earlier` are the months before it, settled, in order.
    """
    month = returns.month
    applied, stale = _applicable(plan, returns, decisions)
    changed = _substitute(returns, plan, applied)
    dispose = _disposer(plan, returns, applied)
    reading = tuple(map(dispose, changed.findings))
    changed = replace(changed, findings=reading)
    own = tuple(dispose(found) for found in _leads_alone(plan, changed, earlier, applied))
    changed, apart = pool(plan, changed, _held((*reading, *own)), earlier[-1].shares if earlier else {})
    changed = _substitute_whole(changed, plan, applied)
    apart = tuple(map(dispose, apart))
    told = {(found.code, found.target) for found in own}
    checked = (
        dispose(one)
        for found in check(_facts(plan, changed, earlier, _values, (*own, *apart)))
        for one in to_each(changed, found, told)
    )
    shares = [
        dispose(found)
        for unit in dict.fromkeys(row.unit for row in changed.shares)
        for found in check(_facts(plan, _alone(changed, unit), earlier, _shares_of(unit)), SHARE_RULES)
    ]
    findings = (
        *reading,
        *own,
        *apart,
        *checked,
        # Where another office judges the shares, what is wrong with one only keeps it from being used.
        *(shares if plan.own_lead else ()),
        *stale,
        *decisions.findings.get(month, ()),
        *decisions.findings.get(None, ()),
        *(_done(plan, month, target, unit, verified) for (target, unit), verified in applied.items()),
    )
    held_back = [found for found in (*findings, *shares) if found.effect is not Effect.NONE]
    held = _held(held_back)
    unsure = [found for found in held_back if not plan.is_share(found.target, found.unit)]
    about = {found.target for found in unsure}
    rows = [row for row in changed.rows if row.target not in about]
    return Settled(
        returns=changed,
        findings=findings,
        values={row.target: _figure(row, row.cumulative) for row in rows if row.cumulative is not None},
        doubtful=frozenset(found.target for found in unsure if found.effect is Effect.UNUSED)
        | _unread(plan, changed),
        corrected={
            row.target: row.corrected_last.figure
            for row in rows
            if row.corrected_last is not None and plan.target(row.target).kind.cumulative
        },
        shares={
            (row.target, row.unit): row.cumulative.figure
            for row in (*changed.shares, *_added(plan, changed))
            if row.cumulative is not None and (row.target, row.unit) not in held
        },
    )


def _held(findings: Iterable[Finding]) -> frozenset[tuple[str, str]]:
    """Whose reading of which target something holds back."""
    return frozenset((found.target, found.unit) for found in findings if found.effect is not Effect.NONE)


def _unread(plan: Plan, returns: Returns) -> frozenset[str]:
    """The targets of leads whose file came and cannot be used: they are not 未报送 (PLAN §3)."""
    refused = returns.refused_leads
    return frozenset(target.id for target in plan.targets if refused.intersection(plan.answering(target)))


def _added(plan: Plan, returns: Returns) -> Iterable[Row]:
    """What the leads of a target said whose figures are added up: each a share of it."""
    return (one for row in returns.rows if plan.target(row.target).pooling is Pooling.SUM for one in row.of)


def _leads_alone(
    plan: Plan, returns: Returns, earlier: list[Settled], applied: Mapping[tuple[str, str], Verified]
) -> Iterable[Finding]:
    """What is wrong with the figures of each of several leads, held against its own of the months before.

    Of a target people checked as a whole nothing more is asked.
    """
    several = [one for one in plan.targets if plan.pooled(one) and (one.id, "") not in applied]
    for unit, targets in grouped(several, lambda target: dict.fromkeys(target.leads)).items():
        asked = {target.id for target in targets}
        alone = replace(
            returns,
            rows=tuple(row for row in returns.rows if row.unit == unit and row.target in asked),
            counties=tuple(
                row
                for row in returns.counties
                if row.unit == unit and row.target in asked and (row.target, row.area) not in applied
            ),
            shares=(),
            findings=tuple(finding for finding in returns.findings if finding.unit == unit),
        )
        if alone.rows:
            yield from check(_facts(plan, alone, earlier, _own_of(plan, unit)), LEAD_RULES)


def _figure(row: Row, cumulative: Reading) -> Figure:
    """What was reported; a ratio knows the cells it can be reckoned from as well."""
    parts = [part.figure.cells for part in (row.numerator, row.denominator) if part is not None]
    return replace(cumulative.figure, cells=merge(cumulative.figure.cells, *parts))


def _facts(
    plan: Plan,
    returns: Returns,
    earlier: list[Settled],
    values: Callable[[Settled], Mapping[str, Figure]],
    found: Iterable[Finding] = (),
) -> Facts:
    """What the rules look at; `values` gives the usable figures of an earlier month by target.

    `found` is what was found beyond the reading.
    """
    last, before = (values(earlier[-back]) if len(earlier) >= back else {} for back in (1, 2))
    known = {target: (one.month, figure) for one in earlier for target, figure in values(one).items()}
    spoilt = frozenset(target for target, _ in _held((*returns.findings, *found)))
    reached = {
        (milestone.target, milestone.due): one.month
        for one in earlier
        for milestone in one.returns.milestones
        if milestone.state is State.DONE and milestone.target not in one.doubtful
    }
    return Facts(plan, returns, last, before, known, spoilt, reached)


def _values(settled: Settled) -> Mapping[str, Figure]:
    return settled.values


def _shares_of(unit: str) -> Callable[[Settled], Mapping[str, Figure]]:
    return lambda settled: {
        target: figure for (target, whose), figure in settled.shares.items() if whose == unit
    }


def _own_of(plan: Plan, unit: str) -> Callable[[Settled], Mapping[str, Figure]]:
    """A lead's own figures: what it added to a sum, else the target's."""

    def own(settled: Settled) -> Mapping[str, Figure]:
        whole = {
            key: one for key, one in settled.values.items() if plan.target(key).pooling is not Pooling.SUM
        }
        return whole | dict(_shares_of(unit)(settled))

    return own


def _alone(returns: Returns, unit: str) -> Returns:
    """What one unit says of its shares, as if nobody else had reported."""
    return replace(
        returns,
        reports=tuple(report for report in returns.reports if report.unit == unit),
        rows=tuple(row for row in returns.shares if row.unit == unit),
        counties=(),
        shares=(),
        findings=tuple(finding for finding in returns.findings if finding.unit == unit),
    )


def _applicable(
    plan: Plan, returns: Returns, decisions: Decisions
) -> tuple[dict[tuple[str, str], Verified], list[Finding]]:
    """The checked values of the month; one made for another reported value is stale and is not used.

    With what was changed by hand in the papers before and nobody registered.
    """
    applied: dict[tuple[str, str], Verified] = {}
    stale = []
    for (month, target_id, unit), verified in decisions.verified.items():
        if month != returns.month:
            continue
        read = _reported(plan, returns, target_id, unit)
        if read and verified.reported and verified.reported not in (*read, "、".join(read)):
            stale.append(
                Finding(
                    Code.D01,
                    f"{target_id}的核实登记写报表原值“{verified.reported}”，现在报表里是“{'、'.join(read)}”",
                    "单位可能已重报，请重新核实后更新这一行",
                    unit=unit,
                    target=target_id,
                    place=verified.cell,
                )
            )
            continue
        applied[target_id, unit] = verified
    return applied, [*stale, *unsettled_by_hand(plan, decisions, returns.month)]


def _reported(plan: Plan, returns: Returns, target_id: str, unit: str) -> tuple[str, ...]:
    """What stands in the sheet where a decision says what it saw, of every lead for all of them; empty where there is no such cell."""
    if not unit:
        rows = [returns.row_of(target_id, lead) for lead in plan.answering(plan.target(target_id))]
        cells = [row.cells.get("cumulative") for row in rows if row is not None]
        return tuple(cell.read.strip() for cell in cells if cell is not None)
    share = plan.is_share(target_id, unit)
    own = returns.share(target_id, unit) if share else _lead_row(plan, returns, target_id, unit)
    county = next((row.cell for row in returns.counties_of(target_id) if row.area == unit), None)
    written = own.cells.get("cumulative") if own is not None else None
    # A lead sees the county's own sheet, a compiler the lead's 分县区.
    cell = written or county if plan.own_lead else county or written
    return (cell.read.strip(),) if cell is not None else ()


def _lead_row(plan: Plan, returns: Returns, target_id: str, unit: str) -> Row | None:
    """The row a checked value of a lead speaks of: its own where several report, else the target's."""
    pooled = plan.pooled(plan.target(target_id))
    return returns.row_of(target_id, unit) if pooled else returns.row(target_id)


def _substitute(returns: Returns, plan: Plan, applied: Mapping[tuple[str, str], Verified]) -> Returns:
    """The month with every checked value of one unit where the reported one stood."""
    rows, shares = list(returns.rows), list(returns.shares)
    for (target_id, unit), verified in applied.items():
        if not unit:
            continue
        share = plan.is_share(target_id, unit)
        own = returns.share(target_id, unit) if share else _lead_row(plan, returns, target_id, unit)
        among = shares if share else rows
        reading = _reading(verified, own.cells.get("cumulative") if own is not None else None)
        if own is not None:
            among[among.index(own)] = replace(own, cumulative=reading)
        elif not share or plan.own_lead:
            among.append(Row(target_id, unit, {"cumulative": verified.cell}, cumulative=reading))
    return replace(returns, rows=tuple(rows), shares=tuple(shares))


def _substitute_whole(returns: Returns, plan: Plan, applied: Mapping[tuple[str, str], Verified]) -> Returns:
    """The month with the checked values of targets that several leads report, and of counties, in place of what they were pooled to."""
    rows, counties = list(returns.rows), list(returns.counties)
    for (target_id, unit), verified in applied.items():
        leads = plan.answering(plan.target(target_id))
        if unit and plan.unit(unit).county and unit not in leads:
            counties = [row for row in counties if (row.target, row.area) != (target_id, unit)]
            counties.append(CountyRow(target_id, leads[0], unit, _reading(verified, None), verified.cell))
        if not unit:
            own = returns.row(target_id) or Row(
                target_id,
                "",
                {"cumulative": verified.cell},
                of=tuple(Row(target_id, lead, {"cumulative": verified.cell}) for lead in leads),
            )
            read = [row.cells.get("cumulative") for row in own.of]
            reading = _reading(verified, *read)
            rows = [row for row in rows if row.target != target_id]
            rows.append(replace(own, cumulative=reading))
    return replace(returns, rows=tuple(rows), counties=tuple(counties))


def _reading(verified: Verified, *original: Cell | None) -> Reading:
    """The checked value, with its own cell and those of what it replaces."""
    cells = merge(verified.figure.cells, (cell for cell in original if cell is not None))
    return Reading(replace(verified.figure, cells=cells), verified.decimals)


def _disposer(
    plan: Plan, returns: Returns, applied: Mapping[tuple[str, str], Verified]
) -> Callable[[Finding], Finding]:
    """Gives a finding as disposed of by a decision on its target, its unit's share, or the county row it points at.

    What no value can be (a slip of scale, more than the list, beyond 100 %, half a person) no decision
    can dispose of: then the register itself is wrong.
    """
    counties = {row.cell for row in returns.counties if (row.target, row.area) in applied}
    whole = {
        target: one
        for (target, unit), one in applied.items()
        if not plan.is_share(target, unit) and not (unit and plan.pooled(plan.target(target)))
    }

    def dispose(finding: Finding) -> Finding:
        if finding.effect is Effect.NONE or finding.code.impossible:
            return finding
        if finding.place in counties:
            return replace(finding, settled=f"{plan.terms.of('分县区')}数已按处理登记核实")
        verified = applied.get((finding.target, finding.unit))
        if verified is None and not plan.is_share(finding.target, finding.unit):
            verified = whole.get(finding.target)
        if verified is None or finding.code is Code.R23:
            return finding
        return replace(finding, settled=verified.ground)

    return dispose


def _done(plan: Plan, month: Month, target_id: str, unit: str, verified: Verified) -> Finding:
    target = plan.target(target_id)
    named = unit and (unit not in target.leads or plan.pooled(target))
    whose = plan.name(unit, plan.naming_day(month)) if named else ""
    shown = target.measure.said(verified.figure.amount)
    return Finding(
        Code.D02,
        f"{target_id} {target.name}{whose}{plan.cycle.label(month)}按核实值 {shown} 使用（{verified.ground}）",
        unit=unit if plan.own_lead or plan.pooled(target) else target.leads[0],
        target=target_id,
        place=verified.cell,
    )
