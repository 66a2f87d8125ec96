"""云川市 built once; its months run once; a fresh copy for whoever wants to change something."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from yunchuan import MONTHS, build

from tests.command import Result, minsheng


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace as the office got it. Never changed: read it, or copy it."""
    return build(tmp_path_factory.mktemp("云川市") / "工作目录")


@pytest.fixture
def city(built: Path, tmp_path: Path) -> Path:
    """A copy of one's own, nothing made yet."""
    return Path(shutil.copytree(built, tmp_path / "工作目录"))


@pytest.fixture(scope="session")
def made(built: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Mapping[str, Result]]:
    """A copy in which `forms` and `monthly --json` of every month have run, and what `monthly` said."""
    root = Path(shutil.copytree(built, tmp_path_factory.mktemp("已生成") / "工作目录"))
    for month in MONTHS:
        minsheng("-C", root, "forms", month)
    return root, {month: minsheng("-C", root, "monthly", month, "--json") for month in MONTHS}


@pytest.fixture(scope="session")
def ran(made: tuple[Path, Mapping[str, Result]]) -> Path:
    """The workspace with every month made. Never changed."""
    return made[0]


@pytest.fixture(scope="session")
def monthly(made: tuple[Path, Mapping[str, Result]]) -> Mapping[str, Result]:
    """`monthly MONTH --json` of every month."""
    return made[1]


@pytest.fixture(scope="session")
def checked(built: Path) -> Mapping[str, Result]:
    """`check MONTH --json` of every month."""
    return {month: minsheng("-C", built, "check", month, "--json") for month in MONTHS}
