"""看板-内部.html and 看板.html in a browser: opened from the disk, filtered, read with the keyboard alone, printed on A4."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from pipeline.documents.boards.board import INTERNAL, OUTER, internal_board, outer_board
from pipeline.files.pdf.pages import read_pages
from pipeline.model.months import Month
from pipeline.model.plan import Plan
from pipeline.model.readings import History
from pipeline.model.workspace import Workspace
from pipeline.progress.compute import compute
from tests.browser import Window, opened

pytestmark = pytest.mark.more
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
SEPTEMBER = Month(2021, 9)
ROWS = "tr[data-target]"
ALL = "显示33项指标"


@pytest.fixture(scope="module")
def boards(sample_year: tuple[Workspace, Plan, History], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """September's two pages in a folder with blanks and Chinese; the first target is named with markup."""
    _, plan, history = sample_year
    first, *others = plan.targets
    plan = replace(plan, targets=(replace(first, name=HOSTILE), *others))
    months = [compute(plan, history, each, plan.lead_deadline(each)) for each in plan.months(SEPTEMBER)]
    place = tmp_path_factory.mktemp("看板") / "9 月 的 （送审）"
    place.mkdir()
    (place / INTERNAL).write_bytes(internal_board(plan, months, draft=True))
    (place / OUTER).write_bytes(outer_board(plan, months))
    return place


@pytest.fixture(scope="module", params=[INTERNAL, OUTER])
def shown(request: pytest.FixtureRequest, browser: Any, boards: Path) -> Iterator[Window]:
    """Each of the two, as it opens with a double click."""
    with opened(browser) as window:
        window.page.goto((boards / request.param).as_uri())
        yield window
        assert window.said == []
        assert window.foreign((boards / request.param).as_uri()) == []


def rows(window: Window) -> list[str]:
    """The names of the targets whose rows can be seen."""
    return [
        name.strip() for name in window.page.locator(f"{ROWS} > th").filter(visible=True).all_inner_texts()
    ]


def filtered(window: Window) -> None:
    """Wait until the page has left out what was not asked for."""
    window.page.locator("#shown").filter(has_not_text=ALL).wait_for()


def let_go(window: Window) -> None:
    """Wait until it shows everything again."""
    window.page.locator("#shown").filter(has_text=ALL).wait_for()


def focus(window: Window, wanted: str) -> None:
    """Go on with Tab until what is wanted has the keyboard."""
    for _ in range(60):
        window.page.keyboard.press("Tab")
        if window.page.locator(wanted).evaluate_all("found => found.includes(document.activeElement)"):
            return
    pytest.fail(f"the keyboard does not come to {wanted}")


def test_it_shows_every_target_and_markup_in_a_name_is_text(shown: Window) -> None:
    assert len(rows(shown)) == 33
    assert shown.page.locator("#shown").text_content() == ALL
    assert rows(shown)[0] == HOSTILE
    assert shown.page.locator("img").count() == 0


def test_filters_by_keyboard_narrow_both_tables_and_let_go(shown: Window) -> None:
    focus(shown, "select[name=matter]")
    shown.page.keyboard.press("ArrowDown")
    shown.page.keyboard.press("ArrowDown")
    filtered(shown)
    matter = shown.page.locator("select[name=matter]").input_value()
    assert matter.startswith("2.")
    assert 0 < len(rows(shown)) < 33
    hidden = f"tr[data-unit]:visible:not([data-matter='{matter}'])"
    assert shown.page.locator(hidden).count() == 0
    assert shown.page.locator("#shown").text_content() == f"显示{len(rows(shown))}项指标"
    focus(shown, "button")
    shown.page.keyboard.press("Enter")
    let_go(shown)
    assert len(rows(shown)) == 33


@pytest.mark.parametrize("name", ["unit", "word"])
def test_each_filter_leaves_what_it_says(shown: Window, name: str) -> None:
    wanted = shown.page.locator(f"select[name={name}] option").last.inner_text()
    shown.page.locator(f"select[name={name}]").select_option(wanted)
    filtered(shown)
    told = shown.page.locator(f"{ROWS}:visible").evaluate_all(f"rows => rows.map(row => row.dataset.{name})")
    assert 0 < len(told) < 33
    assert all(wanted in one.split("\n") for one in told)
    shown.page.get_by_role("button").click()
    let_go(shown)


def test_a_figure_leads_to_its_cells_by_keyboard_on_the_inner_page_alone(shown: Window) -> None:
    if shown.page.url.endswith(quote(OUTER)):
        assert shown.page.locator("details, .sources").count() == 0
        return
    focus(shown, "summary")
    shown.page.keyboard.press("Enter")
    row = shown.page.locator(ROWS).filter(has=shown.page.locator("details[open]"))
    told, figure = row.locator("details td").all_inner_texts(), row.locator("td.figure").inner_text()
    assert figure.partition("/")[0] in "".join(told).replace(",", "")
    assert "进展情况" in row.locator("details caption").first.inner_text()
    assert "累计完成（" in row.locator("details").inner_text()
    assert "看原表" in printed(shown), "what is open is printed"
    shown.page.keyboard.press("Enter")
    assert "看原表" not in printed(shown)


def printed(window: Window) -> str:
    """What stands on its pages on paper, without blanks."""
    pages = read_pages(window.page.pdf(prefer_css_page_size=True))
    return "".join(glyph.sign for page in pages for glyph in page.glyphs if glyph.sign.strip())


def test_it_prints_on_a4_with_every_row_and_without_what_is_for_the_screen(shown: Window) -> None:
    pages = read_pages(shown.page.pdf(prefer_css_page_size=True))
    texts = printed(shown)
    assert {(round(page.width), round(page.height)) for page in pages} == {(297, 210)}
    assert "全部显示" not in texts
    assert [name for name in rows(shown) if name.replace(" ", "") not in texts] == []
    boxes = [glyph.ink for page in pages for glyph in page.glyphs if glyph.sign.strip()]
    assert min(box.left for box in boxes) >= 9 and max(box.right for box in boxes) <= 288
    assert max(box.bottom for box in boxes) <= 201


def test_nothing_serious_is_in_the_way_of_who_cannot_see_it_well(shown: Window) -> None:
    assert shown.faults() == []


def test_the_window_tells_what_a_bad_page_says_asks_for_and_lacks(window: Window) -> None:
    window.page.set_content(
        "<html lang=zh><img src='http://elsewhere.invalid/a.png'><script>console.log('说'); nothing()</script>"
    )
    assert [said for said in window.said if "ERR" not in said] == ["说", "nothing is not defined"]
    assert window.foreign("about:") == ["http://elsewhere.invalid/a.png"]
    assert [fault.partition("：")[0] for fault in window.faults()] == ["document-title", "image-alt"]
