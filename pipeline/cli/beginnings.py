"""The commands that found a workspace or open one: an empty one, one that follows another year's, the invented year; the desk."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, TypedDict

import click

from pipeline.cli import contract, text
from pipeline.cli.answers import answer
from pipeline.cli.exit_codes import DONE
from pipeline.cli.json_shapes import DemoShape
from pipeline.cli.options import Manner, now, recorded_in
from pipeline.cli.terminal import pasted, wrapped
from pipeline.files.folder import digest
from pipeline.model.months import DayShift
from pipeline.model.workspace import Workspace
from pipeline.workflows import office as founding
from pipeline.workflows.results import YearRun

_NOT_ANNOUNCED = "{year}年的节假日安排程序里还没有；公布后请填进任务分解表“节假日”表，或升级后再建。"


def init(manner: Manner, folder: Path, year: int | None, old: Path | None, chosen: DayShift | None) -> int:
    """`init`: what was laid where, and the next step. `chosen` None is asked for at a terminal."""
    office = Workspace((manner.office.root / folder).resolve())
    chosen_year = year or manner.today.year
    along: list[str] = []
    if old is not None:
        before = Workspace((manner.office.root / old).resolve())
        followed = founding.follow(office, before, chosen_year, chosen)
        names, along = followed.names, list(_came_along(followed))
    else:
        names = founding.init(office, chosen_year, chosen or _asked_shift(manner))
    recorded_in(office)
    paths = {name: digest((office.root / name).read_bytes()) for name in names}
    unknown = [] if founding.days_known(chosen_year) else [_NOT_ANNOUNCED.format(year=chosen_year)]
    lines = [
        f"已建好 {office.root}",
        *along,
        *unknown,
        "下一步：填写任务分解表，然后核对",
        f"  minsheng -C {pasted(folder)} plan check",
    ]
    return answer(manner, lines, contract.set_json(folder.name, paths), DONE)


def _came_along(followed: founding.Followed) -> Iterator[str]:
    """What the year before left, and where it stands now; that some of it could not be read."""
    whole = sum(followed.left_open.values())
    kinds = "、".join(f"{kind} {count}" for kind, count in followed.left_open.items())
    said = (
        f"上年没有办完的 {whole} 项（{kinds}）列在任务分解表“跨年事项”里" if whole else "上年没有没办完的事项"
    )
    yield from wrapped(f"{said}，不计入本年的指标，请逐项核对、增删。", "  ")
    if followed.instructed:
        text = f"没有办结的批示 {followed.instructed} 件也抄进了新的处理登记，接着催办；上年的登记没有动。"
        yield from wrapped(text, "  ")
    if followed.told:
        text = f"上年 {followed.told} 项指标各期的数填在“上年同期”里；指标表写了上年编号、口径一致的，材料里才写。"
        yield from wrapped(text, "  ")
    if followed.asked:
        text = f"“下级对应” {followed.asked} 行也带过来了，编号要照今年的两级任务分解表重新填，用不着的删去。"
        yield from wrapped(text, "  ")
    if followed.unread:
        text = f"上年的处理登记有 {followed.unread} 处问题，没有读到的督办、批示没有带过来，请到上年的目录用 check 看是哪几处。"
        yield from wrapped(text, "  ")


def _asked_shift(manner: Manner) -> DayShift:
    """What deadlines do on a day off: asked of a person at a terminal, else as the notice says nothing, 不变."""
    watched = all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))
    if not watched or manner.json or manner.quiet:
        return DayShift.NONE
    later = click.confirm("报送日遇到节假日、周末，要不要顺延到下一个工作日？", default=False, err=True)
    return DayShift.NEXT if later else DayShift.NONE


def demo(manner: Manner, folder: Path) -> int:
    """`demo`: the invented year, a month at a time as it is made."""
    office = Workspace((manner.office.root / folder).resolve())
    made: DemoShape = {"months": [], "year": None}
    for run in founding.demo(office):
        if isinstance(run, YearRun):
            made["year"], told = (
                contract.assess_json(run.plan, run.assessment, run.findings, run.made),
                text.verdicts(run.plan.terms, run.assessment),
            )
        else:
            made["months"].append(contract.monthly_json(run.plan, run.progress, run.made))
            told = text.summary(run.plan, run.progress)
        if not (manner.json or manner.quiet):
            for line in told:
                click.echo(line)
    recorded_in(office)
    lines = [
        "",
        f"已建好 {office.root}（上报数字均为虚构示例）",
        "下一步：看看某个月的问题清单",
        f"  minsheng -C {pasted(folder)} check 2021-09",
    ]
    return answer(manner, lines, made, DONE)


class DeskShape(TypedDict):
    """`desk --json`, printed when it opens; once more when a workspace is opened from the first page."""

    address: Annotated[str, "网址，只在这台电脑上打得开"]
    code: Annotated[str, "口令，只能用一次"]


def desk(manner: Manner, port: int, browser: bool) -> int:
    """`desk`: the workflows with a face, until somebody ends it; where and by which code is said at once.

    Where no workspace is, one of those in the folder, or a new one, is chosen at the desk and opened after.
    """
    from pipeline.desk.here import Here
    from pipeline.desk.serve import serve

    def say(address: str, code: str) -> None:
        told: DeskShape = {"address": address, "code": code}
        click.echo(json.dumps(told, ensure_ascii=False) if manner.json else f"{address}\n口令 {code}")
        sys.stdout.flush()

    office: Workspace | None = manner.office
    while office is not None:
        here = Here(office, lambda: manner.today, manner.given_day, port=port)
        serve(here, say, now, browser)
        if here.founded is not None:
            recorded_in(here.founded)
        office = here.onward
    return DONE
