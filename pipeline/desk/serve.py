"""The desk opened and closed: a socket on this machine alone, two lines on stdout, the browser, and its end."""

from __future__ import annotations

import html
import os
import signal
import socket
import tempfile
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import datetime
from pathlib import Path
from types import FrameType

import uvicorn

from pipeline.desk.here import Here
from pipeline.desk.site import site
from pipeline.model.errors import MachineProblem, UsageProblem
from pipeline.workflows.sitting import sitting_down

_LOOPBACK = ("127.0.0.1", "::1")
_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


class _Server(uvicorn.Server):
    """A server that leaves signals to whoever started it."""

    def capture_signals(self) -> nullcontext[None]:  # type: ignore[override]
        return nullcontext()


def bound(host: str, port: int) -> socket.socket:
    """A socket of this machine for this machine; `UsageProblem` for any other host, `MachineProblem` for a port that is taken."""
    if host not in _LOOPBACK:
        raise UsageProblem(f"工作台只在本机用，不能开在 {host} 上。")
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise MachineProblem(
            f"开不了端口 {port}，也许已经被占用，请用 --port 换一个，或不写 --port。"
        ) from error


def serve(here: Here, say: Callable[[str, str], None], now: Callable[[], datetime], browser: bool) -> None:
    """Open the desk, say where and by which code, and stay until somebody ends it."""
    with sitting_down(here.office, now) as sitting, bound(here.host, here.port) as listening:
        here.port, here.other, here.left = listening.getsockname()[1], sitting.other, sitting.left
        config = uvicorn.Config(
            site(here),
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="off",
            ws="none",
            timeout_graceful_shutdown=3,
        )
        server = _Server(config)
        here.end = _ending(server)
        address = f"http://{here.host}:{here.port}/"
        say(address, here.keys.said)
        with _opened(address, here.keys.handed) if browser else nullcontext(), _heeding(here.end):
            server.run(sockets=[listening])
        here.worker.wait()


def _ending(server: uvicorn.Server) -> Callable[[], None]:
    def end() -> None:
        server.should_exit = True

    return end


@contextmanager
def _heeding(end: Callable[[], None]) -> Iterator[None]:
    """Ctrl-C ends the desk in good order; elsewhere than in the main thread nobody may listen for it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def heed(number: int, frame: FrameType | None) -> None:
        end()

    before = {number: signal.signal(number, heed) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _opened(address: str, code: str) -> Iterator[None]:
    """The browser on a private file that posts the one-time code: it stands in no address, history or list of processes."""
    with tempfile.TemporaryDirectory(prefix="minsheng-") as folder:
        path = Path(folder) / "工作台.html"
        with os.fdopen(
            os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
        ) as file:
            file.write(opening_page(address, code))
        with suppress(webbrowser.Error):
            threading.Thread(target=webbrowser.open, args=(path.as_uri(),), daemon=True).start()
        yield


def opening_page(address: str, code: str) -> str:
    """What the browser is opened on: a form that sends itself."""
    return (
        '<!doctype html><html lang="zh"><meta charset="utf-8"><title>工作台</title>'
        f'<form method="post" action="{html.escape(address)}enter">'
        f'<input type="hidden" name="code" value="{html.escape(code)}"><button>打开工作台</button></form>'
        "<script>document.forms[0].submit()</script></html>"
    )
