"""The commands that found a workspace: an empty one, one that follows another year's, the invented year."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pipeline.cli import contract, text
from pipeline.cli.exit_codes import DONE, answer
from pipeline.cli.help import ChineseCommand
from pipeline.cli.json_shapes import DemoShape
from pipeline.cli.options import Manner, recorded_in, shared, to_year
from pipeline.cli.terminal import pasted
from pipeline.files.folder import digest
from pipeline.model.months import DayShift
from pipeline.model.workspace import Workspace
from pipeline.workflows import office as founding
from pipeline.workflows.results import YearRun

_NOT_ANNOUNCED = "{year}年的节假日安排程序里还没有；公布后请填进任务分解表“节假日”表，或升级后再建。"


@click.command(cls=ChineseCommand, epilog="minsheng init 民生实事2022")
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
@click.option("--year", metavar="年度", callback=to_year, help="年度，默认今年。")
@click.option(
    "--from",
    "old",
    metavar="旧目录",
    type=click.Path(path_type=Path),
    help="接着上一年的工作目录办：单位、规则、模板带过来，没办完的列进跨年事项。",
)
@click.option(
    "--shift",
    metavar="办法",
    type=click.Choice([DayShift.NEXT, DayShift.NONE]),
    help="报送日遇非工作日：顺延或不变；不写时在终端上问，否则不变。",
)
@shared
def init(manner: Manner, folder: Path, year: int | None, old: Path | None, shift: str | None) -> int:
    """新建一个工作目录：任务分解表、处理登记和模板；空的，或接着上一年的。"""
    office = Workspace((manner.office.root / folder).resolve())
    chosen_year = year or manner.today.year
    chosen = DayShift(shift) if shift else None
    if old is not None:
        before = Workspace((manner.office.root / old).resolve())
        names = founding.follow(office, before, chosen_year, chosen)
    else:
        names = founding.init(office, chosen_year, chosen or _asked_shift(manner))
    recorded_in(office)
    paths = {name: digest((office.root / name).read_bytes()) for name in names}
    unknown = [] if founding.days_known(chosen_year) else [_NOT_ANNOUNCED.format(year=chosen_year)]
    lines = [
        f"已建好 {office.root}",
        *unknown,
        "下一步：填写任务分解表，然后核对",
        f"  minsheng -C {pasted(folder)} plan check",
    ]
    return answer(manner, lines, contract.set_json(folder.name, paths), DONE)


def _asked_shift(manner: Manner) -> DayShift:
    """What deadlines do on a day off: asked of a person at a terminal, else as the notice says nothing, 不变."""
    watched = all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))
    if not watched or manner.json or manner.quiet:
        return DayShift.NONE
    later = click.confirm("报送日遇到节假日、周末，要不要顺延到下一个工作日？", default=False, err=True)
    return DayShift.NEXT if later else DayShift.NONE


@click.command(cls=ChineseCommand, epilog="minsheng demo 演示")
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
@shared
def demo(manner: Manner, folder: Path) -> int:
    """在新文件夹里演示一个虚构的年度，从任务分解表到各月材料、年终反馈函。"""
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
