"""`status`, and the command alone: where the month stands and what to do next, for people and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, TypedDict

from pipeline.cli.answers import answer
from pipeline.cli.exit_codes import DONE
from pipeline.cli.options import Manner
from pipeline.cli.terminal import wrapped
from pipeline.cli.text import stage_lines
from pipeline.documents.workbooks.findings import FindingShape, finding_json
from pipeline.documents.workbooks.owed_list import called
from pipeline.model.months import chinese_date
from pipeline.model.signing import PaperState
from pipeline.outputs.past import PastRun
from pipeline.progress.freshness import Drift
from pipeline.workflows.status import Instructed, Raised, Situation
from pipeline.workflows.status import status as where_it_stands


def status(manner: Manner) -> int:
    """`status`, and the command alone: where the month stands and what to do next."""
    situation = where_it_stands(manner.office, manner.today)
    return answer(manner, where(situation, manner.command), situation_json(situation), DONE)


def where(situation: Situation, program: str) -> Iterator[str]:
    """Where the month stands and what to type next; `program` is how this workspace's command is called."""
    month = situation.month
    if month is not None:
        due = f"（{chinese_date(situation.deadline)}前报）" if situation.deadline else ""
        yield f"{month.year}年{situation.period}{due}"
        for stage in situation.stages:
            yield from stage_lines(stage)
        if situation.called:
            told = "、".join(f"{name}{called(one)}" for name, one in situation.called)
            yield from wrapped(f"    电话催过：{told}", "      ")
        if situation.uncommitted:
            silent = "、".join(situation.uncommitted)
            yield from wrapped(f"  责任清单　还没有报的 {len(situation.uncommitted)} 家：{silent}", "    ")
        yield f"  待处理　{situation.open_findings} 个问题"
        yield from _instructed(situation.instructed)
        yield from _raised(situation.raised)
        yield from wrapped(f"  材料　　{_made(situation)}", "          ")
        for stray in (*situation.signing, *situation.strays):
            yield from wrapped(f"  {stray.code}　{stray.message}。{stray.fix}", "      ")
        yield from _earlier(situation.earlier)
    text, command = situation.next_step
    yield f"下一步：{text}"
    yield f"  {program} {command}"


def _instructed(waiting: Sequence[Instructed]) -> Iterator[str]:
    """What leaders asked for and nobody settled yet, in their own words."""
    if waiting:
        late = sum(one.late for one in waiting)
        yield f"  批示　　没有办结的 {len(waiting)} 件{f'，其中超过时限 {late} 件' if late else ''}"
    for one in waiting:
        due = f"，{chinese_date(one.due)}前办结{'（已超过）' if one.late else ''}" if one.due else ""
        on = f"在{one.paper}上" if one.paper else ""
        said = f"    {chinese_date(one.given)}{one.post}{on}：“{one.words}”（{'、'.join(one.units)}{due}）"
        yield from wrapped(said, "      ")
        yield from wrapped(f"      办理情况：{one.done or '没有登记'}", "      ")


def _raised(waiting: Sequence[Raised]) -> Iterator[str]:
    """What units cannot settle alone and nobody settled yet, and how far it is."""
    if waiting:
        late = sum(one.late for one in waiting)
        yield f"  协调　　没有办结的 {len(waiting)} 件{f'，其中超过时限 {late} 件' if late else ''}"
    for one in waiting:
        due = f"（{chinese_date(one.due)}前办结{'，已超过' if one.late else ''}）" if one.due else ""
        yield from wrapped(f"    {one.target} {one.unit}：{one.state}{due}", "      ")


def _made(situation: Situation) -> str:
    """Whether the set is there, and what it was not made from."""
    if situation.damaged:
        return "清单（manifest.json）已损坏，看不出是不是定稿"
    changed = f"，但此后有变动：{situation.drift}" if situation.stale else f"；{situation.drift}"
    if situation.state is None:
        return "未生成"
    return f"{_COME[situation.state]}{changed if situation.drift else ''}"


_COME = {
    PaperState.DRAFT: "已生成",
    PaperState.FAIR: "已出清样",
    PaperState.SIGNED: "已签发",
    PaperState.SENT: "已签发、报送",
}


def _earlier(runs: Sequence[PastRun]) -> Iterator[str]:
    """The earlier runs of the set, the latest first."""
    if runs:
        yield f"  以前的结果 {len(runs)} 次，在 outputs/.runs 里："
    for run in runs:
        when = f"{run.made.month}月{run.made.day}日 {run.made:%H:%M}"
        notes = "".join(["，清样" * run.final, "，有人改过" * run.changed])
        yield f"    {when}　{run.command or '清单已损坏'}　{run.folder.parent.name}/{run.folder.name}{notes}"


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
    sealed: Annotated[bool, "清样或签发的是 true"]
    changed: Annotated[bool, "有人改过的是 true"]


class InstructedShape(TypedDict):
    """A 批示 nobody settled yet."""

    given: Annotated[str, "批示的日期"]
    post: Annotated[str, "批示岗位"]
    units: Annotated[list[str], "承办单位"]
    due: Annotated[str | None, "时限；没有要求是 null"]
    words: Annotated[str, "批示原文"]
    late: Annotated[bool, "超过时限的是 true"]
    paper: Annotated[str, "来文；没有登记是空的"]
    done: Annotated[str, "办理情况；没有登记是空的"]


class RaisedShape(TypedDict):
    """A matter to be coordinated that nobody settled yet."""

    target: Annotated[str, "指标编号"]
    unit: Annotated[str, "提出单位"]
    due: Annotated[str | None, "时限；没有的是 null"]
    state: Annotated[str, "到哪一步"]
    late: Annotated[bool, "超过时限的是 true"]


class CalledShape(TypedDict):
    """A telephone call for a report that is still owed."""

    unit: Annotated[str, "单位当月的名称"]
    day: Annotated[str, "哪天打的"]
    answer: Annotated[str, "答复；没有登记是空的"]
    post: Annotated[str, "经办岗位；没有登记是空的"]


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
    stale: Annotated[
        bool,
        "材料该重新生成的是 true：报表、登记、任务分解表、模板或程序的版本有变动；清样和签发的不看程序的版本",
    ]
    damaged: Annotated[bool, "清单已损坏、看不出是不是定稿的是 true"]
    changed: Annotated[DriftShape, "哪些有变动"]
    stages: Annotated[list[StageShape], "两级报送各到谁、缺谁"]
    earlier: Annotated[list[EarlierShape], "以前的结果"]
    uncommitted: Annotated[list[str], "责任清单还没有报的单位"]
    instructed: Annotated[list[InstructedShape], "没有办结的批示，时限近的在前"]
    raised: Annotated[list[RaisedShape], "没有办结的需协调事项，时限近的在前"]
    called: Annotated[list[CalledShape], "还没报或要重报、电话催过的，一次一条"]
    state: Annotated[
        str | None,
        "材料办到哪一步：送审稿、清样、已签发、已报送（签发的都登记了报送）；没有生成、清单已损坏是 null",
    ]
    signing: Annotated[
        list[FindingShape], "签发、报送、电话催报里要看的：登记有误，该报送、该签收的，签发稿不在的"
    ]
    strays: Annotated[
        list[FindingShape],
        "旁边多出来的任务分解表、处理登记等，一份一条；放在不报送的月份的文件夹里、没有读的，一个文件夹一条",
    ]
    next: Annotated[NextShape, "下一步"]


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
        "changed": drift_json(situation.drift),
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
                "sealed": run.final,
                "changed": run.changed,
            }
            for run in situation.earlier
        ],
        "uncommitted": list(situation.uncommitted),
        "instructed": [_instructed_json(one) for one in situation.instructed],
        "raised": [_raised_json(one) for one in situation.raised],
        "called": [
            {"unit": name, "day": one.day.isoformat(), "answer": one.answer, "post": one.post}
            for name, one in situation.called
        ],
        "state": situation.state.value if situation.state is not None else None,
        "signing": [finding_json(one, None, date.min) for one in situation.signing],
        "strays": [finding_json(one, None, date.min) for one in situation.strays],
        "next": {"what": situation.next_step[0], "command": f"minsheng {situation.next_step[1]}"},
    }


def _instructed_json(one: Instructed) -> InstructedShape:
    return {
        "given": one.given.isoformat(),
        "post": one.post,
        "units": list(one.units),
        "due": one.due.isoformat() if one.due else None,
        "words": one.words,
        "late": one.late,
        "paper": one.paper,
        "done": one.done,
    }


def _raised_json(one: Raised) -> RaisedShape:
    return {
        "target": one.target,
        "unit": one.unit,
        "due": one.due.isoformat() if one.due else None,
        "state": one.state,
        "late": one.late,
    }


def drift_json(drift: Drift) -> DriftShape:
    """What a set was not made from; `version` and `day` then and now, or empty."""
    return {
        "arrived": list(drift.arrived),
        "altered": list(drift.altered),
        "gone": list(drift.gone),
        "templates": list(drift.templates),
        "version": list(drift.version or ()),
        "day": [day.isoformat() for day in drift.day or ()],
    }
