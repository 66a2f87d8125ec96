"""What people decide, written into 处理登记 for them: the very row they would have typed, under the very rules it is read by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.files.folder import digest, is_there, load_own
from pipeline.files.scratch import scratch
from pipeline.files.spreadsheets.filling import filled, hindrance
from pipeline.files.spreadsheets.preflight import Unreadable
from pipeline.inputs.decisions.register import Decisions, read_decisions
from pipeline.model.errors import MachineProblem, PlanProblem, UsageProblem
from pipeline.model.figures import Cell
from pipeline.model.findings import Finding
from pipeline.model.plan import Plan
from pipeline.model.workspace import Workspace
from pipeline.outputs.founding import enter, lay, require_no_other, rows_by_hand
from pipeline.workflows.changing import Change, changed


def register(
    office: Workspace, plan: Plan, words: str, sheet: str, rows: Sequence[Mapping[str, str]]
) -> Change:
    """Add rows, by column, to a sheet of the register of the plan's year; where there is none yet it is laid there first.

    `UsageProblem` says what is wrong with a row that would have no effect, or why nothing can be written, with the rows to
    paste; nothing is written then.
    """
    path = office.decisions_file(plan.profile.year)
    with scratch() as place:
        trial = Workspace(place)
        try:
            require_no_other(office, plan.profile.year)
            if is_there(path):
                lay(place, {office.relative(path): load_own(path, office.inputs)})
            enter(trial, plan.profile.year, sheet, rows)
        except PlanProblem as hindered:
            raise UsageProblem(str(hindered)) from None
        except Unreadable as reason:
            raise UsageProblem(
                f"{office.relative(path)} {reason}，没有登记。{rows_by_hand(sheet, rows)}"
            ) from None
        _require_effect(read_decisions(office, plan), read_decisions(trial, plan))
        data = trial.decisions_file(plan.profile.year).read_bytes()
    return _laid(words, path, data, rows_by_hand(sheet, rows))


def _laid(words: str, path: Path, data: bytes, told: str) -> Change:
    """The register in its place; refused by the machine or by whoever has it open, with what to write oneself."""
    try:
        return changed(words, {path: data})
    except MachineProblem as refused:
        raise MachineProblem(f"{refused}{told}") from None


def fill_in(office: Workspace, plan: Plan, words: str, cells: Mapping[Cell, str]) -> Change:
    """Write into rows of the register that are there, by cell; refused as `register` refuses."""
    path = office.decisions_file(plan.profile.year)
    sheet, told = next(iter(cells)).sheet, {cell.ref: text for cell, text in cells.items()}
    with scratch() as place:
        trial = Workspace(place)
        try:
            data = load_own(path, office.inputs)
        except Unreadable as reason:
            raise UsageProblem(f"{office.relative(path)} {reason}，没有登记。") from None
        _require_seen(data, cells)
        hindered = hindrance(data, [(cell.sheet, cell.ref) for cell in cells])
        if hindered:
            raise UsageProblem(f"{office.relative(path)} {hindered}，没有登记。{rows_by_hand(sheet, [told])}")
        data = filled(data, {(cell.sheet, cell.ref): text for cell, text in cells.items()})
        lay(place, {office.relative(path): data})
        _require_effect(read_decisions(office, plan), read_decisions(trial, plan))
    return _laid(words, path, data, rows_by_hand(sheet, [told]))


def _require_seen(data: bytes, cells: Mapping[Cell, str]) -> None:
    if any(cell.sha256 != digest(data) for cell in cells):
        raise UsageProblem("处理登记刚刚有改动，没有登记，请重新载入后再办。")


def _require_effect(before: Decisions, after: Decisions) -> None:
    """The register read as if the rows lay there already: no fault may be there that was not there before."""
    known = {one.message for one in _findings(before)}
    wrong = [one for one in _findings(after) if one.message not in known]
    if wrong:
        raise UsageProblem(f"{wrong[0].message}，没有登记。{wrong[0].fix}。")


def _findings(decisions: Decisions) -> list[Finding]:
    told = [one for _, one in decisions.misregistered]
    return [*told, *(one for found in decisions.findings.values() for one in found)]
