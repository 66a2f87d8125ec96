"""A file of any kind as paragraphs and grids: told apart by its content, never by its name alone."""

from __future__ import annotations

import io
import re
from zipfile import BadZipFile, ZipFile

from pipeline.files.markings import is_word
from pipeline.files.prose.plain import read_plain
from pipeline.files.prose.source import NoText, Piece

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_HTML = re.compile(rb"<(?:!doctype html|html|head|body|table|div|p)[\s>]", re.IGNORECASE)


def opened(name: str, data: bytes) -> tuple[Piece, ...]:
    """The text of a .txt, .docx, .pdf, .html or .doc file; `NoText` for every other kind and for what has no text."""
    if not data.strip():
        raise NoText("是空的，请换一份")
    if data.startswith(_PICTURES):
        raise NoText("是图片，没有文字可读，请用有文字的 .docx 或 PDF")
    if data.startswith(b"%PDF"):
        from pipeline.files.prose.printed import read_printed

        return read_printed(data)
    if data.startswith(_OLE):
        if not is_word(data):
            raise NoText("不是 Word 文件，请另存为 .docx 后再导入")
        from pipeline.files.prose.word import read_old_word

        return read_old_word(data)
    if data.startswith(b"PK"):
        return _package(data)
    if _HTML.search(data[:20000]):
        from pipeline.files.prose.web import read_web

        return read_web(data)
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise NoText("不是文字文件，请用 .docx、PDF、.html 或 .txt")
    return read_plain(_utf8(data))


def _package(data: bytes) -> tuple[Piece, ...]:
    if is_word(data):
        from pipeline.files.prose.word import read_word

        return read_word(data)
    try:
        names = ZipFile(io.BytesIO(data)).namelist()
    except (BadZipFile, NotImplementedError, OSError, ValueError):
        raise NoText("打不开，文件可能已损坏") from None
    if any(name.endswith("OFD.xml") for name in names):
        raise NoText("是 .ofd 版式文件，请另存为 PDF 或 .docx 后再导入")
    if any(name.startswith("xl/") for name in names):
        raise NoText("是电子表格，请把通知正文另存为 .docx；只有表格的，复制到 Word 里再导入")
    raise NoText("是压缩包或不认识的文件，请解压或另存为 .docx 后再导入")


def _utf8(data: bytes) -> bytes:
    """A text in UTF-16, as Notepad saves it, in UTF-8."""
    for mark, coding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return data[2:].decode(coding, "replace").encode()
    return data.removeprefix(b"\xef\xbb\xbf")
