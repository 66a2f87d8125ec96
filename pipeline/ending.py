"""How every run ends: an exit code, and if something is wrong one sentence in Chinese; never a traceback.

What a run did is kept in its journal; a fault of the program is written down whole for the engineer.
"""

from __future__ import annotations

import errno
import io
import os
import sys
import traceback
from collections.abc import Iterable, Sequence
from typing import TextIO

import click

from pipeline import console
from pipeline.journal import Journal, listening
from pipeline.manners import now, seconds, usage_message
from pipeline.model.errors import MachineProblem, PipelineError, PlanProblem
from pipeline.publish.disk import reason
from pipeline.steps import LOG
from pipeline.terminal import wrapped

DONE, USAGE, FAULT, MACHINE, INTERRUPTED = 0, 2, 3, MachineProblem.exit_code, 130
STOPPED = "已中断，outputs 里要么是原来完整的一套，要么是新的完整的一套。"
# What the machine lacks, whatever file it was noticed at.
_LACKING = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE, errno.EIO, errno.EROFS, errno.ENOMEM}
)


def conduct(command: click.Command, arguments: Sequence[str] | None) -> int:
    """Run the command line and return its exit code; whatever happens is told, and kept in the run's record."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    journal = Journal(words, now(), seconds)
    listening(journal)
    code = _ended(command, words, journal)
    journal.clear()
    try:
        journal.keep(code)
    except OSError as error:
        say(f"运行记录没有写成（{reason(error)}），不影响材料。", code)
    for stream in (sys.stdout, sys.stderr):
        code = _flushed(stream, code)
    return code


def say(message: str, code: int) -> int:
    """Tell a person something on stderr, folded for a terminal; the exit code it goes with."""
    LOG.warning("%s", message)
    for line in message.splitlines():
        for part in wrapped(line, " " * (len(line) - len(line.lstrip()))):
            _print(part, sys.stderr)
    return code


def tell(line: str) -> None:
    """Tell whoever watches what is being done; nothing to keep."""
    _print(line, sys.stderr)


def put(lines: Iterable[str]) -> None:
    """Print the result on stdout; whoever reads it may stop reading (`| head`)."""
    for line in lines:
        _print(line, sys.stdout)


def _print(line: str, stream: TextIO | None) -> None:
    if stream is None:
        return
    try:
        click.echo(line, file=stream)
    except BrokenPipeError:
        _silence(stream)


def _ended(command: click.Command, words: Sequence[str], journal: Journal) -> int:
    try:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(encoding="utf-8", errors="replace")
        result = command.main(words, prog_name="minsheng", standalone_mode=False, obj=journal)
        return result if isinstance(result, int) else DONE
    except SystemExit:  # click's own answer to a reader that left in the middle of the help
        return DONE
    except click.UsageError as error:
        return say(usage_message(error), USAGE)
    except (click.exceptions.Abort, KeyboardInterrupt):
        return say(STOPPED, INTERRUPTED)
    except PlanProblem as error:
        lines = "\n".join(console.findings(error.findings, notes=True)) if error.findings else ""
        return say(f"{error}\n{lines}".strip(), error.exit_code)
    except PipelineError as error:
        return say(str(error), error.exit_code)
    except MemoryError:
        return say(f"内存不够，{_state(journal)}。请关掉别的程序后重新运行。", MACHINE)
    except OSError as error:
        return _refused(error, journal)
    except BaseException:  # noqa: BLE001  # the outermost edge: a bug of ours, or a library's panic that is no Exception
        return _fault(journal)


def _refused(error: OSError, journal: Journal) -> int:
    if error.errno in _LACKING:
        return say(f"{reason(error)}，{_state(journal)}。请处理后重新运行。", MACHINE)
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
    _print(f"  {path}", sys.stderr)
    return FAULT


def _state(journal: Journal) -> str:
    return "材料此前已经完整生成" if journal.published else "没有改动任何材料"


def _flushed(stream: TextIO | None, code: int) -> int:
    """Everything printed has left; a reader that has gone away changes nothing, a full disk does."""
    if stream is None:
        return code
    try:
        stream.flush()
    except BrokenPipeError:
        _silence(stream)
    except OSError as error:
        _silence(stream)
        if stream is sys.stdout and code != MACHINE:
            return say(f"结果没有输出完（{reason(error)}）。", MACHINE)
    return code


def _silence(stream: TextIO) -> None:
    """Nobody reads this stream any more: what is still printed goes nowhere, also when Python leaves."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
