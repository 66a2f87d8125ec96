"""跨年事项: what one year left open and the next one keeps in sight.

It has no target of its own in the new year's plan: no pace, no class, no place in any count. People may strike a row out,
or write what is to become of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class LeftOpen(StrEnum):
    """事项: why it was carried over."""

    UNFINISHED = "目标未完成"
    SUSPENDED = "目标暂缓"
    UNDECIDED = "目标没有认定"
    URGED = "督办未销号"
    INSTRUCTED = "批示未办结"
    RAISED = "协调未办结"


@dataclass(frozen=True, slots=True)
class Carried:
    """A row of 跨年事项.

    `id` is the 编号 it had last year, empty for a letter of 督办 or a 批示, which is of units and not of a target. `leads` are
    unit keys of the new plan, or names as they stand where it knows no such unit. `state` says how it stood when it was
    carried over, `intent` what is to become of it (本年打算).
    """

    kind: LeftOpen | None
    id: str
    text: str
    leads: tuple[str, ...]
    state: str
    intent: str

    @property
    def title(self) -> str:
        """What it is, with its old number where it has one: T09-1 新建停车场."""
        return f"{self.id} {self.text}".strip()
