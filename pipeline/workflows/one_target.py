"""One target's year, or one unit's: its course with pace and nodes, what was found, what became of 督办, spot checks, what units said."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.documents.boards.board import kind_of
from pipeline.documents.pictures import series
from pipeline.documents.pictures.year_line import year_line
from pipeline.documents.wording import targets, urging
from pipeline.documents.workbooks.owed_list import called
from pipeline.model.errors import UsageProblem
from pipeline.model.findings import Finding
from pipeline.model.months import chinese_date, day_of_month
from pipeline.model.plan import Target, Unit
from pipeline.model.progress import TargetProgress
from pipeline.model.readings import Status
from pipeline.model.spotchecks import SpotCheck
from pipeline.model.supervision import Reply, Step
from pipeline.progress.supervision import supervised
from pipeline.workflows.in_view import Heat, InView, heat_of


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
    replies: tuple[str, ...]


def one_target(view: InView, id: str) -> OneTarget:
    """The target of that id; `UsageProblem` for none."""
    now = view.progress.find(id)
    if now is None:
        raise UsageProblem("没有这项指标，请从“本期”点进来。")
    urgings = supervised(view.plan, view.course, view.decisions.steps, view.history.replies)
    return OneTarget(
        now.target,
        view.plan.names(now.target.leads, view.progress.drawn_up),
        _drawn(view, now),
        tuple(_stage(view, index, id) for index in range(len(view.course))),
        tuple(
            (view.plan.cycle.label(month), one)
            for month, settled in view.history.months.items()
            for one in settled.findings_of(id)
        ),
        tuple(urging.course(view.plan, now, one) for one in urgings[id].urgings) if id in urgings else (),
        tuple(_checked(view, one) for one in view.history.spot_checks.of(id)),
        tuple(_replied(view, one) for one in view.history.replies.records if one.target == id),
    )


def picture_of(view: InView, id: str) -> str:
    """The picture of a target's year as a file; `UsageProblem` where there is none to draw."""
    now = view.progress.find(id)
    drawn = _drawn(view, now) if now is not None else ""
    if not drawn:
        raise UsageProblem("这项指标没有图，请从“本期”点进来。")
    return drawn


def _drawn(view: InView, now: TargetProgress) -> str:
    line = year_line(view.plan, view.course, now)
    return line.svg() if line is not None else ""


def _checked(view: InView, one: SpotCheck) -> str:
    return f"{view.plan.cycle.label(one.month)}　{view.name(one.unit)}　{one.scope.value}　{one.remark}"


def _replied(view: InView, one: Reply) -> str:
    """What a unit answered, in its own words."""
    said = (
        (name, words)
        for name, words in (("滞后原因", one.reason), ("追赶措施", one.measures), ("完成时限", one.limit))
        if words
    )
    told = "；".join(f"{name}：{words}" for name, words in said)
    return f"{view.plan.cycle.label(one.month)}　{view.name(one.unit)}{day_of_month(one.day)}回告　{told}"


@dataclass(frozen=True, slots=True)
class OneUnit:
    """A unit's year so far: each period's report (its label, status, whether late), the targets it leads with their pictures,
    what was found by period, and in words what became of 督办, what it answered, when it was telephoned, its spot checks.
    """

    unit: Unit
    name: str
    reports: tuple[tuple[str, Status, bool], ...]
    heat: tuple[Heat, ...]
    pictures: tuple[tuple[str, str, str], ...]
    findings: tuple[tuple[str, Finding], ...]
    urged: tuple[str, ...]
    replies: tuple[str, ...]
    calls: tuple[str, ...]
    spot_checks: tuple[str, ...]


def one_unit(view: InView, key: str) -> OneUnit:
    """The unit of that key; `UsageProblem` for none."""
    if key not in [unit.key for unit in view.plan.units]:
        raise UsageProblem("没有这个单位，请从别的页点进来。")
    label, months = view.plan.cycle.label, view.history.months.items()
    led = {one.id for one in view.plan.led_by(key)}
    drawn = ((one.target, _drawn(view, one)) for one in view.progress.targets if one.target.id in led)
    return OneUnit(
        view.plan.unit(key),
        view.name(key),
        tuple(
            (label(month), one.status(settled.findings), one.late)
            for month, settled in months
            for one in settled.returns.reports
            if one.unit == key
        ),
        tuple(one for one in heat_of(view) if one.target in led),
        tuple((target.id, target.name, picture) for target, picture in drawn if picture),
        tuple(
            (label(month), one) for month, settled in months for one in settled.findings if one.unit == key
        ),
        tuple(_noted(view, one) for one in view.decisions.steps if one.unit == key),
        tuple(_replied(view, one) for one in view.history.replies.records if one.unit == key),
        tuple(f"{label(one.month)}　{called(one)}" for one in view.decisions.calls if one.unit == key),
        tuple(_checked(view, one) for one in view.history.spot_checks.records if one.unit == key),
    )


def _noted(view: InView, one: Step) -> str:
    """A row of 督办 in words."""
    way = f"（{one.rung}）" if one.rung else ""
    day = chinese_date(one.day) if one.day else ""
    said = (view.plan.cycle.label(one.month), f"{one.action.value}{way}", day, one.reason, one.approver)
    return "　".join(filter(None, said))


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
