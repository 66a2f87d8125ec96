"""What a refusal of the system means: whose fault it is, and why in Chinese."""

from __future__ import annotations

import errno

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
    errno.ENOMEM: "内存不足",
    errno.EAGAIN: "同时运行的程序太多",
    errno.ENAMETOOLONG: "文件夹所在的路径太长",
    errno.ENOTDIR: "应是文件夹的地方放着别的东西",
    errno.EEXIST: "应是文件夹的地方放着别的东西",
    errno.ENOENT: "文件夹在运行中被移走了",
}
_MACHINE = frozenset(
    {
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EFBIG,
        errno.EIO,
        errno.EMFILE,
        errno.ENFILE,
        errno.ENOMEM,
        errno.EAGAIN,
        errno.EROFS,
    }
)
# ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION, ERROR_USER_MAPPED_FILE
_IN_USE = frozenset({32, 33, 1224})


def is_of_the_machine(error: OSError) -> bool:
    """True if it is the machine that failed, not one file that is missing or closed to us."""
    return error.errno in _MACHINE


def is_open_elsewhere(error: OSError) -> bool:
    """True if Windows refused because a program, most likely Word or WPS, has the file open."""
    return getattr(error, "winerror", None) in _IN_USE


def reason(error: OSError) -> str:
    """Why, in words an office understands; the system's own words where we have none."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)
