"""Any spreadsheet file as a `Book` of typed cells with coordinates; the only door to the readers.

Knows nothing of forms, units or targets.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

from pipeline.files.spreadsheets.preflight import Format, Unreadable
from pipeline.files.spreadsheets.worker import WORKER, Answer
from pipeline.model.readings import Book

_CAUTIONS = {
    Format.XLS: "是旧版 .xls（.et）格式，文件自身没有校验，数字已读取，请与单位核对",
    Format.ODS: "是 .ods 格式，数字已读取，请与单位核对",
    Format.CSV: "是 .csv 文本格式，没有单元格格式可核对，数字已读取，请与单位核对",
}


def digest(data: bytes) -> str:
    """The sha256 of a file's bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def read_book(data: bytes, file: str) -> Book:
    """The .xlsx, .xlsm, .xls, .et, .ods or .csv in `data` as a Book named `file`, told apart by content.

    `Unreadable` for anything else, damaged or hostile. Reading happens in a process of its own.
    """
    kind, sheets = _read(data)
    return Book(file, digest(data), sheets, _CAUTIONS.get(kind, ""))


@lru_cache(maxsize=256)  # one run of many months meets the same sheets again and again
def _read(data: bytes) -> Answer:
    return WORKER.read(data)


def read_own_book(data: bytes, file: str) -> Book:
    """A workbook this office keeps itself: .xlsx or .xlsm only, `Unreadable` for any other kind."""
    book = read_book(data, file)
    if book.caution:
        raise Unreadable("不是 .xlsx 电子表格，请另存为 .xlsx 后再运行")
    return book
