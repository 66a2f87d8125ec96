"""A number and what stands around it: what the rules about its fate look at (NOTICE §4)."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.inputs.notices.quantities import Fate, Quantity

Verdict = tuple[Fate, str]


@dataclass(frozen=True, slots=True)
class Sight:
    """A number and what a reader sees around it: its clause before and behind it, the whole line, its neighbours."""

    one: Quantity
    line: str
    before: str
    behind: str
    earlier: Quantity | None
    later: Quantity | None

    @property
    def sentence(self) -> str:
        """The sentence up to the number."""
        return self.line[self.one.clause.sentence : self.one.start]
