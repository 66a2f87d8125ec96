"""`run` called every hour of the invented year: each duty once, also when hours are skipped or runs are killed."""

from __future__ import annotations

import hashlib
import random
import shutil
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from pipeline.cli.exit_codes import TERMINATED
from pipeline.cli.process import Ended
from pipeline.documents.rendering import render
from pipeline.files.spreadsheets import writing
from pipeline.inputs.plan.workbook import load_plan
from pipeline.model.months import Month
from pipeline.model.workspace import Workspace
from pipeline.outputs import publish
from pipeline.outputs.founding import lay
from pipeline.workflows.sample import invented_year as sample
from pipeline.workflows.sample.invented_year import lay_sample
from tests.command import minsheng
from tests.conftest import Once

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST, LAST = datetime(2021, 5, 29, tzinfo=SHANGHAI), datetime(2022, 2, 1, tzinfo=SHANGHAI)
# By hand, from the calendar of 2021 and from arrivals.csv: a list is made while somebody is missing, drafts when all
# are in or the 25th has passed, and again when a late sheet came. Sheets lie there at seven in the morning.
EXPECTED = [
    ("2021-06-01T00", "2021-06表样"),
    ("2021-06-22T00", "2021-06催报"),
    ("2021-06-25T00", "2021-06催报"),
    ("2021-06-25T07", "2021-06材料"),
    ("2021-07-01T00", "2021-07表样"),
    ("2021-07-22T00", "2021-07催报"),
    ("2021-07-23T00", "2021-07催报"),
    ("2021-07-26T00", "2021-07催报"),
    ("2021-07-26T00", "2021-07材料"),
    ("2021-07-28T07", "2021-07材料"),
    ("2021-08-01T00", "2021-08表样"),
    ("2021-08-20T00", "2021-08催报"),
    ("2021-08-25T00", "2021-08催报"),
    ("2021-08-26T00", "2021-08催报"),
    ("2021-08-26T00", "2021-08材料"),
    ("2021-08-30T07", "2021-08材料"),
    ("2021-09-01T00", "2021-09表样"),
    ("2021-09-22T00", "2021-09催报"),
    ("2021-09-24T00", "2021-09催报"),
    ("2021-09-26T00", "2021-09催报"),
    ("2021-09-26T00", "2021-09材料"),
    ("2021-09-27T07", "2021-09材料"),
    ("2021-10-01T00", "2021-10表样"),
    ("2021-10-22T00", "2021-10催报"),
    ("2021-10-25T00", "2021-10催报"),
    ("2021-10-25T07", "2021-10材料"),
    ("2021-11-01T00", "2021-11表样"),
    ("2021-11-22T00", "2021-11催报"),
    ("2021-11-25T00", "2021-11催报"),
    ("2021-11-25T07", "2021-11材料"),
    ("2021-12-01T00", "2021-12表样"),
    ("2021-12-01T00", "2021-年终表样"),
    ("2021-12-22T00", "2021-12催报"),
    ("2021-12-24T00", "2021-12催报"),
    ("2021-12-26T00", "2021-12材料"),
    ("2021-12-27T00", "2021-12催报"),
    ("2021-12-27T07", "2021-12材料"),
    ("2022-01-10T07", "2021-年终考核"),
]

Post = Mapping[datetime, Mapping[str, bytes]]


class Killed(BaseException):
    """The process is gone; nothing in the program may catch it."""


pytestmark = pytest.mark.walks


@pytest.fixture(scope="module", autouse=True)
def made_once() -> Iterator[None]:
    """Workbooks and documents are made once for the same contents: the years below differ in when, not in what."""
    with pytest.MonkeyPatch.context() as patch:
        for function in (writing.write_book, render.render):
            remembered = _remembered(function)
            for module in [each for name, each in sys.modules.items() if name.startswith("pipeline.")]:
                if getattr(module, function.__name__, None) is function:
                    patch.setattr(module, function.__name__, remembered)
        yield


def _remembered(function: Callable[..., Any]) -> Callable[..., Any]:
    known: dict[str, Any] = {}

    def answer(*args: Any) -> Any:
        # Not by the folder of the templates: every workspace has the same ones.
        key = hashlib.sha256(repr([one for one in args if not isinstance(one, Path)]).encode()).hexdigest()
        if key not in known:
            known[key] = function(*args)
        return known[key]

    return answer


@pytest.fixture(scope="module")
def post(once: Once) -> Post:
    """What came in, by the hour it lay in its folder: every sheet on the day it is dated, at seven."""
    return once("来件", lambda folder: sent(Workspace(folder / "工作目录")))


def sent(office: Workspace) -> Post:
    found_sample(office)
    plan = load_plan(office, sample.YEAR)
    found: dict[datetime, dict[str, bytes]] = defaultdict(dict)
    for month in (*sample.MONTHS, sample.YEAR_END):
        days = {} if month.is_year_end else sample._dates("arrivals.csv", month)
        for name, data in sample.returns(plan, month, shares=False).items():
            day = days.get(name.partition("-")[0], date(2022, 1, 10))
            hour = datetime(day.year, day.month, day.day, 7, tzinfo=SHANGHAI)
            found[hour][f"{office.relative(office.month_folder(month))}/{name}"] = data
    return found


@cache
def plan_without_cooperating_units() -> bytes:
    """The sample's plan with the leads alone: forms for ten units instead of fifty-eight take a sixth of the time."""
    book = openpyxl.load_workbook(BytesIO(sample.plan_workbook()))
    sheet = book["实事"]
    (column,) = [
        cell.column for row in sheet.iter_rows(max_row=3) for cell in row if cell.value == "配合单位"
    ]
    for row in range(3, sheet.max_row + 1):
        if str(sheet.cell(row, 1).value).isdigit():
            sheet.cell(row, column).value = None
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def found_sample(office: Workspace) -> None:
    """The workspace before anything came in."""
    lay_sample(office, (), shares=False)
    office.plan_file(sample.YEAR).write_bytes(plan_without_cooperating_units())


def whole_year(
    root: Path, post: Post, calls: Callable[[datetime], bool] = lambda hour: True, dies: float = 0
) -> list[tuple[str, str]]:
    """Call `run` hour by hour; the duties it did, with the hour.

    An hour in which the day is the same, nothing came in and the call before had nothing to do has the same
    answer as that call: it is left out, all else is called.
    """
    found_sample(Workspace(root))
    chance, done, settled = random.Random(20210529), [], None
    hour = FIRST
    while hour < LAST:
        if hour in post:
            lay(root, post[hour])
            settled = None
        if settled != hour.date() and calls(hour):
            with suppress(Killed):
                found = called(root, hour.date(), chance.random() < dies, chance.random())
                done += [(hour.strftime("%Y-%m-%dT%H"), duty) for duty in found]
                settled = None if found else hour.date()
        hour += timedelta(hours=1)
    return done


def called(root: Path, day: date, dies: bool, at: float) -> list[str]:
    """What `run` did on a day; if it `dies`, at one of the steps of publishing."""
    with pytest.MonkeyPatch.context() as patch:
        if dies:
            step = ("_stored", "_show", "write", "sync")[int(at * 4)]
            patch.setattr(publish, step, dead)
        result = minsheng("-C", root, "run", "--today", day, "--json")
    if result.code == TERMINATED:
        raise Killed
    assert result.err == ""
    duties = result.json["duties"]
    assert max([0, *(int(duty["code"] or 0) for duty in duties)]) == result.code <= 1
    assert all(duty["new"] for duty in duties if duty["code"])
    return [f"{duty['month']}{duty['work']}" for duty in duties if duty["code"]]


def dead(*args: object) -> None:
    raise Ended(TERMINATED - 128)


def contents(root: Path) -> dict[str, bytes]:
    """Every file shown in `outputs`."""
    return {
        f"{folder.name}/{path.name}": path.read_bytes()
        for folder in sorted((root / "outputs").iterdir())
        if not folder.name.startswith(".")
        for path in sorted(folder.glob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def every_hour(post: Post, once: Once) -> tuple[Path, list[tuple[str, str]]]:
    def make(folder: Path) -> tuple[Path, list[tuple[str, str]]]:
        return folder / "工作目录", whole_year(folder / "工作目录", post)

    return once("逐时", make)


def test_every_duty_is_done_once_and_in_its_hour(every_hour: tuple[Path, list[tuple[str, str]]]) -> None:
    assert sorted(every_hour[1]) == sorted(EXPECTED)


def by_day(done: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted((hour[:10], duty) for hour, duty in done)


def test_skipped_hours_and_killed_runs_change_nothing(
    every_hour: tuple[Path, list[tuple[str, str]]], post: Post, tmp_path: Path
) -> None:
    # Most hours nobody calls, and of the runs that are called a third dies; lists are of the morning's sheets.
    chance = random.Random(7)
    root = tmp_path / "工作目录"
    done = whole_year(root, post, lambda hour: hour.hour in (3, 5, 13, 22) or chance.random() < 0.1, dies=0.3)
    assert by_day(done) == by_day(EXPECTED)
    assert contents(root) == contents(every_hour[0])


def test_nothing_is_due_any_more_and_deleted_outputs_are_made_again(
    every_hour: tuple[Path, list[tuple[str, str]]], tmp_path: Path
) -> None:
    root = Path(shutil.copytree(every_hour[0], tmp_path / "工作目录", symlinks=True))
    before = contents(root)
    (root / "outputs").rename(root / "outputs.old")
    assert called(root, date(2022, 2, 1), dies=False, at=0) == [
        *(f"{month}材料" for month in sample.MONTHS),
        f"{Month.year_end(2021)}考核",
    ]
    after = contents(root)
    assert after == {name: before[name] for name in after}
    assert minsheng("-C", root, "run", "--today", "2022-02-01").out == ""
