"""会议汇总表's charts: every matter's bars and lines over the cells that hold its data."""

from __future__ import annotations

import io
import re

import openpyxl

from pipeline.documents.workbooks.meeting import meeting_table
from pipeline.files.packages import parts_of
from tests.pictures.made import course

TARGETS = {
    "T1": {"kind": "累计数", "goal": "40", "measure": "座", "name": "城市书房"},
    "T2": {"kind": "保持", "goal": "95", "name": "筛查率"},
    "T3": {"kind": "定性", "goal": "0", "name": "打造品牌"},
}
MONTHS = ((8, {"T1": None, "T2": "94.2"}), (9, {"T1": "19", "T2": "96.5"}))


def test_charts_stand_over_the_data_they_name() -> None:
    plan, done = course(TARGETS, MONTHS)
    data = meeting_table(plan, done[-1], done)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["会议汇总表", "图", "图的数"]
    rows = [[cell.value for cell in row] for row in book["图的数"].iter_rows(min_row=3)]
    assert rows == [
        ["实事", "指标", "8月完成比例", "9月完成比例", "序时进度或目标"],
        ["办一件实事", "城市书房", None, 47.5, 75],
        ["办一件实事", "筛查率", 94.2, 96.5, 95],
    ]
    charts = [part.decode() for name, part in sorted(parts_of(data).items()) if "/charts/chart" in name]
    assert [re.findall("<c:(barChart|lineChart)>", chart) for chart in charts] == [
        ["barChart"],
        ["lineChart"],
    ]
    assert [re.findall(r"'?图的数'?!([^<]*)</c:f>", chart) for chart in charts] == [
        ["$D$3", "$B$4:$B$5", "$D$4:$D$5", "$E$3", "$B$4:$B$5", "$E$4:$E$5"],
        ["$B$4", "$C$3:$D$3", "$C$4:$D$4", "$B$5", "$C$3:$D$3", "$C$5:$D$5"],
    ]
    assert (book["图"]["A1"].value, book["图"].print_title_rows) == ("2021年9月份完成比例", "$1:$1")
    assert meeting_table(plan, done[-1], done) == data


def test_a_matter_of_many_targets_has_several_charts_and_no_two_lines_of_one_look_alike() -> None:
    """Of 13 targets 7 and 6; the sixth line has the tone of the first and is dashed, with hollow marks."""
    ids = [f"T{number}" for number in range(1, 14)]
    plan, done = course(
        {each: {"kind": "累计数", "goal": "40", "measure": "座", "name": each} for each in ids},
        [(9, dict.fromkeys(ids, "19"))],
    )
    parts = parts_of(meeting_table(plan, done[-1], done))
    charts = [
        part.decode()
        for name, part in sorted(parts.items(), key=lambda each: (len(each[0]), each[0]))
        if "/charts/chart" in name
    ]
    assert [re.findall(r"办一件实事（./.）：[^<]*", chart) for chart in charts] == [
        ["办一件实事（1/2）：完成比例（%）"],
        ["办一件实事（1/2）：各期完成比例（%）"],
        ["办一件实事（2/2）：完成比例（%）"],
        ["办一件实事（2/2）：各期完成比例（%）"],
    ]
    assert "$B$4:$B$10" in charts[0]
    assert "$B$11:$B$16" in charts[2]
    lines = re.findall("<c:ser>.*?</c:ser>", charts[1])
    looks = [re.sub("<c:tx>.*?</c:tx>|<c:cat>.*?</c:val>|<c:(idx|order)[^>]*>", "", line) for line in lines]
    assert (len(looks), len(set(looks))) == (7, 7)


def test_without_a_course_or_without_figures_there_is_no_chart() -> None:
    plan, done = course(TARGETS, MONTHS)
    assert b"charts/" not in meeting_table(plan, done[-1])
    plan, done = course({"T3": TARGETS["T3"]}, [(9, {})])
    assert b"charts/" not in meeting_table(plan, done[-1], done)
