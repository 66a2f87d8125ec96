"""The pictures of 手册-秘书, taken on a walk through the invented September, and at its year's end. Minutes; `nox -s walks`.

One that shows its page no more fails by name; `UPDATE_GOLDEN=1` takes those anew. See tests/screens.py for what counts as the same.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from pipeline.model.months import Month
from pipeline.model.workspace import Workspace
from pipeline.workflows.sample.invented_year import MONTHS, YEAR_END, lay_sample
from tests.browser import Window
from tests.bundle.bundling import pictures_of
from tests.command import ROOT
from tests.desk.test_walk import acted, at_work, dropped, entered, made
from tests.documents.conftest import needed
from tests.screens import kept, read, screen

Show = Callable[..., None]
IMAGES = ROOT / "docs/images"
HANDBOOK = ROOT / "docs/手册-秘书.md"
SEPTEMBER = Month(2021, 9)
TODAY, AT_THE_END = date(2021, 9, 27), date(2022, 1, 18)
# What shows each page, by its template.
PICTURES = {
    "begin": "从这里开始",
    "period": "本期",
    "handout": "发表",
    "arrivals": "收件",
    "problems": "问题",
    "papers": "材料",
    "preview": "看文稿",
    "sending": "送签报送",
    "figures": "数字",
    "supervision": "督办抽查",
    "instructions": "批示",
    "target": "指标",
    "unit": "单位",
    "yearend": "年终",
    "plan": "任务分解表",
}
PATIENCE = 60_000
MOST_BYTES, MOST_IN_ALL = 120 * 1024, 1536 * 1024
NOTICE = """新乡市人民政府办公室关于印发2021年重点民生实事的通知

一、提升就业服务水平。新增城镇就业7.15万人。责任单位：市人社局。
二、扩大普惠性学前教育资源。新建、改扩建公办幼儿园20所。责任单位：市教育局。
三、完善停车设施。新增停车泊位5000个左右。责任单位：市城管局。
"""


def path_of(name: str) -> Path:
    return IMAGES / f"工作台-{name}.png"


# Held in every run: what the handbook shows is there, and nothing else.


def test_every_page_has_its_picture_and_every_picture_its_place_in_the_handbook() -> None:
    pages = {
        path.stem
        for path in (ROOT / "pipeline/desk/pages").glob("*.html")
        if '{% extends "frame.html" %}' in path.read_text(encoding="utf-8")
    }
    assert set(PICTURES) == pages - {"hindered"}
    shown = [HANDBOOK.parent / name for name in pictures_of(HANDBOOK.read_text(encoding="utf-8"))]
    assert sorted(shown) == sorted(map(path_of, PICTURES.values())) == sorted(IMAGES.glob("工作台-*.png"))


def test_a_picture_is_small_and_carries_the_words_of_its_page() -> None:
    sizes = {path.name: path.stat().st_size for path in map(path_of, PICTURES.values())}
    assert max(sizes.values()) <= MOST_BYTES and sum(sizes.values()) <= MOST_IN_ALL, sizes
    for name in PICTURES.values():
        found = read(path_of(name))
        assert found.dots.shape == (768, 1366) and "非涉密计算机专用" in found.words, name


def test_a_picture_that_shows_its_page_no_more_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("UPDATE_GOLDEN", raising=False)
    path = path_of("本期")
    now = read(path)
    assert now.png() == path.read_bytes() and kept(path, now) == ""
    assert "no more ['下一步'], new ['接着办']" in kept(
        path, replace(now, words=now.words.replace("下一步", "接着办"))
    )
    # A dot to the side is another machine's drawing; a column elsewhere is another page.
    assert kept(path, replace(now, dots=np.roll(now.dots, 1, axis=1))) == ""
    assert "squares differ" in kept(path, replace(now, dots=np.roll(now.dots, 60, axis=1)))
    assert kept(tmp_path / "没有.png", now) == "没有.png: there is none"


@pytest.fixture
def show(window: Window, monkeypatch: pytest.MonkeyPatch) -> Show:
    """Looks whether the window shows what a picture shows, the element named at its top; on a machine that has Word or WPS."""
    needed("soffice", fonts=True)
    monkeypatch.setattr("pipeline.workflows.opening_files.can_open", lambda: True)
    window.page.context.set_default_timeout(PATIENCE)

    def look(name: str, at: str = "") -> None:
        page = window.page
        page.mouse.move(0, 0)
        page.evaluate("document.activeElement && document.activeElement.blur()")
        page.evaluate("at => at ? document.querySelector(at).scrollIntoView() : scrollTo(0, 0)", at)
        wrong = kept(path_of(name), screen(page))
        assert not wrong, (
            f"{wrong}. UPDATE_GOLDEN=1 takes it anew; look at it, and read the handbook beside it"
        )

    return look


@pytest.mark.walks
def test_the_picture_of_an_empty_folder(window: Window, show: Show, tmp_path: Path) -> None:
    empty = tmp_path / "离线包"
    empty.mkdir()
    with at_work(empty, TODAY) as (address, here):
        entered(window, address, here)
        show("从这里开始")


@pytest.mark.walks
def test_the_pictures_of_a_month(window: Window, show: Show, tmp_path: Path) -> None:
    office = Workspace(tmp_path / "民生实事2021")
    lay_sample(office, MONTHS[: MONTHS.index(SEPTEMBER) + 1], shares=False)
    mail = Path(shutil.move(office.month_folder(SEPTEMBER), tmp_path / "来件"))
    window.page.on("dialog", lambda dialog: dialog.accept())
    with at_work(office.root, TODAY) as (address, here):
        entered(window, address, here)
        _collect(window, show, mail)
        _make(window, show)
        _hand_over(window, show, office)
        _look_back(window, show, address)
        _begin_anew(window, show, tmp_path)
        assert window.foreign(address, "about:", "blob:") == []


def go(window: Window, name: str) -> None:
    window.page.locator("header").get_by_role("link", name=name, exact=True).click(timeout=PATIENCE)
    window.page.wait_for_selector(f"nav a[aria-current]:text-is('{name}')")


def _collect(window: Window, show: Show, mail: Path) -> None:
    """发表, 收件, 本期, 问题."""
    go(window, "发表")
    made(window, "生成9月表样")
    show("发表")
    go(window, "收件")
    dropped(window, *sorted(path for path in mail.rglob("*") if path.is_file()))
    show("收件")
    go(window, "本期")
    show("本期")
    go(window, "问题")
    show("问题")
    _settle(window)


def _make(window: Window, show: Show) -> None:
    """材料, a document looked at, 数字."""
    page = window.page
    go(window, "材料")
    made(window, "生成材料")
    show("材料")
    page.get_by_role("link", name="看2021年9月份重点民生实事要情.docx").click()
    page.wait_for_selector("#sheets .sheet", timeout=PATIENCE)
    page.locator(".figure-link", has_text="540").first.click()
    page.wait_for_selector("#figure mark")
    page.wait_for_load_state("networkidle")
    show("看文稿")
    go(window, "材料")
    made(window, "定稿")
    go(window, "数字")
    page.get_by_label("哪个数").fill("81.5%")
    acted(window, "查它从哪里来")
    page.locator("button:text-is('看来源')").first.click()
    page.wait_for_selector("#figure mark")
    show("数字")


def _hand_over(window: Window, show: Show, office: Workspace) -> None:
    """送签·报送, 批示, 督办·抽查."""
    page = window.page
    go(window, "送签·报送")
    _sign(window, next((office.outputs / str(SEPTEMBER)).glob("*进展情况报告.docx")))
    show("送签报送", "section:has(#drop)")
    go(window, "批示")
    page.get_by_label("批示岗位").fill("分管副市长")
    page.get_by_label("来文").fill("9月份呈阅件")
    page.get_by_label("批示原文").fill("请抓紧办理，月底前报结果。")
    page.get_by_label("时限").fill("2021-10-31")
    page.get_by_label("市城管局", exact=True).check()
    acted(window, "登记批示")
    show("批示")
    go(window, "督办·抽查")
    made(window, "抽查")
    show("督办抽查")


def _look_back(window: Window, show: Show, address: str) -> None:
    """One target, one unit."""
    for name, path in (("指标", "target?id=T09-1"), ("单位", "unit?key=市城管局")):
        window.page.goto(f"{address}{path}")
        show(name)


def _begin_anew(window: Window, show: Show, place: Path) -> None:
    """任务分解表, of a notice."""
    go(window, "任务分解表")
    notice = place / "通知.txt"
    notice.write_text(NOTICE, encoding="utf-8")
    dropped(window, notice)
    show("任务分解表")


def _settle(window: Window) -> None:
    """Whatever is still open may be reported as it stands."""
    while window.page.locator("form.waive").count():
        form = window.page.locator("form.waive").first
        form.get_by_label("谁同意的").fill("分管副主任")
        before = window.page.locator("form.waive").count()
        acted(window, "先按“正在核实”报", "form.waive >> nth=0")
        if window.page.locator("dt:text('已登记')").count() >= before:
            return


def _sign(window: Window, report: Path) -> None:
    form = window.page.locator('form[action="/sending/sign"]')
    form.get_by_label("文号").fill("新发改〔2021〕15号")
    form.get_by_label("签发日期").fill(TODAY.isoformat())
    form.get_by_label("谁签发的").fill("主任")
    window.page.wait_for_load_state("load")
    with window.page.expect_navigation(timeout=PATIENCE):
        form.locator("input[type=file]").set_input_files(report)


@pytest.mark.walks
def test_the_picture_of_a_year_s_end(window: Window, show: Show, tmp_path: Path) -> None:
    office = Workspace(tmp_path / "民生实事2021")
    lay_sample(office, (*MONTHS, YEAR_END), shares=False)
    office.rulings_file(2021).unlink(missing_ok=True)
    with at_work(office.root, AT_THE_END) as (address, here):
        entered(window, address, here)
        window.page.get_by_role("link", name="年终", exact=True).click(timeout=PATIENCE)
        window.page.wait_for_selector("h1:text('年终')")
        show("年终")
