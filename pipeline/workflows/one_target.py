"""One target's year: its course with pace and nodes, what was found, what became of 督办, spot checks, what units said."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.documents.boards.board import kind_of
from pipeline.documents.pictures import series
from pipeline.documents.pictures.drawn import svg
from pipeline.documents.wording import targets, urging
from pipeline.model.errors import UsageProblem
from pipeline.model.findings import Finding
from pipeline.model.plan import Target
from pipeline.progress.supervision import supervised
from pipeline.workflows.in_view import InView


@dataclass(frozen=True, slots=True)
class Stage:
    """A target in a period: what it had reached, its state as (kind, word), what its leads wrote."""

    period: str
    reached: str
    kind: str
    word: str
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OneTarget:
    """A target's year so far; `picture` is its course as SVG, empty where there is none to draw."""

    target: Target
    leads: str
    picture: str
    stages: tuple[Stage, ...]
    findings: tuple[tuple[str, Finding], ...]
    urged: tuple[str, ...]
    spot_checks: tuple[str, ...]


def one_target(view: InView, id: str) -> OneTarget:
    """The target of that id; `UsageProblem` for none."""
    now = view.progress.find(id)
    if now is None:
        raise UsageProblem("没有这项指标，请从“本期”点进来。")
    course = series.course_of(view.plan, view.course, now)
    urgings = supervised(view.plan, view.course, view.decisions.steps, view.history.replies)
    return OneTarget(
        now.target,
        view.plan.names(now.target.leads, view.progress.drawn_up),
        svg(course.sheet, f"{now.target.name}走势") if course else "",
        tuple(_stage(view, index, id) for index in range(len(view.course))),
        tuple(
            (view.plan.cycle.label(month), one)
            for month, settled in view.history.months.items()
            for one in settled.findings_of(id)
        ),
        tuple(urging.course(view.plan, now, one) for one in urgings[id].urgings) if id in urgings else (),
        tuple(
            f"{view.plan.cycle.label(one.month)}　{view.name(one.unit)}　{one.scope.value}　{one.remark}"
            for one in view.history.spot_checks.of(id)
        ),
    )


def _stage(view: InView, index: int, id: str) -> Stage:
    progress = view.course[index]
    one = progress.find(id)
    period = view.plan.cycle.label(progress.month)
    if one is None:
        return Stage(period, "", "none", "—", ())
    said = tuple(
        (view.plan.name(row.unit, progress.drawn_up), "　".join(filter(None, (row.headline, row.reason))))
        for row in one.rows
        if row.headline or row.reason
    )
    return Stage(
        period,
        str(series.reached(view.plan, one)),
        kind_of(one.standing),
        targets.standing_word(view.plan, one.standing),
        said,
    )
