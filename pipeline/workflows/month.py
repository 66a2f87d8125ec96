"""THE STORY: one function per command, read top to bottom. Start here.

Everything above `publish` only reads; `publish`, and `found` and `lay` for new workspaces, are the only
lines that change the disk.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pipeline.documents.letters import (
    approval,
    assessment_circular,
    brief,
    bulletin,
    circular,
    comparison,
    feedback,
    perusal,
    report,
    routing,
    supervision_letter,
)
from pipeline.documents.provenance.trace import traced
from pipeline.documents.templates.lint import filled
from pipeline.documents.workbooks.checklist import checklist
from pipeline.documents.workbooks.findings import NAME as FINDINGS
from pipeline.documents.workbooks.findings import findings_json
from pipeline.documents.workbooks.ledgerbook import ledger_files
from pipeline.documents.workbooks.meeting import meeting_table
from pipeline.inputs.decisions.register import Decisions
from pipeline.inputs.returns.settle import unsettled
from pipeline.model.assessment import Assessment
from pipeline.model.errors import UsageProblem
from pipeline.model.months import Month
from pipeline.model.origin import Command, CommandKind
from pipeline.model.phrases import Letter
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress
from pipeline.model.readings import History
from pipeline.model.settings import Office
from pipeline.model.steps import done
from pipeline.model.workspace import Workspace
from pipeline.outputs.publish import Edition
from pipeline.progress.compute import compute
from pipeline.progress.observations import tidy
from pipeline.workflows.editions import (
    files_with_trace,
    origin_of,
    pdfs_of,
    show,
)
from pipeline.workflows.reading import read
from pipeline.workflows.results import Run


def monthly(office: Workspace, month: Month, as_of: date | None, final: bool, pdf: bool = False) -> Run:
    """One month: unit spreadsheets in, drafts for signature out, published as one set.

    With `pdf` every Word file as a PDF beside it; where that fails the Word files are published without.
    """
    plan, decisions, history = read(office, month)
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
    command, day = Command(CommandKind.MONTHLY, {"final": final}), progress.drawn_up
    origin = origin_of(command, office, plan, decisions, history, letters, traces, drawn_up=day)
    pdfs, fonts, trouble = pdfs_of(files) if pdf else ({}, (), "")
    edition, published = show(office, Edition(str(month), files, origin, pdfs, final), day)
    return Run(plan, progress, documents, edition.files, left, published, pdfs, fonts, trouble)


def _table(plan: Plan, history: History) -> tuple[list[str], list[tuple[str, ...]]]:
    frame = tidy(plan, history)
    return list(frame.columns), [tuple(row) for row in frame.itertuples(index=False)]


def month_letters(
    plan: Plan, history: History, progress: Progress, decisions: Decisions, draft: bool
) -> list[Letter]:
    """Every document of a month, what goes up for signature first."""
    month = progress.month
    spared = {unit for when, unit in decisions.spared if when == month}
    drafts = [
        report.compose(plan, progress, draft),
        bulletin.compose(plan, progress, draft),
        brief.compose(plan, progress, draft),
        *circular.compose(plan, progress, draft),
        *perusal.compose(plan, progress, draft),
        *supervision_letter.compose(plan, progress, draft, spared),
    ]
    desk = [routing.compose(f"{month.label}份", drafts)]
    if history.get(month.previous()) is not None:
        last = compute(plan, history, month.previous(), plan.lead_deadline(month.previous()))
        desk.append(comparison.compose(month, report.parts(plan, last), report.parts(plan, progress)))
    return drafts + desk


def year_letters(plan: Plan, assessment: Assessment, draft: bool) -> list[Letter]:
    """Every document of a year, what goes out first."""
    drafts = [
        assessment_circular.compose(plan, assessment, draft),
        *feedback.compose(plan, assessment, draft),
    ]
    desk = [approval.compose(plan, assessment, draft), routing.compose(f"{assessment.year}年考核", drafts)]
    return drafts + desk
