"""What `--json` prints: the machine contract of each command. Numbers are text, never floats."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.documents.wording import funded
from pipeline.documents.wording.stage import stage
from pipeline.documents.wording.targets import told_rate
from pipeline.documents.workbooks.findings import finding_json
from pipeline.model.assessment import Assessment, Certification, Completion
from pipeline.model.figures import Figure, contract, fixed, plain
from pipeline.model.findings import Finding
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress, TargetProgress
from pipeline.model.readings import CountyRow, FileOutcome, Row, Settled, Status

if TYPE_CHECKING:
    from pipeline.cli.json_shapes import (
        AssessShape,
        CameShape,
        CellShape,
        CertifiedShape,
        CheckShape,
        CollateShape,
        FaultsShape,
        FeedbackShape,
        MonthlyShape,
        PackShape,
        ReadingShape,
        SetShape,
        SpotcheckShape,
        TargetShape,
    )
    from pipeline.workflows.results import CollatedForm, DrawnRun, Made


def came_json(file: FileOutcome) -> CameShape:
    """A file that came in and what became of it."""
    return {
        "name": file.name,
        "outcome": file.outcome.value,
        "reason": file.reason,
        "sha256": file.sha256,
    }


def check_json(plan: Plan, settled: Settled, progress: Progress) -> CheckShape:
    """`check --json`: files, units, readings that are used, findings."""
    returns, items, day = settled.returns, progress.findings, plan.naming_day(settled.month)
    statuses = [report.status(items) for report in returns.reports]
    used = [
        _reading(plan, day, one) for row in returns.rows if row.target in settled.values for one in _used(row)
    ]
    if plan.own_lead:
        used += [
            _reading(plan, day, row) for row in returns.shares if (row.target, row.unit) in settled.shares
        ]
    shares = [
        _reading(plan, day, row)
        for row in returns.counties
        if row.cumulative is not None and row.target in settled.values
    ]
    return {
        "month": str(settled.month),
        "period": plan.cycle.label(settled.month),
        "ok": not any(finding.open for finding in items) and Status.MISSING not in statuses,
        "files": [came_json(file) for file in returns.files],
        "units": [
            {
                "unit": plan.name(report.unit, day),
                "role": report.role.value,
                "stage": str(report.stage),
                "status": status.value,
                "late": report.late,
                "file": report.file or None,
                "sha256": report.sha256 or None,
            }
            for report, status in zip(returns.reports, statuses, strict=True)
        ],
        "readings": used + shares,
        "findings": [finding_json(finding, plan, day) for finding in items],
    }


def _used(row: Row) -> tuple[Row, ...]:
    """The rows whose readings make a target's figure: of several leads theirs, unless people checked it as a whole."""
    given = tuple(one for one in row.of if one.cumulative is not None)
    made = {one.cumulative.cell for one in given if one.cumulative is not None}
    return given if row.cumulative is not None and row.cumulative.cell in made else (row,)


def _reading(plan: Plan, day: date, row: Row | CountyRow) -> ReadingShape:
    """A reading that is used: a lead's figure (area null), or a county's share of it."""
    assert row.cumulative is not None
    figure, cell = row.cumulative.figure, row.cumulative.cell
    as_of = row.as_of if isinstance(row, Row) else None
    return {
        "target": row.target,
        "unit": plan.names((one.unit for one in row.each), day)
        if isinstance(row, Row)
        else plan.name(row.unit, day),
        "area": plan.name(row.area, day) if isinstance(row, CountyRow) else None,
        "value": value_text(figure.amount, figure.measure),
        "measure": figure.measure,
        "as_of": as_of.isoformat() if as_of else None,
        "cell": {"file": cell.file, "sheet": cell.sheet, "ref": cell.ref},
    }


def value_text(amount: Decimal, measure: str) -> str:
    """58300 for amounts; 56.30, with the decimals it was reported with, for ratios."""
    return fixed(amount) if measure == "%" else plain(amount)


def _amount(figure: Figure | None) -> str | None:
    return value_text(figure.amount, figure.measure) if figure is not None else None


def monthly_json(plan: Plan, progress: Progress, made: Made | None) -> MonthlyShape:
    """`monthly --json`: documents (none where nothing was `made`), counts of every class, every target, findings."""
    return {
        "month": str(progress.month),
        "period": plan.cycle.label(progress.month),
        "as_of": progress.drawn_up.isoformat(),
        "documents": [
            {
                "id": identifier,
                "path": f"outputs/{made.published.folder.name}/{name}",
                "sha256": hashlib.sha256(made.files[name]).hexdigest(),
            }
            for name, identifier in made.papers.documents.items()
        ]
        if made is not None
        else [],
        "summary": {standing.value: count for standing, count in progress.counts.items()},
        "targets": [_target(plan, target, progress.drawn_up) for target in progress.targets],
        "findings": [finding_json(finding, plan, progress.drawn_up) for finding in progress.findings],
    }


def assess_json(
    plan: Plan, assessment: Assessment, findings: Iterable[Finding], made: Made | None
) -> AssessShape:
    """`assess --json`: every target's figures and verdict, every matter's, every letter with its targets, findings.

    Letters have no paths where nothing was `made`.
    """
    folder = made.published.folder.name if made is not None else ""
    documents = made.papers.documents if made is not None else {}
    files = {identifier: name for name, identifier in documents.items()}
    letters: list[FeedbackShape] = []
    for unit in plan.recipients:
        name = files.get(f"反馈函-{unit.key}")
        letters.append(
            {
                "unit": unit.key,
                "path": f"outputs/{folder}/{name}" if name else None,
                "targets": [
                    one.target.id
                    for matter in assessment.matters
                    if matter.matter in plan.matters_of(unit.key)
                    for one in matter.targets
                ],
            }
        )
    return {
        "year": assessment.year,
        "targets": [_certified(one) for one in assessment.targets],
        "matters": [
            {
                "no": matter.matter.number,
                "verdict": matter.completion.value if matter.completion is not Completion.OPEN else None,
            }
            for matter in assessment.matters
        ],
        "counties": [
            {"area": plan.name(one.county, assessment.drawn_up), **_certified(one)}
            for one in assessment.tasks
        ],
        "letters": letters,
        "findings": [finding_json(finding, plan, assessment.drawn_up) for finding in findings],
    }


def _certified(one: Certification) -> CertifiedShape:
    return {
        "target": one.target.id,
        "reported": _amount(one.reported),
        "checked": _amount(one.checked),
        "certified": _amount(one.amount),
        "verdict": one.verdict.value if one.verdict is not None else None,
        "year_before": _amount(one.year_before),
    }


def _target(plan: Plan, progress: TargetProgress, day: date) -> TargetShape:
    printed, money = told_rate(plan, progress), funded.funds(plan, progress)
    return {
        "target": progress.target.id,
        "value": _amount(progress.value),
        "measure": progress.target.measure.base or None,
        "numerator": _amount(progress.parts[0] if progress.parts else None),
        "denominator": _amount(progress.parts[1] if progress.parts else None),
        "rate": contract(progress.rate.amount) if progress.rate is not None else None,
        "pace": contract(progress.pace),
        "gap": contract(progress.gap),
        "class": progress.standing.value,
        "light": plan.rules.lights.word(progress.standing) or None,
        "printed": str(printed) if printed else None,
        "stage": str(stage(progress)) if progress.milestones else None,
        "year_before": _amount(progress.year_before),
        "left": plain(progress.left) if progress.left is not None else None,
        "works": funded.works(plan, progress, day) or None,
        "invested": _amount(money.invested),
        "in_place": _amount(money.in_place),
        "spent": _amount(money.spent),
    }


def spotcheck_json(run: DrawnRun, paths: Mapping[str, str]) -> SpotcheckShape:
    """`spotcheck --json`: how it was drawn, what was drawn and why, the files made."""
    day = run.progress.drawn_up
    return {
        "month": str(run.progress.month),
        "period": run.plan.cycle.label(run.progress.month),
        "seed": run.seed,
        "among": str(run.among),
        "picks": [
            {
                "target": pick.target.id,
                "unit": run.plan.name(pick.unit, day),
                "reported": value_text(pick.reported.amount, pick.reported.measure),
                "measure": pick.reported.measure,
                "weight": str(pick.weight),
                "grounds": [ground.value for ground in pick.grounds],
            }
            for pick in run.picks
        ],
        "files": [{"path": path, "sha256": sha256} for path, sha256 in paths.items()],
    }


def collate_json(plan: Plan, made: CollatedForm, path: str) -> CollateShape:
    """`collate --json`: the workbook made, each target by county in base measures, what is missing."""
    day = plan.naming_day(made.settled.month)

    def cells(figure: Figure) -> list[CellShape]:
        return [{"file": cell.file, "sheet": cell.sheet, "ref": cell.ref} for cell in figure.cells]

    return {
        "month": str(made.settled.month),
        "period": plan.cycle.label(made.settled.month),
        "unit": plan.name(made.lead, day),
        "path": path,
        "targets": [
            {
                "target": one.target.id,
                "value": _amount(one.whole),
                "measure": one.target.measure.base,
                "counties": [
                    {"area": plan.name(county, day), "value": _amount(figure), "cells": cells(figure)}
                    for county, figure in one.counties.items()
                ],
                "missing": [plan.name(county, day) for county in one.missing],
            }
            for one in made.collated
        ],
        "findings": [finding_json(finding, plan, day) for finding in made.gaps],
    }


def templates_json(findings: Iterable[Finding]) -> FaultsShape:
    """`templates check --json`: what is wrong in the templates."""
    listed = [finding_json(finding, None, date.max) for finding in findings]
    return {"ok": not listed, "findings": listed}


def set_json(name: str, paths: Mapping[str, str]) -> SetShape:
    """A published set of files: `forms --json`, `init --json`."""
    return {"set": name, "files": [{"path": path, "sha256": sha256} for path, sha256 in paths.items()]}


def pack_json(name: str, kind: str, paths: Mapping[str, str], notes: Sequence[str]) -> PackShape:
    """A pack: `pack --json`."""
    return {**set_json(name, paths), "kind": kind, "notes": list(notes)}
