"""溯源表.xlsx: a row per printed figure, a row per cell, links that lead to the cell."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import openpyxl

from pipeline.documents.provenance.trace import Trace
from pipeline.documents.workbooks.tracebook import trace_book
from pipeline.model.figures import Cell
from pipeline.model.phrases import Mark, Printed, quoted

SHEET = Cell("inputs/2023/05/住建 5月.xlsx", "进展情况", "G5", "11", sha256="ab" * 32)
PLAN = Cell("inputs/2023/任务分解表.xlsx", "指标", "F6", "18", sha256="cd" * 32)
WORDS = Cell("inputs/2023/05/住建 5月.xlsx", "进展情况", "N5", "=设计变更！", sha256="ab" * 32)
TRACE = Trace(
    "_set0",
    (
        Mark(
            "_f0001", Printed("61.1%", Decimal(1100) / 18, "%", "累计完成÷年度目标", (SHEET, PLAN), "T02-1")
        ),
        Mark("_f0002", quoted("设计变更", WORDS, "T02-1")),
        Mark("_f0003", Printed("75.0%", Decimal(75), "%", "月份÷12", ())),
    ),
    ("项目开工11个，占{_f0001}。据市住建局反映，{_f0002}。", "序时进度{_f0003}。"),
)


def rows(name: str) -> list[list[object]]:
    book = openpyxl.load_workbook(io.BytesIO(trace_book("5月份", {"报告.docx": TRACE}, date(2023, 5, 25))))
    return [[cell.value for cell in row] for row in book[name].iter_rows(min_row=4)]


def test_every_figure_has_a_row() -> None:
    assert rows("溯源") == [
        ["报告", "0001", "61.1%", "61.111111…", "%", "累计完成÷年度目标", "T02-1", "项目开工11个，占61.1%。",
         "住建 5月 G5：11", "任务分解表 F6：18", None, 2],
        ["报告", "0002", "设计变更", None, None, "原文引用", "T02-1", None, "住建 5月 N5：=设计变更！", None, None, 1],
        ["报告", "0003", "75.0%", "75", "%", "月份÷12", None, "序时进度75.0%。", None, None, None, 0],
    ]  # fmt: skip


def test_every_cell_has_a_row_and_what_stands_in_it_is_never_a_formula() -> None:
    assert rows("来源单元格") == [
        ["inputs/2023/05/住建 5月.xlsx", "进展情况", "G5", "11", 1, "报告"],
        ["inputs/2023/05/住建 5月.xlsx", "进展情况", "N5", "=设计变更！", 1, "报告"],
        ["inputs/2023/任务分解表.xlsx", "指标", "F6", "18", 1, "报告"],
    ]
    book = openpyxl.load_workbook(io.BytesIO(trace_book("5月份", {"报告.docx": TRACE}, date(2023, 5, 25))))
    assert {cell.data_type for row in book["来源单元格"].iter_rows(min_row=4) for cell in row} <= {"s", "n"}


def test_a_link_leads_to_the_cell_from_the_set_s_own_folder() -> None:
    book = openpyxl.load_workbook(io.BytesIO(trace_book("5月份", {"报告.docx": TRACE}, date(2023, 5, 25))))
    link = book["溯源"]["I4"].hyperlink
    assert link.target == "../../inputs/2023/05/%E4%BD%8F%E5%BB%BA%205%E6%9C%88.xlsx"
    assert link.location == "'进展情况'!G5"


def test_a_set_without_figures_says_so() -> None:
    empty = trace_book("5月份", {"报告.docx": Trace("_set0", (), ())}, date(2023, 5, 25))
    assert openpyxl.load_workbook(io.BytesIO(empty))["溯源"]["A4"].value == "无"
