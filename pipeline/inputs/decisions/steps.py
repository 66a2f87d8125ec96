"""督办 of 处理登记: which paper went out, was answered, was spared; and the same as a 督查机构 gave it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol

from pipeline.inputs.decisions.register_sheets import DECISION_CHOICES, DECISION_TABLES
from pipeline.inputs.decisions.workbook_reader import Form, kept, read_returned
from pipeline.inputs.tables.reader import Record, nearest
from pipeline.inputs.tables.writer import write_tables
from pipeline.model.codes import Code
from pipeline.model.months import Month
from pipeline.model.plan import Plan
from pipeline.model.supervision import Action, Paper, Rung, Step
from pipeline.model.workspace import Workspace

STEPS = "督办"
CAME_BACK = Form(
    tuple(one for one in DECISION_TABLES if one.name == STEPS),
    Code.D01,
    "督查机构登记的督办没有读到，先按没有登记出送审稿",
    "这一行没有起作用",
)
# What the three rungs of old, written where the reason stands, are on today's ladder: the first, second, third paper.
_OF_OLD = ("提醒", "限期", "挂牌")
# What a row of 督办 must say beside its state.
_NEEDED = {
    Action.PLANNED: ("督办方式",),
    Action.SENT: ("日期",),
    Action.UNANSWERED: ("批准岗位", "日期"),
    Action.ANSWERED: ("日期",),
    Action.CLOSED: ("批准岗位", "日期"),
    Action.SPARED: ("原因", "批准岗位"),
}


class Register(Protocol):
    """What the rows of a register are held against, and who is told what is wrong with them."""

    plan: Plan

    def month(self, record: Record) -> Month | None:
        """The period a row names; None, with a finding, where it names none."""

    def unit(self, record: Record, month: Month) -> str | None:
        """The unit a row names, by its key; None, with a finding, where the plan knows none."""

    def complete(self, record: Record, month: Month, columns: tuple[str, ...]) -> bool:
        """Whether all these columns are filled; a finding where they are not."""

    def fault(self, record: Record, column: str, month: Month | None, message: str, fix: str) -> None:
        """Tell what is wrong in a column of a row."""

    def note(
        self, record: Record, month: Month, unit: str, target: str, said: tuple[str, str, str, str]
    ) -> None:
        """Keep a row for the change log."""


def read_steps(register: Register, records: Sequence[Record]) -> tuple[Step, ...]:
    """The rows of 督办 that stand; of two that contradict each other the first counts, of two offices' that say the same too."""
    found: list[Step] = []
    for record in records:
        step = _step(register, record)
        if step is None:
            continue
        if any(_the_same(one, step) for one in found):
            continue
        earlier = [one for one in found if (one.month, one.unit) == (step.month, step.unit)]
        wrong = next(filter(None, (_contradiction(one, step) for one in earlier)), None)
        if wrong is not None:
            register.fault(record, wrong[0], step.month, wrong[1], "请只留一行，或改正这一行")
            continue
        found.append(step)
        after = f"{step.action}（{step.rung}）" if step.named else step.action
        register.note(record, step.month, step.unit, "", ("", after, step.reason, step.approver))
    return tuple(found)


def _step(register: Register, record: Record) -> Step | None:
    """A row of 督办; None, with a finding, unless it says all that its state asks for."""
    month = register.month(record)
    unit = register.unit(record, month) if month is not None else None
    if month is None or unit is None:
        return None
    state, reason, day = record.text("状态"), record.text("原因"), record.day("日期")
    if state not in tuple(Action):
        said = f"状态“{state}”认不出" if state else "“状态”没有填写"
        fix = f"可以填：{'、'.join(Action)}{nearest(state, tuple(Action)) if state else ''}"
        register.fault(record, "状态", month, said, fix)
        return None
    action, named = Action(state), record.text("督办方式")
    ladder = register.plan.rules.ladder(register.plan.unit(unit).subordinate)
    rung = next((one for one in ladder if one.name == named), None)
    if action is Action.SENT and not named:
        rung = _of_old(ladder, reason, "督办方式" in record.columns)
    if named and rung is None:
        ways = [one.name for one in ladder]
        fix = f"可以填：{'、'.join(ways)}{nearest(named, ways)}"
        register.fault(record, "督办方式", month, f"对{unit}没有“{named}”这种督办方式", fix)
        return None
    if month.is_year_end:
        register.fault(record, "月份", month, "年终没有督办文稿", "请改正月份")
    elif not register.plan.led_by(unit):
        register.fault(record, "单位", month, f"{unit}不是责任单位，没有督办文稿", "请改正单位")
    elif not register.complete(record, month, (*_NEEDED[action], *_signed(action, rung))):
        return None
    elif record.text("日期") and day is None:
        register.fault(record, "日期", month, f"日期“{record.text('日期')}”认不出", "请写成2021-09-28的样子")
    elif day is not None and day < month.day(1):
        register.fault(
            record,
            "日期",
            month,
            f"日期{day.isoformat()}早于督办的{register.plan.cycle.name(month)}",
            "请改正月份或日期",
        )
    else:
        approver = record.text("批准岗位")
        status, approved_at = record.cell("状态"), record.cell("批准岗位")
        return Step(month, unit, action, reason, approver, day, status, approved_at, rung, bool(named))
    return None


def _of_old(ladder: Sequence[Rung], reason: str, today: bool) -> Rung | None:
    """The rung of a letter noted as it was before there was 督办方式: where the reason stands, or not at all.

    Every paper was a 督办通知 then, the first one too; on the ladder it stands where the first paper does. A register of
    `today` that says nothing of it means the paper that was drafted.
    """
    papers = [one for one in ladder if one.paper.answered]
    if not papers or (today and reason not in _OF_OLD):
        return None
    if reason in _OF_OLD[1:]:
        return papers[min(_OF_OLD.index(reason), len(papers) - 1)]
    return Rung(_OF_OLD[0], papers[-1].paper, 1)


def _signed(action: Action, rung: Rung | None) -> tuple[str, ...]:
    """批准岗位, where a rung asks for somebody's approval, or somebody made a call."""
    if rung is None or action not in (Action.PLANNED, Action.SENT):
        return ()
    called = action is Action.SENT and rung.paper is Paper.CALL
    return ("批准岗位",) if rung.approved or called else ()


def _the_same(first: Step, second: Step) -> bool:
    """Whether two registers say the same: what one office wrote, the other wrote as well."""
    elsewhere = first.cell.file != second.cell.file
    there = replace(first, cell=second.cell, approved_at=second.approved_at, reason=second.reason)
    return elsewhere and there == second


def _contradiction(first: Step, second: Step) -> tuple[str, str] | None:
    """The column and the words where two rows about one letter cannot both stand; None where they can."""
    one_paper = first.rung == second.rung or None in (first.rung, second.rung)
    if first.action is second.action and one_paper:
        return "状态", "与前面一行登记的是同一件事"
    if Action.SPARED in (first.action, second.action):
        return "状态", f"同一单位同一个月既登记了“{first.action}”，又登记了“{second.action}”"
    if not one_paper or Action.PLANNED in (first.action, second.action):
        return None
    order = list(Action)
    early, late = sorted((first, second), key=lambda one: order.index(one.action))
    if early.day is not None and late.day is not None and late.day < early.day:
        return "日期", f"{late.action}的日期{late.day.isoformat()}早于{early.action}的{early.day.isoformat()}"
    return None


def steps_book(office: Workspace, year: int, day: date) -> bytes | None:
    """督办 of this office's 处理登记 as a workbook of its own, row by row as it stands there; None where there is no row."""
    (table,) = CAME_BACK.tables
    returned = read_returned(kept(office.decisions_file(year), office), office, CAME_BACK)
    rows = [[record.text(column) for column in table.columns] for record in returned.records(STEPS)]
    return write_tables((table,), {STEPS: rows}, DECISION_CHOICES, day) if rows else None
