"""Packages that Excel opens and our readers would stumble over, packed as the readers know them.

Some programs name parts with backslashes, in other letters than their relations do, or call the workbook
`workbook2.xml`; some write looks (an empty fill, a colour called red) that no reader of figures needs. What a
cell holds is never touched here.
"""

from __future__ import annotations

import io
import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from zipfile import ZipFile

from lxml import etree

from pipeline.files.packages import parts_of, xml
from pipeline.files.spreadsheets.preflight import broken
from pipeline.files.spreadsheets.survey import Attributes, parse

_TYPES, _PACKAGE = "[Content_Types].xml", "_rels/.rels"
_BOOK, _BOOK_RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
# The parts that a reader takes by their names instead of following relations.
_USUAL = {
    name.casefold(): name
    for name in ("xl/styles.xml", "xl/sharedStrings.xml", "xl/theme/theme1.xml", "docProps/core.xml")
}
_NAMESPACE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
# What a worksheet says beside its looks, and the relations that lead to more than looks.
_SAID = ("cols", "sheetData", "mergeCells")
_NEEDED = ("/officeDocument", "/worksheet", "/sharedStrings", "/styles", "/comments")

Place = Callable[[str], str]


def respelled(data: bytes) -> bytes:
    """The workbook in `data` with its parts under the usual names; `data` itself where nothing is unusual.

    `Unreadable` if two parts would bear one name, or nobody can tell which part is the workbook.
    """
    with ZipFile(io.BytesIO(data)) as package:
        names = package.namelist()
        if not _odd(package, names):
            return data
    parts = {name.replace("\\", "/"): part for name, part in parts_of(data).items() if name[-1] != "\\"}
    spelled = {name.casefold(): name for name in parts}
    root = parts.get(spelled.get(_PACKAGE, ""), b"")
    books = [target for kind, target in _targets(root, "") if kind.endswith("/officeDocument")]
    book = spelled.get(books[0].casefold(), "") if len(books) == 1 else ""
    if not book:
        raise broken()
    return _zipped(_renamed(parts, spelled, book))


def _odd(package: ZipFile, names: Sequence[str]) -> bool:
    """True where a reader looking for the usual names would miss a part."""
    known = set(names)
    if not {_TYPES, _PACKAGE, _BOOK, _BOOK_RELATIONS} <= known or any("\\" in name for name in names):
        return True
    return any(target not in known for _, target in _targets(package.read(_BOOK_RELATIONS), "xl"))


def _targets(relations: bytes, folder: str) -> Iterator[tuple[str, str]]:
    """Kind and part of every relation within the package, of a part in `folder`."""
    for one in _elements(relations, "Relationship") if relations else ():
        if one.get("TargetMode") != "External":
            yield one.get("Type", ""), _resolved(one.get("Target", ""), folder)


def _resolved(target: str, folder: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/"))).lstrip("/")


def _elements(part: bytes, *names: str) -> list[Attributes]:
    """The attributes of every element of those names, each with its own name under ""."""
    found: list[Attributes] = []

    def start(tag: str, attributes: Attributes) -> None:
        local = tag.rpartition(" ")[2]
        if local in names:
            found.append({"": local, **attributes})

    parse(part, start)
    return found


def _renamed(parts: Mapping[str, bytes], spelled: Mapping[str, str], book: str) -> dict[str, bytes]:
    """The parts with the workbook and what lies beside it in the usual folder, relations and types changed alike."""
    folder = posixpath.dirname(book)

    def place(name: str) -> str:
        there = spelled.get(name.casefold(), name)
        if there == book:
            return _BOOK
        beside = there.startswith(f"{folder}/") if folder else not there.startswith(("docProps/", "_rels/"))
        new = f"xl/{there[len(folder) :].lstrip('/')}" if beside else there
        return _USUAL.get(new.casefold(), new)

    found: dict[str, bytes] = {}
    for name, part in parts.items():
        above, base = posixpath.split(name)
        if name.casefold() == _TYPES.casefold():
            new, part = _TYPES, _types(part, place)
        elif posixpath.basename(above).casefold() == "_rels" and base.casefold().endswith(".rels"):
            source = posixpath.join(posixpath.dirname(above), base[: -len(".rels")])
            new, part = _of(place(source) if source else ""), _relations(part, source, place)
        else:
            new = place(name)
        if new in found:
            raise broken()
        found[new] = part
    return found


def _of(source: str) -> str:
    """The name of the relations of a part; of the package itself where it has none."""
    folder, base = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def _relations(part: bytes, source: str, place: Place) -> bytes:
    """The relations of `source`, each leading to where its part is now."""
    told = []
    for one in _elements(part, "Relationship"):
        outside = one.get("TargetMode") == "External"
        target = one.get("Target", "")
        new = target if outside else f"/{place(_resolved(target, posixpath.dirname(source)))}"
        told.append({**one, "Target": new})
    return _written("Relationships", "relationships", told)


def _types(part: bytes, place: Place) -> bytes:
    told = [
        {**one, "PartName": f"/{place(_resolved(one['PartName'], ''))}"} if "PartName" in one else one
        for one in _elements(part, "Default", "Override")
    ]
    return _written("Types", "content-types", told)


def _written(root: str, namespace: str, elements: Sequence[Attributes]) -> bytes:
    # With it comes half a web client, and few packages are written anew.
    from xml.sax.saxutils import quoteattr

    lines = [
        f"<{one['']} {' '.join(f'{key}={quoteattr(value)}' for key, value in one.items() if key)}/>"
        for one in elements
    ]
    return f'<{root} xmlns="{_NAMESPACE}/{namespace}">{"".join(lines)}</{root}>'.encode()


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with ZipFile(stream, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return stream.getvalue()


def without_looks(data: bytes) -> bytes:
    """The workbook with nothing but what its cells hold, how numbers are shown and what is drawn through.

    For a reader that gave up over something of no account: a colour, a filter, a date of the file.
    """
    parts = {name: part for name, part in parts_of(data).items() if not name.startswith("docProps/")}
    for name, part in parts.items():
        if name.endswith(".rels"):
            kept = [one for one in _elements(part, "Relationship") if one.get("Type", "").endswith(_NEEDED)]
            parts[name] = _written("Relationships", "relationships", kept)
        elif name.startswith("xl/") and name.endswith(".xml"):
            parts[name] = _bare(part)
    return _zipped(parts)


def _bare(part: bytes) -> bytes:
    root = xml(part)
    local = etree.QName(root).localname
    if local == "worksheet":
        for child in list(root):
            if not isinstance(child.tag, str) or etree.QName(child).localname not in _SAID:
                root.remove(child)
    elif local == "styleSheet":
        return _formats(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _formats(styles: etree._Element) -> bytes:
    """A style sheet of number formats and fonts drawn through, by the numbers they had."""
    from xml.sax.saxutils import quoteattr

    names = {"m": _MAIN}
    numbers = "".join(
        f"<numFmt numFmtId={quoteattr(one.get('numFmtId', ''))} formatCode={quoteattr(one.get('formatCode', ''))}/>"
        for one in styles.iterfind("m:numFmts/m:numFmt", names)
    )
    fonts = "".join(
        f"<font>{'<strike/>' if _struck(one.find('m:strike', names)) else ''}</font>"
        for one in styles.iterfind("m:fonts/m:font", names)
    )
    cells = "".join(
        f"<xf numFmtId={quoteattr(one.get('numFmtId', '0'))} fontId={quoteattr(one.get('fontId', '0'))} fillId='0' borderId='0'/>"
        for one in styles.iterfind("m:cellXfs/m:xf", names)
    )
    return (
        f'<styleSheet xmlns="{_MAIN}"><numFmts>{numbers}</numFmts><fonts>{fonts or "<font/>"}</fonts>'
        "<fills><fill><patternFill/></fill></fills><borders><border/></borders>"
        f'<cellStyleXfs><xf numFmtId="0"/></cellStyleXfs><cellXfs>{cells or "<xf/>"}</cellXfs></styleSheet>'
    ).encode()


def _struck(strike: etree._Element | None) -> bool:
    return strike is not None and strike.get("val", "1") not in ("0", "false")
