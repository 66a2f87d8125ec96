"""任务分解表: what is wrong with it, by cell; a notice dropped in becomes a draft, shown beside its text; the draft accepted."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from pipeline.desk.frame import Typed, asking, onward, page, said, showing_anyway
from pipeline.desk.here import Here
from pipeline.desk.uploads import looking
from pipeline.model.errors import UsageProblem
from pipeline.workflows.changing import Change
from pipeline.workflows.opening_files import books_to_open
from pipeline.workflows.planning import accept, draft_from, plan_in_hand

_AREA = "plan"


def show(request: Request, here: Here) -> Response:
    """The page; it is there without a plan too."""
    found = plan_in_hand(here.office, here.today())
    books = books_to_open(here.office, found.year) if found.year is not None else {}
    return page(request, "plan.html", found=found, imported=here.imported, books=books, view=None)


def notice(here: Here, typed: Typed, files: Iterator[tuple[str, bytes]]) -> str:
    """A notice becomes a draft."""
    found = next(files, None)
    if found is None:
        raise UsageProblem("请放一份通知。")

    def draft() -> Change | None:
        here.imported = draft_from(here.office, *found, here.today())
        return None

    here.imported = None
    here.act(here.state(), draft)
    return f"/{_AREA}"


def taken(here: Here, typed: Typed) -> Response:
    """The draft becomes the plan."""
    here.act(said(typed, "state"), lambda: accept(here.office, here.today()))
    return onward(f"/{_AREA}")


ROUTES: list[BaseRoute] = [
    Route("/plan", showing_anyway(show), methods=["GET"]),
    Route("/plan/notice", looking(notice), methods=["POST"]),
    Route("/plan/accept", asking(taken), methods=["POST"]),
]
