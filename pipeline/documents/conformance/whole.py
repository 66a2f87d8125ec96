"""A document as a whole: how long it is, what its pages hold, how small its type is.

What GB/T 9704-2012 leaves to good sense, and this office asks of every paper (手册-秘书): a page is worth turning.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.documents.conformance.ruler import Breach, in_area, lines, tables, true
from pipeline.documents.conformance.running import Running, imprint
from pipeline.model.pages import Box, Page

COMPOSITION = "编排要求"
_LEAST_TYPE = 7.5
_FEWEST_LINES = 2
_MOST_TEXT = 3000
_CLOSING = "特此"


def type_size(pages: Sequence[Page]) -> Iterator[Breach]:
    """Nothing printed is smaller than 六号."""
    for number, page in enumerate(pages, 1):
        smallest = min((glyph.size for glyph in page.glyphs if glyph.sign.strip()), default=_LEAST_TYPE)
        large = round(smallest, 1) >= _LEAST_TYPE
        yield from true(COMPOSITION, number, "印出的字不小于六号（7.5磅）", large, f"{smallest:.1f}磅")


def one_page(pages: Sequence[Page]) -> Iterator[Breach]:
    """呈阅件 and 要情 are a page each."""
    yield from true(COMPOSITION, len(pages), "应排在一面之内", len(pages) == 1, f"{len(pages)}面")


def length(text: Sequence[Running]) -> Iterator[Breach]:
    """A 报告 has at most 3,000 signs of body (7.3.3): all below 主送机关, headings and 特此报告 among it, annexes apart."""
    told = [line for page in text for line in page.body]
    ends = [at for at, line in enumerate(told, 1) if line.text.endswith("：")]
    signs = sum(bool(glyph.sign.strip()) for line in told[min(ends, default=0) :] for glyph in line.glyphs)
    last = text[-1].number if text else 1
    yield from true(COMPOSITION, last, f"报告正文不超过{_MOST_TEXT}字", signs <= _MOST_TEXT, f"{signs}字")


def signed_pages(text: Sequence[Running]) -> Iterator[Breach]:
    """A page with the signature has two lines of text besides 特此报告, unless it is the first."""
    for page in text:
        if page.number == 1 or not page.signed:
            continue
        said = [line for line in page.body if not line.text.startswith(_CLOSING)]
        enough = len(said) >= _FEWEST_LINES
        yield from true(COMPOSITION, page.number, "署名所在的一面应有两行正文", enough, f"{len(said)}行")


def held(pages: Sequence[Page]) -> Iterator[Breach]:
    """No page is blank, or has nothing but one line, one row, the notes of a table or the imprint.

    Blank pages right before an imprint that stands alone are people's: they bring it to an even page.
    """
    alone = set(imprint_pages(pages))
    for number, page in enumerate(pages, 1):
        if number in alone and (number != len(pages) or len(alone) > 1):
            continue
        found = lines(glyph for glyph in page.glyphs if in_area(glyph))
        boxed = tables(page)
        said = [line for line in found if not _within(line.baseline, boxed)]
        if _blank(page):
            yield Breach("5.2.3", number, "没有空白页", "空白")
        elif number in alone:
            yield Breach(COMPOSITION, number, "版记不单独占一面", "只有版记")
        elif not boxed and len(found) - len(imprint(page)) == 1 and len(pages) > 1:
            yield Breach(COMPOSITION, number, "一面不只一行", f"只有“{found[0].text[:8]}”")
        elif not boxed and number > 1 and all(line.size < 12 for line in said):
            yield Breach(COMPOSITION, number, "表注不单独占一面", "只有表注")
        elif boxed and not said and _rows(page) <= 1:
            yield Breach(COMPOSITION, number, "表格不只留一行在一面", "只有表头和一行")


def imprint_pages(pages: Sequence[Page]) -> tuple[int, ...]:
    """The last page, if nothing but the imprint stands on it, and the blank ones right before it."""
    last = pages[-1]
    found = lines(glyph for glyph in last.glyphs if in_area(glyph))
    if not found or len(found) != len(imprint(last)):
        return ()
    first = len(pages)
    while first > 1 and _blank(pages[first - 2]):
        first -= 1
    return tuple(range(first, len(pages) + 1))


def _blank(page: Page) -> bool:
    return not any(glyph.sign.strip() and in_area(glyph) for glyph in page.glyphs)


def _within(baseline: float, boxed: Sequence[Box]) -> bool:
    return any(box.top <= baseline <= box.bottom for box in boxed)


def _rows(page: Page) -> int:
    """Rows of the tables of a page below their heads."""
    level = {
        round(bar.box.top) for bar in page.bars if not bar.red and bar.box.width > 100 and bar.box.height < 1
    }
    return max(0, len(level) - 2)
