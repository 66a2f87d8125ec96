"""The corpus: every case by name. `python tests/returns/make.py FOLDER` writes it out, a folder per case."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import cells
import containers
import counties
import folders
import hostile
import shapes
from originals import Case, Entry, File

CASES: dict[str, Case] = {}
for _case in (
    *cells.CASES,
    *counties.CASES,
    *shapes.CASES,
    *containers.CASES,
    *hostile.CASES,
    *folders.CASES,
):
    assert _case.name not in CASES, f"two cases are named {_case.name}"
    CASES[_case.name] = _case


def lay(entry: Entry, folder: Path, prefix: str = "") -> Path | None:
    """Put an entry into a folder; None where this system does not allow such a name or such a thing."""
    name = entry.name if isinstance(entry.name, str) else os.fsdecode(entry.name)
    path = folder / (prefix + name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(entry, File):
            path.write_bytes(entry.data)
        else:
            entry.make(path)
    except (OSError, ValueError, NotImplementedError, AttributeError):
        return None
    return path


def main() -> None:
    """Write every case below the folder named on the command line."""
    target = Path(sys.argv[1])
    for number, case in enumerate(CASES.values(), 1):
        folder = target / f"{number:03d} {case.name.replace('/', '／')}"
        for entry in case.entries():
            lay(entry, folder)
    print(f"{len(CASES)} cases in {target}")


if __name__ == "__main__":
    main()
