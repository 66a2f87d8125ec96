"""核对单: what whoever gets a letter is asked to confirm before anybody is named, and what it answered.

One workbook a unit; `assess` writes it, the unit fills its last columns, the secretary puts it into `inputs/YEAR/核对单`.
Sheets as they were before there were titles and roles, with a lead's own targets alone, are read as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import PurePath

from pipeline.files.spreadsheets.writing import TITLE, Box, write_book
from pipeline.inputs.decisions.workbook_reader import Form, read_returned, sent_back
from pipeline.inputs.tables.reader import Record, Table
from pipeline.inputs.tables.writer import table_pages
from pipeline.model.assessment import Objection
from pipeline.model.codes import Code
from pipeline.model.findings import Finding
from pipeline.model.plan import Plan
from pipeline.model.readings import reference
from pipeline.model.workspace import Workspace

AGREED, OBJECTS = "无异议", "有异议"
_ANSWERS = ("意见", "异议说明", "佐证材料")
SHEET = "核对单"
_FOOT = (
    "单位主要负责人（签字）：　　　　　　　　　　　　　　（盖章）　　　　　　　　　　　　　　年　　月　　日"
)
# 角色 of a row about the unit's own part of the city's figure.
OWN_PART = "其中"
_COLUMNS = (
    "编号",
    "指标",
    "角色",
    "年度目标",
    "自报数",
    "核实数",
    "拟认定数",
    "完成比例或差距",
    "拟认定结果",
    *_ANSWERS,
)
_WIDTHS = (7, 22, 6, 10, 10, 13, 10, 10, 9, 8, 15, 11)
TABLE = Table(SHEET, _COLUMNS, ("编号", "意见"), closed=True, foot=_FOOT)
_FORM = Form(
    (TABLE,),
    Code.A09,
    "单位的意见没有读到",
    "单位在这一行的意见没有读到",
)


def read_objections(
    office: Workspace, plan: Plan
) -> tuple[Mapping[str, tuple[Objection, ...]], tuple[Finding, ...]]:
    """Objections by target id out of every 核对单 that came back; A09 for what cannot be read or makes no sense."""
    folder = office.objections_folder(plan.profile.year)
    found: dict[str, tuple[Objection, ...]] = {}
    findings: list[Finding] = []
    for entry in sent_back(folder, office):
        # Deeper down lies evidence, spreadsheets too.
        if folder in (entry.path, entry.path.parent):
            returned = read_returned(entry, office, _FORM)
            for _, one in returned.each(TABLE, lambda record: _objection(record, plan)):
                before = found.get(one.target, ())
                said = [(each.unit, each.text) for each in before]
                found[one.target] = before if (one.unit, one.text) in said else (*before, one)
            findings += returned.findings
    return found, tuple(findings)


def write_sheet(title: str, note: str, rows: Sequence[Sequence[str]], day: date) -> bytes:
    """A 核对单 with a row per target under its title and to whom it goes back; the last three columns are the unit's."""
    choices = {(SHEET, "意见"): (AGREED, OBJECTS)}
    (page,) = table_pages([replace(TABLE, note=note)], {SHEET: rows}, choices)
    width, last = len(_COLUMNS), len(page.rows) + 1
    top = [Box(title, TITLE), *[Box(None, TITLE)] * (width - 1)]
    column = reference(1, _COLUMNS.index("意见") + 1)[:-1]
    page = replace(
        page,
        rows=[top, *page.rows],
        widths=_WIDTHS,
        repeat=page.repeat + 1,
        merges=[f"A{row}:{reference(row, width)}" for row in (1, 2, last)],
        guides=[replace(page.guides[0], area=f"{column}4:{column}{last - 1}")],
        least={1: 28.0, **{row + 1: height for row, height in page.least.items()}},
    )
    return write_book([page], day)


def _sender(record: Record, plan: Plan) -> str:
    """Whose sheet it is, by its title, else by the file's name; empty where neither tells."""
    top = (record.sheet.at(row, 1).text for row in range(1, record.row))
    named = [*top, PurePath(record.book.file).stem]
    return next((unit for text in named if (unit := plan.unit_named_in(text)) is not None), "")


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
    own = record.text("角色") == OWN_PART
    where = record.cell("异议说明")
    return Objection(target.id, text, record.text("佐证材料"), where, _sender(record, plan), own)
