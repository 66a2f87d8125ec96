"""What a notice was read as: its structure, matters, targets and nodes, and every number with what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.inputs.notices.competition import Structure
from pipeline.inputs.notices.items import Item
from pipeline.inputs.notices.notice_lines import Notice, Stretch
from pipeline.inputs.notices.phrases import Comparison
from pipeline.inputs.notices.quantities import Quantity
from pipeline.inputs.notices.times import DraftNode


@dataclass(frozen=True, slots=True)
class DraftTarget:
    """A target as drafted: the number it comes from, the words around it, its kind; `doubts` say why it is to be looked at.

    `name` is given where several share a phrase; a part names its whole by its place in the matter (from 1).
    """

    quantity: Quantity
    span: Stretch
    compared: Comparison
    kind: str
    doubts: tuple[str, ...] = ()
    name: str = ""
    part_of: int = 0
    relation: str = ""

    @property
    def review(self) -> bool:
        """Whether a person has to look at it."""
        return bool(self.doubts)


@dataclass(frozen=True, slots=True)
class DraftMatter:
    """A matter as drafted, with its units as the notice names them."""

    item: Item
    leads: tuple[str, ...]
    cooperating: tuple[str, ...]
    deadline: str
    targets: tuple[DraftTarget, ...]
    nodes: tuple[DraftNode, ...]
    milestones: tuple[Stretch, ...]
    qualitative: tuple[Stretch, ...]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """What was read of a notice: its structure, its matters, and every number with what became of it."""

    notice: Notice
    structure: Structure
    matters: tuple[DraftMatter, ...]
    numbers: tuple[Quantity, ...]
