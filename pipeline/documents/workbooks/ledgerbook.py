"""工作台账.xlsx: every target with its months in colour on one sheet, a sheet a unit with what was said and done, what
changed, and the charts of its figures; and its table as CSV.

A number on the first sheet leads to the target on its unit's, the title of a unit's sheet back.
Everything is made anew from the inputs: nothing is carried over from an older ledger.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pipeline.documents.wording import changes as change_log
from pipeline.documents.wording import funded, urging
from pipeline.documents.wording import ledger as contents
from pipeline.documents.wording.changes import Change
from pipeline.documents.wording.ledger import Ledger, LedgerRow, Mark, ShareRow
from pipeline.documents.workbooks.beside import AD_HOC, CARRIED, beside
from pipeline.documents.workbooks.internal_ledger import INTERNAL_LEDGER, internal_ledger
from pipeline.documents.workbooks.observations_csv import observations_files
from pipeline.documents.workbooks.plots import DATA, charted_book
from pipeline.files.spreadsheets.plotted import CHARTS
from pipeline.files.spreadsheets.writing import (
    A3,
    BODY,
    CENTRED,
    HEADER,
    NOTE,
    TITLE,
    Box,
    Page,
    listing,
)
from pipeline.inputs.decisions.register import Decisions
from pipeline.inputs.decisions.replies import write_reply_sheet
from pipeline.model.kinds import Standing
from pipeline.model.lights import Colour
from pipeline.model.office_terms import Terms
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress
from pipeline.model.readings import AdHoc, History, reference
from pipeline.model.supervision import Drafted, Stand
from pipeline.progress.supervision import drafted, noted_until, supervised

LEDGER = "工作台账.xlsx"
_MAIN, _CHANGES = "台账", "变动记录"
_GREEN, _PALE, _YELLOW, _ORANGE, _RED = "A9D08E", "E2EFDA", "FFF2CC", "F8CBAD", "FF7C80"
_GREY, _VIOLET = "EDEDED", "E4DFEC"
COLOURS: Mapping[Standing, str] = {
    Standing.EXCEEDED: _GREEN,
    Standing.DONE: _GREEN,
    Standing.AHEAD: _PALE,
    Standing.ON_PACE: _PALE,
    Standing.BELOW_PACE: _YELLOW,
    Standing.LAGGING: _ORANGE,
    Standing.FAR_BEHIND: _RED,
    Standing.MET_SO_FAR: _PALE,
    Standing.UNMET_SO_FAR: _YELLOW,
    Standing.MET: _PALE,
    Standing.UNMET: _ORANGE,
    Standing.NO_NODES: _GREY,
    Standing.NOT_DUE: _GREY,
    Standing.UNREPORTED: _VIOLET,
    Standing.DOUBTFUL: _VIOLET,
    Standing.SUSPENDED: _GREY,
    Standing.NOT_JUDGED: _GREY,
    Standing.NOT_APPLICABLE: "",
}
_LIT: Mapping[Colour, str] = {Colour.RED: _RED, Colour.YELLOW: "FFE699", Colour.GREEN: _GREEN}
_CALLED = {
    _GREEN: "深绿",
    _PALE: "浅绿",
    _YELLOW: "黄",
    _ORANGE: "橙",
    _RED: "红",
    _GREY: "灰",
    _VIOLET: "紫",
}
_SELDOM = frozenset({Standing.MET, Standing.UNMET, Standing.NOT_DUE, Standing.NOT_JUDGED})
_STANDS: Mapping[Stand, str] = {
    Stand.PROPOSED: "",
    Stand.UNNOTED: _VIOLET,
    Stand.SENT: _YELLOW,
    Stand.SILENT: _ORANGE,
    Stand.OVERDUE: _RED,
    Stand.ANSWERED: _PALE,
    Stand.CLOSED: _GREEN,
    Stand.SPARED: _GREY,
}
# The rows of a table begin below its title, its note and its header.
_FIRST_ROW = 4
_SMALL, _SMALL_CENTRED = replace(BODY, size=9), replace(CENTRED, size=9)
_LINKED = replace(_SMALL, colour="0563C1")
_HEAD = replace(HEADER, size=9)


def ledger_files(
    plan: Plan, history: History, course: Sequence[Progress], decisions: Decisions
) -> dict[str, bytes]:
    """What the ledger adds to the set of the last month of `course`: the workbook, its table as CSV with what describes it,
    blank reply sheets.
    """
    progress = course[-1]
    urged = supervised(plan, course, decisions.steps, history.replies)
    ledger = contents.compose(plan, history, course, urged)
    changed = change_log.changes(plan, history, course, decisions.entries, noted_until(plan, progress))
    files = {LEDGER: _book(plan, course, ledger, changed, history.ad_hoc)}
    if plan.commitments.records:
        files[INTERNAL_LEDGER] = internal_ledger(plan, progress.drawn_up)
    files |= observations_files(plan, history, course)
    papers = drafted(plan, course, decisions.steps, history.replies)
    return files | _reply_sheets(plan, progress, ledger, papers)


def _book(
    plan: Plan,
    course: Sequence[Progress],
    ledger: Ledger,
    changed: Sequence[Change],
    called: Sequence[AdHoc],
) -> bytes:
    month, day = course[-1].month, course[-1].drawn_up
    title = f"{month.year}年{plan.profile.programme}工作台账（截至{plan.cycle.label(month)}）"
    pages: list[Page] = []
    names = {_MAIN, _CHANGES, CARRIED, AD_HOC, CHARTS, DATA}
    places: dict[str, str] = {}
    for unit in plan.units:
        name = plan.name(unit.key, day)
        if unit.key in ledger.leads:
            rows, sheet = ledger.leads[unit.key], _sheet_name(name, names)
            for number, row in enumerate(rows, _FIRST_ROW):
                places.setdefault(row.id, _link(sheet, number))
            pages.append(_lead(plan, sheet, f"{name}{title}", ledger.months, rows))
        elif unit.key in ledger.counties:
            shares = ledger.counties[unit.key]
            pages.append(
                _county(plan.terms, _sheet_name(name, names), f"{name}{title}", ledger.months, shares)
            )
    pages = [_main(plan, ledger, title, places), *pages, _change_log(plan, changed, title)]
    pages += beside(plan, called, title, day)
    return charted_book(pages, plan, course, day)


def _link(sheet: str, row: int) -> str:
    """A place of this workbook as a link names it."""
    quoted = sheet.replace("'", "''")
    return f"#'{quoted}'!A{row}"


# With a year of months beside them they fill one sheet of A3.
_WHAT = (
    ("编号", 6.5),
    ("实事", 13.0),
    ("指标", 15.0),
    ("年度目标", 9.0),
    ("责任单位", 10.0),
)


def _state(plan: Plan) -> tuple[tuple[str, float], ...]:
    return ((plan.terms.of("本月分类"), 10.0), (plan.terms.of("连续滞后月数"), 6.5))


_URGED = (("督办", 6.5), ("督办经过", 32.0), ("建议的下一步", 12.0))
_MONTH_WIDTH, _WIDEST_MONTH, _ROOM_OF_MONTHS = 9.0, 12.0, 112.0


def _main(plan: Plan, ledger: Ledger, title: str, places: Mapping[str, str]) -> Page:
    """How all targets stand; what was said, checked and done stands on their units' sheets, where `places` says."""
    columns = (
        *((plan.terms.of(header), width) for header, width in _WHAT),
        *((month, min(_WIDEST_MONTH, _ROOM_OF_MONTHS / len(ledger.months))) for month in ledger.months),
        *_state(plan),
        *_URGED[:1],
    )
    rows = [
        [
            Box(row.id, _LINKED, link=places.get(row.id, "")),
            *(_text(text) for text in (row.matter, row.target)),
            *(_centred(text) for text in (row.goal, row.unit)),
            *_marks(plan, row),
            *_urged(row)[:1],
        ]
        for row in ledger.rows
    ]
    return _page(_MAIN, title, _legend(plan, ledger), columns, rows)


def _lead(plan: Plan, name: str, title: str, months: Sequence[str], targets: Sequence[LedgerRow]) -> Page:
    """A unit's own targets, with every problem of the year."""
    columns = (
        ("编号", 6.5),
        ("指标", 15.0),
        ("年度目标", 9.0),
        ("节点", 11.5),
        *((month, _MONTH_WIDTH) for month in months),
        *_state(plan),
        *funded.headers(plan),
        ("历月反映的困难和问题、办理情况", 56.0),
        ("抽查", 15.0),
        *_URGED,
    )
    rows = [
        [
            *(_text(text) for text in (row.id, row.target)),
            *(_centred(text) for text in (row.goal, row.nodes)),
            *_marks(plan, row),
            *(_text(text) for text in row.added),
            _text("\n".join(f"{one.months}：{one.text}【{one.outcome}】" for one in row.problems) or "—"),
            _text(row.checks),
            *_urged(row),
        ]
        for row in targets
    ]
    posts = "、".join(dict.fromkeys(row.post for row in targets))
    return _page(name, title, f"责任岗位：{posts}。", columns, rows)


def _county(terms: Terms, name: str, title: str, months: Sequence[str], shares: Sequence[ShareRow]) -> Page:
    columns = (
        ("编号", 6.5),
        ("指标", 18.0),
        ("责任单位", 10.0),
        (terms.of("分县任务"), 10.0),
        *((month, _MONTH_WIDTH) for month in months),
        ("抽查", 36.0),
    )
    rows = [
        [
            *(_text(text) for text in (row.id, row.target)),
            *(_centred(text) for text in (row.unit, row.task, *row.marks)),
            _text(row.checks),
        ]
        for row in shares
    ]
    note = (
        f"只列数和占{terms.realm}的份额：没有分解任务的{terms.lower}没有进度快慢，不作评价。“—”表示没有报。"
    )
    return _page(name, title, note, columns, rows)


def _change_log(plan: Plan, changed: Sequence[Change], title: str) -> Page:
    cycle, terms = plan.cycle, plan.terms
    columns = (
        (terms.of("月份"), 9.0),
        ("类别", 10.0),
        ("指标", 20.0),
        ("单位", 12.0),
        ("原来", 12.0),
        ("改为", 14.0),
        ("缘由、依据", 40.0),
        ("所涉问题", 40.0),
        ("谁", 14.0),
        ("日期", 12.0),
        ("位置", 30.0),
    )
    rows = [
        (
            cycle.written(cycle.holding(one.month)), terms.of(one.kind), one.target, one.unit, one.before, one.after,
            one.ground, one.finding,
            one.who, one.day.isoformat() if one.day is not None else "", one.place,
        )
        for one in changed
    ]  # fmt: skip
    note = terms.of("更正上月：单位在当月报表里改了上月的数。核实、带缺定稿、收文、督办：处理登记里登记的。")
    return listing(_CHANGES, f"{title}变动记录", columns, rows, note, A3)


def _page(
    name: str,
    title: str,
    note: str,
    columns: Sequence[tuple[str, float]],
    rows: Sequence[Sequence[Box]],
) -> Page:
    width = len(columns)
    back = "" if name == _MAIN else _link(_MAIN, 1)
    return Page(
        name,
        [
            [Box(title, TITLE, link=back)],
            [Box(note, NOTE)],
            [Box(header, _HEAD) for header, _ in columns],
            *rows,
        ],
        [size for _, size in columns],
        repeat=3,
        merges=[f"A{row}:{reference(row, width)}" for row in (1, 2)],
        least={1: 28.0, 2: 28.0},
        filtered=True,
        paper=A3,
        names=3 if name == _MAIN else 2,
    )


def _legend(plan: Plan, ledger: Ledger) -> str:
    """What the colours mean; classes that most plans never have are named only where they stand."""
    there = {mark.standing for row in ledger.rows for mark in row.marks}
    words: dict[str, list[str]] = {}
    for standing in COLOURS:
        fill = colour(plan, standing)
        if fill and (standing in there or standing not in _SELDOM or standing in plan.rules.lights.of):
            light = plan.rules.lights.word(standing)
            words.setdefault(light or _CALLED[fill], []).append(contents.class_word(plan, standing))
    told = "；".join(f"{name}：{'、'.join(each)}" for name, each in words.items())
    remark = f"{plan.profile.remark}。" if plan.profile.remark else ""
    where = "点编号看责任单位的表：困难和问题、抽查、督办经过、建议的下一步都在那里"
    return f"颜色：{told}。内部工作用，不外发。{where}；建议只供参考，挂牌须经批准。{remark}"


def _marks(plan: Plan, row: LedgerRow) -> Iterable[Box]:
    marks = [_mark(plan, mark) for mark in (*row.marks, row.standing)]
    return [*marks, Box(row.months_behind, _SMALL_CENTRED)]


def _mark(plan: Plan, mark: Mark) -> Box:
    fill = colour(plan, mark.standing) if mark.standing is not None else ""
    return Box(mark.text, replace(_SMALL_CENTRED, fill=fill))


def colour(plan: Plan, standing: Standing) -> str:
    """The colour behind a class: that of its light where the rule 红黄绿 lights any, else the ledger's own."""
    lights = plan.rules.lights.of
    if standing in lights:
        return _LIT[lights[standing].colour]
    own = COLOURS[standing]
    return own if not lights or own in (_GREY, _VIOLET) else ""


def _urged(row: LedgerRow) -> list[Box]:
    fill = _STANDS[row.stand] if row.stand is not None else ""
    state = Box(row.stand.value if row.stand is not None else "—", replace(_SMALL_CENTRED, fill=fill))
    return [state, _text(row.urged), _centred(row.suggestion)]


def _text(text: str) -> Box:
    return Box(text, _SMALL if text != "—" else _SMALL_CENTRED)


def _centred(text: str) -> Box:
    return Box(text, _SMALL_CENTRED)


def _sheet_name(name: str, taken: set[str]) -> str:
    """A unit's name as Excel takes it for a sheet: no forbidden sign, at most 31 characters, no other's; noted, folded, in `taken`."""
    bare = re.sub(r"[\[\]:*?/\\\x00-\x1f]", "＿", name).strip("' ")[:28] or "单位"
    free, number = bare, 1
    while free.casefold() in taken:
        number += 1
        free = f"{bare}{number}"
    taken.add(free.casefold())
    return free


def _reply_sheets(
    plan: Plan, progress: Progress, ledger: Ledger, papers: Sequence[Drafted]
) -> dict[str, bytes]:
    """A 督办事项回告单 for every unit the month's letters go to, with what is known filled in."""
    files, by_id = {}, {row.id: row for row in ledger.rows}
    for unit in dict.fromkeys(paper.unit for paper in papers if paper.rung.paper.answered):
        late = [by_id[one.target.id] for one in urging.lagging(progress, plan.unit(unit))]
        name = plan.name(unit, progress.drawn_up)
        rows = [
            (
                plan.cycle.written(progress.month),
                row.id,
                row.target,
                name,
                row.goal,
                " ".join(row.marks[-1].text.split("\n")[:-1]),
            )
            for row in late
        ]
        files[f"督办回告单-{name}.xlsx"] = write_reply_sheet(
            plan.terms, rows, [plan.target(row.id).measure.text for row in late], progress.drawn_up
        )
    return files
