"""How a run says where it is: a line for every step that is done, a position while one lasts.

Whoever does the work tells it here and knows nothing of clocks, terminals or files. Who listens (`outputs/runlog.py`, set up
by whoever starts a run) adds the seconds, keeps the record, tells who watches. Anything else worth knowing of a run goes to
`LOG.info` and is shown and kept the same way. A run is heard by its own listener and by no other, however many runs a
process has at once; without one nothing happens.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

Thing = TypeVar("Thing")

_LISTENER: ContextVar[logging.Handler | None] = ContextVar("listener", default=None)


class _ToItsListener(logging.Handler):
    def handle(self, record: logging.LogRecord) -> bool:
        listener = _LISTENER.get()
        return listener is not None and bool(listener.handle(record))


LOG = logging.getLogger("minsheng")
LOG.propagate = False
LOG.setLevel(logging.DEBUG)
LOG.addHandler(_ToItsListener())


@contextmanager
def heard_by(listener: logging.Handler) -> Iterator[None]:
    """Within the block what is told in this thread reaches this listener and no other."""
    token = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(token)


def done(step: str, counts: str = "") -> None:
    """A step (“读报表 2021-09”) has ended, with what it came to (“62份”)."""
    LOG.info("%s", counts, extra={"step": step})


def each(step: str, things: Collection[Thing]) -> Iterator[Thing]:
    """The things one by one; before each it is told how many are done."""
    for number, thing in enumerate(things):
        at(step, number, len(things))
        yield thing


def at(step: str, number: int, whole: int) -> None:
    """So many of the things of a step are done; for who watches, not for the record."""
    LOG.debug("%s", step, extra={"position": (number, whole)})
