"""The table of a recipient's own targets: the annex of its 反馈函, and what its 核对单 asks it to confirm. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from pipeline.documents.wording import certified, checked
from pipeline.documents.wording import targets as wording
from pipeline.model.assessment import Assessment, Certification, MatterResult
from pipeline.model.phrases import Phrase, phrase
from pipeline.model.plan import Plan, Unit

LEADING, JOINING, ASSIGNED = "责任", "配合", "分解"


@dataclass(frozen=True, slots=True)
class DetailRow:
    """A line of the annex: a target of the recipient."""

    target: Annotated[str, "指标"]
    role: Annotated[str, "责任、配合或分解"]
    goal: Annotated[Phrase, "年度目标，带计量单位"]
    reported: Annotated[Phrase, "自报数"]
    checked: Annotated[Phrase, "核实数；只查了一部分的注明，没查的写未核实"]
    certified: Annotated[Phrase, "认定数"]
    share: Annotated[Phrase, "完成比例；比率类是与目标之差"]
    verdict: Annotated[str, "认定结果，还定不了的留空"]


@dataclass(frozen=True, slots=True)
class Detail:
    """附件: every target of the recipient's matters."""

    label: Annotated[str, "附件二字"]
    title_lines: Annotated[tuple[str, ...], "附件标题，一行一项"]
    rows: Annotated[tuple[DetailRow, ...], "涉及这个单位的指标，一项一行"]
    note: Annotated[Phrase, "表下的注"]


def joined(plan: Plan, assessment: Assessment, unit: Unit) -> list[MatterResult]:
    """The unit's other matters: it cooperates, or has a task of its own."""
    own = {one.matter.number for one in assessment.led_by(unit.key)}
    return [assessment.matter(m.number) for m in plan.matters_of(unit.key) if m.number not in own]


def told(plan: Plan, assessment: Assessment, unit: Unit) -> Iterator[tuple[Certification, bool, DetailRow]]:
    """Every target of the unit's matters, its own before those it joins, and below each a county's own part, which is said to be one."""
    matters = (*assessment.led_by(unit.key), *joined(plan, assessment, unit))
    for one in (one for matter in matters for one in matter.targets):
        role = LEADING if unit.key in one.target.leads else JOINING
        yield one, False, _row(plan, wording.listed_name(one.target), role, one)
        own = assessment.counties.get((one.target.id, unit.key))
        name = f"其中：{unit.name_on(assessment.drawn_up).short}"
        if own is not None and own.goal.amount is not None:
            yield own, True, _row(plan, name, ASSIGNED, own)
        elif unit.county and one.target.kind.quantified:
            yield one, True, _share(plan, name, own)


def _share(plan: Plan, name: str, own: Certification | None) -> DetailRow:
    """A county's part of the city's figure as its lead reported it; 未单独统计 where nobody counts counties apart."""
    nothing = phrase("—")
    if own is None or own.reported is None:
        return DetailRow(name, JOINING, nothing, phrase("未单独统计"), nothing, nothing, nothing, "—")
    reported = wording.told(plan, own.target, own.reported, plan.terms.of("分县区"))
    looked = checked.covered(plan, own) or nothing
    return DetailRow(name, JOINING, nothing, reported, looked, nothing, nothing, "—")


def _row(plan: Plan, name: str, role: str, one: Certification) -> DetailRow:
    return DetailRow(
        name,
        role,
        certified.goal(plan, one),
        certified.figure(plan, one, one.reported, "自报数"),
        certified.verified(plan, one),
        certified.figure(plan, one, one.amount, "认定数"),
        certified.share(plan, one),
        certified.verdict(one),
    )
