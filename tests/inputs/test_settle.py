"""A month settled: which of the months before it the rules see, and what a decision cannot dispose of."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from pipeline.inputs.decisions.register import Decisions, Verified
from pipeline.inputs.returns.settle import settle
from pipeline.model.codes import Code
from pipeline.model.figures import Cell, Figure
from pipeline.model.findings import Finding
from pipeline.model.months import Month
from pipeline.model.readings import Settled
from tests.inputs.builders import make_plan, make_returns

CITY: dict[str, Any] = {
    "targets": {
        "T01": {
            "name": "建成场地",
            "kind": "累计数",
            "goal": "120",
            "measure": "个",
            "counties": ["东县", "西县"],
        }
    }
}
REGISTER = Cell("处理登记.xlsx", "核实", "E3", "90", sha256="")


def told(*values: str) -> list[str]:
    """The codes of September after months of these figures, the last of them its own; and how C01 names the month."""
    plan = make_plan(CITY)
    settled: list[Settled] = []
    for number, value in enumerate(values, 10 - len(values)):
        case = CITY | {"month": f"2021-{number:02d}", "rows": {"T01": {"cumulative": value}}}
        case["counties"] = {"T01": {"东县": value, "西县": "0"}}
        settled.append(settle(plan, make_returns(plan, case), Decisions(), settled))
    return [
        f"{one.code.name} {one.message.partition('少于')[2]}".strip()
        for one in settled[-1].findings
        if one.code.name != "U03"
    ]


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        (("100", "90"), ["C01 上月的 100个"]),
        (("100", "100"), []),
        (("100", "100", "100"), ["C14"]),
        (("90", "100", "100"), []),
    ],
    ids=["one month before", "one, the same", "two months before", "two, of which one the same"],
)
def test_the_rules_see_last_month_and_the_one_before_as_soon_as_there_are_any(
    values: tuple[str, ...], codes: list[str]
) -> None:
    assert told(*values) == codes


def test_a_checked_city_figure_does_not_make_counties_add_up() -> None:
    """R23: what the counties come to nobody knows, whatever somebody has verified for the city."""
    plan = make_plan(CITY)
    unclear = Finding(
        Code.R23, "T01分县区：东县填了两行（另一行在E6）", "请只留一行后重报", "", "甲局", "T01"
    )
    refused = Finding(Code.R02, "T01 建成场地填了“约90”，不是数字", "请只填数字后重报", "", "甲局", "T01")
    returns = make_returns(
        plan, CITY | {"rows": {"T01": {}}, "counties": {"T01": {"东县": "", "西县": "40"}}}
    )
    month = Month(2021, 9)
    figure = Figure(Decimal(90), "个", (REGISTER,))
    decisions = Decisions({(month, "T01", "甲局"): Verified(figure, 0, "", "电话核实", REGISTER)})
    settled = settle(plan, replace(returns, findings=(unclear, refused)), decisions, [])
    disposed = {one.code.name: one.settled for one in settled.findings if one.code.name in ("R02", "R23")}
    assert disposed == {"R02": "电话核实", "R23": ""}
    assert settled.values == {}
    assert settled.doubtful == {"T01"}


SEPTEMBER = Month(2021, 9)


def checked(value: str, unit: str = "甲局", reported: str = "") -> Decisions:
    """September's T01 of a unit as somebody verified it, who saw `reported`."""
    figure = Figure(Decimal(value), "个", (REGISTER,))
    return Decisions({(SEPTEMBER, "T01", unit): Verified(figure, 0, reported, "电话核实", REGISTER)})


def settled(decisions: Decisions, *notes: Finding, **case: Any) -> Settled:
    """A first September of the city: 100 in all, 60 and 40 in its counties, unless the case says otherwise."""
    whole = (
        CITY
        | {"rows": {"T01": {"cumulative": "100"}}, "counties": {"T01": {"东县": "60", "西县": "40"}}}
        | case
    )
    plan = make_plan(whole)
    return settle(plan, replace(make_returns(plan, whole), findings=notes), decisions, [])


def codes(month: Settled) -> set[tuple[str, bool]]:
    """What was found, and whether somebody must still look; what the report lacks of a date is another matter."""
    return {(one.code.name, one.open) for one in month.findings}


@pytest.mark.parametrize(("seen", "used"), [("100", "101"), ("99", "100"), ("", "101")])
def test_a_decision_made_for_another_figure_is_not_used(seen: str, used: str) -> None:
    shares = {"counties": {"T01": {"东县": "60", "西县": str(int(used) - 60)}}}
    month = settled(checked("101", reported=seen), **shares)
    assert month.values["T01"].amount == Decimal(used)
    assert (("D01", True) in codes(month)) == (used == "100")


@pytest.mark.parametrize(("seen", "told"), [("60", False), ("61", True)])
def test_a_decision_on_a_county_is_held_against_the_county_s_own_cell(seen: str, told: bool) -> None:
    month = settled(checked("59", "东县", seen), rows={"T01": {"cumulative": "99" if not told else "100"}})
    assert (("D01", True) in codes(month)) is told
    assert month.values["T01"].amount == Decimal("100" if told else "99")


def test_what_no_count_can_be_stays_open_whoever_has_verified_it() -> None:
    month = settled(checked("100.5"))
    assert ("C16", True) in codes(month)
    assert month.values == {}


@pytest.mark.parametrize(("office", "told"), [("汇总单位", False), ("责任单位", True)])
def test_what_is_wrong_with_a_share_is_told_where_shares_are_judged(office: str, told: bool) -> None:
    month = settled(Decisions(), shares={"T01": {"东县": "60", "西县": "40.5"}}, office=office)
    assert (("C16", True) in codes(month)) is told
    assert set(month.shares) == {("T01", "东县")}


def test_a_note_on_a_figure_keeps_no_rule_from_looking_at_it() -> None:
    note = Finding(Code.R26, "T01的单元格格式是 0.0，看到的与填写的 200 不一致", "请核对", "", "甲局", "T01")
    month = settled(Decisions(), note, rows={"T01": {"cumulative": "101"}})
    assert {("R26", False), ("C08", True)} <= codes(month)


def test_only_what_adds_up_over_months_has_a_corrected_last_month() -> None:
    row = {"cumulative": "90", "corrected_last": "80", "correction": "多计"}
    month = settled(
        Decisions(), targets={"T01": {"kind": "保持", "goal": "90"}}, rows={"T01": row}, counties={}
    )
    assert month.corrected == {}


def test_in_a_lead_s_own_office_a_county_s_sheet_is_what_a_decision_is_about() -> None:
    own = {"shares": {"T01": {"东县": "61", "西县": "40"}}, "office": "责任单位"}
    month = settled(checked("60", "东县", "61"), **own)
    assert {key: share.amount for key, share in month.shares.items()} == {
        ("T01", "东县"): Decimal(60),
        ("T01", "西县"): Decimal(40),
    }
    assert [cell.file for cell in month.shares["T01", "东县"].cells] == ["处理登记.xlsx", "东县.xlsx"]
    assert month.values["T01"].amount == Decimal(100)
    (done,) = (one for one in month.findings if one.code.name == "D02")
    assert (done.unit, done.message) == ("东县", "T01 建成场地东县9月按核实值 60个 使用（电话核实）")


@pytest.mark.parametrize(("seen", "stale"), [("60", False), ("61", True)])
def test_a_compiler_decides_on_what_the_lead_passed_on_not_on_the_county_s_own_sheet(
    seen: str, stale: bool
) -> None:
    """The county's own sheet says 61; what the city's documents are made of is the lead's 60."""
    case = {"rows": {"T01": {"cumulative": "99"}}, "shares": {"T01": {"东县": "61"}}}
    month = settled(checked("59", "东县", seen), **case)
    assert (("D01", True) in codes(month)) is stale
    assert [one.unit for one in month.findings if one.code.name == "D02"] == ([] if stale else ["甲局"])


def test_a_share_left_blank_is_none() -> None:
    assert settled(Decisions(), shares={"T01": {"东县": ""}}).shares == {}


def test_what_was_verified_is_told_in_the_plan_s_measure() -> None:
    figure = Figure(Decimal(58300), "人", (REGISTER,))
    decisions = Decisions({(SEPTEMBER, "T01", "甲局"): Verified(figure, 0, "", "电话核实", REGISTER)})
    target = {"name": "新增就业", "kind": "累计数", "goal": "7.15", "measure": "万人"}
    month = settled(decisions, targets={"T01": target}, rows={"T01": {"cumulative": "5"}}, counties={})
    (done,) = (one for one in month.findings if one.code.name == "D02")
    assert done.message == "T01 新增就业9月按核实值 5.83万人 使用（电话核实）"


def test_a_city_figure_nobody_reported_is_what_somebody_verified() -> None:
    month = settled(checked("100"), rows={})
    assert [cell.file for cell in month.values["T01"].cells] == ["处理登记.xlsx"]
    assert [row.area for row in month.returns.counties] == ["东县", "西县"]
    (done,) = (one for one in month.findings if one.code.name == "D02")
    assert (done.unit, done.message) == ("甲局", "T01 建成场地9月按核实值 100个 使用（电话核实）")


def test_what_was_wrong_with_a_county_s_row_is_settled_by_a_decision_on_the_county() -> None:
    plan = make_plan(CITY)
    returns = make_returns(
        plan, CITY | {"rows": {"T01": {"cumulative": "100"}}, "counties": {"T01": {"东县": "", "西县": "40"}}}
    )
    unclear = [
        Finding(Code.R23, f"T01分县区：{row.area}填的不是数字", "请改正", "", "甲局", "T01", row.cell)
        for row in returns.counties
    ]
    month = settle(plan, replace(returns, findings=tuple(unclear)), checked("60", "东县"), [])
    disposed = [one.settled for one in month.findings if one.code.name == "R23"]
    assert disposed == ["分县区数已按处理登记核实", ""]
