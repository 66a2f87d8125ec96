"""`run`: what is due, what comes next and what was done, for people and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Annotated, TypedDict

import click

from pipeline.cli.answers import answer
from pipeline.cli.exit_codes import guarded
from pipeline.cli.options import Manner
from pipeline.cli.situation import DriftShape, drift_json
from pipeline.cli.terminal import pad, wrapped
from pipeline.cli.text import kept
from pipeline.documents.workbooks.findings import FindingShape, finding_json
from pipeline.model.months import chinese_date
from pipeline.model.workspace import Workspace
from pipeline.outputs.runlog import Journal
from pipeline.progress.duties import Stand, Work
from pipeline.workflows import jobs
from pipeline.workflows.in_hand import year_in_hand
from pipeline.workflows.schedule import Day


def run(manner: Manner, only_look: bool, explain: bool) -> int:
    """`run`: what was due and done; with `explain`, or if it is to `only_look`, why or why not."""
    year_in_hand(manner.office, manner.today)
    journal = click.get_current_context().find_object(Journal)
    assert journal is not None
    guard = partial(guarded, journal)
    day = jobs.run(manner.office, manner.today, guard, only_look=only_look).result
    if not (day.codes or day.code):
        journal.spare()
    told = agenda(day, every=explain or manner.verbose) if only_look or explain else ()
    lines = [*told, *carried_out(day, manner.office, manner.command)]
    return answer(manner, lines, day_json(day), day.code)


def agenda(day: Day, every: bool) -> Iterator[str]:
    """What is due and what comes next, or `every` duty of the years in hand: how it stands, from which day on, and why."""
    yield f"{chinese_date(day.today)}"
    ahead = min((duty.since for duty in day.duties if duty.stand is Stand.AHEAD), default=None)
    told = [
        one for one in day.duties if every or one.due or (one.stand is Stand.AHEAD and one.since == ahead)
    ]
    for duty in told:
        start = f"  {pad(duty.stand.value, 8)}{pad(f'{duty.month}{duty.work.value}', 14)}"
        yield from wrapped(f"{start}{duty.since.isoformat()}起　{duty.why}", " " * 24)
    if len(told) < len(day.duties):
        yield f"  另有{len(day.duties) - len(told)}件已办、已过或还没有到日子，加 -v 全部列出。"
    if not day.duties:
        yield "  没有今年或上一年的任务分解表，没有要办的事。"
    for finding in day.findings:
        yield from wrapped(
            f"  {finding.level.value} {finding.code}　{finding.message}。{finding.fix}", "      "
        )


def carried_out(day: Day, office: Workspace, program: str) -> Iterator[str]:
    """What was made anew and who must look at it; nothing of a set that came out as it was."""
    for one in day.done:
        duty = one.duty
        if one.new:
            yield f"已办　{duty.month}{duty.work.value}　{office.relative(one.folder)}"
        if one.missing:
            yield from wrapped(f"  要催{len(one.missing)}家：{'、'.join(one.missing)}", "    ")
        if one.look and one.open:
            command = f"check {duty.month}" if duty.work is Work.DRAFTS else duty.command
            yield f"  有{one.open}个问题要处理，看清单：{program} {command}"
        yield from kept(office, one.published) if one.published is not None else ()
    made = {one.duty for one in day.done}
    for duty in day.codes:
        if duty not in made:
            yield f"没有办成　{duty.month}{duty.work.value}。手工办：{program} {duty.command}"


class DutyShape(TypedDict):
    """A duty of the day."""

    work: Annotated[str, "表样、催报、材料、考核、责任清单催报或汇总"]
    month: Annotated[str, "月份，如2021-09、2021-年终；不按月报的，是这一期的最后一个月"]
    period: Annotated[str, "这一期叫什么，如9月、一季度、年终"]
    since: Annotated[str, "从哪天起该办"]
    until: Annotated[str | None, "办到哪天为止"]
    stand: Annotated[str, "动手以前：应办、已办、未到、已过或不用办"]
    due: Annotated[bool, "应办的是 true"]
    why: Annotated[str, "为什么"]
    changed: Annotated[DriftShape, "哪些有变动"]
    set: Annotated[str, "做出哪一套"]
    command: Annotated[str, "手工做用哪个命令"]
    code: Annotated[str | None, "办的退出码；这一次没有办的是 null"]
    new: Annotated[bool, "做出的文件有变动的是 true"]


class RunShape(TypedDict):
    """`run --json`: printed whatever the exit code."""

    today: Annotated[str, "当作哪一天"]
    duties: Annotated[list[DutyShape], "该办的事"]
    findings: Annotated[list[FindingShape], "没有节假日文件的，放错文件夹的，各说明一条"]


def day_json(day: Day) -> RunShape:
    """`run --json`: every duty as it stood, and the exit code of those that were carried out."""
    new = {one.duty: one.new for one in day.done}
    return {
        "today": day.today.isoformat(),
        "duties": [
            {
                "work": duty.work.value,
                "month": str(duty.month),
                "period": duty.period,
                "since": duty.since.isoformat(),
                "until": duty.until.isoformat() if duty.until else None,
                "stand": duty.stand.value,
                "due": duty.due,
                "why": duty.why,
                "changed": drift_json(duty.drift),
                "set": duty.edition,
                "command": f"minsheng {duty.command}",
                "code": str(day.codes[duty]) if duty in day.codes else None,
                "new": new.get(duty, False),
            }
            for duty in day.duties
        ],
        "findings": [finding_json(finding, None, day.today) for finding in day.findings],
    }
