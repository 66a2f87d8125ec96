"""Who has not reported is chased: a list to call from, messages to paste, a letter to those silent for long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.documents.letters import reminder, routing
from pipeline.documents.workbooks.chased_matters import NAME as MATTERS
from pipeline.documents.workbooks.chased_matters import chased_matters
from pipeline.documents.workbooks.owed_list import reminder_list
from pipeline.documents.workbooks.uncommitted import uncommitted_list
from pipeline.model.coordination import Coordination, left_open
from pipeline.model.instructions import Instruction, standing_open
from pipeline.model.months import Month
from pipeline.model.origin import Command, CommandKind
from pipeline.model.plan import Plan
from pipeline.model.workspace import Workspace
from pipeline.outputs.publish import Edition, Published
from pipeline.progress.owed import Owed, owed, uncommitted
from pipeline.workflows.editions import made_from, publish
from pipeline.workflows.printing import add_workbooks, print_letters
from pipeline.workflows.reading import judged, plan_of
from pipeline.workflows.standing import inputs_of, sources_of


@dataclass(frozen=True, slots=True)
class Chased:
    """Who owes a report, which 批示 and matters to be coordinated are due, and the set of lists.

    `published` is None where nobody is to be asked for anything.
    """

    plan: Plan
    owed: tuple[Owed, ...]
    instructed: tuple[Instruction, ...]
    coordinated: tuple[Coordination, ...]
    published: Published | None = None


def remind(office: Workspace, month: Month, today: date, letter: bool) -> Chased:
    """Who still owes the month's report, and what leaders asked for or is to be coordinated and is due: lists with a message each, one set.

    With `letter` also a 催报函 to whoever has reported nothing for two months or more in a row.
    """
    plan, decisions, history, progress = judged(office, month)
    items = owed(plan, history, month, progress.findings, decisions.calls)
    due = tuple(one for one in standing_open(decisions.instructions, today) if one.due_on(today))
    raised = tuple(one for one in left_open(decisions.coordinations, today) if one.due_on(today))
    if not (items or due or raised):
        return Chased(plan, items, due, raised)
    asked = list(reminder.to_the_silent(plan, items, today)) if letter else []
    if asked:
        asked.append(routing.compose(f"{plan.cycle.name(month)}", asked))
    papers = print_letters(asked, office.templates, f"{plan.cycle.name(month)}催报", today)
    lists = {"未报清单.xlsx": reminder_list(plan, items, month, today)} if items else {}
    lists |= {MATTERS: chased_matters(plan, due, raised, today)} if due or raised else {}
    papers = add_workbooks(papers, lists)
    sources = inputs_of(office, plan, decisions, history)
    origin = made_from(office, Command(CommandKind.REMIND, {"letter": letter}), sources, papers, today)
    published = publish(office, Edition(f"{month}-催报", papers.files, origin))
    return Chased(plan, items, due, raised, published)


def remind_of_commitments(office: Workspace, year: int, today: date) -> tuple[Plan, Published | None]:
    """Which leads returned no 责任清单: the list and a message each, published as one set if any did not."""
    plan = plan_of(office, year)
    if not uncommitted(plan):
        return plan, None
    files = {"责任清单未报.xlsx": uncommitted_list(plan, today)}
    sources = sources_of({plan.file: plan.sha256, **plan.commitments.files})
    origin = made_from(office, Command(CommandKind.UNCOMMITTED), sources, drawn_up=today)
    return plan, publish(office, Edition(f"{year}-责任清单催报", files, origin))
