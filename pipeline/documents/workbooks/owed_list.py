"""催报: who still owes a report, whom to call, and a message to paste; the list is 未报清单.xlsx (手册-秘书).

A reminder only states facts. It is no document: no number, no seal, no order.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from pipeline.files.spreadsheets.writing import listing, write_book
from pipeline.model.months import DayShift, Month, day_of_month
from pipeline.model.plan import Plan, Role
from pipeline.model.readings import Call, Status
from pipeline.model.settings import Office
from pipeline.progress.owed import Owed

MESSAGE_LIMIT = 200
_CELLS_TOLD = 2


def message(plan: Plan, one: Owed, month: Month, today: date) -> str:
    """What to paste into a chat, at most 200 characters: which cell, what was read and what is wanted, by when, whom to call."""
    what = f"{month.year}年{plan.cycle.label(month)}{plan.profile.programme}{'进展' if one.role is Role.LEAD else '配合'}情况表"
    to = plan.profile.compiler if plan.profile.office is not Office.LEAD else plan.profile.lead
    # Whom the day has passed is asked for the next working day.
    by = one.due if today <= one.due else plan.calendar.shift(today + timedelta(1), DayShift.NEXT)
    call = f"有疑问请联系{plan.profile.contact}，" if plan.profile.contact else ""
    if one.refused:
        ask = f"收到了，但不能使用，请用当月表样填好，{day_of_month(by)}前重报{to}"
    elif one.status is Status.RETURNED:
        ask = f"有{one.faults}处需要改正：{_cells(one)}。请{day_of_month(by)}前改好重报{to}"
    elif today <= one.due:
        ask = f"请于{day_of_month(by)}前报{to}"
    else:
        ask = f"应于{day_of_month(one.due)}前报{to}，目前还没有收到，请{day_of_month(by)}前报送"
    about = f"涉及{len(one.targets)}项指标。" if one.status is not Status.RETURNED else ""
    told = "" if one.status is Status.RETURNED else "如已报送请告知，"
    text = f"{one.name}：您好！{what}{ask}。{about}{told}{call}谢谢。"
    # Only names far longer than any real one get here: the courtesies go, the request stays.
    return text if len(text) <= MESSAGE_LIMIT else f"{what}{ask}。"[:MESSAGE_LIMIT]


def _cells(one: Owed) -> str:
    """进展情况G7“约1200”，请直接填数字; of more than two cells the others are on the sheet given back."""
    told = []
    for each in one.wrong[:_CELLS_TOLD]:
        where = f"{each.place.sheet}{each.place.ref}" or each.place.file
        read = f"“{each.read[:_QUOTED]}”" if each.read else ""
        told.append(f"{where}{read}，{each.fix.partition('；')[0]}")
    more = "等，都在退回的表里标明" if len(one.wrong) > _CELLS_TOLD else ""
    return f"{'；'.join(told)}{more}"


_QUOTED = 12


def called(one: Call) -> str:
    """9月26日（答复：明天上午报）: when a unit was telephoned, and what it said."""
    return f"{day_of_month(one.day)}{f'（答复：{one.answer}）' if one.answer else ''}"


def reminder_list(plan: Plan, items: Sequence[Owed], month: Month, today: date) -> bytes:
    """未报清单.xlsx: one sheet to call from, one with a message per unit."""
    title = f"{month.year}年{plan.cycle.name(month)}{plan.profile.programme}"
    rows = [
        (
            number,
            one.name,
            plan.terms.of(one.role.value),
            one.status.value,
            day_of_month(one.due),
            one.unit.contact,
            one.unit.phone,
            "、".join(f"{target.id} {target.name}" for target in one.targets),
            one.missing,
            one.late,
            "；".join(called(each) for each in one.called),
        )
        for number, one in enumerate(items, 1)
    ]
    messages = [(number, one.name, message(plan, one, month, today)) for number, one in enumerate(items, 1)]
    pages = [
        listing("未报清单", f"{title}未报清单", _LIST, rows),
        listing("催报短信", f"{title}催报短信", _MESSAGES, messages),
    ]
    return write_book(pages, today)


_LIST = (
    ("序号", 6.0),
    ("单位", 16.0),
    ("角色", 8.0),
    ("状态", 10.0),
    ("应报日期", 12.0),
    ("联系人（岗位）", 16.0),
    ("联系电话", 16.0),
    ("涉及指标", 60.0),
    ("此前未报次数", 8.0),
    ("此前迟报次数", 8.0),
    ("电话催过", 30.0),
)
_MESSAGES = (("序号", 6.0), ("单位", 16.0), ("短信", 110.0))
