"""Office packages (.docx, .xlsx): the same content as the same bytes, and a Word file as plain text.

Hides zip and the package's inner relationships. Knows nothing of what a document says.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

_CONTENT_TYPES = "[Content_Types].xml"
_CORE = "docProps/core.xml"
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_PLAIN_FILE = 0o100644 << 16
_LEVEL = 6
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DATES = tuple("{http://purl.org/dc/terms/}" + name for name in ("created", "modified"))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MAIN_PART = "/officeDocument"
_SILENT = frozenset(
    {_FALLBACK, *(_W + name for name in ("del", "moveFrom", "sectPr", "pPr", "rPr", "tblPr"))}
)
_CHARACTERS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "\u2011"}
_PAGES = {"default": "", "first": "首页", "even": "偶数页"}


def canonical(data: bytes, moment: str = "1980-01-01T00:00:00Z") -> bytes:
    """The same package in the one form in which equal content means equal bytes.

    Parts are sorted behind `[Content_Types].xml`, compressed at one level, and carry one date and
    one set of permissions; the created and modified dates of the core properties, where the package
    has them, become `moment` (UTC, "2021-10-08T00:00:00Z": a run's as-of day, never the clock).
    Every part is read and its checksum verified on the way. Compressors differ between machines:
    compare parts there, not packages.

    Raises `zipfile.BadZipFile` for damaged data, ValueError for two parts of one name or a moment
    that is none.
    """
    if not _MOMENT.fullmatch(moment):
        raise ValueError(f"not a UTC moment: {moment}")
    parts = _parts(data)
    if _CORE in parts:
        parts[_CORE] = _dated(parts[_CORE], moment)
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w") as package:
        for name in sorted(parts, key=lambda name: (name != _CONTENT_TYPES, name)):
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = _UNIX
            entry.external_attr = _PLAIN_FILE
            package.writestr(entry, parts[name], compresslevel=_LEVEL)
    return result.getvalue()


def document_text(data: bytes) -> str:
    """A .docx as a reviewer reads it: a line per paragraph, `| a | b |` per table row, in reading order.

    Line breaks stay breaks, and become ⏎ inside a table row; text boxes follow the paragraph that
    holds them; deleted text, field codes and automatic numbers are not shown. The headers and footers
    a section brings come at the end, each under a label like 〔第1节 首页页脚〕.
    """
    parts = _parts(data)
    main = _main_part(parts)
    root = _xml(parts[main])
    lines = [*_blocks(root), *_margins(root, main, parts)]
    return "".join(f"{line}\n" for line in lines)


def _parts(data: bytes) -> dict[str, bytes]:
    """Every part by name; reading a part verifies its checksum. Folder entries are no parts."""
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for entry in package.infolist():
            if entry.is_dir():
                continue
            if entry.filename in parts:
                raise ValueError(f"two parts are named {entry.filename}")
            try:
                parts[entry.filename] = package.read(entry)
            except zlib.error as error:
                raise zipfile.BadZipFile(f"{entry.filename}: {error}") from error
    return parts


def _xml(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(data, parser)


def _dated(core: bytes, moment: str) -> bytes:
    root = _xml(core)
    for element in root.iter(*_DATES):
        element.text = moment
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _relations(parts: dict[str, bytes], source: str) -> Iterator[tuple[str, str, str]]:
    """(id, type, part) of every relationship inside the package that `source` ("" is the package) has."""
    folder, name = posixpath.split(source)
    data = parts.get(posixpath.join(folder, "_rels", f"{name}.rels"))
    for relation in () if data is None else _xml(data):
        if relation.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
            yield relation.get("Id", ""), relation.get("Type", ""), target.lstrip("/")


def _main_part(parts: dict[str, bytes]) -> str:
    for _, kind, part in _relations(parts, ""):
        if kind.endswith(_MAIN_PART) and part in parts:
            return part
    raise ValueError("the package has no main document")


def _blocks(parent: etree._Element) -> Iterator[str]:
    """The lines of everything below `parent`, looking through content controls and other wrappers."""
    for child in parent:
        if child.tag == _W + "p":
            yield from _inline(child).split("\n")
            for box in _nearest(child, _W + "txbxContent"):
                yield from _blocks(box)
        elif child.tag == _W + "tbl":
            yield from map(_row, _nearest(child, _W + "tr"))
        elif child.tag not in _SILENT:
            yield from _blocks(child)


def _row(row: etree._Element) -> str:
    cells = ("⏎".join(_blocks(cell)) for cell in _nearest(row, _W + "tc"))
    return f"| {' | '.join(cells)} |"


def _nearest(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The elements of that tag below `parent` that do not lie within another of the same tag."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag not in _SILENT:
            yield from _nearest(child, tag)


def _inline(parent: etree._Element) -> str:
    """The text of a paragraph or of something inside it."""
    pieces: list[str] = []
    for child in parent:
        name = child.tag.removeprefix(_W) if isinstance(child.tag, str) else ""
        if name == "t":
            pieces.append(child.text or "")
        elif name == "br":
            pieces.append("\n" if child.get(_W + "type", "textWrapping") == "textWrapping" else "")
        elif name in _CHARACTERS:
            pieces.append(_CHARACTERS[name])
        elif name != "txbxContent" and child.tag not in _SILENT:
            pieces.append(_inline(child))
    return "".join(pieces)


def _margins(root: etree._Element, main: str, parts: dict[str, bytes]) -> Iterator[str]:
    """Headers and footers of every section, each under its label; those without text are left out."""
    targets = {name: part for name, _, part in _relations(parts, main)}
    sections = [element for element in root.iter(_W + "sectPr") if not _is_former(element)]
    for number, section in enumerate(sections, start=1):
        for tag, word in (("headerReference", "页眉"), ("footerReference", "页脚")):
            for reference in section.iterchildren(_W + tag):
                lines = list(_blocks(_xml(parts[targets[reference.get(_R + "id", "")]])))
                if any(line.strip() for line in lines):
                    page = _PAGES[reference.get(_W + "type", "default")]
                    yield f"〔第{number}节 {page}{word}〕"
                    yield from lines


def _is_former(section: etree._Element) -> bool:
    """True for section properties kept only as the record of a tracked change."""
    parent = section.getparent()
    return parent is not None and parent.tag == _W + "sectPrChange"
