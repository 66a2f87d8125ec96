"""The same inputs make the same bytes: in any time zone, with any order of hashing, on any day."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from yunchuan import MESSY

from tests.command import environment


def made(city: Path, **settings: str) -> dict[str, bytes]:
    """Every file of a month's set, made by a process of its own."""
    command = [sys.executable, "-m", "pipeline", "-C", str(city), "monthly", MESSY]
    assert (
        subprocess.run(command, env=environment(**settings), capture_output=True, check=False).returncode == 1
    )
    folder = city / "outputs" / MESSY
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.mark.more
@pytest.mark.parametrize(
    "settings",
    [
        pytest.param({"TZ": "Asia/Shanghai", "PYTHONHASHSEED": "1"}, marks=pytest.mark.walks),
        {"TZ": "America/New_York", "PYTHONHASHSEED": "2"},
    ],
    ids=lambda settings: "-".join(settings.values()).replace("/", "-"),
)
def test_a_month_is_the_same_bytes_everywhere(city: Path, tmp_path: Path, settings: dict[str, str]) -> None:
    other = Path(shutil.copytree(city, tmp_path / "另一处"))
    # Files that lie there since another day are the same files.
    for path in (other / "inputs").rglob("*.xlsx"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    assert made(city, TZ="UTC", PYTHONHASHSEED="0") == made(other, **settings)
