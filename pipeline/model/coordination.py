"""协调: a matter that a unit cannot settle alone, as somebody carries it along: who was asked, whether it goes up, what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.model.choices import Choice, Purpose
from pipeline.model.figures import Cell
from pipeline.model.instructions import AHEAD
from pipeline.model.months import Month


@dataclass(frozen=True, slots=True)
class Coordination:
    """A row of 协调 (SIGNED §2): raised in which month, by which unit (key) over which target (id).

    `text` is what is to be coordinated in people's words, empty for the unit's as it reported them; `involved` whom it
    concerns, `consulted` whose view was asked; `proposed` says it goes up to a leader (拟提请协调), by `approver` on `day`.
    `due` is None where no day was set, `outcome` what was settled, `closed` the day it was; `cells` are where its columns stand.
    """

    month: Month
    unit: str
    target: str
    text: str
    involved: tuple[str, ...]
    consulted: tuple[str, ...]
    proposed: bool
    due: date | None
    outcome: str
    closed: date | None
    approver: str
    day: date | None
    cells: Mapping[str, Cell]

    @property
    def unasked(self) -> tuple[str, ...]:
        """Those it concerns whose view nobody noted."""
        return tuple(unit for unit in self.involved if unit not in self.consulted)

    @property
    def choice(self) -> Choice | None:
        """What its month's papers say of it, as people chose it; None unless it goes up."""
        if not self.proposed or self.day is None:
            return None
        return Choice(
            self.month,
            Purpose.COORDINATED,
            self.unit,
            self.target,
            self.text,
            self.consulted,
            self.approver,
            self.day,
            self.cells["事项"],
        )

    def open_on(self, day: date) -> bool:
        """True while it is raised and not settled."""
        return self.month.day(1) <= day and (self.closed is None or self.closed > day)

    def overdue_on(self, day: date) -> bool:
        """True once the day set is over and it is not settled."""
        return self.open_on(day) and self.due is not None and self.due < day

    def settled_between(self, before: date | None, day: date) -> bool:
        """True for what went up and was settled after the papers of `before` (of whichever day if there were none), by those of `day`."""
        fresh = self.closed is not None and self.closed <= day and (before is None or self.closed > before)
        return self.proposed and fresh

    def due_on(self, day: date) -> bool:
        """True from a few days before the day set until it is settled."""
        return self.open_on(day) and self.due is not None and self.due - AHEAD <= day


def left_open(coordinations: Sequence[Coordination], day: date) -> tuple[Coordination, ...]:
    """Those not settled on a day, whatever is due first before the rest, those without a day last."""
    waiting = [one for one in coordinations if one.open_on(day)]
    return tuple(sorted(waiting, key=lambda one: (one.due or date.max, one.month)))
