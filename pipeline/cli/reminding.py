"""`remind`: who still owes a report or a 责任清单, what leaders asked for and is due; for people and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, TypedDict

from pipeline.cli import text
from pipeline.cli.answers import answer, answer_with_set
from pipeline.cli.exit_codes import DONE, LOOK
from pipeline.cli.options import Manner
from pipeline.cli.text import heading, kept, set_files
from pipeline.documents.workbooks.chased_matters import (
    answerable,
    coordination_message,
    instruction_message,
    state,
    to_consult,
)
from pipeline.documents.workbooks.owed_list import message
from pipeline.documents.workbooks.uncommitted import request
from pipeline.model.months import Month
from pipeline.model.plan import Plan
from pipeline.outputs.publish import Published
from pipeline.progress.owed import uncommitted
from pipeline.workflows import chasing, jobs
from pipeline.workflows.chasing import Chased


def reports_owed(manner: Manner, month: Month, letter: bool) -> int:
    """`remind`: whom to chase for the month's sheets, and who returned no 责任清单."""
    work = jobs.remind(manner.office, month, manner.today, letter)
    made = work.result
    plan, items, published = made.plan, made.owed, made.published
    document = remind_json(made, month, manner.today)

    def lines(shown: Published | None) -> Iterator[str]:
        yield from text.reminders(plan, items, month, manner.today)
        yield from text.instructions_due(plan, made.instructed, manner.today)
        yield from text.coordinations_due(plan, made.coordinated, manner.today)
        yield from text.commitments_owed(plan, manner.today)
        if shown is None:
            return
        paths = set_files(manner.office, shown.folder)
        yield from ("", heading(shown), *(f"  {path}" for path in paths))
        yield from kept(manner.office, shown)
        if letter and not any(path.endswith(".docx") for path in paths):
            yield plan.terms.of("没有连续两个月以上没报的单位，不用发函。")

    return answer_with_set(manner, lines, published, document, work.code)


def commitments_owed(manner: Manner, year: int) -> int:
    """`remind --commitments`: the leads whose 责任清单 did not come."""
    plan, published = chasing.remind_of_commitments(manner.office, year, manner.today)
    document = uncommitted_json(plan, manner.today)
    if published is None:
        return answer(manner, ["责任清单都已收到，没有要催的单位。"], document, DONE)
    paths = set_files(manner.office, published.folder)
    lines = [
        *text.commitments_owed(plan, manner.today),
        "",
        heading(published),
        *(f"  {path}" for path in paths),
    ]
    return answer(manner, [*lines, *kept(manner.office, published)], document, LOOK)


class OwedShape(TypedDict):
    """A unit that owes a report."""

    unit: Annotated[str, "单位当月的名称，按规范次序"]
    role: Annotated[str, "责任、配合或县区"]
    status: Annotated[str, "未报送或退回"]
    due: Annotated[str, "应在哪天以前报"]
    contact: Annotated[str | None, "联系岗位"]
    phone: Annotated[str | None, "电话"]
    targets: Annotated[list[str], "涉及的指标编号"]
    missing_before: Annotated[str, "本年以前有几个月没报"]
    missing_in_a_row: Annotated[str, "到本月为止连着几个月没报"]
    late_before: Annotated[str, "本年以前有几个月迟报"]
    message: Annotated[str, "可以直接粘贴的短信，至多120字"]
    called: Annotated[list[CallShape], "电话催过几次，先后为序"]


class CallShape(TypedDict):
    """A telephone call for a report owed."""

    day: Annotated[str, "哪天打的"]
    answer: Annotated[str, "答复；没有登记是空的"]
    post: Annotated[str, "经办岗位；没有登记是空的"]


class AskedShape(TypedDict):
    """A 批示 that is due, for one of the units that carry it out."""

    unit: Annotated[str, "承办单位"]
    given: Annotated[str, "批示的日期"]
    due: Annotated[str | None, "时限"]
    done: Annotated[str, "办理情况；没有登记是空的"]
    contact: Annotated[str | None, "联系岗位"]
    phone: Annotated[str | None, "电话"]
    message: Annotated[str, "可以直接粘贴的短信，不写批示内容"]


class ConsultedShape(TypedDict):
    """A matter to be coordinated that is due, for one of the units still to be asked."""

    target: Annotated[str, "指标编号"]
    unit: Annotated[str, "提出单位"]
    due: Annotated[str | None, "时限"]
    state: Annotated[str, "到哪一步"]
    ask: Annotated[str | None, "还没有征求意见的单位；都征求过的是 null"]
    contact: Annotated[str | None, "联系岗位"]
    phone: Annotated[str | None, "电话"]
    message: Annotated[str | None, "可以直接粘贴的短信；不用问单位的是 null"]


class RemindShape(TypedDict):
    """`remind --json`."""

    month: Annotated[str, "月份，如2021-09；不按月报的，是这一期的最后一个月"]
    period: Annotated[str, "这一期叫什么，如9月、一季度"]
    owed: Annotated[list[OwedShape], "要催的单位"]
    instructed: Annotated[list[AskedShape], "到期要催办的批示，时限近的在前，一个承办单位一条"]
    coordinated: Annotated[list[ConsultedShape], "到期要催办的需协调事项，时限近的在前，一个要问的单位一条"]
    uncommitted: Annotated[list[str], "责任清单还没有报的单位"]


class SilentShape(TypedDict):
    """A lead whose 责任清单 did not come."""

    unit: Annotated[str, "单位"]
    contact: Annotated[str | None, "联系岗位"]
    phone: Annotated[str | None, "联系电话"]
    targets: Annotated[list[str], "负责的指标"]
    message: Annotated[str, "可以直接粘贴的短信"]


class UncommittedShape(TypedDict):
    """`remind --commitments --json`."""

    due: Annotated[str | None, "责任清单报送日；没有写的是 null"]
    uncommitted: Annotated[list[SilentShape], "责任清单还没有报的单位"]


def remind_json(made: Chased, month: Month, today: date) -> RemindShape:
    """`remind --json`: whom to chase, in protocol order; which 批示 are due, the first to be settled first."""
    plan = made.plan
    return {
        "month": str(month),
        "period": plan.cycle.label(month),
        "owed": [
            {
                "unit": one.name,
                "role": one.role.value,
                "status": one.status.value,
                "due": one.due.isoformat(),
                "contact": one.unit.contact or None,
                "phone": one.unit.phone or None,
                "targets": [target.id for target in one.targets],
                "missing_before": str(one.missing),
                "missing_in_a_row": str(len(one.in_a_row)),
                "late_before": str(one.late),
                "message": message(plan, one, month, today),
                "called": [
                    {"day": each.day.isoformat(), "answer": each.answer, "post": each.post}
                    for each in one.called
                ],
            }
            for one in made.owed
        ],
        "instructed": [
            {
                "unit": unit.name_on(today).short,
                "given": one.given.isoformat(),
                "due": one.due.isoformat() if one.due else None,
                "done": one.done,
                "contact": unit.contact or None,
                "phone": unit.phone or None,
                "message": instruction_message(plan, one, unit, today),
            }
            for one, unit in answerable(plan, made.instructed)
        ],
        "coordinated": [
            {
                "target": one.target,
                "unit": plan.name(one.unit, today),
                "due": one.due.isoformat() if one.due else None,
                "state": state(plan, one, today),
                "ask": unit.name_on(today).short if unit else None,
                "contact": unit.contact or None if unit else None,
                "phone": unit.phone or None if unit else None,
                "message": coordination_message(plan, one, unit, today) if unit else None,
            }
            for one, unit in to_consult(plan, made.coordinated)
        ],
        "uncommitted": [unit.name_on(today).short for unit in uncommitted(plan)],
    }


def uncommitted_json(plan: Plan, today: date) -> UncommittedShape:
    """`remind --commitments --json`: the leads whose 责任清单 did not come, in protocol order."""
    due = plan.rules.commitments_due
    return {
        "due": due.isoformat() if due is not None else None,
        "uncommitted": [
            {
                "unit": unit.name_on(today).short,
                "contact": unit.contact or None,
                "phone": unit.phone or None,
                "targets": [target.id for target in plan.led_by(unit.key)],
                "message": request(plan, unit, today),
            }
            for unit in uncommitted(plan)
        ],
    }
