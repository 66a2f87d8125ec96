"""Sheets asked for, received, sent back, chased and added up: a function per command."""

from __future__ import annotations

from datetime import date
from functools import partial

from pipeline.documents.workbooks.collated import collated_form
from pipeline.documents.workbooks.returned import returned
from pipeline.files.archives import came_in, outer
from pipeline.files.folder import linked
from pipeline.files.spreadsheets.preflight import Format, inspect
from pipeline.inputs.decisions.commitments import write_commitments
from pipeline.inputs.returns.form import form_name
from pipeline.inputs.returns.form import forms as blank_forms
from pipeline.inputs.returns.last_period import last_period
from pipeline.inputs.tables.reader import suggesting
from pipeline.model.errors import UsageProblem
from pipeline.model.months import Month
from pipeline.model.origin import Command, CommandKind
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress
from pipeline.model.readings import Settled
from pipeline.model.run_steps import done
from pipeline.model.workspace import Workspace
from pipeline.outputs.publish import Edition, Published
from pipeline.progress.collate import collate as collate_shares
from pipeline.progress.collate import gaps
from pipeline.workflows.editions import made_from, publish
from pipeline.workflows.reading import asked_for, judged, plan_of, read
from pipeline.workflows.results import CollatedForm
from pipeline.workflows.standing import inputs_of, sources_of


def give_back(office: Workspace, month: Month) -> tuple[Plan, Settled, Progress, Published | None]:
    """What `check` finds, and each unit's own sheet to send back, published as one set if there is any."""
    plan, decisions, history, progress = judged(office, month)

    def original(file: str) -> bytes | None:
        path = office.root / outer(file)
        data = came_in(office.root, file) if not linked(path, office.inputs) else None
        return data if data and inspect(data) is Format.XLSX else None

    files = returned(plan, history[month].returns, progress.findings, original)
    done("写退回的表", f"{len(files)}件")
    if not files:
        return plan, history[month], progress, None
    sources = inputs_of(office, plan, decisions, history)
    origin = made_from(office, Command(CommandKind.CHECK, {"return": True}), sources)
    return (
        plan,
        history[month],
        progress,
        publish(office, Edition(f"{month}-退回", files, origin)),
    )


def forms(office: Workspace, month: Month) -> Published:
    """Blank workbooks for every unit that reports, with what it wrote the period before, published as one set."""
    plan = plan_of(office, month.year)
    before = plan.cycle.previous(asked_for(plan, month))
    sources = sources_of({plan.file: plan.sha256})
    then, last = plan.on(month.last_day), None
    if before >= plan.first_month:
        _, decisions, history = read(office, before)
        sources = inputs_of(office, plan, decisions, history)
        last = partial(last_period, then, history[before])
    files = blank_forms(then, month, last)
    done("写表样", f"{len(files)}件")
    origin = made_from(office, Command(CommandKind.FORMS), sources)
    return publish(office, Edition(f"{month}-表样", files, origin))


def commitment_lists(office: Workspace, year: int) -> Published:
    """A 责任清单 per lead, filled in as far as the plan knows, published as one set."""
    plan = plan_of(office, year)
    day = date(year, 1, 1)
    files = {
        f"责任清单-{unit.name_on(day).short}.xlsx": write_commitments(plan, unit, day) for unit in plan.leads
    }
    done("写责任清单", f"{len(files)}件")
    sources = sources_of({plan.file: plan.sha256})
    origin = made_from(office, Command(CommandKind.COMMITMENTS), sources)
    return publish(office, Edition(f"{year}-责任清单", files, origin))


def collate(office: Workspace, month: Month, name: str | None) -> tuple[Plan, CollatedForm]:
    """A lead's own form filled from its county sheets; the set keeps every lead's that was asked for before.

    `name` is what the unit is called; in a lead's own workspace it may be left out.
    """
    plan, decisions, history = read(office, month)
    lead = _lead(plan, name)
    settled = history[month]
    files = {}
    for unit in plan.leads:
        file = f"{form_name(plan, unit, month)}.xlsx"
        if unit.key == lead or (office.outputs / f"{month}-汇总" / file).is_file():
            files[file] = collated_form(plan, settled, unit, collate_shares(plan, settled, unit.key))
    own = collate_shares(plan, settled, lead)
    done("写汇总表", f"{len(files)}件")
    sources = inputs_of(office, plan, decisions, history)
    origin = made_from(office, Command(CommandKind.COLLATE), sources)
    published = publish(office, Edition(f"{month}-汇总", files, origin))
    path = published.folder / f"{form_name(plan, plan.unit(lead), month)}.xlsx"
    return plan, CollatedForm(settled, lead, own, gaps(plan, settled, lead, own), published, path)


def _lead(plan: Plan, name: str | None) -> str:
    """The key of the lead somebody named; in a lead's workspace nobody else's sheets come in."""
    leads = "、".join(unit.key for unit in plan.leads)
    lead = plan.find_unit(name) if name else plan.own_lead
    if not lead:
        near = suggesting(plan.likeliest_unit(name or "")) or "。"
        raise UsageProblem(f"没有叫“{name}”的单位{near}" if name else f"请写明责任单位：{leads}。")
    if not plan.led_by(lead):
        raise UsageProblem(f"{lead}不是责任单位，没有要汇总的指标。责任单位有：{leads}。")
    if plan.own_lead not in ("", lead):
        raise UsageProblem(f"本工作区属于{plan.own_lead}，只能汇总它自己的表。")
    return lead
