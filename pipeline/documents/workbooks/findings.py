"""findings.json: every finding of a set for machines, as `--json` prints them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import date
from typing import Annotated, NotRequired, TypedDict

from pipeline.model.codes import Code
from pipeline.model.figures import Place
from pipeline.model.findings import Finding
from pipeline.model.plan import Plan

NAME = "findings.json"


class FindingShape(TypedDict):
    """A finding as the contract writes it."""

    code: Annotated[str, "代码，见手册-秘书第8节"]
    level: Annotated[str, "退回、待核或提示"]
    unit: Annotated[str, "单位当月的名称，或空"]
    target: Annotated[str, "指标编号，或空"]
    file: Annotated[str, "工作目录里的文件，或空；`templates check` 是模板"]
    sheet: Annotated[str, "工作表"]
    cell: Annotated[str, "单元格；模板是哪一段、哪一格"]
    read: Annotated[str, "读到什么"]
    message: Annotated[str, "错在哪里"]
    fix: Annotated[str, "怎么办"]
    settled: NotRequired[Annotated[str, "按哪条登记办的；只有登记了的才有"]]


def finding_json(finding: Finding, plan: Plan | None, day: date) -> FindingShape:
    """A finding as the contract writes it, its unit by the name of `day`; `settled` where a decision disposed of it."""
    result: FindingShape = {
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
    if finding.settled:
        result["settled"] = finding.settled
    return result


def findings_json(findings: Iterable[Finding], plan: Plan, day: date) -> bytes:
    """The file of a set: `{"findings": […]}` in the order they were found; equal findings are equal bytes."""
    document = {"findings": [finding_json(finding, plan, day) for finding in findings]}
    # A file named in bytes that are no UTF-8 is still JSON, as in the manifest.
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")


def findings_in(data: bytes, codes: Collection[Code]) -> tuple[Finding, ...]:
    """The findings of these codes in such a file; none of a file that is no longer one. Units are left out."""
    with suppress(ValueError, KeyError, TypeError):
        told = json.loads(data)["findings"]
        return tuple(
            Finding(
                Code[one["code"]],
                one["message"],
                one["fix"],
                target=one["target"],
                place=Place(one["file"], one["sheet"], one["cell"], one["read"]),
                settled=one.get("settled", ""),
            )
            for one in told
            if one["code"] in {code.name for code in codes}
        )
    return ()
