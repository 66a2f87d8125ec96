"""A year's history and people's decisions to its assessment. Pure; compares unrounded (手册-秘书)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from pipeline.model.assessment import (
    Assessment,
    Certification,
    MatterResult,
    Objection,
    Record,
    Ruling,
    Rulings,
    Verdict,
)
from pipeline.model.codes import Code
from pipeline.model.figures import NOWHERE, Figure, merge
from pipeline.model.findings import Finding
from pipeline.model.kinds import LATE, Direction
from pipeline.model.months import Month, chinese_date
from pipeline.model.plan import Plan, Role, Target
from pipeline.model.progress import TargetProgress
from pipeline.model.promises import Goal, grouped
from pipeline.model.readings import History, Row
from pipeline.model.supervision import Kept
from pipeline.progress.compute import compute, in_own_words
from pipeline.progress.spotchecks import checked, doubts, unclear


def assess(
    plan: Plan,
    history: History,
    rulings: Rulings,
    objections: Mapping[str, Sequence[Objection]],
    drawn_up: date,
) -> Assessment:
    """The assessment of a year whose months, year end included, are in `history`; objections by target id."""
    year_end = Month.year_end(plan.profile.year)
    months = [month for month in history.months if not month.is_year_end]
    course = [compute(plan, history, month, drawn_up) for month in months]
    # As every target stood in every month.
    stood = grouped((one for progress in course for one in progress.targets), lambda one: (one.target.id,))
    matters = tuple(
        MatterResult(
            matter,
            tuple(
                replace(
                    _certification(
                        plan,
                        history,
                        year_end,
                        stood.get(target.id, ()),
                        target,
                        rulings.targets.get(target.id),
                    ),
                    objections=tuple(objections.get(target.id, ())),
                )
                for target in plan.targets_of(matter.number)
            ),
        )
        for matter in plan.matters
    )
    counties = _counties(plan, history, year_end, rulings)
    bare = Assessment(plan.profile.year, drawn_up, matters, _records(history), counties)
    return replace(
        bare,
        findings=tuple(
            in_own_words(plan, one) for one in (*_findings(plan, history, year_end), *_open(plan, bare))
        ),
    )


def suggested(target: Target, goal: Goal, amount: Figure | None) -> Verdict | None:
    """The verdict the figures give; None for 定性, where there is no figure, and for 力争 that was not reached."""
    if goal.suspended:
        return Verdict.SUSPENDED
    if not target.kind.quantified or goal.amount is None or amount is None:
        return None
    met = target.meets(amount.amount, goal.amount)
    if target.striving and not met:
        return None
    if target.is_bounded:
        return Verdict.MET if met else Verdict.UNMET
    if amount.amount > goal.amount:
        return Verdict.EXCEEDED
    return Verdict.DONE if amount.amount == goal.amount else Verdict.UNDONE


def _certification(
    plan: Plan,
    history: History,
    year_end: Month,
    own: Sequence[TargetProgress],
    target: Target,
    ruling: Ruling | None,
) -> Certification:
    goal = target.goal_on(year_end.last_day)
    period, figure = next(
        (
            (month, history[month].values[target.id])
            for month in (year_end, plan.cycle.previous(year_end))
            if month in history.months and target.id in history[month].values
        ),
        (None, None),
    )
    row = history[period].returns.row(target.id) if period is not None else None
    months = [month for month in history.months if not month.is_year_end]
    records = history.spot_checks.of(target.id)
    left, scope = checked(records, period or year_end, target, figure, target.leads)
    return Certification(
        target,
        goal,
        figure,
        period,
        row.as_of if row is not None else None,
        suggested(target, goal, left or figure),
        ruling,
        tuple(month for month, one in zip(months, own, strict=True) if one.standing in LATE),
        {
            month: tuple(row.unit for row in one.rows if row.corrected_last is not None)
            for month, one in zip(months, own, strict=True)
            if one.corrected is not None
        },
        checked=left,
        scope=scope,
        spot_checks=records,
        behind_cells=merge(*(one.cells for one in own if one.standing in LATE)),
        year_before=plan.year_before(target.id, year_end),
        rows=_written(history, (year_end, plan.cycle.previous(year_end)), target),
        pledged=tuple(one for one in own[-1].pledged if one.kept is Kept.PENDING) if own else (),
    )


def _written(history: History, months: Sequence[Month], target: Target) -> tuple[Row, ...]:
    """What the leads of a target wrote in the last of the months in which one gave a reason; nothing where none did."""
    for month in months:
        row = history[month].returns.row(target.id) if month in history.months else None
        if row is not None and any(one.reason for one in row.each):
            return row.each
    return ()


def _records(history: History) -> dict[str, Record]:
    """By unit key: how the leads reported."""
    late: dict[str, list[Month]] = {}
    missing: dict[str, list[Month]] = {}
    told: dict[str, list[Month]] = {}
    for month, settled in history.months.items():
        for report in settled.returns.reports:
            if report.role is not Role.LEAD:
                continue
            if not report.file and not report.refused:
                missing.setdefault(report.unit, []).append(month)
            elif report.late:
                late.setdefault(report.unit, []).append(month)
                told.setdefault(report.unit, []).extend([month] if report.told_late else [])
    units = dict.fromkeys([*late, *missing])
    return {unit: Record(*(tuple(found.get(unit, ())) for found in (late, missing, told))) for unit in units}


def _counties(
    plan: Plan, history: History, year_end: Month, rulings: Rulings
) -> dict[tuple[str, str], Certification]:
    """Counties' figures as their leads passed them on at the year end, and every 分县任务, by target and county."""
    month = next((m for m in (year_end, plan.cycle.previous(year_end)) if m in history.months), None)
    if month is None:
        return {}
    settled = history[month]
    reported = {
        (row.target, row.area): (row.cumulative.figure, row.unit)
        for target in plan.targets
        if target.id in settled.values
        for row in settled.returns.counties_of(target.id)
        if row.cumulative is not None
    }
    order = {unit.key: unit.order for unit in plan.units}
    places = sorted({*reported, *plan.county_goals}, key=lambda place: (place[0], order[place[1]]))
    return {place: _share(plan, history, month, rulings, place, reported.get(place)) for place in places}


def _share(
    plan: Plan,
    history: History,
    month: Month,
    rulings: Rulings,
    place: tuple[str, str],
    reported: tuple[Figure, str] | None,
) -> Certification:
    target, county = plan.target(place[0]), place[1]
    figure = reported[0] if reported is not None else None
    row = history[month].returns.row(target.id)
    records = tuple(one for one in history.spot_checks.of(target.id) if one.unit == county)
    left, scope = checked(records, month, target, figure, (county,))
    city = target.goal_on(month.last_day)
    task = plan.county_goals.get(place)
    goal = Goal(
        task.amount if task is not None else None,
        None,
        city.source if city.suspended else "",
        city.suspended,
        task.cells[0] if task is not None else None,
    )
    return Certification(
        target,
        goal,
        figure,
        month,
        row.as_of if row is not None else None,
        # The 容许差 of 左右 is the city's: of a county's own task nobody gave one.
        suggested(target, goal, left or figure)
        if goal.amount is not None and target.direction is not Direction.AROUND
        else None,
        rulings.counties.get(place),
        checked=left,
        scope=scope,
        spot_checks=records,
        county=county,
    )


def _findings(plan: Plan, history: History, year_end: Month) -> Iterator[Finding]:
    """What is open in the year-end sheets, and A01 for leads that sent none."""
    settled = history.get(year_end)
    reports = settled.returns.reports if settled is not None else ()
    sent = {report.unit for report in reports if report.file and report.role is Role.LEAD}
    for unit in plan.leads:
        if unit.key not in sent:
            yield Finding(Code.A01, f"{unit.key}没有可用的年终表", unit=unit.key)
    if settled is not None:
        yield from (finding for finding in settled.findings if finding.open and finding.code is not Code.F01)
    yield from history.spot_checks.findings
    yield from doubts(plan, history, year_end)


def _open(plan: Plan, assessment: Assessment) -> Iterator[Finding]:
    """A02 to A06, A08 and A11: decisions that are missing, contradicted or without ground."""
    undecided: list[Finding] = []
    for one in (*assessment.targets, *assessment.tasks):
        where = f"（{plan.name(one.county, assessment.drawn_up)}）" if one.county else ""
        label, ruling = f"{one.target.id} {one.target.name}{where}", one.ruling
        yield from _dated(assessment, label, one)
        yield from _unclear(label, one)
        for each in one.objections if ruling is None or not ruling.objection else ():
            unit = plan.name(each.unit, assessment.drawn_up) if each.unit else "责任单位"
            part = "对涉及本单位的数" if each.own_part else ""
            said = f"{label}，{unit}{part}有异议：{each.text}"
            yield Finding(Code.A08, said, target=one.target.id, place=each.cell)
        if ruling is None or ruling.verdict is None:
            place = ruling.cells["认定结果"] if ruling is not None else NOWHERE
            fix = "" if one.suggested is not None else _BY_PEOPLE
            undecided.append(Finding(Code.A02, label, fix, target=one.target.id, place=place))
            continue
        if one.moved and ruling.basis and not ruling.reason:
            yield _changed(label, one, ruling)
            continue
        implied = suggested(one.target, one.goal, one.amount)
        if not ruling.reason and ruling.certified is not None and _differs(ruling.certified, one.proposed):
            yield Finding(
                Code.A03,
                f"{label}的认定数与{'核实' if one.checked else '自报'}数不同，没有写调整理由",
                target=one.target.id,
                place=ruling.cells["认定数"],
            )
        if not ruling.reason and implied is not None and ruling.verdict is not implied:
            yield Finding(
                Code.A04,
                f"{label}认定为“{ruling.verdict}”，按认定数是“{implied}”，没有写调整理由",
                target=one.target.id,
                place=ruling.cells["认定结果"],
            )
        yield from _approval(assessment, label, one, ruling)
    yield from _undecided(undecided)


_BY_PEOPLE = "没有建议，由人定：请在考核认定表里选定认定结果，写明批准日期"


def _undecided(found: list[Finding]) -> Iterator[Finding]:
    """One A02 for all targets without a verdict, with their rows; about that target where there is but one."""
    if len(found) == 1:
        yield replace(found[0], message=f"{found[0].message}还没有认定结果")
    elif found:
        named = "、".join(
            f"{one.message}（{one.place.ref}）" if one.place.ref else one.message for one in found
        )
        fix = found[0].fix if len({one.fix for one in found}) == 1 else ""
        yield Finding(Code.A02, f"{len(found)}项还没有认定结果：{named}", fix, place=found[0].place)


def _changed(label: str, one: Certification, ruling: Ruling) -> Finding:
    """A11: what was approved is no longer what is suggested; nobody approved today's."""

    def said(figure: Figure | None, verdict: str) -> str:
        measure = one.target.measure
        number = measure.said(figure.amount) if figure is not None else "没有数"
        return f"{number}、{verdict or '由人认定'}"

    now = one.suggested.value if one.suggested is not None else ""
    return Finding(
        Code.A11,
        f"{label}批准后建议变了：批准时是{said(ruling.seen, ruling.seen_verdict)}，现在是{said(one.proposed, now)}",
        target=one.target.id,
        place=ruling.cells["认定结果"],
    )


def _unclear(label: str, one: Certification) -> Iterator[Finding]:
    """S06, S07, until people certify a figure of their own."""
    if one.period is None or (one.ruling is not None and one.ruling.certified is not None):
        return
    owners = (one.county,) if one.county else one.target.leads
    for code, what, record in unclear(one.spot_checks, one.period, one.target, one.reported, owners):
        yield Finding(code, f"{label}{what}", target=one.target.id, place=record.cells["不实数"])


def _dated(assessment: Assessment, label: str, one: Certification) -> Iterator[Finding]:
    """A06: a document cannot be older than the figures in it."""
    if one.reported is not None and one.as_of is not None and assessment.drawn_up < one.as_of:
        said = (
            f"成文日期{chinese_date(assessment.drawn_up)}早于{label}所用数的截至日期{chinese_date(one.as_of)}"
        )
        place = next(iter(one.reported.cells), NOWHERE)
        yield Finding(Code.A06, said, target=one.target.id, place=place)


def _approval(assessment: Assessment, label: str, one: Certification, ruling: Ruling) -> Iterator[Finding]:
    last_day = date(assessment.year, 12, 31)
    if ruling.approved is None:
        problem, fix = "没有批准日期", "批准后请补填日期"
    elif ruling.approved <= last_day:
        problem, fix = f"的批准日期 {ruling.approved.isoformat()} 早于年终数的截至日期", "请核对日期"
    elif ruling.approved > assessment.drawn_up:
        problem, fix = (
            f"的批准日期 {ruling.approved.isoformat()} 晚于成文日期",
            "请核对日期，或用 --today 写明成文日期",
        )
    else:
        return
    yield Finding(Code.A05, f"{label}{problem}", fix, target=one.target.id, place=ruling.cells["批准日期"])


def _differs(certified: Figure, reported: Figure | None) -> bool:
    return reported is None or certified.amount != reported.amount
