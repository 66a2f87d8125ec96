"""Paragraphs of a Word file given other words, taken out, put in, taken elsewhere; what stands in bookmarks goes along whole.

Hides WordprocessingML. Every sign keeps the looks it had; a new one looks like the one before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import count

from lxml import etree

from pipeline.files.packages import package, packed, parts_of
from pipeline.files.word.lines import Line, body_paragraphs

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_START, _END = _W + "bookmarkStart", _W + "bookmarkEnd"
# What a paragraph may hold for it to be written anew; and what a run of it.
_PLAIN = frozenset(_W + name for name in ("pPr", "r", "proofErr"))
_PLAIN_IN_RUN = frozenset(_W + name for name in ("rPr", "t", "tab", "lastRenderedPageBreak"))
# What belongs to the place of a paragraph, not to its looks.
_OF_ITS_PLACE = tuple(_W + name for name in ("sectPr", "pageBreakBefore"))


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands in a bookmark, by its name; `named` is the name it gets where it stands a second time."""

    name: str
    named: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as it is to stand: the one at the place `source` among those read (None: a new one that looks like `like`).

    `parts` are its words and pieces in reading order, None where they stay as they are; `gone` takes it out.
    """

    source: int | None
    like: int
    parts: tuple[str | Piece, ...] | None = None
    gone: bool = False


class Body:
    """The paragraphs of a document that can be given other words: a single line each, outside tables; of no picture."""

    def __init__(self, data: bytes) -> None:
        self._parts = parts_of(data)
        self._main, self._root, found = body_paragraphs(self._parts)
        plain = [(element, lines[0]) for element, lines in found if len(lines) == 1 and _is_plain(element)]
        self._elements = [element for element, line in plain if line.text.strip()]
        self.lines: tuple[Line, ...] = tuple(line for _, line in plain if line.text.strip())
        self._pieces = {name: piece for element in self._elements for name, piece in _pieces(element)}
        numbers = (int(one.get(_W + "id", "0")) for one in self._root.iter(_START))
        self._free = count(max(numbers, default=0) + 1)

    def written(self, paragraphs: Sequence[Paragraph], sign: tuple[str, str]) -> bytes:
        """The document with all its paragraphs as they are to stand, in that order; `sign` renames its own bookmark."""
        looks = [_looks(element) for element in self._elements]
        at: etree._Element | None = None
        for one in paragraphs:
            element = (
                self._elements[one.source] if one.source is not None else _blank(self._elements[one.like])
            )
            if one.parts is not None:
                self._reword(element, looks[one.source if one.source is not None else one.like], one)
            if at is None and one.source != 0:
                _leave_section(element)
                self._elements[0].addprevious(element)
            elif at is not None and (one.source is None or not _follows(at, element)):
                _leave_section(element)
                at.addnext(element)
            at = element
        for one in paragraphs:
            if one.gone and one.source is not None:
                _take_out(self._elements[one.source])
        for mark in self._root.iter(_START):
            if mark.get(_W + "name", "").startswith(sign[0]):
                mark.set(_W + "name", mark.get(_W + "name", "").replace(*sign))
        self._parts[self._main] = etree.tostring(
            self._root, xml_declaration=True, encoding="UTF-8", standalone=True
        )
        return package(packed(name, part) for name, part in self._parts.items())

    def _reword(self, element: etree._Element, looks: Sequence[_Sign], one: Paragraph) -> None:
        """Other words into a paragraph: what is the same keeps its looks."""
        old = "".join(sign.text for sign in looks)
        parts = one.parts or ()
        new = "".join(part if isinstance(part, str) else "\ufdd0" for part in parts)
        kept = _looks_of(old, new, looks)
        for child in list(element):
            if child.tag != _W + "pPr":
                element.remove(child)
        at = 0
        for part in parts:
            if isinstance(part, str):
                element.extend(_runs(part, kept[at : at + len(part)]))
                at += len(part)
            else:
                element.extend(self._piece(part))
                at += 1

    def _piece(self, piece: Piece) -> list[etree._Element]:
        elements = [deepcopy(one) for one in self._pieces[piece.name]]
        if piece.named:
            number = str(next(self._free))
            elements[0].set(_W + "name", piece.named)
            elements[0].set(_W + "id", number)
            elements[-1].set(_W + "id", number)
        return elements


@dataclass(frozen=True, slots=True)
class _Sign:
    """A sign of a paragraph, or one piece (as one sign), and the properties of its run."""

    text: str
    looks: etree._Element | None


def _is_plain(element: etree._Element) -> bool:
    """Whether nothing stands in a paragraph but text and pieces in bookmarks that begin and end in it."""
    held = None
    for child in element:
        if child.tag == _START and held is None and child.get(_W + "name", "").startswith("_f"):
            held = child.get(_W + "id")
        elif child.tag == _END and held is not None and child.get(_W + "id") == held:
            held = None
        elif child.tag not in _PLAIN or (held is None and _is_odd(child)):
            return False
    return held is None


def _is_odd(run: etree._Element) -> bool:
    """Whether a run holds anything but text."""
    return run.tag == _W + "r" and any(one.tag not in _PLAIN_IN_RUN for one in run)


def _pieces(element: etree._Element) -> Iterator[tuple[str, list[etree._Element]]]:
    """What stands in each figure's bookmark, beginning and end with it, as it was read."""
    held: list[etree._Element] = []
    for child in element:
        if child.tag == _START and child.get(_W + "name", "").startswith("_f"):
            held = [child]
        elif held:
            held.append(child)
            if child.tag == _END and child.get(_W + "id") == held[0].get(_W + "id"):
                yield held[0].get(_W + "name", ""), [deepcopy(one) for one in held]
                held = []


def _looks(element: etree._Element) -> list[_Sign]:
    """Every sign of a paragraph with its looks."""
    found: list[_Sign] = []
    held = None
    for child in element:
        if child.tag == _START and child.get(_W + "name", "").startswith("_f"):
            held = child.get(_W + "id")
        elif child.tag == _END and child.get(_W + "id") == held:
            held = None
            found.append(_Sign("\ufdd0", found[-1].looks if found else None))
        elif child.tag == _W + "r" and held is None:
            for one in child:
                text = {_W + "t": one.text or "", _W + "tab": "\t"}.get(str(one.tag), "")
                found += [_Sign(sign, child.find(_W + "rPr")) for sign in text]
    return found


def _looks_of(old: str, new: str, looks: Sequence[_Sign]) -> list[etree._Element | None]:
    """The looks of every sign of a new text: its own where it stood before, else those of the one before it."""
    usual = next((one.looks for one in looks if one.text != "\ufdd0"), None)
    found: list[etree._Element | None] = []
    for kind, a, _, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for step in range(d - c):
            if kind == "equal":
                found.append(looks[a + step].looks)
            else:
                found.append(found[-1] if found else (looks[a].looks if a < len(looks) else usual))
    return found


def _runs(text: str, looks: Sequence[etree._Element | None]) -> Iterator[etree._Element]:
    """Text as runs, one for each stretch of the same looks."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or looks[at] is not looks[start]:
            run = etree.Element(_W + "r")
            properties = looks[start]
            if properties is not None:
                run.append(deepcopy(properties))
            for place, words in enumerate(text[start:at].split("\t")):
                if place:
                    etree.SubElement(run, _W + "tab")
                if words:
                    said = etree.SubElement(run, _W + "t")
                    said.text = words
                    said.set(_SPACE, "preserve")
            yield run
            start = at


def _blank(like: etree._Element) -> etree._Element:
    """A new paragraph that looks like another."""
    made = etree.Element(_W + "p")
    properties = like.find(_W + "pPr")
    if properties is not None:
        made.append(deepcopy(properties))
        for tag in _OF_ITS_PLACE:
            for one in made[0].findall(tag):
                made[0].remove(one)
    return made


def _follows(before: etree._Element, element: etree._Element) -> bool:
    """Whether a paragraph stands somewhere behind another, as it always did."""
    root = element.getroottree()
    order = list(root.iter(_W + "p"))
    return order.index(before) < order.index(element)


def _take_out(element: etree._Element) -> None:
    _leave_section(element)
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _leave_section(element: etree._Element) -> None:
    """A section that ends with a paragraph goes on ending where it did."""
    properties = element.find(_W + "pPr")
    section = properties.find(_W + "sectPr") if properties is not None else None
    if properties is not None and section is not None:
        stays = etree.Element(_W + "p")
        etree.SubElement(stays, _W + "pPr").append(section)
        element.addprevious(stays)
