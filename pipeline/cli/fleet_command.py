"""`fleet`, as it is typed: a job for every workspace below a folder, and on which machines."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.help import ChineseCommand
from pipeline.cli.options import Manner, shared, to_count, to_number


def _workers(ctx: click.Context, param: click.Parameter, value: str | None) -> int | None:
    return None if value is None else to_count(ctx, param, value)


@click.command(cls=ChineseCommand, epilog="minsheng fleet 各县 monthly 2021-09")
@click.argument("root", metavar="文件夹或清单", type=click.Path(path_type=Path))
@click.argument("command", metavar="命令")
@click.argument("period", metavar="月份", required=False)
@click.option("--workers", metavar="个数", callback=_workers, help="本机开几个进程，默认一个核一个。")
@click.option("--scheduler", default="", metavar="地址", help="用别处的调度程序：它的地址，或调度文件。")
@click.option("--insecure", is_flag=True, help="准许不加密地连别的机器；只在自己人的网络上用。")
@click.option(
    "--retries", default="2", metavar="次数", callback=to_number, help="机器的原因没办成的再试几次，默认2次。"
)
@click.option("--only", metavar="样子", help="只办名字像这样的，如 '130*'。")
@click.option(
    "--into", metavar="工作目录", type=click.Path(path_type=Path), help="collate 填谁的表：本级的工作目录。"
)
@click.option("--final", is_flag=True, help="交给 monthly、assess：定稿。")
@click.option("--pdf", is_flag=True, help="交给 monthly、assess：另外生成 PDF。")
@click.option("--return", "back", is_flag=True, help="交给 check：另外生成退给各单位的表。")
@click.option("--letter", is_flag=True, help="交给 remind：另外拟催报函。")
@shared
def fleet(
    manner: Manner,
    root: Path,
    command: str,
    period: str | None,
    workers: int | None,
    scheduler: str,
    insecure: bool,
    retries: int,
    only: str | None,
    into: Path | None,
    **switches: bool,
) -> int:
    """在一个文件夹下面的每个工作目录办同一件事（run、monthly、check 等），一家一行；也能汇总签发了的数、填本级的表。"""
    from pipeline.cli import many

    if command == "collate":
        return many.collate(manner, root, period, only, into)
    if into is not None:
        raise click.UsageError("--into 只和 collate 一起用")
    if command == "gather":
        return many.gather(manner, root, period, only)
    from pipeline.workflows.fleet.cluster import Cluster

    on = frozenset("return" if name == "back" else name for name, given in switches.items() if given)
    job = many.job_of(command, period, on)
    return many.fleet(manner, root, job, only, Cluster(workers, scheduler, retries, insecure))
