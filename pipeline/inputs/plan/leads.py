"""Who answers for a target: how several leads report it, and who of them gets a letter if the plan does not say."""

from __future__ import annotations

from dataclasses import replace

from pipeline.inputs.tables.reader import Problems, Record
from pipeline.model.codes import Code
from pipeline.model.findings import Finding
from pipeline.model.kinds import Kind
from pipeline.model.plan import Plan, Pooling, Target, Unit


def pooling(record: Record, kind: Kind) -> Pooling | None:
    """填报方式; a ratio cannot be added up."""
    text = record.choice("填报方式", tuple(Pooling), "")
    if text == Pooling.SUM and not kind.cumulative:
        record.fault(Code.P05, "填报方式", f"{kind.name}类的指标不能相加", "请改成“同报”，或只写一个责任单位")
        return None
    return Pooling(text) if text else None


def check_leads(plan: Plan, rows: dict[str, Record], problems: Problems) -> None:
    """P14: of several leads nobody can tell whose figure counts unless the plan says so; one finding a matter."""
    for matter in plan.matters:
        unsaid = [
            target
            for target in plan.targets_of(matter.number)
            if len(target.leads) > 1 and target.pooling is None and target.kind.quantified
        ]
        if unsaid:
            several = "、".join(dict.fromkeys(lead for target in unsaid for lead in target.leads))
            row, named = rows[unsaid[0].id], "、".join(f"{target.id} {target.name}" for target in unsaid)
            cell = row.cell("填报方式" if "填报方式" in row.columns else "编号")
            said = f"指标：{plan.terms.of('实事')}{matter.number}有几个责任单位（{several}），没有写明由谁填报：{named}"
            problems.add(Code.P14, cell, said)


def with_letters(
    units: tuple[Unit, ...], targets: tuple[Target, ...], problems: Problems
) -> tuple[Unit, ...]:
    """The units, 反馈函 filled in where it was left empty: 是 for leads and counties, else 可选; what is 是 is told (P15)."""
    leads = {lead for target in targets for lead in target.leads}
    filled = {
        unit.key: "是" if unit.county or unit.key in leads else "可选" for unit in units if not unit.letter
    }
    sent = "、".join(key for key, letter in filled.items() if letter == "是")
    if sent:
        problems.findings.append(Finding(Code.P15, f"单位：“反馈函”没有填，按“是”办理：{sent}"))
    return tuple(replace(unit, letter=unit.letter or filled[unit.key]) for unit in units)
