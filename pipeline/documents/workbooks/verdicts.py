"""考核认定表.xlsx as `assess` makes it: everything known about each target, people's decisions kept where they made some."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pipeline.documents.wording import certified, checked, detail_table, targets, urging
from pipeline.documents.wording.parts import contact
from pipeline.files.spreadsheets.writing import listing, write_book
from pipeline.inputs.decisions.objections import OWN_PART, write_sheet
from pipeline.inputs.decisions.rulings import BASIS, COUNTIES, MATTERS, TARGETS, UNITS, write_rulings
from pipeline.model.assessment import Assessment, Certification, MatterResult
from pipeline.model.codes import Code
from pipeline.model.figures import Cell, Figure, in_measure, plain
from pipeline.model.months import Month
from pipeline.model.phrases import Letter
from pipeline.model.plan import Plan, Target, Unit


def verdict_table(plan: Plan, assessment: Assessment) -> bytes:
    """The workbook: targets to decide on, matters and units summed up."""
    rows = {
        TARGETS.name: [
            _target(plan, assessment, matter, one) for matter in assessment.matters for one in matter.targets
        ],
        COUNTIES.name: [_task(plan, assessment, one) for one in assessment.tasks],
        MATTERS.name: [_matter(plan, assessment, matter) for matter in assessment.matters],
        UNITS.name: [_unit(plan, assessment, unit.key) for unit in plan.leads],
    }
    return write_rulings(plan.terms, rows, assessment.drawn_up)


def confirmation_sheets(plan: Plan, assessment: Assessment) -> dict[str, bytes]:
    """核对单: a workbook for whoever gets a letter or answers for a target, by file name, in protocol order.

    It holds what the letter's annex will: the unit's own targets, those it cooperates in, a county's own part.
    """
    day, year = assessment.drawn_up, assessment.year
    asked = {unit.key for unit in (*plan.recipients, *plan.leads)}
    sheets = {}
    for number, unit in enumerate((one for one in plan.units if one.key in asked), 1):
        rows = [
            (
                one.target.id,
                row.target,
                OWN_PART if own else row.role,
                *map(str, (row.goal, row.reported, row.checked, row.certified, row.share)),
                row.verdict.replace(certified.UNDECIDED, "由人认定"),
                "",
                "",
                "",
            )
            for one, own, row in detail_table.told(plan, assessment, unit)
        ]
        name, old = unit.name_on(day).short, unit.formerly(day, year)
        former = f"，原{old}" if old else ""
        title = f"{year}年{plan.profile.programme}考核认定核对单（{name}{former}）"
        file = f"核对单/{number:02d}-{name}.xlsx"
        sheets[file] = write_sheet(title, _to_confirm(plan, unit), rows, day)
    return sheets


def _to_confirm(plan: Plan, unit: Unit) -> str:
    """What is asked on a 核对单: to look at what, to whom it goes back, by when, and whom to call."""
    reply_to, copied = urging.answered_to(plan, unit)
    also = f"，抄送{copied}" if copied else ""
    blank, profile = targets.DAY_BLANK, plan.profile
    # Where nobody is named for 督办, the compiling office, which sends the sheet, is who can be asked.
    asked = not (profile.urging_contact and profile.urging_phone) and profile.contact
    call = f"联系方式：{profile.contact}" if asked else contact(profile).strip("（）")
    return (
        f"请核对涉及本单位的数和拟认定结果，在最后三列填写意见，主要负责人签字、加盖公章，收到后{plan.rules.objection_days}个工作日内"
        f"（{blank}月{blank}日前）反馈{reply_to}{also}；没有填写意见的视为无异议。{call}。"
    )


def _target(plan: Plan, assessment: Assessment, matter: MatterResult, one: Certification) -> tuple[str, ...]:
    target, ruling = one.target, one.ruling
    records = [assessment.records[key] for key in target.leads if key in assessment.records]
    faults = [f"{_months(plan, record.late)}迟报" for record in records if record.late]
    faults += [f"{_months(plan, record.missing)}缺报" for record in records if record.missing]
    known = (
        target.id,
        f"{matter.matter.number}.{matter.matter.title}",
        target.name,
        _names(plan, assessment, target.leads),
        str(certified.goal(plan, one)).removesuffix(target.measure.text),
        target.measure.text,
        _number(target, one.reported),
        _source(plan, one),
        _number(target, one.checked),
        str(checked.scopes(plan, one, assessment.drawn_up)) if target.kind.quantified else "",
        _records(one),
        _number(target, one.proposed),
        str(certified.share(plan, one)),
        one.suggested.value if one.suggested is not None else "由人认定",
        _months(plan, one.behind),
        _months(plan, tuple(plan.cycle.previous(month) for month in one.corrected)),
        "；".join(faults),
    )
    figure, verdict, reason, day, basis = _decided(one)
    return (*known, figure, verdict, reason, ruling.objection if ruling is not None else "", day, basis)


def _task(plan: Plan, assessment: Assessment, one: Certification) -> tuple[str, ...]:
    target = one.target
    return (
        target.id,
        target.name,
        plan.name(one.county, assessment.drawn_up),
        str(certified.goal(plan, one)).removesuffix(target.measure.text),
        target.measure.text,
        _number(target, one.reported),
        _number(target, one.checked),
        str(checked.scopes(plan, one, assessment.drawn_up)),
        _records(one),
        _number(target, one.proposed),
        str(certified.share(plan, one)),
        one.suggested.value if one.suggested is not None else "由人认定",
        *_decided(one),
    )


def _decided(one: Certification) -> tuple[str, str, str, str, str]:
    """What people wrote: figure, verdict, reason, day and document of approval."""
    ruling = one.ruling
    if ruling is None:
        return ("", "", "", "", "")
    return (
        _number(one.target, ruling.certified),
        ruling.verdict.value if ruling.verdict is not None else "",
        ruling.reason,
        ruling.approved.isoformat() if ruling.approved is not None else "",
        ruling.basis,
    )


def accepted(assessment: Assessment, basis: str, day: date) -> dict[Cell, str]:
    """What `assess --accept` writes, by cell of the kept table: the suggestion into what nobody has filled, with the
    document and the day of one approval (PLAN §5).

    定性, what only people can tell, and what is in dispute is left to people; so is a row that shows another
    suggestion than today's, for nobody has approved today's.
    """
    disputed = {one.target for one in assessment.findings if one.code in (Code.A08, Code.S06, Code.S07)}
    cells: dict[Cell, str] = {}
    for one in (*assessment.targets, *assessment.tasks):
        ruling = one.ruling
        if ruling is None or one.suggested is None or one.moved or one.target.id in disputed:
            continue
        if ruling.blank:
            cells[ruling.cells["认定数"]] = _number(one.target, one.proposed)
            cells[ruling.cells["认定结果"]] = one.suggested.value
        if ruling.approved is None and (ruling.blank or ruling.verdict is not None):
            cells[ruling.cells["批准日期"]] = day.isoformat()
            cells[ruling.cells[BASIS]] = basis
    return {cell: text for cell, text in cells.items() if text}


def _matter(plan: Plan, assessment: Assessment, matter: MatterResult) -> tuple[str, ...]:
    short = [one.target.name for one in matter.targets if one.fulfilled is False]
    open_ones = [one.target.name for one in matter.targets if one.verdict is None]
    said = [f"未完成：{'、'.join(short)}"] if short else []
    said += [f"待认定：{'、'.join(open_ones)}"] if open_ones else []
    leads = _names(plan, assessment, matter.matter.leads)
    return (str(matter.matter.number), matter.matter.title, leads, matter.completion.value, "；".join(said))


def _unit(plan: Plan, assessment: Assessment, key: str) -> tuple[str, ...]:
    own = [one for one in assessment.targets if key in one.target.leads]
    done = sum(one.fulfilled is True for one in own)
    undone = sum(one.fulfilled is False for one in own)
    record = assessment.records.get(key)
    late, missing = (
        (_months(plan, record.late), _months(plan, record.missing)) if record is not None else ("", "")
    )
    return (plan.name(key, assessment.drawn_up), str(len(own)), str(done), str(undone), late, missing)


def _names(plan: Plan, assessment: Assessment, keys: tuple[str, ...]) -> str:
    return "、".join(plan.name(key, assessment.drawn_up) for key in keys)


def _number(target: Target, figure: Figure | None) -> str:
    if figure is None:
        return ""
    return plain(figure.amount if target.kind.ratio else in_measure(figure, target.measure, 8))


def _source(plan: Plan, one: Certification) -> str:
    """Which sheet and cell the reported figure stands in, of every lead that gave it; said where it is not the year end's."""
    if one.reported is None or one.period is None:
        return ""
    late = "" if one.period.is_year_end else f"（没有年终数，用{plan.cycle.label(one.period)}数）"
    # Of several cells in a sheet (分子, 分母) the first is the figure's own.
    first = {cell.file: cell for cell in reversed(one.reported.cells)}
    return f"{'；'.join(map(str, reversed(first.values())))}{late}"


def _records(one: Certification) -> str:
    """Which sheets and cells the checks stand in."""
    return "；".join(str(check.cells["抽查数"]) for check in one.spot_checks)


def _months(plan: Plan, months: tuple[Month, ...]) -> str:
    return "、".join(plan.cycle.label(month) for month in months)


_COLUMNS = (
    ("序号", 6.0),
    ("文号", 22.0),
    ("标题", 44.0),
    ("主送", 30.0),
    ("份数", 8.0),
    ("签收", 14.0),
    ("签收日期", 12.0),
)


def distribution_list(title: str, letters: Sequence[Letter], day: date) -> bytes:
    """The workbook for letters that bear a number; 份数, 签收 are left for people."""
    sent = [letter.dispatch for letter in letters if letter.dispatch is not None]
    rows = [
        (str(number), one.number, one.title, one.addressee, "", "", "") for number, one in enumerate(sent, 1)
    ]
    return write_book([listing("发文清单", title, _COLUMNS, rows)], day)
