"""The command: parse, call one workflow, print, exit code. The only reader of the clock."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from pipeline import __version__, console, contract, verification, verified, workflows
from pipeline.files.sheets import digest
from pipeline.manners import (
    ChineseCommand,
    ChineseGroup,
    Manner,
    alone,
    shared,
    to_count,
    to_month,
    to_period,
    to_year,
    usage_message,
)
from pipeline.model.errors import MachineProblem, PipelineError, PlanProblem
from pipeline.model.findings import Finding
from pipeline.model.machine import is_of_the_machine, reason
from pipeline.model.months import Month
from pipeline.model.readings import Status
from pipeline.process import Ended, heeding_signals, lost_output, open_streams
from pipeline.runs import YearRun
from pipeline.shown import heading, kept, listed, made_lines, shown
from pipeline.terminal import wrapped
from pipeline.workspace import Workspace

DONE, LOOK, MACHINE, INTERRUPTED, TERMINATED = 0, 1, MachineProblem.exit_code, 130, 143
ENDED = "已中断。正在展示的还是完整的一套：原来的，或者已经换好的新的。需要就再运行一次。"
_NAMES = {"help_option_names": ["-h", "--help"], "max_content_width": 80}


@click.group(
    cls=ChineseGroup,
    invoke_without_command=True,
    context_settings=_NAMES,
    help="把各单位报来的表格汇总成重点民生实事公文送审稿。不带命令时，告诉你本月办到哪一步、下一步做什么。",
    epilog="minsheng monthly 2021-09",
)
@click.version_option(__version__, "-V", "--version", message="minsheng %(version)s", help="显示版本。")
@shared
def cli(manner: Manner) -> None:
    """The root: alone, it says where the month stands."""
    if click.get_current_context().invoked_subcommand is None:
        _status(manner)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and leave with its exit code; no traceback reaches a user.

    Streams that are closed or break do not stop it; a signal ends it in good order.
    """
    open_streams()
    code = DONE
    try:
        with heeding_signals():
            try:
                code = _run(arguments)
            except Ended as signal:
                code = _say(ENDED, signal.exit_code)
    except Ended as signal:  # it came while the block was left
        code = code or signal.exit_code
    lost = lost_output()
    sys.exit(_say(f"结果没能全部输出（{reason(lost)}），材料不受影响。", MACHINE) if lost else code)


def _run(arguments: Sequence[str] | None) -> int:
    try:
        result = cli.main(arguments, prog_name="minsheng", standalone_mode=False)
        return result if isinstance(result, int) else DONE
    except click.UsageError as error:
        return _say(usage_message(error), 2)
    except click.exceptions.Abort:
        return _say(ENDED, INTERRUPTED)
    except PlanProblem as error:
        lines = "\n".join(console.findings(error.findings, notes=True)) if error.findings else ""
        return _say(f"{error}\n{lines}".strip(), error.exit_code)
    except PipelineError as error:
        return _say(str(error), error.exit_code)
    except OSError as error:
        if is_of_the_machine(error):
            where = f"{error.filename} " if error.filename else ""
            return _say(
                f"机器出了问题：{where}{reason(error)}，没有改动任何材料，请处理后重新运行。", MACHINE
            )
        return _say(
            f"读不了 {error.filename}（{error.strerror}）。请检查文件是否被占用、有没有读取权限。没有改动任何材料。",
            3,
        )
    except MemoryError:
        return _say("机器出了问题：内存不足，没有改动任何材料，请处理后重新运行。", MACHINE)
    except Exception:  # noqa: BLE001  # the outermost edge: a bug of ours, told as one and kept for the engineer
        return _say(f"程序内部出错，没有改动任何材料。请把下面这几行交给工程师：\n{_last_lines()}", 3)


def _say(message: str, code: int) -> int:
    for line in message.splitlines():
        for part in wrapped(line, " " * (len(line) - len(line.lstrip()))):
            click.echo(part, err=True)
    return code


def _last_lines() -> str:
    """Where it broke, in three short lines: kind and text of the error, innermost place."""
    kind, error, trace = sys.exc_info()
    frame = traceback.extract_tb(trace)[-1]
    name = kind.__name__ if kind else ""
    return f"  版本 {__version__}\n  {name}: {error}\n  {Path(frame.filename).name} 第{frame.lineno}行 {frame.name}"


def _print(manner: Manner, lines: Iterable[str], document: contract.Json, code: int) -> int:
    """The result: JSON alone, or text; nothing at all when quiet and nothing needs a look."""
    if manner.json:
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
    elif not (manner.quiet and code == DONE):
        for line in lines:
            click.echo(line)
    return code


def _code(findings: Iterable[Finding], statuses: Iterable[Status] = ()) -> int:
    open_ones = any(finding.open for finding in findings)
    return LOOK if open_ones or Status.MISSING in statuses else DONE


def _year(manner: Manner) -> int:
    year = manner.office.current_year(manner.today)
    if year is None:
        raise PlanProblem(
            "这里没有任务分解表。新建工作目录请用 minsheng init；在别处运行请用 -C 指明工作目录。"
        )
    return year


@cli.command(cls=ChineseCommand, epilog="minsheng status")
@shared
def status(manner: Manner) -> int:
    """本月办到哪一步、下一步做什么。"""
    return _status(manner)


def _status(manner: Manner) -> int:
    situation = workflows.status(manner.office, manner.today)
    return _print(manner, console.where(situation, manner.command), contract.situation_json(situation), DONE)


@cli.command(cls=ChineseCommand, epilog="minsheng forms 2021-09")
@click.argument("month", callback=to_period, metavar="月份")
@click.option("--year-end", is_flag=True, is_eager=True, help="年终表样，前面写年度：forms 2021 --year-end。")
@shared
@alone
def forms(manner: Manner, month: Month, year_end: bool) -> int:
    """生成当月空白表样，每个单位一份。"""
    published = workflows.forms(manner.office, month)
    paths = listed(manner.office, published.folder)
    said = "内容没有变化，没有重新生成" if published.unchanged else "已生成"
    lines = [f"{said} {len(paths)} 份表样：", f"  {shown(manner.office, published.folder)}"]
    lines += kept(manner.office, published)
    return _print(manner, lines, contract.set_json(f"{month}-表样", paths), DONE)


@cli.command(cls=ChineseCommand, epilog="minsheng check 2021-09")
@click.argument("month", callback=to_month, metavar="月份")
@click.option("--return", "back", is_flag=True, help="另外生成退给各单位的表，标出要改的单元格。")
@shared
def check(manner: Manner, month: Month, back: bool) -> int:
    """读取并检查当月报表，列出问题，不生成材料。"""
    published = None
    if back:
        plan, settled, progress, published = workflows.give_back(manner.office, month)
    else:
        plan, settled, progress = workflows.check(manner.office, month)
    items = progress.findings
    statuses = [report.status(items) for report in settled.returns.reports]
    lines = [
        *console.files(settled.returns.files),
        "",
        *console.reports(plan, settled.returns, items),
        "",
        *console.findings(items, notes=True),
    ]
    if published is not None:
        paths = listed(manner.office, published.folder)
        said = "内容没有变化，没有重新生成" if published.unchanged else "已生成"
        lines += ["", f"{said} {len(paths)} 份退回的表：", f"  {shown(manner.office, published.folder)}"]
        lines += kept(manner.office, published)
    elif back:
        lines += ["", "没有要退回的表。"]
    return _print(manner, lines, contract.check_json(plan, settled, progress), _code(items, statuses))


@cli.command(cls=ChineseCommand, epilog="minsheng remind 2021-09")
@click.argument("month", callback=to_month, metavar="月份")
@click.option("--letter", is_flag=True, help="另外给连续两个月以上没报的单位各拟一份催报函（送审稿）。")
@shared
@alone
def remind(manner: Manner, month: Month, letter: bool) -> int:
    """列出还没报送或被退回的单位，附联系电话和可直接粘贴的催报短信。"""
    plan, items, published = workflows.remind(manner.office, month, manner.today, letter)
    document = contract.remind_json(plan, items, month, manner.today)
    if published is None:
        return _print(manner, [f"{month.label}的报表都已收到，没有要催的单位。"], document, DONE)
    paths = listed(manner.office, published.folder)
    lines = [
        *console.reminders(plan, items, month, manner.today),
        "",
        heading(published),
        *(f"  {path}" for path in paths),
        *kept(manner.office, published),
        *(["没有连续两个月以上没报的单位，不用发函。"] if letter and len(paths) == 1 else []),
    ]
    return _print(manner, lines, document, LOOK)


@cli.command(cls=ChineseCommand, epilog="minsheng collate 2021-09 市人社局")
@click.argument("month", callback=to_month, metavar="月份")
@click.argument("unit", metavar="责任单位", required=False)
@shared
@alone
def collate(manner: Manner, month: Month, unit: str | None) -> int:
    """把县（市）区的表汇总成责任单位的表，每个填上的数都注明来源。"""
    plan, made = workflows.collate(manner.office, month, unit)
    path = shown(manner.office, made.path)
    lines = [
        *console.collated(plan, made),
        "",
        heading(made.published),
        f"  {path}",
        *kept(manner.office, made.published),
    ]
    return _print(manner, lines, contract.collate_json(plan, made, path), _code(made.gaps))


@cli.command(cls=ChineseCommand, epilog="minsheng monthly 2021-09")
@click.argument("month", callback=to_month, metavar="月份")
@click.option("--final", is_flag=True, help="定稿：去掉“送审稿”；还有没登记处理的问题时拒绝。")
@click.option("--pdf", is_flag=True, help="每份 Word 文稿另外生成 PDF，需要 LibreOffice。")
@shared
@alone
def monthly(manner: Manner, month: Month, final: bool, pdf: bool) -> int:
    """生成当月全部材料（送审稿）。"""
    if not (manner.json or manner.quiet):
        click.echo(f"正在读取 {month} 的报表……", err=True)
    run = workflows.monthly(manner.office, month, manner.given_day, final, pdf)
    document = contract.monthly_json(run)
    if run.published is None:
        _say("没有定稿：下列问题还没处理，也没有登记在处理登记的“带缺定稿”里。没有改动任何材料。", LOOK)
        return _print(manner, console.findings(run.unsettled, notes=False), document, LOOK)
    lines = [
        *console.summary(run.plan, run.progress),
        "",
        *console.findings(run.progress.findings, notes=False),
        "",
        heading(run.published),
        *made_lines(manner.office, run),
    ]
    code = _print(manner, lines, document, DONE if final else _code(run.progress.findings))
    return _say(run.trouble, MACHINE) if run.trouble else code


@cli.command(cls=ChineseCommand, epilog="minsheng spotcheck 2021-09")
@click.argument("month", callback=to_period, metavar="月份")
@click.option("--n", "count", default="5", metavar="个数", callback=to_count, help="抽查几个数，默认5个。")
@click.option(
    "--seed", default="", metavar="种子", help="抽取种子，同样的种子抽出同样的结果；默认是月份，如202109。"
)
@shared
@alone
def spotcheck(manner: Manner, month: Month, count: int, seed: str) -> int:
    """按风险抽取要核查的数，附缘由和抽查记录表。"""
    run = workflows.spotcheck(manner.office, month, count, seed or f"{month.year}{month.folder}")
    lines = [*console.drawn(run)]
    paths: dict[str, str] = {}
    if run.published is not None:
        paths = listed(manner.office, run.published.folder)
        lines += ["", heading(run.published), *(f"  {path}" for path in paths)]
        lines += kept(manner.office, run.published)
    return _print(manner, lines, contract.spotcheck_json(run, paths), DONE if run.picks else LOOK)


@cli.command(cls=ChineseCommand, epilog="minsheng assess 2021")
@click.argument("year", callback=to_year, metavar="年度")
@click.option("--final", is_flag=True, help="定稿：去掉“送审稿”；认定、理由、批准日期、名称还缺的拒绝。")
@click.option("--pdf", is_flag=True, help="每份 Word 文稿另外生成 PDF，需要 LibreOffice。")
@shared
@alone
def assess(manner: Manner, year: int, final: bool, pdf: bool) -> int:
    """年终考核认定：认定表、通报和给各单位的反馈函。"""
    if not (manner.json or manner.quiet):
        click.echo(f"正在读取 {year} 年的报表……", err=True)
    run = workflows.assess(manner.office, year, manner.given_day, final, pdf)
    document = contract.assess_json(run)
    if run.published is None:
        _say("没有定稿：下列问题还没处理。没有改动任何材料。", LOOK)
        return _print(manner, console.findings(run.findings, notes=False), document, LOOK)
    lines = [
        *console.verdicts(run.assessment),
        "",
        *console.findings(run.findings, notes=False),
        "",
        heading(run.published),
        *made_lines(manner.office, run),
    ]
    code = _print(manner, lines, document, _code(run.findings))
    return _say(run.trouble, MACHINE) if run.trouble else code


@cli.command(cls=ChineseCommand, epilog="minsheng verify outputs/2021-09/2021年9月份重点民生实事要情.docx")
@click.argument("documents", metavar="文稿…", nargs=-1, type=click.Path(path_type=Path))
@click.option("--figure", metavar="数", help="只问一个数：它从哪几格来，怎么算的。如 --figure 81.5%。")
@click.option(
    "--again", metavar="套", help="不看文稿，把一整套材料重新生成一遍，逐个文件比较，如 --again 2021-09。"
)
@shared
def verify(manner: Manner, documents: tuple[Path, ...], figure: str | None, again: str | None) -> int:
    """核对文稿里的每个数：有没有被改动，和来源的表是不是还一致。"""
    if again is not None:
        made = verification.make_again(manner.office, again)
        code = DONE if all(made.files.values()) else LOOK
        return _print(manner, verified.again_lines(made), verified.again_json(made), code)
    if not documents:
        raise click.UsageError("缺少文稿：写上要核对的 Word 文件，或用 --again 写上一套材料的名字")
    proofs = list(verification.verify_documents(manner.office, documents))
    if figure is not None:
        found = verification.ask(proofs, figure)
        return _print(
            manner,
            verified.answer_lines(found, figure),
            verified.answers_json(found),
            DONE if found else LOOK,
        )
    lines = [line for proof in proofs for line in verified.proof_lines(proof)]
    code = DONE if all(proof.verified.ok for proof in proofs) else LOOK
    return _print(manner, lines, verified.proofs_json(proofs), code)


@cli.command(cls=ChineseCommand, epilog="minsheng refresh outputs/2021-09/2021年9月份重点民生实事要情.docx")
@click.argument("document", metavar="文稿", type=click.Path(path_type=Path))
@shared
def refresh(manner: Manner, document: Path) -> int:
    """只换数字：把改过的文稿里变了的数换成现在的，别的一字不动，另存在旁边。"""
    made = verification.refresh_document(manner.office, document)
    code = LOOK if made.left or made.unfit else DONE
    return _print(manner, verified.refreshed_lines(made), verified.refreshed_json(made), code)


@cli.group(cls=ChineseGroup, epilog="minsheng plan check")
def plan() -> None:
    """核对或查看任务分解表。"""


@plan.command("check", cls=ChineseCommand, epilog="minsheng plan check")
@shared
def plan_check(manner: Manner) -> int:
    """核对任务分解表，指出每一处问题所在的单元格。"""
    found, items = workflows.plan_check(manner.office, _year(manner))
    return _print(manner, console.findings(items, notes=True), contract.plan_json(found, items), _code(items))


@plan.command("show", cls=ChineseCommand, epilog="minsheng plan show --json")
@shared
def plan_show(manner: Manner) -> int:
    """列出任务分解表：实事、单位、指标。"""
    found, items = workflows.plan_check(manner.office, _year(manner))
    lines = console.plan_text(found) if found is not None else console.findings(items, notes=True)
    return _print(manner, lines, contract.plan_json(found, items), _code(items))


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
    items = workflows.templates_check(manner.office, pdf)
    lines = console.findings(items, notes=True) if items else ["模板都没有问题。"]
    return _print(manner, lines, contract.templates_json(items), _code(items))


@cli.command(cls=ChineseCommand, epilog="minsheng init 民生实事2022")
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
@click.option("--year", metavar="年度", callback=to_year, help="年度，默认今年。")
@shared
def init(manner: Manner, folder: Path, year: int | None) -> int:
    """新建一个空的工作目录：空白任务分解表、处理登记和默认模板。"""
    office = Workspace((manner.office.root / folder).resolve())
    names = workflows.init(office, year or manner.today.year)
    paths = {name: digest((office.root / name).read_bytes()) for name in names}
    lines = [
        f"已建好 {office.root}",
        "下一步：填写任务分解表，然后核对",
        f"  minsheng -C {folder} plan check",
    ]
    return _print(manner, lines, contract.set_json(folder.name, paths), DONE)


@cli.command(cls=ChineseCommand, epilog="minsheng demo 演示")
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
@shared
def demo(manner: Manner, folder: Path) -> int:
    """在新文件夹里演示一个虚构的年度，从任务分解表到各月材料、年终反馈函。"""
    office = Workspace((manner.office.root / folder).resolve())
    months: list[contract.Json] = []
    year: contract.Json = {}
    for run in workflows.demo(office):
        if isinstance(run, YearRun):
            year, told = contract.assess_json(run), console.verdicts(run.assessment)
        else:
            months.append(contract.monthly_json(run))
            told = console.summary(run.plan, run.progress)
        if not (manner.json or manner.quiet):
            for line in told:
                click.echo(line)
    lines = [
        "",
        f"已建好 {office.root}（上报数字均为虚构示例）",
        "下一步：看看某个月的问题清单",
        f"  minsheng -C {folder} check 2021-09",
    ]
    return _print(manner, lines, {"months": months, "year": year}, DONE)
