"""抽查记录表: the sheet inspectors take along, and what they brought back in `inputs/YEAR/抽查`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from pipeline.files.folder import Entry
from pipeline.inputs.decisions.workbook_reader import Form, asked_month, read_returned, sent_back
from pipeline.inputs.tables.reader import Record, Table, is_number, suggesting
from pipeline.inputs.tables.writer import write_tables
from pipeline.model.codes import Code
from pipeline.model.figures import Figure, Measure, plain
from pipeline.model.findings import Finding
from pipeline.model.months import Month
from pipeline.model.office_terms import CITY, Terms
from pipeline.model.plan import Plan, Target
from pipeline.model.spotchecks import Pick, Scope, SpotCheck, SpotChecks
from pipeline.model.workspace import Workspace

_FOUND = ("核查范围", "抽查数", "属实数", "不实数", "差异", "佐证", "检查岗位", "日期", "已更正月份")
RECORDS = Table(
    "抽查记录",
    ("月份", "编号", "指标", "单位", "计量单位", "自报数", "抽查缘由", *_FOUND),
    ("月份", "编号", "单位", "计量单位", "自报数", "核查范围", "抽查数", "属实数", "不实数", "检查岗位", "日期"),
    "抽查数＝属实数＋不实数，按本行计量单位填；全量核查的抽查数等于自报数。差异写不实在哪里；检查只写岗位，不写姓名。"
    "单位后来在报表里扣除了不实数的，在最后一列写从哪个月起扣除；更正过但没有扣除的写“未扣除”。",
    height=36,
)  # fmt: skip
STANDS = "未扣除"
_CHOICES = {(RECORDS.name, "核查范围"): tuple(Scope)}


def _form(terms: Terms) -> Form:
    return Form((replace(RECORDS, terms=terms),), Code.S01, "抽查结果没有读到", "这一行的抽查结果没有采用")


def read_spot_checks(office: Workspace, plan: Plan) -> SpotChecks:
    """Every record that came back; S01 for a file or a row that cannot be used, S03 for a row nobody filled in.

    What is no spreadsheet (photos, minutes) is evidence and stays unread.
    """
    reader = _Reader(plan)
    for entry in sent_back(office.spot_checks_folder(plan.profile.year), office):
        reader.file(entry, office)
    ordered = sorted(reader.records.values(), key=lambda one: (one.day, one.month, one.target, one.unit))
    return SpotChecks(tuple(ordered), tuple(reader.findings), reader.files)


def write_record_sheet(plan: Plan, month: Month, picks: Sequence[Pick], day: date) -> bytes:
    """抽查记录表.xlsx with a row per pick, in base measures: inspectors count cases, not 万."""
    rows = [
        (
            plan.cycle.written(month),
            pick.target.id,
            pick.target.name,
            plan.name(pick.unit, day),
            pick.target.measure.base,
            plain(pick.reported.amount),
            "、".join(pick.grounds) or "随机",
            *[""] * len(_FOUND),
        )
        for pick in picks
    ]
    return write_spot_checks(rows, day, plan.terms)


def write_spot_checks(rows: Sequence[Sequence[str]], day: date, terms: Terms = CITY) -> bytes:
    """抽查记录表.xlsx with these rows."""
    return write_tables([replace(RECORDS, terms=terms)], {RECORDS.name: rows}, _CHOICES, day)


class _Reader:
    """Records by what they are about: of two about the same figure the second is a fault."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.records: dict[tuple[Month, str, str], SpotCheck] = {}
        self.findings: list[Finding] = []
        self.files: dict[str, str] = {}

    def file(self, entry: Entry, office: Workspace) -> None:
        returned = read_returned(entry, office, _form(self.plan.terms))
        for record, found in returned.each(RECORDS, self._row):
            key = (found.month, found.target, found.unit)
            if key in self.records:
                said = f"{found.target} {found.unit}{self.plan.cycle.label(found.month)}的抽查记录重复"
                record.fault(Code.P08, "编号", said, "请只留一行")
            else:
                self.records[key] = found
        self.findings += returned.findings
        if returned.sha256:
            self.files[entry.name] = returned.sha256

    def _row(self, record: Record) -> SpotCheck | None:
        if any(record.text(column) for column in _FOUND):
            return _spot_check(self.plan, record)
        what = f"{record.text('编号')} {record.text('单位')}的抽查记录还没有填结果"
        self.findings.append(Finding(Code.S03, what, place=record.cell("核查范围")))
        return None


def _spot_check(plan: Plan, record: Record) -> SpotCheck | None:
    """The record of a row; None, or faults noted, if anything in it is missing or contradicts itself."""
    stands = record.text("已更正月份") == STANDS
    month = asked_month(record, "月份", plan)
    mended = None if stands else asked_month(record, "已更正月份", plan, required=False)
    target, unit, measure = _subject(plan, record)
    scope = record.choice("核查范围", tuple(Scope), "")
    if not scope and not record.text("核查范围"):
        record.fault(Code.P04, "核查范围", "“核查范围”没有填写", "请填全量或抽样")
    reported, checked, genuine, untrue = (
        _amount(record, column, target) for column in ("自报数", "抽查数", "属实数", "不实数")
    )
    record.text("检查岗位", required=True)
    day = record.day("日期", required=True)
    if target is None or month is None or unit is None or not scope or day is None:
        return None
    if reported is None or checked is None or genuine is None or untrue is None:
        return None
    if day < month.day(1):
        record.fault(
            Code.P05, "日期", f"日期{day.isoformat()}早于所查的{plan.cycle.name(month)}", "请改正日期或月份"
        )
    if mended is not None and mended <= month:
        record.fault(Code.P05, "已更正月份", "已更正月份应晚于所查的月份", "请改正月份")
    _law(record, target, Scope(scope), (reported, checked, genuine, untrue))
    # Of a ratio 抽样 counts cases; everything else is of the target's own measure.
    counted = Decimal(1) if target.kind.ratio else measure.factor
    return SpotCheck(
        month,
        target.id,
        unit,
        Scope(scope),
        Figure(reported * measure.factor, target.measure.base, (record.cell("自报数"),)),
        checked * counted,
        untrue * counted,
        record.text("差异"),
        record.text("佐证"),
        record.text("检查岗位"),
        day,
        mended,
        stands,
        {
            column: record.cell(column)
            for column in ("自报数", "抽查数", "属实数", "不实数", "差异", "已更正月份")
        },
    )


def _subject(plan: Plan, record: Record) -> tuple[Target | None, str | None, Measure]:
    """Whose figure of which target a row is about, and in which measure; None where nobody can tell."""
    text, measure = record.text("编号", required=True), Measure.parse(record.text("计量单位", required=True))
    unit = plan.find_unit(record.text("单位", required=True))
    target = plan.find_target(text)
    if target is None or not target.kind.quantified:
        record.fault(Code.P07, "编号", f"没有编号为“{text}”的定量指标")
        return None, unit, measure
    if unit is None or not _reports(plan, unit, target):
        word = record.text("单位")
        record.fault(
            Code.P06,
            "单位",
            f"“{word}”不报送{target.id}的数",
            f"请改正单位{suggesting(plan.likeliest_unit(word))}",
        )
    if not target.accepts(measure):
        fix = f"请用{target.measure.base}"
        record.fault(Code.P05, "计量单位", f"计量单位“{measure.text}”不是{target.id}的计量单位", fix)
    return target, unit, measure


def _law(
    record: Record, target: Target, scope: Scope, numbers: tuple[Decimal, Decimal, Decimal, Decimal]
) -> None:
    """抽查数 is 属实数 and 不实数; the whole is what was reported, a sample no more than that."""
    reported, checked, genuine, untrue = numbers
    if checked != genuine + untrue:
        sums = f"{plain(genuine)}＋{plain(untrue)}"
        record.fault(
            Code.P05, "抽查数", f"抽查数{plain(checked)}不等于属实数＋不实数（{sums}）", "请核对这三格"
        )
    if scope is Scope.WHOLE and checked != reported:
        said = f"全量核查的抽查数{plain(checked)}不等于自报数{plain(reported)}"
        record.fault(
            Code.P05,
            "抽查数",
            said,
            "请核对；没有全部查到的，核查范围填抽样；查到的比自报的多，按自报数填，由人在认定表里核定",
        )
    if scope is Scope.PART and checked > reported and not target.kind.ratio:
        record.fault(Code.P05, "抽查数", f"抽查数{plain(checked)}大于自报数{plain(reported)}", "请核对这两格")
    text = record.text("差异")
    if is_number(text) and abs(Decimal(text)) != untrue:
        record.fault(Code.P05, "差异", f"差异{text}不等于不实数{plain(untrue)}", "请核对；差异也可以写文字")


def _amount(record: Record, column: str, target: Target | None) -> Decimal | None:
    kind = target.kind if target is not None else None
    value = record.number(column, required=True, percent=kind is not None and kind.ratio)
    if value is not None and value < 0 and not (kind is not None and kind.signed):
        record.fault(Code.P05, column, f"“{column}”不能是负数")
    return value


def _reports(plan: Plan, unit: str, target: Target) -> bool:
    """Whether the unit has a figure of the target: its lead, or who cooperates in its matter."""
    return (
        unit in target.ever_led_by
        or unit in target.counties
        or unit in plan.matter(target.matter).cooperating
    )
