"""处理登记: what people decided about a year's reports, read and held against the plan; and its blank workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import TypeVar

from pipeline.files.folder import digest
from pipeline.inputs.decisions.calls import CALLS, read_calls
from pipeline.inputs.decisions.choosing import CHOSEN, read_choices
from pipeline.inputs.decisions.coordinating import COORDINATIONS, read_coordinations
from pipeline.inputs.decisions.editorial import SHEET as EDITORIAL
from pipeline.inputs.decisions.editorial import read_editorial
from pipeline.inputs.decisions.instructions import INSTRUCTIONS, read_instructions
from pipeline.inputs.decisions.register_guidance import guidance
from pipeline.inputs.decisions.register_sheets import DECISION_CHOICES, DECISION_TABLES
from pipeline.inputs.decisions.signing_sheets import SENT, SIGNED, SigningReader
from pipeline.inputs.decisions.steps import CAME_BACK, STEPS, read_steps
from pipeline.inputs.decisions.workbook_reader import (
    Form,
    Returned,
    kept,
    month_of,
    periods_to_write,
    read_returned,
    sent_back,
)
from pipeline.inputs.tables.reader import Record, suggesting
from pipeline.inputs.tables.writer import write_tables
from pipeline.model.choices import Choice
from pipeline.model.codes import Code
from pipeline.model.coordination import Coordination
from pipeline.model.editorial import Editorial, Kept
from pipeline.model.figures import Cell, Figure, plain
from pipeline.model.findings import Finding
from pipeline.model.instructions import Instruction
from pipeline.model.months import Month
from pipeline.model.plan import Plan, Target
from pipeline.model.readings import Call
from pipeline.model.signing import SigningRegister
from pipeline.model.supervision import Entry, Step
from pipeline.model.workspace import Workspace

Key = TypeVar("Key")
Value = TypeVar("Value")

_FORM = Form(
    DECISION_TABLES,
    Code.D01,
    "登记的决定没有读到，先按没有登记出送审稿",
    "这一行没有起作用",
    frozenset({SIGNED.name, SENT.name, CALLS.name}),
)


@dataclass(frozen=True, slots=True)
class Verified:
    """A value people checked: in base measures, with the register's cell; `ground` says how and why, `day` when."""

    figure: Figure
    decimals: int
    reported: str
    ground: str
    cell: Cell
    day: date | None = None


@dataclass(frozen=True)
class Decisions:
    """The register of a year. Values by (month, target, unit; no unit where several leads' figure was checked as
    one), arrivals by (month, unit),
    waivers (带缺定稿) as (month, unit key or target id), findings by month (None: of every month).
    `steps` are the rows of 督办 as they stand, `editorial` and `kept` the words people settled on (编辑用语), at a place
    and in a paragraph, `choices` what they chose to have said (入文, and what goes up of 协调), `instructions` what leaders
    wrote (批示), `coordinations` what units cannot settle alone (协调), `entries` every row of any other sheet that may change what is said.
    `signing` is what was signed and sent, `calls` who was telephoned for a report (电话催报): no paper rests on these, what is
    wrong there is `misregistered`, by month.
    `came_back` are the 督办登记 of a 督查机构, whose rows stand among `steps`, with their sha256.
    """

    verified: Mapping[tuple[Month, str, str], Verified] = field(default_factory=dict)
    received: Mapping[tuple[Month, str], date] = field(default_factory=dict)
    waived: frozenset[tuple[Month, str]] = frozenset()
    steps: tuple[Step, ...] = ()
    editorial: tuple[Editorial, ...] = ()
    kept: tuple[Kept, ...] = ()
    choices: tuple[Choice, ...] = ()
    instructions: tuple[Instruction, ...] = ()
    coordinations: tuple[Coordination, ...] = ()
    entries: tuple[Entry, ...] = ()
    findings: Mapping[Month | None, tuple[Finding, ...]] = field(default_factory=dict)
    signing: SigningRegister = field(default_factory=SigningRegister)
    calls: tuple[Call, ...] = ()
    misregistered: tuple[tuple[Month | None, Finding], ...] = ()
    file: str = ""
    sha256: str = ""
    came_back: Mapping[str, str] = field(default_factory=dict)
    said: str = ""

    def said_before(self, month: Month) -> str:
        """The digest of what papers of a month rest on: every sheet but 签发, 报送 and 电话催报, and the figures changed by hand before."""
        by_hand = [
            (str(one.paper.month), one.paper.text, *map(str, one.handwritten))
            for one in self.signing.signatures
            if one.handwritten and one.paper.month < month
        ]
        return digest(f"{self.said} {by_hand}".encode()) if by_hand else self.said

    def kept_in(self, month: Month) -> tuple[Kept, ...]:
        """What people keep of a month's papers, paragraph by paragraph."""
        return tuple(one for one in self.kept if one.month == month)

    def chosen_in(self, month: Month) -> tuple[Choice, ...]:
        """What people chose to have said in a month's papers."""
        return tuple(one for one in self.choices if one.month == month)


def read_decisions(office: Workspace, plan: Plan) -> Decisions:
    """处理登记.xlsx; no file is no decision. What of it cannot be read is told in every month."""
    entry = kept(office.decisions_file(plan.profile.year), office)
    returned = read_returned(entry, office, _FORM)
    reader = _Register(plan)
    verified = reader.each_once(returned.sound("核实"), "核实值", reader.verified)
    received = reader.each_once(returned.sound("收文"), "收到日期", reader.received)
    waived = frozenset(filter(None, (reader.waived(record) for record in returned.sound("带缺定稿"))))
    came_back = [
        read_returned(one, office, CAME_BACK)
        for one in sent_back(office.urging_folder(plan.profile.year), office)
    ]
    urged = [record for one in (returned, *came_back) for record in one.sound(STEPS)]
    steps = read_steps(reader, urged)
    words, kept_rows = read_editorial(returned.sound(EDITORIAL.name), plan, reader.month, reader.fault)
    choices = read_choices(returned.sound(CHOSEN.name), plan, reader.month, reader.fault)
    matters = returned.sound(COORDINATIONS.name)
    coordinations = read_coordinations(matters, plan, choices, reader.month, reader.fault)
    choices += tuple(filter(None, (one.choice for one in coordinations)))
    instructions = read_instructions(returned.sound(INSTRUCTIONS.name), plan, reader.fault)
    told_month = partial(month_of, column="月份", plan=plan)
    calls, miscalled = read_calls(returned.sound(CALLS.name), plan, told_month)
    signing = SigningReader(plan, told_month)
    signed = signing.read(returned.sound(SIGNED.name), returned.sound(SENT.name))
    # What a row says wrongly its own reader tells, in the month it names; of a spoilt one nobody knows the month.
    told = tuple(finding for one in (returned, *came_back) for finding in _of_nobody_knows_when(one))
    by_month: dict[Month | None, tuple[Finding, ...]] = {None: told} if told else {}
    for month, finding in reader.by_month:
        by_month[month] = (*by_month.get(month, ()), finding)
    file = entry.name if entry is not None and returned.sha256 else ""
    return Decisions(
        verified,
        received,
        waived,
        steps,
        words,
        kept_rows,
        choices,
        instructions,
        coordinations,
        tuple(reader.entries),
        by_month,
        signed,
        calls,
        (*signing.findings, *miscalled),
        file,
        returned.sha256,
        {one.file: one.sha256 for one in came_back if one.sha256},
        returned.said,
    )


def _of_nobody_knows_when(returned: Returned) -> Iterator[Finding]:
    """What is wrong with a register as a whole, and with rows that nobody can read."""
    yield from returned.whole
    yield from (one for one in returned.findings if one.place in returned.problems.unusable)
    yield from returned.problems.notes.values()


@dataclass
class _Register:
    """Rows of the register, held against the plan; what is wrong becomes D01 in the month it names, or in every month."""

    plan: Plan
    by_month: list[tuple[Month | None, Finding]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    def fault(self, record: Record, column: str, month: Month | None, message: str, fix: str) -> None:
        finding = Finding(
            Code.D01,
            f"处理登记［{record.sheet.name}］：{message}",
            fix,
            _FORM.unused,
            place=record.cell(column),
        )
        self.by_month.append((month, finding))

    def each_once(
        self, records: Sequence[Record], column: str, read: Callable[[Record], tuple[Key, Value] | None]
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
        month = month_of(record, "月份", self.plan)
        if month is None:
            text = record.text("月份")
            self.fault(record, "月份", None, f"月份“{text}”认不出", f"请写成{periods_to_write(self.plan)}")
            return None
        return month

    def unit(self, record: Record, month: Month) -> str | None:
        text = record.text("单位")
        key = self.plan.find_unit(text)
        if key is None:
            near = suggesting(self.plan.likeliest_unit(text))
            self.fault(record, "单位", month, f"没有登记的单位“{text}”", f"请改正{near}")
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
        unit = self.unit(record, month) if record.text("单位") else self._whole(target, month)
        if unit is not None and not self._speaks_of(unit, target):
            self.fault(
                record,
                "单位",
                month,
                f"{unit}不是{target.id}的责任单位，也不是{self.plan.terms.lower}",
                "请改正单位或编号",
            )
            return None
        if record.day("日期") is None:
            self.fault(record, "日期", month, f"日期“{record.text('日期')}”认不出", "请写成2021-09-28的样子")
            return None
        value = record.number("核实值", percent=target.kind.ratio)
        if value is None or (value < 0 and not target.kind.signed):
            self.fault(record, "核实值", month, f"核实值“{record.text('核实值')}”不是数字", "请填纯数字")
            return None
        if unit is None:
            return None
        exponent = value.as_tuple().exponent
        ground = f"{record.text('方式')}；依据：{record.text('依据')}；经办：{record.text('经办岗位')}"
        figure = Figure(value * target.measure.factor, target.measure.base, (record.cell("核实值"),))
        decimals = max(0, -exponent) if isinstance(exponent, int) else 0
        found = Verified(
            figure, decimals, record.text("报表原值"), ground, record.cell("核实值"), record.day("日期")
        )
        why = f"{record.text('方式')}；依据：{record.text('依据')}"
        after = f"{plain(value)}{target.measure.text}"
        self.note(
            record, month, unit, target.id, (record.text("报表原值"), after, why, record.text("经办岗位"))
        )
        return (month, target.id, unit), found

    def _whole(self, target: Target, month: Month) -> str:
        """Whom a value without a unit speaks of: the lead of that month, or nobody where several report."""
        leads = self.plan.answering(replace(target, leads=target.leads_on(month.last_day)))
        return leads[0] if len(leads) == 1 else ""

    def _speaks_of(self, unit: str, target: Target) -> bool:
        """True for a lead, all leads together, a county, and in a lead's workspace whoever cooperates."""
        cooperates = bool(self.plan.own_lead) and unit in self.plan.matter(target.matter).cooperating
        return unit in ("", *target.ever_led_by) or self.plan.unit(unit).county or cooperates

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
        self.note(record, month, unit, "", ("", f"{day.isoformat()}收到", record.text("文件"), ""))
        return (month, unit), day

    def note(
        self, record: Record, month: Month, unit: str, target: str, said: tuple[str, str, str, str]
    ) -> None:
        """Keep a row for the change log: `said` is from what, to what, on what ground, by which post."""
        column = {"核实": "核实值", "带缺定稿": "处理意见", "收文": "收到日期"}.get(record.sheet.name, "状态")
        day = record.day("收到日期" if record.sheet.name == "收文" else "日期")
        self.entries.append(Entry(record.sheet.name, month, unit, target, *said, day, record.cell(column)))

    def waived(self, record: Record) -> tuple[Month, str] | None:
        month = self.month(record)
        if month is None or not self.complete(record, month, ("单位或编号", "处理意见", "批准岗位", "日期")):
            return None
        text = record.text("单位或编号")
        target, unit = self.plan.find_target(text), self.plan.find_unit(text)
        if target is None and unit is None:
            self.fault(
                record,
                "单位或编号",
                month,
                f"“{text}”既不是单位也不是指标编号",
                f"请改正{suggesting(self.plan.likeliest_unit(text))}",
            )
            return None
        about = ("", target.id) if target is not None else (str(unit), "")
        self.note(record, month, *about, ("", "带缺定稿", record.text("处理意见"), record.text("批准岗位")))
        return month, target.id if target is not None else str(unit)


def write_register(
    day: date, rows: Mapping[str, Sequence[Sequence[str]]] | None = None, begun: bool = False
) -> bytes:
    """处理登记.xlsx with these rows by sheet; without any, or `begun` with a few, one for people to fill, with an example on every sheet."""
    help_ = guidance(DECISION_TABLES, day, samples=rows is None or begun)
    return write_tables(DECISION_TABLES, rows or {}, DECISION_CHOICES, day, help_)
