"""What stands around a figure and contradicts it: merged areas, hidden rows, formats that say otherwise."""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal
from functools import lru_cache

from pipeline.model.figures import Measure
from pipeline.model.readings import Content, Sheet, reference

_DIGITS = re.compile(r"[0#?](\.[0#?]*)?(?![0#?,.])")
_LITERAL = re.compile(r'"[^"]*"|[\\!].|\[[^]]*\]|_.|\*.')
# 0!.0000 and 0\.0000 write a point into a whole number: 43800 is seen as 4.3800.
_FALSE_POINT = re.compile(r'[0#?](?:[!\\]\.|"\.")[0#?]')
_COLOUR = re.compile(r"\[[^]]*\]")
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[0-9.]+)\]")
_MINUS = re.compile(r'(?:\[[^]<]*\]|_.|\*.|\s)*(?:-|\\-|"-")\s*[0#?]')
# Digits written into the format itself: 0"0000" shows 5 as 50000.
_NUMERAL = re.compile(r"[\d.,]*\d[\d.,]*")
# A comma behind the last digit shows thousandths of the number.
_SCALED = re.compile(r"[0#?],+(?![0#?,])")
# The pieces of a format: what is quoted, escaped, or a currency's sign; other signs in brackets; room left; one sign.
_PIECE = re.compile(r'"([^"]*)"|[\\!](.)|\[\$([^-\]]*)[^]]*\]|\[[^]]*\]|_.|\*.|(.)', re.DOTALL)
# What a format may write beside a number and says nothing of its measure.
_SIGNS = " %-—（）()　"
_HOLDS = {
    "<": Decimal.__lt__,
    "<=": Decimal.__le__,
    ">": Decimal.__gt__,
    ">=": Decimal.__ge__,
    "=": Decimal.__eq__,
    "<>": Decimal.__ne__,
}


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


@lru_cache(maxsize=512)
def _sections(number_format: str) -> tuple[str, ...]:
    """A format's sections; a semicolon in quotes or escaped parts nothing."""
    found = [""]
    for piece in _PIECE.finditer(number_format):
        if piece[0] == ";":
            found.append("")
        else:
            found[-1] += piece[0]
    return tuple(found)


def is_percent(number_format: str) -> bool:
    """True for a format that shows a hundredfold with a % behind it: 0.9 is seen as 90%."""
    return "%" in _LITERAL.sub("", number_format)


def _section(content: Content) -> str:
    """The section of a cell's format by which its number is shown: by their conditions, else by the number's sign."""
    number = content.number if content.number is not None else Decimal(0)
    sections = _sections(content.format)[:3]
    conditions = [_CONDITION.search(section) for section in sections]
    if any(conditions):
        for place, (section, condition) in enumerate(zip(sections, conditions, strict=True)):
            last = place == len(sections) - 1
            if condition is None and (last or number < 0):
                return section
            if condition is not None and _HOLDS[condition[1]](number, Decimal(condition[2])):
                return section
        return ""
    if number < 0 and len(sections) > 1:
        return sections[1]
    return sections[2] if number == 0 and len(sections) > 2 else sections[0]


def _words(section: str) -> list[str]:
    """The words a format writes beside the digits, however they are spelled: "万人", \\万\\人, 万人, [$万人]."""
    words = [""]
    for quoted, escaped, currency, sign in _PIECE.findall(section):
        said = quoted or escaped or currency or (sign if sign and not sign.isascii() else "")
        if said:
            words[-1] += said
        elif words[-1]:
            words.append("")
    return [word for word in words if word]


def shows_another(content: Content, ratio: bool) -> bool:
    """True for a number that its format shows as another one: scaled, with digits, a minus or a % that are not there."""
    section = _section(content)
    minus = content.number is not None and content.number > 0 and _MINUS.match(section)
    scaled = _SCALED.search(_LITERAL.sub("", section)) or _FALSE_POINT.search(section)
    words = _words(section)
    percent = not ratio and any("%" in word for word in words)
    return bool(minus or scaled or percent) or any(_NUMERAL.fullmatch(word) for word in words)


def hides_zero(content: Content) -> bool:
    """True for a zero whose format shows a blank or another text in its place."""
    shown = _LITERAL.sub("", _section(content))
    return content.number == 0 and content.format != "General" and "0" not in shown and "General" not in shown


def hides_minus(content: Content) -> bool:
    """True for a number below zero whose format shows it without a minus and without brackets."""
    by_sign = len(_sections(content.format)) > 1 and not _CONDITION.search(content.format)
    below = content.number is not None and content.number < 0
    return below and by_sign and not re.search(r"[-\u2212(（]", _COLOUR.sub("", _section(content)))


def shown_shorter(content: Content) -> bool:
    """True for a number whose format shows fewer decimals than it has: 4.38 seen as 4."""
    shape = _LITERAL.sub("", _section(content))
    digits = _DIGITS.search(shape)
    if content.number is None or digits is None or "E" in shape or "/" in shape:
        return False
    exponent = content.number.normalize().as_tuple().exponent
    return isinstance(exponent, int) and -exponent > len((digits[1] or ".")[1:])


def misleading_format(content: Content, measure: Measure) -> bool:
    """True for a format that hides the number or shows another measure than its row is in."""
    section = _section(content)
    if not section.strip() and content.format.strip():
        return True
    words = [Measure.parse(bare) for word in _words(section) if (bare := word.strip(_SIGNS))]
    return any((word.base, word.exponent) != (measure.base, measure.exponent) for word in words)
