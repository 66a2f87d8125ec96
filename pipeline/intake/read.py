"""A found form to readings and findings, cell by cell. Says "this is no number"; never judges whether
a number can be (that is `check`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pipeline.intake.locate import FoundForm, FoundSheet, parse_date
from pipeline.intake.numbers import Number, parse_number
from pipeline.intake.texts import unfit_texts
from pipeline.model.figures import Cell, Figure, Measure, plain
from pipeline.model.findings import Finding, at
from pipeline.model.layout import COUNTY_SHEET, FOOT_LABELS
from pipeline.model.months import Month
from pipeline.model.plan import Plan, Target, fold
from pipeline.model.readings import EMPTY, Book, Content, CountyRow, Holds, Reading, Row

_TOTALS = ("合计", "小计", "总计", "全市", "全市合计")
_FOOT = frozenset(fold(label) for label in FOOT_LABELS)
_WHY = {
    "R02": "不是纯数字就不能确认是多少，本月只能写“数据正在核实”",
    "R04": "公式出错，看不到真正的数字",
    "R05": "公式没有算出结果，看不到数字",
    "R07": "格式成了日期或逻辑值，看不到真正的数字",
    "R14": "累计数不会是负数",
    "R21": "0.563与56.3%容易相差一百倍",
}
_FIX = {
    "R04": "请改正公式，或直接填数字后重报",
    "R05": "请用 Excel 或 WPS 打开、保存一次后重报，或直接填数字",
    "R07": "请把单元格格式改为常规，重新填写数字",
    "R14": "请核对后重报",
    "R21": "请把单元格格式改为数值，直接填百分数",
}
_TITLES = {
    "cumulative": "累计完成",
    "this_month": "本月完成",
    "numerator": "分子",
    "denominator": "分母",
    "corrected_last": "更正后上月累计",
}


@dataclass
class SheetReader:
    """Reads one found sheet of one unit; findings gather as it goes."""

    plan: Plan
    month: Month
    book: Book
    found: FoundSheet
    unit: str
    filled: date | None
    findings: list[Finding] = field(default_factory=list)

    def cell(self, row: int, column: str) -> Cell:
        """The address of that column in that row."""
        return self.book.cell(self.found.sheet, row, self.found.columns[column])

    def content(self, row: int, column: str) -> Content:
        """What stands there; EMPTY if the sheet has no such column."""
        number = self.found.columns.get(column)
        return EMPTY if number is None else self.found.sheet.at(row, number)

    def text(self, row: int, column: str) -> str:
        """Its text with the white space of each line trimmed and empty lines dropped."""
        lines = (line.strip() for line in self.content(row, column).text.splitlines())
        return "\n".join(line for line in lines if line)

    def add(self, code: str, cell: Cell, message: str, fix: str, target: str = "", why: str = "") -> None:
        """One more finding at `cell`."""
        self.findings.append(Finding(code, message, fix, why, self.unit, target, **at(cell)))

    def target_rows(self) -> dict[int, Target]:
        """The rows that speak of a target of the plan, by row number."""
        rows: dict[int, Target] = {}
        for row in range(self.found.header_row + 1, self.found.sheet.last_row + 1):
            column = "id" if self.text(row, "id") else "target"
            word = self.text(row, column)
            if not word or column not in self.found.columns or self._is_foot(row):
                continue
            target = self.plan.find_target(word)
            if target is not None:
                rows[row] = target
            elif self._has_figure(row) and fold(word) not in _TOTALS:
                self.add(
                    "R10",
                    self.cell(row, column),
                    f"任务分解表里没有“{word}”，这一行没有采用",
                    "请核对编号和指标名称；确属新增指标的，先更新任务分解表",
                )
        return rows

    def _is_foot(self, row: int) -> bool:
        """True for the lines below the table that hold names of posts, the telephone, the date."""
        texts = (
            self.found.sheet.at(row, column).text for column in range(1, self.found.sheet.last_column + 1)
        )
        return any(fold(text).replace(":", "：").partition("：")[0] in _FOOT for text in texts)

    def _has_figure(self, row: int) -> bool:
        return self.content(row, "cumulative").holds is not Holds.EMPTY

    def measure(self, row: int, target: Target) -> Measure | None:
        """The measure the row is in; None, with a finding, if it is not the target's."""
        if "measure" not in self.found.columns:
            return target.measure if not target.measure.exponent else None
        written = self.text(row, "measure")
        measure = Measure.parse(written)
        if written and target.accepts(measure):
            return measure
        said = f"计量单位是“{written}”" if written else "没有写计量单位"
        self.add(
            "R08",
            self.cell(row, "measure"),
            f"{target.id} {target.name}{said}，任务分解表是“{target.measure.text}”",
            f"请改为“{target.measure.text}”并核对数字后重报",
            target.id,
            "单位不清，数字可能差一万倍",
        )
        return None

    def reading(self, row: int, column: str, target: Target, measure: Measure) -> Reading | None:
        """The number in a figure cell in base measures; None, with a finding, if it is not usable."""
        content = self.content(row, column)
        number = parse_number(content, target.kind.ratio and column == "cumulative")
        if number.value is None:
            if number.code:
                self._refuse(row, column, target, measure, number)
            return None
        cell = self.cell(row, column)
        if number.cleaned:
            self.add(
                "R03",
                cell,
                f"{target.id} {target.name}的{_TITLES[column]}写作“{content.text}”，已按 {plain(number.value)} 读取",
                "以后请直接填半角纯数字",
                target.id,
            )
        if content.formula:
            self.add(
                "R06",
                cell,
                f"{target.id} {target.name}的{_TITLES[column]} {plain(number.value)} 由公式 {content.formula} 算出",
                "请核对结果，最好直接填数字",
                target.id,
            )
        amount = (
            number.value * measure.factor
            if column in ("cumulative", "this_month", "corrected_last")
            else number.value
        )
        base = target.measure.base if column in ("cumulative", "this_month", "corrected_last") else ""
        return Reading(Figure(amount, base, (cell,)), number.decimals, measure.exponent)

    def _refuse(self, row: int, column: str, target: Target, measure: Measure, number: Number) -> None:
        cell, content = self.cell(row, column), self.content(row, column)
        title = f"{target.id} {target.name}的{_TITLES[column]}"
        if column == "this_month":
            self.add(
                "R22", cell, f"{title}写作“{content.text}”，不是纯数字，没有采用", "请填纯数字", target.id
            )
            return
        read = f"读到“{content.text or content.formula}”，不是可用的数字"
        proposal = _proposed(number, measure)
        guess = f"请只填纯数字{f'（如 {proposal}）' if proposal else ''}后重报"
        self.add(
            number.code,
            cell,
            f"{title}{read}",
            _FIX.get(number.code, guess),
            target.id,
            _WHY.get(number.code, ""),
        )


def _proposed(number: Number, measure: Measure) -> str:
    """The likely number in the measure of its row: 7.15万 is 71500 where the row counts 人."""
    if not number.proposal or not number.scale:
        return number.proposal
    shift = Measure.parse(number.scale).exponent - measure.exponent
    return plain(Decimal(number.proposal).scaleb(shift))


def read_rows(reader: SheetReader) -> list[Row]:
    """The rows of 进展情况 or 配合情况, one per target of the plan that the sheet names."""
    by_target: dict[str, list[int]] = {}
    targets = reader.target_rows()
    for number, target in targets.items():
        by_target.setdefault(target.id, []).append(number)
    result = []
    for target_id, numbers in by_target.items():
        if len(numbers) > 1:
            reader.add(
                "R11",
                reader.cell(numbers[1], "cumulative"),
                f"{target_id}填了{len(numbers)}行，分不清哪一行有效",
                "请只留一行后重报",
                target_id,
            )
        result.append(_read_row(reader, numbers[0], targets[numbers[0]]))
    return result


def _read_row(reader: SheetReader, number: int, target: Target) -> Row:
    cells = {name: reader.cell(number, name) for name in reader.found.columns}
    figures: dict[str, Reading | None] = {}
    written = [name for name in _TITLES if _filled(reader.content(number, name))]
    suspended = target.goal_on(reader.month.last_day).suspended
    if target.kind.quantified and written and not suspended:
        measure = reader.measure(number, target)
        if measure is not None:
            figures = {name: reader.reading(number, name, target, measure) for name in written}
            if (
                measure.base == target.measure.base
                and measure.exponent != target.measure.exponent
                and figures.get("cumulative")
            ):
                _note_conversion(reader, number, target, figures["cumulative"])
        _compare_goal(reader, number, target)
    as_of = _as_of(reader, number, target) if written or reader.text(number, "headline") else None
    row = Row(
        target.id,
        reader.unit,
        cells,
        **figures,
        as_of=as_of,
        correction=reader.text(number, "correction"),
        headline=reader.text(number, "headline"),
        reason=reader.text(number, "reason"),
        progress=reader.text(number, "progress"),
        difficulty=reader.text(number, "difficulty"),
        coordination=reader.text(number, "coordination"),
        next_steps=reader.text(number, "next_steps"),
    )
    reader.findings += unfit_texts(reader.plan, row)
    return row


def _filled(content: Content) -> bool:
    return content.holds is not Holds.EMPTY or bool(content.formula)


def _note_conversion(reader: SheetReader, number: int, target: Target, reading: Reading | None) -> None:
    if reading is None:
        return
    shown = plain(reading.figure.amount / target.measure.factor)
    reader.add(
        "R09",
        reader.cell(number, "measure"),
        f"{target.id} {target.name}按“{reader.text(number, 'measure')}”填报，已换算为 {shown}{target.measure.text}",
        "无须处理；以后最好按表样的计量单位填报",
        target.id,
    )


def _compare_goal(reader: SheetReader, number: int, target: Target) -> None:
    """The target written in the sheet must be the plan's; what is no plain number is left alone."""
    content = reader.content(number, "goal")
    goal = target.goal_on(reader.month.last_day).amount
    stated = parse_number(content, target.kind.ratio)
    if goal is None or stated.value is None:
        return
    expected = goal / target.measure.factor
    if stated.value != expected:
        reader.add(
            "R12",
            reader.cell(number, "goal"),
            f"{target.id} {target.name}表内年度目标是 {plain(stated.value)}，任务分解表是 {plain(expected)}",
            "请用当年表样填报；目标确有调整的，先在任务分解表的“目标调整”登记依据",
            target.id,
            "可能用了旧表样，或目标被改动",
        )


def _as_of(reader: SheetReader, number: int, target: Target) -> date | None:
    if "as_of" not in reader.found.columns:
        return None
    content = reader.content(number, "as_of")
    day = parse_date(content, reader.month.year)
    cell = reader.cell(number, "as_of")
    if day is None:
        said = f"写作“{content.text}”，认不出" if content.text else "没有填"
        reader.add(
            "R13", cell, f"{target.id} {target.name}的截至日期{said}", "请填数据统计到哪一天", target.id
        )
        return None
    late = reader.filled is not None and day > reader.filled
    if Month(day.year, day.month) != reader.month or late:
        problem = "晚于填报日期" if late else f"不在{reader.month.label}"
        reader.add(
            "R19",
            cell,
            f"{target.id} {target.name}的截至日期 {day.isoformat()} {problem}",
            "请核对日期和数字是不是本月的，改正后重报",
            target.id,
            "可能是别的月份的数字",
        )
    return day


def read_counties(reader: SheetReader) -> list[CountyRow]:
    """The rows of 分县区. Any county unit may stand there; sums and other lines are passed over."""
    result: list[CountyRow] = []
    seen: dict[tuple[str, str], Cell] = {}
    for number, target in reader.target_rows().items():
        word = reader.text(number, "area")
        if fold(word) in _TOTALS:
            continue
        cell = reader.cell(number, "area")
        key = reader.plan.find_unit(word) if word else None
        if key is None or not reader.plan.unit(key).county:
            reader.add(
                "R20",
                cell,
                f"{target.id}分县区：认不出县（市）区“{word}”，这一行没有计入",
                "请改为表样里的名称后重报",
                target.id,
            )
            continue
        if (target.id, key) in seen:
            reader.add(
                "R23",
                cell,
                f"{target.id}分县区：{word}填了两行（另一行在{seen[target.id, key].ref}）",
                "请只留一行后重报",
                target.id,
            )
            continue
        seen[target.id, key] = cell
        result.append(_county_row(reader, number, target, key))
    return result


def _county_row(reader: SheetReader, number: int, target: Target, key: str) -> CountyRow:
    content = reader.content(number, "cumulative")
    cell = reader.cell(number, "cumulative")
    if not _filled(content):
        return CountyRow(target.id, reader.unit, key, None, cell)
    written = reader.text(number, "measure")
    measure = Measure.parse(written) if written else Measure.parse(target.measure.base)
    parsed = parse_number(content, target.kind.ratio)
    if parsed.value is None or not target.accepts(measure):
        problem = f"数字写作“{content.text}”" if parsed.value is None else f"计量单位写作“{written}”"
        reader.add(
            "R23",
            cell,
            f"{target.id}分县区：{key}的{problem}，无法合计",
            "请改正后重报",
            target.id,
            "分县区加不起来，就无法核对全市数",
        )
        return CountyRow(target.id, reader.unit, key, None, cell)
    figure = Figure(parsed.value * measure.factor, target.measure.base, (cell,))
    return CountyRow(target.id, reader.unit, key, Reading(figure, parsed.decimals), cell)


def read_form(
    plan: Plan, month: Month, book: Book, form: FoundForm, unit: str, layout: str
) -> tuple[list[Row], list[CountyRow], list[Finding]]:
    """The rows of `layout` and the county rows of a unit's form, with every finding on the way."""
    readers = {
        name: SheetReader(plan, month, book, found, unit, form.filled) for name, found in form.sheets.items()
    }
    rows = read_rows(readers[layout]) if layout in readers else []
    counties = read_counties(readers[COUNTY_SHEET.name]) if COUNTY_SHEET.name in readers else []
    findings = [finding for reader in readers.values() for finding in reader.findings]
    return rows, counties, findings
