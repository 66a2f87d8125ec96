"""Shapes at a fixed place of the page, in front of the text and outside its flow: boxes of text, bars.

Lengths are in EMU (36,000 to a millimetre, 635 to a twip), from the paper's upper left corner.
"""

from __future__ import annotations

from dataclasses import dataclass

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from pipeline.documents.style.stylesheet import parsed

EMU_PER_TWIP, EMU_PER_MM = 635, 36000

_SHAPE = """
<w:r {ns} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><mc:AlternateContent>
<mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0"
 relativeHeight="{id}" behindDoc="0" locked="1" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="page"><wp:posOffset>{x}</wp:posOffset></wp:positionH>
<wp:positionV relativeFrom="page"><wp:posOffset>{y}</wp:posOffset></wp:positionV>
<wp:extent cx="{width}" cy="{height}"/><wp:wrapNone/><wp:docPr id="{id}" name="{name}"/>
<wp:cNvGraphicFramePr/><a:graphic>
<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>
<wps:cNvSpPr{kind}/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill}<a:ln><a:noFill/></a:ln></wps:spPr>{inside}
</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"""
_TEXT = """<wps:txbx><w:txbxContent/></wps:txbx>
<wps:bodyPr vert="{turn}" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0"><a:noAutofit/></wps:bodyPr>"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a shape stands and how large it is; `number` is its id within the part, `name` what Word calls it."""

    number: int
    name: str
    x: int
    y: int
    width: int
    height: int


def text_box(place: Place, paragraph: BaseOxmlElement, turned: bool = False) -> BaseOxmlElement:
    """A run with a box that holds one paragraph; `turned` a quarter clockwise."""
    box = _shape(place, ' txBox="1"', "<a:noFill/>", _TEXT.format(turn="vert" if turned else "horz"))
    next(box.iter(qn("w:txbxContent"))).append(paragraph)
    return box


def bar(place: Place, colour: str) -> BaseOxmlElement:
    """A run with a filled rectangle: a line of exactly its height."""
    fill = f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
    return _shape(place, "", fill, "<wps:bodyPr/>")


def _shape(place: Place, kind: str, fill: str, inside: str) -> BaseOxmlElement:
    return parsed(
        _SHAPE,
        id=place.number,
        name=place.name,
        x=place.x,
        y=place.y,
        width=place.width,
        height=place.height,
        kind=kind,
        fill=fill,
        inside=inside,
    )
