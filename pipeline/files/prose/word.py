"""A Word file as paragraphs and grids: lists numbered by Word itself get their numbers, merged cells are told apart.

Old .doc files go through LibreOffice. Headers and footers, hidden and deleted text are no part of it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from zipfile import BadZipFile

from lxml import etree

from pipeline.files.packages import Oversized, parts_of, xml
from pipeline.files.pdf.libreoffice import NoOffice, converted
from pipeline.files.prose.source import Grid, NoText, Paragraph, Piece

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAIN, _NUMBERING, _STYLES = "word/document.xml", "word/numbering.xml", "word/styles.xml"
_SILENT = frozenset(
    _W + name for name in ("del", "moveFrom", "sectPr", "pPr", "rPr", "tblPr", "instrText", "txbxContent")
) | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_DIGITS = "零一二三四五六七八九"
_CHINESE = frozenset(
    {
        "chineseCounting",
        "chineseCountingThousand",
        "ideographDigital",
        "japaneseCounting",
        "taiwaneseCountingThousand",
        "chineseLegalSimplified",
    }
)
_PLACE = re.compile(r"%(\d)")


def read_word(data: bytes) -> tuple[Piece, ...]:
    """Paragraphs and tables of a .docx in reading order; `NoText` for one that cannot be opened."""
    try:
        parts = parts_of(data)
        root = xml(parts[_MAIN])
        numbers = _Numbers(_formats(parts), _style_lists(parts))
    except (BadZipFile, Oversized, KeyError, ValueError, etree.XMLSyntaxError):
        raise NoText("打不开，文件可能已损坏，请用 Word 或 WPS 打开后另存为 .docx") from None
    return tuple(_blocks(root, numbers))


def read_old_word(data: bytes) -> tuple[Piece, ...]:
    """A .doc by way of LibreOffice; `NoText` where that is not installed or does not understand it."""
    try:
        return read_word(converted(data, "doc", "docx"))
    except NoOffice:
        raise NoText("是旧版 .doc，本机没有 LibreOffice 可以转换，请用 Word 或 WPS 另存为 .docx") from None


@dataclass
class _Numbers:
    """Word's own numbering while it counts: formats by list and level, and how far each list has come."""

    formats: dict[str, dict[int, tuple[str, str, int]]]
    of_styles: dict[str, tuple[str, int]]
    counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def sign(self, properties: etree._Element | None) -> str:
        """The number Word shows before a paragraph; empty for one that bears none, ● for a bullet."""
        found = self._list_of(properties)
        if found is None:
            return ""
        number, level = found
        levels = self.formats.get(number, {})
        kind, text, start = levels.get(level, ("none", "", 1))
        if kind == "none":
            return ""
        if kind == "bullet":
            return "●"
        counts = self.counts[number]
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        return _PLACE.sub(lambda place: self._one(levels, counts, int(place[1]) - 1), text)

    def _one(self, levels: dict[int, tuple[str, str, int]], counts: dict[int, int], level: int) -> str:
        kind, _, start = levels.get(level, ("decimal", "", 1))
        return _spelt(kind, counts.get(level, start))

    def _list_of(self, properties: etree._Element | None) -> tuple[str, int] | None:
        if properties is None:
            return None
        own = properties.find(f"{_W}numPr")
        if own is not None:
            number, level = own.find(f"{_W}numId"), own.find(f"{_W}ilvl")
            identifier = number.get(f"{_W}val", "0") if number is not None else "0"
            return (
                (identifier, int(level.get(f"{_W}val", "0")) if level is not None else 0)
                if identifier != "0"
                else None
            )
        style = properties.find(f"{_W}pStyle")
        return self.of_styles.get(style.get(f"{_W}val", "")) if style is not None else None


def _spelt(kind: str, number: int) -> str:
    if kind in _CHINESE and 0 < number < 100:
        tens, ones = divmod(number, 10)
        return ("" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (
            _DIGITS[ones] if ones or not tens else ""
        )
    if kind == "decimalZero":
        return f"{number:02d}"
    if kind.startswith("decimalEnclosedCircle") and 0 < number <= 20:
        return chr(0x245F + number)
    return str(number)


def _formats(parts: dict[str, bytes]) -> dict[str, dict[int, tuple[str, str, int]]]:
    """(kind, text, start) by list and level."""
    if _NUMBERING not in parts:
        return {}
    root = xml(parts[_NUMBERING])
    abstract = {one.get(f"{_W}abstractNumId", ""): _levels(one) for one in root.iter(f"{_W}abstractNum")}
    result = {}
    for one in root.iter(f"{_W}num"):
        base = one.find(f"{_W}abstractNumId")
        levels = dict(abstract.get(base.get(f"{_W}val", "") if base is not None else "", {}))
        result[one.get(f"{_W}numId", "")] = levels
    return result


def _levels(one: etree._Element) -> dict[int, tuple[str, str, int]]:
    levels = {}
    for level in one.iter(f"{_W}lvl"):
        kind, text, start = (level.find(f"{_W}{name}") for name in ("numFmt", "lvlText", "start"))
        told = [found.get(f"{_W}val", "") if found is not None else "" for found in (kind, text, start)]
        levels[int(level.get(f"{_W}ilvl", "0"))] = (
            told[0] or "decimal",
            told[1],
            int(told[2]) if told[2].isdecimal() else 1,
        )
    return levels


def _style_lists(parts: dict[str, bytes]) -> dict[str, tuple[str, int]]:
    """The list and level that a paragraph style brings along."""
    if _STYLES not in parts:
        return {}
    result = {}
    for style in xml(parts[_STYLES]).iter(f"{_W}style"):
        number = style.find(f"{_W}pPr/{_W}numPr/{_W}numId")
        level = style.find(f"{_W}pPr/{_W}numPr/{_W}ilvl")
        if number is not None:
            depth = int(level.get(f"{_W}val", "0")) if level is not None else 0
            result[style.get(f"{_W}styleId", "")] = (number.get(f"{_W}val", ""), depth)
    return result


def _blocks(parent: etree._Element, numbers: _Numbers) -> Iterator[Piece]:
    for child in parent:
        if child.tag == f"{_W}p":
            yield from (Paragraph(line) for line in _paragraph(child, numbers).split("\n"))
            for box in _boxes(child):
                yield from _blocks(box, numbers)
        elif child.tag == f"{_W}tbl":
            yield _grid(child, numbers)
        elif child.tag not in _SILENT:
            yield from _blocks(child, numbers)


def _boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Text boxes of a paragraph: once, not their fallback for older programs."""
    for box in paragraph.iter(f"{_W}txbxContent"):
        if not any(above.tag in _SILENT and above.tag.endswith("Fallback") for above in box.iterancestors()):
            yield box


def _paragraph(paragraph: etree._Element, numbers: _Numbers) -> str:
    text = _text(paragraph)
    sign = numbers.sign(paragraph.find(f"{_W}pPr")) if text.strip() else ""
    return sign + text


def _text(parent: etree._Element) -> str:
    pieces = []
    for child in parent:
        if child.tag == f"{_W}t":
            pieces.append(child.text or "")
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            pieces.append("\n" if child.get(f"{_W}type", "textWrapping") == "textWrapping" else "")
        elif child.tag == f"{_W}tab":
            pieces.append(" ")
        elif child.tag not in _SILENT and not (
            child.tag == f"{_W}r" and child.find(f"{_W}rPr/{_W}vanish") is not None
        ):
            pieces.append(_text(child))
    return "".join(pieces)


def _grid(table: etree._Element, numbers: _Numbers) -> Grid:
    """A table's cells; one that goes over several columns is followed by blanks, one over several rows by None."""
    rows = []
    for row in (one for one in table.iter(f"{_W}tr") if _own(one, table)):
        cells: list[str | None] = []
        for cell in (one for one in row.iter(f"{_W}tc") if _own(one, row)):
            span, merge = cell.find(f"{_W}tcPr/{_W}gridSpan"), cell.find(f"{_W}tcPr/{_W}vMerge")
            below = merge is not None and merge.get(f"{_W}val", "continue") == "continue"
            text = "\n".join(_paragraph(one, numbers) for one in cell.iter(f"{_W}p"))
            cells.append(None if below else text.strip())
            width = span.get(f"{_W}val", "1") if span is not None else "1"
            cells += [""] * (min(int(width), 60) - 1 if width.isdecimal() else 0)
        rows.append(tuple(cells))
    return Grid(tuple(rows))


def _own(element: etree._Element, owner: etree._Element) -> bool:
    """Whether an element belongs to this table or row and not to a table within it."""
    return next(one for one in element.iterancestors() if one.tag in (f"{_W}tbl", f"{_W}tr")) is owner
