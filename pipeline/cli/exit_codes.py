"""How every run ends: an exit code, and if something is wrong one sentence in Chinese; never a traceback.

What a run did is kept in its journal; a fault of the program is written down whole for the engineer.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Sequence
from functools import partial

import click

from pipeline.cli.help import usage_message
from pipeline.cli.options import now, seconds
from pipeline.cli.process import Ended, heeding_signals, lost_output, open_streams
from pipeline.cli.runlog import Journal, listening
from pipeline.cli.terminal import wrapped
from pipeline.files.machine import is_of_the_machine, reason
from pipeline.files.scratch import sweep
from pipeline.model.errors import MachineProblem, PipelineError, PlanProblem
from pipeline.model.run_steps import LOG

DONE, LOOK, USAGE, FAULT, MACHINE, INTERRUPTED, TERMINATED = 0, 1, 2, 3, MachineProblem.exit_code, 130, 143
ENDED = "已中断。正在展示的还是完整的一套：原来的，或者已经换好的新的。需要就再运行一次。"


def conduct(command: click.Command, arguments: Sequence[str] | None) -> int:
    """Run the command line and return its exit code; whatever happens is told, and kept in the run's record.

    Streams that are closed or break do not stop it; a signal ends it in good order.
    """
    open_streams()
    words = sys.argv[1:] if arguments is None else list(arguments)
    journal = Journal(words, now(), seconds)
    listening(journal)
    sweep()
    manner = {"prog_name": "minsheng", "standalone_mode": False, "obj": journal}
    code = DONE
    try:
        with heeding_signals():
            try:
                code = guarded(journal, partial(command.main, words, **manner))
            except Ended as signal:
                code = say(ENDED, signal.exit_code)
            except (click.exceptions.Abort, KeyboardInterrupt):
                code = say(ENDED, INTERRUPTED)
            code = _kept(journal, _printed(code))
    except Ended as signal:  # it came while the end was told
        code = code or signal.exit_code
    return code


def guarded(journal: Journal, call: Callable[[], object]) -> int:
    """The exit code of a call; what goes wrong in it is told. A signal goes through: it ends the whole run."""
    before = journal.published
    try:
        result = call()
        return result if isinstance(result, int) else DONE
    except (Ended, click.exceptions.Abort, KeyboardInterrupt):
        raise
    except click.UsageError as error:
        return say(usage_message(error), USAGE)
    except PlanProblem as error:
        from pipeline.cli import text

        lines = "\n".join(text.findings(error.findings, notes=True)) if error.findings else ""
        return say(f"{error}\n{lines}".strip(), error.exit_code)
    except PipelineError as error:
        return say(str(error), error.exit_code)
    except BaseException as error:  # noqa: BLE001  # the outermost edge: the machine, a bug of ours, a library's panic
        changed = journal.published > before
        return _broken(journal, error, "材料此前已经完整生成" if changed else "没有改动任何材料")


def say(message: str, code: int) -> int:
    """Tell a person something on stderr, folded for a terminal; the exit code it goes with."""
    LOG.warning("%s", message)
    for line in message.splitlines():
        for part in wrapped(line, " " * (len(line) - len(line.lstrip()))):
            click.echo(part, err=True)
    return code


def _broken(journal: Journal, error: BaseException, state: str) -> int:
    match error:
        case MemoryError():
            return say(f"机器出了问题：内存不足，{state}，请处理后重新运行。", MACHINE)
        case OSError() if is_of_the_machine(error):
            where = f"{error.filename} " if error.filename else ""
            return say(f"机器出了问题：{where}{reason(error)}，{state}，请处理后重新运行。", MACHINE)
        case OSError() if error.filename is not None:
            why = f"读不了 {error.filename}（{error.strerror}）"
            return say(f"{why}。请检查文件是否被占用、有没有读取权限。{state}。", FAULT)
    path = journal.report(traceback.format_exc())
    if path is None:
        return say(f"程序内部出错，{state}；错误报告没有地方可写，请告诉工程师。", FAULT)
    say(f"程序内部出错，{state}。请把这个文件交给工程师：", FAULT)
    # In one piece, to be copied.
    click.echo(f"  {path}", err=True)
    return FAULT


def _printed(code: int) -> int:
    """A result that could not be printed whole is told; a reader that has gone away is nothing to tell."""
    lost = lost_output()
    return code if lost is None else say(f"结果没能全部输出（{reason(lost)}），材料不受影响。", MACHINE)


def _kept(journal: Journal, code: int) -> int:
    """The record of the run, written; where it cannot be, the run ends as it would have ended."""
    journal.clear()
    try:
        journal.keep(code)
    except OSError as error:
        say(f"运行记录没有写成（{reason(error)}），不影响材料。", code)
    return code
