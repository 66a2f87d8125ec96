"""会议汇总表.xlsx: last month beside this month, one row a target; prints on A3 landscape, and on A4 in small."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.documents.wording import clauses, funded, progress_table, targets
from pipeline.documents.workbooks.ledgerbook import colour
from pipeline.documents.workbooks.plots import charted_book
from pipeline.files.spreadsheets.writing import A3, BODY, Box, Value, listing
from pipeline.model.kinds import Standing
from pipeline.model.months import day_of_month
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress
from pipeline.model.readings import Row

_FIGURES = (
    ("序号", 5.0),
    ("实事", 20.0),
    ("指标", 20.0),
    ("责任单位", 12.0),
    ("年度目标", 10.0),
)
_TEXTS = (
    ("做了什么", 34.0),
    ("原因", 24.0),
    ("困难和问题", 28.0),
    ("需协调事项", 22.0),
    ("下一步打算", 24.0),
)

# The row behind a matter's targets, of money alone.
_SUM = "资金合计"
_WRITTEN = ("headline", "reason", "difficulty", "coordination", "next_steps")


def meeting_table(plan: Plan, progress: Progress, course: Sequence[Progress] = ()) -> bytes:
    """The workbook of a month; every figure as documents print it. With its `course` a sheet of charts and their data."""
    month, last = progress.month, plan.cycle.label_before(progress.month)
    now = plan.cycle.label(month)
    paired = any(clauses.year_before(plan, one) for one in progress.targets)
    columns = (
        *((plan.terms.of(header), width) for header, width in _FIGURES),
        (f"{last}累计", 10.0),
        (f"{now}累计", 10.0),
        (f"{now}新增", 10.0),
        (f"{now}完成比例", 10.0),
        ("与序时差", 9.0),
        *([("上年同期", 10.0)] if paired else []),
        (f"{last}状态", 12.0),
        (f"{now}状态", 12.0),
        *funded.headers(plan),
        *_TEXTS,
    )
    until = f"（截至{day_of_month(progress.as_of)}）" if progress.as_of else ""
    title = f"{month.year}年{plan.cycle.name(month)}{plan.profile.programme}会议汇总表{until}"
    notes = "；".join(filter(None, ("与序时差单位为个百分点，比率类为与年度目标之差", plan.profile.remark)))
    pages = [
        listing("会议汇总表", title, columns, _rows(plan, progress, paired), f"注：{notes}。", A3, names=3)
    ]
    return charted_book(pages, plan, course, progress.drawn_up)


def _said(plan: Plan, progress: Progress, rows: Sequence[Row], column: str) -> str:
    """What leads wrote into a column; of several each is named."""
    texts: list[tuple[str, str]] = [(row.unit, getattr(row, column)) for row in rows]
    if len(texts) == 1:
        return texts[0][1]
    return "\n".join(f"{plan.name(unit, progress.drawn_up)}：{text}" for unit, text in texts if text)


def _lit(plan: Plan, standing: Standing | None, word: str) -> Value | Box:
    """A class as the table calls it, with the word and colour of its light where the rule 红黄绿 gives one."""
    light = plan.rules.lights.word(standing)
    if standing is None or not light:
        return word
    return Box(f"{word}（{light}）", replace(BODY, fill=colour(plan, standing)))


def _rows(plan: Plan, progress: Progress, paired: bool) -> list[Sequence[Value | Box]]:
    """A row a target, behind a matter's the sums of its money; what it was a year ago only where somebody `paired` one with
    last year's.
    """

    def standing(one: Standing | None) -> str:
        return targets.standing_word(plan, one) if one is not None else "—"

    rows: list[Sequence[Value | Box]] = []
    last = {matter.targets[-1].target.id: matter for matter in progress.matters if matter.targets}
    for row, target in zip(progress_table.rows(plan, progress), progress.targets, strict=True):
        texts = [_said(plan, progress, target.rows, column) for column in _WRITTEN]
        figures = map(str, (row.goal, row.last, row.value, row.new, row.rate, row.gap))
        rows.append(
            (
                row.number,
                row.matter,
                row.target,
                row.unit,
                *figures,
                *([str(clauses.year_before(plan, target)).removeprefix("上年同期") or "—"] if paired else []),
                _lit(plan, target.last_standing, standing(target.last_standing)),
                _lit(plan, target.standing, targets.status(plan, target, progress.drawn_up)),
                *funded.told(plan, target, progress.drawn_up),
                *texts,
            )
        )
        matter = last.get(target.target.id)
        sums = funded.total(plan, matter) if matter is not None else ()
        if sums:
            before = len(rows[-1]) - len(sums) - len(texts)
            rows.append(("", row.matter, _SUM, *[""] * (before - 3), *sums, *[""] * len(texts)))
    return rows
