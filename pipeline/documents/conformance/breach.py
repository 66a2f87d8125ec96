"""A clause that a page breaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


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
