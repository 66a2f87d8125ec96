"""The user's own cache folder: JSON that can run nothing, each entry sealed for its own name, safe to delete at any time.

Nothing depends on it: where an entry is missing or damaged, lies under the name of another, or the folder is not the
user's alone, there is none.
"""

from __future__ import annotations

import json
import os
import stat
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import click

import pipeline
from pipeline.files.folder import digest

_MOST_BYTES, _MOST_DAYS = 300 * 1024 * 1024, 400
_DAY = 24 * 60 * 60
# After so many entries a process that serves many offices looks again whether there is too much.
_KEPT, _A_LOT = count(), 5_000
_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)


def find(shelf: str, key: str) -> Any | None:
    """What was kept on a shelf (a plain name) under a key; None where nothing whole is."""
    folder = _folder(shelf)
    if folder is None:
        return None
    path = folder / _name(key)
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | _NO_LINK), "rb") as stream:
            own, _, body = stream.read().partition(b"\n")
            used = os.fstat(stream.fileno()).st_mtime
        if own != seal(path.name, body):
            return None
        if used < time.time() - _DAY:
            os.utime(path)
        return json.loads(body)
    except (OSError, ValueError):
        return None


def keep(shelf: str, key: str, value: Any) -> None:
    """Keep what JSON can hold; where that cannot be done nothing is lost but time."""
    folder = _folder(shelf)
    if folder is None:
        return
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    with suppress(OSError):
        _tidy(folder, next(_KEPT) // _A_LOT)
        number, beside = tempfile.mkstemp(dir=folder, prefix=".")
        try:
            with os.fdopen(number, "wb") as stream:
                stream.write(seal(_name(key), body) + b"\n" + body)
            Path(beside).replace(folder / _name(key))
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise


def seal(name: str, body: bytes) -> bytes:
    """What stands before an entry: the digest of its file's name and its body, so that a whole one in another's place is none."""
    return digest(f"{name}\n".encode() + body).encode()


@cache
def program() -> str:
    """The program itself, and which version of what it runs on: part of the key of whatever hangs on more than a few lines of it."""
    own = Path(pipeline.__file__).parent
    lines = b"".join(path.read_bytes() for path in sorted(own.rglob("*.py")))
    return " ".join([digest(lines), sys.version, *sorted(_installed())])


def versions(libraries: Sequence[str]) -> list[str]:
    """Each library with its version, as it was installed."""
    found = []
    for library in libraries:
        begins = f"{library.replace('-', '_')}-"
        beside = [name for name in _installed() if name.startswith(begins)]
        if len(beside) != 1:  # it lies elsewhere: what tells then takes ten times as long to load
            from importlib.metadata import version

            beside = [f"{begins}{version(library)}"]
        found += beside
    return found


@cache
def _installed() -> tuple[str, ...]:
    """What was installed beside the libraries we know to be there."""
    return tuple(path.stem for path in Path(click.__file__).parents[1].glob("*.dist-info"))


def _name(key: str) -> str:
    return f"{digest(key.encode('utf-8', 'surrogatepass'))}.json"


def _folder(shelf: str) -> Path | None:
    """The shelf in the user's own folder, made where it is missing; None where there is none that is only theirs."""
    base = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME", "")
    try:
        place = Path(base) if Path(base).is_absolute() else Path.home() / ".cache"
        folder = place / "minsheng" / shelf
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder if _ours_alone(folder) and _ours_alone(folder.parent, listed=True) else None
    except (OSError, RuntimeError, ValueError):
        return None


def _ours_alone(folder: Path, listed: bool = False) -> bool:
    """Whether it is a folder, no link, ours, and nobody else can put anything there (nor see it, unless `listed`)."""
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode):
        return False
    if not hasattr(os, "getuid"):
        return True
    return status.st_uid == os.getuid() and not status.st_mode & (0o022 if listed else 0o077)


@cache  # once a process, and only by one that adds to it; again in one that adds a lot
def _tidy(folder: Path, _: int) -> None:
    """Take away what was not used for long, and the oldest of too much; what a killed run left unfinished too."""
    now, size = time.time(), 0
    found = []
    for entry in os.scandir(folder):
        with suppress(OSError):
            status = entry.stat(follow_symlinks=False)
            found.append((status.st_mtime, status.st_size, entry))
    for used, length, entry in sorted(found, key=lambda one: -one[0]):
        size += length
        age = (now - used) / _DAY
        if age > (1 if entry.name.startswith(".") else _MOST_DAYS) or size > _MOST_BYTES:
            with suppress(OSError):
                Path(entry.path).unlink()
