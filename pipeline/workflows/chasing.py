"""Who has not reported is chased: a list to call from, messages to paste, a letter to those silent for long."""

from __future__ import annotations

from datetime import date

from pipeline.documents.letters import reminder, routing
from pipeline.documents.workbooks.owed_list import reminder_list
from pipeline.documents.workbooks.uncommitted import uncommitted_list
from pipeline.model.months import Month
from pipeline.model.origin import Command, CommandKind
from pipeline.model.plan import Plan
from pipeline.model.workspace import Workspace
from pipeline.outputs.publish import Edition, Published
from pipeline.progress.owed import Owed, owed, uncommitted
from pipeline.workflows.editions import made_from, publish
from pipeline.workflows.printing import add_workbooks, print_letters
from pipeline.workflows.reading import judged, plan_of
from pipeline.workflows.standing import inputs_of


def remind(
    office: Workspace, month: Month, today: date, letter: bool
) -> tuple[Plan, tuple[Owed, ...], Published | None]:
    """Who still owes the month's report: the list and a message each, published as one set if anybody does.

    With `letter` also a 催报函 to whoever has reported nothing for two months or more in a row.
    """
    plan, decisions, history, progress = judged(office, month)
    items = owed(plan, history, month, progress.findings)
    if not items:
        return plan, items, None
    asked = list(reminder.to_the_silent(plan, items, today)) if letter else []
    if asked:
        asked.append(routing.compose(f"{plan.cycle.name(month)}", asked))
    papers = print_letters(asked, office.templates, f"{plan.cycle.name(month)}催报", today)
    papers = add_workbooks(papers, {"未报清单.xlsx": reminder_list(plan, items, month, today)})
    sources = inputs_of(office, plan, decisions, history)
    origin = made_from(office, Command(CommandKind.REMIND, {"letter": letter}), sources, papers, today)
    return plan, items, publish(office, Edition(f"{month}-催报", papers.files, origin))


def remind_of_commitments(office: Workspace, year: int, today: date) -> tuple[Plan, Published | None]:
    """Which leads returned no 责任清单: the list and a message each, published as one set if any did not."""
    plan = plan_of(office, year)
    if not uncommitted(plan):
        return plan, None
    files = {"责任清单未报.xlsx": uncommitted_list(plan, today)}
    sources = {plan.file: plan.sha256, **plan.commitments.files}
    origin = made_from(office, Command(CommandKind.UNCOMMITTED), sources, drawn_up=today)
    return plan, publish(office, Edition(f"{year}-责任清单催报", files, origin))
