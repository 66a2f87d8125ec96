"""The commands: what each is called, takes and says of itself.

What it does is loaded when it is called: help, wrong usage and completion need none of it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from pipeline import __version__
from pipeline.cli.exit_codes import conduct
from pipeline.cli.fleet_command import fleet
from pipeline.cli.help import ChineseCommand, ChineseGroup
from pipeline.cli.options import (
    Manner,
    alone,
    of_period,
    shared,
    to_count,
    to_day,
    to_number,
    to_numbers,
    to_seed,
    to_until,
    to_year,
    unchanged_at_once,
)
from pipeline.cli.sign_command import pack, sign
from pipeline.model.months import DayShift, Month

_NAMES = {"help_option_names": ["-h", "--help"], "max_content_width": 80}


@click.group(
    cls=ChineseGroup,
    invoke_without_command=True,
    context_settings=_NAMES,
    help="把各单位报来的表格汇总成公文送审稿。不带命令时，告诉你本月办到哪一步、下一步做什么。",
    epilog="minsheng monthly 2021-09",
)
@click.version_option(__version__, "-V", "--version")
@shared
def cli(manner: Manner) -> None:
    """The root: alone, it says where the month stands."""
    if click.get_current_context().invoked_subcommand is None:
        _where_it_stands(manner)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and leave with its exit code; no traceback reaches a user."""
    sys.exit(conduct(cli, arguments))


@cli.command(cls=ChineseCommand, epilog="minsheng status")
@shared
def status(manner: Manner) -> int:
    """本月办到哪一步、下一步做什么。"""
    return int(_where_it_stands(manner))


@unchanged_at_once(today=True, made=True)
def _where_it_stands(manner: Manner) -> int:
    from pipeline.cli import situation

    return situation.status(manner)


@cli.command(cls=ChineseCommand, epilog="minsheng run --dry-run")
@click.option(
    "--dry-run", is_flag=True, help="只说今天该办什么、接下来办什么、为什么，什么都不做；加 -v 列出每一件。"
)
@click.option("--explain", is_flag=True, help="照办，另外说明每件事该不该办、办没办、为什么。")
@shared
@alone
def run(manner: Manner, dry_run: bool, explain: bool) -> int:
    """办完今天该办的事，每件只办一次；没有该办的就不作声（给定时任务用）。"""
    from pipeline.cli import agenda

    return agenda.run(manner, dry_run, explain)


@cli.command(cls=ChineseCommand, epilog="minsheng forms 2021-09")
@click.option("--year-end", is_flag=True, is_eager=True, help="年终表样，前面写年度：forms 2021 --year-end。")
@click.option("--commitments", is_flag=True, is_eager=True, help="责任清单，每个责任单位一份，前面写年度。")
@click.option(
    "--date", "day", metavar="日期", callback=to_day, help="临时调度：截至哪天，如2021-10-11；另写 --only。"
)
@click.option(
    "--only", default="", metavar="编号", help="临时调度哪些指标：写编号，几个用逗号隔开；和 --date 一起用。"
)
@shared
@alone
@of_period
@unchanged_at_once()
def forms(
    manner: Manner, month: Month, year_end: bool, commitments: bool, day: date | None, only: str
) -> int:
    """生成当月空白表样，每个单位一份。"""
    from pipeline.cli import called, sheets

    if day is not None:
        return called.forms(manner, day, only)
    if only:
        raise click.UsageError("--only 要和 --date 一起用：forms --date 2021-10-11 --only T08-1,T09-1")
    return sheets.commitment_lists(manner, month.year) if commitments else sheets.forms(manner, month)


@cli.command(cls=ChineseCommand, epilog="minsheng check 2021-09")
@click.option("--return", "back", is_flag=True, help="另外生成退给各单位的表，标出要改的单元格。")
@click.option("--date", "day", metavar="日期", callback=to_day, help="看那天临时调度报来的表，如2021-10-11。")
@shared
@of_period
@unchanged_at_once(today=True, afresh=("day",))
def check(manner: Manner, month: Month, back: bool, day: date | None) -> int:
    """读取并检查当月报表，列出问题，不生成材料。"""
    from pipeline.cli import called, sheets

    if day is not None:
        if back:
            raise click.UsageError("临时调度的表不用 --return 退回，请电话说明后重报")
        return called.check(manner, day)
    return sheets.check(manner, month, back)


@cli.command(cls=ChineseCommand, epilog="minsheng remind 2021-09")
@click.option("--letter", is_flag=True, help="另外给连续两个月以上没报的单位各拟一份催报函（送审稿）。")
@click.option("--commitments", is_flag=True, is_eager=True, help="催责任清单，前面写年度。")
@shared
@alone
@of_period
@unchanged_at_once(today=True)
def remind(manner: Manner, month: Month, letter: bool, commitments: bool) -> int:
    """列出还没报送或被退回的单位，附联系电话和可直接粘贴的催报短信。"""
    from pipeline.cli import reminding

    if commitments:
        return reminding.commitments_owed(manner, month.year)
    return reminding.reports_owed(manner, month, letter)


@cli.command(cls=ChineseCommand, epilog="minsheng collate 2021-09 教育局")
@click.argument("month", metavar="月份", required=False)
@click.argument("unit", metavar="责任单位", required=False)
@shared
@alone
def collate(manner: Manner, month: str | None, unit: str | None) -> int:
    """把下级报来的表汇总成责任单位的表，每个填上的数都注明来源。"""
    from pipeline.cli import sheets

    return sheets.collate(manner, month, unit)


@cli.command(cls=ChineseCommand, epilog="minsheng monthly 2021-09")
@click.option("--final", is_flag=True, help="出清样：去掉“送审稿”；还有没登记处理的问题时拒绝。")
@click.option("--pdf", is_flag=True, help="每份 Word 文稿另外生成 PDF，需要 LibreOffice。")
@shared
@alone
@of_period
@unchanged_at_once(afresh=("final", "pdf"))
def monthly(manner: Manner, month: Month, final: bool, pdf: bool) -> int:
    """生成当月全部材料（送审稿）。"""
    from pipeline.cli import making

    return making.monthly(manner, month, final, pdf)


@cli.command(cls=ChineseCommand, epilog="minsheng spotcheck 2021-09")
@click.option("--n", "count", default="5", metavar="个数", callback=to_count, help="抽查几个数，默认5个。")
@click.option(
    "--seed",
    default="",
    metavar="抽签号",
    callback=to_seed,
    help="抽签号，同样的抽签号抽出同样的结果；默认是月份，如202109。",
)
@shared
@alone
@of_period
def spotcheck(manner: Manner, month: Month, count: int, seed: str) -> int:
    """按风险抽取要核查的数，附缘由和抽查记录表。"""
    from pipeline.cli import making

    return making.spotcheck(manner, month, count, seed)


@cli.command(cls=ChineseCommand, epilog="minsheng assess 2021")
@click.argument("year", callback=to_year, metavar="年度")
@click.option("--final", is_flag=True, help="出清样：去掉“送审稿”；认定、理由、批准日期、名称还缺的拒绝。")
@click.option("--pdf", is_flag=True, help="每份 Word 文稿另外生成 PDF，需要 LibreOffice。")
@click.option(
    "--accept", is_flag=True, help="把建议的认定写进考核认定表还空着的格子，另写 --basis 和 --approved。"
)
@click.option("--basis", default="", metavar="文件", help="批准依据，如文号或会议纪要。")
@click.option("--approved", metavar="日期", callback=to_day, help="批准日期，如2022-01-20。")
@shared
@alone
@unchanged_at_once(afresh=("final", "pdf", "accept"))
def assess(
    manner: Manner, year: int, final: bool, pdf: bool, accept: bool, basis: str, approved: date | None
) -> int:
    """年终考核认定：认定表、通报和给各单位的反馈函。"""
    from pipeline.cli import making

    if accept:
        making.accept(manner, year, basis, approved)
    return making.assess(manner, year, final, pdf)


@cli.command(cls=ChineseCommand, epilog="minsheng digest 2021 --until 11")
@click.argument("year", callback=to_year, metavar="年度")
@click.option(
    "--until",
    metavar="月份",
    callback=to_until,
    help="到几月为止：6（半年）、11、12（全年）；默认到在办的一期。",
)
@shared
@alone
@unchanged_at_once(today=True)
def digest(manner: Manner, year: int, until: int | None) -> int:
    """小结：到某个月为止，一件一件写完成多少、做了什么、还差什么。"""
    from pipeline.cli import digesting

    return digesting.digest(manner, year, until)


@cli.command(cls=ChineseCommand, epilog="minsheng init 民生实事2022")
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
    type=click.Choice([DayShift.NEXT.value, DayShift.NONE.value]),
    help="报送日遇非工作日：顺延或不变；不写时在终端上问，否则不变。",
)
@shared
def init(manner: Manner, folder: Path, year: int | None, old: Path | None, shift: str | None) -> int:
    """新建一个工作目录：任务分解表、处理登记和模板；空的，或接着上一年的。"""
    from pipeline.cli import beginnings

    return beginnings.init(manner, folder, year, old, DayShift(shift) if shift else None)


@cli.command(cls=ChineseCommand, epilog="minsheng demo 演示")
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
@shared
def demo(manner: Manner, folder: Path) -> int:
    """在新文件夹里演示一个虚构的年度，从任务分解表到各月材料、年终反馈函。"""
    from pipeline.cli import beginnings

    return beginnings.demo(manner, folder)


@cli.command(cls=ChineseCommand, epilog="minsheng desk")
@click.option(
    "--port", default="0", metavar="端口", callback=to_number, help="用哪个端口，默认随便一个空着的。"
)
@click.option("--no-browser", is_flag=True, help="不打开浏览器，只说网址和口令。")
@shared
def desk(manner: Manner, port: int, no_browser: bool) -> int:
    """打开工作台：在浏览器里办同样的事，只在这台电脑上。"""
    from pipeline.cli import beginnings

    return beginnings.desk(manner, port, not no_browser)


@cli.command(cls=ChineseCommand, epilog="minsheng verify 2021-09")
@click.argument("documents", metavar="文稿…或月份", nargs=-1, type=click.Path(path_type=Path))
@click.option("--figure", metavar="数", help="只问一个数：它从哪几格来，怎么算的。如 --figure 81.5%。")
@click.option(
    "--again", metavar="套", help="不看文稿，把一整套材料重新生成一遍，逐个文件比较，如 --again 2021-09。"
)
@shared
def verify(manner: Manner, documents: tuple[Path, ...], figure: str | None, again: str | None) -> int:
    """核对文稿里的每个数：有没有被改动，和来源的表是不是还一致。"""
    if figure is not None and not figure.strip():
        raise click.UsageError("--figure 后面要写数，如 --figure 81.5%")
    if again is None and not documents:
        raise click.UsageError("缺少文稿：写上要核对的 Word 文件，或用 --again 写上一套材料的名字")
    from pipeline.cli import proofs

    return proofs.verify(manner, documents, figure) if again is None else proofs.again(manner, again)


@cli.command(cls=ChineseCommand, epilog="minsheng refresh outputs/2021-09/改过的要情.docx")
@click.argument("document", metavar="文稿", type=click.Path(path_type=Path))
@shared
def refresh(manner: Manner, document: Path) -> int:
    """只换数字：把改过的文稿里变了的数换成现在的，别的一字不动，另存在旁边。"""
    from pipeline.cli import proofs

    return proofs.refresh(manner, document)


@cli.command(cls=ChineseCommand, epilog="minsheng keep 改过的报告.docx --as 用语 --by 分管主任")
@click.argument("document", metavar="文稿", type=click.Path(path_type=Path))
@click.option(
    "--as", "way", type=click.Choice(["用语", "模板"]), help="用语：收下，只用这一期；模板：只列该改模板的。"
)
@click.option("--only", default="", metavar="编号", callback=to_numbers, help="只要这几处，如 --only 1,3。")
@click.option("--by", "post", default="", metavar="岗位", help="谁定的稿，只写岗位；收下时要写。")
@shared
def keep(manner: Manner, document: Path, way: str | None, only: tuple[int, ...], post: str) -> int:
    """收下改动：把在 Word 里改的话记进处理登记，重做时照样放进去。"""
    if way == "用语" and not post.strip():
        raise click.UsageError("收下时要写明谁定的稿：--by 岗位，如 --by 分管主任")
    from pipeline.cli import keep_offers

    return keep_offers.keep(manner, document, way, only, post.strip())


cli.add_command(fleet)
cli.add_command(pack)
cli.add_command(sign)


@cli.group(cls=ChineseGroup, epilog="minsheng plan check")
def plan() -> None:
    """核对或查看任务分解表，由通知拟它的草稿。"""


@plan.command("check", cls=ChineseCommand, epilog="minsheng plan check")
@shared
def plan_check(manner: Manner) -> int:
    """核对任务分解表，指出每一处问题所在的单元格。"""
    from pipeline.cli import checking

    return checking.plan_check(manner)


@plan.command("show", cls=ChineseCommand, epilog="minsheng plan show --json")
@shared
def plan_show(manner: Manner) -> int:
    """列出任务分解表：事项、单位、指标。"""
    from pipeline.cli import checking

    return checking.plan_show(manner)


@plan.command("import", cls=ChineseCommand, epilog="minsheng plan import 通知.docx")
@click.argument("notice", metavar="通知文件", type=click.Path(path_type=Path))
@click.option("--year", metavar="年度", callback=to_year, help="通知里看不出年度时用这一年。")
@shared
@alone
def plan_import(manner: Manner, notice: Path, year: int | None) -> int:
    """读一份通知，拟出任务分解表草稿，没有把握的格子标出来。"""
    from pipeline.cli import importing

    return importing.plan_import(manner, notice, year)


@plan.command("accept", cls=ChineseCommand, epilog="minsheng plan accept")
@shared
@alone
def plan_accept(manner: Manner) -> int:
    """把改好的草稿定为任务分解表。"""
    from pipeline.cli import importing

    return importing.plan_accept(manner)


@cli.group(cls=ChineseGroup, epilog="minsheng templates check")
def templates() -> None:
    """核对 Word 模板。"""


@templates.command("check", cls=ChineseCommand, epilog="minsheng templates check")
@click.option("--pdf", is_flag=True, help="另外试印一遍，用尺量版面（需要 LibreOffice）。")
@shared
def templates_check(manner: Manner, pdf: bool) -> int:
    """核对每个模板的标记，指出错在哪一段、哪一格。"""
    from pipeline.cli import checking

    return checking.templates_check(manner, pdf)
