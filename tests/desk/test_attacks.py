"""Who may not come in (DESK §3): every line with the attack it is there for."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import socket
import stat
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import httpx2 as httpx
import openpyxl
import pytest
from starlette.testclient import TestClient

from pipeline.cli.options import now
from pipeline.desk import serve
from pipeline.desk.gate import MOST_UPLOADED
from pipeline.desk.here import Here
from pipeline.desk.site import site
from pipeline.desk.uploads import MOST_FILES
from pipeline.model.errors import UsageProblem
from pipeline.model.workspace import Workspace
from pipeline.workflows.sitting import sitting_down
from tests.command import ROOT, environment
from tests.desk.conftest import ADDRESS, PORT, TODAY, Visitor

FOLDER = "inputs/2023/05"


def all_files(office: Path) -> dict[str, bytes]:
    """Everything that lies in a workspace, but the lock and its mark."""
    return {
        path.relative_to(office).as_posix(): path.read_bytes()
        for path in sorted(office.rglob("*"))
        if path.is_file() and path.name not in (".lock", ".lock.json", ".desk", ".desk.json")
    }


@pytest.mark.parametrize("host", ["0.0.0.0", "", "::", "192.168.1.4", "localhost.example"])
def test_no_other_host_is_bound(host: str) -> None:
    with pytest.raises(UsageProblem, match="只在本机用"):
        serve.bound(host, 0)


@contextmanager
def running(
    office: Path, *more: str, errors: IO[str] | None = None
) -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    """The command itself: its process, the address and the code it says."""
    words = [sys.executable, "-m", "pipeline", "-C", str(office), "desk", *more]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=errors, text=True, encoding="utf-8", env=environment()
    ) as process:
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline().strip(), process.stdout.readline().strip()
        finally:
            process.kill()


def test_the_command_says_two_lines_listens_on_this_machine_alone_and_ends_by_its_button(
    office: Path,
) -> None:
    with running(office, "--no-browser") as (process, address, said):
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address)
        assert re.fullmatch(r"口令 [2-9A-Z]{10}", said)
        port = int(address.split(":")[2].strip("/"))
        others = {found[4][0] for found in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
        for other in others - {"127.0.0.1"}:
            with pytest.raises(OSError):
                socket.create_connection((other, port), timeout=0.5).close()
        with httpx.Client(base_url=address.rstrip("/"), timeout=60, trust_env=False) as client:
            assert client.get("/", follow_redirects=True).text.count("口令") >= 1
            assert client.post("/enter", data={"code": said.split()[1]}).status_code == 200
            # Somebody else at the same folder is told who works here, and may look.
            with sitting_down(Workspace(office), now) as sitting:
                assert re.fullmatch(
                    r"“.+”上的工作台自\d+月\d+日 \d\d:\d\d起正在这个文件夹里办公，", sitting.other
                )
            page = client.get("/").text
            token = re.findall(r'x-desk-token": "(\w+)"', page)[1]
            ended = client.post("/desk/end", headers={"origin": address.rstrip("/"), "x-desk-token": token})
            assert "已经结束" in ended.text
        assert process.wait(timeout=20) == 0
        assert process.stdout is not None and process.stdout.read() == ""
    assert not list((office / "outputs").glob(".desk*"))


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such rights")
def test_the_opening_file_is_private_and_the_code_stands_in_no_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(serve.webbrowser, "open", opened.append)
    with serve._opened(f"{ADDRESS}/", "ein-code") as _:
        for _ in range(100):
            if opened:
                break
            socket.socket().close()
        path = Path(httpx.URL(opened[0]).path)
        assert opened[0].startswith("file:") and "ein-code" not in opened[0]
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert f'method="post" action="{ADDRESS}/enter"' in path.read_text(encoding="utf-8")
    assert not path.exists()


def test_a_code_lets_in_once_and_wrong_ones_close_the_door(stranger: Visitor) -> None:
    keys, door = stranger.here.keys, stranger.client
    assert door.post("/enter", data={"code": "WRONG"}).status_code == 403
    assert "desk-" not in str(door.cookies)
    first = door.post("/enter", data={"code": keys.said.lower()}, headers={"origin": "null"})
    assert first.status_code == 200
    cookie = first.headers["set-cookie"].lower()
    assert cookie.startswith(f"desk-{PORT}=") and "samesite=strict" in cookie and "httponly" in cookie
    door.cookies.clear()
    assert door.post("/enter", data={"code": keys.said}).status_code == 403
    for _ in range(10):
        door.post("/enter", data={"code": "WRONG"})
    assert door.post("/enter", data={"code": keys.handed}).status_code == 403


PAGES = (
    "/",
    "/arrivals",
    "/problems",
    "/papers",
    "/papers/one?set=2023-05&file=x",
    "/desk/changed",
    "/desk/progress",
)


@pytest.mark.parametrize("path", PAGES)
def test_nobody_without_the_cookie_sees_anything(stranger: Visitor, path: str) -> None:
    for cookies in ({}, {f"desk-{PORT}": "x" * 43}, {f"desk-{PORT + 1}": "x"}):
        stranger.client.cookies.clear()
        stranger.client.cookies.update(cookies)
        answer = stranger.client.get(path, follow_redirects=False)
        assert (answer.status_code, answer.headers.get("location"), answer.text) == (303, "/enter", "")


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        f"evil.example:{PORT}",
        "127.0.0.1",
        f"localhost:{PORT}",
        f"127.0.0.1:{PORT}.evil.example",
    ],
)
def test_another_host_is_refused_whatever_it_brings(secretary: Visitor, host: str) -> None:
    answer = secretary.client.get("/", headers={"host": host}, follow_redirects=False)
    assert answer.status_code == 421 and "云川" not in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": ""},
        {"origin": "http://127.0.0.1"},
        {"origin": f"https://127.0.0.1:{PORT}"},
        {"sec-fetch-site": "cross-site"},
        {"x-desk-token": ""},
        {"x-desk-token": "0" * 64},
    ],
    ids=str,
)
def test_a_change_asked_from_elsewhere_or_without_the_page_s_token_is_none(
    secretary: Visitor, headers: dict[str, str]
) -> None:
    before = all_files(secretary.here.office.root)
    answer = secretary.do("/arrivals/take", headers=headers, files={"file": ("a.txt", b"a")})
    assert answer.status_code == 403
    assert all_files(secretary.here.office.root) == before
    assert secretary.do("/arrivals/take", files={"file": ("a.txt", b"a")}).status_code == 204


def test_a_token_is_of_one_page_and_one_session(secretary: Visitor) -> None:
    secretary.see("/problems")
    foreign = secretary.token["problems"]
    assert (
        secretary.do(
            "/arrivals/take", headers={"x-desk-token": foreign}, files={"file": ("a", b"a")}
        ).status_code
        == 403
    )
    other = secretary.here.keys.token("somebody else's", "arrivals")
    assert (
        secretary.do(
            "/arrivals/take", headers={"x-desk-token": other}, files={"file": ("a", b"a")}
        ).status_code
        == 403
    )


def test_looking_changes_nothing_and_nothing_else_is_understood(secretary: Visitor) -> None:
    before = all_files(secretary.here.office.root)
    for path in PAGES:
        secretary.client.get(path)
        secretary.client.head(path)
    for path in (
        "/arrivals/take",
        "/arrivals/aside",
        "/problems/settle",
        "/papers/make",
        "/desk/undo",
        "/desk/end",
    ):
        assert secretary.client.get(path).status_code == 404
    for method in ("PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"):
        answer = secretary.client.request(method, "/arrivals", headers={"origin": "http://evil.example"})
        assert answer.status_code == 405
        assert not [name for name in answer.headers if name.startswith("access-control")]
    assert all_files(secretary.here.office.root) == before


@pytest.mark.parametrize(
    "path", ["/", "/enter", "/static/desk.js", "/static/../keys.py", "/nothing", "/papers/one?set=..&file=x"]
)
def test_every_answer_carries_the_headers_of_the_house(secretary: Visitor, path: str) -> None:
    headers = secretary.client.get(path).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert (
        policy["default-src"] == "'none'"
        and policy["script-src"] == "'self'"
        and policy["style-src"] == "'self'"
    )
    assert (
        policy["frame-ancestors"] == "'none'"
        and policy["form-action"] == "'self'"
        and policy["base-uri"] == "'none'"
    )
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-origin" not in headers


def test_htmx_is_the_one_the_decision_names() -> None:
    decided = (ROOT / "docs/decisions/0003-dependencies.md").read_text(encoding="utf-8")
    carried = (ROOT / "pipeline/desk/static/htmx.min.js").read_bytes()
    assert hashlib.sha256(carried).hexdigest() in decided


def test_pages_hold_no_script_and_htmx_may_neither_evaluate_nor_ask_elsewhere(secretary: Visitor) -> None:
    for path in ("/", "/arrivals", "/problems", "/papers"):
        text = secretary.see(path)
        assert re.findall(r"<script[^>]*>", text) == [
            '<script src="/static/htmx.min.js" defer>',
            '<script src="/static/desk.js" defer>',
        ]
        assert not re.search(r"\son\w+=|javascript:|\sstyle=", text)
        config = re.search(r"name=\"htmx-config\" content='([^']+)'", text)
        assert config is not None
        for told in (
            '"allowEval":false',
            '"allowScriptTags":false',
            '"historyCacheSize":0',
            '"selfRequestsOnly":true',
        ):
            assert told in config[1]
        assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', text)


@pytest.mark.parametrize(
    "path",
    [
        "/static/",
        "/static/../site.py",
        "/static/%2e%2e/site.py",
        "/static/desk.css/x",
        "/inputs/2023/05/",
        "/outputs/",
    ],
)
def test_there_is_no_listing_and_no_way_out(secretary: Visitor, path: str) -> None:
    answer = secretary.client.get(path)
    assert answer.status_code == 404 and answer.text == "没有这一页。"


HOSTILE = "<script>alert(1)</script>&<img src=x onerror=alert(2)>"


def test_what_a_sheet_says_is_text_everywhere(secretary: Visitor) -> None:
    folder = secretary.here.office.root / FOLDER
    path = next(one for one in sorted(folder.rglob("*.xlsx")) if "教育" in one.name)
    book = openpyxl.load_workbook(path)
    sheet = book["进展情况"]
    columns = {cell.value: cell.column for cell in sheet[4]}
    sheet.cell(5, columns["累计完成"]).value = HOSTILE  # type: ignore[assignment]
    sheet.cell(5, columns["指标"]).value = HOSTILE  # type: ignore[assignment]
    book.save(path)
    for page in ("/", "/arrivals", "/problems", "/papers"):
        text = secretary.see(page)
        assert "<script>alert" not in text and "<img src=x" not in text
    assert "&lt;script&gt;alert(1)" in secretary.see("/problems")


def test_a_sentence_that_names_a_file_is_text(secretary: Visitor) -> None:
    answer = secretary.do("/arrivals/aside", data={"file": HOSTILE})
    assert answer.status_code == 422 and "&lt;script&gt;" in answer.text and "<script>" not in answer.text


@pytest.mark.parametrize(
    "name",
    [
        "../../evil.xlsx",
        "a/../../evil.xlsx",
        "..",
        "CON.xlsx",
        "a\x07.xlsx",
        "x" * 300 + ".xlsx",
        "a/" * 20 + "a.xlsx",
        "C:\\evil.xlsx",
        ".lock",
    ],
)
def test_a_name_that_leads_elsewhere_lands_nowhere(secretary: Visitor, name: str) -> None:
    before = all_files(secretary.here.office.root)
    answer = secretary.do("/arrivals/take", data={"path": name}, files={"file": ("a.xlsx", b"a")})
    assert answer.status_code == 204
    assert all_files(secretary.here.office.root) == before
    assert "没有放" in secretary.see("/arrivals")


def test_too_much_too_many_and_too_large_are_one_sentence(secretary: Visitor) -> None:
    before = all_files(secretary.here.office.root)
    lie = {"content-length": str(MOST_UPLOADED + 1)}
    assert "超过100MB" in secretary.do("/arrivals/take", headers=lie, content=b"a", data={}).text
    many = [("file", (f"{number}.txt", b"a")) for number in range(MOST_FILES + 1)]
    assert f"一次最多放{MOST_FILES}个文件" in secretary.do("/arrivals/take", files=many).text
    long = secretary.do("/problems/waive", data={"opinion": "长" * 600_000})
    assert long.status_code == 413 and "超过1MB" in long.text
    assert all_files(secretary.here.office.root) == before


def test_what_is_longer_than_it_said_is_cut_off(secretary: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.desk.gate.MOST_UPLOADED", 1000)
    answer = secretary.do("/arrivals/take", files={"file": ("a.txt", b"a" * 5000)})
    assert answer.status_code == 413
    assert not (secretary.here.office.root / FOLDER / "a.txt").exists()


def test_a_bomb_is_put_where_it_belongs_and_never_unpacked(secretary: Visitor) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr("市教育局.xlsx", b"0" * 30_000_000)
    assert secretary.do("/arrivals/take", files={"file": ("表.zip", bomb.getvalue())}).status_code == 204
    assert re.search(r"表\.zip.*?拒收", secretary.see("/arrivals"), re.DOTALL)


def test_typed_text_never_becomes_a_formula(secretary: Visitor) -> None:
    assert (
        secretary.do(
            "/problems/waive", data={"about": "市教育局", "opinion": "=1+1", "post": "@SUM(A1)"}
        ).status_code
        == 204
    )
    book = openpyxl.load_workbook(secretary.here.office.root / "inputs/2023/处理登记.xlsx")
    held = {cell.value: cell.data_type for row in book["带缺定稿"] for cell in row}
    assert held["=1+1"] == "s" and held["@SUM(A1)"] == "s"


@pytest.mark.parametrize(
    "asked",
    [
        "set=2023-05&file=../../inputs/2023/任务分解表.xlsx",
        "set=..&file=inputs/2023/任务分解表.xlsx",
        "set=.runs&file=x",
        "set=2023-05&file=manifest.json",
        "set=/etc&file=passwd",
    ],
)
def test_only_what_a_manifest_names_is_handed_over(secretary: Visitor, asked: str) -> None:
    answer = secretary.client.get(f"/papers/one?{asked}")
    assert answer.status_code == 422
    assert secretary.client.get(f"/papers/sheet?{asked}&number=1").status_code == 422


@pytest.mark.more
def test_a_board_is_shown_in_a_sandbox_and_an_edited_one_not_at_all(furnished: Visitor) -> None:
    asked = "/papers/board?set=2023-05&file=看板-内部.html"
    answer = furnished.client.get(asked)
    policy = answer.headers["content-security-policy"]
    assert answer.status_code == 200 and policy.startswith("sandbox allow-scripts; default-src 'none'")
    assert "allow-same-origin" not in policy and "unsafe" not in policy and policy.count("'sha256-") == 2
    path = furnished.here.office.root / "outputs/2023-05/看板-内部.html"
    path.write_bytes(path.read_bytes() + b"<script>alert(1)</script>")
    assert furnished.client.get(asked).status_code == 422
    assert furnished.client.get("/papers/board?set=2023-05&file=一页图.docx").status_code == 422


@pytest.mark.skipif(os.name == "nt", reason="needs links")
def test_a_link_in_the_place_of_a_month_is_not_written_through(secretary: Visitor, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    folder = secretary.here.office.root / FOLDER
    shutil.move(folder, elsewhere)
    folder.symlink_to(elsewhere)
    before = sorted(elsewhere.rglob("*"))
    assert secretary.do("/arrivals/take", files={"file": ("a.txt", b"a")}).status_code == 422
    assert sorted(elsewhere.rglob("*")) == before


def test_who_only_looks_changes_nothing(office: Path) -> None:
    here = Here(Workspace(office), lambda: TODAY, port=PORT, other="“甲”上的工作台正在这个文件夹里办公，")
    before = all_files(office)
    visitor = Visitor(here, TestClient(site(here), base_url=ADDRESS)).come_in()
    assert "这里只看" in visitor.see("/")
    answer = visitor.do("/arrivals/take", files={"file": ("a.txt", b"a")})
    assert answer.status_code == 423 and "这里只看，没有办理" in answer.text
    assert visitor.do("/papers/make").status_code == 423
    assert visitor.do("/desk/undo").status_code == 423
    assert all_files(office) == before


def test_a_page_older_than_the_folder_does_nothing(secretary: Visitor) -> None:
    seen = secretary.here.state()
    (secretary.here.office.root / FOLDER / "新来的.txt").write_bytes(b"a")
    answer = secretary.do("/problems/waive", data={"state": seen, "about": "市教育局", "post": "某岗"})
    assert answer.status_code == 422 and "文件夹里有了变动" in answer.text
    assert "重新载入" in secretary.client.get(f"/desk/changed?state={seen}").text
    assert secretary.client.get(f"/desk/changed?state={secretary.here.state()}").status_code == 204


def test_a_dead_desk_s_mark_says_its_age_and_a_fresh_one_of_another_machine_holds(office: Path) -> None:
    mark = office / "outputs/.desk.json"
    mark.parent.mkdir(exist_ok=True)
    mark.write_text('{"machine": "甲机", "since": "5月28日 09:00"}', encoding="utf-8")
    with sitting_down(Workspace(office), now) as sitting:
        assert sitting.other == "“甲机”上的工作台自5月28日 09:00起正在这个文件夹里办公，"
    assert mark.exists()
    old = now().timestamp() - 3 * 3600
    os.utime(mark, (old, old))
    with sitting_down(Workspace(office), now) as sitting:
        assert sitting.other == "" and "没有正常结束，最后一次活动在3小时以前" in sitting.left
    assert not list((office / "outputs").glob(".desk*"))


def test_a_body_that_says_no_length_is_cut_off_with_a_sentence(secretary: Visitor) -> None:
    token = secretary.here.keys.token(secretary.session, "problems")
    told = {"origin": ADDRESS, "x-desk-token": token, "content-type": "application/x-www-form-urlencoded"}
    pieces = (b"opinion=" + b"0" * 65_536 for _ in range(40))
    answer = secretary.client.post("/problems/waive", headers=told, content=pieces)
    assert answer.status_code == 413 and "超过1MB" in answer.text
