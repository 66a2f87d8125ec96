"""Days off and make-up working days of the plan's year: sheet 节假日, else the office's own table (.toml), else the library.

`init` copies the library's days into the sheet, so that a later version of the library changes nothing that was planned
(docs/decisions/0017-holidays.md).
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pipeline.files.folder import load_own
from pipeline.files.spreadsheets.preflight import Unreadable
from pipeline.inputs.tables.reader import Problems, Record, Table
from pipeline.model.codes import Code
from pipeline.model.figures import Place
from pipeline.model.findings import Finding
from pipeline.model.months import DayShift, WorkCalendar
from pipeline.model.workspace import Workspace

OFF, WORKING = "放假", "调休上班"
SHEET = Table(
    "节假日",
    ("日期", "安排", "名称", "依据"),
    ("日期", "安排"),
    f"当年的放假和调休：安排填{OFF}或{WORKING}。这张表有内容就以它为准。",
    optional=True,
)
_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
}


def library() -> str:
    """The library of holidays with its version."""
    # A plan that lists its days asks nobody.
    from importlib.metadata import version

    return f"chinesecalendar {version('chinesecalendar')}"


def announced(year: int) -> list[tuple[str, ...]]:
    """The library's days of a year as rows of the sheet, in order; none for a year not yet announced to it."""
    from chinese_calendar.constants import holidays, workdays

    found = [(day, OFF, name) for day, name in holidays.items() if day.year == year]
    found += [(day, WORKING, name) for day, name in workdays.items() if day.year == year]
    return [(day.isoformat(), what, _NAMES.get(name, ""), library()) for day, what, name in sorted(found)]


def calendar(
    records: Sequence[Record], office: Workspace, year: int, shift: DayShift, problems: Problems
) -> WorkCalendar:
    """The days of the year; an odd sheet or table is a finding, never a guess, and P12 a year nobody has days for.

    While deadlines do not move (the default) hardly anybody needs them, so that their absence only informs.
    """
    if records:
        return _of_sheet(records, year)
    path = office.holiday_file(year)
    try:
        return _of_table(path, office)
    except FileNotFoundError:
        rows = announced(year)
        if rows:
            days = {
                kind: frozenset(date.fromisoformat(row[0]) for row in rows if row[1] == kind)
                for kind in (OFF, WORKING)
            }
            return WorkCalendar(days[OFF], days[WORKING], library())
        code = Code.P12 if shift is DayShift.NONE else Code.P13
        detail = f"{year}年的节假日安排还没有：任务分解表“{SHEET.name}”表是空的，{library()} 里也没有这一年"
        problems.findings.append(Finding(code, detail, place=Place(office.relative(path))))
        return WorkCalendar()
    except KeyError as missing:
        detail = f"缺少{missing}一项"
    except Unreadable as reason:
        detail = str(reason)
    except (OSError, ValueError) as reason:
        detail = f"内容有误：{reason}"
    name = office.relative(path)
    problems.findings.append(Finding(Code.P13, f"节假日文件 {name} {detail}", place=Place(name)))
    return WorkCalendar()


def _of_sheet(records: Sequence[Record], year: int) -> WorkCalendar:
    days: dict[str, set[date]] = {OFF: set(), WORKING: set()}
    for record in records:
        day, what = record.day("日期", required=True), record.choice("安排", (OFF, WORKING), "")
        if not record.text("安排"):
            record.fault(Code.P04, "安排", "“安排”没有填写", f"请填{OFF}或{WORKING}")
        if day is None or not what:
            continue
        if day.year != year:
            record.fault(Code.P05, "日期", f"{day.isoformat()}不是{year}年的日期", "请改正或删去这一行")
        elif any(day in known for known in days.values()):
            record.fault(Code.P08, "日期", f"{day.isoformat()}写了两次", "请删去一行")
        days[what].add(day)
    return WorkCalendar(frozenset(days[OFF]), frozenset(days[WORKING]), SHEET.name)


def _of_table(path: Path, office: Workspace) -> WorkCalendar:
    """The office's own table; FileNotFoundError where there is none."""
    table = tomllib.loads(load_own(path, office.inputs).decode("utf-8"))
    return WorkCalendar(
        off=frozenset(_days(table[OFF])),
        working=frozenset(_days(table[WORKING])),
        source=str(table["依据"]),
    )


def _days(days: object) -> list[date]:
    if not isinstance(days, list) or not all(type(day) is date for day in days):
        raise ValueError(f"“{OFF}”“{WORKING}”应是日期的列表")
    return days
