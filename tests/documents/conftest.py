"""The sample year, built once, and the September report as the documents' tests look at it."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline import shipped
from pipeline.documents.compose import report
from pipeline.files.office import SUBSTITUTES
from pipeline.intake.register import Decisions
from pipeline.intake.year import read_year
from pipeline.model.letters import Letter
from pipeline.model.months import Month
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress
from pipeline.model.readings import History
from pipeline.plan.workbook import load_plan
from pipeline.progress.compute import compute
from pipeline.publish.founding import lay
from pipeline.sample import year as sample
from pipeline.workspace import Workspace

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


@dataclass(frozen=True)
class Year:
    plan: Plan
    history: History

    def progress(self, month: Month) -> Progress:
        return compute(self.plan, self.history, month, self.plan.lead_deadline(month))

    def letter(self, month: Month, draft: bool = True) -> Letter:
        return report.compose(self.plan, self.progress(month), draft)


@pytest.fixture(scope="session")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    office = Workspace(tmp_path_factory.mktemp("样本"))
    tables = {f"inputs/节假日/{name}": data for name, data in shipped.holiday_tables().items()}
    lay(office.root, tables | {f"inputs/{sample.YEAR}/任务分解表.xlsx": sample.plan_workbook()})
    plan = load_plan(office, sample.YEAR)
    for month in sample.MONTHS:
        folder = office.relative(office.month_folder(month))
        lay(office.root, {f"{folder}/{name}": data for name, data in sample.returns(plan, month).items()})
    return Year(plan, read_year(office, plan, Decisions(), sample.MONTHS[-1]))


SEPTEMBER = Month(2021, 9)


def needed(*tools: str, fonts: bool = False) -> None:
    """Skip visibly where a program, or a font like the official ones, is not installed; in CI that is a failure."""
    missing = [tool for tool in tools if shutil.which(tool) is None]
    if fonts and not missing:
        listed = subprocess.run(["fc-list", ":", "family"], capture_output=True, check=True).stdout.decode()
        installed = {name.strip() for line in listed.splitlines() for name in line.split(",")}
        wanted = {official: {official, *others} for official, others in SUBSTITUTES.items()}
        missing = [official for official, names in wanted.items() if not names & installed]
    if missing:
        message = f"not installed: {', '.join(missing)}"
        assert not os.environ.get("MINSHENG_TOOLS_REQUIRED"), message
        pytest.skip(message)
