"""Plans whose targets have several leads, and what may come back from them: made by a seed, read by the real command.

Every unit, target and figure is drawn; what was written is kept beside, so that a test knows what stands in which sheet.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from pipeline.files.spreadsheets.writing import Value
from pipeline.inputs.decisions.register import DECISION_CHOICES, DECISION_TABLES
from pipeline.inputs.plan.workbook import load_plan, write_plan
from pipeline.inputs.returns.form import Entries, form
from pipeline.inputs.returns.layout import COUNTY_SHEET, DATE_LABEL, PROGRESS_SHEET
from pipeline.inputs.tables.writer import write_tables
from pipeline.model.months import Month
from pipeline.model.plan import Plan, Target
from pipeline.model.workspace import Workspace

YEAR = 2023
MONTHS = (Month(YEAR, 5), Month(YEAR, 6))
LEADS = ("市甲局", "市乙局", "市丙局")
COUNTIES = ("东县", "西县")

_PROFILE = {
    "年度": str(YEAR),
    "城市": "某市",
    "市政府": "某市人民政府",
    "通知标题": "关于印发任务分解方案的通知",
    "通知文号": "某政办〔2023〕1号",
    "通知日期": "2023-04-10",
    "汇总单位": "市发改委",
    "发文机关": "某市发展和改革委员会",
    "发文机关标志": "某市发展和改革委员会文件",
    "发文字号代字": "某发改",
    "报告主送": "市人民政府",
}


@dataclass
class Drawn:
    """A workspace, its plan, and by month, unit and target the figure a sheet that counts holds: None for a blank row."""

    root: Path
    plan: Plan
    written: dict[tuple[Month, str, str], Decimal | None] = field(default_factory=dict)
    checked: set[tuple[Month, str]] = field(default_factory=set)


def draw(seed: int, root: Path) -> Drawn:
    """The workspace of a seed, below `root`."""
    dice = random.Random(seed)
    folder = root / "inputs" / str(YEAR)
    folder.mkdir(parents=True)
    rows = {"单位": _units(), "概况": [(key, value, "") for key, value in _PROFILE.items()], **_tasks(dice)}
    (folder / "任务分解表.xlsx").write_bytes(write_plan(rows, date(YEAR, 4, 10)))
    drawn = Drawn(root, load_plan(Workspace(root), YEAR))
    for month in MONTHS:
        place = folder / f"{month.number:02d}"
        place.mkdir()
        for name, data in _returns(dice, drawn, month):
            (place / name).write_bytes(data)
    register = write_tables(
        DECISION_TABLES, {"核实": list(_decisions(dice, drawn))}, DECISION_CHOICES, date(YEAR, 6, 27)
    )
    (folder / "处理登记.xlsx").write_bytes(register)
    return drawn


def _units() -> list[tuple[str, ...]]:
    names = ("市发改委", *LEADS, *COUNTIES)
    return [
        (str(order), name, f"某{name}", f"某{name}", "", "市政府工作部门", "是" if name in COUNTIES else "")
        for order, name in enumerate(names, 1)
    ]


def _tasks(dice: random.Random) -> dict[str, list[tuple[str, ...]]]:
    matters, targets = [], []
    for number in range(1, dice.randint(1, 2) + 1):
        leads = dice.sample(LEADS, dice.randint(1, 3))
        matters.append((str(number), f"事项{number}", "任务", "、".join(leads), "、".join(COUNTIES), ""))
        for index in range(1, dice.randint(1, 3) + 1):
            kind = dice.choice(("累计数", "累计数", "累计数", "保持", "名单", "定性"))
            choices = ["同报"] if kind in ("保持", "定性") else ["同报", "相加"]
            pooling = dice.choice(choices)
            own = dice.choice((*leads, "")) if dice.random() < 0.3 else ""
            goal, measure = {"定性": ("", ""), "保持": ("95", "%")}.get(kind, ("120", "个"))
            counties = "、".join(COUNTIES) if kind == "累计数" and dice.random() < 0.3 else ""
            asked = (
                f"T{number:02d}-{index}",
                str(number),
                f"指标{number}之{index}",
                "原文",
                kind,
                goal,
                measure,
            )
            targets.append((*asked, "", "建成", "", "", "", own, counties, *[""] * 12, pooling))
    return {"实事": matters, "指标": targets}


def _returns(dice: random.Random, drawn: Drawn, month: Month) -> Iterator[tuple[str, bytes]]:
    common = {target.id: _amount(dice, target, month) for target in drawn.plan.targets}
    for lead in LEADS:
        how = dice.choice(("sent", "sent", "sent", "sent", "missing", "wrong month", "stranger", "twice"))
        unit = drawn.plan.unit(lead)
        if how == "missing" or not drawn.plan.led_by(lead):
            continue
        cells: dict[tuple[str, str, str, str], Value] = {}
        wrote: dict[str, Decimal | None] = {}
        for target in drawn.plan.led_by(lead):
            wrote[target.id] = _fill(dice, target, month, common[target.id], cells)
        name, when = unit, month
        if how == "stranger":
            name = replace(unit, names=(replace(unit.names[0], short=f"{lead}下属中心"),))
        if how == "wrong month":
            when = Month(YEAR, month.number + 1)
        foot: dict[str, Value] = {DATE_LABEL: date(YEAR, when.number, 24)}
        data = form(drawn.plan, name, when, Entries(cells, foot))
        assert data is not None
        yield f"{lead}.xlsx", data
        if how == "twice":
            foot = {DATE_LABEL: date(YEAR, month.number, dice.choice((23, 24)))}
            again = form(drawn.plan, unit, month, Entries({}, foot))
            assert again is not None
            yield f"{lead}再报.xlsx", again
        usable = how == "sent" or (how == "twice" and foot[DATE_LABEL] == date(YEAR, month.number, 23))
        if usable:
            drawn.written |= {(month, lead, target): value for target, value in wrote.items()}


def _amount(dice: random.Random, target: Target, month: Month) -> Decimal:
    return (
        Decimal(dice.choice(("95", "96.5")))
        if target.kind.ratio
        else Decimal(10 * (month.number - 4) + dice.randint(0, 3))
    )


def _fill(
    dice: random.Random,
    target: Target,
    month: Month,
    common: Decimal,
    cells: dict[tuple[str, str, str, str], Value],
) -> Decimal | None:
    """Write a row as a unit might; its figure, None for one left blank (and for 定性)."""
    place = (PROGRESS_SHEET.name, target.id, "")
    how = dice.choice(("agrees", "agrees", "agrees", "differs", "blank", "restated", "no number"))
    cells[*place, "as_of"] = date(YEAR, month.number, dice.choice((20, 20, 20, 18)))
    if how != "blank":
        cells[*place, "headline"] = dice.choice(("做了一些事", "又做了一些事", ""))
        cells[*place, "difficulty"] = dice.choice(("缺钱", ""))
        cells[*place, "reason"] = dice.choice(("天气不好", ""))
    if not target.kind.quantified or how == "blank":
        return None
    value = common + (1 if how == "differs" else 0)
    cells[*place, "cumulative"] = "约十个" if how == "no number" else value
    if how == "restated" and target.kind.cumulative:
        cells[*place, "corrected_last"] = Decimal(dice.randint(1, 9))
        cells[*place, "correction"] = dice.choice(("重复计算", ""))
    for county in target.counties:
        share = value - 3 if county == COUNTIES[0] else Decimal(3)
        cells[COUNTY_SHEET.name, target.id, county, "cumulative"] = dice.choice((share, share, share, None))
    return None if how == "no number" else value


def _decisions(dice: random.Random, drawn: Drawn) -> Iterator[tuple[str, ...]]:
    for target in drawn.plan.targets:
        if not target.kind.quantified or dice.random() > 0.25:
            continue
        month, unit = dice.choice(MONTHS), dice.choice(("", *target.leads))
        if not unit or len(target.leads) == 1:
            drawn.checked.add((month, target.id))
        checked = "96" if target.kind.ratio else "12"
        if drawn.written.get((month, unit, target.id)) is not None:
            # What people checked of one lead's figure stands for what its sheet holds.
            drawn.written[month, unit, target.id] = Decimal(checked)
        row = {
            "月份": str(month),
            "编号": target.id,
            "单位": unit,
            "核实值": checked,
            "方式": "电话核实",
            "依据": "记录",
            "经办岗位": "综合岗",
            "日期": "2023-06-26",
        }
        table = next(table for table in DECISION_TABLES if table.name == "核实")
        yield tuple(row.get(column, "") for column in table.columns)
