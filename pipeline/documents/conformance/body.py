"""Paper, type area, lines and fonts of every page (GB/T 9704-2012, 5, 7.3.3, 7.3.7, 8)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.documents.conformance.ruler import (
    EM,
    LINE,
    PAPER,
    SIZE_2,
    SIZE_3,
    TYPE_AREA,
    Breach,
    Line,
    around,
    family,
    in_area,
    lines,
    near,
    true,
    wide,
)
from pipeline.model.pages import Box, Page

_FAMILIES = frozenset({"仿宋", "楷体", "黑体", "宋体", "小标宋"})
_TEXT_FAMILIES = frozenset({"仿宋", "楷体", "黑体"})
_SLACK = 1.0
_FIRST_HEADING = re.compile("[一二三四五六七八九十百千零]+、")
_SECOND_HEADING = re.compile("（[一二三四五六七八九十百千零]+）")
_ANNEX = re.compile(r"附件\d*")


def paper(pages: Sequence[Page]) -> Iterator[Breach]:
    """5.1: A4."""
    for number, page in enumerate(pages, 1):
        yield from near("5.1", number, "纸宽", PAPER.width, page.width, 0.5)
        yield from near("5.1", number, "纸高", PAPER.height, page.height, 0.5)


def fonts(pages: Sequence[Page]) -> Iterator[Breach]:
    """5.2.2: no sign in a font that 公文 do not use."""
    for number, page in enumerate(pages, 1):
        odd = {glyph.font for glyph in page.glyphs if glyph.sign.strip()} if page.glyphs else set()
        strange = sorted(font for font in odd if family(font) not in _FAMILIES)
        yield from true(
            "5.2.2", number, "只用仿宋、楷体、黑体、宋体、小标宋", not strange, "、".join(strange)
        )


def type_area(pages: Sequence[Page], letter: bool) -> Iterator[Breach]:
    """5.2.1: what is printed in black stays within 156 × 225 mm; 5.2.4: nothing else is in colour."""
    for number, page in enumerate(pages, 1):
        inside = [glyph for glyph in page.glyphs if glyph.sign.strip() and in_area(glyph)]
        if not inside:
            continue
        ink = around(inside)
        yield from true(
            "5.2.1", number, "左边距28毫米", ink.left > TYPE_AREA.left - _SLACK, f"{ink.left:.1f}毫米"
        )
        yield from true(
            "5.2.1",
            number,
            "字不出版心右边184毫米",
            ink.right < TYPE_AREA.right + _SLACK,
            f"{ink.right:.1f}毫米",
        )
        yield from true(
            "5.2.1",
            number,
            "字不出版心下边262毫米",
            ink.bottom < TYPE_AREA.bottom + _SLACK,
            f"{ink.bottom:.1f}毫米",
        )
        drawn = [bar.box for bar in page.bars if not bar.red]
        outside = [box for box in drawn if not _in_type_area(box)]
        yield from true(
            "5.2.1", number, "表格线、分隔线不出版心", not outside, "、".join(map(_edges, outside[:1]))
        )
        coloured = any(glyph.red for glyph in page.glyphs) or any(bar.red for bar in page.bars)
        yield from true("5.2.4", number, "首页以外只用黑色", number == 1 or not coloured, "有红色")
        first = next(iter(lines(inside)), None)
        if number > 1 and first is not None and first.size == SIZE_3 and first.ink.top < 60:
            # Few signs need not reach as high as many.
            slack = _SLACK if len(first.glyphs) > 4 else _SLACK + 0.6
            yield from near("5.2.1", number, "天头", TYPE_AREA.top, first.ink.top, slack)


def text(pages: Sequence[Page]) -> Iterator[Breach]:
    """5.2.3: 22 lines of 28 signs; 7.3.3: the fonts of headings. Of the text itself; `pages` are those before the annexes."""
    for number, page in enumerate(pages, 1):
        found = body_lines(page)
        for before, after in pairwise(found):
            steps = (after.baseline - before.baseline) / LINE
            even = abs(steps - round(steps)) < 0.03
            yield from true(
                "5.2.3", number, "各行应在22行的格子上", even, f"“{after.text[:8]}”偏了{steps:.2f}行"
            )
        families = Counter(family(glyph.font) for line in found for glyph in line.glyphs)
        most = families.most_common(1)[0][0] if found else "没有正文"
        yield from true(
            "5.2.2", number, "正文应用3号仿宋", most == "仿宋" or (not found and number > 1), most
        )
        odd = sorted(set(families) - _TEXT_FAMILIES)
        yield from true("5.2.2", number, "正文里只用仿宋、楷体、黑体", not odd, "、".join(odd))
        yield from true("5.2.3", number, "每面不超过22行", len(found) <= 22, f"{len(found)}行")
        for line in found:
            yield from _line(number, line)
    for number, (page, following) in enumerate(pairwise(pages), 1):
        # What stands above the text of the first page is no whole number of lines.
        slack = 1.0 if number == 1 else 0.6
        yield from _full(number, body_lines(page), body_lines(following), slack)


def attachments(pages: Sequence[Page]) -> Iterator[Breach]:
    """7.3.4: a line below the text, two 字 from the left, nothing behind the name."""
    for number, page in enumerate(pages, 1):
        for before, line in pairwise(body_lines(page)):
            if not line.text.startswith("附件："):
                continue
            yield from near("7.3.4", number, "附件说明左端", TYPE_AREA.left + 2 * EM, line.left, 0.6)
            free = (line.baseline - before.baseline) / LINE - 1
            yield from true("7.3.4", number, "附件说明上应空一行", round(free) == 1, f"空了{free:.0f}行")
            plain = line.text[-1] not in "。；，、》"
            yield from true("7.3.4", number, "附件名称后不加标点", plain, f"“{line.text[-1]}”")


def body_lines(page: Page) -> list[Line]:
    """Lines of 3号 below the title, within the type area, printed in black; none of a page on its side."""
    signs = [glyph for glyph in page.glyphs if in_area(glyph) and not glyph.red]
    found = lines(signs)
    titles = [line.baseline for line in found if round(line.size) == SIZE_2]
    below = max(titles, default=0.0)
    return [line for line in found if line.size == SIZE_3 and line.baseline > below]


def _in_type_area(box: Box) -> bool:
    within = box.left > TYPE_AREA.left - _SLACK and box.right < TYPE_AREA.right + _SLACK
    return within and box.top > TYPE_AREA.top - _SLACK and box.bottom < TYPE_AREA.bottom + _SLACK


def _edges(box: Box) -> str:
    return f"横{box.left:.1f}—{box.right:.1f}、竖{box.top:.1f}—{box.bottom:.1f}毫米"


def _line(number: int, line: Line) -> Iterator[Breach]:
    full = line.right > TYPE_AREA.right - 1
    if full and all(wide(glyph.sign) for glyph in line.glyphs):
        signs = round((line.left - TYPE_AREA.left) / EM) + len(line.glyphs)
        yield from true("5.2.3", number, "每行排28个字", 24 <= signs <= 28, f"“{line.text[:8]}”一行{signs}字")
    yield from true(
        "5.2.1", number, "字不出版心右边", line.right < TYPE_AREA.right + 0.6, f"{line.right:.1f}毫米"
    )
    if _FIRST_HEADING.match(line.text) and abs(line.left - TYPE_AREA.left - 2 * EM) < 0.6:
        yield from true("7.3.3", number, "一级标题应用黑体", line.family == "黑体", line.family)
    elif _SECOND_HEADING.match(line.text) and abs(line.left - TYPE_AREA.left - 2 * EM) < 0.6:
        yield from true("7.3.3", number, "二级标题应用楷体", line.family == "楷体", line.family)


def _full(number: int, page: list[Line], following: list[Line], slack: float) -> Iterator[Breach]:
    """A page that breaks within a paragraph is full to its last line."""
    if not page or not following or page[-1].right < TYPE_AREA.right - 3:
        return
    goes_on = abs(following[0].left - TYPE_AREA.left) < 0.6 and not _ANNEX.fullmatch(following[0].text)
    if goes_on:
        left = (TYPE_AREA.bottom - page[-1].ink.bottom) / LINE
        yield from true("5.2.3", number, "一般每面排22行", left < slack, f"下面空了{left:.1f}行")
