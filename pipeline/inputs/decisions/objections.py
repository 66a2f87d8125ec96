"""核对单: what a lead is asked to confirm before anybody is named, and what it answered.

One workbook a lead; `assess` writes it, the lead fills its last columns, the secretary puts it into `inputs/YEAR/核对单`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from pipeline.inputs.decisions.workbook_reader import Form, read_returned, sent_back
from pipeline.inputs.tables.reader import Record, Table
from pipeline.inputs.tables.writer import write_tables
from pipeline.model.assessment import Objection
from pipeline.model.codes import Code
from pipeline.model.findings import Finding
from pipeline.model.plan import Plan
from pipeline.model.workspace import Workspace

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
TABLE = Table(SHEET, _COLUMNS, ("编号", "意见"), closed=True, foot=_FOOT)
_FORM = Form(
    (TABLE,),
    Code.A09,
    "单位的意见没有读到",
    "单位在这一行的意见没有读到",
)


def read_objections(office: Workspace, plan: Plan) -> tuple[Mapping[str, Objection], tuple[Finding, ...]]:
    """Objections by target id out of every 核对单 that came back; A09 for what cannot be read or makes no sense."""
    folder = office.objections_folder(plan.profile.year)
    found: dict[str, Objection] = {}
    findings: list[Finding] = []
    for entry in sent_back(folder, office):
        # Deeper down lies evidence, spreadsheets too.
        if folder in (entry.path, entry.path.parent):
            returned = read_returned(entry, office, _FORM)
            for _, one in returned.each(TABLE, lambda record: _objection(record, plan)):
                found[one.target] = _beside(found[one.target], one) if one.target in found else one
            findings += returned.findings
    return found, tuple(findings)


def _beside(first: Objection, second: Objection) -> Objection:
    """What two leads of one target object, one after the other; said alike it is said once."""
    text, evidence = (
        "；".join(dict.fromkeys(filter(None, said)))
        for said in ((first.text, second.text), (first.evidence, second.evidence))
    )
    return replace(first, text=text, evidence=evidence)


def write_sheet(rows: Sequence[Sequence[str]], note: str, day: date) -> bytes:
    """A 核对单 with a row per target; the last three columns are the lead's."""
    return write_tables([replace(TABLE, note=note)], {SHEET: rows}, {(SHEET, "意见"): (AGREED, OBJECTS)}, day)


def _objection(record: Record, plan: Plan) -> Objection | None:
    """None for a row without objection; a row nobody answered is no objection, one that says why and not whether is unclear."""
    if record.choice("意见", (AGREED, OBJECTS), AGREED) == AGREED:
        answer, text = record.text("意见"), record.text("异议说明")
        # A cell that holds something nobody can use is told already.
        if text and answer in ("", AGREED) and record.cell("意见") not in record.problems.unusable:
            said = f"写了异议说明“{text}”，意见{'却是无异议' if answer else '没有填'}"
            record.fault(Code.P05, "意见", said, "请向单位问清是不是有异议，改正意见")
        return None
    target = plan.find_target(record.text("编号"))
    if target is None:
        record.fault(Code.P07, "编号", f"没有编号为“{record.text('编号')}”的指标")
        return None
    text = record.text("异议说明", required=True)
    return Objection(target.id, text, record.text("佐证材料"), record.cell("异议说明"))
