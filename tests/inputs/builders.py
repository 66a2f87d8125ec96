"""A tiny city in code: a plan and a month's returns from what a case file says.

City: lead 甲局, cooperating 乙局, counties 东县、西县、南县; the year is 2021. Numbers in case files are
text as a unit would type it, in the measure of the row (the plan's, unless the row names another).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.inputs.returns.check.facts import Facts
from pipeline.inputs.returns.layout import (
    COOPERATION_SHEET,
    COUNTY_SHEET,
    MILESTONE_SHEET,
    PROGRESS_SHEET,
    SheetLayout,
)
from pipeline.model.figures import Cell, Figure, Measure
from pipeline.model.findings import Finding
from pipeline.model.funds import MONEY, YUAN, Funds
from pipeline.model.kinds import KINDS, Direction, Pacing, Relation
from pipeline.model.milestones import Milestone, State
from pipeline.model.months import DayShift, Month, WorkCalendar
from pipeline.model.office_terms import Terms
from pipeline.model.periods import Cycle, DueDay
from pipeline.model.plan import Matter, Name, Plan, Role, Target, Unit
from pipeline.model.promises import Adjustment, Goal, Handover, Node
from pipeline.model.readings import CountyRow, Reading, Returns, Row, UnitReport, reference
from pipeline.model.settings import Office, Profile, Rules

CASES = Path(__file__).resolve().parent.parent / "cases"
COUNTIES = ("东县", "西县", "南县")
FIRST_ROW = 5
Table = Mapping[str, Any]

_NUMBERS = ("cumulative", "this_month", "corrected_last")
_PARTS = ("numerator", "denominator")


def load(name: str) -> dict[str, Any]:
    """A case file of `tests/cases` as TOML."""
    return tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))


def month_of(case: Table) -> Month:
    """The month a case is about: September unless it says otherwise."""
    return Month.parse(case.get("month", "2021-09"))


def make_plan(case: Table) -> Plan:
    """The plan of a case: `targets` by id, `rules` and `office` where they differ from the default."""
    rules = dict(case.get("rules", {}))
    if "day_shift" in rules:
        rules["day_shift"] = DayShift(rules["day_shift"])
    if "cycle" in rules:
        rules["cycle"] = Cycle.parse(rules["cycle"])
    for due in {"lead_due", "cooperating_due"} & set(rules):
        rules[due] = DueDay.parse(str(rules[due]))
    targets = tuple(_target(target_id, table) for target_id, table in case.get("targets", {}).items())
    nodes = tuple(
        Node(target.id, due, Decimal(asked) * target.measure.factor, "")
        if asked.isdigit()
        else Node(target.id, due, None, "", words=asked)
        for target in targets
        for due, asked in case["targets"][target.id].get("nodes", ())
    )
    return Plan(
        profile=_profile(Office(case.get("office", "汇总单位"))),
        matters=(Matter(1, "办一件实事", "", ("甲局",), ("乙局", *COUNTIES), ""),),
        targets=targets,
        nodes=nodes,
        units=tuple(_unit(order, key) for order, key in enumerate(("甲局", "乙局", *COUNTIES), 1)),
        rules=replace(Rules(first_month=6), **rules),
        calendar=WorkCalendar(off=frozenset(), working=frozenset({date(2021, 9, 26)}), source="示例"),
        county_goals={},
    )


def _profile(office: Office) -> Profile:
    words = dict.fromkeys(Profile.__dataclass_fields__, "")
    known: dict[str, Any] = {
        "year": 2021,
        "city": "某市",
        "notice_date": date(2021, 5, 29),
        "terms": Terms(),
        "office": office,
        "compiler": "某市发改委",
        "lead": "甲局" if office is Office.LEAD else "",
    }
    return Profile(**(words | known))


def _unit(order: int, key: str) -> Unit:
    name = Name(short=key, full="", address="", since=None, until=None, confirmed="")
    return Unit(key, order, "", key in COUNTIES, True, "可选", (name,), (), "", "")


def _target(target_id: str, table: Table) -> Target:
    kind = KINDS[table["kind"]]
    measure = Measure.parse(table.get("measure", "%" if kind.ratio else ""))
    amount = Decimal(table["goal"]) * measure.factor if kind.quantified else None
    goals = [Goal(amount, None, "", absent=table.get("absent", False))]
    for change in table.get("changes", ()):
        new = Decimal(change["goal"]) * measure.factor if "goal" in change else amount
        told = {
            word: change[word] for word in ("suspended", "absent", "until", "printable") if word in change
        }
        kind_of = Adjustment(change.get("change", "目标值"))
        goals.append(Goal(new, change["since"], change["source"], change=kind_of, **told))
    return Target(
        id=target_id,
        matter=1,
        name=table.get("name", target_id),
        text="",
        kind=kind,
        measure=measure,
        aliases=tuple(table.get("aliases", ())),
        verb=table.get("verb", ""),
        numerator=table.get("numerator", ""),
        denominator=table.get("denominator", ""),
        part_of=table.get("part_of", ""),
        leads=("甲局",),
        counties=tuple(table.get("counties", ())),
        pacing=Pacing("按节点" if table.get("by_nodes") else table.get("pacing", "按序时")),
        whole_numbers=kind.cumulative and not table.get("fractions", False),
        counting_rule="",
        goals=tuple(goals),
        direction=Direction(table.get("direction", "不低于")),
        margin=Decimal(table.get("margin", "0")) * measure.factor,
        striving=table.get("striving", False),
        relation=Relation(table.get("relation", "合计")),
        warrant=table.get("warrant", ""),
        phrasing=table.get("phrasing", ""),
        urged_as=table.get("urged_as", ""),
        handovers=tuple(Handover(since, leads, "") for since, leads in table.get("handovers", ())),
    )


def make_returns(plan: Plan, case: Table) -> Returns:
    """What came in: `rows` by target id, `counties` and `shares` by target id and county, `reports` by unit."""
    month = month_of(case)
    numbers = {target.id: FIRST_ROW + index for index, target in enumerate(plan.targets)}
    rows = tuple(
        _row(plan.target(target_id), numbers[target_id], written)
        for target_id, written in case.get("rows", {}).items()
    )
    shares = [
        (target_id, area, text)
        for target_id, by_area in case.get("counties", {}).items()
        for area, text in by_area.items()
    ]
    counties = tuple(
        _county(plan.target(target_id), FIRST_ROW + index, area, text)
        for index, (target_id, area, text) in enumerate(shares)
    )
    reports = tuple(_report(plan, month, table) for table in case.get("reports", ({"unit": "甲局"},)))
    own = tuple(
        _row(plan.target(target_id), numbers[target_id], {"cumulative": text}, unit)
        for target_id, by_unit in case.get("shares", {}).items()
        for unit, text in by_unit.items()
    )
    milestones = tuple(
        Milestone(
            target_id, "甲局", due, State(state), None, _cell(MILESTONE_SHEET, FIRST_ROW, "state", state)
        )
        for target_id, due, state in case.get("milestones", ())
    )
    return Returns(month, reports=reports, rows=rows, counties=counties, shares=own, milestones=milestones)


def facts_of(case: Table) -> Facts:
    """All that the rules may look at: `last` month's figures, those `before`, and `long_ago` (month, number); nodes `reached` by then."""
    plan = make_plan(case)
    last_month = plan.cycle.previous(month_of(case))
    last, before = _figures(plan, case.get("last", {})), _figures(plan, case.get("before", {}))
    long_ago = {
        target_id: (Month.parse(month), _figures(plan, {target_id: text})[target_id])
        for target_id, (month, text) in case.get("long_ago", {}).items()
    }
    known = {target_id: (plan.cycle.previous(last_month), figure) for target_id, figure in before.items()}
    known |= {target_id: (last_month, figure) for target_id, figure in last.items()}
    spoilt = frozenset(case.get("spoilt", ()))
    reached = dict.fromkeys(map(tuple, case.get("reached", ())), last_month)
    return Facts(plan, make_returns(plan, case), last, before, long_ago | known, spoilt, reached)


def _figures(plan: Plan, texts: Mapping[str, str]) -> dict[str, Figure]:
    targets = {target_id: plan.target(target_id) for target_id in texts}
    return {
        target_id: Figure(Decimal(texts[target_id]) * target.measure.factor, target.measure.base)
        for target_id, target in targets.items()
    }


def _cell(layout: SheetLayout, row: int, column: str, read: str, unit: str = "甲局") -> Cell:
    names = [each.name for each in layout.columns if not each.told]
    return Cell(f"{unit}.xlsx", layout.name, reference(row, names.index(column) + 1), read, sha256="")


def _row(target: Target, number: int, written: Table, unit: str = "甲局") -> Row:
    layout = PROGRESS_SHEET if unit == "甲局" else COOPERATION_SHEET
    texts = {"measure": target.measure.text, **written}
    measure = Measure.parse(texts["measure"])
    cells = {
        column.name: _cell(layout, number, column.name, str(texts.get(column.name, "")), unit)
        for column in layout.columns
        if not column.told and column.name not in texts.get("without", ())
    }
    figures: dict[str, Any] = {
        name: _reading(texts[name], cells[name], target, measure if name in _NUMBERS else None)
        for name in (*_NUMBERS, *_PARTS)
        if texts.get(name)
    }
    words = ("correction", "headline", "reason", "progress", "difficulty", "works")
    money = {
        name: Figure(Decimal(texts[name]) * 10000, YUAN, (cells[name],)) for name in MONEY if name in texts
    }
    return Row(
        target.id,
        unit,
        cells,
        **figures,
        as_of=texts.get("as_of"),
        **{name: texts.get(name, "") for name in words},
        funds=Funds(**money),
    )


def _reading(text: str, cell: Cell, target: Target, measure: Measure | None) -> Reading:
    value = Decimal(text)
    decimals = len(text.partition(".")[2])
    if measure is None:
        return Reading(Figure(value, "", (cell,)), decimals)
    return Reading(Figure(value * measure.factor, target.measure.base, (cell,)), decimals, measure.exponent)


def _county(target: Target, number: int, area: str, text: str) -> CountyRow:
    cell = _cell(COUNTY_SHEET, number, "cumulative", text)
    # 2.00万 is of ten thousands, all else of single ones.
    scale = "万" * text.endswith("万")
    measure = Measure.parse(scale + target.measure.base)
    reading = _reading(text.removesuffix("万"), cell, target, measure) if text else None
    return CountyRow(target.id, "甲局", area, reading, cell)


def _report(plan: Plan, month: Month, table: Table) -> UnitReport:
    unit, role = table["unit"], Role(table.get("role", "责任"))
    due = plan.lead_deadline(month) if role is Role.LEAD else plan.cooperating_deadline(month)
    file = table.get("file", f"{unit}.xlsx")
    received: date | None = table.get("received", month.day(24) if file else None) or None
    late = received is not None and received > due
    return UnitReport(unit, role, due.day, received, late, file)


def names_of(cases: Sequence[Table]) -> list[str]:
    """Names of cases, for ids; a name used twice would hide a case."""
    names = [case["name"] for case in cases]
    assert len(set(names)) == len(names), "two cases of one name"
    return names


def said(finding: Finding, key: str) -> str:
    """What a case file calls by that name."""
    told = {"code": finding.code.name, "file": finding.place.file, "sheet": finding.place.sheet}
    told["cell"] = finding.place.ref
    return told[key] if key in told else getattr(finding, key)
