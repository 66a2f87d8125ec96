"""Runs the real command with faults, one process a run: `python server.py`, a request and an answer a line of JSON.

The program is loaded once and forked for every run. A run may have every call that touches the disk
counted, and at the k-th of them something done: an error raised, or a signal sent to itself; or a signal
sent to it from outside after some seconds.
"""

from __future__ import annotations

import builtins
import errno
import io
import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from typing import Any

from pipeline.cli.commands import main

READS = ("stat", "lstat", "scandir", "readlink", "open", "pipe")
WRITES = ("mkdir", "rename", "replace", "symlink", "unlink", "rmdir", "fsync")
MOVES = ("rename", "replace", "fsync", "unlink", "symlink")
SETS = {"moves": MOVES, "writes": (*WRITES, "write"), "all": (*READS, *WRITES, "write")}


class Strike:
    """Counts calls of some names and acts at the k-th, or at every one from there on."""

    def __init__(self, names: tuple[str, ...], at: int, action: Callable[[], None], lasting: bool) -> None:
        self.names, self.at, self.action, self.lasting, self.calls = names, at, action, lasting, 0

    def __call__(self) -> None:
        self.calls += 1
        if self.calls == self.at or (self.lasting and self.calls > self.at):
            self.action()

    def install(self) -> None:
        for name in self.names:
            if hasattr(os, name) and name != "write":
                setattr(os, name, self._before(getattr(os, name)))
        opening = io.open

        def opened(file: Any, mode: str = "r", buffering: int = -1, *args: Any, **options: Any) -> Any:
            if "open" in self.names:
                self()
            if "write" in self.names and mode == "xb" and buffering == 0:
                return Writer(file, self)
            return opening(file, mode, buffering, *args, **options)

        io.open = builtins.open = opened  # type: ignore[assignment]

    def _before(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **options: Any) -> Any:
            self()
            return call(*args, **options)

        return counted


class Writer(io.FileIO):
    """A file of which half is written before the strike, as on a full disk."""

    def __init__(self, file: Any, strike: Strike) -> None:
        super().__init__(file, "xb")
        self.strike, self.begun = strike, False

    def write(self, data: Any) -> int:
        if self.begun:
            return super().write(data)
        self.begun = True
        half = super().write(memoryview(data)[: (len(data) + 1) // 2])
        self.strike()
        return half


def acting(request: dict[str, Any]) -> Callable[[], None]:
    """What the strike does."""

    def act() -> None:
        if "signal" in request:
            os.kill(os.getpid(), request["signal"])
        else:
            raise OSError(request["errno"], os.strerror(request["errno"]))

    return act


def refuse_links(*_: object, **__: object) -> None:
    raise OSError(errno.EPERM, os.strerror(errno.EPERM))


def child(request: dict[str, Any], counted: int) -> None:
    """The run itself; never returns."""
    for number, name in ((0, os.devnull), (1, request["told"]), (2, request["told"])):
        os.dup2(os.open(name, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), number)
    sys.stdout = sys.__stdout__ = io.TextIOWrapper(io.FileIO(1, "w"), encoding="utf-8")  # type: ignore[misc]
    sys.stderr = sys.__stderr__ = io.TextIOWrapper(io.FileIO(2, "w"), encoding="utf-8")  # type: ignore[misc]
    if request.get("folders"):
        os.symlink = refuse_links
    strike = Strike(
        SETS[request.get("calls", "moves")],
        request.get("at", 0),
        acting(request),
        request.get("lasting", False),
    )
    strike.install()
    code = 98
    try:
        main(request["arguments"])
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else 97
    except BaseException:  # noqa: BLE001  # whatever got past the program is told, and found by the tests
        traceback.print_exc()
    os.write(counted, str(strike.calls).encode())
    sys.stderr.flush()
    os._exit(code)


def serve() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "w")
    for line in sys.stdin:
        request = json.loads(line)
        reading, writing = os.pipe()
        started = time.monotonic()
        process = os.fork()
        if process == 0:
            # Whoever started the tests may have had them ignored (nohup).
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_DFL)
            child(request, writing)
        os.close(writing)
        if "after" in request:
            time.sleep(request["after"])
            os.kill(process, request["signal"])
        status = os.waitpid(process, 0)[1]
        calls = int(os.read(reading, 20) or b"0")
        os.close(reading)
        answer = {
            "code": os.waitstatus_to_exitcode(status),
            "calls": calls,
            "seconds": time.monotonic() - started,
        }
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    serve()
