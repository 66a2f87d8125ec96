"""One tidy table of a year: a row per month, target and unit or county. The only importer of pandas."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.model.figures import Figure, plain
from pipeline.model.plan import Plan
from pipeline.model.readings import History, Settled

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "月份",
    "编号",
    "指标",
    "单位",
    "范围",
    "累计完成",
    "计量单位",
    "截至日期",
    "是否采用",
    "来源文件",
    "工作表",
    "单元格",
)


def tidy(plan: Plan, history: History) -> pd.DataFrame:
    """The year's reported figures by month, target and unit; amounts as exact text in base measures.

    Counties follow their city figure. `是否采用` is 否 for a figure a finding holds back, and for the
    shares of its counties: nobody knows which of them is wrong.
    """
    # Importing it takes longer than reading ten sheets, and only `monthly` needs the table.
    import pandas as pd

    rows = [row for settled in history.months.values() for row in _month(plan, settled)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _month(plan: Plan, settled: Settled) -> Iterator[tuple[str, ...]]:
    month, day = settled.month, plan.naming_day(settled.month)
    for target in plan.targets:
        row = settled.returns.row(target.id)
        used = "是" if target.id in settled.values else "否"
        if row is not None and row.cumulative is not None:
            as_of = row.as_of.isoformat() if row.as_of else ""
            unit = plan.name(row.unit, day)
            yield (
                str(month),
                target.id,
                target.name,
                unit,
                "全市",
                *_figure(row.cumulative.figure, as_of, used),
            )
        for county in settled.returns.counties_of(target.id):
            if county.cumulative is not None:
                place = (str(month), target.id, target.name, plan.name(county.area, day), "县（市）区")
                yield (*place, *_figure(county.cumulative.figure, "", used))


def _figure(figure: Figure, as_of: str, used: str) -> tuple[str, ...]:
    cell = figure.cells[0]
    return (plain(figure.amount), figure.measure, as_of, used, cell.file, cell.sheet, cell.ref)
