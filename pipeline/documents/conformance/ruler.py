"""A page with a ruler on it: signs put together to lines, lengths counted in 字, fonts by what they are.

Measures; what should be measured is beside it. Lengths are in millimetres, places as on an upright page:
a page on its side is turned back first, so that one type area serves both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pipeline.model.pages import Box, Glyph, Page

PAPER = Box(0, 0, 210, 297)
TYPE_AREA = Box(28, 37, 184, 262)
# The same area of a page on its side, as a reader turns it.
LYING_AREA = Box(35, 28, 260, 184)
# A 字 and a line of 3号 (3.1, 3.2), in mm; a point, and the sizes 公文 are set in.
EM, LINE, POINT = 156 / 28, 10.4422, 25.4 / 72
SIZE_2, SIZE_3, SIZE_4 = 22, 16, 14
_SAME_LINE = 0.5
# Above the first is the draft mark, below the second the page number; both stand outside the type area.
_HEADER, _FOOTER = 25.0, 264.0
DATE = re.compile(r"\d{4}年(\d{1,2}|_+|【\s*】)月(\d{1,2}|_+|【\s*】)日")

# What a font is, by the name a PDF embeds it under; the first that fits.
_FAMILIES = (
    ("小标宋", re.compile("XiaoBiaoSong|FZXBS|Song-?Bold|STZhongsong", re.IGNORECASE)),
    ("仿宋", re.compile("Fang", re.IGNORECASE)),
    ("楷体", re.compile("Kai", re.IGNORECASE)),
    ("黑体", re.compile("Hei", re.IGNORECASE)),
    ("宋体", re.compile("Sim-?Sun|Song", re.IGNORECASE)),
)


@dataclass(frozen=True)
class Line:
    """Signs on one baseline, from left to right, the blank ones at its ends left out."""

    glyphs: tuple[Glyph, ...]

    @cached_property
    def text(self) -> str:
        """What it says."""
        return "".join(glyph.sign for glyph in self.glyphs)

    @property
    def size(self) -> float:
        """The size of its first sign, in points."""
        return self.glyphs[0].size

    @property
    def baseline(self) -> float:
        """Where it stands."""
        return self.glyphs[0].baseline

    @property
    def left(self) -> float:
        """Where the square of its first sign begins."""
        return self.glyphs[0].x

    @property
    def right(self) -> float:
        """Where the square of its last sign ends."""
        last = self.glyphs[-1]
        return last.x + last.size * POINT * (1 if wide(last.sign) else 0.5)

    @cached_property
    def ink(self) -> Box:
        """All its ink."""
        return around(self.glyphs)

    @property
    def family(self) -> str:
        """What the font of its first sign is."""
        return family(self.glyphs[0].font)

    @property
    def red(self) -> bool:
        """Whether it is printed in red."""
        return self.glyphs[0].red


def lines(glyphs: Iterable[Glyph]) -> tuple[Line, ...]:
    """Upright signs as lines, from above."""
    rows: list[list[Glyph]] = []
    for glyph in sorted((g for g in glyphs if not g.turned), key=lambda g: (g.baseline, g.x)):
        if rows and glyph.baseline - rows[-1][0].baseline < _SAME_LINE:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    stripped = (_without_blank_ends(sorted(row, key=lambda g: g.x)) for row in rows)
    return tuple(Line(tuple(row)) for row in stripped if row)


def upright(page: Page) -> Page:
    """A page on its side as the sheet lies in the bound document: its left edge below (GB/T 9704-2012, 8)."""
    if not page.landscape:
        return page
    glyphs = tuple(
        replace(glyph, ink=_turn(glyph.ink, page.width), turned=not glyph.turned) for glyph in page.glyphs
    )
    # Signs turned on the page stand upright on the sheet: their lines are found by their ink.
    settled = tuple(
        glyph if glyph.turned else replace(glyph, x=glyph.ink.left, baseline=_foot(glyphs))
        for glyph in glyphs
    )
    bars = tuple(replace(bar, box=_turn(bar.box, page.width)) for bar in page.bars)
    return Page(page.height, page.width, settled, bars)


def in_area(glyph: Glyph) -> bool:
    """Whether a sign stands between header and page number; the header of a page on its side lies at the left."""
    within = glyph.ink.top > _HEADER and glyph.ink.bottom < _FOOTER
    return within and not (glyph.turned and glyph.ink.right < TYPE_AREA.left - 5)


def area(page: Page) -> Box:
    """The type area of a page as a reader holds it."""
    return LYING_AREA if page.landscape else TYPE_AREA


def tables(page: Page) -> tuple[Box, ...]:
    """From where to where upright rules stand, each as its box: what is printed between their ends is in a table."""
    return tuple(bar.box for bar in page.bars if not bar.red and bar.box.height > 3)


def around(glyphs: Iterable[Glyph]) -> Box:
    """The box of all ink of signs that have any."""
    boxes = [glyph.ink for glyph in glyphs if glyph.sign.strip()]
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def family(font: str) -> str:
    """仿宋, 楷体, 黑体, 宋体 or 小标宋; the font's own name if it is none of them."""
    return next((name for name, pattern in _FAMILIES if pattern.search(font)), font)


def wide(sign: str) -> bool:
    """Whether a sign takes a whole 字: Chinese signs do, Latin letters and digits half of one."""
    return sign >= "\u2000"


def _turn(box: Box, width: float) -> Box:
    return Box(box.top, width - box.right, box.bottom, width - box.left)


def _foot(glyphs: Sequence[Glyph]) -> float:
    return max((glyph.ink.bottom for glyph in glyphs if not glyph.turned), default=0)


def _without_blank_ends(row: list[Glyph]) -> list[Glyph]:
    inked = [index for index, glyph in enumerate(row) if glyph.sign.strip()]
    return row[inked[0] : inked[-1] + 1] if inked else []


@dataclass(frozen=True, slots=True)
class Breach:
    """Which clause, on which page (from 1), what it asks for and what was found, in words."""

    clause: str
    page: int
    wanted: str
    found: str

    def __str__(self) -> str:
        return f"第{self.page}面不合{self.clause}：{self.wanted}，量得{self.found}"


def near(clause: str, page: int, what: str, wanted: float, found: float, slack: float) -> Iterator[Breach]:
    """A breach if a length in mm is farther from what it should be than the slack."""
    if abs(found - wanted) > slack:
        yield Breach(clause, page, f"{what}应为{wanted:.1f}毫米", f"{found:.1f}毫米")


def between(clause: str, page: int, what: str, low: float, high: float, found: float) -> Iterator[Breach]:
    """A breach if a length in mm is outside its range."""
    if not low <= found <= high:
        yield Breach(clause, page, f"{what}应为{low:.1f}—{high:.1f}毫米", f"{found:.1f}毫米")


def true(clause: str, page: int, wanted: str, holds: bool, found: str) -> Iterator[Breach]:
    """A breach if something that should hold does not."""
    if not holds:
        yield Breach(clause, page, wanted, found or "没有")
