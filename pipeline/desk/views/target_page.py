"""指标 / 单位: one target's or one unit's year: its course, problems, 督办, spot checks, what was written."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from pipeline.desk.frame import page, showing
from pipeline.desk.here import Here
from pipeline.model.errors import UsageProblem
from pipeline.workflows.in_view import InView, heat_of
from pipeline.workflows.one_target import one_target


def show(request: Request, here: Here, view: InView) -> Response:
    """The page of a target."""
    found = one_target(view, request.query_params.get("id", ""))
    return page(request, "target.html", view=view, found=found, title=found.target.name)


def show_unit(request: Request, here: Here, view: InView) -> Response:
    """The page of a unit: its targets, how it reported through the year, what was found, what it promised."""
    key = request.query_params.get("key", "")
    if key not in [unit.key for unit in view.plan.units]:
        raise UsageProblem("没有这个单位，请从别的页点进来。")
    reports = [
        (view.plan.cycle.label(month), one.status(settled.findings), one.late)
        for month, settled in view.history.months.items()
        for one in settled.returns.reports
        if one.unit == key
    ]
    led = {one.id for one in view.plan.led_by(key)}
    return page(
        request,
        "unit.html",
        view=view,
        unit=view.plan.unit(key),
        name=view.name(key),
        heat=[one for one in heat_of(view) if one.target in led],
        reports=reports,
        findings=[
            (view.plan.cycle.label(month), one)
            for month, settled in view.history.months.items()
            for one in settled.findings
            if one.unit == key
        ],
        title=view.name(key),
    )


ROUTES: list[BaseRoute] = [
    Route("/target", showing(show), methods=["GET"]),
    Route("/unit", showing(show_unit), methods=["GET"]),
]
