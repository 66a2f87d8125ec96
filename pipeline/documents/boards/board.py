"""看板-内部.html and 看板.html: the month on one page, filtered by matter, unit and class (DESK §4).

The internal one leads from a figure to the cells it was read from and tells the findings; the outer one is made of a final
set alone and holds what its report and 一页图 hold, nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.documents.boards.sheet import Content, Markup, filters, page, table, tag, totals
from pipeline.documents.pictures import series
from pipeline.documents.pictures.drawn import svg
from pipeline.documents.wording import overview, targets
from pipeline.inputs.returns.layout import FORM_SHEETS
from pipeline.model.kinds import FINISHED, MEETING, UNKNOWN, WANTING, Standing
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress, TargetProgress

INTERNAL, OUTER = "看板-内部.html", "看板.html"
_BANNER = "内部资料　不外发"
_KINDS = (("behind", WANTING), ("unknown", UNKNOWN), ("done", FINISHED), ("well", MEETING))
_QUIET = frozenset(
    {Standing.NOT_APPLICABLE, Standing.SUSPENDED, Standing.NOT_DUE, Standing.NO_NODES, Standing.NOT_JUDGED}
)
# The columns of a form that hold figures and no words, in the order of the form.
_FIGURES = tuple(
    dict.fromkeys(
        (column.name, column.header)
        for layout in FORM_SHEETS
        for column in layout.columns
        if column.name in ("this_month", "cumulative", "numerator", "denominator", "corrected_last")
    )
)


def internal_board(plan: Plan, months: Sequence[Progress], draft: bool) -> bytes:
    """For the office itself: totals, heat table, bars and courses with the cells behind them, findings."""
    progress = months[-1]
    return page(
        f"{_title(plan, progress)}（内部）",
        _BANNER,
        *_head(plan, progress, "送审稿" if draft else "定稿"),
        _filters(plan, progress),
        tag("h2", "各项指标各期状态"),
        _heat(plan, months),
        tag("h2", "各项指标进展"),
        tag("p", _LEGEND, class_="note"),
        _bars(plan, months, sources=True),
        tag("h2", "问题清单"),
        _findings(plan, progress),
    )


def outer_board(plan: Plan, months: Sequence[Progress]) -> bytes:
    """For whoever may read the final papers: totals, bars, courses; no source, finding, letter or unit's own words."""
    progress = months[-1]
    return page(
        _title(plan, progress),
        "",
        *_head(plan, progress, "定稿"),
        _filters(plan, progress),
        tag("h2", "各项指标进展"),
        tag("p", _LEGEND, class_="note"),
        _bars(plan, months, sources=False),
    )


_LEGEND = (
    "框为年度目标，条为完成比例或比率；深色条低于序时进度或未达标，浅色条为其他，虚线条为正在核实、尚未报送的最近一次的数；"
    "细线为序时进度、节点或比率的目标，粗线为上限。各种颜色旁边都写有状态。"
)


def _title(plan: Plan, progress: Progress) -> str:
    return f"{progress.month.year}年{plan.cycle.name(progress.month)}{plan.profile.programme}看板"


def _head(plan: Plan, progress: Progress, state: str) -> Iterator[Content]:
    yield tag("h1", _title(plan, progress))
    day = overview.as_of(progress).rstrip("，")
    yield tag("p", "　".join(filter(None, (day, plan.profile.organ, state))))
    yield totals(
        (targets.standing_word(plan, standing), f"{number}项")
        for standing, number in progress.counts.items()
        if number
    )


def _filters(plan: Plan, progress: Progress) -> Markup:
    units = dict.fromkeys(
        plan.name(key, progress.drawn_up) for one in progress.targets for key in one.target.leads
    )
    words = dict.fromkeys(targets.standing_word(plan, one.standing) for one in progress.targets)
    matters = [_matter(progress, one) for one in range(len(progress.matters))]
    return filters(
        (
            ("matter", plan.terms.matter, matters),
            ("unit", "责任单位", tuple(units)),
            ("word", "状态", tuple(words)),
        )
    )


def _matter(progress: Progress, place: int) -> str:
    matter = progress.matters[place].matter
    return f"{matter.number}.{matter.title}"


def _rows(plan: Plan, progress: Progress) -> Iterator[tuple[TargetProgress, dict[str, str]]]:
    """Every target with what it is filtered by."""
    for place, matter in enumerate(progress.matters):
        for one in matter.targets:
            units = "\n".join(plan.name(key, progress.drawn_up) for key in one.target.leads)
            word = targets.standing_word(plan, one.standing)
            yield one, {"data_matter": _matter(progress, place), "data_unit": units, "data_word": word}


def _heat(plan: Plan, months: Sequence[Progress]) -> Markup:
    rows = []
    for one, filtered in _rows(plan, months[-1]):
        cells = [_state(plan, month.find(one.target.id)) for month in months]
        rows.append(tag("tr", tag("th", one.target.name, scope="row"), *cells, **filtered))
    return table("指标各期状态", ("指标", *(plan.cycle.label(month.month) for month in months)), rows)


def _state(plan: Plan, one: TargetProgress | None, whole: str = "") -> Markup:
    """A target's class, coloured; `whole` keeps it in one line."""
    if one is None:
        return tag("td", "—", class_="none")
    return tag("td", targets.standing_word(plan, one.standing), class_=f"{kind_of(one.standing)}{whole}")


def kind_of(standing: Standing) -> str:
    """How a state is coloured: behind, unknown, done, well, or none; its words always stand beside."""
    quiet = "none" if standing in _QUIET else "well"
    return next((name for name, kinds in _KINDS if standing in kinds), quiet)


def _bars(plan: Plan, months: Sequence[Progress], sources: bool) -> Markup:
    rows = []
    for number, (one, filtered) in enumerate(_rows(plan, months[-1]), 1):
        bar, course = series.bar_of(plan, one), series.course_of(plan, months, one)
        name = one.target.name
        cells = [
            tag("td", str(number)),
            tag("th", name, scope="row"),
            tag("td", filtered["data_unit"].replace("\n", "、")),
            tag("td", str(series.reached(plan, one)), class_="figure"),
            tag("td", Markup(svg(bar.sheet, f"{name}完成比例")) if bar else "—", class_="picture"),
            tag("td", Markup(svg(course.sheet, f"{name}走势")) if course else "—", class_="picture"),
            _state(plan, one, " whole"),
        ]
        if sources:
            cells.append(tag("td", _sources(plan, months[-1], one), class_="sources"))
        rows.append(tag("tr", *cells, **filtered, data_target=one.target.id))
    headers = (
        "序号",
        "指标",
        "责任单位",
        "完成数/目标数",
        "完成比例",
        "走势",
        "状态",
        *(("来源",) if sources else ()),
    )
    return table("指标进展", headers, rows)


def _sources(plan: Plan, progress: Progress, one: TargetProgress) -> Content:
    """The target's row of every sheet it was read from: figures alone, with the place of each."""
    told = []
    for row in one.rows:
        cells = [
            (header, row.cells[name])
            for name, header in _FIGURES
            if name in row.cells and row.cells[name].read
        ]
        if cells:
            head = tag("tr", *(tag("th", f"{header}（{cell.ref}）", scope="col") for header, cell in cells))
            body = tag("tr", *(tag("td", cell.read) for _, cell in cells))
            first = cells[0][1]
            where = f"{plan.name(row.unit, progress.drawn_up)}：{first.file}［{first.sheet}］"
            told.append(tag("table", tag("caption", where), head, body))
    summary = tag("summary", "看原表", aria_label=f"看原表（{one.target.name}）")
    return tag("details", summary, *told) if told else "—"


def _findings(plan: Plan, progress: Progress) -> Markup:
    rows = []
    for one in progress.findings:
        unit = plan.name(one.unit, progress.drawn_up) if one.unit else ""
        rows.append(
            tag(
                "tr",
                tag("td", one.code.name),
                tag("td", one.level.value),
                tag("td", unit),
                tag("td", one.message),
            )
        )
    return table("问题", ("编号", "级别", "单位", "说明"), rows) if rows else tag("p", "没有问题。")
