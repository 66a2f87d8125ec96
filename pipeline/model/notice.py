"""通知要求: what the notice itself asks for, in its own words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Requirement(StrEnum):
    """What a notice may demand beside its matters (通知要求)."""

    MONTHLY = "月报"
    SPOT_CHECK = "抽查"
    ASSESSMENT = "考核"
    FEEDBACK = "反馈"
    RESPONSIBLE = "责任人和时间节点"


@dataclass(frozen=True, slots=True)
class Clause:
    """What the notice says of a requirement, word for word, and where; documents cite the notice for nothing else."""

    text: str
    source: str
