"""看板-内部.html and 看板.html in a browser: opened from the disk, filtered, read with the keyboard alone, printed on A4."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.documents.boards.board import INTERNAL, OUTER, internal_board, outer_board
from pipeline.model.months import Month
from pipeline.model.plan import Plan
from pipeline.model.readings import History
from pipeline.model.workspace import Workspace
from pipeline.progress.compute import compute
from tests.browser import Window, opened

HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
SEPTEMBER = Month(2021, 9)
ROWS = "tr[data-target]"


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


def seen(window: Window) -> int:
    """How many targets' rows can be seen."""
    return int(window.page.locator(ROWS).filter(visible=True).count())


def test_it_shows_every_target_and_markup_in_a_name_is_text(shown: Window) -> None:
    assert seen(shown) == 33
    assert shown.page.locator("#shown").text_content() == "显示33项指标"
    assert shown.page.locator(f"{ROWS} th").first.inner_text() == HOSTILE
    assert shown.page.locator("img").count() == 0


def test_nothing_serious_is_in_the_way_of_who_cannot_see_it_well(shown: Window) -> None:
    assert shown.faults() == []


def test_the_window_tells_what_a_bad_page_says_asks_for_and_lacks(window: Window) -> None:
    window.page.set_content(
        "<html lang=zh><img src='http://elsewhere.invalid/a.png'><script>console.log('说'); nothing()</script>"
    )
    assert [said for said in window.said if "ERR" not in said] == ["说", "nothing is not defined"]
    assert window.foreign("about:") == ["http://elsewhere.invalid/a.png"]
    assert [fault.partition("：")[0] for fault in window.faults()] == ["document-title", "image-alt"]
