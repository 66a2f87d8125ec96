"""年终: what is suggested for every target, who disagrees, what is missing; all accepted at once, or one ruled otherwise."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from pipeline.desk.frame import Typed, acting, day_of, page, said, showing
from pipeline.desk.here import Here
from pipeline.model.errors import UsageProblem
from pipeline.model.months import Month
from pipeline.workflows.certifying import COLUMNS, VERDICTS, YearEnd, accept_all, rule, year_end
from pipeline.workflows.changing import Change
from pipeline.workflows.in_view import InView

_AREA = "yearend"


def show(request: Request, here: Here, view: InView) -> Response:
    """The page."""
    year = view.month.year
    found = as_it_stands(here, year)
    return page(
        request,
        "yearend.html",
        view=view,
        found=found,
        verdicts=VERDICTS,
        certified=str(Month.year_end(year)),
        table=here.office.relative(here.office.rulings_file(year)),
    )


def as_it_stands(here: Here, year: int) -> YearEnd:
    """The year as it would be certified now."""
    return here.once(f"year {year}", lambda: year_end(here.office, year))


def accept(here: Here, view: InView, typed: Typed) -> Change:
    """全部同意并登记批准."""
    if not said(typed, "basis"):
        raise UsageProblem("请填批准依据，如文号或会议纪要。")
    return accept_all(here.office, view.month.year, said(typed, "basis"), day_of(typed, "day"))


def rule_otherwise(here: Here, view: InView, typed: Typed) -> Change:
    """这一项另定, with its reason."""
    told = {column: said(typed, column) for column in COLUMNS}
    if not (told["认定数"] or told["认定结果"]):
        raise UsageProblem("请填认定数或认定结果。")
    if not told["调整理由"]:
        raise UsageProblem("另定的要写理由。")
    return rule(here.office, view.month.year, said(typed, "target"), told)


ROUTES: list[BaseRoute] = [
    Route("/yearend", showing(show), methods=["GET"]),
    Route("/yearend/accept", acting(accept, _AREA), methods=["POST"]),
    Route("/yearend/rule", acting(rule_otherwise, _AREA), methods=["POST"]),
]
