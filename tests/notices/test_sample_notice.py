"""The seed's notice gives the sample's plan but for marked cells, the same from every format (NOTICE §6)."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from pipeline.inputs.notices.notice_reading import ReadNotice, read_notice
from pipeline.model.plan import fold
from tests.command import minsheng
from tests.notices.made import as_text, as_web, as_word, sample_lines, sample_rows

LINES = sample_lines()
FORMATS = {
    "通知.txt": as_text(LINES),
    "通知.html": as_web(LINES),
    "通知.docx": as_word(LINES),
    "自动编号.docx": as_word(LINES, numbered=True),
}


def told(read: ReadNotice) -> list[tuple[str, ...]]:
    """Matters, units and targets, as one would compare two drafts."""
    notice = read.draft.notice
    return [
        (
            notice.text(matter.item.title),
            "、".join(matter.leads),
            "、".join(matter.cooperating),
            *(
                f"{one.quantity.figures}{one.quantity.unit}{one.kind}{one.compared.op}{one.review}"
                for one in matter.targets
            ),
        )
        for matter in read.draft.matters
    ]


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_one_draft(name: str) -> None:
    read = read_notice(name, FORMATS[name])
    assert read.draft.structure.recognised
    assert told(read) == told(read_notice("通知.txt", FORMATS["通知.txt"]))


def test_the_draft_is_the_sample_plan_but_for_marked_cells() -> None:
    rows = sample_rows()
    read = read_notice("通知.txt", FORMATS["通知.txt"])
    assert [read.draft.notice.text(one.item.title) for one in read.draft.matters] == [
        row.text("实事事项") for row in rows["实事"]
    ]
    assert [one.leads for one in read.draft.matters] == [(row.text("责任单位"),) for row in rows["实事"]]
    wanted = [
        (row.text("目标值"), row.text("计量单位"), row.text("类型"))
        for row in rows["指标"]
        if row.text("目标值")
    ]
    # The notice says 55% once; whether that is one rate or two only a person can say.
    wanted.remove(("55", "%", "比率"))
    drafted = [
        (one.quantity.figures, one.quantity.unit, one.kind)
        for matter in read.draft.matters
        for one in matter.targets
    ]
    assert drafted == wanted
    assert [
        one.quantity.figures for matter in read.draft.matters for one in matter.targets if one.review
    ] == ["18", "20"]
    assert [(what.value, text) for what, text, _ in read.heading.demands] == [
        (row.text("要求"), row.text("原文")) for row in rows["通知要求"]
    ]
    assert (read.heading.lead_day, read.heading.cooperating_day) == (25, 22)


def test_from_notice_to_plan_without_typing_much(tmp_path: Path) -> None:
    place = tmp_path / "办"
    assert minsheng("init", place, "--year", "2021").code == 0
    notice = tmp_path / "通知.docx"
    notice.write_bytes(FORMATS["通知.docx"])
    made = minsheng("-C", place, "plan", "import", notice, "--json")
    assert (made.code, made.json["recognised"], made.json["draft"]) == (
        0,
        True,
        "inputs/2021/任务分解表-草稿.xlsx",
    )
    numbers = made.json["numbers"]
    assert numbers["all"] == numbers["targets"] + numbers["dates"] + numbers["unused"]
    refused = minsheng("-C", place, "--today", "2021-06-01", "plan", "check")
    assert refused.code == 1
    assert "退回 P30　指标：请核对：按开工、启动还是按建成算" in refused.out
    assert minsheng("-C", place, "--today", "2021-06-01", "plan", "accept").code == 3
    typed = corrected(place / "inputs/2021/任务分解表-草稿.xlsx")
    assert typed <= 60
    checked = minsheng("-C", place, "--today", "2021-06-01", "plan", "check")
    assert checked.code == 0, checked.out
    assert minsheng("-C", place, "--today", "2021-06-01", "plan", "accept").code == 0
    book = openpyxl.load_workbook(place / "inputs/2021/任务分解表.xlsx")
    assert "原文对照" not in book.sheetnames
    assert not [
        cell
        for sheet in book
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if cell and "请核对" in str(cell)
    ]
    assert minsheng("-C", place, "--today", "2021-06-01", "forms", "2021-06").code == 0


def corrected(path: Path) -> int:
    """A person at the draft: fills what the notice does not tell, clears what was looked at; how many cells that took."""
    book = openpyxl.load_workbook(path)
    typed = 0
    given = {
        "汇总单位": "市发改委",
        "发文机关": "新乡市发展和改革委员会",
        "发文字号代字": "新发改",
        "报告主送": "市人民政府",
        "单位名称核定": "综合岗 2021-06-01",
    }
    for row in book["概况"].iter_rows(min_row=3):
        if row[0].value in given:
            row[1].value = given[row[0].value]
            typed += 1
        if str(row[2].value or "").startswith("请核对"):
            row[2].value = None
            typed += 1
    for name in ("实事", "指标", "节点", "规则"):
        head = [cell.value for cell in book[name][2]]
        note = next(index for index, value in enumerate(head) if str(value).startswith(("备注", "说明")))
        for row in book[name].iter_rows(min_row=3):
            if str(row[note].value or "").startswith("请核对"):
                row[note].value = None
                typed += 1
    typed += lower_units(book["单位"])
    book.save(path)
    return typed


def lower_units(sheet: openpyxl.worksheet.worksheet.Worksheet) -> int:
    """The counties the notice only calls 各县（市）、区, typed into 单位."""
    head = [str(cell.value) for cell in sheet[2]]
    there = {fold(str(row[1].value)) for row in sheet.iter_rows(min_row=3) if row[1].value}
    at = sheet.max_row + 1
    typed = 0
    for name in ("凤泉区", "卫辉市", "新乡县", "获嘉县", "原阳县", "封丘县"):
        if name in there:
            continue
        for column, value in (("简称", name), ("全称", f"{name}人民政府"), ("县区", "是")):
            sheet.cell(at, next(i for i, word in enumerate(head, 1) if word.startswith(column)), value)
            typed += 1
        at += 1
    return typed
