"""Cells, or a sheet more, written into a workbook that people keep: they change, and not one byte of anything else in it.

openpyxl would lose what it does not know (pictures, shapes, forms); so the sheet's own XML is edited.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence

from lxml import etree

from pipeline.files.packages import parts_of, xml
from pipeline.model.sheets import reference

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_S = f"{{{_MAIN}}}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SIGNATURES = "_xmlsignatures/"
_BOOK, _RELATIONS, _TYPES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
_SHEET_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
# What stands before the rules of reckoning (CT_Workbook).
_BEFORE_RECKONING = frozenset(
    [
        "fileVersion",
        "fileSharing",
        "workbookPr",
        "workbookProtection",
        "bookViews",
        "sheets",
        "functionGroups",
        "externalReferences",
        "definedNames",
    ]
)
_REF = re.compile(r"([A-Z]+)([0-9]+)")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def hindrance(data: bytes, cells: Iterable[tuple[str, str]] = ()) -> str:
    """What a workbook would lose if these cells (sheet, reference), or a sheet more, were written into it, as one Chinese clause
    with the cure; empty where it would lose nothing. What lies in other parts (pictures, shapes, charts, comments, forms,
    macros) is never touched.
    """
    parts = parts_of(data)
    if any(name.startswith(_SIGNATURES) for name in parts):
        return "有数字签名，写进去签名就失效了，请自己打开填写"
    if _BOOK not in parts or xml(parts[_BOOK]).tag != f"{_S}workbook":
        return "存成了“Strict Open XML”一类少见的格式，写不进去，请用 Excel 或 WPS 另存为普通的 .xlsx"
    by_sheet: dict[str, list[str]] = {}
    for sheet, ref in cells:
        by_sheet.setdefault(sheet, []).append(ref)
    found = (_hidden_or_reckoned(xml(parts[_part(parts, sheet)]), refs) for sheet, refs in by_sheet.items())
    told = (f"［{sheet}］{clause}" for sheet, clause in zip(by_sheet, found, strict=True) if clause)
    return next(told, "")


def _hidden_or_reckoned(root: etree._Element, refs: Sequence[str]) -> str:
    """The first of these cells that shows something else than what is written in it: one of a merged area, a formula, a picture."""
    merged = [one.get("ref", "").partition(":") for one in root.iter(f"{_S}mergeCell")]
    there = {one.get("r"): one for one in root.iter(f"{_S}c") if one.get("r") in set(refs)}
    for ref in refs:
        if any(first != ref and _lies_between(ref, first, last) for first, _, last in merged):
            return f"{ref} 在合并单元格里，写进去看不见，请取消合并后再办"
        cell = there.get(ref)
        if cell is not None and (cell.find(f"{_S}f") is not None or cell.get("vm") or cell.get("cm")):
            return f"{ref} 是公式或图片，写进去它就没有了，请自己打开填写"
    return ""


def _lies_between(ref: str, first: str, last: str) -> bool:
    places = [_REF.fullmatch(one) for one in (first, ref, last)]
    if not all(places):
        return False
    rows = [int(one[2]) for one in places if one]
    columns = [_column(one[1]) for one in places if one]
    return rows[0] <= rows[1] <= rows[2] and columns[0] <= columns[1] <= columns[2]


def filled(data: bytes, cells: Mapping[tuple[str, str], str]) -> bytes:
    """The .xlsx with each text written at its (sheet, reference), a plain number as a number; looks stay as they are.

    An empty text leaves the cell empty.

    KeyError for a sheet it does not have.
    """
    parts = parts_of(data)
    sheets: dict[str, etree._Element] = {}
    for (sheet, ref), text in cells.items():
        part = _part(parts, sheet)
        root = sheets.setdefault(part, xml(parts[part]))
        _write(_cell(root, ref), text)
    return _repacked(data, {part: _bytes(root) for part, root in sheets.items()})


def with_sheet(
    data: bytes,
    name: str,
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    lists: Mapping[str, Sequence[str]],
) -> bytes:
    """The .xlsx with one sheet more, behind all others: plain cells, columns as wide, drop-downs of `lists` by area."""
    parts = parts_of(data)
    numbers = {0, *(int(found) for found in re.findall(r"xl/worksheets/sheet([0-9]+)\.xml", " ".join(parts)))}
    path = f"worksheets/sheet{max(numbers) + 1}.xml"
    book, relations, types = xml(parts[_BOOK]), xml(parts[_RELATIONS]), xml(parts[_TYPES])
    ids = {one.get("Id") for one in relations}
    ref = next(one for one in (f"rId{number}" for number in range(1, len(ids) + 2)) if one not in ids)
    etree.SubElement(
        relations,
        f"{{{etree.QName(relations).namespace}}}Relationship",
        Id=ref,
        Type=_SHEET_KIND,
        Target=f"/xl/{path}",
    )
    etree.SubElement(
        types, f"{{{etree.QName(types).namespace}}}Override", PartName=f"/xl/{path}", ContentType=_SHEET_TYPE
    )
    sheets = book.find(f"{_S}sheets")
    assert sheets is not None  # the reader has read it
    number = max((int(one.get("sheetId", "0")) for one in sheets), default=0) + 1
    etree.SubElement(sheets, f"{_S}sheet", {"name": name, "sheetId": str(number), _R: ref})
    changed = {_BOOK: _bytes(book), _RELATIONS: _bytes(relations), _TYPES: _bytes(types)}
    return _repacked(data, changed, {f"xl/{path}": _bytes(_sheet(rows, widths, lists))})


def _sheet(
    rows: Sequence[Sequence[str]], widths: Sequence[float], lists: Mapping[str, Sequence[str]]
) -> etree._Element:
    root = xml(f'<worksheet xmlns="{_MAIN}"/>'.encode())
    columns = etree.SubElement(root, f"{_S}cols")
    for number, width in enumerate(widths, 1):
        place = {"min": str(number), "max": str(number), "width": str(width), "customWidth": "1"}
        etree.SubElement(columns, f"{_S}col", place)
    etree.SubElement(root, f"{_S}sheetData")
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            if text:
                _write(_cell(root, reference(number, column)), text)
    if lists:
        guides = etree.SubElement(root, f"{_S}dataValidations", count=str(len(lists)))
        for area, words in lists.items():
            guide = etree.SubElement(guides, f"{_S}dataValidation", type="list", allowBlank="1", sqref=area)
            etree.SubElement(guide, f"{_S}formula1").text = f'"{",".join(words)}"'
    return root


def recalculated(data: bytes) -> bytes:
    """The .xlsx without the results its formulas had: whoever opens it reckons them anew from what stands there now."""
    parts = parts_of(data)
    changed = {}
    for name, part in parts.items():
        if name.startswith("xl/worksheets/") and b"<f" in part:
            root = xml(part)
            for cell in root.iter(f"{_S}c"):
                if cell.find(f"{_S}f") is not None:
                    for result in cell.findall(f"{_S}v"):
                        cell.remove(result)
                    cell.attrib.pop("t", "")
            changed[name] = _bytes(root)
    if changed:
        book = xml(parts[_BOOK])
        _reckoning(book).set("fullCalcOnLoad", "1")
        changed[_BOOK] = _bytes(book)
    return _repacked(data, changed)


def _reckoning(book: etree._Element) -> etree._Element:
    """How the book reckons, made where it does not say; where the standard wants it among the others."""
    found = book.find(f"{_S}calcPr")
    if found is None:
        found = etree.Element(f"{_S}calcPr")
        book.insert(sum(etree.QName(one).localname in _BEFORE_RECKONING for one in book), found)
    return found


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _repacked(data: bytes, changed: Mapping[str, bytes], more: Mapping[str, bytes] | None = None) -> bytes:
    """The same package, entry for entry, with other bytes in the changed parts, and `more` parts behind them."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(result, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, changed.get(entry.filename) or old.read(entry), entry.compress_type)
        for name, part in (more or {}).items():
            new.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return result.getvalue()


def _part(parts: Mapping[str, bytes], name: str) -> str:
    """The part a sheet's cells stand in."""
    book = xml(parts[_BOOK])
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
    if not text:
        return
    if _NUMBER.fullmatch(text):
        etree.SubElement(cell, f"{_S}v").text = text
        return
    cell.set("t", "inlineStr")
    etree.SubElement(etree.SubElement(cell, f"{_S}is"), f"{_S}t").text = text
