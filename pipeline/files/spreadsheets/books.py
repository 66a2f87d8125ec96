"""The only door to the readers: a file's bytes in, typed cells out, read once and kept by content."""

from __future__ import annotations

import atexit
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

from pipeline.files.folder import digest
from pipeline.files.spreadsheets import kept
from pipeline.files.spreadsheets.preflight import Format, Unreadable
from pipeline.files.spreadsheets.worker import Answer, ReaderLost, Worker
from pipeline.model.sheets import Book

# How the names of what can be read end.
SUFFIXES = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv")
WORKER = Worker()
atexit.register(WORKER.close)

_AFRESH: ContextVar[bool] = ContextVar("afresh", default=False)
_CAUTIONS = {
    Format.XLS: "是旧版 .xls（.et）格式，文件自身没有校验，数字已读取，请与单位核对",
    Format.ODS: "是 .ods 格式，数字已读取，请与单位核对",
    Format.CSV: "是 .csv 文本格式，没有单元格格式可核对，数字已读取，请与单位核对",
}


def read_book(data: bytes, file: str) -> Book:
    """The .xlsx, .xlsm, .xls, .et, .ods or .csv in `data` as a Book named `file`, told apart by content.

    `Unreadable` for anything else, damaged or hostile. Reading happens in a process of its own; what was read of the
    same bytes before is taken as it is, except within `reading_afresh`.
    """
    answer, differs = _read_and_compare(data) if _AFRESH.get() else (_read(data), False)
    if isinstance(answer, str):
        raise Unreadable(answer)
    kind, sheets = answer
    return Book(file, digest(data), sheets, _CAUTIONS.get(kind, ""), differs)


def read_own_book(data: bytes, file: str) -> Book:
    """A workbook this office keeps itself: .xlsx or .xlsm only, `Unreadable` for any other kind."""
    book = read_book(data, file)
    if book.caution:
        raise Unreadable("不是 .xlsx 电子表格，请另存为 .xlsx 后再运行")
    return book


@contextmanager
def reading_afresh(wanted: bool = True) -> Iterator[None]:
    """Within the block every file is read by this process and held against what was kept of it, as for a set that is sealed.

    Not `wanted`, it goes on as it went before.
    """
    token = _AFRESH.set(wanted or _AFRESH.get())
    try:
        yield
    finally:
        _AFRESH.reset(token)


def is_afresh() -> bool:
    """Whether this is within `reading_afresh`."""
    return _AFRESH.get()


def forget() -> None:
    """Let go of the books this process remembers: a process that serves many offices remembers none of another's."""
    _read.cache_clear()
    _asked.cache_clear()


@lru_cache(maxsize=256)  # one run of many months meets the same sheets again and again
def _read(data: bytes) -> Answer | str:
    sha256 = digest(data)
    known = kept.find(sha256)
    if known is not None:
        return known
    answer = _asked(data)
    kept.keep(sha256, answer)
    return answer


def _read_and_compare(data: bytes) -> tuple[Answer | str, bool]:
    """What stands in the file now, and whether something else was kept of it."""
    sha256 = digest(data)
    known, answer = kept.find(sha256), _asked(data)
    if known != answer:
        kept.keep(sha256, answer)
    return answer, known not in (None, answer)


@lru_cache(maxsize=256)  # what this process has read of the same bytes itself is as good as read again
def _asked(data: bytes) -> Answer | str:
    """What the readers say of the bytes, or why they refuse them; `ReaderLost` says nothing of the bytes and is not kept."""
    try:
        return WORKER.read(data)
    except ReaderLost:
        raise
    except Unreadable as reason:
        return str(reason)
