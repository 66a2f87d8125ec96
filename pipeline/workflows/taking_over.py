"""What whoever takes over finds open: gathered from the register, the sets, the plan and the templates as they are on a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from pipeline.documents.keeping.slots import shown_words
from pipeline.documents.letters.relay import InHand
from pipeline.inputs.decisions.register import Decisions
from pipeline.inputs.plan.workbook import rules_changed
from pipeline.model.coordination import left_open
from pipeline.model.editorial import Change, Kept
from pipeline.model.months import Month
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress
from pipeline.model.readings import History
from pipeline.model.signing import PaperState
from pipeline.model.supervision import Urging
from pipeline.model.workspace import Workspace
from pipeline.outputs.founding import default_templates
from pipeline.outputs.states import beside, sealed_corrections, state_of
from pipeline.progress.supervision import supervised

_WAIVED = "带缺定稿"


def registered(
    plan: Plan, decisions: Decisions, history: History, course: Sequence[Progress], day: date
) -> InHand:
    """What the register and the course of the year up to a month leave open."""
    return InHand(
        urged=tuple(_urged(plan, decisions, history, course)),
        instructions=tuple(one for one in decisions.instructions if one.open_on(day)),
        coordinations=left_open(decisions.coordinations, day),
        waived=tuple(one for one in decisions.entries if one.sheet == _WAIVED),
        editorial=tuple(one for one in decisions.editorial if one.month == course[-1].month),
        kept=tuple((one, _read(one)) for one in decisions.kept_in(course[-1].month)),
    )


def _read(one: Kept) -> str:
    """The paragraph people wrote, or dropped, as it reads."""
    words = one.original.text if one.change is Change.DROP else one.words
    return shown_words(words, one.original.facts)


def _urged(
    plan: Plan, decisions: Decisions, history: History, course: Sequence[Progress]
) -> Iterator[tuple[str, Urging]]:
    """The last 督办 of every lead, once, in protocol order."""
    by_target = supervised(plan, course, decisions.steps, history.replies)
    for unit in plan.leads:
        told = [urging for one in plan.led_by(unit.key) for urging in by_target[one.id].urgings[-1:]]
        if told:
            yield unit.key, max(told, key=lambda one: one.month)


def with_workspace(office: Workspace, plan: Plan, held: InHand, months: Sequence[Month]) -> InHand:
    """With how far the sets of these periods are, the rules that are not the usual ones, the templates an office changed."""
    names = {f"{plan.cycle.label(month)}材料": str(month) for month in months}
    names["年终考核材料"] = f"{plan.profile.year}-考核"
    return replace(
        held,
        sets=tuple(_states(office, names)),
        rules=rules_changed(office, plan.profile.year),
        templates=tuple(
            sorted(
                name
                for name, data in default_templates().items()
                if (path := office.templates / name).is_file() and path.read_bytes() != data
            )
        ),
    )


def _states(office: Workspace, names: Mapping[str, str]) -> Iterator[tuple[str, PaperState]]:
    """How far each set is, and each 更正 that lies beside one."""
    for called, name in names.items():
        beside_it = [*sealed_corrections(office.outputs, name), beside(office.outputs, name)]
        for each in (name, *beside_it):
            state = state_of(office.outputs, each)
            if state is not None:
                yield f"{called}{each.removeprefix(name).replace('-', '的')}", state
