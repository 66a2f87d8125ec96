"""`nox -s fuzz -- --count 10000 --seed 1 --minutes 90`: every trouble a line, then how many of which kind; exit 1 if there was one."""

from __future__ import annotations

import argparse
import math
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.fuzz.fuzzing import KINDS, found, troubles


def main() -> int:
    """Spoil as many files as asked, in an office laid for it, and tell what did not end as it should."""
    asked = argparse.ArgumentParser(prog="nox -s fuzz --", description=__doc__)
    asked.add_argument("--count", type=int, default=10_000, help="how many files to spoil")
    asked.add_argument("--seed", type=int, default=1, help="another seed, other changes")
    asked.add_argument("--kind", choices=[kind.name for kind in KINDS], help="only files of this kind")
    asked.add_argument("--minutes", type=float, default=math.inf, help="stop after so many")
    told = asked.parse_args()
    kinds = tuple(kind for kind in KINDS if told.kind in (None, kind.name))
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        os.environ["XDG_CACHE_HOME"] = os.environ["LOCALAPPDATA"] = str(Path(folder) / "outputs")
        root = found(Path(folder) / "office")
        number, shown, end = 0, Counter[str](), time.monotonic() + told.minutes * 60

        def count(kind: str) -> None:
            shown[kind] += 1
            if time.monotonic() > end:
                raise TimeoutError

        try:
            for trouble in troubles(root, told.seed, told.count, kinds, count):
                number += 1
                print(trouble, flush=True)
        except TimeoutError:
            print(f"stopped after {told.minutes:g} minutes")
    kinds_told = ", ".join(f"{kind} {times}" for kind, times in shown.most_common())
    took = f"{time.process_time():.0f} s of this process"
    print(f"{shown.total()} files spoilt (seed {told.seed}; {kinds_told}) in {took}: {number} in trouble")
    return 1 if number else 0


if __name__ == "__main__":
    sys.exit(main())
