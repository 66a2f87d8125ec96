"""Where the form is in a workbook: which sheet is which, its header row, its columns, whose and when.

Columns are found by their words, in any order, with extra columns and rows around.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pipeline.model.layout import (
    DATE_LABEL,
    FORM_SHEETS,
    MONTH_LABEL,
    UNIT_LABEL,
    SheetLayout,
)
from pipeline.model.months import Month
from pipeline.model.plan import fold
from pipeline.model.readings import Book, Content, Sheet

_HEADER_DEPTH = 40
_FEWEST_HEADERS = 3
_MONTH = re.compile(r"(\d{4})(?:年|[-./])(\d{1,2})月?(?:份)?(?:[-./]?\d{1,2}日?)?")
_DAY = re.compile(r"(?:(\d{4})(?:年|[-./]))?(\d{1,2})(?:月|[-./])(\d{1,2})日?")
_NOTE_IN_HEADER = re.compile(r"\(.*\)$")


@dataclass(frozen=True, slots=True)
class FoundSheet:
    """A form sheet in a book: layout, header row, column numbers by layout name."""

    layout: SheetLayout
    sheet: Sheet
    header_row: int
    columns: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class FoundForm:
    """The form in a book: its sheets by layout name, and what it says of itself.

    `unit`, `month` and `filled` (填报日期) are as written: nothing here has been held against the plan.
    """

    sheets: Mapping[str, FoundSheet]
    unit: str
    month: Month | None
    month_text: str
    filled: date | None


def find_form(book: Book) -> FoundForm | None:
    """The form in the visible sheets of a book, None if there is none."""
    found: dict[str, FoundSheet] = {}
    for sheet in book.sheets:
        if sheet.hidden:
            continue
        located = _locate(sheet)
        if located is not None and located.layout.name not in found:
            found[located.layout.name] = located
    if not found:
        return None
    unit = month_text = ""
    month, filled = None, None
    for located in found.values():
        unit = unit or _labelled(located, UNIT_LABEL).text.strip()
        month_cell = _labelled(located, MONTH_LABEL)
        month_text = month_text or month_cell.text.strip()
        month = month or parse_month(month_cell)
        day_cell = _labelled(located, DATE_LABEL)
        filled = filled or parse_date(day_cell, month.year if month else None)
    return FoundForm(found, unit, month, month_text, filled)


def _locate(sheet: Sheet) -> FoundSheet | None:
    """The layout whose name the sheet bears, else the one with the most headers; None if none fits."""
    best: FoundSheet | None = None
    for layout in reversed(FORM_SHEETS):
        found = _best_row(sheet, layout)
        if found is not None and fold(layout.name) == fold(sheet.name):
            return found
        if found is not None and (best is None or len(found.columns) > len(best.columns)):
            best = found
    return best


def _best_row(sheet: Sheet, layout: SheetLayout) -> FoundSheet | None:
    """The row with the most of a layout's headers, if it holds all that are required."""
    words = {
        fold(word): column.name for column in layout.columns for word in (column.header, *column.aliases)
    }
    rows = [(row, _columns(sheet, row, words)) for row in range(1, min(sheet.last_row, _HEADER_DEPTH) + 1)]
    row, columns = max(rows, key=lambda found: len(found[1]), default=(0, {}))
    complete = set(layout.required) <= set(columns) and {"id", "target"} & set(columns)
    return FoundSheet(layout, sheet, row, columns) if complete and len(columns) >= _FEWEST_HEADERS else None


def _columns(sheet: Sheet, row: int, words: Mapping[str, str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for column in range(1, sheet.last_column + 1):
        header = fold(sheet.at(row, column).text)
        name = words.get(header) or words.get(_NOTE_IN_HEADER.sub("", header))
        if name is not None:
            columns.setdefault(name, column)
    return columns


def _labelled(found: FoundSheet, label: str) -> Content:
    """What stands behind a label: in the same cell after the colon, or in the next filled cell of the row."""
    for row, column in _outside(found):
        text = found.sheet.at(row, column).text.strip()
        head, colon, tail = text.replace(":", "：").partition("：")
        if fold(head) != fold(label):
            continue
        if colon and tail.strip():
            content = found.sheet.at(row, column)
            return Content(content.holds, tail.strip())
        for right in range(column + 1, min(column + 5, found.sheet.last_column + 1)):
            content = found.sheet.at(row, right)
            if content.text and not content.text.strip().endswith(("：", ":")):
                return content
    return Content(found.sheet.at(0, 0).holds)


def _outside(found: FoundSheet) -> Iterator[tuple[int, int]]:
    return (place for place in sorted(found.sheet.contents) if place[0] != found.header_row)


def parse_month(content: Content) -> Month | None:
    """2021年9月, 2021-09, 2021.9 or a date cell as a month; None for anything else."""
    if content.day is not None:
        return Month(content.day.year, content.day.month)
    match = _MONTH.fullmatch(fold(content.text))
    if match is None or not 1 <= int(match[2]) <= 12:
        return None
    return Month(int(match[1]), int(match[2]))


def parse_date(content: Content, year: int | None) -> date | None:
    """A date cell, 2021-09-20, 2021年9月20日, or 9月20日 when the year is known; None for anything else."""
    if content.day is not None:
        return content.day
    match = _DAY.fullmatch(fold(content.text))
    if match is None or (match[1] is None and year is None):
        return None
    try:
        return date(int(match[1] or year or 0), int(match[2]), int(match[3]))
    except ValueError:
        return None
