"""指标 / 单位: one target's or one unit's year: its course, problems, 督办, spot checks, what was written."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from pipeline.desk.frame import page, showing
from pipeline.desk.here import Here
from pipeline.workflows.in_view import InView
from pipeline.workflows.one_target import one_target, one_unit, picture_of


def show(request: Request, here: Here, view: InView) -> Response:
    """The page of a target."""
    found = one_target(view, request.query_params.get("id", ""))
    return page(request, "target.html", view=view, found=found, title=found.target.name)


def picture(request: Request, here: Here, view: InView) -> Response:
    """导出图: the picture of a target's year, as a file."""
    drawn = picture_of(view, request.query_params.get("id", ""))
    headers = {
        "content-type": "image/svg+xml",
        "content-disposition": "attachment; filename*=UTF-8''year.svg",
    }
    return Response(drawn, headers=headers)


def show_unit(request: Request, here: Here, view: InView) -> Response:
    """The page of a unit: its targets, how it reported through the year, what was found, what it promised."""
    found = one_unit(view, request.query_params.get("key", ""))
    return page(request, "unit.html", view=view, found=found, title=found.name)


ROUTES: list[BaseRoute] = [
    Route("/target", showing(show), methods=["GET"]),
    Route("/target/picture", showing(picture), methods=["GET"]),
    Route("/unit", showing(show_unit), methods=["GET"]),
]
