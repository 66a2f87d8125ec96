"""What the system does to a running command: streams that are closed or break, and signals that end it."""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from typing_extensions import Buffer

_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


class Ended(BaseException):
    """A signal asked the command to end. No Exception, so that nothing takes it for a fault and goes on."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit_code = 128 + number


class Outlet(io.FileIO):
    """A standard stream that never fails its writer: what cannot be written is dropped, and `lost` says why."""

    lost: OSError | None = None

    def write(self, data: Buffer) -> int:
        """All of it, or nothing once the other end is gone or the disk below is full."""
        view = memoryview(data)
        try:
            return super().write(view)
        except OSError as error:
            self.lost = self.lost or error
            return view.nbytes


def open_streams() -> None:
    """Make stdin, stdout and stderr usable whatever the caller did to them, in UTF-8.

    One that is closed is as good as thrown away: its number is taken, so that no file of ours ever gets it.
    Streams that are no longer the process's own, as in a test, stay.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    if sys.stdout is sys.__stdout__:
        sys.stdout = _outlet(sys.stdout, 1)
    if sys.stderr is sys.__stderr__:
        sys.stderr = _outlet(sys.stderr, 2)


def _outlet(stream: TextIO | None, number: int) -> TextIO:
    if stream is not None and os.name == "nt" and stream.isatty():
        stream.reconfigure(errors="replace")  # type: ignore[attr-defined]  # the console of Windows knows its own signs
        return stream
    raw = Outlet(number, "w", closefd=False)
    return io.TextIOWrapper(io.BufferedWriter(raw), encoding="utf-8", errors="replace", line_buffering=True)


def lost_output() -> OSError | None:
    """Why part of stdout went nowhere; None if all was written, or nobody wanted to read on."""
    with suppress(OSError):
        sys.stdout.flush()
    raw = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    lost = raw.lost if isinstance(raw, Outlet) else None
    return None if lost is not None and lost.errno in (errno.EPIPE, errno.EINVAL) else lost


@contextmanager
def heeding_signals() -> Iterator[None]:
    """Within the block Ctrl-C and a request to end raise `Ended`, once; what follows it is not disturbed again.

    After the block a signal does what it did before.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in _SIGNALS}
    hook, sys.unraisablehook = sys.unraisablehook, _unraisable
    try:
        for number, handler in before.items():
            if handler is not signal.SIG_IGN:  # nohup has its reasons
                signal.signal(number, _end)
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        sys.unraisablehook = hook


def _end(number: int, _: FrameType | None) -> None:
    for each in _SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    raise Ended(number)


def _unraisable(event: sys.UnraisableHookArgs) -> None:
    """A signal that came while Python could not raise: end as a kill would, which every run after this one bears."""
    if isinstance(event.exc_value, Ended):
        os._exit(event.exc_value.exit_code)
    sys.__unraisablehook__(event)
