"""How a run says where it is: a line for every step that is done, a position while one lasts.

Whoever does the work tells it here and knows nothing of clocks, terminals or files. Who listens (`cli/runlog.py`, set up
by `cli/exit_codes.py`) adds the seconds, keeps the record, shows the lines with `-v`. Anything else worth knowing of a run goes to
`LOG.info` and is shown and kept the same way. Without a listener nothing happens.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator
from typing import TypeVar

Thing = TypeVar("Thing")

LOG = logging.getLogger("minsheng")
LOG.propagate = False
LOG.addHandler(logging.NullHandler())


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
