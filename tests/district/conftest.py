"""南屏区 with all its sets made, once for every worker."""

from __future__ import annotations

from pathlib import Path

import pytest
from nanping import run

from tests.command import Result
from tests.conftest import Once


@pytest.fixture(scope="session")
def made(once: Once) -> tuple[Path, dict[tuple[str, ...], Result]]:
    """The workspace, and what each command said."""

    def make(folder: Path) -> tuple[Path, dict[tuple[str, ...], Result]]:
        root = folder / "工作目录"
        return root, run(root)

    return once("南屏区", make)
