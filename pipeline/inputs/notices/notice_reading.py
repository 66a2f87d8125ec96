"""From a notice's file to its draft: opened, refused where it cannot be read as a notice, drafted, proved (NOTICE §3, §6)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.files.prose.opening import opened
from pipeline.files.prose.source import NoText, Paragraph, Piece
from pipeline.inputs.notices.drafting import drafted
from pipeline.inputs.notices.heading import Heading, heading_of
from pipeline.inputs.notices.notice_lines import Notice, notice_of
from pipeline.inputs.notices.outline import Draft
from pipeline.inputs.notices.proof import Balance, proved

_LEAST_SIGNS, _MOST_SIGNS = 20, 800_000
# A notice has some thirty numbers and a hundred lines; what has more than these is a collection, and takes more than five seconds.
_MOST_NUMBERS, _MOST_LINES = 6_000, 8_000
# Signs of the traditional script that no simplified text has.
_TRADITIONAL = frozenset(
    "實務區縣進關發鄉鎮兒園會議國際學員單導業農衛條項場體辦為點設車電話號護標準個們這來時樣產間問題應還對開無經項責領導區萬與過職醫療養殘復"
)
_RUN_TOGETHER = re.compile(
    r"序号[\u4e00-\u9fff()]{0,60}(?:单位|部门)[\u4e00-\u9fff()]{0,30}1[\u4e00-\u9fff].{20,}?2[\u4e00-\u9fff]"
)


@dataclass(frozen=True, slots=True)
class ReadNotice:
    """A notice as read: its draft, what it says of itself, how its numbers add up."""

    draft: Draft
    heading: Heading
    balance: Balance


def read_notice(name: str, data: bytes) -> ReadNotice:
    """The notice in a file of that name; `Unreadable` with one Chinese clause for what cannot be read as one.

    Raises `Unproved` where the draft does not account for every number: no book may be made of it.
    """
    pieces = opened(name, data)
    if sum(map(_length, pieces)) > _MOST_SIGNS or sum(map(_lines, pieces)) > _MOST_LINES:
        raise NoText(_TOO_LONG)
    notice = notice_of(pieces)
    if sum(len(re.findall("[0-9][0-9.,]*", line.folded)) for line in notice.lines) > _MOST_NUMBERS:
        raise NoText(_TOO_LONG)
    _refuse(notice)
    draft = drafted(notice)
    balance = proved(draft)
    return ReadNotice(draft, heading_of(draft), balance)


_TOO_LONG = "太长，不像一份通知，请只留通知和附表再导入"


def _lines(piece: Piece) -> int:
    return 1 if isinstance(piece, Paragraph) else sum(map(len, piece.rows))


def _length(piece: Piece) -> int:
    if isinstance(piece, Paragraph):
        return len(piece.text)
    return sum(len(cell or "") + 1 for row in piece.rows for cell in row)


def _refuse(notice: Notice) -> None:
    text = "".join(line.folded for line in notice.lines)
    signs = re.findall("[\u3400-\u9fff]", text)
    if len(signs) < _LEAST_SIGNS:
        raise NoText("里几乎没有文字，可能是扫描件或图片，请用有文字的 .docx 或 PDF")
    old = sum(sign in _TRADITIONAL for sign in signs)
    if old >= 8 and old * 60 > len(signs):
        raise NoText("是繁体字或繁简混排，认不准，请换成简体的原文")
    if any(_RUN_TOGETHER.search(re.sub(r"\s", "", line)) for line in _long(notice)):
        raise NoText(
            "里的表格各格之间没有分隔，分不清哪一格是什么，请用原来的 .docx、PDF 或把表格另存为文本（每格之间用 |）"
        )


def _long(notice: Notice) -> Sequence[str]:
    return [line.folded for line in notice.lines if len(line.folded) > 120]
