"""事项催办.xlsx: what leaders asked for and what is to be coordinated, once due: whom to call, and a message to paste (SIGNED §2).

A message never says what a leader wrote: it travels by chat.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from pipeline.files.spreadsheets.writing import listing, write_book
from pipeline.model.coordination import Coordination
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
_COORDINATED = (
    ("序号", 6.0),
    ("指标", 24.0),
    ("提出单位", 16.0),
    ("事项", 40.0),
    ("时限", 12.0),
    ("到哪一步", 30.0),
    ("要问的单位", 16.0),
    ("联系人（岗位）", 16.0),
    ("联系电话", 16.0),
    ("短信", 80.0),
)


def answerable(plan: Plan, due: Sequence[Instruction]) -> Iterator[tuple[Instruction, Unit]]:
    """Every unit that has to say how far it is, with what it was to do."""
    return ((one, plan.unit(key)) for one in due for key in one.units)


def to_consult(plan: Plan, due: Sequence[Coordination]) -> Iterator[tuple[Coordination, Unit | None]]:
    """Every unit whose view is still to be had, with what it is about; None where all were asked and it waits for a decision."""
    for one in due:
        yield from ((one, plan.unit(key)) for key in one.unasked)
        if not one.unasked:
            yield one, None


def state(plan: Plan, one: Coordination, today: date) -> str:
    """How far a matter to be coordinated has come, in words."""
    if one.unasked:
        return f"还没有征求{plan.names(one.unasked, today)}意见"
    if one.proposed:
        return "已拟提请协调，还没有登记协调结果"
    return "意见已征求，还没有定是否提请协调"


def instruction_message(plan: Plan, one: Instruction, unit: Unit, today: date) -> str:
    """What to paste into a chat: that it is due, and by when to tell how far it is; nothing of what was written."""
    assert one.due is not None  # only what has a day is ever due
    if plan.one_body(unit.key, _asking(plan)):
        return "本单位承办，办结后请登记办理情况和办结日期。"
    what = f"{plan.terms.leaders}{day_of_month(one.given)}批示交办的{plan.profile.programme}有关事项"
    wanted = f"将办理情况报{_asking(plan)}"
    if one.due < today:
        ask = f"应于{day_of_month(one.due)}前办结，请{_next_day(plan, today)}前{wanted}"
    else:
        ask = f"要求{day_of_month(one.due)}前办结，请届时{wanted}"
    return _message(plan, unit, today, f"{what}{ask}")


def coordination_message(plan: Plan, one: Coordination, unit: Unit, today: date) -> str:
    """What to paste into a chat: over what a unit's view is asked, and by when."""
    assert one.due is not None  # only what has a day is ever due
    by = _next_day(plan, today) if one.due < today else day_of_month(one.due)
    raised = f"{plan.name(one.unit, today)}负责的{plan.target(one.target).name}有需协调事项涉及贵单位"
    return _message(plan, unit, today, f"{raised}，请{by}前将意见报{_asking(plan)}")


def chased_matters(
    plan: Plan, instructed: Sequence[Instruction], coordinated: Sequence[Coordination], today: date
) -> bytes:
    """The workbook, a sheet for each kind there is, in the order in which they are due."""
    of_year = f"{plan.profile.year}年{plan.profile.programme}"
    pages = []
    if instructed:
        rows = list(_instructed(plan, instructed, today))
        pages.append(listing("批示", f"{of_year}批示催办", _INSTRUCTED, rows))
    if coordinated:
        matters = list(_coordinated(plan, coordinated, today))
        pages.append(listing("协调", f"{of_year}需协调事项催办", _COORDINATED, matters))
    return write_book(pages, today)


def _instructed(plan: Plan, due: Sequence[Instruction], today: date) -> Iterator[tuple[int | str, ...]]:
    for number, (one, unit) in enumerate(answerable(plan, due), 1):
        yield (
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


def _coordinated(plan: Plan, due: Sequence[Coordination], today: date) -> Iterator[tuple[int | str, ...]]:
    for number, (one, unit) in enumerate(to_consult(plan, due), 1):
        target = plan.target(one.target)
        asked = (unit.name_on(today).short, unit.contact, unit.phone) if unit else ("", "", "")
        yield (
            number,
            f"{target.id} {target.name}",
            plan.name(one.unit, today),
            one.text,
            one.due.isoformat() if one.due else "",
            state(plan, one, today),
            *asked,
            coordination_message(plan, one, unit, today) if unit else "",
        )


def _message(plan: Plan, unit: Unit, today: date, said: str) -> str:
    call = f"有疑问请联系{plan.profile.contact}，" if plan.profile.contact else ""
    return f"{unit.name_on(today).short}：您好！{said}。{call}谢谢。"


def _next_day(plan: Plan, today: date) -> str:
    """The next working day: by then whom the day has passed is asked."""
    return day_of_month(plan.calendar.shift(today + timedelta(1), DayShift.NEXT))


def _asking(plan: Plan) -> str:
    """The office whose folder this is."""
    profile = plan.profile
    asking = {Office.LEAD: profile.lead, Office.INSPECTOR: profile.inspector}
    return asking.get(profile.office) or profile.compiler
