"""What one run did: listens to `run_steps`, adds the seconds, shows it to who watches, keeps it below `outputs/.logs`.

A record is for people who ask later what happened last night; no published byte depends on it, and where it cannot be
written the run ends as it would have ended. Reads no clock itself: it is given one.
"""

from __future__ import annotations

import errno
import logging
import os
import platform
import re
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TextIO

from pipeline import __version__
from pipeline.cli.terminal import wide
from pipeline.model.run_steps import LOG
from pipeline.model.workspace import Workspace

PUBLISHED = "发布"
# A year, and the January after it in which the year is assessed: what happened can be looked up until then.
KEPT_DAYS = 400
_PATIENCE, _BREATH = 2.0, 0.1
_NAME = re.compile(r"(\d{8})-\d{6}-[\w-]+\.txt")
_RESULTS = {
    0: "做完了",
    1: "有要人处理的问题",
    2: "命令写错了",
    3: "没有做成",
    4: "没有做：另一个在运行",
    5: "没有做成：机器的原因",
    130: "被中断",
}


class Journal(logging.Handler):
    """One run, from its words on the command line to its exit code.

    `started` is the time in Shanghai, `clock` counts seconds; `published` is how many sets were shown so far.
    Until `begin` nobody is shown anything and nothing is kept.
    """

    def __init__(self, words: Sequence[str], started: datetime, clock: Callable[[], float]) -> None:
        super().__init__(logging.DEBUG)
        self.published = 0
        self._words, self._started, self._clock = tuple(words), started, clock
        self._lines: list[str] = []
        self._said: list[str] = []
        self._office: Workspace | None = None
        self._command = "minsheng"
        self._kept = False
        self._watched: TextIO | None = None
        self._bar: TextIO | None = None
        self._drawn = 0
        self._step_began = self._last_drawn = self._began = clock()

    def begin(self, office: Workspace, command: str, kept: bool) -> None:
        """From here the run is one of this workspace and command (monthly); `kept` if it leaves a record.

        One that publishes something leaves a record in any case.
        """
        self._office, self._command, self._kept = office, command, kept

    def spare(self) -> None:
        """The run had nothing to do, as in most hours: no record of that."""
        self._kept = False

    def move(self, office: Workspace) -> None:
        """The run is one of this workspace, which it has just founded."""
        self._office = office

    def show(self, lines: TextIO | None, bar: TextIO | None) -> None:
        """Where to print each line as it comes, and where to draw how far a long step is; None for nowhere."""
        self._watched, self._bar = lines, bar

    def emit(self, record: logging.LogRecord) -> None:
        """A line, or a position, told by whoever does the work; a warning is what is said on stderr anyway."""
        position = getattr(record, "position", None)
        if position is not None:
            self._draw(record.getMessage(), *position)
            return
        self.clear()
        step, text = getattr(record, "step", ""), record.getMessage()
        if record.levelno >= logging.WARNING:
            self._said += text.splitlines()
            return
        if step:
            now = self._clock()
            text = "　".join(filter(None, (step, text, f"{now - self._step_began:.1f}秒")))
            self._step_began = now
            self.published += step.startswith(PUBLISHED)
        self._lines.append(text)
        _show(self._watched, f"{text}\n")

    def clear(self) -> None:
        """Take the bar off the screen, so that something can be printed."""
        if self._drawn:
            _show(self._bar, f"\r{' ' * self._drawn}\r")
            self._drawn = 0

    def _draw(self, step: str, number: int, whole: int) -> None:
        now = self._clock()
        if self._bar is None or now - self._step_began < _PATIENCE or now - self._last_drawn < _BREATH:
            return
        text = f"{step} {number}/{whole}"
        _show(self._bar, f"\r{text}{' ' * (self._drawn - wide(text))}")
        self._last_drawn, self._drawn = now, max(self._drawn, wide(text))

    def keep(self, code: int) -> None:
        """Write the record of the run that ends with `code`, and drop those nobody will ask for. Raises OSError."""
        told = self._kept or self.published
        if not told or self._office is None or not self._office.inputs.is_dir():
            return
        folder = _own(self._office.logs)
        _write(folder, self._stem, "\n".join([*self._head(), *self._body(code), ""]))
        _prune(folder, self._started)

    def report(self, trace: str) -> Path | None:
        """Write down a fault of the program for the engineer; where it lies, None if there is no place on this machine.

        Beside the records if this is a workspace that lets us, else in a private temporary folder.
        """
        machine = [f"Python　　{sys.version}", f"系统　　　{platform.platform()}"]
        text = "\n".join([*self._head(), "", *machine, "", trace])
        name = f"{self._stem}-错误报告"
        if self._office is not None and self._office.inputs.is_dir():
            with suppress(OSError):
                return _write(_own(self._office.logs), name, text)
        with suppress(OSError):
            return _write(Path(tempfile.mkdtemp(prefix="minsheng-")), name, text, 0o600)
        return None

    @property
    def _stem(self) -> str:
        return f"{self._started:%Y%m%d-%H%M%S}-{self._command.replace(' ', '-')}"

    def _head(self) -> list[str]:
        office = self._office.root if self._office is not None else Path.cwd()
        return [
            f"版本　　　minsheng {__version__}",
            f"命令　　　{' '.join(['minsheng', *self._words])}",
            f"工作目录　{office}",
            f"开始　　　{self._started:%Y-%m-%d %H:%M:%S}（北京时间）",
            "",
            "步骤",
            *(f"  {line}" for line in self._lines),
        ]

    def _body(self, code: int) -> list[str]:
        return [
            "",
            *(["屏幕上说", *(f"  {line}" for line in self._said)] if self._said else []),
            f"结果　　　{_RESULTS.get(code, '被要求结束')}",
            f"退出码　　{code}",
            f"共用　　　{self._clock() - self._began:.1f}秒",
        ]


def _show(stream: TextIO | None, text: str) -> None:
    """Print, if anybody looks; one who has gone away stops no run."""
    if stream is not None:
        with suppress(OSError):
            stream.write(text)
            stream.flush()


def _own(folder: Path) -> Path:
    """The folder, made if need be; OSError for a link in its place, which may lead anywhere."""
    if folder.is_symlink():
        raise OSError(errno.ELOOP, f"{folder.name} 是链接，没有跟过去写", str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _write(folder: Path, name: str, text: str, mode: int = 0o666) -> Path:
    """A new file of that name, or name-2, name-3 … if another run of the same second has it."""
    for number in count(1):
        path = folder / f"{name}{f'-{number}' if number > 1 else ''}.txt"
        try:
            # What a command line carries in bytes that are no UTF-8 is written down all the same.
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        except FileExistsError:
            continue
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as stream:
            stream.write(text)
        return path
    raise AssertionError("unreachable")


def _prune(folder: Path, now: datetime) -> None:
    """Drop records older than KEPT_DAYS, by the day in their names; nothing else in the folder is ours."""
    oldest = f"{now - timedelta(days=KEPT_DAYS):%Y%m%d}"
    for path in folder.iterdir():
        named = _NAME.fullmatch(path.name)
        if named is not None and named[1] < oldest:
            with suppress(OSError):
                path.unlink()


def listening(journal: Journal) -> None:
    """Let this journal, and no other, hear what is told from now on."""
    for other in [each for each in LOG.handlers if isinstance(each, Journal)]:
        LOG.removeHandler(other)
    LOG.addHandler(journal)
    LOG.setLevel(logging.DEBUG)
