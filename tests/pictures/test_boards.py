"""看板: pages that hold all they need, whatever a unit is called; the outer one holds nothing but what final papers say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from pipeline.documents.boards.board import internal_board, outer_board
from pipeline.model.codes import Code
from pipeline.model.findings import Finding
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress
from tests.pictures.made import course

HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
TARGETS = {
    "T1": {"kind": "累计数", "goal": "45", "measure": "座", "name": "城市书房"},
    "T2": {"kind": "保持", "goal": "95", "name": "筛查率"},
    "T3": {"kind": "累计数", "goal": "10", "measure": "个", "name": HOSTILE},
}
MONTHS = (
    (8, {"T1": "15", "T2": "96", "T3": "5"}),
    (9, {"T1": "19", "T2": "96.5", "T3": None}),
)
# What may stand in a page: nothing that runs, fetches, frames or sends.
TAGS = frozenset(
    [
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "header",
        "p",
        "main",
        "h1",
        "h2",
        "ul",
        "li",
        "b",
        "form",
        "label",
        "select",
        "option",
        "button",
        "span",
        "div",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "svg",
        "rect",
        "details",
        "summary",
        "script",
    ]
)
ATTRIBUTES = frozenset(
    [
        "lang",
        "charset",
        "http-equiv",
        "content",
        "name",
        "class",
        "id",
        "role",
        "tabindex",
        "type",
        "value",
        "scope",
        "hidden",
        "aria-label",
        "viewbox",
        "width",
        "height",
        "x",
        "y",
        "fill",
        "stroke",
        "stroke-width",
        "stroke-dasharray",
        "data-matter",
        "data-unit",
        "data-word",
        "data-target",
    ]
)


class Page(HTMLParser):
    """What a browser makes of a page: its tags, its attributes, its texts outside style and script."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.tags, self.attributes, self.texts, self.inside = set[str](), set[str](), list[str](), ""
        self.labels = list[str | None]()
        self.feed(data.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.labels += [value for name, value in attrs if name == "aria-label"]
        self.inside = tag

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside not in ("style", "script"):
            self.texts.append(data)


@pytest.fixture(scope="module")
def made() -> tuple[Plan, list[Progress]]:
    plan, done = course(TARGETS, MONTHS)
    found = Finding(Code.C12, f"{HOSTILE}本月没有新增", unit="甲局", target="T3")
    return plan, [*done[:-1], replace(done[-1], findings=(found,))]


def pages(made: tuple[Plan, list[Progress]]) -> Iterator[bytes]:
    yield internal_board(*made, draft=True)
    yield outer_board(*made)


def test_a_page_holds_nothing_that_runs_or_fetches_and_texts_stay_texts(
    made: tuple[Plan, list[Progress]],
) -> None:
    for data in pages(made):
        page = Page(data)
        assert page.tags <= TAGS
        assert page.attributes <= ATTRIBUTES
        assert data.count(b"<script") == 1
        assert not re.search(rb"https?:|url\(|@import|src=x onerror=alert\(2\)>", data)
        assert HOSTILE in page.texts


def test_the_internal_page_leads_from_a_figure_to_its_cells_and_tells_the_findings(
    made: tuple[Plan, list[Progress]],
) -> None:
    page = Page(internal_board(*made, draft=True))
    texts = "|".join(page.texts)
    for words in (
        "内部资料　不外发",
        "送审稿",
        "看原表",
        "19/45座",
        "9月",
        "本月没有新增",
        "数据正在核实",
    ):
        assert words in texts
    assert "看原表（城市书房）" in page.labels
    assert "19" in re.findall(r"累计完成（[A-Z]+\d+）\|(\d+)", texts)


def test_the_outer_page_holds_the_final_papers_words_and_nothing_else(
    made: tuple[Plan, list[Progress]],
) -> None:
    page = Page(outer_board(*made))
    texts = {text for text in page.texts if text.strip()}
    fixed = {
        *("2021年9月份看板", "定稿", "截至9月20日　定稿", "各项指标进展", "指标进展", "全部", "全部显示"),
        *("实事", "事项", "责任单位", "状态", "序号", "指标", "完成数/目标数", "完成比例", "走势"),
    }
    figures = {"19/45座", "96.5%（目标95%）", "5/10个（8月20日）", "1", "2", "3", "1项"}
    names = {"城市书房", "筛查率", HOSTILE, "甲局", "1.办一件实事"}
    words = {"进度滞后", "进度明显滞后", "目前达标", "数据正在核实"}
    left = {text.strip() for text in texts} - fixed - figures - names - words
    assert {text for text in left if not text.startswith("框为年度目标")} == set()
    for gone in ("details", "summary"):
        assert gone not in page.tags


@pytest.mark.more
def test_the_same_month_is_the_same_bytes_and_many_targets_are_no_megabyte(
    made: tuple[Plan, list[Progress]],
) -> None:
    assert list(pages(made)) == list(pages(made))
    many = {
        f"T{number:03}": {**TARGETS["T1"], "name": f"建设第{number}批城市书房和农家书屋"}
        for number in range(108)
    }
    figures = dict.fromkeys(many, "19")
    plan, done = course(many, [(month, figures) for month in range(1, 13)])
    assert len(internal_board(plan, done, draft=True)) < 1_000_000
