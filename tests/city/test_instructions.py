"""批示 in the small city: `remind` asks for what is due, `status` names what is not settled, the first due first, in the leader's words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from yunchuan import lay_decisions, tables

from pipeline.files.spreadsheets.books import read_book
from tests.command import minsheng

ROWS = [
    [
        "2023-04-28",
        "分管副市长",
        "4月份呈阅件",
        "请尽快开工。",
        "市住建局、市教育局",
        "2023-05-20",
        "正在招标",
        "",
        "",
    ],
    ["2023-05-02", "市长", "", "阅。", "市人社局", "", "", "", ""],
    ["2023-04-28", "分管副市长", "", "已办的。", "市人社局", "2023-05-08", "已落实", "2023-05-06", ""],
]


def test_status_names_what_leaders_wait_for(city: Path) -> None:
    lay_decisions(city, {**tables("处理登记"), "批示": ROWS})
    said = "".join(minsheng("-C", city, "status", "--today", "2023-05-21").out.split())
    assert "批示没有办结的2件，其中超过时限1件" in said
    first = said.index(
        "2023年4月28日分管副市长在4月份呈阅件上：“请尽快开工。”（市住更局、市教育局，2023年5月20日前办结（已超过））"
        "办理情况：正在招标"
    )
    assert first < said.index("2023年5月2日市长：“阅。”（市人社局）办理情况：没有登记")
    assert "已办的" not in said


def test_it_stands_in_the_json_of_status(city: Path) -> None:
    lay_decisions(city, {**tables("处理登记"), "批示": ROWS[:1]})
    told = json.loads(minsheng("-C", city, "status", "--json", "--today", "2023-05-20").out)
    assert told["instructed"] == [
        {
            "given": "2023-04-28",
            "post": "分管副市长",
            "units": ["市住更局", "市教育局"],
            "due": "2023-05-20",
            "words": "请尽快开工。",
            "late": False,
            "paper": "4月份呈阅件",
            "done": "正在招标",
        }
    ]


@pytest.mark.parametrize(
    ("today", "asked"),
    [
        ("2023-05-16", []),
        ("2023-05-17", ["要求5月20日前办结，请届时将办理情况报市发改委。"] * 2),
        ("2023-05-20", ["要求5月20日前办结，请届时将办理情况报市发改委。"] * 2),
        ("2023-05-21", ["应于5月20日前办结，请5月22日前将办理情况报市发改委。"] * 2),
    ],
    ids=["four days before", "three days before", "on the day", "the day after"],
)
def test_what_is_due_is_asked_for(city: Path, today: str, asked: list[str]) -> None:
    """Both units that carry it out, and nothing of what the leader wrote; April's sheets are all there."""
    lay_decisions(city, {**tables("处理登记"), "批示": ROWS})
    result = minsheng("-C", city, "remind", "2023-04", "--json", "--today", today)
    due = result.json["instructed"]
    assert result.code == bool(asked)
    assert [one["unit"] for one in due] == ["市住更局", "市教育局"][: len(asked)]
    for one, words in zip(due, asked, strict=True):
        assert f"您好！市领导4月28日批示交办的重点民生实事有关事项{words}" in one["message"]
        assert "开工" not in one["message"]
        assert one["done"] == "正在招标"


def test_the_office_is_not_asked_by_itself(city: Path) -> None:
    lay_decisions(city, {**tables("处理登记"), "批示": [[*ROWS[0][:4], "市发改委", *ROWS[0][5:]]]})
    result = minsheng("-C", city, "remind", "2023-04", "--json", "--today", "2023-05-21")
    (own,) = result.json["instructed"]
    assert own["message"] == "本单位承办，办结后请登记办理情况和办结日期。"


def test_the_list_and_the_page_say_it_too(city: Path) -> None:
    lay_decisions(city, {**tables("处理登记"), "批示": ROWS})
    result = minsheng("-C", city, "remind", "2023-04", "--today", "2023-05-21")
    assert "要催办的批示：1 件" in result.out
    folder = city / "outputs/2023-04-催报"
    assert [path.name for path in folder.glob("*.xlsx")] == ["事项催办.xlsx"]
    path = folder / "事项催办.xlsx"
    (sheet,) = read_book(path.read_bytes(), path.name).sheets
    assert [sheet.at(3, column).text for column in (2, 7, 8, 10)] == [
        "市住更局", "4月份呈阅件", "请尽快开工。", "正在招标"
    ]  # fmt: skip
    assert sheet.last_row == 4
