"""Two workspaces held against each other, byte for byte: `python -m tests.compare OLD NEW`.

For changes that may change nothing: make `minsheng demo` with the code of before and with the code of after,
and compare. It prints every file that is only in one of them or differs, and ends with 1 if there is any.
Left out are the records of runs (`outputs/.logs`), the fields `FREE` of manifests, and the names of the
folders in `outputs/.runs`, which are digests of manifests: of each set the first run is held against the first.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path, PurePath

# What a manifest says of the program that made the set, not of the set.
FREE = frozenset({"command", "version"})
# Written out, not taken from the code that is compared.
_LOGS, _RUNS, _MANIFEST = PurePath("outputs/.logs"), PurePath("outputs/.runs"), "manifest.json"


def differences(old: Path, new: Path) -> list[str]:
    """A line for every file of the two that is not in both, or not the same in both, by name."""
    before, after = dict(_tree(old)), dict(_tree(new))
    found = [f"only in {old}: {name}" for name in before.keys() - after.keys()]
    found += [f"only in {new}: {name}" for name in after.keys() - before.keys()]
    found += [f"differs: {name}" for name in before.keys() & after.keys() if before[name] != after[name]]
    return sorted(found)


def _tree(root: Path) -> Iterator[tuple[str, bytes]]:
    """Every file and every link below `root` by name, with what counts of it."""
    if not root.is_dir():
        raise SystemExit(f"no such folder: {root}")
    runs = _numbered(root / _RUNS)
    for parent, folders, files in os.walk(root):
        folder = Path(parent)
        links = [name for name in folders if (folder / name).is_symlink()]
        for path in (folder / name for name in (*files, *links)):
            name = path.relative_to(root)
            if not name.is_relative_to(_LOGS):
                yield _renamed(name, runs), _content(path, runs)


def _content(path: Path, runs: dict[str, str]) -> bytes:
    """The bytes of a file, a manifest's without what is free; of a link, where it leads."""
    if path.is_symlink():
        return _renamed(path.readlink(), runs).encode()
    data = path.read_bytes()
    if path.name != _MANIFEST:
        return data
    # A list, since the order of the fields counts as well.
    return json.dumps([(key, value) for key, value in json.loads(data).items() if key not in FREE]).encode()


def _numbered(runs: Path) -> dict[str, str]:
    """The names of the folders of runs and their numbers within the set, in the order they were made."""
    found = {}
    for kept in runs.iterdir() if runs.is_dir() else ():
        made = sorted((path.stat().st_mtime_ns, path.name) for path in kept.iterdir() if path.is_dir())
        found |= {name: f"run {number}" for number, (_, name) in enumerate(made, 1)}
    return found


def _renamed(name: PurePath, runs: dict[str, str]) -> str:
    """The path with its run by number: .runs/2021-09/run 1/报告.docx."""
    return "/".join(runs.get(part, part) for part in name.parts)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    unlike = differences(Path(sys.argv[1]), Path(sys.argv[2]))
    print("\n".join(unlike) or "the same")
    sys.exit(bool(unlike))
