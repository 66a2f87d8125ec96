"""Whether a unit's own sentences are fit to be printed (手册-秘书). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.inputs.returns.layout import PROGRESS_SHEET
from pipeline.model.codes import Code
from pipeline.model.findings import Finding
from pipeline.model.plan import Plan
from pipeline.model.readings import Row

_FIRST_PERSON = ("我局", "我委", "我会", "我办", "我单位", "我们", "我区", "我县")
_REQUESTS = ("请批准", "请拨付", "恳请", "请求", "请予批准", "请审批")
_NUMBERING = re.compile(r"^\s*([一二三四五六七八九十]+、|（[一二三四五六七八九十\d]+）|\(\d+\)|\d+[.．、])")
# The columns that hold sentences, by layout name.
TEXTS = ("headline", "reason", "progress", "difficulty", "coordination", "next_steps")


def unfit_texts(plan: Plan, row: Row) -> Iterator[Finding]:
    """R16: a text too long; R17: a sentence not fit to be quoted; R18: a request, which a 报告 may not carry."""
    label = f"{row.target} {plan.target(row.target).name}"
    limits = {"headline": plan.rules.headline_limit, "reason": plan.rules.reason_limit}

    def finding(code: Code, column: str, message: str, fix: str = "") -> Finding:
        return Finding(
            code, f"{label}{message}", fix, unit=row.unit, target=row.target, place=row.cells[column]
        )

    for column in (*TEXTS, "correction"):
        layout = PROGRESS_SHEET.column(column)
        text: str = getattr(row, column)
        limit = limits.get(column, layout.limit)
        if len(text) > limit:
            yield finding(Code.R16, column, f"的{layout.header}有{len(text)}字", fix=f"请压缩到{limit}字以内")
        if column not in limits:
            continue
        title = layout.header
        faults = [word for word in _FIRST_PERSON if word in text]
        faults += ["编号"] if _NUMBERING.match(text) else []
        faults += ["感叹号"] if "！" in text or "!" in text else []
        faults += ["换行"] if "\n" in text else []
        if faults:
            yield finding(Code.R17, column, f"的{title}含有{'、'.join(faults)}，印进报告前请改写")
    for column in TEXTS:
        words = [word for word in _REQUESTS if word in getattr(row, column)]
        if words:
            yield finding(Code.R18, column, f"的文字里有“{'、'.join(words)}”")
