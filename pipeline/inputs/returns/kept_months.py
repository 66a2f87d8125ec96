"""Months kept as they were read: where not a byte has changed of what that hangs on, no form is looked for again.

That is the plan, the days of receipt people noted, every entry of the month's folder, and the program. Nothing depends on
what is kept: where it is missing, damaged or of another make the folder is read.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pipeline.files import cache as shelves
from pipeline.files.folder import StillChanging, digest, entries, lying
from pipeline.files.spreadsheets.books import WORKER, is_afresh
from pipeline.files.spreadsheets.preflight import Unreadable
from pipeline.inputs.tables.reader import read_anew
from pipeline.model.codes import Code
from pipeline.model.figures import Cell, Figure, Place
from pipeline.model.findings import Finding
from pipeline.model.flattened import flattened, restored
from pipeline.model.funds import Funds
from pipeline.model.milestones import Milestone, State
from pipeline.model.months import Month
from pipeline.model.periods import DueDay
from pipeline.model.plan import Plan, Role
from pipeline.model.readings import CountyRow, FileOutcome, Outcome, Reading, Returns, Row, UnitReport
from pipeline.model.workspace import Workspace

_SHELF = "months"
# What a month as read is made of.
KINDS = (
    *(Returns, Month, FileOutcome, Outcome, UnitReport, Role, DueDay, Row, CountyRow, Reading, Figure, Funds),
    *(Milestone, State, Finding, Code, Place, Cell),
)
# What `restored` may raise over what `flattened` did not make.
_NONE_OF_OURS = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError)


@dataclass(frozen=True, slots=True)
class _Lying:
    """What a month's reading hangs on, by its digest; `states` tell whether anything was touched while it was read."""

    key: str
    states: tuple[object, ...]


class KeptMonths:
    """The months of a plan as they were read before, by days of receipt too."""

    def __init__(self, office: Workspace, plan: Plan, received: Mapping[tuple[Month, str], date]) -> None:
        self._office = office
        self._beside = f"{shelves.program()} {flattened((plan, dict(received)))!r}"

    def returns(self, month: Month, read: Callable[[], Returns]) -> Returns:
        """The month as it was read before, else as `read` reads it now; within `reading_afresh` that in any case, held
        against what was kept, with a finding where they differ.
        """
        lying = self._lying(month)
        known = _find(lying.key, month) if lying is not None else None
        if known is not None and not is_afresh():
            return known
        lost = WORKER.lost
        returns = read()
        if lying is None or WORKER.lost != lost or self._lying(month) != lying:
            return returns
        own = replace(returns, findings=tuple(one for one in returns.findings if one.code is not Code.F14))
        if own != known:
            shelves.keep(_SHELF, lying.key, flattened(own))
        if known in (None, own):
            return returns
        where = self._office.relative(self._office.month_folder(month))
        return replace(returns, findings=(*returns.findings, read_anew(where)))

    def _lying(self, month: Month) -> _Lying | None:
        """What lies in the month's folder now; None where that cannot be told for sure."""
        try:
            found = list(self._entries(month))
        except (StillChanging, OSError):
            return None
        facts = (self._beside, str(month), *(fact for fact, _ in found))
        return _Lying(digest(repr(facts).encode()), tuple(state for _, state in found))

    def _entries(self, month: Month) -> Iterator[tuple[tuple[object, ...], object]]:
        """Every entry with all that becomes of it: its names, its bytes by digest, or why it is not opened."""
        folder = self._office.month_folder(month)
        for entry in entries(folder, self._office.root):
            sign, state = "", None
            if not entry.problem and not entry.empty:
                try:
                    data, state = lying(entry.path)
                    sign = digest(data)
                except Unreadable as reason:
                    sign = str(reason)
            yield (
                (os.fsencode(entry.path.relative_to(folder)), entry.name, entry.problem, entry.empty, sign),
                state,
            )


def _find(key: str, month: Month) -> Returns | None:
    kept: Any = shelves.find(_SHELF, key)
    try:
        returns = restored(kept, KINDS) if kept is not None else None
        return returns if isinstance(returns, Returns) and returns.month == month else None
    except _NONE_OF_OURS:
        return None
