"""收件: files dropped land where they belong, as they came, and it is told at once what became of each."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from pipeline.desk.frame import Typed, acting, address, day_of, page, said, showing
from pipeline.desk.here import Here
from pipeline.desk.uploads import MOST_FILES, uploading
from pipeline.workflows.changing import Change
from pipeline.workflows.in_view import InView, arrivals_in
from pipeline.workflows.taking_in import Landed, received_on, set_aside, take_in

_AREA = "arrivals"


def show(request: Request, here: Here, view: InView) -> Response:
    """The page; the batch that came last stands first."""
    came = arrivals_in(view)
    batch = here.landed if here.landed and here.landed[0] == str(view.month) else ("", ())
    latest = {one.file for one in batch[1]}
    return page(
        request,
        "arrivals.html",
        view=view,
        folder=here.office.relative(here.office.month_folder(view.month)),
        landed=batch[1],
        latest=[one for one in came if _outer(one.file.name, latest)],
        others=[one for one in came if not _outer(one.file.name, latest)],
        most=MOST_FILES,
    )


def _outer(name: str, files: set[str]) -> bool:
    """Whether a file is one of those, or lies in one of them."""
    return any(name == file or name.startswith(f"{file}/") for file in files)


def taken(here: Here, view: InView, typed: Typed, files: Iterator[tuple[str, bytes]]) -> str:
    """What was dropped lands in the period's folder, kept as it came."""
    landed: tuple[Landed, ...] = ()
    day = day_of(typed, "received") if said(typed, "received") else None

    def put() -> Change:
        nonlocal landed
        change, landed = take_in(here.office, view.month, files)
        return change

    # What comes in hangs on nothing that was seen before.
    here.act(here.state(), put)
    here.landed = (str(view.month), landed)
    if day is not None:
        after = here.view(said(typed, "period"))
        here.act(here.state(), lambda: received_on(here.office, after, landed, day))
    return address(_AREA, said(typed, "period"))


def put_aside(here: Here, view: InView, typed: Typed) -> Change:
    """A file that no longer counts goes to 作废."""
    return set_aside(here.office, view.month, said(typed, "file"))


ROUTES: list[BaseRoute] = [
    Route("/arrivals", showing(show), methods=["GET"]),
    Route("/arrivals/take", uploading(taken), methods=["POST"]),
    Route("/arrivals/aside", acting(put_aside, _AREA), methods=["POST"]),
]
