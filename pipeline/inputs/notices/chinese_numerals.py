"""Chinese numerals as numbers; a run of digits as the number that it is."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "○": 0}
_TENS = {"十": 10, "百": 100, "千": 1000}
_SCALES = {"万": 10**4, "亿": 10**8}
SIGNS = "一二三四五六七八九十百千万亿两零〇"


def chinese_number(text: str) -> Decimal | None:
    """二十 is 20, 一百零五 105, 两万 20000; None for what is no numeral."""
    total = section = digit = 0
    if not text:
        return None
    for sign in text:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign in _TENS:
            section += (digit or 1) * _TENS[sign]
            digit = 0
        elif sign in _SCALES:
            total += (section + digit or 1) * _SCALES[sign]
            section = digit = 0
        else:
            return None
    return Decimal(total + section + digit)


def year_number(text: str) -> int | None:
    """二○二一 or 二〇二一 as 2021; None for what is no row of digits."""
    digits = [_DIGITS.get(sign) for sign in text]
    if len(digits) != 4 or None in digits:
        return None
    return int("".join(str(digit) for digit in digits))


def plain_number(text: str) -> Decimal:
    """A run of digits, with commas between thousands or without."""
    return Decimal(text.replace(",", ""))


def number_of(sign: str) -> int | None:
    """The number in a sign of numbering: (二), 02, 第二件, 二是; None where there is none."""
    if len(sign) == 1 and "①" <= sign <= "⑳":
        return ord(sign) - ord("①") + 1
    digits = re.search(r"[0-9]+|[一二三四五六七八九十百]+", sign)
    if digits is None:
        return None
    value = Decimal(digits[0]) if digits[0].isascii() else chinese_number(digits[0])
    return int(value) if value is not None else None
