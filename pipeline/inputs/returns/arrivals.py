"""What lies in a month's folder, piece by piece: plain files, and the files in a .zip, each by its own name.

A piece is to be read, or it says why it is not; nothing is left out, and nothing here knows whose report it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.files.archives import UNPACK, is_zip, unpacked
from pipeline.files.folder import Entry, StillChanging, digest, entries, load
from pipeline.files.machine import is_of_the_machine
from pipeline.files.markings import Classified
from pipeline.files.spreadsheets.preflight import Unreadable
from pipeline.model.codes import Code

_LITTER = ("thumbs.db", "desktop.ini", ".ds_store")
# What holds files and is not opened here; and a mail as mail programs save it.
_PACKED = (".rar", ".7z", ".eml", ".msg")


@dataclass(frozen=True, slots=True)
class Piece:
    """One file: its name below the root, and below the month's folder (`within`), where a unit's name may stand.

    `data` is None where it was not opened. A `problem` is one Chinese clause, with the code and the cure of its
    finding; `ignored` says instead why nobody need look at it.
    """

    name: str
    within: str
    data: bytes | None = None
    problem: str = ""
    code: Code = Code.F01
    fix: str = ""
    ignored: str = ""

    @property
    def sha256(self) -> str:
        """The digest of what was opened; empty where nothing was."""
        return digest(self.data) if self.data is not None else ""


def digests(folder: Path, root: Path) -> dict[str, str]:
    """The sha256 of every file `collect` would open, by name: what lies there, without reading a sheet."""
    found: dict[str, str] = {}
    for entry in entries(folder, root):
        with suppress(OSError):
            found |= {one.name: one.sha256 for one in pieces(folder, entry) if one.sha256}
    return found


def pieces(folder: Path, entry: Entry) -> Iterator[Piece]:
    """The file an entry of `folder` is, or every file of the .zip it is. `OSError` only where the machine fails."""
    name = entry.name
    # An entry that could not be told is named by itself.
    within = entry.path.relative_to(folder).as_posix() if entry.path != folder else name
    if entry.problem:
        yield Piece(name, within, problem=entry.problem, code=Code.F10)
    elif entry.empty:
        yield Piece(name, within, ignored="空文件夹")
    elif _is_litter(name):
        yield Piece(name, within, ignored="系统或办公软件的临时文件")
    else:
        piece = _loaded(entry, within)
        zipped = piece.data is not None and not piece.problem and is_zip(name, piece.data)
        yield from _inside(piece) if zipped else [piece]


def _is_litter(name: str) -> bool:
    """True for what systems and office software leave beside people's files."""
    lower = name.rpartition("/")[2].lower()
    return lower.startswith(("~$", ".")) or lower in _LITTER or lower.endswith(".tmp") or "/__MACOSX/" in name


def _loaded(entry: Entry, within: str) -> Piece:
    name = entry.name
    try:
        data = load(entry.path)
    except StillChanging:
        return Piece(name, within, problem="正在写入或传输，没有读取", code=Code.F11)
    except Classified as mark:
        return Piece(name, within, problem=str(mark), code=Code.F16)
    except Unreadable as reason:
        return Piece(name, within, problem=str(reason))
    except OSError as reason:
        if is_of_the_machine(reason):
            raise
        fix = "请检查权限，或关闭占用它的程序后重试"
        return Piece(name, within, problem=f"读不了这个文件（{reason.strerror}）", fix=fix)
    if name.lower().endswith(_PACKED) and not data.startswith(b"PK"):
        mail = name.lower().endswith(_PACKED[2:])
        said = "邮件没有打开，附件读不到" if mail else "这种压缩包没有打开"
        return Piece(name, within, data, said, fix=UNPACK)
    return Piece(name, within, data)


def _inside(archive: Piece) -> Iterator[Piece]:
    """The files of a zip; the zip itself where it cannot be opened or holds none."""
    assert archive.data is not None
    try:
        found = unpacked(archive.data)
    except Unreadable as reason:
        yield Piece(archive.name, archive.within, archive.data, str(reason), fix=UNPACK)
        return
    if not found:
        yield Piece(archive.name, archive.within, archive.data, ignored="空压缩包")
    taken: set[str] = set()
    for one in found:
        name, within = f"{archive.name}/{one.name}", f"{archive.within}/{one.name}"
        if name in taken:
            yield Piece(name, within, problem="压缩包里有两个文件同名，没有采用这一个", fix=UNPACK)
        elif one.problem:
            code, fix = (Code.F16, "") if one.classified else (Code.F01, UNPACK)
            yield Piece(name, within, problem=one.problem, code=code, fix=fix)
        elif _is_litter(name):
            yield Piece(name, within, ignored="系统或办公软件的临时文件")
        else:
            yield Piece(name, within, one.data)
        taken.add(name)
