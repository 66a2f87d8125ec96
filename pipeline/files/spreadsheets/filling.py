"""Cells written into a workbook that people keep: their value changes, and not one byte of anything else in it.

openpyxl would lose what it does not know (pictures, shapes, forms); so the sheet's own XML is edited.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping

from lxml import etree

from pipeline.files.packages import parts_of, xml

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_S = f"{{{_MAIN}}}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_REF = re.compile(r"([A-Z]+)([0-9]+)")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def filled(data: bytes, cells: Mapping[tuple[str, str], str]) -> bytes:
    """The .xlsx with each text written at its (sheet, reference), a plain number as a number; looks stay as they are.

    KeyError for a sheet it does not have.
    """
    parts = parts_of(data)
    sheets: dict[str, etree._Element] = {}
    for (sheet, ref), text in cells.items():
        part = _part(parts, sheet)
        root = sheets.setdefault(part, xml(parts[part]))
        _write(_cell(root, ref), text)
    changed = {
        part: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        for part, root in sheets.items()
    }
    return _repacked(data, changed)


def _repacked(data: bytes, changed: Mapping[str, bytes]) -> bytes:
    """The same package, entry for entry, with other bytes in the changed parts."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(result, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, changed.get(entry.filename) or old.read(entry), entry.compress_type)
    return result.getvalue()


def _part(parts: Mapping[str, bytes], name: str) -> str:
    """The part a sheet's cells stand in."""
    book = xml(parts["xl/workbook.xml"])
    found = next((one for one in book.iter(f"{_S}sheet") if one.get("name") == name), None)
    if found is None:
        raise KeyError(name)
    for relation in xml(parts["xl/_rels/workbook.xml.rels"]):
        if relation.get("Id") == found.get(_R):
            return posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/")
    raise KeyError(name)


def _cell(root: etree._Element, ref: str) -> etree._Element:
    """The cell, made where the sheet has none yet: in the order of rows and columns, looking like its neighbour."""
    match = _REF.fullmatch(ref)
    assert match is not None, ref
    number = int(match[2])
    table = root.find(f"{_S}sheetData")
    assert table is not None  # the reader has read it
    rows = {int(row.get("r", "0")): row for row in table}
    row = rows.get(number)
    if row is None:
        row = etree.Element(f"{_S}row", r=str(number))
        table.insert(sum(other < number for other in rows), row)
    before = [one for one in row if _column(one.get("r", "")) < _column(ref)]
    there = next((one for one in row if one.get("r") == ref), None)
    if there is not None:
        return there
    made = etree.Element(f"{_S}c", r=ref)
    if before and before[-1].get("s"):
        made.set("s", before[-1].get("s", ""))
    row.insert(len(before), made)
    row.attrib.pop("spans", "")
    return made


def _column(ref: str) -> int:
    number = 0
    for letter in ref.rstrip("0123456789"):
        number = number * 26 + ord(letter) - 64
    return number


def _write(cell: etree._Element, text: str) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", "")
    if _NUMBER.fullmatch(text):
        etree.SubElement(cell, f"{_S}v").text = text
        return
    cell.set("t", "inlineStr")
    etree.SubElement(etree.SubElement(cell, f"{_S}is"), f"{_S}t").text = text
