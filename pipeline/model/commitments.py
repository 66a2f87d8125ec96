"""责任清单: who in a lead answers for a target, by post, and by which day it commits itself to how much."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pipeline.model.figures import Cell
from pipeline.model.findings import Finding


@dataclass(frozen=True, slots=True)
class Commitment:
    """A row that came back: posts and telephone, and a node if it names one: on `due` an `amount` (base measure), or `words`.

    A node is 自报 until `approved_by` (a post) and `approved_on` stand beside it. `name` and `phone` stay in the list and
    in the ledger's （内部） file: no letter, page or JSON tells them (PLAN §3).
    """

    target: str
    unit: str
    leader: str
    person: str
    name: str
    phone: str
    due: date | None
    amount: Decimal | None
    words: str
    approved_by: str
    approved_on: date | None
    cell: Cell

    @property
    def approved(self) -> bool:
        """True once somebody answers for the node: before that it sets no pace."""
        return self.due is not None and bool(self.approved_by) and self.approved_on is not None


@dataclass(frozen=True, slots=True)
class Commitments:
    """What the leads returned, by target and day; `files` are digests by name; `asked` if the office waits for any."""

    records: tuple[Commitment, ...] = ()
    findings: tuple[Finding, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    asked: bool = False

    def of(self, target: str) -> tuple[Commitment, ...]:
        """What was returned of a target."""
        return tuple(one for one in self.records if one.target == target)

    @property
    def answered(self) -> frozenset[str]:
        """The leads that returned a list anything can be read of."""
        return frozenset(one.unit for one in self.records)
