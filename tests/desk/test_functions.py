"""What a page of DESK §2 lets people do besides: a call noted, a year drawn, counties pooled, answers waited for, what changed."""

from __future__ import annotations

import logging
import re
import shutil
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest
from lxml import etree
from starlette.testclient import TestClient

from pipeline.desk.here import Here
from pipeline.desk.site import site
from pipeline.model.run_steps import heard_by
from pipeline.workflows.in_view import days_left
from tests.command import minsheng
from tests.desk.conftest import ADDRESS, MONTH, PORT, Visitor
from tests.desk.test_attacks import all_files
from tests.desk.test_pages import root, rows


def test_a_call_is_registered_told_and_taken_back(secretary: Visitor) -> None:
    office, before = root(secretary), all_files(root(secretary))
    page = secretary.see("/problems")
    (unit,) = re.findall(r'name="unit" value="([^"]+)"', page)
    told = {"unit": unit, "日期": "2023-05-28", "答复": "明天<b>报", "经办岗位": "综合岗"}
    assert "请填“经办岗位”" in secretary.do("/problems/called", data={**told, "经办岗位": ""}).text
    assert "认不出，没有登记" in secretary.do("/problems/called", data={**told, "日期": "昨天"}).text
    assert secretary.do("/problems/called", data={**told, "unit": "市教育局"}).status_code == 422
    assert all_files(office) == before
    assert secretary.do("/problems/called", data=told).status_code == 204
    assert rows(office, "电话催报")[-1] == [MONTH, "市住更局", "2023-05-28", "明天<b>报", "综合岗"]
    for path in ("/problems", "/", f"/unit?key={quote(unit)}"):
        assert "5月28日（答复：明天&lt;b&gt;报）" in secretary.see(path), path
    assert "已电话催" in secretary.see("/")
    by_hand = minsheng("-C", office, "remind", MONTH, "--json", "--today", "2023-05-29").json["owed"]
    assert [one["day"] for one in by_hand[0]["called"]] == ["2023-05-28"]
    assert secretary.do("/desk/undo").status_code == 204
    kept = {name: data for name, data in all_files(office).items() if name in before}
    assert kept == before


def test_what_was_agreed_to_be_reported_as_it_is_is_behind_us(secretary: Visitor) -> None:
    (root(secretary) / "inputs/2023/05/旅游局报表.xlsx").unlink()
    for unit in ("市住更局", "市教育局", "市人社局"):
        assert re.search(r"<li><b>处理问题</b><span>还剩\d+个", secretary.see("/"))
        secretary.do("/problems/waive", data={"about": unit, "post": "分管副秘书长"})
    page = secretary.see("/")
    assert '<li class="done"><b>处理问题</b>　✓<span>已登记先按现在的情况报</span>' in page
    assert "第4步，共5步：生成材料" in page


def test_the_corner_says_which_step_how_many_left_and_how_many_days(secretary: Visitor) -> None:
    for path in ("/", "/problems", "/papers", "/instructions"):
        (corner,) = re.findall(r'<p class="corner">([^<]+)</p>', secretary.see(path))
        assert re.fullmatch(r"第3步，共5步：处理问题，还剩\d+个；5月25日前报，已过4天", corner), corner


def test_a_target_s_year_is_drawn_and_handed_over(secretary: Visitor) -> None:
    page = secretary.see("/target?id=T03-4")
    (label,) = re.findall(r'role="img" aria-label="([^"]+)"', page)
    assert label.startswith("T03-4 新增幼儿园学位：") and "应到" in label and "目标100" in label
    answer = secretary.client.get(f"/target/picture?id=T03-4&period={MONTH}")
    assert (
        answer.headers["content-type"] == "image/svg+xml"
        and "attachment" in answer.headers["content-disposition"]
    )
    picture = etree.fromstring(answer.content)
    assert picture.get("aria-label") == label and "<script" not in answer.text
    assert "没有图" in secretary.client.get("/target/picture?id=X").text


def test_a_unit_s_page_has_its_targets_drawn_and_what_became_of_them(secretary: Visitor) -> None:
    told = {"unit": "市住建局", "状态": "已发", "督办方式": "限期", "日期": "2023-05-28"}
    assert secretary.do("/supervision/note", data=told).status_code == 204
    page = secretary.see(f"/unit?key={quote('市住建局')}")
    assert "<h2>督办</h2>" in page and "已发（限期）　2023年5月28日" in page
    drawn = re.findall(r'data-picture="(\S+) [^"]*\.png"', page)
    assert drawn and all(one in page for one in drawn)


def test_answers_that_are_waited_for_are_listed_by_their_day(secretary: Visitor) -> None:
    assert "等回告的" not in secretary.see("/supervision")
    told = {"unit": "市住建局", "状态": "已发", "督办方式": "限期", "日期": "2023-05-28"}
    assert secretary.do("/supervision/note", data=told).status_code == 204
    page = secretary.see("/supervision")
    assert re.search(
        r"等回告的.*?<td>5月</td><th scope=\"row\">T\d\d-\d [^<]+</th><td>市住更局</td><td>2023年6月",
        page,
        re.DOTALL,
    )


def test_counties_are_pooled_as_the_command_does_it(
    secretary: Visitor, made_office: Path, tmp_path: Path
) -> None:
    assert "汇总成它的表" in secretary.see("/handout")
    assert secretary.do("/handout/pool", data={"unit": "市教育局"}).status_code == 204
    secretary.here.worker.wait(60)
    assert secretary.here.worker.job is not None and secretary.here.worker.job.trouble == ""
    other = Path(shutil.copytree(made_office, tmp_path / "other"))
    assert minsheng("-C", other, "collate", MONTH, "市教育局").code in (0, 1)
    ours, theirs = (one / f"outputs/{MONTH}-汇总" for one in (root(secretary), other))
    assert all_files(ours.resolve()) == all_files(theirs.resolve()) != {}
    assert f"set={MONTH}-%E6%B1%87%E6%80%BB" in secretary.see("/handout")
    secretary.do("/handout/pool", data={"unit": "没有的局"})
    secretary.here.worker.wait(60)
    assert "没有叫“没有的局”的单位" in secretary.client.get("/desk/progress").text


def test_a_copy_of_the_register_is_told_on_the_first_page_and_with_the_plan(secretary: Visitor) -> None:
    folder = root(secretary) / "inputs/2023"
    shutil.copy(folder / "处理登记.xlsx", folder / "处理登记(冲突副本).xlsx")
    for page in ("/", "/plan"):
        assert "处理登记(冲突副本).xlsx 没有读" in secretary.see(page), page
    assert "处理登记(冲突副本).xlsx 没有读" in secretary.see("/problems")


@pytest.mark.parametrize("opened", [True, False])
def test_what_was_founded_here_has_the_record_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: bool
) -> None:
    place = tmp_path / "离线包"
    place.mkdir()

    def serve(here: Here, *_: object) -> None:
        if here.office.root != place:
            return
        here.port = PORT
        visitor = Visitor(here, TestClient(site(here), base_url=ADDRESS)).come_in()
        told = {"name": "民生实事2024", "year": "2024", "shift": "不变"}
        assert visitor.do("/begin/new", data=told).status_code == 204
        if opened:
            visitor.do("/begin/open", data={"name": "民生实事2024"})

    monkeypatch.setattr("pipeline.desk.serve.serve", serve)
    assert minsheng("-C", place, "desk", "--no-browser").code == 0
    (record,) = (place / "民生实事2024/outputs/.logs").glob("*-desk.txt")
    assert "新建工作文件夹　民生实事2024" in record.read_text(encoding="utf-8")


def test_what_goes_wrong_in_long_work_is_in_the_record(secretary: Visitor) -> None:
    """The record of a desk is kept by whoever listens where the work was asked for; the thread that does it tells it there."""
    told: list[str] = []

    class Record(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            told.append(record.getMessage())

    def broken() -> str:
        raise RuntimeError("inner words")

    with heard_by(Record()):
        secretary.here.make("做坏的", broken)
    secretary.here.worker.wait(60)
    assert any("inner words" in one for one in told)
    assert secretary.here.worker.job is not None and "程序内部出错" in secretary.here.worker.job.trouble


def test_no_day_is_left_where_nothing_is_due() -> None:
    today = date(2023, 5, 25)
    told = [days_left(None, today), *(days_left(date(2023, 5, day), today) for day in (24, 25, 27))]
    assert told == ["", "已过1天", "今天到期", "还有2天"]
