"""Figures on their way through a template: marked while they are printed, in bookmarks once they stand in the part.

While a template prints, a figure is its text between signs that no text may hold. Afterwards one pass over the
printed part turns each into a bookmark `_f0001`, `_f0002` … around a run of its own, in reading order; Word,
WPS and LibreOffice show nothing of it and keep it when the document is edited.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from jinja2.exceptions import SecurityError

from pipeline.documents.pictures.bars import read
from pipeline.documents.pictures.drawn import drawing
from pipeline.files.packages import package, packed, parts_of
from pipeline.model.phrases import Drawn, Mark, Phrase, Printed

# Noncharacters: XML may hold them, no text that people exchange does.
_START, _MIDDLE, _END = "\ufdd0", "\ufdd1", "\ufdd2"
_START8, _MIDDLE8, _END8 = (sign.encode() for sign in (_START, _MIDDLE, _END))
_MARK = re.compile(f"{_START}\\d+{_MIDDLE}|{_END}")
_RESERVED = re.compile(f"[{_START}-{_END}]")
# From a run's beginning to its text: the run with its properties, what else stands before the text, the text's tag.
# A tracked change of format has the properties of before within those of now.
_PROPERTIES = rb"<w:rPr>(?:(?!</?w:rPr>).|<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)*</w:rPr>|<w:rPr/>"
_RUN = re.compile(rb"(<w:r(?: [^>]*)?>(?:%b)?)(.*?)(<w:t(?: [^>]*)?>)" % _PROPERTIES, re.DOTALL)
TEXT_TAG = b'<w:t xml:space="preserve">'
TEXT_END = b"</w:t></w:r>"
_BOOKMARK_START = b'<w:bookmarkStart w:id="%d" w:name="_f%04d"/>'
_BOOKMARK_END = TEXT_END + b'<w:bookmarkEnd w:id="%d"/>'
# A picture and its shapes take so many ids of a part's drawings, above what a template is likely to use.
_DRAWINGS, _IDS = 100_000, 100
_BODY = re.compile(rb"<w:body\b[^>]*>")
_MOST_SIGNS = 10_000_000
_OWN = re.compile(rb'<w:bookmarkStart\b[^>]*?w:name="_(?:f\d{4}|set[0-9a-f]{16})[^>]*/>')
_ID = re.compile(rb'w:id="(\d+)"')
_BOOKMARK_ID = re.compile(rb'<w:bookmarkStart\b[^>]*?w:id="(\d+)"')


class Tags(dict[int, tuple[bytes, bytes]]):
    """What stands before and behind a figure's run, by the number the figure has in its document; the same in every document.

    `first` is the first number above those of the template's own bookmarks.
    """

    def __init__(self) -> None:
        super().__init__()
        self.first = 1

    def __missing__(self, number: int) -> tuple[bytes, bytes]:
        place = self.first + number
        self[number] = _BOOKMARK_START % (place, number), _BOOKMARK_END % place
        return self[number]


@dataclass(slots=True)
class Marker:
    """Gives every printed value its text, and figures their marks; `figures` are those that were printed.

    The first is 1 and stands in `_f0001`; `waiting` are the numbers of those that are marked and have no bookmark yet.
    Anything but text, phrases and figures is left as it is, to the environment's own guard.
    """

    figures: list[Printed] = field(default_factory=list)
    tags: Tags = field(default_factory=Tags)
    waiting: set[int] = field(default_factory=set)
    _signs: int = 0

    def bookmark(self, figure: Printed, opening: bytes, text: bytes) -> bytes:
        """A figure in its bookmark: a run that begins so, with the figure's printed text."""
        self.figures.append(figure)
        return self.placed(len(self.figures), opening, text)

    def placed(self, number: int, opening: bytes, text: bytes) -> bytes:
        """The figure of that number in its bookmark; a picture stands there as it is drawn."""
        start, end = self.tags[number]
        figure = self.figures[number - 1]
        if figure.__class__ is Drawn and (picture := read(figure.text)) is not None:
            drawn = drawing(picture.sheet, _DRAWINGS + _IDS * number).encode()
            opening, text, end = opening.removesuffix(TEXT_TAG), drawn, b"</w:r>" + end.removeprefix(TEXT_END)
        return b"".join((start, opening, text, end))

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

    def start(self) -> None:
        """Begin with another document."""
        self.figures, self.waiting, self._signs = [], set(), 0

    def count(self, text: str) -> None:
        """So much more is printed; `SecurityError` once it is more than any document."""
        self._signs += len(text)
        if self._signs > _MOST_SIGNS:
            raise SecurityError("a document without end")

    def _marked(self, figure: Printed) -> str:
        text = _unreserved(figure.text)
        if not text:
            return ""
        self.figures.append(figure)
        number = len(self.figures)
        self.waiting.add(number)
        return f"{_START}{number}{_MIDDLE}{text}{_END}"


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a document in the order they were printed; those of the numbers in `plain` stand nowhere or as mere text."""

    printed: tuple[Printed, ...] = ()
    plain: frozenset[int] = frozenset()

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Every figure that has a bookmark, with its name."""
        numbered = enumerate(self.printed, 1)
        return tuple(Mark(f"_f{at:04d}", figure) for at, figure in numbered if at not in self.plain)


def _unreserved(text: str) -> str:
    return text if text.isprintable() else _RESERVED.sub("", text)


def is_marked(part: bytes) -> bool:
    """Whether figures are marked in a printed part."""
    return _START8 in part


def without_marks(text: str) -> str:
    """A printed text as it reads."""
    return _MARK.sub("", text) if _START in text or _END in text else text


def first_free(parts: Iterable[bytes]) -> int:
    """The first number above every bookmark there is."""
    used = [int(number) for part in parts for number in _BOOKMARK_ID.findall(part)]
    return max(used, default=0) + 1


def bookmarked(
    parts: Mapping[str, bytes], marker: Marker, main: str, name: str
) -> tuple[dict[str, bytes], Figures, str]:
    """Printed parts (UTF-8) with a bookmark around every marked figure; all figures with theirs; the document's own.

    The document's own bookmark stands at the beginning of the part `main` and is made of `name` and of that part. A figure
    printed where no bookmark can stand (a field's code, an attribute) stays as text.
    """
    one = _Pass(marker)
    result = {part: one.over(text) for part, text in parts.items()} if marker.waiting else dict(parts)
    sign = fingerprint(name, result[main])
    number = marker.tags.first
    own = f'<w:bookmarkStart w:id="{number}" w:name="{sign}"/><w:bookmarkEnd w:id="{number}"/>'
    result[main] = _BODY.sub(lambda body: body[0] + own.encode(), result[main], count=1)
    return result, Figures(tuple(marker.figures), frozenset(marker.waiting)), sign


def without_bookmarks(template: bytes) -> bytes:
    """A template without bookmarks of ours: one made from a finished document brings them along."""
    parts = parts_of(template)
    if not any(_OWN.search(part) for part in parts.values()):
        return template
    return package(packed(name, _without_own(part)) for name, part in parts.items())


def _without_own(part: bytes) -> bytes:
    numbers = {number for start in _OWN.findall(part) for number in _ID.findall(start)}
    ends = [re.compile(rb'<w:bookmarkEnd\b[^>]*?w:id="%b"[^>]*/>' % number) for number in numbers]
    for end in (_OWN, *ends):
        part = end.sub(b"", part)
    return part


def fingerprint(name: str, main: bytes) -> str:
    """The bookmark a document is known by under any name: made of its name and its main part."""
    facts = f"{name} {zlib.crc32(main)} {zlib.adler32(main)}"
    return f"_set{hashlib.sha256(facts.encode()).hexdigest()[:16]}"


# How a run begins, and whether nothing stands between its properties and its text; None where it holds no text.
_Head = tuple[bytes, bool] | None


@dataclass(slots=True)
class _Pass:
    """One pass over the parts of a document; `heads` are the beginnings of runs it has met."""

    marker: Marker
    heads: dict[bytes, _Head] = field(default_factory=dict)

    def over(self, text: bytes) -> bytes:
        first, *others = text.split(_START8)
        result = [first]
        for piece in others:
            number, _, rest = piece.partition(_MIDDLE8)
            inside, _, after = rest.partition(_END8)
            self._open(result, int(number), inside, after)
        return b"".join(result)

    def _open(self, result: list[bytes], number: int, inside: bytes, after: bytes) -> None:
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
        result[-1] = before[:start] if bare and text == len(before) else before + TEXT_END
        result.append(self._bookmark(number, run + TEXT_TAG, inside))
        if after.startswith(TEXT_END):
            result.append(after[len(TEXT_END) :])
        else:
            result.append(b"".join((run, TEXT_TAG, after)))

    def _bookmark(self, number: int, opening: bytes, text: bytes) -> bytes:
        """The bookmark of a figure; what a template kept and prints again is another figure."""
        if number not in self.marker.waiting:
            return self.marker.bookmark(self.marker.figures[number - 1], opening, text)
        self.marker.waiting.remove(number)
        return self.marker.placed(number, opening, text)

    def _head(self, opening: bytes) -> _Head:
        if opening not in self.heads:
            found = _RUN.fullmatch(opening)
            self.heads[opening] = (found[1], not found[2]) if found is not None else None
        return self.heads[opening]
