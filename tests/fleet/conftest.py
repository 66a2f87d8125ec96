"""Offices that cost little: a plan each, and nothing that came in."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pipeline.model.workspace import Terms
from pipeline.workflows.fleet.members import Member
from pipeline.workflows.fleet.tasks import Clock, Task
from pipeline.workflows.jobs import Job
from tests.june import ROOT

NINE = datetime(2021, 7, 26, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = NINE.date()


def nine() -> datetime:
    return NINE


def no_time() -> float:
    return 0.0


CLOCK = Clock(nine, no_time)


def lay_office(place: Path) -> Path:
    """A workspace with the sample's plan."""
    (place / "inputs/2021").mkdir(parents=True)
    shutil.copy(ROOT / "inputs/2021/任务分解表.xlsx", place / "inputs/2021/任务分解表.xlsx")
    return place


@pytest.fixture
def province(tmp_path: Path) -> Path:
    """Three offices, one of them deeper, beside folders that are none."""
    root = tmp_path / "省"
    for name in ("甲市/乙县", "丙市", "丁市"):
        lay_office(root / name)
    (root / "说明").mkdir()
    return root


def asking(job: Job, day: date = TODAY) -> Callable[[Member], Task]:
    return lambda one: Task(str(one.root), job, day, Terms())
