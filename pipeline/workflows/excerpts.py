"""A piece of a sheet as it came in, around a cell: drawn from the very cells the checks saw."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.files.archives import came_in, outer
from pipeline.files.folder import linked
from pipeline.files.spreadsheets.books import read_book
from pipeline.files.spreadsheets.preflight import Unreadable
from pipeline.model.figures import Place
from pipeline.model.findings import clipped
from pipeline.model.readings import Sheet, column_of, reference
from pipeline.model.workspace import Workspace

_REF = re.compile("([A-Z]{1,3})([0-9]{1,7})")
_WIDEST = 8
_NEAR = 1
# What stands in the row of headers of every form.
_HEADS = frozenset({"编号", "序号", "指标", "指标名称", "月份"})


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell as it is drawn: its text, and whether it is the one in question."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Rows of a sheet by number, the headers first; `columns` are their letters."""

    file: str
    sheet: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Shown, ...]], ...]


def excerpt(office: Workspace, place: Place) -> Excerpt | None:
    """What stands around a place: its row, those beside it, the headers; None where there is no such cell to be seen."""
    found = _REF.fullmatch(place.ref)
    sheet = _sheet(office, place) if found else None
    if found is None or sheet is None:
        return None
    column, row = column_of(found[1]), int(found[2])
    near = range(max(1, row - _NEAR), row + _NEAR + 1)
    head = next((one for one in range(row - 1, 0, -1) if _heads(sheet, one)), None)
    rows = sorted({*near, *([head] if head is not None else [])})
    columns = _columns(sheet, column)
    return Excerpt(
        place.file,
        place.sheet,
        tuple(reference(1, one).rstrip("1") for one in columns),
        tuple(
            (
                number,
                tuple(
                    Shown(clipped(sheet.at(number, one).text), (number, one) == (row, column))
                    for one in columns
                ),
            )
            for number in rows
        ),
    )


def _sheet(office: Workspace, place: Place) -> Sheet | None:
    if linked(office.root / outer(place.file), office.root):
        return None
    try:
        data = came_in(office.root, place.file)
        book = read_book(data, place.file) if data is not None else None
    except (Unreadable, OSError, ValueError):
        return None
    return next((one for one in book.sheets if one.name == place.sheet), None) if book is not None else None


def _heads(sheet: Sheet, row: int) -> bool:
    return any(sheet.at(row, column).text.strip() in _HEADS for column in range(1, sheet.last_column + 1))


def _columns(sheet: Sheet, column: int) -> list[int]:
    """Of the columns that hold anything the first, which numbers the rows, and those nearest to the one in question."""
    held = sorted({one for row, one in sheet.contents if sheet.at(row, one).text} | {column})
    at = held.index(column)
    first = max(0, min(at - _WIDEST // 2, len(held) - _WIDEST))
    return sorted({held[0], *held[first : first + _WIDEST]})
