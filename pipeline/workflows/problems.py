"""What is wrong with a period, unit by unit, the worst first: each with what stands around it and what may be decided."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.inputs.returns.settle import unsettled
from pipeline.model.codes import Effect, Level
from pipeline.model.figures import plain
from pipeline.model.findings import Finding
from pipeline.model.plan import Target
from pipeline.model.workspace import Workspace
from pipeline.workflows.changing import Change
from pipeline.workflows.excerpts import Excerpt, excerpt
from pipeline.workflows.in_view import Chased, InView, chased_in
from pipeline.workflows.recording import register


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding that is open: `id` names it on a page; the sheet around it; what the figure was the period before.

    `target` is set where people may say what the figure is; `waived` says that it may be reported as 正在核实.
    """

    id: str
    finding: Finding
    around: Excerpt | None
    before: str
    target: Target | None
    waived: bool


@dataclass(frozen=True, slots=True)
class OfUnit:
    """A unit's problems and notes, whom to call, and what it owes; `key` is empty for what is of no unit."""

    key: str
    name: str
    contact: str
    phone: str
    problems: tuple[Problem, ...]
    notes: tuple[Finding, ...]
    chased: Chased | None

    @property
    def returned(self) -> int:
        """How many of them go back to the unit."""
        return sum(one.finding.level is Level.RETURN for one in self.problems)


def problems_in(office: Workspace, view: InView) -> tuple[OfUnit, ...]:
    """Every unit of which there is something to tell, the worst first."""
    waiting = {one.owed.unit.key: one for one in chased_in(view)}
    order = {unit.key: number for number, unit in enumerate(view.plan.units)}
    keys = dict.fromkeys([*(one.unit for one in view.findings), *waiting])
    found = [_of_unit(office, view, key, waiting.get(key)) for key in keys]
    return tuple(sorted(found, key=lambda one: (-one.returned, -len(one.problems), order.get(one.key, -1))))


def _of_unit(office: Workspace, view: InView, key: str, chased: Chased | None) -> OfUnit:
    own = [one for one in view.findings if one.unit == key]
    unit = view.plan.unit(key) if key else None
    return OfUnit(
        key,
        view.name(key),
        unit.contact if unit is not None else "",
        unit.phone if unit is not None else "",
        tuple(_problem(office, view, one) for one in own if one.open),
        tuple(one for one in own if not one.open),
        chased,
    )


def _problem(office: Workspace, view: InView, finding: Finding) -> Problem:
    target = view.plan.find_target(finding.target) if finding.target else None
    settles = (
        target is not None
        and target.kind.quantified
        and finding.effect is not Effect.NONE
        and not finding.code.impossible
    )
    waived = bool(finding.unit or finding.target) and not unsettled(view.decisions, view.month, [finding])
    around = excerpt(office, finding.place)
    return Problem(
        id_of(finding), finding, around, _before(view, target), target if settles else None, waived
    )


def id_of(finding: Finding) -> str:
    """What a finding is called on a page: the same as long as it says the same of the same place."""
    said = f"{finding.code.name}\n{finding.unit}\n{finding.target}\n{finding.place}\n{finding.message}"
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _before(view: InView, target: Target | None) -> str:
    """What was used of a target the last period before in which anything was."""
    if target is None:
        return ""
    for month in reversed([one for one in view.history.months if one < view.month]):
        figure = view.history[month].values.get(target.id)
        if figure is not None:
            return f"{view.plan.cycle.label(month)}：{plain(figure.amount / target.measure.factor)}{target.measure.text}"
    return ""


def verify_by_hand(
    office: Workspace, view: InView, ids: Mapping[str, str], how: str, ground: str, post: str
) -> Change:
    """核实: what people found out of figures in doubt, `ids` of problems with the value each has, on one ground."""
    rows: list[dict[str, str]] = []
    for finding in _asked(view, ids):
        told = ids[id_of(finding)]
        row = {
            "月份": str(view.month),
            "编号": finding.target,
            "单位": view.name(finding.unit) if _speaks(view, finding) else "",
            "报表原值": finding.read,
            "核实值": told,
            "方式": how,
            "依据": ground,
            "经办岗位": post,
            "日期": view.today.isoformat(),
        }
        if (row["编号"], row["单位"]) not in [(one["编号"], one["单位"]) for one in rows]:
            rows.append(row)
    about = "、".join(dict.fromkeys(row["编号"] for row in rows))
    return register(office, view.plan, f"登记核实 {about}", "核实", rows)


def waive(office: Workspace, view: InView, about: str, opinion: str, post: str) -> Change:
    """带缺定稿: a unit, or one target, is reported as it stands (正在核实, 未报送); who agreed."""
    said = view.name(about) if about in [unit.key for unit in view.plan.units] else about
    row = {
        "月份": str(view.month),
        "单位或编号": said,
        "处理意见": opinion,
        "批准岗位": post,
        "日期": view.today.isoformat(),
    }
    return register(office, view.plan, f"登记{said}先按现在的情况报", "带缺定稿", [row])


def note_call(office: Workspace, view: InView, unit: str, told: Mapping[str, str]) -> Change:
    """已电话催: a unit that owes the period's report was telephoned; `told` by column (日期, 答复, 经办岗位)."""
    name = view.name(unit)
    return register(
        office, view.plan, f"登记电话催{name}", "电话催报", [{"月份": str(view.month), "单位": name, **told}]
    )


def _asked(view: InView, ids: Mapping[str, str]) -> list[Finding]:
    return [one for one in view.open_ones if id_of(one) in ids and one.target]


def _speaks(view: InView, finding: Finding) -> bool:
    target = view.plan.find_target(finding.target)
    return target is not None and (
        finding.unit in target.ever_led_by or bool(finding.unit and view.plan.unit(finding.unit).county)
    )


def in_the_way(view: InView) -> tuple[Finding, ...]:
    """What keeps the period from being final."""
    return unsettled(view.decisions, view.month, view.findings)
