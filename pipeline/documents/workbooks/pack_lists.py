"""发文清单.xlsx and 归档文件目录.xlsx: what lies in a folder that goes out, and in the year's archive, a paper a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.files.spreadsheets.writing import listing, write_book

DISTRIBUTION, CATALOGUE = "发文清单.xlsx", "归档文件目录.xlsx"
_SENT = (("序号", 7.0), ("文号", 24.0), ("题名", 48.0), ("成文日期", 14.0), ("文件", 44.0), ("签收", 16.0))
# DA/T 22-2015, 5.5: what a catalogue of archived papers says of each.
_ARCHIVED = (
    *(("件号", 7.0), ("责任者", 28.0), ("文号", 24.0), ("题名", 48.0)),
    *(("日期", 14.0), ("页数", 8.0), ("备注", 28.0)),
)
_DIGESTS = (("文件", 72.0), ("sha256", 68.0))
_UNCOUNTED = "没有盖章件，页数请按纸质件填。"


@dataclass(frozen=True, slots=True)
class Filed:
    """A signed paper: whose it is, its 文号 and title, the day of signing, pages of its stamped file (None: no such file).

    `outgoing` are the files that go out, by name: the stamped ones, the signed text where there are none. `again` is 更正 for one
    that was signed before with other words, else empty.
    """

    organ: str
    number: str
    title: str
    day: date
    pages: int | None
    outgoing: Mapping[str, bytes]
    again: str = ""


def distribution_sheet(to: str, papers: Sequence[Filed], day: date) -> bytes:
    """What goes to one recipient, with room to acknowledge it."""
    rows = [
        (number, one.number or None, one.title, one.day, "\n".join(one.outgoing), None)
        for number, one in enumerate(papers, 1)
    ]
    return write_book([listing("发文清单", f"发{to}文件清单", _SENT, rows)], day)


def archive_catalogue(year: int, papers: Sequence[Filed], digests: Mapping[str, str], day: date) -> bytes:
    """The year's papers in the order of their numbers; on a second sheet every file with its sha256."""
    rows = [
        (
            number,
            one.organ or None,
            one.number or None,
            one.title,
            one.day,
            one.pages,
            "；".join(filter(None, (one.again, "" if one.pages else _UNCOUNTED))) or None,
        )
        for number, one in enumerate(papers, 1)
    ]
    files = sorted(digests.items())
    return write_book(
        [
            listing("归档文件目录", f"{year}年归档文件目录", _ARCHIVED, rows),
            listing("文件校验", f"{year}年归档文件校验值", _DIGESTS, files),
        ],
        day,
    )
