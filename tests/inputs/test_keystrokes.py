"""What a new user is spared: fewer cells say the same plan; and what the blank workbook does to help."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl

from pipeline.inputs.decisions.register import DECISION_TABLES, read_decisions, write_register
from pipeline.inputs.plan.schema import CHOICES, PROFILE_ITEMS, RULE_ITEMS, TABLES
from pipeline.inputs.plan.workbook import blank_plan, examine_plan, write_plan
from pipeline.inputs.returns.form import form
from pipeline.model.findings import Finding
from pipeline.model.months import Month
from pipeline.model.plan import Plan
from pipeline.model.workspace import Workspace
from tests import keystrokes

COLUMNS = {table.name: table.columns for table in TABLES}
MOST = 190


def read(place: Path, rows: keystrokes.Rows) -> tuple[Plan, tuple[Finding, ...]]:
    tables = {
        name: [[line.get(column, "") for column in COLUMNS[name]] for line in lines]
        for name, lines in rows.items()
    }
    known = [item.name for item in PROFILE_ITEMS]
    told = [line for line in tables["概况"] if line[0] in known]
    # `init` has filled 年度 in.
    tables["概况"] = told if told[0][0] == "年度" else [["年度", "2023", ""], *told]
    return load(place, write_plan(tables, date(2023, 3, 20)))


def load(place: Path, data: bytes) -> tuple[Plan, tuple[Finding, ...]]:
    office = Workspace(place)
    office.plan_file(2023).parent.mkdir(parents=True)
    office.plan_file(2023).write_bytes(data)
    plan, findings = examine_plan(office, 2023)
    assert plan is not None
    return plan, findings


def test_few_cells_say_the_same_plan(tmp_path: Path) -> None:
    assert keystrokes.cells(keystrokes.spare()) <= MOST
    full, _ = read(tmp_path / "全", keystrokes.full())
    spare, findings = read(tmp_path / "省", keystrokes.spare())
    assert [one.message for one in findings if one.open] == []
    (guessed,) = (one.message for one in findings if one.code.name == "P17")
    assert "认作政府工作部门：市发改委、市教育局" in guessed
    assert guessed.endswith("区：甲区、乙区；县：丙县、丁县、戊县；县级市：己市")
    # Who confirmed the names is said once instead of for each.
    assert replace(spare.profile, names_confirmed="") == full.profile
    assert (spare.matters, spare.rules) == (full.matters, full.rules)
    # Where the goal stands in the sheet is the same too: 目标值 is asked for as before.
    bare = [[replace(one, goals=()) for one in plan.targets] for plan in (spare, full)]
    assert bare[0] == bare[1]
    assert [one.goals[0].amount for one in spare.targets] == [one.goals[0].amount for one in full.targets]
    names = [[replace(unit, names=()) for unit in plan.units] for plan in (spare, full)]
    assert names[0] == names[1]
    assert [unit.names[0].full for unit in spare.units] == [unit.names[0].full for unit in full.units]


def test_a_row_alone_without_its_number_is_a_slip(tmp_path: Path) -> None:
    rows = {name: [dict(line) for line in lines] for name, lines in keystrokes.full().items()}
    rows["单位"][3]["序号"] = rows["实事"][4]["序号"] = ""
    _, findings = read(tmp_path, rows)
    slips = {(one.place.sheet, one.place.ref) for one in findings if one.code.name == "P04"}
    assert slips >= {("单位", "A6"), ("实事", "A7")}


def sheets(data: bytes) -> Mapping[str, openpyxl.worksheet.worksheet.Worksheet]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {sheet.title: sheet for sheet in book.worksheets}


def lists(sheet: openpyxl.worksheet.worksheet.Worksheet) -> Mapping[str, str]:
    """Every drop-down: its area's first cell and what is offered."""
    rules: Sequence[openpyxl.worksheet.datavalidation.DataValidation] = sheet.data_validations.dataValidation
    return {str(rule.sqref).partition(":")[0]: str(rule.formula1) for rule in rules if rule.type == "list"}


def test_the_blank_plan_helps_to_fill_it() -> None:
    found = sheets(blank_plan(2023, {"遇非工作日": "顺延"}, {}))
    for table in TABLES:
        headers = found[table.name][2]
        assert [cell.value for cell in headers] == list(table.columns)
        assert all(cell.comment is not None and cell.comment.text for cell in headers), table.name
        for cell in headers if table.name not in ("概况", "规则") else ():
            assert ("必填" in cell.number_format) == (cell.value in table.required)
    profile = {row[0].value: row for row in found["概况"].iter_rows(min_row=3)}
    assert profile["年度"][1].value == 2023
    assert {name for name, row in profile.items() if "必填" in row[0].number_format} == {
        item.name for item in PROFILE_ITEMS if item.required
    }
    rules = {row[0].value: row[1] for row in found["规则"].iter_rows(min_row=3)}
    assert rules["遇非工作日"].value == "顺延"
    offered = {name: lists(sheet) for name, sheet in found.items()}
    for item in RULE_ITEMS:
        if item.choices:
            assert offered["规则"][rules[item.name].coordinate] == f'"{",".join(item.choices)}"'
    for (table, column), choices in CHOICES.items():
        place = found[table].cell(3, COLUMNS[table].index(column) + 1).coordinate
        assert offered[table][place] == f'"{",".join(choices)}"'
    assert offered["节点"]["A3"] == "'指标'!$A$3:$A$500"


def test_the_grey_example_is_never_read(tmp_path: Path) -> None:
    data = blank_plan(2023, {}, {})
    assert sheets(data)["指标"]["A3"].value == "示例"
    plan, _ = load(tmp_path, data)
    assert (plan.matters, plan.targets, plan.units, plan.nodes) == ((), (), (), ())


def test_a_form_says_by_when_and_what_a_unit_must_know(tmp_path: Path) -> None:
    """The deadline, what a ratio is made of, the nodes still to come; examples speak of the form's own month."""
    rows = {name: [dict(line) for line in lines] for name, lines in keystrokes.full().items()}
    rows["指标"][2] |= {"序时方式": "按节点"}
    rows["指标"][3] |= {"分子名称": "参保人数", "分母名称": "常住人口"}
    rows["节点"] = [
        {"编号": "T02-1", "日期": day, "目标数": number}
        for day, number in (("2023-05-31", "10"), ("2023-06-30", "30"), ("2023-12-15", "120"))
    ]
    plan, _ = read(tmp_path, rows)
    data = form(plan, plan.unit("市公安局"), Month(2023, 6))
    assert data is not None
    sheet = sheets(data)["进展情况"]
    greeting, *told = str(sheet["A3"].value).split("\n")
    assert greeting.endswith("不要留空。请于2023年6月25日前报送。")
    assert told == [
        "T02-1 指标2之1的节点：6月30日前30个、12月15日前120个。",
        "T02-2 指标2之2：分子是参保人数，分母是常住人口。",
    ]
    hints = [str(rule.prompt) for rule in sheet.data_validations.dataValidation]
    assert "数据统计到哪一天，如2023-06-30。" in hints


def test_the_blank_register_helps_to_fill_it() -> None:
    found = sheets(write_register(date(2023, 1, 1)))
    for table in DECISION_TABLES:
        sheet = found[table.name]
        assert [cell.value for cell in sheet[2]] == list(table.columns)
        assert all(cell.comment is not None and cell.comment.text for cell in sheet[2]), table.name
        for cell in sheet[2]:
            assert ("必填" in cell.number_format) == (cell.value in table.required)
        example = dict(zip(table.columns, sheet[3], strict=True))
        assert sheet[3][0].value == "示例"
        assert all(example[column].value for column in table.required), table.name
        assert all(cell.font.color.rgb == "FF8C8C8C" for cell in sheet[3]), table.name
        days = [
            cell
            for column, cell in example.items()
            if column.endswith("日期") and cell.value not in (None, "示例")
        ]
        assert all(cell.is_date and cell.value.year == 2023 for cell in days), table.name


def test_the_grey_example_of_the_register_is_no_decision(tmp_path: Path) -> None:
    plan, _ = read(tmp_path, keystrokes.full())
    office = Workspace(tmp_path)
    office.decisions_file(plan.profile.year).write_bytes(write_register(date(plan.profile.year, 1, 1)))
    decided = read_decisions(office, plan)
    assert (decided.verified, decided.received, decided.waived, decided.steps) == ({}, {}, frozenset(), ())
    assert decided.findings == {}


def test_a_blank_workbook_speaks_of_no_city_of_ours() -> None:
    for data in (blank_plan(2023, {}, {}), write_register(date(2023, 1, 1))):
        for sheet in sheets(data).values():
            cells = [cell for row in sheet.iter_rows() for cell in row]
            told = [str(cell.value) for cell in cells] + [cell.comment.text for cell in cells if cell.comment]
            assert not [
                text for text in told if any(word in text for word in ("新乡", "市人社局", "新政", "新发改"))
            ], sheet.title
