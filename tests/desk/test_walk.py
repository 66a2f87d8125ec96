"""A month walked in a browser, as a secretary walks it (DESK §5); the folder then is the one the commands make, to the byte."""

from __future__ import annotations

import queue
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pipeline.desk.here import Here
from pipeline.desk.serve import opening_page, serve
from pipeline.model.workspace import Workspace
from pipeline.outputs.founding import enter
from tests.browser import Window
from tests.command import minsheng
from tests.desk.conftest import MONTH, TODAY
from tests.desk.test_attacks import FOLDER, all_files
from tests.desk.test_further_pages import edited

LEFT = "市教育局"


@contextmanager
def at_work(office: Path, today: date = TODAY) -> Iterator[tuple[str, Here]]:
    """A desk that serves from a thread of this process, and where."""
    here = Here(Workspace(office), lambda: today)
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
    window.page.wait_for_selector("nav")


def acted(window: Window, button: str, within: str = "body") -> None:
    """Press a button, and wait for the page that comes after."""
    with window.page.expect_navigation():
        window.page.locator(within).get_by_role("button", name=button, exact=True).click()


def made(window: Window, button: str) -> None:
    acted(window, button)
    window.page.wait_for_selector("#job:not([hx-get])", state="attached", timeout=60_000)


def dropped(window: Window, *files: Path) -> None:
    """Give the files to the place for them once the page's script listens, and wait for the page that comes after."""
    window.page.wait_for_selector("#drop")
    window.page.wait_for_load_state("load")
    with window.page.expect_navigation(timeout=60_000):
        window.page.set_input_files("#drop input[type=file]", files)


@pytest.fixture
def emptied(office: Path, tmp_path: Path) -> tuple[Path, list[Path]]:
    """The office before anything came in for the month, and what is going to come."""
    mail = Path(shutil.move(office / FOLDER, tmp_path / "来件"))
    return office, [path for path in sorted(mail.rglob("*")) if path.is_file()]


def test_a_month_by_clicking_and_dropping(
    window: Window, emptied: tuple[Path, list[Path]], tmp_path: Path
) -> None:
    office, mail = emptied
    by_command = Path(shutil.copytree(office, tmp_path / "by command"))
    page = window.page
    page.on("dialog", lambda dialog: dialog.accept())
    with at_work(office) as (address, here):
        entered(window, address, here)
        page.get_by_role("link", name="收件").click()
        dropped(window, *mail)
        assert page.locator("#landed tbody tr").count() == len(mail)
        acted(window, "旅游局报表.xlsx移到作废")
        page.get_by_role("link", name="问题").click()
        made(window, "生成退回的表")
        school = page.locator("section.unit", has=page.get_by_role("heading", name=LEFT))
        school.locator("article", has_text="T03-4 新增").get_by_role("checkbox").check()
        school.locator("article", has_text="T03-4 新增").get_by_role("textbox").fill("285")
        school.get_by_role("button", name="电话核实，改用填的数").click()
        page.wait_for_selector("text=请填“依据”“经办岗位”。")
        school.get_by_label("依据").fill("业务科电话答复")
        school.get_by_label("经办岗位").fill("督查岗")
        with page.expect_navigation():
            school.get_by_role("button", name="电话核实，改用填的数").click()
        agreed = waived(page)
        for name in agreed:
            unit = page.locator("section.unit", has=page.get_by_role("heading", name=name))
            unit.get_by_label("谁同意的").fill("分管副秘书长")
            with page.expect_navigation():
                unit.get_by_role("button", name="先按“正在核实”报").click()
        page.get_by_role("link", name="材料").click()
        made(window, "生成材料")
        page.get_by_role("link", name="看2023年5月份重点民生实事要情.docx").click()
        page.locator(".figure-link").first.click()
        page.wait_for_selector("#figure mark")
        assert page.locator(".figure-link").first.inner_text() == page.locator("#figure h3").inner_text()
        assert window.faults() == []
        page.get_by_role("link", name="材料", exact=True).click()
        made(window, "定稿")
        page.get_by_role("link", name="数字", exact=True).click()
        dropped(window, edited_report(office, tmp_path))
        assert page.locator("#looked td.behind").all_inner_texts() == ["被改动"]
        assert page.evaluate("document.documentElement.scrollWidth") <= 1366
        # What is refused is a word of the console too.
        assert [said for said in window.said if "422" not in said] == []
        assert window.foreign(address) == []
    shutil.rmtree(office / "outputs/.logs", ignore_errors=True)
    commanded(by_command, mail, agreed)
    assert all_files(office) == all_files(by_command)


def edited_report(office: Path, place: Path) -> Path:
    """The report of the month, one figure written over by hand."""
    report = next((office / "outputs" / MONTH).glob("*进展情况报告.docx"))
    path = place / "改过的报告.docx"
    path.write_bytes(edited(report.read_bytes(), ">41.7%<", ">47.1%<"))
    return path


def waived(page: object) -> list[str]:
    """Who may still be reported as 正在核实."""
    names = page.locator("section.unit:has(form.waive) h2").all_inner_texts()  # type: ignore[attr-defined]
    return [name.split()[0] for name in names]


def commanded(office: Path, mail: list[Path], agreed: list[str]) -> None:
    """The same month by commands, the rows written by the same writer."""
    (office / FOLDER).mkdir()
    for path in mail:
        shutil.copy(path, office / FOLDER / path.name)
    (office / "inputs/2023/作废/05").mkdir(parents=True)
    shutil.move(office / FOLDER / "旅游局报表.xlsx", office / "inputs/2023/作废/05/旅游局报表.xlsx")
    day = TODAY.isoformat()
    said = ("-C", office, "--today", day)
    assert minsheng(*said, "check", MONTH, "--return").code == 1
    settled = {"月份": MONTH, "编号": "T03-4", "单位": LEFT, "报表原值": "270", "核实值": "285"}
    settled |= {"方式": "电话核实", "依据": "业务科电话答复", "经办岗位": "督查岗", "日期": day}
    enter(Workspace(office), 2023, "核实", [settled])
    for name in agreed:
        row = {
            "月份": MONTH,
            "单位或编号": name,
            "处理意见": "先按正在核实报",
            "批准岗位": "分管副秘书长",
            "日期": day,
        }
        enter(Workspace(office), 2023, "带缺定稿", [row])
    assert minsheng("-C", office, "monthly", MONTH).code == 1
    assert minsheng("-C", office, "monthly", MONTH, "--final").code == 0
    shutil.rmtree(office / "outputs/.logs")


def test_the_opening_file_leads_in_by_itself_and_the_bare_address_asks(
    window: Window, office: Path, tmp_path: Path
) -> None:
    with at_work(office) as (address, here):
        window.page.goto(address)
        assert window.page.get_by_label("口令").is_visible()
        file = tmp_path / "工作台.html"
        file.write_text(opening_page(address, here.keys.handed), encoding="utf-8")
        window.page.goto(file.as_uri())
        window.page.wait_for_selector("nav", timeout=30_000)
        assert window.page.url == address
        assert "口令" not in window.page.inner_text("body")
        # The code is spent: whoever finds the file later gets nowhere.
        window.page.context.clear_cookies()
        window.page.goto(file.as_uri())
        window.page.wait_for_selector("text=口令不对，或者已经用过。")
