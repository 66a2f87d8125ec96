"""Writing so that it lasts."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_CHUNK = 1024 * 1024
_NO_FOLDER_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EBADF})


def write(path: Path, data: bytes) -> None:
    """A new file, whole and on the disk when this returns. An OSError names the file."""
    _lay(path, (data,))


def copy(source: Path, target: Path) -> None:
    """A copy, whole and on the disk when this returns, of the time of its source. An OSError names a file."""
    with source.open("rb") as stream:
        _lay(target, iter(lambda: stream.read(_CHUNK), b""))
    status = source.stat()
    with suppress(OSError):
        os.utime(target, ns=(status.st_atime_ns, status.st_mtime_ns))


def _lay(path: Path, pieces: Iterable[bytes]) -> None:
    try:
        with path.open("xb", buffering=0) as stream:
            for piece in pieces:
                left = memoryview(piece)
                while left:
                    left = left[stream.write(left) :]
            os.fsync(stream.fileno())
    except OSError as error:
        error.filename = error.filename or str(path)
        raise


def sync(folder: Path) -> None:
    """Make the names in a folder last. Windows cannot, and some network disks cannot; there it is skipped."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(descriptor)


def sync_if_possible(folder: Path) -> None:
    """`sync` for after the fact: what is done is done, and both states it could fall back to are whole."""
    with suppress(OSError):
        sync(folder)


def digest(path: Path) -> str | None:
    """The sha256 of a plain file in hex; None if it is gone or no plain file. OSError if it cannot be read."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return None
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return None


def is_plain_file(path: Path) -> bool:
    """True for a file itself: no link, folder, pipe or device, nothing that is gone."""
    return path.is_file() and not path.is_symlink()
