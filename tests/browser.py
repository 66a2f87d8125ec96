"""A browser as offices have one: Chromium without a window, which keeps what a page said and what it asked for."""

from __future__ import annotations

import importlib.resources
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from tests.documents.conftest import needed

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# No request leaves the machine, whatever a page asks for: every name but the machine's own leads nowhere.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
OFFICE = {"viewport": {"width": 1366, "height": 768}, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
# Run from outside the page: what the page's own policy forbids it, it need not allow for this.
_AXE = """axe.run(document, {resultTypes: ["violations"]}).then(found => found.violations
  .filter(one => ["serious", "critical"].includes(one.impact))
  .flatMap(one => one.nodes.map(node => one.id + "：" + node.html)))"""


@dataclass(frozen=True)
class Window:
    """A page, with the words of its console and the faults of its script, and every address it asked for, in order."""

    page: Page
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def foreign(self, *own: str) -> list[str]:
        """The addresses asked for that begin with none of its own."""
        return [address for address in self.asked if not address.startswith(own)]

    def faults(self) -> list[str]:
        """What axe-core calls serious or critical in the page as it stands: its rule and the element; nothing if all is well."""
        engine = importlib.resources.files("axe_playwright_python").joinpath("axe.min.js")
        outside = self.page.context.new_cdp_session(self.page)
        _told(outside.send("Runtime.evaluate", {"expression": engine.read_text(encoding="utf-8")}))
        wanted = {"expression": _AXE, "awaitPromise": True, "returnByValue": True}
        found: list[str] = _told(outside.send("Runtime.evaluate", wanted))
        outside.detach()
        return found


def _told(answer: dict[str, Any]) -> Any:
    """What the browser answered; a fault of the script is one of the test."""
    assert "exceptionDetails" not in answer, answer
    return answer["result"].get("value")


@contextmanager
def opened(browser: Browser, **options: Any) -> Iterator[Window]:
    """An empty page that shares nothing with others of the browser, closed at the end; `options` as of `new_context`."""
    context = browser.new_context(**{**OFFICE, **options})
    context.set_default_timeout(10_000)
    window = Window(context.new_page())
    window.page.on("console", lambda message: window.said.append(message.text))
    window.page.on("pageerror", lambda error: window.said.append(str(error)))
    window.page.on("request", lambda request: window.asked.append(request.url))
    yield window
    context.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for the tests of a module. It runs an event loop in this thread: what needs one of its own goes elsewhere."""
    needed("chromium", modules=("playwright", "axe_playwright_python"))
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def window(browser: Browser) -> Iterator[Window]:
    """An empty page of a person's own."""
    with opened(browser) as one:
        yield one
