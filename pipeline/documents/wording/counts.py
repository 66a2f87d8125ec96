"""Numbers beside the units' own: counts, promises, spans; each as a figure that knows its rule and its cells. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Protocol

from pipeline.documents.wording import growth
from pipeline.model.figures import Cell, merge, plain
from pipeline.model.phrases import Phrase, Printed, phrase
from pipeline.model.plan import Plan, Target
from pipeline.model.promises import Goal


class Sourced(Protocol):
    """Whatever knows the cells it rests on: a figure, a target in a month, a certification, a matter."""

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells, each once."""


class Promised(Protocol):
    """A target in a month or at the year's end, with the promise in force."""

    @property
    def goal(self) -> Goal:
        """What was promised."""


def worded(form: str, *values: str | Printed | Phrase) -> Phrase:
    """A sentence with a value at every `{}`; what the values hold is never looked into."""
    words, *others = form.split("{}")
    parts: list[str | Printed | Phrase] = [words]
    for value, text in zip(values, others, strict=True):
        parts += (value, text)
    return phrase(*parts)


def number_of(value: int, measure: str, how: str, cells: tuple[Cell, ...] = (), about: str = "") -> Printed:
    """A whole number without its measure, by what rule it came about and from which cells."""
    return Printed(str(value), Decimal(value), measure, how, cells, about)


def count(counted: Sequence[Sourced], how: str, measure: str = "项") -> Phrase:
    """How many there are, with the measure: 5项; `how` says what was counted."""
    return phrase(number_of(len(counted), measure, how, cells_of(counted)), measure)


def promised(counted: Sequence[object], targets: Iterable[Promised], how: str, measure: str = "项") -> Phrase:
    """How many the plan names, with the measure; rests on the plan's cells alone, whatever was reported."""
    cells = merge(*(one.goal.cells for one in targets))
    return phrase(number_of(len(counted), measure, how, cells), measure)


def of_matters(plan: Plan, counted: Sequence[Sourced], which: str) -> Phrase:
    """How many matters there are, as the office counts them: 3件, 3项; `which` ends in 的 or says of whom."""
    return count(counted, f"{which}{plan.terms.matter}数", plan.terms.counter)


def all_matters(plan: Plan, matters: Sequence[object], targets: Iterable[Promised]) -> Phrase:
    """How many matters the plan names: 10件."""
    return promised(matters, targets, f"任务分解表的{plan.terms.matter}数", plan.terms.counter)


def cells_of(counted: Iterable[Sourced]) -> tuple[Cell, ...]:
    """The cells of all of them."""
    return merge(*(one.cells for one in counted))


def promise(target: Target, goal: Goal, how: str = "年度目标") -> Phrase:
    """What was promised, with its measure: 45座, 力争55%, 不高于4%, 3%左右, 下降3%以上; a dash for 定性."""
    if goal.amount is None:
        return phrase("—")
    text = plain(goal.amount / target.measure.factor)
    printed = Printed(text, goal.amount, target.measure.base, how, goal.cells, target.id)
    before, after = target.goal_said(goal.amount)
    number = growth.fallen(printed) if goal.amount < 0 else printed
    return phrase(before, number, f"{target.measure.text}{after}")


def authority(plan: Plan, goal: Goal) -> str:
    """On whose authority a goal was changed: 按… with its document, or who agreed where that may not be named."""
    return f"按{goal.source}" if goal.printable else f"经{plan.profile.approver}研究同意"
