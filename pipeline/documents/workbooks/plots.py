"""The month's charts in a workbook: per matter the bars of its targets and the lines of their courses, over the data they show;
of a matter with many targets several.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from pipeline.documents.pictures import series
from pipeline.files.spreadsheets.plotted import Line, Plot
from pipeline.files.spreadsheets.writing import A3, Page, Value, listing, write_book
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress

DATA = "图的数"
_FIRST = 2
# Of so many bars at a height of 300 each has its name beside it.
_MOST = 8


def charted_book(pages: Sequence[Page], plan: Plan, months: Sequence[Progress], day: date) -> bytes:
    """The pages as an .xlsx made on `day`, behind them the charts of the last of `months` and their data, if it has figures."""
    data, plots = _plotted(plan, months, A3) if months else (None, ())
    return write_book([*pages, data] if data and plots else pages, day, plots, A3)


def _plotted(plan: Plan, months: Sequence[Progress], paper: int) -> tuple[Page, tuple[Plot, ...]]:
    """The sheet of data, in per cent as documents print it, and the charts over it."""
    labels = [plan.cycle.label(month.month) for month in months]
    rows: list[Sequence[Value]] = []
    plots: list[Plot] = []
    for matter in months[-1].matters:
        first = _FIRST + len(rows)
        for one in matter.targets:
            if one.target.kind.quantified:
                then = [month.find(one.target.id) for month in months]
                rates = [series.rate(plan, each) if each is not None else None for each in then]
                pace = series.pace_of(plan, one)
                rows.append((matter.matter.title, one.target.name, *rates, pace))
        last = _FIRST + len(rows) - 1
        parts = -(-(last - first + 1) // _MOST)
        for part in range(parts):
            title = f"{matter.matter.number}.{matter.matter.title}{f'（{part + 1}/{parts}）' if parts > 1 else ''}"
            each = -(-(last - first + 1) // parts)
            at = first + part * each
            plots += _charts(title, at, min(last, at + each - 1), len(labels))
    columns = (
        (plan.terms.matter, 24.0),
        ("指标", 26.0),
        *((f"{label}完成比例", 11.0) for label in labels),
        ("序时进度或目标", 11.0),
    )
    note = "单位为%，比率类是比率本身；没有数的期空着。图在前一张表里。"
    now = months[-1].month
    heading = f"{now.year}年{plan.cycle.name(now)}{plan.profile.programme}完成比例"
    return listing(DATA, heading, columns, rows, note, paper, names=2), tuple(plots)


def _charts(title: str, first: int, last: int, periods: int) -> Iterator[Plot]:
    """Data begin below title, note and headers; columns 0 and 1 are names."""
    top, end = first + 1, last + 1
    now, pace = 1 + periods, 2 + periods
    names = (DATA, top, 1, end, 1)

    def bars(column: int) -> Line:
        return Line((DATA, 2, column, 2, column), names, (DATA, top, column, end, column))

    yield Plot(f"{title}：完成比例（%）", "bar", (bars(now), bars(pace)))
    courses = tuple(
        Line((DATA, row, 1, row, 1), (DATA, 2, 2, 2, now), (DATA, row, 2, row, now))
        for row in range(top, end + 1)
    )
    yield Plot(f"{title}：各期完成比例（%）", "line", courses)
