"""Temporary folders: private, gone when done with, and swept by the next run if the one that made them was killed.

A folder is locked by the system for as long as whoever made it lives; one whose lock is free belongs to nobody. Where there
is no such lock (Windows) a folder a day old does.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_LOCKS = os.name != "nt"
if _LOCKS:
    import fcntl

PREFIX = "minsheng-tmp-"
_A_DAY = 24 * 60 * 60


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder only this user can look into, for as long as the block lasts. OSError as the machine says it."""
    sweep()
    place, lock = _made()
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def sweep() -> None:
    """Remove the folders of runs that were killed; never fails."""
    with suppress(OSError):
        for place in _room().glob(f"{PREFIX}*"):
            with suppress(OSError):
                _remove_if_left(place)


def _room() -> Path:
    """Where temporary folders lie. A machine on which nothing can be written anywhere has no room left, or lets nobody write."""
    try:
        return Path(tempfile.gettempdir())
    except FileNotFoundError as error:
        raise OSError(errno.ENOSPC, "没有地方放临时文件") from error


def _made() -> tuple[Path, int | None]:
    while True:
        place = Path(tempfile.mkdtemp(prefix=PREFIX, dir=_room()))
        if not _LOCKS:
            return place, None
        try:
            lock = os.open(place, os.O_RDONLY)
        except FileNotFoundError:
            continue  # swept by another run before it could be locked
        with suppress(OSError):  # a disk that knows no locks: the folder may stay behind, nothing more
            fcntl.flock(lock, fcntl.LOCK_EX)
        if place.exists():
            return place, lock
        os.close(lock)  # swept between the two


def _remove_if_left(place: Path) -> None:
    """Remove a folder of this user's that nobody holds, itself held meanwhile: whoever has just made it waits, and sees it gone."""
    status = place.lstat()
    if not stat.S_ISDIR(status.st_mode):
        return
    if not _LOCKS:
        if time.time() - status.st_mtime > _A_DAY:
            shutil.rmtree(place, ignore_errors=True)
        return
    if status.st_uid != os.getuid():
        return
    lock = os.open(place, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(place, ignore_errors=True)
    finally:
        os.close(lock)
