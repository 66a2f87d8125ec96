"""Publishing: the old set or the new one, never a mix, and nothing of anybody's is lost.

Every law is tried with links and with real folders (what Windows does). The calls that touch the
disk are made to fail, or to kill the process, one after the other.
"""

from __future__ import annotations

import errno
import hashlib
import itertools
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

import pytest
from filelock import SoftFileLock

import pipeline
from pipeline.model.errors import Busy, MachineProblem
from pipeline.model.origin import Command, CommandKind, Origin, Source
from pipeline.model.workspace import Terms
from pipeline.outputs import past
from pipeline.outputs.manifests import read_manifest
from pipeline.outputs.past import past_runs
from pipeline.outputs.publish import Edition, Published, publish, recover

ORIGIN = Origin(
    Command(CommandKind.MONTHLY, {"final": False}),
    "0.1.0",
    (Source("inputs/2021/09/市教育局.xlsx", "ab" * 32),),
)
OLD = Edition("2021-09", {"通报.docx": b"old", "反馈函/01.docx": b"old letter"}, ORIGIN)
NEW = Edition("2021-09", {"通报.docx": b"new" * 9, "反馈函/02.docx": b"new letter"}, ORIGIN)

Files = dict[str, bytes]
both_modes = pytest.mark.parametrize("links", [True, False], ids=["links", "folders"])
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


def numbered(edition: Edition, number: int) -> Edition:
    """The same files as another run."""
    return replace(edition, origin=replace(ORIGIN, version=str(number)))


def shown(outputs: Path, name: str = "2021-09") -> Files | None:
    """What a visitor of the published folder finds; None if it is not there."""
    folder = outputs / name
    if not os.path.lexists(folder):
        return None
    names = (path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file())
    return {name: (folder / name).read_bytes() for name in names if not name.startswith("修改稿/")}


def drafts(outputs: Path, name: str = "2021-09") -> Files:
    """What lies in the 修改稿 of the published folder."""
    folder = outputs / name / "修改稿"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def expected(edition: Edition, tmp_path: Path) -> Files:
    """What an undisturbed run shows."""
    publish(edition, tmp_path / "undisturbed")
    result = shown(tmp_path / "undisturbed", edition.name)
    assert result is not None
    return result


def litter(outputs: Path) -> list[str]:
    """What a finished run must not leave behind."""
    return [path.name for path in outputs.rglob("*") if ".tmp" in path.name or "journal" in path.name]


def visible(outputs: Path) -> list[str]:
    return sorted(path.name for path in outputs.iterdir() if not path.name.startswith("."))


# What is published


@both_modes
def test_a_set_and_its_manifest(tmp_path: Path, links: bool) -> None:
    result = publish(OLD, tmp_path / "new" / "outputs", links=links)
    outputs = tmp_path / "new" / "outputs"
    files = shown(outputs)
    assert files is not None
    manifest = files.pop("manifest.json")
    assert files == OLD.files
    assert result == Published(outputs / "2021-09", hashlib.sha256(manifest).hexdigest()[:12], ())
    facts = json.loads(manifest)
    assert facts == {
        "command": {"kind": "monthly", "arguments": {"final": False}},
        "version": "0.1.0",
        "inputs": [{"path": "inputs/2021/09/市教育局.xlsx", "sha256": "ab" * 32}],
        "set": "2021-09",
        "outputs": [
            {"path": path, "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
            for path, data in sorted(OLD.files.items())
        ],
    }
    # A file a line, in order; keys in order within.
    lines = manifest.decode().splitlines()
    assert lines[0] == "{" and lines[-1] == "}"
    listed = [json.dumps(one, ensure_ascii=False, sort_keys=True) for one in facts["outputs"]]
    assert [line.strip(" ,") for line in lines if '"size"' in line] == listed
    assert visible(outputs) == ["2021-09"]
    assert litter(outputs) == []


def test_the_link_is_relative_so_the_workspace_can_move(tmp_path: Path) -> None:
    result = publish(OLD, tmp_path / "a")
    assert result.folder.readlink() == Path(".runs", "2021-09", result.run)
    (tmp_path / "a").rename(tmp_path / "b")
    assert shown(tmp_path / "b") == expected(OLD, tmp_path)


@both_modes
def test_publishing_again_changes_nothing(tmp_path: Path, links: bool) -> None:
    first = publish(OLD, tmp_path, links=links)
    before = {path: path.lstat().st_mtime_ns for path in tmp_path.rglob("*") if path.name != ".lock"}
    assert publish(OLD, tmp_path, links=links) == replace(first, unchanged=True)
    assert {path: path.lstat().st_mtime_ns for path in tmp_path.rglob("*") if path.name != ".lock"} == before


@both_modes
def test_back_to_an_earlier_edition_uses_its_run(tmp_path: Path, links: bool) -> None:
    first = publish(OLD, tmp_path, links=links)
    publish(NEW, tmp_path, links=links)
    assert publish(OLD, tmp_path, links=links) == first
    assert shown(tmp_path)["通报.docx"] == b"old"  # type: ignore[index]
    runs = [path.name for path in (tmp_path / ".runs" / "2021-09").iterdir()]
    assert len(runs) == (2 if links else 1)


@both_modes
def test_sets_of_different_names_live_side_by_side(tmp_path: Path, links: bool) -> None:
    publish(OLD, tmp_path, links=links)
    publish(replace(NEW, name="2021-09-表样"), tmp_path, links=links)
    assert visible(tmp_path) == ["2021-09", "2021-09-表样"]
    assert shown(tmp_path) == expected(OLD, tmp_path)


def test_an_input_with_a_name_that_is_no_text_can_be_recorded(tmp_path: Path) -> None:
    broken = Source(os.fsdecode("市教育局.xlsx".encode("gbk")), "ab" * 32)
    result = publish(replace(OLD, origin=replace(ORIGIN, inputs=(broken,))), tmp_path)
    manifest = read_manifest(result.folder)
    assert manifest is not None
    assert manifest.origin.inputs == (broken,)


# Names

BAD_NAMES = (
    *("", ".", "..", "/x", "a/", "a//b", "../x", "a/../b", "a\\b", "C:x", "a:b", "a\0b", "a\nb"),
    *("CON", "nul.docx", "a/Com1.txt", "LPT9", "a.", "a ", "a/b.", ".x", "~$通报.docx", "Thumbs.db"),
    *("x" * 201, "民" * 67, "\udcb0"),
)


@pytest.mark.parametrize("name", BAD_NAMES)
def test_names_that_are_not_plain(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        publish(Edition("2021-09", {name: b""}, ORIGIN), tmp_path)
    with pytest.raises(ValueError, match="name"):
        publish(Edition(name, {}, ORIGIN), tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("names", [("a.docx", "A.DOCX"), ("a", "a/b"), ("manifest.json",), ("é", "e\u0301")])
def test_names_that_some_system_takes_for_one(tmp_path: Path, names: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="name"):
        publish(Edition("2021-09", dict.fromkeys(names, b""), ORIGIN), tmp_path)


def test_the_name_of_an_edition_is_one_folder(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="plain"):
        publish(replace(OLD, name="a/b"), tmp_path)


# What people did in the shown folder


@both_modes
def test_an_edited_draft_is_kept_and_reported(tmp_path: Path, links: bool) -> None:
    first = publish(OLD, tmp_path, links=links)
    manifest = (tmp_path / "2021-09" / "manifest.json").read_bytes()
    (tmp_path / "2021-09" / "通报.docx").write_bytes(b"edited")
    (tmp_path / "2021-09" / "领导批示.txt").write_bytes(b"added")
    (tmp_path / "2021-09" / "反馈函" / "01.docx").unlink()
    result = publish(NEW, tmp_path, links=links)
    assert shown(tmp_path) == expected(NEW, tmp_path)
    place = tmp_path / "2021-09" / "修改稿" / first.run
    assert result.kept == (place / "通报.docx", place / "领导批示.txt")
    assert drafts(tmp_path) == {
        f"{first.run}/通报.docx": b"edited",
        f"{first.run}/领导批示.txt": b"added",
        f"{first.run}/manifest.json": manifest,
    }
    assert publish(NEW, tmp_path, links=links).kept == ()


@both_modes
def test_the_same_edition_over_its_edited_self(tmp_path: Path, links: bool) -> None:
    first = publish(OLD, tmp_path, links=links)
    for edit in (b"edited once", b"edited twice", b"edited once"):
        (tmp_path / "2021-09" / "通报.docx").write_bytes(edit)
        result = publish(OLD, tmp_path, links=links)
        assert shown(tmp_path) == expected(OLD, tmp_path)
        assert [path.read_bytes() for path in result.kept] == [edit]
        assert publish(OLD, tmp_path, links=links).unchanged
    kept = {name: data for name, data in drafts(tmp_path).items() if not name.endswith("manifest.json")}
    assert kept == {
        f"{first.run}/通报.docx": b"edited once",
        f"{first.run}-2/通报.docx": b"edited twice",
    }


@both_modes
def test_a_draft_outlives_many_reruns(tmp_path: Path, links: bool) -> None:
    first = publish(OLD, tmp_path, links=links)
    manifest = (tmp_path / "2021-09" / "manifest.json").read_bytes()
    (tmp_path / "2021-09" / "通报.docx").write_bytes(b"edited")
    for number in range(10):
        publish(numbered(NEW, number), tmp_path, Terms(keep=2), links=links)
        assert drafts(tmp_path) == {
            f"{first.run}/通报.docx": b"edited",
            f"{first.run}/manifest.json": manifest,
        }
    room = tmp_path / ".runs" / "2021-09"
    assert len([path for path in room.iterdir() if path.resolve() != (tmp_path / "2021-09").resolve()]) == 2
    (tmp_path / "2021-09" / "修改稿" / first.run / "通报.docx").write_bytes(b"edited further")
    publish(OLD, tmp_path, links=links)
    assert drafts(tmp_path)[f"{first.run}/通报.docx"] == b"edited further"


@both_modes
def test_drafts_somebody_threw_away_stay_away(tmp_path: Path, links: bool) -> None:
    publish(OLD, tmp_path, links=links)
    (tmp_path / "2021-09" / "通报.docx").write_bytes(b"edited")
    publish(NEW, tmp_path, links=links)
    shutil.rmtree(tmp_path / "2021-09" / "修改稿")
    for number in range(8):
        publish(numbered(NEW, number), tmp_path, Terms(keep=1), links=links)
    assert drafts(tmp_path) == {}
    # The run it was written into holds the only copy: it is not ours to remove.
    assert b"edited" in [path.read_bytes() for path in (tmp_path / ".runs").rglob("通报.docx")]


@both_modes
def test_what_is_no_plain_file_stays_where_it_is(tmp_path: Path, links: bool) -> None:
    publish(OLD, tmp_path, links=links)
    (tmp_path / "2021-09" / "指向").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "2021-09" / "管道")
    result = publish(NEW, tmp_path, Terms(keep=0), links=links)
    assert sorted(path.name for path in result.kept) == ["指向", "管道"]
    assert all(os.path.lexists(path) and ".runs" in path.parts for path in result.kept)
    assert drafts(tmp_path) == {}


@both_modes
def test_a_draft_that_cannot_be_read_stops_the_swap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    publish(OLD, tmp_path, links=links)
    (tmp_path / "2021-09" / "批示.docx").write_bytes(b"mine")
    before = shown(tmp_path)
    whole = Path.open

    def locked(path: Path, *args: Any, **options: Any) -> Any:
        if path.name == "批示.docx":
            raise in_use(path)
        return whole(path, *args, **options)

    monkeypatch.setattr(Path, "open", locked)
    with pytest.raises(MachineProblem) as caught:
        publish(NEW, tmp_path, links=links)
    assert str(caught.value) == (
        f"“{tmp_path / '2021-09'}”里有文件正被 Word/WPS 打开，请关闭后再运行，原有的内容没有改动"
    )
    monkeypatch.undo()
    assert shown(tmp_path) == before
    assert litter(tmp_path) == []


def in_use(path: Path, winerror: int = 32) -> PermissionError:
    """What Windows says of a file that is open in Word."""
    error = PermissionError(errno.EACCES, "in use", str(path))
    error.winerror = winerror  # type: ignore[attr-defined]  # known on Windows only
    return error


@pytest.mark.parametrize("winerror", [5, 32])
def test_a_folder_with_an_open_file_is_not_swapped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, winerror: int
) -> None:
    publish(OLD, tmp_path, links=False)
    before = shown(tmp_path)
    rename = os.rename

    def refuse(source: Path, target: Path) -> None:
        if Path(source).name == "2021-09":
            raise in_use(Path(source), winerror)
        rename(source, target)

    monkeypatch.setattr(os, "rename", refuse)
    with pytest.raises(MachineProblem) as caught:
        publish(NEW, tmp_path, links=False)
    assert str(caught.value) == (
        f"“{tmp_path / '2021-09'}”里有文件正被 Word/WPS 打开，请关闭后再运行，原有的内容没有改动"
    )
    assert caught.value.exit_code == 5
    monkeypatch.undo()
    assert shown(tmp_path) == before
    assert litter(tmp_path) == []
    publish(NEW, tmp_path, links=False)
    assert shown(tmp_path) == expected(NEW, tmp_path)


# Earlier runs


@both_modes
def test_earlier_runs_are_listed_and_the_oldest_go(tmp_path: Path, links: bool) -> None:
    made = []
    for number in range(7):
        edition = numbered(OLD, number)
        made.append(publish(edition, tmp_path, links=links).run)
        for path in (tmp_path / "2021-09").glob("manifest.json"):
            os.utime(path, ns=(number * 60 * 10**9, number * 60 * 10**9))
    earlier = past_runs(tmp_path, "2021-09")
    assert [run.folder.name for run in earlier] == made[5:0:-1]
    assert {run.command for run in earlier} == {"monthly"}
    assert earlier[0].made == datetime(1970, 1, 1, 8, 5, tzinfo=ZoneInfo("Asia/Shanghai"))
    publish(edition, tmp_path, Terms(keep=1), links=links)
    assert [run.folder.name for run in past_runs(tmp_path, "2021-09")] == [made[5]]
    publish(edition, tmp_path, Terms(keep=0), links=links)
    assert past_runs(tmp_path, "2021-09") == ()
    assert shown(tmp_path) == expected(edition, tmp_path)


@both_modes
def test_a_set_whose_manifest_is_damaged_is_laid_aside_whole_and_stays(tmp_path: Path, links: bool) -> None:
    """It may have been sealed: nobody knows."""
    publish(OLD, tmp_path, links=links)
    (tmp_path / "2021-09" / "manifest.json").write_bytes(b'{"sealed": ')
    before = shown(tmp_path)
    result = publish(NEW, tmp_path, Terms(keep=0), links=links)
    assert shown(tmp_path) == expected(NEW, tmp_path)
    assert result.damaged
    (aside,) = result.kept
    assert {
        path.relative_to(aside).as_posix(): path.read_bytes() for path in aside.rglob("*") if path.is_file()
    } == before
    assert not publish(OLD, tmp_path, Terms(keep=0), links=links).damaged
    assert aside.is_dir()
    earlier = [run for run in past_runs(tmp_path, "2021-09") if run.folder == aside]
    assert [(run.command, run.final) for run in earlier] == ([("", False)] if links else [])


@both_modes
def test_a_fair_copy_is_never_removed(tmp_path: Path, links: bool) -> None:
    """It may come back from the leader, signed, after a draft has taken its place."""
    final = replace(OLD, origin=replace(ORIGIN, command=Command(CommandKind.MONTHLY, {"final": True})))
    first = publish(final, tmp_path, links=links)
    publish(NEW, tmp_path, Terms(keep=0), links=links)
    assert [(run.folder.name, run.final) for run in past_runs(tmp_path, "2021-09")] == [(first.run, True)]


def test_a_run_that_cannot_be_removed_fails_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(OLD, tmp_path)

    def refuse(*_: object, **__: object) -> NoReturn:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(past, "digest", refuse)
    publish(NEW, tmp_path, Terms(keep=0))
    monkeypatch.undo()
    assert shown(tmp_path) == expected(NEW, tmp_path)
    assert len(past_runs(tmp_path, "2021-09")) == 1


@both_modes
def test_an_edited_manifest_is_kept_too(tmp_path: Path, links: bool) -> None:
    publish(OLD, tmp_path, links=links)
    with (tmp_path / "2021-09" / "manifest.json").open("ab") as stream:
        stream.write(b"\n")
    publish(OLD, tmp_path, links=links)
    assert shown(tmp_path) == expected(OLD, tmp_path)
    manifests = [path.read_bytes() for path in (tmp_path / ".runs").rglob("manifest.json")]
    assert any(data.endswith(b"\n\n") for data in manifests)


@both_modes
@pytest.mark.parametrize(
    "name", ["~$通报.docx", ".~通报.docx", ".~lock.通报.docx#", "Thumbs.db", "desktop.ini"]
)
def test_what_word_lays_beside_a_draft_is_no_draft(tmp_path: Path, name: str, links: bool) -> None:
    publish(OLD, tmp_path, links=links)
    (tmp_path / "2021-09" / name).write_bytes(b"x")
    assert publish(OLD, tmp_path, links=links).kept == ()
    assert publish(NEW, tmp_path, links=links).kept == ()
    assert shown(tmp_path) == expected(NEW, tmp_path)


@both_modes
@pytest.mark.parametrize("manifest", [None, b"{}", b"not json"])
def test_a_folder_people_made_is_moved_aside_whole(
    tmp_path: Path, links: bool, manifest: bytes | None
) -> None:
    room = tmp_path / ".runs" / "2021-09"
    for number in (1, 2):
        if number == 2:
            remove_shown(tmp_path)
        (tmp_path / "2021-09").mkdir()
        (tmp_path / "2021-09" / "笔记.docx").write_bytes(b"mine")
        if manifest is not None:
            (tmp_path / "2021-09" / "manifest.json").write_bytes(manifest)
        result = publish(OLD, tmp_path, links=links)
        assert result.kept == (room / f"他人文件-{number}",)
        assert (result.kept[0] / "笔记.docx").read_bytes() == b"mine"
        assert shown(tmp_path) == expected(OLD, tmp_path)


@both_modes
def test_a_file_or_a_link_of_somebody_in_the_way(tmp_path: Path, links: bool) -> None:
    (tmp_path / "2021-09").write_bytes(b"mine")
    result = publish(OLD, tmp_path, links=links)
    assert result.kept[0].read_bytes() == b"mine"
    remove_shown(tmp_path)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "2021-09").symlink_to(tmp_path / "elsewhere")
    result = publish(OLD, tmp_path, links=links)
    assert result.kept[0].readlink() == tmp_path / "elsewhere"
    assert shown(tmp_path) == expected(OLD, tmp_path)


@both_modes
def test_a_shown_set_that_people_deleted_comes_back(tmp_path: Path, links: bool) -> None:
    publish(OLD, tmp_path, links=links)
    remove_shown(tmp_path)
    assert publish(OLD, tmp_path, links=links).kept == ()
    assert shown(tmp_path) == expected(OLD, tmp_path)


def remove_shown(outputs: Path) -> None:
    folder = outputs / "2021-09"
    if folder.is_symlink():
        folder.unlink()
    else:
        folder.rename(outputs.parent / f"{outputs.name}-removed-{os.urandom(4).hex()}")


@pytest.mark.parametrize("first", [True, False])
def test_a_workspace_that_moves_between_systems(tmp_path: Path, first: bool) -> None:
    publish(OLD, tmp_path, links=first)
    (tmp_path / "2021-09" / "通报.docx").write_bytes(b"edited")
    result = publish(NEW, tmp_path, links=not first)
    assert (tmp_path / "2021-09").is_symlink() is (not first)
    assert shown(tmp_path) == expected(NEW, tmp_path)
    assert [path.read_bytes() for path in result.kept] == [b"edited"]


@pytest.mark.parametrize("code", [errno.EPERM, errno.ENOTSUP])
def test_a_disk_without_links_gets_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise OSError(code, os.strerror(code))

    publish(OLD, tmp_path / "outputs")
    monkeypatch.setattr(os, "symlink", refuse)
    for edition in (NEW, OLD):
        publish(edition, tmp_path / "outputs")
        assert not (tmp_path / "outputs" / "2021-09").is_symlink()
        assert shown(tmp_path / "outputs")["通报.docx"] == edition.files["通报.docx"]  # type: ignore[index]


# Faults


class Strike:
    """Counts the calls that touch the disk and does something at the k-th, or from then on."""

    def __init__(self, at: int, action: Callable[[], None], *, lasting: bool = False) -> None:
        self.at, self.action, self.lasting = at, action, lasting
        self.calls = 0

    def __call__(self) -> None:
        self.calls += 1
        if self.calls == self.at or (self.lasting and self.calls > self.at):
            self.action()

    @property
    def struck(self) -> bool:
        return self.calls >= self.at

    def install(self, patch: pytest.MonkeyPatch) -> None:
        for name in ("open", "mkdir", "rename", "replace", "symlink", "unlink", "rmdir"):
            patch.setattr(os, name, self._before(getattr(os, name)))
        patch.setattr(os, "fsync", self._before(lambda _: None))
        patch.setattr(Path, "open", self._opening(Path.open))

    def _before(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **options: Any) -> Any:
            self()
            return call(*args, **options)

        return counted

    def _opening(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def opened(path: Path, mode: str = "r", *args: Any, **options: Any) -> Any:
            stream = call(path, mode, *args, **options)
            return HalfWriter(stream, self) if "x" in mode or "w" in mode else stream

        return opened


class HalfWriter:
    """A file whose write may stop half way, as on a full disk."""

    def __init__(self, stream: Any, strike: Strike) -> None:
        self.stream, self.strike = stream, strike

    def __enter__(self) -> HalfWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self.stream.close()

    def fileno(self) -> int:
        number: int = self.stream.fileno()
        return number

    def write(self, data: memoryview) -> int:
        half: int = self.stream.write(data[: (len(data) + 1) // 2])
        self.strike()
        return half


def failing(code: int) -> Callable[[], None]:
    def fail() -> None:
        raise OSError(code, os.strerror(code))

    return fail


def nothing(_: Path, __: bool) -> None:
    """The first edition ever."""


def old_set(outputs: Path, links: bool) -> None:
    publish(OLD, outputs, links=links)


def edited_set(outputs: Path, links: bool) -> None:
    publish(NEW, outputs, links=links)
    (outputs / "2021-09" / "通报.docx").write_bytes(b"edited")


def other_way(outputs: Path, links: bool) -> None:
    publish(OLD, outputs, links=not links)


def foreign_folder(outputs: Path, _: bool) -> None:
    (outputs / "2021-09").mkdir(parents=True)
    (outputs / "2021-09" / "笔记.docx").write_bytes(b"edited")


FAULTS = (
    *((state, False) for state in (nothing, old_set, edited_set, other_way, foreign_folder)),
    *((state, True) for state in (edited_set, foreign_folder)),
)
every_fault = pytest.mark.parametrize(
    ("state", "lasting"),
    FAULTS,
    ids=[f"{state.__name__}{'-from-then-on' * lasting}" for state, lasting in FAULTS],
)


def workspaces(
    tmp_path: Path, state: Callable[[Path, bool], None], links: bool
) -> Iterator[tuple[int, Path]]:
    """A fresh workspace in that state for k = 1, 2, 3 …"""
    for k in itertools.count(1):
        outputs = tmp_path / str(k)
        state(outputs, links)
        yield k, outputs


def assert_nothing_lost(outputs: Path, before: Files | None) -> None:
    everything = {path.read_bytes() for path in outputs.rglob("*") if path.is_file()}
    assert set((before or {}).values()) <= everything


@pytest.fixture
def no_sync(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here pulls the plug: only the calls count, not the waiting."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@both_modes
@every_fault
@pytest.mark.usefixtures("no_sync")
def test_every_call_fails_in_turn(
    tmp_path: Path, state: Callable[[Path, bool], None], links: bool, lasting: bool
) -> None:
    new = expected(NEW, tmp_path)
    for k, outputs in workspaces(tmp_path, state, links):
        before = shown(outputs)
        strike = Strike(k, failing(errno.ENOSPC), lasting=lasting)
        with pytest.MonkeyPatch.context() as patch:
            strike.install(patch)
            try:
                publish(NEW, outputs, links=links)
                refused = ""
            except MachineProblem as problem:
                refused = str(problem)
        after = shown(outputs)
        if not refused:
            assert after == new
        elif after is None and before is not None:
            assert lasting and "下次运行时自动放回" in refused
            recover(outputs)
            assert shown(outputs) == before
        else:
            assert after == before
            assert "磁盘空间不足" in refused and "没有改动" in refused and "\n" not in refused
            assert lasting or litter(outputs) == []
        publish(NEW, outputs, links=links)
        assert shown(outputs) == new
        assert litter(outputs) == []
        assert_nothing_lost(outputs, before)
        if not strike.struck:
            break
    assert k > 15


@pytest.mark.more
@needs_fork
@pytest.mark.parametrize(
    ("state", "links"),
    [
        (edited_set, True),
        pytest.param(edited_set, False, marks=pytest.mark.walks),
        pytest.param(foreign_folder, True, marks=pytest.mark.walks),
    ],
)
@pytest.mark.usefixtures("no_sync")
def test_killed_at_every_call(tmp_path: Path, state: Callable[[Path, bool], None], links: bool) -> None:
    new = expected(NEW, tmp_path)
    for k, outputs in workspaces(tmp_path, state, links):
        before = shown(outputs)
        strike = Strike(k, lambda: os.kill(os.getpid(), signal.SIGKILL))
        status = in_child(lambda strike=strike, outputs=outputs: struck(strike, outputs, links))  # type: ignore[misc]
        after = shown(outputs)
        if after is None and before is not None:
            assert not links or before_is_folder(outputs)
            recover(outputs)
            after = shown(outputs)
        assert after in (before, new)
        publish(NEW, outputs, links=links)
        assert shown(outputs) == new
        assert litter(outputs) == []
        assert_nothing_lost(outputs, before)
        if not os.WIFSIGNALED(status):
            break
    assert k > 15


def before_is_folder(outputs: Path) -> bool:
    """True if a real folder had to be moved out of the way of a link: the journal says so."""
    return (outputs / ".runs" / ".journal.json").exists()


def struck(strike: Strike, outputs: Path, links: bool) -> int:
    strike.install(pytest.MonkeyPatch())
    publish(NEW, outputs, links=links)
    return 0


def in_child(work: Callable[[], int]) -> int:
    """The wait status of a forked process that does the work and leaves with what it returns."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # fork in a test runner that has threads
        child = os.fork()
    if child == 0:
        code = 99
        try:
            code = work()
        finally:
            os._exit(code)
    return os.waitpid(child, 0)[1]


@needs_fork
@both_modes
def test_a_real_limit_of_the_system(tmp_path: Path, links: bool) -> None:
    publish(OLD, tmp_path, links=links)
    before = shown(tmp_path)

    def work() -> int:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
        large = replace(NEW, files={**NEW.files, "大.docx": bytes(10_000)})
        try:
            publish(large, tmp_path, links=links)
        except MachineProblem as problem:
            return 5 if "大.docx" in str(problem) else 6
        return 0

    assert os.waitstatus_to_exitcode(in_child(work)) == 5
    assert shown(tmp_path) == before
    assert litter(tmp_path) == []


def test_no_folder_can_be_made_there(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for place in ("file", "file/outputs"):
        with pytest.raises(MachineProblem, match="应是文件夹的地方放着别的东西，原有的内容没有改动"):
            publish(OLD, tmp_path / place)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(MachineProblem, match="没有写入权限"):
            publish(OLD, tmp_path)
    finally:
        tmp_path.chmod(0o700)


@both_modes
def test_a_read_only_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool) -> None:
    publish(OLD, tmp_path, links=links)
    before = shown(tmp_path)
    with monkeypatch.context() as patch:
        Strike(1, failing(errno.EROFS), lasting=True).install(patch)
        with pytest.raises(MachineProblem, match="只读") as caught:
            publish(NEW, tmp_path, links=links)
    assert caught.value.exit_code == 5
    assert str(caught.value) == (
        f"写不进“{tmp_path / '2021-09'}”：磁盘或文件夹是只读的，原有的内容没有改动，请处理后重新运行"
    )
    assert shown(tmp_path) == before


@both_modes
def test_ctrl_c_leaves_no_stage(tmp_path: Path, links: bool) -> None:
    publish(OLD, tmp_path, links=links)
    before = shown(tmp_path)

    def interrupt() -> None:
        raise KeyboardInterrupt

    for k in range(5, 14):
        with pytest.MonkeyPatch.context() as patch, pytest.raises(KeyboardInterrupt):
            Strike(k, interrupt).install(patch)
            publish(NEW, tmp_path, links=links)
        assert shown(tmp_path) == before
        assert litter(tmp_path) == []


def test_a_damaged_journal_does_not_stop_anybody(tmp_path: Path) -> None:
    publish(OLD, tmp_path, links=False)
    (tmp_path / ".runs" / ".journal.json").write_bytes(b"\0\0\0")
    publish(NEW, tmp_path, links=False)
    assert shown(tmp_path) == expected(NEW, tmp_path)
    assert litter(tmp_path) == []


def test_recover_has_nothing_to_do_in_a_healthy_workspace(tmp_path: Path) -> None:
    recover(tmp_path / "none yet")
    publish(OLD, tmp_path)
    recover(tmp_path)
    assert shown(tmp_path) == expected(OLD, tmp_path)


# Two at once

WAITING = """
import os, sys
from pathlib import Path
from pipeline.outputs.manifests import Command, CommandKind, Origin
from pipeline.outputs.publish import Edition, publish
from pipeline.model.workspace import Terms

def wait(*_, **__):
    print("inside", flush=True)
    sys.stdin.read()

os.rename = wait
edition = Edition("2021-09", {"a.docx": b"a"}, Origin(Command(CommandKind.FORMS)))
publish(edition, Path(sys.argv[1]), Terms(who="monthly 2021-09"), links=sys.argv[2] == "True")
"""


@both_modes
def test_two_at_once_and_a_dead_one_that_holds_nobody_up(tmp_path: Path, links: bool) -> None:
    publish(OLD, tmp_path, links=links)
    root = Path(pipeline.__file__).parent.parent
    with subprocess.Popen(
        [sys.executable, "-c", WAITING, str(tmp_path), str(links)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(root)},
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"inside"
        with pytest.raises(Busy) as caught:
            publish(NEW, tmp_path, links=links)
        assert re.fullmatch(
            rf"另一个 minsheng（monthly 2021-09，进程 {other.pid}）自 \d+月\d+日 \d\d:\d\d 起正在这个文件夹里运行，"
            "请等它结束后再试，或加 --wait 300 等它结束",
            str(caught.value),
        )
        assert caught.value.exit_code == 4
        (tmp_path / ".lock.json").write_bytes(b"half a rec")
        with pytest.raises(Busy) as caught:
            publish(NEW, tmp_path, links=links)
        assert str(caught.value) == (
            "另一个 minsheng 正在这个文件夹里运行，请等它结束后再试，或加 --wait 300 等它结束"
        )
        assert len(litter(tmp_path)) == 1
        threading.Timer(0.5, other.kill).start()
        started = time.monotonic()
        publish(NEW, tmp_path, Terms(wait=60), links=links)
        assert 0.3 < time.monotonic() - started < 30
    assert shown(tmp_path) == expected(NEW, tmp_path)
    assert litter(tmp_path) == []
    assert not (tmp_path / ".lock.json").exists()


def test_a_disk_on_which_a_lock_would_be_a_mere_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such a file outlives a dead process, and would keep everybody out."""
    monkeypatch.setattr("filelock.FileLock", SoftFileLock)
    with pytest.raises(MachineProblem, match="这个磁盘不支持文件锁"):
        publish(NEW, tmp_path)
    assert litter(tmp_path) == []
    assert not (tmp_path / "2021-09").exists()
    assert not (tmp_path / ".lock").exists()
