"""Where no workspace is yet: one of those that lie in the folder opened, a new one founded, or the invented year made to look at."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from pipeline.desk.frame import Typed, asking, onward, page, part, said
from pipeline.desk.here import Here
from pipeline.model.errors import UsageProblem
from pipeline.model.months import DayShift
from pipeline.model.run_steps import done
from pipeline.model.workspace import Workspace
from pipeline.workflows.office import begun_in, called, demo, init

_AREA = "begin"
# What `init` offers.
_SHIFTS = (DayShift.NONE, DayShift.NEXT)


def show(request: Request, here: Here) -> Response:
    """The page; it stands in the place of the first one."""
    return page(
        request,
        "begin.html",
        title="从这里开始",
        folder=here.office.root.name,
        there=begun_in(here.office.root),
        shifts=[one.value for one in _SHIFTS],
        begin_token=here.keys.token(request.state.session, _AREA),
        view=None,
    )


def new(here: Here, typed: Typed) -> Response:
    """An empty workspace, as by `init`."""
    year, shift = said(typed, "year"), said(typed, "shift")
    if not (year.isascii() and year.isdigit() and 2000 <= int(year) <= 2100):
        raise UsageProblem("请填年度，写成2022的样子。")
    if shift not in {one.value for one in _SHIFTS}:
        raise UsageProblem("请选报送日遇非工作日怎么办。")
    office = called(here.office.root, said(typed, "name"))

    def found() -> None:
        init(office, int(year), DayShift(shift))
        _founded(here, office)

    here.act(said(typed, "state"), found)
    return onward("/")


def _founded(here: Here, office: Workspace) -> None:
    here.founded = office
    done("新建工作文件夹", office.root.name)


def invented(here: Here, typed: Typed) -> Response:
    """The invented year, as by `demo`."""
    office = called(here.office.root, said(typed, "name"))

    def do() -> str:
        for _ in demo(office):
            pass
        _founded(here, office)
        return "/"

    here.make(f"做虚构的年度“{office.root.name}”", do)
    return onward("/")


def opened(here: Here, typed: Typed) -> Response:
    """This desk ends, and one opens in the workspace chosen."""
    office = called(here.office.root, said(typed, "name"))
    if office.root.name not in begun_in(here.office.root):
        raise UsageProblem(f"“{office.root.name}”里没有任务分解表，打不开。")
    if here.worker.at_work:
        raise UsageProblem("正在生成，请等它做完再打开。")
    here.onward = office
    here.end()
    moved = part("moved.html", name=office.root.name)
    moved.headers["HX-Retarget"] = "body"
    return moved


ROUTES: list[BaseRoute] = [
    Route("/begin/new", asking(new), methods=["POST"]),
    Route("/begin/demo", asking(invented), methods=["POST"]),
    Route("/begin/open", asking(opened), methods=["POST"]),
]
