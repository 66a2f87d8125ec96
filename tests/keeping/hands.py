"""What a person does to a draft in Word: words of a paragraph, one dropped, one added, one moved, a figure typed over."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph

Hand = Callable[[Document], None]


def edit(path: Path, to: Path, *hands: Hand) -> Path:
    """The document with all of it done, saved under another name."""
    document = docx.Document(str(path))
    for hand in hands:
        hand(document)
    document.save(str(to))
    return to


def paragraph(document: Document, words: str) -> Paragraph:
    """The first paragraph with these words in it."""
    return next(one for one in document.paragraphs if words in one.text)


def reword(words: str, new: str, within: str = "") -> Hand:
    """Words of a run for others, in the first paragraph with the words `within`."""

    def hand(document: Document) -> None:
        among = [one for one in document.paragraphs if within in one.text]
        run = next(run for one in among for run in one.runs if words in run.text)
        run.text = run.text.replace(words, new, 1)

    return hand


def drop(words: str) -> Hand:
    """A paragraph taken out."""

    def hand(document: Document) -> None:
        one = paragraph(document, words)._p
        one.getparent().remove(one)

    return hand


def add(behind: str, text: str) -> Hand:
    """A paragraph of one's own behind another, typed in Word: it looks like that."""

    def hand(document: Document) -> None:
        above = paragraph(document, behind)
        made = deepcopy(above._p)
        above._p.addnext(made)
        for child in list(made):
            if child.tag != qn("w:pPr"):
                made.remove(child)
        Paragraph(made, above._parent).add_run(text)

    return hand


def move(words: str, behind: str) -> Hand:
    """A paragraph taken elsewhere."""

    def hand(document: Document) -> None:
        paragraph(document, behind)._p.addnext(paragraph(document, words)._p)

    return hand


def figure(words: str, place: int, text: str) -> Hand:
    """The figure at a place of a paragraph typed over."""

    def hand(document: Document) -> None:
        marks = paragraph(document, words)._p.findall(qn("w:bookmarkStart"))
        run = _next_run(marks[place])
        next(run.iter(qn("w:t"))).text = text

    return hand


def typed_anew(words: str) -> Hand:
    """A paragraph retyped sign for sign: every bookmark is lost, all of it is one run."""

    def hand(document: Document) -> None:
        one = paragraph(document, words)
        text = one.text
        for child in list(one._p):
            if child.tag != qn("w:pPr"):
                one._p.remove(child)
        one.add_run(text)

    return hand


def _next_run(mark: BaseOxmlElement) -> BaseOxmlElement:
    at = mark.getnext()
    while at.tag != qn("w:r"):
        at = at.getnext()
    return at
