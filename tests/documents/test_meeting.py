"""会议汇总表: a column 上年同期 where somebody paired a target with last year's, and none elsewhere."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import openpyxl

from pipeline.documents.wording import progress_table
from pipeline.documents.workbooks.meeting import meeting_table
from pipeline.model.figures import Figure
from pipeline.model.months import Month
from pipeline.model.plan import Plan
from pipeline.progress.compute import compute
from tests.documents.conftest import SEPTEMBER, Year


def table(plan: Plan, year: Year) -> tuple[list[str], list[str]]:
    """The header, and the row of the first target."""
    progress = compute(plan, year.history, SEPTEMBER, plan.lead_deadline(SEPTEMBER))
    sheet = openpyxl.load_workbook(BytesIO(meeting_table(plan, progress)), read_only=True).worksheets[0]
    cells = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    (number,) = [index for index, row in enumerate(cells) if "责任单位" in row]
    return cells[number], cells[number + 1]


def test_last_year_s_same_period_stands_beside_where_it_was_paired(year: Year) -> None:
    header, _ = table(year.plan, year)
    assert "上年同期" not in header
    target = year.plan.targets[0]
    before = {(target.id, Month(2020, 9)): Figure(Decimal(49800), target.measure.base)}
    plan = replace(year.plan, last_year=before)
    header, row = table(plan, year)
    assert row[header.index("上年同期")] == "4.98万人"
    progress = compute(plan, year.history, SEPTEMBER, plan.lead_deadline(SEPTEMBER))
    assert "上年同期4.98万人" in str(progress_table.rows(plan, progress)[0].remark)
