"""A picture as Word draws it, a group of shapes that stands in its line like a sign; and as a page shows it, as SVG. Pure.

Vector, the same in Word, WPS and LibreOffice; lengths become EMU, 36,000 to a millimetre. The name of the group ends in
the sum of its shapes' lengths, by which a reader knows one that somebody has changed by hand.
"""

from __future__ import annotations

from decimal import Decimal
from html import escape

from pipeline.documents.pictures.blocks import Block, Sheet, Tone, bounds
from pipeline.model.figures import plain

# How the picture of a figure is named in Word.
NAME = "图"
_EMU = 36000
_COLOURS = {Tone.BLACK: "000000", Tone.GREY: "7F7F7F", Tone.LIGHT: "BFBFBF"}
# On a screen; told apart by whoever sees no colours, and in grey: dark, middle, light.
_SCREEN = {Tone.BLACK: "#8c2d04", Tone.GREY: "#5b8fb9", Tone.LIGHT: "#c6d5e3"}
_MARKS = frozenset({"上限", "底线", "目标"})
_LINE = '<a:ln w="6350"><a:solidFill><a:srgbClr val="%s"/></a:solidFill><a:prstDash val="%s"/></a:ln>'
_NO_LINE = "<a:ln><a:noFill/></a:ln>"
_GROUP = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    '<mc:Choice xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" Requires="wpg">'
    '<w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' distT="0" distB="0" distL="0" distR="0">'
    '<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
    "<wp:docPr id={id} name={name} descr={words}/><wp:cNvGraphicFramePr/>"
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"><wpg:wgp>'
    '<wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/>'
    '<a:chOff x="0" y="0"/><a:chExt cx="{width}" cy="{height}"/></a:xfrm></wpg:grpSpPr>{shapes}'
    "</wpg:wgp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice></mc:AlternateContent>"
)
_SHAPE = (
    '<wps:wsp><wps:cNvPr id="{id}" name="{name}"/><wps:cNvSpPr/><wps:spPr><a:xfrm><a:off x="{x}" y="{y}"/>'
    '<a:ext cx="{width}" cy="{height}"/></a:xfrm>{geometry}{fill}{line}</wps:spPr><wps:bodyPr/></wps:wsp>'
)
_RECTANGLE = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
_PATH = (
    "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
    '<a:rect l="0" t="0" r="r" b="b"/><a:pathLst><a:path w="{width}" h="{height}">{corners}</a:path></a:pathLst>'
    "</a:custGeom>"
)


def drawing(sheet: Sheet, number: int) -> str:
    """The picture as what a run holds; `number` and the hundred after it are its ids within the part."""
    drawn = enumerate((("面", sheet.ground), *sheet.shapes), number + 1)
    shapes = "".join(_shape(name, blocks, own) for own, (name, blocks) in drawn)
    return _GROUP.format(
        width=_emu(sheet.width),
        height=_emu(sheet.height),
        id=f'"{number}"',
        name=f'"{NAME}{number}·{sheet.sum:.1f}"',
        words=_attribute(sheet.words),
        shapes=shapes,
    )


def _attribute(text: str) -> str:
    """A text in quotes as XML wants it, as `xml.sax.saxutils.quoteattr` gives it: that loads half a web client."""
    safe = escape(text, quote=False).replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;")
    quote = '"' if '"' not in safe or "'" in safe else "'"
    return quote + (safe.replace('"', "&quot;") if quote == '"' else safe) + quote


def _shape(name: str, blocks: tuple[Block, ...], number: int) -> str:
    x, y, right, bottom = bounds(blocks)
    first = blocks[0]
    colour = _COLOURS.get(first.tone, "")
    filled = bool(colour)
    dash = "solid" if name == "框" or filled else "sysDash"
    return _SHAPE.format(
        id=number,
        name=name,
        x=_emu(x),
        y=_emu(y),
        width=_emu(right - x),
        height=_emu(bottom - y),
        geometry=_RECTANGLE if len(blocks) == 1 else _path(blocks, x, y),
        fill=f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>' if filled else "<a:noFill/>",
        line=_LINE % ("000000", dash) if first.edge else _NO_LINE,
    )


def _path(blocks: tuple[Block, ...], x: Decimal, y: Decimal) -> str:
    """Several rectangles as one shape of the width and height of all."""
    _, _, right, bottom = bounds(blocks)
    corners = []
    for one in blocks:
        points = (one.x, one.y), (one.right, one.y), (one.right, one.bottom), (one.x, one.bottom)
        first, *others = (f'<a:pt x="{_emu(px - x)}" y="{_emu(py - y)}"/>' for px, py in points)
        lines = "".join(f"<a:lnTo>{each}</a:lnTo>" for each in others)
        corners.append(f"<a:moveTo>{first}</a:moveTo>{lines}<a:close/>")
    return _PATH.format(width=_emu(right - x), height=_emu(bottom - y), corners="".join(corners))


def _emu(length: Decimal) -> int:
    return max(0, round(length * _EMU))


def svg(sheet: Sheet, about: str) -> str:
    """The picture as an element of a page; `about` is what it is of, said before its words."""
    width, height = _number(sheet.width), _number(sheet.height)
    shapes = "".join(_rectangle(name, one) for name, blocks in sheet.shapes for one in blocks)
    label = escape(f"{about}：{sheet.words}")
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}mm" height="{height}mm" role="img" aria-label="{label}">'
        f"{shapes}</svg>"
    )


def _rectangle(name: str, one: Block) -> str:
    mark = name in _MARKS or name.startswith("刻度")
    fill = "#000" if mark else _SCREEN.get(one.tone, "none")
    dashes = ' stroke-dasharray="0.6 0.4"' if one.tone is Tone.OPEN and name != "框" else ""
    edge = f' stroke="#333" stroke-width="0.18"{dashes}' if one.edge else ""
    x, y, width, height = map(_number, (one.x, one.y, one.width, one.height))
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{fill}"{edge}/>'


def _number(length: Decimal) -> str:
    return plain(round(length, 3))
