"""Sheets that people own, read strictly: every column known, every cell named when it is wrong.

Used for 任务分解表 and 处理登记 alike. An unknown column or sheet is an error with the nearest right
word; reading goes on, so that one pass reports everything.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar

from pipeline.inputs.tables.dates import is_odd, parse_date
from pipeline.inputs.tables.surroundings import hides_minus, hides_zero, is_percent, shows_another
from pipeline.inputs.tables.words import PROSE, no_words, unusable
from pipeline.model.codes import Code
from pipeline.model.figures import Cell, Place, plain
from pipeline.model.findings import Finding
from pipeline.model.office_terms import CITY, Terms
from pipeline.model.plan import fold
from pipeline.model.readings import EMPTY, Book, Content, Holds, Sheet

T = TypeVar("T")
# What stands in the first cell of the row that shows how to fill a table: it is never read.
SAMPLE = "示例"
# What a draft writes where the notice says nothing (it reads as blank), and how a note of what is to be looked at begins.
NOT_TOLD = "原文未载"
DOUBT = "请核对："
_WORD = re.compile(r"(?:（[^（）]*）|\([^()]*\)|[^、\n；;])+")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_DATE = re.compile(r"([0-9]{4})[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})日?")


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet's contract: its columns in order, those that must be there, a note for people.

    An `optional` sheet may be missing; to a `closed` one nobody adds rows. `height` is the
    least height in points of rows people write on by hand; `foot` stands below the last row, for a signature.
    `terms` are the words of the office it is written for: its name and headers are read as they stand here as well.
    """

    name: str
    columns: tuple[str, ...]
    required: tuple[str, ...]
    note: str = ""
    optional: bool = False
    closed: bool = False
    height: float = 0
    foot: str = ""
    terms: Terms = CITY

    @property
    def names(self) -> tuple[str, ...]:
        """What the sheet may be called: in the office's words first."""
        return self.terms.of(self.name), self.name

    @property
    def headers(self) -> dict[str, str]:
        """Its columns by what may stand over them."""
        return {self.terms.of(column): column for column in self.columns} | {
            column: column for column in self.columns
        }


@dataclass
class Problems:
    """The findings of one strict reading, as they are met.

    `unusable` are the cells that hold an error, a picture, or a number where words belong: they read as blank and were
    told as that. `notes` are dates that were read in a spelling no form asks for, by their cells.
    """

    findings: list[Finding] = field(default_factory=list)
    unusable: set[Cell] = field(default_factory=set)
    notes: dict[Cell, Finding] = field(default_factory=dict)

    def add(self, code: Code, cell: Cell, message: str, fix: str = "") -> None:
        """One more finding at `cell`; one that was told already is not told again."""
        finding = Finding(code, message, fix, place=cell)
        if finding not in self.findings:
            self.findings.append(finding)


@dataclass(frozen=True)
class Record:
    """A row of a strict table: contents by column name, and where each stands."""

    book: Book
    sheet: Sheet
    row: int
    columns: dict[str, int]
    problems: Problems

    def cell(self, column: str) -> Cell:
        """Where that column of this row is; column A if the sheet lacks the column."""
        return self.book.cell(self.sheet, self.row, self.columns.get(column, 1))

    def content(self, column: str) -> Content:
        """What stands there; nothing, with a finding, where it is nobody's answer."""
        if column not in self.columns:
            return EMPTY
        content = self.sheet.at(self.row, self.columns[column])
        if content.text.strip() == NOT_TOLD:
            return EMPTY
        said = no_words(content) if column in PROSE else unusable(content)
        if not said:
            return content
        cell = self.cell(column)
        if cell not in self.problems.unusable:
            self.problems.unusable.add(cell)
            fix = "公式的结果是空的，请直接填" if content.formula else "请直接填写内容"
            self.problems.add(Code.P05, cell, f"{self.sheet.name}：“{column}”{said}，没有采用", fix)
        return EMPTY

    def spoilt(self) -> bool:
        """True, each such cell with a finding, if anything in the row is nobody's answer."""
        for column in self.columns:
            self.content(column)
        return any(self.cell(column) in self.problems.unusable for column in self.columns)

    def note(self, column: str, read: str) -> None:
        """Tell a date that was read as `read` though no form asks for such a spelling."""
        cell = self.cell(column)
        said = f"{self.sheet.name}：“{column}”写作“{cell.read}”，按{read}读取"
        self.problems.notes[cell] = Finding(Code.R40, said, place=cell)

    def text(self, column: str, required: bool = False) -> str:
        """Its text without edge blanks; a required text that is missing is a finding."""
        text = self.content(column).text.strip()
        if required and not text:
            self.fault(Code.P04, column, f"“{column}”没有填写")
        return text

    def words(self, column: str) -> tuple[str, ...]:
        """A list people wrote with 、or line breaks; never cut inside brackets: 各县（市、区）."""
        return tuple(filter(None, (word.strip() for word in _WORD.findall(self.text(column)))))

    def number(self, column: str, required: bool = False, percent: bool = False) -> Decimal | None:
        """A plain number; anything else that stands there is a finding.

        Where `percent` are asked for, 90% is 90, typed as text or into a cell of per cent, which holds 0.9 (PLAN §2).
        """
        content = self.content(column)
        if content.holds is Holds.NUMBER and content.number is not None:
            return self._seen(column, content, content.number, percent)
        text = self.text(column, required)
        if not text:
            return None
        bare = text.removesuffix("%").removesuffix("％").strip() if percent else text
        if is_number(bare):
            return Decimal(bare)
        self.fault(
            Code.P05, column, f"“{column}”应是数字，读到“{text}”", "请改成纯数字，单位写在计量单位一列"
        )
        return None

    def _seen(self, column: str, content: Content, number: Decimal, percent: bool) -> Decimal | None:
        """The number as somebody who looks at the sheet sees it; a finding where he sees another than is kept."""
        shape, doubt = content.format, ""
        if is_percent(shape):
            seen = plain(number * 100)
            if percent:
                return Decimal(seen)
            doubt = f"的格式是百分比，看到的是{seen}%，存的是{plain(number)}"
        elif shows_another(content, percent) or hides_zero(content) or hides_minus(content):
            doubt = f"存的是{plain(number)}，按格式 {shape} 显示出来却不是这个数"
        elif content.struck:
            doubt = f"的{content.text}加了删除线或上下标"
        if doubt:
            self.fault(Code.P05, column, f"“{column}”{doubt}", "请把单元格格式改为常规，核对后直接填数字")
            return None
        return number

    def day(self, column: str, required: bool = False, year: int | None = None) -> date | None:
        """A date, as a date cell, as 2021-09-20 / 2021年9月20日, or told in another spelling; anything else is a finding.

        Where the sheet speaks of one `year` alone, 9月20日 is a day of it.
        """
        content = self.content(column)
        text = self.text(column, required)
        if not text:
            return None
        found = content.day or parse_day(text) or parse_date(content, year)
        if found is not None and is_odd(content):
            self.note(column, found.isoformat())
        if found is None:
            self.fault(Code.P05, column, f"“{column}”应是日期，读到“{text}”", "请写成2021-09-20的样子")
        return found

    def choice(self, column: str, choices: Sequence[str], default: str) -> str:
        """One of `choices`; empty means `default`; anything else is a finding with the nearest."""
        text = self.text(column)
        if not text:
            return default
        if text in choices:
            return text
        self.fault(
            Code.P05,
            column,
            f"“{column}”不能是“{text}”",
            f"可以填：{'、'.join(choices)}{nearest(text, choices)}",
        )
        return default

    def fault(self, code: Code, column: str, message: str, fix: str = "") -> None:
        """A finding at that column of this row; none that a cell is blank which was told to hold nobody's answer."""
        if code is Code.P04 and self.cell(column) in self.problems.unusable:
            return
        place = f"第{self.row}行" if column not in self.columns else ""
        self.problems.add(code, self.cell(column), f"{self.sheet.name}{place}：{message}", fix)


def parse_day(text: str) -> date | None:
    """2021-09-20, 2021.9.20, 2021/9/20 or 2021年9月20日 as a date; None for anything else."""
    match = _DATE.fullmatch(text.strip())
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def is_number(text: str) -> bool:
    """True for plain fixed notation: 7.15, 0, -3."""
    return _NUMBER.fullmatch(text) is not None


def read_tables(book: Book, tables: Sequence[Table], problems: Problems) -> dict[str, list[Record]]:
    """Every table of the book as records, by sheet name; missing and unknown sheets are findings."""
    known = {name: table.name for table in tables for name in table.names}
    for sheet in book.sheets:
        if sheet.name not in known and sheet.contents:
            problems.add(
                Code.P02,
                book.cell(sheet, 1, 1),
                f"不认识的工作表“{sheet.name}”",
                fix=f"请改名或删去{nearest(sheet.name, list(known))}",
            )
    found = {known[sheet.name]: sheet for sheet in book.sheets if sheet.name in known}
    result: dict[str, list[Record]] = {}
    for table in tables:
        if table.name in found:
            result[table.name] = list(_records(book, found[table.name], table, problems))
        else:
            result[table.name] = []
            if not table.optional:
                problems.findings.append(
                    Finding(Code.P01, f"缺少工作表“{table.names[0]}”", place=Place(book.file))
                )
    return result


def reread(book: Book) -> tuple[Finding, ...]:
    """F14 where the file, read anew, is not what had been kept of it (SPEED §2); what the book holds is what stands in it."""
    return (read_anew(book.file),) if book.differs else ()


def read_anew(file: str) -> Finding:
    """F14: what had been kept of a file, or of a folder's, is not what stands in it."""
    return Finding(Code.F14, f"{file}：以前留下的读数与文件不同，已按文件重读", place=Place(file))


def _records(book: Book, sheet: Sheet, table: Table, problems: Problems) -> Iterator[Record]:
    header_row = header_row_of(sheet, table)
    if header_row is None:
        problems.add(
            Code.P03,
            book.cell(sheet, 1, 1),
            f"{sheet.name}：找不到表头（应有：{'、'.join(table.required)}）",
            fix="请恢复表头一行",
        )
        return
    columns, headers = headed(sheet, table, header_row), table.headers
    for column in range(1, sheet.last_column + 1):
        header = sheet.at(header_row, column).text.strip()
        name = headers.get(header, header)
        if header and columns.get(name) != column:
            wrong = "重复的列" if name in columns else "不认识的列"
            problems.add(
                Code.P08 if name in columns else Code.P02,
                book.cell(sheet, header_row, column),
                f"{sheet.name}：{wrong}“{header}”",
                fix=f"请改正或删去这一列{nearest(header, list(headers))}",
            )
    for name in table.required:
        if name not in columns:
            problems.add(
                Code.P03,
                book.cell(sheet, header_row, 1),
                f"{sheet.name}：缺少“{table.terms.of(name)}”一列",
                fix="请在表头补上这一列",
            )
    for row in range(header_row + 1, sheet.last_row + 1):
        shown = sheet.at(row, min(columns.values(), default=1)).text.strip() == SAMPLE
        if not shown and any(sheet.at(row, column).holds is not Holds.EMPTY for column in columns.values()):
            yield Record(book, sheet, row, columns, problems)


def headed(sheet: Sheet, table: Table, header_row: int) -> dict[str, int]:
    """The columns of a table by name, as the header of a sheet has them; of one that stands there twice the first."""
    columns: dict[str, int] = {}
    headers = table.headers
    for column in range(1, sheet.last_column + 1):
        name = headers.get(sheet.at(header_row, column).text.strip())
        if name is not None:
            columns.setdefault(name, column)
    return columns


def header_row_of(sheet: Sheet, table: Table) -> int | None:
    """The first of the top ten rows that holds at least half of the required headers."""
    headers = table.headers
    for row in range(1, min(sheet.last_row, 10) + 1):
        texts = (sheet.at(row, column).text.strip() for column in range(1, sheet.last_column + 1))
        names = {headers.get(text) for text in texts}
        if len(names.intersection(table.required)) * 2 >= len(table.required):
            return row
    return None


def nearest(word: str, choices: Iterable[str]) -> str:
    """，是不是“…”？ with the choice most like `word`, or nothing if none is near."""
    folded = {fold(choice): choice for choice in choices}
    match = difflib.get_close_matches(fold(word), list(folded), n=1, cutoff=0.5)
    return suggesting(folded[match[0]] if match else "")


def suggesting(name: str) -> str:
    """，是不是“…”？ or nothing without a name."""
    return f"，是不是“{name}”？" if name else ""


def once(records: Sequence[Record], column: str, key: Callable[[str], T]) -> dict[T, Record]:
    """Records by a column that may not repeat; a repetition is a finding and the first one stands."""
    result: dict[T, Record] = {}
    for record in records:
        text = record.text(column, required=True)
        if not text:
            continue
        name = key(text)
        if name in result:
            record.fault(Code.P08, column, f"“{text}”重复登记（第{result[name].row}行已有）")
        else:
            result[name] = record
    return result
