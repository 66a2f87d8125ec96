"""What a file must be before any reader may open it: the kind it is by content, whole, each part once, of sane size.

Readers are tolerant in ways that cost figures: they drop a sheet whose part is missing and take the
last of two cells of one name; some run out of memory over a file of two kilobytes. This looks first.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError

from pipeline.files.packages import oversized

MOST_BYTES = 20 * 1024 * 1024
# A zip's last record without its comment, and what may stand around a zip without being part of anything.
_END_LENGTH = 22
_PADDING = b"\x00\r\n"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (
    b"\x89PNG\r\n",
    b"\xff\xd8\xff",
    b"GIF87a",
    b"GIF89a",
    b"II*\x00",
    b"MM\x00*",
    b"II+\x00",
    b"MM\x00+",
)
_ARCHIVES = ((b"Rar!", "压缩包"), (b"7z\xbc\xaf", "压缩包"), (b"\x1f\x8b", "压缩包"))
OFD = "OFD 文件"
# How files begin that a unit's own software keeps encrypted on its disks (透明加密): 亿赛通, TSD.
_LOCKED = (b"\x62\x14\x23\x65", b"%TSD-Header")
# How far into a text the heads of a web archive reach.
_HEAD = 1024
_WORKSHEET = b"spreadsheetml.worksheet+xml"
_AGAIN = "请按表样填写、另存为 .xlsx 后再报"


class Unreadable(Exception):
    """This file cannot be read as a spreadsheet; `str()` is one Chinese clause saying why and the cure."""


class Format(StrEnum):
    """The kind of spreadsheet a file is, whatever its name says."""

    XLSX = ".xlsx"
    XLS = ".xls"
    ODS = ".ods"
    CSV = ".csv"


def scan(data: bytes) -> str:
    """“PDF 文件”, `OFD` or “图片” if that is what `data` is; empty for anything else."""
    if b"%PDF-" in data[:1024]:
        return "PDF 文件"
    if data.startswith(b"PK") and _is_ofd(data):
        return OFD
    boxed = data[4:8] == b"ftyp" or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")
    bitmap = data[:2] == b"BM" and data[6:10] == bytes(4)
    return "图片" if boxed or bitmap or data.startswith(_PICTURES) else ""


def _is_ofd(data: bytes) -> bool:
    """The national layout format (GB/T 33190): a package whose root part has this name."""
    try:
        with ZipFile(io.BytesIO(data)) as package:
            return "OFD.xml" in package.namelist()
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def inspect(data: bytes) -> Format:
    """The kind of spreadsheet `data` is; `Unreadable` says what it really is or what is wrong with it."""
    if not data:
        raise Unreadable("是空文件（0字节），可能没有传完，请重新发送")
    if len(data) > MOST_BYTES:
        raise too_big()
    data = trimmed(data)
    if data.startswith(_OLE):
        return _old(data)
    if data.startswith(b"PK"):
        return _packed(data)
    if data.startswith(_LOCKED):
        raise Unreadable("被单位的加密软件加密了，读不了，请用单位加密软件解密后重发")
    other = scan(data) or next((kind for magic, kind in _ARCHIVES if data.startswith(magic)), "")
    head = data[:_HEAD].lower()
    if not other and b"mime-version:" in head and b"multipart/related" in head:
        other = "网页存成的单个文件（.mht）"
    if not other and data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        other = "网页或 XML 文本"
    if other:
        raise not_a_sheet(other)
    return Format.CSV


def broken() -> Unreadable:
    """The refusal of a file whose inside is not what a spreadsheet program writes."""
    return Unreadable("文件内部结构已损坏，请用 Excel 或 WPS 打开后另存为 .xlsx 再报")


def incomplete() -> Unreadable:
    """The refusal of a file that did not arrive whole."""
    return Unreadable("文件不完整或已损坏，可能没有传完，请重新发送")


def locked() -> Unreadable:
    """The refusal of a file behind a password; one whose structure is protected is encrypted too."""
    return Unreadable(
        "设置了打开密码或保护了工作簿结构，读不了，请取消打开密码、取消保护工作簿结构，另存为 .xlsx 后再报"
    )


def too_big() -> Unreadable:
    """The refusal of a file nobody filled in by hand."""
    return Unreadable("文件异常庞大，不像填报的表，没有打开，请把表内容复制到空白表样后再报")


def not_a_sheet(kind: str) -> Unreadable:
    """The refusal of another kind of document."""
    return Unreadable(f"不是 .xlsx 电子表格，而是{kind}，{_AGAIN}")


def _old(data: bytes) -> Format:
    """An OLE container: an old workbook, a workbook behind a password, or another old document."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise locked()
    if "DRMContent".encode("utf-16-le") in data:
        raise Unreadable("被权限管理（IRM）加密了，读不了，请解除限制后另存为 .xlsx 再报")
    if "WordDocument".encode("utf-16-le") in data:
        raise _word()
    if not any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        raise Unreadable(
            "不是完好的 .xls、.et 表，可能已损坏或设置了打开密码，请取消密码并另存为 .xlsx 后再报"
        )
    return Format.XLS


def _word() -> Unreadable:
    return Unreadable("是 Word 文档，不是电子表格，请把表里的内容填进空白表样（.xlsx）后再报")


def trimmed(data: bytes) -> bytes:
    """A package without the zeros and line ends a mail gateway or a disk put around it; anything else as it is."""
    start = data.lstrip(_PADDING)
    if not start.startswith(b"PK\x03\x04"):
        return data
    end = start.rfind(b"PK\x05\x06")
    if end < 0 or len(start) < end + _END_LENGTH:
        return data
    length = end + _END_LENGTH + int.from_bytes(start[end + 20 : end + _END_LENGTH], "little")
    return start[:length] if not start[length:].strip(_PADDING) else data


def _packed(data: bytes) -> Format:
    try:
        with ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            sane(entries)
            kind = _kind(package, {entry.filename.replace("\\", "/").casefold(): entry for entry in entries})
            if package.testzip() is not None or not _ends(data, package):
                raise incomplete()
    except (BadZipFile, ZlibError, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
        raise incomplete() from None
    return kind


def _ends(data: bytes, package: ZipFile) -> bool:
    """Whether nothing stands behind the zip's last record: else somebody may be writing the file still."""
    return data[-_END_LENGTH - len(package.comment) :].startswith(b"PK\x05\x06")


def sane(entries: list[ZipInfo]) -> None:
    """`Unreadable` for a package nobody filled in by hand."""
    if oversized(entries):
        raise too_big()
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise locked()
    # Windows and some readers take names of one spelling for the same part.
    names = Counter(entry.filename.replace("\\", "/").casefold() for entry in entries)
    if any(count > 1 for count in names.values()):
        raise broken()


def _kind(package: ZipFile, names: Mapping[str, ZipInfo]) -> Format:
    """What kind of package one is by its parts, whose `names` are folded: spelling is no matter of kind."""
    if "word/document.xml" in names:
        raise _word()
    if "xl/workbook.bin" in names:
        raise Unreadable("是 .xlsb 格式，读不了，请另存为 .xlsx 后再报")
    types = names.get("[content_types].xml")
    if types is not None and ("xl/workbook.xml" in names or _WORKSHEET in package.read(types)):
        return Format.XLSX
    if "content.xml" in names and "mimetype" in names:
        kind = package.read("mimetype").decode("ascii", "replace").strip()
        if kind.startswith("application/vnd.oasis.opendocument.spreadsheet"):
            return Format.ODS
        raise not_a_sheet("其他文档")
    if any(name.startswith("xl/") for name in names):
        raise broken()
    raise not_a_sheet("压缩包或其他文件")
