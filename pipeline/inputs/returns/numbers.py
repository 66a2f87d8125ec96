"""One strict number grammar for every figure cell. What parses only after cleaning says so; what does
not parse is never guessed, though a likely number may be proposed to the unit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Context, Decimal

from pipeline.model.codes import Code
from pipeline.model.figures import plain
from pipeline.model.readings import Content, Holds

_PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?")
# A number somebody probably meant: at the start but for 约 and the like, and not the 9 of 9月.
_LIKELY = re.compile(
    r"(?:约|大约|近|共|已|超过|超|≈|\+)*"
    r"(?P<number>[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
    r"(?:$|(?P<scale>万亿|万|亿)?(?:(?=[/(]).*|[^0-9年月日_eE.,:/(\s-][^0-9]*|$))"
)
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_FORMAT_DECIMALS = re.compile(r"0\.(0+)")
_FORMAT_TEXT = re.compile(r'"[^"]*"|\\.')
# What people write for a fall, and the minus sign that is no hyphen.
_FALL = re.compile("(?:同比|比上年)?(?:下降|降低|减少|回落)")
_MINUS = "\u2212"
# What our own forms say about the number of a goal.
_GOAL = re.compile(
    "(?:力争)?(?:不高于|(?P<falls>下降(?:不超过)?))?(?P<number>.*?)(?(falls)(?:左右|以上)?|(?:左右)?)"
)
_MOST_DIGITS, _MOST_DECIMALS = 15, 20
_WIDE = Context(prec=60)
# Full-width signs only: ① and ² are numerals to NFKC too, but on a sheet they are footnote marks.
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0x00A0: " "}


@dataclass(frozen=True, slots=True)
class Number:
    """What a figure cell says. `code` is None when `value` may be used, and for a blank cell.

    `decimals` are those the unit gave, by typing or by cell format; `cleaned` says the text had to be
    tidied; `proposal` is a number a person might have meant, and `scale` the 万 or 亿 behind it.
    """

    value: Decimal | None
    decimals: int = 0
    cleaned: bool = False
    code: Code | None = None
    proposal: str = ""
    scale: str = ""


def parse_number(content: Content, percent: bool, signed: bool = False) -> Number:
    """The number in a cell; `percent` if the unit of measure is %, so that a trailing % may stand there.

    Only what is `signed` may be below zero.
    """
    match content.holds:
        case Holds.EMPTY:
            return Number(None, code=Code.R05 if content.formula else None)
        case Holds.UNCALCULATED:
            return Number(None, code=Code.R05)
        case Holds.PICTURE:
            return Number(None, code=Code.R02)
        case Holds.ERROR:
            return Number(None, code=Code.R04)
        case Holds.BOOLEAN | Holds.DATE:
            return Number(None, code=Code.R07)
        case Holds.NUMBER:
            return _typed(content, percent, signed)
    return _written(content.text, percent, signed)


def parse_goal(content: Content, percent: bool, signed: bool = False) -> Decimal | None:
    """The number of a goal as a form states it, alone or in our words (不高于4%); None where it is no plain number."""
    if content.holds is Holds.TEXT:
        said = _GOAL.fullmatch(content.text.strip())
        if said is not None:
            sign = "-" if said["falls"] else ""
            content = replace(content, text=f"{sign}{said['number']}")
    return parse_number(content, percent, signed).value


def _typed(content: Content, percent: bool, signed: bool) -> Number:
    value = content.number
    if value is None or not value.is_finite():
        return Number(None, code=Code.R02)
    if abs(value.adjusted()) > _MOST_DIGITS:
        return Number(None, code=Code.R02)
    shape = _FORMAT_TEXT.sub("", content.format)
    if "%" in shape:
        return Number(None, code=Code.R21, proposal=plain(value * 100) if percent else plain(value))
    shown = _FORMAT_DECIMALS.search(shape)
    decimals = max(_decimals(value), len(shown[1]) if shown else 0)
    if decimals > _MOST_DECIMALS:
        return Number(None, code=Code.R02)
    return _checked(value.quantize(Decimal(1).scaleb(-decimals), context=_WIDE), decimals, signed)


def _written(text: str, percent: bool, signed: bool) -> Number:
    folded = _INVISIBLE.sub("", text.translate(_HALF_WIDTH)).strip()
    if signed:
        folded = folded.replace(_MINUS, "-")
    bare = folded.removesuffix("%").strip() if percent else folded
    if _PLAIN.fullmatch(bare) or _GROUPED.fullmatch(bare):
        value = Decimal(bare.replace(",", ""))
        number = _checked(value, _decimals(value), signed)
        return Number(number.value, number.decimals, bare.replace(",", "") != text.strip(), number.code)
    fall = _FALL.match(folded) if signed else None
    likely = _LIKELY.fullmatch(folded[fall.end() :] if fall is not None else folded)
    if likely is None:
        return Number(None, code=Code.R02)
    if fall is not None:
        return Number(None, code=Code.R02, proposal=f"-{likely['number'].replace(',', '')}")
    return Number(
        None, code=Code.R02, proposal=likely["number"].replace(",", ""), scale=likely["scale"] or ""
    )


def _checked(value: Decimal, decimals: int, signed: bool) -> Number:
    if value.is_signed() and not signed:
        return Number(None, code=Code.R14)
    # Counted by hand: normalize() would round to the context's digits first.
    digits = "".join(map(str, value.as_tuple().digits)).strip("0")
    if len(digits) > _MOST_DIGITS or abs(value.adjusted()) > _MOST_DIGITS or decimals > _MOST_DECIMALS:
        return Number(None, code=Code.R02)
    return Number(value, decimals)


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
