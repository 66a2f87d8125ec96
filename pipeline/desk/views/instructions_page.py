"""批示: what leaders wrote, who does it, by when; registered word for word, and settled."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from pipeline.desk.frame import Typed, acting, day_of, page, said, showing
from pipeline.desk.here import Here
from pipeline.model.errors import UsageProblem
from pipeline.workflows.changing import Change
from pipeline.workflows.in_view import InView
from pipeline.workflows.supervising import note_instruction, settle_instruction

_AREA = "instructions"
_COLUMNS = ("日期", "批示岗位", "来文", "批示原文", "承办单位", "时限")


def show(request: Request, here: Here, view: InView) -> Response:
    """The page."""
    today = here.today()
    rows = sorted(view.decisions.instructions, key=lambda one: (one.closed is not None, one.given))
    told = [(one, [view.plan.name(unit, today) for unit in one.units], one.overdue_on(today)) for one in rows]
    units = [view.name(unit.key) for unit in view.plan.units]
    return page(request, "instructions.html", view=view, rows=told, units=units, columns=_COLUMNS)


def note(here: Here, view: InView, typed: Typed) -> Change:
    """登记."""
    units = [one for one in typed.getlist("承办单位") if isinstance(one, str)]
    told = {column: said(typed, column) for column in _COLUMNS} | {"承办单位": "、".join(units)}
    missing = [column for column in ("日期", "批示岗位", "批示原文", "承办单位") if not told[column]]
    if missing:
        raise UsageProblem(f"请填“{'”“'.join(missing)}”。")
    return note_instruction(here.office, view, told)


def settle(here: Here, view: InView, typed: Typed) -> Change:
    """办结."""
    if not said(typed, "done"):
        raise UsageProblem("请填怎么办的。")
    return settle_instruction(
        here.office, view, said(typed, "ref"), said(typed, "done"), day_of(typed, "closed")
    )


ROUTES: list[BaseRoute] = [
    Route("/instructions", showing(show), methods=["GET"]),
    Route("/instructions/note", acting(note, _AREA), methods=["POST"]),
    Route("/instructions/settle", acting(settle, _AREA), methods=["POST"]),
]
