"""A document as an edit finds it: its words, figures, sentences and tables, and how one piece takes another's place."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

_FIGURE = re.compile(r"_f\d+")


class Place(NamedTuple):
    """A word in a piece of text, and the words that would make another statement of it."""

    text: BaseOxmlElement
    start: int
    word: str
    others: tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """Words of an office by family, each with those that would say something else in its place."""

    families: tuple[Mapping[str, tuple[str, ...]], ...]

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], ...]:
        longest = [sorted(family, key=len, reverse=True) for family in self.families]
        return tuple(re.compile("|".join(map(re.escape, words))) for words in longest)

    def places(self, texts: list[BaseOxmlElement], family: int) -> list[Place]:
        """Where words of a family stand."""
        return [
            Place(one, word.start(), word[0], self.families[family][word[0]])
            for one in texts
            for word in self._patterns[family].finditer(one.text or "")
        ]


@dataclass
class Page:
    """A document to be edited, the same document of another month, and the words of the office."""

    document: Document
    other: Document
    words: Words

    @classmethod
    def of(cls, data: bytes, other: bytes, words: Words) -> Page:
        """A page of one's own."""
        return cls(docx.Document(io.BytesIO(data)), docx.Document(io.BytesIO(other)), words)

    @property
    def data(self) -> bytes:
        """The document as it is saved."""
        stream = io.BytesIO()
        self.document.save(stream)
        return stream.getvalue()

    def texts(self) -> list[BaseOxmlElement]:
        """Every piece of text."""
        return [one for one in self.document.element.iter(qn("w:t")) if (one.text or "").strip()]

    def bare_texts(self) -> list[BaseOxmlElement]:
        """Every piece of text that is no figure."""
        held = {run for figure in self.figures() for run in figure}
        return [one for one in self.texts() if one.getparent() not in held]

    def figures(self) -> list[list[BaseOxmlElement]]:
        """The runs of every figure that shows digits."""
        found = (_runs(mark) for mark in self.document.element.iter(qn("w:bookmarkStart")) if is_figure(mark))
        return [runs for runs in found if re.search(r"\d", shown(runs)) and len(shown(runs)) < 20]

    def paragraphs(self) -> list[BaseOxmlElement]:
        """The paragraphs of the text, outside tables, that say something."""
        return spoken(self.document)

    def tables(self) -> list[list[list[BaseOxmlElement]]]:
        """Tables by row and cell, those whose rows are as wide as the first and that hold more than two."""
        found = [
            [list(row.iter(qn("w:tc"))) for row in one._tbl.iter(qn("w:tr"))] for one in self.document.tables
        ]
        return [
            [row for row in one if len(row) == len(one[0])]
            for one in found
            if len(one) > 1 and len(one[0]) > 1
        ]


def spoken(document: Document) -> list[BaseOxmlElement]:
    """The paragraphs of a document outside tables that say something."""
    return [one._p for one in document.paragraphs if len(read(one._p)) > 8]


def is_figure(mark: BaseOxmlElement) -> bool:
    """Whether a bookmark is that of a figure."""
    return bool(_FIGURE.fullmatch(mark.get(qn("w:name")) or ""))


def _runs(mark: BaseOxmlElement) -> list[BaseOxmlElement]:
    """The runs between a bookmark's beginning and its end."""
    runs, at = [], mark.getnext()
    while at is not None and at.tag != qn("w:bookmarkEnd"):
        if at.tag == qn("w:r"):
            runs.append(at)
        at = at.getnext()
    return runs


def shown(elements: list[BaseOxmlElement]) -> str:
    """What some elements read."""
    return "".join(map(read, elements))


def read(element: BaseOxmlElement) -> str:
    """What an element reads."""
    return "".join(one.text or "" for one in element.iter(qn("w:t")))


def write(runs: list[BaseOxmlElement], text: str) -> None:
    """Other text in the runs of a figure, in the first of its pieces."""
    first, *rest = (one for run in runs for one in run.iter(qn("w:t")))
    first.text = text
    for one in rest:
        one.text = ""


def exchange(first: BaseOxmlElement, second: BaseOxmlElement) -> None:
    """Two elements take each other's place."""
    one, other = deepcopy(first), deepcopy(second)
    first.getparent().replace(first, other)
    second.getparent().replace(second, one)


def without_bookmarks(element: BaseOxmlElement) -> BaseOxmlElement:
    """A copy as if it were typed."""
    copied = deepcopy(element)
    for mark in list(_marks(copied)):
        mark.getparent().remove(mark)
    return copied


def _marks(element: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    yield from element.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))
