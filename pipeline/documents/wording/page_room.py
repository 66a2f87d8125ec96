"""How many lines a text takes, reckoned before anything is laid out: for papers that are a page and no more. Pure.

A line of 三号 holds 28 signs (GB/T 9704-2012, 5.2.2), digits and Latin letters half a sign; a paragraph begins two signs in.
What may not stand at an edge moves a sign or two to the next line, so that fewer are reckoned with.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

_INDENT, _LINE = 2, 27.5
_TITLE_LINE = 20  # signs of 二号


def lines(paragraphs: Iterable[object]) -> int:
    """The lines of text that paragraphs take."""
    return sum(math.ceil((_INDENT + _width(str(one))) / _LINE) for one in paragraphs if str(one))


def title_lines(title: str) -> int:
    """The lines a title takes."""
    return math.ceil(_width(title) / _TITLE_LINE)


def _width(text: str) -> float:
    return sum(0.5 if sign.isascii() else 1.0 for sign in text)
