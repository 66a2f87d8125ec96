"""`nox -s fuzz -- --count 10000 --seed 1`: every trouble a line; exit 1 if there was one."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from tests.fuzz.fuzzing import KINDS, found, troubles


def main() -> int:
    """Spoil as many files as asked, in an office laid for it, and tell what did not end as it should."""
    asked = argparse.ArgumentParser(prog="nox -s fuzz --", description=__doc__)
    asked.add_argument("--count", type=int, default=10_000, help="how many files to spoil")
    asked.add_argument("--seed", type=int, default=1, help="another seed, other changes")
    asked.add_argument("--kind", choices=[kind.name for kind in KINDS], help="only files of this kind")
    told = asked.parse_args()
    kinds = tuple(kind for kind in KINDS if told.kind in (None, kind.name))
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        os.environ["XDG_CACHE_HOME"] = os.environ["LOCALAPPDATA"] = str(Path(folder) / "outputs")
        root = found(Path(folder) / "office")
        number = 0
        for number, trouble in enumerate(troubles(root, told.seed, told.count, kinds), 1):  # noqa: B007
            print(trouble, flush=True)
    print(f"{told.count} files spoilt (seed {told.seed}): {number} in trouble")
    return 1 if number else 0


if __name__ == "__main__":
    sys.exit(main())
