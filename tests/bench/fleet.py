"""Many workspaces: what one costs in a process that stays and on Dask's workers, from few to many; a country replayed.

`python -m tests.bench.fleet --sizes 10 20 40`. Processor time of everything that runs (readers, workers, scheduler), so that a busy
machine changes little. Every workspace is June of the sample; without kept readings every sheet is read.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from statistics import mean

import psutil

from pipeline.cli.options import now, seconds
from pipeline.files.spreadsheets.books import WORKER
from pipeline.model.workspace import Terms, Workspace
from pipeline.workflows.fleet.cluster import Cluster, carry_out_on, connected
from pipeline.workflows.fleet.members import Member, members
from pipeline.workflows.fleet.tasks import Clock, Task, carried_out
from pipeline.workflows.jobs import Job, carry_out
from tests.june import MONTH, lay_june

JOB, TODAY = Job("monthly", MONTH), date(2021, 7, 26)
CLOCK = Clock(now, seconds)
_MIB = 1024 * 1024
say = partial(print, flush=True)


def main() -> None:
    """All of it, as lines."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 20, 40])
    parser.add_argument("--counties", type=int, default=2800)
    parser.add_argument("--cores", type=int, nargs="+", default=[8, 32])
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
        place = Path(folder)
        os.environ["XDG_CACHE_HOME"] = str(place / "读数")
        staying = [in_one_process(place, size, kept) for kept in (False, True) for size in asked.sizes]
        on_dask = [on_workers(place, asked.sizes[-1], workers) for workers in (1, 2)]
    cost = staying[len(asked.sizes) - 1]
    say(f"Dask's own share of an office: {mean(on_dask) - cost:.2f} s of processor time")
    say(f"two workers : one = {on_dask[1] / on_dask[0]:.2f}")
    for cores in asked.cores:
        replayed(asked.counties, cores, cost)


def in_one_process(place: Path, size: int, kept: bool) -> float:
    """Processor seconds an office in this process; printed with its memory after the first and after the last."""
    with offices(place, size) as found:
        if not kept:
            shutil.rmtree(place / "读数", ignore_errors=True)
            (place / "读数").write_text("", encoding="utf-8")  # nothing can be kept: every sheet is read
        elif not (place / "读数").is_dir():
            (place / "读数").unlink(missing_ok=True)
            done_in(found[0])
            shutil.rmtree(found[0].root / "outputs")
        memory: list[float] = []
        whole = processor_time(lambda: memory.extend(done_in(one) for one in found))
        WORKER.close()
    told = "readings kept" if kept else "every sheet read"
    say(
        f"one process, {told}: {size} offices, {whole / size:.2f} s each, "
        f"memory {memory[0]:.0f} → {memory[-1]:.0f} MiB"
    )
    return whole / size


def done_in(one: Member) -> float:
    """The month made; the memory of this process after it, in MiB."""
    finished = carry_out(Workspace(one.root), JOB, TODAY, now, seconds)
    assert finished.code in (0, 1), finished.said
    return psutil.Process().memory_info().rss / _MIB


def on_workers(place: Path, size: int, workers: int) -> float:
    """Processor seconds an office on that many workers, everything of Dask counted, but not each worker's first office."""
    shutil.rmtree(place / "读数", ignore_errors=True)
    (place / "读数").unlink(missing_ok=True)
    (place / "读数").write_text("", encoding="utf-8")
    with offices(place, size + workers) as found, connected(Cluster(workers)) as client:
        first, tasks = _parted([Task(str(one.root), JOB, TODAY, Terms()) for one in found], workers)
        there = zip(client.scheduler_info()["workers"], first, strict=True)
        # What a worker loads and compiles with its first office it does once a night.
        client.gather(
            [client.submit(carried_out, one, CLOCK, workers=[each], pure=False) for each, one in there]
        )
        spent: list[float] = []

        def work() -> None:
            for _, brief in carry_out_on(client, CLOCK, 0, tasks):
                assert brief.code in (0, 1), brief.said
                spent.append(brief.seconds)

        began = time.monotonic()
        whole = processor_time(work)
        lasted = time.monotonic() - began
        memory = [one.memory_info().rss / _MIB for one in psutil.Process().children(recursive=True)]
    say(
        f"Dask, {workers} worker(s): {size} offices, {whole / size:.2f} s each, tasks {sum(spent):.0f} s by the clock in "
        f"{lasted:.0f} s, largest process {max(memory):.0f} MiB"
    )
    return whole / size


def _parted(tasks: Sequence[Task], number: int) -> tuple[Sequence[Task], Sequence[Task]]:
    return tasks[:number], tasks[number:]


@contextmanager
def offices(place: Path, size: int) -> Iterator[Sequence[Member]]:
    """That many workspaces with June's sheets."""
    root = place / "各县"
    for number in range(size):
        lay_june(root / f"{number:04d}")
    yield members(root)
    shutil.rmtree(root)


def processor_time(work: Callable[[], object]) -> float:
    """Seconds of the processor this process and all below it spend on it, those that end meanwhile too."""
    before = _spent()
    work()
    return _spent() - before


def _spent() -> float:
    own = os.times()
    living = (one.cpu_times() for one in psutil.Process().children(recursive=True))
    return (
        own.user
        + own.system
        + own.children_user
        + own.children_system
        + sum(one.user + one.system + one.children_user + one.children_system for one in living)
    )


def replayed(counties: int, cores: int, cost: float) -> None:
    """A night of that many counties through Dask's scheduler with tasks that only wait as long as one costs."""
    with connected(Cluster(cores, threads=True)) as client:
        from distributed import as_completed

        began, before = time.monotonic(), _spent()
        waited = client.map(partial(_wait, cost), range(counties), pure=False)
        for future in as_completed(waited):
            future.release()
        lasted, spent = time.monotonic() - began, _spent() - before
    least = counties * cost / cores
    say(
        f"replayed: {counties} counties of {cost:.2f} s on {cores} cores: {lasted / 60:.1f} minutes, "
        f"{least / 60:.1f} if Dask cost nothing: idle {1 - least / lasted:.1%}, "
        f"{spent / counties * 1000:.1f} ms of the processor a task"
    )


def _wait(cost: float, number: int) -> int:
    time.sleep(cost)
    return number


if __name__ == "__main__":
    main()
