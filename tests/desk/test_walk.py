"""A month walked in a browser, as a secretary walks it (DESK §5); the folder then is the one the commands make, to the byte."""

from __future__ import annotations

import queue
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from pipeline.desk.here import Here
from pipeline.desk.serve import opening_page, serve
from pipeline.model.workspace import Workspace
from tests.browser import Window
from tests.command import minsheng
from tests.desk import story
from tests.desk.conftest import MONTH, TODAY
from tests.desk.hands import Hands
from tests.desk.story import Batch, Period, Step
from tests.desk.test_attacks import FOLDER

if TYPE_CHECKING:
    from playwright.sync_api import Dialog


@contextmanager
def at_work(office: Path, today: date = TODAY) -> Iterator[tuple[str, Here]]:
    """A desk that serves from a thread of this process, and where."""
    here = Here(Workspace(office), lambda: today, today)
    said: queue.Queue[str] = queue.Queue()
    clock = lambda: datetime.now(ZoneInfo("Asia/Shanghai"))  # noqa: E731
    thread = threading.Thread(target=serve, args=(here, lambda where, code: said.put(where), clock, False))
    thread.start()
    try:
        yield said.get(timeout=20), here
    finally:
        here.end()
        thread.join()


def entered(window: Window, address: str, here: Here) -> None:
    window.page.goto(address)
    window.page.fill("input[name=code]", here.keys.said)
    window.page.keyboard.press("Enter")
    # Every sheet of the year is read before the first page is there.
    window.page.wait_for_selector("nav", timeout=60_000)


def seated(window: Window, address: str, here: Here) -> Hands:
    """Somebody who came in at the window, and answers yes whatever is asked."""
    entered(window, address, here)
    hands = Hands(window)

    def yes(dialog: Dialog) -> None:
        hands.effort.clicks += 1
        dialog.accept()

    window.page.on("dialog", yes)
    return hands


def acted(window: Window, button: str, within: str = "body") -> None:
    """Press a button, and wait for the page that comes after."""
    Hands(window).press(button, within)


def made(window: Window, button: str) -> None:
    """The same, of something long."""
    Hands(window).make(window.page.get_by_role("button", name=button, exact=True))


def dropped(window: Window, *files: Path) -> None:
    """Files let go over the place for them."""
    Hands(window).drop(*files)


def walked(hands: Hands, office: Path, steps: Iterable[Step], by_command: Callable[[int], bool]) -> None:
    """Every step by hand, but those a command is to do: the desk stays open all the while."""
    for number, step in enumerate(steps):
        hands.now = step.name
        if by_command(number):
            step.by_command(office)
        else:
            step.by_hand(hands, office)


@pytest.fixture
def emptied(office: Path, tmp_path: Path) -> tuple[Path, Path, Period]:
    """The office before anything came in for the month, the same again, and what is going to come."""
    mail = Path(shutil.move(office / FOLDER, tmp_path / "来件"))
    sheets = tuple(path for path in sorted(mail.rglob("*")) if path.is_file())
    other = Path(shutil.copytree(office, tmp_path / "by command"))
    return office, other, Period(MONTH, TODAY, (Batch("files", sheets),))


def month_of(period: Period, place: Path) -> Iterator[Step]:
    """云川's May: a sheet too many, some go back, one is settled by telephone, the rest is reported as it is."""
    yield from story.receive(period)
    yield story.set_aside(period, "旅游局报表.xlsx")
    yield story.give_back(period)
    yield story.settle(period, "T03-4", "市教育局", "270", "285", forgetful=True)
    for unit in ("市住更局", "市教育局", "市人社局"):
        yield story.waive(period, unit)
    yield story.make(period)
    yield story.look_at_a_figure(period, "*要情.docx")
    yield story.seal(period)
    yield story.verify(period, "*进展情况报告.docx", ">41.7%<", ">47.1%<", place)


def test_a_month_by_clicking_and_dropping(
    window: Window, emptied: tuple[Path, Path, Period], tmp_path: Path
) -> None:
    office, other, period = emptied
    steps = list(month_of(period, tmp_path))
    with at_work(office) as (address, here):
        hands = seated(window, address, here)
        for step in steps:
            step.by_hand(hands, office)
            if step.name == "看数":
                assert window.faults() == []
        assert window.page.evaluate("document.documentElement.scrollWidth") <= 1366
        # What is refused is a word of the console too.
        assert [said for said in window.said if "422" not in said] == []
        assert window.foreign(address) == []
    for step in steps:
        step.by_command(other)
    assert story.leavings(office) == story.leavings(other)


@pytest.mark.more
def test_the_opening_file_leads_in_by_itself_and_the_bare_address_asks(
    window: Window, office: Path, tmp_path: Path
) -> None:
    with at_work(office) as (address, here):
        window.page.goto(address)
        assert window.page.get_by_label("口令").is_visible()
        file = tmp_path / "工作台.html"
        file.write_text(opening_page(address, here.keys.handed), encoding="utf-8")
        window.page.goto(file.as_uri())
        window.page.wait_for_selector("nav", timeout=60_000)
        assert window.page.url == address
        assert "口令" not in window.page.inner_text("body")
        # The code is spent: whoever finds the file later gets nowhere.
        window.page.context.clear_cookies()
        window.page.goto(file.as_uri())
        window.page.wait_for_selector("text=口令不对，或者已经用过。")


@pytest.mark.more
def test_who_is_quicker_than_the_script_loses_nothing_that_was_typed(window: Window, office: Path) -> None:
    with at_work(office) as (address, here):
        entered(window, address, here)
        window.page.route("**/*.js", lambda route: route.abort())
        window.page.goto(f"{address}instructions?period={MONTH}")
        form = window.page.locator("form[hx-post='/instructions/note']")
        form.locator("textarea").first.fill("请发改委抓紧")
        where = window.page.url
        form.get_by_role("button").click()
        assert window.page.url == where
        assert form.locator("textarea").first.input_value() == "请发改委抓紧"


@pytest.mark.more
def test_a_receipt_is_filed_for_whom_it_is_chosen(window: Window, office: Path, tmp_path: Path) -> None:
    def said(*words: object) -> None:
        assert minsheng("-C", office, "--today", "2023-04-29", *words).code == 0

    said("monthly", "2023-04", "--final")
    (brief,) = (office / "outputs/2023-04").glob("*要情.docx")
    said("sign", "2023-04", brief, "--date", "2023-04-29", "--by", "秘书长")
    said(
        "sign",
        "2023-04",
        "要情",
        "--sent",
        "2023-04-29",
        "--way",
        "OA",
        "--to",
        "市政府",
        "--to",
        "市委督查室",
    )
    receipt = tmp_path / "回执.pdf"
    receipt.write_bytes(b"%PDF-1.7 receipt")
    with at_work(office, date(2023, 4, 29)) as (address, here):
        hands = seated(window, address, here)
        window.page.goto(f"{address}sending?period=2023-04")
        form = window.page.locator("form[action='/sending/receipt']")
        form.get_by_label("是谁的").select_option(label="要情　市委督查室")
        hands.drop(receipt, into="form[action='/sending/receipt']")
        window.page.locator("td", has_text="，2023年4月29日签收").wait_for()
    names = [path.name for path in (office / "outputs/2023-04-签发").glob("*签收*")]
    assert names == [f"{brief.stem}（签收-市委督查室）.pdf"]
