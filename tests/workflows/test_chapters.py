"""The glue between the rooms: what a chapter asks for, refuses and leaves alone."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from pipeline.model.assessment import Rulings
from pipeline.model.errors import UsageProblem
from pipeline.model.months import Month
from pipeline.model.origin import Command, CommandKind
from pipeline.model.plan import Plan
from pipeline.model.readings import History
from pipeline.model.workspace import Workspace
from pipeline.workflows.editions import made_from
from pipeline.workflows.month import monthly
from pipeline.workflows.reading import asked_for, judged, read, reckon
from pipeline.workflows.results import MonthNotFinal, YearNotFinal
from pipeline.workflows.standing import approval_day, inputs_of, own_day
from pipeline.workflows.year import assess

JUNE, SEPTEMBER = Month(2021, 6), Month(2021, 9)


@pytest.fixture
def office(sample_year: tuple[Workspace, Plan, History], tmp_path: Path) -> Workspace:
    return Workspace(Path(shutil.copytree(sample_year[0].root, tmp_path / "办公室")))


def test_a_month_nobody_reports_for_is_refused(sample_year: tuple[Workspace, Plan, History]) -> None:
    plan = sample_year[1]
    assert asked_for(plan, plan.first_month) == plan.first_month
    with pytest.raises(UsageProblem, match=f"首报月份是 {plan.first_month}"):
        asked_for(plan, plan.cycle.previous(plan.first_month))


def test_a_month_is_reckoned_by_its_deadline_unless_a_day_is_given(office: Workspace) -> None:
    plan, _, history = read(office, JUNE)
    assert reckon(plan, history, JUNE).drawn_up == plan.lead_deadline(JUNE)
    assert reckon(plan, history, JUNE, date(2021, 7, 1)).drawn_up == date(2021, 7, 1)
    assert judged(office, JUNE)[3] == reckon(plan, history, JUNE)


@pytest.mark.more
def test_a_month_that_cannot_be_final_says_over_what_and_shows_nothing(office: Workspace) -> None:
    with pytest.raises(MonthNotFinal) as refused:
        monthly(office, SEPTEMBER, None, final=True)
    assert refused.value.findings
    assert all(finding.open for finding in refused.value.findings)
    assert refused.value.progress.month == SEPTEMBER
    assert not list(office.outputs.glob("2021*"))


@pytest.mark.more
def test_a_year_that_cannot_be_final_says_over_what_and_shows_nothing(office: Workspace) -> None:
    with pytest.raises(YearNotFinal) as refused:
        assess(office, 2021, None, final=True, pdf=False)
    assert any(finding.open for finding in refused.value.findings)
    assert not list(office.outputs.glob("2021*"))


def test_what_a_set_is_made_from_names_every_input_once(office: Workspace) -> None:
    plan, decisions, history = read(office, JUNE)
    sources = inputs_of(office, plan, decisions, history)
    read_there = {file.name for file in history[JUNE].returns.files if file.sha256}
    assert read_there
    named = [one.path for one in sources]
    assert set(named) == read_there | {"inputs/2021/任务分解表.xlsx", "inputs/节假日/2021.toml"} | {
        name for name in (decisions.file, *history.spot_checks.files, *history.replies.files) if name
    }
    origin = made_from(office, Command(CommandKind.COLLATE), sources)
    assert [one.path for one in origin.inputs] == sorted(set(named)) == named
    assert (origin.templates, origin.documents, origin.drawn_up) == ((), {}, None)


def test_a_year_is_of_the_last_approval_but_never_before_its_deadline(office: Workspace) -> None:
    plan, _, _ = read(office, JUNE)
    deadline = plan.lead_deadline(Month.year_end(2021))
    assert approval_day(plan, Rulings()) == deadline
    assert own_day(office, plan, JUNE) == plan.lead_deadline(JUNE)
    assert own_day(office, plan, Month.year_end(2021)) == deadline
