"""What one run did: listens to `run_steps`, adds the seconds, tells who watches, keeps it below `outputs/.logs`.

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
from typing import Protocol

from pipeline import __version__
from pipeline.model.workspace import Workspace

PUBLISHED = "发布"
# A year, and the January after it in which the year is assessed: what happened can be looked up until then.
KEPT_DAYS = 400
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


class Watcher(Protocol):
    """Who looks on while a run is made: a terminal, a page."""

    def line(self, text: str) -> None:
        """A step is done, or something else was told; as the record will have it."""

    def position(self, step: str, number: int, whole: int, lasted: float) -> None:
        """So many of the things of a step are done, which has lasted so many seconds."""

    def clear(self) -> None:
        """The position last told is over: something else comes now."""


class Journal(logging.Handler):
    """One run, from its words on the command line to its exit code.

    `started` is the time in Shanghai, `clock` counts seconds; `published` is how many sets were shown so far, `said` the
    lines people were told of what went wrong. Until `begin` nothing is kept, without a `watcher` nobody is shown anything.
    """

    def __init__(self, words: Sequence[str], started: datetime, clock: Callable[[], float]) -> None:
        super().__init__(logging.DEBUG)
        self.published = 0
        self._words, self._started, self._clock = tuple(words), started, clock
        self._lines: list[str] = []
        self.said: list[str] = []
        self._office: Workspace | None = None
        self._command = "minsheng"
        self._kept = False
        self._watcher: Watcher | None = None
        self._step_began = self._began = clock()

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

    def show(self, watcher: Watcher | None) -> None:
        """Who is told each line as it comes, and how far a step is."""
        self._watcher = watcher

    def emit(self, record: logging.LogRecord) -> None:
        """A line, or a position, told by whoever does the work; a warning is what is said on stderr anyway."""
        position = getattr(record, "position", None)
        if position is not None:
            if self._watcher is not None:
                number, whole = position
                self._watcher.position(record.getMessage(), number, whole, self._clock() - self._step_began)
            return
        self.clear()
        step, text = getattr(record, "step", ""), record.getMessage()
        if record.levelno >= logging.WARNING:
            self.said += text.splitlines()
            return
        if step:
            now = self._clock()
            text = "　".join(filter(None, (step, text, f"{now - self._step_began:.1f}秒")))
            self._step_began = now
            self.published += step.startswith(PUBLISHED)
        self._lines.append(text)
        if self._watcher is not None:
            self._watcher.line(text)

    def clear(self) -> None:
        """Something is about to be told in another way: no position stands any more."""
        if self._watcher is not None:
            self._watcher.clear()

    @property
    def lasted(self) -> float:
        """Seconds since the run began."""
        return self._clock() - self._began

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
            *(["屏幕上说", *(f"  {line}" for line in self.said)] if self.said else []),
            f"结果　　　{_RESULTS.get(code, '被要求结束')}",
            f"退出码　　{code}",
            f"共用　　　{self.lasted:.1f}秒",
        ]


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
