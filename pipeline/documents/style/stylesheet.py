"""Named styles, and the little WordprocessingML they are written in.

Knows Word's element order, nothing of the standard that gives the styles their values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement


@dataclass(frozen=True, slots=True)
class Style:
    """A style as a secretary finds it in Word's list. What is not given comes from `base`, another's id.

    Lengths are in twips, `size` in half-points. `line` is an exact height. A negative `first` hangs.
    `pitch` widens or narrows every character; None inherits. `rule` draws a red line below; `shade` fills the whole line with a colour.
    A `single` line is as high as what stands in it.
    """

    name: str
    id: str
    base: str = "Normal"
    font: str = ""
    size: int = 0
    line: int = 0
    after: int = 0
    align: str = ""
    first: int | None = None
    left: int = 0
    right: int = 0
    right_tab: int = 0
    pitch: int | None = None
    colour: str = ""
    outline: int | None = None
    keep_with_next: bool = False
    keep_lines: bool = False
    new_page: bool = False
    rule: bool = False
    shade: str = ""
    underline: bool = False
    single: bool = False


RUN_BASE = "DefaultFont"
_TABLE_BASE = "PlainTable"
# Chinese typesetting by the character grid: nothing hangs, nothing is squeezed, no gap beside digits.
_TYPESETTING = """
<w:pPr {ns}><w:widowControl w:val="0"/><w:kinsoku/><w:overflowPunct w:val="0"/><w:topLinePunct w:val="0"/>
<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>
<w:spacing w:before="0" w:after="0" w:line="{line}" w:lineRule="exact"/><w:jc w:val="both"/></w:pPr>"""

_TABLE = """
<w:style {ns} w:type="table" w:customStyle="1" w:styleId="OfficialTable"><w:name w:val="{name}"/>
<w:basedOn w:val="{base}"/><w:uiPriority w:val="1"/><w:qFormat/><w:tblPr><w:jc w:val="center"/><w:tblBorders>
<w:top {edge}/><w:left {edge}/><w:bottom {edge}/><w:right {edge}/><w:insideH {edge}/><w:insideV {edge}/>
</w:tblBorders><w:tblCellMar><w:top w:w="20" w:type="dxa"/><w:left w:w="25" w:type="dxa"/>
<w:bottom w:w="20" w:type="dxa"/><w:right w:w="25" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>"""
_EDGE = 'w:val="single" w:sz="4" w:space="0" w:color="000000"'


def element(tag: str, *children: BaseOxmlElement, **values: object) -> BaseOxmlElement:
    """An element with its children and attributes, all in Word's namespace."""
    result = cast(BaseOxmlElement, OxmlElement(f"w:{tag}"))
    for name, value in values.items():
        result.set(qn(f"w:{name}"), str(value))
    result.extend(children)
    return result


def parsed(xml: str, **values: object) -> BaseOxmlElement:
    """An element written out as text, with `{ns}` and the other names in braces filled in."""
    namespaces = nsdecls("w", "wp", "a") if "<wp:" in xml else nsdecls("w")
    text = xml.strip().format(ns=namespaces, **values)
    return parse_xml(text.replace(">\n<", "><"))


def run(text: str) -> BaseOxmlElement:
    """A run of text; the hint makes quotes, dashes and ellipses Chinese ones."""
    result = element("r", element("rPr", element("rFonts", hint="eastAsia")), element("t"))
    result[-1].text = text
    result[-1].set(qn("xml:space"), "preserve")
    return result


def styles(
    normal: Style, paragraphs: Sequence[Style], characters: Sequence[Style], table: str
) -> BaseOxmlElement:
    """The whole style sheet; `normal` is Word's 正文, on which every other style rests."""
    language = element("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA")
    defaults = element("rPrDefault", element("rPr", _fonts(normal.font), language))
    return element(
        "styles",
        element("docDefaults", defaults, element("pPrDefault")),
        _latent(),
        _normal(normal),
        _builtin("character", RUN_BASE, "Default Paragraph Font"),
        _builtin("table", _TABLE_BASE, "Normal Table"),
        *(_style(style, "paragraph") for style in paragraphs),
        *(_style(style, "character") for style in characters),
        parsed(_TABLE, name=table, base=_TABLE_BASE, edge=_EDGE),
    )


def _latent() -> BaseOxmlElement:
    """Word's own styles stay out of the list, so that ours are the ones people pick."""
    return element(
        "latentStyles",
        defLockedState=0,
        defUIPriority=99,
        defSemiHidden=1,
        defUnhideWhenUsed=0,
        defQFormat=0,
        count=376,
    )


def _builtin(kind: str, identifier: str, name: str) -> BaseOxmlElement:
    return element("style", element("name", val=name), type=kind, default=1, styleId=identifier)


def _normal(style: Style) -> BaseOxmlElement:
    result = _builtin("paragraph", style.id, style.name)
    properties = element("rPr", *_run_properties(style))
    result.extend([element("qFormat"), parsed(_TYPESETTING, line=style.line), properties])
    return result


def _style(style: Style, kind: str) -> BaseOxmlElement:
    result = element(
        "style",
        element("name", val=style.name),
        element("basedOn", val=style.base),
        element("uiPriority", val=1),
        element("qFormat"),
        type=kind,
        customStyle=1,
        styleId=style.id,
    )
    parts = (("pPr", _paragraph_properties(style)), ("rPr", _run_properties(style)))
    result.extend([element(tag, *children) for tag, children in parts if children])
    return result


def _paragraph_properties(style: Style) -> list[BaseOxmlElement]:
    """In the order the schema asks for."""
    result: list[BaseOxmlElement] = []
    if style.keep_with_next:
        result.append(element("keepNext"))
    if style.keep_lines:
        result.append(element("keepLines"))
    if style.new_page:
        result.append(element("pageBreakBefore"))
    if style.rule:
        result.append(element("pBdr", element("bottom", val="single", sz=12, space=8, color="FF0000")))
    if style.shade:
        result.append(element("shd", val="clear", color="auto", fill=style.shade))
    if style.right_tab:
        result.append(element("tabs", element("tab", val="right", pos=style.right_tab)))
    if style.single:
        result.append(element("spacing", line=240, lineRule="auto"))
    if style.line or style.after:
        exact = {"line": style.line, "lineRule": "exact"} if style.line else {}
        result.append(element("spacing", after=style.after, **exact))
    if style.first is not None or style.left or style.right:
        first = style.first or 0
        turn = {"hanging": -first} if first < 0 else {"firstLine": first}
        result.append(element("ind", left=style.left, right=style.right, **turn))
    if style.align:
        result.append(element("jc", val=style.align))
    if style.outline is not None:
        result.append(element("outlineLvl", val=style.outline))
    return result


def _run_properties(style: Style) -> list[BaseOxmlElement]:
    """In the order the schema asks for."""
    result: list[BaseOxmlElement] = []
    if style.font:
        result.append(_fonts(style.font))
    if style.colour:
        result.append(element("color", val=style.colour))
    if style.pitch is not None:
        result.append(element("spacing", val=style.pitch))
    if style.size:
        result.append(element("kern", val=0))
        result.extend([element("sz", val=style.size), element("szCs", val=style.size)])
    if style.underline:
        result.append(element("u", val="single"))
    return result


def _fonts(name: str) -> BaseOxmlElement:
    """One font for every script: a Latin font would take over quotes, dashes and digits."""
    return element("rFonts", hint="eastAsia", ascii=name, hAnsi=name, eastAsia=name, cs=name)
