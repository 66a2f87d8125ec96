"""What stands at the end: signature and date, imprint, page numbers (GB/T 9704-2012, 7.3.5, 7.4, 7.5, 10.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.documents.conformance.body import body_lines
from pipeline.documents.conformance.ruler import (
    DATE,
    EM,
    LINE,
    POINT,
    SIZE_3,
    SIZE_4,
    TYPE_AREA,
    Breach,
    Line,
    around,
    family,
    in_area,
    lines,
    near,
    tables,
    true,
)
from pipeline.documents.conformance.whole import imprint_pages
from pipeline.model.pages import Box, Page

_SMALL = SIZE_4 * POINT
_DASH = TYPE_AREA.bottom + 7
_SLACK = 0.7
# 版记 lines are at most this high above the foot of the type area, in mm.
_THICK, _THIN = 0.35, 0.25


def signature(pages: Sequence[Page], sealed: bool) -> Iterator[Breach]:
    """7.3.5.1: the date four 字 from the right, the name centred on it, both with text on their page (7.3.5.5).

    What is `sealed` leaves two lines for the seal.
    """
    for number, page in enumerate(pages, 1):
        found = body_lines(page)
        for name, day in pairwise(found):
            if not DATE.fullmatch(day.text) or day.baseline - name.baseline > 1.2 * LINE:
                continue
            longer = name.right - name.left > day.right - day.left + 8 * EM
            if not longer:
                yield from near(
                    "7.3.5.1", number, "成文日期右端", TYPE_AREA.right - 4 * EM, day.right, _SLACK
                )
            middle = (name.left + name.right) / 2
            yield from near("7.3.5.1", number, "署名中心", (day.left + day.right) / 2, middle, _SLACK)
            above = [line for line in found if line.baseline < name.baseline - 2 * LINE]
            yield from true("7.3.5.5", number, "署名所在的一面应有正文", bool(above), "没有")
            if above and sealed:
                free = (name.baseline - above[-1].baseline) / LINE - 1
                yield from true(
                    "7.3.5.1", number, "署名上应空二行盖章", round(free) == 2, f"空了{free:.0f}行"
                )


def ruled_imprint(number: int, page: Page) -> Iterator[Breach]:
    """7.4: rules as wide as the type area, thick outside and thin within; the last one is its foot."""
    last = [bar.box for bar in page.bars if not bar.red and bar.box.width > 100 and bar.box.height < 1]
    # A table's rules are none of an imprint: it has upright ones too.
    table = max((box.bottom for box in tables(page)), default=0.0)
    rules = [box for box in last if box.top > max(150.0, table + 1)]
    yield from true("7.4.1", number, "版记应有首末两条分隔线", len(rules) >= 2, f"{len(rules)}条")
    if len(rules) < 2:
        return
    found = _between(page, rules[0].top, TYPE_AREA.bottom + 2)
    closed = not found or rules[-1].top > found[-1].baseline
    yield from true("7.4.1", number, "版记末条分隔线在印发行下面", closed, "没有")
    for index, rule in enumerate(rules):
        outer = index in (0, len(rules) - 1)
        yield from near("7.4.1", number, "版记分隔线粗", _THICK if outer else _THIN, rule.height, 0.05)
        yield from near("7.4.1", number, "版记分隔线宽", TYPE_AREA.width, rule.width, 0.3)
        yield from near("7.4.1", number, "版记分隔线左端", TYPE_AREA.left, rule.left, 0.3)
    yield from near("7.4.1", number, "版记末条分隔线", TYPE_AREA.bottom, rules[-1].bottom, 0.3)
    yield from true(
        "7.4.3", number, "版记应有印发行", bool(found) and found[-1].text.endswith("印发"), "没有"
    )
    for line in found:
        yield from true(
            "7.4", number, "版记应用4号仿宋", line.size == SIZE_4 and line.family == "仿宋", line.family
        )
    if found:
        yield from near("7.4.3", number, "印发机关左端", TYPE_AREA.left + _SMALL, found[-1].left, _SLACK)
        yield from near("7.4.3", number, "印发日期右端", TYPE_AREA.right - _SMALL, found[-1].right, _SLACK)
    yield from _copy_lines(number, found[:-1])


def letter_imprint(number: int, page: Page) -> Iterator[Breach]:
    """10.1: 抄送 without rules, lowest in the type area."""
    table = max((box.bottom for box in tables(page)), default=0.0)
    ruled = [
        bar for bar in page.bars if not bar.red and bar.box.width > 150 and bar.box.top > max(200, table + 1)
    ]
    yield from true("10.1", number, "信函格式的版记不加分隔线", len(ruled) == 0, "有分隔线")
    small = [line for line in _between(page, 150, TYPE_AREA.bottom + 2) if line.size == SIZE_4]
    if small:
        yield from near("10.1", number, "版记最下一行", TYPE_AREA.bottom, small[-1].ink.bottom, 2.5)
        yield from _copy_lines(number, small)


def folios(pages: Sequence[Page], letter: bool) -> Iterator[Breach]:
    """7.5: 4号宋体 between two dashes 7 mm below the type area; odd ones at the right, even ones at the left.

    Where people put a blank page before the imprint's, neither has a number.
    """
    bare = imprint_pages(pages)
    for number, page in enumerate(pages, 1):
        signs = [glyph for glyph in page.glyphs if glyph.ink.top > TYPE_AREA.bottom + 1 and not glyph.red]
        if len(bare) > 1 and number in bare:
            yield from true("7.5", number, "版记页和它前面的空白页不编页码", not signs, "有页码")
            continue
        if letter and number == 1:
            yield from true("10.1", 1, "首页不显示页码", not signs, "有页码")
            continue
        said = "".join(glyph.sign for glyph in signs).replace(" ", "")
        yield from true("7.5", number, f"页码应为“— {number} —”", said == f"—{number}—", f"“{said}”")
        if said != f"—{number}—":
            continue
        fonts = {family(glyph.font) for glyph in signs if glyph.sign.strip()}
        yield from true("7.5", number, "页码应用4号宋体", fonts == {"宋体"}, "、".join(sorted(fonts)))
        dash = next(glyph.ink for glyph in signs if glyph.sign == "—")
        yield from near("7.5", number, "页码一字线", _DASH, (dash.top + dash.bottom) / 2, _SLACK)
        box: Box = around(signs)
        if number % 2:
            yield from near("7.5", number, "单页码右端", TYPE_AREA.right - _SMALL, box.right, _SLACK)
        else:
            yield from near("7.5", number, "双页码左端", TYPE_AREA.left + _SMALL, box.left, _SLACK)


def _copy_lines(number: int, found: Sequence[Line]) -> Iterator[Breach]:
    """7.4.2: 抄送 ends with a full stop; what goes on to a further line does too."""
    for line in found:
        yield from _copy_line(number, line)
    starts = [at for at, line in enumerate(found) if line.text[2:3] == "："]
    for start, end in pairwise((*starts, len(found))):
        if found[start].text.startswith("抄送："):
            last = found[end - 1].text
            yield from true("7.4.2", number, "抄送以句号结束", last.endswith("。"), f"“{last[-4:]}”")


def _copy_line(number: int, line: Line) -> Iterator[Breach]:
    """7.4.2: one 字 from the left, going on under the first sign after the label."""
    beginning = line.text[2:3] == "："
    left = TYPE_AREA.left + _SMALL * (1 if beginning else 4)
    yield from near("7.4.2", number, "抄送等各行左端", left, line.left, _SLACK)
    right = TYPE_AREA.right - _SMALL + 0.6
    yield from true("7.4.2", number, "抄送右空一字", line.right <= right, f"{line.right:.1f}毫米")


def _between(page: Page, top: float, bottom: float) -> list[Line]:
    found = lines(glyph for glyph in page.glyphs if in_area(glyph))
    return [line for line in found if top < line.baseline < bottom and line.size <= SIZE_3]
