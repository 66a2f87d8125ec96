"""What takes long to make is made once in a run of the tests, whichever of the workers needs it first."""

from __future__ import annotations

import gc
import os
import pickle
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from filelock import FileLock

from pipeline.inputs.decisions.register import Decisions
from pipeline.inputs.plan.workbook import load_plan
from pipeline.inputs.returns.history import read_year
from pipeline.model.plan import Plan
from pipeline.model.readings import History
from pipeline.model.workspace import Workspace
from pipeline.outputs import founding
from pipeline.outputs.founding import lay
from pipeline.workflows.sample import invented_year as sample
from pipeline.workflows.sample.invented_year import lay_sample

pytest_plugins = ("tests.browser",)
Made = TypeVar("Made")
_CACHE = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    """What is kept of sheets lies in a folder of this run's own, shared by its workers, and nowhere in a home."""
    if not hasattr(config, "workerinput"):
        config.stash[_CACHE] = Path(tempfile.mkdtemp(prefix="minsheng-tests-"))
        os.environ["XDG_CACHE_HOME"] = os.environ["LOCALAPPDATA"] = str(config.stash[_CACHE])


def pytest_collection_finish() -> None:
    """What was loaded and collected stays: nobody need look for it among what can be thrown away, again and again."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Nothing of a run stays."""
    if _CACHE in config.stash:
        shutil.rmtree(config.stash[_CACHE], ignore_errors=True)


@dataclass(frozen=True)
class Once:
    """Folders that all workers of a run share. Nobody changes what is there: read it, or copy it."""

    place: Path

    def __call__(self, name: str, make: Callable[[Path], Made]) -> Made:
        """What `make` gave for its empty folder, now or when another worker asked; values travel as pickles."""
        folder, kept = self.place / name, self.place / f"{name}.pickle"
        with FileLock(f"{folder}.lock"):
            if not kept.exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                made = make(folder)
                kept.write_bytes(pickle.dumps(made))
        return pickle.loads(kept.read_bytes())  # type: ignore[no-any-return]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Once:
    """The shared folders: below the run's own, beside those of the workers."""
    base = tmp_path_factory.getbasetemp()
    place = (base.parent if hasattr(request.config, "workerinput") else base) / "共用"
    place.mkdir(exist_ok=True)
    return Once(place)


@pytest.fixture(scope="session")
def sample_year(once: Once) -> tuple[Workspace, Plan, History]:
    """The invented year as it came in, the sheets of cooperating units too, and as it is read before anybody decided."""

    def come_in(folder: Path) -> tuple[Workspace, Plan, History]:
        office = Workspace(folder)
        tables = {f"inputs/节假日/{name}": data for name, data in founding.holiday_tables().items()}
        lay(office.root, tables | {f"inputs/{sample.YEAR}/任务分解表.xlsx": sample.plan_workbook()})
        plan = load_plan(office, sample.YEAR)
        for month in sample.MONTHS:
            place = office.relative(office.month_folder(month))
            lay(office.root, {f"{place}/{name}": data for name, data in sample.returns(plan, month).items()})
        return office, plan, read_year(office, plan, Decisions(), sample.MONTHS[-1])

    return once("示例年", come_in)


@pytest.fixture(scope="session")
def sample_office(once: Once) -> Path:
    """The invented year and its end as an office has them, decisions and all; of the sheets those of the leads."""

    def found(folder: Path) -> Path:
        lay_sample(Workspace(folder), (*sample.MONTHS, sample.YEAR_END), shares=False)
        return folder

    return once("示例办公室", found)
