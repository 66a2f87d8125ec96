"""The functions of DESK §2 beside a month, in a browser and by the keyboard alone: a call noted, a paper opened, a picture taken."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import openpyxl
import pytest

from pipeline.model.months import Month
from pipeline.model.workspace import Workspace
from pipeline.workflows.month import monthly
from tests.browser import Window
from tests.desk.conftest import MONTH, Visitor
from tests.desk.test_pages import root, rows
from tests.desk.test_walk import at_work, entered

pytestmark = pytest.mark.walks


def test_a_call_a_paper_and_a_picture_by_the_keyboard_alone(
    office_with_set: Path, tmp_path: Path, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Path(shutil.copytree(office_with_set, tmp_path / "云川 市", symlinks=True))
    opened: list[Path] = []
    monkeypatch.setattr("pipeline.workflows.opening_files.can_open", lambda: True)
    monkeypatch.setattr("pipeline.workflows.opening_files.open_file", opened.append)
    page = window.page
    with at_work(place) as (address, here):
        entered(window, address, here)
        page.goto(f"{address}problems?period={MONTH}")
        page.get_by_label("答复").focus()
        page.keyboard.type("明天上午报")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        # Without a post: one sentence, and what was typed is still there.
        page.keyboard.press("Enter")
        page.get_by_text("请填“经办岗位”。").wait_for()
        assert page.get_by_label("答复").input_value() == "明天上午报"
        page.keyboard.press("Shift+Tab")
        page.keyboard.type("综合岗")
        page.keyboard.press("Tab")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        page.get_by_text("已电话催　5月29日（答复：明天上午报）").wait_for()
        assert rows(place, "电话催报")[-1][1:] == ["市住更局", "2023-05-29", "明天上午报", "综合岗"]

        page.goto(f"{address}papers?period={MONTH}")
        page.get_by_role("button", name="打开", exact=False).first.press("Enter")
        page.get_by_text("已打开").wait_for()
        assert [path.suffix for path in opened] == [".docx"]

        page.goto(f"{address}target?id=T03-4&period={MONTH}")
        with page.expect_download() as got:
            page.get_by_role("link", name="导出图").press("Enter")
        assert got.value.suggested_filename == "T03-4 新增幼儿园学位.png"
        assert got.value.path().read_bytes().startswith(b"\x89PNG")
    # The one refusal there was, as the browser notes it.
    assert len(window.said) == 1 and "422" in window.said[0]


def test_the_set_says_what_changed_since_it_was_made_last(furnished: Visitor) -> None:
    assert "和上次" not in furnished.see("/papers")
    office = root(furnished)
    book = openpyxl.load_workbook(office / "inputs/2023/05/住建5月.xlsx")
    book["进展情况"]["G5"] = 9
    book.save(office / "inputs/2023/05/住建5月.xlsx")
    monthly(Workspace(office), Month.parse(MONTH), None, final=False)
    page = furnished.see("/papers")
    states = dict(re.findall(r'<th scope="row">([^<]+)</th><td>([^<]*)</td>', page))
    assert states["2023年5月份重点民生实事进展情况报告.docx"] == "和上次不同"
    assert "和上次一样" in states.values()
