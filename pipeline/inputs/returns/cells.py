"""One found sheet, read cell by cell: texts, measures, numbers, and what was wrong with each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher

from pipeline.files.spreadsheets.formulas import is_foreign
from pipeline.inputs.returns.found_form import WRITTEN, FoundSheet
from pipeline.inputs.returns.layout import COUNTY_SHEET, MILESTONE_SHEET, PROGRESS_SHEET, TEXT_SHEET
from pipeline.inputs.returns.numbers import Number, parse_number
from pipeline.inputs.tables.surroundings import first_row
from pipeline.inputs.tables.words import no_words
from pipeline.model.codes import Code, Effect
from pipeline.model.figures import Cell, Figure, Measure, plain
from pipeline.model.findings import COLLATED_NOTE, RETURN_NOTE, Finding, clipped
from pipeline.model.months import Month
from pipeline.model.phrases import one_line
from pipeline.model.plan import Plan, Target, fold
from pipeline.model.readings import EMPTY, Book, Content, Holds, Reading, Row

# Control signs but tab and line ends, zero-width signs, signs that turn the direction of writing.
INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
TOTALS = ("合计", "小计", "总计", "全市", "全市合计")
# Words in a target's name by which its row holds another figure.
_NOT_ITSELF = re.compile("其中|合计|小计|总计|作废|上年|去年|计划")
_OF_ALL_COUNTIES = ("id", "target", "measure")
TITLES = {
    "cumulative": "累计完成",
    "this_month": "本月完成",
    "numerator": "分子",
    "denominator": "分母",
    "corrected_last": "更正后上月累计",
}


@dataclass
class SheetReader:
    """Reads one found sheet of one unit; findings gather as it goes, and the oddly written 截至日期 by text and day."""

    plan: Plan
    month: Month
    book: Book
    found: FoundSheet
    unit: str
    filled: date | None
    findings: list[Finding] = field(default_factory=list)
    odd_days: dict[tuple[str, date], list[Cell]] = field(default_factory=dict)

    def cell(self, row: int, column: str) -> Cell:
        """The address of that column in that row."""
        return self.book.cell(self.found.sheet, row, self.found.columns[column])

    def content(self, row: int, column: str) -> Content:
        """What stands there; EMPTY if the sheet has no such column.

        In 分县区 a target, or a measure, merged over the rows of its counties speaks for each of them.
        """
        number = self.found.columns.get(column)
        if number is None:
            return EMPTY
        if self.by_county and column in _OF_ALL_COUNTIES:
            row = first_row(self.found.sheet, row, number)
        return self.found.sheet.at(row, number)

    def text(self, row: int, column: str) -> str:
        """Its text without invisible signs, the white space of each line trimmed and empty lines dropped."""
        # Signs that end a line are invisible too: they end it before they go.
        lines = (INVISIBLE.sub("", line).strip() for line in self.content(row, column).text.splitlines())
        return "\n".join(line for line in lines if line)

    def sentence(self, row: int, column: str, target: Target) -> str:
        """What a unit wrote where words are asked for; empty, with a finding (R05, R38), where it is none."""
        content = self.content(row, column)
        said = no_words(content)
        if not said:
            return self.text(row, column)
        layout = TEXT_SHEET if self.found.layout is TEXT_SHEET else PROGRESS_SHEET
        title = self.plan.terms.of(layout.column(column).header)
        message = f"{self.label(row, target)}的{title}{said}，没有采用"
        if content.formula and content.holds in (Holds.EMPTY, Holds.UNCALCULATED):
            # The target's figure is another cell: nothing is wrong with it.
            cause = "公式没有算出结果，看不到写了什么"
            fix = "公式的结果是空的，请直接填文字后重报"
            finding = Finding(Code.R05, clipped(message), fix, cause, self.unit, place=self.cell(row, column))
            self.findings.append(finding)
        else:
            self.add(Code.R38, self.cell(row, column), message, target.id)
        return ""

    @property
    def answer(self) -> str:
        """The column a row of this sheet is filled in for: the figure, of a node its state."""
        return "state" if self.found.layout is MILESTONE_SHEET else "cumulative"

    @property
    def by_county(self) -> bool:
        """True for 分县区, whose rows hold shares of a target and no target's own figure."""
        return self.found.layout is COUNTY_SHEET

    @property
    def sheet(self) -> str:
        """What the office's forms call the sheet."""
        return self.plan.terms.of(self.found.layout.name)

    def label(self, row: int, target: Target) -> str:
        """What messages call the row: its target, with the county where there is one."""
        return (
            f"{target.id}{self.sheet}：{self.text(row, 'area')}"
            if self.by_county
            else f"{target.id} {target.name}"
        )

    def add(self, code: Code, cell: Cell, message: str, target: str = "", fix: str = "") -> None:
        """One more finding at `cell`. Whatever is wrong with a share, its effect is one: no sum (R23)."""
        fix, terms = fix or code.fix, self.plan.terms
        if self.by_county and code.effect is Effect.UNUSED:
            code = Code.R23
        self.findings.append(
            Finding(
                code, clipped(message), fix, terms.of(code.why), unit=self.unit, target=target, place=cell
            )
        )

    def target_rows(self) -> dict[int, Target]:
        """The rows that speak of a target of the plan, by row number."""
        rows: dict[int, Target] = {}
        below = False
        for row in range(self.found.header_row + 1, self.found.sheet.last_row + 1):
            column = "id" if self.text(row, "id") else "target"
            word = self.text(row, column)
            target = self.plan.find_target(word) if word and column in self.found.columns else None
            foot = target is None and self.found.is_foot(row)
            below = below or foot
            if not word or column not in self.found.columns or foot:
                continue
            if target is not None:
                rows[row] = target
                self._doubt_row(row, target, below)
            elif self._has_figure(row) and fold(word) not in TOTALS:
                self.add(
                    Code.R10,
                    self.cell(row, column),
                    f"任务分解表里没有“{word}”，这一行没有采用",
                    fix=self._meant(row),
                )
        return rows

    def _meant(self, row: int) -> str:
        """What to do about a row whose id is none, but whose name is a target's."""
        name = self.text(row, "target")
        named = self.plan.find_target(name) if name else None
        return f"指标名称是{named.id}的，编号请照表样填 {named.id} 后重报" if named is not None else ""

    def _doubt_row(self, row: int, target: Target, below: bool) -> None:
        """R28, R30: a row whose id and name are two targets', or that stands where only signatures belong."""
        name = self.text(row, "target") if self.text(row, "id") else ""
        other = self.other_name(name, target)
        if other:
            self.add(
                Code.R28,
                self.cell(row, self.answer),
                f"{self.sheet if self.by_county else ''}第{row}行编号是{target.id}，指标名称却是{other}",
                target.id,
            )
        if below and self._has_figure(row):
            self.add(
                Code.R30,
                self.cell(row, self.answer),
                f"{self.label(row, target)}填在签字栏以下的第{row}行",
                target.id,
            )

    def _has_figure(self, row: int) -> bool:
        return any(self.content(row, column).holds is not Holds.EMPTY for column in WRITTEN)

    def other_name(self, name: str, target: Target) -> str:
        """Why a name is not this target's, in a clause; empty for its own name, however it is worded."""
        named = self.plan.find_target(name) if name else None
        if not name or named is target:
            return ""
        if named is not None:
            return f"{named.id}的“{name}”"
        apart = _NOT_ITSELF.search(fold(name))
        years = [year for year in re.findall(r"\d{4}(?=年)", fold(name)) if int(year) != self.month.year]
        if apart is not None or years:
            return f"“{name}”，说的不是本年{self.plan.terms.realm}累计"
        alike = {
            one.id: SequenceMatcher(None, fold(name), fold(one.name)).ratio() for one in self.plan.targets
        }
        nearest = max(alike, key=lambda each: alike[each])
        return f"“{name}”，更像{nearest}的" if alike[nearest] > alike[target.id] + 0.05 else ""

    def measure(self, row: int, target: Target) -> Measure | None:
        """The measure the row is in; None, with a finding, if it is not the target's.

        A share may do without where the plan itself counts in ones.
        """
        written = self.text(row, "measure")
        if not written and self.by_county and not target.measure.exponent:
            return target.measure
        measure = Measure.parse(written)
        if written and target.accepts(measure):
            return measure
        said = f"计量单位是“{written}”" if written else "没有写计量单位"
        self.add(
            Code.R08,
            # A share's fault stands at its number, where a decision on the share finds it.
            self.cell(row, "cumulative" if self.by_county else "measure"),
            f"{self.label(row, target)}{said}，任务分解表是“{target.measure.text}”",
            target.id,
            fix=f"请改为“{target.measure.text}”并核对数字后重报",
        )
        return None

    def reading(self, row: int, column: str, target: Target, measure: Measure) -> Reading | None:
        """The number in a figure cell in base measures; None, with a finding, if it is not usable."""
        label = f"{self.label(row, target)}的{self.plan.terms.of(TITLES[column])}"
        content = self.content(row, column)
        own = column == "cumulative"
        number = parse_number(content, target.kind.ratio and own, target.kind.signed and own)
        if number.value is not None and is_foreign(content.formula):
            number = Number(None, code=Code.R34)
        if number.value is None:
            if number.code is not None:
                self._refuse(row, column, target, measure, number, number.code)
            return None
        cell = self.cell(row, column)
        if number.cleaned:
            self.add(
                Code.R03, cell, f"{label}写作“{content.text}”，已按 {plain(number.value)} 读取", target.id
            )
        if content.formula:
            self.add(
                Code.R06, cell, f"{label} {plain(number.value)} 由公式 {content.formula} 算出", target.id
            )
        amount = (
            number.value * measure.factor
            if column in ("cumulative", "this_month", "corrected_last")
            else number.value
        )
        base = target.measure.base if column in ("cumulative", "this_month", "corrected_last") else ""
        return Reading(Figure(amount, base, (cell,)), number.decimals, measure.exponent)

    def _refuse(
        self, row: int, column: str, target: Target, measure: Measure, number: Number, code: Code
    ) -> None:
        cell, content = self.cell(row, column), self.content(row, column)
        title = f"{self.label(row, target)}的{self.plan.terms.of(TITLES[column])}"
        foreign = f" {content.text} 由公式 {content.formula} 取自另一个文件" if code is Code.R34 else ""
        if column == "this_month":
            said = foreign or f"写作“{content.text or content.formula}”，不是纯数字"
            self.add(Code.R22, cell, f"{title}{said}，没有采用", target.id)
            return
        read = foreign or f"读到“{content.text or content.formula}”，不是可用的数字"
        fix = code.fix
        if code is Code.R05 and content.holds is Holds.EMPTY:
            fix = "公式的结果是空的，请直接填数字后重报；没有进展的填0"
        elif not fix:
            proposal = self._proposed(number, target, measure) if column == "cumulative" else ""
            nothing = "" if any(sign.isdigit() for sign in content.text) else "；没有进展的填0"
            fix = f"请只填纯数字{f'（如 {proposal}）' if proposal else ''}后重报{nothing}"
        self.add(code, cell, f"{title}{read}", target.id, fix)

    def _proposed(self, number: Number, target: Target, measure: Measure) -> str:
        """The likely number in the measure of its row: 7.15万 is 71500 where the row counts 人.

        Empty where that number would be refused as well.
        """
        if not number.proposal:
            return ""
        shift = Measure.parse(number.scale).exponent - measure.exponent if number.scale else 0
        proposal = Decimal(number.proposal).scaleb(shift)
        amount, goal = proposal * measure.factor, target.goal_on(self.month.last_day).amount
        most = Decimal(100)
        if not target.kind.ratio:
            most = goal * self.plan.rules.implausible / 100 if goal is not None else amount
        whole = not target.whole_numbers or amount == amount.to_integral_value()
        return plain(proposal) if whole and amount <= most else ""


_FIRST_PERSON = ("我局", "我委", "我会", "我办", "我单位", "我们", "我区", "我县")
_REQUESTS = ("请批准", "请拨付", "恳请", "请求", "请予批准", "请审批")
_NUMBERING = re.compile(r"^\s*([一二三四五六七八九十]+、|（[一二三四五六七八九十\d]+）|\(\d+\)|\d+[.．、])")
# The columns that hold sentences, by layout name.
TEXTS = ("headline", "reason", "progress", "difficulty", "coordination", "next_steps", "works")


def note_company(reader: SheetReader, row: int, name: str, target: Target, title: str = "") -> None:
    """R25, R31: what is filled into a cell that is hidden, or that somebody commented on; `title` of what is no cumulative figure."""
    cell, content = reader.cell(row, name), reader.content(row, name)
    label, sheet = reader.label(row, target), reader.found.sheet
    if row in sheet.hidden_rows or reader.found.columns[name] in sheet.hidden_columns:
        what = f"第{row}行" if row in sheet.hidden_rows else "列"
        said = f"{label}{f'的{title}' if title else ''}所在的{what}被隐藏，{'照用' if title else '数字照用'}"
        reader.add(Code.R25, cell, said, target.id)
    foreign = content.comment and not content.comment.startswith((RETURN_NOTE, COLLATED_NOTE))
    if foreign and content.holds is not Holds.EMPTY:
        words = " ".join(content.comment.split())
        reader.add(Code.R31, cell, f"{label}的{title or '累计完成'}有批注：“{words}”", target.id)


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
        title = layout.header
        if column == "correction" and "\n" in text:
            yield finding(Code.R17, column, f"的{title}含有换行，已用逗号连成一句：{one_line(text)}")
        if column not in limits:
            continue
        faults = [word for word in _FIRST_PERSON if word in text]
        faults += ["编号"] if _NUMBERING.match(text) else []
        faults += ["感叹号"] if "！" in text or "!" in text else []
        faults += ["换行"] if "\n" in text else []
        joined = f"；换行处已用逗号连成一句：{one_line(text)}" if "\n" in text else ""
        if faults:
            yield finding(Code.R17, column, f"的{title}含有{'、'.join(faults)}，印进报告前请改写{joined}")
    for column in TEXTS:
        words = [word for word in _REQUESTS if word in getattr(row, column)]
        if words:
            yield finding(Code.R18, column, f"的文字里有“{'、'.join(words)}”")
