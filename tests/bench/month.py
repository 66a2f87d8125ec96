"""What a secretary waits for: processor time of whole commands, each in turn, as ratios to a process that only loads click.

Warm is with what earlier commands kept of the sheets, cold without. Run by `nox -s bench`; prints, never fails: a slow
machine is no fault of the code.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import openpyxl

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 5
BASE = [sys.executable, "-c", "import click"]
PROGRAM = [sys.executable, "-m", "pipeline"]
MONTH, DECEMBER = "2021-09", "2021-12"


@dataclass(frozen=True)
class Office:
    """A workspace with a cache of its own."""

    root: Path
    cache: Path

    def run(self, *command: str) -> float:
        """Processor seconds of the command and of every process it started."""
        settings = {**os.environ, "XDG_CACHE_HOME": str(self.cache)}
        return seconds([*PROGRAM, "-C", str(self.root), *command], settings)

    def forget(self) -> None:
        """As on a machine that never read these sheets."""
        shutil.rmtree(self.cache, ignore_errors=True)

    def unmade(self) -> None:
        """As before anything was made."""
        shutil.rmtree(self.root / "outputs", ignore_errors=True)

    def one_new_sheet(self, number: int) -> None:
        """A sheet of the month that nobody has read: the same figures, another telephone."""
        path = min((self.root / "inputs/2021/09").glob("*.xlsx"))
        book = openpyxl.load_workbook(path)
        sheet = book.worksheets[0]
        sheet.cell(sheet.max_row + 2, 1, f"第{number}次另存")
        book.save(path)

    def document(self) -> str:
        """A document of the month: its report."""
        return str(next((self.root / "outputs" / MONTH).glob("*报告.docx")))


def seconds(command: list[str], settings: Mapping[str, str] | None = None) -> float:
    """Processor seconds of a command and of every process it started."""
    before = _spent()
    subprocess.run(command, check=False, capture_output=True, env=settings)
    return _spent() - before


def _spent() -> float:
    """Processor seconds of all processes started so far; Windows does not tell, there it is the time on the clock."""
    if sys.platform == "win32":
        return time.perf_counter()
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def rounds(year: Office, office: Office) -> Mapping[str, tuple[float | None, Callable[[int], float]]]:
    """Every measure by name: the goal in seconds of the machine the goals were set on, and how it is taken."""

    def after(prepare: Callable[[], object], *command: str) -> Callable[[int], float]:
        def taken(_: int) -> float:
            prepare()
            return office.run(*command)

        return taken

    def new_sheet(number: int) -> float:
        office.one_new_sheet(number)
        return office.run("check", MONTH)

    def cold(_: int) -> float:
        office.forget()
        office.unmade()
        return office.run("monthly", MONTH)

    def december(_: int) -> float:
        year.unmade()
        return year.run("monthly", DECEMBER)

    return {
        "-h": (0.15, lambda _: office.run("-h")),
        "status, nothing new": (0.6, after(lambda: office.run("status"), "status")),
        f"check {MONTH}, nothing new": (0.6, after(lambda: office.run("check", MONTH), "check", MONTH)),
        f"check {MONTH}, one sheet new": (0.8, new_sheet),
        f"monthly {MONTH}, cold": (4.5, cold),
        f"monthly {MONTH}, warm": (1.5, after(office.unmade, "monthly", MONTH)),
        f"monthly {MONTH}, nothing changed": (0.5, lambda _: office.run("monthly", MONTH)),
        f"verify, the report of {MONTH}": (2.0, lambda _: office.run("verify", office.document())),
        f"monthly {DECEMBER} of the demo, warm": (2.2, december),
    }


def main() -> None:
    """Make both workspaces once, then take every measure in turn."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        subprocess.run([*PROGRAM, "demo", str(place / "演示"), "--quiet"], check=True)
        office = Office(place / "九月", place / "读数")
        for name in ("inputs", "templates"):
            shutil.copytree(ROOT / name, office.root / name)
        measures = rounds(Office(place / "演示", place / "读数-演示"), office)
        base: list[float] = []
        times: dict[str, list[float]] = {name: [] for name in measures}
        # The first round fills the caches, and is not counted.
        for number in range(ROUNDS + 1):
            base.append(seconds(BASE))
            for name, (_, measure) in measures.items():
                times[name].append(measure(number))
    unit = median(base[1:])
    print(
        f"base: a process that loads click, {unit:.3f} s of processor time (median of {ROUNDS} rounds in turn)"
    )
    for name, (goal, _) in measures.items():
        taken = median(times[name][1:])
        print(f"{name}: {taken:.2f} s, {taken / unit:.0f} x base (goal {goal} s where base is 0.06)")


if __name__ == "__main__":
    main()
