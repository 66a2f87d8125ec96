"""`fleet`: a job in every office below a folder, as a person and a program are told of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Annotated, TypedDict

import click

from pipeline.cli.answers import answer
from pipeline.cli.options import Manner, now, recorded_in, seconds
from pipeline.cli.terminal import pasted, wrapped
from pipeline.cli.text import heading, shown
from pipeline.model.months import Month
from pipeline.model.periods import spelt
from pipeline.model.workspace import Workspace
from pipeline.workflows.endings import DONE, LOOK
from pipeline.workflows.fleet import levels, together
from pipeline.workflows.fleet.cluster import Cluster, carry_out_on, connected, require_extra
from pipeline.workflows.fleet.everywhere import Row, counts, everywhere, lay_overview, worst
from pipeline.workflows.fleet.members import Member, members, place_of
from pipeline.workflows.fleet.tasks import Clock, Task
from pipeline.workflows.jobs import Job, alone


def fleet(manner: Manner, root: Path, job: Job, only: str | None, cluster: Cluster) -> int:
    """Carry the job out everywhere, say how it went, lay 总览.xlsx; the exit code is the worst of all."""
    root = _there(manner, root)
    found = members(root, only)
    if not (manner.json or manner.quiet):
        click.echo(f"正在{len(found)}个工作目录办 {' '.join(job.words)}……", err=True)

    def task(one: Member) -> Task:
        return Task(str(one.root), job, manner.today, manner.office.terms, manner.afresh)

    with connected(cluster) as client:
        engine = partial(carry_out_on, client, Clock(now, seconds), cluster.retries)
        rows = everywhere(found, task, engine)
    overview = lay_overview(place_of(root), job, rows, manner.today)
    lines = told(manner, root, job, rows, overview)
    return answer(manner, lines, fleet_json(manner, root, job, rows), worst(rows))


def gather(manner: Manner, root: Path, period: str | None, only: str | None) -> int:
    """Put together what offices signed and agreed to give; who could not be read is told."""
    root, month = _there(manner, root), _month(period)
    require_extra()
    place = Workspace(place_of(root), manner.office.terms)
    with alone(place):
        made = together.gather(place, members(root, only), month)
    whole = made.together
    folder = shown(manner.office, made.published.folder)
    counts = f"签发了的 {len(whole.told)}　还没有签发的 {whole.unsigned}　没有同意的 {whole.silent}　没有读成的 {whole.unread}"
    lines = [f"{whole.title}", counts, *(f"  没有读成　{one.name}　{why}" for one, why in made.unread)]
    lines += ["", heading(made.published), f"  {folder}"]
    document: GatherShape = {
        "month": str(month),
        "folder": folder,
        "signed": [
            {"workspace": one.workspace, "region": one.region, "targets": str(len(one.whole))}
            for one in whole.told
        ],
        "unsigned": str(whole.unsigned),
        "silent": str(whole.silent),
        "unread": [{"workspace": one.name, "said": why} for one, why in made.unread],
        "summary": {word: str(count) for word, count in whole.classes.items()},
    }
    return answer(manner, lines, document, LOOK if made.unread else DONE)


def collate(manner: Manner, root: Path, period: str | None, only: str | None, into: Path | None) -> int:
    """Fill the forms of a superior's workspace from what lower offices signed; every blank is told."""
    if into is None:
        raise click.UsageError("collate 要写明填谁的表：--into 本级的工作目录")
    root, month = _there(manner, root), _month(period)
    superior = Workspace((manner.office.root / into).resolve(), manner.office.terms)
    if not superior.plan_file(month.year).is_file():
        raise click.UsageError(f"“{into}”不是有{month.year}年任务分解表的工作目录")
    with alone(superior):
        made = levels.collate_up(superior, members(root, only), month)
    folder = shown(manner.office, made.published.folder)
    lines = [f"由下级填了{made.filled}个数，空着{len(made.blanks)}个。供核对，要用的由人放进 inputs。"]
    for one in made.blanks:
        lines += wrapped("　".join(filter(None, ("  空着", one.folder, one.target, one.why))), "    ")
    document: FromBelowShape = {
        "month": str(month),
        "folder": folder,
        "filled": str(made.filled),
        "blanks": [{"workspace": one.folder, "target": one.target, "why": one.why} for one in made.blanks],
    }
    lines += ["", heading(made.published), f"  {folder}"]
    return answer(manner, lines, document, LOOK if made.blanks else DONE)


def _there(manner: Manner, root: Path) -> Path:
    """The folder or list as given; the run is none of the workspace it may be started in."""
    root = manner.office.root / root
    if not root.exists():
        raise click.UsageError(f"没有“{root}”：请写各工作目录所在的文件夹，或一行一个文件夹的清单文件")
    recorded_in(Workspace(place_of(root)))
    return root


def _month(period: str | None) -> Month:
    with suppress(ValueError):
        month = Month.parse(period or "")
        if not month.is_year_end:
            return month
    raise click.UsageError(f"“{period or ''}”不是月份，请写成2021-09的样子")


def job_of(command: str, period: str | None, switches: frozenset[str]) -> Job:
    """The job as typed behind the folder; `UsageError` for what is no period, `UsageProblem` for what is no job."""
    if period is not None and command != "assess" and spelt(period) is None:
        raise click.UsageError(f"“{period}”不是月份，请写成2021-09的样子")
    return Job(command, period, switches)


def told(manner: Manner, root: Path, job: Job, rows: Sequence[Row], overview: Path) -> Iterator[str]:
    """How many went how; each that failed with the reason, each somebody must look at; the slowest; where the table lies."""
    yield f"{len(rows)}个工作目录　{' '.join(job.words)}"
    yield "　".join(f"{went} {count}" for went, count in counts(rows).items())
    for row in rows:
        if row.went == "失败":
            yield from wrapped(f"  失败　{row.member.name}　{row.brief.said}", "    ")
    look = [row for row in rows if row.went == "有问题"]
    if look:
        yield from wrapped(f"  有问题　{'、'.join(row.member.name for row in look)}", "    ")
        month = f" {job.period}" if job.period and job.command != "assess" else ""
        yield f"  看一家的：minsheng -C {pasted(look[0].member.root)} check{month}"
    slowest = max(rows, key=lambda row: row.brief.seconds)
    if slowest.brief.seconds:
        yield f"最慢　{slowest.member.name}　{slowest.brief.seconds:.1f}秒"
    yield f"总览　{shown(manner.office, overview)}"


class SignedShape(TypedDict):
    """An office whose signed month is in the whole."""

    workspace: Annotated[str, "工作目录，相对于给出的文件夹"]
    region: Annotated[str, "行政区划代码，或空"]
    targets: Annotated[str, "几项指标"]


class UnreadShape(TypedDict):
    """An office that could not be read."""

    workspace: Annotated[str, "工作目录"]
    said: Annotated[str, "为什么"]


class GatherShape(TypedDict):
    """`fleet gather --json`."""

    month: Annotated[str, "哪个月"]
    folder: Annotated[str, "材料在哪里"]
    signed: Annotated[list[SignedShape], "签发了又同意汇总的，照行政区划的顺序"]
    unsigned: Annotated[str, "同意、还没有签发的个数"]
    silent: Annotated[str, "没有同意的个数"]
    unread: Annotated[list[UnreadShape], "没有读成的"]
    summary: Annotated[dict[str, str], "各类指标的项数；加起来是全部指标"]


class BlankShape(TypedDict):
    """A cell left empty."""

    workspace: Annotated[str, "下级文件夹"]
    target: Annotated[str, "本级的指标编号，还没有填的空着"]
    why: Annotated[str, "为什么空着"]


class FromBelowShape(TypedDict):
    """`fleet collate --json`."""

    month: Annotated[str, "哪个月"]
    folder: Annotated[str, "填好的表在哪里"]
    filled: Annotated[str, "填了几个数"]
    blanks: Annotated[list[BlankShape], "空着的"]


class OfficeShape(TypedDict):
    """A workspace of many."""

    name: Annotated[str, "工作目录，相对于给出的文件夹"]
    code: Annotated[str, "这一家的退出码"]
    result: Annotated[str, "已办、有问题或失败"]
    before: Annotated[bool, "材料以前就做好了、这次没有新做的是 true"]
    sets: Annotated[list[str], "哪几套材料"]
    seconds: Annotated[str, "用了几秒；以前做好的是0.0"]
    version: Annotated[str, "办的程序的版本"]
    said: Annotated[str, "没有办成的，为什么"]


class FleetShape(TypedDict):
    """`fleet --json`: doings only, nothing of what the papers say."""

    root: Annotated[str, "各工作目录所在的文件夹，或清单文件"]
    command: Annotated[str, "办的命令"]
    today: Annotated[str, "当作哪一天"]
    done: Annotated[str, "已办的个数"]
    look: Annotated[str, "有问题的个数"]
    failed: Annotated[str, "失败的个数；三个数加起来是全部"]
    workspaces: Annotated[list[OfficeShape], "每个工作目录一条，按名字排"]


def fleet_json(manner: Manner, root: Path, job: Job, rows: Sequence[Row]) -> FleetShape:
    """The rows as the contract has them."""
    went = counts(rows)
    return {
        "root": str(root),
        "command": " ".join(job.words),
        "today": manner.today.isoformat(),
        "done": str(went["已办"]),
        "look": str(went["有问题"]),
        "failed": str(went["失败"]),
        "workspaces": [
            {
                "name": row.member.name,
                "code": str(row.brief.code),
                "result": row.went,
                "before": row.before,
                "sets": list(row.brief.sets),
                "seconds": f"{row.brief.seconds:.1f}",
                "version": row.brief.version,
                "said": row.brief.said,
            }
            for row in rows
        ],
    }
