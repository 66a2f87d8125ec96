"""投资额, 到位, 支出 and 预计全年 of a row, read as strictly as a figure and held against nothing: that is `check`.

Asked for only where the rule 表样增列 names them. An amount is a plain number in the unit its header or its own cell
says (元, 万元, 亿元); what is anything else is not used and told (R45).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from pipeline.files.spreadsheets.formulas import is_foreign
from pipeline.inputs.returns.cells import SheetReader
from pipeline.inputs.returns.layout import PROGRESS_SHEET
from pipeline.inputs.returns.numbers import Number, parse_number
from pipeline.inputs.tables.surroundings import (
    hides_minus,
    hides_zero,
    merged_area,
    misleading_format,
    shows_another,
)
from pipeline.model.codes import Code
from pipeline.model.figures import Figure, Measure, plain
from pipeline.model.funds import ALL_BY_RULE, FORECAST, MONEY, YUAN, Funds
from pipeline.model.plan import Target
from pipeline.model.readings import Content, Holds

_OWN_UNIT = re.compile(r"(?P<number>.*[\d\s])(?P<unit>(?:万|亿)?元)")
_PARTS = re.compile("[,，、;；]")
_HARMLESS = re.compile("必填|选填|可填|(?:只填)?(?:纯)?数字|累计")
# What makes it doubtful which target the row speaks of.
_ANOTHERS = (Code.R11, Code.R28, Code.R30)


def note_absent(reader: SheetReader, filled: bool) -> None:
    """R45, once a column: the rule asks for it and the sheet of figures of a lead has none of that header."""
    asked = reader.plan.rules.extra_columns
    for name, title in ALL_BY_RULE.items() if filled and reader.found.layout is PROGRESS_SHEET else ():
        over = title == FORECAST and reader.month.is_year_end
        if title in asked and name not in reader.found.columns and not over:
            cell = reader.book.cell(reader.found.sheet, reader.found.header_row, 1)
            reader.add(Code.R45, cell, f"表头里没有“{title}”一列", fix="请用原来的表头填报")


def read_funds(reader: SheetReader, row: int, target: Target) -> Funds:
    """The amounts of a row in 元.

    R45 for what is not used; R03 for a number that had to be tidied, R06 for one a formula made, R09 for one whose cell
    says another unit than its header.
    """
    columns = [name for name in MONEY if name in reader.found.columns]
    return Funds(**{name: figure for name in columns if (figure := _amount(reader, row, name, target))})


def read_forecast(reader: SheetReader, row: int, target: Target) -> Figure | None:
    """预计全年 of a row in the target's base measure; R45 for what is not used, R03 and R06 as for money."""
    if FORECAST not in reader.plan.rules.extra_columns or "forecast" not in reader.found.columns:
        return None
    content, cell = reader.content(row, "forecast"), reader.cell(row, "forecast")
    if not target.kind.quantified or (content.holds is Holds.EMPTY and not content.formula):
        return None
    label, written = f"{reader.label(row, target)}的{FORECAST}", reader.text(row, "measure")
    measure = Measure.parse(written)
    number = parse_number(content, target.kind.ratio, target.kind.signed)
    faults = [*_doubts(reader, row, "forecast", target, measure)]
    if number.value is None:
        faults = [f"写作“{content.text or content.formula}”，不是纯数字", *faults]
    elif not (written and target.accepts(measure)):
        faults = [f"写作“{content.text}”，计量单位“{written}”不是这项指标的", *faults]
    if faults or number.value is None:
        fix = "请按计量单位只填纯数字后重报；说不准的留空"
        reader.add(Code.R45, cell, f"{label}{faults[0]}，没有采用", target.id, fix)
        return None
    _tell_made(reader, (row, "forecast"), label, number, "", target)
    return Figure(number.value * measure.factor, target.measure.base, (cell,))


def _amount(reader: SheetReader, row: int, name: str, target: Target) -> Figure | None:
    content, cell = reader.content(row, name), reader.cell(row, name)
    if content.holds is Holds.EMPTY and not content.formula:
        return None
    label = f"{reader.label(row, target)}的{MONEY[name]}"
    heading, harmless = _heading(reader.found.notes.get(name, ""))
    own, bare = _own_unit(content)
    unit = own or heading
    number = parse_number(bare, percent=False)
    faults = list(_doubts(reader, row, name, target, Measure.parse(unit or YUAN)))
    if not harmless:
        faults = [f"表头括号里写着“{reader.found.notes[name]}”", *faults]
    if number.code is Code.R14:
        faults = [f"写作“{content.text}”，是负数", *faults]
    elif number.value is None:
        faults = [f"写作“{content.text or content.formula}”，不是纯数字", *faults]
    elif not unit:
        faults = [f"写作“{content.text}”，表头和格子里都没有写是元、万元还是亿元", *faults]
    if faults or number.value is None:
        reader.add(Code.R45, cell, f"{label}{faults[0]}，没有采用", target.id)
        return None
    _tell_made(reader, (row, name), label, number, unit, target)
    if own and heading and own != heading:
        said = f"{label}写作“{content.text}”，表头是{heading}，按{own}读取"
        reader.add(Code.R09, cell, said, target.id)
    return Figure(number.value * Measure.parse(unit).factor, YUAN, (cell,))


def _tell_made(
    reader: SheetReader, place: tuple[int, str], label: str, number: Number, unit: str, target: Target
) -> None:
    """R03 for a number that had to be tidied, R06 for one a formula made."""
    content, cell = reader.content(*place), reader.cell(*place)
    assert number.value is not None  # what is no number was told and is not used
    if number.cleaned:
        said = f"{label}写作“{content.text}”，已按 {plain(number.value)}{unit} 读取"
        reader.add(Code.R03, cell, said, target.id)
    if content.formula:
        said = f"{label} {plain(number.value)} 由公式 {content.formula} 算出"
        reader.add(Code.R06, cell, said, target.id)


def _heading(note: str) -> tuple[str, bool]:
    """The unit of money a header says in brackets, empty for none; False with it where it says what is no unit."""
    parts = [
        part.removeprefix("计量").removeprefix("单位").lstrip(":") for part in _PARTS.split(note) if part
    ]
    units = [part for part in parts if part in ("元", "万元", "亿元")]
    others = [part for part in parts if part not in units and not _HARMLESS.fullmatch(part)]
    return (units[0], not others) if len(set(units)) == 1 else ("", not others and not units)


def _own_unit(content: Content) -> tuple[str, Content]:
    """The unit of money behind a number in its own cell, and the content without it."""
    text = unicodedata.normalize("NFKC", content.text).strip()
    said = _OWN_UNIT.fullmatch(text) if content.holds is Holds.TEXT else None
    return (
        (said["unit"], replace(content, text=said["number"].strip())) if said is not None else ("", content)
    )


def _doubts(reader: SheetReader, row: int, name: str, target: Target, measure: Measure) -> Iterator[str]:
    """Why a number is not certainly what a person wrote of this target, in clauses."""
    content, column = reader.content(row, name), reader.found.columns[name]
    others = [reader.found.columns[one] for one in MONEY if one in reader.found.columns]
    area = merged_area(reader.found.sheet, row, column, others)
    if area:
        yield f"在合并单元格 {area} 里，分不清是哪一项的"
    if any(one.target == target.id and one.code in _ANOTHERS for one in reader.findings):
        yield f"写作“{content.text}”，这一行是不是这项指标的分不清"
    if is_foreign(content.formula):
        yield f" {content.text} 由公式 {content.formula} 取自另一个文件"
    if content.struck:
        yield f"的 {content.text} 加了删除线或上下标"
    if content.holds is Holds.NUMBER and (
        shows_another(content, name == "forecast" and target.kind.ratio)
        or hides_zero(content)
        or hides_minus(content)
        or misleading_format(content, measure)
    ):
        yield f"存的是 {content.text}，按格式 {content.format} 显示出来却不是这个数"
