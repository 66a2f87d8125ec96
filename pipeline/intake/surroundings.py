"""What stands around a figure and contradicts it: merged areas, hidden rows, formats that say otherwise."""

from __future__ import annotations

import re

from pipeline.model.figures import Measure
from pipeline.model.readings import Sheet, reference

_QUOTED = re.compile(r'"([^"]*)"')
_INVISIBLE = re.compile(r";;;+\s*")


def merged_over_rows(sheet: Sheet, row: int, column: int) -> str:
    """The merged area (G5:G6) over more than one row that a cell lies in; empty if there is none."""
    for first_row, first_column, last_row, last_column in sheet.merged:
        inside = first_row <= row <= last_row and first_column <= column <= last_column
        if inside and last_row > first_row:
            return f"{reference(first_row, first_column)}:{reference(last_row, last_column)}"
    return ""


def misleading_format(number_format: str, measure: Measure) -> bool:
    """True for a format that hides the number or shows another measure than its row is in."""
    if _INVISIBLE.fullmatch(number_format):
        return True
    words = [Measure.parse(word) for word in _QUOTED.findall(number_format) if word.strip(" %")]
    return any((word.base, word.exponent) != (measure.base, measure.exponent) for word in words)
