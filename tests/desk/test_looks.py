"""What looks at pages sees what is wrong with them: on a page made to be wrong."""

from __future__ import annotations

import pytest

from tests.browser import Window
from tests.desk.looks import faults

RIGHT = """<!doctype html><html lang="zh"><title>甲</title><main><h1>甲</h1><a href="#">乙</a>
<div><label>丙 <input></label> <button>丁</button></div></main>
<style>@media print { div { display: none } } input { width: 90px }</style></html>"""


@pytest.mark.more
@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("", "", []),
        ("<button>", '<button tabindex="-1">', ["not reached by Tab: <button"]),
        ("<label>丙 <input></label>", "<input>", ["label：<input>"]),
        ("<h1>甲</h1>", '<h1 style="width: 1400px">甲</h1>', ["scrolls sideways: 1", "cut on paper: 1"]),
        ("<h1>甲</h1>", '<h1 style="width: 900px">甲</h1>', ["cut on paper: 9"]),
        ("@media print", "@media tv", ["on paper: <input", "on paper: <button"]),
    ],
)
def test_a_fault_is_seen(window: Window, was: str, now: str, told: list[str]) -> None:
    window.page.set_content(RIGHT.replace(was, now))
    found = list(faults(window))
    assert len(found) == len(told), found
    assert all(one.startswith(words) for one, words in zip(found, told, strict=True)), found
