"""`fleet`: a job in every office below a folder, as a person and a program are told of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, TypedDict

import click

from pipeline.cli.answers import answer
from pipeline.cli.options import Manner, now, seconds
from pipeline.cli.terminal import pasted, wrapped
from pipeline.model.periods import spelt
from pipeline.workflows.fleet.cluster import Cluster, carry_out_on, connected
from pipeline.workflows.fleet.everywhere import Row, counts, everywhere, lay_overview, worst
from pipeline.workflows.fleet.members import Member, members, place_of
from pipeline.workflows.fleet.tasks import Clock, Task
from pipeline.workflows.jobs import Job


def fleet(manner: Manner, root: Path, job: Job, only: str | None, cluster: Cluster) -> int:
    """Carry the job out everywhere, say how it went, lay 总览.xlsx; the exit code is the worst of all."""
    root = manner.office.root / root
    if not root.exists():
        raise click.UsageError(f"没有“{root}”：请写各工作目录所在的文件夹，或一行一个文件夹的清单文件")
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
    shown = (
        overview.relative_to(manner.office.root) if overview.is_relative_to(manner.office.root) else overview
    )
    yield f"总览　{shown}"


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
