"""更正说明 by hand: two lines of a paper and a row of its annex said otherwise, each with what it rests on."""

from __future__ import annotations

import io
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from docx import Document

from pipeline.documents.workbooks.correction import differences

REPORT = "9月份报告.docx"


def paper(*lines: str, rows: Sequence[Sequence[str]] = ()) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    table = document.add_table(len(rows), 3)
    for place, row in enumerate(rows):
        for cell, text in zip(table.rows[place].cells, row, strict=True):
            cell.text = text
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


OLD = paper(
    "一、总体情况",
    "已完成1项，滞后5项。其余正常。",
    "二、进展",
    "（一）建书房（责任单位：市文旅局）。建成书房19座。开放10座。",
    rows=[("实事", "指标", "9月累计"), ("", "书房", "19"), ("", "泊位", "540")],
)
NEW = paper(
    "一、总体情况",
    "已完成1项，滞后4项。其余正常。",
    "二、进展",
    "（一）建书房（责任单位：市文旅局）。建成书房29座。开放10座。",
    "据市文旅局反映，10座漏报。",
    rows=[("实事", "指标", "9月累计"), ("", "书房", "29"), ("", "泊位", "540")],
)
SHEET, REGISTER = "inputs/2021/2021-09/市文旅局-9月.xlsx", "inputs/2021/处理登记.xlsx"


def trace() -> Any:
    """Of the one figure that comes from the sheet: 29."""
    mark = SimpleNamespace(
        name="_f1", figure=SimpleNamespace(cells=(SimpleNamespace(file=SHEET),), text="29")
    )
    lines = ("（一）建书房（责任单位：市文旅局）。建成书房{_f1}座。开放10座。", "|  | 书房 | {_f1} |")
    return SimpleNamespace(figures=(mark,), lines=lines, as_read=lambda line: line.replace("{_f1}", "29"))


def test_each_sentence_and_cell_stands_with_its_place_and_what_it_rests_on() -> None:
    found = differences({REPORT: OLD}, {REPORT: NEW}, {REPORT: trace()}, [SHEET, REGISTER])
    why = "市文旅局-9月有改动"
    assert found == (
        ("9月份报告", "一、总体情况", "已完成1项，滞后5项。", "已完成1项，滞后4项。", ""),
        ("9月份报告", "（一）建书房", "建成书房19座。", "建成书房29座。", why),
        ("9月份报告", "（一）建书房", "（无）", "据市文旅局反映，10座漏报。", ""),
        ("9月份报告", "（一）建书房：书房·9月累计", "19", "29", why),
    )


def test_what_people_filled_in_and_a_draft_mark_are_no_corrections() -> None:
    """A signed report holds its day and no draft mark; the sheet to sign on said nothing to anybody."""
    was, now = (
        paper("已完成1项。", "2021年9月28日"),
        Document(io.BytesIO(paper("已完成1项。", "2021年9月__日"))),
    )
    now.sections[0].header.paragraphs[0].text = "送审稿"
    data = io.BytesIO()
    now.save(data)
    sheet = "9月份发文稿纸.docx"
    found = differences({REPORT: was, sheet: OLD}, {REPORT: data.getvalue(), sheet: NEW}, {}, [SHEET])
    assert found == ()


def test_where_one_input_changed_it_is_the_reason_of_all() -> None:
    found = differences({REPORT: OLD}, {REPORT: NEW, "台账.xlsx": b"1"}, {}, [SHEET])
    assert {one[4] for one in found} == {"市文旅局-9月有改动"}
    assert found[-1][:4] == ("台账", "", "没有这份文稿", "新增")
