"""A folder people drop files into: every entry of it by a printable name, and the bytes of plain files.

Links are not followed and devices are not opened: what lies in the folder is read, nothing else.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.files.preflight import MOST_BYTES, Unreadable, too_big
from pipeline.model.machine import is_of_the_machine

_DEEPEST = 50


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
    return sorted(_walk(folder, prefix), key=lambda entry: entry.name) if folder.is_dir() else []


def _walk(folder: Path, prefix: str, depth: int = 0) -> Iterator[Entry]:
    for found in os.scandir(folder):
        path, name = Path(found.path), f"{prefix}/{readable(found.name)}"
        if found.is_symlink():
            yield Entry(path, name, "是链接，不是文件本身，没有打开")
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


def load(path: Path) -> bytes:
    """The bytes of a plain file; `Unreadable` if it is too big, `StillChanging` if somebody is writing it, `OSError`."""
    with path.open("rb") as stream:
        before = os.fstat(stream.fileno())
        if not stat.S_ISREG(before.st_mode):
            raise Unreadable("不是普通文件（设备、管道等），没有打开")
        if before.st_size > MOST_BYTES:
            raise too_big()
        data = stream.read(MOST_BYTES + 1)
    after = path.lstat()
    if len(data) != before.st_size or _state(before) != _state(after):
        raise StillChanging
    return data


def _state(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_size, status.st_mtime_ns, status.st_ino
