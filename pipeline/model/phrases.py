"""Text that is to be printed, with the figures in it still knowing where they came from.

A `Phrase` is what `compose` hands to a template wherever a sentence may hold a figure. To a template
it is text; to the trace of a document it is text and figures in reading order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from pipeline.model.figures import Cell
from pipeline.model.findings import Finding

QUOTED = "原文引用"
# Before the rule of a figure that is an earlier month's, printed while this month's cannot be used.
EARLIER = "此前可用的"
_ENDS, _CLOSING = tuple("，。；：、！？…—,.;:!?"), "”’）》)"


@dataclass(frozen=True, slots=True)
class Printed:
    """One figure as it stands on the page: its text, exact value, how it was reckoned, its source cells.

    A unit's own words are one too, without a value, `how` being `QUOTED`. `about` is the id of the target it
    speaks of, empty where it speaks of several or of none.
    """

    text: str
    value: Decimal | None
    measure: str
    how: str
    cells: tuple[Cell, ...]
    about: str = ""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Drawn(Printed):
    """A figure that stands on the page as a picture; its text is what the picture says in words, from which it is drawn."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure in a document: the name of its bookmark and what was printed."""

    name: str
    figure: Printed


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence or part of one: plain words and printed figures in reading order."""

    parts: tuple[str | Printed, ...] = ()

    def __str__(self) -> str:
        return "".join(map(str, self.parts))

    def __bool__(self) -> bool:
        return bool(str(self))

    @property
    def figures(self) -> tuple[Printed, ...]:
        """The figures of this phrase in reading order."""
        return tuple(part for part in self.parts if isinstance(part, Printed))


def quoted(text: str, cell: Cell, about: str = "") -> Printed:
    """A unit's own words, printed as they stand (or made fit to stand) in a sentence of ours."""
    return Printed(text, None, "", QUOTED, (cell,), about)


def one_line(text: str) -> str:
    """A text of several lines on one: joined by a comma where a line does not end in a sign of its own.

    Put together as they stand, 多报12 and 3季度 would be 多报123季度.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    ended = [line if line.rstrip(_CLOSING)[-1:] in _ENDS else f"{line}，" for line in lines[:-1]]
    return "".join((*ended, *lines[-1:]))


def phrase(*parts: str | Printed | Phrase) -> Phrase:
    """Parts put together; a phrase inside a phrase is flattened."""
    flat: list[str | Printed] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, Phrase) else (part,))
    return Phrase(tuple(flat))


def join(separator: str, phrases: Iterable[str | Printed | Phrase]) -> Phrase:
    """Phrases with `separator` between them."""
    items = list(phrases)
    parts: list[str | Printed | Phrase] = []
    for index, item in enumerate(items):
        if index:
            parts.append(separator)
        parts.append(item)
    return phrase(*parts)


def cut(words: Phrase, lengths: Iterable[int]) -> Iterator[Phrase]:
    """A phrase in pieces of so many characters each; a figure that is cut through stands in both pieces."""
    left = list(reversed(words.parts))
    for length in lengths:
        piece: list[str | Printed] = []
        while length > 0 and left:
            part = left.pop()
            text = str(part)
            if len(text) > length:
                left.append(_reworded(part, text[length:]))
                part = _reworded(part, text[:length])
            piece.append(part)
            length -= len(text)
        yield Phrase(tuple(piece))


def _reworded(part: str | Printed, text: str) -> str | Printed:
    return replace(part, text=text) if isinstance(part, Printed) else text


@dataclass(frozen=True, slots=True)
class Dispatch:
    """What a draft that bears a number says of itself, for its 发文稿纸; each in words as printed."""

    organ: str
    number: str
    title: str
    addressee: str
    copied: str = ""
    attachments: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A document: stable id, file name in the published set, template name, context dataclass.

    `findings` are about the document itself (too long), not about what was reported; `dispatch` is None
    for what bears no number. `charts` gives the data of a chart its template holds, by name and target; None where there
    are none to be had.
    """

    id: str
    file: str
    template: str
    context: object
    findings: tuple[Finding, ...] = ()
    dispatch: Dispatch | None = None
    charts: Callable[[str, str], Drawn | None] | None = field(default=None, compare=False, repr=False)
