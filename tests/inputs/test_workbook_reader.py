"""The five workbooks people keep or send back, under the same faults: each is told alike, and nothing in it is used."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from pipeline.inputs.decisions import workbook_reader
from pipeline.inputs.decisions.objections import TABLE as OBJECTIONS
from pipeline.inputs.decisions.objections import read_objections
from pipeline.inputs.decisions.register import DECISION_TABLES, read_decisions
from pipeline.inputs.decisions.replies import SHEET, read_replies
from pipeline.inputs.decisions.rulings import TARGETS, read_rulings
from pipeline.inputs.decisions.spotcheck_records import RECORDS, read_spot_checks
from pipeline.inputs.plan.workbook import examine_plan, load_plan
from pipeline.inputs.returns.history import look_over
from pipeline.inputs.tables.reader import Table
from pipeline.inputs.tables.writer import write_tables
from pipeline.model.errors import PlanProblem
from pipeline.model.findings import Finding, Level
from pipeline.model.plan import Plan
from pipeline.model.workspace import Workspace
from pipeline.outputs import founding
from pipeline.outputs.founding import lay
from pipeline.workflows.sample import invented_year as sample

DAY = date(2021, 10, 8)
Said = tuple[object, Sequence[Finding]]


@dataclass(frozen=True)
class Kind:
    """A workbook: where it lies below inputs/2021, its sheet, a good row, a column it cannot be without, how it is read."""

    path: str
    table: Table
    row: dict[str, str]
    column: str
    code: str
    lost: str
    read: Callable[[Workspace, Plan], Said]


def _register(office: Workspace, plan: Plan) -> Said:
    decisions = read_decisions(office, plan)
    assert set(decisions.findings) <= {None}
    return decisions.verified, decisions.findings.get(None, ())


def _rulings(office: Workspace, plan: Plan) -> Said:
    rulings = read_rulings(office, plan)
    return rulings.targets, rulings.findings


def _spot_checks(office: Workspace, plan: Plan) -> Said:
    found = read_spot_checks(office, plan)
    return found.records, found.findings


def _replies(office: Workspace, plan: Plan) -> Said:
    found = read_replies(office, plan)
    return found.records, found.findings


KINDS = [
    Kind(
        "处理登记.xlsx",
        DECISION_TABLES[0],
        {
            "月份": "2021-09", "编号": "T09-1", "核实值": "12", "方式": "电话核实", "依据": "书面说明",
            "经办岗位": "综合岗", "日期": "2021-09-28",
        },
        "核实值", "D01", "登记的决定没有读到，先按没有登记出送审稿", _register,
    ),
    Kind(
        "考核认定表.xlsx",
        TARGETS,
        {"编号": "T09-1", "认定结果": "完成", "批准日期": "2022-01-10"},
        "认定结果", "A10", "认定结果没有读到，先按没有认定出送审稿", _rulings,
    ),
    Kind(
        "核对单/09-市城管局.xlsx",
        OBJECTIONS,
        {"编号": "T09-1", "意见": "有异议", "异议说明": "少计一处"},
        "意见", "A09", "单位的意见没有读到", read_objections,
    ),
    Kind(
        "抽查/记录.xlsx",
        RECORDS,
        {
            "月份": "2021-09", "编号": "T09-1", "单位": "市城管局", "计量单位": "个", "自报数": "2", "核查范围": "全量",
            "抽查数": "2", "属实数": "2", "不实数": "0", "检查岗位": "督查岗", "日期": "2021-10-08",
        },
        "抽查数", "S01", "抽查结果没有读到", _spot_checks,
    ),
    Kind(
        "督办回告/市城管局.xlsx",
        SHEET,
        {
            "月份": "2021-09", "编号": "T09-1", "指标": "新建停车场", "滞后原因": "管线迁改慢", "追赶措施": "夜间施工",
            "完成时限": "12月底", "回告日期": "2021-10-08",
        },
        "回告日期", "D03", "单位的回告没有读到", _replies,
    ),
]  # fmt: skip
each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: Path(kind.path).parts[0])


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    tables = {f"inputs/节假日/{name}": data for name, data in founding.holiday_tables().items()}
    lay(tmp_path / "办公室", tables | {"inputs/2021/任务分解表.xlsx": sample.plan_workbook()})
    return Workspace(tmp_path / "办公室")


@pytest.fixture
def plan(office: Workspace) -> Plan:
    return load_plan(office, 2021)


def book(kind: Kind, table: Table | None = None) -> bytes:
    """The workbook with its good row, in the kind's own sheet or another."""
    table = table or kind.table
    return write_tables([table], {table.name: [[kind.row.get(name, "") for name in table.columns]]}, {}, DAY)


def with_cell(kind: Kind, column: str, value: object) -> tuple[bytes, str]:
    """The workbook with its good row but for one cell, and where that is."""
    stream = io.BytesIO(book(kind))
    workbook = openpyxl.load_workbook(stream)
    cell = workbook[kind.table.name].cell(3, kind.table.columns.index(column) + 1)
    cell.value, cell.number_format = value, "General"
    if isinstance(value, str) and value.startswith("#"):
        cell.data_type = "e"
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue(), cell.coordinate


def came(office: Workspace, kind: Kind, data: bytes) -> tuple[object, list[Finding]]:
    """What is used of the workbook, and what is told, when it holds `data`."""
    path = office.inputs / "2021" / kind.path
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return told(office, kind)


def told(office: Workspace, kind: Kind) -> tuple[object, list[Finding]]:
    used, findings = kind.read(office, load_plan(office, 2021))
    assert {(one.code.name, one.level, one.place.file) for one in findings} <= {
        (kind.code, Level.RETURN, f"inputs/2021/{kind.path}")
    }
    return used, list(findings)


@each_kind
def test_a_good_one_is_read_without_a_word(office: Workspace, kind: Kind) -> None:
    used, findings = came(office, kind, book(kind))
    assert used
    assert findings == []


@each_kind
@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "是空文件（0字节），可能没有传完，请重新发送"),
        (b"PK\x03\x04 torn", "文件不完整或已损坏，可能没有传完，请重新发送"),
    ],
    ids=["empty", "unreadable"],
)
def test_a_file_that_cannot_be_read_is_told_and_nothing_of_it_used(
    office: Workspace, kind: Kind, data: bytes, why: str
) -> None:
    used, findings = came(office, kind, data)
    assert not used
    assert [(one.message, one.why) for one in findings] == [(f"inputs/2021/{kind.path} {why}", kind.lost)]
    assert all(one.fix.startswith("请打开检查") for one in findings)


@each_kind
@pytest.mark.skipif(os.name == "nt", reason="links are for administrators there")
def test_a_link_is_told_and_not_followed(office: Workspace, kind: Kind) -> None:
    came(office, kind, book(kind))
    path = office.inputs / "2021" / kind.path
    path.rename(office.root / "别处.xlsx")
    path.symlink_to(office.root / "别处.xlsx")
    used, findings = told(office, kind)
    assert not used
    assert [one.message for one in findings] == [f"inputs/2021/{kind.path} 是链接，不是文件本身，没有打开"]


@each_kind
def test_a_sheet_that_is_missing_is_told(office: Workspace, kind: Kind) -> None:
    used, findings = came(office, kind, book(kind, replace(kind.table, name="别的")))
    assert not used
    unknown, missing = (one.message for one in findings)
    assert unknown == "不认识的工作表“别的”"
    assert missing.startswith(f"inputs/2021/{kind.path} 缺少工作表“{kind.table.name}”")


@each_kind
def test_a_column_that_is_missing_is_told_and_no_row_used(office: Workspace, kind: Kind) -> None:
    columns = tuple(name for name in kind.table.columns if name != kind.column)
    used, findings = came(
        office,
        kind,
        book(
            kind,
            replace(kind.table, columns=columns, required=tuple(set(kind.table.required) - {kind.column})),
        ),
    )
    header = findings[0]
    assert header.message == f"{kind.table.name}：缺少“{kind.column}”一列"
    assert header.why == kind.lost
    assert not used


@each_kind
@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("#N/A", "是错误值“#N/A”"),
        ('=DISPIMG("ID_1",1)', '是没有算出结果的公式 =DISPIMG("ID_1",1)'),
        (True, "是逻辑值“TRUE”"),
    ],
    ids=["error", "never calculated", "true"],
)
def test_a_cell_that_is_nobody_s_answer_is_told_once_and_its_row_not_used(
    office: Workspace, kind: Kind, value: object, said: str
) -> None:
    data, ref = with_cell(kind, kind.column, value)
    used, findings = came(office, kind, data)
    assert not used
    about = [one for one in findings if one.place.ref == ref]
    assert [one.message for one in about] == [f"{kind.table.name}：“{kind.column}”{said}，没有采用"]


_PROSE = {0: "依据", 1: "调整理由", 2: "异议说明", 3: "检查岗位", 4: "滞后原因"}


@pytest.mark.parametrize(("number", "column"), _PROSE.items(), ids=map(str, _PROSE.values()))
@pytest.mark.parametrize("value", [12, "12", "#REF!"], ids=str)
def test_a_bare_number_is_no_words(office: Workspace, number: int, column: str, value: object) -> None:
    kind = KINDS[number]
    data, ref = with_cell(kind, column, value)
    used, findings = came(office, kind, data)
    assert not used
    assert [one.place.ref for one in findings] == [ref]


@pytest.mark.parametrize("number", [0, 1, 3, 4])
def test_a_day_in_another_spelling_is_read_and_told(office: Workspace, number: int) -> None:
    kind = KINDS[number]
    column = next(name for name in kind.row if name.endswith("日期"))
    for value in ("2022年1月10号", 44571, "20220110", "二〇二二年一月十日"):
        data, ref = with_cell(kind, column, value)
        path = office.inputs / "2021" / kind.path
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        used, findings = kind.read(office, load_plan(office, 2021))
        assert used
        assert [(one.code.name, one.place.ref) for one in findings] == [("R40", ref)]
        assert findings[0].message == f"{kind.table.name}：“{column}”写作“{value}”，按2022-01-10读取"


def test_an_error_in_the_plan_is_told_and_the_plan_not_taken(office: Workspace) -> None:
    path = office.plan_file(2021)
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["指标"]
    headers = [cell.value for cell in sheet[2]]
    cells = [sheet.cell(5, headers.index(name) + 1) for name in ("指标", "计量单位", "口径")]
    for cell in cells:
        cell.value, cell.data_type = "#NAME?", "e"
    workbook.save(path)
    _, findings = examine_plan(office, 2021)
    wrong = {one.place.ref for one in findings if "是错误值“#NAME?”" in one.message}
    assert wrong == {cell.coordinate for cell in cells}
    with pytest.raises(PlanProblem):
        load_plan(office, 2021)


@each_kind
def test_where_there_is_none_nothing_is_told(office: Workspace, kind: Kind) -> None:
    used, findings = told(office, kind)
    assert not used
    assert findings == []


@each_kind
def test_a_file_closed_to_us_is_told_and_a_machine_that_fails_ends_the_run(
    office: Workspace, kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    came(office, kind, book(kind))

    def refused(number: int) -> Callable[[Path, Path], bytes]:
        def load(path: Path, root: Path) -> bytes:
            raise OSError(number, os.strerror(number))

        return load

    monkeypatch.setattr(workbook_reader, "load_own", refused(errno.EACCES))
    used, findings = told(office, kind)
    assert not used
    why = "没有读取权限，或者文件正被别的程序打开"
    assert [one.message for one in findings] == [f"inputs/2021/{kind.path} 读不了（{why}）"]
    monkeypatch.setattr(workbook_reader, "load_own", refused(errno.EIO))
    with pytest.raises(OSError, match="error"):
        told(office, kind)


def test_a_broken_row_of_the_verdicts_costs_that_row_alone(office: Workspace, plan: Plan) -> None:
    columns = TARGETS.columns
    good, wrong = dict(KINDS[1].row), {"编号": "T03-1", "认定结果": "差不多", "批准日期": "2022-01-10"}
    rows = [[row.get(name, "") for name in columns] for row in (good, wrong, good)]
    path = office.rulings_file(2021)
    path.write_bytes(write_tables([TARGETS], {TARGETS.name: rows}, {}, DAY))
    rulings = read_rulings(office, plan)
    assert list(rulings.targets) == ["T09-1"]
    assert [(one.code.name, one.message, one.why) for one in rulings.findings] == [
        ("A10", "指标认定：“认定结果”不能是“差不多”", "这一行的认定没有采用"),
        ("A10", "指标认定：T09-1重复登记", "这一行的认定没有采用"),
    ]


@pytest.mark.skipif(os.name == "nt", reason="links are for administrators there")
def test_what_run_looks_at_is_what_a_month_was_made_from(office: Workspace, plan: Plan) -> None:
    """Else a register nobody can read would have every month made again every hour."""
    path = office.decisions_file(2021)
    for data in (b"", book(KINDS[0])):
        path.write_bytes(data)
        looked, _ = look_over(office, plan, plan.first_month)
        read = read_decisions(office, plan)
        assert (looked.file, looked.sha256) == (read.file, read.sha256) != ("", "")
    path.rename(office.root / "别处.xlsx")
    path.symlink_to(office.root / "别处.xlsx")
    looked, _ = look_over(office, plan, plan.first_month)
    read = read_decisions(office, plan)
    assert (looked.file, looked.sha256) == (read.file, read.sha256) == ("", "")
