"""Who has the desk open in a folder: one at a time works, others only look; a dead one's mark says how old it is.

    outputs/.desk           locked by the system for as long as the desk runs
    outputs/.desk.json      on which machine it runs and since when; its own time says when it was last alive

On a drive several machines share a lock may not reach the others: there the mark counts while it is fresh.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from filelock import FileLock, Timeout

from pipeline.outputs.manifests import json_object

_LOCK, _MARK = ".desk", ".desk.json"
_SHANGHAI = ZoneInfo("Asia/Shanghai")
_BEAT = 60.0
_FRESH = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Present:
    """A desk as its mark tells of it; `alive` while it works, else it ended without a word at `seen`."""

    machine: str
    since: str
    seen: datetime
    alive: bool


@contextmanager
def present(outputs: Path, machine: str, now: Callable[[], datetime]) -> Iterator[Present | None]:
    """Hold the desk of a folder; yields who holds it already (then nothing is written), or left it without a word, or None."""
    if not outputs.parent.is_dir():
        yield None
        return
    outputs.mkdir(exist_ok=True)
    lock = FileLock(outputs / _LOCK)
    before = _marked(outputs / _MARK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        yield before or Present("", "", now(), True)
        return
    try:
        fresh = before is not None and now() - before.seen < _FRESH
        if before is not None and fresh and before.machine != machine:
            yield before
            return
        with _beating(outputs / _MARK, machine, now()):
            yield Present(before.machine, before.since, before.seen, False) if before is not None else None
    finally:
        lock.release()
        with suppress(OSError):
            (outputs / _LOCK).unlink()


@contextmanager
def _beating(mark: Path, machine: str, since: datetime) -> Iterator[None]:
    over = threading.Event()

    def beat() -> None:
        while not over.wait(_BEAT):
            with suppress(OSError):
                os.utime(mark)

    told = {"machine": machine, "since": f"{since.month}月{since.day}日 {since:%H:%M}"}
    mark.unlink(missing_ok=True)
    mark.write_bytes(json.dumps(told, ensure_ascii=False).encode())
    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        with suppress(OSError):
            mark.unlink()


def _marked(mark: Path) -> Present | None:
    """What a mark says; None where there is none, or something else in its place."""
    try:
        told = {} if mark.is_symlink() else json_object(mark.read_bytes()) or {}
        seen = datetime.fromtimestamp(mark.stat().st_mtime, _SHANGHAI)
    except OSError:
        return None
    return Present(str(told.get("machine", "")), str(told.get("since", "")), seen, True) if told else None
