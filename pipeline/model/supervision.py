"""督办 as people note it and as units answer it, and what changed in a year beside what was reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from pipeline.model.figures import Cell, Figure
from pipeline.model.findings import Finding
from pipeline.model.months import Month


class Action(StrEnum):
    """状态 of a row of 处理登记［督办］, in the order in which things happen to a letter."""

    PLANNED = "拟办"
    SENT = "已发"
    UNANSWERED = "逾期未回（已核实）"
    ANSWERED = "已回"
    CLOSED = "销号"
    SPARED = "不发"


class Paper(StrEnum):
    """文种 of a rung of 督办: what is drafted for it. Of 只登记 and 只建议 nothing is: a call, a talk."""

    CALL = "只登记"
    SLIP = "提示单"
    NOTICE = "督办通知"
    REQUEST = "商请函"
    APPEAL = "呈批件"
    ADVICE = "只建议"

    @property
    def drafted(self) -> bool:
        """True if a paper is drafted."""
        return self.answered or self is Paper.APPEAL

    @property
    def answered(self) -> bool:
        """True if the paper goes to the unit, which is to answer it."""
        return self in (Paper.SLIP, Paper.NOTICE, Paper.REQUEST)


@dataclass(frozen=True, slots=True)
class Rung:
    """A rung of 督办阶梯: its name (督办方式), its paper, after how many periods in a row it is suggested, whether somebody
    has to approve it first.
    """

    name: str
    paper: Paper
    periods: int
    approved: bool = False

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Ladders:
    """督办阶梯, lowest rung first: of those the general office commands, and of those it only asks (不相隶属)."""

    commanded: tuple[Rung, ...]
    asked: tuple[Rung, ...]


def usual_ladders(limit: int = 2, listing: int = 3) -> Ladders:
    """The ladders of a plan that has no sheet 督办阶梯; the rules 限期督办月数 and 挂牌督办月数 (DOCUMENTS §1)."""
    return Ladders(
        (
            Rung("电话提醒", Paper.CALL, 1),
            Rung("提示单", Paper.SLIP, 1),
            Rung("限期", Paper.NOTICE, limit),
            Rung("挂牌", Paper.NOTICE, listing, approved=True),
            Rung("约谈", Paper.ADVICE, listing + 1, approved=True),
        ),
        (
            Rung("商请", Paper.REQUEST, 1),
            Rung("再次商请", Paper.REQUEST, limit),
            Rung("呈请协调", Paper.APPEAL, listing),
        ),
    )


class Stand(StrEnum):
    """How one month's 督办 of a target stands; 拟发 is drafted and nobody has noted that it went out, 未登记发出 the same of
    a month gone by. 逾期 only where a person noted it; else what nobody noted an answer to is 未登记回告.
    """

    PROPOSED = "拟发"
    UNNOTED = "未登记发出"
    SENT = "已发"
    SILENT = "未登记回告"
    OVERDUE = "逾期"
    ANSWERED = "已回"
    CLOSED = "销号"
    SPARED = "不发"


@dataclass(frozen=True, slots=True)
class Step:
    """A row of 处理登记［督办］: what happened to the `month`'s letter to `unit` (key), and on which day.

    `rung` is by which rung, where people wrote so, None as it was drafted; `named` if they wrote it as 督办方式, so that
    the paper is known by its name (before there was that column every paper was a 督办通知). `cell` is where its 状态 stands,
    `approved_at` where its 批准岗位 does.
    """

    month: Month
    unit: str
    action: Action
    reason: str
    approver: str
    day: date | None
    cell: Cell
    approved_at: Cell
    rung: Rung | None = None
    named: bool = False

    @property
    def called(self) -> bool:
        """True for a call: it is noted, and nothing went out."""
        return self.rung is not None and self.rung.paper is Paper.CALL


@dataclass(frozen=True, slots=True)
class Pledge:
    """A row 计划时点 · 到时应达到的数 of a reply: what a unit means to have reached by a day."""

    due: date
    amount: Figure


class Kept(StrEnum):
    """What became of a pledge. 按期 is never said: its day may have passed before anybody saw the figure."""

    PENDING = "未到时点"
    REACHED = "已达到"
    MISSED = "未按期实现"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A pledge held against the figures: by the first as of its day or later, or by one that reached it before.

    `unit` (key) said it on `said`; `value` is the figure it was held against, as of `as_of` in `month`, of one that is
    still pending the latest there is. None where there is none yet.
    """

    unit: str
    said: date
    pledge: Pledge
    kept: Kept
    month: Month
    value: Figure | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """A row of a 督办事项回告单 that came back: why, what is done, by when; `cell` is where the reason stands,
    `measures_cell` where the measures do.

    Only its `pledges` are held against figures: free text is quoted, never parsed.
    """

    month: Month
    target: str
    unit: str
    reason: str
    measures: str
    limit: str
    day: date
    cell: Cell
    pledges: tuple[Pledge, ...] = ()
    measures_cell: Cell | None = None


@dataclass(frozen=True, slots=True)
class Replies:
    """The replies of a year by month and plan order, what is wrong with them, and their files by sha256."""

    records: tuple[Reply, ...] = ()
    findings: tuple[Finding, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sent:
    """A paper that went out, or a call that was made: by which rung, when, and the row that says so."""

    rung: Rung
    day: date
    step: Step


@dataclass(frozen=True, slots=True)
class Urging:
    """One month's 督办 of a target: how it stands, what went out oldest first, when what happened.

    `unanswered` is the row in which a person noted that no answer came; `rung` that of the draft, while none went out.
    """

    month: Month
    stand: Stand
    rung: Rung | None = None
    sent: tuple[Sent, ...] = ()
    due: date | None = None
    unanswered: Step | None = None
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
class Drafted:
    """A paper of 督办 that is drafted for a month: to which unit (key), by which rung, by when it is to be answered.

    `approval` is the row that says who approved it, where the rung asks for that; `told` is what went out before about
    what still lags, oldest first; `answered` the days on which the unit answered, `answers` what it did on a sheet of ours;
    `unanswered` the row that says that no answer to the last came.
    `again` if the unit gets more than one paper of the month.
    """

    unit: str
    rung: Rung
    due: date
    approval: Step | None = None
    told: tuple[Sent, ...] = ()
    answered: tuple[date, ...] = ()
    answers: tuple[Reply, ...] = ()
    unanswered: Step | None = None
    again: bool = False


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
