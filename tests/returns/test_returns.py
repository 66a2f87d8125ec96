"""Odd and hostile returns: every entry is accounted for, and no wrong figure is ever used."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import flips
import pytest
from judge import accounted, entries, printable, right, spellings, told, verdict
from make import CASES, lay
from originals import BYSTANDER, FOLDER, NEIGHBOUR, WOMEN, File, amounts, furnish, original, read, truth

from pipeline.model.readings import Outcome

FLIPS = int(os.environ.get("RETURNS_FLIPS", "60"))
# Seconds each: shown with the long walks.
LARGE = ("zip seventy thousand parts", "a thousand text files")


# Every third of the others has its turn in a bare `nox`, the rest in `nox -s more`.
EACH = [
    pytest.param(
        name, marks=pytest.mark.walks if name.endswith(LARGE) else pytest.mark.more if number % 3 else ()
    )
    for number, name in enumerate(CASES)
]


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder under which each case gets its workspace."""
    return tmp_path_factory.mktemp("returns")


def workspace(desk: Path, number: int) -> Path:
    root = desk / f"工作目录{number}"
    furnish(root)
    return root


@pytest.mark.parametrize("name", EACH, ids=ascii)
def test_a_case(desk: Path, name: str) -> None:
    case = CASES[name]
    root = workspace(desk, list(CASES).index(name))
    laid = [lay(entry, root / FOLDER) for entry in case.entries()]
    if None in laid:
        pytest.skip("this system has no such entries")
    settled = read(root)
    assert list(right(settled)) == []
    assert list(accounted(settled, root)) == []
    assert list(printable(settled)) == []
    paths = [path for path in laid if path is not None]
    if paths[0].is_dir() and not paths[0].is_symlink():
        paths[0] = next(entries(paths[0]), paths[0])
    assert verdict(case, settled, paths[0], root) == ""
    for path, outcome in zip(paths, case.outcomes, strict=False):
        assert [file.outcome.value for file in told(settled.returns.files, path, root)] == [outcome]


@pytest.fixture(scope="module")
def crowd(desk: Path) -> Path:
    """The whole corpus in one folder, and the bystander's good form among it."""
    root = workspace(desk, -1)
    folder = root / FOLDER
    (folder / "市司法局-2021年9月.xlsx").write_bytes(original(BYSTANDER))
    for number, case in enumerate(CASES.values()):
        if case.name.endswith("thousand text files"):
            continue
        for entry in case.entries():
            taken = os.path.lexists(os.fsencode(folder) + b"/" + os.fsencode(entry.name))
            lay(entry, folder, f"{number} " if taken else "")
    return root


@pytest.mark.walks
def test_all_in_one_folder(crowd: Path) -> None:
    settled = read(crowd)
    assert list(right(settled)) == []
    assert list(accounted(settled, crowd)) == []
    assert amounts(truth(BYSTANDER)).items() <= amounts(settled).items()
    good = {file.name for file in settled.returns.files if file.outcome is Outcome.USED}
    assert spellings(crowd / FOLDER / "市司法局-2021年9月.xlsx", crowd) & good


@pytest.mark.walks
def test_the_command_survives_the_folder(crowd: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "-C", crowd, "check", "2021-09", "--json"],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert b"Traceback" not in done.stderr
    json.loads(done.stdout.decode())


@pytest.mark.walks
def test_a_damaged_file_never_hides_the_bystander(desk: Path) -> None:
    root = workspace(desk, -2)
    for number, entry in enumerate(entry for case in CASES.values() for entry in case.entries()):
        if number % 10 == 0 and isinstance(entry, File):
            lay(entry, root / FOLDER, f"{number} ")
    (root / FOLDER / "z.xlsx").write_bytes(original(BYSTANDER))
    assert amounts(truth(BYSTANDER)).items() <= amounts(read(root)).items()


def test_flips(tmp_path: Path) -> None:
    ends, faults = flips.run(FLIPS)
    assert faults == []
    assert ends.total() == FLIPS


def test_the_originals_are_good() -> None:
    assert len(amounts(truth(WOMEN))) == 6
    assert len(amounts(truth(NEIGHBOUR))) == 1
    assert [
        finding.code.name for finding in truth(WOMEN).findings if finding.unit == WOMEN and finding.open
    ] == []


def test_the_corpus_is_large() -> None:
    assert len(CASES) >= 150
