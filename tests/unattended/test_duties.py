"""The duties of a year on a day, with every date by hand: holidays, make-up days, moved deadlines, the turn of the year."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from pipeline.model.months import DayShift, Month, WorkCalendar
from pipeline.model.periods import DueDay
from pipeline.model.plan import Plan
from pipeline.model.signing import PaperState
from pipeline.outputs import founding
from pipeline.progress.duties import Duty, Stand, Work, duties, in_question, reporting_months
from pipeline.progress.freshness import Drift, Shown
from tests.inputs.builders import make_plan

SEPTEMBER, DECEMBER, YEAR_END = Month(2021, 9), Month(2021, 12), Month.year_end(2021)
ALTERED = Drift(altered=("inputs/2021/任务分解表.xlsx",))
NEWER = Drift(version=("0.1.0", "0.2.0"))
ON_PURPOSE = Drift(day=(date(2021, 9, 28), date(2021, 9, 25)))
COMPILER, LEAD = "汇总单位", "责任单位"


def made_plan(office: str = COMPILER, table: bool = True, **rules: object) -> Plan:
    """The tiny city with the holidays of 2021; without a `table` only weekends are days off."""
    days = tomllib.loads(founding.holiday_tables()["2021.toml"].decode("utf-8"))
    plan = make_plan({"office": office, "targets": {}})
    calendar = WorkCalendar(frozenset(days["放假"]), frozenset(days["调休上班"]), days["依据"])
    return replace(plan, rules=replace(plan.rules, **rules), calendar=calendar if table else WorkCalendar())


def of(
    plan: Plan,
    work: Work,
    month: Month,
    day: str,
    missing: tuple[str, ...] = (),
    shown: Mapping[str, Shown] | None = None,
) -> list[Duty]:
    """The duties of one kind for a month as they stand on a day."""
    every = duties(plan, date.fromisoformat(day), {month: missing}, shown or {})
    return [duty for duty in every if (duty.work, duty.month) == (work, month)]


def told(duty: Duty) -> tuple[str, str]:
    return duty.stand.value, duty.why


# Lists to chase by


@pytest.mark.parametrize(
    ("changed", "draft", "sealed"), [(ALTERED, True, True), (NEWER, True, False), (ON_PURPOSE, False, False)]
)
def test_another_version_alone_dates_a_draft_and_no_sealed_set(
    changed: Drift, draft: bool, sealed: bool
) -> None:
    assert (Shown(drift=changed).stale, Shown(drift=changed, state=PaperState.SIGNED).stale) == (
        draft,
        sealed,
    )


@pytest.mark.parametrize(
    ("month", "plan", "days"),
    [
        # Friday 25 June; the day after is a Saturday.
        (Month(2021, 6), made_plan(), ["06-22—06-24", "06-25—06-27", "06-28—07-04"]),
        # Saturday 25 September: the list comes on Friday. Sunday the 26th is a make-up day.
        (SEPTEMBER, made_plan(), ["09-22—09-23", "09-24—09-25", "09-26—10-02"]),
        (SEPTEMBER, made_plan(table=False), ["09-22—09-23", "09-24—09-26", "09-27—10-03"]),
        # The deadline itself moves to that make-up day, or to Friday.
        (SEPTEMBER, made_plan(day_shift=DayShift.NEXT), ["09-23—09-25", "09-26—09-26", "09-27—10-03"]),
        (SEPTEMBER, made_plan(day_shift=DayShift.PREVIOUS), ["09-18—09-23", "09-24—09-25", "09-26—10-02"]),
        # 10 October: three days before lie the holidays since the 1st; Saturday the 9th is a make-up day.
        (Month(2021, 10), made_plan(lead_due=DueDay(10)), ["09-30—10-06", "10-09—10-10", "10-11—10-17"]),
        # A lead waits for the 22nd; three days before is a holiday, Saturday the 18th a make-up day.
        (SEPTEMBER, made_plan(LEAD), ["09-18—09-21", "09-22—09-22", "09-23—09-29"]),
        (
            SEPTEMBER,
            made_plan(LEAD, cooperating_due=DueDay(15)),
            ["09-10—09-14", "09-15—09-15", "09-16—09-22"],
        ),
        # Saturday 15 January.
        (YEAR_END, made_plan(), ["01-12—01-13", "01-14—01-16", "01-17—01-23"]),
        (SEPTEMBER, made_plan(list_days=(0,)), ["09-24—09-30"]),
        # Two days off that come to the same working day are one list.
        (Month(2021, 7), made_plan(list_days=(-1, 0)), ["07-23—07-29"]),
        (SEPTEMBER, made_plan(list_days=()), []),
    ],
)
def test_a_list_is_made_on_working_days_around_the_deadline(
    month: Month, plan: Plan, days: list[str]
) -> None:
    found = of(plan, Work.CHASE, month, "2021-05-31")
    assert [f"{one.since:%m-%d}—{one.until:%m-%d}" for one in found] == days
    assert {told(one) for one in found} <= {("未到", "没有到日子；到时还有没报的才列")}


@pytest.mark.parametrize(
    ("day", "missing", "shown", "stands"),
    [
        ("2021-09-21", ("甲局",), None, "未到 未到 未到"),
        ("2021-09-22", ("甲局",), None, "应办 未到 未到"),
        ("2021-09-22", (), None, "不用办 未到 未到"),
        ("2021-09-23", ("甲局",), "2021-09-22", "已办 未到 未到"),
        # Whoever reports or falls out meanwhile: the list of these days stays.
        ("2021-09-23", ("甲局", "乙局"), "2021-09-22", "已办 未到 未到"),
        ("2021-09-23", (), "2021-09-22", "已办 未到 未到"),
        ("2021-09-24", ("甲局",), "2021-09-22", "已办 应办 未到"),
        # By hand on Saturday, between the days.
        ("2021-09-25", ("甲局",), "2021-09-25", "已过 已办 未到"),
        ("2021-09-26", ("甲局",), "2021-09-25", "已过 已办 应办"),
        # Nobody was at work before: one list, and no other.
        ("2021-10-02", ("甲局",), None, "已过 已过 应办"),
        ("2021-10-03", ("甲局",), None, "已过 已过 已过"),
        ("2021-10-03", ("甲局",), "2021-09-26", "已过 已过 已办"),
    ],
)
def test_each_list_is_due_once(day: str, missing: tuple[str, ...], shown: str | None, stands: str) -> None:
    there = {"2021-09-催报": Shown(date.fromisoformat(shown))} if shown else {}
    found = of(made_plan(), Work.CHASE, SEPTEMBER, day, missing, there)
    assert " ".join(one.stand.value for one in found) == stands


def test_a_list_says_who_is_missing_and_the_compiler_is_not_chased() -> None:
    plan = make_plan({"targets": {}})
    own = replace(plan, profile=replace(plan.profile, compiler="乙局"))
    assert told(of(own, Work.CHASE, SEPTEMBER, "2021-09-26", ("甲局", "东县"))[2]) == (
        "应办",
        "还有2家没有可用的报表：甲局、东县",
    )
    assert told(of(own, Work.CHASE, SEPTEMBER, "2021-09-26", ("乙局",))[2]) == ("不用办", "没有未报的单位")


# Forms


@pytest.mark.parametrize(
    ("day", "shown", "expected"),
    [
        ("2021-08-31", None, ("未到", "没有到日子")),
        ("2021-09-01", None, ("应办", "还没有生成")),
        ("2021-09-25", None, ("应办", "还没有生成")),
        ("2021-09-26", None, ("已过", "报送日2021年9月25日已过，不再补")),
        ("2021-09-01", Shown(), ("已办", "已生成")),
        ("2021-09-25", Shown(drift=ALTERED), ("应办", "生成以后，有改动：任务分解表.xlsx")),
        ("2021-09-26", Shown(drift=ALTERED), ("已办", "已生成")),
    ],
)
def test_forms_are_due_from_the_first_to_the_deadline(
    day: str, shown: Shown | None, expected: tuple[str, str]
) -> None:
    (form,) = of(made_plan(), Work.FORMS, SEPTEMBER, day, shown={"2021-09-表样": shown} if shown else {})
    assert told(form) == expected
    assert (form.since, form.until) == (date(2021, 9, 1), date(2021, 9, 25))


def test_year_end_forms_are_due_in_december_and_into_january() -> None:
    (form,) = of(made_plan(), Work.FORMS, YEAR_END, "2021-12-01")
    assert (form.stand, form.since, form.until) == (Stand.DUE, date(2021, 12, 1), date(2022, 1, 15))
    assert (form.edition, form.command) == ("2021-年终-表样", "forms 2021 --year-end")


# Drafts


@pytest.mark.parametrize(
    ("day", "missing", "shown", "expected"),
    [
        ("2021-08-31", (), None, ("未到", "没有到日子；2021年9月1日起表到齐即办")),
        (
            "2021-09-25",
            ("甲局", "乙局"),
            None,
            ("未到", "报送日2021年9月25日（含当日）没有过，还有2家没有可用的报表：甲局、乙局"),
        ),
        ("2021-09-13", (), None, ("应办", "应报的表都到了")),
        ("2021-09-26", ("甲局",), None, ("应办", "报送日2021年9月25日已过")),
        ("2022-03-01", (), None, ("应办", "报送日2021年9月25日已过")),
        ("2021-09-13", (), Shown(), ("已办", "已生成，报表此后没有变动")),
        ("2021-09-26", ("甲局",), Shown(), ("已办", "已生成，报表此后没有变动")),
        (
            "2021-10-20",
            (),
            Shown(drift=ALTERED),
            ("应办", "生成以后，有改动：任务分解表.xlsx"),
        ),
        ("2021-10-20", (), Shown(drift=NEWER), ("应办", "生成以后，程序由0.1.0版换成0.2.0版")),
        # Somebody gave another day: that is no reason to make it anew every hour.
        (
            "2021-10-20",
            (),
            Shown(drift=ON_PURPOSE),
            (
                "已办",
                "已生成，报表此后没有变动；成文日期是2021年9月28日，不另指定应是2021年9月25日",
            ),
        ),
        (
            "2021-10-20",
            (),
            Shown(damaged=True),
            ("应办", "清单（manifest.json）已损坏，看不出是不是定稿，要人处理"),
        ),
        # Made by hand too early: what is still missing is waited for.
        (
            "2021-09-24",
            ("甲局",),
            Shown(drift=ALTERED),
            ("未到", "报送日2021年9月25日（含当日）没有过，还有1家没有可用的报表：甲局"),
        ),
        # What may lie before the leader is not taken away by a late sheet.
        (
            "2021-10-20",
            (),
            Shown(drift=ALTERED, state=PaperState.FAIR),
            ("已办", "已出清样，不再自动改动；出清样以后，有改动：任务分解表.xlsx"),
        ),
        ("2021-10-20", (), Shown(state=PaperState.SIGNED), ("已办", "已签发，不再自动改动")),
        (
            "2021-10-20",
            (),
            Shown(drift=ALTERED, state=PaperState.SIGNED),
            ("已办", "已签发，不再自动改动；签发以后，有改动：任务分解表.xlsx"),
        ),
        (
            "2021-10-20",
            (),
            Shown(drift=NEWER, state=PaperState.SIGNED),
            (
                "已办",
                "已签发，不再自动改动；签发以后，程序由0.1.0版换成0.2.0版；"
                "数字有没有变化，用 minsheng verify --again 2021-09 看",
            ),
        ),
    ],
)
def test_drafts_are_due_when_all_is_in_or_the_deadline_has_passed(
    day: str, missing: tuple[str, ...], shown: Shown | None, expected: tuple[str, str]
) -> None:
    there = {"2021-09": shown} if shown else {}
    (draft,) = of(made_plan(), Work.DRAFTS, SEPTEMBER, day, missing, there)
    assert told(draft) == expected
    assert (draft.edition, draft.command, draft.until) == ("2021-09", "monthly 2021-09", None)


@pytest.mark.parametrize(
    ("rules", "last"),
    [
        ({}, "2021-09-25"),
        ({"day_shift": DayShift.NEXT}, "2021-09-26"),
        ({"day_shift": DayShift.PREVIOUS}, "2021-09-24"),
        ({"lead_due": DueDay(5)}, "2021-09-05"),
    ],
)
def test_the_deadline_is_the_plan_s_and_counts(rules: dict[str, object], last: str) -> None:
    plan = made_plan(**rules)
    after = date.fromordinal(date.fromisoformat(last).toordinal() + 1).isoformat()
    (on_it,) = of(plan, Work.DRAFTS, SEPTEMBER, last, ("甲局",))
    (late,) = of(plan, Work.DRAFTS, SEPTEMBER, after, ("甲局",))
    assert (on_it.stand, late.stand, late.since.isoformat()) == (Stand.AHEAD, Stand.DUE, after)


@pytest.mark.parametrize(
    ("day", "missing", "stand"),
    [
        # All year-end sheets in by New Year's Eve: the year is not over.
        ("2021-12-31", (), Stand.AHEAD),
        ("2022-01-01", (), Stand.DUE),
        ("2022-01-15", ("甲局",), Stand.AHEAD),
        ("2022-01-16", ("甲局",), Stand.DUE),
    ],
)
def test_the_year_is_assessed_in_january(day: str, missing: tuple[str, ...], stand: Stand) -> None:
    (one,) = of(made_plan(), Work.ASSESSMENT, YEAR_END, day, missing)
    assert one.stand is stand
    assert (one.edition, one.command) == ("2021-考核", "assess 2021")


def test_december_is_drafted_across_the_turn_of_the_year() -> None:
    (draft,) = of(made_plan(day_shift=DayShift.NEXT), Work.DRAFTS, DECEMBER, "2022-01-02", ("甲局",))
    # Saturday 25 December goes to Monday the 27th.
    assert (draft.stand, draft.since) == (Stand.DUE, date(2021, 12, 28))


def test_a_lead_collates_after_the_22nd_and_assesses_nothing() -> None:
    plan = made_plan(LEAD)
    assert {duty.work for duty in duties(plan, date(2021, 9, 1), {}, {})} == {
        Work.FORMS,
        Work.CHASE,
        Work.COLLATED,
    }
    assert reporting_months(plan)[-1] == DECEMBER
    (on_it,) = of(plan, Work.COLLATED, SEPTEMBER, "2021-09-22", ("乙局",))
    (late,) = of(plan, Work.COLLATED, SEPTEMBER, "2021-09-23", ("乙局",))
    assert (on_it.stand, late.stand, late.edition) == (Stand.AHEAD, Stand.DUE, "2021-09-汇总")
    assert late.command == "collate 2021-09"


def test_months_before_the_first_have_no_duties() -> None:
    assert {duty.month for duty in duties(made_plan(), date(2021, 9, 1), {}, {})} == {
        *(Month(2021, number) for number in range(6, 13)),
        YEAR_END,
    }


@pytest.mark.parametrize(
    ("day", "months"),
    [
        ("2021-05-31", []),
        ("2021-09-01", ["2021-08", "2021-09"]),
        ("2021-09-02", ["2021-09"]),
        # The last list of September may still be missing.
        ("2021-10-02", ["2021-09", "2021-10"]),
        ("2021-10-03", ["2021-10"]),
        # Year-end sheets count from the new year on.
        ("2021-12-31", ["2021-12"]),
        ("2022-01-01", ["2021-12", "2021-年终"]),
        ("2022-01-03", ["2021-年终"]),
        ("2022-01-23", ["2021-年终"]),
        ("2022-01-24", []),
    ],
)
def test_who_has_reported_is_asked_only_where_something_hangs_on_it(day: str, months: list[str]) -> None:
    assert [str(month) for month in in_question(made_plan(), date.fromisoformat(day))] == months
