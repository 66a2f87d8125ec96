"""Every page of several offices looked at in a browser, and a year's end walked (DESK §5). Minutes; `nox -s walks`."""

from __future__ import annotations

import importlib.util
import shutil
from datetime import date
from pathlib import Path
from types import ModuleType

import openpyxl
import pytest

from tests.browser import Window
from tests.command import ROOT, minsheng
from tests.conftest import Once
from tests.desk import story
from tests.desk.conftest import CITY, MONTH, TODAY
from tests.desk.looks import faults, printed
from tests.desk.story import Period
from tests.desk.test_attacks import all_files
from tests.desk.test_walk import at_work, entered, seated
from tests.made_city import MadeCity

pytestmark = pytest.mark.walks
MOST = 0.2
QUARTERS = MadeCity(ROOT / "tests/quarters", 2023, ("2023-03", "2023-06"))
# Milliseconds until a page has come back whole.
_TIMED = """async path => {
  const began = performance.now();
  await (await fetch(path)).text();
  return performance.now() - began;
}"""
PAGES = (
    "",
    "handout",
    "arrivals",
    "problems",
    "papers",
    "sending",
    "figures",
    "supervision",
    "instructions",
    "yearend",
    "plan",
    "target?id=T01-1",
)


def module(path: Path) -> ModuleType:
    """A city of another folder of the tests."""
    found = importlib.util.spec_from_file_location(path.stem, path)
    assert found is not None and found.loader is not None
    made_of = importlib.util.module_from_spec(found)
    found.loader.exec_module(made_of)
    return made_of


@pytest.fixture(scope="module", params=["sample", "quarters", "inspectors"])
def furnished(
    request: pytest.FixtureRequest, once: Once, sample_office: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, date]:
    """An office in the middle of its year, with what a month of it has made: the invented year, a city of quarters, a 督查机构."""
    place = tmp_path_factory.mktemp("看") / "办公室"
    if request.param == "sample":
        shutil.copytree(sample_office, place)
        day, period = date(2021, 9, 27), "2021-09"
    elif request.param == "quarters":
        QUARTERS.build(place)
        day, period = date(2023, 7, 6), "2023-06"
    else:
        CITY.build(place)
        made_of = CITY.tables("任务分解表")
        profile = [
            [row[0], "督查机构" if row[0] == "工作区单位" else row[1], *row[2:]] for row in made_of["概况"]
        ]
        CITY.lay_plan(place, {**made_of, "概况": profile})
        day, period = TODAY, MONTH
    for words in (("forms", period), ("monthly", period), ("spotcheck", period), ("pack", period, "送签")):
        minsheng("-C", place, "--today", day.isoformat(), *words)
    return place, day


def test_every_page_is_fit_to_be_used(window: Window, furnished: tuple[Path, date]) -> None:
    """By axe-core, at an office's width, by keyboard alone, on paper."""
    office, day = furnished
    before = all_files(office)
    with at_work(office, day) as (address, here):
        entered(window, address, here)
        for path in (*PAGES, f"unit?key={here.view().plan.leads[0].key}"):
            window.page.goto(f"{address}{path}", timeout=60_000)
            assert window.page.locator("h1").inner_text()
            assert not window.page.locator("main > .notice[role=alert]").all_inner_texts(), path
            assert "(code=" not in window.page.inner_text("body"), path
            assert list(faults(window)) == [], path
        assert window.said == [] and window.foreign(address) == []
    assert all_files(office) == before


def test_a_document_looked_at_is_fit_to_be_used(window: Window, furnished: tuple[Path, date]) -> None:
    office, day = furnished
    with at_work(office, day) as (address, here):
        entered(window, address, here)
        window.page.goto(f"{address}papers", timeout=60_000)
        window.page.locator("a[aria-label^='看']").first.click()
        window.page.wait_for_selector("#sheets img", timeout=60_000)
        assert list(faults(window)) == []


def test_pages_without_a_period_and_those_that_only_look_are_fit_to_be_used(
    window: Window, tmp_path: Path
) -> None:
    """An empty folder; a plan with a fault; what there is not; a folder somebody else works in."""
    (tmp_path / "空的").mkdir()
    with at_work(tmp_path / "空的") as (address, here):
        entered(window, address, here)
        for path in ("", "plan", "problems", "papers"):
            window.page.goto(f"{address}{path}")
            assert list(faults(window)) == [], path
    office = CITY.build(tmp_path / "云川")
    with at_work(office, TODAY), at_work(office, TODAY) as (address, here):
        entered(window, address, here)
        for path in ("", "problems", "target?id=T99", "unit?key=没有", "papers?period=2030-01"):
            window.page.goto(f"{address}{path}")
            assert "这里只看，不能办理" in window.page.inner_text("body")
            assert list(faults(window)) == [], path
    plan = office / "inputs/2023/任务分解表.xlsx"
    book = openpyxl.load_workbook(plan)
    book["指标"]["F3"] = "很多"
    book.save(plan)
    with at_work(office, TODAY) as (address, here):
        entered(window, address, here)
        assert "［指标］F3" in window.page.inner_text("main")
        assert list(faults(window)) == []


def test_a_table_over_several_sheets_of_paper_has_its_head_on_each(
    window: Window, sample_office: Path, tmp_path: Path
) -> None:
    with at_work(Path(shutil.copytree(sample_office, tmp_path / "办公室")), date(2022, 1, 18)) as (
        address,
        here,
    ):
        entered(window, address, here)
        window.page.goto(f"{address}yearend", timeout=60_000)
        sheets = printed(window.page)
        assert len(sheets) > 1 and all("年度目标" in words for words in sheets[:-1])
        assert all("结束" not in words and "登记" not in words for words in sheets)


def test_a_page_comes_back_in_a_fifth_of_a_second(window: Window, furnished: tuple[Path, date]) -> None:
    office, day = furnished
    with at_work(office, day) as (address, here):
        entered(window, address, here)
        slow = {}
        for path in PAGES[:-2]:
            window.page.goto(f"{address}{path}", timeout=60_000)
            took = [
                window.page.evaluate(
                    _TIMED,
                    f"/{path}",
                )
                for _ in range(5)
            ]
            if min(took) > MOST * 1000:
                slow[path] = min(took)
        assert slow == {}


def test_a_year_s_end_by_clicking(window: Window, tmp_path: Path) -> None:
    city = module(ROOT / "tests/year/baishi.py")
    office = city.build(tmp_path / "白石 市")
    other = Path(shutil.copytree(office, tmp_path / "by command"))
    day = date(2025, 1, 20)
    with at_work(office, day) as (address, here):
        story.accept(Period("2024-年终", day, ())).by_hand(seated(window, address, here), office)
        assert window.said == []
    # Not on a day that is told: papers are of the day that follows from what they rest on.
    told = ("--accept", "--basis", story.BASIS, "--approved", day.isoformat())
    assert minsheng("-C", other, "assess", "2024", *told).code in (0, 1)
    assert story.leavings(office) == story.leavings(other)
