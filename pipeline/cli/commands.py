"""The command: parse, call one workflow, print, exit code."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

import click

from pipeline import __version__
from pipeline.cli import agenda, contract, plan_contract, text
from pipeline.cli.beginnings import demo, init
from pipeline.cli.exit_codes import DONE, LOOK, MACHINE, answer, code_of, conduct, guarded, say
from pipeline.cli.help import ChineseCommand, ChineseGroup
from pipeline.cli.options import (
    Manner,
    alone,
    of_period,
    period,
    period_and_unit,
    shared,
    to_count,
    to_day,
    to_seed,
    to_year,
)
from pipeline.cli.proofs import refresh, verify
from pipeline.cli.runlog import Journal
from pipeline.cli.sheets import commitment_lists, commitments_owed, made_forms, reports_owed
from pipeline.cli.text import heading, kept, made_lines, set_files, shown
from pipeline.model.months import Month
from pipeline.workflows import collecting, schedule
from pipeline.workflows import office as founding
from pipeline.workflows.in_hand import current_month, year_in_hand
from pipeline.workflows.month import monthly as make_month
from pipeline.workflows.results import Made, MonthNotFinal, YearNotFinal
from pipeline.workflows.spotcheck import spotcheck as draw_figures
from pipeline.workflows.status import status as where_it_stands
from pipeline.workflows.year import accept as accept_suggestions
from pipeline.workflows.year import assess as assess_year

_NAMES = {"help_option_names": ["-h", "--help"], "max_content_width": 80}


@click.group(
    cls=ChineseGroup,
    invoke_without_command=True,
    context_settings=_NAMES,
    help="把各单位报来的表格汇总成重点民生实事公文送审稿。不带命令时，告诉你本月办到哪一步、下一步做什么。",
    epilog="minsheng monthly 2021-09",
)
@click.version_option(__version__, "-V", "--version")
@shared
def cli(manner: Manner) -> None:
    """The root: alone, it says where the month stands."""
    if click.get_current_context().invoked_subcommand is None:
        _status(manner)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and leave with its exit code; no traceback reaches a user."""
    sys.exit(conduct(cli, arguments))


def _year(manner: Manner) -> int:
    return year_in_hand(manner.office, manner.today)


@cli.command(cls=ChineseCommand, epilog="minsheng status")
@shared
def status(manner: Manner) -> int:
    """本月办到哪一步、下一步做什么。"""
    return _status(manner)


@cli.command(cls=ChineseCommand, epilog="minsheng run --dry-run")
@click.option(
    "--dry-run", is_flag=True, help="只说今天该办什么、接下来办什么、为什么，什么都不做；加 -v 列出每一件。"
)
@click.option("--explain", is_flag=True, help="照办，另外说明每件事该不该办、办没办、为什么。")
@shared
@alone
def run(manner: Manner, dry_run: bool, explain: bool) -> int:
    """办完今天该办的事，每件只办一次；没有该办的就不作声（给定时任务用）。"""
    _year(manner)
    journal = click.get_current_context().find_object(Journal)
    assert journal is not None
    day = schedule.run(manner.office, manner.today, partial(guarded, journal), only_look=dry_run)
    if not (day.codes or day.code):
        journal.spare()
    told = agenda.agenda(day, every=explain or manner.verbose) if dry_run or explain else ()
    lines = [*told, *agenda.carried_out(day, manner.office, manner.command)]
    return answer(manner, lines, agenda.day_json(day), day.code)


def _status(manner: Manner) -> int:
    situation = where_it_stands(manner.office, manner.today)
    return answer(manner, agenda.where(situation, manner.command), agenda.situation_json(situation), DONE)


@cli.command(cls=ChineseCommand, epilog="minsheng forms 2021-09")
@click.option("--year-end", is_flag=True, is_eager=True, help="年终表样，前面写年度：forms 2021 --year-end。")
@click.option("--commitments", is_flag=True, is_eager=True, help="责任清单，每个责任单位一份，前面写年度。")
@shared
@alone
@of_period
def forms(manner: Manner, month: Month, year_end: bool, commitments: bool) -> int:
    """生成当月空白表样，每个单位一份。"""
    if commitments:
        return commitment_lists(manner, month.year)
    return made_forms(manner, collecting.forms(manner.office, month), f"{month}-表样", "表样")


@cli.command(cls=ChineseCommand, epilog="minsheng check 2021-09")
@click.option("--return", "back", is_flag=True, help="另外生成退给各单位的表，标出要改的单元格。")
@shared
@of_period
def check(manner: Manner, month: Month, back: bool) -> int:
    """读取并检查当月报表，列出问题，不生成材料。"""
    published = None
    if back:
        plan, settled, progress, published = collecting.give_back(manner.office, month)
    else:
        plan, settled, progress = collecting.check(manner.office, month)
    progress = collecting.told_today(manner.office, plan, progress, manner.today)
    items = progress.findings
    statuses = [report.status(items) for report in settled.returns.reports]
    lines = [
        *text.files(settled.returns.files),
        "",
        *text.reports(plan, settled.returns, items),
        "",
        *text.findings(items, notes=True),
    ]
    if published is not None:
        paths = set_files(manner.office, published.folder)
        said = "内容没有变化，没有重新生成" if published.unchanged else "已生成"
        lines += ["", f"{said} {len(paths)} 份退回的表：", f"  {shown(manner.office, published.folder)}"]
        lines += kept(manner.office, published)
    elif back:
        lines += ["", "没有要退回的表。"]
    return answer(manner, lines, contract.check_json(plan, settled, progress), code_of(items, statuses))


@cli.command(cls=ChineseCommand, epilog="minsheng remind 2021-09")
@click.option("--letter", is_flag=True, help="另外给连续两个月以上没报的单位各拟一份催报函（送审稿）。")
@click.option("--commitments", is_flag=True, is_eager=True, help="催责任清单，前面写年度。")
@shared
@alone
@of_period
def remind(manner: Manner, month: Month, letter: bool, commitments: bool) -> int:
    """列出还没报送或被退回的单位，附联系电话和可直接粘贴的催报短信。"""
    if commitments:
        return commitments_owed(manner, month.year)
    return reports_owed(manner, month, letter)


@cli.command(cls=ChineseCommand, epilog="minsheng collate 2021-09 市人社局")
@click.argument("month", metavar="月份", required=False)
@click.argument("unit", metavar="责任单位", required=False)
@shared
@alone
def collate(manner: Manner, month: str | None, unit: str | None) -> int:
    """把县（市）区的表汇总成责任单位的表，每个填上的数都注明来源。"""
    about, whose = period_and_unit(month, unit)
    plan, made = collecting.collate(manner.office, period(manner, about), whose)
    path = shown(manner.office, made.path)
    lines = [
        *text.collated(plan, made),
        "",
        heading(made.published),
        f"  {path}",
        *kept(manner.office, made.published),
    ]
    return answer(manner, lines, contract.collate_json(plan, made, path), code_of(made.gaps))


@cli.command(cls=ChineseCommand, epilog="minsheng monthly 2021-09")
@click.option("--final", is_flag=True, help="定稿：去掉“送审稿”；还有没登记处理的问题时拒绝。")
@click.option("--pdf", is_flag=True, help="每份 Word 文稿另外生成 PDF，需要 LibreOffice。")
@shared
@alone
@of_period
def monthly(manner: Manner, month: Month, final: bool, pdf: bool) -> int:
    """生成当月全部材料（送审稿）。"""
    if not (manner.json or manner.quiet):
        click.echo(f"正在读取 {month} 的报表……", err=True)
    try:
        run = make_month(manner.office, month, manner.given_day, final, pdf)
    except MonthNotFinal as refused:
        document = contract.monthly_json(refused.plan, refused.progress, None)
        return _not_final(manner, refused, document)
    document = contract.monthly_json(run.plan, run.progress, run.made)
    lines = [
        *text.summary(run.plan, run.progress),
        "",
        *text.findings(run.progress.findings, notes=False),
        "",
        heading(run.made.published),
        *made_lines(manner.office, run.made),
    ]
    code = answer(manner, lines, document, DONE if final else code_of(run.progress.findings))
    return _with_trouble(run.made, code)


@cli.command(cls=ChineseCommand, epilog="minsheng spotcheck 2021-09")
@click.option("--n", "count", default="5", metavar="个数", callback=to_count, help="抽查几个数，默认5个。")
@click.option(
    "--seed",
    default="",
    metavar="种子",
    callback=to_seed,
    help="抽取种子，同样的种子抽出同样的结果；默认是月份，如202109。",
)
@shared
@alone
@of_period
def spotcheck(manner: Manner, month: Month, count: int, seed: str) -> int:
    """按风险抽取要核查的数，附缘由和抽查记录表。"""
    run = draw_figures(manner.office, month, count, seed or f"{month.year}{month.folder}")
    lines = [*text.drawn(run)]
    paths: dict[str, str] = {}
    if run.published is not None:
        paths = set_files(manner.office, run.published.folder)
        lines += ["", heading(run.published), *(f"  {path}" for path in paths)]
        lines += kept(manner.office, run.published)
    return answer(manner, lines, contract.spotcheck_json(run, paths), DONE if run.picks else LOOK)


@cli.command(cls=ChineseCommand, epilog="minsheng assess 2021")
@click.argument("year", callback=to_year, metavar="年度")
@click.option("--final", is_flag=True, help="定稿：去掉“送审稿”；认定、理由、批准日期、名称还缺的拒绝。")
@click.option("--pdf", is_flag=True, help="每份 Word 文稿另外生成 PDF，需要 LibreOffice。")
@click.option(
    "--accept", is_flag=True, help="把建议的认定写进考核认定表还空着的格子，另写 --basis 和 --approved。"
)
@click.option("--basis", default="", metavar="文件", help="批准依据，如文号或会议纪要。")
@click.option("--approved", metavar="日期", callback=to_day, help="批准日期，如2022-01-20。")
@shared
@alone
def assess(
    manner: Manner, year: int, final: bool, pdf: bool, accept: bool, basis: str, approved: date | None
) -> int:
    """年终考核认定：认定表、通报和给各单位的反馈函。"""
    if accept:
        if not (basis.strip() and approved):
            raise click.UsageError("--accept 要写明批准依据和批准日期：--basis 文件 --approved 日期")
        if not date(year, 12, 31) < approved <= manner.today:
            raise click.UsageError(f"批准日期应在{year}年12月31日以后、今天以前，读到{approved.isoformat()}")
        count = accept_suggestions(manner.office, year, manner.given_day, basis.strip(), approved)
        if not (manner.json or manner.quiet):
            said = f"考核认定表已按建议写入 {count} 行（{basis.strip()}）。定性、有异议、建议变了的没有写，由人填。"
            click.echo(said, err=True)
    if not (manner.json or manner.quiet):
        click.echo(f"正在读取 {year} 年的报表……", err=True)
    try:
        run = assess_year(manner.office, year, manner.given_day, final, pdf)
    except YearNotFinal as refused:
        document = contract.assess_json(refused.plan, refused.assessment, refused.findings, None)
        return _not_final(manner, refused, document)
    document = contract.assess_json(run.plan, run.assessment, run.findings, run.made)
    lines = [
        *text.verdicts(run.plan.terms, run.assessment),
        "",
        *text.findings(run.findings, notes=False),
        "",
        heading(run.made.published),
        *made_lines(manner.office, run.made),
    ]
    return _with_trouble(run.made, answer(manner, lines, document, code_of(run.findings)))


def _not_final(manner: Manner, refused: MonthNotFinal | YearNotFinal, document: Mapping[str, object]) -> int:
    say(str(refused), LOOK)
    return answer(manner, text.findings(refused.findings, notes=False), document, LOOK)


def _with_trouble(made: Made, code: int) -> int:
    """The exit code of a set; where its PDFs could not be made that is told, and the machine's."""
    return say(made.papers.trouble, MACHINE) if made.papers.trouble else code


cli.add_command(init)
cli.add_command(demo)
cli.add_command(verify)
cli.add_command(refresh)


@cli.group(cls=ChineseGroup, epilog="minsheng plan check")
def plan() -> None:
    """核对或查看任务分解表。"""


@plan.command("check", cls=ChineseCommand, epilog="minsheng plan check")
@shared
def plan_check(manner: Manner) -> int:
    """核对任务分解表，指出每一处问题所在的单元格。"""
    found, items = founding.plan_check(manner.office, _year(manner))
    lines = list(text.findings(items, notes=True))
    if found is not None and not any(finding.open for finding in items):
        month = current_month(manner.office, found, manner.today)
        form = f"forms {month.year} --year-end" if month.is_year_end else f"forms {month}"
        lines += ["", "任务分解表可以用了。下一步：生成空白表样发给各单位", f"  {manner.command} {form}"]
    return answer(manner, lines, plan_contract.plan_json(found, items), code_of(items))


@plan.command("show", cls=ChineseCommand, epilog="minsheng plan show --json")
@shared
def plan_show(manner: Manner) -> int:
    """列出任务分解表：实事、单位、指标。"""
    found, items = founding.plan_check(manner.office, _year(manner))
    lines = text.plan_text(found) if found is not None else text.findings(items, notes=True)
    return answer(manner, lines, plan_contract.plan_json(found, items), code_of(items))


@cli.group(cls=ChineseGroup, epilog="minsheng templates check")
def templates() -> None:
    """核对 Word 模板。"""


@templates.command("check", cls=ChineseCommand, epilog="minsheng templates check")
@click.option("--pdf", is_flag=True, help="另外试印一遍，用尺量版面（需要 LibreOffice）。")
@shared
def templates_check(manner: Manner, pdf: bool) -> int:
    """核对每个模板的标记，指出错在哪一段、哪一格。"""
    if pdf and not manner.quiet:
        click.echo("正在试印……", err=True)
    items = founding.templates_check(manner.office, pdf)
    lines = text.findings(items, notes=True) if items else ["模板都没有问题。"]
    return answer(manner, lines, contract.templates_json(items), code_of(items))
