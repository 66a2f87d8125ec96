"""临时调度: a few targets called for as of a day, outside the periods; what came in for it, read and checked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from pipeline.files.spreadsheets.writing import Value
from pipeline.inputs.decisions.register import read_decisions
from pipeline.inputs.returns.ad_hoc import narrowed, period_of, read_day
from pipeline.inputs.returns.form import Entries, Slot, form
from pipeline.inputs.returns.history import read_year
from pipeline.inputs.returns.layout import PROGRESS_SHEET
from pipeline.inputs.tables.reader import nearest
from pipeline.model.errors import UsageProblem
from pipeline.model.months import chinese_date
from pipeline.model.origin import Command, CommandKind
from pipeline.model.plan import Plan
from pipeline.model.readings import AdHoc
from pipeline.model.run_steps import done
from pipeline.model.settings import Office
from pipeline.model.workspace import Workspace
from pipeline.outputs.manifests import Damaged, read_manifest
from pipeline.outputs.publish import Edition, Published
from pipeline.workflows.editions import made_from, publish
from pipeline.workflows.reading import plan_of
from pipeline.workflows.standing import sources_of

_BETWEEN = re.compile("[、，,;； ]+")


@dataclass(frozen=True, slots=True)
class Called:
    """What came in for a day: the plan as of then, the figures, and the leads that were asked and sent nothing yet."""

    plan: Plan
    came: AdHoc
    missing: tuple[str, ...]


def set_name(day: date) -> str:
    """What the forms of an 临时调度 are shown as: 2021-10-11-临时调度."""
    return f"{day.isoformat()}-临时调度"


def forms(office: Workspace, day: date, only: str) -> Published:
    """A blank workbook for every lead of the targets named in `only` (T08, T09-1), as of a day, published as one set.

    `UsageProblem` for what names no target, in a lead's workspace, and where the year has no plan.
    """
    plan = _plan(office, day)
    own = narrowed(plan, day, _targets(plan.on(day), only))
    month, files = period_of(plan, day), {}
    for lead in own.leads:
        cells: dict[Slot, Value] = {
            (PROGRESS_SHEET.name, target.id, "", "as_of"): day for target in own.led_by(lead.key)
        }
        data = form(own, lead, month, Entries(cells, day=day))
        assert data is not None  # every lead of the narrowed plan has a target
        files[f"{lead.name_on(day).short}-{chinese_date(day)}.xlsx"] = data
    done("写表样", f"{len(files)}件")
    told = {"only": ",".join(one.id for one in own.targets)}
    sources = sources_of({plan.file: plan.sha256})
    origin = made_from(office, Command(CommandKind.AD_HOC, told), sources, drawn_up=day)
    return publish(office, Edition(set_name(day), files, origin))


def check(office: Workspace, day: date) -> Called:
    """What came in for a day, read and checked; nothing is written. Who was asked is what the set of its forms says."""
    plan, asked = _plan(office, day), _asked(office, day)
    decisions = read_decisions(office, plan)
    history = read_year(office, plan, decisions, upto=period_of(plan, day))
    came = read_day(office, plan, tuple(history.months.values()), day, asked)
    reports = came.settled.returns.reports
    return Called(plan.on(day), came, tuple(one.unit for one in reports if not one.file))


def _plan(office: Workspace, day: date) -> Plan:
    plan = plan_of(office, day.year)
    if plan.profile.office is Office.LEAD:
        raise UsageProblem("本工作区属于责任单位，临时调度由汇总单位、督查机构组织。")
    return plan


def _targets(plan: Plan, only: str) -> frozenset[str]:
    """The targets meant: by id, by name, or all of a matter by the first part of theirs (T08)."""
    found: list[str] = []
    for name in filter(None, _BETWEEN.split(only)):
        own = list(_meant(plan, name))
        if not own:
            near = nearest(name, [one.id for one in plan.targets])
            raise UsageProblem(
                f"--only 里的“{name}”不是指标编号{near or '，请写成 T08-1 的样子，一件实事只写横线前面的。'}"
            )
        found += own
    if not found:
        raise UsageProblem(
            "临时调度要写明是哪些指标：--only T08-1,T09-1；一件实事的各项都要的，只写横线前面的。"
        )
    return frozenset(found)


def _meant(plan: Plan, name: str) -> Iterator[str]:
    target = plan.find_target(name)
    if target is not None:
        yield target.id
        return
    yield from (one.id for one in plan.targets if one.id.upper().startswith(f"{name.upper()}-"))


def _asked(office: Workspace, day: date) -> Sequence[str]:
    """The targets the forms of that day were made for; none where they are not there."""
    with suppress(Damaged):
        manifest = read_manifest(office.outputs / set_name(day))
        if manifest is not None:
            return str(manifest.origin.command.arguments.get("only", "")).split(",")
    return ()
