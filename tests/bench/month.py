"""How long a month takes beside importing the libraries it stands on; ratios measured in one run.

Run by `nox -s bench`; prints, never fails: a slow machine is no fault of the code.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

ROUNDS = 5
BASE = [sys.executable, "-c", "import pandas, openpyxl"]


def seconds(command: Sequence[str]) -> float:
    """Wall time of a whole process."""
    start = time.perf_counter()
    subprocess.run(command, check=False, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    """Make the sample year once, then time commands and the bare imports in turn."""
    with tempfile.TemporaryDirectory() as folder:
        place = str(Path(folder) / "year")
        program = [sys.executable, "-m", "pipeline"]
        subprocess.run([*program, "demo", place, "--quiet"], check=True)
        leads = str(Path(folder) / "leads")
        shutil.copytree(place, leads, ignore=shutil.ignore_patterns("配合", "outputs"))
        commands = {
            "check 2021-06 (10 sheets)": [*program, "-C", leads, "check", "2021-06", "--json"],
            "check 2021-09 (40 sheets)": [*program, "-C", leads, "check", "2021-09", "--json"],
            "monthly 2021-06 (10 sheets)": [*program, "-C", leads, "monthly", "2021-06", "--json"],
            "monthly 2021-12 (70 sheets)": [*program, "-C", leads, "monthly", "2021-12", "--json"],
            "check 2021-09 (all 124 sheets)": [*program, "-C", place, "check", "2021-09", "--json"],
        }
        times: dict[str, list[float]] = {name: [] for name in ("base", *commands)}
        for _ in range(ROUNDS):
            times["base"].append(seconds(BASE))
            for name, command in commands.items():
                times[name].append(seconds(command))
    base = median(times["base"])
    print(f"base: importing pandas and openpyxl, {base:.2f} s")
    for name in commands:
        print(f"{name}: {median(times[name]) / base:.2f} x base")
    more = median(times["check 2021-09 (40 sheets)"]) - median(times["check 2021-06 (10 sheets)"])
    print(f"each further sheet: {more / 30 * 1000:.1f} ms, {more / 30 / base:.3f} x base")


if __name__ == "__main__":
    main()
