"""Sheets of 工作台账 that stand beside its targets and in none of their counts: 跨年事项, 临时调度."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from pipeline.files.spreadsheets.writing import A3, Page, listing
from pipeline.model.months import chinese_date
from pipeline.model.plan import Plan, Target
from pipeline.model.readings import AdHoc, Row

CARRIED, AD_HOC = "跨年事项", "临时调度"


def beside(plan: Plan, called: Sequence[AdHoc], title: str, day: date) -> Iterator[Page]:
    """What last year left open, and what was called for outside the periods; no sheet of what there is none of."""
    if plan.carried:
        yield _carried(plan, title, day)
    if called:
        yield _called(plan, called, title)


def _carried(plan: Plan, title: str, day: date) -> Page:
    """What last year left open: beside the targets of this year, in none of their counts."""
    columns = (
        ("事项", 14.0),
        ("上年编号", 10.0),
        ("内容", 50.0),
        ("责任单位", 20.0),
        ("上年情况", 40.0),
        ("本年打算", 40.0),
    )
    names = {unit.key: plan.name(unit.key, day) for unit in plan.units}
    rows = [
        (
            one.kind or "",
            one.id,
            one.text,
            "、".join(names.get(key, key) for key in one.leads),
            one.state,
            one.intent,
        )
        for one in plan.carried
    ]
    note = "上年结转的事项，另列备查，不计入本年的指标和各类项数。"
    return listing(CARRIED, f"{title}{CARRIED}", columns, rows, note, A3)


def _called(plan: Plan, called: Sequence[AdHoc], title: str) -> Page:
    """Every figure called for, as of its day."""
    columns = (
        ("临时调度", 14.0),
        ("截至", 14.0),
        ("编号", 8.0),
        ("指标", 24.0),
        ("责任单位", 14.0),
        ("年度目标", 12.0),
        ("累计完成", 14.0),
        ("一句话进展", 50.0),
        ("报表", 40.0),
    )
    rows = [
        (
            chinese_date(one.day),
            chinese_date(one.as_of(target.id)),
            target.id,
            target.name,
            plan.name(row.unit, one.day),
            _goal(target, one.day),
            _figure(one, target),
            row.headline or "—",
            str(row.cells["cumulative"]) if "cumulative" in row.cells else row.unit,
        )
        for one in called
        for target in (plan.whole or plan).targets
        for row in _rows(one, target)
    ]
    note = "平时各期以外要的数，截至那一天；不算进度、迟报，不和各期的数比。"
    return listing(AD_HOC, f"{title}{AD_HOC}", columns, rows, plan.terms.of(note), A3)


def _rows(one: AdHoc, target: Target) -> tuple[Row, ...]:
    row = one.settled.returns.row(target.id)
    return row.each if row is not None else ()


def _goal(target: Target, day: date) -> str:
    amount = target.goal_on(day).amount
    return target.measure.said(amount) if amount is not None else "—"


def _figure(one: AdHoc, target: Target) -> str:
    value = one.settled.values.get(target.id)
    if value is not None:
        return target.measure.said(value.amount)
    return "正在核实" if target.id in one.settled.doubtful else "—"
