"""Workbooks that people keep or send back (处理登记, 考核认定表, 核对单, 抽查记录表, 督办事项回告单): one rule for reading them.

What cannot be used is told, with its file and cell, as a finding that somebody must look at, and the run goes on as if it
were not there (docs/decisions/0012): drafts can be made, nothing can be made final.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from pipeline.files.folder import Entry, digest, entries, is_there, load_own, readable
from pipeline.files.machine import is_of_the_machine, reason
from pipeline.files.spreadsheets.books import read_own_book
from pipeline.files.spreadsheets.preflight import Unreadable
from pipeline.inputs.tables.dates import is_odd_month, parse_month
from pipeline.inputs.tables.reader import Problems, Record, Table, read_tables, reread
from pipeline.model.codes import Code
from pipeline.model.figures import Place
from pipeline.model.findings import Finding
from pipeline.model.months import Month
from pipeline.model.plan import Plan
from pipeline.model.readings import Book, Holds
from pipeline.model.workspace import Workspace

T = TypeVar("T")
_TABLES = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv", ".xlsb")


@dataclass(frozen=True, slots=True)
class Form:
    """A workbook that comes back: its sheets, the code of all that is wrong with one, what is lost by it.

    `lost` is said of a file or a sheet that was not read, `unused` of a row; what to do about a file its code says. What
    stands on the sheets `apart` (by name) is nothing that papers rest on.
    """

    tables: tuple[Table, ...]
    code: Code
    lost: str
    unused: str
    apart: frozenset[str] = frozenset()


@dataclass
class Returned:
    """A workbook as it was read: rows by sheet, its name and digest ("" where nothing could be read), what is wrong with it.

    `said` is the digest of all its cells but those of the sheets its form sets `apart`.
    """

    form: Form
    sha256: str = ""
    said: str = ""
    rows: Mapping[str, Sequence[Record]] = field(default_factory=dict)
    whole: tuple[Finding, ...] = ()
    file: str = ""
    problems: Problems = field(default_factory=Problems)

    def records(self, sheet: str) -> Sequence[Record]:
        """The rows of a sheet; none where it could not be read."""
        return self.rows.get(sheet, ())

    def each(self, table: Table, read: Callable[[Record], T | None]) -> Iterator[tuple[Record, T]]:
        """The rows of a sheet with what `read` makes of them; those it makes nothing of, or finds fault with, left out."""
        for record in self.records(table.name):
            before = len(self.problems.findings)
            value = read(record)
            if value is not None and len(self.problems.findings) == before:
                yield record, value

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the file, its sheets and headers, then with the rows that were read so far."""
        rows = (_told(one, self.form, self.form.unused) for one in self.problems.findings)
        return (*self.whole, *rows, *self.problems.notes.values())

    def sound(self, sheet: str) -> list[Record]:
        """The rows of a sheet without those in which something is nobody's answer: those are told among the findings."""
        return [record for record in self.records(sheet) if not record.spoilt()]


def kept(path: Path, office: Workspace) -> Entry | None:
    """A workbook this office keeps in one place; None where nothing has its name."""
    return Entry(path, office.relative(path)) if is_there(path) else None


def sent_back(folder: Path, office: Workspace) -> Iterator[Entry]:
    """What may be such a workbook, at any depth: spreadsheets, and whatever cannot be opened; the rest is evidence."""
    for entry in entries(folder, office.root):
        name = entry.path.name.lower()
        if not name.startswith(("~$", ".")) and (entry.problem or name.endswith(_TABLES)):
            yield entry


def copies_beside(office: Workspace, year: int) -> tuple[Finding, ...]:
    """D29: what lies beside a workbook this office keeps and bears its name with something more, or another ending: a copy
    that a network drive or a person made of it. Drafts of a plan, and what programs lay there while it is open, are none.
    """
    drafts = {path.name for path in office.drafts(year)}
    own = (office.plan_file(year), office.decisions_file(year), office.rulings_file(year))
    folder = office.inputs / str(year)
    names = sorted(readable(one.name) for one in folder.iterdir()) if folder.is_dir() else []
    return tuple(
        _beside(office, path, name)
        for path in own
        for name in names
        if name not in (path.name, *drafts) and _is_copy(name, path)
    )


def _is_copy(name: str, own: Path) -> bool:
    stem, dot, ending = name.rpartition(".")
    aside = name.startswith(("~$", "."))
    return bool(dot) and not aside and f".{ending.lower()}" in _TABLES and own.stem in stem


def _beside(office: Workspace, own: Path, name: str) -> Finding:
    place = f"{office.relative(own.parent)}/{name}"
    said = f"{place} 没有读，读的是 {own.name}" if is_there(own) else f"{place} 没有读，这里没有 {own.name}"
    return Finding(Code.D29, said, place=Place(place))


def read_returned(entry: Entry | None, office: Workspace, form: Form) -> Returned:
    """The workbook that lies there; empty where none does, empty with a finding where it cannot be read."""
    if entry is None:
        return Returned(form)
    sha256 = ""
    try:
        if entry.problem:
            raise Unreadable(entry.problem)
        data = load_own(entry.path, office.inputs)
        sha256 = digest(data)
        book = read_own_book(data, entry.name)
    except Unreadable as unreadable:
        return Returned(form, sha256, whole=(_lost(entry, form, str(unreadable)),))
    except OSError as error:
        if is_of_the_machine(error):
            raise
        closed = isinstance(error, PermissionError)
        why = "没有读取权限，或者文件正被别的程序打开" if closed else reason(error)
        return Returned(form, sha256, whole=(_lost(entry, form, f"读不了（{why}）"),))
    problems = Problems()
    found = read_tables(book, [replace(table, optional=True) for table in form.tables], problems)
    # Half of what a row says may be the opposite of it: without a column it must have, a sheet says nothing.
    rows = {
        table.name: [one for one in found[table.name] if one.columns.keys() >= set(table.required)]
        for table in form.tables
    }
    whole = [_told(one, form, form.lost) for one in problems.findings]
    whole += reread(book)
    whole += [_lost(entry, form, f"缺少工作表“{name}”") for name in _missing(book, form)]
    # From here on the rows tell what is wrong with them.
    problems.findings.clear()
    return Returned(form, sha256, _said(book, form.apart), rows, tuple(whole), entry.name, problems)


def _said(book: Book, apart: Collection[str]) -> str:
    """The digest of every cell that holds anything, and of what lies over the cells, by sheet."""
    sheets = [
        (
            sheet.name,
            sorted((place, one) for place, one in sheet.contents.items() if one.holds is not Holds.EMPTY),
            sheet.boxes,
        )
        for sheet in book.sheets
        if sheet.name not in apart
    ]
    return digest(repr(sheets).encode("utf-8", "surrogatepass"))


def _missing(book: Book, form: Form) -> list[str]:
    """The sheets that must be there and are not; of those that may all be missing one must be there."""
    there = {sheet.name for sheet in book.sheets}
    needed = [table for table in form.tables if not table.optional]
    if not needed and there.isdisjoint(name for table in form.tables for name in table.names):
        return ["”或“".join(table.names[0] for table in form.tables)]
    return [table.names[0] for table in needed if there.isdisjoint(table.names)]


def _lost(entry: Entry, form: Form, why: str) -> Finding:
    return Finding(form.code, f"{entry.name} {why}", why=form.lost, place=Place(entry.name))


def _told(problem: Finding, form: Form, why: str) -> Finding:
    """What the strict reader found, in the code of this workbook."""
    return replace(problem, code=form.code, why=why)


def month_of(record: Record, column: str, plan: Plan) -> Month | None:
    """The period of the plan's year a cell names, as people spell it; None where it names none."""
    content, year = record.content(column), plan.profile.year
    month = parse_month(content, plan.cycle, year)
    if month is None or month.year != year or not plan.cycle.has(month):
        return None
    if is_odd_month(content, plan.cycle):
        record.note(column, str(month))
    return month


def units_named(record: Record, column: str) -> tuple[str, ...]:
    """The units people wrote into a cell, as they wrote them: 市财政局、市住建局."""
    return tuple(filter(None, _BETWEEN.split(record.text(column))))


def unit_keys(plan: Plan, record: Record, column: str) -> tuple[str, ...]:
    """The keys of those units the plan knows, each once, as they were written."""
    found = (plan.find_unit(name) for name in units_named(record, column))
    return tuple(dict.fromkeys(unit for unit in found if unit is not None))


_BETWEEN = re.compile("[、，,;； ]+")


def periods_to_write(plan: Plan) -> str:
    """How a period is written: 2021-09的样子; where not every month is one, all of them."""
    periods = [plan.cycle.written(month) for month in plan.cycle.periods(plan.profile.year)]
    return f"{plan.profile.year}-09的样子" if plan.cycle.monthly else "、".join(periods)


def asked_month(record: Record, column: str, plan: Plan, required: bool = True) -> Month | None:
    """The same; a finding where something else stands there, or nothing and it is required."""
    text = record.text(column, required)
    month = month_of(record, column, plan) if text else None
    if text and month is None:
        record.fault(
            Code.P05,
            column,
            f"“{text}”不是{plan.profile.year}年的{plan.terms.of('月份')}",
            f"请写成{periods_to_write(plan)}",
        )
    return month
