"""How every run ends: an exit code, and if something is wrong one sentence in Chinese; never a traceback.

What a run did is kept in its journal; a fault of the program is written down whole for the engineer.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial

import click

from pipeline.cli.help import usage_message
from pipeline.cli.options import now, seconds
from pipeline.cli.process import Ended, heeding_signals, lost_output, open_streams
from pipeline.cli.terminal import wrapped
from pipeline.files.machine import reason
from pipeline.files.scratch import sweep
from pipeline.model.run_steps import LOG, heard_by
from pipeline.outputs.runlog import Journal
from pipeline.workflows import endings
from pipeline.workflows.endings import DONE, FAULT, LOOK, MACHINE, USAGE, Ending

__all__ = [
    "DONE",
    "FAULT",
    "INTERRUPTED",
    "LOOK",
    "MACHINE",
    "TERMINATED",
    "USAGE",
    "conduct",
    "guarded",
    "say",
]

INTERRUPTED, TERMINATED = 130, 143
_THROUGH = (Ended, click.exceptions.Abort, click.UsageError, KeyboardInterrupt)
ENDED = "已中断。正在展示的还是完整的一套：原来的，或者已经换好的新的。需要就再运行一次。"


def conduct(command: click.Command, arguments: Sequence[str] | None) -> int:
    """Run the command line and return its exit code; whatever happens is told, and kept in the run's record.

    Streams that are closed or break do not stop it; a signal ends it in good order.
    """
    open_streams()
    words = sys.argv[1:] if arguments is None else list(arguments)
    journal = Journal(words, now(), seconds)
    sweep()
    manner = {"prog_name": "minsheng", "standalone_mode": False, "obj": journal}
    code = DONE
    try:
        with heard_by(journal), heeding_signals():
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
    try:
        return endings.guarded(journal, call, _told, _THROUGH)
    except click.UsageError as error:
        return say(usage_message(error), USAGE)


def _told(ending: Ending) -> int:
    lines = ""
    if ending.findings:
        from pipeline.cli import text

        lines = "\n".join(text.findings(ending.findings, notes=True))
    say(f"{ending.said}\n{lines}".strip(), ending.code)
    if ending.report is not None:
        # In one piece, to be copied.
        click.echo(f"  {ending.report}", err=True)
    return ending.code


def say(message: str, code: int) -> int:
    """Tell a person something on stderr, folded for a terminal; the exit code it goes with."""
    LOG.warning("%s", message)
    for line in message.splitlines():
        for part in wrapped(line, " " * (len(line) - len(line.lstrip()))):
            click.echo(part, err=True)
    return code


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
