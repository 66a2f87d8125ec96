"""Readings kept by content: a file whose bytes were read before is not read again, by whatever name it comes.

They lie in the user's own cache folder and nowhere else, as JSON that can run nothing, each with its own digest. Nothing
depends on them: where one is missing, damaged or of another make, or the folder is not ours alone, the file is read.
"""

from __future__ import annotations

import json
import os
import stat
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pipeline
from pipeline.files.folder import digest
from pipeline.files.spreadsheets.preflight import Format
from pipeline.files.spreadsheets.worker import Answer
from pipeline.model import readings
from pipeline.model.readings import Content, Holds, Sheet

_READERS = ("openpyxl", "python-calamine", "xlrd", "defusedxml")
_MOST_BYTES, _MOST_DAYS = 300 * 1024 * 1024, 400
_DAY = 24 * 60 * 60
_HOLDS = {one.value: one for one in Holds}
_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)


def find(sha256: str) -> Answer | str | None:
    """What the bytes of that digest were read as, or why they are refused; None where nothing is kept of them."""
    folder = _folder()
    if folder is None:
        return None
    path = folder / _name(sha256)
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | _NO_LINK), "rb") as stream:
            own, _, body = stream.read().partition(b"\n")
            used = os.fstat(stream.fileno()).st_mtime
        if own.decode("ascii", "replace") != digest(body):
            return None
        if used < time.time() - _DAY:
            os.utime(path)
        return _decode(json.loads(body))
    except (OSError, ValueError, ArithmeticError, TypeError, LookupError):
        return None


def keep(sha256: str, answer: Answer | str) -> None:
    """Keep what the bytes of that digest were read as; where that cannot be done nothing is lost but time."""
    folder = _folder()
    if folder is None:
        return
    body = json.dumps(_encode(answer), ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )
    with suppress(OSError):
        _tidy(folder)
        number, beside = tempfile.mkstemp(dir=folder, prefix=".")
        try:
            with os.fdopen(number, "wb") as stream:
                stream.write(digest(body).encode() + b"\n" + body)
            Path(beside).replace(folder / _name(sha256))
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise


def _name(sha256: str) -> str:
    return f"{digest(f'{sha256} {_make()}'.encode())}.json"


@cache
def _make() -> str:
    """The make of what reads: the product, its readers, and the very lines that put a sheet together."""
    lines = b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
    model = Path(readings.__file__)
    lines += model.read_bytes() if model.is_file() else b""
    return " ".join([pipeline.__version__, *map(version, _READERS), digest(lines)])


def _folder() -> Path | None:
    """The user's own folder for them, made where it is missing; None where there is none that is only theirs."""
    base = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME", "")
    try:
        place = Path(base) if Path(base).is_absolute() else Path.home() / ".cache"
        folder = place / "minsheng" / "readings"
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


@cache  # once a process, and only by one that adds to it
def _tidy(folder: Path) -> None:
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


def _encode(answer: Answer | str) -> Any:
    if isinstance(answer, str):
        return answer
    kind, sheets = answer
    return [kind.value, [_encode_sheet(sheet) for sheet in sheets]]


def _encode_sheet(sheet: Sheet) -> list[Any]:
    """Labels stand many times in a form: what a cell holds is written once, cells say which it is."""
    contents: dict[Content, int] = {}
    cells = [[*place, contents.setdefault(one, len(contents))] for place, one in sheet.contents.items()]
    return [
        sheet.name,
        sheet.hidden,
        [_encode_content(one) for one in contents],
        cells,
        sheet.merged,
        sorted(sheet.hidden_rows),
        sorted(sheet.hidden_columns),
        sheet.boxes,
    ]


def _encode_content(one: Content) -> list[Any]:
    number = None if one.number is None else str(one.number)
    day = None if one.day is None else one.day.isoformat()
    return [one.holds.value, one.text, number, day, one.format, one.formula, one.comment, one.struck]


def _decode(kept: Any) -> Answer | str:
    if isinstance(kept, str):
        return kept
    kind, sheets = kept
    return Format(kind), tuple(_decode_sheet(*sheet) for sheet in sheets)


def _decode_sheet(
    name: str,
    hidden: bool,
    contents: Sequence[Sequence[Any]],
    cells: Sequence[tuple[int, int, int]],
    merged: Sequence[Sequence[int]],
    hidden_rows: Sequence[int],
    hidden_columns: Sequence[int],
    boxes: Sequence[tuple[int, int, int, int, str]],
) -> Sheet:
    there = [_decode_content(*one) for one in contents]
    return Sheet(
        name,
        hidden,
        {(row, column): there[number] for row, column, number in cells},
        tuple((top, left, bottom, right) for top, left, bottom, right in merged),
        frozenset(hidden_rows),
        frozenset(hidden_columns),
        tuple((top, left, bottom, right, words) for top, left, bottom, right, words in boxes),
    )


def _decode_content(
    holds: str,
    text: str,
    number: str | None,
    day: str | None,
    shown: str,
    formula: str,
    comment: str,
    struck: bool,
) -> Content:
    exact = None if number is None else Decimal(number)
    return Content(
        _HOLDS[holds], text, exact, date.fromisoformat(day) if day else None, shown, formula, comment, struck
    )
