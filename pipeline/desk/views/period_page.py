"""本期: where the period stands, who is in, late, returned, missing, what to do next, the year as a table."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from pipeline.desk.frame import page, showing_anyway
from pipeline.desk.here import Here
from pipeline.desk.views import begin_page
from pipeline.model.months import Month
from pipeline.workflows.in_view import InView, chased_in, days_left, heat_of, waited_for

# Where the next thing to do is done, by the command that does it.
_WHERE = {
    "forms": "handout",
    "check": "problems",
    "remind": "problems",
    "monthly": "papers",
    "assess": "papers",
    "collate": "papers",
    "sign": "sending",
}


def show(request: Request, here: Here, view: InView) -> Response:
    """The page."""
    what, command = view.situation.next_step
    return page(
        request,
        "period.html",
        view=view,
        what=what,
        command=command,
        where=_WHERE.get(command.split()[0], ""),
        days=days_left(view.situation.deadline, here.today()),
        waited=waited_for(view),
        called={one.owed.unit.key: one.called for one in chased_in(view)},
        heat=heat_of(view),
        periods=[(str(one), view.plan.cycle.label(one)) for one in _periods(here, view)],
    )


def _periods(here: Here, view: InView) -> tuple[Month, ...]:
    """Every period up to the one in hand: whoever looks back finds the way again."""
    latest = here.view()
    same_year = latest.month.year == view.month.year and latest.month > view.month
    return tuple((latest if same_year else view).history.months)


def first(request: Request, here: Here) -> Response:
    """The first page: the period in hand, or where no workspace is yet, how to begin one."""
    if not here.office.inputs.is_dir():
        return begin_page.show(request, here)
    return show(request, here, here.view(request.query_params.get("period", "")))


ROUTES: list[BaseRoute] = [Route("/", showing_anyway(first), methods=["GET"])]
