"""督办·抽查: what is drafted, what went out and came back, registered; a draw made; replies and records dropped."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from pipeline.desk.frame import Typed, acting, address, making, page, said, showing
from pipeline.desk.here import Here
from pipeline.desk.uploads import uploading
from pipeline.model.errors import UsageProblem
from pipeline.model.supervision import Action
from pipeline.workflows.changing import Change
from pipeline.workflows.handing_over import whole_set
from pipeline.workflows.in_view import InView
from pipeline.workflows.spotcheck import spotcheck
from pipeline.workflows.supervising import awaited_in, note_step, urged_in
from pipeline.workflows.taking_in import put_into

_AREA = "supervision"
_COLUMNS = ("状态", "督办方式", "原因", "批准岗位", "日期")


def show(request: Request, here: Here, view: InView) -> Response:
    """The page."""
    year = view.month.year
    return page(
        request,
        "supervision.html",
        view=view,
        urged=urged_in(view),
        awaited=awaited_in(view),
        actions=[one.value for one in Action],
        drawn=whole_set(here.office, f"{view.month}-抽查"),
        seed=f"{year}{view.month.number:02d}",
        folders={"replies": "督办事项回告单", "records": "抽查记录表"},
        came={
            "replies": sorted(view.history.replies.files),
            "records": sorted(view.history.spot_checks.files),
        },
    )


def note(here: Here, view: InView, typed: Typed) -> Change:
    """已发、已回、销号、不发 …: a row of 督办."""
    return note_step(here.office, view, said(typed, "unit"), {one: said(typed, one) for one in _COLUMNS})


def draw(here: Here, view: InView, typed: Typed) -> tuple[str, Callable[[], str]]:
    """抽查: the very call the command makes."""
    count, seed = said(typed, "count"), said(typed, "seed")
    if not (count.isascii() and count.isdigit() and 0 < int(count) < 1000):
        raise UsageProblem("抽几个数，请填5的样子。")

    def do() -> str:
        spotcheck(here.office, view.month, int(count), seed)
        return address(_AREA, str(view.month))

    return "抽查", do


def taken(here: Here, view: InView, typed: Typed, files: Iterator[tuple[str, bytes]]) -> str:
    """Replies and records that came back, into their folders."""
    year, kind = view.month.year, said(typed, "kind")
    places = {"replies": here.office.replies_folder(year), "records": here.office.spot_checks_folder(year)}
    if kind not in places:
        raise UsageProblem("请说明放的是回告单还是抽查记录表。")
    here.act(here.state(), lambda: put_into(here.office, places[kind], files)[0])
    return address(_AREA, said(typed, "period"))


ROUTES: list[BaseRoute] = [
    Route("/supervision", showing(show), methods=["GET"]),
    Route("/supervision/note", acting(note, _AREA), methods=["POST"]),
    Route("/supervision/draw", making(draw, _AREA), methods=["POST"]),
    Route("/supervision/take", uploading(taken), methods=["POST"]),
]
