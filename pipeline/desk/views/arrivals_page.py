"""收件: files dropped land where they belong, as they came, and it is told at once what became of each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from pipeline.desk.frame import Typed, acting, address, here_of, onward, page, said, sentence, showing
from pipeline.desk.here import Here
from pipeline.model.errors import UsageProblem
from pipeline.workflows.changing import Change
from pipeline.workflows.in_view import InView, arrivals_in
from pipeline.workflows.taking_in import Landed, set_aside, take_in

_AREA = "arrivals"
MOST_FILES = 300


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


async def take(request: Request) -> Response:
    """What was dropped: bounded in number, name and size, kept as it came."""
    here = here_of(request)
    try:
        typed = await request.form(max_files=MOST_FILES, max_fields=MOST_FILES + 20)
    except HTTPException:
        return sentence(UsageProblem(f"一次最多放{MOST_FILES}个文件，没有收下，请分几次放进来。"))
    try:
        return await run_in_threadpool(_taken, here, typed)
    finally:
        await typed.close()


def _taken(here: Here, typed: FormData) -> Response:
    period = said(typed, "period")
    landed: tuple[Landed, ...] = ()

    def put() -> Change:
        nonlocal landed
        change, landed = take_in(here.office, view.month, _files(typed))
        return change

    try:
        view = here.view(period)
        # What comes in hangs on nothing that was seen before.
        here.act(here.state(), put)
    except Exception as error:  # noqa: BLE001  # the edge: no traceback reaches a page
        return sentence(error)
    here.landed = (str(view.month), landed)
    return onward(address(_AREA, period))


def _files(typed: FormData) -> Iterator[tuple[str, bytes]]:
    """Every file with the path it was dropped by; a browser tells that of a folder beside the file."""
    paths = [one for one in typed.getlist("path") if isinstance(one, str)]
    files = [one for one in typed.getlist("file") if isinstance(one, UploadFile)]
    for number, file in enumerate(files):
        told = paths[number] if len(paths) == len(files) else ""
        with suppress(ValueError):
            file.file.seek(0)
        yield told or file.filename or "", file.file.read()


def put_aside(here: Here, view: InView, typed: Typed) -> Change:
    """A file that no longer counts goes to 作废."""
    return set_aside(here.office, view.month, said(typed, "file"))


ROUTES: list[BaseRoute] = [
    Route("/arrivals", showing(show), methods=["GET"]),
    Route("/arrivals/take", take, methods=["POST"]),
    Route("/arrivals/aside", acting(put_aside, _AREA), methods=["POST"]),
]
