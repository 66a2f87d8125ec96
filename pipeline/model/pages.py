"""Printed pages as a ruler sees them: signs and lines with their places in millimetres.

Places are counted from the upper left corner of the paper as a reader holds it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: its edges."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def centre(self) -> float:
        """Half way from left to right."""
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class Glyph:
    """A sign: its ink, where its line stands, the font's name as embedded, its size in points.

    `x` is where its square begins; blanks have no ink worth the name. `turned` is a quarter clockwise: `x` and
    `baseline` then mean nothing.
    """

    sign: str
    ink: Box
    x: float
    baseline: float
    font: str
    size: float
    red: bool = False
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A drawn line, as a rectangle as high as the line is thick."""

    box: Box
    red: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its size, its signs in reading order, its lines from above."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    bars: tuple[Bar, ...]

    @property
    def landscape(self) -> bool:
        """Whether it lies on its side."""
        return self.width > self.height
