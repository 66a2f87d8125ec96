"""What stands around a figure and contradicts it: merged areas, hidden rows, formats that say otherwise."""

from __future__ import annotations

import re
from collections.abc import Collection

from pipeline.model.figures import Measure
from pipeline.model.readings import Content, Sheet, reference

_MOST_FORMULA = 1000  # the search takes the square of it
# [1]Sheet1!A1, '[book.xlsx]Sheet 1'!A1, Excel|'book'!range, OpenDocument's 'file:///x.ods'#$Sheet1.A1; not Table1[sum]+Sheet2!A1.
_FOREIGN = re.compile(
    r"\[[^\[\]]+\][\w.]*!|'[^'\[\]]*\[[^\[\]]+\](?:[^']|'')*'!|\w\|[^!]*!|file:/|'#|\bDDE\("
)
_QUOTED = re.compile(r'"([^"]*)"')
_DIGITS = re.compile(r"[0#?](\.[0#?]*)?(?![0#?,.])")
_INVISIBLE = re.compile(r";;;+\s*")
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^]]*\]|_.|\*.')
# 0!.0000 and 0\.0000 write a point into a whole number: 43800 is seen as 4.3800.
_FALSE_POINT = re.compile(r'[0#?](?:[!\\]\.|"\.")[0#?]')
_COLOUR = re.compile(r"\[[^]]*\]")
_CONDITION = re.compile(r"\[[<>=]")
_MINUS = re.compile(r'(?:\[[^]<]*\]|_.|\*.|\s)*(?:-|\\-|"-")\s*[0#?]')
# Digits written into the format itself: 0"0000" shows 5 as 50000.
_NUMERAL = re.compile(r"[\d.,]*\d[\d.,]*")
_WRITTEN = re.compile(r'"([^"]*)"|[\\!](.)')
# A comma behind the last digit shows thousandths of the number.
_SCALED = re.compile(r"[0#?],+(?![0#?,])")


def merged_area(sheet: Sheet, row: int, column: int, columns: Collection[int]) -> str:
    """The merged area (G5:G6) a cell shares with another row or another of `columns`; empty if there is none."""
    for first_row, first_column, last_row, last_column in sheet.merged:
        inside = first_row <= row <= last_row and first_column <= column <= last_column
        shared = sum(first_column <= other <= last_column for other in columns) > 1
        if inside and (last_row > first_row or shared):
            return f"{reference(first_row, first_column)}:{reference(last_row, last_column)}"
    return ""


def first_row(sheet: Sheet, row: int, column: int) -> int:
    """The first row of the merged area of that one column in which a cell lies; its own if it lies in none."""
    areas = (area for area in sheet.merged if area[0] <= row <= area[2] and area[1] == area[3] == column)
    return next((area[0] for area in areas), row)


def shows_another(number_format: str, ratio: bool) -> bool:
    """True for a format under which a positive number is seen as another one: scaled, with digits, a minus or a %
    that are not there.
    """
    sections = number_format.split(";")
    # Without conditions the first section is for positive numbers; with them it may be any.
    shown = sections if _CONDITION.search(number_format) else sections[:1]
    return bool(_MINUS.match(sections[0])) or any(_alters(section, ratio) for section in shown)


def _alters(section: str, ratio: bool) -> bool:
    written = [quoted or sign for quoted, sign in _WRITTEN.findall(section)]
    scaled = _SCALED.search(_LITERAL.sub("", section)) or _FALSE_POINT.search(section)
    percent = not ratio and any("%" in word for word in written)
    return bool(scaled) or percent or any(_NUMERAL.fullmatch(word) for word in written)


def hides_zero(content: Content) -> bool:
    """True for a zero whose format shows a blank or another text in its place."""
    sections = content.format.split(";")
    shown = sections[2] if len(sections) > 2 else sections[0]
    return content.number == 0 and content.format != "General" and "0" not in _LITERAL.sub("", shown)


def hides_minus(content: Content) -> bool:
    """True for a number below zero whose format shows it without a minus and without brackets."""
    sections = content.format.split(";")
    if (
        content.number is None
        or content.number >= 0
        or len(sections) < 2
        or _CONDITION.search(content.format)
    ):
        return False
    return not re.search(r"[-\u2212(（]", _COLOUR.sub("", sections[1]))


def shown_shorter(content: Content) -> bool:
    """True for a number whose format shows fewer decimals than it has: 4.38 seen as 4."""
    shape = _LITERAL.sub("", content.format.partition(";")[0])
    digits = _DIGITS.search(shape)
    if content.number is None or digits is None or "E" in shape or "/" in shape:
        return False
    exponent = content.number.normalize().as_tuple().exponent
    return isinstance(exponent, int) and -exponent > len((digits[1] or ".")[1:])


def is_foreign(formula: str) -> bool:
    """True for a formula that fetches its number from another file: =[1]Sheet1!A1, ='file:///x.ods'#$Sheet1.A1."""
    return _FOREIGN.search(formula[:_MOST_FORMULA]) is not None


def misleading_format(number_format: str, measure: Measure) -> bool:
    """True for a format that hides the number or shows another measure than its row is in."""
    if _INVISIBLE.fullmatch(number_format):
        return True
    words = [Measure.parse(word) for word in _QUOTED.findall(number_format) if word.strip(" %-—")]
    return any((word.base, word.exponent) != (measure.base, measure.exponent) for word in words)
