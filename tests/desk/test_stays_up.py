"""Whatever happens to it, the desk stays up, nothing is lost, and one sentence says what became of it (DESK §5)."""

from __future__ import annotations

import os
import re
import shutil
import socket
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2 as httpx
import pytest

from pipeline.outputs.lock import held
from tests.browser import opened
from tests.command import minsheng
from tests.desk import story
from tests.desk.conftest import MONTH, TODAY, Visitor
from tests.desk.hands import Hands
from tests.desk.test_attacks import FOLDER, all_files, running
from tests.desk.test_walk import at_work, seated

# What a sheet of 50 MB may take beside what the desk takes anyway.
MOST_MEMORY = 400 * 1024
LARGE = 50 * 1024 * 1024


def most_memory(process: int) -> int:
    """The most a process has held so far, in kilobytes."""
    found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{process}/status").read_text())
    assert found is not None
    return int(found[1])


class Person:
    """Somebody at a desk of its own process, who came in by the code."""

    def __init__(self, address: str, code: str) -> None:
        self.origin = address.rstrip("/")
        self.client = httpx.Client(base_url=self.origin, timeout=60, trust_env=False)
        self.client.post("/enter", data={"code": code}, headers={"origin": self.origin})
        page = self.client.get("/arrivals").text
        (self.token,) = re.findall(r'data-token="(\w+)"', page)

    def __enter__(self) -> Person:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def give(self, *files: tuple[str, bytes]) -> httpx.Response:
        """Files dropped on 收件."""
        told = {"origin": self.origin, "x-desk-token": self.token}
        sent = [("file", one) for one in files]
        return self.client.post("/arrivals/take", data={"period": MONTH}, files=sent, headers=told)

    def break_off(self) -> None:
        """A drop of which half comes, and then the browser is gone."""
        host, port = self.origin.removeprefix("http://").split(":")
        cookies = "; ".join(f"{name}={value}" for name, value in self.client.cookies.items())
        head = (
            f"POST /arrivals/take HTTP/1.1\r\nHost: {host}:{port}\r\nOrigin: {self.origin}\r\nCookie: {cookies}\r\n"
            f"x-desk-token: {self.token}\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: {LARGE}\r\n\r\n"
            '--x\r\nContent-Disposition: form-data; name="file"; filename="断了.xlsx"\r\n\r\n'
        )
        with socket.create_connection((host, int(port))) as line:
            line.sendall(head.encode() + b"0" * 3_000_000)


@pytest.mark.more
@pytest.mark.skipif(os.name == "nt", reason="reads /proc")
def test_a_crowd_a_sheet_of_fifty_megabytes_and_a_browser_that_is_gone(office: Path, tmp_path: Path) -> None:
    with (
        (tmp_path / "said").open("w+", encoding="utf-8") as errors,
        running(office, "--no-browser", errors=errors) as (process, address, said),
        Person(address, said.split()[1]) as person,
    ):
        assert (
            person.give(*[(f"{number}.txt", str(number).encode()) for number in range(100)]).status_code
            == 204
        )
        assert len(list((office / FOLDER).glob("*.txt"))) == 100
        before, there = most_memory(process.pid), all_files(office)
        assert person.give(("大.bin", b"0" * LARGE)).status_code == 204
        assert re.search(r"大\.bin.*?拒收", person.client.get(f"/arrivals?period={MONTH}").text, re.DOTALL)
        assert most_memory(process.pid) - before < MOST_MEMORY
        (office / FOLDER / "大.bin").unlink()
        larger = person.give(*[(f"{number}.bin", b"0" * LARGE) for number in range(3)])
        assert larger.status_code == 413 and "请分几次放进来" in larger.text
        for _ in range(3):
            person.break_off()
        with ThreadPoolExecutor(20) as people:
            pages = ["/", "/arrivals", "/problems", "/papers", "/sending"] * 4
            answers = list(
                people.map(lambda page: person.client.get(f"{page}?period={MONTH}").status_code, pages)
            )
        assert answers == [200] * 20
        assert all_files(office) == there
        assert process.poll() is None
        errors.seek(0)
        assert errors.read() == ""


ACTS: dict[str, Callable[[Visitor], httpx.Response]] = {
    "放进文件": lambda one: one.do("/arrivals/take", files={"file": ("a.txt", b"a")}),
    "移到作废": lambda one: one.do("/arrivals/aside", data={"file": f"{FOLDER}/住建5月.xlsx"}),
    "先报": lambda one: one.do("/problems/waive", data={"about": "市教育局", "post": "甲岗"}),
    "批示": lambda one: one.do(
        "/instructions/note",
        data={"日期": "2023-05-27", "批示岗位": "市长", "批示原文": "请抓紧。", "承办单位": "市教育局"},
    ),
    "认定": lambda one: one.do("/yearend/accept", data={"basis": "纪要", "day": "2024-01-20"}),
}
MAKINGS = {
    "生成": ("/papers/make", {}),
    "发表": ("/handout/make", {"kind": "period"}),
    "退回": ("/problems/return", {}),
    "抽查": ("/supervision/draw", {"count": "2", "seed": "1"}),
}


@pytest.mark.more
@pytest.mark.parametrize("act", ACTS)
def test_a_full_disk_is_one_sentence_and_nothing_is_half_done(
    secretary: Visitor, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    before = all_files(secretary.here.office.root)
    monkeypatch.setattr("pipeline.outputs.founding.write", full)
    answer = ACTS[act](secretary)
    assert answer.status_code == 507 and "没有改动" in answer.text, answer.text
    assert all_files(secretary.here.office.root) == before


def full(path: Path, *_: object) -> None:
    """A disk without room."""
    raise OSError(28, "No space left on device", str(path))


@pytest.mark.more
@pytest.mark.parametrize("made", MAKINGS)
def test_a_disk_that_fills_up_while_something_is_made_is_told_and_the_next_time_it_is_made(
    secretary: Visitor, monkeypatch: pytest.MonkeyPatch, made: str
) -> None:
    path, told = MAKINGS[made]
    before = story.leavings(secretary.here.office.root)
    with monkeypatch.context() as small:
        small.setattr("pipeline.outputs.disk._lay", full)
        assert secretary.do(path, data=told).status_code == 204
        secretary.here.worker.wait(60)
        said = secretary.client.get("/desk/progress").text
    assert "空间" in said and "程序内部出错" not in said, said
    assert story.leavings(secretary.here.office.root) == before
    assert secretary.do(path, data=told).status_code == 204
    secretary.here.worker.wait(60)
    assert "做完了" in secretary.client.get("/desk/progress").text


def test_no_room_to_lay_down_what_is_dropped_is_one_sentence(
    secretary: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = all_files(secretary.here.office.root)

    class Small(tempfile.SpooledTemporaryFile[bytes]):
        def rollover(self) -> None:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("starlette.formparsers.SpooledTemporaryFile", Small)
    answer = secretary.do("/arrivals/take", files={"file": ("大.bin", b"0" * 3_000_000)})
    assert answer.status_code == 507 and "没有收下" in answer.text, answer.text
    assert all_files(secretary.here.office.root) == before


@pytest.mark.more
@pytest.mark.parametrize("act", [*ACTS, "撤销"])
def test_a_lock_held_elsewhere_is_one_sentence_and_the_act_is_done_once_it_is_free(
    secretary: Visitor, act: str
) -> None:
    do = ACTS.get(act, lambda one: one.do("/desk/undo"))
    if act == "撤销":
        assert ACTS["先报"](secretary).status_code == 204
    before = all_files(secretary.here.office.root)
    with ThreadPoolExecutor(1) as elsewhere, held(secretary.here.office.outputs, secretary.here.office.terms):
        answer = elsewhere.submit(do, secretary).result()
    assert answer.status_code == 423 and "正在这个文件夹里运行" in answer.text
    assert all_files(secretary.here.office.root) == before
    assert do(secretary).status_code == 204
    assert all_files(secretary.here.office.root) != before


def test_a_lock_held_elsewhere_keeps_a_set_from_being_made_and_says_so(secretary: Visitor) -> None:
    with held(secretary.here.office.outputs, secretary.here.office.terms):
        assert secretary.do("/papers/make").status_code == 204
        secretary.here.worker.wait(60)
    assert "正在这个文件夹里运行" in secretary.client.get("/desk/progress").text
    assert not (secretary.here.office.root / "outputs" / MONTH).exists()


@pytest.mark.walks
def test_a_browser_closed_in_the_middle_loses_nothing(browser: object, office: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(office, tmp_path / "other"))
    with at_work(office) as (address, here):
        with opened(browser) as window:  # type: ignore[arg-type]
            hands = seated(window, address, here)
            hands.go("材料")
            hands.press("生成材料")
        here.worker.wait(60)
        with opened(browser) as window:  # type: ignore[arg-type]
            window.page.goto(address)
            window.page.fill("input[name=code]", here.keys.handed)
            window.page.keyboard.press("Enter")
            window.page.wait_for_selector("nav", timeout=60_000)
            hands = Hands(window)
            hands.go("材料")
            assert "送审稿" in hands.page.inner_text("main")
    minsheng("-C", other, "--today", TODAY.isoformat(), "monthly", MONTH)
    assert story.leavings(office) == story.leavings(other)
