"""事项催办.xlsx: what leaders asked for and is due, a unit a row, whom to call, and a message to paste (SIGNED §2).

A message never says what a leader wrote: it travels by chat.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from pipeline.files.spreadsheets.writing import listing, write_book
from pipeline.model.instructions import Instruction
from pipeline.model.months import DayShift, day_of_month
from pipeline.model.plan import Plan, Unit
from pipeline.model.settings import Office

NAME = "事项催办.xlsx"
_INSTRUCTED = (
    ("序号", 6.0),
    ("承办单位", 16.0),
    ("联系人（岗位）", 16.0),
    ("联系电话", 16.0),
    ("批示日期", 12.0),
    ("批示岗位", 20.0),
    ("来文", 20.0),
    ("批示原文", 50.0),
    ("时限", 12.0),
    ("办理情况", 40.0),
    ("短信", 80.0),
)


def chased(plan: Plan, due: Sequence[Instruction]) -> Iterator[tuple[Instruction, Unit]]:
    """Every unit to ask how far it is, with what it was to do; not the office that asks."""
    own = plan.find_unit(_asking(plan))
    return ((one, plan.unit(key)) for one in due for key in one.units if key != own)


def instruction_message(plan: Plan, one: Instruction, unit: Unit, today: date) -> str:
    """What to paste into a chat: that it is due, and by when to tell how far it is; nothing of what was written."""
    assert one.due is not None  # only what has a day is ever due
    what = f"{plan.terms.leaders}{day_of_month(one.given)}批示交办的{plan.profile.programme}有关事项"
    if one.due < today:
        by = plan.calendar.shift(today + timedelta(1), DayShift.NEXT)
        ask = f"应于{day_of_month(one.due)}前办结，请{day_of_month(by)}前将办理情况报{_asking(plan)}"
    else:
        ask = f"要求{day_of_month(one.due)}前办结，请届时将办理情况报{_asking(plan)}"
    call = f"有疑问请联系{plan.profile.contact}，" if plan.profile.contact else ""
    return f"{unit.name_on(today).short}：您好！{what}{ask}。{call}谢谢。"


def chased_matters(plan: Plan, due: Sequence[Instruction], today: date) -> bytes:
    """The workbook, in the order of the register's days."""
    rows = [
        (
            number,
            unit.name_on(today).short,
            unit.contact,
            unit.phone,
            one.given.isoformat(),
            one.post,
            one.paper,
            one.words,
            one.due.isoformat() if one.due else "",
            one.done,
            instruction_message(plan, one, unit, today),
        )
        for number, (one, unit) in enumerate(chased(plan, due), 1)
    ]
    title = f"{plan.profile.year}年{plan.profile.programme}批示催办"
    return write_book([listing("批示", title, _INSTRUCTED, rows)], today)


def _asking(plan: Plan) -> str:
    """The office whose folder this is."""
    profile = plan.profile
    asking = {Office.LEAD: profile.lead, Office.INSPECTOR: profile.inspector}
    return asking.get(profile.office) or profile.compiler
