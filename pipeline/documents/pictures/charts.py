"""The data an office's own charts may ask for: a closed list of names, each with its series. Pure (DOCUMENTS §7).

Values are those that documents print: a chart says nothing that a table beside it does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.documents.pictures import series as drawn
from pipeline.documents.pictures.blocks import Tone
from pipeline.documents.wording import targets
from pipeline.model.charts import Series, chart_words
from pipeline.model.figures import Cell, Figure, in_measure, merge
from pipeline.model.kinds import Standing
from pipeline.model.phrases import Drawn
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress, TargetProgress

RATE, PACE = "完成比例（%）", "序时进度（%）"
# A bar stands in the series of its class, which gives it its colour; the last known figure of what nobody knows now.
_CLASSES = {
    "其他（%）": Tone.GREY,
    "低于序时进度或未达标（%）": Tone.BLACK,
    "正在核实、尚未报送的最近一次（%）": Tone.OPEN,
}


@dataclass(frozen=True, slots=True)
class ChartKind:
    """A name of the list: what it shows, its series, whether it asks for a target, as in {{ 图.逐月 T09-1 }}.

    `overlaid`: of its series each category has a value in one only, which lie over one another; bars and columns alone.
    """

    name: str
    shows: str
    series: tuple[str, ...]
    of_target: bool = False
    overlaid: bool = False


KINDS: Mapping[str, ChartKind] = {
    kind.name: kind
    for kind in (
        ChartKind("完成比例", "各项定量指标的完成比例；比率类是比率本身", (RATE,)),
        ChartKind("完成比例和序时", "各项有序时进度的指标，完成比例和应达到的进度", (RATE, PACE)),
        ChartKind("实事", "各件实事进展最慢的指标的完成比例", (RATE,)),
        ChartKind(
            "完成比例分色",
            "同“完成比例”，落后的、正在核实的各成一个系列，各有颜色；画条形图、柱形图",
            tuple(_CLASSES),
            overlaid=True,
        ),
        ChartKind(
            "实事分色",
            "同“实事”，落后的、正在核实的各成一个系列，各有颜色；画条形图、柱形图",
            tuple(_CLASSES),
            overlaid=True,
        ),
        ChartKind("状态", "各类状态各有多少项指标，没有的类不列；画饼图、柱形图", ("指标数",)),
        ChartKind("逐月", "一项指标各期的累计完成，计量单位同年度目标", ("累计完成",), True),
        ChartKind("逐月新增", "一项指标各期的新增，计量单位同年度目标", ("新增",), True),
        ChartKind("逐月比例", "一项指标各期的完成比例和序时进度", (RATE, PACE), True),
    )
}


def charting(plan: Plan, months: Sequence[Progress]) -> Callable[[str, str], Drawn | None]:
    """What gives the data of a chart by its name and target; None for a name or target that is not there."""

    def chart(name: str, target: str) -> Drawn | None:
        kind = KINDS.get(name)
        known = months[-1].find(target)
        if kind is None or kind.of_target != bool(target) or (kind.of_target and known is None):
            return None
        found = tuple(_series(plan, months, kind, target))
        if not any(one.points for one in found):
            return None
        cells = _cells(months, target)
        return Drawn(chart_words(found), None, "", f"图.{name}的数据", cells, target)

    return chart


def _series(plan: Plan, months: Sequence[Progress], kind: ChartKind, target: str) -> Iterator[Series]:
    progress = months[-1]
    match kind.name:
        case "完成比例":
            yield Series(RATE, tuple(_rates(plan, progress.targets)))
        case "完成比例和序时":
            paced = [one for one in progress.targets if one.pace is not None and not one.target.is_bounded]
            yield Series(RATE, tuple(_rates(plan, paced)))
            yield Series(
                PACE,
                tuple(
                    (one.target.name, targets.percent(plan, one.pace))
                    for one in paced
                    if one.pace is not None
                ),
            )
        case "实事":
            slowest = [(one.matter.title, drawn.slowest(one)) for one in progress.matters if one.targets]
            yield Series(RATE, tuple((title, drawn.rate(plan, one)) for title, one in slowest))
        case "完成比例分色":
            yield from _by_class(plan, [(one.target.name, one) for one in _counted(progress.targets)])
        case "实事分色":
            slowest = [(one.matter.title, drawn.slowest(one)) for one in progress.matters if one.targets]
            yield from _by_class(plan, slowest)
        case "状态":
            counts = (
                (targets.standing_word(plan, one), number)
                for one, number in progress.counts.items()
                if number
            )
            yield Series("指标数", tuple((word, Decimal(number)) for word, number in counts))
        case "逐月":
            yield Series("累计完成", tuple(_each(plan, months, target, lambda one: one.value)))
        case "逐月新增":
            yield Series("新增", tuple(_each(plan, months, target, lambda one: one.new)))
        case _:
            found = [(plan.cycle.label(month.month), month.find(target)) for month in months]
            yield Series(RATE, tuple((label, drawn.rate(plan, one) if one else None) for label, one in found))
            paces = ((label, one.pace if one else None) for label, one in found)
            yield Series(
                PACE,
                tuple(
                    (label, None if pace is None else targets.percent(plan, pace)) for label, pace in paces
                ),
            )


def _rates(plan: Plan, shown: Sequence[TargetProgress]) -> Iterator[tuple[str, Decimal | None]]:
    for one in _counted(shown):
        yield one.target.name, drawn.rate(plan, one)


def _counted(shown: Sequence[TargetProgress]) -> Iterator[TargetProgress]:
    for one in shown:
        if one.target.kind.quantified and one.standing is not Standing.SUSPENDED:
            yield one


def _by_class(plan: Plan, shown: Sequence[tuple[str, TargetProgress]]) -> Iterator[Series]:
    """A series a class, each with all categories and the values of its own."""
    for name, tone in _CLASSES.items():
        points = (
            (label, drawn.last_rate(plan, one) if drawn.tone(one) is tone else None) for label, one in shown
        )
        yield Series(name, tuple(points))


def _each(
    plan: Plan, months: Sequence[Progress], target: str, figure: Callable[[TargetProgress], Figure | None]
) -> Iterator[tuple[str, Decimal | None]]:
    for month in months:
        one = month.find(target)
        value = figure(one) if one is not None else None
        number = None
        if one is not None and value is not None:
            bounds = one.target.bounds(one.goal.amount)
            number = in_measure(value, one.target.measure, plan.rules.amount_decimals, *bounds)
        yield plan.cycle.label(month.month), number


def _cells(months: Sequence[Progress], target: str) -> tuple[Cell, ...]:
    shown = [month.find(target) for month in months] if target else list(months[-1].targets)
    return merge(*(one.cells for one in shown if one is not None))
