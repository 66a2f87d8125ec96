"""Words about what was certified, by hand: who has something to maintain, whose records are to be mended."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from pipeline.documents.wording import certified
from pipeline.model.figures import Figure
from tests.inputs.builders import make_plan


@pytest.mark.parametrize(
    ("verb", "name", "fulfilled", "built"),
    [
        ("建成", "城市书房", True, True),
        ("", "新改建农村公路", True, True),
        ("", "改厕整村推进", True, True),
        ("", "口袋公园", True, False),  # the plan's own words do not say it is built
        ("完成筛查", "宫颈癌筛查", True, False),
        ("", "新创建人居环境整治示范村", True, False),
        ("", "居民健康建档", True, False),
        ("建成", "城市书房", False, False),
    ],
)
def test_only_what_is_built_is_to_be_maintained(verb: str, name: str, fulfilled: bool, built: bool) -> None:
    target = make_plan(
        {"targets": {"T1": {"kind": "累计数", "goal": "1", "name": name, "verb": verb}}}
    ).targets[0]
    one: Any = SimpleNamespace(target=target, fulfilled=fulfilled)
    assert certified.built(one) is built


@pytest.mark.parametrize(("checked", "reduced"), [("28", True), ("30", False), ("", False)])
def test_who_was_cut_by_a_check_is_known(checked: str, reduced: bool) -> None:
    def figure(text: str) -> Figure | None:
        return Figure(Decimal(text), "张") if text else None

    one: Any = SimpleNamespace(reported=figure("30"), checked=figure(checked))
    assert certified.reduced(one) is reduced
