"""People's decisions (处理登记) over readings and findings: what may be used in the end.

A checked value takes the place of the reported one, and its trace shows both cells; the unit's sheet is
never edited.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from pipeline.files.preflight import Unreadable
from pipeline.files.sheets import read_own_book
from pipeline.intake.check import check
from pipeline.intake.check.facts import Facts
from pipeline.intake.locate import parse_month
from pipeline.model.errors import PlanProblem
from pipeline.model.figures import Cell, Figure, plain
from pipeline.model.findings import Effect, Finding, at
from pipeline.model.months import Month
from pipeline.model.plan import Plan
from pipeline.model.readings import CountyRow, Reading, Returns, Row, Settled
from pipeline.plan.tablebook import write_tables
from pipeline.plan.tables import Problems, Record, Table, nearest, read_tables
from pipeline.workspace import Workspace

Key = TypeVar("Key")
Value = TypeVar("Value")

DECISION_TABLES = (
    Table(
        "核实",
        ("月份", "编号", "单位", "报表原值", "核实值", "方式", "依据", "经办岗位", "日期"),
        ("月份", "编号", "核实值", "方式", "依据", "经办岗位", "日期"),
        "核实值按任务分解表的计量单位填；报表原值照抄单位报表里的内容；经办只写岗位，不写姓名。",
        optional=True,
    ),
    Table(
        "带缺定稿",
        ("月份", "单位或编号", "处理意见", "批准岗位", "日期"),
        ("月份", "单位或编号", "处理意见", "批准岗位", "日期"),
        "有退回、待核或未报送时仍要定稿的，在这里逐项登记批准意见。",
        optional=True,
    ),
    Table(
        "收文",
        ("月份", "单位", "文件", "收到日期"),
        ("月份", "单位", "收到日期"),
        "实际收到日期以这里为准。",
        optional=True,
    ),
    Table(
        "督办",
        ("月份", "单位", "状态", "原因", "批准岗位", "日期"),
        ("月份", "单位", "状态"),
        "状态：已发、已回、销号、不发；不发的写明原因和批准岗位。",
        optional=True,
    ),
)
_IMPOSSIBLE = frozenset({"C04", "C06", "C11", "C16"})
DECISION_CHOICES = {("督办", "状态"): ("已发", "已回", "销号", "不发")}


@dataclass(frozen=True, slots=True)
class Verified:
    """A value people checked: in base measures, with the register's cell; `ground` says how and why."""

    figure: Figure
    decimals: int
    reported: str
    ground: str
    cell: Cell


@dataclass(frozen=True)
class Decisions:
    """The register of a year. Values by (month, target, unit), arrivals by (month, unit),
    waivers (带缺定稿) as (month, unit key or target id), findings by month (None: of every month).
    """

    verified: Mapping[tuple[Month, str, str], Verified] = field(default_factory=dict)
    received: Mapping[tuple[Month, str], date] = field(default_factory=dict)
    waived: frozenset[tuple[Month, str]] = frozenset()
    findings: Mapping[Month | None, tuple[Finding, ...]] = field(default_factory=dict)
    file: str = ""
    sha256: str = ""


def read_decisions(office: Workspace, plan: Plan) -> Decisions:
    """处理登记.xlsx; no file is no decision. `PlanProblem` if it cannot be read at all."""
    path = office.decisions_file(plan.profile.year)
    if not path.is_file():
        return Decisions()
    name = office.relative(path)
    try:
        book = read_own_book(path.read_bytes(), name)
    except Unreadable as reason:
        raise PlanProblem(f"{name} {reason}") from None
    problems = Problems()
    tables = read_tables(book, DECISION_TABLES, problems)
    if problems.findings:
        raise PlanProblem(f"{name} 的表头或工作表有误，不能继续。请改正后再运行。", problems.findings)
    reader = _Register(plan, problems)
    verified = reader.each_once(tables["核实"], "核实值", reader.verified)
    received = reader.each_once(tables["收文"], "收到日期", reader.received)
    waived = frozenset(filter(None, (reader.waived(record) for record in tables["带缺定稿"])))
    by_month: dict[Month | None, tuple[Finding, ...]] = {}
    for month, finding in reader.by_month:
        by_month[month] = (*by_month.get(month, ()), finding)
    return Decisions(verified, received, waived, by_month, name, book.sha256)


@dataclass
class _Register:
    """Rows of the register, held against the plan; what is wrong becomes D01 in the month it names, or in every month."""

    plan: Plan
    problems: Problems
    by_month: list[tuple[Month | None, Finding]] = field(default_factory=list)

    def fault(self, record: Record, column: str, month: Month | None, message: str, fix: str) -> None:
        finding = Finding(
            "D01",
            f"处理登记［{record.sheet.name}］：{message}",
            fix,
            "这一行没有起作用",
            **at(record.cell(column)),
        )
        self.by_month.append((month, finding))

    def each_once(
        self, records: list[Record], column: str, read: Callable[[Record], tuple[Key, Value] | None]
    ) -> dict[Key, Value]:
        """What the rows say, by what they are about; of two rows about the same thing only the first counts."""
        found: dict[Key, Value] = {}
        for record in records:
            entry = read(record)
            if entry is not None and entry[0] in found:
                self.fault(record, column, self.month(record), "与前面一行登记的是同一件事", "请只留一行")
            elif entry is not None:
                found[entry[0]] = entry[1]
        return found

    def month(self, record: Record) -> Month | None:
        month = parse_month(record.content("月份"))
        if month is None or month.year != self.plan.profile.year:
            text = record.text("月份")
            self.fault(
                record, "月份", None, f"月份“{text}”认不出", f"请写成{self.plan.profile.year}-09的样子"
            )
            return None
        return month

    def unit(self, record: Record, month: Month) -> str | None:
        text = record.text("单位")
        key = self.plan.find_unit(text)
        if key is None:
            names = [unit.key for unit in self.plan.units]
            self.fault(record, "单位", month, f"没有登记的单位“{text}”", f"请改正{nearest(text, names)}")
        return key

    def complete(self, record: Record, month: Month, columns: tuple[str, ...]) -> bool:
        empty = [column for column in columns if not record.text(column)]
        if empty:
            self.fault(record, empty[0], month, f"“{'”“'.join(empty)}”没有填写", "请补填后再运行")
        return not empty

    def verified(self, record: Record) -> tuple[tuple[Month, str, str], Verified] | None:
        month = self.month(record)
        if month is None or not self.complete(record, month, ("核实值", "方式", "依据", "经办岗位", "日期")):
            return None
        target = self.plan.find_target(record.text("编号"))
        if target is None or not target.kind.quantified:
            self.fault(record, "编号", month, f"没有编号为“{record.text('编号')}”的定量指标", "请改正编号")
            return None
        unit = self.unit(record, month) if record.text("单位") else target.leads[0]
        if unit is not None and unit not in target.leads and not self.plan.unit(unit).county:
            self.fault(
                record,
                "单位",
                month,
                f"{unit}不是{target.id}的责任单位，也不是县（市）区",
                "请改正单位或编号",
            )
            return None
        if record.day("日期") is None:
            self.fault(record, "日期", month, f"日期“{record.text('日期')}”认不出", "请写成2021-09-28的样子")
            return None
        value = record.number("核实值")
        if value is None or value < 0:
            self.fault(record, "核实值", month, f"核实值“{record.text('核实值')}”不是数字", "请填纯数字")
            return None
        if unit is None:
            return None
        exponent = value.as_tuple().exponent
        ground = f"{record.text('方式')}；依据：{record.text('依据')}；经办：{record.text('经办岗位')}"
        figure = Figure(value * target.measure.factor, target.measure.base, (record.cell("核实值"),))
        decimals = max(0, -exponent) if isinstance(exponent, int) else 0
        found = Verified(figure, decimals, record.text("报表原值"), ground, record.cell("核实值"))
        return (month, target.id, unit), found

    def received(self, record: Record) -> tuple[tuple[Month, str], date] | None:
        month = self.month(record)
        unit = self.unit(record, month) if month is not None else None
        if month is None or unit is None:
            return None
        day = record.day("收到日期")
        if day is None:
            self.fault(
                record,
                "收到日期",
                month,
                f"收到日期“{record.text('收到日期')}”认不出",
                "请写成2021-09-27的样子",
            )
            return None
        return (month, unit), day

    def waived(self, record: Record) -> tuple[Month, str] | None:
        month = self.month(record)
        if month is None or not self.complete(record, month, ("单位或编号", "处理意见", "批准岗位", "日期")):
            return None
        text = record.text("单位或编号")
        target, unit = self.plan.find_target(text), self.plan.find_unit(text)
        if target is None and unit is None:
            self.fault(record, "单位或编号", month, f"“{text}”既不是单位也不是指标编号", "请改正")
            return None
        return month, target.id if target is not None else str(unit)


def write_register(day: date) -> bytes:
    """An empty 处理登记.xlsx for people to fill."""
    return write_tables(DECISION_TABLES, {}, DECISION_CHOICES, day)


def unsettled(decisions: Decisions, month: Month, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The open findings nobody has waived in 带缺定稿, by unit or by target: what `--final` stops at."""
    return tuple(
        finding
        for finding in findings
        if finding.open and not {(month, finding.unit), (month, finding.target)} & decisions.waived
    )


def settle(plan: Plan, returns: Returns, decisions: Decisions, earlier: list[Settled]) -> Settled:
    """What may be used of a month, once decisions are applied and every rule has run.

    `earlier` are the months before it, settled, in order.
    """
    month = returns.month
    applied, stale = _applicable(plan, returns, decisions)
    changed = _substitute(returns, plan, applied)
    decided = {target: one for (target, unit), one in applied.items() if not plan.unit(unit).county}
    shares = {row.cell for row in returns.counties if (row.target, row.area) in applied}
    reading = tuple(_settled(finding, decided, shares) for finding in changed.findings)
    last, before = (_values(earlier, back) for back in (1, 2))
    known = {target: (one.month, figure) for one in earlier for target, figure in one.values.items()}
    spoilt = frozenset(finding.target for finding in reading if finding.effect is not Effect.NONE)
    checked = check(Facts(plan, replace(changed, findings=reading), last, before, known, spoilt))
    findings = (
        *reading,
        *(_settled(finding, decided, shares) for finding in checked),
        *stale,
        *decisions.findings.get(month, ()),
        *decisions.findings.get(None, ()),
        *(_done(plan, month, target, unit, verified) for (target, unit), verified in applied.items()),
    )
    held_back = {finding.target for finding in findings if finding.effect is not Effect.NONE}
    rows = [row for row in changed.rows if row.target not in held_back]
    return Settled(
        returns=changed,
        findings=findings,
        values={row.target: row.cumulative.figure for row in rows if row.cumulative is not None},
        corrected={
            row.target: row.corrected_last.figure
            for row in rows
            if row.corrected_last is not None and plan.target(row.target).kind.cumulative
        },
    )


def _values(earlier: list[Settled], back: int) -> Mapping[str, Figure]:
    return earlier[-back].values if len(earlier) >= back else {}


def _applicable(
    plan: Plan, returns: Returns, decisions: Decisions
) -> tuple[dict[tuple[str, str], Verified], list[Finding]]:
    """The checked values of the month; one made for another reported value is stale and is not used."""
    applied: dict[tuple[str, str], Verified] = {}
    stale = []
    for (month, target_id, unit), verified in decisions.verified.items():
        if month != returns.month:
            continue
        read = _reported(plan, returns, target_id, unit)
        if read is not None and verified.reported and verified.reported != read:
            stale.append(
                Finding(
                    "D01",
                    f"{target_id}的核实登记写报表原值“{verified.reported}”，现在报表里是“{read}”",
                    "单位可能已重报，请重新核实后更新这一行",
                    "这一行没有起作用",
                    unit,
                    target_id,
                    **at(verified.cell),
                )
            )
            continue
        applied[target_id, unit] = verified
    return applied, stale


def _reported(plan: Plan, returns: Returns, target_id: str, unit: str) -> str | None:
    """What stands in the sheet where a decision says what it saw; None if there is no such cell."""
    if plan.unit(unit).county:
        areas = [row for row in returns.counties_of(target_id) if row.area == unit]
        return areas[0].cell.read.strip() if areas else None
    row = returns.row(target_id)
    return row.cells["cumulative"].read.strip() if row is not None and "cumulative" in row.cells else None


def _substitute(returns: Returns, plan: Plan, applied: Mapping[tuple[str, str], Verified]) -> Returns:
    rows, counties = list(returns.rows), list(returns.counties)
    for (target_id, unit), verified in applied.items():
        if plan.unit(unit).county:
            counties = [row for row in counties if (row.target, row.area) != (target_id, unit)]
            lead = plan.target(target_id).leads[0]
            counties.append(CountyRow(target_id, lead, unit, _reading(verified, None), verified.cell))
            continue
        row = returns.row(target_id)
        reading = _reading(verified, row.cells.get("cumulative") if row is not None else None)
        if row is None:
            rows.append(Row(target_id, unit, {"cumulative": verified.cell}, cumulative=reading))
        else:
            rows[rows.index(row)] = replace(row, cumulative=reading)
    return replace(returns, rows=tuple(rows), counties=tuple(counties))


def _reading(verified: Verified, original: Cell | None) -> Reading:
    cells = (*verified.figure.cells, original) if original is not None else verified.figure.cells
    return Reading(replace(verified.figure, cells=cells), verified.decimals)


def _settled(finding: Finding, decided: Mapping[str, Verified], shares: set[Cell]) -> Finding:
    """The finding as disposed of by a decision on its target, or on the county's share it points at.

    What no value can be (a slip of scale, more than the list, beyond 100 %, half a person) no decision
    can dispose of: then the register itself is wrong.
    """
    if finding.effect is Effect.NONE or finding.code in _IMPOSSIBLE:
        return finding
    if any(
        at(cell) == {**at(cell), "cell": finding.cell, "file": finding.file, "sheet": finding.sheet}
        for cell in shares
    ):
        return replace(finding, settled="分县区数已按处理登记核实")
    verified = decided.get(finding.target)
    if verified is None or finding.code == "R23":
        return finding
    return replace(finding, settled=verified.ground)


def _done(plan: Plan, month: Month, target_id: str, unit: str, verified: Verified) -> Finding:
    target = plan.target(target_id)
    whose = plan.name(unit, plan.naming_day(month)) if plan.unit(unit).county else ""
    shown = f"{plain(verified.figure.amount / target.measure.factor)}{target.measure.text}"
    return Finding(
        "D02",
        f"{target_id} {target.name}{whose}{month.label}按核实值 {shown} 使用（{verified.ground}）",
        "无须处理",
        unit=target.leads[0],
        target=target_id,
        **at(verified.cell),
    )
