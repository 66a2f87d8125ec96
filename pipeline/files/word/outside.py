"""What in a Word file reaches outside of it: linked pictures, remote templates, fields that fetch, programs, entities.

Whoever opens such a file, or turns it into a PDF, may fetch something from a place the office does not know. A part is
judged by what it is (content type, relations to it, its first bytes, its XML), never by its name; fields and relations by
lists of those that are allowed. Links to click on do nothing by themselves and are left alone.
"""

from __future__ import annotations

import io
import lzma
import re
import struct
import zlib
from collections.abc import Iterator
from urllib.parse import urlsplit
from zipfile import BadZipFile, ZipFile

from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from pipeline.files.word.chart_parts import WORKBOOK, tagged
from pipeline.files.word.fields import CHANGING, PLAIN, field_words

# What opening, reading or filling a file may end in that is no sound .docx.
DAMAGED: tuple[type[Exception], ...] = (
    *(BadZipFile, PackageNotFoundError, etree.XMLSyntaxError, zlib.error, lzma.LZMAError, struct.error),
    *(KeyError, IndexError, ValueError, TypeError, AttributeError, EOFError, RuntimeError),
)
MOST_UNPACKED = 50 * 1024 * 1024
_TYPES, _MAIN = "[Content_Types].xml", "word/document.xml"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_R = re.compile(r"\{[^}]*/officeDocument/(?:2006/)?relationships\}")
_DECLARED = tuple(
    text.encode(code) for text in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le", "utf-16-be")
)
_KINDS = {
    "image": "图片",
    "attachedTemplate": "模板",
    "oleObject": "对象",
    "aFChunk": "嵌入文件",
    "hyperlink": "图片",
}
_PROGRAM = "宏、控件或嵌入的对象"
# What a document of Word's or WPS's own making is related to; the last word of the relation's type.
_WORDS_OF_RELATIONS = """
    officeDocument styles stylesWithEffects settings webSettings fontTable font theme themeOverride
    numbering header footer footnotes endnotes comments commentsExtended commentsIds commentsExtensible
    people image hyperlink customXml customXmlProps core-properties extended-properties
    custom-properties metadata thumbnail glossaryDocument printerSettings keyMapCustomizations
    diagramData diagramLayout diagramQuickStyle diagramColors diagramDrawing chart
    chartStyle chartColorStyle chartUserShapes attachedTemplate documenttasks intelligence classificationlabels chartEx hdphoto
    wpsCustomData
"""
_RELATIONS = frozenset(_WORDS_OF_RELATIONS.split())
# What is no XML and may stand in a package all the same.
_INERT = re.compile(
    r"image/[\w.+-]+|application/(?:vnd\.openxmlformats-officedocument\.obfuscatedFont|x-font-ttf|x-fontdata|"
    r"vnd\.openxmlformats-officedocument\.wordprocessingml\.printerSettings)",
    re.IGNORECASE,
)
_XML = re.compile(r"(?:application|text|image)/(?:[\w.+-]*\+)?xml", re.IGNORECASE)
_FOREIGN = re.compile(
    r"oleObject|vbaProject|activeX|macroEnabled|ms-office\.vba|spreadsheetml|presentationml", re.IGNORECASE
)
# Compound files (OLE, old Office), packages, programs, pages: none of them a picture.
_EMBEDDED = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", b"MZ", b"\x7fELF", b"{\\rtf")
_CLICKED = frozenset({"hyperlink", "hlinkClick", "hlinkHover", "hlinkMouseOver"})
_FETCHING = {"mailMerge": "邮件合并的数据来源", "altChunk": "嵌入文件", "webVideoPr": "网上的视频"}


def reaches(data: bytes) -> Iterator[str]:
    """Each thing in a .docx that reaches outside, in a few Chinese words; none for a file that is sound in itself.

    Raises one of `DAMAGED` for what is no package or holds parts that are no XML.
    """
    with ZipFile(io.BytesIO(data)) as package:
        if sum(entry.file_size for entry in package.infolist()) > MOST_UNPACKED:
            yield "异常庞大的内容"
            return
        parts = {
            name: package.read(name) for name in sorted(set(package.namelist())) if not name.endswith("/")
        }
    types = _content_types(parts.get(_TYPES, b""))
    books = _chart_data(parts, types)
    for name, part in parts.items():
        kind = types(name)
        if name in books:
            continue
        if name.removesuffix(".rels").replace("_rels/", "") in books.values():
            part = _without_data(part)
        if _FOREIGN.search(kind):
            yield _PROGRAM
        elif name == _TYPES or _XML.fullmatch(kind) or name.lower().endswith((".xml", ".rels")):
            yield from _in_part(part, _outer_links(parts, name))
        elif part.startswith(_EMBEDDED) or (part and not _INERT.fullmatch(kind)):
            yield _PROGRAM


def _chart_data(parts: dict[str, bytes], types: _Types) -> dict[str, str]:
    """The workbooks of charts that ask for the month's data, with the chart of each: replaced whole whenever a document is made.

    No other embedding may stand in a file.
    """
    if any(word in parts.get(_MAIN, b"") for word in _DECLARED) or _MAIN not in parts:
        return {}
    charts = tagged(parts, _MAIN)
    return {one.workbook: one.part for one in charts if types(one.workbook) == WORKBOOK}


def _without_data(relations: bytes) -> bytes:
    """A chart's relations without that to its workbook."""
    root = _parsed(relations)
    for one in list(root.iter(_RELATION)):
        if one.get("Type", "").endswith("/package") and one.get("TargetMode") != "External":
            root.remove(one)
    return etree.tostring(root)


class _Types:
    """The content type of every part, as the package declares it."""

    def __init__(self, root: etree._Element | None) -> None:
        self._parts: dict[str, str] = {}
        self._endings: dict[str, str] = {}
        for one in root if root is not None else ():
            kind = one.get("ContentType", "")
            if one.get("PartName"):
                self._parts[one.get("PartName", "").lower()] = kind
            else:
                self._endings[one.get("Extension", "").lower()] = kind

    def __call__(self, name: str) -> str:
        own = self._parts.get(f"/{name.lower()}")
        return own if own is not None else self._endings.get(name.rpartition(".")[2].lower(), "")


def _content_types(data: bytes) -> _Types:
    declared = not data or any(word in data for word in _DECLARED)
    return _Types(None if declared else _parsed(data))


def _parsed(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def _outer_links(parts: dict[str, bytes], name: str) -> dict[str, str]:
    """Where a part's relations of type hyperlink lead outside, by id."""
    folder, _, own = name.rpartition("/")
    data = parts.get(f"{folder}/_rels/{own}.rels" if folder else f"_rels/{own}.rels")
    if data is None or any(word in data for word in _DECLARED):
        return {}
    outer = (one for one in _parsed(data).iter(_RELATION) if one.get("TargetMode") == "External")
    return {one.get("Id", ""): one.get("Target", "") for one in outer}


def _in_part(data: bytes, links: dict[str, str]) -> Iterator[str]:
    if any(word in data for word in _DECLARED):
        yield "文档类型声明（DTD）"
        return
    root = _parsed(data)
    for relation in root.iter(_RELATION):
        yield from _by_relation(relation)
    for element in root.iter(etree.Element):
        yield from _by_element(element, links)
    for word in dict.fromkeys(field_words(root)):
        if word not in PLAIN | CHANGING:
            yield f"会去别处取内容的域（{word[:20]}）"


def _by_relation(relation: etree._Element) -> Iterator[str]:
    kind, target = relation.get("Type", "").rpartition("/")[2], relation.get("Target", "")
    outer = relation.get("TargetMode") == "External"
    if kind == "aFChunk" or (outer and kind != "hyperlink" and not is_local_template(kind, target)):
        yield f"指向文件外面的{_KINDS.get(kind, '内容')}（{target[:60]}）"
    elif kind not in _RELATIONS:
        yield _PROGRAM


def is_local_template(kind: str, target: str) -> bool:
    """Whether a relation of this kind names the style file of whoever wrote: a path of that machine, no server's.

    Word and WPS write it of themselves; documents go without it (`private`).
    """
    if kind != "attachedTemplate":
        return False
    place = target.replace("\\", "/")
    if re.match(r"(?:file:/*)?[A-Za-z]:/", place):
        return True
    parts = urlsplit(place)
    return (
        parts.scheme in ("", "file")
        and not parts.netloc
        and not place.removeprefix("file:").startswith("////")
    )


def _by_element(element: etree._Element, links: dict[str, str]) -> Iterator[str]:
    name = etree.QName(element).localname
    if name in _FETCHING:
        yield _FETCHING[name]
    for attribute, value in element.attrib.items():
        key, text = str(attribute), str(value).strip()
        if _R.match(key):
            if text in links and name not in _CLICKED and name != "attachedTemplate":
                yield f"指向文件外面的{_KINDS['image']}（{links[text][:60]}）"
        elif text and not text.startswith(("#", "data:")) and _fetches(element, key):
            yield f"指向文件外面的{_KINDS['image']}（{text[:60]}）"


def _fetches(element: etree._Element, attribute: str) -> bool:
    """Whether an attribute names a place that is looked up without a click: VML's sources, SVG's links."""
    local = attribute.rpartition("}")[2]
    space, tag = etree.QName(element).namespace or "", etree.QName(element).localname
    if local == "src":
        return True
    drawn = "vml" in space or "svg" in space or tag == "imagedata"
    return local == "href" and drawn and (attribute != local or "svg" in space) and tag != "a"
