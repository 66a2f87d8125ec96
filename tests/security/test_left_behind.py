"""What a killed run leaves goes with the next; links in the places where we write lead nowhere; full disks end with 5."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import openpyxl
import pytest

from pipeline.files.scratch import PREFIX, scratch, sweep
from pipeline.model.workspace import Terms
from pipeline.outputs.lock import held
from pipeline.workflows import office as founding
from tests.command import environment, minsheng
from tests.june import MONTH

pytestmark = pytest.mark.skipif(
    os.name == "nt", reason="links are for administrators there, and nobody is killed so"
)
HOLDS = "import sys, time; from pipeline.files.scratch import scratch\nwith scratch() as place: print(place, flush=True); time.sleep(60)"


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "临时"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_what_a_killed_run_left_is_swept_by_the_next_and_a_living_one_s_stays(room: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(room)},
    ) as running:
        assert running.stdout is not None
        place = Path(running.stdout.readline().strip())
        assert place.parent == room
        sweep()
        assert place.is_dir()
        running.send_signal(signal.SIGKILL)
    with scratch() as own:
        assert list(room.iterdir()) == [own]
    assert list(room.iterdir()) == []


def test_a_folder_swept_the_moment_it_is_made_is_made_again(
    room: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, make = [], tempfile.mkdtemp

    def swept_at_once(**given: str) -> str:
        made.append(make(**given))
        if len(made) == 1:
            sweep()
        return made[-1]

    monkeypatch.setattr(tempfile, "mkdtemp", swept_at_once)
    with scratch() as place:
        assert (len(made), place.is_dir()) == (2, True)


def test_only_folders_of_ours_are_swept(room: Path, tmp_path: Path) -> None:
    away = tmp_path / "别处"
    (away / "文件").mkdir(parents=True)
    (room / f"{PREFIX}x").symlink_to(away)
    (room / "minsheng-报告").mkdir()
    sweep()
    assert (away / "文件").is_dir()
    assert len(list(room.iterdir())) == 2


def test_the_first_command_sweeps(room: Path, office: Path) -> None:
    (room / f"{PREFIX}left").mkdir()
    minsheng("-C", office, "status", "--today", "2021-07-01")
    assert list(room.iterdir()) == []


@pytest.mark.more
def test_no_room_for_temporary_files_ends_with_5(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(tempfile, "_candidate_tempdir_list", lambda: [str(tmp_path / "没有")])
    result = minsheng("-C", office, "templates", "check", "--pdf")
    assert (result.code, "磁盘空间不足" in result.err) == (5, True)


def test_a_file_that_may_not_grow_ends_with_5(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def limited(*_: object) -> object:
        raise OSError(errno.EFBIG, "File too large")

    monkeypatch.setattr(founding, "check_templates", limited)
    result = minsheng("-C", office, "templates", "check")
    assert (result.code, "文件超过了允许的大小" in result.err) == (5, True)


LIMITED = (
    "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)),) * 2)\n"
    "from pipeline.cli.commands import main; main(sys.argv[1:])"
)


@pytest.mark.more
@pytest.mark.skipif(
    sys.platform != "linux", reason="what the limit of a file's size does is the system's own"
)
@pytest.mark.parametrize("words", ["monthly", "check --return"])
def test_a_real_limit_of_a_file_ends_with_5_and_a_sentence(words: str, office: Path, tmp_path: Path) -> None:
    sheet = next((office / "inputs/2021/06").glob("市*.xlsx"))
    book = openpyxl.load_workbook(sheet)
    book.worksheets[0]["G5"] = "不详"
    book.save(sheet)
    command, *options = words.split()
    ended = subprocess.run(
        [sys.executable, "-c", LIMITED, "2000", "-C", str(office), command, MONTH, *options],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment(XDG_CACHE_HOME=str(tmp_path / "留下的"), TMPDIR=str(tmp_path)),
        check=False,
    )
    assert (ended.returncode, ended.stderr.count("文件超过了允许的大小")) == (5, 1), ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("name", [".lock", ".lock.json", ".lock.json.new"])
def test_a_lock_is_never_written_through_a_link(tmp_path: Path, name: str) -> None:
    outputs, theirs = tmp_path / "outputs", tmp_path / "别人的文件"
    outputs.mkdir()
    theirs.write_bytes(b"kept")
    (outputs / name).symlink_to(theirs)
    with held(outputs, Terms()):
        assert not (outputs / name).is_symlink()
        assert b"pid" in (outputs / ".lock.json").read_bytes()
    assert theirs.read_bytes() == b"kept"


@pytest.mark.more
@pytest.mark.parametrize("name", [".runs", f".runs/{MONTH}"])
def test_runs_are_not_laid_behind_a_link(office: Path, tmp_path: Path, name: str) -> None:
    theirs = tmp_path / "别处"
    theirs.mkdir()
    (theirs / "0123456789ab.tmp-x").write_bytes(b"kept")
    place = office / "outputs" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(theirs)
    result = minsheng("-C", office, "monthly", MONTH)
    assert (result.code, "是链接" in result.err) == (5, True)
    assert [path.name for path in theirs.iterdir()] == ["0123456789ab.tmp-x"]


@pytest.mark.more
def test_records_are_not_laid_behind_a_link(office: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "别处"
    theirs.mkdir()
    (theirs / "20190101-000000-monthly.txt").write_bytes(b"kept")
    (office / "outputs").mkdir(exist_ok=True)
    (office / "outputs/.logs").symlink_to(theirs)
    result = minsheng("-C", office, "monthly", MONTH)
    assert (result.code, ".logs 是链接" in result.err) == (0, True)
    assert [path.read_bytes() for path in theirs.iterdir()] == [b"kept"]
