"""Sheets 签发 and 报送 of 处理登记: who signed a paper under which number, who received it when; read and held against the plan.

What is wrong with a cell is D14. No paper rests on these sheets, so what is wrong in them holds nothing back but the row itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.inputs.tables.reader import Record, Table, nearest
from pipeline.model.codes import Code
from pipeline.model.findings import Finding
from pipeline.model.months import Month
from pipeline.model.plan import Plan
from pipeline.model.signing import Channel, Handwritten, PaperName, Sending, Signature, SigningRegister

SIGNED = Table(
    "签发",
    ("月份", "文稿", "文号", "签发日期", "签发岗位", "手改的数"),
    ("月份", "文稿", "签发日期", "签发岗位"),
    "文稿签发后由 minsheng sign 记在这里：一份文稿一行。手改的数是领导在稿上改的，写成T01-1=5.9万人的样子，还要在“核实”里登记依据。",
    optional=True,
)
SENT = Table(
    "报送",
    ("月份", "文稿", "报送对象", "报送日期", "方式", "签收日期", "经办岗位"),
    ("月份", "文稿", "报送对象", "报送日期", "方式"),
    "签发的文稿送给谁、哪天送、怎么送的：一个对象一行。对方签收了，补填签收日期。",
    optional=True,
)
_RECEIVED = "签收日期"
CHANNELS = {(SENT.name, "方式"): tuple(Channel)}
_NEEDED = {SIGNED.name: SIGNED.required, SENT.name: SENT.required}
_NUMBER = re.compile(r"[^〔〕\s]+〔\d{4}〕\d+号")
_CORRECTED = re.compile(r"(.+)（(更正\d*)）")
_BETWEEN = re.compile("[、，,;；\n ]+")
_DATE = "请写成2021-09-28的样子"

# What is wrong with a row: in which column, what, and what to do.
_Wrong = tuple[str, str, str]


@dataclass
class SigningReader:
    """Reads the two sheets; `findings` are by the month a row names, None where nobody can tell it."""

    plan: Plan
    month_of: Callable[[Record], Month | None]
    findings: list[tuple[Month | None, Finding]] = field(default_factory=list)

    def read(self, signed: Sequence[Record], sent: Sequence[Record]) -> SigningRegister:
        """The rows that say all they must; of two about the same the first counts."""
        signatures: list[Signature] = []
        for record in signed:
            one = self._signature(record, signatures)
            if one is not None:
                signatures.append(one)
        sendings: list[Sending] = []
        for record in sent:
            sending = self._sending(record, signatures, sendings)
            if sending is not None:
                sendings.append(sending)
        return SigningRegister(tuple(signatures), tuple(sendings))

    def _signature(self, record: Record, before: Sequence[Signature]) -> Signature | None:
        paper = self._paper(record)
        if paper is None or self._faulty(record, paper.month, _signed_wrongly(self.plan, record)):
            return None
        day = record.day("签发日期")
        assert day is not None
        one = Signature(
            paper,
            record.text("文号"),
            day,
            record.text("签发岗位"),
            tuple(filter(None, (handwritten(text) for text in _altered(record)))),
            record.cell("文稿"),
        )
        return None if self._faulty(record, paper.month, _twice(one, before)) else one

    def _sending(
        self, record: Record, signatures: Sequence[Signature], before: Sequence[Sending]
    ) -> Sending | None:
        paper = self._paper(record)
        if paper is None or self._faulty(record, paper.month, _sent_wrongly(record)):
            return None
        day = record.day("报送日期")
        assert day is not None
        one = Sending(
            paper,
            record.text("报送对象"),
            day,
            Channel(record.text("方式")),
            record.day("签收日期"),
            record.text("经办岗位"),
            record.cell("报送对象"),
            record.cell(_RECEIVED) if _RECEIVED in record.columns else None,
        )
        return (
            None if self._faulty(record, paper.month, _unfounded(self.plan, one, signatures, before)) else one
        )

    def _paper(self, record: Record) -> PaperName | None:
        """Which paper a row speaks of; None, told, where it says too little."""
        month = self.month_of(record)
        if month is None:
            said = f"月份“{record.text('月份')}”认不出" if record.text("月份") else "“月份”没有填写"
            self._fault(record, None, ("月份", said, "请改正月份"))
            return None
        empty = [column for column in _NEEDED[record.sheet.name] if not record.text(column)]
        if empty:
            self._fault(record, month, (empty[0], f"“{'”“'.join(empty)}”没有填写", "请补填后再运行"))
            return None
        return paper_named(month, record.text("文稿"))

    def _faulty(self, record: Record, month: Month, wrong: Iterator[_Wrong]) -> bool:
        """Whether anything is wrong with a row; the first thing is told."""
        first = next(wrong, None)
        if first is not None:
            self._fault(record, month, first)
        return first is not None

    def _fault(self, record: Record, month: Month | None, wrong: _Wrong) -> None:
        column, message, fix = wrong
        said = f"处理登记［{record.sheet.name}］：{message}"
        self.findings.append((month, Finding(Code.D14, said, fix, place=record.cell(column))))


def paper_named(month: Month, text: str) -> PaperName:
    """The paper people mean by 报告 or 报告（更正）."""
    corrected = _CORRECTED.fullmatch(text)
    return PaperName(month, corrected[1], corrected[2]) if corrected else PaperName(month, text)


def is_number(text: str) -> bool:
    """True for a 文号 as it is printed: 云民办〔2023〕5号."""
    return _NUMBER.fullmatch(text) is not None


def handwritten(text: str) -> Handwritten | None:
    """T01-1=5.9万人 read back; None for anything else."""
    target, equals, figure = text.partition("=")
    return Handwritten(target, figure) if equals and target and figure else None


def _altered(record: Record) -> list[str]:
    return [text for text in _BETWEEN.split(record.text("手改的数").replace("＝", "=")) if text]


def _signed_wrongly(plan: Plan, record: Record) -> Iterator[_Wrong]:
    number, day = record.text("文号"), record.day("签发日期")
    if number and not is_number(number):
        yield "文号", f"文号“{number}”不合写法", "请照文稿上的写，如云民办〔2023〕5号"
    if day is None:
        yield "签发日期", f"签发日期“{record.text('签发日期')}”认不出", _DATE
    for text in _altered(record):
        one = handwritten(text)
        if one is None:
            yield "手改的数", f"手改的数“{text}”认不出", "请写成T01-1=5.9万人的样子，几个数用顿号隔开"
        elif plan.find_target(one.target) is None:
            yield "手改的数", f"没有编号为“{one.target}”的指标", "请改正编号"


def _twice(one: Signature, before: Sequence[Signature]) -> Iterator[_Wrong]:
    if any(other.paper == one.paper for other in before):
        yield "文稿", f"“{one.paper.text}”前面已经登记过签发", "请只留一行"
    same = next((other for other in before if one.number and other.number == one.number), None)
    if same is not None:
        yield "文号", f"文号“{one.number}”前面已经给了“{same.paper.text}”", "一个文号只能给一份文稿，请改正"
    if one.day < one.paper.month.day(1):
        yield "签发日期", f"签发日期{one.day.isoformat()}早于文稿说的那一期", "请改正月份或日期"


def _sent_wrongly(record: Record) -> Iterator[_Wrong]:
    way, day, received = record.text("方式"), record.day("报送日期"), record.day("签收日期")
    if day is None:
        yield "报送日期", f"报送日期“{record.text('报送日期')}”认不出", _DATE
    if way not in tuple(Channel):
        yield "方式", f"方式“{way}”认不出", f"可以填：{'、'.join(Channel)}{nearest(way, tuple(Channel))}"
    if record.text("签收日期") and received is None:
        yield "签收日期", f"签收日期“{record.text('签收日期')}”认不出", _DATE
    if day is not None and received is not None and received < day:
        said = f"签收日期{received.isoformat()}早于报送的{day.isoformat()}"
        yield "签收日期", said, "请改正其中一个日期"


def _unfounded(
    plan: Plan, one: Sending, signatures: Sequence[Signature], before: Sequence[Sending]
) -> Iterator[_Wrong]:
    signed = next((other for other in signatures if other.paper == one.paper), None)
    if signed is None:
        names = [other.paper.text for other in signatures if other.paper.month == one.paper.month]
        near = nearest(one.paper.text, names)
        yield "文稿", f"“{one.paper.text}”没有登记签发，不能登记报送", f"请先登记签发，或改正文稿{near}"
    elif one.day < signed.day:
        said = f"报送日期{one.day.isoformat()}早于签发的{signed.day.isoformat()}"
        yield "报送日期", said, "请改正其中一个日期"
    # A unit by whichever of its names.
    to = plan.find_unit(one.to) or one.to
    if any(other.paper == one.paper and (plan.find_unit(other.to) or other.to) == to for other in before):
        yield "报送对象", f"“{one.paper.text}”送{one.to}前面已经登记过", "请只留一行"
