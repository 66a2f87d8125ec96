"""Dask: which schedulers may be spoken to, who is let in, and what becomes of tasks."""

from __future__ import annotations

import json
import logging
import socket
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.model.errors import MachineProblem, PipelineError, UsageProblem
from pipeline.workflows.fleet import cluster as module
from pipeline.workflows.fleet.cluster import (
    Cluster,
    carry_out_on,
    connected,
    require_extra,
    scheduler_address,
)
from pipeline.workflows.fleet.members import Member
from pipeline.workflows.jobs import Job
from tests.command import minsheng
from tests.fleet.conftest import CLOCK, asking

if TYPE_CHECKING:
    from distributed import Client

FORMS = Job("forms", "2021-06")


@pytest.mark.parametrize(
    "address",
    [
        "tls://10.0.0.5:8786",
        "tcp://127.0.0.1:8786",
        "tcp://localhost:8786",
        "tcp://[::1]:8786",
        "127.0.0.1:8786",
    ],
)
def test_an_address_that_may_be_used(address: str) -> None:
    wanted = address if "://" in address else f"tcp://{address}"
    assert scheduler_address(Cluster(scheduler=address)) == wanted


@pytest.mark.parametrize(
    "address", ["tcp://10.0.0.5:8786", "主机甲:8786", "tcp://127.0.0.1.evil.example:8786"]
)
def test_plain_tcp_to_another_machine_is_refused_unless_told(address: str) -> None:
    with pytest.raises(UsageProblem, match="没有加密"):
        scheduler_address(Cluster(scheduler=address))
    assert scheduler_address(Cluster(scheduler=address, insecure=True)).startswith("tcp://")


@pytest.mark.parametrize(
    "address", ["tls://10.0.0.5", "http://10.0.0.5:80", "8786", "tls://:8786", "tls://a:x"]
)
def test_what_is_no_address_is_said(address: str) -> None:
    with pytest.raises(UsageProblem, match="不是调度程序的地址"):
        scheduler_address(Cluster(scheduler=address))


def test_a_scheduler_file_holds_the_address(tmp_path: Path) -> None:
    file = tmp_path / "scheduler.json"
    file.write_text(json.dumps({"address": "tls://10.0.0.5:8786"}), encoding="utf-8")
    assert scheduler_address(Cluster(scheduler=str(file))) == "tls://10.0.0.5:8786"
    file.write_text("{}", encoding="utf-8")
    with pytest.raises(UsageProblem, match="不是 Dask 的调度文件"):
        scheduler_address(Cluster(scheduler=str(file)))


def test_without_the_extra_one_sentence_says_what_to_install(
    province: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_NEEDED", ("no_such_package",))
    with pytest.raises(UsageProblem, match=r"minsheng\[fleet\]"):
        require_extra()
    result = minsheng("fleet", province, "forms", "2021-06")
    assert (result.code, result.out) == (2, "")
    assert result.err.splitlines()[1].startswith("办多个工作目录要另外装几个包")
    assert not (province / "outputs").exists()


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """Two workers that are threads of this process, as open and as closed as those that are processes."""
    pytest.importorskip("distributed")
    pytest.importorskip("cryptography")
    pytest.importorskip("pyarrow")
    with connected(Cluster(workers=2, threads=True)) as client:
        yield client


@pytest.mark.fleet
def test_every_task_ends_as_a_brief_with_its_number(client: Client, province: Path) -> None:
    (province / "丙市/inputs/2021/任务分解表.xlsx").write_bytes(b"broken")
    (province / "丁市/outputs").write_text("", encoding="utf-8")
    asked = [asking(FORMS)(Member(name, province / name)) for name in ("甲市/乙县", "丙市", "丁市", "没有")]
    briefs = dict(carry_out_on(client, CLOCK, 1, asked))
    assert [briefs[number].code for number in range(4)] == [0, 3, 5, 3]
    assert briefs[0].sets == ("2021-06-表样",)
    assert list(carry_out_on(client, CLOCK, 1, [])) == []


def listening() -> list[int]:
    """The ports this process and all it started listen on; all of them on this machine only."""
    import psutil

    own = psutil.Process()
    found = [
        one.laddr
        for process in (own, *own.children(recursive=True))
        for one in process.net_connections("inet")
        if one.status == psutil.CONN_LISTEN
    ]
    assert found
    assert {address.ip for address in found} == {"127.0.0.1"}
    return [address.port for address in found]


def answers_without_certificate(port: int) -> bytes:
    """What somebody hears who knocks over TLS and shows no certificate."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with socket.create_connection(("127.0.0.1", port), timeout=0.5) as plain:
        try:
            with context.wrap_socket(plain, server_hostname="dask-internal") as knocking:
                knocking.sendall(b"\x00" * 64)
                return knocking.recv(64)
        except (ssl.SSLError, OSError):
            return b""


def answers_over_http(port: int, path: str) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=0.5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code
    except OSError:
        return 0


@pytest.mark.usefixtures("client")
@pytest.mark.fleet
def test_nobody_is_let_in_without_a_certificate() -> None:
    nobody_is_let_in(listening())


@pytest.mark.fleet
def test_nor_by_workers_that_are_processes_of_their_own_and_nothing_of_them_stays() -> None:
    pytest.importorskip("distributed")
    with connected(Cluster(workers=1)) as client:
        (worker,) = client.scheduler_info()["workers"]
        found = listening()
        assert int(worker.rpartition(":")[2]) in found
        nobody_is_let_in(found)
        ((own, levels),) = client.run(its_folder_and_words).values()
        assert own.is_dir()
        assert levels == {logging.CRITICAL}
    assert not own.exists()


def its_folder_and_words(dask_worker: Any) -> tuple[Path, set[int]]:
    """Where a worker keeps what it may not lose while it runs; how grave a thing must be for it to say so on the screen."""
    names = ("distributed", "distributed.worker", "distributed.client", "distributed.gc", "tornado")
    return Path(dask_worker.local_directory), {logging.getLogger(name).getEffectiveLevel() for name in names}


def nobody_is_let_in(ports: list[int]) -> None:
    for port in ports:
        assert answers_without_certificate(port) == b""
        for path in ("/", "/status", "/health", "/metrics", "/info/main/workers.html", "/json/counts.json"):
            assert answers_over_http(port, path) in (0, 404), (port, path)


@pytest.mark.fleet
def test_a_dask_client_without_the_certificates_does_not_get_in(client: Client) -> None:
    from distributed import Client as Stranger
    from distributed.security import Security

    address = client.scheduler.address
    assert address.startswith("tls://127.0.0.1:")
    for tried, security in ((address.replace("tls", "tcp"), None), (address, Security.temporary())):
        with pytest.raises((OSError, TimeoutError, RuntimeError, ssl.SSLError)):
            Stranger(tried, security=security, timeout="1s", set_as_default=False)


@pytest.mark.fleet
def test_workers_of_another_version_are_refused_before_the_first_task(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(module, "version", old_version)
    with (
        pytest.raises(PipelineError, match=r"程序版本不一样，没有办：这里是 .*是 0\.0\.1"),
        connected(Cluster(workers=1, threads=True)),
    ):
        raise AssertionError("let in")


def old_version() -> str:
    return "0.0.1"


@pytest.mark.fleet
def test_a_scheduler_that_does_not_answer_is_the_machine_s(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(module, "_PATIENCE", 0.5)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(MachineProblem, match="连不上"), connected(Cluster(scheduler=address)):
        raise AssertionError("let in")


@pytest.mark.fleet
def test_a_scheduler_elsewhere_is_not_spoken_to_without_certificates_of_one_s_own() -> None:
    dask = pytest.importorskip("dask")
    nobody = {f"distributed.comm.tls.{name}": None for name in ("ca-file", "client.cert", "client.key")}
    with (
        dask.config.set(nobody),
        pytest.raises(UsageProblem, match="要用证书"),
        connected(Cluster(scheduler="tls://10.0.0.5:8786")),
    ):
        raise AssertionError("let in")


def lost(name: str) -> Exception:
    from concurrent.futures import CancelledError

    from distributed.scheduler import KilledWorker

    made: dict[str, Any] = {
        "worker": KilledWorker("task", None, 2),  # type: ignore[arg-type]
        "scheduler": CancelledError("task"),
        "bug": ValueError("甲"),
    }
    error: Exception = made[name]
    return error


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [("worker", 5, "办的时候进程没有了"), ("scheduler", 5, "调度程序断开了"), ("bug", 3, "ValueError：甲")],
)
@pytest.mark.fleet
def test_a_task_that_was_lost_says_how(name: str, code: int, said: str) -> None:
    pytest.importorskip("distributed")
    told = module._lost(lost(name))
    assert told[0] == code
    assert said in told[1]
