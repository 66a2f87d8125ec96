"""Pages held against GB/T 9704-2012, clause by clause: what a rendered document breaks.

From the pages alone, as anybody with a ruler would; where a clause leaves room the narrower reading counts.
docs/公文格式.md lists the clauses, and those left to people.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

from pipeline.documents.conformance import annexes, body, feet, heads, running, whole
from pipeline.documents.conformance.ruler import Breach, upright
from pipeline.model.pages import Page

__all__ = ["Breach", "Layout", "breaches"]


class Layout(StrEnum):
    """How a document is laid out."""

    UPWARD = "红头上行文"
    DOWNWARD = "红头下行文"
    LETTER = "信函格式"
    HOUSE = "本单位格式"
    PAGE = "本单位格式，一面"
    DESK = "内部用表"


def breaches(pages: Sequence[Page], layout: Layout) -> tuple[Breach, ...]:
    """Every clause that the pages of a document break, page by page; none if it conforms."""
    return tuple(_breaches(pages, [upright(page) for page in pages], layout))


def _breaches(held: Sequence[Page], pages: Sequence[Page], layout: Layout) -> Iterator[Breach]:
    """`held` are the pages as a reader holds them, `pages` as they lie in the bound document."""
    yield from body.paper(pages)
    yield from body.fonts(pages)
    yield from whole.type_size(held)
    if layout is Layout.DESK:
        return
    house = layout in (Layout.HOUSE, Layout.PAGE)
    if layout is Layout.LETTER:
        yield from heads.letter(pages[0])
        yield from feet.letter_imprint(len(pages), pages[-1])
    elif not house:
        yield from heads.red(pages[0], layout is Layout.UPWARD)
        yield from feet.ruled_imprint(len(pages), pages[-1])
    if not house:
        yield from heads.addressee(pages[0])
    yield from heads.title(pages[0], house)
    yield from body.type_area(pages, layout is Layout.LETTER)
    text = running.running(held)
    yield from body.text(pages[: max(1, len(text))])
    yield from body.attachments(pages)
    yield from annexes.annexes(held)
    yield from feet.signature(pages, not house)
    yield from feet.folios(pages, layout is Layout.LETTER)
    yield from _of_text(held, text, layout)


def _of_text(held: Sequence[Page], text: Sequence[running.Running], layout: Layout) -> Iterator[Breach]:
    """What the running text shows, and the document as a whole."""
    yield from running.paragraphs(text, layout not in (Layout.HOUSE, Layout.PAGE))
    yield from running.remark(text)
    yield from annexes.listed(held, text)
    yield from whole.held(held)
    yield from whole.signed_pages(text)
    if layout is Layout.PAGE:
        yield from whole.one_page(held)
    if layout is Layout.UPWARD:
        yield from whole.length(text)
