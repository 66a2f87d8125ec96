"""The ruler held against faults drawn by hand: each breaks the clause it should, the page as it should be none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from pipeline.documents.conformance import Layout, breaches
from pipeline.documents.conformance.ruler import EM, LINE
from pipeline.model.pages import Bar, Box, Glyph, Page
from tests.documents.drawn import (
    FIRST,
    FULL,
    HEITI,
    KAITI,
    bar,
    circular,
    imprint,
    line,
    page,
    rows,
    table,
)

Change = Callable[[list[Page]], object]
SIGNED, LYING, LAST = 1, 2, 3
FOURTH = FIRST + 3 * LINE


def found(pages: list[Page], layout: Layout = Layout.DOWNWARD) -> list[str]:
    return list(map(str, breaches(pages, layout)))


def redrawn(at: int, change: Callable[[Glyph], Glyph], baseline: float | None = None) -> Change:
    """Every sign of a page changed, or those on a line."""

    def apply(pages: list[Page]) -> None:
        one = pages[at]
        glyphs = (
            change(glyph) if baseline is None or abs(glyph.baseline - baseline) < 0.2 else glyph
            for glyph in one.glyphs
        )
        pages[at] = replace(one, glyphs=tuple(glyphs))

    return apply


def said(at: int, baseline: float, text: str, left: float = 28.0, **more: object) -> Change:
    """Another line in the place of one."""

    def apply(pages: list[Page]) -> None:
        kept = [glyph for glyph in pages[at].glyphs if abs(glyph.baseline - baseline) > 0.2]
        drawn = line(text, baseline, left, **more)  # type: ignore[arg-type]
        pages[at] = replace(pages[at], glyphs=(*kept, *drawn))

    return apply


def ruled(at: int, change: Callable[[list[Box]], list[Box]]) -> Change:
    """Other rules on a page."""

    def apply(pages: list[Page]) -> None:
        boxes = change([one.box for one in pages[at].bars])
        pages[at] = replace(pages[at], bars=tuple(bar(b.left, b.top, b.right, b.bottom) for b in boxes))

    return apply


def inserted(at: int, *more: Page) -> Change:
    return lambda pages: pages.__setitem__(slice(at, at), list(more))


def imprinted(*copies: str) -> Change:
    """Another imprint on the last page."""

    def apply(pages: list[Page]) -> None:
        signs, rules = imprint(*copies)
        kept = [glyph for glyph in pages[LAST].glyphs if glyph.size != 14 or glyph.ink.top > 263]
        pages[LAST] = replace(pages[LAST], glyphs=(*kept, *signs), bars=(*table(28, 71, 184, 4), *rules))

    return apply


def imprint_apart(blank: bool, numbered: bool) -> Change:
    """The imprint on a page of its own, a blank one before it or not."""

    def apply(pages: list[Page]) -> None:
        signs, rules = imprint()
        pages[LAST] = page(4, [one for one in pages[LAST].glyphs if one.size != 14], table(28, 71, 184, 4))
        if blank:
            pages.append(page(5, [], numbered=numbered))
        pages.append(page(len(pages) + 1, signs, rules, numbered=numbered))

    return apply


def body_of(count: int, number: int) -> Page:
    """A page with so many lines of text and the signature."""
    texts = [(FULL[:26] if at == 0 else FULL, 2 if at == 0 else 0) for at in range(count)]
    texts += [("特此报告。", 2), ("", 0), ("", 0)]
    below = FIRST + len(texts) * LINE
    day = line("2021年9月28日", below + LINE, 184 - 4 * EM - 6.5 * EM)
    name = line("新乡市人民政府", below, (day[0].x + 184 - 4 * EM) / 2 - 3.5 * EM)
    return page(number, rows(FIRST, *texts) + name + day)


def lying(texts: list[str], rules: list[Bar]) -> Page:
    """A page on its side with small lines and a table's rules."""
    drawn = [one for at, text in enumerate(texts) for one in line(text, 42 + 5 * at, 36, 10.5)]
    return Page(297, 210, tuple(drawn), tuple(rules))


DATE_ROW = FIRST + 11 * LINE
FAULTS: dict[str, tuple[Change, str, str]] = {
    "a table wider than the type area": (ruled(LAST, lambda b: [replace(one, left=24) for one in b[:4]] + b[4:]), "5.2.1", "表格线"),
    "a table above the type area": (ruled(LYING, lambda b: [replace(one, top=one.top - 37) for one in b]), "5.2.1", "表格线"),
    "year in round brackets": (said(0, 110.8, "新政办（2021）24号", 80), "7.2.5", "代字〔年份〕"),
    "year in square brackets": (said(0, 110.8, "新政办[2021]24号", 80), "7.2.5", "代字〔年份〕"),
    "number with 第": (said(0, 110.8, "新政办〔2021〕第24号", 78), "7.2.5", "代字〔年份〕"),
    "number with a nought before it": (said(0, 110.8, "新政办〔2021〕024号", 80), "7.2.5", "代字〔年份〕"),
    "year cut short": (said(0, 110.8, "新政办〔21〕24号", 82), "7.2.5", "代字〔年份〕"),
    "no 号": (said(0, 110.8, "新政办〔2021〕24", 82), "7.2.5", "代字〔年份〕"),
    "annex titled unlike its list": (said(LYING, 55.4, "重点民生实事完成情况表", 100, size=22, font="GWXiaoBiaoSong"), "7.3.7", "与附件说明一致"),
    "annex nobody lists": (said(SIGNED, FIRST + 7 * LINE, ""), "7.3.4", "应列入附件说明"),
    "annex that is not there": (lambda pages: pages.pop(LYING), "7.3.7", "“附件1”"),
    "blank page in between": (inserted(LYING, page(3, [])), "5.2.3", "没有空白页"),
    "抄送 without a full stop": (imprinted("抄送：市委办公室，市人大常委会办公室"), "7.4.2", "句号"),
    "抄送 over two lines without a full stop": (imprinted("抄送：市委办公室，市人大常委会办公室，市政协办公室，", "市法院"), "7.4.2", "句号"),
    "a paragraph in 四号": (said(SIGNED, FOURTH, FULL[:26], 28 + 2 * EM, size=14), "5.2.2", "正文应用3号"),
    "a paragraph in 小三": (said(SIGNED, FOURTH, FULL[:26], 28 + 2 * EM, size=15), "5.2.2", "正文应用3号"),
    "a paragraph in 黑体": (redrawn(SIGNED, lambda g: replace(g, font=HEITI), FOURTH), "7.3.3", "应用仿宋"),
    "a paragraph in 楷体": (redrawn(SIGNED, lambda g: replace(g, font=KAITI), FOURTH), "7.3.3", "应用仿宋"),
    "a paragraph in 楷体 to its end": (redrawn(SIGNED, lambda g: replace(g, font=KAITI) if g.baseline > FOURTH - 1 else g), "7.3.3", "应用仿宋"),
    "the first paragraph of a page in 楷体": (redrawn(SIGNED, lambda g: replace(g, font=KAITI), FIRST), "7.3.3", "应用仿宋"),
    "label of a page on its side in 仿宋": (said(LYING, 32.8, "附件1", 35), "7.3.7", "黑体"),
    "label of a page on its side too low": (said(LYING, 36.7, "附件1", 35, font=HEITI), "7.3.7", "上缘"),
    "附注 at the margin": (said(SIGNED, DATE_ROW + LINE, "（联系电话：3696000）"), "7.3.6", "附注左端"),
    "附注 a line too low": (said(SIGNED, DATE_ROW + 2 * LINE, "（联系电话：3696000）", 28 + 2 * EM), "7.3.6", "下一行"),
    "附注 without brackets": (said(SIGNED, DATE_ROW + LINE, "联系电话：3696000", 28 + 2 * EM), "7.3.6", "圆括号"),
    "a paragraph begun at the margin": (said(SIGNED, FOURTH, FULL), "7.3.3", "左空二字"),
    "a paragraph begun at three 字": (said(SIGNED, FOURTH, FULL[:25], 28 + 3 * EM), "7.3.3", "左空二字"),
    "the second attachment out of line": (said(SIGNED, FIRST + 7 * LINE, "2.存在问题清单", 28 + 6 * EM), "7.3.4", "附件说明各行左端"),
    "no last rule": (ruled(LAST, lambda b: b[:-1]), "7.4.1", "末条分隔线"),
    "thin last rule": (ruled(LAST, lambda b: [*b[:-1], replace(b[-1], top=261.85)]), "7.4.1", "分隔线粗"),
    "imprint numbered after a blank page": (imprint_apart(True, True), "7.5", "不编页码"),
    "imprint on a page of its own": (imprint_apart(False, True), "编排要求", "版记不单独占一面"),
    "type of seven points": (said(LYING, 77.0, "新增城镇就业　7.15万人", 36, size=7), "编排要求", "六号"),
    "one line under the text": (inserted(1, body_of(1, 2)), "编排要求", "两行正文"),
    "a page of one line": (inserted(1, page(2, rows(FIRST, ("只剩一行。", 0)))), "编排要求", "不只一行"),
    "a page of one row": (inserted(LAST, lying(["新增停车泊位"], table(35, 28, 260, 2))), "编排要求", "一行在一面"),
    "a page of notes": (inserted(LAST, lying(["注：序时进度按月计。", "百分数保留一位。"], [])), "编排要求", "表注"),
}  # fmt: skip


def test_the_page_drawn_as_it_should_be_breaks_nothing() -> None:
    assert not found(circular())


@pytest.mark.parametrize("name", FAULTS)
def test_a_seeded_fault_is_found(name: str) -> None:
    change, clause, words = FAULTS[name]
    pages = circular()
    change(pages)
    told = [one for one in breaches(pages, Layout.DOWNWARD) if one.clause == clause]
    assert any(words in f"{one.wanted}{one.found}" for one in told), found(pages)


GOOD: dict[str, Change] = {
    "附注 in its place": said(SIGNED, DATE_ROW + LINE, "（此件公开发布）", 28 + 2 * EM),
    "a blank number for people": said(0, 110.8, "新政办〔2021〕【　】号", 75.3),
    "抄送 over two lines": imprinted("抄送：市委办公室，市人大常委会办公室，市政协办公室，", "市法院。"),
    "no 抄送": imprinted(),
    "imprint without a number after a blank page": imprint_apart(True, False),
    "the only heading of its level, without a number": lambda pages: (
        said(SIGNED, FOURTH, "个别单位报送不够及时、准确。", 28 + 2 * EM, font=KAITI)(pages),
        said(SIGNED, FOURTH + LINE, FULL[:26], 28 + 2 * EM)(pages),
    ),
    "a lone heading that fills its line, its paragraph going on in 仿宋": lambda pages: (
        said(SIGNED, FOURTH, FULL[:26], 28 + 2 * EM, font=KAITI)(pages),
        said(SIGNED, FOURTH + LINE, "有的单位）。抓好落实。")(pages),
        redrawn(SIGNED, lambda g: replace(g, font=KAITI) if g.x < 28 + 5.5 * EM else g, FOURTH + LINE)(pages),
    ),
    "a heading of two lines in 楷体": lambda pages: (
        said(SIGNED, FOURTH, "（一）" + FULL[:23], 28 + 2 * EM, font=KAITI)(pages),
        said(SIGNED, FOURTH + LINE, "抓好落实。", font=KAITI)(pages),
    ),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_may_be_is_let_pass(name: str) -> None:
    pages = circular()
    GOOD[name](pages)
    assert not found(pages)


def test_a_page_for_a_leader_is_one_page() -> None:
    pages = circular()[:2]
    assert any("一面之内" in one for one in found(pages, Layout.PAGE))
    assert not any("一面之内" in one for one in found(pages, Layout.HOUSE))


def test_the_body_of_a_report_has_at_most_three_thousand_signs() -> None:
    """All from below 主送机关 to 附件说明 (7.3.3), headings too: 194 signs on the first page, 74 on the last, four full pages."""

    def told(more: int) -> bool:
        pages = circular()
        whole, last = [(FULL, 0.0)] * 22, [*[(FULL, 0.0)] * 9, (FULL[: more - 9 * 28], 0.0)]
        pages[1:1] = [page(number, rows(FIRST, *(whole if number < 6 else last))) for number in range(2, 7)]
        return any("3000字" in one for one in found(pages, Layout.UPWARD))

    assert not told(268)
    assert told(269)


def test_small_type_is_found_on_papers_of_the_desk_too() -> None:
    pages = [page(1, line("核对表", FIRST, size=6.1))]
    assert any("六号" in one for one in found(pages, Layout.DESK))
