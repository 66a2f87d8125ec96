"""A year's end by hand: what is open before anybody may sign, and how leads reported. One target, 100 个, of 甲局."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from pipeline.documents.wording.certified import UNDECIDED, sentence
from pipeline.inputs.decisions.register import Decisions
from pipeline.inputs.returns.settle import settle
from pipeline.model.assessment import Assessment, Objection, Record, Ruling, Rulings, Verdict
from pipeline.model.figures import Cell, Figure
from pipeline.model.months import Month
from pipeline.model.readings import History, Returns, Settled
from pipeline.model.spotchecks import SpotChecks
from pipeline.progress.assess import assess
from tests.inputs.builders import make_plan, make_returns
from tests.progress.test_spotchecks import spot_check

TARGETS = {"targets": {"A": {"kind": "累计数", "goal": "100", "measure": "个"}}}
PLAN = make_plan(TARGETS)
YEAR_END, SIGNED, TODAY = Month.year_end(2021), date(2022, 1, 20), date(2022, 1, 25)


def a_cell(ref: str) -> Cell:
    return Cell("考核认定表.xlsx", "认定", ref, "", sha256="")


def settled(month: Month = YEAR_END, figure: str = "100", **more: object) -> Settled:
    """The month as 甲局 reported it."""
    row = {"cumulative": figure, "as_of": month.last_day}
    case = {**TARGETS, "month": str(month), "rows": {"A": row}, **more}
    return settle(PLAN, make_returns(PLAN, case), Decisions(), [])


def a_ruling(
    verdict: Verdict | None = Verdict.DONE,
    certified: int | None = None,
    reason: str = "",
    approved: date | None = SIGNED,
) -> Ruling:
    figure = None if certified is None else Figure(Decimal(certified), "个")
    cells = {column: a_cell(column) for column in ("认定数", "认定结果", "批准日期")}
    return Ruling("A", figure, verdict, reason, "", approved, cells)


def assessed(
    *months: Settled,
    ruling: Ruling | None = None,
    objection: Objection | None = None,
    checks: SpotChecks | None = None,
    today: date = TODAY,
) -> Assessment:
    given = {one.month: one for one in months}
    last = max((month for month in given if not month.is_year_end), default=None)
    before = {month: Settled(Returns(month), (), {}) for month in (PLAN.months(last) if last else ())}
    history = History({**before, **given}, checks or SpotChecks())
    rulings = Rulings({"A": ruling} if ruling is not None else {})
    return assess(PLAN, history, rulings, {"A": (objection,)} if objection is not None else {}, today)


def open_in(assessment: Assessment) -> list[str]:
    return [f"{one.code.name} {one.place.ref}".strip() for one in assessment.findings]


@pytest.mark.parametrize(
    ("ruling", "found"),
    [
        (None, ["A02"]),
        (a_ruling(verdict=None), ["A02 认定结果"]),
        (a_ruling(), []),
        (a_ruling(Verdict.UNDONE), ["A04 认定结果"]),
        (a_ruling(Verdict.UNDONE, reason="验收没有过"), []),
        (a_ruling(certified=90), ["A03 认定数", "A04 认定结果"]),
        (a_ruling(Verdict.UNDONE, certified=90), ["A03 认定数"]),
        (a_ruling(approved=None), ["A05 批准日期"]),
        # Nobody can have agreed to the figures of a day before it was over.
        (a_ruling(approved=date(2021, 12, 31)), ["A05 批准日期"]),
        (a_ruling(approved=date(2022, 1, 1)), []),
        (a_ruling(approved=TODAY), []),
        (a_ruling(approved=date(2022, 1, 26)), ["A05 批准日期"]),
    ],
    ids=["nobody decided", "no verdict", "agreed", "against the figures", "with its reason", "another figure",
         "another figure and what follows", "not approved", "approved on the last day", "on the next",
         "on the day of the document", "after it"],
)  # fmt: skip
def test_what_a_decision_leaves_open(ruling: Ruling | None, found: list[str]) -> None:
    assert open_in(assessed(settled(), ruling=ruling)) == found


def test_a_year_of_which_nothing_came_in_is_told_and_not_guessed() -> None:
    result = assessed()
    assert open_in(result) == ["A01", "A02"]
    (one,) = result.targets
    assert (one.reported, one.period, one.suggested, result.counties) == (None, None, None, {})


def test_december_stands_in_for_a_year_end_that_did_not_come() -> None:
    result = assessed(settled(Month(2021, 12), "101"), ruling=a_ruling(Verdict.EXCEEDED))
    (one,) = result.targets
    assert (one.period, one.suggested, open_in(result)) == (Month(2021, 12), Verdict.EXCEEDED, ["A01"])


def test_an_objection_is_open_until_somebody_answers_it() -> None:
    said = Objection("A", "少算10个", "台账", a_cell("F5"))
    assert open_in(assessed(settled(), ruling=a_ruling(), objection=said)) == ["A08 F5"]
    answered = replace(a_ruling(), objection="已复核")
    assert open_in(assessed(settled(), ruling=answered, objection=said)) == []


def test_a_document_is_not_older_than_its_figures() -> None:
    assert open_in(assessed(settled(), today=date(2021, 12, 30))) == ["A06 G5", "A02"]


def test_two_samples_are_people_s_to_judge_until_they_certify_a_figure() -> None:
    """Whether the second sample looked at the same cases nobody can tell from the records."""
    rows = [
        ["2021-09", "甲局", "抽样", "80", "20", "3", "", "2021-10-08"],
        ["2021-10", "甲局", "抽样", "90", "20", "2", "", "2021-11-08"],
    ]
    checks = SpotChecks(tuple(spot_check("A", row, "个") for row in rows))
    undone = a_ruling(Verdict.UNDONE)
    codes = [one.code.name for one in assessed(settled(), ruling=undone, checks=checks).findings]
    certified = a_ruling(Verdict.UNDONE, certified=95)
    left = [one.code.name for one in assessed(settled(), ruling=certified, checks=checks).findings]
    assert ("S06" in codes, "S06" in left) == (True, False)


def test_how_a_year_was_reported_is_said_of_leads_only() -> None:
    """Sheets of those who help are their lead's matter, and no part of the year's record."""
    reports = (
        {"unit": "甲局", "received": date(2021, 9, 26)},
        {"unit": "乙局", "role": "配合", "received": date(2021, 9, 28)},
    )
    late = settled(Month(2021, 9), reports=reports)
    missing = settled(Month(2021, 10), reports=({"unit": "甲局", "file": ""},))
    assert assessed(late, missing).records == {"甲局": Record((Month(2021, 9),), (Month(2021, 10),))}


def test_a_county_with_a_task_is_decided_too_and_one_without_is_only_told() -> None:
    plan = make_plan({"targets": {"A": TARGETS["targets"]["A"] | {"counties": ["东县", "西县"]}}})
    task = Figure(Decimal(50), "个", (a_cell("H5"),))
    plan = replace(plan, county_goals={("A", "东县"): task})
    case = {
        "targets": {},
        "month": str(YEAR_END),
        "rows": {"A": {"cumulative": "100", "as_of": YEAR_END.last_day}},
        "counties": {"A": {"东县": "60", "西县": "40"}},
    }
    month = settle(plan, make_returns(plan, case), Decisions(), [])
    result = assess(plan, History({YEAR_END: month}), Rulings({"A": a_ruling()}), {}, TODAY)
    east, west = result.counties["A", "东县"], result.counties["A", "西县"]
    assert (east.suggested, west.suggested) == (Verdict.EXCEEDED, None)
    assert (east.goal.cell, west.goal.amount) == (a_cell("H5"), None)
    assert [one.county for one in result.tasks] == ["东县"]
    assert [one.message for one in result.findings] == ["A A（东县）还没有认定结果"]


@pytest.mark.parametrize(
    ("counties", "told"),
    [(["东县"], "目标50个，未报送年终数，认定结果为"), ([], "目标50个，认定结果为")],
    ids=["asked", "never asked"],
)
def test_a_county_is_blamed_only_for_what_it_was_asked(counties: list[str], told: str) -> None:
    plan = make_plan({"targets": {"A": TARGETS["targets"]["A"] | {"counties": counties}}})
    plan = replace(plan, county_goals={("A", "东县"): Figure(Decimal(50), "个", (a_cell("H5"),))})
    result = assess(plan, History({YEAR_END: settled()}), Rulings(), {}, TODAY)
    (east,) = result.tasks
    assert str(sentence(plan, east, TODAY)) == f"{told}{UNDECIDED}。"


def test_what_no_figure_suggests_people_are_asked_to_decide_and_never_pointed_to_accept() -> None:
    plan = make_plan(
        {"targets": {"A": TARGETS["targets"]["A"], "B": {"kind": "定性"}, "C": {"kind": "定性"}}}
    )
    case = {
        "targets": {},
        "month": str(YEAR_END),
        "rows": {"A": {"cumulative": "100", "as_of": YEAR_END.last_day}},
    }
    month = settle(plan, make_returns(plan, case), Decisions(), [])

    def fixes(**rulings: Ruling) -> list[str]:
        result = assess(plan, History({YEAR_END: month}), Rulings(rulings), {}, TODAY)
        return [one.fix for one in result.findings if one.code.name == "A02"]

    assert fixes() == ["请在考核认定表里选定；按建议认定的，批准后用 assess --accept 一次写入"]
    assert fixes(A=a_ruling()) == ["没有建议，由人定：请在考核认定表里选定认定结果，写明批准日期"]
