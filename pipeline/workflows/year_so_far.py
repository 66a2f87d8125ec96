"""小结: the year up to a month in a Word document, for whoever writes the half-year's or the year's own paper."""

from __future__ import annotations

from datetime import date

from pipeline.documents.letters import roundup as letter
from pipeline.documents.workbooks.findings import NAME as FINDINGS
from pipeline.documents.workbooks.findings import findings_json
from pipeline.inputs.plan.workbook import load_plan
from pipeline.model.errors import UsageProblem
from pipeline.model.months import Month
from pipeline.model.origin import Command, CommandKind
from pipeline.model.settings import Office
from pipeline.model.workspace import Workspace
from pipeline.outputs.publish import Edition
from pipeline.workflows.editions import made_from, publish
from pipeline.workflows.in_hand import current_month
from pipeline.workflows.printing import add_workbooks, print_letters
from pipeline.workflows.reading import judged
from pipeline.workflows.results import RoundedUp
from pipeline.workflows.standing import inputs_of


def roundup(office: Workspace, month: Month, as_of: date | None) -> RoundedUp:
    """The year up to a period, published as a set of its own; its figures are those of the period's own papers.

    `UsageProblem` for a month that is no period of the plan, and in a lead's workspace.
    """
    plan, decisions, history, progress = judged(office, month, as_of)
    if plan.profile.office is Office.LEAD:
        raise UsageProblem(f"本工作区属于责任单位，不做{plan.terms.realm}小结。")
    one = letter.compose(plan, progress, draft=True)
    papers = print_letters([one], office.templates, one.file.removesuffix(".docx"), progress.drawn_up)
    findings = {FINDINGS: findings_json(progress.findings, plan, progress.drawn_up)}
    papers = add_workbooks(papers, {}, findings)
    sources = inputs_of(office, plan, decisions, history)
    origin = made_from(office, Command(CommandKind.DIGEST), sources, papers, progress.drawn_up)
    return RoundedUp(plan, progress, publish(office, Edition(f"{month}-小结", papers.files, origin)))


def last_period(office: Workspace, year: int, today: date) -> Month:
    """Up to which period a year is told where nobody says: the one in hand, of a year gone by its last."""
    plan = load_plan(office, year)
    month = current_month(office, plan, today)
    return plan.cycle.periods(year)[-1] if month.is_year_end else month
