"""核对表.xlsx: what the secretary works through before the drafts go up for signature."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from pipeline.documents.wording import progress_table
from pipeline.files.spreadsheets.writing import Value, listing, write_book
from pipeline.inputs.tables.reader import is_number
from pipeline.model.codes import Level
from pipeline.model.findings import Finding
from pipeline.model.months import chinese_date
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress

Line = Sequence[Value]
_ORDER = list(Level)


def checklist(
    plan: Plan, progress: Progress, tidy_columns: Sequence[str], tidy_rows: Sequence[Line]
) -> bytes:
    """The workbook of a month: 待处理事项, 指标进展, 报送情况, 文件清单, 历月数据."""
    title = f"{progress.month.year}年{plan.cycle.name(progress.month)}{plan.profile.programme}"
    pages = [
        listing("待处理事项", f"{title}待处理事项", _FINDINGS, _findings(plan, progress)),
        listing(
            "指标进展",
            f"{title}指标进展",
            [(plan.terms.of(header), width) for header, width in _PROGRESS],
            _progress(plan, progress),
        ),
        listing("报送情况", f"{title}报送情况", _REPORTS, _reports(plan, progress)),
        listing(
            "文件清单",
            f"{title}文件清单",
            _FILES,
            [(f.name, f.outcome.value, f.reason) for f in progress.files],
        ),
        listing(
            "历月数据",
            f"{title}历月数据",
            tuple(zip(map(plan.terms.of, tidy_columns), _TIDY_WIDTHS, strict=True)),
            [_typed(row) for row in tidy_rows],
        ),
    ]
    return write_book(pages, progress.drawn_up)


_FINDINGS = (
    ("级别", 6.0),
    ("代码", 6.0),
    ("单位", 11.0),
    ("指标", 8.0),
    ("问题", 40.0),
    ("影响", 22.0),
    ("办法", 30.0),
    ("位置", 30.0),
    ("读到的内容", 12.0),
    ("处理登记", 16.0),
)
_PROGRESS = (
    ("序号", 6.0),
    ("实事", 24.0),
    ("指标", 24.0),
    ("责任单位", 13.0),
    ("年度目标", 11.0),
    ("上月累计", 13.0),
    ("本月累计", 11.0),
    ("本月新增", 11.0),
    ("完成比例", 10.0),
    ("与序时差", 10.0),
    ("状态", 14.0),
    ("截至日", 11.0),
    ("备注", 26.0),
)
_REPORTS = (
    ("单位", 16.0),
    ("角色", 8.0),
    ("报送日", 8.0),
    ("状态", 10.0),
    ("填报日期", 14.0),
    ("是否迟报", 10.0),
    ("文件", 46.0),
)
_FILES = (("文件", 52.0), ("结果", 10.0), ("原因", 60.0))

_TIDY_WIDTHS = (9.0, 8.0, 24.0, 13.0, 11.0, 11.0, 10.0, 12.0, 10.0, 36.0, 10.0, 8.0)


def ordered(findings: Sequence[Finding]) -> list[Finding]:
    """Findings by level, worst first, otherwise as they came."""
    return sorted(findings, key=lambda finding: _ORDER.index(finding.level))


def _findings(plan: Plan, progress: Progress) -> list[Line]:
    return [
        (
            finding.level.value,
            finding.code.name,
            plan.name(finding.unit, progress.drawn_up) if finding.unit else "",
            finding.target,
            finding.message,
            finding.why or plan.terms.of(finding.code.title),
            finding.fix,
            str(finding.place),
            finding.read,
            finding.settled,
        )
        for finding in ordered(progress.findings)
    ]


def _progress(plan: Plan, progress: Progress) -> list[Line]:
    return [
        (
            row.number,
            row.matter,
            row.target,
            row.unit,
            *map(str, (row.goal, row.last, row.value, row.new, row.rate, row.gap)),
            row.standing,
            row.as_of,
            str(row.remark),
        )
        for row in progress_table.rows(plan, progress)
    ]


def _reports(plan: Plan, progress: Progress) -> list[Line]:
    return [
        (
            plan.name(report.unit, progress.drawn_up),
            plan.terms.of(report.role.value),
            report.stage.text,
            progress.status_of(report).value,
            _day(report.received),
            "是" if report.late else "否",
            report.file,
        )
        for report in progress.reports
    ]


def _day(day: date | None) -> str:
    return chinese_date(day) if day is not None else ""


def _typed(row: Line) -> Line:
    """Figures as numbers, so that people can sort and sum them; everything else as text."""
    return [Decimal(value) if isinstance(value, str) and is_number(value) else value for value in row]
