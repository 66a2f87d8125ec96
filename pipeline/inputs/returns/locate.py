"""Where the form is in a workbook: which sheet is which, its header row, its columns, whose and when.

Columns are found by their words, in any order, with extra columns and rows around.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property

from pipeline.inputs.returns.layout import (
    COUNTY_SHEET,
    DATE_LABEL,
    FOOT_LABELS,
    FORM_SHEETS,
    MONTH_LABEL,
    UNIT_LABEL,
    SheetLayout,
)
from pipeline.inputs.tables.dates import parse_date, parse_month
from pipeline.model.codes import Code
from pipeline.model.months import Month
from pipeline.model.office_terms import Terms
from pipeline.model.plan import fold
from pipeline.model.promises import grouped
from pipeline.model.readings import Book, Content, Holds, Sheet

# The columns of a row that hold anything, with their texts folded.
Line = list[tuple[int, str]]

_HEADER_DEPTH = 40
_FAR = 120  # days between a report and its month beyond which its date is a slip
_OTHER_FIGURE = re.compile("上年|去年|同期|计划|预计|上月|上季|上期")
_FEWEST_HEADERS = 3
_FOOT = frozenset(fold(label) for label in FOOT_LABELS)
_FIGURES = ("cumulative", "this_month", "numerator", "denominator", "corrected_last")
# What shows that somebody filled a table in: figures and sentences; measures are written there beforehand.
WRITTEN = (
    "cumulative",
    "this_month",
    "numerator",
    "headline",
    "progress",
    "difficulty",
    "coordination",
    "state",
)
_NOTE_IN_HEADER = re.compile(r"\((.*)\)$")


@dataclass(frozen=True)
class FoundSheet:
    """A form sheet in a book: layout, header row, column numbers by layout name.

    `notes` holds what a header says in brackets behind its word (累计完成（万人）), folded, by layout name;
    `twice` the headers that stand in more than one column, each with the second of them.
    """

    layout: SheetLayout
    sheet: Sheet
    header_row: int
    columns: Mapping[str, int]
    notes: Mapping[str, str] = field(default_factory=dict)
    twice: tuple[tuple[str, int], ...] = ()

    @cached_property
    def outside(self) -> Mapping[str, tuple[tuple[int, int], ...]]:
        """Where the cells stand that are not in the header row, in order, by the folded words before their colon."""
        places = (place for place in sorted(self.sheet.contents) if place[0] != self.header_row)
        return grouped(places, lambda place: (fold(_label(self.sheet.at(*place).text)[0]),))

    def is_foot(self, row: int) -> bool:
        """True for the lines below the table that hold names of posts, the telephone, the date."""
        texts = (self.sheet.at(row, column).text for column in range(1, self.sheet.last_column + 1))
        return any(fold(text).replace(":", "：").partition("：")[0] in _FOOT for text in texts)

    @property
    def filled(self) -> bool:
        """True if a unit wrote anything in the table: a figure or a sentence in any of its rows."""
        columns = [self.columns[name] for name in WRITTEN if name in self.columns]
        rows = range(self.header_row + 1, self.sheet.last_row + 1)
        return any(
            self.sheet.at(row, column).holds is not Holds.EMPTY and not self.is_foot(row)
            for row in rows
            for column in columns
        )


@dataclass(frozen=True, slots=True)
class FoundForm:
    """The form in a book: its sheets by layout name, and what it says of itself.

    `unit`, `month` and `filled` (填报日期) are as written: nothing here has been held against the plan;
    `units` and `months` are all that its sheets say. `problem` is a Chinese clause if nobody can tell
    which figures are meant, `at` where that shows, `code` its finding's; `passed` names sheets that look like the form and are for another month.
    """

    sheets: Mapping[str, FoundSheet]
    unit: str = ""
    month: Month | None = None
    month_text: str = ""
    filled: date | None = None
    units: tuple[str, ...] = ()
    months: tuple[Month, ...] = ()
    problem: str = ""
    at: tuple[Sheet, int, int] | None = None
    code: Code = Code.F12
    passed: tuple[str, ...] = ()


def find_form(book: Book, month: Month, terms: Terms) -> FoundForm | None:
    """The form in the visible sheets of a book, the one for `month` if there are several; None if there is none.

    Names and headers are known by the words of the office, `terms`, and by a city's.
    """
    candidates: dict[str, list[FoundSheet]] = {}
    located = [(sheet, _locate(sheet, terms)) for sheet in book.sheets]
    for sheet, one in located:
        if one is not None and not sheet.hidden:
            candidates.setdefault(one.layout.name, []).append(one)
    problem = _misnamed((sheet for sheet, one in located if one is None), terms)
    code = Code.F07 if problem else Code.F12
    if not candidates:
        hidden = [sheet.name for sheet, one in located if sheet.hidden and one is not None]
        if not hidden and not problem:
            return None
        problem = problem or f"应填的工作表“{hidden[0]}”被隐藏，没有读取"
        return FoundForm({}, problem=problem, code=Code.F07)
    found: dict[str, FoundSheet] = {}
    passed: list[str] = []
    at: tuple[Sheet, int, int] | None = None
    for name, sheets in candidates.items():
        # A sheet that states no month may well be the one that counts.
        wanted = [one for one in sheets if len(sheets) == 1 or _month(one, terms)[0] in (month, None)]
        if len(wanted) != 1:
            names = "、".join(f"“{one.sheet.name}”" for one in sheets)
            problem, code = f"工作表{names}都像{name}表，分不清哪一张有效", Code.F12
            at = sheets[-1].sheet, sheets[-1].header_row, 1
        found[name] = (wanted or sheets)[0]
        passed += [one.sheet.name for one in sheets if one not in wanted]
    for one in found.values():
        doubled = next(_two_level(one), None)
        if doubled is not None:
            header, row, column = doubled
            problem, code = f"“{header}”的表头下面还分了几列或注明了别的口径，分不清哪个数有效", Code.F12
            at = one.sheet, row, column
    for one in found.values():
        if one.twice:
            header, column = one.twice[0]
            problem, code = f"表头里“{header}”不止一列，分不清哪一列有效", Code.F12
            at = one.sheet, one.header_row, column
    return replace(_described(found, terms), problem=problem, at=at, code=code, passed=tuple(passed))


def _two_level(found: FoundSheet) -> Iterator[tuple[str, int, int]]:
    """Figure headers that span several columns, or under which another figure is announced; each with where that stands.

    What stands beneath them in a row that has an id is that row's.
    """
    below = found.header_row + 1
    marks = [found.sheet.at(below, found.columns[name]) for name in ("id", "target") if name in found.columns]
    heads = [
        found.sheet.at(found.header_row, found.columns[name])
        for name in ("id", "target")
        if name in found.columns
    ]
    data = any(mark.text.strip() and mark.text != head.text for mark, head in zip(marks, heads, strict=True))
    names = {
        column: found.layout.column(name).header for name, column in found.columns.items() if name in _FIGURES
    }
    for column, header in names.items():
        spans = any(
            top <= found.header_row <= bottom and left <= column <= right and right > left
            for top, left, bottom, right in found.sheet.merged
        )
        beneath = found.sheet.at(below, column)
        if spans:
            yield header, found.header_row, column
        elif not data and beneath.holds is Holds.TEXT and _OTHER_FIGURE.search(beneath.text):
            yield header, below, column


def _described(found: Mapping[str, FoundSheet], terms: Terms) -> FoundForm:
    """What the sheets say of themselves."""
    units = [" ".join(labelled(one, UNIT_LABEL)[1].text.split()) for one in found.values()]
    months = [_month(one, terms) for one in found.values()]
    month = next((month for month, _ in months if month is not None), None)
    days = (_filled_on(labelled(one, DATE_LABEL)[1], month) for one in found.values())
    return FoundForm(
        found,
        next(filter(None, units), ""),
        month,
        next((text for _, text in months if text), ""),
        next(filter(None, days), None),
        tuple(filter(None, units)),
        tuple(month for month, _ in months if month is not None),
    )


def _filled_on(content: Content, month: Month | None) -> date | None:
    """填报日期; None for one that changes by itself (=TODAY()) or is not of the months around the one reported."""
    day = None if content.formula else parse_date(content, month.year if month else None)
    if day is None or month is None or abs((day - month.last_day).days) > _FAR:
        return day if month is None else None
    return day


def _month(found: FoundSheet, terms: Terms) -> tuple[Month | None, str]:
    """The 填报月份 a sheet states, and how it is written."""
    _, content = labelled(found, terms.of(MONTH_LABEL), MONTH_LABEL)
    return parse_month(content, terms.cycle), content.text.strip()


def _misnamed(sheets: Iterable[Sheet], terms: Terms) -> str:
    """Of sheets that fit no layout, a visible one that bears a form sheet's name: figures may be lost with it."""
    for sheet in sheets:
        layout = next((one for one in FORM_SHEETS if _bears_name(sheet, one, terms)), None)
        if layout is None or sheet.hidden or not sheet.contents:
            continue
        rows = [set(_columns(line, _words(layout, terms))[0]) for line in _lines(sheet).values()]
        best = max(rows, key=len, default=set())
        lacking = [terms.of(layout.column(name).header) for name in layout.required if name not in best]
        return f"工作表“{sheet.name}”的表头缺少“{'”“'.join(lacking) or '编号'}”"
    return ""


def _locate(sheet: Sheet, terms: Terms) -> FoundSheet | None:
    """The layout a sheet's headers fit: 分县区 if it has counties, else the one it is named after, else the best."""
    lines = _lines(sheet)
    fits = [found for layout in FORM_SHEETS if (found := _best_row(sheet, lines, layout, terms)) is not None]
    counties = [found for found in fits if found.layout is COUNTY_SHEET]
    named = [found for found in fits if _bears_name(sheet, found.layout, terms)]
    fits.sort(key=lambda found: -len(found.columns))
    return next(iter(counties or named or fits), None)


def _bears_name(sheet: Sheet, layout: SheetLayout, terms: Terms) -> bool:
    return fold(sheet.name) in (fold(layout.name), fold(terms.of(layout.name)))


def _lines(sheet: Sheet) -> dict[int, Line]:
    """The rows a header may stand in: columns and folded texts, from the left."""
    lines: dict[int, Line] = {}
    for row, column in sorted(place for place in sheet.contents if place[0] <= _HEADER_DEPTH):
        lines.setdefault(row, []).append((column, fold(sheet.at(row, column).text)))
    return lines


@cache
def _words(layout: SheetLayout, terms: Terms) -> dict[str, str]:
    return {
        fold(word): column.name
        for column in layout.columns
        for word in (terms.of(column.header), column.header, *column.aliases)
    }


def _best_row(
    sheet: Sheet, lines: Mapping[int, Line], layout: SheetLayout, terms: Terms
) -> FoundSheet | None:
    """The row with the most of a layout's headers, if it holds all that are required."""
    words = _words(layout, terms)
    rows = [(row, *_columns(line, words)) for row, line in lines.items()]
    row, columns, notes, twice = max(rows, key=lambda found: len(found[1]), default=(0, {}, {}, ()))
    complete = set(layout.required) <= set(columns) and {"id", "target"} & set(columns)
    if not complete or len(columns) < _FEWEST_HEADERS:
        return None
    return FoundSheet(
        layout,
        sheet,
        row,
        columns,
        notes,
        tuple((layout.column(name).header, column) for name, column in twice),
    )


def _columns(
    line: Line, words: Mapping[str, str]
) -> tuple[dict[str, int], dict[str, str], tuple[tuple[str, int], ...]]:
    """Columns and bracketed notes by layout name, and the names met twice."""
    columns: dict[str, int] = {}
    notes: dict[str, str] = {}
    twice: list[tuple[str, int]] = []
    for column, header in line:
        note = _NOTE_IN_HEADER.search(header) if header.endswith(")") else None
        name = words.get(header) or (words.get(header[: note.start()]) if note else None)
        if name is None:
            continue
        if name in columns:
            twice.append((name, column))
            continue
        columns[name] = column
        if note and header not in words:
            notes[name] = note[1]
    return columns, notes, tuple(twice)


def labelled(found: FoundSheet, *labels: str) -> tuple[tuple[int, int], Content]:
    """What stands behind one of these labels, and where: in its cell after the colon, or in the next filled one of the row."""
    for row, column in sorted(place for label in labels for place in found.outside.get(fold(label), ())):
        text = found.sheet.at(row, column).text.strip()
        head, colon, tail = _label(text)
        if colon and tail.strip():
            content = found.sheet.at(row, column)
            return (row, column), Content(content.holds, text[len(head) + 1 :].strip())
        for right in range(column + 1, min(column + 5, found.sheet.last_column + 1)):
            content = found.sheet.at(row, right)
            if content.text and not content.text.strip().endswith(("：", ":")):
                return (row, right), content
    return (0, 0), Content(found.sheet.at(0, 0).holds)


def _label(text: str) -> tuple[str, str, str]:
    """填报单位：市教育局 → what stands before its colon, the colon, what stands behind."""
    return text.strip().replace(":", "：").partition("：")
