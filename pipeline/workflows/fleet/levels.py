"""A superior's forms filled from what lower offices signed, for a person to hold against and lay in.

By the superior's sheet 下级对应 and no other match; what is missing or doubtful below is blank here, and told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import PurePosixPath

from pipeline.files.spreadsheets.writing import Value
from pipeline.inputs.plan.lower_targets import LowerTarget
from pipeline.inputs.plan.workbook import read_lower_targets
from pipeline.inputs.returns.form import Entries, Slot, form, form_name
from pipeline.inputs.returns.layout import COOPERATION_SHEET, PROGRESS_SHEET
from pipeline.model.errors import UsageProblem
from pipeline.model.findings import COLLATED_NOTE
from pipeline.model.months import Month
from pipeline.model.origin import Command, CommandKind
from pipeline.model.plan import Plan, Target, Unit
from pipeline.model.run_steps import done
from pipeline.model.workspace import Workspace
from pipeline.outputs.publish import Edition, Published
from pipeline.workflows.editions import made_from, publish
from pipeline.workflows.fleet.members import Member
from pipeline.workflows.fleet.together import NO_MONTH, agreeing, signed_month
from pipeline.workflows.reading import plan_of
from pipeline.workflows.standing import sources_of


@dataclass(frozen=True, slots=True)
class Blank:
    """A cell left empty: of which lower office, for which target of the superior, and why."""

    folder: str
    target: str
    why: str


@dataclass(frozen=True, slots=True)
class FromBelow:
    """The forms filled, how many of their cells, and those left blank."""

    published: Published
    filled: int
    blanks: tuple[Blank, ...]


@dataclass(slots=True)
class _Sheet:
    """A unit's form as it fills."""

    cells: dict[Slot, Value] = field(default_factory=dict)
    notes: dict[Slot, str] = field(default_factory=dict)


def collate_up(superior: Workspace, members: Sequence[Member], month: Month) -> FromBelow:
    """A form per lower office that 下级对应 names, as one set of the superior's, headed 供核对.

    `UsageProblem` where the sheet is not there. A figure enters nothing by itself: a person lays the form in.
    """
    plan = plan_of(superior, month.year).on(month.last_day)
    asked = read_lower_targets(superior, plan)
    if not asked:
        raise UsageProblem(
            f"{plan.file} 的“下级对应”里没有填（编号、下级文件夹、下级编号），不知道由谁的哪一项填。"
        )
    there = {one.name: one for one in members}
    files, sources, blanks, filled = {}, {plan.file: plan.sha256}, list[Blank](), 0
    for folder in dict.fromkeys(one.folder for one in asked):
        own = [one for one in asked if one.folder == folder and one.target]
        blanks += (
            Blank(folder, "", f"还没有填编号（上年：{one.before}）")
            for one in asked
            if one.folder == folder and not one.target
        )
        if not own:
            continue
        unit = plan.find_unit(PurePosixPath(folder).name)
        rows, why, made_of = _observed(there.get(folder), month)
        sources |= made_of
        if unit is None:
            blanks += (Blank(folder, one.target, "单位表里没有叫这个名字的单位") for one in own)
            continue
        sheet = _Sheet()
        blanks += _fill(sheet, plan, plan.unit(unit), own, rows, why)
        data = form(
            plan, plan.unit(unit), month, Entries(sheet.cells, {}, sheet.notes, mark=_mark(plan, unit, month))
        )
        if data is not None:
            files[f"{form_name(plan, plan.unit(unit), month)}.xlsx"] = data
            filled += sum(value is not None for slot, value in sheet.cells.items() if slot[3] == "cumulative")
    if not files:
        raise UsageProblem(
            "“下级对应”里没有一行填了编号、文件夹又是单位表里的单位的，没有生成。请填好再运行。"
        )
    done("由下级填", f"{len(files)}份 {filled}个数")
    origin = made_from(superior, Command(CommandKind.GATHERED_FORMS), sources_of(sources))
    published = publish(superior, Edition(f"{month}-下级汇总", files, origin))
    return FromBelow(published, filled, tuple(blanks))


def _mark(plan: Plan, unit: str, month: Month) -> str:
    return f"（供核对，未经{plan.name(unit, plan.naming_day(month))}审定）"


def _observed(
    member: Member | None, month: Month
) -> tuple[Mapping[str, Mapping[str, str]], str, dict[str, str]]:
    """The figures a lower office signed, by target; why there are none; what they were read from."""
    if member is None:
        return {}, "没有这个工作目录", {}
    try:
        plan = agreeing(member, month)
        if plan is None:
            return {}, "没有同意上级汇总", {}
        signed = signed_month(member, plan, month)
    except NO_MONTH as error:
        return {}, f"没有读成：{error}", {}
    if signed is None:
        return {}, "还没有签发", {}
    told, sha256 = signed
    return {row["target"]: row for row in told.whole}, "", {told.source: sha256}


def _fill(
    sheet: _Sheet,
    plan: Plan,
    unit: Unit,
    asked: Sequence[LowerTarget],
    rows: Mapping[str, Mapping[str, str]],
    why: str,
) -> Iterator[Blank]:
    """Every cell asked for: its figure with where it comes from, or nothing with the reason in its note."""
    for one in asked:
        target, row = plan.target(one.target), rows.get(one.theirs)
        name = _sheet_of(plan, unit, target)
        missing = why or _amiss(target, row, name)
        slot = (name, target.id, "", "cumulative")
        if missing or row is None:
            sheet.notes[slot] = f"{COLLATED_NOTE}{one.folder} {one.theirs}：{missing}"
            yield Blank(one.folder, one.target, missing)
            continue
        sheet.cells[slot] = Decimal(row["value"]) / target.measure.factor
        place = f"{row['file']}［{row['sheet']}］{row['cell']}" if row["file"] else "没有写明来源"
        sheet.notes[slot] = (
            f"{COLLATED_NOTE}来源：{one.folder} {one.theirs}（已签发），{one.folder}/{place}，读到“{row['read']}”"
        )
        if row["as_of"]:
            sheet.cells[name, target.id, "", "as_of"] = date.fromisoformat(row["as_of"])


def _sheet_of(plan: Plan, unit: Unit, target: Target) -> str:
    """Which sheet of the unit's form has the target; empty for none."""
    if unit.key in target.leads:
        return PROGRESS_SHEET.name
    cooperating = {one.number: one.cooperating for one in plan.matters}.get(target.matter, ())
    return COOPERATION_SHEET.name if unit.key in cooperating else ""


def _amiss(target: Target, row: Mapping[str, str] | None, sheet: str) -> str:
    """Why a figure is not taken; empty if it is."""
    if not sheet:
        return f"本级的表上没有{target.id}这一项"
    if row is None:
        return "下级没有这个编号"
    if row["used"] != "是" or not row["value"]:
        return f"下级没有可用的数（{row['class']}）"
    if row["measure"] != target.measure.base:
        return f"计量单位不同：下级是{row['measure']}，本级是{target.measure.base}"
    return ""
