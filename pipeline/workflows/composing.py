"""Every document of a month and of a year, composed, in the order they go up for signature."""

from __future__ import annotations

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
from pipeline.inputs.decisions.register import Decisions
from pipeline.model.assessment import Assessment
from pipeline.model.letters import Letter
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress
from pipeline.model.readings import History
from pipeline.progress.compute import compute


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
