"""What a file shows at a glance, before any reader opens it: a mark of secrecy, and that it is a document of words."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html import unescape
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError

from pipeline.files.spreadsheets.preflight import Unreadable, sane

_GRADES = ("绝密", "机密", "秘密")
# 机密★1年 as GB/T 9704-2012, 7.2.2 writes it; a name or a cell may also hold the word alone.
_STARRED = re.compile(rf"(?:{'|'.join(_GRADES)})[\s　]*[★☆＊*]")
_ALONE = re.compile(rf">[\s　]*(?:密级[\s　]*[:：][\s　]*)?(?:{'|'.join(_GRADES)})[\s　]*<")
_IN_NAME = re.compile(
    rf"[（(【\[〔](?:{'|'.join(_GRADES)})[）)】\]〕]|(?:^|/)(?:{'|'.join(_GRADES)})[-_—－ ]"
)
_TAG = re.compile(r"<[^<>]*>")
_TABLE = re.compile(r"<w:tbl[ >].*?</w:tbl>", re.DOTALL)
_WORD_PART = "word/document.xml"
_OLD_WORD = "WordDocument".encode("utf-16-le")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RAW = re.compile(
    b"|".join(
        re.escape(f"{grade}{blank}★".encode(coding))
        for coding in ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
        for grade in _GRADES
        for blank in ("", " ", "　")
    )
)


# 密, as it is or as a number: a part that holds neither holds no grade, and need not be decoded.
_MAY_HOLD = re.compile("密".encode() + rb"|&#(?:0*23494|[xX]0*5[bB][cC]6);")


class Classified(Unreadable):
    """A file that bears a mark of secrecy (密级): nothing of it may be read, copied or told but its name."""

    def __init__(self) -> None:
        super().__init__("疑似标有密级，请立即移出本机并按规定处理")


def refuse_classified(name: str, data: bytes) -> None:
    """`Classified` if the name or the text of a file bears 绝密, 机密 or 秘密 as a mark (PLAN §4b).

    What only a picture shows (a scan) cannot be seen here: there the name alone tells.
    """
    if _STARRED.search(name) or _IN_NAME.search(name):
        raise Classified
    if not data.startswith(b"PK"):
        if _RAW.search(data):
            raise Classified
        return
    for _, text in _texts(data):
        if _ALONE.search(text) or _STARRED.search(_TAG.sub("", text)):
            raise Classified


def is_word(data: bytes) -> bool:
    """True for a Word document, old or new."""
    if data.startswith(_OLE):
        return _OLD_WORD in data
    try:
        return data.startswith(b"PK") and _WORD_PART in ZipFile(io.BytesIO(data)).namelist()
    except (BadZipFile, NotImplementedError, OSError, ValueError):
        return False


def word_tables(data: bytes) -> str:
    """The text of the tables of a .docx, run together; empty where there is none."""
    texts = dict(_texts(data, every=True)) if data.startswith(b"PK") else {}
    return "".join(_TAG.sub("", table) for table in _TABLE.findall(texts.get(_WORD_PART, "")))


def plain_text(data: bytes) -> str:
    """A text file as text: UTF-8, else GB18030 as old Windows writes it."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def _texts(data: bytes, every: bool = False) -> Iterator[tuple[str, str]]:
    """The XML parts of a package by name; without `every` only those that may hold a grade, for inflating is cheap and
    decoding is not. A package no reader would open has none.
    """
    try:
        with ZipFile(io.BytesIO(data)) as package:
            found = package.infolist()
            sane(found)
            for entry in found:
                if entry.filename.endswith(".xml"):
                    part = package.read(entry)
                    if every or _MAY_HOLD.search(part):
                        yield entry.filename, unescape(part.decode("utf-8", "replace"))
    except (
        BadZipFile,
        ZlibError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
        ValueError,
        Unreadable,
    ):
        return
