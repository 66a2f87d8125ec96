"""Figures drawn by risk, for somebody to go and look at."""

from __future__ import annotations

from pipeline.documents.letters import inspection
from pipeline.inputs.decisions.spotcheck_records import write_record_sheet
from pipeline.model.errors import UsageProblem
from pipeline.model.months import Month
from pipeline.model.origin import Command, CommandKind
from pipeline.model.settings import Office
from pipeline.model.workspace import Workspace
from pipeline.outputs.publish import Edition
from pipeline.progress import draw
from pipeline.workflows.editions import made_from, publish
from pipeline.workflows.printing import add_workbooks, print_letters
from pipeline.workflows.reading import judged
from pipeline.workflows.results import DrawnRun
from pipeline.workflows.standing import inputs_of


def spotcheck(office: Workspace, month: Month, count: int, seed: str) -> DrawnRun:
    """Figures of the month to look at, drawn by risk: the suggestion for whoever approves it, the sheet to take along."""
    plan, decisions, history, progress = judged(office, month)
    if plan.profile.office is Office.LEAD:
        raise UsageProblem("本工作区属于责任单位，抽查由督查机构组织。")
    among = len(draw.figures(plan, history, month))
    picks = draw.draw(plan, history, month, count, seed)
    if not picks:
        return DrawnRun(plan, progress, picks, among, seed)
    letter = inspection.compose(plan, progress, picks, among, seed)
    papers = print_letters([letter], office.templates, f"{plan.cycle.name(month)}抽查", progress.drawn_up)
    sheet = write_record_sheet(plan, month, picks, progress.drawn_up)
    papers = add_workbooks(papers, {"抽查记录表.xlsx": sheet})
    command = Command(CommandKind.SPOTCHECK, {"n": count, "seed": seed})
    origin = made_from(office, command, inputs_of(office, plan, decisions, history), papers)
    published = publish(office, Edition(f"{month}-抽查", papers.files, origin))
    return DrawnRun(plan, progress, picks, among, seed, published)
