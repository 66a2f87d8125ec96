"""发文清单.xlsx, 归档文件目录.xlsx and 批示.xlsx: what lies in a folder that goes out, and in the year's archive, a paper a row; what
leaders wrote on one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.files.spreadsheets.writing import CENTRED, Box, listing, write_book
from pipeline.model.instructions import Instruction

DISTRIBUTION, CATALOGUE, INSTRUCTED = "发文清单.xlsx", "归档文件目录.xlsx", "批示.xlsx"
_SENT = (("序号", 7.0), ("文号", 24.0), ("题名", 48.0), ("成文日期", 14.0), ("文件", 44.0), ("签收", 16.0))
# DA/T 22-2015, 5.5: what a catalogue of archived papers says of each.
_ARCHIVED = (
    *(("件号", 7.0), ("责任者", 28.0), ("文号", 24.0), ("题名", 48.0)),
    *(("日期", 14.0), ("页数", 8.0), ("备注", 28.0)),
)
_INSTRUCTED = (
    *(("日期", 14.0), ("批示岗位", 28.0), ("来文", 24.0), ("批示原文", 48.0), ("承办单位", 24.0)),
    *(("时限", 14.0), ("办理情况", 40.0), ("办结日期", 14.0)),
)
_DIGESTS = (("文件", 72.0), ("sha256", 68.0))
_UNCOUNTED = "没有盖章件，页数请按纸质件填。"
_NOT_PDF = "盖章件不是PDF，页数请打开盖章件填。"


@dataclass(frozen=True, slots=True)
class Filed:
    """A signed paper: whose it is, its 文号 and title, the day of signing, pages of its stamped file (None: nobody counted them).

    `outgoing` are the files that go out, by name: the stamped ones, the signed text where there are none (`stamped` tells).
    `again` is 更正 for one that was signed before with other words, else empty; `remarks` are what else is to be said of it.
    """

    organ: str
    number: str
    title: str
    day: date
    pages: int | None
    outgoing: Mapping[str, bytes]
    again: str = ""
    stamped: bool = False
    remarks: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """What a list of archived papers says beside it."""
        uncounted = "" if self.pages else _NOT_PDF if self.stamped else _UNCOUNTED
        return "；".join(filter(None, (self.again, *self.remarks, uncounted)))


def distribution_sheet(to: str, papers: Sequence[Filed], day: date) -> bytes:
    """What goes to one recipient, with room to acknowledge it."""
    rows = [
        (number, one.number or None, one.title, _day(one.day), "\n".join(one.outgoing), None)
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
            _day(one.day),
            one.pages,
            one.note or None,
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


def instruction_sheet(written: Sequence[tuple[Instruction, str]], day: date) -> bytes:
    """What leaders wrote on a paper, word for word, with the names of those it was given to, and what became of it."""
    rows = [
        (
            *(_day(one.given), one.post, one.paper or None, one.words, units),
            *(_day(one.due), one.done or None, _day(one.closed)),
        )
        for one, units in written
    ]
    return write_book([listing("批示", "批示", _INSTRUCTED, rows)], day)


def _day(day: date | None) -> Box | None:
    """A day in signs: as a number a list shows it as 45079."""
    return Box(day.isoformat(), CENTRED) if day is not None else None
