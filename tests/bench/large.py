"""A city that cannot be: a thousand units, a hundred matters, a thousand targets. Seconds and memory of whole commands.

Run by `nox -s bench` and by hand (`python -m tests.bench.large`); prints, never fails. Every unit reports for one month.
"""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

from pipeline.files.spreadsheets.writing import Value
from pipeline.inputs.plan.schema import TABLES
from pipeline.inputs.plan.workbook import load_plan, write_plan
from pipeline.inputs.returns.form import Entries, form
from pipeline.inputs.returns.layout import DATE_LABEL, PROGRESS_SHEET
from pipeline.model.months import Month
from pipeline.model.workspace import Workspace
from tests.command import minsheng

UNITS, MATTERS = 1_000, 100
MONTH = Month(2023, 6)
PROFILE = {
    "年度": "2023",
    "城市": "云川市",
    "市政府": "云川市人民政府",
    "通知标题": "云川市人民政府办公室关于印发2023年云川市重点民生实事任务分解方案的通知",
    "通知文号": "云政办〔2023〕7号",
    "通知日期": "2023-05-10",
    "工作区单位": "汇总单位",
    "汇总单位": "市第1局",
    "督查机构": "市政府督查室",
    "督办名义": "市政府办公室",
    "发文机关": "云川市第1局",
    "发文机关标志": "云川市第1局文件",
    "发文字号代字": "云一",
    "报告主送": "市人民政府",
    "自称": "我局",
    "联系方式": "市第1局综合岗 0000-0000001",
}


def main() -> None:
    """Make the workspace, then read it cold, read it warm, and make its month."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        root = lay(place / "工作目录")
        settings = {**os.environ, "XDG_CACHE_HOME": str(place / "读数"), "LOCALAPPDATA": str(place / "读数")}
        for name, goal, command in (
            ("check, cold", None, ("check", str(MONTH))),
            ("check, warm", 3, ("check", str(MONTH), "--today", "2023-07-01")),
            ("monthly, warm", 8, ("monthly", str(MONTH))),
        ):
            seconds, memory, code = taken(
                [sys.executable, "-m", "pipeline", "-C", str(root), *command], settings
            )
            wanted = f", goal {goal} s and 250 MiB" if goal else ""
            print(
                f"{UNITS} units, {name}: {seconds:.1f} s of processor time, {memory:.0f} MiB (exit {code}{wanted})"
            )


def lay(root: Path) -> Path:
    """The workspace: each unit leads one target, ten of them a matter, each a sheet for one month."""
    assert minsheng("init", root, "--year", MONTH.year).code == 0
    units = [f"市第{number}局" for number in range(1, UNITS + 1)]
    each = UNITS // MATTERS
    leads = {number: units[(number - 1) * each : number * each] for number in range(1, MATTERS + 1)}
    targets = [
        {
            "编号": f"T{matter:03}-{number}",
            "实事序号": str(matter),
            "指标": f"建设第{matter}类第{number}批",
            "类型": "累计数",
            "目标值": "1000",
            "计量单位": "个",
            "责任单位": lead,
        }
        for matter, own in leads.items()
        for number, lead in enumerate(own, 1)
    ]
    rows = {
        "概况": [{"项目": item, "内容": value} for item, value in PROFILE.items()],
        "实事": [
            {
                "序号": str(number),
                "实事事项": f"办好第{number}件实事",
                "目标任务": "各建设1000个",
                "责任单位": "、".join(own),
            }
            for number, own in leads.items()
        ],
        "指标": targets,
        "单位": [
            {
                "序号": str(number),
                "简称": unit,
                "全称": f"云川{unit}",
                "类别": "市政府工作部门",
                "反馈函": "是",
            }
            for number, unit in enumerate(units, 1)
        ],
        "规则": [{"规则": "首报月份", "值": str(MONTH.number)}],
    }
    columns = {table.name: tuple(table.columns) for table in TABLES}
    tables = {
        name: [[row.get(column, "") for column in columns[name]] for row in told]
        for name, told in rows.items()
    }
    (root / "inputs/2023/任务分解表.xlsx").write_bytes(write_plan(tables, date(2023, 3, 20)))
    office = Workspace(root)
    plan = load_plan(office, MONTH.year)
    folder = office.month_folder(MONTH)
    folder.mkdir(parents=True, exist_ok=True)
    for number, target in enumerate(plan.targets):
        (lead,) = target.leads
        written: dict[str, Value] = {
            "this_month": Decimal(300 + number % 600),
            "cumulative": Decimal(300 + number % 600),
            "measure": "个",
            "as_of": date(2023, 6, 20),
            "reason": "雨天停工较多",
        }
        held = {column.name for column in PROGRESS_SHEET.columns if column.entry}
        cells = {
            (PROGRESS_SHEET.name, target.id, "", name): value
            for name, value in written.items()
            if name in held
        }
        foot: dict[str, Value] = {"填报人": "综合岗", DATE_LABEL: date(2023, 6, 23)}
        data = form(plan, plan.unit(lead), MONTH, Entries(cells, foot))
        assert data is not None
        (folder / f"{lead}.xlsx").write_bytes(data)
    return root


def taken(command: list[str], settings: dict[str, str]) -> tuple[float, float, int]:
    """Processor seconds of a command and of all it starts, the memory of the largest, its exit code."""
    if sys.platform == "win32":
        raise SystemExit("Windows does not tell what a process used.")
    import resource
    import subprocess

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    code = subprocess.run(command, check=False, capture_output=True, env=settings).returncode
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, after.ru_maxrss / 1024, code


if __name__ == "__main__":
    main()
