"""发文清单.xlsx: every document that goes out, to whom, in protocol order, with room for number and receipt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pipeline.files.spreadsheets.writing import listing, write_book
from pipeline.model.letters import Letter

_COLUMNS = (
    ("序号", 6.0),
    ("文号", 22.0),
    ("标题", 44.0),
    ("主送", 30.0),
    ("份数", 8.0),
    ("签收", 14.0),
    ("签收日期", 12.0),
)


def distribution_list(title: str, letters: Sequence[Letter], day: date) -> bytes:
    """The workbook for letters that bear a number; 份数, 签收 are left for people."""
    sent = [letter.dispatch for letter in letters if letter.dispatch is not None]
    rows = [
        (str(number), one.number, one.title, one.addressee, "", "", "") for number, one in enumerate(sent, 1)
    ]
    return write_book([listing("发文清单", title, _COLUMNS, rows)], day)
