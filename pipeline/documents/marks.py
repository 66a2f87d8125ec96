"""Figures on their way through a template: marked while they are printed, in bookmarks once they stand in the part.

While a template prints, a figure is its text between signs that no text may hold. Afterwards one pass over the
printed part turns each into a bookmark `_f0001`, `_f0002` … around a run of its own, in reading order; Word,
WPS and LibreOffice show nothing of it and keep it when the document is edited.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.model.phrases import Phrase, Printed

# Noncharacters: XML may hold them, no text that people exchange does.
_START, _MIDDLE, _END = "\ufdd0", "\ufdd1", "\ufdd2"
_MARK = re.compile(f"{_START}\\d+{_MIDDLE}|{_END}")
_RESERVED = re.compile(f"[{_START}-{_END}]")
# A run's beginning, what stands before its text, the text's tag and the text so far.
_RUN = re.compile(
    r"(<w:r(?: [^>]*)?>(?:<w:rPr>.*?</w:rPr>|<w:rPr/>)?)(.*?)(<w:t(?: [^>]*)?>)([^<]*)\Z", re.DOTALL
)
_TEXT_TAG = '<w:t xml:space="preserve">'
_TEXT_END = "</w:t></w:r>"
_BODY = re.compile(r"<w:body\b[^>]*>")
_BOOKMARK_ID = re.compile(r'<w:bookmarkStart\b[^>]*?w:id="(\d+)"')


@dataclass(slots=True)
class Marker:
    """Gives every printed value its text, and figures their marks; `figures` are those that were printed, by number.

    Words and anything else are left to the environment's own guard.
    """

    figures: list[Printed] = field(default_factory=list)

    def __call__(self, value: object) -> object:
        """The value as a template prints it."""
        if value.__class__ is str:
            assert isinstance(value, str)
            return _unreserved(value)
        if isinstance(value, Printed):
            return self._marked(value)
        if isinstance(value, Phrase):
            return "".join(
                self._marked(part) if isinstance(part, Printed) else _unreserved(part) for part in value.parts
            )
        return value

    def _marked(self, figure: Printed) -> str:
        self.figures.append(figure)
        return f"{_START}{len(self.figures) - 1}{_MIDDLE}{_unreserved(figure.text)}{_END}"


def _unreserved(text: str) -> str:
    return text if text.isprintable() else _RESERVED.sub("", text)


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure in a document: the name of its bookmark and what was printed."""

    name: str
    figure: Printed


def without_marks(text: str) -> str:
    """A printed text as it reads."""
    return _MARK.sub("", text) if _START in text or _END in text else text


def bookmarked(texts: dict[str, str], figures: list[Printed]) -> tuple[dict[str, str], tuple[Mark, ...]]:
    """Printed parts, by name and in reading order, with a bookmark around every marked figure; and the bookmarks.

    A figure printed where no bookmark can stand (a field's code, an attribute) stays as text.
    """
    one = _Pass(figures, _first_free(texts.values()))
    return {name: one.over(text) for name, text in texts.items()}, tuple(one.marks)


def fingerprint(name: str, text: str, marks: tuple[Mark, ...]) -> str:
    """The bookmark a document is known by under any name: made of its name, its text and where its figures are from."""
    cells = (f"{cell.sha256}{cell.sheet}{cell.ref}" for mark in marks for cell in mark.figure.cells)
    return f"_set{hashlib.sha256(''.join((name, text, *cells)).encode()).hexdigest()[:16]}"


def signed(text: str, name: str) -> str:
    """A main part with a bookmark at its beginning."""
    number = _first_free([text])
    sign = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/><w:bookmarkEnd w:id="{number}"/>'
    return _BODY.sub(lambda body: body[0] + sign, text, count=1)


def _first_free(texts: Iterable[str]) -> int:
    """The first number above every bookmark there is."""
    used = [int(number) for text in texts for number in _BOOKMARK_ID.findall(text)]
    return max(used, default=0) + 1


@dataclass(slots=True)
class _Pass:
    """One pass over the parts of a document."""

    figures: list[Printed]
    number: int
    marks: list[Mark] = field(default_factory=list)

    def over(self, text: str) -> str:
        first, *others = text.split(_START)
        result = [first]
        for piece in others:
            index, _, rest = piece.partition(_MIDDLE)
            inside, _, after = rest.partition(_END)
            result += self._opened(result.pop(), self.figures[int(index)], inside, after)
        return "".join(result)

    def _opened(self, before: str, figure: Printed, inside: str, after: str) -> tuple[str, ...]:
        found = _RUN.search(before, max(before.rfind("<w:r>"), before.rfind("<w:r "), 0))
        if found is None:
            return before, inside, after
        run = found[1]
        # A figure at the beginning of its run leaves no empty run behind.
        before = f"{before}{_TEXT_END}" if found[2] or found[4] else before[: found.start()]
        name = f"_f{len(self.marks) + 1:04d}"
        self.marks.append(Mark(name, figure))
        start = f'<w:bookmarkStart w:id="{self.number}" w:name="{name}"/>{run}{_TEXT_TAG}'
        end = f'{_TEXT_END}<w:bookmarkEnd w:id="{self.number}"/>'
        self.number += 1
        if after.startswith(_TEXT_END):
            return before, start, inside, end, after[len(_TEXT_END) :]
        return before, start, inside, end, f"{run}{_TEXT_TAG}{after}"
