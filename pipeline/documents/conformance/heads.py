"""The first page from its upper edge to the first line of text (GB/T 9704-2012, 7.2, 7.3.1, 7.3.2, 10.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.documents.conformance.ruler import (
    EM,
    SIZE_2,
    SIZE_3,
    TYPE_AREA,
    Breach,
    Line,
    around,
    between,
    lines,
    near,
    true,
)
from pipeline.documents.wording.targets import TITLE_WIDTH, shapely, width
from pipeline.model.pages import Bar, Box, Page

# How far a place measured in ink, and one of a drawn line, may lie from where it should, in mm.
_INK, _DRAWN = 1.0, 0.3
_CENTRE = (TYPE_AREA.left + TYPE_AREA.right) / 2
# 下空二行: between two lines and two lines with the leading around them.
_TWO_LINES = (20.4, 27.5)
_ONE_LINE = (12.0, 17.5)
_NUMBER = re.compile(r"[^\d〔〕]+〔(\d{4}|【】)〕([1-9]\d*|【】)号")
_LETTER_RULES = Box(20, 0, 190, 277)


def red(page: Page, upward: bool) -> Iterator[Breach]:
    """7.2.4, 7.2.5, 7.2.6, 7.2.7."""
    found = lines(page.glyphs)
    rules = [bar for bar in page.bars if bar.red]
    mark = around(glyph for glyph in page.glyphs if glyph.red) if any(g.red for g in page.glyphs) else None
    yield from true("7.2.4", 1, "应有红色的发文机关标志", mark is not None, "没有")
    yield from true("7.2.7", 1, "应有一条红线", len(rules) == 1, f"{len(rules)}条")
    if mark is None or len(rules) != 1:
        return
    (rule,) = rules
    yield from near("7.2.4", 1, "发文机关标志上缘到纸边", TYPE_AREA.top + 35, mark.top, _INK)
    yield from _centred("7.2.4", "发文机关标志", mark)
    yield from true(
        "7.2.4", 1, "发文机关标志应比版心窄", mark.width < TYPE_AREA.width, f"{mark.width:.1f}毫米"
    )
    yield from near("7.2.7", 1, "红线宽", TYPE_AREA.width, rule.box.width, _DRAWN)
    yield from near("7.2.7", 1, "红线左端", TYPE_AREA.left, rule.box.left, _DRAWN)
    above = [line for line in found if mark.bottom < line.ink.top and line.ink.bottom < rule.box.top]
    yield from true("7.2.5", 1, "红线上方应有发文字号", bool(above), "没有")
    if above:
        yield from _number(above[-1], rule, mark, upward)
    yield from _title_below("7.3.1", page, rule.box.bottom, "标题到红线")


def letter(page: Page) -> Iterator[Breach]:
    """10.1: the mark, four lines, the number right under the second of them."""
    rules = [bar.box for bar in page.bars if bar.red]
    signs = [glyph for glyph in page.glyphs if glyph.red]
    yield from true("10.1", 1, "应有红色的发文机关标志", bool(signs), "没有")
    yield from true("10.1", 1, "应有上下两组红色双线", len(rules) == 4, f"{len(rules)}条")
    if not signs or len(rules) != 4:
        return
    mark = around(signs)
    yield from near("10.1", 1, "发文机关标志上缘到纸边", 30, mark.top, _INK)
    yield from near("10.1", 1, "发文机关标志中心", _CENTRE - 0.5, mark.centre, _INK)
    yield from near("10.1", 1, "标志到双线", 4, rules[0].top - mark.bottom, _INK)
    yield from near("10.1", 1, "下双线到纸边", 20, 297 - rules[3].bottom, _DRAWN)
    for rule in rules:
        yield from near("10.1", 1, "双线宽", _LETTER_RULES.width, rule.width, _DRAWN)
        yield from near("10.1", 1, "双线左端", _LETTER_RULES.left, rule.left, _DRAWN)
    thick = [rules[0].height > rules[1].height, rules[3].height > rules[2].height]
    yield from true("10.1", 1, "双线应上粗下细、上细下粗", all(thick), "粗细不对")
    below = [line for line in lines(page.glyphs) if line.ink.top > rules[1].bottom]
    if below:
        number = below[0]
        yield from near("10.1", 1, "双线到发文字号", 4.87, number.ink.top - rules[1].bottom, _INK)
        yield from near("10.1", 1, "发文字号右端", TYPE_AREA.right, number.right, _INK)
        yield from _written("10.1", number.text)
        yield from _title_below("10.1", page, number.ink.bottom, "标题到发文字号")


def title(page: Page, house: bool) -> Iterator[Breach]:
    """7.3.1: 2号小标宋, centred, in lines of a pleasing shape."""
    found = title_lines(page)
    yield from true("7.3.1", 1, "应有2号的标题", bool(found), "没有")
    for line in found:
        yield from _centred("7.3.1", "标题", Box(line.left, 0, line.right, 0))
        yield from true("7.3.1", 1, "标题应用小标宋", line.family == "小标宋", line.family)
    if found and not house:
        lengths = [width(line.text) for line in found]
        yield from true("7.3.1", 1, "标题每行不超过版心", max(lengths) <= TITLE_WIDTH, f"{max(lengths)}字")
        yield from true(
            "7.3.1", 1, "标题应排成梯形或菱形", shapely(lengths), "、".join(map(str, lengths)) + "字"
        )


def addressee(page: Page) -> Iterator[Breach]:
    """7.3.2: a line below the title, flush left, a full-width colon at its end; 7.3.3: text on the first page."""
    found, titles = lines(page.glyphs), title_lines(page)
    if not titles:
        return
    below = [line for line in found if line.baseline > titles[-1].baseline + 1 and line.size == SIZE_3]
    yield from true("7.3.2", 1, "标题下应有主送机关", bool(below), "没有")
    if not below:
        return
    first = below[0]
    yield from between("7.3.2", 1, "主送机关到标题", *_ONE_LINE, first.ink.top - titles[-1].ink.bottom)
    yield from near("7.3.2", 1, "主送机关左端", TYPE_AREA.left, first.left, 0.6)
    ends = [line for line in below[:4] if line.text.endswith("：")]
    yield from true("7.3.2", 1, "主送机关后应有全角冒号", bool(ends), "没有")
    text = [line for line in below if abs(line.left - TYPE_AREA.left - 2 * EM) < 0.6]
    yield from true("7.3.3", 1, "首页必须显示正文", bool(text), "没有")


def title_lines(page: Page) -> list[Line]:
    """The lines set in 2号 on a page."""
    return [line for line in lines(page.glyphs) if round(line.size) == SIZE_2]


def _number(line: Line, rule: Bar, mark: Box, upward: bool) -> Iterator[Breach]:
    yield from near("7.2.7", 1, "发文字号到红线", 4, rule.box.top - line.ink.bottom, 0.7)
    yield from between("7.2.5", 1, "发文字号到标志", *_TWO_LINES, line.ink.top - mark.bottom)
    yield from _written("7.2.5", line.text.partition("签发人：")[0])
    if upward:
        yield from near("7.2.5", 1, "发文字号左端", TYPE_AREA.left + EM, line.left, 0.6)
        yield from true("7.2.6", 1, "同一行应有签发人", "签发人：" in line.text, "没有")
        yield from near("7.2.6", 1, "签发人右端", TYPE_AREA.right - EM, line.right, 0.6)
    else:
        yield from _centred("7.2.5", "发文字号", Box(line.left, 0, line.right, 0))


def _written(clause: str, said: str) -> Iterator[Breach]:
    """7.2.5: the year whole and in 〔〕, the number without 第 and without noughts before it; or blank, for people."""
    fits = _NUMBER.fullmatch("".join(said.split())) is not None
    yield from true(
        clause, 1, "发文字号写作“代字〔年份〕序号号”，不加“第”、不编虚位", fits, f"“{said.strip()}”"
    )


def _title_below(clause: str, page: Page, edge: float, what: str) -> Iterator[Breach]:
    found = title_lines(page)
    if found:
        yield from between(clause, 1, what, *_TWO_LINES, found[0].ink.top - edge)


def _centred(clause: str, what: str, box: Box) -> Iterator[Breach]:
    yield from near(clause, 1, f"{what}中心", _CENTRE, box.centre, _INK)
