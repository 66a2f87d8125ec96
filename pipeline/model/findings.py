"""Findings: what is missing, doubtful or wrong in what came in. A finding is data, never an exception.

What kinds there are, and what each of them means, stands in `codes`.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model.codes import Code, Effect, Level
from pipeline.model.figures import NOWHERE, Place

_MOST_QUOTED = 200
# How our own notes begin in sheets we give back or fill, so that they are not read back as the unit's.
RETURN_NOTE = "【退回】"
COLLATED_NOTE = "【汇总】"
# The sheet in front of a workbook given back, and the word before the sign of the file it was made from: the beginning
# of that file's sha256.
RETURN_SHEET = "退回说明"
RETURN_SIGN = "退回编号："


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing somebody must know: what, where, what was read, why it matters, what to do.

    `fix` and `why` are its code's where it says none of its own.

    `unit` is a unit key of the plan, `target` a target id; both empty when the finding is about
    neither. `place` is the cell, or as much of a place as there is to point at. `settled` quotes the
    decision that disposed of it (处理登记); such a finding stays on record and no longer holds a value back.
    """

    code: Code
    message: str
    fix: str = ""
    why: str = ""
    unit: str = ""
    target: str = ""
    place: Place = NOWHERE
    settled: str = ""

    def __post_init__(self) -> None:
        # The way a frozen dataclass completes itself.
        object.__setattr__(self, "fix", self.fix or self.code.fix)
        object.__setattr__(self, "why", self.why or self.code.why)

    @property
    def level(self) -> Level:
        """The level of its code; once settled it only informs."""
        return Level.NOTE if self.settled else self.code.level

    @property
    def effect(self) -> Effect:
        """What it does to its target's value; nothing once settled."""
        return Effect.NONE if self.settled else self.code.effect

    @property
    def open(self) -> bool:
        """True while someone must look: 退回 or 待核 that nobody has settled."""
        return self.level is not Level.NOTE

    @property
    def read(self) -> str:
        """What stood at its place, as messages quote it."""
        return clipped(self.place.read)


def clipped(text: str) -> str:
    """What a message quotes of a cell: the beginning of a text that goes on."""
    return text if len(text) <= _MOST_QUOTED else f"{text[:_MOST_QUOTED]}……"
