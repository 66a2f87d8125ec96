"""INTAKE §5: whatever fails, I1–I7 hold. The short form takes a part of every row, a few of them in a bare `nox` and the others

in `nox -s more`; `nox -s faults` takes all.
"""

from __future__ import annotations

import errno
import os
import random
import signal
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command import environment
from tests.faults.conftest import LONG, MONTH, Scene, Server, command, shown

both_modes = pytest.mark.parametrize(
    "folders", [False, True] if LONG else [False], ids=["links", "folders"][: 1 + LONG]
)
signals = pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM], ids=["KILL", "TERM"])
RANDOM_MOMENTS = 40 if LONG else 2
TERMINATED = 143
ENDED = "已中断。正在展示的还是完整的一套：原来的，或者已经换好的新的。"


def steps(server: Server, scene: Scene, root: Path, short: int, **request: object) -> Iterator[int]:
    """1, 2, 3 … as many calls as an undisturbed run makes; in the short form about `short` of them."""
    code, said, answer = server.run(scene.copy(root), scene.arguments, errno=errno.EIO, **request)
    assert code == scene.code, said
    calls = answer["calls"]
    yield from range(1, calls + 1, 1 if LONG else max(1, calls // short))


@pytest.mark.more
@both_modes
@signals
def test_killed_at_every_rename_fsync_and_unlink(
    server: Server, scene: Scene, tmp_path: Path, number: int, folders: bool
) -> None:
    root = tmp_path / "office"
    for k in list(steps(server, scene, root, 4, calls="moves", folders=folders)):
        scene.copy(root)
        code, said, _ = server.run(root, scene.arguments, calls="moves", at=k, signal=number, folders=folders)
        ended(number, code, said)
        scene.check(root, code, said, moved=number == signal.SIGKILL and folders)
        if number == signal.SIGTERM:
            assert litter(root) == []
        scene.check_again(root)


@pytest.mark.more
@signals
def test_killed_at_random_moments(server: Server, scene: Scene, tmp_path: Path, number: int) -> None:
    root = tmp_path / "office"
    _, _, answer = server.run(scene.copy(root), scene.arguments, errno=errno.EIO)
    moments = random.Random(number)
    for _ in range(RANDOM_MOMENTS):
        scene.copy(root)
        after = moments.uniform(0, answer["seconds"])
        code, said, _ = server.run(root, scene.arguments, signal=number, after=after)
        scene.check(root, code, said)
        if code not in (0, 1):
            ended(number, code, said)
        scene.check_again(root)


def ended(number: int, code: int, said: str) -> None:
    """A killed run says nothing more; one that was asked to end says so. Before it listens it just ends."""
    if number == signal.SIGTERM and code != -signal.SIGTERM:
        assert code == TERMINATED
        assert ENDED[:20] in said.replace("\n", "")
    else:
        assert code == -number


@pytest.mark.more
@both_modes
@pytest.mark.parametrize(
    "lasting", [False, True] if LONG else [False], ids=["once", "from-then-on"][: 1 + LONG]
)
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EMFILE], ids=errno.errorcode.get)
def test_every_call_fails_in_turn(
    server: Server, scene: Scene, tmp_path: Path, code: int, lasting: bool, folders: bool
) -> None:
    root = tmp_path / "office"
    calls = "writes" if code == errno.ENOSPC else "all"
    for k in list(steps(server, scene, root, 3, calls=calls, folders=folders)):
        scene.copy(root)
        left, said, _ = server.run(
            root, scene.arguments, calls=calls, at=k, errno=code, lasting=lasting, folders=folders
        )
        assert left in (scene.code, 3, 5), (k, left, said)
        scene.check(root, left, said, moved=lasting and folders)
        if left == 5:
            assert "没有改动" in said.replace("\n", ""), (k, said)
        if not lasting:
            assert litter(root) == [], k
        scene.check_again(root)


def litter(root: Path) -> list[str]:
    """What a run that could still act must not leave behind."""
    return [
        path.name for path in (root / "outputs").rglob("*") if ".tmp" in path.name or "journal" in path.name
    ]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes; only root can make one."""
    place = tmp_path / "disk"
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=6m", "minsheng-test", str(place)],
        capture_output=True,
        check=False,
    )
    if done.returncode:
        pytest.skip("no small disk can be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can mount a small disk"
)
def test_a_full_disk(server: Server, scene: Scene, small_disk: Path) -> None:
    root = small_disk / "office"
    filler = small_disk / "filler"
    refused = 0
    for left in (0, 4, 8, 16, 40, 80, 120, 200, 400) if LONG else (0, 16, 40):
        filler.unlink(missing_ok=True)
        scene.copy(root)
        free = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
        filler.write_bytes(bytes(max(0, free - left * 1024)))
        code, said, _ = server.run(root, scene.arguments, errno=errno.EIO)
        assert code in (scene.code, 5), said
        refused += code == 5
        if code == 5:
            assert "磁盘空间不足" in said
            assert litter(root) == []
        scene.check(root, code, said)
        filler.unlink()
        scene.check_again(root)
    assert refused


@pytest.mark.more
@pytest.mark.parametrize("count", [2, 5] if LONG else [2])
@pytest.mark.parametrize("wait", ["0", "300"])
def test_many_at_once(scene: Scene, tmp_path: Path, count: int, wait: str) -> None:
    root = scene.copy(tmp_path / "office")
    runs = [
        subprocess.Popen(
            command(root, *scene.arguments, "--wait", wait),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=environment(),
        )
        for _ in range(count)
    ]
    said = [run.communicate()[1].decode() for run in runs]
    codes = [run.returncode for run in runs]
    assert set(codes) <= ({scene.code} if wait != "0" else {scene.code, 4})
    assert scene.code in codes
    for code, text in zip(codes, said, strict=True):
        scene.check(root, scene.code, text)
        if code == 4:
            assert f"另一个 minsheng（{' '.join(scene.arguments)}，进程 " in text.replace("\n", "")
    scene.check_again(root)


@pytest.mark.parametrize("which", ["inputs", "outputs"])
def test_read_only_folders(server: Server, scene: Scene, tmp_path: Path, which: str) -> None:
    root = scene.copy(tmp_path / "office")
    place = root / which
    if os.geteuid() != 0:
        folders = [place, *(path for path in place.rglob("*") if path.is_dir() and not path.is_symlink())]
        for path in folders:
            path.chmod(0o500)
        code, said, _ = server.run(root, scene.arguments, errno=errno.EIO)
        for path in folders:
            path.chmod(0o700)
    else:
        bound = ["mount", "--bind", str(place), str(place)]
        if subprocess.run(bound, capture_output=True, check=False).returncode:
            pytest.skip("nothing can be mounted here, and root may write everywhere")
        subprocess.run(["mount", "-o", "remount,ro,bind", str(place)], check=True)
        code, said, _ = server.run(root, scene.arguments, errno=errno.EIO)
        subprocess.run(["umount", "-l", str(place)], check=True)
    scene.check(root, code, said)
    if which == "inputs":
        assert code == scene.code
    else:
        assert code == 5
        assert "原有的内容没有改动" in said.replace("\n", "")
    scene.check_again(root)


@pytest.mark.more
@pytest.mark.parametrize("length", [0, 1, 100, 3000, -1] if LONG else [3000])
@pytest.mark.parametrize("which", ["2023/任务分解表.xlsx", "2023/处理登记.xlsx", "2023/04"])
def test_truncated_inputs(server: Server, scene: Scene, tmp_path: Path, which: str, length: int) -> None:
    root = scene.copy(tmp_path / "office")
    path = root / "inputs" / which
    path = sheets(path)[0] if path.is_dir() else path
    whole, times = path.read_bytes(), path.stat()
    path.write_bytes(whole[:length])
    code, said, _ = server.run(root, ("monthly", MONTH), errno=errno.EIO)
    assert code in (1, 3), said
    assert "Traceback" not in said
    assert "内部出错" not in said
    assert path.read_bytes() == whole[:length]
    path.write_bytes(whole)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    scene.check_again(root)


def sheets(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.xlsx") if not path.name.startswith("~$"))


@pytest.mark.more
def test_an_input_that_grows_while_it_is_read(server: Server, scene: Scene, tmp_path: Path) -> None:
    root = scene.copy(tmp_path / "office")
    path = sheets(root / "inputs/2023/04")[0]
    whole = path.read_bytes()
    done = threading.Event()

    def grow() -> None:
        with path.open("ab") as stream:
            while not done.wait(0.0005):
                stream.write(b"x" * 100)
                stream.flush()

    writer = threading.Thread(target=grow)
    writer.start()
    try:
        code, said, _ = server.run(root, ("monthly", MONTH), errno=errno.EIO)
    finally:
        done.set()
        writer.join()
    assert code == 1, said
    assert "正在写入或传输" in said or "已损坏" in said, said
    made = shown(root / "outputs" / MONTH)
    assert made is not None
    path.write_bytes(whole)
    code, said, _ = server.run(root, ("monthly", MONTH), errno=errno.EIO)
    assert code == 0, said
