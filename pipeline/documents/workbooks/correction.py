"""更正说明.xlsx: what a set says otherwise than the sealed one it lies beside, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from difflib import SequenceMatcher

from pipeline.documents.wording.parts import MARKS
from pipeline.documents.workbooks.findings import NAME as FINDINGS
from pipeline.documents.workbooks.observations_csv import DESCRIPTION, TABLE
from pipeline.files.spreadsheets.writing import listing, write_book
from pipeline.files.word.lines import document_text

NAME = "更正说明.xlsx"
Difference = tuple[str, str, str]
_COLUMNS = (("文件", 34.0), ("定稿里", 48.0), ("现在", 48.0))
# Its own list, and what machines read: the sheets and documents say the same.
_LEFT_OUT = frozenset({NAME, FINDINGS, TABLE, DESCRIPTION})


def differences(before: Mapping[str, bytes], now: Mapping[str, bytes]) -> tuple[Difference, ...]:
    """File, what the sealed set says, what is said now; of workbooks only that they differ.

    The draft mark is no difference; nor is a file's own 更正说明, nor what is for machines.
    """
    return tuple(_differences(before, now))


def correction_list(found: tuple[Difference, ...], name: str, day: date) -> bytes:
    """The workbook for the set that lies beside the sealed one called `name`."""
    return write_book([listing("更正说明", f"与定稿“{name}”不同的地方", _COLUMNS, found)], day)


def _differences(before: Mapping[str, bytes], now: Mapping[str, bytes]) -> Iterator[Difference]:
    for name in dict.fromkeys([*before, *now]):
        if name in _LEFT_OUT or before.get(name) == now.get(name):
            continue
        if name not in now:
            yield name, "有这份文件", "没有"
        elif name not in before:
            yield name, "没有这份文件", "新增"
        elif name.endswith(".docx"):
            yield from ((name, *pair) for pair in _sentences(before[name], now[name]))
        else:
            yield name, "", "内容有变"


def _sentences(before: bytes, now: bytes) -> Iterator[tuple[str, str]]:
    old, new = _lines(before), _lines(now)
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield "\n".join(old[a:b]), "\n".join(new[c:d])


def _lines(document: bytes) -> list[str]:
    return [line for line in document_text(document).splitlines() if line.strip() not in ("", *MARKS)]
