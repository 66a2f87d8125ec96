"""What spot checks say of a month and of a year: what was found untrue, and the figure it leaves. Pure (手册-秘书)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from pipeline.model.codes import Code
from pipeline.model.figures import Figure, merge, plain
from pipeline.model.findings import Finding
from pipeline.model.months import Month
from pipeline.model.plan import Plan, Target
from pipeline.model.readings import History, Settled
from pipeline.model.spotchecks import Scope, SpotCheck


def untrue(plan: Plan, history: History, month: Month) -> tuple[SpotCheck, ...]:
    """What a month's documents tell: found untrue by their day, and new since the last ones or not yet taken out."""
    due = plan.lead_deadline(month)
    since = plan.lead_deadline(plan.cycle.previous(month)) if month > plan.first_month else date.min
    return tuple(
        one
        for one in history.spot_checks.records
        if one.untrue and one.day <= due and (one.day > since or one.outstanding(month))
    )


def checked(
    records: Sequence[SpotCheck], month: Month, target: Target, reported: Figure | None, owners: Sequence[str]
) -> tuple[Figure | None, Scope | None]:
    """核实数 of what `owners` reported for `month`, and whether all of it was looked at; None if nobody looked at any.

    全量 of this very figure puts what was found true in its place; everything else takes away what was found untrue
    and is not yet taken out, and is never extrapolated. Of ratios 抽样 takes nothing away.
    """
    if reported is None or not records:
        return None, None
    whole, left = _effects(records, month, reported, owners)
    taken = [one for one in left if not _cases(target, one)]
    start = whole.genuine if whole is not None else reported
    result = Figure(start.amount, start.measure, merge(reported.cells, start.cells))
    for one in taken:
        result = result - Figure(one.untrue, reported.measure, (one.cells["不实数"],))
    return result, Scope.PART if whole is None else Scope.WHOLE


def unclear(
    records: Sequence[SpotCheck], month: Month, target: Target, reported: Figure | None, owners: Sequence[str]
) -> Iterator[tuple[Code, str, SpotCheck]]:
    """S06, S07 with what they say and the last record: what the records leave for people before anything is certified."""
    if reported is None:
        return
    _, left = _effects(records, month, reported, owners)
    taken = [one for one in left if not _cases(target, one)]
    cases = [one for one in left if _cases(target, one)]
    if cases:
        yield Code.S07, "抽样发现不实，比率无法折算，核实数没有扣减", cases[-1]
    if len(taken) > 1:
        yield Code.S06, f"有{len(taken)}次抽查发现不实，已逐次扣减", taken[-1]


def _effects(
    records: Sequence[SpotCheck], month: Month, reported: Figure, owners: Sequence[str]
) -> tuple[SpotCheck | None, list[SpotCheck]]:
    """The last check of the whole of this figure, and those after it that found what still stands."""
    wholes = [one for one in records if one.unit in owners and _replaces(one, reported, month)]
    whole = wholes[-1] if wholes else None
    since = whole.day if whole is not None else date.min
    return whole, [one for one in records if one.day > since and one.outstanding(month)]


def doubts(plan: Plan, history: History, month: Month) -> Iterator[Finding]:
    """S02, S05: records that do not fit the sheets, as far as the sheets go."""
    for one in history.spot_checks.records:
        if one.month > month:
            continue
        target, settled = plan.target(one.target), history.get(one.month)
        reported = _reported(settled, one) if settled is not None else None
        if reported is None or reported.amount != one.reported.amount:
            said = f"报表里是{plain(reported.amount)}" if reported is not None else "报表里没有可用的数"
            yield Finding(
                Code.S02,
                f"{one.unit}{target.id} {target.name}{plan.cycle.label(one.month)}的抽查记录写自报数{plain(one.reported.amount)}，{said}",
                target=one.target,
                place=one.cells["自报数"],
            )
        since = [each for each in history.months if one.month < each <= month]
        restated = [each for each in since if one.target in history[each].corrected]
        if one.untrue and one.mended is None and not one.stands and restated:
            yield Finding(
                Code.S05,
                f"{one.unit}在{plan.cycle.label(restated[0])}报表里更正过{target.id} {target.name}，抽查发现的不实数{plain(one.untrue)}是否已扣除，"
                "记录里没有写",
                target=one.target,
                place=one.cells["已更正月份"],
            )


def unmended(plan: Plan, history: History, month: Month) -> Iterator[Finding]:
    """S08: a record says that what was found untrue is taken out, and the lead's own sheets do not (DOCUMENTS §1)."""
    for one in history.spot_checks.records:
        target, mended = plan.target(one.target), one.mended
        settled = history.get(mended) if mended is not None and mended <= month else None
        if settled is None or mended is None or not one.untrue or one.unit not in target.leads:
            continue
        before, corrected = history.get(plan.cycle.previous(mended)), settled.corrected.get(one.target)
        last = before.values.get(one.target) if before is not None else None
        if _cases(target, one) or target.id not in settled.values or last is None:
            continue
        taken = last.amount - corrected.amount if corrected is not None else Decimal(0)
        if taken < one.untrue:
            said = (
                f"{one.unit}{target.id} {target.name}抽查不实{plain(one.untrue)}，记录写{plan.cycle.label(mended)}已更正，"
                f"{plan.cycle.label(mended)}报表{f'只更正了{plain(taken)}' if taken else '没有更正上期的数'}"
            )
            yield Finding(Code.S08, said, target=one.target, place=one.cells["已更正月份"])


def outstanding(plan: Plan, records: Sequence[SpotCheck], month: Month) -> Iterator[Finding]:
    """S04 for what a month's documents tell."""
    for one in records:
        if one.outstanding(month):
            target = plan.target(one.target)
            yield Finding(
                Code.S04,
                f"{one.unit}{target.id} {target.name}抽查{plain(one.checked)}，不实{plain(one.untrue)}，单位还没有扣除",
                target=one.target,
                place=one.cells["不实数"],
            )


def _replaces(one: SpotCheck, reported: Figure, month: Month) -> bool:
    """Whether everything that is reported now was looked at then, and nothing was taken out since."""
    same = one.reported.amount == reported.amount
    return one.scope is Scope.WHOLE and same and one.outstanding(month) == bool(one.untrue)


def _cases(target: Target, one: SpotCheck) -> bool:
    """Cases of a sample say nothing exact of a ratio."""
    return target.kind.ratio and one.scope is Scope.PART


def _reported(settled: Settled, one: SpotCheck) -> Figure | None:
    """What the unit said for that month: a lead's own figure, or a share as its lead, else the unit itself, gave it."""
    if one.target in settled.values and settled.returns.row_of(one.target, one.unit) is not None:
        return settled.shares.get((one.target, one.unit), settled.values[one.target])
    for row in settled.returns.counties_of(one.target):
        if row.area == one.unit and row.cumulative is not None:
            return row.cumulative.figure
    return settled.shares.get((one.target, one.unit))
