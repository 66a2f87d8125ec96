"""What a stored binary number is as the decimal a person typed."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal

_SIGNIFICANT = 15
_FIFTEEN = Context(prec=_SIGNIFICANT, rounding=ROUND_HALF_EVEN)


def exact(value: float) -> Decimal:
    """The decimal a person typed: 15 significant digits undo what binary storage did (0.30000000000000004).

    A whole number of more digits is left as it is: no spreadsheet can hold it, and nobody may round it.
    """
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite() or number.adjusted() >= _SIGNIFICANT:
        return number
    number = _FIFTEEN.create_decimal(number).normalize()
    return number.quantize(Decimal(1)) if int(number.as_tuple().exponent) > 0 else number


def format_number(number: Decimal) -> str:
    """The number in fixed notation, as a person would quote it."""
    return format(number, "f")
