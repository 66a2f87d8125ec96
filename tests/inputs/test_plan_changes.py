"""A law: one cell of the small city's plan changed so that a class or a printed number changes is told, or is a plan that
an office could well have. Which those are stands in `PLAUSIBLE`, each with its reason.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from pipeline.inputs.plan import workbook
from pipeline.inputs.plan.schema import CHOICES, RULE_ITEMS
from pipeline.inputs.plan.workbook import examine_plan
from pipeline.inputs.tables.reader import is_number, parse_day
from pipeline.model.findings import Finding
from pipeline.model.workspace import Workspace
from tests.inputs.test_plan_workbook import COLUMNS, Tables, book_of

CITY = Path(__file__).parents[1] / "city" / "任务分解表"
YEAR = 2023
# What decides a class or is printed as a number, by sheet; of 规则 every item.
DECIDES = {
    "指标": (
        "编号",
        "实事序号",
        "类型",
        "目标值",
        "计量单位",
        "所属合计",
        "责任单位",
        "序时方式",
        "可为小数",
        "方向",
    ),
    "节点": ("编号", "日期", "目标数"),
    "目标调整": ("编号", "生效日期", "事项", "目标值", "完成时限"),
    "规则": ("值",),
    "概况": ("内容",),
    "单位": ("序号", "县区", "启用日期", "停用日期"),
    "实事": ("序号", "责任单位"),
}
PROFILE = ("年度", "通知日期", "工作区单位", "汇总单位")
_OFFICE = "how it judges and prints is for the office to say; 规则 gives the bounds"
PLAUSIBLE: Mapping[tuple[str, str], str] = {
    **{("规则", item.name): _OFFICE for item in RULE_ITEMS},
    ("指标", "序时方式"): "by nodes, at the year's end or not at all: the notice leaves it open",
    ("指标", "可为小数"): "whether halves are counted hangs on what is counted",
    ("指标", "类型"): "counted kinds differ in how a surplus is taken, rates in what a unit must fill in",
    ("指标", "责任单位"): "any unit of the matter may answer for a target",
    ("节点", "日期"): "any day between its neighbours",
    ("节点", "目标数"): "any amount between its neighbours",
    ("目标调整", "编号"): "which target a document speaks of: the document is not at hand",
    ("目标调整", "生效日期"): "any day of the year",
    ("目标调整", "事项"): "a document may suspend, cancel or add a target",
    ("目标调整", "目标值"): "an adjustment is another number: the document is not at hand",
    ("实事", "责任单位"): "any registered unit may lead",
    ("单位", "序号"): "another place in the protocol order",
}
# Of these only some values are plausible: what crosses a bound is told all the same.
BOUNDED = (
    ("规则", "滞后线", "40"),
    ("规则", "容差", "11"),
    ("规则", "用语：滞后", "超序时进度"),
    ("规则", "配合单位报送日", "28"),
    ("节点", "目标数", "400"),
    ("节点", "目标数", "0"),
    ("节点", "日期", "2012-04-20"),
    ("目标调整", "生效日期", "2012-06-01"),
    ("目标调整", "目标值", "15000"),
    ("目标调整", "目标值", "150"),
    ("指标", "类型", "定性"),
    ("单位", "序号", "0"),
)


def tables_of_the_city() -> Tables:
    """The city's sheets as rows of text, 规则 with every item."""
    tables: Tables = {}
    for path in sorted(CITY.glob("*.csv")):
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
        tables[path.stem] = [[row.get(column) or "" for column in COLUMNS[path.stem]] for row in rows]
    own = {row[0]: row[1] for row in tables["规则"]}
    tables["规则"] = [[item.name, own.get(item.name, item.default), item.meaning] for item in RULE_ITEMS]
    return tables


def changed(text: str, choices: tuple[str, ...], others: list[str], random: Random) -> str:
    """Another value of the same kind: a slip of the keyboard, the row below, another choice."""
    day = parse_day(text)
    if choices:
        return random.choice([one for one in choices if one != text])
    if day is not None:
        return random.choice(
            [
                day.replace(year=day.year - 1),
                day.replace(year=day.year + 1),
                day - timedelta(90),
                day + timedelta(90),
            ]
        ).isoformat()
    if is_number(text):
        number = Decimal(text)
        return f"{random.choice([number * 10, number / 10, number + 1, -number, Decimal(0)]):f}"
    return random.choice(sorted({*others, ""} - {text}))


def places(tables: Tables) -> list[tuple[str, int, str]]:
    """Every filled cell that decides something."""
    return [
        (sheet, row, column)
        for sheet, columns in DECIDES.items()
        for row, line in enumerate(tables.get(sheet, []))
        for column in columns
        if (line[COLUMNS[sheet].index(column)] or (sheet, column) in CHOICES)
        and (sheet != "概况" or line[0] in PROFILE)
    ]


def laid(root: Path) -> Workspace:
    """A workspace with a plan whose content the test gives."""
    office = Workspace(root)
    office.plan_file(YEAR).parent.mkdir(parents=True)
    office.plan_file(YEAR).write_bytes(b"")
    return office


def said(findings: tuple[Finding, ...]) -> set[str]:
    return {f"{one.code.name}{one.place}{one.message}" for one in findings}


def walk(root: Path, monkeypatch: pytest.MonkeyPatch, seed: int, count: int) -> list[str]:
    """The changes nobody was told of, though the plan is another."""
    office, tables, random = laid(root), tables_of_the_city(), Random(seed)
    monkeypatch.setattr(workbook, "read_own_book", lambda data, file: book_of(tables))
    plan, findings = examine_plan(office, YEAR)
    usual, silent = said(findings), []
    for sheet, row, column in random.choices(places(tables), k=count):
        line, at = tables[sheet][row], COLUMNS[sheet].index(column)
        old, others = line[at], [one[at] for one in tables[sheet]]
        item = next((one for one in RULE_ITEMS if sheet == "规则" and one.name == line[0]), None)
        choices = item.choices if item else CHOICES.get((sheet, column), ())
        line[at] = changed(old, choices, others if item is None else [item.default + "甲"], random)
        other, found = examine_plan(office, YEAR)
        name = line[0] if sheet in ("规则", "概况") else column
        if other != plan and not said(found) - usual and (sheet, name) not in PLAUSIBLE:
            silent.append(f"{sheet}{row + 3} {line[0]} {column}: {old} → {line[at]}")
        line[at] = old
    return silent


def test_a_change_that_alters_a_class_is_told_or_plausible(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert walk(tmp_path, monkeypatch, 17, 40) == []


@pytest.mark.parametrize(("sheet", "name", "value"), BOUNDED)
def test_a_plausible_place_has_bounds(
    sheet: str, name: str, value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, tables = laid(tmp_path), tables_of_the_city()
    monkeypatch.setattr(workbook, "read_own_book", lambda data, file: book_of(tables))
    usual = said(examine_plan(office, YEAR)[1])
    line = next((row for row in tables[sheet] if row[0] == name), tables[sheet][0])
    line[COLUMNS[sheet].index("值" if sheet == "规则" else name)] = value
    assert said(examine_plan(office, YEAR)[1]) - usual


@pytest.mark.walks
def test_three_hundred_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert walk(tmp_path, monkeypatch, 300, 300) == []
