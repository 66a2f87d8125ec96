"""A plan drafted from a notice: known by the sheets it has beside its tables, open while a cell is still to be looked at,
made a plan by leaving both behind (NOTICE §6).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.inputs.plan.schema import SOURCE_SHEET, TABLES, UNUSED_SHEET
from pipeline.inputs.tables.reader import DOUBT, Record, Table, read_tables
from pipeline.inputs.tables.reader import Problems as _Problems
from pipeline.model.codes import Code
from pipeline.model.readings import Book

_NOTES = ("备注", "说明")
_UNUSED = Table(
    UNUSED_SHEET, ("数", "句子", "在哪里", "为什么没有采用", "采用？", "编号"), ("数", "句子"), optional=True
)
_AMOUNT = re.compile(r"([\d,]+(?:\.\d+)?)\s*(.*)")


def is_draft(book: Book) -> bool:
    """Whether a workbook is a draft, whatever it is called: it holds the notice beside its tables."""
    return any(sheet.name == SOURCE_SHEET for sheet in book.sheets)


def without_source(book: Book) -> Book:
    """The workbook without the sheets that are for looking only."""
    return replace(
        book, sheets=tuple(one for one in book.sheets if one.name not in (SOURCE_SHEET, UNUSED_SHEET))
    )


def tell_open(tables: Mapping[str, Sequence[Record]]) -> None:
    """P30 for every row of a draft that still says what is to be looked at; filled in, 单位名称核定 needs no more."""
    for records in tables.values():
        for record in records:
            for column in _NOTES:
                said = record.text(column) if column in record.columns else ""
                if said.startswith(DOUBT) and not _settled(record):
                    record.fault(Code.P30, column, said)


def _settled(record: Record) -> bool:
    return record.text("项目") == "单位名称核定" and bool(record.text("内容"))


def accepted_rows(book: Book) -> dict[str, list[tuple[str, ...]]]:
    """The rows of a draft as a plan's, by sheet: without marks, with the numbers a person took up from 未采用的数."""
    tables = read_tables(without_source(book), TABLES, _Problems())
    columns = {table.name: table.columns for table in TABLES}
    rows = {
        name: [tuple(_bare(record, column) for column in columns[name]) for record in records]
        for name, records in tables.items()
    }
    rows["指标"] += [tuple(told.get(column, "") for column in columns["指标"]) for told in taken_up(book)]
    return rows


def _bare(record: Record, column: str) -> str:
    text = record.text(column)
    return (
        re.sub(rf"^{DOUBT}.*", "", text, flags=re.DOTALL)
        if column in _NOTES and text.startswith(DOUBT)
        else text
    )


def taken_up(book: Book) -> Iterator[dict[str, str]]:
    """Rows of 指标 out of the rows of 未采用的数 where a person wrote 是 and a 编号."""
    sheets = tuple(sheet for sheet in book.sheets if sheet.name == UNUSED_SHEET)
    for record in read_tables(replace(book, sheets=sheets), (_UNUSED,), _Problems())[UNUSED_SHEET]:
        amount = _AMOUNT.fullmatch(record.text("数"))
        number = re.match(r"T(\d+)-\d+$", record.text("编号"))
        if record.text("采用？") == "是" and amount and number:
            sentence, unit = record.text("句子"), amount[2]
            yield {
                "编号": record.text("编号"),
                "实事序号": str(int(number[1])),
                "指标": re.sub(r"[\d.,]+", "", sentence).strip("，。；、 ")[:40],
                "目标原文": sentence,
                "类型": "比率" if unit == "%" else "累计数",
                "目标值": amount[1].replace(",", ""),
                "计量单位": unit,
            }


def kept_of(
    book: Book,
) -> tuple[dict[str, str], list[dict[str, str]], dict[str, list[tuple[str, ...]]]]:
    """What a plan that is not filled in yet knows all the same: items of 概况 and 规则, rows of 单位 and of sheets no notice fills."""
    tables = read_tables(without_source(book), TABLES, _Problems())
    columns = {table.name: table.columns for table in TABLES}
    items = {row.text("项目"): row.text("内容") for row in tables["概况"]}
    items |= {row.text("规则"): row.text("值") for row in tables["规则"]}
    units = [{column: row.text(column) for column in columns["单位"]} for row in tables["单位"]]
    sheets = {
        name: [tuple(row.text(column) for column in columns[name]) for row in tables[name]]
        for name in ("节假日", "跨年事项", "上年同期", "督办阶梯", "下级对应")
    }
    return {name: text for name, text in items.items() if text}, units, sheets
