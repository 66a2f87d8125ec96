"""督办 as people note it and as units answer it, and what changed in a year beside what was reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from pipeline.model.figures import Cell
from pipeline.model.findings import Finding
from pipeline.model.months import Month


class Action(StrEnum):
    """状态 of a row of 处理登记［督办］."""

    SENT = "已发"
    ANSWERED = "已回"
    CLOSED = "销号"
    SPARED = "不发"


class Rung(StrEnum):
    """The ladder of 督办, lowest first; the highest only with somebody's approval."""

    REMINDED = "提醒"
    LIMITED = "限期"
    LISTED = "挂牌"


class Stand(StrEnum):
    """How one month's 督办 of a target stands; 拟发 is drafted and nobody has noted that it went out."""

    PROPOSED = "拟发"
    SENT = "已发"
    OVERDUE = "逾期"
    ANSWERED = "已回"
    CLOSED = "销号"
    SPARED = "不发"


@dataclass(frozen=True, slots=True)
class Step:
    """A row of 处理登记［督办］: what happened to the `month`'s letter to `unit` (key), and on which day.

    `rung` is how a letter went out, where people wrote so; None leaves it to be counted.
    """

    month: Month
    unit: str
    action: Action
    reason: str
    approver: str
    day: date | None
    cell: Cell
    rung: Rung | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """A row of a 督办事项回告单 that came back: why, what is done, by when; `cell` is where the reason stands."""

    month: Month
    target: str
    unit: str
    reason: str
    measures: str
    limit: str
    day: date
    cell: Cell


@dataclass(frozen=True, slots=True)
class Replies:
    """The replies of a year by month and plan order, what is wrong with them, and their files by sha256."""

    records: tuple[Reply, ...] = ()
    findings: tuple[Finding, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Urging:
    """One month's 督办 of a target: how it stands, by which rung it went out, when what happened."""

    month: Month
    stand: Stand
    rung: Rung | None = None
    sent: date | None = None
    due: date | None = None
    answered: date | None = None
    closed: date | None = None
    reason: str = ""
    approver: str = ""
    reply: Reply | None = None


@dataclass(frozen=True, slots=True)
class Supervised:
    """A target's 督办 of the year so far, month by month, how it stands, and the step that is suggested.

    `stand` is that of this month's 督办, else of the last that went out, else of the last; None if there was none.
    """

    urgings: tuple[Urging, ...] = ()
    stand: Stand | None = None
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line people wrote into 处理登记: of which `sheet`, about what, from what to what, why, by which post.

    `unit` is a unit key and `target` a target id; either may be empty. `before` and `after` are as written.
    """

    sheet: str
    month: Month
    unit: str
    target: str
    before: str
    after: str
    ground: str
    who: str
    day: date | None
    cell: Cell
