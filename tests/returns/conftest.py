"""A watchdog for every test here: a file that hangs fails its test and never the run."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from types import FrameType

import pytest

_PATIENCE = {"": 60, "slow": 600}


class Hung(BaseException):
    """Raised in the middle of whatever hangs; no `except Exception` may swallow it."""


@pytest.fixture(autouse=True)
def watchdog(request: pytest.FixtureRequest) -> Iterator[None]:
    """Ends a test that would never end. No speed is asked for: a minute is ten thousand times what is needed."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def bark(number: int, frame: FrameType | None) -> None:
        raise Hung("hangs")

    former = signal.signal(signal.SIGALRM, bark)
    signal.alarm(_PATIENCE["slow" if "folder" in request.node.name or "flips" in request.node.name else ""])
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, former)
