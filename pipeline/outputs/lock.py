"""One command at a time in a workspace; a dead one holds nobody up.

    outputs/.lock           locked by the system, which lets go when the process ends, however it ends
    outputs/.lock.json      who holds it; beside it, since Windows lets nobody read a locked file

The record is only ever read to tell people. One left by a dead process is overwritten by the next.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pipeline.model.errors import Busy
from pipeline.model.workspace import Terms
from pipeline.outputs.manifests import json_object

_LOCK, _HOLDER = ".lock", ".lock.json"
_SHANGHAI = ZoneInfo("Asia/Shanghai")
# Seconds in any case: whoever has just taken the lock has then written who it is.
_GRACE = 0.3


@contextmanager
def held(outputs: Path, terms: Terms) -> Iterator[None]:
    """The lock of a workspace, for as long as the block lasts; within the block it may be taken again.

    `Busy` if another process still holds it after `terms.wait` seconds; OSError where there can be no lock.
    """
    # Many commands only look.
    from filelock import BaseFileLock, FileLock, SoftFileLock, Timeout

    outputs.mkdir(parents=True, exist_ok=True)
    _unlinked(outputs / _LOCK)
    lock: BaseFileLock = FileLock(outputs / _LOCK, is_singleton=True)
    try:
        lock.acquire(timeout=max(terms.wait, _GRACE), poll_interval=0.05)
    except Timeout:
        raise Busy(_busy(outputs / _HOLDER)) from None
    except NotImplementedError as error:
        raise OSError(errno.ENOSYS, _NO_LOCKS) from error
    outermost = lock.lock_counter == 1
    try:
        if isinstance(lock, SoftFileLock):  # a mere file, which would outlive a dead process
            raise OSError(errno.ENOSYS, _NO_LOCKS)
        if outermost:
            _sign(outputs / _HOLDER, terms.who)
        yield
    finally:
        if outermost:
            with suppress(OSError):
                (outputs / _HOLDER).unlink()
        lock.release()


_NO_LOCKS = "这个磁盘不支持文件锁"


def _sign(holder: Path, who: str) -> None:
    """Say who holds the lock; the file's own time says since when. Without it the lock holds as well."""
    beside = holder.with_name(f"{holder.name}.new")
    with suppress(OSError):
        # Never through a link that somebody laid in its place: a new file, put there in one step.
        beside.unlink(missing_ok=True)
        with beside.open("xb") as stream:
            stream.write(json.dumps({"who": who, "pid": os.getpid()}, ensure_ascii=False).encode())
        beside.replace(holder)


def _unlinked(lock: Path) -> None:
    """A link in the lock's place is none of ours, and what it leads to would be emptied: it goes away."""
    if lock.is_symlink():
        lock.unlink()


def _busy(holder: Path) -> str:
    """Who holds the lock and since when, as far as it is known, and what to do."""
    try:
        facts = {} if holder.is_symlink() else json_object(holder.read_bytes()) or {}
        since = datetime.fromtimestamp(holder.stat().st_mtime, _SHANGHAI)
    except OSError:
        facts = {}
    else:
        since_text = f"{since.month}月{since.day}日 {since:%H:%M}"
    if not facts:
        return "另一个 minsheng 正在这个文件夹里运行，请等它结束后再试，或加 --wait 300 等它结束"
    who = "，".join(filter(None, (str(facts.get("who", "")), f"进程 {facts.get('pid')}")))
    return (
        f"另一个 minsheng（{who}）自 {since_text} 起正在这个文件夹里运行，"
        "请等它结束后再试，或加 --wait 300 等它结束"
    )
