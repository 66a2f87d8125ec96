"""Sheet 上年同期: what last year's targets stood at, period by period, and which of this year's a person paired with them.

Told beside this year's figures and never inside them (PLAN §5): only where 上年编号 names a target and 口径一致 says 是.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.inputs.tables.dates import parse_month
from pipeline.inputs.tables.reader import Record, Table, nearest
from pipeline.model.codes import Code
from pipeline.model.figures import PERCENT, Figure, Measure, plain
from pipeline.model.months import Month
from pipeline.model.periods import Cycle
from pipeline.model.plan import Plan, Target, fold
from pipeline.model.readings import History

SHEET = Table(
    "上年同期",
    ("上年编号", "月份", "指标", "累计完成", "计量单位"),
    ("上年编号", "月份", "累计完成", "计量单位"),
    "上年各项指标各期的数；由 init --from 填好，可以增删。指标表写了上年编号、口径一致的，材料里才写上年同期。",
    optional=True,
)


def last_year(
    records: Sequence[Record], rows: Sequence[Record], targets: Sequence[Target], year: int
) -> dict[tuple[str, Month], Figure]:
    """The figures of the year before `year` by this year's target and last year's period, in base measures.

    A pair that names nothing, or counts in another measure, is a finding (P05, P07), as is one nobody called alike (P28), and what
    bears an old name and is not paired (P31).
    """
    known = _read(records, year)
    paired = {target.id: target for target in targets}
    found: dict[tuple[str, Month], Figure] = {}
    for row in rows:
        target = paired.get(row.text("编号"))
        if target is None or not _paired(row, target, known):
            continue
        own = {(target.id, month): figure for month, figure in known[target.last_year_id].items()}
        if any(figure.measure != target.measure.base for figure in own.values()):
            said = f"上年{target.last_year_id}的计量单位和{target.id}不同，不能作上年同期"
            row.fault(Code.P05, "上年编号", said, "请改正编号或计量单位，口径不一致的清空“口径一致”")
        else:
            found |= own
    _tell_unpaired(records, rows)
    return found


def _tell_unpaired(records: Sequence[Record], rows: Sequence[Record]) -> None:
    """P31, one for all: targets that bear the name of one of last year's and that nobody paired or said to be another."""
    called = {fold(record.text("指标")): record.text("上年编号") for record in records if record.text("指标")}
    alike = [
        (row, called[name])
        for row in rows
        if not row.text("上年编号") and (name := fold(row.text("指标"))) in called
    ]
    if alike:
        pairs = "、".join(f"{row.text('编号')}（上年{old}）" for row, old in alike)
        said = f"{len(alike)}项指标和上年的同名，没有填上年编号，不印上年同期：{pairs}"
        alike[0][0].fault(Code.P31, "上年编号", said)


def _paired(row: Record, target: Target, known: Mapping[str, Mapping[Month, Figure]]) -> bool:
    """Whether a person paired the target with one of last year's that is there."""
    if not target.last_year_id:
        if target.comparable:
            row.fault(Code.P05, "口径一致", "填了口径一致，却没有填上年编号", "请填上年编号，或清空口径一致")
        return False
    if target.last_year_id not in known:
        said = f"上年同期表里没有编号为“{target.last_year_id}”的指标"
        row.fault(Code.P07, "上年编号", said, f"请改正{nearest(target.last_year_id, known)}")
        return False
    if not row.text("口径一致"):
        said = f"{target.id}填了上年编号，没有写口径是不是一致，不印上年同期"
        row.fault(Code.P28, "口径一致", said)
    return target.comparable


def _read(records: Sequence[Record], year: int) -> dict[str, dict[Month, Figure]]:
    """The sheet by last year's id and period."""
    known: dict[str, dict[Month, Figure]] = {}
    for row in records:
        name, measure = (
            row.text("上年编号", required=True),
            Measure.parse(row.text("计量单位", required=True)),
        )
        amount = row.number("累计完成", required=True, percent=measure.base == PERCENT)
        month = _month(row, year)
        if not name or month is None or amount is None or not measure.base:
            continue
        own = known.setdefault(name, {})
        if month in own:
            row.fault(Code.P08, "月份", f"{name}的{month}写了两次", "请删去一个")
        else:
            own[month] = Figure(amount * measure.factor, measure.base, (row.cell("累计完成"),))
    return known


def _month(row: Record, year: int) -> Month | None:
    """A month of last year; None, with a finding, for anything else."""
    text = row.text("月份", required=True)
    month = parse_month(row.content("月份"), Cycle()) if text else None
    if text and (month is None or month.year != year - 1):
        row.fault(
            Code.P05, "月份", f"“月份”应是{year - 1}年的月份，读到“{text}”", f"请写成{year - 1}-09的样子"
        )
        return None
    return month


def told(plan: Plan, history: History, certified: Mapping[str, Figure]) -> Iterator[tuple[str, ...]]:
    """The rows of the sheet that a year leaves to the next: every figure that was used, as the next period corrected it,
    and as the year end what was `certified`, by target.
    """
    year_end = Month.year_end(plan.profile.year)
    months = [month for month in plan.months(year_end) if month in history.months]
    for target in plan.targets:
        figures = {month: _final(history, target.id, month, months) for month in months}
        for month, figure in {**figures, year_end: certified.get(target.id)}.items():
            if figure is not None:
                number = plain(figure.amount / target.measure.factor)
                yield target.id, str(month), target.name, number, target.measure.text


def _final(history: History, about: str, month: Month, months: Sequence[Month]) -> Figure | None:
    """What a target stood at in a month, as the next one corrected it; None where no figure was used."""
    after = months[months.index(month) + 1 :][:1]
    corrected = history[after[0]].corrected.get(about) if after else None
    return corrected if corrected is not None else history[month].values.get(about)
