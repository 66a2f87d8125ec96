"""The sheet 形象进度 of a form: what a lead answers of each node in words, read as strictly as a figure."""

from __future__ import annotations

from datetime import date

from pipeline.inputs.returns.cells import SheetReader
from pipeline.inputs.returns.found_form import FoundForm
from pipeline.inputs.returns.layout import MILESTONE_SHEET
from pipeline.inputs.tables.dates import parse_date
from pipeline.model.codes import Code
from pipeline.model.findings import Finding
from pipeline.model.milestones import Milestone, State
from pipeline.model.months import Month
from pipeline.model.plan import Plan, Target, fold
from pipeline.model.promises import Node
from pipeline.model.readings import Book


def read_milestones(
    plan: Plan, month: Month, book: Book, form: FoundForm, unit: str
) -> tuple[list[Milestone], list[Finding]]:
    """What a lead's form answers of its own targets' nodes, and every finding on the way; nothing without the sheet."""
    sheet = form.sheets.get(MILESTONE_SHEET.name)
    if sheet is None:
        return [], []
    reader = SheetReader(plan, month, book, sheet, unit, form.filled)
    own = [one for one in _answers(reader) if unit in plan.target(one.target).leads]
    return own, reader.findings


def _answers(reader: SheetReader) -> list[Milestone]:
    """The answers, one per node of the plan; a row left open is no answer.

    R36 for what is none of the three states or whose day cannot be, R33 for what is struck through, R11 for two
    answers of one node, R10 for a node the plan does not have.
    """
    found: dict[tuple[str, date], Milestone] = {}
    for number, target in reader.target_rows().items():
        if not reader.text(number, "state") and not reader.text(number, "done"):
            continue
        node = _node(reader, number, target)
        if node is None:
            said = f"{target.id}没有“{reader.text(number, 'words')}”这个节点，这一行没有采用"
            reader.add(Code.R10, reader.cell(number, "words"), said, target.id)
        elif (target.id, node.due) in found:
            said = f"{target.id}的“{node.words}”填了两行，分不清哪一行有效"
            reader.add(Code.R11, reader.cell(number, "state"), said, target.id)
        else:
            milestone = _milestone(reader, number, target, node)
            if milestone is not None:
                found[target.id, node.due] = milestone
    return list(found.values())


def _node(reader: SheetReader, number: int, target: Target) -> Node | None:
    """The node a row speaks of: by its words, where two are alike by its day."""
    named = [
        node
        for node in reader.plan.nodes_of(target.id)
        if node.words and fold(node.words) == fold(reader.text(number, "words"))
    ]
    day = parse_date(reader.content(number, "due"), reader.month.year)
    dated = [node for node in named if node.due == day]
    return next(iter(dated or (named if len(named) == 1 else [])), None)


def _milestone(reader: SheetReader, number: int, target: Target, node: Node) -> Milestone | None:
    cell, text = reader.cell(number, "state"), reader.text(number, "state")
    label = f"{target.id} {target.name}的“{node.words}”"
    if reader.content(number, "state").struck:
        reader.add(Code.R33, cell, f"{label}的“{text}”加了删除线或上下标", target.id)
        return None
    state = next((one for one in State if one == text), None)
    if state is None:
        said = f"填了“{text}”" if text else "没有填进展状态"
        reader.add(Code.R36, cell, f"{label}{said}，只能填{'、'.join(State)}", target.id)
        return None
    done = parse_date(reader.content(number, "done"), reader.month.year)
    written = reader.text(number, "done")
    wrong = _impossible(reader, state, done, written)
    if wrong:
        place = reader.cell(number, "done" if "done" in reader.found.columns else "state")
        reader.add(Code.R36, place, f"{label}{wrong}", target.id)
        return None
    return Milestone(target.id, reader.unit, node.due, state, done, cell)


def _impossible(reader: SheetReader, state: State, done: date | None, written: str) -> str:
    """Why the day does not go with the state, in a clause; empty if it does."""
    if state is not State.DONE:
        return f"填了“{state}”，又填了完成日期“{written}”" if written else ""
    if done is None:
        return f"的完成日期写作“{written}”，认不出" if written else "填了“已完成”，没有填完成日期"
    last = min(filter(None, (reader.filled, reader.month.last_day)))
    return f"的完成日期{done.isoformat()}还没有到" if done > last else ""
