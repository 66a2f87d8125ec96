"""What keeps a page from being used or printed as offices use and print: each found told by what it is, nothing if all is well."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pypdfium2 as pdfium

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser import Window

WIDTH = 1366
# An A4 page as a browser sees it, in dots, with the margins of desk.css.
_PAPER = 703
_MOST_STEPS = 3000
# Whatever a person can work with, as it stands on the page; what is folded away is unfolded before.
_CONTROLS = """() => {
  document.querySelectorAll("details").forEach(one => one.open = true);
  const all = document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]");
  let count = 0;
  for (const one of all) {
    if (one.type === "hidden" || one.disabled || !one.getClientRects().length) continue;
    if (one.tabIndex < 0 && !one.matches("a, button, input, select, textarea, summary")) continue;
    one.dataset.control = count++;
  }
  return count;
}"""
_NAMED = "number => document.querySelector(`[data-control='${number}']`).outerHTML.slice(0, 160)"
_AT = "document.activeElement.dataset ? document.activeElement.dataset.control ?? null : null"


def faults(window: Window) -> Iterator[str]:
    """Of the page in the window: serious ones of axe-core, sideways scrolling, what no key reaches, what prints badly."""
    page = window.page
    yield from window.faults()
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > WIDTH:
        yield f"scrolls sideways: {width}"
    yield from unreached(page)
    yield from misprinted(page)


def unreached(page: Page) -> Iterator[str]:
    """The controls of a page that Tab does not come to."""
    count = page.evaluate(_CONTROLS)
    page.evaluate("document.activeElement.blur()")
    reached: set[str] = set()
    for _ in range(_MOST_STEPS):
        page.keyboard.press("Tab")
        at = page.evaluate(_AT)
        # Past the last one comes the window itself, then the first again.
        if len(reached) == count or (at is None and reached):
            break
        if at is not None:
            reached.add(at)
    for number in range(count):
        if str(number) not in reached:
            yield f"not reached by Tab: {page.evaluate(_NAMED, number)}"


def misprinted(page: Page) -> Iterator[str]:
    """What is wrong with a page on paper: cut at the right, what only a screen has use for."""
    size = page.viewport_size
    assert size is not None
    page.emulate_media(media="print")
    page.set_viewport_size({"width": _PAPER, "height": 1000})
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > _PAPER:
        yield f"cut on paper: {width} dots wide"
    shown = "[...document.querySelectorAll('nav, button, .button, input, select, textarea, .drop')]"
    for one in page.evaluate(
        f"{shown}.filter(one => one.getClientRects().length).map(one => one.outerHTML.slice(0, 120))"
    ):
        if 'class="figure-link"' not in one:
            yield f"on paper: {one}"
    page.emulate_media(media="null")
    page.set_viewport_size(size)


def printed(page: Page) -> list[str]:
    """The words on each sheet of paper."""
    with pdfium.PdfDocument(page.pdf(prefer_css_page_size=True)) as document:
        return [sheet.get_textpage().get_text_range() for sheet in document]
