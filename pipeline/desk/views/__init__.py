"""The pages, a module each: a view over what a workflow returned, and the acts that can be asked of it."""

from __future__ import annotations

from starlette.routing import BaseRoute

from pipeline.desk.views import (
    arrivals_page,
    begin_page,
    figures_page,
    handout_page,
    instructions_page,
    papers_page,
    period_page,
    plan_page,
    problems_page,
    sending_page,
    supervision_page,
    target_page,
    yearend_page,
)

_PAGES = (
    begin_page,
    period_page,
    handout_page,
    arrivals_page,
    problems_page,
    papers_page,
    sending_page,
    figures_page,
    supervision_page,
    instructions_page,
    yearend_page,
    plan_page,
    target_page,
)


def routes() -> list[BaseRoute]:
    """Every address of every page."""
    return [route for page in _PAGES for route in page.ROUTES]
