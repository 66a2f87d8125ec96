"""Strict tables back to a workbook people can fill: headers, notes, drop-downs, print set-up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from pipeline.files.spreadsheets.writing import A3, A4, HEADER, NOTE, Box, Guide, Page, Style, write_book
from pipeline.inputs.tables.reader import Table, is_number, parse_day
from pipeline.model.readings import reference

Rows = Sequence[Sequence[str]]
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


def write_tables(
    tables: Sequence[Table],
    rows: Mapping[str, Rows],
    choices: Mapping[tuple[str, str], Sequence[str]],
    day: date,
) -> bytes:
    """The tables as one workbook; numbers and dates written as such, the rest as text.

    `choices` gives drop-downs by (table, column); empty tables get room for entries.
    """
    return write_book([_page(table, rows.get(table.name, ()), choices) for table in tables], day)


def _page(table: Table, rows: Rows, choices: Mapping[tuple[str, str], Sequence[str]]) -> Page:
    width = len(table.columns)
    last = 2 + max(len(rows), 0 if table.closed else _BLANK_ROWS)
    name, note = table.names[0], table.terms.of(table.note)
    lines = [[Box(note or name, NOTE)], [Box(table.terms.of(column), HEADER) for column in table.columns]]
    lines += [[_box(column, text) for column, text in zip(table.columns, row, strict=True)] for row in rows]
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
        [_WIDE.get(column, 11) for column in table.columns],
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
