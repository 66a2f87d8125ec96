"""Writing so that it lasts, and saying in Chinese why it could not be written."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_REASONS = {
    errno.ENOSPC: "磁盘空间不足",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EFBIG: "文件超过了允许的大小",
    errno.EACCES: "没有写入权限，或者文件正被别的程序打开",
    errno.EPERM: "没有写入权限",
    errno.EROFS: "磁盘或文件夹是只读的",
    errno.EIO: "磁盘读写出错",
    errno.EMFILE: "同时打开的文件太多",
    errno.ENFILE: "同时打开的文件太多",
    errno.ENAMETOOLONG: "文件夹所在的路径太长",
    errno.ENOTDIR: "应是文件夹的地方放着别的东西",
    errno.EEXIST: "应是文件夹的地方放着别的东西",
    errno.ENOENT: "文件夹在运行中被移走了",
}
# ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION, ERROR_USER_MAPPED_FILE
_IN_USE = frozenset({32, 33, 1224})
_CHUNK = 1024 * 1024
_NO_FOLDER_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EBADF})


def is_open_elsewhere(error: OSError) -> bool:
    """True if Windows refused because a program, most likely Word or WPS, has the file open."""
    return getattr(error, "winerror", None) in _IN_USE


def reason(error: OSError) -> str:
    """Why, in words an office understands; the system's own words where we have none."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


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
