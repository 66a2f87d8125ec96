"""Which address shows or does what, behind the gate."""

from __future__ import annotations

from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from pipeline.desk.frame import Typed, address, asking, here_of, onward, part, said
from pipeline.desk.gate import ENTER, Gate, cookie_name
from pipeline.desk.here import Here
from pipeline.desk.views import routes
from pipeline.workflows.opening_files import open_one

_STATIC = {
    "desk.css": "text/css; charset=utf-8",
    "desk.js": "text/javascript; charset=utf-8",
    "htmx.min.js": "text/javascript; charset=utf-8",
}
_PLACE = Path(__file__).parent / "static"
_DAY = 24 * 60 * 60


def site(here: Here) -> ASGIApp:
    """Everything the desk answers; nothing goes round the gate."""
    own: list[BaseRoute] = [
        Route(ENTER, _door, methods=["GET"]),
        Route(ENTER, _enter, methods=["POST"]),
        Route("/static/{name}", _static, methods=["GET"]),
        Route("/favicon.ico", _no_sign, methods=["GET"]),
        Route("/desk/changed", _changed, methods=["GET"]),
        Route("/desk/progress", _progress, methods=["GET"]),
        Route("/desk/undo", asking(_taken_back), methods=["POST"]),
        Route("/desk/open", asking(_opened), methods=["POST"]),
        Route("/desk/end", _end, methods=["POST"]),
    ]
    app = Starlette(
        routes=[*own, *routes()], exception_handlers={400: _unreadable, 404: _nothing, 405: _nothing}
    )
    app.state.here = here
    return Gate(app, here.keys, here.host, here.port)


async def _unreadable(request: Request, error: Exception) -> Response:
    return PlainTextResponse("送来的内容读不出来，没有办理，请重新载入后再试。", 400)


async def _nothing(request: Request, error: Exception) -> Response:
    return PlainTextResponse("没有这一页。", 404)


def _door(request: Request) -> HTMLResponse:
    return part("enter.html", wrong="", spent=here_of(request).keys.spent)


async def _enter(request: Request) -> Response:
    """The code for a cookie. The page that answers leads on by itself: a redirect would count as the opening file's."""
    here = here_of(request)
    typed = await request.form(max_files=0, max_fields=5)
    session = here.keys.enter(said(typed, "code"))
    if session is None:
        wrong = part("enter.html", wrong="口令不对，或者已经用过。", spent=here.keys.spent)
        wrong.status_code = 403
        return wrong
    entered = part("entered.html")
    entered.set_cookie(
        cookie_name(here.port), session, max_age=_DAY, path="/", httponly=True, samesite="strict"
    )
    return entered


def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _STATIC:
        return PlainTextResponse("没有这一页。", 404)
    return Response((_PLACE / name).read_bytes(), headers={"content-type": _STATIC[name]})


def _no_sign(request: Request) -> Response:
    """Browsers ask for a sign by themselves: there is none."""
    return Response(status_code=204)


def _changed(request: Request) -> Response:
    """A line where the folder is no longer what the page was made of; nothing where it is."""
    here = here_of(request)
    if request.query_params.get("state") == here.state():
        return Response(status_code=204)
    return part("changed.html")


def _progress(request: Request) -> Response:
    """How far something long is; once it has ended, what became of it."""
    job = here_of(request).worker.job
    return part("progress.html", job=job, error=job.trouble if job else "")


def _taken_back(here: Here, typed: Typed) -> Response:
    here.undo()
    return onward(address(said(typed, "area"), said(typed, "period")))


def _opened(here: Here, typed: Typed) -> Response:
    """用 Word/WPS 打开: by id, of a set or of the workbooks; nothing of a path comes from the page."""
    year = here.office.plan_year(here.today())
    name = open_one(here.office, year, said(typed, "set"), said(typed, "id"))
    return PlainTextResponse(f"已打开 {name}，改好、存好以后关闭。")


async def _end(request: Request) -> Response:
    here = here_of(request)
    if here.worker.at_work:
        # Beside the button: where it would have ended, the whole page goes.
        return PlainTextResponse("正在生成，请等它做完再结束。", 423, headers={"HX-Retarget": ".end .answer"})
    here.end()
    return part("ended.html")
