"""Text boxes that lie over a worksheet: what stands in them is seen by people and by no reader of cells."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from defusedxml import ElementTree

# The cells a text box covers, from its first row and column to its last, and its words on one line.
Box = tuple[int, int, int, int, str]

_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
_PARAGRAPH = "{http://schemas.openxmlformats.org/drawingml/2006/main}p"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def boxes_over(package: ZipFile, sheet: str) -> tuple[Box, ...]:
    """The text boxes over the worksheet that is the part `sheet`, in the order they lie; those without words left out."""
    folder, base = posixpath.split(sheet)
    relations = posixpath.join(folder, "_rels", f"{base}.rels")
    names = set(package.namelist())
    found: list[Box] = []
    for relation in ElementTree.fromstring(package.read(relations)) if relations in names else ():
        part = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
        if relation.get("Type", "").endswith("/drawing") and part in names:
            found += _boxes(ElementTree.fromstring(package.read(part)))
    return tuple(found)


def _boxes(drawing: Element) -> Iterator[Box]:
    for anchor in drawing:
        words = " ".join(filter(None, ("".join(texts).strip() for texts in _paragraphs(anchor))))
        if words:
            top, left = _corner(anchor.find(f"{_DRAWN}from"))
            bottom, right = _corner(anchor.find(f"{_DRAWN}to"), end=True)
            yield top, left, max(top, bottom), max(left, right), words


def _paragraphs(element: Element) -> Iterator[list[str]]:
    """The texts of every paragraph, those written a second time for older programs left out."""
    for child in element:
        if child.tag == _PARAGRAPH:
            yield [text.text or "" for text in child.iter(_TEXT)]
        elif child.tag != _FALLBACK:
            yield from _paragraphs(child)


def _corner(marker: Element | None, end: bool = False) -> tuple[int, int]:
    """Row and column of a corner, from 1; a lower right corner on a grid line leaves the cells behind it free."""
    if marker is None:
        return 1, 1
    place = []
    for name in ("row", "col"):
        number = int(marker.findtext(f"{_DRAWN}{name}") or 0)
        offset = int(marker.findtext(f"{_DRAWN}{name}Off") or 0)
        place.append(number if end and not offset else number + 1)
    return place[0], place[1]
