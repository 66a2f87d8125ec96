"""Groups of shapes that stand for a figure: what each says in words, and one put in the place of another.

Such a group is named 图, its number, and the sum of its shapes' lengths in millimetres; its words are its alternative text.
What was dragged by hand has another sum; LibreOffice loses the words and keeps the shapes: then the sum is what is read.
"""

from __future__ import annotations

import re

from lxml import etree

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_WPG = "{http://schemas.microsoft.com/office/word/2010/wordprocessingGroup}"
_WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_NAMED = re.compile(r"图\d+·(\d+\.\d)")
_EMU = 36000
# So many millimetres of all its shapes together are no change: other programs keep hundredths of each.
_SAME = 0.5
SUM = "图·"


def said(drawing: etree._Element) -> str:
    """What a drawing says: its words; where they are lost or no longer fit what is drawn 图·143.2; nothing of what is no group."""
    group = next(drawing.iter(f"{_WPG}wgp"), None)
    if group is None:
        return ""
    lengths = _lengths(group)
    about = next(drawing.iter(f"{_WP}docPr"), None)
    named = _NAMED.fullmatch(about.get("name", "")) if about is not None else None
    if about is not None and named is not None and abs(float(named[1]) - lengths) <= _SAME:
        return about.get("descr", "")
    return f"{SUM}{lengths:.1f}"


def sums_alike(text: str, length: float) -> bool:
    """Whether a drawing that reads 图·143.2 is one of that sum."""
    return abs(float(text.removeprefix(SUM)) - length) <= _SAME


def _lengths(group: etree._Element) -> float:
    """Width and height of all shapes that are seen, in millimetres, as they are drawn on the page."""
    whole = 0.0
    for shape in group.iter(f"{_WPS}spPr"):
        extent = shape.find(f"{_A}xfrm/{_A}ext")
        line = shape.find(f"{_A}ln")
        bare = line is None or line.find(f"{_A}noFill") is not None
        if extent is not None and not (bare and shape.find(f"{_A}noFill") is not None):
            whole += (int(extent.get("cx", "0")) + int(extent.get("cy", "0"))) / _EMU
    return whole


def number_of(drawing: etree._Element) -> int:
    """The id of a drawing within its part."""
    about = next(drawing.iter(f"{_WP}docPr"), None)
    return int(about.get("id", "0")) if about is not None else 0


def put(drawing: etree._Element, picture: str) -> None:
    """Another picture in the place of a drawing, with what stands there for programs that cannot draw it."""
    place = drawing
    for above in drawing.iterancestors(f"{_MC}AlternateContent"):
        place = above
        break
    wrapped = etree.fromstring(f'<w:r xmlns:w="{_W}">{picture}</w:r>')
    parent = place.getparent()
    assert parent is not None
    parent.replace(place, wrapped[0])
