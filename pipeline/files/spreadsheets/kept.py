"""Readings kept by content: a file whose bytes were read before is not read again, by whatever name it comes.

They lie in the user's cache and nowhere else. Nothing depends on them: where one is missing, damaged or of another make
the file is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pipeline
from pipeline.files import cache as shelves
from pipeline.files.folder import digest
from pipeline.files.spreadsheets.preflight import Format
from pipeline.files.spreadsheets.worker import Answer
from pipeline.model import sheets as typed_cells
from pipeline.model.sheets import Content, Holds, Sheet

_SHELF = "readings"
_READERS = ("openpyxl", "python-calamine", "xlrd", "defusedxml")
_HOLDS = {one.value: one for one in Holds}


def find(sha256: str) -> Answer | str | None:
    """What the bytes of that digest were read as, or why they are refused; None where nothing is kept of them."""
    kept = shelves.find(_SHELF, _key(sha256))
    try:
        return None if kept is None else _decode(kept)
    except (ValueError, ArithmeticError, TypeError, LookupError):
        return None


def keep(sha256: str, answer: Answer | str) -> None:
    """Keep what the bytes of that digest were read as; where that cannot be done nothing is lost but time."""
    shelves.keep(_SHELF, _key(sha256), _encode(answer))


def _key(sha256: str) -> str:
    return f"{sha256} {_make()}"


@cache
def _make() -> str:
    """The make of what reads: the product, its readers, and the very lines that put a sheet together."""
    lines = b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
    model = Path(typed_cells.__file__)
    lines += model.read_bytes() if model.is_file() else b""
    return " ".join([pipeline.__version__, *shelves.versions(_READERS), digest(lines)])


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
