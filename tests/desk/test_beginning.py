"""The first page where no workspace is yet: what `init` and `demo` do, by buttons; and the workspace chosen is opened next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pipeline.desk.here import Here
from pipeline.desk.site import site
from pipeline.model.workspace import Workspace
from tests.command import minsheng
from tests.desk.conftest import ADDRESS, PORT, Visitor
from tests.desk.test_attacks import all_files


@pytest.fixture
def newcomer(tmp_path: Path) -> Iterator[Visitor]:
    """Whoever opened the desk of a folder that holds nothing."""
    place = tmp_path / "离线 包"
    place.mkdir()
    here = Here(Workspace(place), lambda: date(2024, 3, 1), port=PORT)
    yield Visitor(here, TestClient(site(here), base_url=ADDRESS, raise_server_exceptions=False)).come_in()
    here.worker.wait()


def root(visitor: Visitor) -> Path:
    return visitor.here.office.root


def test_a_workspace_founded_by_a_button_is_the_one_of_the_command(newcomer: Visitor, tmp_path: Path) -> None:
    assert "还没有任务分解表" in newcomer.see("/")
    asked = {"name": "民生实事2024", "year": "2024", "shift": "顺延"}
    answer = newcomer.do("/begin/new", data=asked)

    assert (answer.status_code, answer.headers["hx-redirect"]) == (204, "/")
    assert minsheng("init", tmp_path / "命令", "--year", "2024", "--shift", "顺延").code == 0
    theirs = {name: data for name, data in all_files(tmp_path / "命令").items() if ".logs" not in name}
    assert all_files(root(newcomer) / "民生实事2024") == theirs
    assert "打开“民生实事2024”" in newcomer.see("/")
    again = newcomer.do("/begin/new", data=asked)
    assert again.status_code == 422 and "为免覆盖没有动它" in again.text


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"name": "../外面", "year": "2024", "shift": "不变"}, "不能作文件夹的名称"),
        ({"name": "", "year": "2024", "shift": "不变"}, "不能作文件夹的名称"),
        ({"name": "新", "year": "今年", "shift": "不变"}, "请填年度，写成2022的样子。"),
        ({"name": "新", "year": "2024", "shift": "提前"}, "请选报送日遇非工作日怎么办。"),
    ],
)
def test_what_cannot_be_founded_is_a_sentence(newcomer: Visitor, asked: dict[str, str], words: str) -> None:
    answer = newcomer.do("/begin/new", data=asked)

    assert answer.status_code == 422 and words in answer.text
    assert not list(root(newcomer).parent.rglob("inputs"))


def test_the_invented_year_is_made_beside_the_pages(
    newcomer: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it makes is `demo`'s own test; here: it is asked for, of that folder, and can be opened after."""

    def demo(office: Workspace) -> Iterator[None]:
        office.inputs.mkdir(parents=True)
        yield None

    monkeypatch.setattr("pipeline.desk.views.begin_page.demo", demo)
    assert newcomer.do("/begin/demo", data={"name": "演示"}).status_code == 204
    newcomer.here.worker.wait()
    assert newcomer.here.worker.job is not None and newcomer.here.worker.job.trouble == ""
    assert "打开“演示”" in newcomer.see("/")


def test_a_folder_nobody_may_look_into_is_passed_over(
    newcomer: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("甲", "乙"):
        (root(newcomer) / name / "inputs").mkdir(parents=True)
    is_dir = Path.is_dir

    def refusing(path: Path) -> bool:
        if path == root(newcomer) / "乙" / "inputs":
            raise PermissionError
        return is_dir(path)

    monkeypatch.setattr(Path, "is_dir", refusing)
    page = newcomer.see("/")
    assert "打开“甲”" in page and "打开“乙”" not in page


def test_the_workspace_chosen_is_opened_once_this_desk_has_ended(newcomer: Visitor) -> None:
    ended: list[bool] = []
    newcomer.here.end = lambda: ended.append(True)
    (root(newcomer) / "甲" / "inputs").mkdir(parents=True)

    refused = newcomer.do("/begin/open", data={"name": "乙"})
    assert (refused.status_code, refused.text) == (422, "“乙”里没有任务分解表，打不开。")
    assert (ended, newcomer.here.onward) == ([], None)
    moved = newcomer.do("/begin/open", data={"name": "甲"})
    assert (moved.status_code, moved.headers["hx-retarget"]) == (200, "body")
    assert ended == [True] and newcomer.here.onward == Workspace(root(newcomer) / "甲")


def test_the_command_goes_on_to_the_workspace_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = Workspace(tmp_path / "甲")
    opened: list[Path] = []

    def serve(here: Here, *_: object) -> None:
        opened.append(here.office.root)
        here.onward = chosen if len(opened) == 1 else None

    monkeypatch.setattr("pipeline.desk.serve.serve", serve)
    assert minsheng("-C", tmp_path, "desk", "--no-browser").code == 0
    assert opened == [tmp_path, tmp_path / "甲"]
