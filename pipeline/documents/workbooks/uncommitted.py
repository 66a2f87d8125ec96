"""责任清单未报.xlsx: which leads returned no 责任清单, whom to call, and a message to paste. It only states facts."""

from __future__ import annotations

from datetime import date

from pipeline.files.spreadsheets.writing import listing, write_book
from pipeline.model.months import day_of_month
from pipeline.model.plan import Plan, Unit
from pipeline.progress.owed import uncommitted

_COLUMNS = (
    ("序号", 6.0),
    ("单位", 16.0),
    ("联系人（岗位）", 16.0),
    ("联系电话", 16.0),
    ("涉及指标", 60.0),
    ("短信", 90.0),
)


def request(plan: Plan, unit: Unit, today: date) -> str:
    """What to paste into a chat: facts and a request."""
    due = plan.rules.commitments_due
    if due is None:
        ask = "还没有收到，请尽快报送"
    else:
        ask = (
            f"请于{day_of_month(due)}前报送"
            if today <= due
            else f"应于{day_of_month(due)}前报，目前还没有收到，请尽快报送"
        )
    what = f"{plan.profile.year}年{plan.profile.programme}责任清单（责任人和时间节点）"
    return f"{unit.name_on(today).short}：您好！{what}{ask}。涉及{len(plan.led_by(unit.key))}项指标。如已报送请告知，谢谢。"


def uncommitted_list(plan: Plan, today: date) -> bytes:
    """The workbook, one lead a row, in protocol order."""
    rows = [
        (
            number,
            unit.name_on(today).short,
            unit.contact,
            unit.phone,
            "、".join(f"{target.id} {target.name}" for target in plan.led_by(unit.key)),
            request(plan, unit, today),
        )
        for number, unit in enumerate(uncommitted(plan), 1)
    ]
    title = f"{plan.profile.year}年{plan.profile.programme}责任清单未报单位"
    return write_book([listing("责任清单未报", title, _COLUMNS, rows)], today)
