"""Figures: a decimal number with its measure and the cells it came from.

All arithmetic, rounding and printing of numbers in this project happens here. Amounts are kept in
their base measure (58300 人, never 5.83 万人) and unrounded; ratios are kept in per cent (56.30).
万 and 亿 are scale, not measure. A number is rounded once, when it is printed, and a printed number
never crosses the target it is compared with (docs/decisions/0001-rounding.md).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from fractions import Fraction

from pipeline.model.growth import FALLS

PERCENT = "%"
_EXACT = Context(prec=60)
_SCALES = {"": 0, "万": 4, "亿": 8, "万亿": 12}
_MEASURE = re.compile(r"(?P<scale>万亿|万|亿)?(?P<base>.*)")


class Rounding(StrEnum):
    """How the last printed digit is decided: the office's habit, or GB/T 8170."""

    HALF_UP = "四舍五入"
    HALF_EVEN = "四舍六入五成双"

    @property
    def mode(self) -> str:
        """The rounding constant of the decimal module."""
        return ROUND_HALF_UP if self is Rounding.HALF_UP else ROUND_HALF_EVEN


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands, as far as it is known: file as named in the workspace, sheet, reference (F9), and what
    was read there. Of a whole file only its name.
    """

    file: str = ""
    sheet: str = ""
    ref: str = ""
    read: str = ""

    def __str__(self) -> str:
        sheet = f"［{self.sheet}］" if self.sheet else ""
        return f"{self.file}{sheet}{self.ref}"


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Cell(Place):
    """Where a value was read: a place in a workbook whose content is known by its digest."""

    sha256: str = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit of measure as people write it: 万人 is scale 10⁴ of the base 人; 个村 counts 村."""

    text: str
    exponent: int
    base: str

    @classmethod
    def parse(cls, text: str) -> Measure:
        """万平方米 → 10⁴ × 平方米. Full-width signs fold; 个 before a noun is a counter, not a measure."""
        clean = "".join(unicodedata.normalize("NFKC", text).split())
        match = _MEASURE.fullmatch(clean)
        scale, base = (match["scale"] or "", match["base"]) if match else ("", clean)
        if base.startswith("个") and len(base) > 1:
            base = base[1:]
        return cls(clean, _SCALES[scale], base)

    @property
    def factor(self) -> Decimal:
        """What one of this measure is in base measures: 10000 for 万人."""
        return Decimal(10) ** self.exponent

    def said(self, amount: Decimal) -> str:
        """An amount in base measures as this measure writes it: 5.83万人; below zero, as only a growth is, 下降1.3%."""
        return f"{FALLS if amount < 0 else ''}{plain(abs(amount) / self.factor)}{self.text}"


@dataclass(frozen=True, slots=True)
class Figure:
    """An exact number in its base measure, with every source cell that took part in it."""

    amount: Decimal
    measure: str
    cells: tuple[Cell, ...] = ()

    def __add__(self, other: Figure) -> Figure:
        self._same_measure(other)
        return Figure(_EXACT.add(self.amount, other.amount), self.measure, merge(self.cells, other.cells))

    def __sub__(self, other: Figure) -> Figure:
        self._same_measure(other)
        return Figure(
            _EXACT.subtract(self.amount, other.amount), self.measure, merge(self.cells, other.cells)
        )

    def percent_of(self, whole: Figure) -> Figure:
        """This figure as a percentage of `whole`, unrounded (60 digits)."""
        self._same_measure(whole)
        share = _EXACT.divide(_EXACT.multiply(self.amount, Decimal(100)), whole.amount)
        return Figure(share, PERCENT, merge(self.cells, whole.cells))

    def _same_measure(self, other: Figure) -> None:
        if self.measure != other.measure:
            raise ValueError(f"{self.measure} and {other.measure} cannot be reckoned together")


def decimal(fraction: Fraction) -> Decimal:
    """A fraction to 60 digits; exact wherever decimals can be, so that +1 is +1 and not +1.000…003."""
    return _EXACT.divide(Decimal(fraction.numerator), Decimal(fraction.denominator))


def merge(*groups: Iterable[Cell]) -> tuple[Cell, ...]:
    """All cells of all groups, each once, in order of first appearance."""
    return tuple(dict.fromkeys(cell for group in groups for cell in group))


def total(figures: Iterable[Figure], measure: str) -> Figure:
    """The sum of figures of one measure; zero without cells when there are none."""
    result = Figure(Decimal(0), measure)
    for figure in figures:
        result = result + figure
    return result


def rounded(
    value: Decimal, decimals: int, rounding: Rounding = Rounding.HALF_UP, *bounds: Decimal
) -> Decimal:
    """`value` to `decimals` places, or to as many more as it takes to stay on its side of every one of `bounds`.

    54.96 against 55 stays 54.96, since 55.0 would read as met; a value that equals its target prints
    as equal to it (手册-秘书: a printed figure never crosses its target).
    """
    for places in range(decimals, 40):
        result = _EXACT.create_decimal(value).quantize(Decimal(1).scaleb(-places), rounding.mode, _EXACT)
        if all(_side(result, bound) == _side(value, bound) for bound in bounds):
            return result
    return value


def _side(value: Decimal, target: Decimal) -> int:
    return (value > target) - (value < target)


def plain(value: Decimal) -> str:
    """Fixed notation without trailing zeros: 58300, 5.83, 0."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def shortened(value: Decimal, digits: int = 6) -> str:
    """Fixed notation, cut after so many digits behind the point, with … where something is cut off."""
    text = plain(value)
    whole, point, rest = text.partition(".")
    return text if len(rest) <= digits else f"{whole}{point}{rest[:digits]}…"


def fixed(value: Decimal) -> str:
    """Fixed notation that keeps the decimals the value carries: 75.0, 56.30."""
    text = format(value, "f")
    return text[1:] if text.startswith("-") and not text.strip("-0.") else text


def about(figure: Figure, rounding: Rounding = Rounding.HALF_UP) -> Figure:
    """An average as people say it: a whole number from ten on, a tenth below."""
    return replace(figure, amount=rounded(figure.amount, 0 if figure.amount >= 10 else 1, rounding))


def in_measure(figure: Figure, measure: Measure, decimals: int = 4, *bounds: Decimal) -> Decimal:
    """The figure's number in the plan's measure (58300 人 → 5.83 for 万人), at most `decimals` places.

    `bounds` are in base measures; the result crosses none of them.
    """
    scaled = figure.amount.scaleb(-measure.exponent, _EXACT)
    limits = (bound.scaleb(-measure.exponent, _EXACT) for bound in bounds)
    return rounded(scaled, decimals, Rounding.HALF_UP, *limits)


def contract(value: Decimal | None) -> str | None:
    """A number as the JSON contract writes it: at most four decimals, half up, as text; None stays None."""
    return None if value is None else plain(rounded(value, 4))
