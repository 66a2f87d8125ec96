"""What can stand in 分县区: the shares of 市人社局, 红旗区 in row 5 with 6413 人 of T01-1."""

from __future__ import annotations

from collections.abc import Callable

from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet
from originals import JOBS, Case, edit, one, put, shape


def _counties(change: Callable[[Worksheet], object]) -> bytes:
    """市人社局's form after a change to its sheet 分县区."""
    return edit(change, unit=JOBS, sheet="分县区")


def _noted(sheet: Worksheet) -> None:
    sheet["E5"].comment = Comment("含返乡", "某岗")


CASES: list[Case] = [
    *(
        one(f"county {name}", want, lambda value=value: _counties(put(E5=value)),
            unit=JOBS, targets=("T01-1",), cells=cells)
        for name, value, want, cells in (
            ("is 约", "约6413", "cell", "E5"),
            ("full width", "６４１３", "same", ""),
            ("grouped", "6,413", "same", ""),
            ("does not add up", 6414, "cell", ""),
            ("in 万人", 0.6413, "cell", ""),
            ("minus", -6413, "cell", "E5"),
            ("half a person", 6413.5, "cell", "E5"),
            ("a truth", True, "cell", "E5"),
        )
    ),
    *(
        one(f"county {name}", "cell", change, unit=JOBS, targets=("T01-1",), cells="E5")
        for name, change in (
            ("shown in thousands", lambda: _counties(shape(E5="#,##0,"))),
            ("shown as 万人", lambda: _counties(shape(E5='0"万人"'))),
            ("in per cent", lambda: _counties(shape(E5="0%"))),
            ("merged with the next", lambda: _counties(lambda sheet: sheet.merge_cells("E5:E6"))),
        )
    ),
    one("county with a note", "warns", lambda: _counties(_noted), unit=JOBS, code="R31"),
    one("county unknown", "warns|cell", lambda: _counties(put(D5="红旗")), unit=JOBS, targets=("T01-1",)),
    one("county twice", "cell", lambda: _counties(put(D6="红旗区")), unit=JOBS, targets=("T01-1",)),
    one("county by full name", "same", lambda: _counties(put(D5="红旗区 ")), unit=JOBS),
    one("county sheet in 万人 without saying so", "cell", lambda: _counties(put(C5=None, E5=0.6413)), unit=JOBS, targets=("T01-1",)),
]  # fmt: skip
