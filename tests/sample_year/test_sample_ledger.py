"""What the invented office noted of its 督办, as the year's ledger tells it; and names no sheet can bear."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from pipeline.documents.workbooks.ledgerbook import LEDGER, ledger_files
from pipeline.inputs.decisions.register import Decisions, read_decisions
from pipeline.inputs.plan.workbook import load_plan
from pipeline.inputs.returns.history import read_year
from pipeline.model.months import Month
from pipeline.model.plan import Plan
from pipeline.model.readings import History
from pipeline.model.supervision import Stand, Supervised
from pipeline.model.workspace import Workspace
from pipeline.progress.compute import compute
from pipeline.progress.supervision import supervised
from pipeline.workflows.sample import invented_year as sample

Year = tuple[Plan, Decisions, History]


@pytest.fixture(scope="module")
def year(sample_office: Path) -> Year:
    office = Workspace(sample_office)
    plan = load_plan(office, sample.YEAR)
    decisions = read_decisions(office, plan)
    assert not decisions.findings
    return plan, decisions, read_year(office, plan, decisions, sample.MONTHS[-1])


def told(year: Year, number: int) -> dict[str, Supervised]:
    """督办 of every target as the ledger of that month has it."""
    plan, decisions, history = year
    months = plan.months(Month(sample.YEAR, number))
    course = [compute(plan, history, month, plan.lead_deadline(month)) for month in months]
    return dict(supervised(plan, course, decisions.steps, history.replies))


def test_september_shows_what_the_office_noted(year: Year) -> None:
    september = told(year, 9)
    states = {one.stand for each in september.values() for one in each.urgings}
    assert states == set(Stand) - {Stand.UNNOTED, Stand.SILENT}
    assert {target: (one.stand, one.suggestion) for target, one in september.items() if one.urgings} == {
        "T02-1": (Stand.CLOSED, ""),
        "T02-2": (Stand.CLOSED, ""),
        "T04-4": (Stand.ANSWERED, "可以销号"),
        "T04-5": (Stand.PROPOSED, "限期"),
        "T05-1": (Stand.ANSWERED, ""),
        "T05-2": (Stand.ANSWERED, ""),
        "T05-3": (Stand.ANSWERED, ""),
        "T05-4": (Stand.ANSWERED, "可以销号"),
        "T08-1": (Stand.ANSWERED, ""),
        "T09-1": (Stand.SENT, ""),
        "T09-2": (Stand.SENT, ""),
        "T10-1": (Stand.PROPOSED, "挂牌（须经批准）"),
    }


def test_the_one_reply_answers_august(year: Year) -> None:
    (reply,) = year[2].replies.records
    august = next(one for one in told(year, 9)["T08-1"].urgings if one.month == Month(2021, 8))
    assert (august.stand, august.reply) == (Stand.ANSWERED, reply)
    assert not year[2].replies.findings


def test_a_unit_s_name_becomes_a_sheet_s_whatever_it_is(year: Year) -> None:
    plan, decisions, history = year
    june = Month(2021, 6)
    names = iter(["甲/乙：[一]?*", "甲\\乙：[一]?*", "台账", "'" + "长" * 40, "变动记录", "图"])
    units = []
    for unit in plan.units:
        short = next(names, unit.key) if plan.led_by(unit.key) else unit.key
        units.append(replace(unit, names=(replace(unit.names[0], short=short, until=None),)))
    odd = replace(plan, units=tuple(units))
    progress = compute(odd, history, june, odd.lead_deadline(june))
    # Their names stand in file names too, where the plan's reader has the say.
    calm = replace(odd, profile=replace(odd.profile, general_office=""))
    book = openpyxl.load_workbook(io.BytesIO(ledger_files(calm, history, [progress], decisions)[LEDGER]))
    assert book.sheetnames[:7] == [
        "台账",
        "甲＿乙：＿一＿＿＿",
        "甲＿乙：＿一＿＿＿2",
        "台账2",
        "长" * 28,
        "变动记录2",
        "图2",
    ]
    assert book.sheetnames[-3:] == ["变动记录", "图", "图的数"]
