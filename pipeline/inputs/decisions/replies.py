"""督办事项回告单: the sheet a unit answers 督办 on, and what came back in `inputs/YEAR/督办回告`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pipeline.files.folder import Entry
from pipeline.inputs.decisions.workbook_reader import Form, asked_month, read_returned, sent_back
from pipeline.inputs.tables.reader import Record, Table, nearest
from pipeline.inputs.tables.writer import write_tables
from pipeline.model.codes import Code
from pipeline.model.figures import Figure, Measure
from pipeline.model.findings import Finding
from pipeline.model.months import Month
from pipeline.model.office_terms import CITY, Terms
from pipeline.model.plan import Plan, Target
from pipeline.model.supervision import Pledge, Replies, Reply
from pipeline.model.workspace import Workspace

_ANSWERS = ("滞后原因", "追赶措施", "完成时限", "回告日期")
# The names the letter's own sheet or a unit's habit may give the columns that are answered.
_ALSO = {"滞后原因": "原因", "追赶措施": "措施", "完成时限": "时限"}
SHEET = Table(
    "督办事项回告单",
    ("月份", "编号", "指标", "单位", "年度目标", "目前进展", *_ANSWERS),
    ("月份", "指标", "回告日期"),
    "请填后四列：滞后原因、追赶措施、完成时限和回告日期，其余不用动；签字盖章的另存一份扫描件一并报来。",
    closed=True,
    height=90,
    foot="单位主要负责人（签字）：　　　　　　　　　　　　　　（盖章）　　　　　　　　　　　　　　联系岗位及电话：",
)
_READ = replace(SHEET, columns=(*SHEET.columns, *_ALSO.values()))
# What is held against the figures afterwards; up to three rows a target.
PLEDGES = Table(
    "追赶计划",
    ("月份", "编号", "指标", "单位", "计划时点", "到时应达到的数", "计量单位"),
    ("月份", "指标", "计划时点", "到时应达到的数"),
    "一项指标填一到三行：计划时点写日期或几月底，到时应达到的数填从1月起的累计数，只填数字；以后的数就按这里对账。",
    optional=True,
    closed=True,
    height=30,
)
_MOST_PLEDGES = 3
_MONTH_END = re.compile(r"(?:(\d{4})年)?(\d{1,2})月[底末]")


def _form(terms: Terms) -> Form:
    return Form(
        (replace(_READ, terms=terms), replace(PLEDGES, terms=terms)),
        Code.D03,
        "单位的回告没有读到",
        "这一行的回告没有采用",
    )


def read_replies(office: Workspace, plan: Plan) -> Replies:
    """Every reply that came back; D03 for a file or a row that cannot be used, D04 for a row nobody filled in.

    What is no spreadsheet (the stamped scan) is filed there and stays unread.
    """
    reader = _Reader(plan)
    for entry in sent_back(office.replies_folder(plan.profile.year), office):
        reader.file(entry, office)
    ids = [target.id for target in plan.targets]
    found = sorted(reader.replies.values(), key=lambda one: (one.month, ids.index(one.target)))
    return Replies(tuple(found), tuple(reader.findings), reader.files)


def write_reply_sheet(
    terms: Terms, rows: Sequence[Sequence[str]], measures: Sequence[str], day: date
) -> bytes:
    """A 督办事项回告单 with what is known filled in: 月份 to 目前进展 a row, the measure of each; the unit writes the rest."""
    pledges = [
        (*row[:4], "", "", measure)
        for row, measure in zip(rows, measures, strict=True)
        for _ in range(_MOST_PLEDGES)
    ]
    return write_replies([(*row, *[""] * len(_ANSWERS)) for row in rows], day, terms, pledges)


def write_replies(
    rows: Sequence[Sequence[str]],
    day: date,
    terms: Terms = CITY,
    pledges: Sequence[Sequence[str]] = (),
) -> bytes:
    """A 督办事项回告单 with these rows, answers and all."""
    tables = [replace(SHEET, terms=terms), replace(PLEDGES, terms=terms)]
    return write_tables(tables, {SHEET.name: rows, PLEDGES.name: pledges}, {}, day)


class _Reader:
    """Replies by month, target and unit: of two about the same letter the second is a fault."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.replies: dict[tuple[Month, str, str], Reply] = {}
        self.findings: list[Finding] = []
        self.files: dict[str, str] = {}

    def file(self, entry: Entry, office: Workspace) -> None:
        returned = read_returned(entry, office, _form(self.plan.terms))
        for record, reply in returned.each(_READ, self._row):
            key = (reply.month, reply.target, reply.unit)
            if key in self.replies:
                said = f"{reply.target} {self.plan.cycle.label(reply.month)}的督办回告重复（{self.replies[key].cell}已有）"
                record.fault(Code.P08, "指标", said, "请只留一份")
            else:
                self.replies[key] = reply
        for record, (key, pledge) in returned.each(PLEDGES, self._pledge):
            self._add(record, key, pledge)
        self.findings += returned.findings
        if returned.sha256:
            self.files[entry.name] = returned.sha256

    def _add(self, record: Record, key: tuple[Month, str, str], pledge: Pledge) -> None:
        reply = self.replies.get(key)
        if reply is None:
            said = f"{key[1]}有追赶计划，“{SHEET.name}”里没有能用的回告"
            record.fault(Code.P07, "计划时点", said, "请把两张表一起填好")
        elif len(reply.pledges) == _MOST_PLEDGES:
            record.fault(Code.P08, "计划时点", f"{key[1]}的追赶计划多于{_MOST_PLEDGES}行", "请只留三行")
        elif any(one.due == pledge.due for one in reply.pledges):
            record.fault(Code.P08, "计划时点", f"{key[1]}的这个计划时点重复", "请只留一行")
        else:
            self.replies[key] = replace(reply, pledges=(*reply.pledges, pledge))

    def _pledge(self, record: Record) -> tuple[tuple[Month, str, str], Pledge] | None:
        """Whose reply a row of 追赶计划 belongs to, and what it says; None for one that nobody filled in."""
        if not record.text("计划时点") and not record.text("到时应达到的数"):
            return None
        about, due = _about(self.plan, record), _due(self.plan, record)
        target = about[1] if about is not None else None
        percent = target is not None and target.kind.ratio
        number = record.number("到时应达到的数", required=True, percent=percent)
        if about is None or target is None or due is None or number is None:
            return None
        measure = Measure.parse(record.text("计量单位")) if record.text("计量单位") else target.measure
        if not target.accepts(measure):
            said = f"计量单位“{measure.text}”不是{target.id}的计量单位{target.measure.text}"
            record.fault(Code.P05, "计量单位", said, "请改正计量单位")
            return None
        amount = Figure(number * measure.factor, target.measure.base, (record.cell("到时应达到的数"),))
        return (about[0], target.id, about[2]), Pledge(due, amount)

    def _row(self, record: Record) -> Reply | None:
        if any(_answer(record, column) for column in _ANSWERS):
            return _reply(self.plan, record)
        about = record.text("编号") or record.text("指标")
        if about:
            said = f"{about} {record.text('单位')}的督办回告单还没有填".replace("  ", " ")
            self.findings.append(Finding(Code.D04, said, place=record.cell("回告日期")))
        return None


def _due(plan: Plan, record: Record) -> date | None:
    """计划时点: a day, or the end of a month; 10月 alone says neither."""
    found = _MONTH_END.fullmatch(record.text("计划时点"))
    if found and 1 <= int(found[2]) <= 12:
        return Month(int(found[1] or plan.profile.year), int(found[2])).last_day
    return record.day("计划时点", required=True, year=plan.profile.year)


def _about(plan: Plan, record: Record) -> tuple[Month, Target, str] | None:
    """Which month's letter, which target and whose answer a row speaks of; None, with faults noted, where it does not say."""
    month, target = asked_month(record, "月份", plan), _target(plan, record)
    if month is not None and month.is_year_end:
        record.fault(Code.P05, "月份", "年终没有督办文稿", "请改正月份")
    leads = target.leads_on(month.last_day) if target is not None and month is not None else ()
    unit = leads[0] if leads else ""
    named = record.text("单位", required=len(leads) > 1)
    if target is not None and named:
        unit = plan.find_unit(named) or ""
        if leads and unit not in leads:
            said = f"“{named}”不是{target.id}的责任单位"
            record.fault(Code.P06, "单位", said, f"请改正单位{nearest(named, leads)}")
    return (month, target, unit) if month is not None and target is not None else None


def _reply(plan: Plan, record: Record) -> Reply | None:
    """The reply of a row; None, or faults noted, if anything in it is missing or contradicts itself."""
    about = _about(plan, record)
    month = about[0] if about is not None else None
    texts = [_answer(record, column) for column in _ANSWERS[:3]]
    for column, text in zip(_ANSWERS, texts, strict=False):
        if not text:
            record.fault(Code.P04, column, f"“{column}”没有填写")
    day = record.day("回告日期", required=True)
    if month is not None and day is not None and day < month.day(1):
        record.fault(Code.P05, "回告日期", f"回告日期{day.isoformat()}早于督办的{plan.cycle.name(month)}")
    if about is None or day is None:
        return None
    reason, measures, limit = texts
    reason_at, measures_at = (record.cell(_column(record, column)) for column in _ANSWERS[:2])
    return Reply(
        about[0], about[1].id, about[2], reason, measures, limit, day, reason_at, measures_cell=measures_at
    )


def _column(record: Record, column: str) -> str:
    """Under which of its names a column stands in the sheet."""
    return column if column in record.columns else _ALSO[column]


def _answer(record: Record, column: str) -> str:
    """What a unit wrote, under either name of the column."""
    return record.text(column) or record.text(_ALSO.get(column, column))


def _target(plan: Plan, record: Record) -> Target | None:
    column = "编号" if record.text("编号") else "指标"
    text = record.text(column, required=True)
    target = plan.find_target(text) if text else None
    if text and (target is None or not target.kind.quantified):
        record.fault(Code.P07, column, f"没有叫“{text}”的定量指标", "请改正编号或指标")
        return None
    return target
