"""Many workspaces: what one costs without Dask and on its workers, from few to many; a country replayed through its scheduler.

`python -m tests.bench.fleet --sizes 10 40 400`: copies of four unlike made-up cities, every figure of a sheet changed in each. Seconds
are the processor's, of the task's thread and of its reader, so that a busy machine changes little; by the clock they are told too,
and hold only where nothing else runs. Nothing is kept of what was read, so that every sheet is read. Prints, never fails.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent import futures
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from statistics import mean
from unittest.mock import patch

import psutil

from pipeline.model.workspace import Terms
from pipeline.workflows.fleet import cluster
from pipeline.workflows.fleet.cluster import Cluster, carry_out_on, connected
from pipeline.workflows.fleet.everywhere import everywhere
from pipeline.workflows.fleet.members import Member
from pipeline.workflows.fleet.tasks import Clock, Task
from pipeline.workflows.jobs import Brief, Job
from tests.bench.counties import CLOCK, County, Measured, files, junes, lay, measured, patterns, unlike, warm
from tests.command import environment

say = partial(print, flush=True)
Engine = Callable[[Sequence[Task]], Iterable[tuple[int, Brief]]]
_GIB = 1024**3
_TEN = 10


@dataclass(frozen=True, slots=True)
class Run:
    """Workspaces carried out by so many workers; `whole` are the processor seconds of all processes there are."""

    engine: str
    workers: int
    rows: tuple[tuple[County, Measured], ...]
    whole: float

    @property
    def each(self) -> float:
        """Processor seconds of a task: the mean of the sorts, each as heavy as the others."""
        sorts = {county.sort for county, _ in self.rows}
        return mean(mean(told.spent for county, told in self.rows if county.sort == sort) for sort in sorts)

    @property
    def spent(self) -> float:
        """Processor seconds of all tasks."""
        return sum(told.spent for _, told in self.rows)

    @property
    def lasted(self) -> float:
        """Seconds of all tasks by the clock."""
        return sum(told.lasted for _, told in self.rows)

    @property
    def span(self) -> float:
        """From the beginning of the first task to the end of the last, by the clock."""
        return max(told.ended for _, told in self.rows) - min(told.began for _, told in self.rows)

    @property
    def idle(self) -> float:
        """The part of that in which a worker had no task."""
        return 1 - self.lasted / (self.workers * self.span)

    @property
    def share(self) -> float:
        """Processor seconds a workspace that are no task's: the engine's own."""
        return (self.whole - self.spent) / len(self.rows)

    def memory(self) -> tuple[float, float, float]:
        """MiB of a worker after its first tasks and after its last, the most of a reader."""
        told = sorted((told for _, told in self.rows), key=lambda one: one.ended)
        some = min(_TEN, len(told) // 2)
        first, last = told[:some], told[-some:]
        most = max(one.reading for one in told)
        return mean(one.memory for one in first), mean(one.memory for one in last), most

    def line(self) -> str:
        """A row of the table."""
        first, last, reader = self.memory()
        idle = 1 - self.whole / (self.workers * self.span)
        return (
            f"{self.engine:<12}{self.workers:>8}{len(self.rows):>12}{self.each:>10.3f}{self.share * 1000:>10.0f}"
            f"{self.spent:>11.1f}{self.lasted:>11.1f}{self.span:>9.1f}{self.idle:>9.1%}{idle:>9.1%}"
            f"{first:>9.0f}{last:>8.0f}{reader:>8.0f}"
        )


HEAD = (
    f"{'engine':<12}{'workers':>8}{'workspaces':>12}{'s each':>10}{'own, ms':>10}{'sum, cpu':>11}{'sum, clock':>11}"
    f"{'span':>9}{'no task':>9}{'idle cpu':>9}{'MiB 1st':>9}{'last':>8}{'reader':>8}"
)


def main() -> None:
    """All of it, as lines; the table last."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 40, 400])
    parser.add_argument("--junes", type=int, default=10)
    parser.add_argument("--counties", type=int, default=2800)
    parser.add_argument("--cores", type=int, nargs="+", default=[8, 128])
    asked = parser.parse_args()
    sizes = sorted(asked.sizes)
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
        place = Path(folder)
        cache = place / "读数"
        os.environ["XDG_CACHE_HOME"] = str(cache)
        cache.write_text("", encoding="utf-8")  # nothing can be kept: every sheet is read
        patterns(place / "原样")
        counties = lay(place / "各县", sizes[-1], place / "原样")
        say(f"{len(counties)} workspaces, {sum(len(files(one.root)) for one in counties)} files")
        runs = [*measured_by(without_dask, place, counties, sizes)]
        wrong = [*by_command(counties[:4], place / "独自")]
        runs += measured_by(on_dask, place, counties, sizes)
        wrong += unlike(counties, place / "独自")
        unlike_sets = len({tuple(sorted(files(one.made).items())) for one in counties})
        june = [*of_june(place, cache, asked.junes)]
        made = files(june[0].rows[0][0].made)
    say(f"\n{HEAD}")
    for run in (*runs, *june):
        say(run.line())
    say(
        f"\nsets that are not as made alone: {len(wrong)} of {len(counties)}, {unlike_sets} of them unlike any other"
    )
    for one in wrong[:5]:
        say(f"  {one}")
    compared(runs)
    documents = sum(name.endswith(".docx") for name in made)
    on_paper(june, [*map(len, made.values())], documents, asked.counties)
    for cores in asked.cores:
        replayed([told.spent for _, told in june[0].rows], asked.counties, cores)


def measured_by(
    engine: Callable[[int, Path], AbstractContextManager[Engine]],
    place: Path,
    counties: Sequence[County],
    sizes: Sequence[int],
) -> Iterator[Run]:
    """One worker with the largest size but one, two with all; what an engine without Dask makes of all is kept aside."""
    name = "Dask" if engine is on_dask else "no Dask"
    for workers, some in ((1, sizes[-2:][:1]), (2, sizes)):
        with engine(workers, place) as carry:
            for size in some:
                yield told(Run(name, workers, *carried(counties[:size], carry)))
    if engine is without_dask:
        for one in counties:
            shutil.copytree(one.made, place / "独自" / one.root.name)


def told(run: Run) -> Run:
    """The run, once it was said that it is over."""
    say(f"{run.engine}, {run.workers} worker(s), {len(run.rows)} workspaces: {run.each:.3f} s each")
    return run


def carried(counties: Sequence[County], carry: Engine) -> tuple[tuple[tuple[County, Measured], ...], float]:
    """Every month made anew, and the processor seconds of all that took."""
    for one in counties:
        one.unmade()
    rows: list[tuple[County, Measured]] = []

    def work() -> None:
        for number, brief in carry([one.task for one in counties]):
            assert isinstance(brief, Measured), brief
            assert brief.code in (0, 1), (counties[number], brief.said)
            rows.append((counties[number], brief))

    whole = processor_time(work)
    return tuple(rows), whole


@contextmanager
def on_dask(workers: int, place: Path) -> Iterator[Engine]:
    """Dask's workers, each warm, and the way tasks go to them in `minsheng fleet`."""
    with connected(Cluster(workers)) as client, patch.object(cluster, "carried_out", measured):
        there = client.scheduler_info(n_workers=workers)["workers"]
        client.gather([client.submit(warm, str(place / "原样"), workers=[one], pure=False) for one in there])
        yield partial(carry_out_on, client, CLOCK, 0)


@contextmanager
def without_dask(workers: int, place: Path) -> Iterator[Engine]:
    """As many processes that stay, each warm, with nothing between them but a queue."""
    spawn = multiprocessing.get_context("spawn")
    with futures.ProcessPoolExecutor(workers, mp_context=spawn) as pool:
        while len(set(pool.map(warm, [str(place / "原样")] * workers))) < workers:
            time.sleep(0.1)

        def carry(tasks: Sequence[Task]) -> Iterator[tuple[int, Brief]]:
            numbers = {pool.submit(measured, task, CLOCK): number for number, task in enumerate(tasks)}
            for future in futures.as_completed(numbers):
                yield numbers[future], future.result()

        yield carry


def by_command(counties: Sequence[County], alone: Path) -> Iterator[str]:
    """One of each sort by the command, in a process of its own: what of it is not as it was made in a process that stays."""
    for one in counties:
        one.unmade()
        words = ("-m", "pipeline", "-C", str(one.root), "monthly", str(one.month))
        subprocess.run(
            [sys.executable, "-X", "utf8", *words], env=environment(), check=False, capture_output=True
        )
    yield from unlike(counties, alone)


def of_june(place: Path, cache: Path, size: int) -> Iterator[Run]:
    """A month of 31 sheets on two of Dask's workers, every sheet read and then with kept readings."""
    counties = junes(place / "六月", size)
    for kept in (False, True):
        if kept:
            cache.unlink()
            cache.mkdir()
        with on_dask(2, place) as carry:
            carried(counties[: 2 + 2 * kept], carry)  # a worker's first; with `kept`, the first to be read
            yield told(Run("June, kept" if kept else "June", 2, *carried(counties, carry)))


def on_paper(june: Sequence[Run], made: Sequence[int], documents: int, counties: int) -> None:
    """What many such months, and a million documents of them, come to: only reckoned."""
    read, kept = (run.each + run.share for run in june)
    size = sum(made)
    say(
        f"a June: {len(made)} files, {documents} documents, {size / 1024:.0f} KiB; {read:.2f} s, {kept:.2f} s with kept readings"
    )
    hours = read * counties / 3600
    say(
        f"on paper: {counties} counties {hours:.2f} core hours ({kept * counties / 3600:.2f} with kept readings), "
        f"{size * counties / _GIB:.1f} GiB; on 8 cores {hours / 8 * 60:.0f} minutes"
    )
    many = 1_000_000 / documents
    say(
        f"on paper: 10^6 documents are {many:.0f} such months: {read * many / 3600:.1f} core hours "
        f"({kept * many / 3600:.1f} with kept readings), {size * many / _GIB:.0f} GiB"
    )


def compared(runs: Sequence[Run]) -> None:
    """What was asked of it, each with its goal."""
    by = {(run.engine, run.workers, len(run.rows)): run for run in runs}
    few, many = (pick({run for run in by if run[:2] == ("Dask", 2)}) for pick in (min, max))
    shared = max(size for name, workers, size in by if (name, workers) == ("Dask", 1))
    say(f"a workspace, {many[2]} : {few[2]} = {by[many].each / by[few].each:.2f} (goal 0.90-1.10)")
    for name in ("Dask", "no Dask"):
        one, two = by[name, 1, shared], by[name, 2, shared]
        say(
            f"{name}: task seconds of {shared}, two workers : one = {two.spent / one.spent:.2f} of the processor, "
            f"{two.lasted / one.lasted:.2f} by the clock" + (" (goal at most 1.10)" if name == "Dask" else "")
        )
    first, last, _ = by[many].memory()
    say(
        f"workers without a task between the first and the last of {many[2]}: {by[many].idle:.1%} (goal at most 5%)"
    )
    say(f"memory of a worker over {many[2]}: {first:.0f} → {last:.0f} MiB")
    own = by[many].each / by["no Dask", 2, many[2]].each
    say(
        f"Dask's own: {by[many].share * 1000:.0f} ms a workspace of {by[many].each * 1000:.0f}; "
        f"a task on its workers : without = {own:.2f}"
    )


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


_ASKED = Job("monthly", "2021-06")
# Tasks a second a replayed night may ask of the scheduler: what asks less runs faster than it would, to end sooner.
_QUICK = 40.0


def replayed(costs: Sequence[float], counties: int, cores: int) -> None:
    """A night of that many counties through Dask's scheduler and our own way to it, with tasks that only wait as long as those cost."""
    from distributed import Client, LocalCluster
    from distributed.security import Security

    waits = [costs[number % len(costs)] for number in range(counties)]
    least = sum(waits) / cores
    faster = max(1.0, _QUICK * least / counties)
    found = [Member(f"{number:04d}", Path(str(wait / faster))) for number, wait in enumerate(waits)]
    local = LocalCluster(
        n_workers=2,
        threads_per_worker=cores // 2,
        security=Security.temporary(),
        protocol="tls://",
        scheduler_kwargs={"dashboard": False, "dashboard_address": "127.0.0.1:0"},
        worker_dashboard_address=None,
    )
    with local, Client(local) as client, patch.object(cluster, "carried_out", waiting):
        client.gather(client.map(str, range(cores), pure=False))
        engine = partial(carry_out_on, client, CLOCK, 0)
        began = time.monotonic()
        spent = processor_time(
            lambda: everywhere(
                found, lambda one: Task(str(one.root), _ASKED, date(2021, 7, 26), Terms()), engine
            )
        )
        lasted = (time.monotonic() - began) * faster
    say(
        f"replayed {faster:.1f} times as fast: {counties} counties of {mean(waits):.2f} s on {cores} cores: "
        f"{lasted / 60:.1f} minutes, {least / 60:.1f} if Dask cost nothing; {sum(waits) / 3600:.2f} core hours; "
        f"{spent / counties * 1000:.1f} ms of the processor a task, {counties * faster / lasted:.0f} tasks a second"
    )


def waiting(task: Task, clock: Clock) -> Brief:
    """A task that only waits, as many seconds as its root says."""
    time.sleep(float(Path(task.root).name))
    return Brief(0, "", clock.seconds() * 0)


if __name__ == "__main__":
    main()
