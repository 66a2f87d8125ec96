"""溯源表.xlsx: every figure of a set's documents in a row, with links to the cells it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import PurePosixPath

from pipeline.documents.provenance.trace import Trace
from pipeline.files.archives import outer
from pipeline.files.spreadsheets.writing import (
    BODY,
    CENTRED,
    HEADER,
    NOTE,
    TITLE,
    Box,
    Page,
    Style,
    write_book,
)
from pipeline.model.figures import Cell, shortened
from pipeline.model.findings import clipped
from pipeline.model.phrases import QUOTED, Mark
from pipeline.model.readings import reference

NAME = "溯源表.xlsx"
_LINK = Style(colour="0563C1")
# From a set's folder to the workspace.
_UP = "../../"
_SOURCES = 3
_FIGURES = (
    ("文稿", 28.0), ("序号", 7.0), ("印出的数", 12.0), ("准确的数", 14.0), ("单位", 8.0), ("怎么来的", 26.0), ("指标", 8.0),
    ("所在句子", 44.0), *((f"来源{number}", 24.0) for number in range(1, _SOURCES + 1)), ("来源共几格", 8.0),
)  # fmt: skip
_CELLS = (
    ("来源文件", 44.0), ("工作表", 14.0), ("单元格", 9.0), ("读到的内容", 34.0), ("印在几处", 9.0), ("哪些文稿", 60.0),
)  # fmt: skip
_NOTE = "点“来源”里的蓝字，打开那张表的那一格。单位原文不是数，也列在这里。序号与文稿里的隐藏书签相同。"


def trace_book(title: str, traces: Mapping[str, Trace], day: date) -> bytes:
    """The workbook of a set: a row per figure or quoted sentence; on a second sheet a row per cell any of them came from."""
    figures = [_row(name, trace, mark) for name, trace in traces.items() for mark in trace.figures]
    return write_book(
        [
            _page("溯源", f"{title}溯源表", _FIGURES, figures),
            _page("来源单元格", f"{title}来源单元格", _CELLS, list(_cells(traces))),
        ],
        day,
    )


def _page(name: str, title: str, columns: tuple[tuple[str, float], ...], rows: list[list[Box]]) -> Page:
    head = [[Box(title, TITLE)], [Box(_NOTE, NOTE)], [Box(header, HEADER) for header, _ in columns]]
    last = reference(1, len(columns)).rstrip("1")
    return Page(
        name,
        [*head, *(rows or [[Box("无", CENTRED), *[Box(None, BODY)] * (len(columns) - 1)]])],
        [width for _, width in columns],
        repeat=3,
        merges=[f"A1:{last}1", f"A2:{last}2"],
        least={1: 28.0},
        filtered=True,
        names=0,
    )


def _row(name: str, trace: Trace, mark: Mark) -> list[Box]:
    figure = mark.figure
    links = [
        _link(f"{_stem(cell)} {cell.ref}：{clipped(cell.read)}", cell) for cell in figure.cells[:_SOURCES]
    ]
    return [
        Box(name.rpartition(".")[0]),
        Box(_number(mark), CENTRED),
        Box(figure.text),
        Box(shortened(figure.value) if figure.value is not None else ""),
        Box(figure.measure, CENTRED),
        Box(figure.how),
        Box(figure.about, CENTRED),
        Box("" if figure.how == QUOTED else trace.sentence(mark.name).strip()),
        *links,
        *[Box("")] * (_SOURCES - len(links)),
        Box(len(figure.cells), CENTRED),
    ]


def _cells(traces: Mapping[str, Trace]) -> Iterator[list[Box]]:
    """Every cell, file by file, with how often and in which documents something of it is printed."""
    printed: dict[Cell, list[str]] = {}
    for name, trace in traces.items():
        for mark in trace.figures:
            for cell in mark.figure.cells:
                printed.setdefault(cell, []).append(name.rpartition(".")[0])
    for cell in sorted(printed, key=lambda cell: (cell.file, cell.sheet, len(cell.ref), cell.ref)):
        yield [
            _link(cell.file, cell),
            Box(cell.sheet),
            Box(cell.ref, CENTRED),
            Box(cell.read),
            Box(len(printed[cell]), CENTRED),
            Box("、".join(dict.fromkeys(printed[cell]))),
        ]


def _link(text: str, cell: Cell) -> Box:
    sheet = cell.sheet.replace("'", "''")
    # What lies in a zip no click can open: the zip is shown.
    place = (
        f"{_UP}{cell.file}#'{sheet}'!{cell.ref}"
        if outer(cell.file) == cell.file
        else f"{_UP}{outer(cell.file)}"
    )
    return Box(text, _LINK, link=place)


def _stem(cell: Cell) -> str:
    """The file's name as people know it: without folders and ending."""
    return PurePosixPath(cell.file).stem


def _number(mark: Mark) -> str:
    return mark.name.removeprefix("_f")
