"""Rows written into 处理登记 by a command: at the end of their sheet, and not one byte of anything else changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pipeline.files.spreadsheets.books import read_own_book
from pipeline.files.spreadsheets.filling import filled, hindrance, with_sheet
from pipeline.inputs.decisions.register_sheets import DECISION_CHOICES, DECISION_TABLES
from pipeline.inputs.tables.reader import Table, headed, header_row_of
from pipeline.inputs.tables.writer import widths_of
from pipeline.model.errors import PlanProblem
from pipeline.model.readings import Holds, Sheet, reference

_LAST_ROW = 1000


def registered(data: bytes, file: str, sheet: str, rows: Sequence[Mapping[str, str]]) -> bytes:
    """处理登记 (`data`, called `file`) with these rows, by column, behind those of a sheet of its own that stand there.

    A sheet that an older register lacks is added, and so is a column that need not be there. A number is written as one, all else as text.

    Raises `Unreadable` for no .xlsx; `PlanProblem` where the sheet has no header, or lacks a column it must have, or where the
    workbook would lose something.
    """
    table = next(one for one in DECISION_TABLES if one.name == sheet)
    book = read_own_book(data, file)
    there = next((one for one in book.sheets if one.name == sheet), None)
    if there is None:
        _require_unhindered(data, file, ())
        return _with_table(data, table, rows)
    header = header_row_of(there, table)
    columns = headed(there, table, header) if header is not None else {}
    filled_in = dict.fromkeys(name for row in rows for name, text in row.items() if text)
    absent = [name for name in filled_in if name not in columns]
    lacking = [name for name in absent if name in table.required]
    if header is None or lacking:
        what = f"缺少“{'”“'.join(lacking)}”一列" if header is not None else "找不到表头"
        raise PlanProblem(f"{file}［{sheet}］{what}，写不进去。请把表头改回来再运行，没有改动任何内容。")
    first = max(_last_row(there), header) + 1
    columns |= {name: there.last_column + number for number, name in enumerate(absent, 1)}
    cells = {(sheet, reference(header, columns[name])): name for name in absent} | {
        (sheet, reference(first + number, columns[name])): text
        for number, row in enumerate(rows)
        for name, text in row.items()
        if text
    }
    _require_unhindered(data, file, cells)
    return filled(data, cells)


def _require_unhindered(data: bytes, file: str, cells: Iterable[tuple[str, str]]) -> None:
    hindered = hindrance(data, cells)
    if hindered:
        raise PlanProblem(f"{file} {hindered}，没有改动任何内容。")


def _last_row(sheet: Sheet) -> int:
    return max(
        (row for (row, _), content in sheet.contents.items() if content.holds is not Holds.EMPTY), default=0
    )


def _with_table(data: bytes, table: Table, rows: Sequence[Mapping[str, str]]) -> bytes:
    lines = [
        [table.note],
        list(table.columns),
        *([row.get(name, "") for name in table.columns] for row in rows),
    ]
    lists = {
        f"{reference(3, number)}:{reference(_LAST_ROW, number)}": tuple(
            map(str, DECISION_CHOICES[table.name, column])
        )
        for number, column in enumerate(table.columns, 1)
        if (table.name, column) in DECISION_CHOICES
    }
    return with_sheet(data, table.name, lines, widths_of(table), lists)
