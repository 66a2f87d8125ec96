"""findings.json: every finding of a set for machines, as `--json` prints them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

from pipeline.model.findings import Finding
from pipeline.model.plan import Plan

NAME = "findings.json"


def finding_json(finding: Finding, plan: Plan | None, day: date) -> dict[str, object]:
    """A finding as the contract writes it, its unit by the name of `day`; `settled` where a decision disposed of it."""
    result: dict[str, object] = {
        "code": finding.code.name,
        "level": finding.level.value,
        "unit": plan.name(finding.unit, day) if plan is not None and finding.unit else finding.unit,
        "target": finding.target,
        "file": finding.place.file,
        "sheet": finding.place.sheet,
        "cell": finding.place.ref,
        "read": finding.read,
        "message": finding.message,
        "fix": finding.fix,
    }
    return result | ({"settled": finding.settled} if finding.settled else {})


def findings_json(findings: Iterable[Finding], plan: Plan, day: date) -> bytes:
    """The file of a set: `{"findings": […]}` in the order they were found; equal findings are equal bytes."""
    document = {"findings": [finding_json(finding, plan, day) for finding in findings]}
    # A file named in bytes that are no UTF-8 is still JSON, as in the manifest.
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")
