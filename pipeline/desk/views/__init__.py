"""The pages, a module each: a view over what a workflow returned, and the acts that can be asked of it."""

from __future__ import annotations

from starlette.routing import BaseRoute

from pipeline.desk.views import arrivals_page, papers_page, period_page, problems_page


def routes() -> list[BaseRoute]:
    """Every address of every page."""
    return [*period_page.ROUTES, *arrivals_page.ROUTES, *problems_page.ROUTES, *papers_page.ROUTES]
