"""The invented year against answers worked out without the pipeline, and against its planted faults.

`answers.csv` comes from `make_answers.py`, which shares no code with the pipeline; `planted.toml` lists
what 手册-秘书 planted and everything that may come up.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from pipeline.model.figures import contract, fixed, plain
from pipeline.model.findings import Finding
from pipeline.model.kinds import FINISHED, Standing
from pipeline.model.months import Month
from pipeline.model.plan import Plan, Role
from pipeline.model.progress import Progress, TargetProgress
from pipeline.model.readings import History, Outcome, Status
from pipeline.model.workspace import Workspace
from pipeline.progress.compute import compute
from pipeline.workflows.sample import invented_year as sample
from tests.sample_year.carried import FOLDER, carried

HERE = Path(__file__).resolve().parent
PLANTED = tomllib.loads((HERE / "planted.toml").read_text(encoding="utf-8"))
MONTHS = [str(month) for month in sample.MONTHS]
Case = Mapping[str, Any]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


ANSWERS = rows_of(HERE / "answers.csv")


@pytest.fixture(scope="session")
def workspace(sample_year: tuple[Workspace, Plan, History]) -> Workspace:
    """The year as it lies in an office: plan, holidays, every month's sheets."""
    return sample_year[0]


@pytest.fixture(scope="session")
def plan(sample_year: tuple[Workspace, Plan, History]) -> Plan:
    return sample_year[1]


@pytest.fixture(scope="session")
def year(sample_year: tuple[Workspace, Plan, History]) -> dict[str, Progress]:
    """Every month's progress, all read once."""
    _, plan, history = sample_year
    return {str(month): compute(plan, history, month, plan.lead_deadline(month)) for month in sample.MONTHS}


# Every figure


def as_answered(month: str, progress: TargetProgress) -> dict[str, str]:
    """A target's progress in the columns of `answers.csv` (手册-工程师: at most four decimals, half up)."""
    value = progress.value
    written = ""
    if value is not None:
        written = fixed(value.amount) if value.measure == "%" else plain(value.amount)
    return {
        "month": month,
        "target": progress.target.id,
        "value": written,
        "measure": progress.target.measure.base,
        "rate": contract(progress.rate.amount if progress.rate is not None else None) or "",
        "pace": contract(progress.pace) or "",
        "gap": contract(progress.gap) or "",
        "class": progress.standing.value,
    }


@pytest.mark.parametrize("month", MONTHS)
def test_every_target_of_the_month(year: dict[str, Progress], month: str) -> None:
    expected = [row for row in ANSWERS if row["month"] == month]
    assert [as_answered(month, target) for target in year[month].targets] == expected


def test_the_answers_are_of_every_target_in_every_month(plan: Plan) -> None:
    asked = [(month, target.id) for month in MONTHS for target in plan.targets]
    assert [(row["month"], row["target"]) for row in ANSWERS] == asked
    assert len(asked) == 7 * 33


@pytest.mark.parametrize("month", MONTHS)
def test_the_classes_add_up(year: dict[str, Progress], month: str) -> None:
    counts = year[month].counts
    expected = Counter(row["class"] for row in ANSWERS if row["month"] == month)
    assert {standing.value: count for standing, count in counts.items() if count} == expected
    assert sum(counts.values()) == 33


def test_how_the_year_ends(year: dict[str, Progress]) -> None:
    """手册-秘书: 8 of the 10 matters end complete; T04-5 with 98.1 % and T09-1 with 75 % fall short."""
    december = year["2021-12"]
    good = {*FINISHED, Standing.MET_SO_FAR, Standing.NOT_APPLICABLE}
    assert [each.matter.number for each in december.matters if each.standing not in good] == [4, 9]
    short = [each for each in december.targets if each.standing not in good]
    rates = {each.target.id: contract(each.rate.amount) for each in short if each.rate is not None}
    assert rates == {"T04-5": "98.1111", "T09-1": "75"}


def test_the_new_of_a_month_is_reckoned_from_last_month_as_corrected(year: dict[str, Progress]) -> None:
    def new(month: str, target: str) -> str | None:
        (found,) = [each for each in year[month].targets if each.target.id == target]
        return None if found.new is None else plain(found.new.amount)

    assert new("2021-11", "T07-1") == "45"
    assert new("2021-10", "T07-1") == "429"
    assert new("2021-08", "T01-1") is None
    assert new("2021-09", "T01-1") is None
    assert new("2021-10", "T01-1") == "7200"
    assert new("2021-06", "T01-1") is None


# The answers themselves


def test_the_answers_can_be_worked_out_again(tmp_path: Path) -> None:
    for name in ("make_answers.py", "targets.csv", "reported.csv", "county_sums.csv"):
        shutil.copy(HERE / name, tmp_path)
    subprocess.run([sys.executable, "make_answers.py"], cwd=tmp_path, check=True, timeout=60)
    assert (tmp_path / "answers.csv").read_bytes() == (HERE / "answers.csv").read_bytes()


def sample_rows(name: str) -> list[dict[str, str]]:
    text = (files("pipeline.workflows.sample") / "data" / name).read_bytes().decode("utf-8")
    return list(csv.DictReader(text.splitlines()))


def test_the_answers_are_to_what_the_sample_reports() -> None:
    reported = [tuple(row.values()) for row in rows_of(HERE / "reported.csv")]
    series = [
        (row["月份"], row["编号"], row["累计完成"], row["计量单位"]) for row in sample_rows("series.csv")
    ]
    assert sorted(series) == sorted(reported)


def test_the_county_sums_are_those_of_the_sample() -> None:
    sums: Counter[tuple[str, str]] = Counter()
    blank: set[tuple[str, str]] = set()
    for row in sample_rows("counties.csv"):
        place = (row["月份"], row["编号"])
        sums[place] += int(row["累计完成"] or 0)
        blank |= set() if row["累计完成"] else {place}
    expected = {(row["month"], row["target"]): row["county_sum"] for row in rows_of(HERE / "county_sums.csv")}
    assert {place: "" if place in blank else str(total) for place, total in sums.items()} == expected


# The planted faults


def told(findings: Iterable[Finding]) -> list[tuple[str, ...]]:
    return sorted((f.code.name, f.level.value, f.target, f.unit, f.place.ref, f.read) for f in findings)


def wanted(finds: Iterable[Case]) -> list[tuple[str, ...]]:
    keys = ("code", "level", "target", "unit", "cell", "read")
    return sorted(tuple(each[key] for key in keys) for each in finds)


@pytest.mark.parametrize("fault", PLANTED["fault"], ids=lambda fault: ascii(fault["what"]))
def test_a_planted_fault_is_found(year: dict[str, Progress], fault: Case) -> None:
    codes = {each["code"] for each in fault["finds"]}
    targets = {each["target"] for each in fault["finds"]}
    found = [f for f in year[fault["month"]].findings if f.code.name in codes and f.target in targets]
    assert told(found) == wanted(fault["finds"])


@pytest.mark.parametrize("month", MONTHS)
def test_nothing_else_must_be_acted_on(year: dict[str, Progress], month: str) -> None:
    expected = [each for fault in PLANTED["fault"] if fault["month"] == month for each in fault["finds"]]
    must = [each for each in expected if each["level"] != "提示"]
    assert told(f for f in year[month].findings if f.open) == wanted(must)


def test_june_needs_nobody() -> None:
    june = [each for fault in PLANTED["fault"] if fault["month"] == "2021-06" for each in fault["finds"]]
    assert {each["level"] for each in june} == {"提示"}


@pytest.mark.parametrize("case", PLANTED["silent"], ids=lambda case: case["what"])
def test_what_is_odd_and_right_raises_nothing(year: dict[str, Progress], case: Case) -> None:
    progress = year[case["month"]]
    assert told(finding for finding in progress.findings if finding.target == case["target"]) == []
    (found,) = [each for each in progress.targets if each.target.id == case["target"]]
    assert found.standing.value == case["standing"]


@pytest.mark.parametrize("month", MONTHS)
def test_what_is_only_noted(year: dict[str, Progress], month: str) -> None:
    """All notes of the month: the planted ones, T07-3 in 件 all year, T10-3 without nodes until finished."""
    notes = {
        (each["code"], each["target"], each["unit"])
        for fault in PLANTED["fault"]
        if fault["month"] == month
        for each in fault["finds"]
        if each["level"] == "提示"
    }
    notes.add(("R09", "T07-3", "市司法局"))
    if month < "2021-11":
        notes.add(("C12", "T10-3", "市住建局"))
    found = [(f.code.name, f.target, f.unit) for f in year[month].findings if not f.open]
    assert sorted(found) == sorted(notes)


@pytest.mark.parametrize("month", MONTHS)
def test_every_file_is_used_and_every_lead_has_reported(year: dict[str, Progress], month: str) -> None:
    progress = year[month]
    assert {file.outcome for file in progress.files} == {Outcome.USED}
    statuses = {
        report.unit: report.status(progress.findings)
        for report in progress.reports
        if report.role is Role.LEAD
    }
    assert (len(statuses), len(progress.files)) == (10, len(progress.reports))
    units = {Status.RETURNED: "退回", Status.DOUBTFUL: "待核"}
    for status, level in units.items():
        expected = {f.unit for f in progress.findings if f.level.value == level}
        assert {unit for unit, each in statuses.items() if each is status} == expected
    assert Status.MISSING not in statuses.values()


# The repository carries what the sample makes


def test_the_repository_carries_what_the_sample_makes() -> None:
    lies = {path.relative_to(FOLDER).as_posix(): path for path in FOLDER.rglob("*") if path.is_file()}
    made = carried()
    assert sorted(lies) == sorted(made)
    other = [name for name, path in lies.items() if path.read_bytes() != made[name]]
    assert other == [], "python -m tests.sample_year.carried writes them anew"


def test_making_the_sample_again_gives_the_same_bytes(workspace: Workspace, plan: Plan) -> None:
    month = Month(2021, 9)
    for name, data in sample.returns(plan, month).items():
        assert (workspace.month_folder(month) / name).read_bytes() == data
