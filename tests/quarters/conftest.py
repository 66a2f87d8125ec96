"""柳湖市 built once, both quarters made; nobody changes it."""

from __future__ import annotations

from pathlib import Path

import pytest
from liuhu import CITY, FIRST, SECOND

from tests.command import minsheng
from tests.conftest import Once


@pytest.fixture(scope="session")
def ran(once: Once) -> Path:
    """The workspace with forms and drafts of both quarters."""

    def make(folder: Path) -> Path:
        root = CITY.build(folder / "工作目录")
        assert minsheng("-C", root, "forms", "2023-Q2").code == 0
        for month in (FIRST, SECOND):
            assert minsheng("-C", root, "monthly", month).code == 0
        return root

    return once("柳湖市", make)
