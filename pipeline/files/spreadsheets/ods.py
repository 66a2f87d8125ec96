""".ods: one strict reader of OpenDocument sheets, and the second reader held against it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from defusedxml import ElementTree

from pipeline.files.spreadsheets.drawings import Box
from pipeline.files.spreadsheets.formulas import Place, followed, written
from pipeline.files.spreadsheets.preflight import broken
from pipeline.files.spreadsheets.second_reader import agree, day_told, exact, format_number
from pipeline.files.spreadsheets.survey import MAX_COLUMNS, MAX_ROWS, parse, too_wide
from pipeline.model.sheets import EMPTY, Content, Holds, Sheet

_NS = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _OFFICE, _TEXT, _STYLE = (f"{{{_NS}{name}:1.0}}" for name in ("table", "office", "text", "style"))
_DRAW = f"{{{_NS}drawing:1.0}}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_GROUPS = tuple(f"{_TABLE}{name}" for name in ("table-row-group", "table-header-rows", "table-rows"))
_COLUMN_GROUPS = tuple(
    f"{_TABLE}{name}" for name in ("table-column-group", "table-header-columns", "table-columns")
)


def read(data: bytes) -> tuple[Sheet, ...]:
    """The tables of an inspected package; `Unreadable` if damaged, too wide, or its readers disagree."""
    with ZipFile(io.BytesIO(data)) as package:
        content = package.read("content.xml")
    parse(content)
    root = ElementTree.fromstring(content)
    hidden = {
        style.get(f"{_STYLE}name")
        for style in root.iter(f"{_STYLE}style")
        for properties in style.iter(f"{_STYLE}table-properties")
        if properties.get(f"{_TABLE}display") == "false"
    }
    body = root.find(f"{_OFFICE}body/{_OFFICE}spreadsheet")
    tables = body.findall(f"{_TABLE}table") if body is not None else []
    if not tables:
        raise broken()
    sheets = [_Table(table).sheet(table.get(f"{_TABLE}style-name") in hidden) for table in tables]
    formulas = followed(
        {
            sheet.name: {place: one.formula for place, one in sheet.contents.items() if one.formula}
            for sheet in sheets
        },
        _names(root),
    )
    told = tuple(replace(sheet, contents=_said_by(sheet.contents, formulas[sheet.name])) for sheet in sheets)
    agree(data, told)
    return told


def _names(root: Element) -> Iterator[tuple[str, str]]:
    """The names that stand for cells or formulas, with what they stand for."""
    for kind, said in (("named-range", "cell-range-address"), ("named-expression", "expression")):
        for one in root.iter(f"{_TABLE}{kind}"):
            yield one.get(f"{_TABLE}name", ""), one.get(f"{_TABLE}{said}", "")


def _said_by(contents: Mapping[Place, Content], formulas: Mapping[Place, str]) -> Mapping[Place, Content]:
    return {
        place: replace(one, formula=formulas[place])
        if one.formula and formulas.get(place, one.formula) != one.formula
        else one
        for place, one in contents.items()
    }


class _Table:
    """One table, its repeated rows and cells laid out as far as they hold anything."""

    def __init__(self, table: Element) -> None:
        self.table = table
        self.name = table.get(f"{_TABLE}name", "")
        self.contents: dict[tuple[int, int], Content] = {}
        self.merged: list[tuple[int, int, int, int]] = []
        self.hidden_rows: set[int] = set()
        self.boxes: list[Box] = []
        self.row = 0

    def sheet(self, hidden: bool) -> Sheet:
        self.boxed(self.table.find(f"{_TABLE}shapes"), 1, 1)
        self.rows(self.table)
        return Sheet(
            self.name,
            hidden,
            self.contents,
            tuple(self.merged),
            frozenset(self.hidden_rows),
            frozenset(self.hidden_columns()),
            tuple(self.boxes),
        )

    def boxed(self, holder: Element | None, row: int, column: int) -> None:
        """Note the text boxes that are fixed to a cell, or to the table where `holder` is its shapes."""
        for shape in holder if holder is not None else ():
            if shape.tag.startswith(_DRAW):
                words = " ".join(filter(None, (_text(one).strip() for one in shape.iter(f"{_TEXT}p"))))
                if words:
                    self.boxes.append((row, column, row, column, words))

    def hidden_columns(self) -> set[int]:
        found: set[int] = set()
        number = 0
        for column in _nested(self.table, f"{_TABLE}table-column", _COLUMN_GROUPS):
            times = _repeated(column, "columns")
            if column.get(f"{_TABLE}visibility") in ("collapse", "filter"):
                found |= set(range(number + 1, min(number + times, MAX_COLUMNS) + 1))
            number += times
        return found

    def rows(self, parent: Element) -> None:
        for row in _nested(parent, f"{_TABLE}table-row", _GROUPS):
            times = _repeated(row, "rows")
            cells = self.cells(row)
            if cells and self.row + times > MAX_ROWS:
                raise too_wide(self.name)
            hidden = row.get(f"{_TABLE}visibility") in ("collapse", "filter")
            for offset in range(1, times + 1) if cells else ():
                self.contents |= {(self.row + offset, column): cell for column, cell in cells.items()}
                self.hidden_rows |= {self.row + offset} if hidden else set()
            self.row += times

    def cells(self, row: Element) -> dict[int, Content]:
        found: dict[int, Content] = {}
        column = 0
        for cell in row:
            if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                continue
            times = _repeated(cell, "columns")
            content = _content(cell) if cell.tag == f"{_TABLE}table-cell" else EMPTY
            self.boxed(cell, self.row + 1, column + 1)
            if content is not EMPTY:
                if column + times > MAX_COLUMNS:
                    raise too_wide(self.name)
                found |= {column + offset: content for offset in range(1, times + 1)}
            down, right = (int(cell.get(f"{_TABLE}number-{way}-spanned", "1")) for way in ("rows", "columns"))
            if down > 1 or right > 1:
                self.merged.append((self.row + 1, column + 1, self.row + down, column + right))
            column += times
        return found


def _nested(parent: Element, wanted: str, groups: tuple[str, ...]) -> list[Element]:
    found: list[Element] = []
    for child in parent:
        if child.tag == wanted:
            found.append(child)
        elif child.tag in groups:
            found += _nested(child, wanted, groups)
    return found


def _repeated(element: Element, what: str) -> int:
    times = int(element.get(f"{_TABLE}number-{what}-repeated", "1"))
    if times < 1:
        raise broken()
    return times


def _content(cell: Element) -> Content:
    kind = cell.get(f"{_OFFICE}value-type", "")
    formula = cell.get(f"{_TABLE}formula", "").removeprefix("of:").removeprefix("msoxl:")
    note = "".join("".join(part.itertext()) for part in cell.findall(f"{_OFFICE}annotation")).strip()
    text = "\n".join(_text(paragraph) for paragraph in cell.findall(f"{_TEXT}p"))
    if kind in ("float", "percentage", "currency"):
        try:
            number = exact(float(Decimal(cell.get(f"{_OFFICE}value", ""))))
        except (InvalidOperation, ValueError, OverflowError):
            raise broken() from None
        shown = {"percentage": "0%", "currency": '"¥"0'}.get(kind, "General")
        return Content(Holds.NUMBER, format_number(number), number, None, shown, formula, note)
    if kind in ("date", "time"):
        moment = _moment(cell.get(f"{_OFFICE}date-value", ""))
        shown, day = day_told(moment) if moment else (text, None)
        return Content(Holds.DATE, shown, None, day, "yyyy-mm-dd", formula, note)
    if kind == "boolean":
        said = "TRUE" if cell.get(f"{_OFFICE}boolean-value") == "true" else "FALSE"
        return Content(Holds.BOOLEAN, said, formula=formula, comment=note)
    if formula and (text.startswith("#") or cell.get(f"{_CALC}value-type") == "error"):
        return Content(Holds.ERROR, text, formula=formula, comment=note)
    if text.strip():
        return written(text, formula=formula, note=note)
    if formula and not kind:
        return Content(Holds.UNCALCULATED, formula=formula, comment=note)
    return Content(Holds.EMPTY, formula=formula, comment=note) if formula or note else EMPTY


def _text(paragraph: Element) -> str:
    """A paragraph's text, with the blanks and tabs that OpenDocument writes as elements."""
    said = paragraph.text or ""
    for part in paragraph:
        if part.tag == f"{_TEXT}s":
            said += " " * int(part.get(f"{_TEXT}c", "1"))
        elif part.tag == f"{_TEXT}tab":
            said += "\t"
        elif part.tag == f"{_TEXT}line-break":
            said += "\n"
        else:
            said += _text(part)
        said += part.tail or ""
    return said


def _moment(value: str) -> datetime | None:
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None
