"""What every page has around it: where one is, which step the period is at, what can be taken back; all text escaped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from pipeline.desk.gate import TOKEN, area_of
from pipeline.desk.here import Here, told
from pipeline.model.errors import Busy, MachineProblem, PipelineError, PlanProblem, UsageProblem
from pipeline.model.months import as_day, chinese_date
from pipeline.workflows.changing import Change
from pipeline.workflows.in_view import InView, in_the_corner, steps_of

# The pages there are, by their areas, in the order of a month.
PAGES = (
    ("", "本期"),
    ("handout", "发表"),
    ("arrivals", "收件"),
    ("problems", "问题"),
    ("papers", "材料"),
    ("sending", "送签·报送"),
    ("figures", "数字"),
    ("supervision", "督办·抽查"),
    ("instructions", "批示"),
    ("yearend", "年终"),
    ("plan", "任务分解表"),
)
_HOME = Path(__file__).parent
_PAGES = Environment(
    loader=FileSystemLoader(_HOME / "pages"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)
_PAGES.filters["day"] = chinese_date

Endpoint = Callable[[Request], Any]
Typed = FormData


def here_of(request: Request) -> Here:
    """The desk a request came to."""
    here: Here = request.app.state.here
    return here


def address(area: str, period: str, **more: str) -> str:
    """Where a page of a period is."""
    asked = {key: value for key, value in {"period": period, **more}.items() if value}
    return f"/{area}?{urlencode(asked)}" if asked else f"/{area}"


def page(request: Request, template: str, status: int = 200, /, **told: Any) -> HTMLResponse:
    """A page; `view` among what is told gives its period."""
    here, view = here_of(request), told.get("view")
    area = area_of(request.url.path)
    period = request.query_params.get("period", "")
    session = request.state.session
    steps = steps_of(here.office, view) if isinstance(view, InView) else ()
    frame = {
        "title": told.pop("title", dict(PAGES).get(area, "工作台")),
        "pages": [(one, name, address(one, period), one == area) for one, name in PAGES],
        "area": area,
        "period": period,
        "state": here.state(),
        "token": here.keys.token(session, area),
        "other_token": here.keys.token(session, "desk"),
        "header": TOKEN,
        "last": here.changes[-1].words if here.changes else "",
        "job": here.worker.job,
        "trouble": here.worker.job.trouble if here.worker.job else "",
        "other": here.other,
        "left_behind": here.left,
        "steps": steps,
        "corner": in_the_corner(steps, view, here.today()) if isinstance(view, InView) else "",
        "today": here.today(),
        "to": address,
    }
    assert frame.keys().isdisjoint(told), "a page must not say what its frame says"
    return HTMLResponse(_PAGES.get_template(template).render({**frame, **told}), status)


def part(template: str, **told: Any) -> HTMLResponse:
    """A piece of a page, put into one that is open."""
    return HTMLResponse(_PAGES.get_template(template).render(told))


def showing(show: Callable[[Request, Here, InView], Response]) -> Endpoint:
    """A page of the period asked for; what keeps it from being shown is told on a page of its own."""
    return showing_anyway(
        lambda request, here: show(request, here, here.view(request.query_params.get("period", "")))
    )


def showing_anyway(show: Callable[[Request, Here], Response]) -> Endpoint:
    """The same, of a page that is there without a period, too."""

    def endpoint(request: Request) -> Response:
        def hindered(error: Exception) -> Response:
            if isinstance(error, PlanProblem):
                return page(request, "hindered.html", 200, sentence=str(error), findings=error.findings)
            return page(request, "hindered.html", _status(error), sentence=told(error), findings=())

        return answered(lambda: show(request, here_of(request)), hindered)

    return endpoint


def answered(
    do: Callable[[], Response], otherwise: Callable[[Exception], Response] | None = None
) -> Response:
    """The edge of every page and act: what goes wrong is told by `otherwise`, else in one sentence; never as a traceback."""
    try:
        return do()
    except Exception as error:  # noqa: BLE001  # the edge: no traceback reaches a page
        return (otherwise or sentence)(error)


def acting(do: Callable[[Here, InView, Typed], Change | None], area: str) -> Endpoint:
    """An act on what people put in: done, the page comes anew; not done, one sentence, and the form keeps what was typed."""

    def act(here: Here, typed: Typed) -> Response:
        period = said(typed, "period")
        here.act(said(typed, "state"), lambda: do(here, here.view(period), typed))
        return onward(address(area, period))

    return asking(act, fields=2000)


def asking(do: Callable[[Here, Typed], Response], fields: int = 20) -> Endpoint:
    """What is asked by a form without files, of so many fields at most."""

    async def endpoint(request: Request) -> Response:
        typed = await request.form(max_files=0, max_fields=fields)
        return await run_in_threadpool(answered, lambda: do(here_of(request), typed))

    return endpoint


def making(begin: Callable[[Here, InView, Typed], tuple[str, Callable[[], str]]], area: str) -> Endpoint:
    """The beginning of something long: its words and what does it; then the page that tells how far it is."""

    def start(here: Here, typed: Typed) -> Response:
        period = said(typed, "period")
        here.make(*begin(here, here.view(period), typed))
        return onward(address(area, period))

    return asking(start)


def said(typed: Typed, name: str) -> str:
    """A text of a form; empty where it has none of that name."""
    value = typed.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def onward(where: str) -> Response:
    """The page to show next, fetched anew: the one that was open may be about something that is no more."""
    return Response(status_code=204, headers={"HX-Redirect": where})


def sentence(error: Exception) -> Response:
    """Why something was not done, to stand in the form it was asked with."""
    return HTMLResponse(escape(told(error)), _status(error))


def _status(error: Exception) -> int:
    match error:
        case Busy():
            return 423
        case MachineProblem():
            return 507
        case PipelineError():
            return 422
    return 500


def day_of(typed: Typed, name: str) -> date:
    """A date of a form; `UsageProblem` where none is there."""
    try:
        return as_day(said(typed, name))
    except ValueError:
        raise UsageProblem("请填日期，写成2021-09-28的样子。") from None
