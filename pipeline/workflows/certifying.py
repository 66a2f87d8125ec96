"""考核认定 as people work on it: what is suggested, what is in the way, all accepted at once or one target ruled otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pipeline.documents.workbooks.verdicts import verdict_table
from pipeline.files.folder import is_there, load_own
from pipeline.files.scratch import scratch
from pipeline.files.spreadsheets.filling import filled, hindrance
from pipeline.inputs.decisions.rulings import BASIS, read_rulings
from pipeline.model.assessment import Assessment, Certification, Verdict
from pipeline.model.errors import UsageProblem
from pipeline.model.figures import Figure, plain
from pipeline.model.findings import Finding
from pipeline.model.plan import Plan, Target
from pipeline.model.workspace import Workspace
from pipeline.outputs.founding import lay
from pipeline.workflows.changing import Change, changed, watched
from pipeline.workflows.year import accept, written

VERDICTS = tuple(one.value for one in Verdict)


@dataclass(frozen=True, slots=True)
class Suggested:
    """A target at the end of its year: goal, what was reported, what is suggested and decided, in words; `objections` of units."""

    target: Target
    leads: str
    goal: str
    reported: str
    suggested: str
    verdict: str
    amount: str
    reason: str
    approved: date | None
    objections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YearEnd:
    """The year as it would be certified: every target, what is found, and what of it keeps it from being final."""

    plan: Plan
    assessment: Assessment
    rows: tuple[Suggested, ...]
    findings: tuple[Finding, ...]

    @property
    def open_ones(self) -> tuple[Finding, ...]:
        """What somebody must look at."""
        return tuple(one for one in self.findings if one.open)


def year_end(office: Workspace, year: int) -> YearEnd:
    """The year assessed as it stands; nothing is written. Raises as `assess` does."""
    plan, _, _, assessment, findings, _ = written(office, year, None, final=False)
    return YearEnd(
        plan, assessment, tuple(_row(plan, assessment, one) for one in assessment.targets), findings
    )


def _row(plan: Plan, assessment: Assessment, one: Certification) -> Suggested:
    ruling = one.ruling
    return Suggested(
        one.target,
        plan.names(one.target.leads, assessment.drawn_up),
        _goal(one),
        _said(one.target, one.reported),
        one.suggested.value if one.suggested is not None else "",
        ruling.verdict.value if ruling is not None and ruling.verdict is not None else "",
        _said(one.target, ruling.certified if ruling is not None else None),
        ruling.reason if ruling is not None else "",
        ruling.approved if ruling is not None else None,
        tuple(f"{each.unit}：{each.text}" for each in one.objections),
    )


def _goal(one: Certification) -> str:
    if one.goal.suspended or one.goal.amount is None:
        return "暂缓" if one.goal.suspended else "定性"
    return f"{plain(one.goal.amount / one.target.measure.factor)}{one.target.measure.text}"


def _said(target: Target, figure: Figure | None) -> str:
    return "" if figure is None else f"{plain(figure.amount / target.measure.factor)}{target.measure.text}"


def accept_all(office: Workspace, year: int, basis: str, day: date) -> Change:
    """全部同意: what is suggested into every cell nobody has filled, as approved by `basis` on `day`, as `assess --accept` does."""
    words = f"考核认定按建议登记批准（{basis}）"
    return watched(words, [office.rulings_file(year)], lambda: accept(office, year, None, basis, day))


def rule(office: Workspace, year: int, target: str, told: Mapping[str, str]) -> Change:
    """这一项另定: a target's row of the kept 考核认定表, by column; the table is laid there first where none is kept.

    `UsageProblem` says what would be wrong with the row; nothing is written then.
    """
    view = year_end(office, year)
    path = office.rulings_file(year)
    data = load_own(path, office.inputs) if is_there(path) else verdict_table(view.plan, view.assessment)
    with scratch() as place:
        trial = Workspace(place)
        lay(place, {office.relative(path): data})
        before = read_rulings(trial, view.plan)
        if target not in before.targets:
            raise UsageProblem(f"考核认定表里没有 {target} 这一行，没有登记。")
        cells = before.targets[target].cells
        missing = [column for column, text in told.items() if text and column not in cells]
        if missing:
            raise UsageProblem(f"考核认定表没有“{missing[0]}”一列，没有登记，请在表头最后补上。")
        written_ones = {
            (cells[column].sheet, cells[column].ref): text for column, text in told.items() if column in cells
        }
        hindered = hindrance(data, written_ones)
        if hindered:
            pasted = "　".join(filter(None, told.values()))
            raise UsageProblem(
                f"{office.relative(path)} {hindered}，没有登记。{target} 一行要填的是：{pasted}"
            )
        data = filled(data, written_ones)
        trial.rulings_file(year).write_bytes(data)
        known = {one.message for one in before.findings}
        wrong = [one for one in read_rulings(trial, view.plan).findings if one.message not in known]
    if wrong:
        raise UsageProblem(f"{wrong[0].message}，没有登记。{wrong[0].fix}。")
    return changed(f"考核认定 {target} 另定", {path: data})


COLUMNS = ("认定数", "认定结果", "调整理由", "批准日期", BASIS)
