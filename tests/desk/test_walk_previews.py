"""A paper looked at where there is no LibreOffice: drawn in a frame cut off from everything, its figures clickable (DESK §2)."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Mapping

import pytest

from tests.browser import Window
from tests.command import ROOT
from tests.desk.conftest import MONTH, Visitor
from tests.desk.test_walk import at_work, seated

STATIC = ROOT / "pipeline/desk/static"
REPORT = "2023年5月份重点民生实事进展情况报告.docx"


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without LibreOffice."""
    monkeypatch.setattr("pipeline.workflows.previews.find_office", lambda: None)


@pytest.mark.parametrize("name", ["docx-preview.min.js", "jszip.min.js"])
def test_what_draws_is_what_the_decision_names(name: str) -> None:
    decided = (ROOT / "docs/decisions/0003-dependencies.md").read_text(encoding="utf-8")
    assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest() in decided
    assert (STATIC / name.replace(".min.js", ".LICENSE")).is_file()


def test_the_frame_reaches_nothing_and_stands_in_no_other_page(secretary: Visitor) -> None:
    answer = secretary.client.get("/papers/drawing")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox allow-scripts; default-src 'none'; script-src 'sha256-")
    for never in ("allow-same-origin", "unsafe-eval", "'self' ", "http", "data:", "connect-src"):
        assert never not in policy, never
    assert "frame-ancestors 'self'" in policy and "script-src 'unsafe" not in policy
    assert len(re.findall("<script>", answer.text)) == 3


def changed(data: bytes, parts: Mapping[str, tuple[str, str]], more: Mapping[str, bytes]) -> bytes:
    """A Word file in which something else stands, and more parts lie."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(result, "w") as new:
        for name in old.namelist():
            part = old.read(name).decode("utf-8", "surrogateescape")
            was, now = parts.get(name, ("", ""))
            assert was in part
            new.writestr(
                name, part.replace(was, now, 1).encode("utf-8", "surrogateescape") if was else old.read(name)
            )
        for name, extra in more.items():
            new.writestr(name, extra)
    return result.getvalue()


@pytest.mark.more
def test_a_paper_is_drawn_and_a_figure_in_it_leads_to_its_cell(
    window: Window, bare: None, furnished: Visitor
) -> None:
    office = furnished.here.office.root
    with at_work(office) as (address, here):
        hands = seated(window, address, here)
        window.page.goto(f"{address}papers/preview?set={MONTH}&file={REPORT}")
        drawn = window.page.frame_locator("iframe.paper")
        figure = drawn.locator("a[data-figure]").first
        figure.wait_for()
        window.page.wait_for_function("document.getElementById('drawing').textContent === ''")
        assert "关于2023年5月份重点民生实事进展情况的报告" in drawn.locator("body").inner_text().replace(
            "\n", ""
        )
        assert drawn.locator("table").count() and drawn.locator("section.paper").count()
        printed = figure.inner_text()
        hands.click(figure)
        window.page.wait_for_selector("#figure mark")
        assert window.page.locator("#figure h3").inner_text() == printed
        # Every figure is there, by its own name, and by keyboard too.
        named = "all => all.map(one => one.dataset.figure).sort()"
        mine = window.page.locator("button[data-figure]").evaluate_all(named)
        assert sorted(set(mine)) == sorted(set(drawn.locator("a[data-figure]").evaluate_all(named)))
        last = drawn.locator("a[data-figure]").last
        last.focus()
        window.page.keyboard.press("Enter")
        window.page.wait_for_function(
            "text => document.querySelector('#figure h3').textContent === text", arg=last.inner_text()
        )
        assert window.faults() == [] and window.said == [] and window.foreign(address, "blob:") == []


REL = '<Relationship Id="evil{}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"{}/>'
HOSTILE = """<w:altChunk r:id="evil1"/><w:p><w:hyperlink r:id="evil2"><w:r><w:t>点我</w:t></w:r></w:hyperlink></w:p>
<w:p><w:hyperlink r:id="evil3"><w:r><w:t>再点我</w:t></w:r></w:hyperlink></w:p>
<w:p><w:r><w:t>&lt;script&gt;parent.x=1&lt;/script&gt;</w:t></w:r></w:p>"""


@pytest.mark.more
def test_a_hostile_paper_neither_runs_nor_asks_nor_leads_anywhere(
    window: Window, bare: None, furnished: Visitor
) -> None:
    path = furnished.here.office.root / f"outputs/{MONTH}" / REPORT
    data = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as whole:
        body = re.search("<w:body[^>]*>", whole.read("word/document.xml").decode())
        font = re.search('w:ascii="[^"]+"', whole.read("word/styles.xml").decode())
    assert body is not None and font is not None
    outside = ' TargetMode="External"'
    told = "".join(
        REL.format(*one)
        for one in (
            (1, "aFChunk", "evil.html", ""),
            (2, "hyperlink", "http://evil.example/", outside),
            (3, "hyperlink", "javascript:parent.postMessage('failed','*')", outside),
        )
    )
    leak = 'w:ascii="x;}*{background:url(http://127.0.0.1:9/leak)}"'
    path.write_bytes(
        changed(
            data,
            {
                "word/document.xml": (body[0], f"{body[0]}{HOSTILE}"),
                "word/_rels/document.xml.rels": ("</Relationships>", f"{told}</Relationships>"),
                "word/styles.xml": (font[0], leak),
            },
            {"word/evil.html": b"<script>top.x = 1; fetch('http://evil.example/')</script>"},
        )
    )
    with at_work(furnished.here.office.root) as (address, here):
        seated(window, address, here)
        window.page.goto(f"{address}papers/preview?set={MONTH}&file={REPORT}")
        drawn = window.page.frame_locator("iframe.paper")
        drawn.locator("a", has_text="再点我").wait_for()
        before = window.page.url
        for link in drawn.locator("a", has_text="点我").all():
            link.click()
        assert drawn.locator("iframe, script[src]").count() == 0
        assert "<script>parent.x=1</script>" in drawn.locator("body").inner_text()
        inside = window.page.frames[-1]
        assert inside.evaluate("self.origin") == "null"
        assert (
            inside.evaluate("try { parent.document.title } catch (error) { error.name }") == "SecurityError"
        )
        assert inside.evaluate("fetch('/').then(() => 'asked', () => 'not asked')") == "not asked"
        assert (window.page.url, window.page.evaluate("window.x")) == (before, None)
        # Its styles ask for one thing, which is refused before anybody is asked.
        assert [one for one in window.said if "127.0.0.1:9/leak" in one and "img-src" in one]
        assert set(window.foreign(address, "blob:")) == {"http://127.0.0.1:9/leak"}


@pytest.mark.more
def test_what_cannot_be_drawn_is_said_and_its_words_stay(
    window: Window, bare: None, furnished: Visitor
) -> None:
    path = furnished.here.office.root / f"outputs/{MONTH}" / REPORT
    path.write_bytes(b"PK\x03\x04 no zip")
    with at_work(furnished.here.office.root) as (address, here):
        seated(window, address, here)
        window.page.goto(f"{address}papers/preview?set={MONTH}&file={REPORT}")
        window.page.wait_for_selector("text=这份文稿画不出来，请下载后用 Word 或 WPS 打开。")
        assert window.page.locator("button[data-figure]").count() > 10
