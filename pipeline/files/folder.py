"""A folder people drop files into: every entry of it by a printable name, and the bytes of plain files.

Links are not followed and devices are not opened: what lies in the folder is read, nothing else.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.files.machine import is_of_the_machine
from pipeline.files.markings import refuse_classified
from pipeline.files.spreadsheets.preflight import MOST_BYTES, Unreadable, too_big

LINK = "是链接，不是文件本身，没有打开"
_DEEPEST = 50
_NO_WAITING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class StillChanging(Exception):
    """The file grew, shrank or was replaced while it was read."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: where it lies, its name below the root, why it is not read.

    `problem` is one Chinese clause, empty for a plain file. A folder is told by what it holds;
    an `empty` one is an entry itself.
    """

    path: Path
    name: str
    problem: str = ""
    empty: bool = False


def entries(folder: Path, root: Path) -> list[Entry]:
    """Every entry below `folder` (may be missing), sorted by name, at any depth."""
    prefix = folder.relative_to(root).as_posix()
    if linked(folder, root / folder.relative_to(root).parts[0]):
        return [Entry(folder, prefix, LINK)]
    return sorted(_walk(folder, prefix), key=lambda entry: entry.name) if folder.is_dir() else []


def _walk(folder: Path, prefix: str, depth: int = 0) -> Iterator[Entry]:
    for found in os.scandir(folder):
        path, name = Path(found.path), f"{prefix}/{readable(found.name)}"
        if found.is_symlink():
            yield Entry(path, name, LINK)
        elif found.is_dir() and depth == _DEEPEST:
            yield Entry(path, name, "文件夹套得太深，没有打开")
        elif found.is_dir():
            try:
                inside = list(_walk(path, name, depth + 1))
            except OSError as reason:
                if is_of_the_machine(reason):
                    raise
                yield Entry(path, name, f"打不开这个文件夹（{reason.strerror}）")
                continue
            yield from inside or [Entry(path, name, empty=True)]
        elif not found.is_file():
            yield Entry(path, name, "不是普通文件（设备、管道等），没有打开")
        else:
            yield Entry(path, name)


def readable(name: str) -> str:
    """A file's name as text: UTF-8, else GB18030 as old Windows writes it."""
    raw = os.fsencode(name)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def is_there(path: Path) -> bool:
    """True if anything but a folder has this name: a file, a link (to nowhere too), a device."""
    return path.is_symlink() or (path.exists() and not path.is_dir())


def linked(path: Path, root: Path) -> bool:
    """True if the path, or a folder on the way to it below `root`, is a link: what lies there is somebody else's."""
    below = path.relative_to(root).parts
    return any(root.joinpath(*below[: depth + 1]).is_symlink() for depth in range(len(below)))


def load_own(path: Path, root: Path) -> bytes:
    """The bytes of a file this office keeps below `root`; `Unreadable` if it is a link, a device, too big or being written.

    `OSError` if the system refuses.
    """
    if linked(path, root):
        raise Unreadable(LINK)
    try:
        return load(path)
    except StillChanging:
        raise Unreadable("正在写入或传输，没有读取，请等文件存好后重新运行") from None


def load(path: Path) -> bytes:
    """The bytes of a plain file; `Unreadable` if it is too big, `Classified` if it bears a mark of secrecy,
    `StillChanging` if somebody is writing it, `OSError`.
    """
    data, _ = lying(path)
    refuse_classified(readable(path.name), data)
    return data


def lying(path: Path) -> tuple[bytes, tuple[int, int, int]]:
    """The bytes of a plain file, whatever it is marked with, and a state that is another once it was touched; raises as `load`.

    For whoever only asks whether it is the file of before: what may be read of it `load` says.
    """
    # A pipe would keep us waiting for whoever writes into it.
    with os.fdopen(os.open(path, os.O_RDONLY | _NO_WAITING), "rb") as stream:
        before = os.fstat(stream.fileno())
        if not stat.S_ISREG(before.st_mode):
            raise Unreadable("不是普通文件（设备、管道等），没有打开")
        if before.st_size > MOST_BYTES:
            raise too_big()
        data = stream.read(MOST_BYTES + 1)
    after = path.lstat()
    if len(data) != before.st_size or _state(before) != _state(after):
        raise StillChanging
    return data, _state(after)


def _state(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_size, status.st_mtime_ns, status.st_ino


def digest(data: bytes) -> str:
    """The sha256 of a file's bytes, in hex."""
    return hashlib.sha256(data).hexdigest()
