"""A found form to readings and findings, cell by cell. Says "this is no number"; never judges whether
a number can be (that is `check`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from pipeline.inputs.returns.amounts import note_absent, read_forecast, read_funds
from pipeline.inputs.returns.cells import TITLES, TOTALS, SheetReader, note_company, unfit_texts
from pipeline.inputs.returns.found_form import FoundForm, labelled
from pipeline.inputs.returns.layout import (
    COOPERATION_SHEET,
    COUNTY_SHEET,
    DATE_LABEL,
    MILESTONE_SHEET,
    MONTH_LABEL,
    PROGRESS_SHEET,
    TEXT_SHEET,
)
from pipeline.inputs.returns.numbers import parse_goal
from pipeline.inputs.returns.text_sheet import Words, read_texts, read_words, tell_unused
from pipeline.inputs.tables.dates import is_odd, is_odd_month, parse_date, parse_month
from pipeline.inputs.tables.surroundings import (
    hides_minus,
    hides_zero,
    merged_area,
    misleading_format,
    shown_shorter,
    shows_another,
)
from pipeline.model.codes import Code, Effect
from pipeline.model.figures import Measure, plain
from pipeline.model.findings import Finding
from pipeline.model.funds import ALL_BY_RULE
from pipeline.model.months import Month
from pipeline.model.plan import Plan, Target, fold
from pipeline.model.readings import Book, Content, CountyRow, Holds, Reading, Row

# What a header may say in brackets beside a measure, each part for itself: {0} is the year, {1} the month, {2} what
# the period is called.
_HARMLESS_NOTE = (
    r"必填|选填|可填|(填|只填)?(纯)?数字|本年|当年|本年度|累计|截至本(月|季|季度|期)(底|末)?|({0}年)?(截至)?第?{2}(份|底|末)?|截至填报日|({0}年)?(截至)?{1}月(份|底|末)?"
    r"|截至({0}年)?{1}月\d{{1,2}}日|({0}年)?1月?(-|—|–|至|到){1}月(份)?|(从)?1月1日(起)?(至|到|-|—)({1}月\d{{1,2}}日|截至日期)?"
)
_AHEAD = 7  # days before the end of a period on which figures to its end are filled in, by habit
_PARTS_OF_NOTE = re.compile("[,，、;；]")


def read_rows(reader: SheetReader, words: Words | None = None) -> list[Row]:
    """The rows of 进展情况 or 配合情况, one per target of the plan that the sheet names; `words` is 文字说明, if there is one."""
    by_target: dict[str, list[int]] = {}
    targets = reader.target_rows()
    if targets and "as_of" not in reader.found.columns:
        reader.add(
            Code.R13,
            reader.book.cell(reader.found.sheet, reader.found.header_row, 1),
            "表头里没有“截至日期”一列，各行都不知道数据统计到哪一天",
            fix="请用原来的表头填报",
        )
    note_absent(reader, bool(targets))
    _note_boxes(reader, targets)
    for number, target in targets.items():
        by_target.setdefault(target.id, []).append(number)
    result = []
    for target_id, numbers in by_target.items():
        if len(numbers) > 1:
            reader.add(
                Code.R11,
                reader.cell(numbers[1], "cumulative"),
                f"{reader.label(numbers[0], targets[numbers[0]])}填了{len(numbers)}行"
                f"（第{'、'.join(map(str, numbers))}行），分不清哪一行有效",
                target_id,
            )
        result.append(_read_row(reader, numbers[0], targets[numbers[0]], words))
    _note_dates(reader)
    return result


def _note_dates(reader: SheetReader) -> None:
    """R40: dates in a spelling that was read and is none a form asks for; rows of one date are told together."""
    for (text, day), cells in reader.odd_days.items():
        more = f"（{cells[0].ref}等{len(cells)}格）" if len(cells) > 1 else ""
        reader.add(Code.R40, cells[0], f"截至日期写作“{text}”{more}，按{day.isoformat()}读取")
    terms = reader.plan.terms
    for label in (MONTH_LABEL, DATE_LABEL):
        place, content = labelled(reader.found, terms.of(label), label)
        read: date | Month | None
        if label == MONTH_LABEL:
            read, odd = parse_month(content, terms.cycle), is_odd_month(content, terms.cycle)
        else:
            read, odd = parse_date(content, reader.month.year), is_odd(content)
        if read is not None and odd and not content.formula:
            cell = reader.book.cell(reader.found.sheet, *place)
            reader.add(Code.R40, cell, f"{terms.of(label)}写作“{content.text}”，按{read}读取")


def _note_boxes(reader: SheetReader, targets: Mapping[int, Target]) -> None:
    """R39: a text box over the sheet, told with its words and where it lies."""
    column = reader.found.columns["cumulative"]
    for top, left, bottom, right, words in reader.found.sheet.boxes:
        rows = [row for row in targets if top <= row <= bottom]
        covers = bool(rows) and left <= column <= right
        place = (rows[0], column) if covers else (rows[0] if rows else top, left)
        cell = reader.book.cell(reader.found.sheet, *place)
        label = f"{reader.label(rows[0], targets[rows[0]])}的累计完成" if covers else cell.ref
        where = f"{label}上盖着文本框" if covers else f"{label}处有文本框"
        target = targets[rows[0]].id if rows else ""
        reader.add(Code.R39, cell, f"{where}：“{words}”，没有采用", target)


def _read_row(reader: SheetReader, number: int, target: Target, words: Words | None) -> Row:
    cells = {name: reader.cell(number, name) for name in reader.found.columns}
    figures: dict[str, Reading | None] = {}
    written = [name for name in TITLES if _filled(reader.content(number, name))]
    suspended = target.goal_on(reader.month.last_day).suspended
    if target.kind.quantified and not suspended and not _merged(reader, number, target) and written:
        measure = reader.measure(number, target)
        if measure is not None:
            figures = {name: reader.reading(number, name, target, measure) for name in TITLES}
            _compare_header(reader, number, target, measure)
            for name in ("cumulative", "corrected_last"):
                if figures[name] is not None:
                    _note_appearance(reader, number, name, target, measure)
            note_company(reader, number, "cumulative", target)
            converted = measure.base == target.measure.base and measure.exponent != target.measure.exponent
            cumulative = figures["cumulative"]
            if converted and cumulative is not None:
                _note_conversion(reader, number, target, cumulative)
        _compare_goal(reader, number, target)
    for name in ALL_BY_RULE:
        if name in reader.found.columns and _filled(reader.content(number, name)):
            note_company(reader, number, name, target, ALL_BY_RULE[name])
    as_of = _as_of(reader, number, target) if written or reader.text(number, "headline") else None
    texts, places = read_texts(reader, number, target, words)
    row = Row(
        target.id,
        reader.unit,
        cells | places,
        cumulative=figures.get("cumulative"),
        this_month=figures.get("this_month"),
        numerator=figures.get("numerator"),
        denominator=figures.get("denominator"),
        corrected_last=figures.get("corrected_last"),
        as_of=as_of,
        correction=reader.sentence(number, "correction", target),
        funds=read_funds(reader, number, target),
        forecast=read_forecast(reader, number, target),
        **texts,  # type: ignore[arg-type]  # every column of TEXTS holds a text
    )
    reader.findings += unfit_texts(reader.plan, row)
    return row


def _merged(reader: SheetReader, number: int, target: Target) -> bool:
    columns = reader.found.columns
    asked = ("numerator", "denominator") if target.kind.ratio else ("this_month", "corrected_last")
    others = [columns[name] for name in ("cumulative", *asked) if name in columns]
    area = merged_area(reader.found.sheet, number, columns["cumulative"], others)
    if area:
        reader.add(
            Code.R24,
            reader.cell(number, "cumulative"),
            f"{reader.label(number, target)}的累计完成在合并单元格 {area} 里，分不清数字属于哪一行",
            target.id,
        )
    return bool(area)


def _note_appearance(reader: SheetReader, number: int, column: str, target: Target, measure: Measure) -> None:
    """R26, R27, R33: a number that a person looking at the sheet would not see as it was read."""
    label = reader.label(number, target) + (
        "" if column == "cumulative" else f"的{reader.plan.terms.of(TITLES[column])}"
    )
    cell, content = reader.cell(number, column), reader.content(number, column)
    # Nothing but the sum stands behind a share: there a format of another measure is doubt enough.
    misleading = misleading_format(content, measure)
    another = (
        shows_another(content, target.kind.ratio)
        or hides_zero(content)
        or hides_minus(content)
        or (reader.by_county and misleading)
    )
    if content.holds is Holds.NUMBER and another:
        reader.add(
            Code.R27,
            cell,
            f"{label}存的是 {content.text}，按格式 {content.format} 显示出来却不是这个数",
            target.id,
        )
    elif content.struck:
        reader.add(Code.R33, cell, f"{label}的 {content.text} 加了删除线或上下标", target.id)
    elif content.holds is Holds.NUMBER and (misleading or shown_shorter(content)):
        reader.add(
            Code.R26,
            cell,
            f"{label}的单元格格式是 {content.format}，看到的与填写的 {content.text} 不一致",
            target.id,
        )


def _compare_header(reader: SheetReader, number: int, target: Target, measure: Measure) -> None:
    """R29: a header such as 累计完成（人） speaks of every row below it; what it says must be the row's own measure."""
    for column in TITLES:
        note = _contradiction(reader, column, target, measure)
        if note and _filled(reader.content(number, column)):
            reader.add(
                Code.R29,
                reader.cell(number, column),
                f"{reader.label(number, target)}的表头写着“{reader.plan.terms.of(TITLES[column])}（{note}）”，这一行的计量单位是“{measure.text}”",
                target.id,
            )


def _contradiction(reader: SheetReader, column: str, target: Target, measure: Measure) -> str:
    """What the header of a column says in brackets, if that is not the row's measure; empty if all is well."""
    note = reader.found.notes.get(column, "")
    if not note or column not in ("cumulative", "this_month", "corrected_last"):
        return ""
    month, label = reader.month, reader.plan.cycle.label(reader.month)
    harmless = re.compile(_HARMLESS_NOTE.format(month.year, month.calendar_month, label))
    for part in _PARTS_OF_NOTE.split(note):
        said = Measure.parse(part.removeprefix("计量").removeprefix("单位").lstrip(":"))
        same = target.accepts(said) and said.exponent == measure.exponent
        if not same and not harmless.fullmatch(part):
            return note
    return ""


def _filled(content: Content) -> bool:
    return content.holds is not Holds.EMPTY or bool(content.formula)


def _note_conversion(reader: SheetReader, number: int, target: Target, reading: Reading) -> None:
    shown = plain(reading.figure.amount / target.measure.factor)
    reader.add(
        Code.R09,
        reader.cell(number, "measure"),
        f"{target.id} {target.name}按“{reader.text(number, 'measure')}”填报，已换算为 {shown}{target.measure.text}",
        target.id,
    )


def _compare_goal(reader: SheetReader, number: int, target: Target) -> None:
    """The target written in the sheet must be the plan's; what is no plain number is left alone."""
    content = reader.content(number, "goal")
    goal = target.goal_on(reader.month.last_day).amount
    stated = parse_goal(content, target.kind.ratio, target.kind.signed)
    if goal is None or stated is None:
        return
    expected = goal / target.measure.factor
    former = [one.amount / target.measure.factor for one in target.goals if one.amount is not None]
    if stated in former and stated != expected:
        reader.add(
            Code.R37,
            reader.cell(number, "goal"),
            f"{target.id} {target.name}表内年度目标是调整前的 {plain(stated)}，现在是 {plain(expected)}",
            target.id,
        )
    elif stated != expected:
        reader.add(
            Code.R12,
            reader.cell(number, "goal"),
            f"{target.id} {target.name}表内年度目标是 {plain(stated)}，任务分解表是 {plain(expected)}",
            target.id,
        )


def _as_of(reader: SheetReader, number: int, target: Target) -> date | None:
    if "as_of" not in reader.found.columns:
        return None
    content = reader.content(number, "as_of")
    day = parse_date(content, reader.month.year)
    cell = reader.cell(number, "as_of")
    if day is None:
        said = f"写作“{content.text}”，认不出是哪一天" if content.text else "没有填"
        reader.add(Code.R13, cell, f"{target.id} {target.name}的截至日期{said}", target.id)
        return None
    if is_odd(content):
        reader.odd_days.setdefault((content.text, day), []).append(cell)
    ahead = (day - reader.filled).days if reader.filled is not None else 0
    said = f"{target.id} {target.name}的截至日期 {day.isoformat()}"
    if 0 < ahead <= _AHEAD and day == reader.month.last_day:
        reader.add(Code.R41, cell, f"{said}，填报日期 {reader.filled}", target.id)
    elif ahead > 0 or not reader.plan.cycle.holds(reader.month, day):
        wrong = "不是12月31日" if reader.month.is_year_end else f"不在{reader.plan.cycle.label(reader.month)}"
        reader.add(Code.R19, cell, f"{said} {'晚于填报日期' if ahead > 0 else wrong}", target.id)
    return day


def read_counties(reader: SheetReader) -> list[CountyRow]:
    """The rows of 分县区. Any county unit may stand there; sums and other lines are passed over."""
    found: dict[tuple[str, str], CountyRow] = {}
    for number, target in reader.target_rows().items():
        word = reader.text(number, "area")
        if fold(word) in (*TOTALS, reader.plan.terms.realm):
            continue
        key = reader.plan.find_unit(word) if word else None
        if key is None or not reader.plan.unit(key).county:
            reader.add(
                Code.R20,
                reader.cell(number, "area"),
                f"{target.id}{reader.sheet}：认不出{reader.plan.terms.lower}“{word}”，这一行没有计入",
                target.id,
                fix="请改为表样里的名称后重报",
            )
            continue
        first = found.get((target.id, key))
        if first is None:
            found[target.id, key] = _county_row(reader, number, target, key)
            continue
        reader.add(
            Code.R23,
            first.cell,
            f"{target.id}{reader.sheet}：{word}填了两行（另一行在{reader.cell(number, 'cumulative').ref}）",
            target.id,
            fix="请只留一行后重报",
        )
        found[target.id, key] = replace(first, cumulative=None)
    return list(found.values())


def _county_row(reader: SheetReader, number: int, target: Target, key: str) -> CountyRow:
    """A county's share, read with the same care as a target's own figure; None where anybody could doubt it."""
    cell = reader.cell(number, "cumulative")
    reading = None
    if _filled(reader.content(number, "cumulative")) and target.kind.quantified:
        reading = _share(reader, number, target)
    doubted = any(found.place == cell and found.effect is not Effect.NONE for found in reader.findings)
    remark, limit = reader.text(number, "remark"), COUNTY_SHEET.column("remark").limit
    if len(remark) > limit:
        reader.add(
            Code.R16,
            reader.cell(number, "remark"),
            f"{reader.label(number, target)}的备注有{len(remark)}字",
            target.id,
            fix=f"请压缩到{limit}字以内",
        )
    return CountyRow(target.id, reader.unit, key, None if doubted else reading, cell)


def _share(reader: SheetReader, number: int, target: Target) -> Reading | None:
    suspended = target.goal_on(reader.month.last_day).suspended
    if suspended or _merged(reader, number, target):
        return None
    measure = reader.measure(number, target)
    if measure is None:
        return None
    reading = reader.reading(number, "cumulative", target, measure)
    if reading is None:
        return None
    _compare_header(reader, number, target, measure)
    _note_appearance(reader, number, "cumulative", target, measure)
    note_company(reader, number, "cumulative", target)
    amount = reading.figure.amount
    if target.whole_numbers and amount != amount.to_integral_value():
        reader.add(
            Code.R23,
            reading.cell,
            f"{reader.label(number, target)}折合 {plain(amount)}{target.measure.base}，不是整数",
            target.id,
            fix="请核对小数位和计量单位后重报",
        )
    return reading


def read_form(
    plan: Plan, month: Month, book: Book, form: FoundForm, unit: str, layout: str
) -> tuple[list[Row], list[CountyRow], list[Finding]]:
    """The rows of `layout` and the county rows of a unit's form, with every finding on the way."""
    readers = {
        name: SheetReader(plan, month, book, found, unit, form.filled)
        for name, found in form.sheets.items()
        if name not in (MILESTONE_SHEET.name, TEXT_SHEET.name)
    }
    words = None
    if form.texts is not None:
        words = read_words(SheetReader(plan, month, book, form.texts, unit, form.filled))
    rows = read_rows(readers[layout], words)
    counties = read_counties(readers[COUNTY_SHEET.name]) if COUNTY_SHEET.name in readers else []
    others = (name for name in (PROGRESS_SHEET.name, COOPERATION_SHEET.name) if name in readers)
    aside = [replace(readers[name], findings=[]) for name in others]
    standing = {target.id for one in aside for target in one.target_rows().values()}
    tell_unused(form, words, frozenset(standing), readers[layout])
    findings = [finding for reader in readers.values() for finding in reader.findings]
    return rows, counties, [*findings, *(words.reader.findings if words is not None else ())]
