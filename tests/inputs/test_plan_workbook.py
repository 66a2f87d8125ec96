"""任务分解表: the sample is what the notice says, and every fault is found in its cell, with a cure.

The faults lie in `tests/cases/plan_faults.toml`; each is made to the sample's own tables.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from pipeline.files.spreadsheets.books import read_book
from pipeline.inputs.plan import holidays as holidays_of
from pipeline.inputs.plan import workbook
from pipeline.inputs.plan.schema import RULE_ITEMS, TABLES
from pipeline.inputs.plan.workbook import examine_plan, load_plan, write_plan
from pipeline.model.codes import Level
from pipeline.model.errors import PlanProblem
from pipeline.model.findings import Finding
from pipeline.model.months import DayShift, Month
from pipeline.model.plan import Plan
from pipeline.model.readings import Book, Content, Holds, Sheet
from pipeline.model.settings import Office
from pipeline.model.workspace import Workspace
from pipeline.outputs import founding
from pipeline.workflows.office import init
from pipeline.workflows.sample import invented_year as sample
from tests.inputs.builders import load, names_of, said

FAULTS = load("plan_faults")["fault"]
COLUMNS = {table.name: table.columns for table in TABLES}
DAY = date(2021, 5, 31)
Tables = dict[str, list[list[str]]]
Fault = Mapping[str, Any]


def sample_tables() -> Tables:
    """The sample's sheets as rows of text, 规则 with every default; columns that came later are left blank."""
    tables = {"规则": [[item.name, item.default, item.meaning] for item in RULE_ITEMS]}
    folder = files("pipeline.workflows.sample") / "data" / "任务分解表"
    for source in folder.iterdir():
        if source.name.endswith(".csv"):
            rows = list(csv.reader(io.StringIO(source.read_bytes().decode("utf-8"), newline="")))
            columns = COLUMNS[source.name.removesuffix(".csv")]
            assert tuple(rows[0]) == columns[: len(rows[0])]
            more = [""] * (len(columns) - len(rows[0]))
            tables[source.name.removesuffix(".csv")] = [[*row, *more] for row in rows[1:]]
    return tables


def office(root: Path, plan: bytes, holidays: bytes | None) -> Workspace:
    """A workspace of nothing but a plan and a holiday table."""
    result = Workspace(root)
    for path, data in ((result.plan_file(2021), plan), (result.holiday_file(2021), holidays)):
        path.parent.mkdir(parents=True, exist_ok=True)
        if data is not None:
            path.write_bytes(data)
    return result


HOLIDAYS = founding.holiday_tables()["2021.toml"]


# The faults


def spoil(tables: Tables, fault: Fault) -> None:
    """The changes that are made before the workbook is written."""
    for change in fault.get("set", ()):
        row = _rows(tables, change)[0]
        row[COLUMNS[change["sheet"]].index(change["column"])] = change["value"]
    for change in fault.get("drop", ()):
        found = _rows(tables, change)
        for row in found if change.get("all") else found[:1]:
            tables[change["sheet"]].remove(row)
    for change in fault.get("add", ()):
        tables.setdefault(change["sheet"], []).append(whole_row(change["sheet"], *change["row"]))


def whole_row(sheet: str, *cells: str) -> list[str]:
    """A row of a sheet from its first cells; the columns behind them are empty."""
    return [*cells, *[""] * (len(COLUMNS[sheet]) - len(cells))]


def _rows(tables: Tables, change: Fault) -> list[list[str]]:
    """The rows a change speaks of: by their first cell, or else by any."""
    rows, word = tables[change["sheet"]], change["where"]
    found = [row for row in rows if row[0] == word] or [row for row in rows if word in row]
    assert found, f"the sample has no row of {word}"
    return found


IN_THE_WORKBOOK = {"header", "column", "lose_column", "sheet", "lose_sheet", "extra_sheet", "cell"}


def damage(data: bytes, fault: Fault) -> bytes:
    """The changes that only the written workbook can show."""
    if not IN_THE_WORKBOOK & set(fault):
        return data
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert isinstance(book, Workbook)
    if "header" in fault:
        headers = [
            cell for cell in book[fault["header"]["sheet"]][2] if cell.value == fault["header"]["from"]
        ]
        headers[0].value = fault["header"]["to"]
    if "column" in fault:
        book[fault["column"]["sheet"]].cell(2, fault["column"]["at"], fault["column"]["title"])
    if "lose_column" in fault:
        sheet = book[fault["lose_column"]["sheet"]]
        (place,) = [cell.column for cell in sheet[2] if cell.value == fault["lose_column"]["title"]]
        sheet.delete_cols(place)
    if "sheet" in fault:
        book[fault["sheet"]["from"]].title = fault["sheet"]["to"]
    if "lose_sheet" in fault:
        book.remove(book[fault["lose_sheet"]])
    if "extra_sheet" in fault:
        book.create_sheet(fault["extra_sheet"]).cell(1, 1, "记一下")
    if "cell" in fault:
        cell = book[fault["cell"]["sheet"]][fault["cell"]["at"]]
        cell.value = fault["cell"]["value"]
        cell.number_format = fault["cell"].get("format", cell.number_format)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.9, "0%"), (0.9, "0.00%"), ("90%", "@"), ("90％", "General"), (90, "General"), (90, '0"%"')],
)
def test_ninety_per_cent_is_ninety_however_it_is_typed(
    value: float | str, shown: str, tmp_path: Path
) -> None:
    typed = {"cell": {"sheet": "指标", "at": "F9", "value": value, "format": shown}}
    plan = load_plan(office(tmp_path, damage(write_plan(sample_tables(), DAY), typed), HOLIDAYS), 2021)
    assert plan.target("T02-5").goals[0].amount == Decimal(90)


def test_a_note_to_oneself_is_not_even_read(tmp_path: Path) -> None:
    tables = sample_tables()
    tables["指标"][0][COLUMNS["指标"].index("内部说明")] = "勿外传"
    assert "勿外传" not in repr(load_plan(office(tmp_path, write_plan(tables, DAY), HOLIDAYS), 2021))


def told(finding: Finding, expected: Fault) -> bool:
    """True if a finding is what is expected of it, in every word that is named."""
    exact = {key: value for key, value in expected.items() if key != "says"}
    words = f"{finding.message}\n{finding.fix}"
    return all(said(finding, key) == value for key, value in exact.items()) and all(
        word in words for word in expected.get("says", ())
    )


def shown(finding: Finding) -> str:
    return f"{finding.code} {finding.place} {finding.message}｜{finding.fix}"


# Every second has its turn in a bare `nox`, the others in `nox -s more`.
@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(one, id=name, marks=pytest.mark.more if number % 2 else ())
        for number, (one, name) in enumerate(zip(FAULTS, names_of(FAULTS), strict=True))
    ],
)
def test_one_fault(fault: Fault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if fault.get("holidays") == "":
        # A year the library does not know either.
        monkeypatch.setattr(holidays_of, "announced", lambda year: [])
    tables = sample_tables()
    spoil(tables, fault)
    holidays = fault["holidays"].encode() or None if "holidays" in fault else HOLIDAYS
    if IN_THE_WORKBOOK & set(fault):
        data = damage(write_plan(tables, DAY), fault)
    else:
        # What the tables alone can show needs no file: two hundred of them take a minute to write and read.
        data, book = b"", book_of(tables)
        monkeypatch.setattr(workbook, "read_own_book", lambda data, file: book)
    findings = examine_plan(office(tmp_path, data, holidays), 2021)[1]
    wanted = fault["finds"]
    named = {each["code"] for each in wanted}
    seen = [each for each in findings if each.level is not Level.NOTE or each.code.name in named]
    for each in wanted:
        assert any(told(finding, each) for finding in seen), "\n".join(map(shown, seen))
    if not fault.get("more"):
        assert len(seen) == len(wanted), "\n".join(map(shown, seen))


def test_a_fault_that_must_be_acted_on_stops_every_run(tmp_path: Path) -> None:
    tables = sample_tables()
    spoil(tables, {"set": [{"sheet": "指标", "where": "T05-2", "column": "目标值", "value": "6"}]})
    with pytest.raises(PlanProblem) as caught:
        load_plan(office(tmp_path, write_plan(tables, DAY), HOLIDAYS), 2021)
    assert str(caught.value) == (
        "任务分解表.xlsx 有1处错误，不能继续。请用 minsheng plan check 查看并改正后再运行。"
    )
    assert [finding.code.name for finding in caught.value.findings] == ["P09"]


def test_all_faults_are_reported_in_one_pass(tmp_path: Path) -> None:
    tables = sample_tables()
    changes = [
        {"sheet": "指标", "where": "T05-2", "column": "目标值", "value": "6"},
        {"sheet": "指标", "where": "T03-1", "column": "计量单位", "value": ""},
        {"sheet": "实事", "where": "7", "column": "责任单位", "value": "市司法厅"},
        {"sheet": "节点", "where": "2021-09-20", "column": "日期", "value": "九月底前"},
    ]
    spoil(tables, {"set": changes})
    findings = examine_plan(office(tmp_path, write_plan(tables, DAY), HOLIDAYS), 2021)[1]
    places = [(f.code.name, f.place.sheet, f.place.ref) for f in findings if f.open]
    assert sorted(places) == [
        ("P04", "指标", "G12"),
        ("P05", "节点", "B4"),
        ("P06", "实事", "D9"),
        ("P09", "指标", "F18"),
    ]


def test_no_workbook(tmp_path: Path) -> None:
    with pytest.raises(PlanProblem) as caught:
        examine_plan(Workspace(tmp_path), 2021)
    assert str(caught.value).startswith("没有找到 inputs/2021/任务分解表.xlsx。")


def test_a_workbook_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(PlanProblem) as caught:
        examine_plan(office(tmp_path, b"PK\x03\x04 cut short", HOLIDAYS), 2021)
    assert str(caught.value) == ("inputs/2021/任务分解表.xlsx 文件不完整或已损坏，可能没有传完，请重新发送")


# Whatever people type, the plan is examined to its end


ODDITIES = st.sampled_from(
    ["", " ", "0", "-1", "1.5", "nan", "inf", "1e9", "１", "①", "三", "T01-1", "01", "％", "万", "2021-02-30",
     "不知道", "=1+1", "、", "是", "否", "#REF!", "市教育局", "x" * 300, "99999999999999999999"]
)  # fmt: skip


def book_of(tables: Tables) -> Book:
    """The tables as `read_book` would give them, all text."""
    sheets = []
    for name, rows in tables.items():
        lines = [["说明"], list(COLUMNS[name]), *rows]
        contents = {
            (row, column): Content(Holds.TEXT, text)
            for row, line in enumerate(lines, 1)
            for column, text in enumerate(line, 1)
            if text.strip()
        }
        sheets.append(Sheet(name, False, contents))
    return Book("inputs/2021/任务分解表.xlsx", "", tuple(sheets))


@pytest.mark.more
@settings(
    deadline=None,
    derandomize=True,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_no_text_in_any_cell_stops_the_examination(
    data: st.DataObject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = sample_tables()
    for _ in range(data.draw(st.integers(1, 3))):
        rows = tables[data.draw(st.sampled_from([name for name, rows in tables.items() if rows]))]
        row = rows[data.draw(st.integers(0, len(rows) - 1))]
        row[data.draw(st.integers(0, len(row) - 1))] = data.draw(ODDITIES)
    monkeypatch.setattr(workbook, "read_own_book", lambda data, file: book_of(tables))
    plan, findings = examine_plan(office(tmp_path, b"", HOLIDAYS), 2021)
    assert plan is not None
    assert all(finding.message and finding.fix for finding in findings)


# The sample is the notice


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    return load_plan(office(tmp_path_factory.mktemp("样本"), sample.plan_workbook(), HOLIDAYS), 2021)


def test_the_sample_only_informs(tmp_path: Path) -> None:
    findings = examine_plan(office(tmp_path, sample.plan_workbook(), HOLIDAYS), 2021)[1]
    assert [(f.code.name, f.level, f.place.sheet, f.place.ref) for f in findings] == [
        ("P10", Level.NOTE, "单位", "L35"),
        ("P11", Level.NOTE, "指标", "O35"),
    ]
    assert findings[1].message == "T10-3 新增供热面积按节点考核，但没有设节点"


def test_how_much_was_promised(plan: Plan) -> None:
    assert [matter.number for matter in plan.matters] == list(range(1, 11))
    assert len(plan.targets) == 33
    assert sum(target.kind.quantified for target in plan.targets) == 27
    assert len(plan.units) == 48
    assert len(plan.leads) == 10
    assert plan.profile.office is Office.COMPILER
    assert plan.first_month == Month(2021, 6)


@pytest.mark.parametrize(
    ("target", "kind", "goal", "measure"),
    [
        ("T01-1", "累计数", "71500", "人"),
        ("T02-1", "累计数", "62350", "人"),
        ("T02-2", "累计数", "62350", "人"),
        ("T02-3", "比率", "55", "%"),
        ("T02-6", "比率", "90", "%"),
        ("T03-1", "累计数", "884", "人"),
        ("T04-4", "累计数", "262", "村"),
        ("T04-5", "累计数", "90000", "户"),
        ("T05-4", "累计数", "1600", "个"),
        ("T06-1", "累计数", "200", "公里"),
        ("T06-2", "名单", "140", "个"),
        ("T07-1", "累计数", "4600", "件"),
        ("T07-2", "保持", "95", "%"),
        ("T07-3", "累计数", "20000", "件"),
        ("T08-1", "累计数", "45", "座"),
        ("T10-1", "节点计数", "18", "个"),
        ("T10-2", "节点计数", "20", "个"),
        ("T10-3", "累计数", "1200000", "平方米"),
    ],
)
def test_what_was_promised(plan: Plan, target: str, kind: str, goal: str, measure: str) -> None:
    found = plan.target(target)
    assert (found.kind.name, found.measure.base) == (kind, measure)
    assert found.goal_on(date(2021, 12, 31)).amount == Decimal(goal)


# Checked against the notice by hand; “各县（市）、区政府” are the eleven without 长垣市 (手册-秘书).
COUNTIES = "红旗区、卫滨区、牧野区、凤泉区、卫辉市、辉县市、新乡县、获嘉县、原阳县、延津县、封丘县"
NOTICE = {
    1: (
        "市人社局",
        "市教育局、市财政局、市发改委、市工信局、市科技局、市民政局、市退役军人局、"
        f"{COUNTIES}、高新区、经开区、平原示范区",
    ),
    3: (
        "市残联",
        "市发改委、市教育局、市民政局、市财政局、市人社局、市卫健委、市审计局、市市场监管局、市医保局、市扶贫办",
    ),
    5: (
        "市教育局",
        f"市委编办、市发改委、市财政局、市资源规划局、市住建局、{COUNTIES}、平原示范区",
    ),
    10: (
        "市住建局",
        "市发改委、市财政局、市资源规划局、新乡投资集团、红旗区、卫滨区、牧野区、辉县市、延津县、高新区、经开区、"
        "新乡热力、华电热力",
    ),
}


@pytest.mark.parametrize("number", NOTICE)
def test_roles_are_those_of_the_notice(plan: Plan, number: int) -> None:
    lead, cooperating = NOTICE[number]
    matter = plan.matter(number)
    assert matter.leads == (lead,)
    assert sorted(matter.cooperating) == sorted(cooperating.split("、"))


@pytest.mark.parametrize(
    ("unit", "numbers"),
    [
        ("高新区", [1, 10]),
        ("经开区", [1, 10]),
        ("平原示范区", [1, 5, 8]),
        ("凤泉区", [1, 5, 8]),
        ("红旗区", [1, 5, 8, 10]),
        ("长垣市", []),
        ("市发改委", [1, 3, 5, 6, 9, 10]),
    ],
)
def test_where_a_unit_cooperates(plan: Plan, unit: str, numbers: list[int]) -> None:
    assert [matter.number for matter in plan.matters if unit in matter.cooperating] == numbers


def test_a_unit_is_called_what_it_is_called_on_the_day(plan: Plan) -> None:
    assert plan.name("市扶贫办", date(2021, 6, 15)) == "市扶贫办"
    assert plan.name("市扶贫办", date(2021, 6, 16)) == "市乡村振兴局"
    assert plan.name("市扶贫办", date(2021, 12, 31)) == "市乡村振兴局"
    assert plan.unit("市扶贫办").name_on(date(2021, 5, 29)).full == "新乡市扶贫开发办公室"


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("市人社局", "市人社局"),
        ("新乡市人社局", "市人社局"),
        ("新乡市人力资源和社会保障局", "市人社局"),
        ("市人力资源和社会保障局", "市人社局"),
        (" 市人社局　", "市人社局"),
        ("市乡村振兴局", "市扶贫办"),
        ("市扶贫办", "市扶贫办"),
        ("市自规局", "市资源规划局"),
        ("红旗区人民政府", "红旗区"),
        ("红旗区政府", "红旗区"),
        ("高新区管委会", "高新区"),
        ("市公安局", None),
        ("", None),
    ],
)
def test_a_unit_is_known_by_every_name(plan: Plan, written: str, key: str | None) -> None:
    assert plan.find_unit(written) == key


def test_protocol_order_is_data(plan: Plan) -> None:
    keys = [unit.key for unit in plan.units]
    assert keys[:4] == ["市委编办", "市发改委", "市教育局", "市科技局"]
    assert keys[-3:] == ["高新区", "经开区", "平原示范区"]
    assert keys.index("市妇联") > keys.index("市税务局") > keys.index("市机关事务中心")
    assert [unit.key for unit in plan.leads] == sorted((u.key for u in plan.leads), key=keys.index)


def test_parts_and_nodes(plan: Plan) -> None:
    assert [part.id for part in plan.parts_of("T05-1")] == ["T05-2", "T05-3"]
    assert [(node.due, int(node.amount or 0)) for node in plan.nodes_of("T04-3")] == [
        (date(2021, 7, 20), 10),
        (date(2021, 9, 20), 25),
        (date(2021, 11, 20), 50),
        (date(2021, 12, 20), 60),
    ]
    assert plan.target("T10-3").by_nodes
    assert plan.nodes_of("T10-3") == ()


# A notice of the year before, changes by date


def test_the_first_month_is_the_one_after_the_notice(tmp_path: Path) -> None:
    for index, (notice, first) in enumerate(
        [("2021-05-29", Month(2021, 6)), ("2021-01-04", Month(2021, 2)), ("2020-12-28", Month(2021, 1))]
    ):
        tables = sample_tables()
        spoil(tables, {"set": [{"sheet": "概况", "where": "通知日期", "column": "内容", "value": notice}]})
        place = tmp_path / str(index)
        assert load_plan(office(place, write_plan(tables, DAY), HOLIDAYS), 2021).first_month == first


def test_the_days_for_lists_are_read_as_people_write_them(tmp_path: Path) -> None:
    for index, (written, days) in enumerate([("", (-3, 0, 1)), ("－5，-1, 2", (-5, -1, 2)), ("0", (0,))]):
        tables = sample_tables() | {"规则": [["催报日", written, ""]]}
        place = tmp_path / str(index)
        assert load_plan(office(place, write_plan(tables, DAY), HOLIDAYS), 2021).rules.list_days == days


def test_a_promise_changes_on_its_day(tmp_path: Path) -> None:
    tables = sample_tables()
    changes = [
        ["T06-1", "2021-10-01", "恢复", "", "丙文"],
        ["T06-1", "2021-08-01", "调整", "180", "甲文"],
        ["T06-1", "2021-09-01", "暂缓", "", "乙文"],
    ]
    spoil(tables, {"add": [{"sheet": "目标调整", "row": row} for row in changes]})
    target = load_plan(office(tmp_path, write_plan(tables, DAY), HOLIDAYS), 2021).target("T06-1")
    days = [date(2021, 7, 31), date(2021, 8, 1), date(2021, 9, 1), date(2021, 10, 1)]
    goals = [target.goal_on(day) for day in days]
    assert [goal.amount for goal in goals] == [200, 180, 180, 180]
    assert [goal.suspended for goal in goals] == [False, False, True, False]
    assert [goal.source for goal in goals] == ["", "甲文", "乙文", "丙文"]


# The workbook people get


def test_the_empty_workbook_lists_every_sheet_item_and_default() -> None:
    book = read_book(write_plan({}, DAY), "任务分解表.xlsx")
    assert [sheet.name for sheet in book.sheets] == [table.name for table in TABLES]
    for sheet in book.sheets:
        headers = [sheet.at(2, column).text for column in range(1, sheet.last_column + 1)]
        assert headers == list(COLUMNS[sheet.name])
    rules = next(sheet for sheet in book.sheets if sheet.name == "规则")
    listed = [(rules.at(row, 1).text, rules.at(row, 2).text) for row in range(3, rules.last_row + 1)]
    assert listed == [(item.name, item.default) for item in RULE_ITEMS]


def test_the_same_tables_make_the_same_bytes() -> None:
    assert write_plan(sample_tables(), DAY) == write_plan(sample_tables(), DAY) == sample.plan_workbook()


def test_adjustments_are_read_by_their_day(tmp_path: Path) -> None:
    tables = sample_tables()
    tables["目标调整"] = [
        ["T04-3", "2021-08-01", "目标值", "50", "市政府常务会议纪要〔2021〕5号"],
        ["T04-3", "2021-09-01", "完成时限", "", "新政办〔2021〕40号", "2021-10-31"],
        ["T04-3", "2021-09-01", "责任单位", "", "新政办〔2021〕40号", "", "市住建局"],
        ["T05-1", "2021-09-01", "取消", "", "新政办〔2021〕41号", "", "", "否"],
        ["T05-2", "2021-09-01", "新增", "", "新政办〔2021〕42号"],
    ]
    tables["目标调整"] = [whole_row("目标调整", *row) for row in tables["目标调整"]]
    plan, findings = examine_plan(office(tmp_path, write_plan(tables, DAY), HOLIDAYS), 2021)
    assert plan is not None
    assert [finding for finding in findings if finding.open] == []
    first, fewer, sooner = plan.target("T04-3").goals
    assert (first.amount, fewer.amount, fewer.printable) == (60, 50, False)
    assert (sooner.amount, sooner.until, sooner.printable) == (50, date(2021, 10, 31), True)
    assert plan.target("T04-3").leads_on(date(2021, 9, 1)) == ("市住建局",)
    assert plan.target("T04-3").leads_on(date(2021, 8, 31)) == ("市农业农村局",)
    cancelled, new = plan.target("T05-1").goals[-1], plan.target("T05-2").goals
    assert (cancelled.absent, cancelled.printable) == (True, False)
    assert [goal.absent for goal in new] == [True, False]


# The days off


def test_the_sheet_wins_over_the_table_and_that_over_the_library(tmp_path: Path) -> None:
    tables = sample_tables()
    table = "\n".join(('"依据" = "某通知"', '"放假" = [2021-03-03]', '"调休上班" = []')).encode()
    library = load_plan(office(tmp_path / "库", write_plan(tables, DAY), None), 2021).calendar
    ours = load_plan(office(tmp_path / "旧", write_plan(tables, DAY), table), 2021).calendar
    tables["节假日"] = [["2021-03-04", "放假", "", ""], ["2021-03-06", "调休上班", "", ""]]
    sheet = load_plan(office(tmp_path / "表", write_plan(tables, DAY), table), 2021).calendar
    assert (sheet.off, sheet.working) == ({date(2021, 3, 4)}, {date(2021, 3, 6)})
    assert (ours.off, ours.source) == ({date(2021, 3, 3)}, "某通知")
    announced = load_plan(
        office(tmp_path / "公布", write_plan(sample_tables(), DAY), HOLIDAYS), 2021
    ).calendar
    assert (library.off, library.working) == (announced.off, announced.working)


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        (["2021-03-04", "休息", "", ""], "P05", "B3"),
        (["2021-03-04", "", "", ""], "P04", "B3"),
        (["2022-03-04", "放假", "", ""], "P05", "A3"),
        (["三月四日", "放假", "", ""], "P05", "A3"),
    ],
)
def test_an_odd_day_off_is_told(tmp_path: Path, row: list[str], code: str, cell: str) -> None:
    tables = sample_tables() | {"节假日": [row]}
    found = examine_plan(office(tmp_path, write_plan(tables, DAY), HOLIDAYS), 2021)[1]
    assert [(one.code.name, one.place.ref) for one in found if one.open] == [(code, cell)]


def test_a_new_workspace_brings_its_days_off_along(tmp_path: Path) -> None:
    founded = Workspace(tmp_path / "新")
    init(founded, 2026, DayShift.NEXT)
    calendar = examine_plan(founded, 2026)[0]
    assert calendar is not None and calendar.calendar.source == "节假日"
    assert calendar.calendar.shift(date(2026, 10, 1), DayShift.NEXT) == date(2026, 10, 8)
    assert holidays_of.announced(2999) == []
