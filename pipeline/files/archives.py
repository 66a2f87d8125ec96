"""A .zip that came in, opened in memory under the limits of the readers: nothing of it ever reaches the disk."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError

from pipeline.files.markings import Classified, refuse_classified
from pipeline.files.spreadsheets.preflight import MOST_BYTES, Unreadable, incomplete, sane, too_big

UNPACK = "请解压后放进来"
_MOST_FILES = 200
_UTF8_NAME = 0x800
_LOCKED = 0x1
_NO_NAME = re.compile(r"[\x00-\x1f\x7f:]|(?:^|/)\.\.?(?:/|$)|^/")
_ARCHIVES = (".zip", ".rar", ".7z", ".gz", ".tar")
_SIGNS = (b"Rar!", b"7z\xbc\xaf")


@dataclass(frozen=True, slots=True)
class Packed:
    """A file in a zip: its name within it, its bytes, or the Chinese clause that says why it was not opened.

    `classified` is set for one that bears a mark of secrecy: its bytes are not kept.
    """

    name: str
    data: bytes = b""
    problem: str = ""
    classified: bool = False


def is_zip(name: str, data: bytes) -> bool:
    """True for what calls itself a .zip, is one, and holds no document: a spreadsheet of that name is a spreadsheet."""
    if not (name.lower().endswith(".zip") and data.startswith(b"PK")):
        return False
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            return not {"[Content_Types].xml", "mimetype", "OFD.xml"} & set(archive.namelist())
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return True


def unpacked(data: bytes) -> tuple[Packed, ...]:
    """Every file of a zip in its order; `Unreadable` for one that is damaged, locked, or larger than any report."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            found = [one for one in archive.infolist() if not one.is_dir()]
            if any(one.flag_bits & _LOCKED for one in found):
                raise Unreadable("压缩包设置了密码，没有打开")
            if len(found) > _MOST_FILES:
                raise Unreadable(f"压缩包里的文件多于{_MOST_FILES}个，没有打开")
            sane(found)
            return tuple(_opened(archive, one) for one in found)
    except (BadZipFile, ZlibError, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
        raise incomplete() from None


def _opened(archive: ZipFile, entry: ZipInfo) -> Packed:
    name = _name(entry)
    if _NO_NAME.search(name):
        return Packed(PurePosixPath(name).name or "无名", problem="在压缩包里的名字带有路径，没有打开")
    if entry.file_size > MOST_BYTES:
        return Packed(name, problem=str(too_big()))
    data = archive.read(entry)
    if name.lower().endswith(_ARCHIVES) or data.startswith(_SIGNS):
        return Packed(name, problem="压缩包里还有压缩包，没有打开")
    try:
        refuse_classified(name, data)
    except Classified as mark:
        return Packed(name, problem=str(mark), classified=True)
    return Packed(name, data)


def _name(entry: ZipInfo) -> str:
    """The name as whoever packed it saw it: Windows writes GBK and does not say so."""
    name = entry.filename
    if not entry.flag_bits & _UTF8_NAME:
        raw = name.encode("cp437", "replace")
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            name = raw.decode("gb18030", "replace")
    return name.replace("\\", "/")


def outer(file: str) -> str:
    """The file on the disk that a name below the root means: the zip for what lies in one."""
    found = re.match(r"(.*?\.zip)/", file, re.IGNORECASE)
    return found[1] if found else file


def came_in(root: Path, file: str) -> bytes | None:
    """The bytes behind a name as `collect` tells it, on the disk or in a zip; None if it is gone. `OSError` as usual."""
    path = root / file
    if path.is_file():
        return path.read_bytes()
    archive = outer(file)
    if archive == file or not (root / archive).is_file():
        return None
    try:
        found = unpacked((root / archive).read_bytes())
    except Unreadable:
        return None
    return next((one.data for one in _named(found, archive) if one.name == file and not one.problem), None)


def _named(found: tuple[Packed, ...], archive: str) -> Iterator[Packed]:
    for one in found:
        yield Packed(f"{archive}/{one.name}", one.data, one.problem, one.classified)
