"""Figures on their way through a template: marked while they are printed, in bookmarks once they stand in the part.

While a template prints, a figure is its text between signs that no text may hold. Afterwards one pass over the
printed part turns each into a bookmark `_f0001`, `_f0002` … around a run of its own, in reading order; Word,
WPS and LibreOffice show nothing of it and keep it when the document is edited.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

from pipeline.model.phrases import Phrase, Printed

# Noncharacters: XML may hold them, no text that people exchange does.
_START, _MIDDLE, _END = "\ufdd0", "\ufdd1", "\ufdd2"
_START8, _MIDDLE8, _END8 = (sign.encode() for sign in (_START, _MIDDLE, _END))
_MARK = re.compile(f"{_START}\\d+{_MIDDLE}|{_END}")
_RESERVED = re.compile(f"[{_START}-{_END}]")
# From a run's beginning to its text: the run with its properties, what else stands before the text, the text's tag.
_RUN = re.compile(rb"(<w:r(?: [^>]*)?>(?:<w:rPr>.*?</w:rPr>|<w:rPr/>)?)(.*?)(<w:t(?: [^>]*)?>)", re.DOTALL)
_TEXT_TAG = b'<w:t xml:space="preserve">'
_TEXT_END = b"</w:t></w:r>"
_BODY = re.compile(rb"<w:body\b[^>]*>")
_BOOKMARK_ID = re.compile(rb'<w:bookmarkStart\b[^>]*?w:id="(\d+)"')


@dataclass(slots=True)
class Marker:
    """Gives every printed value its text, and figures their marks; `figures` are those that were printed, by number.

    Anything but text, phrases and figures is left as it is, to the environment's own guard.
    """

    figures: list[Printed] = field(default_factory=list)

    def __call__(self, value: object) -> object:
        """The value as a template prints it."""
        if value.__class__ is str:
            assert isinstance(value, str)
            return _unreserved(value)
        if isinstance(value, Phrase):
            return "".join(
                [_unreserved(part) if isinstance(part, str) else self._marked(part) for part in value.parts]
            )
        return self._marked(value) if isinstance(value, Printed) else value

    def _marked(self, figure: Printed) -> str:
        figures = self.figures
        figures.append(figure)
        return f"{_START}{len(figures) - 1}{_MIDDLE}{_unreserved(figure.text)}{_END}"


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure in a document: the name of its bookmark and what was printed."""

    name: str
    figure: Printed


def _unreserved(text: str) -> str:
    return text if text.isprintable() else _RESERVED.sub("", text)


def without_marks(text: str) -> str:
    """A printed text as it reads."""
    return _MARK.sub("", text) if _START in text or _END in text else text


def bookmarked(
    parts: dict[str, bytes], figures: list[Printed], main: str, name: str
) -> tuple[dict[str, bytes], tuple[Mark, ...], str]:
    """Printed parts (UTF-8, in reading order) with a bookmark around every marked figure; the bookmarks; the document's own.

    The document's own bookmark stands at the beginning of the part `main`, and is made of `name` and of the figures. A figure
    printed where no bookmark can stand (a field's code, an attribute) stays as text.
    """
    one = _Pass(figures, _first_free(parts))
    result = {part: one.over(text) for part, text in parts.items()}
    sign = fingerprint(name, one.marks)
    bookmark = f'<w:bookmarkStart w:id="{one.number}" w:name="{sign}"/><w:bookmarkEnd w:id="{one.number}"/>'
    result[main] = _BODY.sub(lambda body: body[0] + bookmark.encode(), result[main], count=1)
    return result, tuple(one.marks), sign


def fingerprint(name: str, marks: list[Mark]) -> str:
    """The bookmark a document is known by under any name: made of its name, its figures and where they are from."""
    digest = hashlib.sha256(name.encode())
    for mark in marks:
        figure = mark.figure
        digest.update(f"\n{figure.text}\t{figure.how}".encode())
        for cell in figure.cells:
            digest.update(f"\t{cell.sha256}{cell.sheet}!{cell.ref}".encode())
    return f"_set{digest.hexdigest()[:16]}"


def _first_free(parts: dict[str, bytes]) -> int:
    """The first number above every bookmark there is."""
    used = [
        int(number)
        for text in parts.values()
        if b"<w:bookmarkStart" in text
        for number in _BOOKMARK_ID.findall(text)
    ]
    return max(used, default=0) + 1


# How a run begins, and whether nothing stands between its properties and its text; None where it holds no text.
_Head = tuple[bytes, bool] | None


@dataclass(slots=True)
class _Pass:
    """One pass over the parts of a document; `heads` are the beginnings of runs it has met."""

    figures: list[Printed]
    number: int
    marks: list[Mark] = field(default_factory=list)
    heads: dict[bytes, _Head] = field(default_factory=dict)

    def over(self, text: bytes) -> bytes:
        first, *others = text.split(_START8)
        result = [first]
        for piece in others:
            index, _, rest = piece.partition(_MIDDLE8)
            inside, _, after = rest.partition(_END8)
            self._open(result, int(index), inside, after)
        return b"".join(result)

    def _open(self, result: list[bytes], index: int, inside: bytes, after: bytes) -> None:
        """Put a figure behind the last piece, in a bookmark if that ends within the text of a run."""
        before = result[-1]
        start = max(before.rfind(b"<w:r>"), before.rfind(b"<w:r "))
        text = before.rfind(b">") + 1
        head = self._head(before[start:text]) if 0 <= start < text else None
        if head is None:
            result += (inside, after)
            return
        run, bare = head
        # A figure at the beginning of its run leaves no empty run behind.
        result[-1] = before[:start] if bare and text == len(before) else before + _TEXT_END
        name = f"_f{len(self.marks) + 1:04d}"
        self.marks.append(Mark(name, self.figures[index]))
        mark = b'<w:bookmarkStart w:id="%d" w:name="%s"/>' % (self.number, name.encode())
        result += (mark, run, _TEXT_TAG, inside, _TEXT_END, b'<w:bookmarkEnd w:id="%d"/>' % self.number)
        self.number += 1
        if after.startswith(_TEXT_END):
            result.append(after[len(_TEXT_END) :])
        else:
            result.append(b"".join((run, _TEXT_TAG, after)))

    def _head(self, opening: bytes) -> _Head:
        if opening not in self.heads:
            found = _RUN.fullmatch(opening)
            self.heads[opening] = (found[1], not found[2]) if found is not None else None
        return self.heads[opening]
