"""材料: made with progress, looked at as pages, handed over one by one or all at once, made final."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from pipeline.desk.frame import Typed, address, answered, here_of, making, page, part, said, showing
from pipeline.desk.gate import POLICY
from pipeline.desk.here import Here, told
from pipeline.desk.views.yearend_page import as_it_stands
from pipeline.model.errors import UsageProblem
from pipeline.model.findings import Finding
from pipeline.workflows.collecting import collate
from pipeline.workflows.handing_over import board, one_file, sets_of, since_last, whole_set, zipped
from pipeline.workflows.in_view import InView
from pipeline.workflows.month import monthly
from pipeline.workflows.opening_files import papers_to_open
from pipeline.workflows.previews import can_be_laid_out, figure_of, pages_of, words_of
from pipeline.workflows.problems import in_the_way
from pipeline.workflows.year import assess

_AREA = "papers"
_STATIC = Path(__file__).parents[1] / "static"
_DRAWN_BY = ("jszip.min.js", "docx-preview.min.js", "drawing.js")
_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "png": "image/png",
    "html": "text/html; charset=utf-8",
    "zip": "application/zip",
}


def set_of(view: InView) -> str:
    """What the set of a period is called."""
    if view.plan.own_lead:
        return f"{view.month}-汇总"
    return f"{view.month.year}-考核" if view.month.is_year_end else str(view.month)


def show(request: Request, here: Here, view: InView) -> Response:
    """The page: the set asked for of those there are, else the latest."""
    sets, asked = sets_of(here.office, set_of(view)), request.query_params.get("set", "")
    chosen = asked if asked in sets else sets[-1] if sets else set_of(view)
    made = whole_set(here.office, chosen)
    kinds = ("文稿", "表格", "看板", "PDF", "图")
    groups = [(kind, [one for one in made.files if one.kind == kind]) for kind in kinds] if made else []
    told, gone = since_last(here.office, made) if made is not None else ({}, ())
    return page(
        request,
        "papers.html",
        view=view,
        made=made,
        sets=sets,
        groups=[group for group in groups if group[1]],
        left=_in_the_way(here, view),
        told=told,
        gone=gone,
        opens=papers_to_open(here.office, made) if made is not None else {},
    )


def _in_the_way(here: Here, view: InView) -> tuple[Finding, ...]:
    """What keeps a period, or a year's end, from being final."""
    if view.month.is_year_end and not view.plan.own_lead:
        return as_it_stands(here, view.month.year).open_ones
    return in_the_way(view)


def begin(here: Here, view: InView, typed: Typed) -> tuple[str, Callable[[], str]]:
    """生成, or 定稿: the very call the command makes."""
    final, pdf = said(typed, "final") == "是", said(typed, "pdf") == "是"
    month = view.month

    def do() -> str:
        if view.plan.own_lead:
            collate(here.office, month, None)
        elif month.is_year_end:
            assess(here.office, month.year, here.given_day, final, pdf)
        else:
            monthly(here.office, month, here.given_day, final, pdf)
        return address(_AREA, str(month))

    return "定稿" if final else "生成材料", do


def one(request: Request) -> Response:
    """A file of a set, as it lies there."""
    name, path = _asked(request)
    return answered(lambda: download(one_file(here_of(request).office, name, path), path.rpartition("/")[2]))


def shown_board(request: Request) -> Response:
    """A 看板, in a sandbox: its script may filter its own table and nothing else."""
    name, path = _asked(request)

    def shown() -> Response:
        data, policy = board(here_of(request).office, name, path)
        return Response(data, headers={"content-type": _TYPES["html"], "content-security-policy": policy})

    return answered(shown)


def whole(request: Request) -> Response:
    """A set in a zip."""
    name, _ = _asked(request)
    return answered(lambda: download(zipped(here_of(request).office, name), f"{name}.zip"))


def preview(request: Request, here: Here, view: InView) -> Response:
    """A document looked at: its pages, and its words with every figure to be clicked."""
    name, path = _asked(request)
    try:
        words = words_of(here.office, name, path)
    except UsageProblem:
        one_file(here.office, name, path)
        words = ()
    shown = page(
        request, "preview.html", view=view, name=name, path=path, words=words, laid_out=can_be_laid_out()
    )
    shown.headers["content-security-policy"] = f"{POLICY}; frame-src 'self'"
    return shown


def drawing(request: Request) -> Response:
    """The frame in which a paper is drawn where there is no LibreOffice: cut off from the desk and from everything else.

    docx-preview makes styles as it goes, which no page of ours may have; here they reach nothing, and no address is asked.
    """
    scripts = [(_STATIC / name).read_text(encoding="utf-8") for name in _DRAWN_BY]
    own = " ".join(f"'sha256-{b64encode(sha256(one.encode()).digest()).decode()}'" for one in scripts)
    framed = part("drawing.html", scripts=scripts)
    framed.headers["content-security-policy"] = (
        f"sandbox allow-scripts; default-src 'none'; script-src {own}; style-src 'unsafe-inline'; img-src blob:; "
        "form-action 'none'; frame-ancestors 'self'; base-uri 'none'"
    )
    framed.headers["x-frame-options"] = "SAMEORIGIN"
    return framed


def pages(request: Request) -> Response:
    """The pages of a document, once they are laid out."""
    name, path = _asked(request)

    def shown(count: int, sentence: str = "") -> Response:
        return part("sheets.html", count=count, name=name, path=path, to=address, sentence=sentence)

    return answered(
        lambda: shown(len(pages_of(here_of(request).office, name, path))),
        lambda error: shown(0, told(error)),
    )


def sheet(request: Request) -> Response:
    """One page of a document as a picture."""
    name, path = _asked(request)
    number = request.query_params.get("number", "")

    def drawn() -> Response:
        found = pages_of(here_of(request).office, name, path)
        if not (number.isascii() and number.isdigit() and 0 < int(number) <= len(found)):
            raise UsageProblem("没有这一页。")
        return Response(found[int(number) - 1], media_type="image/png")

    return answered(drawn)


def figure(request: Request) -> Response:
    """A figure with its cells."""
    name, path = _asked(request)
    asked = request.query_params.get("figure", "")
    return answered(lambda: part("figure.html", told=figure_of(here_of(request).office, name, path, asked)))


def _asked(request: Request) -> tuple[str, str]:
    return request.query_params.get("set", ""), request.query_params.get("file", "")


def download(data: bytes, name: str) -> Response:
    """Handed over as a file, never shown as a page of ours."""
    kind = _TYPES.get(name.rpartition(".")[2], "application/octet-stream")
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}", "content-type": kind}
    return Response(data, headers=headers)


ROUTES: list[BaseRoute] = [
    Route("/papers", showing(show), methods=["GET"]),
    Route("/papers/make", making(begin, _AREA), methods=["POST"]),
    Route("/papers/one", one, methods=["GET"]),
    Route("/papers/board", shown_board, methods=["GET"]),
    Route("/papers/whole", whole, methods=["GET"]),
    Route("/papers/preview", showing(preview), methods=["GET"]),
    Route("/papers/drawing", drawing, methods=["GET"]),
    Route("/papers/pages", pages, methods=["GET"]),
    Route("/papers/sheet", sheet, methods=["GET"]),
    Route("/papers/figure", figure, methods=["GET"]),
]
