"""Spreadsheets as typed cells: all that whoever reads a file need know of this project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property, lru_cache, reduce

from pipeline.model.figures import Cell


class Holds(StrEnum):
    """What kind of thing a spreadsheet cell holds."""

    EMPTY = "空白"
    NUMBER = "数字"
    TEXT = "文字"
    BOOLEAN = "逻辑值"
    DATE = "日期"
    ERROR = "错误值"
    PICTURE = "图片"
    UNCALCULATED = "没有算过的公式"


@dataclass(frozen=True, slots=True)
class Content:
    """One spreadsheet cell: its kind, its text as a person would quote it, its typed value, its format.

    `formula` is the formula's text if there is one, with that by which it reaches another file, where it does; one whose
    result is an empty text holds EMPTY, one never calculated UNCALCULATED. `comment` is the note somebody attached to
    the cell; `struck` says that a number, or part of its text, is drawn through or set above or below the line.
    """

    holds: Holds
    text: str = ""
    number: Decimal | None = None
    day: date | None = None
    format: str = "General"
    formula: str = ""
    comment: str = ""
    struck: bool = False


EMPTY = Content(Holds.EMPTY)


@dataclass(frozen=True)
class Sheet:
    """A worksheet: contents by (row, column), both from 1; merged areas as (row, column, row, column).

    `boxes` are the text boxes that lie over it: the area of cells each covers, and its words.
    """

    name: str
    hidden: bool
    contents: Mapping[tuple[int, int], Content]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    boxes: tuple[tuple[int, int, int, int, str], ...] = ()

    def at(self, row: int, column: int) -> Content:
        """What stands there; EMPTY where nothing does."""
        return self.contents.get((row, column), EMPTY)

    @cached_property
    def last_row(self) -> int:
        """The last row that holds anything, 0 for an empty sheet."""
        return max((row for row, _ in self.contents), default=0)

    @cached_property
    def last_column(self) -> int:
        """The last column that holds anything, 0 for an empty sheet."""
        return max((column for _, column in self.contents), default=0)


@dataclass(frozen=True, slots=True)
class Book:
    """A spreadsheet file as typed cells. `file` is its name within the workspace.

    `caution` says in one Chinese clause why its kind of file is less sure than an .xlsx; empty for .xlsx.
    `differs` is True where something else had been kept of the same bytes: what stands here is what was read just now.
    """

    file: str
    sha256: str
    sheets: tuple[Sheet, ...]
    caution: str = ""
    differs: bool = False

    def cell(self, sheet: Sheet, row: int, column: int) -> Cell:
        """The address of a cell together with what was read there."""
        ref, read = reference(row, column), sheet.at(row, column).text
        return Cell(self.file, sheet.name, ref, read, sha256=self.sha256)


@lru_cache(maxsize=8192)  # a few hundred places, thousands of sheets
def reference(row: int, column: int) -> str:
    """(9, 6) → F9."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def column_of(letters: str) -> int:
    """F → 6, AA → 27."""
    return reduce(lambda column, letter: column * 26 + ord(letter) - 64, letters, 0)
