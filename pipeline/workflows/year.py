"""The year assessed: verdicts, the circular of results, a feedback letter to every recipient."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pipeline.documents.provenance.trace import traced
from pipeline.documents.templates.lint import filled
from pipeline.documents.workbooks.findings import NAME as FINDINGS
from pipeline.documents.workbooks.findings import findings_json
from pipeline.documents.workbooks.verdicts import confirmation_sheets, distribution_list, verdict_table
from pipeline.inputs.decisions.objections import read_objections
from pipeline.inputs.decisions.register import read_decisions
from pipeline.inputs.decisions.rulings import read_rulings
from pipeline.inputs.plan.workbook import load_plan
from pipeline.inputs.returns.history import read_year
from pipeline.model.assessment import Assessment
from pipeline.model.codes import Code
from pipeline.model.errors import UsageProblem
from pipeline.model.findings import Finding
from pipeline.model.months import Month
from pipeline.model.origin import Command, CommandKind
from pipeline.model.plan import Plan
from pipeline.model.settings import Office
from pipeline.model.steps import done
from pipeline.model.workspace import Workspace
from pipeline.outputs.publish import Edition
from pipeline.progress.assess import assess as assess_year
from pipeline.workflows.editions import (
    BOUND,
    approval_day,
    bound_pdf,
    files_with_trace,
    origin_of,
    pdfs_of,
    ruled,
    show,
)
from pipeline.workflows.month import year_letters
from pipeline.workflows.results import YearRun


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
    command, day = Command(CommandKind.ASSESS, {"final": final}), assessment.drawn_up
    origin = origin_of(command, office, plan, decisions, history, letters, traces, ruled(office, year), day)
    pdfs, fonts, trouble = pdfs_of(files) if pdf else ({}, (), "")
    if pdfs:
        pdfs[BOUND] = bound_pdf(letters, pdfs)
    edition = Edition(f"{year}-考核", files | tables, origin, pdfs, final)
    edition, published = show(office, edition, day)
    return YearRun(plan, assessment, documents, edition.files, findings, published, pdfs, fonts, trouble)


def _unconfirmed(plan: Plan, assessment: Assessment) -> Iterator[Finding]:
    """A07: a letter goes out only under a name somebody confirmed."""
    for unit in plan.recipients:
        name = unit.name_on(assessment.drawn_up)
        if not name.confirmed or not name.address:
            what = "主送称谓没有填写" if not name.address else "名称没有核定"
            yield Finding(Code.A07, f"{unit.key}的{what}", unit=unit.key)
