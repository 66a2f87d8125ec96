"""Spot checks: what records leave of a figure, when they are told, and the draw by risk."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pipeline.model.figures import Cell, Figure
from pipeline.model.months import Month
from pipeline.model.plan import Plan
from pipeline.model.readings import CountyRow, History, Reading, Returns, Row, Settled
from pipeline.model.spotchecks import Ground, Scope, SpotCheck, SpotChecks
from pipeline.progress.draw import draw, figures
from pipeline.progress.spotchecks import checked, doubts, unclear, unmended, untrue
from tests.inputs.builders import load, make_plan

CASES = load("spot_checks")
COLUMNS = ("自报数", "抽查数", "属实数", "不实数", "已更正月份")


def a_cell(ref: str) -> Cell:
    return Cell("抽查记录表.xlsx", "抽查记录", ref, "", sha256="")


def spot_check(target: str, row: list[str], measure: str, stands: bool = False) -> SpotCheck:
    month, unit, scope, reported, looked, wrong, mended, day = row
    return SpotCheck(
        Month.parse(month), target, unit, Scope(scope), Figure(Decimal(reported), measure), Decimal(looked),
        Decimal(wrong), "", "", "督查岗", date.fromisoformat(day), Month.parse(mended) if mended else None, stands,
        {column: a_cell(f"F{index}") for index, column in enumerate(COLUMNS)},
    )  # fmt: skip


def a_plan(kind: str = "累计数", measure: str = "人") -> Plan:
    return make_plan({"targets": {"T1-1": {"kind": kind, "measure": measure, "goal": "100"}}})


def a_history(case: dict[str, Any], measure: str = "人") -> History:
    records = tuple(spot_check("T1-1", row, measure) for row in case["records"])
    return History({}, SpotChecks(records))


@pytest.mark.parametrize("name", CASES)
def test_what_a_record_leaves(name: str) -> None:
    case = CASES[name]
    measure = case.get("measure", "人")
    plan = a_plan(case.get("kind", "累计数"), measure)
    now = Figure(Decimal(case["now"]), measure) if case["now"] else None
    month = Month.parse(case.get("month", "2021-12"))
    records = a_history(case, measure).spot_checks.records
    left, scope = checked(records, month, plan.target("T1-1"), now, ("甲局",))
    assert (str(left.amount) if left is not None else "") == case["checked"]
    assert (scope.value if scope is not None else None) == case.get("scope")


def test_the_figure_left_names_every_cell_it_came_from() -> None:
    case = CASES["two_samples_take_away_both"]
    sheet = Cell("甲局.xlsx", "进展情况", "G5", "100", sha256="")
    now = Figure(Decimal(100), "人", (sheet,))
    records = a_history(case).spot_checks.records
    left, _ = checked(records, Month(2021, 12), a_plan().target("T1-1"), now, ("甲局",))
    assert left is not None
    assert left.cells == (sheet, a_cell("F3"))


@pytest.mark.parametrize(
    ("month", "mended", "told"),
    [(9, "", 0), (10, "", 1), (11, "", 1), (12, "", 1), (10, "2021-11", 1), (11, "2021-11", 0), (10, "2021-10", 1)],
    ids=[
        "not yet found", "in the next documents", "still not taken out", "nor now", "taken out later", "taken out",
        "new, and taken out at once",
    ],
)  # fmt: skip
def test_a_month_tells_what_is_new_and_what_still_stands(month: int, mended: str, told: int) -> None:
    history = a_history({"records": [["2021-09", "甲局", "抽样", "60", "20", "5", mended, "2021-09-28"]]})
    assert len(untrue(a_plan(), history, Month(2021, month))) == told


def test_what_is_found_on_the_day_reports_are_due_is_told_that_month() -> None:
    plan = a_plan()
    day = plan.lead_deadline(Month(2021, 9)).isoformat()
    history = a_history({"records": [["2021-09", "甲局", "抽样", "60", "20", "5", "2021-10", day]]})
    assert len(untrue(plan, history, Month(2021, 9))) == 1
    assert untrue(plan, history, Month(2021, 10)) == ()


def test_what_was_all_true_is_not_told() -> None:
    history = a_history({"records": [["2021-09", "甲局", "抽样", "60", "20", "0", "", "2021-09-28"]]})
    assert untrue(a_plan(), history, Month(2021, 10)) == ()


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("two_samples_take_away_both", ["S06"]),
        ("a_sample_takes_away_what_was_untrue_and_no_more", []),
        ("what_was_taken_out_is_not_taken_away_again", []),
        ("the_whole_settles_what_was_found_before_it", []),
        ("what_is_found_after_the_whole_is_taken_away_too", []),
        ("cases_of_a_ratio_take_nothing_away", ["S07"]),
        ("cases_of_a_ratio_found_after_the_whole", ["S07"]),
    ],
)
def test_what_people_have_to_judge(name: str, codes: list[str]) -> None:
    case = CASES[name]
    measure = case.get("measure", "人")
    plan = a_plan(case.get("kind", "累计数"), measure)
    now, records = Figure(Decimal(case["now"]), measure), a_history(case, measure).spot_checks.records
    found = unclear(records, Month(2021, 12), plan.target("T1-1"), now, ("甲局",))
    assert [code.name for code, _, _ in found] == codes


def a_month(number: int, lead: int | None, corrected: int | None = None, **counties: int) -> Settled:
    """A month in which 甲局 reported so much, of which so much in each county."""

    def figure(value: int, where: str) -> Figure:
        return Figure(Decimal(value), "人", (a_cell(where),))

    month, where = Month(2021, number), f"G{number}"
    rows = (Row("T1-1", "甲局", {"cumulative": a_cell(where)}, Reading(figure(lead or 0, where), 0)),)
    shares = tuple(
        CountyRow("T1-1", "甲局", county, Reading(figure(value, county), 0), a_cell(county))
        for county, value in counties.items()
    )
    values = {"T1-1": figure(lead, where)} if lead is not None else {}
    restated = {"T1-1": figure(corrected, where)} if corrected is not None else {}
    return Settled(Returns(month, rows=rows, counties=shares), (), values, restated)


def a_year(*months: Settled, records: tuple[SpotCheck, ...] = ()) -> History:
    return History({one.month: one for one in months}, SpotChecks(records))


@pytest.mark.parametrize(
    ("months", "grounds"),
    [
        ([a_month(6, 55)], []),
        ([a_month(6, 20)], [Ground.BEHIND]),
        ([a_month(6, 20), a_month(7, 60)], [Ground.SURGE]),
        ([a_month(6, 50), a_month(7, 53), a_month(8, 56), a_month(9, 75)], [Ground.SURGE, Ground.UNCHECKED]),
        ([a_month(6, 60), a_month(7, 62, 55)], [Ground.RESTATED]),
        ([a_month(6, 60), a_month(7, 62, 55), a_month(8, 70)], [Ground.RESTATED]),
        ([a_month(6, 100)], [Ground.EXACT]),
    ],
    ids=["nothing", "behind", "caught up at once", "many times the average", "restated", "restated before", "exact"],
)  # fmt: skip
def test_what_speaks_for_a_look(months: list[Settled], grounds: list[Ground]) -> None:
    (pick,) = figures(a_plan(), a_year(*months), months[-1].month)
    assert list(pick.grounds) == grounds


def test_a_county_that_fell_is_restated_and_one_without_figures_is_not_drawn() -> None:
    history = a_year(a_month(6, 60, 东县=30, 西县=0), a_month(7, 62, 东县=28, 西县=0))
    found = {pick.unit: pick.grounds for pick in figures(a_plan(), history, Month(2021, 7))}
    assert found == {"甲局": (), "东县": (Ground.RESTATED,)}


def test_a_county_is_behind_only_where_it_has_a_target_of_its_own() -> None:
    plan = replace(a_plan(), county_goals={("T1-1", "东县"): Figure(Decimal(50), "人")})
    history = a_year(a_month(6, 60, 东县=10, 西县=10, 南县=10))
    found = {pick.unit: pick.grounds for pick in figures(plan, history, Month(2021, 6))}
    assert found == {"甲局": (), "东县": (Ground.BEHIND,), "西县": (), "南县": ()}


def test_a_county_surges_and_meets_its_task_to_the_unit_like_a_lead() -> None:
    """东县 brought 2 a month and then 24, to end at just its 50; 西县 went on as it was."""
    plan = replace(a_plan(), county_goals={("T1-1", "东县"): Figure(Decimal(50), "人")})
    east, west = (22, 24, 26, 50), (22, 24, 26, 28)
    months = [
        a_month(number, 60, 东县=one, 西县=other)
        for number, one, other in zip((6, 7, 8, 9), east, west, strict=True)
    ]
    found = {pick.unit: pick.grounds for pick in figures(plan, a_year(*months), Month(2021, 9))}
    assert found["东县"] == (Ground.SURGE, Ground.EXACT, Ground.UNCHECKED)
    assert found["西县"] == (Ground.UNCHECKED,)


def test_a_figure_looked_at_lately_is_not_long_unchecked() -> None:
    record = spot_check("T1-1", ["2021-08", "甲局", "抽样", "60", "20", "0", "", "2021-09-03"], "人")
    months = [a_month(number, 50 + 3 * number) for number in (6, 7, 8, 9)]
    (never,) = figures(a_plan(), a_year(*months), Month(2021, 9))
    (lately,) = figures(a_plan(), a_year(*months, records=(record,)), Month(2021, 9))
    assert Ground.UNCHECKED in never.grounds
    assert Ground.UNCHECKED not in lately.grounds


MONTH = a_month(6, 20, 东县=5, 西县=10, 南县=5)


def test_the_same_seed_draws_the_same_and_another_another() -> None:
    history = a_year(MONTH)
    drawn = {seed: draw(a_plan(), history, Month(2021, 6), 2, seed) for seed in map(str, range(8))}
    assert drawn["3"] == draw(a_plan(), history, Month(2021, 6), 2, "3")
    assert len({tuple(pick.unit for pick in picks) for picks in drawn.values()}) > 1


def test_risk_is_drawn_more_often() -> None:
    """甲局 is behind: weight 6 beside three of weight 1, so 6 in 9 of all first draws."""
    history = a_year(MONTH)
    first = Counter(draw(a_plan(), history, Month(2021, 6), 1, str(seed))[0].unit for seed in range(900))
    assert 540 < first["甲局"] < 660
    assert min(first[county] for county in ("东县", "西县", "南县")) > 60


def test_one_figure_less_leaves_the_others_where_they_were() -> None:
    all_of_them = draw(a_plan(), a_year(MONTH), Month(2021, 6), 4, "1")
    fewer = draw(a_plan(), a_year(a_month(6, 20, 东县=5, 西县=10)), Month(2021, 6), 4, "1")
    assert {pick.unit for pick in all_of_them} - {"南县"} == {pick.unit for pick in fewer}


def test_no_unit_is_looked_at_more_often_than_the_rules_allow() -> None:
    records = tuple(
        spot_check("T1-1", [f"2021-{month:02}", "甲局", "抽样", "60", "20", "0", "", "2021-09-03"], "人")
        for month in (6, 7, 8)
    )
    months = [a_month(number, 20, 东县=5) for number in (6, 7, 8, 9)]
    picks = draw(a_plan(), a_year(*months, records=records), Month(2021, 9), 5, "1")
    assert [pick.unit for pick in picks] == ["东县"]
    # Records of the month itself come back after its draw, and do not change it.
    later = draw(a_plan(), a_year(*months, records=records), Month(2021, 8), 5, "1")
    assert "甲局" in {pick.unit for pick in later}


def test_a_record_that_does_not_fit_the_sheet_is_told() -> None:
    record = spot_check("T1-1", ["2021-06", "东县", "抽样", "7", "5", "0", "", "2021-07-03"], "人")
    (finding,) = doubts(a_plan(), a_year(MONTH, records=(record,)), Month(2021, 7))
    assert (finding.code.name, finding.place.ref) == ("S02", "F0")
    assert "报表里是5" in finding.message


def test_a_record_about_a_month_nobody_was_asked_about_is_told() -> None:
    record = spot_check("T1-1", ["2021-05", "甲局", "抽样", "7", "5", "1", "", "2021-06-03"], "人")
    (finding,) = doubts(a_plan(), a_year(MONTH, records=(record,)), Month(2021, 6))
    assert (finding.code.name, "没有可用的数" in finding.message) == ("S02", True)


def test_a_correction_after_the_check_asks_whether_it_holds_what_was_found() -> None:
    record = spot_check("T1-1", ["2021-06", "甲局", "抽样", "20", "5", "2", "", "2021-07-03"], "人")
    months = (MONTH, a_month(7, 25, 18))
    (finding,) = doubts(a_plan(), a_year(*months, records=(record,)), Month(2021, 7))
    assert (finding.code.name, finding.place.ref) == ("S05", "F4")
    assert list(doubts(a_plan(), a_year(*months, records=(record,)), Month(2021, 6))) == []
    said = replace(record, stands=True)
    assert list(doubts(a_plan(), a_year(*months, records=(said,)), Month(2021, 7))) == []


@pytest.mark.parametrize(
    ("july", "wrong", "said"),
    [
        (a_month(7, 25, 18), "2", []),
        (a_month(7, 25, 18), "3", ["7月报表只更正了2"]),
        (a_month(7, 25), "2", ["7月报表没有更正上期的数"]),
        (a_month(7, None), "2", []),  # nobody knows
    ],
)
def test_what_a_record_says_is_taken_out_is_looked_for_in_the_sheet(
    july: Settled, wrong: str, said: list[str]
) -> None:
    record = spot_check("T1-1", ["2021-06", "甲局", "抽样", "20", "5", wrong, "2021-07", "2021-07-03"], "人")
    history = a_year(MONTH, july, records=(record,))
    found = list(unmended(a_plan(), history, Month(2021, 7)))
    assert [(one.code.name, one.message.rpartition("，")[2]) for one in found] == [
        ("S08", one) for one in said
    ]
    assert list(unmended(a_plan(), history, Month(2021, 6))) == []
