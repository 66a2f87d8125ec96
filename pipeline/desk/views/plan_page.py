"""任务分解表: what is wrong with it, by cell; a notice dropped in becomes a draft, shown beside its text; the draft accepted."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from pipeline.desk.frame import Typed, here_of, onward, page, said, sentence, showing_anyway
from pipeline.desk.here import Here
from pipeline.desk.uploads import looking
from pipeline.model.errors import UsageProblem
from pipeline.workflows.changing import Change
from pipeline.workflows.planning import accept, draft_from, plan_in_hand

_AREA = "plan"


def show(request: Request, here: Here) -> Response:
    """The page; it is there without a plan too."""
    found = plan_in_hand(here.office, here.today())
    return page(request, "plan.html", found=found, imported=here.imported, view=None)


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


async def taken(request: Request) -> Response:
    """The draft becomes the plan."""
    here = here_of(request)
    typed = await request.form(max_files=0, max_fields=10)

    def do() -> Response:
        try:
            here.act(said(typed, "state"), lambda: accept(here.office, here.today()))
        except Exception as error:  # noqa: BLE001  # the edge: no traceback reaches a page
            return sentence(error)
        return onward(f"/{_AREA}")

    return await run_in_threadpool(do)


ROUTES: list[BaseRoute] = [
    Route("/plan", showing_anyway(show), methods=["GET"]),
    Route("/plan/notice", looking(notice), methods=["POST"]),
    Route("/plan/accept", taken, methods=["POST"]),
]
