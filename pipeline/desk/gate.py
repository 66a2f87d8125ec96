"""The gate every request goes through before any page sees it: exact host and origin, session, token, bounds, headers.

All is decided on the head of a request: of one that is refused no body is read.
"""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.desk.keys import Keys

TOKEN = "x-desk-token"
ENTER = "/enter"
_OPEN = (ENTER, "/static/", "/favicon.ico")
_UPLOADS = frozenset(
    {
        "/arrivals/take",
        "/figures/verify",
        "/supervision/take",
        "/plan/notice",
        "/sending/give",
        "/sending/sign",
        "/sending/receipt",
    }
)
MOST_UPLOADED = 100 * 1024 * 1024
_MOST_TYPED = 1024 * 1024
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS = {
    "content-security-policy": POLICY,
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


def cookie_name(port: int) -> str:
    """Cookies know no ports: two desks on one machine must not take each other's."""
    return f"desk-{port}"


def area_of(path: str) -> str:
    """The pages a path belongs to: /problems/settle is of problems."""
    return path.strip("/").partition("/")[0]


class _TooMuch(Exception):
    """More came than may come."""


class Gate:
    """Lets through what may come in, and answers all else itself; every answer leaves with the same headers."""

    def __init__(self, app: ASGIApp, keys: Keys, host: str, port: int) -> None:
        self._app, self._keys = app, keys
        self._host = host if port == 80 else f"{host}:{port}"
        self._cookie = cookie_name(port)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            return
        head = _head(scope)
        session = self._session(head)
        scope["state"] = {**scope.get("state", {}), "session": session}
        refusal = self._refusal(scope, head, session)
        most = MOST_UPLOADED if scope["path"] in _UPLOADS else _MOST_TYPED
        body = _Bounded(receive, most)
        dressed = _dressed(send)
        if refusal is None and _length(head) > most:
            refusal = _too_much(most)
        try:
            await (refusal or self._app)(scope, body.take, body.unless_over(dressed))
        except _TooMuch:
            await _too_much(most)(scope, receive, dressed)
        except ClientDisconnect:
            # The browser was closed while it sent something: nothing was taken, and nobody waits for an answer.
            return

    def _session(self, head: Mapping[str, list[str]]) -> str:
        """The session of the one cookie of this desk; empty where it brings none we gave."""
        found = cookie_parser("; ".join(head.get("cookie", []))).get(self._cookie, "")
        return found if found and self._keys.known(found) else ""

    def _refusal(self, scope: Scope, head: Mapping[str, list[str]], session: str) -> Response | None:
        """Why a request goes no further; None where it may."""
        path, method = scope["path"], scope["method"]
        if head.get("host") != [self._host]:
            return _said("只认本机地址，没有办理。", 421)
        if method not in ("GET", "HEAD", "POST"):
            return _said("不认识的请求，没有办理。", 405)
        entering = path == ENTER
        if method == "POST" and not self._own_origin(head, entering):
            return _said("请求不是从工作台的页面来的，没有办理。", 403)
        if not session and not path.startswith(_OPEN):
            shown = method != "POST" and "hx-request" not in head
            return RedirectResponse(ENTER, 303) if shown else _said("请先输入口令。", 401)
        if method == "POST" and not entering:
            (token,) = head.get(TOKEN, [""])[:1]
            if not self._keys.fits(token, session, area_of(path)):
                return _said("这一页已经失效，没有办理，请重新载入后再办。", 403)
        return None

    def _own_origin(self, head: Mapping[str, list[str]], entering: bool) -> bool:
        """The opening file lies on the disk, whose origin is null, and must show a code nobody else has."""
        origin = head.get("origin", [])
        own = [f"http://{self._host}"]
        if entering:
            return origin in (own, ["null"], [])
        return origin == own and head.get("sec-fetch-site", ["same-origin"]) == ["same-origin"]


def _head(scope: Scope) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in scope["headers"]:
        found.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
    return found


def _length(head: Mapping[str, list[str]]) -> int:
    (said,) = head.get("content-length", ["0"])[:1]
    return int(said) if said.isascii() and said.isdigit() else 0


class _Bounded:
    """The body of a request: no more than so many bytes, whatever its head said."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive, self._most, self._got = receive, most, 0

    async def take(self) -> Message:
        message = await self._receive()
        self._got += len(message.get("body", b""))
        if self._got > self._most:
            raise _TooMuch
        return message

    def unless_over(self, send: Send) -> Send:
        """What is answered, but to more than may come: that is answered at the gate."""

        async def give(message: Message) -> None:
            if self._got <= self._most:
                await send(message)

        return give


def _dressed(send: Send) -> Send:
    """Every answer with the headers of the house; a page that has a stricter policy of its own keeps it."""

    async def give(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return give


def _too_much(most: int) -> Response:
    return _said(f"一次送来的内容超过{most // (1024 * 1024)}MB，没有收下，请分几次放进来。", 413)


def _said(sentence: str, status: int) -> Response:
    return PlainTextResponse(sentence, status)
