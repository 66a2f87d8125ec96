"""A Word file as people read it: its lines as plain text, with the bookmarks that stand in them.

Hides a package's inner relationships and WordprocessingML. Knows nothing of what a document says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from pipeline.files.packages import parts_of, xml
from pipeline.files.word.chart_parts import relations, words_in
from pipeline.files.word.groups import said
from pipeline.files.word.ink import Ink

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RUN = _W + "r"
_TEXTS = frozenset({_W + "t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"})
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MAIN_PART = "/officeDocument"
_SILENT = frozenset(
    {_FALLBACK, *(_W + name for name in ("del", "moveFrom", "sectPr", "pPr", "rPr", "tblPr"))}
)
_CHARACTERS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "\u2011"}
_NOTES = {"/footnotes": "脚注", "/endnotes": "尾注"}
_PAGES = {"default": "", "first": "首页", "even": "偶数页"}
# A bookmark's beginning and end among the text while it is read: signs no text holds, the name between them.
_BEGIN, _FINISH, _CLOSE = "\ufdd0", "\ufdd1", "\ufdd2"
_SIGN = re.compile(f"([{_BEGIN}{_FINISH}])([^{_CLOSE}]*){_CLOSE}")


@dataclass(frozen=True, slots=True)
class Span:
    """Where a bookmark stands in a line: `text[start:end]`; one that runs over several lines has a span in each."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it reads, and the bookmarks in it by their beginning."""

    text: str
    spans: tuple[Span, ...] = ()


def document_text(data: bytes) -> str:
    """A .docx as a reviewer reads it: a line per paragraph, `| a | b |` per table row, in reading order.

    Line breaks stay breaks, and become ⏎ inside a table row; text boxes follow the paragraph that
    holds them; deleted and hidden text, field codes and automatic numbers are not shown. The headers and footers
    a section brings come at the end, each under a label like 〔第1节 首页页脚〕, then footnotes and endnotes.
    """
    return "".join(f"{line.text}\n" for line in document_lines(data))


def document_lines(data: bytes, prefix: str = "_f") -> tuple[Line, ...]:
    """The lines of `document_text`, with the bookmarks in them whose names begin with `prefix`.

    Raises `zipfile.BadZipFile`, ValueError or KeyError for what is no Word file.
    """
    return _read_once(data, prefix) if len(data) <= _SMALL else _read(data, prefix)


def _read(data: bytes, prefix: str) -> tuple[Line, ...]:
    parts = parts_of(data)
    main = _main_part(parts)
    root = xml(parts[main])
    view = _View(prefix, Ink(_styles(parts, main)), words_in(parts, main))
    return tuple(_lines([*view.blocks(root), *_margins(view, root, main, parts), *_notes(view, main, parts)]))


# What is proved, compared and shown is the same few papers, again and again; of papers as large as nobody writes none is kept.
_SMALL = 512 * 1024
_read_once = lru_cache(maxsize=32)(_read)


def body_paragraphs(
    parts: dict[str, bytes], prefix: str = "_f"
) -> tuple[str, etree._Element, list[tuple[etree._Element, tuple[Line, ...]]]]:
    """The main part's name, its root, and its paragraphs outside tables and text boxes with the lines of each, in reading order.

    The elements are of that root: who changes them writes it back.
    """
    main = _main_part(parts)
    root = xml(parts[main])
    view = _View(prefix, Ink(_styles(parts, main)), words_in(parts, main))
    found = [(element, lines) for element, lines in view.paragraphs(root)]
    read = _lines([line for _, lines in found for line in lines])
    return main, root, [(element, tuple(next(read) for _ in lines)) for element, lines in found]


def reviewers_notes(data: bytes) -> tuple[str, ...]:
    """What people wrote beside a document (批注), a text each."""
    parts = parts_of(data)
    found = (part for _, kind, part in relations(parts, _main_part(parts)) if kind.endswith("/comments"))
    notes = (note for part in found if part in parts for note in xml(parts[part]).iter(_W + "comment"))
    return tuple("".join(one.text or "" for one in note.iter(_W + "t")) for note in notes)


def bookmark_names(data: bytes, prefix: str) -> tuple[str, ...]:
    """The names of bookmarks in the main part that begin with `prefix`, in reading order."""
    parts = parts_of(data)
    marks = xml(parts[_main_part(parts)]).iter(_W + "bookmarkStart")
    names = (mark.get(_W + "name", "") for mark in marks)
    return tuple(name for name in names if name.startswith(prefix))


def _lines(signed: list[str]) -> Iterator[Line]:
    """Lines with signs to lines with spans."""
    open_names: dict[str, int] = {}
    # A bookmark whose end is lost is none: Word drops it, and it would hold the rest of the paper.
    ended = {sign[2] for text in signed for sign in _SIGN.finditer(text) if sign[1] == _FINISH}
    for text in signed:
        pieces, length, at, spans = [], 0, 0, []
        for sign in _SIGN.finditer(text):
            pieces.append(text[at : sign.start()])
            length, at = length + sign.start() - at, sign.end()
            if sign[1] == _BEGIN and sign[2] in ended:
                open_names[sign[2]] = length
            elif sign[2] in open_names:
                spans.append(Span(sign[2], open_names.pop(sign[2]), length))
        pieces.append(text[at:])
        length += len(text) - at
        spans += [Span(name, start, length) for name, start in open_names.items() if start < length]
        open_names = dict.fromkeys(open_names, 0)
        yield Line("".join(pieces), tuple(sorted(spans, key=lambda span: span.start)))


def _styles(parts: dict[str, bytes], main: str) -> etree._Element | None:
    found = (part for _, kind, part in relations(parts, main) if kind.endswith("/styles") and part in parts)
    return next((xml(parts[part]) for part in found), None)


def _main_part(parts: dict[str, bytes]) -> str:
    for _, kind, part in relations(parts, ""):
        if kind.endswith(_MAIN_PART) and part in parts:
            return part
    raise ValueError("the package has no main document")


@dataclass(slots=True)
class _View:
    """Reads elements from top to bottom; `names` are the open bookmarks by id, `pending` signs for the next line."""

    prefix: str
    ink: Ink
    charts: Mapping[str, str]
    names: dict[str, str] = field(default_factory=dict)
    pending: str = ""

    def blocks(self, parent: etree._Element) -> Iterator[str]:
        """The lines of everything below `parent`, looking through content controls and other wrappers."""
        for child in parent:
            if child.tag == _W + "p":
                lines = (self._taken() + self.inline(child)).split("\n")
                yield from lines
                for box in _nearest(child, _W + "txbxContent"):
                    yield from self.blocks(box)
            elif child.tag == _W + "tbl":
                yield from map(self._row, filter(_is_shown, _nearest(child, _W + "tr")))
            elif child.tag not in _SILENT:
                self.pending += self._sign(child)
                yield from self.blocks(child)

    def paragraphs(self, parent: etree._Element) -> Iterator[tuple[etree._Element, list[str]]]:
        """The paragraphs below `parent` that are in no table and no text box, and their lines."""
        for child in parent:
            if child.tag == _W + "p":
                yield child, (self._taken() + self.inline(child)).split("\n")
            elif child.tag != _W + "tbl" and child.tag not in _SILENT:
                self.pending += self._sign(child)
                yield from self.paragraphs(child)

    def inline(self, parent: etree._Element) -> str:
        """The text of a paragraph or of something inside it."""
        pieces: list[str] = []
        for child in parent:
            # What most of a paper is made of comes first.
            if child.tag in _TEXTS:
                pieces.append(child.text or "")
                continue
            if child.tag in _SILENT:
                continue
            if child.tag == _RUN:
                pieces.append(self.inline(child) if self.ink.prints(child) else "")
                continue
            name = child.tag.removeprefix(_W) if isinstance(child.tag, str) else ""
            if name == "br":
                pieces.append("\n" if child.get(_W + "type", "textWrapping") == "textWrapping" else "")
            elif name in _CHARACTERS:
                pieces.append(_CHARACTERS[name])
            elif name == "drawing" and self.names:
                # Within a bookmark of ours a picture stands for a figure.
                pieces.append(said(child) or self._charted(child) or self.inline(child))
            elif name != "txbxContent":
                pieces += (self._sign(child), self.inline(child))
        return "".join(pieces)

    def _charted(self, drawing: etree._Element) -> str:
        """What the chart of a drawing says; nothing of one without."""
        charts = drawing.iter("{http://schemas.openxmlformats.org/drawingml/2006/chart}chart")
        return next((self.charts.get(one.get(_R + "id", ""), "") for one in charts), "")

    def _row(self, row: etree._Element) -> str:
        cells = ["⏎".join(self.blocks(cell)) for cell in _nearest(row, _W + "tc")]
        return f"| {' | '.join(cells)} |"

    def _taken(self) -> str:
        pending, self.pending = self.pending, ""
        return pending

    def _sign(self, element: etree._Element) -> str:
        """The sign of a bookmark's beginning or end; nothing for anything else."""
        number = element.get(_W + "id", "")
        if element.tag == _W + "bookmarkStart":
            name = element.get(_W + "name", "")
            if not name.startswith(self.prefix):
                return ""
            self.names[number] = name
            return f"{_BEGIN}{name}{_CLOSE}"
        if element.tag == _W + "bookmarkEnd" and number in self.names:
            return f"{_FINISH}{self.names.pop(number)}{_CLOSE}"
        return ""


def _is_shown(row: etree._Element) -> bool:
    """False for a table's row that is hidden, or deleted by a tracked change."""
    return all(row.find(f"{_W}trPr/{_W}{name}") is None for name in ("hidden", "del"))


def _nearest(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The elements of that tag below `parent` that do not lie within another of the same tag."""
    if next(parent.iterdescendants(tag), None) is None:
        return
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag not in _SILENT:
            yield from _nearest(child, tag)


def _margins(view: _View, root: etree._Element, main: str, parts: dict[str, bytes]) -> Iterator[str]:
    """Headers and footers of every section, each under its label; those without text are left out."""
    targets = {name: part for name, _, part in relations(parts, main)}
    sections = [element for element in root.iter(_W + "sectPr") if not _is_former(element)]
    for number, section in enumerate(sections, start=1):
        for tag, word in (("headerReference", "页眉"), ("footerReference", "页脚")):
            for reference in section.iterchildren(_W + tag):
                lines = list(view.blocks(xml(parts[targets[reference.get(_R + "id", "")]])))
                if any(line.strip() for line in lines):
                    page = _PAGES[reference.get(_W + "type", "default")]
                    yield f"〔第{number}节 {page}{word}〕"
                    yield from lines


def _notes(view: _View, main: str, parts: dict[str, bytes]) -> Iterator[str]:
    """Footnotes and endnotes under their labels, where there are any."""
    for _, kind, part in relations(parts, main):
        label = next((label for end, label in _NOTES.items() if kind.endswith(end)), "")
        if label and part in parts:
            notes = [note for note in xml(parts[part]) if note.get(_W + "type") is None]
            lines = [line for note in notes for line in view.blocks(note)]
            yield from ([f"〔{label}〕", *lines] if lines else ())


def _is_former(section: etree._Element) -> bool:
    """True for section properties kept only as the record of a tracked change."""
    parent = section.getparent()
    return parent is not None and parent.tag == _W + "sectPrChange"
