"""Offices that cost little: a plan each, and nothing that came in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pipeline.inputs.plan.workbook import write_plan
from pipeline.model.workspace import Terms
from pipeline.workflows.fleet.members import Member
from pipeline.workflows.fleet.tasks import Clock, Task
from pipeline.workflows.jobs import Job

NINE = datetime(2021, 7, 26, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = NINE.date()


def nine() -> datetime:
    return NINE


def no_time() -> float:
    return 0.0


CLOCK = Clock(nine, no_time)


_PROFILE = {
    **{
        "年度": "2021",
        "市政府": "某市人民政府",
        "通知标题": "某市人民政府关于印发民生实事的通知",
        "通知文号": "某政〔2021〕1号",
    },
    **{
        "通知日期": "2021-04-29",
        "汇总单位": "市发改委",
        "发文机关": "某市发展和改革委员会",
        "发文字号代字": "某发改",
    },
    **{"报告主送": "市人民政府", "单位名称核定": "综合岗 2021-05-01"},
}
COUNTIES = ("红旗区", "卫滨区", "牧野区", "凤泉区", "卫辉市", "辉县市", "获嘉县")


def small_plan(city: str = "某市", **more: str) -> bytes:
    """A plan of two leads and seven counties; `more` are items of 概况."""
    departments = (
        ("市发改委", "某市发展和改革委员会"),
        ("市人社局", "某市人力资源和社会保障局"),
        ("市妇联", "某市妇女联合会"),
    )
    units = [(short, full, "", "", "", "") for short, full in departments]
    units += [(name, f"{name}人民政府", "", "", name[-1], "是") for name in COUNTIES]
    rows = {
        "概况": [(key, text, "") for key, text in {**_PROFILE, "城市": city, **more}.items()],
        "单位": [(str(number), *unit) for number, unit in enumerate(units, 1)],
        "实事": [
            ("1", "促进就业", "新增就业7万人", "市人社局", "各县（市、区）", ""),
            ("2", "关爱妇女", "检查5万人", "市妇联", "", ""),
        ],
        "指标": [
            ("T01-1", "1", "新增就业", "新增就业7万人", "累计数", "7", "万人"),
            ("T02-1", "2", "免费检查", "检查5万人", "累计数", "5", "万人"),
        ],
    }
    return write_plan(rows, date(2021, 5, 1))


def lay_office(place: Path, data: bytes | None = None) -> Path:
    """A workspace with a small plan, or the one given."""
    (place / "inputs/2021").mkdir(parents=True)
    (place / "inputs/2021/任务分解表.xlsx").write_bytes(data or small_plan())
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
