"""The process the readers run in: apart from everything else, so that none can take a run down.

One process serves many files, one at a time, and has one owner: whoever comes meanwhile waits, and a process forked off
starts its own. Where a file makes it die, hang or swell, that file alone is refused and the next one gets a new process.
Requests are files, answers are pickles that name the file they answer by its digest, both behind a length of eight bytes.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pipeline.files.folder import digest
from pipeline.files.spreadsheets.preflight import Format, Unreadable, broken, inspect, trimmed
from pipeline.model.errors import MachineProblem
from pipeline.model.sheets import Sheet

# How long a file may take, of the processor where the system counts that: a machine that is busy is no fault of the file.
SECONDS = 5.0
_COUNTED = hasattr(signal, "setitimer")
# How much longer that may be by the clock.
_BUSY = 12 if _COUNTED else 1
_MOST_MEMORY = 500 * 1024 * 1024
_LENGTH = struct.Struct(">Q")
_READY = b"ready"
_SERVE = "from pipeline.files.spreadsheets.worker import serve; serve({})"

Answer = tuple[Format, tuple[Sheet, ...]]


class ReaderLost(Unreadable):
    """The file took its reader down, or too long: true of this machine on this day, not of the file for ever."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the reading process says of the file of that digest; `sure` if it will say the same of it every time."""

    sha256: str
    answer: Answer | str
    sure: bool = True


class Worker:
    """A reading process, started when first needed and replaced when it is lost."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._ready = False
        self._owner = 0
        # How often a reader was lost: what was then said hangs on the machine, not on the files alone.
        self.lost = 0
        # A fork in the middle of a question leaves its lock held for ever: each process has its own.
        self._turns: dict[int, threading.Lock] = {}

    def start(self) -> None:
        """Start the process, unless one is running: it is ready when the first file comes."""
        with self._turn:
            self._start()

    def _start(self) -> None:
        if self._owner != os.getpid():
            # Its pipes are those of the process we were forked from: neither of us may take the other's answers.
            self._process = None
        if self._process is not None and self._process.poll() is not None:
            self._end()
        if self._process is None:
            self._process, self._ready, self._owner = _spawn(self._seconds), False, os.getpid()

    def read(self, data: bytes) -> Answer:
        """The kind of file and its sheets; `Unreadable` if it cannot be read, `ReaderLost` if that may be chance."""
        with self._turn:
            self._start()
            try:
                return self._ask(data)
            except (MachineProblem, Unreadable):
                raise
            except BaseException:
                # Whoever interrupts leaves an answer in the pipe, which no other question may ever get.
                self._end()
                raise

    @property
    def _turn(self) -> threading.Lock:
        return self._turns.setdefault(os.getpid(), threading.Lock())

    def _ask(self, data: bytes) -> Answer:
        process = self._process
        assert process is not None and process.stdin is not None and process.stdout is not None
        if not self._ready and _receive(process.stdout) != _READY:
            self._end()
            raise MachineProblem("读表的子进程没有启动，请检查 Python 环境和内存后重试。没有改动任何材料。")
        self._ready = True
        # Killed, the process closes its end of the pipe, and waiting for the answer ends on every system.
        late = threading.Timer(self._seconds * _BUSY, process.kill)
        late.start()
        try:
            _send(process.stdin, data)
            reply = _receive(process.stdout)
        except OSError:
            reply = None
        finally:
            late.cancel()
        if reply is None:
            self._end()
            self.lost += 1
            raise ReaderLost("读取时卡住或占用内存过大，没有采用，请把内容复制到空白表样（.xlsx）后再报")
        said: Reply = pickle.loads(reply)
        if said.sha256 != digest(data):
            self._end()
            raise MachineProblem("读表的子进程答非所问，没有采用，请重新运行。没有改动任何材料。")
        if isinstance(said.answer, str):
            if said.sure:
                raise Unreadable(said.answer)
            self.lost += 1
            raise ReaderLost(said.answer)
        return said.answer

    def close(self) -> None:
        """End the process, if there is one of ours."""
        with self._turn:
            if self._owner == os.getpid():
                self._end()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        process.wait()


def _spawn(seconds: float) -> subprocess.Popen[bytes]:
    package = str(Path(__file__).resolve().parents[3])
    paths = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH", ""))))
    return subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", _SERVE.format(seconds)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": paths},
    )


def _send(stream: IO[bytes], data: bytes) -> None:
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def _receive(stream: IO[bytes]) -> bytes | None:
    """One message; None if the other side is gone."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    data = stream.read(length)
    return data if len(data) == length else None


def serve(seconds: float) -> None:
    """The reading process itself: answers until its input ends, or a file takes it more seconds than that."""
    # openpyxl takes numpy if it is there, and numpy reserves memory for every core: time and room for nothing.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    from pipeline.files.spreadsheets import delimited, ods, xls, xlsx

    readers = {Format.XLSX: xlsx, Format.XLS: xls, Format.ODS: ods, Format.CSV: delimited}
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints must not reach the answers
    _limit()
    _send(answers, _READY)
    while (data := _receive(requests)) is not None:
        sha256 = digest(data)
        _count_down(seconds)
        try:
            data = trimmed(data)
            kind = inspect(data)
            said = Reply(sha256, (kind, readers[kind].read(data)))
        except Unreadable as reason:
            said = Reply(sha256, str(reason))
        except BaseException:  # noqa: BLE001  # a parser's panic is no Exception; the file is refused, whatever it was
            said = Reply(sha256, str(broken()), sure=False)
        _send(answers, pickle.dumps(said))
        _count_down(0)


def _count_down(seconds: float) -> None:
    """After so many seconds of its own the system ends this process; 0 takes that back."""
    if _COUNTED:
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _limit() -> None:
    """No more memory than a sheet can need, and no core file; where the system has no limits, time is one."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
