"""`nox -s bundle`: dist/离线包 from the wheel named first, for the versions of Python named after it; all there are by default."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.bundle.bundling import PYTHONS, bundle

if __name__ == "__main__":
    place = Path("dist") / "离线包"
    bundle(place, Path(sys.argv[1]), tuple(sys.argv[2:]) or PYTHONS)
    megabytes = sum(path.stat().st_size for path in place.rglob("*") if path.is_file()) // 2**20
    print(f"{place}: {megabytes} MB")
