"""How every run ends: an exit code, and if something is wrong one sentence in Chinese; never a traceback.

What a run did is kept in its journal; a fault of the program is written down whole for the engineer.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence

import click

from pipeline import console
from pipeline.journal import Journal, listening
from pipeline.manners import now, seconds, usage_message
from pipeline.model.errors import MachineProblem, PipelineError, PlanProblem
from pipeline.model.machine import is_of_the_machine, reason
from pipeline.process import Ended, heeding_signals, lost_output, open_streams
from pipeline.steps import LOG
from pipeline.terminal import wrapped

DONE, USAGE, FAULT, MACHINE, INTERRUPTED, TERMINATED = 0, 2, 3, MachineProblem.exit_code, 130, 143
ENDED = "已中断。正在展示的还是完整的一套：原来的，或者已经换好的新的。需要就再运行一次。"


def conduct(command: click.Command, arguments: Sequence[str] | None) -> int:
    """Run the command line and return its exit code; whatever happens is told, and kept in the run's record.

    Streams that are closed or break do not stop it; a signal ends it in good order.
    """
    open_streams()
    words = sys.argv[1:] if arguments is None else list(arguments)
    journal = Journal(words, now(), seconds)
    listening(journal)
    code = DONE
    try:
        with heeding_signals():
            code = _ended(command, words, journal)
            code = _kept(journal, _printed(code))
    except Ended as signal:  # it came while the end was told
        code = code or signal.exit_code
    return code


def say(message: str, code: int) -> int:
    """Tell a person something on stderr, folded for a terminal; the exit code it goes with."""
    LOG.warning("%s", message)
    for line in message.splitlines():
        for part in wrapped(line, " " * (len(line) - len(line.lstrip()))):
            click.echo(part, err=True)
    return code


def _ended(command: click.Command, words: Sequence[str], journal: Journal) -> int:
    try:
        result = command.main(words, prog_name="minsheng", standalone_mode=False, obj=journal)
        return result if isinstance(result, int) else DONE
    except click.UsageError as error:
        return say(usage_message(error), USAGE)
    except Ended as signal:
        return say(ENDED, signal.exit_code)
    except (click.exceptions.Abort, KeyboardInterrupt):
        return say(ENDED, INTERRUPTED)
    except PlanProblem as error:
        lines = "\n".join(console.findings(error.findings, notes=True)) if error.findings else ""
        return say(f"{error}\n{lines}".strip(), error.exit_code)
    except PipelineError as error:
        return say(str(error), error.exit_code)
    except MemoryError:
        return say(f"机器出了问题：内存不足，{_state(journal)}，请处理后重新运行。", MACHINE)
    except OSError as error:
        return _refused(error, journal)
    except BaseException:  # noqa: BLE001  # the outermost edge: a bug of ours, or a library's panic that is no Exception
        return _fault(journal)


def _refused(error: OSError, journal: Journal) -> int:
    if is_of_the_machine(error):
        where = f"{error.filename} " if error.filename else ""
        return say(f"机器出了问题：{where}{reason(error)}，{_state(journal)}，请处理后重新运行。", MACHINE)
    if error.filename is None:
        return _fault(journal)
    return say(
        f"读不了 {error.filename}（{error.strerror}）。请检查文件是否被占用、有没有读取权限。{_state(journal)}。",
        FAULT,
    )


def _fault(journal: Journal) -> int:
    """A fault of the program: one sentence, and where it is written down."""
    path = journal.report(traceback.format_exc())
    if path is None:
        return say(f"程序内部出错，{_state(journal)}；错误报告没有地方可写，请告诉工程师。", FAULT)
    say(f"程序内部出错，{_state(journal)}。请把这个文件交给工程师：", FAULT)
    # In one piece, to be copied.
    click.echo(f"  {path}", err=True)
    return FAULT


def _state(journal: Journal) -> str:
    return "材料此前已经完整生成" if journal.published else "没有改动任何材料"


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
