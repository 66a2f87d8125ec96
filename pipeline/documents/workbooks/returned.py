"""退回: a unit's own sheet given back, the cells in question marked, with a list of what to put right in front.

The unit corrects the marked cells and sends the same workbook again; the sheet in front is passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from pipeline.files.spreadsheets.annotated import Mark, marked
from pipeline.files.spreadsheets.writing import CENTRED, HEADER, LABEL, NOTE, TITLE, Box, Page
from pipeline.inputs.returns.form import form, form_name
from pipeline.model.findings import RETURN_NOTE, RETURN_SHEET, RETURN_SIGN, Finding
from pipeline.model.months import Month
from pipeline.model.plan import Plan
from pipeline.model.readings import Returns, UnitReport, reference

_COLUMNS = (
    ("序号", 6.0),
    ("工作表", 12.0),
    ("单元格", 10.0),
    ("读到的内容", 20.0),
    ("问题", 60.0),
    ("请怎么改", 44.0),
)
_SIGN_LENGTH = 16


def returned(
    plan: Plan, returns: Returns, findings: Sequence[Finding], original: Callable[[str], bytes | None]
) -> Mapping[str, bytes]:
    """A workbook for each unit this office waits for that reported with open findings, by file name.

    `original` gives the bytes of a file that came in; None, or another kind than .xlsx, and the unit
    gets a blank form behind the list instead.
    """
    books: dict[str, bytes] = {}
    for report in returns.reports:
        own = [finding for finding in findings if finding.open and finding.unit == report.unit]
        if report.file and own and plan.waits_for(report.role):
            name = f"{form_name(plan, plan.unit(report.unit), returns.month)}-退回.xlsx"
            books[name] = _book(plan, returns.month, report, own, original)
    return books


def _book(
    plan: Plan,
    month: Month,
    report: UnitReport,
    findings: Sequence[Finding],
    original: Callable[[str], bytes | None],
) -> bytes:
    unit, day = plan.unit(report.unit), month.day(1)
    data = original(report.file)
    marks: list[Mark] = []
    if data is None:
        data = form(plan, unit, month) or b""
    else:
        marks = [
            Mark(
                finding.place.sheet,
                finding.place.ref,
                f"{RETURN_NOTE}{finding.message}。{finding.fix}",
                plan.profile.compiler,
            )
            for finding in findings
            if finding.place.ref and finding.place.file == report.file
        ]
    return marked(data, marks, _front(plan, month, report, findings, bool(marks)), day)


def _front(
    plan: Plan, month: Month, report: UnitReport, findings: Sequence[Finding], has_marks: bool
) -> Page:
    name = plan.name(report.unit, plan.naming_day(month))
    how = (
        "标红的单元格有批注，只改这些单元格，改好后把这个文件发回即可，不用删本页。"
        if has_marks
        else "请按下面的问题补填或重填后发回，不用删本页。"
    )
    rows = [
        [
            Box(number, CENTRED),
            Box(finding.place.sheet),
            Box(finding.place.ref, CENTRED),
            Box(finding.read),
            Box(finding.message),
            Box(finding.fix),
        ]
        for number, finding in enumerate(findings, 1)
    ]
    width = len(_COLUMNS)
    return Page(
        RETURN_SHEET,
        [
            [Box("报表退回说明", TITLE)],
            [
                Box(
                    f"退给：{name}　　{month.year}年{plan.cycle.name(month)}{plan.profile.programme}报表",
                    LABEL,
                )
            ],
            [Box(f"{how}{RETURN_SIGN}{report.sha256[:_SIGN_LENGTH]}", NOTE)],
            [Box(header, HEADER) for header, _ in _COLUMNS],
            *([*row] for row in rows),
        ],
        [size for _, size in _COLUMNS],
        repeat=4,
        merges=[f"A{row}:{reference(row, width)}" for row in (1, 2, 3)],
        least={1: 28.0, 4: 24.0} | dict.fromkeys(range(5, 5 + len(rows)), 24.0),
    )
