"""What a secretary waits for at the desk, and what a month costs her there, beside the goals of DESK §5.

Run by `nox -s bench`; prints, never fails: a slow machine is no fault of the code. Times on the clock and of the processor.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from queue import Queue
from statistics import median
from zoneinfo import ZoneInfo

import httpx2 as httpx
import openpyxl

from pipeline.desk.here import Here
from pipeline.desk.serve import serve
from pipeline.model.workspace import Workspace
from pipeline.workflows.sample import invented_year as sample
from tests.bench.month import PROGRAM, seconds

ROUNDS = 7
MONTH, DAY = "2021-12", date(2021, 12, 27)
PAGES = [
    "/",
    "/handout",
    "/arrivals",
    "/problems",
    "/papers",
    "/sending",
    "/figures",
    "/supervision",
    "/instructions",
    "/yearend",
    "/plan",
]
PAGES += ["/target?id=T01-1", "/unit?key=市教育局"]
PAGE, JUDGED, MINUTES = 0.2, 1.0, 15
Taken = tuple[float, float]


class Visitor:
    """A browser without a window: comes in, looks, asks."""

    def __init__(self, address: str, here: Here) -> None:
        self._here, self._address = here, address.rstrip("/")
        self._client = httpx.Client(base_url=self._address, timeout=120, trust_env=False)
        self._client.post("/enter", data={"code": here.keys.said}, headers={"origin": self._address})

    def see(self, path: str) -> str:
        answer = self._client.get(path)
        assert answer.status_code == 200, (path, answer.text[:200])
        return answer.text

    def ask(self, path: str, page: str, **asked: object) -> str:
        """An act asked from a page; where it leads."""
        token = re.search(r'data-token="(\w+)"', page)
        state = re.search(r'name="state" value="(\w+)"', page)
        assert token is not None and state is not None
        told = {"origin": self._address, "x-desk-token": token[1]}
        data = {"period": MONTH, "state": state[1]}
        answer = self._client.post(path, data=data, headers=told, **asked)  # type: ignore[arg-type]
        assert answer.status_code == 204, answer.text
        return str(answer.headers["hx-redirect"])


@contextmanager
def desk(root: Path) -> Iterator[tuple[Visitor, Here]]:
    """A desk that serves from a thread of this process."""
    here = Here(Workspace(root), lambda: DAY, DAY)
    said: Queue[str] = Queue()
    clock = lambda: datetime.now(ZoneInfo("Asia/Shanghai"))  # noqa: E731
    thread = threading.Thread(target=serve, args=(here, lambda where, code: said.put(where), clock, False))
    thread.start()
    try:
        yield Visitor(said.get(timeout=20), here), here
    finally:
        here.end()
        thread.join()


def taken(do: Callable[[], object]) -> Taken:
    """Seconds on the clock, and of the processor with what other processes were asked for."""
    clock, used = time.perf_counter(), os.times()
    do()
    now = os.times()
    spent = sum(now[:4]) - sum(used[:4])
    return time.perf_counter() - clock, spent


def told(name: str, times: list[Taken], goal: float | None = None) -> None:
    """A line: the median of both, beside the goal for the clock."""
    clock, used = (median(column) for column in zip(*times, strict=True))
    beside = f"，目标{goal * 1000:.0f}毫秒内{'' if clock <= goal else '（超过）'}" if goal is not None else ""
    print(f"{name}：{clock * 1000:.0f}毫秒，处理器{used * 1000:.0f}毫秒{beside}")


def pages(visitor: Visitor) -> None:
    """Every page of a year of seven months, asked again while nothing changed."""
    for path in PAGES:
        visitor.see(path)
        told(f"{path}", [taken(lambda path=path: visitor.see(path)) for _ in range(ROUNDS)], PAGE)  # type: ignore[misc]


def dropped(visitor: Visitor, root: Path) -> None:
    """A sheet nobody has read, dropped, and the page that says what became of it."""
    sheet = min((root / "inputs/2021/12").glob("*.xlsx"))
    times = []
    for number in range(ROUNDS):
        book = openpyxl.load_workbook(sheet)
        book.worksheets[0].cell(book.worksheets[0].max_row + 2, 1, f"第{number}次另存")
        path = root.parent / f"第{number}份.xlsx"
        book.save(path)
        page, data = visitor.see("/arrivals"), path.read_bytes()

        def drop(page: str = page, path: Path = path, data: bytes = data) -> None:
            where = visitor.ask("/arrivals/take", page, files={"file": (path.name, data)})
            assert path.name in visitor.see(where)

        times.append(taken(drop))
        (root / "inputs/2021/12" / path.name).unlink()
        visitor.see("/arrivals")
    told("放进一份表，读完说出结果", times, JUDGED)


def made(visitor: Visitor, here: Here, root: Path, settings: dict[str, str]) -> None:
    """生成 at the desk beside the command that makes the same set, in turn; both know every sheet already."""
    by_desk, by_command, spent = [], [], []
    for _ in range(ROUNDS):
        shutil.rmtree(root / "outputs", ignore_errors=True)
        page = visitor.see("/papers")

        def make(page: str = page) -> None:
            visitor.ask("/papers/make", page)
            here.worker.wait()

        by_desk.append(taken(make))
        assert here.worker.job is not None and not here.worker.job.trouble, here.worker.job
        other = root.parent / "命令"
        shutil.rmtree(other, ignore_errors=True)
        shutil.copytree(root, other, ignore=shutil.ignore_patterns("outputs"))
        command = [*PROGRAM, "-C", str(other), "--today", DAY.isoformat(), "monthly", MONTH]
        began = time.perf_counter()
        spent.append(seconds(command, settings))
        by_command.append(time.perf_counter() - began)
        if not list((other / "outputs").glob(f"{MONTH}/*.docx")):
            subprocess.run(command, check=False, env=settings)
    told("生成（工作台）", by_desk)
    print(f"monthly（命令）：{median(by_command) * 1000:.0f}毫秒，处理器{median(spent) * 1000:.0f}毫秒")
    clock = median(one[0] / own for one, own in zip(by_desk, by_command, strict=True))
    used = median(one[1] / own for one, own in zip(by_desk, spent, strict=True))
    print(f"工作台是命令的 {clock:.2f}，处理器 {used:.2f}，目标不超过1")


def month() -> None:
    """A month of 21 units and 6 findings, counted as it is walked in a browser."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        print("没有 playwright，不数一个月的活")
        return
    from tests.browser import FLAGS, opened
    from tests.desk.test_walk_counted import FINDINGS, UNITS, counted

    with tempfile.TemporaryDirectory() as place, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        with opened(browser) as window:
            efforts = counted(window, Path(place))
        browser.close()
    for name, one in efforts.items():
        parts = f"点{one.clicks}下，按键{one.keys}次，读{one.signs}字，拿主意{one.decisions}次"
        print(f"{name}：{one.minutes:.1f}分钟（{parts}）")
    whole = sum(one.minutes for one in efforts.values())
    print(f"{UNITS}家、{FINDINGS}个问题的一个月：{whole:.1f}分钟，目标{MINUTES}分钟内")


def main() -> None:
    """The year laid once; pages, a sheet, a set, a month."""
    with tempfile.TemporaryDirectory() as place:
        cache = Path(place, "cache")
        settings = {**os.environ, "XDG_CACHE_HOME": str(cache), "LOCALAPPDATA": str(cache)}
        os.environ.update({"XDG_CACHE_HOME": str(cache), "LOCALAPPDATA": str(cache)})
        root = Path(place, "新乡")
        sample.lay_sample(Workspace(root), sample.MONTHS, shares=False)
        with desk(root) as (visitor, here):
            pages(visitor)
            dropped(visitor, root)
            made(visitor, here, root, settings)
    month()


if __name__ == "__main__":
    main()
