"""One change of a file, drawn by a generator of random numbers: of a cell, of a byte, of a part of its package, of a value."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import date, time
from random import Random
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils.exceptions import IllegalCharacterError

Spoilt = tuple[str, bytes]

# What people, programs and accidents leave in a cell.
CELLS: tuple[Any, ...] = (
    None, "", " ", "　", 0, -1, 1e300, 1e-300, 0.1, 10**25, "1e9", "NaN", "inf", "-", "—", "①", "三", "１２", "½", "5万", "95%", "9,5",
    True, False, "=1+1", "=A1", "=1/0", "#REF!", "#NAME?", date(1900, 1, 1), date(2021, 9, 20), time(1, 2), date(9999, 12, 31),
    "2021-02-30", "2021年13月", "二〇二一年九月", "0000-00-00", 44459, -44459, "x" * 40000, "甲" * 400, "a\nb", "\t", "_x0000_", "\u202e倒",
    "😀", "&lt;", "<w:p/>", "{{ x }}", "{% for", "../../etc", "C:\\x", "=cmd|' /C calc'!A0", "T01-1", "t01－1", "是", "否", "、", "；；", "\ufeff",
    "市教育局",
)  # fmt: skip
FORMATS = ("0%", '0"万"', "yyyy-mm-dd", ";;;", "@", "[>=10000]0!.0,", "General", '"人"0', "[h]:mm")
VALUES: tuple[Any, ...] = (
    None,
    0,
    -1,
    1.5,
    10**30,
    "",
    "x",
    "../x",
    [],
    {},
    [None],
    True,
    "2021-13-45",
    "\ud83d",
    "甲" * 5000,
)


def workbook_cell(data: bytes, random: Random) -> Spoilt:
    """One cell of one sheet holds something else, or is shown another way."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = random.choice(book.worksheets)
    row, column = random.randint(1, sheet.max_row + 1), random.randint(1, sheet.max_column + 1)
    cell: Cell | MergedCell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        cell = sheet.cell(1, 1)
    assert isinstance(cell, Cell)
    value = random.choice(CELLS)
    if random.random() < 0.15:
        value = cell.value
        cell.number_format = random.choice(FORMATS)
    else:
        try:
            cell.value = value
        except IllegalCharacterError:
            cell.value = None
    stream = io.BytesIO()
    book.save(stream)
    return f"{sheet.title}!{cell.coordinate} = {str(value)[:30]!r}", stream.getvalue()


def workbook_shape(data: bytes, random: Random) -> Spoilt:
    """A row or a column more or less, cells merged or hidden; a sheet gone, called otherwise, double, or behind the others."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = random.choice(book.worksheets)
    row, column = random.randint(1, sheet.max_row), random.randint(1, sheet.max_column)
    ways: dict[str, Callable[[], object]] = {
        "a row less": lambda: sheet.delete_rows(row),
        "a row more": lambda: sheet.insert_rows(row),
        "a column less": lambda: sheet.delete_cols(column),
        "a column more": lambda: sheet.insert_cols(column),
        "merged": lambda: sheet.merge_cells(None, row, column, row + random.randrange(3), column + 1),
        "a row hidden": lambda: setattr(sheet.row_dimensions[row], "hidden", True),
        "hidden": lambda: setattr(sheet, "sheet_state", "hidden"),
        "called otherwise": lambda: setattr(
            sheet, "title", random.choice(("Sheet1", "进展 情况", "甲" * 31))
        ),
        "double": lambda: book.copy_worksheet(sheet),
        "last": lambda: book.move_sheet(sheet, len(book.worksheets)),
        "gone": lambda: book.remove(sheet),
    }
    way = random.choice(sorted(ways))
    ways[way]()
    if not any(one.sheet_state == "visible" for one in book.worksheets):
        book.create_sheet("Sheet1")
    stream = io.BytesIO()
    book.save(stream)
    return f"{sheet.title}: {way} at {row}, {column}", stream.getvalue()


def file_bytes(data: bytes, random: Random) -> Spoilt:
    """A byte another, some lost, some twice, some strange ones in between, or the end cut off."""
    at = random.randrange(len(data))
    length = random.choice((1, 2, 16, 300))
    if random.random() < 0.5:
        byte = random.randrange(256)
        return f"byte {at} = {byte}", data[:at] + bytes([byte]) + data[at + 1 :]
    way = random.randrange(4)
    spoilt = (
        data[:at],
        data[:at] + data[at + length :],
        data[:at] + random.randbytes(length) + data[at:],
        data[: at + length] + data[at:],
    )[way]
    return f"{('cut', 'lost', 'put in', 'doubled')[way]} {length} at {at}", spoilt


def _less(text: bytes, random: Random) -> bytes:
    tags = list(re.finditer(rb"<[^>]*>", text))
    found = random.choice(tags) if tags else None
    return text[: found.start()] + text[found.end() :] if found else text


def _attribute(text: bytes, random: Random) -> bytes:
    found = list(re.finditer(rb'="[^"]*"', text))
    value = random.choice((b"", b"-1", b"999999999999", b"x", b"\xe7\x94\xb2", b"0.5", b"rId999", b"&amp;"))
    at = random.choice(found) if found else None
    return text[: at.start()] + b'="' + value + b'"' + text[at.end() :] if at else text


def _twice(text: bytes, random: Random) -> bytes:
    found = list(re.finditer(rb"<(\w+(?::\w+)?)\b[^>]*/>", text))
    one = random.choice(found) if found else None
    return text[: one.end()] + one[0] + text[one.end() :] if one else text


_PARTS: dict[str, Callable[[bytes, Random], bytes]] = {
    "emptied": lambda text, random: b"",
    "a tag less": _less,
    "an attribute else": _attribute,
    "an element twice": _twice,
    "a byte else": lambda text, random: file_bytes(text, random)[1] if text else text,
    "cut": lambda text, random: text[: random.randrange(len(text) + 1)],
}


def package(data: bytes, random: Random) -> Spoilt:
    """A part of the package is gone, renamed, double, empty or not what it was."""
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = [(name, old.read(name)) for name in old.namelist()]
    at = random.randrange(len(parts))
    name, text = parts[at]
    way = random.choice(("gone", "renamed", *_PARTS, *_PARTS))
    if way == "gone":
        del parts[at]
    elif way == "renamed":
        other = random.choice(
            (name.upper(), f"../{name}", f"/{name}", name.replace("/", "\\"), "甲.xml", f"{name}/x")
        )
        parts[at] = (other, text)
    else:
        parts[at] = (name, _PARTS[way](text, random))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for part in parts:
            new.writestr(*part)
    return f"{name}: {way}", stream.getvalue()


def record(data: bytes, random: Random) -> Spoilt:
    """A value of a JSON document is another, of another kind, or gone with its key."""
    document = json.loads(data)
    places: list[tuple[Any, Any]] = []

    def walk(value: Any) -> None:
        keys = (
            value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
        )
        for key in keys:
            places.append((value, key))
            walk(value[key])

    walk(document)
    if not places or random.random() < 0.03:
        return "the whole", json.dumps(random.choice(VALUES)).encode()
    holder, key = random.choice(places)
    if random.random() < 0.3:
        del holder[key]
        return f"{key} gone", json.dumps(document, ensure_ascii=False).encode()
    value = random.choice(VALUES)
    holder[key] = value
    return f"{key} = {str(value)[:20]!r}", json.dumps(document).encode()
