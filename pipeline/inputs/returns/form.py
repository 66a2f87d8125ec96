"""Plan to blank forms: one workbook per unit, written from the same layout that reading uses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from pipeline.files.spreadsheets.writing import (
    HEADER,
    LABEL,
    NOTE,
    TITLE,
    Box,
    Page,
    Style,
    Value,
    write_book,
)
from pipeline.inputs.returns.form_guides import guides
from pipeline.inputs.returns.layout import (
    AD_HOC,
    BY_ITEM,
    COOPERATION_SHEET,
    COUNTY_SHEET,
    DATE_LABEL,
    FOOT_LABELS,
    MILESTONE_SHEET,
    MONTH_LABEL,
    PROGRESS_SHEET,
    TEXT_SHEET,
    UNIT_LABEL,
    Column,
    SheetLayout,
    at_year_end,
    earlier,
    printed,
)
from pipeline.model.figures import plain
from pipeline.model.months import Month, chinese_date, day_of_month
from pipeline.model.plan import Matter, Plan, Pooling, Role, Target, Unit
from pipeline.model.promises import Node
from pipeline.model.readings import reference

HEADER_ROW = 4
_GREETING = "。选中一格可看填写说明；数字只填纯数字，没有进展填0，不要留空。"
_OF_TEXTS = (
    "一句话写不下的写在这里，没有就留空；灰色格是上月所填，供对照。困难和上月一样的，打√就行，不用再写。"
)
_SAID = replace(NOTE, size=10)
_LOCKED = Style(fill="F2F2F2")
_LOCKED_DATE = Style(fill="F2F2F2", align="center", format="yyyy-mm-dd")
_CLOSED = Style(fill="D9D9D9")
_ENTRY = Style(fill="FFFBE6", open=True)
_NUMBER = Style(fill="FFFBE6", open=True, align="center")
_RATIO = Style(fill="FFFBE6", open=True, align="center", format="0.00")
_DATE = Style(fill="FFFBE6", open=True, align="center", format="yyyy-mm-dd")
_RARE = Style(open=True)
_RARE_CENTRED = Style(open=True, align="center")
_OPEN_LABEL = Style(bordered=False, open=True, wrap=False)
_OPEN_DATE = Style(bordered=False, open=True, wrap=False, format="yyyy-mm-dd")
_NOT_FOR_COUNTS = ("numerator", "denominator")
_NOT_FOR_RATIOS = ("this_month", "corrected_last", "correction")
# What speaks of the period before and of this one's own increase.
_NOT_AD_HOC = ("this_month", "last", "corrected_last", "correction")
_POOLED = {Pooling.SAME: "各填同一个数", Pooling.SUM: "只填本单位的数"}

# A cell of a form: sheet, target id, county key, day of a node or "", column name.
Slot = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Entries:
    """What stands in the open cells of a form and the notes on them, by place, and below the table by label.

    An empty `Entries` is the blank form; one with a `day` is for an 临时调度 as of that day, figures and sentences alone;
    `mark` stands behind the title.
    """

    cells: Mapping[Slot, Value] = field(default_factory=dict)
    foot: Mapping[str, Value] = field(default_factory=dict)
    notes: Mapping[Slot, str] = field(default_factory=dict)
    mark: str = ""
    day: date | None = None


def forms(
    plan: Plan, month: Month, last: Callable[[str], Mapping[Slot, Value]] | None = None
) -> dict[str, bytes]:
    """A blank workbook per unit that has something to report, by file name, in protocol order.

    `last` gives what stands grey in a unit's workbook, by its key.
    """
    books = {}
    for unit in plan.units:
        data = form(plan, unit, month, Entries(last(unit.key)) if last is not None else None)
        if data is not None:
            books[f"{form_name(plan, unit, month)}.xlsx"] = data
    return books


def form(
    plan: Plan,
    unit: Unit,
    month: Month,
    entries: Entries | None = None,
    behind: Sequence[Page] = (),
    one_sheet: bool = False,
) -> bytes | None:
    """A unit's workbook with `entries` filled in and other pages `behind`; None for a unit that has nothing to report.

    What the unit wrote last period stands among the entries of its columns (`last_period`). `one_sheet`: as our forms
    were before 文字说明, with all words beside the figures.
    """
    pages = _pages(plan, unit, month, entries or Entries(), one_sheet)
    return write_book([*pages, *behind], month.day(1)) if pages else None


def form_name(plan: Plan, unit: Unit, month: Month) -> str:
    """What a unit's form is called: 市住建局-2021年9月."""
    return f"{unit.name_on(plan.naming_day(month)).short}-{month.year}年{plan.cycle.label(month)}"


def _pages(plan: Plan, unit: Unit, month: Month, entries: Entries, one_sheet: bool) -> list[Page]:
    pages = []
    figures = [*_led(plan, unit, month), *_cooperating(plan, unit, month)]
    for layout in (PROGRESS_SHEET, COOPERATION_SHEET):
        rows = [line for line in figures if line.sheet == layout.name]
        if rows and one_sheet:
            pages.append(_page(plan, earlier(layout), unit, month, rows, entries))
        elif rows:
            pages.append(_page(plan, _shown(plan, layout, month, rows, entries), unit, month, rows, entries))
    if figures and not one_sheet and entries.day is None:
        layout = _shown(plan, TEXT_SHEET, month, figures, entries)
        pages.append(_page(plan, layout, unit, month, figures, entries))
    day, led = plan.naming_day(month), [line.target for line in figures if line.sheet == PROGRESS_SHEET.name]
    shares = [
        _Line(
            COUNTY_SHEET.name,
            target,
            county,
            {**_prefilled(plan, target, day), "area": plan.name(county, day)},
        )
        for target in (led if entries.day is None else ())
        for county in target.counties
    ]
    if shares:
        counties = earlier(COUNTY_SHEET) if one_sheet else COUNTY_SHEET
        pages.append(_page(plan, counties, unit, month, shares, entries))
    nodes = [
        _Line(
            MILESTONE_SHEET.name,
            target,
            node.due.isoformat(),
            {**_prefilled(plan, target, day), "due": node.due, "words": node.words},
        )
        for target in led
        if plan.in_words(target)
        for node in plan.nodes_of(target.id)
    ]
    if nodes:
        pages.append(_page(plan, MILESTONE_SHEET, unit, month, nodes, entries))
    return pages


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of a form: the sheet its entries are named by, its target, the county it is for (分县区) or the day of its
    node (形象进度), its pre-filled values.

    A row of 文字说明 is named by the sheet that holds the target's figures: its words are of that row.
    """

    sheet: str
    target: Target
    item: str
    values: Mapping[str, Value]

    def slot(self, column: str) -> Slot:
        """What the row's cell of that column is named by."""
        return self.sheet, self.target.id, self.item, column


def _led(plan: Plan, unit: Unit, month: Month) -> Iterable[_Line]:
    day = plan.naming_day(month)
    for target in plan.led_by(unit.key):
        yield _Line(PROGRESS_SHEET.name, target, "", _prefilled(plan, target, day))


def _cooperating(plan: Plan, unit: Unit, month: Month) -> Iterable[_Line]:
    day = plan.naming_day(month)
    for matter in plan.matters:
        for target in plan.targets_of(matter.number) if unit.key in matter.cooperating else ():
            if unit.key not in target.leads:
                lead = _names(plan, target.leads, day)
                yield _Line(
                    COOPERATION_SHEET.name, target, "", {**_prefilled(plan, target, day), "lead": lead}
                )


def _shown(
    plan: Plan, layout: SheetLayout, month: Month, rows: Sequence[_Line], entries: Entries
) -> SheetLayout:
    """The layout with the columns this office asks for this period."""
    layout = at_year_end(layout) if month.is_year_end else layout
    if entries.day is not None:
        asked = tuple(column for column in layout.columns if column.name not in _NOT_AD_HOC)
        layout = replace(layout, columns=asked)
    held = {
        column.name
        for column in layout.columns
        if any(entries.cells.get(line.slot(column.name)) is not None for line in rows)
    }
    return printed(layout, plan.rules.extra_columns, held)


def _names(plan: Plan, keys: Iterable[str], day: date) -> str:
    return "、".join(plan.name(key, day) for key in keys)


def _prefilled(plan: Plan, target: Target, day: date) -> dict[str, Value]:
    matter: Matter = plan.matter(target.matter)
    return {
        "id": target.id,
        "matter": f"{matter.number}.{matter.title}",
        "target": target.name,
        "goal": _goal(target, day),
        "measure": target.measure.text,
    }


def _goal(target: Target, day: date) -> Value:
    """The goal as a person reads it: 不高于4%, 3000左右, 力争40, 下降3%以上; a bare number where it is simply to be reached.

    The measure of an amount has a column of its own.
    """
    amount = target.goal_on(day).amount
    if amount is None:
        return None
    number, (before, after) = amount / target.measure.factor, target.goal_said(amount)
    percent = "%" if target.kind.ratio else ""
    return f"{before}{plain(abs(number))}{percent}{after}" if before or after else number


def _page(
    plan: Plan, layout: SheetLayout, unit: Unit, month: Month, rows: list[_Line], entries: Entries
) -> Page:
    if month.is_year_end:
        layout = at_year_end(layout)
    width = len(layout.columns)
    called = f"（{AD_HOC}{chinese_date(entries.day)}）" if entries.day is not None else entries.mark
    said = [
        plan.terms.of(_greeting(layout)) + (_deadline(plan, layout, month) if not called else ""),
        *_told(plan, layout, month, rows),
        *_shared(plan, layout, unit, rows, plan.naming_day(month)),
    ]
    if layout.name == TEXT_SHEET.name:
        said = [plan.terms.of(_OF_TEXTS)]
    name, when = unit.name_on(plan.naming_day(month)).short, f"{month.year}年{plan.cycle.label(month)}"
    lines: list[list[Box]] = [
        [Box(f"{plan.profile.year}年{plan.profile.programme}{plan.terms.of(layout.title)}{called}", TITLE)],
        _labels(
            layout,
            [(f"{UNIT_LABEL}：", Box(name, LABEL)), (f"{plan.terms.of(MONTH_LABEL)}：", Box(when, LABEL))],
        ),
        [Box("\n".join(said), _SAID)],
        [Box(plan.terms.of(column.printed), HEADER) for column in layout.columns],
    ]
    lines += [[_box(layout, column, line, entries) for column in layout.columns] for line in rows]
    first, last = HEADER_ROW + 1, HEADER_ROW + len(rows)
    if layout.name != TEXT_SHEET.name:
        lines += [[], *_foot(layout, entries)]
    tall = 24.0 if layout.name in BY_ITEM else 66.0
    return Page(
        plan.terms.of(layout.name),
        lines,
        [column.width for column in layout.columns],
        repeat=HEADER_ROW,
        merges=[f"A1:{reference(1, width)}", f"A3:{reference(3, width)}"],
        guides=list(guides(plan, layout, [line.target for line in rows], month, HEADER_ROW + 1)),
        least={
            1: 30.0,
            3: 4 + 14.0 * len(said),
            HEADER_ROW: 30.0,
            **dict.fromkeys(range(first, last + 1), tall),
        },
        protected=True,
        names=3,
    )


def _deadline(plan: Plan, layout: SheetLayout, month: Month) -> str:
    """By when the sheet is due, as the plan reckons it."""
    role = Role.COOPERATING if layout.name == COOPERATION_SHEET.name else Role.LEAD
    return f"请于{chinese_date(plan.due(role, month))}前报送。"


def _told(plan: Plan, layout: SheetLayout, month: Month, rows: Sequence[_Line]) -> Iterable[str]:
    """What a unit must know of its targets to fill them in: what a ratio is made of, the nodes still to come."""
    if layout.name in BY_ITEM:
        return
    for target in (line.target for line in rows):
        parts = [("分子", target.numerator), ("分母", target.denominator)]
        named = "，".join(f"{what}是{name}" for what, name in parts if name)
        if named:
            yield f"{target.id} {target.name}：{named}。"
        ahead = [node for node in plan.nodes_of(target.id) if node.due >= month.day(1)]
        if ahead:
            told = "、".join(f"{day_of_month(node.due)}前{_promised(target, node)}" for node in ahead)
            yield f"{target.id} {target.name}的节点：{told}。"


def _promised(target: Target, node: Node) -> str:
    if node.amount is None:
        return node.words
    return target.measure.said(node.amount)


def _shared(plan: Plan, layout: SheetLayout, unit: Unit, rows: list[_Line], day: date) -> Iterable[str]:
    """What a lead must know of the targets it does not report alone."""
    if layout.name != PROGRESS_SHEET.name:
        return
    told: dict[tuple[Pooling, str], list[str]] = {}
    for line in rows:
        others = _names(plan, (lead for lead in line.target.leads if lead != unit.key), day)
        if others and line.target.pooling is not None:
            told.setdefault((line.target.pooling, others), []).append(line.target.id)
    for (pooling, others), ids in told.items():
        yield f"{'、'.join(ids)}与{others}{pooling}，{_POOLED[pooling]}。"


def _box(layout: SheetLayout, column: Column, line: _Line, entries: Entries) -> Box:
    target = line.target
    place = line.slot(column.name)
    value, note = entries.cells.get(place, line.values.get(column.name)), entries.notes.get(place, "")
    if not column.entry:
        return Box(value, _LOCKED_DATE if column.holds == "date" else _LOCKED)
    nothing_to_repeat = column.holds == "tick" and not entries.cells.get(line.slot("last_difficulty"))
    if nothing_to_repeat or (layout.name not in BY_ITEM and not asked(column, target)):
        return Box(None, _CLOSED)
    if column.rare:
        return Box(value, _RARE if column.holds in ("text", "measure") else _RARE_CENTRED, note)
    if column.holds in ("number", "money"):
        style = _RATIO if target.kind.ratio and column.name == "cumulative" else _NUMBER
        return Box(value, style, note)
    return Box(value, _DATE if column.holds == "date" else _ENTRY, note)


def asked(column: Column, target: Target) -> bool:
    """True if a unit is asked for this entry column of this target."""
    if not target.kind.quantified:
        return column.holds in ("text", "money", "date", "tick") and column.name not in (
            "correction",
            "reason",
        )
    if target.kind.signed:
        return column.name not in (*_NOT_FOR_RATIOS, *_NOT_FOR_COUNTS)
    return column.name not in (_NOT_FOR_RATIOS if target.kind.ratio else _NOT_FOR_COUNTS)


def _greeting(layout: SheetLayout) -> str:
    """What the colours of a sheet ask for."""
    corrected = "、更正上月数" if any(one.name == "corrected_last" for one in layout.columns) else ""
    rare = any(column.rare for column in layout.columns)
    white = f"；白色格只在需要时填（改计量单位{corrected}）；" if rare else "，"
    return f"浅黄色格请填写{white}灰色格不用填{_GREETING}"


def _label_columns(layout: SheetLayout) -> list[int]:
    """Where labels stand beside the table, from 0: each has two columns' room before its value."""
    if layout.name in BY_ITEM:
        return [0, 3]
    names = [column.name for column in layout.columns]
    dates = names.index("as_of")
    if "corrected_last" not in names:
        return [0, dates - 4, dates]
    return [0, dates - 2, dates + (2 if any(column.rare for column in layout.columns) else 3)]


def _labels(layout: SheetLayout, pairs: Sequence[tuple[str, Box]]) -> list[Box]:
    row = [Box(None, LABEL)] * len(layout.columns)
    if layout.name == TEXT_SHEET.name:
        # It may have four columns only: a label and its value share a cell.
        for start, (label, box) in zip((0, 2), pairs, strict=True):
            row[start] = Box(f"{label}{box.value}", LABEL)
        return row
    for start, (label, box) in zip(_label_columns(layout), pairs, strict=False):
        row[start], row[start + 2] = Box(label, LABEL), box
    return row


def _foot(layout: SheetLayout, entries: Entries) -> list[list[Box]]:
    """The rows below the table: a label and its open cell, side by side; the seal has none."""
    pairs = []
    for label in FOOT_LABELS:
        style = _OPEN_DATE if label == DATE_LABEL else _OPEN_LABEL
        seal = label.startswith("（盖")
        pairs.append((label if seal else f"{label}：", Box(None if seal else entries.foot.get(label), style)))
    step = len(_label_columns(layout))
    return [_labels(layout, pairs[start : start + step]) for start in range(0, len(pairs), step)]
