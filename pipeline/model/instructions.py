"""批示: what a leader wrote on a paper, as somebody registered it word for word, and what became of it (SIGNED §2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.model.figures import Cell

# So long before its day it is asked how far a thing has come.
AHEAD = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Instruction:
    """A row of 批示: who wrote what on which paper, for whom to do by when; `words` are quoted and never put otherwise.

    `units` are unit keys, `due` None where no day was set, `done` the 办理情况 as written, `closed` the day it was settled.
    `cited` says that other papers may go by it (可引用); `cells` are where its columns stand.
    """

    given: date
    post: str
    paper: str
    words: str
    units: tuple[str, ...]
    due: date | None
    done: str
    closed: date | None
    cited: bool
    cells: Mapping[str, Cell]

    @property
    def cell(self) -> Cell:
        """Where its words stand."""
        return self.cells["批示原文"]

    def open_on(self, day: date) -> bool:
        """True while it is given and not settled."""
        return self.given <= day and (self.closed is None or self.closed > day)

    def overdue_on(self, day: date) -> bool:
        """True once the day set is over and it is not settled."""
        return self.open_on(day) and self.due is not None and self.due < day

    def due_on(self, day: date) -> bool:
        """True from a few days before the day set until it is settled: then it is asked how far it has come."""
        return self.open_on(day) and self.due is not None and self.due - AHEAD <= day

    def told_on(self, day: date, before: date | None) -> bool:
        """True if a paper of that day tells what became of it: given by then, and not settled by the paper `before`."""
        told_before = before is not None and self.closed is not None and self.closed <= before
        return self.given <= day and not told_before


def standing_open(instructions: Sequence[Instruction], day: date) -> tuple[Instruction, ...]:
    """Those that wait to be settled on a day, whatever is due first before the rest, those without a day last."""
    waiting = [one for one in instructions if one.open_on(day)]
    return tuple(sorted(waiting, key=lambda one: (one.due or date.max, one.given)))
