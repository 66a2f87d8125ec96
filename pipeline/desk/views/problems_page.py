"""问题: unit by unit, the worst first; beside each what stands in the sheet, and what may be decided of it."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from pipeline.desk.frame import Typed, acting, address, making, page, said, showing
from pipeline.desk.here import Here
from pipeline.model.errors import UsageProblem
from pipeline.workflows.changing import Change
from pipeline.workflows.collecting import give_back
from pipeline.workflows.handing_over import whole_set
from pipeline.workflows.in_view import InView, chased_in
from pipeline.workflows.problems import id_of, note_call, problems_in, verify_by_hand, waive

_AREA = "problems"
_CALLED, _TRUE = "电话核实", "电话核实属实"


def show(request: Request, here: Here, view: InView) -> Response:
    """The page."""
    units = here.once(f"problems {view.month}", lambda: problems_in(here.office, view))
    returned = whole_set(here.office, f"{view.month}-退回")
    return page(
        request,
        "problems.html",
        view=view,
        units=units,
        returned=returned,
        back={unit.key: _given_back(returned.files if returned else (), unit.name) for unit in units},
        messages=[one.chased for one in units if one.chased is not None],
    )


def _given_back(files: tuple[object, ...], name: str) -> str:
    names = [str(getattr(one, "name", "")) for one in files]
    return next((one for one in names if one.startswith(f"{name}-")), "")


def settle(here: Here, view: InView, typed: Typed) -> Change:
    """电话核实，改用…: the figures typed beside the problems that were ticked, on one ground."""
    ticked = [one for one in typed.getlist("problem") if isinstance(one, str)]
    values = {one: said(typed, f"value-{one}") for one in ticked}
    if not ticked:
        raise UsageProblem("请先在要登记的问题前面打勾。")
    if not all(values.values()):
        raise UsageProblem("打了勾的，请填核实后的数。")
    _require(typed, {"ground": "依据", "post": "经办岗位"})
    return verify_by_hand(
        here.office, view, values, said(typed, "how") or _CALLED, said(typed, "ground"), said(typed, "post")
    )


def as_it_is(here: Here, view: InView, typed: Typed) -> Change:
    """属实，照报: what the sheet says is what people found."""
    ticked = {one for one in typed.getlist("problem") if isinstance(one, str)}
    values = {id_of(one): one.read for one in view.open_ones if id_of(one) in ticked}
    if not values:
        raise UsageProblem("请先在属实的问题前面打勾。")
    _require(typed, {"ground": "依据", "post": "经办岗位"})
    return verify_by_hand(here.office, view, values, _TRUE, said(typed, "ground"), said(typed, "post"))


def report_as_doubtful(here: Here, view: InView, typed: Typed) -> Change:
    """先按“正在核实”报, with who agreed."""
    _require(typed, {"about": "单位或编号", "post": "批准岗位"})
    opinion = said(typed, "opinion") or "先按正在核实报"
    return waive(here.office, view, said(typed, "about"), opinion, said(typed, "post"))


def called(here: Here, view: InView, typed: Typed) -> Change:
    """已电话催: the day, what was answered, and by which post it was asked."""
    _require(typed, {"日期": "日期", "经办岗位": "经办岗位"})
    unit = said(typed, "unit")
    if unit not in [one.owed.unit.key for one in chased_in(view)]:
        raise UsageProblem("这个单位没有要催的报表，请重新载入。")
    return note_call(here.office, view, unit, {one: said(typed, one) for one in ("日期", "答复", "经办岗位")})


def _require(typed: Typed, fields: dict[str, str]) -> None:
    missing = [words for name, words in fields.items() if not said(typed, name)]
    if missing:
        raise UsageProblem(f"请填“{'”“'.join(missing)}”。")


def send_back(here: Here, view: InView, typed: Typed) -> tuple[str, Callable[[], str]]:
    """退回重报: each unit's own sheet, the cells marked."""

    def do() -> str:
        give_back(here.office, view.month)
        return address(_AREA, str(view.month))

    return "生成退回的表", do


ROUTES: list[BaseRoute] = [
    Route("/problems", showing(show), methods=["GET"]),
    Route("/problems/settle", acting(settle, _AREA), methods=["POST"]),
    Route("/problems/true", acting(as_it_is, _AREA), methods=["POST"]),
    Route("/problems/waive", acting(report_as_doubtful, _AREA), methods=["POST"]),
    Route("/problems/called", acting(called, _AREA), methods=["POST"]),
    Route("/problems/return", making(send_back, _AREA), methods=["POST"]),
]
