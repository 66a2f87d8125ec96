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
                if _is_left(place):
                    shutil.rmtree(place, ignore_errors=True)


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
        lock = os.open(place, os.O_RDONLY)
        with suppress(OSError):  # a disk that knows no locks: the folder may stay behind, nothing more
            fcntl.flock(lock, fcntl.LOCK_EX)
        if place.exists():
            return place, lock
        os.close(lock)  # swept between the two


def _is_left(place: Path) -> bool:
    """Whether this is a folder of this user's that nobody holds."""
    status = place.lstat()
    if not stat.S_ISDIR(status.st_mode):
        return False
    if not _LOCKS:
        return time.time() - status.st_mtime > _A_DAY
    if status.st_uid != os.getuid():
        return False
    lock = os.open(place, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    else:
        return True
    finally:
        os.close(lock)
