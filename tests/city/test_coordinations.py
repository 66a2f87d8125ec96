"""协调 in the small city: who is still to be asked, what waits for a decision, and where what goes up is said."""

from __future__ import annotations

from pathlib import Path

from yunchuan import lay_decisions, tables

from pipeline.files.spreadsheets.books import read_book
from pipeline.files.word.lines import document_text
from tests.command import minsheng

# 月份 编号 单位 事项 涉及单位 已征求意见 拟提请协调 时限 协调结果 办结日期 批准岗位 日期
UP = [
    "2023-05", "T02-1", "", "楼栋产权不清", "市财政局", "市财政局", "是", "2023-06-20", "", "", "分管委领导", "2023-05-24",
]  # fmt: skip
ASKING = [
    "2023-05",
    "T03-1",
    "",
    "用地手续周期长",
    "市财政局、南屏区",
    "南屏区",
    "",
    "2023-06-20",
    "",
    "",
    "",
    "",
]


def test_what_everybody_was_asked_about_waits_for_a_decision(city: Path) -> None:
    asked = [*ASKING[:5], "市财政局、南屏区", *ASKING[6:]]
    lay_decisions(city, {**tables("处理登记"), "协调": [asked]})
    (raised,) = minsheng("-C", city, "status", "--json", "--today", "2023-06-10").json["raised"]
    assert raised["state"] == "意见已征求，还没有定是否提请协调"


def test_status_and_remind_say_how_far_it_is_and_whom_to_ask(city: Path) -> None:
    lay_decisions(city, {**tables("处理登记"), "协调": [UP, ASKING]})
    said = "".join(minsheng("-C", city, "status", "--today", "2023-06-21").out.split())
    assert "协调没有办结的2件，其中超过时限2件" in said
    assert "T02-1市住更局：已拟提请协调，还没有登记协调结果（2023年6月20日前办结，已超过）" in said
    assert "T03-1市教育局：还没有征求市财政局意见（2023年6月20日前办结，已超过）" in said
    raised = minsheng("-C", city, "status", "--json", "--today", "2023-06-20").json["raised"]
    assert [(one["target"], one["due"], one["late"]) for one in raised] == [
        ("T02-1", "2023-06-20", False),
        ("T03-1", "2023-06-20", False),
    ]

    early = minsheng("-C", city, "remind", "2023-04", "--json", "--today", "2023-06-16")
    assert (early.code, early.json["coordinated"]) == (0, [])
    result = minsheng("-C", city, "remind", "2023-04", "--json", "--today", "2023-06-19")
    assert result.code == 1
    up, asking = result.json["coordinated"]
    assert (up["ask"], up["message"]) == (None, None)
    assert asking["ask"] == "市财政局"
    assert (
        "您好！市教育局负责的新建、改扩建幼儿园有需协调事项涉及贵单位，请6月20日前将意见报市发改委。"
        in asking["message"]
    )
    late = minsheng("-C", city, "remind", "2023-04", "--today", "2023-06-21")
    assert "要催办的需协调事项：2 件" in late.out
    path = city / "outputs/2023-04-催报/事项催办.xlsx"
    (sheet,) = read_book(path.read_bytes(), path.name).sheets
    assert [sheet.at(row, 6).text for row in (3, 4)] == [
        "已拟提请协调，还没有登记协调结果",
        "还没有征求市财政局意见",
    ]


def test_what_goes_up_is_in_its_month_s_papers_and_its_outcome_in_the_next(city: Path) -> None:
    settled = [*UP[:8], "市财政局先行垫付", "2023-06-15", *UP[10:]]
    lay_decisions(city, {**tables("处理登记"), "协调": [settled, ASKING]})
    for month in ("2023-05", "2023-06"):
        minsheng("-C", city, "monthly", month)

    def page(month: str) -> str:
        (path,) = (city / "outputs" / month).glob("呈阅件02-*.docx")
        return document_text(path.read_bytes())

    assert "需协调事项：市住更局提出：楼栋产权不清（涉及市财政局，已征求意见）。" in page("2023-05")
    assert "上期提请协调事项：市住更局提出的楼栋产权不清，已于6月15日协调：市财政局先行垫付。" in page(
        "2023-06"
    )
    assert "已于6月15日" not in page("2023-05")
    assert "需协调事项：市住更局提出" not in page("2023-06")
    for path in (city / "outputs").rglob("*.docx"):
        assert "用地手续周期长" not in document_text(path.read_bytes())
