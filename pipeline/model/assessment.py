"""考核认定: what a year came to, as units reported it, as the figures suggest it, and as people decided it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from pipeline.model.figures import Cell, Figure, merge
from pipeline.model.findings import Finding
from pipeline.model.months import Month
from pipeline.model.plan import Matter, Target
from pipeline.model.promises import Goal, grouped
from pipeline.model.readings import Row
from pipeline.model.spotchecks import Scope, SpotCheck
from pipeline.model.supervision import Outcome


class Verdict(StrEnum):
    """认定结果 of a target. Amounts are 完成 or not, ratios 达标 or not; 定性 targets people call 完成 or 未完成."""

    EXCEEDED = "超额完成"
    DONE = "完成"
    UNDONE = "未完成"
    MET = "达标"
    UNMET = "未达标"
    SUSPENDED = "暂缓"

    @property
    def fulfilled(self) -> bool:
        """Whether the promise was kept."""
        return self in (Verdict.EXCEEDED, Verdict.DONE, Verdict.MET)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What people wrote into a row of 考核认定表; `cells` by column.

    `basis` is the document that approved it as suggested (批准依据), `seen` and `seen_verdict` what the table suggested
    then: an approval holds for what was seen.
    """

    target: str
    certified: Figure | None
    verdict: Verdict | None
    reason: str
    objection: str
    approved: date | None
    cells: Mapping[str, Cell]
    basis: str = ""
    seen: Figure | None = None
    seen_verdict: str = ""

    @property
    def blank(self) -> bool:
        """Whether nobody has decided anything in the row yet."""
        return self.certified is None and self.verdict is None


@dataclass(frozen=True, slots=True)
class Rulings:
    """People's decisions: on targets by id, on counties' own tasks (分县任务) by target id and county key; what is
    wrong with them.
    """

    targets: Mapping[str, Ruling] = field(default_factory=dict)
    counties: Mapping[tuple[str, str], Ruling] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def approved(self) -> date | None:
        """The last day anything was approved."""
        rulings = (*self.targets.values(), *self.counties.values())
        return max((one.approved for one in rulings if one.approved is not None), default=None)


@dataclass(frozen=True, slots=True)
class Objection:
    """What a unit wrote on its 核对单 about a target: 有异议 with its reason and evidence, and where it says so.

    `unit` is its key, empty where the sheet does not tell; `own_part` if it speaks of its own part of the city's figure.
    """

    target: str
    text: str
    evidence: str
    cell: Cell
    unit: str = ""
    own_part: bool = False


@dataclass(frozen=True, slots=True)
class Certification:
    """A target at the end of its year, or with `county` (a key) that county's share of it.

    A county's `goal` is its 分县任务; without one its amount is None and nothing is suggested or decided.
    `reported` is the year-end figure, or the last month's (`period` says which); `suggested` the verdict the
    figures give, None where only people can tell. `behind` are months it lagged and `behind_cells` what that rests
    on, `corrected` months that had last month's figure corrected, with the leads that did. `checked` is 核实数 and
    `scope` how much of it was looked at, None where nobody looked; `spot_checks` are all of the year. `rows` are what
    its leads wrote last with a reason, `pledged` what they answered to 督办 that is still to come. `year_before` is what
    last year's came to, where a person paired the two: beside everything, in no reckoning.
    """

    target: Target
    goal: Goal
    reported: Figure | None
    period: Month | None
    as_of: date | None
    suggested: Verdict | None
    ruling: Ruling | None = None
    behind: tuple[Month, ...] = ()
    corrected: Mapping[Month, tuple[str, ...]] = field(default_factory=dict)
    objections: tuple[Objection, ...] = ()
    checked: Figure | None = None
    scope: Scope | None = None
    spot_checks: tuple[SpotCheck, ...] = ()
    county: str = ""
    behind_cells: tuple[Cell, ...] = ()
    year_before: Figure | None = None
    rows: tuple[Row, ...] = ()
    pledged: tuple[Outcome, ...] = ()

    @property
    def cells(self) -> tuple[Cell, ...]:
        """What its verdict rests on: figure and promise, and the cell in which people decided."""
        figure = self.amount.cells if self.amount is not None else ()
        decided = self.ruling is not None and self.ruling.verdict is not None
        return merge(
            figure, self.goal.cells, (self.ruling.cells["认定结果"],) if self.ruling and decided else ()
        )

    @property
    def proposed(self) -> Figure | None:
        """建议认定数: what spot checks left of the figure, else what was reported."""
        return self.checked or self.reported

    @property
    def moved(self) -> bool:
        """Whether what is suggested is no longer what stood in the table people approved; False where none stood."""
        ruling = self.ruling
        if ruling is None or not (ruling.seen or ruling.seen_verdict):
            return False
        now, seen = self.proposed, ruling.seen
        figures = seen is not None and (now is None or now.amount != seen.amount)
        verdict = self.suggested.value if self.suggested is not None else ""
        return figures or (ruling.seen_verdict in set(Verdict) and ruling.seen_verdict != verdict)

    @property
    def amount(self) -> Figure | None:
        """认定数: what people certified, else what is suggested."""
        decided = self.ruling.certified if self.ruling is not None else None
        return decided or self.proposed

    @property
    def verdict(self) -> Verdict | None:
        """认定结果: what people decided, else what the figures suggest."""
        decided = self.ruling.verdict if self.ruling is not None else None
        return decided or self.suggested

    @property
    def fulfilled(self) -> bool | None:
        """Whether the promise was kept; None while nobody decided, and for what was suspended."""
        suspended = self.verdict is Verdict.SUSPENDED
        return None if self.verdict is None or suspended else self.verdict.fulfilled


class Completion(StrEnum):
    """认定情况 of a matter."""

    COMPLETE = "完成"
    INCOMPLETE = "未完成"
    SUSPENDED = "暂缓"
    OPEN = "待认定"


@dataclass(frozen=True, slots=True)
class MatterResult:
    """A matter at the end of the year."""

    matter: Matter
    targets: tuple[Certification, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """What its outcome rests on."""
        return merge(*(one.cells for one in self.targets))

    @property
    def completion(self) -> Completion:
        """完成 if every target that was not suspended was fulfilled; what falls short decides at once."""
        if any(one.fulfilled is False for one in self.targets):
            return Completion.INCOMPLETE
        if any(one.verdict is None for one in self.targets):
            return Completion.OPEN
        suspended = all(one.verdict is Verdict.SUSPENDED for one in self.targets)
        return Completion.SUSPENDED if suspended else Completion.COMPLETE


@dataclass(frozen=True, slots=True)
class Record:
    """How a unit reported through the year: months its report was late, and months without a usable one; `told` are
    those late by as much as a letter speaks of (规则 迟报入文).
    """

    late: tuple[Month, ...] = ()
    missing: tuple[Month, ...] = ()
    told: tuple[Month, ...] = ()


@dataclass(frozen=True)
class Assessment:
    """The year: every matter in the notice's order, how units reported, what is still open.

    `counties` are counties' shares as their leads passed them on, by target id and county key.
    """

    year: int
    drawn_up: date
    matters: tuple[MatterResult, ...]
    records: Mapping[str, Record] = field(default_factory=dict)
    counties: Mapping[tuple[str, str], Certification] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @cached_property
    def targets(self) -> tuple[Certification, ...]:
        """Every target in plan order."""
        return tuple(one for matter in self.matters for one in matter.targets)

    def led_by(self, unit: str) -> tuple[MatterResult, ...]:
        """The matters in which a unit answers for a target, in the notice's order."""
        return self._led.get(unit, ())

    @cached_property
    def _led(self) -> Mapping[str, tuple[MatterResult, ...]]:
        return grouped(
            self.matters, lambda one: dict.fromkeys(key for each in one.targets for key in each.target.leads)
        )

    def matter(self, number: int) -> MatterResult:
        """How the matter of that number ended."""
        return self._matters[number]

    @cached_property
    def _matters(self) -> Mapping[int, MatterResult]:
        return {one.matter.number: one for one in self.matters}

    @cached_property
    def tasks(self) -> tuple[Certification, ...]:
        """Counties' shares that have a task of their own: those that are decided too."""
        return tuple(one for one in self.counties.values() if one.goal.amount is not None)

    @cached_property
    def approved(self) -> date | None:
        """The day the last decision was approved; None while one is not."""
        decided = (*self.targets, *self.tasks)
        days = [one.ruling.approved if one.ruling is not None else None for one in decided]
        known = [day for day in days if day is not None]
        return max(known) if known and len(known) == len(days) else None
