"""形象进度: nodes in words (主体封顶), and what a unit answers of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pipeline.model.figures import Cell
from pipeline.model.kinds import Standing
from pipeline.model.promises import Node


class State(StrEnum):
    """How far a node in words has come."""

    NOT_STARTED = "未启动"
    UNDER_WAY = "进行中"
    DONE = "已完成"


@dataclass(frozen=True, slots=True)
class Milestone:
    """What a lead answered of the node of `target` that is due on `due`; `done` is the day it was reached."""

    target: str
    unit: str
    due: date
    state: State
    done: date | None
    cell: Cell


# So many periods overdue make a node that was not reached 滞后, and 严重滞后.
_LAGGING, _FAR_BEHIND = 1, 3


def standing(
    nodes: Sequence[Node], told: Mapping[date, Milestone], day: date, periods: Sequence[date]
) -> Standing:
    """Where a target with nodes in words stands on `day`: by the nodes due, and how many periods the first is overdue.

    `told` are the answers by due day, `periods` the last days of the periods up to this one. A node that is due and
    was not answered is 未报送; before the first nothing is late; the next one reached before its day is 超序时 (PLAN §2).
    """
    due = [node for node in nodes if node.due <= day]
    if any(node.due not in told for node in due):
        return Standing.UNREPORTED
    late = [node for node in due if told[node.due].state is not State.DONE]
    if late:
        over = sum(end >= late[0].due for end in periods) - 1
        if over < _LAGGING:
            return Standing.BELOW_PACE
        return Standing.LAGGING if over < _FAR_BEHIND else Standing.FAR_BEHIND
    following = told.get(nodes[len(due)].due) if len(due) < len(nodes) else None
    if following is not None and following.state is State.DONE:
        return Standing.AHEAD
    return Standing.ON_PACE if due else Standing.NOT_DUE
