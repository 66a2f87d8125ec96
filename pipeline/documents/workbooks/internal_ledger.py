"""工作台账（内部）.xlsx: who answers for what in each lead, as its 责任清单 says.

The one file that may hold names of persons and office telephones: they stand in no letter, page or JSON (PLAN §3).
"""

from __future__ import annotations

from datetime import date

from pipeline.files.spreadsheets.writing import A3, listing, write_book
from pipeline.model.commitments import Commitment
from pipeline.model.plan import Plan

INTERNAL_LEDGER = "工作台账（内部）.xlsx"
_COLUMNS = (
    ("责任单位", 14.0),
    ("编号", 8.0),
    ("指标", 24.0),
    ("责任领导职务", 18.0),
    ("责任人职务", 18.0),
    ("姓名", 10.0),
    ("办公电话", 16.0),
    ("节点日期", 12.0),
    ("目标数或形象进度", 24.0),
    ("审定", 24.0),
)


def internal_ledger(plan: Plan, day: date) -> bytes:
    """A row per returned row of a 责任清单, by lead in protocol order and target in plan order."""
    rows = [
        (
            unit.name_on(day).short,
            one.target,
            plan.target(one.target).name,
            one.leader,
            one.person,
            one.name,
            one.phone,
            one.due.isoformat() if one.due is not None else "",
            _step(plan, one),
            f"{one.approved_by} {one.approved_on}" if one.approved else "自报" if one.due is not None else "",
        )
        for unit in plan.units
        for one in plan.commitments.records
        if one.unit == unit.key
    ]
    title = f"{plan.profile.year}年{plan.profile.programme}责任人和时间节点"
    note = "内部掌握，不外发。自报的节点没有审定，不作进度判断。"
    return write_book([listing("责任清单", title, _COLUMNS, rows, note, A3)], day)


def _step(plan: Plan, one: Commitment) -> str:
    target = plan.target(one.target)
    if one.amount is None:
        return one.words
    return target.measure.said(one.amount)
