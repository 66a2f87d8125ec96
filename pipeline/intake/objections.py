"""核对单: what a lead is asked to confirm before anybody is named, and what it answered.

One workbook a lead; `assess` writes it, the lead fills its last columns, the secretary puts it into `inputs/YEAR/核对单`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from pipeline.files.folder import Entry, entries, load_own
from pipeline.files.preflight import Unreadable
from pipeline.files.sheets import read_own_book
from pipeline.model.assessment import Objection
from pipeline.model.codes import Code
from pipeline.model.figures import Place
from pipeline.model.findings import Finding
from pipeline.model.plan import Plan
from pipeline.plan.tablebook import write_tables
from pipeline.plan.tables import Problems, Record, Table, read_tables
from pipeline.workspace import Workspace

AGREED, OBJECTS = "无异议", "有异议"
_ANSWERS = ("意见", "异议说明", "佐证材料")
SHEET = "核对单"
_FOOT = (
    "单位主要负责人（签字）：　　　　　　　　　　　　　　（盖章）　　　　　　　　　　　　　　年　　月　　日"
)
_COLUMNS = (
    "编号",
    "指标",
    "年度目标",
    "自报数",
    "核实数",
    "拟认定数",
    "完成比例或差距",
    "拟认定结果",
    *_ANSWERS,
)


def read_objections(office: Workspace, plan: Plan) -> tuple[Mapping[str, Objection], tuple[Finding, ...]]:
    """Objections by target id out of every 核对单 that came back; A09 for what cannot be read or makes no sense."""
    folder = office.objections_folder(plan.profile.year)
    found: dict[str, Objection] = {}
    findings: list[Finding] = []
    for entry in entries(folder, office.root):
        if _answers(entry, folder):
            objections, wrong = _read(entry, office, plan)
            found |= objections
            findings += wrong
    return found, tuple(findings)


def write_sheet(rows: Sequence[Sequence[str]], note: str, day: date) -> bytes:
    """A 核对单 with a row per target; the last three columns are the lead's."""
    return write_tables([_table(note)], {SHEET: rows}, {(SHEET, "意见"): (AGREED, OBJECTS)}, day)


def _table(note: str = "") -> Table:
    return Table(SHEET, _COLUMNS, ("编号", "意见"), note, closed=True, foot=_FOOT)


def _answers(entry: Entry, folder: Path) -> bool:
    """True for what may be a 核对单: a workbook right in the folder, or the folder itself if it is a link."""
    right_here = entry.path.parent == folder and entry.path.suffix == ".xlsx"
    return entry.path == folder or (right_here and not entry.path.name.startswith("~$"))


def _read(entry: Entry, office: Workspace, plan: Plan) -> tuple[dict[str, Objection], list[Finding]]:
    name = entry.name
    try:
        book = read_own_book(load_own(entry.path, office.inputs), name)
    except Unreadable as reason:
        return {}, [Finding(Code.A09, f"{name} {reason}", place=Place(name))]
    problems = Problems()
    objections = {}
    for record in read_tables(book, [_table()], problems)[SHEET]:
        objection = _objection(record, plan)
        if objection is not None:
            objections[objection.target] = objection
    wrong = [Finding(Code.A09, one.message, one.fix, place=one.place) for one in problems.findings]
    return objections, wrong


def _objection(record: Record, plan: Plan) -> Objection | None:
    """None for a row without objection; a row nobody answered is no objection."""
    if record.choice("意见", (AGREED, OBJECTS), AGREED) == AGREED:
        return None
    target = plan.find_target(record.text("编号"))
    if target is None:
        record.fault(Code.P07, "编号", f"没有编号为“{record.text('编号')}”的指标")
        return None
    text = record.text("异议说明", required=True)
    return Objection(target.id, text, record.text("佐证材料"), record.cell("异议说明"))
