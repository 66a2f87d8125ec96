"""Somebody at the desk: a mouse, keys and eyes. Every move is one a person makes, and is counted (DESK §5)."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser import Window

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

# Seconds of a click, a key and a decision; signs read in a minute.
CLICK, KEY, DECISION, READING = 1.5, 0.3, 10.0, 300
# A Chinese sign by pinyin: some letters, a share of the key that takes the word.
PINYIN = 3
# Files picked in the folder they lie in and dragged over: into the folder, hold, let go; Ctrl, A.
DRAG_CLICKS, DRAG_KEYS = 3, 2
# Pasted: into the folder; Ctrl, A, C; back; Ctrl, V.
PASTE_CLICKS, PASTE_KEYS = 2, 5

# Milliseconds that are waited for whatever comes.
PATIENCE = 60_000

_PASTE = """files => {
  const held = new DataTransfer();
  for (const [name, data] of files) {
    held.items.add(new File([Uint8Array.from(atob(data), one => one.charCodeAt(0))], name));
  }
  document.body.dispatchEvent(new ClipboardEvent("paste", {clipboardData: held, bubbles: true, cancelable: true}));
}"""


@dataclass
class Effort:
    """What a stretch of the work took."""

    clicks: int = 0
    keys: int = 0
    signs: int = 0
    decisions: int = 0

    @property
    def minutes(self) -> float:
        """At the stated rates."""
        seconds = self.clicks * CLICK + self.keys * KEY + self.decisions * DECISION
        return seconds / 60 + self.signs / READING


@dataclass
class Hands:
    """Whoever sits at the window; what they did is told by the stretch it belongs to."""

    window: Window
    efforts: dict[str, Effort] = field(default_factory=dict)
    now: str = ""

    def __post_init__(self) -> None:
        # A machine with much to do is slow, not wrong.
        self.window.page.set_default_timeout(PATIENCE)

    @property
    def page(self) -> Page:
        """What the window shows."""
        return self.window.page

    @property
    def effort(self) -> Effort:
        """The stretch in hand."""
        return self.efforts.setdefault(self.now, Effort())

    def ready(self) -> Page:
        """The page once its script listens: whoever is quicker than that is no person."""
        self.page.wait_for_load_state("load")
        return self.page

    def click(self, what: Locator) -> None:
        """A click; nothing follows that would have to be waited for."""
        self.ready()
        self.effort.clicks += 1
        what.click()

    @contextmanager
    def followed(self, timeout: float = PATIENCE) -> Iterator[None]:
        """Something after which another page comes."""
        self.ready()
        with self.page.expect_navigation(timeout=timeout):
            yield

    def act(self, what: Locator) -> None:
        """A click, and the page that comes after."""
        with self.followed():
            self.click(what)

    def press(self, button: str, within: str = "main") -> None:
        """A button by what it says."""
        self.act(self.page.locator(within).get_by_role("button", name=button, exact=True).first)

    def make(self, what: Locator) -> None:
        """A click that begins something long, and the page that shows what became of it."""
        self.act(what)
        self.page.wait_for_selector(
            "#job:not([hx-get]), #job [role=alert]", state="attached", timeout=2 * PATIENCE
        )
        self.ready()

    def go(self, name: str) -> None:
        """A page by its name in the menu."""
        self.act(self.page.get_by_label("各页").get_by_role("link", name=name, exact=True))

    def type(self, where: Locator, text: str) -> None:
        """A field clicked and filled."""
        self.ready()
        self.effort.clicks += 1
        self.effort.keys += sum(1 if one.isascii() else PINYIN for one in text)
        where.fill(text)

    def choose(self, where: Locator, value: str) -> None:
        """One of a list."""
        self.ready()
        self.effort.clicks += 2
        where.select_option(value)

    def tick(self, where: Locator) -> None:
        """A box ticked."""
        self.ready()
        self.effort.clicks += 1
        where.check()

    def drop(self, *paths: Path, into: str = "#drop") -> None:
        """Files or folders dragged from the disk and let go over a place, as the system does it; then the page that comes after."""
        with self.followed():
            self.effort.clicks += DRAG_CLICKS
            self.effort.keys += DRAG_KEYS
            place = self.page.locator(into)
            place.scroll_into_view_if_needed()
            box = place.bounding_box()
            assert box is not None
            held = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
            at = {"x": box["x"] + box["width"] / 2, "y": box["y"] + min(box["height"] / 2, 30)}
            system = self.page.context.new_cdp_session(self.page)
            for kind in ("dragEnter", "dragOver", "drop"):
                system.send("Input.dispatchDragEvent", {"type": kind, **at, "data": held})

    def paste(self, *paths: Path) -> None:
        """Files copied elsewhere and pasted; then the page that comes after."""
        with self.followed():
            self.effort.clicks += PASTE_CLICKS
            self.effort.keys += PASTE_KEYS
            files = [[path.name, base64.b64encode(path.read_bytes()).decode()] for path in paths]
            self.page.evaluate(_PASTE, files)

    def read(self, what: Locator) -> str:
        """Everything a part of the page says, read word for word."""
        self.ready()
        said = "\n".join(what.all_inner_texts())
        self.effort.signs += len("".join(said.split()))
        return said

    def decide(self, number: int = 1) -> None:
        """Something to make up one's mind about."""
        self.effort.decisions += number
