"""云川市 built once; its months run once; a fresh copy for whoever wants to change something.

What is made once holds for every worker: nobody changes it.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from yunchuan import CLEAN, MONTHS, build, sign

from tests.command import Result, minsheng
from tests.conftest import Once


@pytest.fixture(scope="session")
def built(once: Once) -> Path:
    """The workspace as the office got it."""
    return once("云川市", lambda folder: build(folder / "工作目录"))


@pytest.fixture
def city(built: Path, tmp_path: Path) -> Path:
    """A copy of one's own, nothing made yet."""
    return Path(shutil.copytree(built, tmp_path / "工作目录"))


@pytest.fixture(scope="session")
def made(built: Path, once: Once) -> tuple[Path, Mapping[str, Result]]:
    """A copy in which `forms` and `monthly --json` of every month have run, and what `monthly` said."""

    def make(folder: Path) -> tuple[Path, Mapping[str, Result]]:
        root = Path(shutil.copytree(built, folder / "工作目录"))
        for month in MONTHS:
            minsheng("-C", root, "forms", month)
        return root, {month: minsheng("-C", root, "monthly", month, "--json") for month in MONTHS}

    return once("云川市已生成", make)


@pytest.fixture(scope="session")
def ran(made: tuple[Path, Mapping[str, Result]]) -> Path:
    """The workspace with every month made."""
    return made[0]


@pytest.fixture
def drafted(ran: Path, tmp_path: Path) -> Path:
    """A copy of one's own with every month made."""
    return Path(shutil.copytree(ran, tmp_path / "工作目录", symlinks=True))


@pytest.fixture(scope="session")
def final(built: Path, once: Once) -> Path:
    """A copy in which the first month is a 清样."""

    def make(folder: Path) -> Path:
        root = Path(shutil.copytree(built, folder / "工作目录"))
        assert minsheng("-C", root, "monthly", CLEAN, "--final").code == 0
        return root

    return once("云川市已出清样", make)


@pytest.fixture
def fair(final: Path, tmp_path: Path) -> Path:
    """A copy of one's own in which the first month is a 清样."""
    return Path(shutil.copytree(final, tmp_path / "工作目录", symlinks=True))


@pytest.fixture(scope="session")
def signed(final: Path, once: Once) -> Path:
    """A copy in which the first month's report is signed as it was printed."""

    def make(folder: Path) -> Path:
        root = Path(shutil.copytree(final, folder / "工作目录", symlinks=True))
        sign(root)
        return root

    return once("云川市已签发", make)


@pytest.fixture
def sealed(signed: Path, tmp_path: Path) -> Path:
    """A copy of one's own in which the first month is signed."""
    return Path(shutil.copytree(signed, tmp_path / "工作目录", symlinks=True))


@pytest.fixture(scope="session")
def monthly(made: tuple[Path, Mapping[str, Result]]) -> Mapping[str, Result]:
    """`monthly MONTH --json` of every month."""
    return made[1]


@pytest.fixture(scope="session")
def checked(built: Path, once: Once) -> Mapping[str, Result]:
    """`check MONTH --json` of every month."""
    return once(
        "云川市已检查",
        lambda _: {month: minsheng("-C", built, "check", month, "--json") for month in MONTHS},
    )
