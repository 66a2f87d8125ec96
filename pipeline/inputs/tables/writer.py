"""Strict tables back to a workbook people can fill: headers, notes, drop-downs, print set-up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import zip_longest

from pipeline.files.spreadsheets.writing import A3, A4, HEADER, NOTE, Box, Guide, Page, Style, write_book
from pipeline.inputs.tables.reader import SAMPLE, Table, is_number, parse_day
from pipeline.model.readings import reference

Rows = Sequence[Sequence[str]]
# A cell that must be filled is shown so, and still holds its bare word.
_MUST = Style(bold=True, font="黑体", fill="D9E2F3", align="center", format='@"（必填）"')
_MUST_ITEM = Style(format='@"（必填）"')
_GREY = Style(colour="8C8C8C", fill="F2F2F2")
_BODY = Style()
_BLANK_ROWS = 20
_WIDEST_ON_A4 = 18
_FOOT_HEIGHT = 90.0
_WIDE = {
    "目标任务": 48,
    "目标原文": 36,
    "配合单位": 40,
    "责任单位": 14,
    "指标": 24,
    "实事事项": 22,
    "分县区": 30,
    "内容": 44,
    "说明": 34,
    "规则": 26,
    "全称": 28,
    "主送称谓": 22,
    "主管市领导": 26,
    "口径": 26,
    "备注": 26,
    "自报来源": 30,
    "核查情况": 30,
    "核查来源": 26,
    "抽查缘由": 20,
    "差异": 24,
    "滞后原因": 34,
    "追赶措施": 34,
    "完成时限": 24,
    "目前进展": 14,
    "佐证": 24,
    "依据": 24,
    "要求": 18,
    "原文": 60,
    "出处": 24,
    "类别": 16,
    "别名": 18,
    "分子名称": 20,
    "分母名称": 16,
}


@dataclass(frozen=True, slots=True)
class Guidance:
    """What helps to fill a workbook: notes on headers by (table, column), an example row by table, lists that are the
    column of another table, words that are `suggested` where others may stand as well, and for tables of named items by
    name whether each must be filled and what it may be.
    """

    notes: Mapping[tuple[str, str], str] = field(default_factory=dict)
    samples: Mapping[str, Sequence[str]] = field(default_factory=dict)
    lists: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    items: Mapping[str, Mapping[str, tuple[bool, Sequence[str]]]] = field(default_factory=dict)
    suggested: Mapping[tuple[str, str], Sequence[str]] = field(default_factory=dict)


_NO_GUIDANCE = Guidance()


def sample_row(table: Table, cells: Mapping[str, str], day: date) -> tuple[str, ...]:
    """A row that shows how to fill a table and is never read: its first cell says so; {year} is that of the day."""
    shown = {table.columns[0]: SAMPLE, **cells}
    return tuple(shown.get(column, "").format(year=day.year) for column in table.columns)


def write_tables(
    tables: Sequence[Table],
    rows: Mapping[str, Rows],
    choices: Mapping[tuple[str, str], Sequence[str]],
    day: date,
    guidance: Guidance = _NO_GUIDANCE,
) -> bytes:
    """The tables as one workbook; numbers and dates written as such, the rest as text.

    `choices` gives drop-downs by (table, column); empty tables get room for entries.
    """
    return write_book(table_pages(tables, rows, choices, guidance), day)


def table_pages(
    tables: Sequence[Table],
    rows: Mapping[str, Rows],
    choices: Mapping[tuple[str, str], Sequence[str]],
    guidance: Guidance = _NO_GUIDANCE,
) -> list[Page]:
    """The tables as the sheets of a workbook; headers stand in row 2, rows from row 3 on."""
    columns = {table.name: table.columns for table in tables}
    pages = []
    for table in tables:
        page = _page(table, rows.get(table.name, ()), choices)
        pages.append(_guided(page, table, columns, guidance) if guidance is not _NO_GUIDANCE else page)
    return pages


def _guided(page: Page, table: Table, columns: Mapping[str, Sequence[str]], guidance: Guidance) -> Page:
    """The page with what helps to fill it."""
    lines = [list(line) for line in page.rows]
    items = guidance.items.get(table.name, {})
    for index, column in enumerate(table.columns):
        must = column in table.required and not items
        style = _MUST if must else HEADER
        lines[1][index] = Box(column, style, guidance.notes.get((table.name, column), ""))
    sample = guidance.samples.get(table.name)
    if sample is not None:
        pairs = zip(table.columns, sample, strict=True)
        shown = [_greyed(_box(name, text)) for name, text in pairs]
        # Before the rows there are; of blank rows it takes the first.
        lines[2:3] = [shown] if all(box.value is None for box in lines[2]) else [shown, lines[2]]
    guides = list(page.guides)
    for row, line in enumerate(lines[2:] if items else (), 3):
        must, allowed = items.get(str(line[0].value), (False, ()))
        if must:
            lines[row - 1][0] = replace(lines[row - 1][0], style=_MUST_ITEM)
        if allowed:
            guides.append(Guide(reference(row, 2), kind="list", choices=tuple(allowed)))
    for index, column in enumerate(table.columns, 1):
        source = guidance.lists.get((table.name, column))
        if source is not None:
            letters = reference(1, columns[source[0]].index(source[1]) + 1)[:-1]
            area = f"{reference(3, index)}:{reference(len(lines) + 200, index)}"
            guides.append(Guide(area, kind="range", choices=(f"'{source[0]}'!${letters}$3:${letters}$500",)))
        words = guidance.suggested.get((table.name, column), ())
        if words:
            area = f"{reference(3, index)}:{reference(len(lines) + 200, index)}"
            guides.append(Guide(area, kind="suggested", choices=tuple(words)))
    return replace(page, rows=lines, guides=guides)


def widths_of(table: Table) -> list[int]:
    """How wide its columns are, in signs."""
    return [_WIDE.get(column, 11) for column in table.columns]


def _greyed(box: Box) -> Box:
    return replace(box, style=replace(_GREY, format=box.style.format, align=box.style.align))


def _page(table: Table, rows: Rows, choices: Mapping[tuple[str, str], Sequence[str]]) -> Page:
    width = len(table.columns)
    last = 2 + max(len(rows), 0 if table.closed else _BLANK_ROWS)
    name, note = table.names[0], table.terms.of(table.note)
    lines = [[Box(note or name, NOTE)], [Box(table.terms.of(column), HEADER) for column in table.columns]]
    # Columns came to stand at the end over the years: a row may end before them.
    lines += [
        [_box(column, text) for column, text in zip_longest(table.columns, row, fillvalue="")] for row in rows
    ]
    lines += [[Box(None, _BODY)] * width for _ in range(last - len(lines))]
    if table.foot:
        lines.append([Box(table.foot, _BODY), *[Box(None, _BODY)] * (width - 1)])
    whole = [1, len(lines)] if table.foot else [1]
    least = dict.fromkeys(range(3, last + 1), table.height) if table.height else {}
    if table.foot:
        least[len(lines)] = _FOOT_HEIGHT
    guides = [
        Guide(
            f"{reference(3, index)}:{reference(last + 200, index)}",
            kind="list",
            choices=tuple(choices[table.name, column]),
        )
        for index, column in enumerate(table.columns, 1)
        if (table.name, column) in choices
    ]
    return Page(
        name,
        lines,
        widths_of(table),
        repeat=2,
        merges=[f"A{row}:{reference(row, width)}" for row in whole if width > 1],
        guides=guides,
        least=least,
        paper=A3 if width > _WIDEST_ON_A4 else A4,
    )


def _box(column: str, text: str) -> Box:
    day = parse_day(text) if column.endswith("日期") or column == "日期" else None
    if day is not None:
        return Box(day, Style(align="center", format="yyyy-mm-dd"))
    if is_number(text):
        return Box(Decimal(text), Style(align="center"))
    return Box(text, _BODY)
