"""The sample year and the September report as the documents' tests look at it."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.documents.letters import report
from pipeline.files.pdf.libreoffice import SUBSTITUTES
from pipeline.model.months import Month
from pipeline.model.phrases import Letter
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress
from pipeline.model.readings import History
from pipeline.model.workspace import Workspace
from pipeline.progress.compute import compute

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
def year(sample_year: tuple[Workspace, Plan, History]) -> Year:
    _, plan, history = sample_year
    return Year(plan, history)


SEPTEMBER = Month(2021, 9)


def needed(*tools: str, modules: tuple[str, ...] = (), fonts: bool = False) -> None:
    """Skip visibly where a program, a module or a font like the official ones is not installed; in CI that is a failure."""
    missing = [tool for tool in tools if shutil.which(tool) is None]
    missing += [module for module in modules if importlib.util.find_spec(module) is None]
    if fonts and not missing:
        listed = subprocess.run(["fc-list", ":", "family"], capture_output=True, check=True).stdout.decode()
        installed = {name.strip() for line in listed.splitlines() for name in line.split(",")}
        wanted = {official: {official, *others} for official, others in SUBSTITUTES.items()}
        missing = [official for official, names in wanted.items() if not names & installed]
    if missing:
        message = f"not installed: {', '.join(missing)}"
        assert not os.environ.get("MINSHENG_TOOLS_REQUIRED"), message
        pytest.skip(message)
