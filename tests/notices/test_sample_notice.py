"""The seed's notice gives the sample's plan but for marked cells, the same from every format (NOTICE §6)."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from pipeline.inputs.notices.notice_reading import ReadNotice, read_notice
from tests.command import minsheng
from tests.keystrokes import corrected
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
    assert sum(typed.values()) <= 60
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
