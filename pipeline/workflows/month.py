"""THE STORY: one function per command, read top to bottom. Start here.

Everything above `publish` only reads; `publish`, and `found` and `lay` for new workspaces, are the only
lines that change the disk.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline import __version__
from pipeline.documents.letters import inspection, perusal, reminder, routing
from pipeline.documents.provenance.trace import traced
from pipeline.documents.templates.lint import check_templates, filled
from pipeline.documents.templates.trial import proofs
from pipeline.documents.workbooks.checklist import checklist
from pipeline.documents.workbooks.collated import collated_form
from pipeline.documents.workbooks.distribution import distribution_list
from pipeline.documents.workbooks.findings import NAME as FINDINGS
from pipeline.documents.workbooks.findings import findings_json
from pipeline.documents.workbooks.ledgerbook import ledger_files
from pipeline.documents.workbooks.meeting import meeting_table
from pipeline.documents.workbooks.owed_list import Owed, owed, reminder_list
from pipeline.documents.workbooks.owed_list import letters as reminder_letters
from pipeline.documents.workbooks.returned import returned
from pipeline.documents.workbooks.verdicts import confirmation_sheets, verdict_table
from pipeline.files.folder import linked
from pipeline.files.spreadsheets.preflight import Format, inspect
from pipeline.inputs.decisions.objections import read_objections
from pipeline.inputs.decisions.register import Decisions, read_decisions
from pipeline.inputs.decisions.rulings import read_rulings
from pipeline.inputs.decisions.spotcheck_records import write_record_sheet
from pipeline.inputs.plan.workbook import examine_plan, load_plan, write_plan
from pipeline.inputs.returns.form import form_name
from pipeline.inputs.returns.form import forms as blank_forms
from pipeline.inputs.returns.history import read_year
from pipeline.inputs.returns.settle import unsettled
from pipeline.model.assessment import Assessment, Rulings
from pipeline.model.codes import Code
from pipeline.model.errors import UsageProblem
from pipeline.model.findings import Finding
from pipeline.model.letters import Letter
from pipeline.model.months import Month
from pipeline.model.plan import Plan, Role
from pipeline.model.progress import Progress
from pipeline.model.readings import History, Settled
from pipeline.model.settings import Office
from pipeline.model.steps import done
from pipeline.model.workspace import Workspace
from pipeline.outputs.founding import found, furniture
from pipeline.outputs.manifests import Command, Kind, Origin, Source
from pipeline.outputs.past import past_runs
from pipeline.outputs.publish import Edition, Published
from pipeline.progress import draw
from pipeline.progress.assess import assess as assess_year
from pipeline.progress.collate import collate as collate_shares
from pipeline.progress.collate import gaps
from pipeline.progress.compute import compute
from pipeline.progress.observations import tidy
from pipeline.workflows.composing import month_letters, year_letters
from pipeline.workflows.editions import (
    BOUND,
    approval_day,
    bound_pdf,
    files_with_trace,
    inputs_of,
    origin_of,
    own_day,
    pdfs_of,
    publish,
    ruled,
    show,
    standing,
)
from pipeline.workflows.results import CollatedForm, DrawnRun, Run, YearRun
from pipeline.workflows.sample import invented_year as sample_year
from pipeline.workflows.sample.founding import lay_sample
from pipeline.workflows.status import Situation, current_month, situation


def monthly(office: Workspace, month: Month, as_of: date | None, final: bool, pdf: bool = False) -> Run:
    """One month: unit spreadsheets in, drafts for signature out, published as one set.

    With `pdf` every Word file as a PDF beside it; where that fails the Word files are published without.
    """
    plan, decisions, history = _read(office, month)
    if plan.profile.office is Office.LEAD:
        raise UsageProblem(
            "本工作区属于责任单位，只收配合单位的表，不做全市月报。汇总请用 minsheng collate。"
        )
    if month.is_year_end:
        raise UsageProblem("年终表不出月报，请写月份，如2021-12；年终考核另有命令。")
    progress = compute(plan, history, month, as_of or plan.lead_deadline(month))
    done("计算", f"{len(progress.targets)}项指标")
    left = unsettled(decisions, month, progress.findings)
    if final and left:
        return Run(plan, progress, {}, {}, left)
    letters = month_letters(plan, history, progress, decisions, draft=not final)
    about = [*perusal.unread(progress), *(finding for one in letters for finding in one.findings)]
    progress = replace(progress, findings=(*progress.findings, *about))
    written = filled(letters, office.templates, progress.drawn_up)
    traces = traced(written)
    title = f"{month.year}年{month.label}份{plan.profile.programme}"
    files = files_with_trace(written, traces, title, progress.drawn_up)
    tables = {
        "会议汇总表.xlsx": meeting_table(plan, progress),
        "核对表.xlsx": checklist(plan, progress, *_table(plan, history)),
        **ledger_files(plan, history, progress, decisions),
    }
    documents = {letter.file: letter.id for letter in letters}
    documents |= {name: name.rpartition(".")[0] for name in tables}
    done("写文稿", f"{len(documents)}件")
    files |= tables | {FINDINGS: findings_json(progress.findings, plan, progress.drawn_up)}
    command, day = Command(Kind.MONTHLY, {"final": final}), progress.drawn_up
    origin = origin_of(command, office, plan, decisions, history, letters, traces, drawn_up=day)
    pdfs, fonts, trouble = pdfs_of(files) if pdf else ({}, (), "")
    edition, published = show(office, Edition(str(month), files, origin, pdfs, final), day)
    return Run(plan, progress, documents, edition.files, left, published, pdfs, fonts, trouble)


def check(office: Workspace, month: Month) -> tuple[Plan, Settled, Progress]:
    """Read and check a month; nothing is written."""
    plan, _, history, progress = _judged(office, month)
    return plan, history[month], progress


def give_back(office: Workspace, month: Month) -> tuple[Plan, Settled, Progress, Published | None]:
    """What `check` finds, and each unit's own sheet to send back, published as one set if there is any."""
    plan, decisions, history, progress = _judged(office, month)

    def original(file: str) -> bytes | None:
        path = office.root / file
        data = path.read_bytes() if path.is_file() and not linked(path, office.inputs) else b""
        return data if data and inspect(data) is Format.XLSX else None

    files = returned(plan, history[month].returns, progress.findings, original)
    done("写退回的表", f"{len(files)}件")
    if not files:
        return plan, history[month], progress, None
    origin = origin_of(Command(Kind.CHECK, {"return": True}), office, plan, decisions, history)
    return (
        plan,
        history[month],
        progress,
        publish(office, Edition(f"{month}-退回", files, origin)),
    )


def forms(office: Workspace, month: Month) -> Published:
    """Blank workbooks for every unit that reports, published as one set."""
    plan = load_plan(office, month.year)
    files = blank_forms(plan, _asked(plan, month))
    done("写表样", f"{len(files)}件")
    origin = Origin(Command(Kind.FORMS), __version__, (Source(plan.file, plan.sha256),))
    return publish(office, Edition(f"{month}-表样", files, origin))


def collate(office: Workspace, month: Month, name: str | None) -> tuple[Plan, CollatedForm]:
    """A lead's own form filled from its county sheets; the set keeps every lead's that was asked for before.

    `name` is what the unit is called; in a lead's own workspace it may be left out.
    """
    plan, decisions, history = _read(office, month)
    lead = _lead(plan, name)
    settled = history[month]
    files = {}
    for unit in plan.leads:
        file = f"{form_name(plan, unit, month)}.xlsx"
        if unit.key == lead or (office.outputs / f"{month}-汇总" / file).is_file():
            files[file] = collated_form(plan, settled, unit, collate_shares(plan, settled, unit.key))
    own = collate_shares(plan, settled, lead)
    done("写汇总表", f"{len(files)}件")
    origin = origin_of(Command(Kind.COLLATE), office, plan, decisions, history)
    published = publish(office, Edition(f"{month}-汇总", files, origin))
    path = published.folder / f"{form_name(plan, plan.unit(lead), month)}.xlsx"
    return plan, CollatedForm(settled, lead, own, gaps(plan, settled, lead, own), published, path)


def _lead(plan: Plan, name: str | None) -> str:
    """The key of the lead somebody named; in a lead's workspace nobody else's sheets come in."""
    leads = "、".join(unit.key for unit in plan.leads)
    lead = plan.find_unit(name) if name else plan.own_lead
    if not lead:
        raise UsageProblem(f"没有叫“{name}”的单位。" if name else f"请写明责任单位：{leads}。")
    if not plan.led_by(lead):
        raise UsageProblem(f"{lead}不是责任单位，没有要汇总的指标。责任单位有：{leads}。")
    if plan.own_lead not in ("", lead):
        raise UsageProblem(f"本工作区属于{plan.own_lead}，只能汇总它自己的表。")
    return lead


def remind(
    office: Workspace, month: Month, today: date, letter: bool
) -> tuple[Plan, tuple[Owed, ...], Published | None]:
    """Who still owes the month's report: the list and a message each, published as one set if anybody does.

    With `letter` also a 催报函 to whoever has reported nothing for two months or more in a row.
    """
    plan, decisions, history, progress = _judged(office, month)
    items = owed(plan, history, month, progress.findings)
    if not items:
        return plan, items, None
    asked = list(reminder_letters(plan, items, today)) if letter else []
    if asked:
        asked.append(routing.compose(f"{month.label}份", asked))
    files = {"未报清单.xlsx": reminder_list(plan, items, month, today)}
    written = filled(asked, office.templates, today)
    traces = traced(written)
    files |= files_with_trace(written, traces, f"{month.label}份催报", today)
    done("写文稿", f"{len(files)}件")
    command = Command(Kind.REMIND, {"letter": letter})
    origin = origin_of(command, office, plan, decisions, history, asked, traces, drawn_up=today)
    return plan, items, publish(office, Edition(f"{month}-催报", files, origin))


def spotcheck(office: Workspace, month: Month, count: int, seed: str) -> DrawnRun:
    """Figures of the month to look at, drawn by risk: the suggestion for whoever approves it, the sheet to take along."""
    plan, decisions, history, progress = _judged(office, month)
    if plan.profile.office is Office.LEAD:
        raise UsageProblem("本工作区属于责任单位，抽查由督查机构组织。")
    among = len(draw.figures(plan, history, month))
    picks = draw.draw(plan, history, month, count, seed)
    if not picks:
        return DrawnRun(plan, progress, picks, among, seed)
    letter = inspection.compose(plan, progress, picks, among, seed)
    written = filled([letter], office.templates, progress.drawn_up)
    traces = traced(written)
    files = files_with_trace(written, traces, f"{month.label}份抽查", progress.drawn_up)
    files["抽查记录表.xlsx"] = write_record_sheet(plan, month, picks, progress.drawn_up)
    done("写文稿", f"{len(files)}件")
    command = Command(Kind.SPOTCHECK, {"n": count, "seed": seed})
    origin = origin_of(command, office, plan, decisions, history, [letter], traces)
    published = publish(office, Edition(f"{month}-抽查", files, origin))
    return DrawnRun(plan, progress, picks, among, seed, published)


def assess(office: Workspace, year: int, today: date | None, final: bool, pdf: bool) -> YearRun:
    """考核认定表, the 通报 of results and a feedback letter to every recipient."""
    plan = load_plan(office, year)
    if plan.profile.office is Office.LEAD:
        raise UsageProblem("本工作区属于责任单位，不做全市考核认定。")
    year_end = Month.year_end(year)
    decisions = read_decisions(office, plan)
    history = read_year(office, plan, decisions, upto=year_end)
    rulings = read_rulings(office, plan)
    objections, unread = read_objections(office, plan)
    assessment = assess_year(plan, history, rulings, objections, today or approval_day(plan, rulings))
    findings = (*rulings.findings, *unread, *assessment.findings, *_unconfirmed(plan, assessment))
    done("计算", f"{len(assessment.targets)}项指标")
    if final and any(finding.open for finding in findings):
        return YearRun(plan, assessment, {}, {}, findings)
    letters = year_letters(plan, assessment, draft=not final)
    written = filled(letters, office.templates, assessment.drawn_up)
    traces = traced(written)
    files = files_with_trace(
        written, traces, f"{year}年{plan.profile.programme}考核认定", assessment.drawn_up
    )
    title = f"{year}年{plan.profile.programme}考核认定发文清单"
    tables = {
        "考核认定表.xlsx": verdict_table(plan, assessment),
        "发文清单.xlsx": distribution_list(title, letters, assessment.drawn_up),
        **confirmation_sheets(plan, assessment),
    }
    documents = {letter.file: letter.id for letter in letters}
    documents |= {name: name.removesuffix(".xlsx") for name in tables}
    done("写文稿", f"{len(documents)}件")
    tables[FINDINGS] = findings_json(findings, plan, assessment.drawn_up)
    command, day = Command(Kind.ASSESS, {"final": final}), assessment.drawn_up
    origin = origin_of(command, office, plan, decisions, history, letters, traces, ruled(office, year), day)
    pdfs, fonts, trouble = pdfs_of(files) if pdf else ({}, (), "")
    if pdfs:
        pdfs[BOUND] = bound_pdf(letters, pdfs)
    edition = Edition(f"{year}-考核", files | tables, origin, pdfs, final)
    edition, published = show(office, edition, day)
    return YearRun(plan, assessment, documents, edition.files, findings, published, pdfs, fonts, trouble)


def plan_check(office: Workspace, year: int) -> tuple[Plan | None, tuple[Finding, ...]]:
    """The plan, and everything wrong or unconfirmed in it."""
    return examine_plan(office, year)


def templates_check(office: Workspace, pdf: bool) -> tuple[Finding, ...]:
    """Every template of the workspace held against what its document offers; nothing is written.

    With `pdf` templates without fault print a month of the invented year and its end, and the pages are measured.
    """
    found = check_templates(office.templates)
    return found if found or not pdf else _proofs(office.templates)


def _proofs(templates: Path) -> tuple[Finding, ...]:
    letters, day = specimens()
    return proofs(letters, templates, day)


def specimens() -> tuple[list[Letter], date]:
    """Every kind of letter, of a month of the invented year and of its end; and the day of the month's."""
    with TemporaryDirectory(prefix="minsheng-") as place:
        office = Workspace(Path(place))
        months, year_end = sample_year.MONTHS[1:3], sample_year.YEAR_END
        lay_sample(office, (*months, year_end), shares=False)
        plan, decisions, history = _read(office, year_end)
    plan = replace(plan, rules=replace(plan.rules, circular=True))
    progress = compute(plan, history, months[-1], plan.lead_deadline(months[-1]))
    assessment = assess_year(plan, history, Rulings(), {}, plan.lead_deadline(year_end))
    silent = plan.leads[0]
    letters = [
        *month_letters(plan, history, progress, decisions, draft=True),
        *year_letters(plan, assessment, draft=True),
        reminder.compose(plan, silent, Role.LEAD, months, plan.led_by(silent.key), progress.drawn_up),
    ]
    return letters, progress.drawn_up


def init(office: Workspace, year: int) -> tuple[str, ...]:
    """An empty workspace: blank plan and register, default templates, the holiday tables there are."""
    files = furniture(year) | {f"inputs/{year}/任务分解表.xlsx": write_plan({}, date(year, 1, 1))}
    found(office.root, files)
    return tuple(files)


def demo(office: Workspace) -> Iterator[Run | YearRun]:
    """The invented year in a fresh workspace: plan, register, sheets, decisions; then every month run, and the year."""
    lay_sample(office, (*sample_year.MONTHS, sample_year.YEAR_END), shares=True)
    for month in sample_year.MONTHS:
        forms(office, month)
        yield monthly(office, month, None, final=False)
    yield assess(office, sample_year.YEAR, None, final=True, pdf=False)


def status(office: Workspace, today: date) -> Situation:
    """Where the month stands and what to type next; nothing is written."""
    year = office.current_year(today)
    if year is None:
        return Situation(next_step=("还没有任务分解表，先新建工作目录", "init 文件夹"))
    plan, findings = examine_plan(office, year)
    if plan is None or any(finding.open for finding in findings):
        return Situation(next_step=("任务分解表有错误，先看错在哪里", "plan check"))
    month = current_month(office, plan, today)
    plan, decisions, history, progress = _judged(office, month)
    made = f"{month}-汇总" if plan.own_lead else f"{year}-考核" if month.is_year_end else str(month)
    people = ruled(office, year) if month.is_year_end else []
    inputs = inputs_of(office, plan, decisions, history, people)
    shown = standing(office, made, inputs, own_day(office, plan, month))
    return situation(plan, progress, history[month], made, shown, past_runs(office.outputs, made))


def _read(office: Workspace, month: Month) -> tuple[Plan, Decisions, History]:
    """Everything people put in for the year up to a month, read, checked and settled."""
    plan = load_plan(office, month.year)
    decisions = read_decisions(office, plan)
    return plan, decisions, read_year(office, plan, decisions, upto=_asked(plan, month))


def _judged(office: Workspace, month: Month) -> tuple[Plan, Decisions, History, Progress]:
    """The year up to a month, and how the month stands by its deadline."""
    plan, decisions, history = _read(office, month)
    progress = compute(plan, history, month, plan.lead_deadline(month))
    done("计算", f"{len(progress.targets)}项指标")
    return plan, decisions, history, progress


def _asked(plan: Plan, month: Month) -> Month:
    """The month, if anybody was asked to report for it."""
    if month < plan.first_month:
        raise UsageProblem(f"{month} 还没有开始报送，首报月份是 {plan.first_month}（任务分解表“规则”可改）。")
    return month


def _table(plan: Plan, history: History) -> tuple[list[str], list[tuple[str, ...]]]:
    frame = tidy(plan, history)
    return list(frame.columns), [tuple(row) for row in frame.itertuples(index=False)]


def _unconfirmed(plan: Plan, assessment: Assessment) -> Iterator[Finding]:
    """A07: a letter goes out only under a name somebody confirmed."""
    for unit in plan.recipients:
        name = unit.name_on(assessment.drawn_up)
        if not name.confirmed or not name.address:
            what = "主送称谓没有填写" if not name.address else "名称没有核定"
            yield Finding(Code.A07, f"{unit.key}的{what}", unit=unit.key)
