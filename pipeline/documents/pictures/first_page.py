"""How much goes onto the first page of 一页图: by counting 字, so that it is the same whatever lays the pages out. Pure.

In twips, as its template has them (`style/picture_sheets`); what an office changes there is not known here.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from pipeline.documents.wording.targets import width

_PAGE = 14910
# Title, who and when, the gaps around the table, its head; a heading; two lines of how to read it.
_FIXED, _HEADING, _LEGEND = 600 + 380 + 2 * 200 + 330, 310, 2 * 310
_LINE, _SIGNS, _INDENT = 310, 45, 2
# Lines of a cell in large and in small type, how many 字 go into the column of matters and of targets; a bar, a row's edge.
_LARGE, _SMALL = (272, 15, 13), (232, 18, 15)
_BAR, _EDGE = 340, 60


@dataclass(slots=True)
class Room:
    """What is left of the page, in twips; it may come out below zero."""

    left: int = _PAGE - _FIXED - _LEGEND

    def rows(self, names: list[tuple[str, str]], large: bool) -> None:
        """Take the table's rows: what a matter and its target are called."""
        line, matters, targets = _LARGE if large else _SMALL
        for matter, target in names:
            beside = ceil(width(matter) / matters) * line
            self.left -= max(beside, ceil(width(target) / targets) * line + _BAR) + _EDGE

    def takes(self, text: str, heading: bool = False) -> bool:
        """Whether a paragraph still goes onto the page, with a heading above it; it is then taken."""
        needed = ceil((width(text) + _INDENT) / _SIGNS) * _LINE + (_HEADING if heading else 0)
        if needed > self.left:
            return False
        self.left -= needed
        return True
