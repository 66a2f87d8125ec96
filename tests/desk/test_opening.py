"""用 Word/WPS 打开: only what a manifest names and the named workbooks, by id, asked for by a page; else nothing is started."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest

from pipeline.files import opener
from pipeline.model.errors import MachineProblem
from tests.desk.conftest import MONTH, Visitor
from tests.desk.test_pages import root

FORM = re.compile(
    r'name="set" value="([^"]*)"><input type="hidden" name="id" value="(\w+)"><button aria-label="打开([^"]+)"'
)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What the machine was asked to open."""
    asked: list[Path] = []
    monkeypatch.setattr("pipeline.workflows.opening_files.can_open", lambda: True)
    monkeypatch.setattr("pipeline.workflows.opening_files.open_file", asked.append)
    return asked


def offered(page: str) -> dict[str, tuple[str, str]]:
    return {name: (place, id) for place, id, name in FORM.findall(page)}


def test_documents_and_workbooks_are_opened_where_they_lie(furnished: Visitor, opened: list[Path]) -> None:
    papers = offered(furnished.see("/papers"))
    assert papers and {name.rpartition(".")[2] for name in papers} == {"docx", "xlsx"}
    name = "2023年5月份重点民生实事进展情况报告.docx"
    answer = furnished.do("/desk/open", data=dict(zip(("set", "id"), papers[name], strict=True)))
    assert (answer.status_code, answer.text) == (200, f"已打开 {name}，改好、存好以后关闭。")
    books = offered(furnished.see("/plan"))
    assert list(books) == ["inputs/2023/任务分解表.xlsx", "inputs/2023/处理登记.xlsx"]
    assert furnished.do("/desk/open", data={"id": books["inputs/2023/处理登记.xlsx"][1]}).status_code == 200
    office = root(furnished)
    assert opened == [office / f"outputs/{MONTH}/{name}", office / "inputs/2023/处理登记.xlsx"]


ATTACKS = (
    {"id": "../../etc/passwd"},
    {"id": "inputs/2023/处理登记.xlsx"},
    {"id": ""},
    {"id": "0" * 16},
    {"set": "..", "id": "0" * 16},
    {"set": MONTH, "id": "看板-内部.html"},
    {"set": "/etc", "id": "passwd"},
    {"set": f"{MONTH}/../{MONTH}", "id": "0" * 16},
)


def test_a_path_a_page_or_a_foreign_id_opens_nothing(furnished: Visitor, opened: list[Path]) -> None:
    page = furnished.see("/papers")
    assert "看板-内部.html" in page and "看板-内部.html" not in offered(page)
    _, id = next(iter(offered(page).values()))
    for asked in (*ATTACKS, {"set": f"{MONTH}-表样", "id": id}, {"id": id}):
        answer = furnished.do("/desk/open", data=asked)
        assert answer.status_code == 422 and "没有这个文件" in answer.text, asked
    headers = {"origin": "http://evil.example"}
    told = {"set": MONTH, "id": id}
    assert furnished.do("/desk/open", data=told, headers=headers).status_code == 403
    assert furnished.do("/desk/open", data=told, headers={"x-desk-token": "0"}).status_code == 403
    assert furnished.client.get("/desk/open", params=told).status_code in (404, 405)
    assert opened == []


def test_a_link_in_the_place_of_a_document_opens_nothing(
    furnished: Visitor, opened: list[Path], tmp_path: Path
) -> None:
    papers = offered(furnished.see("/papers"))
    name, (place, id) = next(iter(papers.items()))
    path = root(furnished) / "outputs" / place / name
    path.unlink()
    (tmp_path / "elsewhere.docx").write_bytes(b"a")
    path.symlink_to(tmp_path / "elsewhere.docx")
    assert name not in offered(furnished.see("/papers"))
    assert furnished.do("/desk/open", data={"set": place, "id": id}).status_code == 422
    assert opened == []


def test_where_nothing_opens_files_it_is_not_offered(
    furnished: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.workflows.opening_files.can_open", lambda: False)
    assert offered(furnished.see("/papers")) == {} and offered(furnished.see("/plan")) == {}


def test_the_system_s_opener_gets_the_file_as_one_word_and_no_shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, tool = tmp_path / "told", tmp_path / "bin/xdg-open"
    tool.parent.mkdir()
    tool.write_text(f'#!/bin/sh\nprintf "%s\\n" "$#" "$1" > "{told}.new" && mv "{told}.new" "{told}"\n')
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tool.parent}:/usr/bin:/bin")
    monkeypatch.setenv("DISPLAY", ":7")
    paper = tmp_path / "报告; touch x $(id) 'a'.docx"
    assert opener.can_open()
    opener.open_file(paper)
    for _ in range(200):
        if told.exists():
            break
        threading.Event().wait(0.05)
    assert told.read_text(encoding="utf-8").splitlines() == ["1", str(paper)]
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not opener.can_open()
    with pytest.raises(MachineProblem, match="没有能打开文件的程序"):
        opener.open_file(paper)
