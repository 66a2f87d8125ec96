"""发表: the period's forms, 责任清单, year-end forms: made, handed over as one zip, with words to send along."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from pipeline.desk.frame import Typed, address, making, page, said, showing
from pipeline.desk.here import Here
from pipeline.model.months import Month
from pipeline.workflows.collecting import collate, commitment_lists, forms
from pipeline.workflows.handing_out import covering_words
from pipeline.workflows.handing_over import whole_set
from pipeline.workflows.in_view import InView

_AREA = "handout"


def _kinds(view: InView) -> dict[str, tuple[str, str]]:
    """What can be handed out: its words and its set, by what a form calls it."""
    year = view.month.year
    found = {"period": (f"{view.plan.cycle.label(view.month)}表样", f"{view.month}-表样")}
    if not view.plan.own_lead:
        year_s_end = {"yearend": (f"{year}年年终表样", f"{Month.year_end(year)}-表样")}
        found |= {} if view.month.is_year_end else year_s_end
        found |= {"commitments": (f"{year}年责任清单", f"{year}-责任清单")}
    return found


def show(request: Request, here: Here, view: InView) -> Response:
    """The page."""
    sets = [(kind, words, whole_set(here.office, name)) for kind, (words, name) in _kinds(view).items()]
    pooled = () if view.plan.own_lead else [view.name(unit.key) for unit in view.plan.leads]
    return page(
        request,
        "handout.html",
        view=view,
        sets=sets,
        words=covering_words(view.plan, view.month),
        pooled=pooled,
        collated=whole_set(here.office, f"{view.month}-汇总"),
    )


def pool(here: Here, view: InView, typed: Typed) -> tuple[str, Callable[[], str]]:
    """汇总分县: a lead's own form filled from its county sheets; the very call the command makes."""
    unit = said(typed, "unit")

    def do() -> str:
        collate(here.office, view.month, unit)
        return address(_AREA, str(view.month))

    return f"汇总{unit}的表", do


def make(here: Here, view: InView, typed: Typed) -> tuple[str, Callable[[], str]]:
    """The very call the command makes."""
    kind, month = said(typed, "kind"), view.month

    def do() -> str:
        if kind == "commitments":
            commitment_lists(here.office, month.year)
        else:
            forms(here.office, Month.year_end(month.year) if kind == "yearend" else month)
        return address(_AREA, str(month))

    return f"生成{_kinds(view).get(kind, ('表样', ''))[0]}", do


ROUTES: list[BaseRoute] = [
    Route("/handout", showing(show), methods=["GET"]),
    Route("/handout/make", making(make, _AREA), methods=["POST"]),
    Route("/handout/pool", making(pool, _AREA), methods=["POST"]),
]
