"""批示: what a leader wrote on a paper, as somebody registered it word for word, and what became of it (SIGNED §2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.model.figures import Cell


@dataclass(frozen=True, slots=True)
class Instruction:
    """A row of 批示: who wrote what on which paper, for whom to do by when; `words` are quoted and never put otherwise.

    `units` are unit keys, `due` None where no day was set, `done` the 办理情况 as written, `closed` the day it was settled.
    """

    given: date
    post: str
    paper: str
    words: str
    units: tuple[str, ...]
    due: date | None
    done: str
    closed: date | None
    cell: Cell

    def open_on(self, day: date) -> bool:
        """True while it is given and not settled."""
        return self.given <= day and (self.closed is None or self.closed > day)

    def overdue_on(self, day: date) -> bool:
        """True once the day set is over and it is not settled."""
        return self.open_on(day) and self.due is not None and self.due < day


def standing_open(instructions: Sequence[Instruction], day: date) -> tuple[Instruction, ...]:
    """Those that wait to be settled on a day, whatever is due first before the rest, those without a day last."""
    waiting = [one for one in instructions if one.open_on(day)]
    return tuple(sorted(waiting, key=lambda one: (one.due or date.max, one.given)))
