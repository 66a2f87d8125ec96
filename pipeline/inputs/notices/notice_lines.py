"""A notice as lines: what stands in it sign by sign, each line with its place; tables as rows of such lines.

A line keeps its text as written, blanks beside figures taken out and broken lines joined (NOTICE §3a). Beside it stands
the same text folded (full width to half width) sign for sign, so that a place in one is the place in the other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.files.prose.source import Grid, Paragraph
from pipeline.inputs.notices.labels import UNITS, begins_with_label, labels_in, unit_label
from pipeline.inputs.notices.marks import begins_item
from pipeline.inputs.notices.unit_names import only_names

_HAN = "\u3400-\u9fff"
_BLANK_IN_FIGURE = re.compile(rf"(?<=[{_HAN}，。；：、）)])\s+(?=\d)|(?<=[\d%])\s+(?=[{_HAN}%])")
_BLANK_IN_YEAR = re.compile(r"(?<=\d)\s+(?=\d{1,3}年)")
_LEADING_NUMBER = re.compile(rf"\d{{1,3}}\s+(?=[{_HAN}“《])")
_SIGN = re.compile(r"(\d{1,2})\.")
# A line shorter than this was not broken by the width of a page.
_WIDE = 12
_LOOK = 500
_CLOSED = re.compile(r"[。;:!?)】”》|]$")
_BROKEN = re.compile(r"[,。;:]|、$")
_FOOT = re.compile("(?:抄送|主送|主办|督办|附件|联系人|来源|印发)(?:[:]|$)|请各|特此|现予|以上")
_DATE_LINE = re.compile(r"\d{4}年\d{1,2}月(?:\d{1,2}日.{0,4}|[底末上中下]?旬?前?)")
# Who signs: it stands alone below the last line.
_SIGNATURE = re.compile(r"[\u4e00-\u9fff]{2,20}(?:人民政府|管理委员会|委员会|政府办公室)(?:办公室)?")
_PIECES = re.compile("[、,;:(]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a notice: its text, the same folded sign for sign, and where it stands (第3段, 表1第2行第3列)."""

    text: str
    folded: str
    place: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a line: `text[start:end]` of the line of that number."""

    line: int
    start: int
    end: int

    def holds(self, line: int, start: int) -> bool:
        """Whether that sign stands in it."""
        return line == self.line and self.start <= start < self.end


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of line numbers; None for a cell that is one with the cell above it."""

    rows: tuple[tuple[int | None, ...], ...]


@dataclass(frozen=True)
class Notice:
    """All lines in reading order; those of tables are told by `tables`."""

    lines: tuple[Line, ...]
    tables: tuple[Table, ...]

    @cached_property
    def in_tables(self) -> frozenset[int]:
        """The numbers of the lines that are cells of tables."""
        cells = (cell for table in self.tables for row in table.rows for cell in row)
        return frozenset(cell for cell in cells if cell is not None)

    @cached_property
    def prose(self) -> tuple[int, ...]:
        """The numbers of the lines that are no cells."""
        return tuple(number for number in range(len(self.lines)) if number not in self.in_tables)

    def text(self, stretch: Stretch) -> str:
        """What stands there, as written."""
        return self.lines[stretch.line].text[stretch.start : stretch.end]

    def folded(self, stretch: Stretch) -> str:
        """What stands there, folded."""
        return self.lines[stretch.line].folded[stretch.start : stretch.end]

    def whole(self, line: int) -> Stretch:
        """All of a line."""
        return Stretch(line, 0, len(self.lines[line].text))


def folded(text: str) -> str:
    """A text in half width where that is sign for sign: as long as it was."""
    return text.translate(_FOLDED)


class _Folded(dict[int, str]):
    """Each sign in half width, worked out once."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        # ① is a sign of numbering and no 1; what becomes two signs stays one.
        plain = unicodedata.normalize("NFKC", sign)
        self[code] = plain if len(plain) == 1 and unicodedata.category(sign) != "No" else sign
        return self[code]


_FOLDED = _Folded()


def notice_of(source: Iterable[Paragraph | Grid]) -> Notice:
    """The lines and tables of a source, in its order."""
    lines: list[Line] = []
    tables: list[Table] = []
    pieces = list(source)
    waiting: list[tuple[str, str, bool]] = []
    paragraphs = 0
    for piece in pieces:
        if isinstance(piece, Paragraph):
            paragraphs += 1
            page = f"第{piece.page}页" if piece.page else ""
            waiting.append((_clean(piece.text), f"{page}第{paragraphs}段", piece.broken))
            continue
        lines += _joined(waiting)
        waiting = []
        tables.append(
            Table(tuple(_row(piece, row, len(tables) + 1, lines) for row in range(len(piece.rows))))
        )
    lines += _joined(waiting)
    lines = list(_parted_signs(lines))
    return Notice(tuple(lines), tuple(tables))


def _parted_signs(lines: Sequence[Line]) -> Iterator[Line]:
    """2.50个小区 behind an item 1. is item 2 and 50个小区: a blank parts the sign from the number."""
    last = 0
    for line in lines:
        sign = _SIGN.match(line.folded)
        number = int(sign[1]) if sign else 0
        if (
            sign is not None
            and number == last + 1 > 1
            and line.folded[sign.end() : sign.end() + 1].isdecimal()
        ):
            text = f"{line.text[: sign.end()]} {line.text[sign.end() :]}"
            last = number
            yield Line(text, folded(text), line.place)
            continue
        last = number or last
        yield line


def _row(grid: Grid, row: int, table: int, lines: list[Line]) -> tuple[int | None, ...]:
    cells: list[int | None] = []
    for column, text in enumerate(grid.rows[row], 1):
        if text is None:
            cells.append(None)
            continue
        clean = _clean("".join(text.split("\n")))
        lines.append(Line(clean, folded(clean), f"表{table}第{row + 1}行第{column}列"))
        cells.append(len(lines) - 1)
    return tuple(cells)


def _clean(text: str) -> str:
    """Without edge blanks, signs of emphasis and blanks beside figures; a leading number keeps the blank behind it."""
    bare = re.sub(r"\*\*|\u200b|\ufeff|[\x00-\x08\x0b-\x1f\ufdd0-\ufdef\ufffe\uffff]", "", text).strip()
    head = _LEADING_NUMBER.match(bare)
    kept = head[0] if head else ""
    return kept + _BLANK_IN_YEAR.sub("", _BLANK_IN_FIGURE.sub("", bare[len(kept) :]))


def _joined(pieces: Sequence[tuple[str, str, bool]]) -> Iterator[Line]:
    """The lines, those put together again that were broken by the width of a page."""
    text, plain, place, full = list[str](), "", "", False
    for piece, where, broken in pieces:
        if not piece:
            continue
        shown = folded(piece)
        # What went before is only looked at as far as a line is long.
        on = full and not _begins_anew(shown) and not plain.endswith("。")
        if text and (on or _goes_on(plain[-_LOOK:], shown)):
            text.append(piece)
            plain, full = plain[-_LOOK:] + shown, broken
            continue
        if text:
            yield _line(text, place)
        text, plain, place, full = [piece], shown, where, broken
    if text:
        yield _line(text, place)


def _line(pieces: Sequence[str], place: str) -> Line:
    whole = "".join(pieces)
    return Line(whole, folded(whole), place)


def _goes_on(line: str, following: str) -> bool:
    """Whether a line was only broken before the following one."""
    if _begins_anew(following) or "|" in line or _DATE_LINE.fullmatch(following):
        return False
    if line.endswith("、") or (line.endswith(",") and not only_names(following)):
        return True
    if only_names(line) or _is_cell(line, following):
        return False
    if unit_label(line):
        return line.endswith(",") and only_names(following)
    return len(line) >= _WIDE and not _CLOSED.search(line) and _BROKEN.search(line) is not None


def _is_cell(line: str, following: str) -> bool:
    """Whether names alone are no more of the line before: the next cell of a flattened table, or who signs."""
    if not only_names(following):
        return False
    last = _PIECES.split(line)[-1]
    told = labels_in(line)
    if told and told[-1][3] in UNITS:
        return only_names(last) and _SIGNATURE.fullmatch(following) is not None
    opened = line.rfind("(") > line.rfind(")") or "由" in last
    return not opened and not only_names(last)


def _begins_anew(line: str) -> bool:
    return begins_item(line) or begins_with_label(line) or "|" in line or _FOOT.match(line) is not None
