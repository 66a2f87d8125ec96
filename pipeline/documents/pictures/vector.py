"""A picture as a page shows it: SVG of the same rectangles, with its words for whoever cannot see it. Pure."""

from __future__ import annotations

from decimal import Decimal
from html import escape

from pipeline.documents.pictures.blocks import Block, Sheet, Tone
from pipeline.model.figures import plain

# Told apart by whoever sees no colours, and in grey: dark, middle, light.
_COLOURS = {Tone.BLACK: "#8c2d04", Tone.GREY: "#5b8fb9", Tone.LIGHT: "#c6d5e3"}
_MARKS = frozenset({"上限", "底线", "目标"})


def svg(sheet: Sheet, about: str) -> str:
    """The picture as an element of a page; `about` is what it is of, said before its words."""
    width, height = _number(sheet.width), _number(sheet.height)
    shapes = "".join(_shape(name, one) for name, blocks in sheet.shapes for one in blocks)
    label = escape(f"{about}：{sheet.words}")
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}mm" height="{height}mm" role="img" aria-label="{label}">'
        f"{shapes}</svg>"
    )


def _shape(name: str, one: Block) -> str:
    mark = name in _MARKS or name.startswith("刻度")
    fill = "#000" if mark else _COLOURS.get(one.tone, "none")
    dashes = ' stroke-dasharray="0.6 0.4"' if one.tone is Tone.OPEN and name != "框" else ""
    edge = f' stroke="#333" stroke-width="0.18"{dashes}' if one.edge else ""
    x, y, width, height = map(_number, (one.x, one.y, one.width, one.height))
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{fill}"{edge}/>'


def _number(length: Decimal) -> str:
    return plain(round(length, 3))
