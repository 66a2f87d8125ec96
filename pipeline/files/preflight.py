"""What a package must be before any reader may open it: the file it says it is, whole, each part once.

Readers are tolerant in ways that cost figures: they drop a sheet whose part is missing and take the
last of two cells of one name. This looks first.
"""

from __future__ import annotations

import io
import posixpath
import zlib
from collections import Counter
from zipfile import BadZipFile, ZipFile

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

_OLE = b"\xd0\xcf\x11\xe0"
_KINDS = (
    (b"%PDF", "PDF 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"<", "网页或 XML 文本"),
)
_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Unreadable(Exception):
    """This file cannot be read as a spreadsheet; `str()` is one Chinese clause saying why and the cure."""


def inspect(data: bytes) -> None:
    """Nothing, if `data` is a whole .xlsx package; else `Unreadable` saying what it really is or what is wrong."""
    if not data:
        raise Unreadable("是空文件（0字节），可能没有传完，请重新发送")
    if data.startswith(_OLE):
        raise Unreadable("是旧版 .xls、.et 格式或设置了打开密码，请取消密码并另存为 .xlsx 后再报")
    if not data.startswith(b"PK"):
        kind = next(
            (name for magic, name in _KINDS if data.lstrip()[:8].startswith(magic)), "纯文本或其他文件"
        )
        raise Unreadable(f"不是 .xlsx 电子表格，而是{kind}，请按表样填写、另存为 .xlsx 后再报")
    try:
        with ZipFile(io.BytesIO(data)) as package:
            _look(package)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        raise Unreadable("文件不完整或已损坏，可能没有传完，请重新发送") from None
    except (DefusedXmlException, SyntaxError, KeyError, ValueError):
        raise broken() from None


def broken() -> Unreadable:
    """The refusal of a package whose inside is not what a spreadsheet program writes."""
    return Unreadable("文件内部结构已损坏，请用 Excel 或 WPS 打开后另存为 .xlsx 再报")


def _look(package: ZipFile) -> None:
    names = package.namelist()
    if any(count > 1 for count in Counter(names).values()):
        raise broken()
    if _WORKBOOK not in names:
        kind = "Word 文档" if "word/document.xml" in names else "压缩包或其他文件"
        raise Unreadable(f"不是 .xlsx 电子表格，而是{kind}，请按表样填写、另存为 .xlsx 后再报")
    if package.testzip() is not None:
        raise BadZipFile
    for relation in ElementTree.fromstring(package.read(_RELATIONS)).iter(_RELATION):
        target = relation.get("Target", "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        if relation.get("TargetMode") == "External":
            continue
        if part not in names:
            raise broken()
        if relation.get("Type", "").endswith("/worksheet"):
            _each_cell_once(package.read(part))


def _each_cell_once(sheet: bytes) -> None:
    """Two cells of one place would leave it to the reader which one counts."""
    places = Counter(
        element.get("r")
        for _, element in ElementTree.iterparse(io.BytesIO(sheet))
        if element.tag.endswith(("}c", "}row"))
    )
    if any(count > 1 for place, count in places.items() if place is not None):
        raise broken()
