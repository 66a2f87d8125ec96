"""The second, independent reader (calamine): what it reads must be what the first one read, or the file is refused.

Only cells that may be figures are compared: numbers, dates, booleans, and short texts with a digit in
them. An error value is empty to this reader, and signs hidden under a merged area are visible to it: neither is a
disagreement.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal

from python_calamine import CalamineWorkbook

from pipeline.files.spreadsheets.preflight import Unreadable, broken
from pipeline.model.months import day_of
from pipeline.model.sheets import Content, Holds, Sheet, reference

_SHORT = 64


def agree(data: bytes, sheets: Sequence[Sheet]) -> None:
    """Nothing if both readers see the same; `Unreadable` naming the first cell they differ on."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    names = set(book.sheet_names)
    for sheet in sheets:
        if sheet.name not in names:
            raise broken()
        rows = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        seen = {
            (row, column): value
            for row, line in enumerate(rows, 1)
            for column, value in enumerate(line, 1)
            if value != ""
        }
        for place in sorted({*seen, *sheet.contents}):
            if not _same(sheet.at(*place), seen.get(place, ""), _covered(sheet, place)):
                raise Unreadable(
                    f"工作表“{sheet.name}”{reference(*place)} 用两种方法读出的内容不一致，整份没有采用，"
                    "请用 Excel 或 WPS 打开后另存为 .xlsx 再报"
                )


def _covered(sheet: Sheet, place: tuple[int, int]) -> bool:
    """True for a cell of a merged area other than its first."""
    row, column = place
    return any(
        top <= row <= bottom and left <= column <= right and place != (top, left)
        for top, left, bottom, right in sheet.merged
    )


def _same(first: Content, second: object, covered: bool) -> bool:
    if covered:
        return True
    match first.holds:
        case Holds.ERROR | Holds.PICTURE:
            return True
        case Holds.UNCALCULATED:
            # What stands there instead of a result: nothing, or a zero of whatever kind.
            return isinstance(second, date | datetime | time | timedelta) or second in ("", 0)
        case Holds.NUMBER:
            return (
                isinstance(second, int | float)
                and not isinstance(second, bool)
                and exact(second) == first.number
            )
        case Holds.BOOLEAN:
            return isinstance(second, bool) and ("TRUE" if second else "FALSE") == first.text
        case Holds.DATE:
            if isinstance(second, str):
                moment = _moment(second)
                return moment is not None and first.day in (None, day_of(moment))
            return isinstance(second, date | datetime | time | timedelta) and _day(second) in (
                None,
                first.day,
            )
        case Holds.TEXT:
            return not _telling(first.text) or (
                isinstance(second, str) and _bare(second) == _bare(first.text)
            )
        case Holds.EMPTY:
            return second == "" or (isinstance(second, str) and not _telling(second))


def _day(value: object) -> date | None:
    """The day of a date; None for a time of day, which says nothing of a day."""
    if isinstance(value, datetime):
        return day_of(value)
    return value if isinstance(value, date) else None


def _moment(text: str) -> datetime | None:
    """A moment written as ISO 8601 does; None for any other text."""
    try:
        return datetime.fromisoformat(text.removesuffix("Z"))
    except ValueError:
        return None


def day_told(moment: datetime) -> tuple[str, date]:
    """A moment as a person would quote it, and its day; the seconds are told where the day is not the one written."""
    day = day_of(moment)
    short = datetime.combine(day, time()) - moment.replace(tzinfo=None)
    return (moment.strftime("%Y-%m-%d %H:%M:%S") if short >= timedelta(seconds=1) else day.isoformat()), day


def _telling(text: str) -> bool:
    """True for a short text with a digit: it may be a figure, a month, a day."""
    return len(text) <= _SHORT and any(sign.isdigit() for sign in unicodedata.normalize("NFKC", text))


def _bare(text: str) -> str:
    return "".join(sign for sign in text if not sign.isspace() and sign.isprintable())


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
