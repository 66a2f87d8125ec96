"""A look through the XML of an .xlsx before a reader opens it: no DTD, every part there, each cell once and in
its place, nothing spread so wide that reading it would hang; where formulas stand, and texts partly struck out or raised.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat
from zipfile import ZipFile

from openpyxl.formula.translate import Translator
from openpyxl.utils import range_boundaries

from pipeline.files.spreadsheets.drawings import Box, boxes_over
from pipeline.files.spreadsheets.formulas import Formulas, Place, followed
from pipeline.files.spreadsheets.preflight import Unreadable, broken, too_big
from pipeline.model.sheets import column_of
from pipeline.model.sheets import reference as place_name

MAX_ROWS, MAX_COLUMNS = 5000, 200
_MOST_CELLS, _MOST_ROWS, _MOST_AREA = 200_000, 50_000, 200_000
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
# A moment told by Greenwich's clock, or by another's, but for the last minute of a day and midnight itself.
_ZONED = re.compile(r"T(?!23:59|00:00)\d\d:.*(?:Z|[+-]\d\d:?\d\d)$")
_PACKAGE = "_rels/.rels"
_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_STRICT = "http://purl.oclc.org/ooxml/"
_RELATION_ID = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"
_NO = ("0", "false")
_CONTENT = ("v", "is", "f")
# openpyxl visits every cell of these areas one by one.
_AREAS = {"mergeCell": "ref", "hyperlink": "ref"}

Attributes = Mapping[str, str]
Start = Callable[[str, Attributes], None]


@dataclass
class Survey:
    """What the XML says: worksheet names in order, and of each what no reader tells.

    Its formulas by place; the cells whose text is in part drawn through or set above or below the line, whose formula
    came to an empty text, that hold a picture, or a moment of another place's clock; the text boxes over it. `stale`
    says that the workbook asks for all its formulas to be calculated.
    """

    sheets: list[str] = field(default_factory=list)
    formulas: Formulas = field(default_factory=dict)
    struck: dict[str, set[Place]] = field(default_factory=dict)
    emptied: dict[str, set[Place]] = field(default_factory=dict)
    pictures: dict[str, set[Place]] = field(default_factory=dict)
    zoned: dict[str, dict[Place, str]] = field(default_factory=dict)
    boxes: dict[str, tuple[Box, ...]] = field(default_factory=dict)
    stale: bool = False


def survey(package: ZipFile) -> Survey:
    """What an .xlsx package holds; `Unreadable` if a reader could go wrong over it."""
    names = set(package.namelist())
    if any(_escapes(name) for name in names):
        raise broken()
    _same_workbook(package, names)
    book = _Book()
    book.run(package.read(_WORKBOOK))
    targets = _targets(package, names)
    strings = [part for kind, part in targets.values() if kind.endswith("/sharedStrings")]
    marked = _marked_strings(package.read(strings[0])) if strings else frozenset()
    found = Survey(stale=book.stale)
    for name, relation in book.listed:
        if relation not in targets:
            raise broken()
        kind, part = targets[relation]
        if kind.endswith("/worksheet"):
            if name in found.formulas:
                raise broken()
            found.sheets.append(name)
            scan = _Scan(name, marked)
            scan.run(package.read(part))
            found.formulas[name], found.struck[name] = scan.formulas, scan.struck
            found.emptied[name], found.pictures[name] = scan.emptied, scan.pictures
            found.zoned[name] = scan.zoned
            found.boxes[name] = boxes_over(package, part) if scan.drawn else ()
    found.formulas = followed(found.formulas, book.names)
    sheets = {part for kind, part in targets.values() if kind.endswith("/worksheet")}
    for name in names - sheets - {_WORKBOOK, _RELATIONS}:
        if name.lower().endswith((".xml", ".rels")):
            parse(package.read(name))
    return found


def _same_workbook(package: ZipFile, names: set[str]) -> None:
    """The package must open with the workbook that is read here: another one may hold other figures."""
    targets: list[str] = []

    def relation(tag: str, attributes: Attributes) -> None:
        if _local(tag) == "Relationship" and attributes.get("Type", "").endswith("/officeDocument"):
            targets.append(attributes.get("Target", "").lstrip("/"))

    if _PACKAGE not in names:
        raise broken()
    parse(package.read(_PACKAGE), relation)
    if targets != [_WORKBOOK]:
        raise broken()


def _marked_strings(data: bytes) -> frozenset[int]:
    """The places in the table of strings whose text is in part drawn through, raised or lowered."""
    marked: set[int] = set()
    place = -1

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal place
        place += _local(tag) == "si"
        if _is_mark(tag, attributes):
            marked.add(place)

    parse(data, start)
    return frozenset(marked)


def _is_mark(tag: str, attributes: Attributes) -> bool:
    value = attributes.get("val", "1")
    if _local(tag) == "strike":
        return value not in _NO
    return _local(tag) == "vertAlign" and value in ("superscript", "subscript")


def too_wide(sheet: str) -> Unreadable:
    """A worksheet beyond what any form can need."""
    return Unreadable(f"工作表“{sheet}”超过{MAX_ROWS}行或{MAX_COLUMNS}列，请删去表外多余的内容后再报")


def _escapes(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ".." in name.split("/")


def _targets(package: ZipFile, names: set[str]) -> dict[str, tuple[str, str]]:
    """Type and part of every relation of the workbook, by id; every part must be there."""
    targets: dict[str, tuple[str, str]] = {}

    def relation(tag: str, attributes: Attributes) -> None:
        if _local(tag) != "Relationship" or attributes.get("TargetMode") == "External":
            return
        target = attributes.get("Target", "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        identifier = attributes.get("Id", "")
        if part not in names or identifier in targets:
            raise broken()
        targets[identifier] = (attributes.get("Type", ""), part)

    if _RELATIONS not in names:
        raise broken()
    parse(package.read(_RELATIONS), relation)
    return targets


def parse(data: bytes, start: Start | None = None) -> None:
    """Run through XML; `Unreadable` if it is not well formed or declares a DTD."""
    parser = _parser()
    if start is not None:
        parser.StartElementHandler = start
    _run(parser, data)


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _no_dtd
    parser.buffer_text = True
    return parser


def _run(parser: expat.XMLParserType, data: bytes) -> None:
    try:
        parser.Parse(data, True)
    except expat.ExpatError:
        raise broken() from None


def _no_dtd(*_: object) -> None:
    raise Unreadable("文件里夹带了不该有的外部定义，没有打开，请把内容复制到空白表样后再报")


def _local(tag: str) -> str:
    return tag.rpartition(" ")[2]


class _Book:
    """The workbook part: its sheets with their relations, its defined names, whether its formulas wait for a calculation."""

    def __init__(self) -> None:
        self.listed: list[tuple[str, str]] = []
        self.names: list[tuple[str, str]] = []
        self.stale = False
        self.text: list[str] | None = None

    def run(self, data: bytes) -> None:
        parser = _parser()
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        _run(parser, data)

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag.startswith(_STRICT):
            raise Unreadable("是“Strict Open XML”格式，读不全，请另存为普通的 .xlsx 后再报")
        match _local(tag):
            case "sheet":
                self.listed.append((attributes.get("name", ""), attributes.get(_RELATION_ID, "")))
            case "definedName":
                self.names.append((attributes.get("name", ""), ""))
                self.text = []
            case "calcPr":
                asked = attributes.get("fullCalcOnLoad", "0") not in _NO
                self.stale = asked or attributes.get("calcCompleted", "1") in _NO

    def characters(self, data: str) -> None:
        if self.text is not None:
            self.text.append(data)

    def end(self, tag: str) -> None:
        if self.text is not None:
            self.names[-1] = (self.names[-1][0], "".join(self.text))
            self.text = None


class _Scan:
    """One worksheet: the place of every cell, the formulas, the marked texts; `marked` are those of the strings' table."""

    def __init__(self, name: str, marked: frozenset[int]) -> None:
        self.name = name
        self.marked = marked
        self.drawn = False
        self.struck: set[Place] = set()
        self.emptied: set[Place] = set()
        self.pictures: set[Place] = set()
        self.zoned: dict[Place, str] = {}
        self.row = self.column = self.rows = self.area = 0
        self.seen_rows: set[int] = set()
        self.cells: set[tuple[int, int]] = set()
        self.formulas: dict[Place, str] = {}
        self.shared: dict[str, tuple[str, str]] = {}
        self.share = ""
        self.in_number = False
        self.kind = "n"
        self.text: list[str] | None = None

    def run(self, data: bytes) -> None:
        parser = _parser()
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        _run(parser, data)

    def start(self, tag: str, attributes: Attributes) -> None:
        local = _local(tag)
        # A number is text and nothing else.
        if self.in_number:
            raise broken()
        self.in_number = local == "v"
        if self.in_number:
            self.text = []
        if local == "c":
            self.cell(attributes.get("r"))
            self.kind = attributes.get("t", "n")
            # A picture in a cell is an error value with more about it elsewhere in the file.
            if self.kind == "e" and "vm" in attributes:
                self.pictures.add((self.row, self.column))
        elif local == "row":
            self.new_row(attributes.get("r"))
        elif local in _CONTENT:
            self.content(local, attributes.get("si", ""))
        elif _is_mark(tag, attributes):
            self.struck.add((self.row, self.column))
        elif local == "drawing":
            self.drawn = True
        elif local in _AREAS:
            self.wide(attributes.get(_AREAS[local], ""))

    def new_row(self, number: str | None) -> None:
        if number is not None and (not number.isascii() or not number.isdigit()):
            raise broken()
        self.row = int(number) if number is not None else self.row + 1
        self.column = 0
        self.rows += 1
        if self.row in self.seen_rows or not 1 <= self.row <= 1_048_576:
            raise broken()
        self.seen_rows.add(self.row)
        if self.rows > _MOST_ROWS:
            raise too_wide(self.name)

    def cell(self, reference: str | None) -> None:
        if reference is None:
            self.column += 1
        else:
            place = _PLACE.fullmatch(reference)
            if place is None or int(place[2]) != self.row:
                raise broken()
            self.column = column_of(place[1])
        if (self.row, self.column) in self.cells:
            raise broken()
        self.cells.add((self.row, self.column))
        if len(self.cells) > _MOST_CELLS:
            raise too_wide(self.name)

    def content(self, tag: str, share: str) -> None:
        if self.row > MAX_ROWS or self.column > MAX_COLUMNS:
            raise too_wide(self.name)
        if tag == "f":
            self.text, self.share = [], share

    def wide(self, area: str) -> None:
        try:
            left, top, right, bottom = range_boundaries(area)
        except (ValueError, TypeError):
            raise broken() from None
        if left is None or top is None or right is None or bottom is None:
            raise too_big()
        self.area += (right - left + 1) * (bottom - top + 1)
        if self.area > _MOST_AREA:
            raise too_big()

    def characters(self, data: str) -> None:
        if self.text is not None:
            self.text.append(data)

    def end(self, tag: str) -> None:
        self.in_number = False
        if self.text is None:
            return
        local, text = _local(tag), "".join(self.text).strip()
        if local == "f":
            self.formula((self.row, self.column), text)
        elif local == "v" and self.kind == "str" and not text:
            self.emptied.add((self.row, self.column))
        # 16:00 in Greenwich is midnight here: nobody knows which day was meant.
        elif local == "v" and self.kind == "d" and _ZONED.search(text):
            self.zoned[self.row, self.column] = text
        # Python would count a negative place in the table of strings from its end.
        elif local == "v" and self.kind == "s":
            if not (text.isascii() and text.isdigit()):
                raise broken()
            if int(text) in self.marked:
                self.struck.add((self.row, self.column))
        self.text = None

    def formula(self, place: Place, text: str) -> None:
        """A cell that shares its neighbour's formula holds no text of its own: it is worked out from the first."""
        if text:
            self.formulas[place] = f"={text}"
            self.shared.setdefault(self.share, (f"={text}", place_name(*place)))
        elif self.share in self.shared:
            first, origin = self.shared[self.share]
            self.formulas[place] = str(Translator(first, origin=origin).translate_formula(place_name(*place)))
        else:
            self.formulas[place] = "="
