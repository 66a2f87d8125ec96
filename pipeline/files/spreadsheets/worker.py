"""The only door to the readers, and the process they run in: apart from everything else, so that none can take a run down.

One process serves many files. Where a file makes it die, hang or swell, that file alone is refused and
the next one gets a new process. Requests and answers are pickles behind a length of eight bytes.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import pickle
import struct
import subprocess
import sys
import threading
from functools import lru_cache
from pathlib import Path
from typing import IO

from pipeline.files.folder import digest
from pipeline.files.spreadsheets.preflight import Format, Unreadable, broken, inspect
from pipeline.model.errors import MachineProblem
from pipeline.model.readings import Book, Sheet

SECONDS = 5.0
_MOST_MEMORY = 500 * 1024 * 1024
_LENGTH = struct.Struct(">Q")
_READY = b"ready"
_SERVE = "from pipeline.files.spreadsheets.worker import serve; serve()"

Answer = tuple[Format, tuple[Sheet, ...]]


class Worker:
    """A reading process, started when first needed and replaced when it is lost."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._ready = False

    def start(self) -> None:
        """Start the process, unless one is running: it is ready when the first file comes."""
        if self._process is not None and self._process.poll() is not None:
            self.close()
        if self._process is None:
            self._process, self._ready = _spawn(), False

    def read(self, data: bytes) -> Answer:
        """The kind of file and its sheets; `Unreadable` if it cannot be read, or its reader was lost over it."""
        self.start()
        process = self._process
        assert process is not None and process.stdin is not None and process.stdout is not None
        if not self._ready and _receive(process.stdout) != _READY:
            self.close()
            raise MachineProblem("读表的子进程没有启动，请检查 Python 环境和内存后重试。没有改动任何材料。")
        self._ready = True
        # Killed, the process closes its end of the pipe, and waiting for the answer ends on every system.
        late = threading.Timer(self._seconds, process.kill)
        late.start()
        try:
            _send(process.stdin, data)
            reply = _receive(process.stdout)
        except OSError:
            reply = None
        finally:
            late.cancel()
        if reply is None:
            self.close()
            raise Unreadable("读取时卡住或占用内存过大，没有采用，请把内容复制到空白表样（.xlsx）后再报")
        answer: Answer | str = pickle.loads(reply)
        if isinstance(answer, str):
            raise Unreadable(answer)
        return answer

    def close(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        process.wait()


def _spawn() -> subprocess.Popen[bytes]:
    package = str(Path(__file__).resolve().parents[3])
    paths = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH", ""))))
    return subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", _SERVE],
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


def serve() -> None:
    """The reading process itself: answers until its input ends."""
    # openpyxl takes numpy if it is there, and numpy reserves memory for every core: time and room for nothing.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    from pipeline.files.spreadsheets import delimited, ods, xls, xlsx

    readers = {Format.XLSX: xlsx, Format.XLS: xls, Format.ODS: ods, Format.CSV: delimited}
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints must not reach the answers
    _limit()
    _send(answers, _READY)
    while (data := _receive(requests)) is not None:
        answer: Answer | str
        try:
            kind = inspect(data)
            answer = (kind, readers[kind].read(data))
        except Unreadable as reason:
            answer = str(reason)
        except BaseException:  # noqa: BLE001  # a parser's panic is no Exception; the file is refused, whatever it was
            answer = str(broken())
        _send(answers, pickle.dumps(answer))


def _limit() -> None:
    """No more memory than a sheet can need, and no core file; where the system has no limits, time is one."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


WORKER = Worker()
atexit.register(WORKER.close)

_CAUTIONS = {
    Format.XLS: "是旧版 .xls（.et）格式，文件自身没有校验，数字已读取，请与单位核对",
    Format.ODS: "是 .ods 格式，数字已读取，请与单位核对",
    Format.CSV: "是 .csv 文本格式，没有单元格格式可核对，数字已读取，请与单位核对",
}


def read_book(data: bytes, file: str) -> Book:
    """The .xlsx, .xlsm, .xls, .et, .ods or .csv in `data` as a Book named `file`, told apart by content.

    `Unreadable` for anything else, damaged or hostile. Reading happens in a process of its own.
    """
    kind, sheets = _read(data)
    return Book(file, digest(data), sheets, _CAUTIONS.get(kind, ""))


@lru_cache(maxsize=256)  # one run of many months meets the same sheets again and again
def _read(data: bytes) -> Answer:
    return WORKER.read(data)


def read_own_book(data: bytes, file: str) -> Book:
    """A workbook this office keeps itself: .xlsx or .xlsm only, `Unreadable` for any other kind."""
    book = read_book(data, file)
    if book.caution:
        raise Unreadable("不是 .xlsx 电子表格，请另存为 .xlsx 后再运行")
    return book
