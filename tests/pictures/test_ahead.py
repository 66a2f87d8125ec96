"""What is left is told in countables, never foretold (DOCUMENTS §7)."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.documents.wording import ahead
from tests.pictures.made import course

ROOMS = {"kind": "累计数", "goal": "45", "measure": "座"}


def told(target: dict[str, Any], *months: tuple[int, str | None]) -> str:
    plan, done = course({"T1": target}, [(month, {"T1": value}) for month, value in months])
    return str(ahead.left(plan, done, done[-1].targets[0]))


@pytest.mark.parametrize(
    ("target", "months", "words"),
    [
        (ROOMS, ((6, "7"), (7, "9"), (8, "15"), (9, "19")), "还差26座，后3个月平均每月约需9座，前3个月平均每月4座左右"),
        (ROOMS, ((6, "38"), (9, "43")), "还剩2座、3个月"),
        (ROOMS, ((6, "43"), (9, "43")), "还剩2座、3个月，近3个月没有新增"),
        (ROOMS, ((6, "19"), (9, "19")), "还差26座，后3个月平均每月约需9座，近3个月没有新增"),
        (ROOMS, ((9, "19"),), "还差26座，后3个月平均每月约需9座"),
        (ROOMS, ((6, "20"), (9, "19")), "还差26座，后3个月平均每月约需9座"),
        (ROOMS, ((7, "10"), (10, "19")), "还差26座，后2个月平均每月约需13座，前3个月平均每月3座左右"),
        (ROOMS, ((9, "45"),), ""),
        (ROOMS, ((9, None),), ""),
        (ROOMS, ((11, "19"),), ""),
        (ROOMS, ((12, "19"),), ""),
        ({**ROOMS, "pacing": "年末完成"}, ((9, "19"),), ""),
        ({**ROOMS, "direction": "不高于"}, ((9, "19"),), ""),
        ({"kind": "保持", "goal": "95", "measure": "%"}, ((9, "90"),), ""),
        (
            {"kind": "累计数", "goal": "7.15", "measure": "万人"},
            ((6, "3.6"), (9, "5.83")),
            "还差1.32万人，后3个月平均每月约需4400人，前3个月平均每月7433人左右",
        ),
    ],
)  # fmt: skip
def test_what_is_left_of_the_goal_and_of_the_year(
    target: dict[str, Any], months: tuple[tuple[int, str | None], ...], words: str
) -> None:
    assert told(target, *months) == words
