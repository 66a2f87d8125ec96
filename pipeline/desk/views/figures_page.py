"""数字: where a printed figure comes from, and whether those of a document somebody edited still stand."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from pipeline.desk.frame import Typed, address, here_of, page, said, sentence, showing
from pipeline.desk.here import Here
from pipeline.desk.uploads import uploading
from pipeline.desk.views.papers_page import download, set_of
from pipeline.model.errors import UsageProblem
from pipeline.workflows.dropped import look_at
from pipeline.workflows.in_view import InView
from pipeline.workflows.previews import printed_as

_AREA = "figures"
_MOST = 60


def show(request: Request, here: Here, view: InView) -> Response:
    """The page; with a figure asked for every place it is printed at."""
    asked = request.query_params.get("ask", "").strip()
    name = set_of(view)
    found = printed_as(here.office, name, asked) if asked else ()
    return page(
        request,
        "figures.html",
        view=view,
        name=name,
        asked=asked,
        found=found[:_MOST],
        more=max(0, len(found) - _MOST),
        looked=here.looked,
    )


def verify(here: Here, view: InView, typed: Typed, files: Iterator[tuple[str, bytes]]) -> str:
    """核对改过的稿: one document, dropped; nothing of it is kept."""
    here.looked = None
    found = next(files, None)
    if found is None:
        raise UsageProblem("请放一份 Word 文稿（.docx）。")
    here.looked = look_at(here.office, *found)
    return address(_AREA, said(typed, "period"))


def fresh(request: Request) -> Response:
    """The copy with today's figures."""
    looked = here_of(request).looked
    if looked is None or not looked.fresh:
        return sentence(UsageProblem("没有要换的数。"))
    return download(looked.fresh, f"{looked.name.removesuffix('.docx')}（只换数字）.zip")


ROUTES: list[BaseRoute] = [
    Route("/figures", showing(show), methods=["GET"]),
    Route("/figures/verify", uploading(verify), methods=["POST"]),
    Route("/figures/fresh", fresh, methods=["GET"]),
]
