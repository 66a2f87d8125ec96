"""A Word file taken apart: what stands before, between and behind certain paragraphs, each as a file of its own.

Every piece keeps the page it was laid on (its section's, with headers and footers it had from the section before) and only
the pictures, charts and margins that stand in it. Knows nothing of what a document says.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from itertools import pairwise

from lxml import etree

from pipeline.files.packages import package, packed, parts_of, xml

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TYPES, _ROOT, _MAIN = "[Content_Types].xml", "_rels/.rels", "word/document.xml"
_BOOKMARK = (f"{_W}bookmarkStart", f"{_W}bookmarkEnd")
_MARGINS = (f"{_W}headerReference", f"{_W}footerReference")
# Parts a document leads to without naming where: its styles, settings, fonts, notes.
_EVERYWHERE = frozenset(
    ("styles", "settings", "webSettings", "fontTable", "theme", "numbering", "footnotes", "endnotes")
)


def apart(data: bytes, begins: Callable[[str], bool], named: Callable[[str, int], str]) -> tuple[bytes, ...]:
    """The pieces of a .docx, cut before every paragraph of its body whose text `begins` a new one; one that is whole as it is.

    `named` gives the name a bookmark at the beginning of the document has in the piece of that number, from 0: what the
    document is known by, the piece is. Raises as `parts_of` does; KeyError or ValueError for what is no Word file.
    """
    parts = parts_of(data)
    root = xml(parts[_MAIN])
    body = root.find(f"{_W}body")
    if body is None:
        raise ValueError("no body")
    first = next((at for at, block in enumerate(body) if block.tag not in _BOOKMARK), 0)
    cuts = [
        at for at, block in enumerate(body) if at > first and block.tag == f"{_W}p" and begins(_text(block))
    ]
    if not cuts:
        return (data,)
    sections, signs, foot = _sections(body), _signs(body), _foot(body, cuts[-1])
    (_, first), *others = pairwise((0, *cuts, foot))
    held = [(*range(first), *range(foot, len(body))), *(tuple(range(*span)) for span in others)]
    ends = [first, *(end for _, end in others)]
    return tuple(
        _piece(parts, root, blocks, _section(sections, end), [named(sign, at) for sign in signs])
        for at, (blocks, end) in enumerate(zip(held, ends, strict=True))
    )


def _text(paragraph: etree._Element) -> str:
    return "".join(run.text or "" for run in paragraph.iter(f"{_W}t")).strip()


def _foot(body: etree._Element, behind: int) -> int:
    """Where what is framed at the foot of the last page begins: it is the document's, not of what stands above it."""
    framed = (
        at
        for at, block in enumerate(body)
        if at > behind and block.find(f"{_W}pPr/{_W}framePr[@{_W}yAlign='bottom']") is not None
    )
    return next(framed, len(body))


def _section(sections: Sequence[tuple[int, etree._Element]], end: int) -> etree._Element | None:
    """How the pages are on which the blocks before `end` stand."""
    return next((section for at, section in sections if at >= end - 1), None)


def _signs(body: etree._Element) -> list[str]:
    """The names of bookmarks that stand before everything else."""
    names = []
    for block in body:
        if block.tag == f"{_W}bookmarkStart":
            names.append(block.get(f"{_W}name", ""))
        elif block.tag not in _BOOKMARK:
            break
    return names


def _sections(body: etree._Element) -> list[tuple[int, etree._Element]]:
    """Behind which block each section ends, and how its pages are, with every margin it has from those before it."""
    found: list[tuple[int, etree._Element]] = []
    inherited: dict[tuple[str, str], etree._Element] = {}
    for at, block in enumerate(body):
        told = block if block.tag == f"{_W}sectPr" else block.find(f"{_W}pPr/{_W}sectPr")
        if told is None:
            continue
        section = deepcopy(told)
        # What said how it follows the part before it says nothing in a document of its own.
        for kind in section.findall(f"{_W}type"):
            section.remove(kind)
        own = {_kind(one): one for one in section if one.tag in _MARGINS}
        for inherited_kind, margin in reversed(inherited.items()):
            if inherited_kind not in own:
                section.insert(0, deepcopy(margin))
        inherited |= own
        found.append((at, section))
    return found


def _kind(margin: etree._Element) -> tuple[str, str]:
    return str(margin.tag), margin.get(f"{_W}type", "default")


def _piece(
    parts: Mapping[str, bytes],
    root: etree._Element,
    blocks: Collection[int],
    section: etree._Element | None,
    signs: Iterable[str],
) -> bytes:
    """Some blocks of the body as a document on the pages of one section, the last of theirs."""
    whole = deepcopy(root)
    body = whole.find(f"{_W}body")
    assert body is not None
    for at, block in enumerate(list(body)):
        if at not in blocks or block.tag == f"{_W}sectPr":
            body.remove(block)
    while len(body) and _bare_break(body[-1]):
        body.remove(body[-1])
    ending = body.findall(f"{_W}p/{_W}pPr/{_W}sectPr")
    # The pages of the last section are told once, for the whole body: told at a paragraph too, an empty page would follow.
    if ending and section is not None and _same_pages(ending[-1], section):
        _parent(ending[-1]).remove(ending[-1])
    if section is not None:
        body.append(deepcopy(section))
    _sign(body, signs)
    return _packed(parts, whole)


def _same_pages(one: etree._Element, other: etree._Element) -> bool:
    """Whether two sections are the same, but for the margins and the way it follows the one before."""
    return _laid_out(one) == _laid_out(other)


def _laid_out(section: etree._Element) -> list[bytes]:
    parts = (part for part in section if part.tag not in (*_MARGINS, f"{_W}type"))
    return [etree.tostring(part, method="c14n", exclusive=True, with_tail=False) for part in parts]


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    assert parent is not None
    return parent


def _bare_break(block: etree._Element) -> bool:
    """A paragraph that does nothing but turn the page."""
    breaks = [one for one in block.iter(f"{_W}br") if one.get(f"{_W}type") == "page"]
    shown = any(True for tag in ("t", "drawing", "pict", "object") for _ in block.iter(f"{_W}{tag}"))
    return block.tag == f"{_W}p" and bool(breaks) and not shown


def _sign(body: etree._Element, names: Iterable[str]) -> None:
    """Under these names, at its beginning, and no other of the whole document's."""
    old = []
    for block in body:
        if block.tag not in _BOOKMARK:
            break
        old.append(block)
    for block in old:
        body.remove(block)
    free = 1 + max((int(one.get(f"{_W}id", "0")) for one in body.iter(f"{_W}bookmarkStart")), default=0)
    for at, name in enumerate(names):
        number = str(free + at)
        body.insert(2 * at, etree.Element(f"{_W}bookmarkStart", {f"{_W}id": number, f"{_W}name": name}))
        body.insert(2 * at + 1, etree.Element(f"{_W}bookmarkEnd", {f"{_W}id": number}))


def _packed(parts: Mapping[str, bytes], document: etree._Element) -> bytes:
    """The package of a document that leads to what it names, and of nothing else."""
    held = {**parts, _MAIN: _bytes(document)}
    place = _relations_of(_MAIN)
    if place in held:
        relations = xml(held[place])
        used = {
            value
            for node in document.iter()
            for name, value in node.attrib.items()
            if str(name).startswith(_R)
        }
        for one in relations.findall(_RELATION):
            kind = one.get("Type", "").rpartition("/")[2]
            if one.get("Id") not in used and kind not in _EVERYWHERE:
                relations.remove(one)
        held[place] = _bytes(relations)
    led = set(_led_to(held))
    types = xml(held[_TYPES])
    for one in list(types):
        named = one.get("PartName")
        if named is not None and named.lstrip("/") not in led:
            types.remove(one)
    held[_TYPES] = _bytes(types)
    return package(packed(name, part) for name, part in held.items() if name in led)


def _led_to(parts: Mapping[str, bytes]) -> Iterator[str]:
    """What one comes to from the package's root, the relations on the way among it."""
    yield _TYPES
    ways, seen = [_ROOT], set()
    while ways:
        way = ways.pop()
        if way in seen or way not in parts:
            continue
        seen.add(way)
        yield way
        base = posixpath.dirname(posixpath.dirname(way))
        for one in xml(parts[way]).findall(_RELATION):
            if one.get("TargetMode") == "External":
                continue
            target = one.get("Target", "")
            name = (
                target.lstrip("/")
                if target.startswith("/")
                else posixpath.normpath(posixpath.join(base, target))
            )
            if name in parts:
                yield name
                ways.append(_relations_of(name))


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
