"""汇总: a lead's own form, filled from its county sheets, with what everybody reported to it behind.

Each filled cell carries a note with its source. The sheet behind uses none of the form's headers, so that
the lead can send the whole workbook on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.files.spreadsheets.writing import Page, Value, listing
from pipeline.inputs.returns.form import Entries, Slot, form
from pipeline.inputs.returns.layout import COUNTY_SHEET, PROGRESS_SHEET
from pipeline.model.figures import Figure, plain
from pipeline.model.findings import COLLATED_NOTE
from pipeline.model.months import chinese_date
from pipeline.model.plan import Plan, Role, Target, Unit
from pipeline.model.readings import Row, Settled
from pipeline.progress.collate import Collated

_COLUMNS = (
    ("报送单位", 16.0),
    ("角色", 8.0),
    ("事项", 24.0),
    ("报送数", 12.0),
    ("计数单位", 10.0),
    ("数据截至", 14.0),
    ("做了什么", 40.0),
    ("困难问题", 30.0),
    ("来源", 44.0),
)


def collated_form(plan: Plan, settled: Settled, unit: Unit, collated: Sequence[Collated]) -> bytes:
    """The workbook of a unit that leads: 进展情况 and 分县区 filled where counties reported, 各单位报送情况 behind."""
    values: dict[Slot, Value] = {}
    notes: dict[Slot, str] = {}
    for place, value, note in _entries(plan, settled, collated):
        values[place], notes[place] = value, f"{COLLATED_NOTE}{note}"
    data = form(plan, unit, settled.month, Entries(values, {}, notes), [_behind(plan, settled, unit)])
    assert data is not None, unit.key  # a unit that leads has a form
    return data


def _entries(plan: Plan, settled: Settled, collated: Sequence[Collated]) -> Iterator[tuple[Slot, Value, str]]:
    day, terms = plan.naming_day(settled.month), plan.terms
    for one in collated:
        target = one.target
        for county, figure in one.counties.items():
            place = (COUNTY_SHEET.name, target.id, county, "cumulative")
            yield place, _scaled(target, figure), f"来源：{_sources(figure)}"
        for county, why in one.missing.items():
            yield (COUNTY_SHEET.name, target.id, county, "cumulative"), None, f"{plan.name(county, day)}{why}"
        whole = (PROGRESS_SHEET.name, target.id, "", "cumulative")
        if one.whole is None:
            missing = "、".join(plan.name(county, day) for county in one.missing)
            yield (
                whole,
                None,
                f"没有合计：缺{missing}"
                if missing
                else terms.of("这类指标不能由县（市）区数相加，请填全市数"),
            )
            continue
        shares = "、".join(
            f"{plan.name(county, day)} {plain(_scaled(target, figure))}"
            for county, figure in one.counties.items()
        )
        yield (
            whole,
            _scaled(target, one.whole),
            f"{len(one.counties)}个{terms.lower}合计 {plain(_scaled(target, one.whole))}{target.measure.text}：{shares}。"
            f"各数来源见{terms.of(COUNTY_SHEET.name)}表的批注",
        )
        if one.this_month is not None:
            place = (PROGRESS_SHEET.name, target.id, "", "this_month")
            yield place, _scaled(target, one.this_month), f"各{terms.lower}{terms.of('本月完成')}之和"
        if one.as_of is not None:
            yield (PROGRESS_SHEET.name, target.id, "", "as_of"), one.as_of, f"各{terms.lower}填的都是这一天"


def _scaled(target: Target, figure: Figure) -> Decimal:
    """In the measure of both sheets."""
    return figure.amount / target.measure.factor


def _sources(figure: Figure) -> str:
    return "；".join(f"{cell}，读到“{cell.read}”" for cell in figure.cells)


def _behind(plan: Plan, settled: Settled, unit: Unit) -> Page:
    """Everybody's own rows, departments' and counties', as reported; who reported nothing is named."""
    return listing(
        "各单位报送情况",
        "各单位报送情况",
        _COLUMNS,
        list(_rows(plan, settled, unit)),
        plan.terms.of("只供汇总时参考，报送时不用删本页。只有县（市）区的数计入合计，部门的数不相加。"),
    )


def _rows(plan: Plan, settled: Settled, unit: Unit) -> Iterator[Sequence[Value]]:
    day = plan.naming_day(settled.month)
    for other in plan.cooperating_with(unit.key):
        name = plan.name(other.key, day)
        role = plan.terms.of((Role.COUNTY if other.county else Role.COOPERATING).value)
        own = [
            row
            for row in settled.returns.shares
            if row.unit == other.key and unit.key in plan.target(row.target).leads
        ]
        said = [row for row in own if _written(row) or row.headline or row.progress or row.difficulty]
        if not said:
            yield name, role, "没有填写内容" if own else "未报送", None, "", "", "", "", ""
        for row in said:
            yield name, role, *_said(plan, settled, row)


def _written(row: Row) -> str:
    cell = row.cells.get("cumulative")
    return cell.read.strip() if cell is not None else ""


def _said(plan: Plan, settled: Settled, row: Row) -> tuple[Value, ...]:
    target = plan.target(row.target)
    figure = settled.shares.get((row.target, row.unit))
    cell, written = row.cells.get("cumulative"), _written(row)
    value: Value = figure.amount if figure is not None else f"存疑：{written}" if written else None
    return (
        f"{target.id} {target.name}",
        value,
        target.measure.base if figure is not None else "",
        chinese_date(row.as_of) if row.as_of is not None else "",
        row.headline or row.progress,
        row.difficulty,
        str(cell) if cell is not None else "",
    )
