"""Names and days of a plan, by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pipeline.model.months import Month
from pipeline.model.plan import Name
from tests.inputs.builders import make_plan

PLAN = make_plan({"targets": {"T01": {"name": "建成场地", "kind": "累计数", "goal": "120", "measure": "个"}}})


def test_after_its_last_period_a_unit_keeps_its_last_name() -> None:
    unit = PLAN.units[0]
    old, new = (
        replace(unit.names[0], short="甲局", until=date(2021, 3, 31)),
        replace(unit.names[0], short="乙局", since=date(2021, 4, 1), until=date(2021, 6, 30)),
    )
    assert isinstance(old, Name)
    renamed = replace(unit, names=(old, new))
    days = (date(2020, 1, 1), date(2021, 3, 31), date(2021, 4, 1), date(2021, 7, 1))
    assert [renamed.name_on(day).short for day in days] == ["甲局", "甲局", "乙局", "乙局"]


def test_the_year_end_has_one_day_for_all() -> None:
    year_end, june = Month.year_end(2021), Month(2021, 6)
    assert PLAN.cooperating_deadline(year_end) == PLAN.lead_deadline(year_end)
    assert PLAN.cooperating_deadline(june) < PLAN.lead_deadline(june)
