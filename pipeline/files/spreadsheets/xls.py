""".xls and .et: old workbooks without checksums. One reader with formats (xlrd), held against the second."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

import xlrd
from xlrd.book import Book as OldBook
from xlrd.formula import (
    FMLA_TYPE_ARRAY,
    FMLA_TYPE_CELL,
    FMLA_TYPE_NAME,
    FMLA_TYPE_SHARED,
    decompile_formula,
)
from xlrd.sheet import Sheet as OldSheet

from pipeline.files.spreadsheets.drawings import Box
from pipeline.files.spreadsheets.formulas import Formulas, Place, followed, written
from pipeline.files.spreadsheets.preflight import broken, locked
from pipeline.files.spreadsheets.second_reader import agree, day_told, exact, format_number
from pipeline.files.spreadsheets.survey import MAX_COLUMNS, MAX_ROWS, too_wide
from pipeline.model.sheets import EMPTY, Content, Holds, Sheet

# Records of the workbook's stream: a formula, one that its neighbours share, one over an area.
_FORMULA, _SHARED, _ARRAY, _BEGIN, _END = 0x0006, 0x04BC, 0x0221, 0x0809, 0x000A
_HEAD = struct.Struct("<HH")
# A formula's row, column, looks, result and flags, then the length of what it is made of; of the others the area, and so on.
_CELL = struct.Struct("<HHH8sHLH")
_AREAS = {_SHARED: struct.Struct("<HHBBHH"), _ARRAY: struct.Struct("<HHBBHLH")}
_KINDS = {_SHARED: FMLA_TYPE_SHARED, _ARRAY: FMLA_TYPE_ARRAY}
# The formula of this cell stands elsewhere, with the first cell of its area.
_ELSEWHERE, _FIRST = 0x01, struct.Struct("<HH")
# Records of what is drawn over a sheet: where, what kind of thing, its text, which goes on behind it.
_DRAWN, _OBJECT, _TEXT, _GOES_ON = 0x00EC, 0x005D, 0x01B6, 0x003C
# The cells a drawn thing covers: column, row and how far into it, of both corners; and of a note, which is no text box.
_ANCHOR, _CORNERS, _NOTE = b"\x10\xf0\x12\x00\x00\x00", struct.Struct("<2x8H"), 0x19
_EXTERNAL = re.compile("<<[^<>]*external[^<>]*>>!?")


def read(data: bytes) -> tuple[Sheet, ...]:
    """The worksheets of an old workbook; `Unreadable` if it is too wide, encrypted, or its readers disagree."""
    try:
        # On demand the stream stays open: what formulas say is read from it here, for xlrd keeps their results alone.
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, logfile=io.StringIO(), on_demand=True
        )
    except xlrd.XLRDError as reason:
        raise locked() if "encrypted" in str(reason) else broken() from None
    formulas, never = _formulas(book)
    sheets = tuple(
        replace(
            _sheet(book, sheet, formulas.get(sheet.name, {}), never.get(sheet.name, set())),
            boxes=tuple(_boxes(book, number)),
        )
        for number, sheet in enumerate(book.sheets())
    )
    agree(data, sheets)
    return sheets


def _records(book: OldBook, start: int) -> Iterator[tuple[int, bytes]]:
    """The records of the stream from `start` to the end of what begins there."""
    end, depth = book.base + book.stream_len, 0
    while start + _HEAD.size <= end:
        kind, length = _HEAD.unpack_from(book.mem, start)
        yield kind, bytes(book.mem[start + _HEAD.size : start + _HEAD.size + length])
        depth += (kind == _BEGIN) - (kind == _END)
        start += _HEAD.size + length
        if not depth:
            return


def _formulas(book: OldBook) -> tuple[Formulas, dict[str, set[Place]]]:
    """The formulas of every sheet by place, and the places of those without a result that can be told.

    An old workbook says 0 of a formula that comes to nothing and of one that nobody ever calculated.
    """
    formulas: Formulas = {}
    never: dict[str, set[Place]] = {}
    for number, name in enumerate(book.sheet_names()):
        cells: dict[Place, bytes] = {}
        areas: dict[Place, tuple[int, bytes]] = {}
        never[name] = set()
        for kind, record in _records(book, book._sh_abs_posn[number]):
            if kind == _FORMULA and len(record) >= _CELL.size:
                row, column, _, result, _, _, length = _CELL.unpack_from(record)
                cells[row, column] = record[_CELL.size : _CELL.size + length]
                if not any(result):
                    never[name].add((row + 1, column + 1))
            elif kind in _AREAS and len(record) >= _AREAS[kind].size:
                top, _, left, *_, length = _AREAS[kind].unpack_from(record)
                start = _AREAS[kind].size
                areas[top, left] = kind, record[start : start + length]
        formulas[name] = {
            (row + 1, column + 1): f"={_said(book, made_of, (row, column), areas)}"
            for (row, column), made_of in cells.items()
        }
    names = (
        (one.name, _decompiled(book, one.raw_formula, FMLA_TYPE_NAME, (0, 0))) for one in book.name_obj_list
    )
    return followed(formulas, names), never


def _boxes(book: OldBook, number: int) -> Iterator[Box]:
    """The text boxes over a sheet, in the order they lie; those without words left out."""
    area, kind, text = (1, 1, 1, 1), 0, False
    for record, data in _records(book, book._sh_abs_posn[number]):
        at = data.find(_ANCHOR) if record == _DRAWN else -1
        if at >= 0 and len(data) >= at + len(_ANCHOR) + _CORNERS.size:
            left, _, top, _, right, into_column, bottom, into_row = _CORNERS.unpack_from(
                data, at + len(_ANCHOR)
            )
            # A lower right corner on a grid line leaves the cells behind it free.
            area = (
                top + 1,
                left + 1,
                max(top + 1, bottom + bool(into_row)),
                max(left + 1, right + bool(into_column)),
            )
        elif record == _OBJECT and len(data) >= 6:
            kind = int.from_bytes(data[4:6], "little")
        elif record == _GOES_ON and text and kind != _NOTE:
            words = " ".join(
                data[1:].decode("utf-16-le" if data[:1] == b"\x01" else "latin-1", "replace").split()
            )
            if words:
                yield *area, words
        text = record == _TEXT


def _said(book: OldBook, made_of: bytes, place: Place, areas: Mapping[Place, tuple[int, bytes]]) -> str:
    """A cell's formula as people write it."""
    if made_of[:1] == bytes([_ELSEWHERE]) and len(made_of) > _FIRST.size:
        kind, shared = areas.get(_FIRST.unpack_from(made_of, 1), (_SHARED, b""))
        return _decompiled(book, shared, _KINDS[kind], place) if shared else ""
    return _decompiled(book, made_of, FMLA_TYPE_CELL, place)


def _decompiled(book: OldBook, made_of: bytes, kind: int, place: Place) -> str:
    said = decompile_formula(book, made_of, len(made_of), kind, browx=place[0], bcolx=place[1])
    return _EXTERNAL.sub("[另一个文件]!", said or "")


def _sheet(book: OldBook, sheet: OldSheet, formulas: dict[Place, str], never: set[Place]) -> Sheet:
    if sheet.nrows > MAX_ROWS or sheet.ncols > MAX_COLUMNS:
        raise too_wide(sheet.name)
    contents = {}
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            place = row + 1, column + 1
            content = _content(book, sheet, row, column)
            if place in never:
                content = Content(Holds.UNCALCULATED, format=content.format, comment=content.comment)
            if place in formulas:
                content = replace(content, formula=formulas[place])
            if content is not EMPTY:
                contents[row + 1, column + 1] = content
    return Sheet(
        sheet.name,
        sheet.visibility != 0,
        contents,
        tuple(sorted((top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells)),
        frozenset(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden),
        frozenset(column + 1 for column, info in sheet.colinfo_map.items() if info.hidden),
    )


def _content(book: OldBook, sheet: OldSheet, row: int, column: int) -> Content:
    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    shown = book.format_map[book.xf_list[sheet.cell_xf_index(row, column)].format_key].format_str
    note = sheet.cell_note_map.get((row, column))
    comment = note.text.strip() if note is not None else ""
    struck = _struck(book, sheet, row, column)
    match kind:
        case xlrd.XL_CELL_NUMBER:
            number = exact(value)
            return Content(Holds.NUMBER, format_number(number), number, None, shown, "", comment, struck)
        case xlrd.XL_CELL_TEXT if value.strip():
            return written(value.replace("\r", "\n"), shown, "", comment, struck)
        case xlrd.XL_CELL_DATE:
            moment = _moment(value, book.datemode)
            text, day = day_told(moment) if moment else (str(value), None)
            return Content(Holds.DATE, text, None, day, shown, "", comment)
        case xlrd.XL_CELL_BOOLEAN:
            return Content(Holds.BOOLEAN, "TRUE" if value else "FALSE", format=shown, comment=comment)
        case xlrd.XL_CELL_ERROR:
            text = xlrd.error_text_from_code.get(value, "#N/A")
            return Content(Holds.ERROR, text, format=shown, comment=comment)
    return Content(Holds.EMPTY, format=shown, comment=comment) if comment else EMPTY


def _struck(book: OldBook, sheet: OldSheet, row: int, column: int) -> bool:
    """True if the cell, or part of its text, is drawn through, or part of it stands above or below the line."""
    whole = book.font_list[book.xf_list[sheet.cell_xf_index(row, column)].font_index]
    runs = [book.font_list[font] for _, font in sheet.rich_text_runlist_map.get((row, column), ())]
    return bool(whole.struck_out) or any(font.struck_out or font.escapement for font in runs)


def _moment(serial: float, datemode: int) -> datetime | None:
    try:
        moment: datetime = xlrd.xldate_as_datetime(serial, datemode)
    except (xlrd.xldate.XLDateError, OverflowError):
        return None
    return moment
