"""督办 as a list of what is drafted and what became of it; 批示 registered and settled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pipeline.documents.wording.urging import lagging, paper_name
from pipeline.model.errors import UsageProblem
from pipeline.model.figures import Cell
from pipeline.model.instructions import Instruction
from pipeline.model.supervision import Rung, Stand, Step
from pipeline.model.workspace import Workspace
from pipeline.progress.supervision import drafted, supervised
from pipeline.workflows.changing import Change
from pipeline.workflows.in_view import InView
from pipeline.workflows.recording import fill_in, register


@dataclass(frozen=True, slots=True)
class Urged:
    """A unit with a paper of 督办 in the period, or a row about it: the papers drafted, the rows there are, the ways there are."""

    unit: str
    name: str
    papers: tuple[str, ...]
    late: tuple[str, ...]
    steps: tuple[Step, ...]
    ladder: tuple[Rung, ...]


def urged_in(view: InView) -> tuple[Urged, ...]:
    """Every unit that is urged in the period, in protocol order; nobody at the year end, or by a lead."""
    if view.plan.own_lead or view.month.is_year_end:
        return ()
    plan, steps = view.plan, [one for one in view.decisions.steps if one.month == view.month]
    papers = drafted(plan, view.course, view.decisions.steps, view.history.replies)
    keys = {one.unit for one in papers} | {one.unit for one in steps}
    return tuple(
        Urged(
            unit.key,
            view.name(unit.key),
            tuple(paper_name(one.rung) or one.rung.name for one in papers if one.unit == unit.key),
            tuple(one.target.name for one in lagging(view.progress, unit)),
            tuple(one for one in steps if one.unit == unit.key),
            plan.rules.ladder(unit.subordinate),
        )
        for unit in plan.units
        if unit.key in keys
    )


@dataclass(frozen=True, slots=True)
class Awaited:
    """A paper of 督办 that went out and was not answered: of which period and target, whose, by when, how it stands; `late`
    once that day is over.
    """

    period: str
    target: str
    leads: str
    due: date | None
    stand: Stand
    late: bool


def awaited_in(view: InView) -> tuple[Awaited, ...]:
    """Every answer that is waited for by the period in view, the first due first."""
    if view.plan.own_lead or view.month.is_year_end:
        return ()
    plan, urged = view.plan, supervised(view.plan, view.course, view.decisions.steps, view.history.replies)
    found = [
        Awaited(
            plan.cycle.label(each.month),
            f"{one.target.id} {one.target.name}",
            plan.names(one.target.leads, view.progress.drawn_up),
            each.due,
            each.stand,
            each.due is not None and each.due < view.today,
        )
        for one in view.progress.targets
        for each in (urged[one.target.id].urgings if one.target.id in urged else ())
        if each.stand in (Stand.SENT, Stand.SILENT, Stand.OVERDUE)
    ]
    return tuple(sorted(found, key=lambda one: (one.due or date.max, one.target)))


def note_step(office: Workspace, view: InView, unit: str, told: Mapping[str, str]) -> Change:
    """A row of 督办: what happened to a unit's paper of the period; `told` by column (状态, 督办方式, 原因, 批准岗位, 日期)."""
    row = {"月份": str(view.month), "单位": view.name(unit), **told}
    return register(office, view.plan, f"登记督办 {view.name(unit)}{told.get('状态', '')}", "督办", [row])


def note_instruction(office: Workspace, view: InView, told: Mapping[str, str]) -> Change:
    """A row of 批示, word for word as it was typed; `told` by column."""
    return register(office, view.plan, "登记批示", "批示", [dict(told)])


def settle_instruction(office: Workspace, view: InView, ref: str, done: str, closed: date) -> Change:
    """What became of a 批示, and the day: written into its row; `ref` is the cell its words stand in."""
    one = next((each for each in view.decisions.instructions if each.cell.ref == ref), None)
    if one is None:
        raise UsageProblem("没有这件批示，请重新载入。")
    cells = _cells(one, {"办理情况": done, "办结日期": closed.isoformat()})
    return fill_in(office, view.plan, "登记批示办结", cells)


def _cells(one: Instruction, told: Mapping[str, str]) -> dict[Cell, str]:
    missing = [column for column in told if column not in one.cells]
    if missing:
        raise UsageProblem(f"处理登记［批示］没有“{missing[0]}”一列，请在表头补上。")
    return {one.cells[column]: text for column, text in told.items()}
