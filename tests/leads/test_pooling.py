"""What becomes of the figures of several leads (填报方式): laws over drawn months, and the words by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.inputs.decisions.register import Decisions, Verified
from pipeline.inputs.returns.settle import settle
from pipeline.model.codes import Code, Effect
from pipeline.model.figures import Cell, Figure
from pipeline.model.findings import Finding
from pipeline.model.months import Month
from pipeline.model.plan import Name, Plan, Pooling, Role, Unit
from pipeline.model.readings import CountyRow, Reading, Returns, Row, Settled, UnitReport
from pipeline.progress.candidates import candidates
from tests.inputs.builders import make_plan

LEADS = ("甲局", "丙局", "丁局")
CELL = Cell("甲局.xlsx", "进展情况", "I5", "10", sha256="")
MONTHS = (Month(2021, 8), Month(2021, 9))
_CITY: dict[str, Any] = {
    "targets": {"T01": {"name": "建成场地", "kind": "累计数", "goal": "120", "measure": "个"}}
}


def city(pooling: Pooling, leads: int = 2) -> Plan:
    """A plan of one target that several leads report."""
    plan = make_plan(_CITY)
    more = [
        Unit(key, 10, "", False, True, "可选", (Name(key, "", "", None, None, ""),), (), "", "")
        for key in LEADS[1:]
    ]
    target = replace(plan.targets[0], leads=LEADS[:leads], pooling=pooling)
    matter = replace(plan.matters[0], leads=LEADS[:leads])
    return replace(plan, units=(*plan.units, *more), targets=(target,), matters=(matter,))


def row(unit: str, value: int | None, corrected: int | None = None, why: str = "", day: int = 20) -> Row:
    """A lead's row; None for a cell left blank."""
    cells = {
        name: Cell(f"{unit}.xlsx", "进展情况", ref, "" if read is None else str(read), sha256="")
        for name, ref, read in (("cumulative", "G5", value), ("corrected_last", "K5", corrected))
    }
    readings = {
        name: None if read is None else Reading(Figure(Decimal(read), "个", (cells[name],)), 0)
        for name, read in (("cumulative", value), ("corrected_last", corrected))
    }
    return Row(
        "T01",
        unit,
        cells,
        cumulative=readings["cumulative"],
        corrected_last=readings["corrected_last"],
        as_of=None if value is None else date(2021, 9, day),
        correction=why,
    )


def month_of(plan: Plan, month: Month, rows: list[Row], refused: tuple[str, ...] = ()) -> Returns:
    """A month in which the units of these rows sent their sheets, and others what cannot be used."""
    came = {one.unit for one in rows}
    reports = tuple(
        UnitReport(
            unit,
            Role.LEAD,
            25,
            date(2021, month.number, 24) if unit in came else None,
            file=f"{unit}.xlsx" if unit in came else "",
            refused="坏表.xlsx" if unit in refused else "",
        )
        for unit in plan.targets[0].leads
    )
    return Returns(month, reports=reports, rows=tuple(rows))


def september(pooling: Pooling, *rows: Row, refused: tuple[str, ...] = ()) -> Settled:
    """September alone."""
    plan = city(pooling)
    return settle(plan, month_of(plan, MONTHS[1], list(rows), refused), Decisions(), [])


def told(settled: Settled) -> list[str]:
    """Codes and whom they are about."""
    return [f"{one.code} {one.unit}".strip() for one in settled.findings]


def test_what_all_leads_report_alike_is_the_figure_and_names_every_cell() -> None:
    settled = september(Pooling.SAME, row("甲局", 45), row("丙局", 45))
    figure = settled.values["T01"]
    assert (figure.amount, [cell.file for cell in figure.cells]) == (45, ["甲局.xlsx", "丙局.xlsx"])
    assert told(settled) == []


def test_leads_that_differ_are_both_told_and_no_figure_is_used() -> None:
    settled = september(Pooling.SAME, row("甲局", 45), row("丙局", 46))
    assert (dict(settled.values), settled.doubtful) == ({}, {"T01"})
    assert told(settled) == ["U04 甲局", "U04 丙局"]
    assert (
        settled.findings[0].message
        == "T01 建成场地由几个责任单位同报，累计完成不一致：甲局报 45个，丙局报 46个"
    )
    assert [str(one.place) for one in settled.findings] == [
        "甲局.xlsx［进展情况］G5",
        "丙局.xlsx［进展情况］G5",
    ]


@pytest.mark.parametrize("rows", [(row("甲局", 45), row("丙局", None)), (row("甲局", 45),)])
def test_where_one_lead_left_it_blank_the_others_figure_is_used_and_told(rows: tuple[Row, ...]) -> None:
    settled = september(Pooling.SAME, *rows)
    assert settled.values["T01"].amount == 45
    (note,) = [one for one in settled.findings if one.code is Code.U05]
    assert (note.unit, note.message) == ("丙局", "T01 建成场地：没有丙局可用的数，只有甲局报了数")


def test_a_lead_whose_sheet_cannot_be_read_may_have_said_something_else() -> None:
    settled = september(Pooling.SAME, row("甲局", 45), refused=("丙局",))
    assert dict(settled.values) == {}
    assert told(settled) == ["U04 丙局", "U01 丙局"]


def test_what_leads_report_in_parts_is_added_up_once_all_are_there() -> None:
    assert september(Pooling.SUM, row("甲局", 45), row("丙局", 15)).values["T01"].amount == 60
    lacking = september(Pooling.SUM, row("甲局", 45), row("丙局", None))
    assert (dict(lacking.values), told(lacking), lacking.doubtful) == ({}, ["R01 丙局"], frozenset())
    unread = september(Pooling.SUM, row("甲局", 45), refused=("丙局",))
    assert (dict(unread.values), told(unread), unread.doubtful) == ({}, ["U01 丙局"], {"T01"})


def test_the_earliest_day_is_the_figures_and_every_lead_is_told() -> None:
    settled = september(Pooling.SUM, row("甲局", 45), row("丙局", 15, day=22))
    pooled = settled.returns.row("T01")
    assert pooled is not None and pooled.as_of == date(2021, 9, 20)
    assert told(settled) == ["U06 甲局", "U06 丙局"]
    assert {one.code.name for one in settled.findings} == {"U06"}
    assert (
        settled.findings[0].message == "T01 建成场地的截至日期不同（甲局9月20日、丙局9月22日），按9月20日写"
    )


def test_a_fall_is_the_leads_own_and_a_correction_moves_last_months_sum() -> None:
    plan = city(Pooling.SUM)
    august = settle(plan, month_of(plan, MONTHS[0], [row("甲局", 50), row("丙局", 10)]), Decisions(), [])
    fallen = settle(
        plan, month_of(plan, MONTHS[1], [row("甲局", 45), row("丙局", 20)]), Decisions(), [august]
    )
    assert told(fallen) == ["C01 甲局"]
    rows = [row("甲局", 45, 40, "重复计算"), row("丙局", 20)]
    mended = settle(plan, month_of(plan, MONTHS[1], rows), Decisions(), [august])
    assert (mended.values["T01"].amount, mended.corrected["T01"].amount) == (65, 50)
    assert told(mended) == ["C02 甲局"]


def checked(value: int, unit: str = "") -> Decisions:
    """The register with a checked value of the target, or of one lead's figure."""
    cell = Cell("处理登记.xlsx", "核实", "E3", str(value), sha256="")
    verified = Verified(Figure(Decimal(value), "个", (cell,)), 0, "", "电话核实", cell)
    return Decisions(verified={(MONTHS[1], "T01", unit): verified})


def test_a_checked_value_stands_for_the_target_or_for_one_leads_figure() -> None:
    plan = city(Pooling.SAME)
    differing = month_of(plan, MONTHS[1], [row("甲局", 45), row("丙局", 46)])
    whole = settle(plan, differing, checked(47), [])
    assert [cell.file for cell in whole.values["T01"].cells] == ["处理登记.xlsx", "甲局.xlsx", "丙局.xlsx"]
    assert [one.settled for one in whole.findings if one.code.name == "U04"] == ["电话核实"] * 2
    agreed = settle(plan, differing, checked(45, "丙局"), [])
    assert agreed.values["T01"].amount == 45
    plan = city(Pooling.SUM)
    added = settle(
        plan, month_of(plan, MONTHS[1], [row("甲局", 45), row("丙局", None)]), checked(5, "丙局"), []
    )
    assert added.values["T01"].amount == 50


_ROWS = st.lists(
    st.sampled_from(("absent", "refused", "blank", 40, 40, 41, "restated", "unexplained")),
    min_size=3,
    max_size=3,
)


def written(leads: tuple[str, ...], said: list[Any]) -> tuple[list[Row], tuple[str, ...]]:
    """The sheets of a month, and whose cannot be used."""
    rows = []
    for unit, one in zip(leads, said, strict=False):
        if one == "blank":
            rows.append(row(unit, None))
        elif one in ("restated", "unexplained"):
            rows.append(row(unit, 40, 7, "重复计算" if one == "restated" else ""))
        elif isinstance(one, int):
            rows.append(row(unit, one))
    return rows, tuple(unit for unit, one in zip(leads, said, strict=False) if one == "refused")


@settings(deadline=None, derandomize=True)
@given(st.sampled_from(tuple(Pooling)), st.integers(2, 3), _ROWS, _ROWS)
def test_two_readings_never_meet_in_silence_and_nobody_answers_for_another(
    pooling: Pooling, leads: int, august: list[Any], september: list[Any]
) -> None:
    plan = city(pooling, leads)
    settled: list[Settled] = []
    for month, said in zip(MONTHS, (august, september), strict=True):
        rows, refused = written(plan.targets[0].leads, said)
        settled.append(settle(plan, month_of(plan, month, rows, refused), Decisions(), settled))
        _hold(pooling, leads, rows, settled[-1])


def _hold(pooling: Pooling, leads: int, rows: list[Row], settled: Settled) -> None:
    given = {one.unit: one.cumulative.figure.amount for one in rows if one.cumulative is not None}
    value = settled.values.get("T01")
    findings: dict[str, list[Finding]] = {}
    for one in settled.findings:
        findings.setdefault(one.unit, []).append(one)
    if value is not None and pooling is Pooling.SAME:
        assert set(given.values()) == {value.amount}
    if value is not None and pooling is Pooling.SUM:
        assert (len(given), sum(given.values())) == (leads, value.amount)
    if value is not None:
        assert {cell.file for cell in value.cells} >= {f"{unit}.xlsx" for unit in given}
    held = {one.unit for one in settled.findings if one.effect is Effect.UNUSED}
    sound = {unit: amount for unit, amount in given.items() if not _spoilt(findings.get(unit, []))}
    if pooling is Pooling.SAME and len(set(given.values())) > 1:
        assert value is None and held
    if pooling is Pooling.SAME and len(set(sound.values())) > 1:
        assert held >= set(sound)
    for unit, found in findings.items():
        blank = {Code.R01, Code.U01, Code.U05} & {one.code for one in found}
        assert not (blank and unit in given), "a unit that gave a figure is told it gave none"
        assert unit in given or not any(one.code.name.startswith("C") for one in found)


def _spoilt(findings: list[Finding]) -> bool:
    """Whether something in its own sheet holds a figure back, which then speaks for the fault."""
    return any(one.effect is Effect.UNUSED and one.code is not Code.U04 for one in findings)


# What several leads pass on of one county


def shared(pooling: Pooling, *values: int | None) -> Settled:
    """September of two leads, each with its figure and what it passes on of 东县."""
    plan = city(pooling)
    case = {"targets": {"T01": {**_CITY["targets"]["T01"], "counties": ["东县"]}}}
    county = next(unit for unit in make_plan(case).units if unit.key == "东县")
    plan = replace(plan, units=(*plan.units, county), targets=(replace(plan.targets[0], counties=("东县",)),))
    cells = [Cell(f"{unit}.xlsx", "分县区", "E5", "", sha256="") for unit in LEADS]
    rows = tuple(
        CountyRow(
            "T01",
            unit,
            "东县",
            None if value is None else Reading(Figure(Decimal(value), "个", (cell,)), 0),
            cell,
        )
        for unit, value, cell in zip(LEADS, values, cells, strict=False)
    )
    returns = month_of(plan, MONTHS[1], [row("甲局", 45), row("丙局", 45)])
    return settle(plan, replace(returns, counties=rows), Decisions(), [])


@pytest.mark.parametrize(
    ("pooling", "values", "amount", "codes"),
    [
        (Pooling.SAME, (20, 20), 20, []),
        (Pooling.SAME, (20, None), 20, []),
        (Pooling.SAME, (None, None), None, []),
        (Pooling.SAME, (20, 21), None, ["U04 甲局", "U04 丙局"]),
        (Pooling.SUM, (20, 15), 35, []),
        (Pooling.SUM, (20, None), None, []),
    ],
    ids=["alike", "one silent", "both silent", "apart", "in parts", "a part missing"],
)
def test_of_a_county_two_leads_say_one_thing_or_nothing_is_used(
    pooling: Pooling, values: tuple[int | None, ...], amount: int | None, codes: list[str]
) -> None:
    settled = shared(pooling, *values)
    (county,) = settled.returns.counties_of("T01")
    assert (county.cumulative.figure.amount if county.cumulative is not None else None) == amount
    assert [one for one in told(settled) if one.startswith("U04")] == codes


def test_a_lead_without_a_day_is_not_told_of_the_others_days() -> None:
    rows = [row("甲局", 45), replace(row("丙局", 45), as_of=None)]
    assert told(september(Pooling.SAME, *rows)) == []
    three = replace(city(Pooling.SAME, 3))
    days = [row("甲局", 45), row("丙局", 45, day=22), replace(row("丁局", 45), as_of=None)]
    settled = settle(three, month_of(three, MONTHS[1], days), Decisions(), [])
    assert [one for one in told(settled) if one.startswith("U06")] == ["U06 甲局", "U06 丙局"]


def test_what_is_wrong_with_a_figure_several_gave_is_told_each_at_its_cell() -> None:
    plan = city(Pooling.SAME)
    august = settle(plan, month_of(plan, MONTHS[0], [row("甲局", 50), row("丙局", 50)]), Decisions(), [])
    fallen = settle(
        plan, month_of(plan, MONTHS[1], [row("甲局", 45), row("丙局", 45)]), Decisions(), [august]
    )
    assert told(fallen) == ["C01 甲局", "C01 丙局"]
    assert [one.place.file for one in fallen.findings] == ["甲局.xlsx", "丙局.xlsx"]


def test_what_leads_that_differ_gave_is_all_it_may_be_unless_one_gave_nothing() -> None:
    plan = city(Pooling.SAME, 3)
    three = [row("甲局", 45), row("丙局", 46), row("丁局", 45)]
    apart = settle(plan, month_of(plan, MONTHS[1], three), Decisions(), [])
    assert set(candidates(plan, apart, plan.targets[0], None)) == {45, 46}
    silent = settle(plan, month_of(plan, MONTHS[1], [*three[:2], row("丁局", None)]), Decisions(), [])
    assert candidates(plan, silent, plan.targets[0], None) == ()


def of_parts(*said: Sequence[int | None]) -> tuple[Plan, Settled]:
    """September of a whole and its two parts, all three reported by two leads alike: what each lead gave of them."""
    like = _CITY["targets"]["T01"]
    parts = {
        f"T01-{number}": {**like, "name": name, "part_of": "T01"} for number, name in enumerate("新旧", 1)
    }
    plan = replace(city(Pooling.SAME), targets=make_plan({"targets": {"T01": like, **parts}}).targets)
    plan = replace(
        plan, targets=tuple(replace(one, leads=LEADS[:2], pooling=Pooling.SAME) for one in plan.targets)
    )
    rows = [
        replace(row(unit, value), target=target.id)
        for unit, values in zip(LEADS, said, strict=False)
        for target, value in zip(plan.targets, values, strict=True)
    ]
    return plan, settle(plan, month_of(plan, MONTHS[1], rows), Decisions(), [])


def may_be(plan: Plan, settled: Settled) -> dict[str, set[int]]:
    return {one.id: set(map(int, candidates(plan, settled, one, None))) for one in plan.targets}


def test_a_lead_whose_parts_do_not_add_up_may_be_right_of_the_whole() -> None:
    """甲局's 100 is neither 丙局's figure nor the sum of anybody's parts: whoever leaves it out says too much."""
    plan, settled = of_parts((100, 4, 4), (9, 4, 5))
    assert [one for one in told(settled) if one.startswith("C07")] == ["C07 甲局"] * 3
    assert may_be(plan, settled) == {"T01": {100, 9, 8}, "T01-1": {4, 96}, "T01-2": {4, 5, 96}}


def test_leads_of_a_whole_are_each_told_of_parts_that_one_of_them_reports() -> None:
    plan, _ = of_parts((9, 4, 4), (9, 4, 4))
    whole, *parts = plan.targets
    alone = tuple(replace(one, leads=("甲局",), pooling=None) for one in parts)
    plan = replace(plan, targets=(whole, *alone))
    rows = [row("甲局", 9), row("丙局", 9), *(replace(row("甲局", 4), target=one.id) for one in alone)]
    settled = settle(plan, month_of(plan, MONTHS[1], rows), Decisions(), [])
    found = [(one.unit, one.target, one.place.file) for one in settled.findings if one.code is Code.C07]
    assert found == [
        ("甲局", "T01", "甲局.xlsx"),
        ("丙局", "T01", "丙局.xlsx"),
        ("甲局", "T01-1", "甲局.xlsx"),
        ("甲局", "T01-2", "甲局.xlsx"),
    ]
    assert may_be(plan, settled)["T01"] == {9, 8}


def test_what_the_parts_come_to_is_not_known_where_a_lead_left_one_blank() -> None:
    plan, settled = of_parts((100, 4, 4), (9, 4, None))
    assert may_be(plan, settled) == {"T01": set(), "T01-1": set(), "T01-2": set()}


def test_a_fall_of_one_lead_leaves_its_own_figure_among_those_it_may_be() -> None:
    plan = city(Pooling.SAME)
    august = settle(plan, month_of(plan, MONTHS[0], [row("甲局", 50), row("丙局", 50)]), Decisions(), [])
    fallen = settle(
        plan, month_of(plan, MONTHS[1], [row("甲局", 45), row("丙局", 60)]), Decisions(), [august]
    )
    assert set(candidates(plan, fallen, plan.targets[0], august.values["T01"])) == {45, 50, 60}


def test_of_several_leads_whose_counties_do_not_add_up_nothing_is_certain() -> None:
    settled = shared(Pooling.SAME, 20, 45)
    plan = city(Pooling.SAME)
    assert "C08 甲局" in told(settled)
    assert candidates(plan, settled, plan.targets[0], None) == ()


def test_parts_of_a_ratio_that_differ_are_told_as_they_stand() -> None:
    """分子 and 分母 have no measure of their own."""
    ratio = make_plan({"targets": {"T01": {"name": "参保率", "kind": "比率", "goal": "55"}}})
    plan = city(Pooling.SAME)
    plan = replace(plan, targets=(replace(ratio.targets[0], leads=LEADS[:2], pooling=Pooling.SAME),))
    rows = [
        replace(row(unit, 50), numerator=parts(above), denominator=parts(2 * above))
        for unit, above in (("甲局", 10), ("丙局", 11))
    ]
    settled = settle(plan, month_of(plan, MONTHS[1], rows), Decisions(), [])
    assert {one.message for one in settled.findings if one.code is Code.U04} == {
        "T01 参保率由几个责任单位同报，分子不一致：甲局报 10，丙局报 11",
        "T01 参保率由几个责任单位同报，分母不一致：甲局报 20，丙局报 22",
    }


def parts(value: int) -> Reading:
    return Reading(Figure(Decimal(value), "", (CELL,)), 0)
