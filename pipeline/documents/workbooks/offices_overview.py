"""总览.xlsx: what was carried out in each of many offices, for whoever runs the machine; nothing of what the papers say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from pipeline.files.spreadsheets.writing import CENTRED, Box, listing, write_book

NAME = "总览.xlsx"


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """An office by its folder's name, how it went (已办, 有问题, 失败), in how many seconds, by which version, what was told."""

    name: str
    went: str
    before: bool
    seconds: float
    version: str
    sets: tuple[str, ...]
    said: str


def offices_overview(words: str, rows: Sequence[OfficeRow], today: date) -> bytes:
    """One row an office in the order given, under the command and how many there are of each kind; the kinds add up."""
    counts = "　".join(
        f"{went} {sum(row.went == went for row in rows)}" for went in dict.fromkeys(row.went for row in rows)
    )
    title = f"{words}　{len(rows)}个工作目录　{counts}"
    lines = [
        (
            number,
            row.name,
            row.went,
            ("以前" if row.before else "这次") if row.sets else "",
            "、".join(row.sets),
            Box(Decimal(f"{row.seconds:.1f}"), _SECONDS),
            row.version,
            row.said,
        )
        for number, row in enumerate(rows, 1)
    ]
    return write_book([listing("总览", title, _COLUMNS, lines)], today)


# Together as wide as a sheet of A4 that can be read.
_COLUMNS = (
    ("序号", 5.0),
    ("工作目录", 22.0),
    ("结果", 7.0),
    ("何时做的", 9.0),
    ("做出的材料", 14.0),
    ("用时（秒）", 10.0),
    ("程序版本", 11.0),
    ("说明", 44.0),
)
_SECONDS = replace(CENTRED, format="0.0")
