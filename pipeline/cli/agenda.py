"""What status and run say: where the month stands, what is due, what was done; for people and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import Annotated, TypedDict

import click

from pipeline.cli.answers import answer
from pipeline.cli.exit_codes import DONE, guarded
from pipeline.cli.options import Manner
from pipeline.cli.runlog import Journal
from pipeline.cli.terminal import pad, wrapped
from pipeline.cli.text import kept, stage_lines
from pipeline.documents.workbooks.findings import FindingShape, finding_json
from pipeline.model.months import chinese_date
from pipeline.model.workspace import Workspace
from pipeline.outputs.past import PastRun
from pipeline.progress.duties import Stand, Work
from pipeline.progress.freshness import Drift
from pipeline.workflows import schedule
from pipeline.workflows.in_hand import year_in_hand
from pipeline.workflows.schedule import Day
from pipeline.workflows.status import Situation
from pipeline.workflows.status import status as where_it_stands


def status(manner: Manner) -> int:
    """`status`, and the command alone: where the month stands and what to do next."""
    situation = where_it_stands(manner.office, manner.today)
    return answer(manner, where(situation, manner.command), situation_json(situation), DONE)


def run(manner: Manner, only_look: bool, explain: bool) -> int:
    """`run`: what was due and done; with `explain`, or if it is to `only_look`, why or why not."""
    year_in_hand(manner.office, manner.today)
    journal = click.get_current_context().find_object(Journal)
    assert journal is not None
    day = schedule.run(manner.office, manner.today, partial(guarded, journal), only_look=only_look)
    if not (day.codes or day.code):
        journal.spare()
    told = agenda(day, every=explain or manner.verbose) if only_look or explain else ()
    lines = [*told, *carried_out(day, manner.office, manner.command)]
    return answer(manner, lines, day_json(day), day.code)


def where(situation: Situation, program: str) -> Iterator[str]:
    """Where the month stands and what to type next; `program` is how this workspace's command is called."""
    month = situation.month
    if month is not None:
        due = f"（{chinese_date(situation.deadline)}前报）" if situation.deadline else ""
        yield f"{month.year}年{situation.period}{due}"
        for stage in situation.stages:
            yield from stage_lines(stage)
        if situation.uncommitted:
            silent = "、".join(situation.uncommitted)
            yield from wrapped(f"  责任清单　还没有报的 {len(situation.uncommitted)} 家：{silent}", "    ")
        yield f"  待处理　{situation.open_findings} 个问题"
        yield from wrapped(f"  材料　　{_made(situation)}", "          ")
        for stray in situation.strays:
            yield from wrapped(f"  {stray.code}　{stray.message}。{stray.fix}", "      ")
        yield from _earlier(situation.earlier)
    text, command = situation.next_step
    yield f"下一步：{text}"
    yield f"  {program} {command}"


def _made(situation: Situation) -> str:
    """Whether the set is there, and what it was not made from."""
    if situation.damaged:
        return "清单（manifest.json）已损坏，看不出是不是定稿"
    changed = f"，但此后有变动：{situation.drift}" if situation.stale else f"；{situation.drift}"
    return f"已生成{changed if situation.drift else ''}" if situation.published else "未生成"


def _earlier(runs: Sequence[PastRun]) -> Iterator[str]:
    """The earlier runs of the set, the latest first."""
    if runs:
        yield f"  以前的结果 {len(runs)} 次，在 outputs/.runs 里："
    for run in runs:
        when = f"{run.made.month}月{run.made.day}日 {run.made:%H:%M}"
        notes = "".join(["，已定稿" * run.sealed, "，有人改过" * run.changed])
        yield f"    {when}　{run.command or '清单已损坏'}　{run.folder.parent.name}/{run.folder.name}{notes}"


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


class StageShape(TypedDict):
    """How a day by which reports are due stands."""

    stage: Annotated[str, "当月哪一天：22或25"]
    due: Annotated[str, "那一天的日期"]
    awaited: Annotated[bool, "本工作目录等这一级的是 true"]
    received: Annotated[list[str], "表到了的"]
    late: Annotated[list[str], "其中迟到的"]
    stamped: Annotated[list[str], "其中盖章件也到了的"]
    returned: Annotated[list[str], "其中退回的"]
    doubtful: Annotated[list[str], "其中有数待核的"]
    missing: Annotated[list[str], "没报的"]


class EarlierShape(TypedDict):
    """An earlier run of a set."""

    run: Annotated[str, "以前一次运行的编号，最近的在前"]
    made: Annotated[str, "什么时候，北京时间"]
    command: Annotated[str, "用哪个命令"]
    sealed: Annotated[bool, "定稿是 true"]
    changed: Annotated[bool, "有人改过的是 true"]


class NextShape(TypedDict):
    """What to do next."""

    what: Annotated[str, "下一步做什么"]
    command: Annotated[str, "用哪个命令"]


class DriftShape(TypedDict):
    """What a set was not made from; empty lists where it still is."""

    arrived: Annotated[list[str], "做的时候还没有的文件"]
    altered: Annotated[list[str], "后来改动过的文件"]
    gone: Annotated[list[str], "现在不见了的文件"]
    templates: Annotated[list[str], "改动过或不见了的模板"]
    version: Annotated[list[str], "程序的版本，当时的和现在的；没有变化是空的"]
    day: Annotated[list[str], "成文日期，当时的和不另指定时的；没有变化是空的"]


class StatusShape(TypedDict):
    """`status --json`."""

    month: Annotated[str | None, "在办的月份；没有任务分解表是 null"]
    period: Annotated[str | None, "这一期叫什么，如9月、一季度；没有任务分解表是 null"]
    deadline: Annotated[str | None, "责任单位的报送日"]
    expected: Annotated[str, "应报几家"]
    reported: Annotated[str, "已报几家"]
    missing: Annotated[list[str], "没报的单位"]
    open_findings: Annotated[str, "有几个问题要人处理"]
    published: Annotated[bool, "已经生成材料的是 true"]
    stale: Annotated[bool, "材料该重新生成的是 true：报表、登记、任务分解表、模板或程序的版本有变动"]
    damaged: Annotated[bool, "清单已损坏、看不出是不是定稿的是 true"]
    changed: Annotated[DriftShape, "哪些有变动"]
    stages: Annotated[list[StageShape], "两级报送各到谁、缺谁"]
    earlier: Annotated[list[EarlierShape], "以前的结果"]
    uncommitted: Annotated[list[str], "责任清单还没有报的单位"]
    strays: Annotated[list[FindingShape], "放在不报送的月份的文件夹里、没有读的文件，一个文件夹一条"]
    next: Annotated[NextShape, "下一步"]


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


def situation_json(situation: Situation) -> StatusShape:
    """`status --json`."""
    return {
        "month": str(situation.month) if situation.month is not None else None,
        "period": situation.period or None,
        "deadline": situation.deadline.isoformat() if situation.deadline else None,
        "expected": str(situation.expected),
        "reported": str(situation.reported),
        "missing": list(situation.missing),
        "open_findings": str(situation.open_findings),
        "published": situation.published,
        "stale": situation.stale,
        "damaged": situation.damaged,
        "changed": _drift_json(situation.drift),
        "stages": [
            {
                "stage": str(stage.day),
                "due": stage.due.isoformat(),
                "awaited": stage.awaited,
                "received": list(stage.received),
                "late": list(stage.late),
                "stamped": list(stage.stamped),
                "returned": list(stage.returned),
                "doubtful": list(stage.doubtful),
                "missing": list(stage.missing),
            }
            for stage in situation.stages
        ],
        "earlier": [
            {
                "run": run.folder.name,
                "made": run.made.isoformat(timespec="seconds"),
                "command": run.command,
                "sealed": run.sealed,
                "changed": run.changed,
            }
            for run in situation.earlier
        ],
        "uncommitted": list(situation.uncommitted),
        "strays": [finding_json(one, None, date.min) for one in situation.strays],
        "next": {"what": situation.next_step[0], "command": f"minsheng {situation.next_step[1]}"},
    }


def _drift_json(drift: Drift) -> DriftShape:
    """What a set was not made from; `version` and `day` then and now, or empty."""
    return {
        "arrived": list(drift.arrived),
        "altered": list(drift.altered),
        "gone": list(drift.gone),
        "templates": list(drift.templates),
        "version": list(drift.version or ()),
        "day": [day.isoformat() for day in drift.day or ()],
    }


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
                "changed": _drift_json(duty.drift),
                "set": duty.edition,
                "command": f"minsheng {duty.command}",
                "code": str(day.codes[duty]) if duty in day.codes else None,
                "new": new.get(duty, False),
            }
            for duty in day.duties
        ],
        "findings": [finding_json(finding, None, day.today) for finding in day.findings],
    }
