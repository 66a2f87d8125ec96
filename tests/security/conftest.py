"""A small workspace to do harm in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.june import lay_june


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return lay_june(tmp_path / "办公室")
