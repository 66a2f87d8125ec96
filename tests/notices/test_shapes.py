"""Every shape of notice the readers know, each an invented one in tests/cases/notices.toml (NOTICE §2)."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from pipeline.files.spreadsheets.preflight import Unreadable
from pipeline.inputs.notices.notice_reading import ReadNotice, read_notice
from tests.command import ROOT

CASES: list[dict[str, Any]] = tomllib.loads((ROOT / "tests/cases/notices.toml").read_text(encoding="utf-8"))[
    "notice"
]
SIGNS = {"plain": "", "ge": "≥", "le": "≤", "approx": "≈"}


def lines(read: ReadNotice) -> list[str]:
    """A draft as the cases say it: number|title|leads|cooperating|time limit|targets|nodes."""
    notice = read.draft.notice
    return [
        "|".join(
            [
                matter.item.number,
                notice.text(matter.item.title),
                "、".join(matter.leads),
                "、".join(matter.cooperating),
                matter.deadline,
                "、".join(
                    f"{one.quantity.figures}{one.quantity.unit}{SIGNS[one.compared.op]}{'?' if one.review else ''}"
                    for one in matter.targets
                ),
                "、".join(f"{node.by}{node.quantity.figures}" for node in matter.nodes),
            ]
        )
        for matter in read.draft.matters
    ]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_notice_of_this_shape_is_read(case: dict[str, Any]) -> None:
    read = read_notice("通知.txt", case["text"].encode())
    built = read.draft.structure
    assert (built.shape, built.recognised, lines(read)) == (
        case["shape"],
        case["recognised"],
        case["matters"],
    )
    assert read.balance.all == read.balance.targets + read.balance.dates + read.balance.unused


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "是空的"),
        ("通知", "几乎没有文字"),
        (
            "為民辦好十件實事：新建學校，開展醫療檢查，設立養老護理中心，進一步發展產業，關愛殘疾兒童，改善環境，提高標準。",
            "繁体字",
        ),
        (
            "序号项目名称主要内容牵头单位配合单位1增加教育资源实施新建改扩建学校12个，增加学位5000个，其中幼儿园420个，中小学4580个。教育局各街道"
            "2促进就业落实就业优先战略，城镇新增就业15000人，失业人员再就业5800人，支持自主创业2000人。人社局各街道",
            "没有分隔",
        ),
        ("新建学校10所。" * 6_001, "太长"),
        ("新建学校。\n" * 8_001, "太长"),
    ],
)
def test_what_is_no_notice_is_refused_in_a_sentence(text: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read_notice("通知.txt", text.encode())


def test_a_task_that_slipped_into_a_time_limit_makes_its_matter_doubtful() -> None:
    head = "民生实事任务分解表|序号|民生实事|责任单位|完成时限"
    rows = (
        "1|新建2座人行天桥。|县住建局|9月投入使用",
        "2|开工建设县老年养护楼。|县民政局|5月底前动工|开工建设老年大学。|12月底前",
        "3|完成棚户区改造2836户。|县住建局|12月底前",
    )
    text = "\n".join((head, *rows)).replace("|", "\n")
    first, second, third = read_notice("通知.txt", text.encode()).draft.matters
    assert (first.doubts, second.doubts, third.doubts) == ((), ("完成时限里另有任务的文字",), ())
