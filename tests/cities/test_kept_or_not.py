"""Four unlike cities, every set of every period and of the year: the same bytes whatever was kept of their sheets.

Cold, warm, what was kept damaged, cut short, another's, the folder open to others or not to be had, the clock ten years
ahead: a cache costs or saves time and decides nothing (decision 0016).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command import ROOT, environment
from tests.compare import differences
from tests.conftest import Once
from tests.made_city import MadeCity

TESTS = ROOT / "tests"
PERIODS = {
    "云川市": (MadeCity(TESTS / "city", 2023, ("2023-04", "2023-05", "2023-06")), "2023-07-02"),
    "南屏区": (MadeCity(TESTS / "district", 2023, ("2023-05", "2023-06", "2023-年终")), "2023-07-03"),
    "青禾区": (
        MadeCity(TESTS / "cities/qinghe", 2024, ("2024-03", "2024-06", "2024-09", "2024-12")),
        "2025-01-20",
    ),
    "白鹭市": (MadeCity(TESTS / "cities/bailu", 2022, ("2022-08", "2022-09", "2022-12")), "2023-01-20"),
}


def every_set(root: Path, cache: Path, city: str, *before: str) -> Path:
    """The office with all it makes, each set by a process of its own that keeps its readings in `cache`."""
    made, today = PERIODS[city]
    months = [("monthly", month) for month in made.months if "年终" not in month]
    for words in (*months, ("assess", str(made.year)), ("check", made.months[0], "--return")):
        command = [*before, sys.executable, "-m", "pipeline", "-C", str(root), "--today", today, *words]
        done = subprocess.run(
            command, env=environment(XDG_CACHE_HOME=str(cache)), capture_output=True, check=False
        )
        assert done.returncode in (0, 1), done.stderr.decode()
    return root


def damaged(cache: Path) -> None:
    """A figure of everything kept is another one."""
    for path in kept(cache):
        path.write_bytes(path.read_bytes().replace(b"1", b"7"))


def cut(cache: Path) -> None:
    """Whoever wrote it was killed at it."""
    for path in kept(cache):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def anothers(cache: Path) -> None:
    """Each reading lies under the name of another."""
    found = kept(cache)
    texts = [path.read_bytes() for path in found]
    for path, data in zip(found, texts[1:] + texts[:1], strict=True):
        path.write_bytes(data)


def open_to_others(cache: Path) -> None:
    """Anybody may have written into it."""
    for path in (cache, *cache.rglob("*")):
        if path.is_dir():
            path.chmod(0o777)


def no_folder(cache: Path) -> None:
    """A file lies where the folder should be."""
    shutil.rmtree(cache)
    cache.write_bytes(b"")


def untouched(cache: Path) -> None:
    """As the first run left it."""
    assert kept(cache)


def kept(cache: Path) -> list[Path]:
    return sorted(path for path in cache.rglob("*") if path.is_file())


STATES: dict[str, Callable[[Path], None]] = {
    "warm": untouched,
    "damaged": damaged,
    "cut short": cut,
    "another's": anothers,
    "open to others": open_to_others,
    "no folder": no_folder,
}


@pytest.fixture(scope="session", params=PERIODS)
def cold(request: pytest.FixtureRequest, once: Once) -> tuple[str, Path, Path, Path]:
    """A city, its office before anything was made, the same with all it makes, and what was kept of its sheets."""
    city = request.param
    place = once(f"冷热-{city}", lambda folder: prepared(folder, city))
    return city, place / "未办", place / "已办", place / "读数"


def prepared(folder: Path, city: str) -> Path:
    PERIODS[city][0].build(folder / "未办")
    shutil.copytree(folder / "未办", folder / "已办")
    every_set(folder / "已办", folder / "读数", city)
    return folder


@pytest.mark.walks
@pytest.mark.parametrize("state", STATES)
def test_every_set_is_the_same_whatever_was_kept(
    state: str, cold: tuple[str, Path, Path, Path], tmp_path: Path
) -> None:
    city, office, made, cache = cold
    other, readings = tmp_path / "另一处", tmp_path / "读数"
    shutil.copytree(office, other)
    shutil.copytree(cache, readings)
    STATES[state](readings)
    every_set(other, readings, city)
    assert differences(made, other) == []


@pytest.mark.walks
@pytest.mark.skipif(shutil.which("faketime") is None, reason="没有 faketime，拨不了钟")
def test_every_set_is_the_same_ten_years_later(cold: tuple[str, Path, Path, Path], tmp_path: Path) -> None:
    city, office, made, _ = cold
    other = Path(shutil.copytree(office, tmp_path / "另一处"))
    every_set(other, tmp_path / "读数", city, "faketime", "+10 years")
    assert differences(made, other) == []
