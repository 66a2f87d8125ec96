"""Pages held against GB/T 9704-2012, clause by clause: what a rendered document breaks.

From the pages alone, as anybody with a ruler would; where a clause leaves room the narrower reading counts.
docs/公文格式.md lists the clauses, and those left to people.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

from pipeline.documents.conformance import body, feet, heads
from pipeline.documents.conformance.ruler import Breach, upright
from pipeline.model.pages import Page

__all__ = ["Breach", "Layout", "breaches"]


class Layout(StrEnum):
    """How a document is laid out."""

    UPWARD = "红头上行文"
    DOWNWARD = "红头下行文"
    LETTER = "信函格式"
    HOUSE = "本单位格式"
    DESK = "内部用表"


def breaches(pages: Sequence[Page], layout: Layout) -> tuple[Breach, ...]:
    """Every clause that the pages of a document break, page by page; none if it conforms."""
    return tuple(_breaches([upright(page) for page in pages], layout))


def _breaches(pages: Sequence[Page], layout: Layout) -> Iterator[Breach]:
    yield from body.paper(pages)
    yield from body.fonts(pages)
    if layout is Layout.DESK:
        return
    if layout is Layout.LETTER:
        yield from heads.letter(pages[0])
        yield from feet.letter_imprint(len(pages), pages[-1])
    elif layout is not Layout.HOUSE:
        yield from heads.red(pages[0], layout is Layout.UPWARD)
        yield from feet.ruled_imprint(len(pages), pages[-1])
    if layout is not Layout.HOUSE:
        yield from heads.addressee(pages[0])
    yield from heads.title(pages[0], layout is Layout.HOUSE)
    yield from body.type_area(pages, layout is Layout.LETTER)
    yield from body.text(pages)
    yield from body.attachments(pages)
    yield from body.annexes(pages)
    yield from feet.signature(pages, layout is not Layout.HOUSE)
    yield from feet.folios(pages, layout is Layout.LETTER)
