"""Scheduler and workers as processes of their own, over TLS: what happens to them in the middle; `nox -s fleet`."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.command import environment, minsheng
from tests.june import MONTH, lay_june

pytestmark = pytest.mark.fleet
pytest.importorskip("distributed")
_NAMES = ("甲县", "乙县", "丙县", "丁县", "戊县")
_LONG = 240.0


def certificates(place: Path) -> dict[str, str]:
    """A certificate of one's own for every role, as Dask's configuration names it."""
    from distributed.security import Security

    own = Security.temporary()
    for name, text in (("ca.pem", own.tls_ca_file), ("key.pem", own.tls_client_key)):
        (place / name).write_text(text, encoding="ascii")
    prefix = "DASK_DISTRIBUTED__COMM__TLS"
    files = {f"{prefix}__CA_FILE": str(place / "ca.pem")}
    for role in ("SCHEDULER", "WORKER", "CLIENT"):
        files[f"{prefix}__{role}__CERT"] = str(place / "ca.pem")
        files[f"{prefix}__{role}__KEY"] = str(place / "key.pem")
    return files


@dataclass
class Engine:
    """A scheduler on a port that stays its own when it is started again, and its workers."""

    place: Path
    env: dict[str, str]
    port: int
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"tls://127.0.0.1:{self.port}"

    def start(self, name: str, *words: str) -> None:
        with (self.place / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", "dask", *words],
                env=self.env,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def scheduler(self) -> None:
        self.start("scheduler", "scheduler", "--host", self.address, "--no-dashboard", "--no-show")

    def workers(self) -> None:
        for name in ("worker-1", "worker-2"):
            words = ("--nthreads", "1", "--death-timeout", "60", "--no-dashboard", "--host", "127.0.0.1")
            self.start(name, "worker", self.address, *words)

    def stop(self, name: str) -> None:
        process = self.processes.pop(name, None)
        if process is not None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def fleet(self, root: Path, *words: str) -> subprocess.Popen[str]:
        command = ("-m", "pipeline", "fleet", str(root), *(words or ("monthly", MONTH)), "--json")
        return subprocess.Popen(
            [sys.executable, "-X", "utf8", *command, "--scheduler", self.address],
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = environment(**certificates(tmp_path), PYTHONUTF8="1")
    made = Engine(tmp_path, env, port)
    made.scheduler()
    made.workers()
    yield made
    for name in list(made.processes):
        made.stop(name)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The month as it is made alone."""
    office = lay_june(tmp_path_factory.mktemp("独自") / "县")
    assert minsheng("-C", office, "monthly", MONTH).code == 0
    return files(office / "outputs" / MONTH)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in _NAMES:
        lay_june(tmp_path / "各县" / name)
    return tmp_path / "各县"


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def made(root: Path) -> list[str]:
    return [name for name in _NAMES if (root / name / "outputs" / MONTH).is_dir()]


def told(process: subprocess.Popen[str]) -> tuple[int, dict[str, dict[str, str]]]:
    """The exit code, and each workspace's row by name."""
    out, err = process.communicate(timeout=_LONG)
    assert out, err
    return process.returncode, {row["name"]: row for row in json.loads(out)["workspaces"]}


def until(seen: Callable[[], bool]) -> None:
    end = time.monotonic() + _LONG
    while not seen():
        assert time.monotonic() < end
        time.sleep(0.05)


def all_whole(root: Path, alone: dict[str, bytes]) -> None:
    """Every set is the one made alone, byte for byte, nothing half lies beside it."""
    for name in made(root):
        assert files(root / name / "outputs" / MONTH) == alone
    for name in _NAMES:
        assert not list((root / name / "outputs").glob(".runs/*/*.tmp-*"))


def test_all_is_done_as_alone_and_a_second_start_does_nothing(
    engine: Engine, root: Path, alone: dict[str, bytes]
) -> None:
    code, rows = told(engine.fleet(root))
    assert (code, made(root)) == (0, list(_NAMES)), rows
    assert not any(row["before"] for row in rows.values())
    all_whole(root, alone)
    code, rows = told(engine.fleet(root))
    assert code == 0
    assert all(row["before"] and row["seconds"] == "0.0" for row in rows.values())


def test_one_broken_one_full_one_locked_and_the_rest_is_done(
    engine: Engine, root: Path, alone: dict[str, bytes]
) -> None:
    (root / "甲县/inputs/2021/任务分解表.xlsx").write_bytes(b"broken")
    full = root / "乙县/outputs"
    full.mkdir()
    mounted = os.name != "nt" and not subprocess.call(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(full)], stderr=subprocess.DEVNULL
    )
    if not mounted:
        full.rmdir()
        full.write_text("", encoding="utf-8")
    hold = (
        "import sys; from pathlib import Path; from pipeline.outputs.lock import held;"
        "from pipeline.model.workspace import Terms\n"
        "with held(Path(sys.argv[1]), Terms(who='monthly')): print(flush=True); sys.stdin.read()"
    )
    somebody = subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", hold, str(root / "丙县/outputs")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=engine.env,
    )
    try:
        assert somebody.stdout is not None
        somebody.stdout.readline()
        code, rows = told(engine.fleet(root))
        assert code == 5
        assert {name: row["code"] for name, row in rows.items()} == {
            **{"甲县": "3", "乙县": "5", "丙县": "4", "丁县": "0", "戊县": "0"}
        }
        assert "任务分解表.xlsx" in rows["甲县"]["said"]
        assert "另一个 minsheng" in rows["丙县"]["said"]
        assert ("空间不足" in rows["乙县"]["said"]) == mounted
        assert made(root) == ["丁县", "戊县"]
    finally:
        somebody.kill()
        somebody.communicate()
        if mounted:
            subprocess.run(["umount", str(full)], check=True)
    all_whole(root, alone)
    if full.is_file():
        full.unlink()
    shutil.copy(root / "丁县/inputs/2021/任务分解表.xlsx", root / "甲县/inputs/2021/任务分解表.xlsx")
    code, rows = told(engine.fleet(root))
    assert (code, made(root)) == (0, list(_NAMES)), rows
    assert {name for name, row in rows.items() if row["before"]} == {"丁县", "戊县"}
    all_whole(root, alone)


def test_a_worker_that_is_killed_takes_nothing_along(
    engine: Engine, root: Path, alone: dict[str, bytes]
) -> None:
    running = engine.fleet(root)
    until(lambda: len(made(root)) >= 1)
    engine.stop("worker-1")
    code, rows = told(running)
    assert (code, made(root)) == (0, list(_NAMES)), rows
    all_whole(root, alone)


def test_the_scheduler_started_again_the_rest_is_done_by_a_second_start(
    engine: Engine, root: Path, alone: dict[str, bytes]
) -> None:
    running = engine.fleet(root)
    until(lambda: len(made(root)) >= 1)
    engine.stop("scheduler")
    engine.scheduler()
    code, rows = told(running)
    assert code == 5
    lost = {name for name, row in rows.items() if row["code"] == "5"}
    assert lost
    assert all("调度程序断开了" in rows[name]["said"] for name in lost)
    for name in ("worker-1", "worker-2"):
        engine.stop(name)
    whole = set(made(root))
    engine.workers()
    code, rows = told(engine.fleet(root))
    assert (code, made(root)) == (0, list(_NAMES)), rows
    assert {name for name, row in rows.items() if row["before"]} >= whole
    all_whole(root, alone)


def test_a_client_that_is_gone_leaves_the_rest_to_a_second_start(
    engine: Engine, root: Path, alone: dict[str, bytes]
) -> None:
    running = engine.fleet(root)
    until(lambda: len(made(root)) >= 1)
    running.kill()
    running.communicate()
    code, rows = told(engine.fleet(root, "monthly", MONTH, "--wait", "60"))
    assert (code, made(root)) == (0, list(_NAMES)), rows
    assert any(row["before"] for row in rows.values())
    all_whole(root, alone)
