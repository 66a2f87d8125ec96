"""A small office in which a set was published, edited, and is due to be made anew: the scene of every fault."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent / "city"))

import yunchuan  # noqa: E402  # its folder is no package

from tests.command import environment, minsheng  # noqa: E402
from tests.conftest import Once  # noqa: E402

LONG = os.environ.get("MINSHENG_FAULTS") == "long"
MONTH = yunchuan.CLEAN
EDIT = "领导改过的一句话".encode()

Files = dict[str, bytes]
State = dict[str, tuple[bytes, int]]


def command(root: Path, *arguments: str) -> list[str]:
    """The real command as a process of its own."""
    return [sys.executable, "-m", "pipeline", "-C", str(root), *arguments]


def shown(folder: Path) -> Files | None:
    """What a visitor finds in a set, beside the drafts of people; None if it is not there."""
    if not os.path.lexists(folder):
        return None
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return {name: (folder / name).read_bytes() for name in sorted(names) if not name.startswith("修改稿/")}


def state(root: Path) -> State:
    """Names, contents and times of everything people own."""
    paths = [path for name in ("inputs", "templates") for path in (root / name).rglob("*") if path.is_file()]
    return {str(path.relative_to(root)): (path.read_bytes(), path.stat().st_mtime_ns) for path in paths}


@dataclass(frozen=True)
class Scene:
    """A workspace whose set is of yesterday's plan, with a draft somebody edited; and what a run makes of it."""

    arguments: tuple[str, ...]
    name: str
    before: Path
    old: Files
    new: Files
    code: int

    def copy(self, root: Path) -> Path:
        shutil.rmtree(root, ignore_errors=True)
        return Path(shutil.copytree(self.before, root, symlinks=True))

    def check(self, root: Path, code: int, said: str, *, moved: bool = False) -> None:
        """I1, I2, I4, I5, I7 after a run that ended so. `moved`: a folder may lie aside until the next run."""
        after = shown(root / "outputs" / self.name)
        allowed = [self.old, self.new, *([None] if moved else [])]
        assert after in allowed, f"neither the old set nor the new one: {sorted(after or {})}"
        assert state(root) == state(self.before)
        if code in (0, 1):
            assert after == self.new
        visible = {path.name for path in (root / "outputs").iterdir() if not path.name.startswith(".")}
        assert visible <= {self.name, "README.md"}
        for sign in ("Traceback", "Error", "Exception", "程序内部出错"):
            assert sign not in said, said
        assert EDIT in everything(root), "what somebody wrote is gone"

    def check_again(self, root: Path) -> None:
        """I3, I6: a run that nothing disturbs makes what it would have made, and the draft is in the new set."""
        done = minsheng("-C", root, *self.arguments)
        assert done.code == self.code, done.err
        assert shown(root / "outputs" / self.name) == self.new
        kept = root / "outputs" / self.name / "修改稿"
        assert EDIT in b"".join(path.read_bytes() for path in kept.rglob("*") if path.is_file())
        assert [path.name for path in root.rglob("*") if ".tmp" in path.name or "journal" in path.name] == []


def everything(root: Path) -> bytes:
    return b"".join(path.read_bytes() for path in (root / "outputs").rglob("*") if path.is_file())


def stage(base: Path, place: Path, arguments: tuple[str, ...], name: str) -> Scene:
    """Make the old set, edit it, and find out what the new one is."""
    fresh = Path(shutil.copytree(base, place / "fresh"))
    done = minsheng("-C", fresh, *arguments)
    assert done.code in (0, 1), done.err
    new = shown(fresh / "outputs" / name)
    before = Path(shutil.copytree(base, place / "before"))
    rows = dict(yunchuan.tables("任务分解表"))
    rows["指标"] = [[*row[:2], row[2] + "（昨）", *row[3:]] for row in rows["指标"]]
    yunchuan.lay_plan(before, rows)
    assert minsheng("-C", before, *arguments).code in (0, 1)
    plan = f"inputs/{yunchuan.YEAR}/任务分解表.xlsx"
    shutil.copy2(base / plan, before / plan)
    document = next(path for path in sorted((before / "outputs" / name).iterdir()) if path.suffix != ".json")
    with document.open("ab") as stream:
        stream.write(EDIT)
    old = shown(before / "outputs" / name)
    assert old is not None
    assert new is not None
    assert old != new
    return Scene(arguments, name, before, old, new, done.code)


@pytest.fixture(scope="session")
def base(once: Once) -> Path:
    return once("云川市", lambda folder: yunchuan.build(folder / "工作目录"))


@pytest.fixture(scope="session")
def scene(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """Blank forms, which are quickly made; in the long form a month."""
    if LONG:
        return stage(base, tmp_path_factory.mktemp("monthly"), ("monthly", MONTH), MONTH)
    return stage(base, tmp_path_factory.mktemp("forms"), ("forms", MONTH), f"{MONTH}-表样")


class Server:
    """The process that runs commands with faults."""

    def __init__(self, process: subprocess.Popen[str], told: Path) -> None:
        self._process, self._told = process, told

    def run(self, root: Path, arguments: tuple[str, ...], **request: Any) -> tuple[int, str, dict[str, Any]]:
        """Exit code (negative for a signal), everything it said, and calls and seconds."""
        self._told.write_bytes(b"")
        line = json.dumps({"arguments": ["-C", str(root), *arguments], "told": str(self._told), **request})
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(line, file=self._process.stdin, flush=True)
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer["code"], self._told.read_text(encoding="utf-8"), answer


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    if not hasattr(os, "fork"):
        pytest.skip("this system cannot fork")
    with subprocess.Popen(
        [sys.executable, str(HERE / "server.py")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
    ) as process:
        yield Server(process, tmp_path_factory.mktemp("told") / "told")
        assert process.stdin is not None
        process.stdin.close()


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()
