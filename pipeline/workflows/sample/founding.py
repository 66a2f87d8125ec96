"""The invented year as a workspace: its plan, its sheets month by month, its decisions."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.inputs.plan.workbook import load_plan
from pipeline.model.months import Month
from pipeline.model.workspace import Workspace
from pipeline.outputs.founding import found, furniture, lay
from pipeline.workflows.sample.invented_year import (
    YEAR,
    YEAR_END,
    decided,
    plan_workbook,
    register,
    replies,
    returns,
    spot_checks,
)


def lay_sample(office: Workspace, months: Sequence[Month], shares: bool) -> None:
    """Found the workspace with what came in for some months; `shares`: the cooperating units' sheets too.

    Spot checks and 督办 of these months come with them; the year end brings its decided 考核认定表.
    """
    own = {
        f"inputs/{YEAR}/任务分解表.xlsx": plan_workbook(),
        office.relative(office.decisions_file(YEAR)): register(months),
    }
    found(office.root, furniture(YEAR) | own)
    plan = load_plan(office, YEAR)
    for month in months:
        folder = office.relative(office.month_folder(month))
        sheets = returns(plan, month, shares)
        lay(office.root, {f"{folder}/{name}": data for name, data in sheets.items()})
    checked = spot_checks(plan, months)
    if checked is not None:
        lay(office.root, {f"{office.relative(office.spot_checks_folder(YEAR))}/抽查记录表.xlsx": checked})
    answered = office.relative(office.replies_folder(YEAR))
    lay(office.root, {f"{answered}/{name}": data for name, data in replies(plan, months).items()})
    if YEAR_END in months:
        lay(office.root, {office.relative(office.rulings_file(YEAR)): decided(plan)})
