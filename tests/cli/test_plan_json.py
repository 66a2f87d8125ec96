"""`plan show --json`: what the plan says of a target, and what documents changed of it within the year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli.checking import plan_text
from pipeline.cli.plan_contract import plan_json
from pipeline.documents.wording.counts import promise
from pipeline.inputs.plan.workbook import examine_plan, write_plan
from pipeline.model.plan import Pooling
from pipeline.model.promises import Node
from tests.inputs.test_plan_workbook import COLUMNS, DAY, HOLIDAYS, office, sample_tables, whole_row

SAYS = {
    "口径": "按开工计",
    "依据": "按计划于年末集中验收。",
    "公文写法": "完成宫颈癌筛查{}",
    "督办题名": "“两癌”筛查",
}
CHANGES = (
    ("T02-1", "2021-09-01", "责任单位", "", "市政府常务会议纪要", "", "市教育局", ""),
    ("T02-1", "2021-08-01", "调整", "6", "新政办〔2021〕60号", "2021-11-30", "", ""),
    ("T02-1", "2021-10-15", "取消", "", "新政办〔2021〕70号", "", "", "否"),
)


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """The targets of the sample by id, T02-1 with everything a plan may say of one."""
    tables = sample_tables()
    (row,) = (row for row in tables["指标"] if row[0] == "T02-1")
    for column, text in SAYS.items():
        row[COLUMNS["指标"].index(column)] = text
    tables["目标调整"] = [whole_row("目标调整", *change) for change in CHANGES]
    place = office(tmp_path_factory.mktemp("示例"), write_plan(tables, DAY), HOLIDAYS)
    return {one["target"]: dict(one) for one in plan_json(*examine_plan(place, 2021))["targets"]}


def test_what_the_plan_says_of_a_target_is_told_as_it_is_used(said: dict[str, dict[str, Any]]) -> None:
    told = {key: said["T02-1"][key] for key in ("counting_rule", "warrant", "phrasing", "urged_as")}
    assert list(told.values()) == ["按开工计", "按计划于年末集中验收", "完成宫颈癌筛查{}", "“两癌”筛查"]
    nothing = [said["T04-1"][key] for key in (*list(told)[1:], "pooling")]
    assert nothing == [None] * 4


def test_what_documents_changed_is_told_by_the_day_it_is_in_force(said: dict[str, dict[str, Any]]) -> None:
    changed = said["T02-1"]["adjustments"]
    assert [(one["since"], one["adjusted"]) for one in changed] == [
        ("2021-08-01", "目标值"),
        ("2021-09-01", "责任单位"),
        ("2021-10-15", "取消"),
    ]
    goal, lead, gone = changed
    assert (goal["goal"], goal["until"], goal["printable"], goal["leads"]) == (
        "60000",
        "2021-11-30",
        True,
        [],
    )
    assert (lead["goal"], lead["leads"], lead["printable"]) == (None, ["市教育局"], False)
    assert (gone["source"], gone["printable"]) == ("新政办〔2021〕70号", False)
    assert said["T03-1"]["adjustments"] == []


def test_the_outline_has_groups_once_and_nodes_at_their_targets(tmp_path: Path) -> None:
    plan, _ = examine_plan(office(tmp_path, write_plan(sample_tables(), DAY), HOLIDAYS), 2021)
    assert plan is not None
    counties = tuple(unit.key for unit in plan.units if unit.county)
    first = replace(plan.matters[0], leads=("市人社局", "市教育局"), cooperating=("市财政局", *counties))
    own, shared = plan.targets_of(first.number)[:2]
    both = {
        own.id: replace(own, leads=("市教育局",)),
        shared.id: replace(shared, leads=first.leads, pooling=Pooling.SUM),
    }
    roof = Node("T08-1", date(2021, 9, 30), None, "", words="主体封顶")
    plan = replace(
        plan,
        groups={"各县（市）区": counties},
        matters=(first, *plan.matters[1:]),
        targets=tuple(both.get(one.id, one) for one in plan.targets),
        nodes=(*plan.nodes, roof),
    )
    lines = "".join("".join(line.split()) for line in plan_text(plan))
    everybody = "、".join(counties)
    assert f"各县（市）区指{everybody}" in lines and lines.count(everybody) == 1
    assert "配合单位市财政局、各县（市）区" in lines
    assert f"{own.name}{promise(own, own.goals[0])}（市教育局）" in lines
    assert f"{shared.name}（相加）" in lines
    assert "节点9月30日主体封顶" in lines
