"""The rules: what a month's readings cannot be. One function each; pure.

A rule sees the whole month and last month's usable figures, and yields findings; it changes nothing.
To add one: a function under `@rule`, a code in `model.findings`, a case file, a row in the handbook.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from pipeline.model.figures import Cell, Figure, plain, rounded, total
from pipeline.model.findings import Effect, Finding, at
from pipeline.model.months import day_of_month
from pipeline.model.plan import Office, Plan, Role, Target
from pipeline.model.readings import Reading, Returns, Row, UnitReport


@dataclass(frozen=True)
class Month:
    """What a rule may look at.

    `last` holds last month's usable figures by target id, `before` those of the month before that;
    `spoilt` the targets whose figure an earlier rule or the reading itself has already held back, so
    that one mistake is reported once, by its cause.
    """

    plan: Plan
    returns: Returns
    last: Mapping[str, Figure]
    before: Mapping[str, Figure]
    spoilt: frozenset[str] = frozenset()

    def goal(self, target: Target) -> Decimal | None:
        """The amount promised, as in force at the end of the month."""
        return target.goal_on(self.returns.month.last_day).amount

    def chased(self) -> Iterator[UnitReport]:
        """The reports this office waits for: a compiler's from leads, a lead's from cooperating units."""
        own = self.plan.profile.office is Office.LEAD
        return (report for report in self.returns.reports if (report.role is not Role.LEAD) == own)

    def due(self, report: UnitReport) -> date:
        """The day that report is due."""
        if report.role is Role.LEAD:
            return self.plan.lead_deadline(self.returns.month)
        return self.plan.cooperating_deadline(self.returns.month)

    def show(self, target: Target, amount: Decimal) -> str:
        """An amount in the plan's measure, with its name: 5.83万人."""
        return f"{plain(amount / target.measure.factor)}{target.measure.text}"

    def usable(self) -> Iterator[tuple[Target, Row, Reading]]:
        """Rows that hold a readable figure of a quantified target, in plan order."""
        for target in self.plan.targets:
            row = self.returns.row(target.id)
            if row is not None and row.cumulative is not None and target.id not in self.spoilt:
                yield target, row, row.cumulative


Rule = Callable[[Month], Iterable[Finding]]
RULES: list[Rule] = []


def rule(function: Rule) -> Rule:
    """Register a rule; rules run in the order they stand in this file."""
    RULES.append(function)
    return function


def check(month: Month) -> tuple[Finding, ...]:
    """Every finding of every rule, in the order of the rules; the first cause of a fault speaks for it."""
    found: list[Finding] = []
    for run in RULES:
        held_back = {finding.target for finding in found if finding.effect is not Effect.NONE}
        found += run(replace(month, spoilt=month.spoilt | held_back))
    return tuple(found)


def _finding(code: str, cell: Cell, row: Row, message: str, why: str, fix: str) -> Finding:
    return Finding(code, message, fix, why, row.unit, row.target, **at(cell))


def _at(row: Row, column: str) -> Cell:
    """That column's cell, or the cumulative one if the sheet lacks the column."""
    return row.cells.get(column) or row.cells["cumulative"]


@rule
def missing_reports(month: Month) -> Iterator[Finding]:
    """U01: a unit that had to report this month sent nothing that can be used."""
    plan, returns = month.plan, month.returns
    for report in month.chased():
        if report.file:
            continue
        name = plan.name(report.unit, returns.month.last_day)
        led = plan.led_by(report.unit) if report.role is Role.LEAD else ()
        yield Finding(
            "U01",
            f"{name}没有可用的{returns.month.label}报表{f'，涉及{len(led)}项指标' if led else ''}",
            f"请催{name}报送（应于{day_of_month(month.due(report))}前报）",
            "它的指标本月只能写“截至发文时未报送”",
            report.unit,
        )


@rule
def late_reports(month: Month) -> Iterator[Finding]:
    """U02, U03: arrival after the deadline, or no date to tell by."""
    for report in month.chased():
        name = month.plan.name(report.unit, month.returns.month.last_day)
        if report.late and report.received is not None:
            due = month.due(report)
            yield Finding(
                "U02",
                f"{name}于{day_of_month(report.received)}报送，比{day_of_month(due)}的时限晚{(report.received - due).days}天",
                "报告中会写明迟报；到得更早的请在处理登记的“收文”里登记",
                unit=report.unit,
                file=report.file,
            )
        elif report.file and report.received is None:
            yield Finding(
                "U03",
                f"{name}的报表没有填报日期",
                "请在处理登记的“收文”里登记收到日期",
                "无法判断是否按时",
                report.unit,
                file=report.file,
            )


@rule
def blank_rows(month: Month) -> Iterator[Finding]:
    """R01: a lead left out a target, or left its figure (定性: its sentence) blank."""
    returns = month.returns
    reported = {report.unit for report in returns.reports if report.file and report.role is Role.LEAD}
    for target in month.plan.targets:
        if target.id in month.spoilt or not reported.intersection(target.leads):
            continue
        goal = target.goal_on(returns.month.last_day)
        row = returns.row(target.id)
        if goal.suspended or (row is not None and _said_something(row, target)):
            continue
        column = "cumulative" if target.kind.quantified else "headline"
        title = "累计完成" if target.kind.quantified else "一句话进展"
        said = f"的“{title}”没有填" if row is not None else "这一行不在表里"
        report = next(r for r in returns.reports if r.unit in target.leads and r.file)
        place = at(_at(row, column)) if row is not None else {"file": report.file}
        yield Finding(
            "R01",
            f"{target.id} {target.name}{said}",
            "请补填后重报；确实没有进展的填0" if target.kind.quantified else "请用一句话写明做了什么",
            "空白不等于零，本月只能写“截至发文时未报送”",
            report.unit,
            target.id,
            **place,
        )


def _said_something(row: Row, target: Target) -> bool:
    return row.cumulative is not None if target.kind.quantified else bool(row.headline or row.progress)


@rule
def parts_of_ratio(month: Month) -> Iterator[Finding]:
    """R15, C03, C11: a ratio within 0–100, with its parts, equal to 分子÷分母 at the decimals reported."""
    for target, row, reading in month.usable():
        if not target.kind.ratio:
            continue
        value, upper, lower = reading.figure.amount, row.numerator, row.denominator
        label = f"{target.id} {target.name}"
        if not 0 <= value <= 100:
            yield _finding(
                "C11", reading.cell, row, f"{label}填了 {value}%", "比率应在0到100之间", "请核对后重报"
            )
        elif upper is None or lower is None or not lower.figure.amount:
            if target.kind.parts_required:
                yield _finding(
                    "R15",
                    _at(row, "numerator" if upper is None else "denominator"),
                    row,
                    f"{label}没有填齐分子、分母",
                    "没有分子、分母就无法核对这个比率",
                    f"请补填{target.numerator or '分子'}和{target.denominator or '分母'}",
                )
        else:
            exact = upper.figure.amount * 100 / lower.figure.amount
            half = Decimal(5).scaleb(-reading.decimals - 1)
            if abs(exact - value) > half or upper.figure.amount > lower.figure.amount:
                shown = rounded(exact, reading.decimals)
                yield _finding(
                    "C03",
                    reading.cell,
                    row,
                    f"{label}填了 {value}%，按分子 {plain(upper.figure.amount)}÷分母 {plain(lower.figure.amount)} 是 {shown}%",
                    "两个数不一致，不知道哪个是对的",
                    "请核对比率、分子、分母后重报",
                )


@rule
def scale_slips(month: Month) -> Iterator[Finding]:
    """C04, C05: a figure ten thousand times off, or beyond any plausible progress."""
    for target, row, reading in month.usable():
        goal = month.goal(target)
        if not target.kind.cumulative or goal is None:
            continue
        value, label = reading.figure.amount, f"{target.id} {target.name}"
        ceiling = goal * month.plan.rules.implausible / 100
        last = month.last.get(target.id)
        floor = last.amount if last is not None else Decimal(0)
        written = row.cells["cumulative"].read
        for factor in (Decimal(10) ** -4, Decimal(10) ** 4):
            meant = value * factor
            off = value > ceiling if factor < 1 else 0 < value < max(floor, Decimal(1)) / 100
            if off and max(floor / 2, Decimal(0)) <= meant <= ceiling and value:
                yield _finding(
                    "C04",
                    reading.cell,
                    row,
                    f"{label}填了 {written}，按表内单位折合 {month.show(target, value)}，疑似应为 {month.show(target, meant)}",
                    "按表内计量单位计算，与年度目标相差一万倍左右",
                    "请核对数字和计量单位后重报",
                )
                break
        else:
            if value > ceiling and not target.kind.closed_list:
                yield _finding(
                    "C05",
                    reading.cell,
                    row,
                    f"{label}填了 {written}，是年度目标的{plain(rounded(value * 100 / goal, 1))}%",
                    f"超过目标的{plain(month.plan.rules.implausible)}%，多半是填错",
                    "请核对；属实的在处理登记的“核实”里登记依据",
                )


@rule
def closed_lists(month: Month) -> Iterator[Finding]:
    """C06: a closed list cannot be exceeded."""
    for target, row, reading in month.usable():
        goal = month.goal(target)
        if target.kind.closed_list and goal is not None and reading.figure.amount > goal:
            yield _finding(
                "C06",
                reading.cell,
                row,
                f"{target.id} {target.name}填了 {month.show(target, reading.figure.amount)}，名单只有 {month.show(target, goal)}",
                "名单固定，不存在超额",
                "请对照名单核对后重报",
            )


@rule
def whole_numbers(month: Month) -> Iterator[Finding]:
    """C16: people and places are counted in whole numbers."""
    for target, row, reading in month.usable():
        amount = reading.figure.amount
        if target.whole_numbers and amount != amount.to_integral_value():
            yield _finding(
                "C16",
                reading.cell,
                row,
                f"{target.id} {target.name}折合 {plain(amount)}{target.measure.base}，不是整数",
                f"{target.measure.base}只能是整数",
                "请核对小数位和计量单位后重报",
            )


@rule
def falls(month: Month) -> Iterator[Finding]:
    """C01, C02, C15: a cumulative figure falls only with a reason and last month's corrected figure."""
    for target, row, reading in month.usable():
        if not target.kind.cumulative:
            continue
        label, value = f"{target.id} {target.name}", reading.figure.amount
        last, corrected = month.last.get(target.id), row.corrected_last
        if corrected is None:
            if last is not None and value < last.amount:
                yield _finding(
                    "C01",
                    reading.cell,
                    row,
                    f"{label}本月累计 {month.show(target, value)}，少于上月的 {month.show(target, last.amount)}",
                    f"会写成“比上月减少{month.show(target, last.amount - value)}”",
                    "请核对；确属更正的，填写“更正后上月累计”和“更正说明”后重报",
                )
        elif corrected.figure.amount > value or not row.correction:
            problem = "没有写更正说明" if not row.correction else "大于本月累计"
            yield _finding(
                "C15",
                corrected.cell,
                row,
                f"{label}更正后上月累计 {month.show(target, corrected.figure.amount)}，{problem}",
                "更正没有说清，本月新增就算不准",
                "请补充更正说明或核对数字后重报",
            )
        else:
            before = month.show(target, last.amount) if last is not None else "（上月无可用数）"
            yield _finding(
                "C02",
                corrected.cell,
                row,
                f"{label}上月累计由 {before} 更正为 {month.show(target, corrected.figure.amount)}：{row.correction}",
                "本月新增按更正后的上月数计算",
                "请在报告中保留更正说明",
            )


@rule
def monthly_figures(month: Month) -> Iterator[Finding]:
    """C09, C10: this month's figure cannot exceed the cumulative one, and should be the difference."""
    for target, row, reading in month.usable():
        own = row.this_month
        if own is None or not target.kind.cumulative:
            continue
        label, value = f"{target.id} {target.name}", reading.figure.amount
        if own.figure.amount > value:
            yield _finding(
                "C09",
                own.cell,
                row,
                f"{label}本月完成 {month.show(target, own.figure.amount)}，大于累计完成 {month.show(target, value)}",
                "两格可能填反",
                "请核对后重报",
            )
            continue
        base = row.corrected_last.figure if row.corrected_last is not None else month.last.get(target.id)
        if base is not None and value - base.amount != own.figure.amount:
            yield _finding(
                "C10",
                own.cell,
                row,
                f"{label}本月完成填 {month.show(target, own.figure.amount)}，按累计数计算是 {month.show(target, value - base.amount)}",
                "报告按累计数计算的新增数写",
                "请与单位核对累计数是否准确",
            )


@rule
def parts_and_wholes(month: Month) -> Iterator[Finding]:
    """C07: a total and its parts that do not add up are all doubtful: nobody knows which is wrong."""
    held = {target.id: (row, reading) for target, row, reading in month.usable()}
    for target in month.plan.targets:
        parts = month.plan.parts_of(target.id)
        if not parts or target.id not in held or any(part.id not in held for part in parts):
            continue
        whole = held[target.id][1]
        amounts = [held[part.id][1].figure for part in parts]
        if total(amounts, whole.figure.measure).amount == whole.figure.amount:
            continue
        sums = "+".join(plain(amount.amount / target.measure.factor) for amount in amounts)
        message = (
            f"{target.name}合计 {month.show(target, whole.figure.amount)}，"
            f"分项之和 {sums}={month.show(target, total(amounts, whole.figure.measure).amount)}"
        )
        for member in (target, *parts):
            owner, reading = held[member.id]
            yield _finding(
                "C07",
                reading.cell,
                owner,
                f"{member.id} {message}",
                "不知道是合计错还是分项错，这几个数都不能用",
                "请核对合计与各分项后重报",
            )


@rule
def county_sums(month: Month) -> Iterator[Finding]:
    """C08, R20: the counties of a target add up to the city's figure; a blank one is named."""
    for target, row, reading in month.usable():
        rows = month.returns.counties_of(target.id)
        if not target.counties:
            continue
        given = [county.cumulative.figure for county in rows if county.cumulative is not None]
        named = {county.area for county in rows if county.cumulative is not None}
        blank = [
            month.plan.name(key, month.returns.month.last_day) for key in target.counties if key not in named
        ]
        if blank:
            cell = rows[0].cell if rows else reading.cell
            said = "各县（市）区都没有填" if not given else f"没有填：{'、'.join(blank)}"
            yield _finding(
                "R20",
                cell,
                row,
                f"{target.id} {target.name}分县区{said}",
                "县（市）区的情况无从反映",
                "请补填；没有进展的填0",
            )
        county_total = total(given, reading.figure.measure)
        if given and not _adds_up(month, target, reading, county_total.amount):
            yield _finding(
                "C08",
                reading.cell,
                row,
                f"{target.id} {target.name}全市 {month.show(target, reading.figure.amount)}，"
                f"分县区合计 {month.show(target, county_total.amount)}",
                "不知道哪个数对，全市数不能用",
                "请核对全市数和分县区各数后重报",
            )


def _adds_up(month: Month, target: Target, reading: Reading, counties: Decimal) -> bool:
    """Equal; or, where the plan allows it, equal after rounding to the decimals of a 万 or 亿 figure."""
    city = reading.figure.amount
    if city == counties or not month.plan.rules.county_rounding or not target.measure.exponent:
        return city == counties
    return abs(city - counties) * 2 <= target.measure.factor.scaleb(-reading.decimals)


@rule
def nodes_wanted(month: Month) -> Iterator[Finding]:
    """C12: an unfinished target judged by nodes that has none."""
    returns = month.returns
    finished = {
        target.id
        for target, _, reading in month.usable()
        if reading.figure.amount >= (month.goal(target) or 0)
    }
    for target in month.plan.targets:
        row = returns.row(target.id)
        if target.by_nodes and target.id not in finished and not month.plan.nodes_of(target.id):
            place = at(row.cells["cumulative"]) if row is not None else {}
            yield Finding(
                "C12",
                f"{target.id} {target.name}按节点考核，但任务分解表没有设节点",
                "请向责任单位要时间节点，填入任务分解表的“节点”表",
                "不作月度序时判断",
                target.leads[0],
                target.id,
                **place,
            )


@rule
def standing_still(month: Month) -> Iterator[Finding]:
    """C14: the third month in a row with the same unfinished figure."""
    for target, row, reading in month.usable():
        last, before, goal = month.last.get(target.id), month.before.get(target.id), month.goal(target)
        if not target.kind.cumulative or last is None or before is None or goal is None:
            continue
        if reading.figure.amount == last.amount == before.amount < goal:
            yield _finding(
                "C14",
                reading.cell,
                row,
                f"{target.id} {target.name}连续三个月都是 {month.show(target, reading.figure.amount)}",
                "可能漏填了新进展",
                "请与单位核对是否确无进展",
            )
