"""批示 in the small city: `status` names what is not settled, whatever is due first before the rest, in the leader's words."""

from __future__ import annotations

import json
from pathlib import Path

from yunchuan import lay_decisions, tables

from tests.command import minsheng

ROWS = [
    ["2023-04-28", "分管副市长", "4月份呈阅件", "请尽快开工。", "市住建局、市教育局", "2023-05-20", "", ""],
    ["2023-05-02", "市长", "", "阅。", "市人社局", "", "", ""],
    ["2023-04-28", "分管副市长", "", "已办的。", "市人社局", "2023-05-08", "已落实", "2023-05-06"],
]


def test_status_names_what_leaders_wait_for(city: Path) -> None:
    lay_decisions(city, {**tables("处理登记"), "批示": ROWS})
    said = "".join(minsheng("-C", city, "status", "--today", "2023-05-21").out.split())
    assert "批示没有办结的2件，其中超过时限1件" in said
    first = said.index(
        "2023年4月28日分管副市长：“请尽快开工。”（市住更局、市教育局，2023年5月20日前办结（已超过））"
    )
    assert first < said.index("2023年5月2日市长：“阅。”（市人社局）")
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
        }
    ]
