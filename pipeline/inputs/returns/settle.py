"""People's decisions (处理登记) over readings and findings: what may be used in the end.

A checked value takes the place of the reported one, and its trace shows both cells; the unit's sheet is
never edited.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from pipeline.inputs.decisions.register import Decisions, Verified
from pipeline.inputs.returns.check import SHARE_RULES, check
from pipeline.inputs.returns.check.facts import Facts
from pipeline.model.codes import Code, Effect
from pipeline.model.figures import Cell, Figure, merge, plain
from pipeline.model.findings import Finding
from pipeline.model.milestones import State
from pipeline.model.months import Month
from pipeline.model.plan import Plan
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
    checked = map(dispose, check(_facts(plan, changed, earlier, _values)))
    shares = [
        dispose(found)
        for unit in dict.fromkeys(row.unit for row in changed.shares)
        for found in check(_facts(plan, _alone(changed, unit), earlier, _shares_of(unit)), SHARE_RULES)
    ]
    findings = (
        *reading,
        *checked,
        # Where another office judges the shares, what is wrong with one only keeps it from being used.
        *(shares if plan.own_lead else ()),
        *stale,
        *decisions.findings.get(month, ()),
        *decisions.findings.get(None, ()),
        *(_done(plan, month, target, unit, verified) for (target, unit), verified in applied.items()),
    )
    held_back = [found for found in (*findings, *shares) if found.effect is not Effect.NONE]
    unsure = [found for found in held_back if not plan.is_share(found.target, found.unit)]
    unsure_shares = {(found.target, found.unit) for found in held_back}
    rows = [row for row in changed.rows if row.target not in {found.target for found in unsure}]
    return Settled(
        returns=changed,
        findings=findings,
        values={row.target: _figure(row, row.cumulative) for row in rows if row.cumulative is not None},
        doubtful=frozenset(found.target for found in unsure if found.effect is Effect.UNUSED),
        corrected={
            row.target: row.corrected_last.figure
            for row in rows
            if row.corrected_last is not None and plan.target(row.target).kind.cumulative
        },
        shares={
            (row.target, row.unit): row.cumulative.figure
            for row in changed.shares
            if row.cumulative is not None and (row.target, row.unit) not in unsure_shares
        },
    )


def _figure(row: Row, cumulative: Reading) -> Figure:
    """What was reported; a ratio knows the cells it can be reckoned from as well."""
    parts = [part.figure.cells for part in (row.numerator, row.denominator) if part is not None]
    return replace(cumulative.figure, cells=merge(cumulative.figure.cells, *parts))


def _facts(
    plan: Plan,
    returns: Returns,
    earlier: list[Settled],
    values: Callable[[Settled], Mapping[str, Figure]],
) -> Facts:
    """What the rules look at; `values` gives the usable figures of an earlier month by target."""
    last, before = (values(earlier[-back]) if len(earlier) >= back else {} for back in (1, 2))
    known = {target: (one.month, figure) for one in earlier for target, figure in values(one).items()}
    spoilt = frozenset(finding.target for finding in returns.findings if finding.effect is not Effect.NONE)
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
    """The checked values of the month; one made for another reported value is stale and is not used."""
    applied: dict[tuple[str, str], Verified] = {}
    stale = []
    for (month, target_id, unit), verified in decisions.verified.items():
        if month != returns.month:
            continue
        read = _reported(plan, returns, target_id, unit)
        if read is not None and verified.reported and verified.reported != read:
            stale.append(
                Finding(
                    Code.D01,
                    f"{target_id}的核实登记写报表原值“{verified.reported}”，现在报表里是“{read}”",
                    "单位可能已重报，请重新核实后更新这一行",
                    unit=unit,
                    target=target_id,
                    place=verified.cell,
                )
            )
            continue
        applied[target_id, unit] = verified
    return applied, stale


def _reported(plan: Plan, returns: Returns, target_id: str, unit: str) -> str | None:
    """What stands in the sheet where a decision says what it saw; None if there is no such cell."""
    own = returns.share(target_id, unit) if plan.is_share(target_id, unit) else returns.row(target_id)
    county = next((row.cell for row in returns.counties_of(target_id) if row.area == unit), None)
    share = own.cells.get("cumulative") if own is not None else None
    # A lead sees the county's own sheet, a compiler the lead's 分县区.
    cell = share or county if plan.own_lead else county or share
    return cell.read.strip() if cell is not None else None


def _substitute(returns: Returns, plan: Plan, applied: Mapping[tuple[str, str], Verified]) -> Returns:
    """The month with every checked value where the reported one stood; a county's in its lead's sheet and in its own."""
    rows, counties, shares = list(returns.rows), list(returns.counties), list(returns.shares)
    for (target_id, unit), verified in applied.items():
        share = plan.is_share(target_id, unit)
        if plan.unit(unit).county:
            counties = [row for row in counties if (row.target, row.area) != (target_id, unit)]
            lead = plan.target(target_id).leads[0]
            counties.append(CountyRow(target_id, lead, unit, _reading(verified, None), verified.cell))
        own = returns.share(target_id, unit) if share else returns.row(target_id)
        among = shares if share else rows
        reading = _reading(verified, own.cells.get("cumulative") if own is not None else None)
        if own is not None:
            among[among.index(own)] = replace(own, cumulative=reading)
        elif not share or plan.own_lead:
            among.append(Row(target_id, unit, {"cumulative": verified.cell}, cumulative=reading))
    return replace(returns, rows=tuple(rows), counties=tuple(counties), shares=tuple(shares))


def _reading(verified: Verified, original: Cell | None) -> Reading:
    cells = (*verified.figure.cells, original) if original is not None else verified.figure.cells
    return Reading(replace(verified.figure, cells=cells), verified.decimals)


def _disposer(
    plan: Plan, returns: Returns, applied: Mapping[tuple[str, str], Verified]
) -> Callable[[Finding], Finding]:
    """Gives a finding as disposed of by a decision on its target, its unit's share, or the county row it points at.

    What no value can be (a slip of scale, more than the list, beyond 100 %, half a person) no decision
    can dispose of: then the register itself is wrong.
    """
    counties = {row.cell for row in returns.counties if (row.target, row.area) in applied}
    cities = {target: one for (target, unit), one in applied.items() if not plan.is_share(target, unit)}

    def dispose(finding: Finding) -> Finding:
        if finding.effect is Effect.NONE or finding.code.impossible:
            return finding
        if finding.place in counties:
            return replace(finding, settled=f"{plan.terms.of('分县区')}数已按处理登记核实")
        share = plan.is_share(finding.target, finding.unit)
        verified = applied.get((finding.target, finding.unit)) if share else cities.get(finding.target)
        if verified is None or finding.code is Code.R23:
            return finding
        return replace(finding, settled=verified.ground)

    return dispose


def _done(plan: Plan, month: Month, target_id: str, unit: str, verified: Verified) -> Finding:
    target = plan.target(target_id)
    whose = plan.name(unit, plan.naming_day(month)) if unit not in target.leads else ""
    shown = f"{plain(verified.figure.amount / target.measure.factor)}{target.measure.text}"
    return Finding(
        Code.D02,
        f"{target_id} {target.name}{whose}{plan.cycle.label(month)}按核实值 {shown} 使用（{verified.ground}）",
        unit=unit if plan.own_lead else target.leads[0],
        target=target_id,
        place=verified.cell,
    )
