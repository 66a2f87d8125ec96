"""The table of a recipient's own targets: the annex of its 反馈函, and what its 核对单 asks it to confirm. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from pipeline.documents.wording import certified, checked
from pipeline.documents.wording import targets as wording
from pipeline.documents.wording.parts import Or
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
class DetailLine:
    """A line of the annex with what the recipient has to do with it at its end, a county's own figure beside the city's."""

    target: Annotated[str, "指标"]
    goal: Annotated[Phrase, "年度目标，带计量单位"]
    reported: Annotated[Phrase, "自报数"]
    checked: Annotated[Phrase, "核实数；只查了一部分的注明，没查的写未核实"]
    certified: Annotated[Phrase, "认定数"]
    share: Annotated[Phrase, "完成比例；比率类是与目标之差"]
    verdict: Annotated[str, "认定结果，还定不了的留空"]
    own: Annotated[Phrase, "责任或配合；县（市）区的函里是其中你区的数，没有的写未单独统计"]


@dataclass(frozen=True, slots=True)
class Detail:
    """附件: every target of the recipient's matters."""

    label: Annotated[str, "附件二字"]
    title_lines: Annotated[tuple[str, ...], "附件标题，一行一项"]
    own_header: Annotated[str, "最后一列的表头：角色，县（市）区的函里是其中你区"]
    rows: Annotated[
        tuple[DetailRow, ...], "涉及这个单位的指标，一项一行，县（市）区的数另起一行", Or("lines")
    ]
    lines: Annotated[tuple[DetailLine, ...], "涉及这个单位的指标，一项一行；与 rows 用一样即可", Or("rows")]
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


def lines(
    plan: Plan, assessment: Assessment, unit: Unit, you: str
) -> Iterator[tuple[Certification, DetailLine]]:
    """The table as the 反馈函 has it: a county's own figure in a column beside the city's, a line of its own only for a task."""
    for one, own, row in told(plan, assessment, unit):
        if own and row.role != ASSIGNED:
            continue
        known = (row.goal, row.reported, row.checked, row.certified, row.share, row.verdict)
        part = phrase("—") if own else _part(plan, assessment, one, unit, row.role, you)
        yield one, DetailLine(f"{row.target}（分解任务）" if own else row.target, *known, part)


def _part(plan: Plan, assessment: Assessment, one: Certification, unit: Unit, role: str, you: str) -> Phrase:
    """What the recipient has to do with a target: 责任, 配合; of a county how much of it is its own (DOCUMENTS §4)."""
    if not unit.county:
        return phrase(role)
    if role == LEADING:
        return phrase(f"{you}负责")
    own = assessment.counties.get((one.target.id, unit.key))
    task = own is not None and own.goal.amount is not None
    part = (own.amount if task else own.reported) if own is not None else None
    if part is None:
        return phrase("未单独统计" if one.target.kind.quantified else "—")
    how = "分县认定数" if task else "分县区"
    words = wording.told(plan, one.target, part, plan.terms.of(how))
    share = (
        certified.of_the_whole(plan, one, part, f"{how}÷全市认定数")
        if task or plan.rules.county_shares
        else None
    )
    return phrase(words, "（占", share, "）") if share is not None else words


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
