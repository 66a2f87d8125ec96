"""Many unlike workspaces with numbers of their own, and what a task in one of them takes of its worker."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

import openpyxl
import psutil

from pipeline.cli.options import now, seconds
from pipeline.model.months import Month
from pipeline.model.workspace import Terms, Workspace
from pipeline.workflows.fleet.tasks import Clock, Task, carried_out
from pipeline.workflows.jobs import Brief, Job
from tests.city import yunchuan
from tests.june import lay_june
from tests.made_city import MadeCity
from tests.quarters import liuhu

_TESTS = Path(__file__).resolve().parents[1]
_QUARTERS, _MONTHS = ("2024-03", "2024-06", "2024-09"), ("2022-08", "2022-09", "2022-10")
MIB = 1024 * 1024
CLOCK = Clock(now, seconds)


@dataclass(frozen=True, slots=True)
class Sort:
    """A made-up city and the month its copies make."""

    name: str
    city: MadeCity
    month: Month


# A city by months, one by quarters, a district by quarters with its streets, a city whose targets have several leads.
SORTS = (
    Sort("云川市", yunchuan.CITY, Month(2023, 6)),
    Sort("柳湖市", liuhu.CITY, Month(2023, 6)),
    Sort("清河区", MadeCity(_TESTS / "cities/qinghe", 2024, _QUARTERS), Month(2024, 9)),
    Sort("白鹿市", MadeCity(_TESTS / "cities/bailu", 2022, _MONTHS), Month(2022, 10)),
)


@dataclass(frozen=True, slots=True)
class County:
    """A workspace: where it lies, what it is a copy of, and the month that is made in it."""

    root: Path
    sort: str
    month: Month

    @property
    def task(self) -> Task:
        """Its month, as on a day of the year after."""
        return Task(
            str(self.root), Job("monthly", str(self.month)), date(self.month.year + 1, 1, 15), Terms()
        )

    @property
    def made(self) -> Path:
        """The set of its month."""
        return Workspace(self.root).outputs / str(self.month)

    def unmade(self) -> None:
        """As before anything was made."""
        shutil.rmtree(self.made.parent, ignore_errors=True)


def patterns(place: Path) -> None:
    """The four cities as they are, to be copied."""
    for sort in SORTS:
        sort.city.build(place / sort.name)


def lay(place: Path, size: int, built: Path) -> tuple[County, ...]:
    """So many copies, the sorts in turn; in a sheet of each every figure is another than in all other copies."""
    found = []
    for number in range(size):
        sort, root = SORTS[number % len(SORTS)], place / f"{number:04d}"
        shutil.copytree(built / sort.name, root)
        _change(root, sort.month, 1 + number // len(SORTS))
        found.append(County(root, sort.name, sort.month))
    return tuple(found)


def junes(place: Path, size: int) -> tuple[County, ...]:
    """So many workspaces of a month with 31 sheets: as much as a county has."""
    return tuple(County(lay_june(place / f"{number:04d}"), "样例", Month(2021, 6)) for number in range(size))


def _change(root: Path, month: Month, number: int) -> None:
    """Every figure of one of the month's sheets is so many more, or hundredths where it is no whole number."""
    sheets = sorted(Workspace(root).month_folder(month).rglob("*.xlsx"))
    path = sheets[number % len(sheets)]
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        for line in sheet.iter_rows():
            for cell in line:
                if cell.number_format != "General" and cell.is_date:
                    continue
                if isinstance(cell.value, int):
                    cell.value += number
                elif isinstance(cell.value, float):
                    cell.value += number / 100
    book.save(path)


@dataclass(frozen=True, slots=True)
class Measured(Brief):
    """What a job came to, and of the worker that did it: which, when (by a clock all processes share), the processor
    seconds of the task and of the reading process, the MiB of both afterwards.
    """

    worker: int = 0
    began: float = 0.0
    ended: float = 0.0
    spent: float = 0.0
    memory: float = 0.0
    reading: float = 0.0

    @property
    def lasted(self) -> float:
        """By the clock."""
        return self.ended - self.began


def measured(task: Task, clock: Clock) -> Measured:
    """`carried_out`, measured where it is carried out."""
    began, before = time.monotonic(), _of_this_task()
    told = carried_out(task, clock)
    spent, ended = _of_this_task() - before, time.monotonic()
    own = psutil.Process()
    readers = sum(one.memory_info().rss for one in own.children())
    return Measured(
        *(getattr(told, one.name) for one in fields(Brief)),
        *(os.getpid(), began, ended, spent, own.memory_info().rss / MIB, readers / MIB),
    )


def _of_this_task() -> float:
    """Processor seconds of this thread and of all processes started by this one: of a worker, what its tasks spend."""
    children = os.times()
    living = (one.cpu_times() for one in psutil.Process().children(recursive=True))
    gone = children.children_user + children.children_system
    return time.thread_time() + gone + sum(one.user + one.system for one in living)


def warm(built: str) -> int:
    """What a worker loads and compiles with its first workspaces it does once a night: those are copies of its own. Its number."""
    own = Path(built).parent / "热身" / str(os.getpid())
    if not own.is_dir():
        for sort in SORTS:
            shutil.copytree(Path(built) / sort.name, own / sort.name)
            measured(County(own / sort.name, sort.name, sort.month).task, CLOCK)
    return os.getpid()


def files(folder: Path) -> dict[str, bytes]:
    """A set, byte for byte."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def unlike(counties: Sequence[County], alone: Path) -> Iterator[str]:
    """The counties whose set is not what was made of them alone, by what differs."""
    for one in counties:
        here, there = files(one.made), files(alone / one.root.name)
        if here != there or not here:
            differ = sorted(name for name in here.keys() | there.keys() if here.get(name) != there.get(name))
            yield f"{one.root.name} {one.sort}：{'、'.join(differ)[:200]}"
