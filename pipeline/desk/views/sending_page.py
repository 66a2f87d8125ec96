"""送签·报送: how far each paper has come; edits of a draft taken in; packs for signing, sending, the inspector, the archive."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from pipeline.desk.frame import Typed, acting, address, day_of, making, page, said, showing
from pipeline.desk.here import Here
from pipeline.desk.uploads import uploading
from pipeline.desk.views.papers_page import set_of
from pipeline.model.errors import UsageProblem
from pipeline.model.signing import Channel
from pipeline.workflows.came_back import Signing
from pipeline.workflows.changing import Change
from pipeline.workflows.handing_over import whole_set
from pipeline.workflows.in_view import InView
from pipeline.workflows.packing import pack, pack_name
from pipeline.workflows.sending import (
    PACKS,
    keep_offered,
    offered,
    papers_at,
    receipt_kept,
    received,
    sent_out,
    signed_back,
)

_AREA = "sending"


def show(request: Request, here: Here, view: InView) -> Response:
    """The page."""
    name = set_of(view)
    packs = [
        (kind.value, words, whole_set(here.office, pack_name(here.office, view.month, kind)))
        for kind, words in PACKS.items()
    ]
    register = view.decisions.signing.of(view.month)
    return page(
        request,
        "sending.html",
        view=view,
        papers=papers_at(here.office, name, view.decisions.signing),
        packs=packs,
        given=here.given_back,
        register=register,
        receivable=[one for one in register.sendings if one.receipt is not None],
        channels=[one.value for one in Channel],
    )


def give(here: Here, view: InView, typed: Typed, files: Iterator[tuple[str, bytes]]) -> str:
    """收下我的改动: a draft somebody edited is looked through; nothing is written yet."""
    here.given_back = None
    found = next(files, None)
    if found is None:
        raise UsageProblem("请放一份 Word 文稿（.docx）。")
    here.given_back = (*found, offered(here.office, *found))
    return address(_AREA, said(typed, "period"))


def keep(here: Here, view: InView, typed: Typed) -> Change:
    """The edits that were ticked."""
    if here.given_back is None:
        raise UsageProblem("请先放一份改过的文稿。")
    if not said(typed, "post"):
        raise UsageProblem("请填谁定的（岗位）。")
    ticked = [one for one in typed.getlist("edit") if isinstance(one, str)]
    only = {int(one) for one in ticked if one.isascii() and one.isdigit()}
    name, data, _ = here.given_back
    change = keep_offered(here.office, view.month, name, data, only, said(typed, "post"))
    here.given_back = None
    return change


def take_back(here: Here, view: InView, typed: Typed, files: Iterator[tuple[str, bytes]]) -> str:
    """登记签发, 放入盖章件: what came back from the leader, kept for ever."""
    told = Signing(said(typed, "number"), day_of(typed, "day"), said(typed, "post"))
    if not told.post:
        raise UsageProblem("请填谁签发的（岗位）。")

    def do() -> Change | None:
        signed_back(here.office, view.month, files, told, here.today())
        return None

    here.act(here.state(), do)
    return address(_AREA, said(typed, "period"))


def note_sent(here: Here, view: InView, typed: Typed) -> Change:
    """登记已报送."""
    names = [one for one in typed.getlist("paper") if isinstance(one, str)]
    to = [one.strip() for one in said(typed, "to").replace("，", "、").split("、") if one.strip()]
    day = day_of(typed, "day")
    return sent_out(here.office, view.month, names, day, said(typed, "channel"), to, here.today())


def note_received(here: Here, view: InView, typed: Typed) -> Change:
    """登记签收."""
    rows = [one for one in typed.getlist("row") if isinstance(one, str)]
    return received(here.office, view.month, rows, day_of(typed, "day"), here.today())


def take_receipt(here: Here, view: InView, typed: Typed, files: Iterator[tuple[str, bytes]]) -> str:
    """登记签收, 放入回执: what came back from one who got a paper, kept for ever."""
    day = day_of(typed, "day")

    def do() -> Change | None:
        receipt_kept(here.office, view.month, said(typed, "row"), day, files, here.today())
        return None

    # A row is known by its cell: on a page that is not of today's register it may be another's.
    here.act(said(typed, "state"), do)
    return address(_AREA, said(typed, "period"))


def lay_together(here: Here, view: InView, typed: Typed) -> tuple[str, Callable[[], str]]:
    """打包: the very call the command makes."""
    kind = next((one for one in PACKS if one.value == said(typed, "kind")), None)
    if kind is None:
        raise UsageProblem("没有这种包。")

    def do() -> str:
        pack(here.office, view.month, kind, here.today())
        return address(_AREA, str(view.month))

    return f"打包{kind}", do


ROUTES: list[BaseRoute] = [
    Route("/sending", showing(show), methods=["GET"]),
    Route("/sending/give", uploading(give), methods=["POST"]),
    Route("/sending/keep", acting(keep, _AREA), methods=["POST"]),
    Route("/sending/sign", uploading(take_back), methods=["POST"]),
    Route("/sending/sent", acting(note_sent, _AREA), methods=["POST"]),
    Route("/sending/received", acting(note_received, _AREA), methods=["POST"]),
    Route("/sending/receipt", uploading(take_receipt), methods=["POST"]),
    Route("/sending/pack", making(lay_together, _AREA), methods=["POST"]),
]
