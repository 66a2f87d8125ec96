"""Where the form is in a workbook: which sheet is which, its header row, its columns, whose and when.

Columns are found by their words, in any order, with extra columns and rows around.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache

from pipeline.inputs.returns.found_form import FoundForm, FoundSheet, labelled, stated_month
from pipeline.inputs.returns.layout import (
    AD_HOC,
    COUNTY_SHEET,
    DATE_LABEL,
    FORM_SHEETS,
    TEXT_SHEET,
    UNIT_LABEL,
    SheetLayout,
)
from pipeline.inputs.returns.locate_texts import texts_of
from pipeline.inputs.tables.dates import parse_date
from pipeline.model.codes import Code
from pipeline.model.funds import ALL_BY_RULE, MONEY
from pipeline.model.months import Month, chinese_date
from pipeline.model.office_terms import Terms
from pipeline.model.plan import fold
from pipeline.model.readings import Book, Content, Holds, Sheet

# The columns of a row that hold anything, with their texts folded.
Line = list[tuple[int, str]]

_HEADER_DEPTH = 40
_FAR = 120  # days between a report and its month beyond which its date is a slip
_OTHER_FIGURE = re.compile("上年|去年|同期|计划|预计|上月|上季|上期")
_FEWEST_HEADERS = 3
_FIGURES = ("cumulative", "this_month", "numerator", "denominator", "corrected_last", *MONEY)
_AD_HOC = re.compile(f"{AD_HOC}([0-9]{{4}}年[0-9]{{1,2}}月[0-9]{{1,2}}日)")
_ABOVE = 3  # rows a title may stand in
_COPIED = re.compile(r"\([0-9]+\)$")  # what Excel puts behind the name of a sheet that was copied
_NOTE_IN_HEADER = re.compile(r"\((.*)\)$")


def find_form(
    book: Book, month: Month, terms: Terms, added: tuple[str, ...] = (), day: date | None = None
) -> FoundForm | None:
    """The form in the visible sheets of a book, the one for `month` if there are several; None if there is none.

    Names and headers are known by the words of the office, `terms`, and by a city's. Columns asked for by rule alone are a
    unit's own business, as any other it adds, where the rule does not name them among those `added`. A form of 临时调度 is
    one for its `day` alone, and no month's.
    """
    candidates: dict[str, list[FoundSheet]] = {}
    located = [(sheet, _locate(sheet, terms, added)) for sheet in book.sheets]
    for sheet, one in located:
        if one is not None and not sheet.hidden:
            candidates.setdefault(one.layout.name, []).append(one)
    candidates.pop(TEXT_SHEET.name, None)
    problem = _misnamed((sheet for sheet, one in located if one is None), terms)
    code = Code.F07 if problem else Code.F12
    if not candidates:
        hidden = [
            sheet.name
            for sheet, one in located
            if sheet.hidden and one is not None and one.layout is not TEXT_SHEET
        ]
        if not hidden and not problem:
            return None
        problem = problem or f"应填的工作表“{hidden[0]}”被隐藏，没有读取"
        return FoundForm({}, problem=problem, code=Code.F07)
    found: dict[str, FoundSheet] = {}
    passed: list[str] = []
    at: tuple[Sheet, int, int] | None = None
    for name, sheets in candidates.items():
        # A sheet that states no month may well be the one that counts.
        wanted = [one for one in sheets if len(sheets) == 1 or stated_month(one, terms)[0] in (month, None)]
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
    form = _described(found, terms)
    spare = [
        (sheet, one, _bears_name(sheet, TEXT_SHEET, terms, _COPIED.sub("", fold(sheet.name))))
        for sheet, one in located
        if one is None or one.layout is TEXT_SHEET
    ]
    texts, unread = texts_of(spare, found, form.month, terms)
    form = replace(form, problem=problem, at=at, code=code, passed=tuple(passed), texts=texts, unread=unread)
    return _of_its_day(form, _called_for(book), day)


def _called_for(book: Book) -> date | None:
    """The day a form of 临时调度 says it is for, in its title; None for any other."""
    for sheet in book.sheets:
        for row, column in sorted(place for place in sheet.contents if place[0] <= _ABOVE):
            said = _AD_HOC.search(sheet.at(row, column).text)
            if said is not None:
                return parse_date(Content(Holds.TEXT, said[1]), None)
    return None


def _of_its_day(form: FoundForm, called: date | None, day: date | None) -> FoundForm:
    """The form, with a problem where it lies among sheets of another kind: a month's, or another day's."""
    if called == day:
        return form
    if called is not None:
        said = f"这是{chinese_date(called)}临时调度的表，不算各期的报表"
        fix = f"请移到临时调度的文件夹“{called.isoformat()}”里"
    else:
        said, fix = "这不是临时调度的表", "请移到对应月份的文件夹，或请单位用临时调度的表样填报"
    return replace(form, problem=said, fix=fix, code=Code.F03, at=None)


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
    months = [stated_month(one, terms) for one in found.values()]
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


def _misnamed(sheets: Iterable[Sheet], terms: Terms) -> str:
    """Of sheets that fit no layout, a visible one that bears a form sheet's name: figures may be lost with it."""
    for sheet in sheets:
        layouts = (one for one in FORM_SHEETS if one is not TEXT_SHEET)
        layout = next((one for one in layouts if _bears_name(sheet, one, terms)), None)
        if layout is None or sheet.hidden or not sheet.contents:
            continue
        rows = [set(_columns(line, _words(layout, terms))[0]) for line in _lines(sheet).values()]
        best = max(rows, key=len, default=set())
        lacking = [terms.of(layout.column(name).header) for name in layout.required if name not in best]
        return f"工作表“{sheet.name}”的表头缺少“{'”“'.join(lacking) or '编号'}”"
    return ""


def _locate(sheet: Sheet, terms: Terms, added: tuple[str, ...]) -> FoundSheet | None:
    """The layout a sheet's headers fit: 分县区 if it has counties, else the one it is named after, else the best.

    What bears the name of another sheet of the form is never 文字说明: it may lack the header of its figures.
    """
    lines = _lines(sheet)
    others = (one for one in FORM_SHEETS if one is not TEXT_SHEET)
    called = any(_bears_name(sheet, one, terms) for one in others)
    fits = [
        found
        for layout in FORM_SHEETS
        if not (called and layout is TEXT_SHEET)
        if (found := _best_row(sheet, lines, layout, terms, added)) is not None
    ]
    counties = [found for found in fits if found.layout is COUNTY_SHEET]
    named = [found for found in fits if _bears_name(sheet, found.layout, terms)]
    fits.sort(key=lambda found: -len(found.columns))
    return next(iter(counties or named or fits), None)


def _bears_name(sheet: Sheet, layout: SheetLayout, terms: Terms, name: str = "") -> bool:
    return (name or fold(sheet.name)) in (fold(layout.name), fold(terms.of(layout.name)))


def _lines(sheet: Sheet) -> dict[int, Line]:
    """The rows a header may stand in: columns and folded texts, from the left."""
    lines: dict[int, Line] = {}
    for row, column in sorted(place for place in sheet.contents if place[0] <= _HEADER_DEPTH):
        lines.setdefault(row, []).append((column, fold(sheet.at(row, column).text)))
    return lines


@cache
def _words(layout: SheetLayout, terms: Terms, added: tuple[str, ...] = ()) -> dict[str, str]:
    return {
        fold(word): column.name
        for column in layout.columns
        if not column.told and (column.name not in ALL_BY_RULE or column.header in added)
        for word in (terms.of(column.header), column.header, *column.aliases)
    }


def _best_row(
    sheet: Sheet, lines: Mapping[int, Line], layout: SheetLayout, terms: Terms, added: tuple[str, ...]
) -> FoundSheet | None:
    """The row with the most of a layout's headers, if it holds all that are required."""
    words = _words(layout, terms, added)
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
