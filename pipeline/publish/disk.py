"""Writing so that it lasts, and saying in Chinese why it could not be written."""

from __future__ import annotations

import errno
import hashlib
import os
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
_NO_FOLDER_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EBADF})


def reason(error: OSError) -> str:
    """Why, in words an office understands; the system's own words where we have none."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


def write(path: Path, data: bytes) -> None:
    """A new file, whole and on the disk when this returns. An OSError names the file."""
    try:
        with path.open("xb", buffering=0) as stream:
            left = memoryview(data)
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
    """The sha256 of a file in hex; None if it is gone or cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None
