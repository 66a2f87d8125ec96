"""Where tasks are carried out: Dask, embedded or by the address of its scheduler. The only module that knows it.

Nothing is open to anybody: between its processes Dask speaks TLS with certificates made for this run, or with one's own for a
scheduler elsewhere; there is no dashboard, and what is left of its web server says nothing.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pipeline import __version__
from pipeline.files.scratch import scratch
from pipeline.model.errors import MachineProblem, PipelineError, UsageProblem
from pipeline.workflows.endings import FAULT, MACHINE
from pipeline.workflows.fleet.tasks import Clock, MachineFailed, Task, carried_out, version
from pipeline.workflows.jobs import Brief

if TYPE_CHECKING:
    from distributed import Client, Future
    from distributed.security import Security

_NEEDED = ("distributed", "cryptography", "pyarrow")
_NO_EXTRA = "办多个工作目录要另外装几个包：python -m pip install 'minsheng[fleet]'（手册-运维第11节）。"
_PATIENCE = 30
_OWN_WAY: dict[str, object] = {
    # Nothing of what Dask's web servers could tell: they are there in any case, and listen on this machine only.
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    # It looks at what a task is doing a hundred times a second, at memory ten times, at disks twice, for a dashboard nobody has.
    "distributed.worker.profile.enabled": False,
    "distributed.worker.memory.monitor-interval": "1s",
    "distributed.admin.system-monitor.interval": "5s",
    "distributed.admin.system-monitor.disk": False,
    # Workers hold no data to lay aside; one that is told to pause would wait for ever, with its tasks.
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": False,
    # What its processes would say of themselves, with tracebacks, is nothing for whoever waits for the offices.
    "distributed.nanny.pre-spawn-environ.DASK_DISTRIBUTED__LOGGING": str(
        dict.fromkeys(("distributed", "distributed.client", "distributed.gc", "tornado"), "critical")
    ),
}


@dataclass(frozen=True, slots=True)
class Cluster:
    """Which workers: so many processes of this machine (None: one a core), or those of the scheduler at an address or in a
    scheduler file. A task is tried `retries` times more where the machine failed it.

    `insecure` lets a scheduler on another machine be spoken to without TLS. With `threads` the workers are threads of this
    process, for tests.
    """

    workers: int | None = None
    scheduler: str = ""
    retries: int = 2
    insecure: bool = False
    threads: bool = False


def require_extra() -> None:
    """`UsageProblem` says what to install where the extra is missing."""
    if any(find_spec(name) is None for name in _NEEDED):
        raise UsageProblem(_NO_EXTRA)


@contextmanager
def connected(cluster: Cluster) -> Iterator[Client]:
    """The workers, as long as the block lasts; the version of each is this one's.

    Raises `UsageProblem` for an address that must not be used, `MachineProblem` where nobody answers, `PipelineError` for a
    worker of another version.
    """
    require_extra()
    address = scheduler_address(cluster) if cluster.scheduler else ""
    with ExitStack() as stack:
        try:
            client = stack.enter_context(_client(cluster, address, stack))
            client.wait_for_workers(1, timeout=_PATIENCE)
            versions = client.run(version)
        except (OSError, TimeoutError) as error:
            where = address or "本机"
            raise MachineProblem(
                f"连不上{where}的 Dask（{error}）。请检查调度程序和工作进程是否开着。"
            ) from error
        others = sorted({f"{where} 是 {told}" for where, told in versions.items() if told != __version__})
        if others:
            raise PipelineError(
                f"程序版本不一样，没有办：这里是 {__version__}，{'、'.join(others[:5])}。请装成一样的。"
            )
        yield client


def _client(cluster: Cluster, address: str, stack: ExitStack) -> Client:
    import dask
    from distributed import Client, LocalCluster
    from distributed.security import Security

    for name in ("distributed", "tornado"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    if address:
        return Client(
            address, security=_own_certificates() if address.startswith("tls:") else None, timeout=_PATIENCE
        )
    stack.enter_context(
        dask.config.set({**_OWN_WAY, "distributed.scheduler.allowed-failures": cluster.retries})
    )
    workers = cluster.workers or os.cpu_count() or 1
    local = LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=not cluster.threads,
        security=Security.temporary(),
        protocol="tls://",
        scheduler_kwargs={"dashboard": False, "dashboard_address": "127.0.0.1:0"},
        worker_dashboard_address=None,
        local_directory=str(stack.enter_context(scratch())),
    )
    return Client(stack.enter_context(local))


def _own_certificates() -> Security:
    """The certificates of Dask's own configuration."""
    from distributed.security import Security

    own = Security(require_encryption=True)
    if not (own.tls_ca_file and own.tls_client_cert):
        raise UsageProblem(
            "连别处的调度程序要用证书：请在 Dask 的配置里写明 distributed.comm.tls 的 ca-file 和 client 的 cert、key"
            "（手册-运维第11节）。"
        )
    return own


def scheduler_address(cluster: Cluster) -> str:
    """The address meant, out of a scheduler file too. Raises `UsageProblem` for one that is none, and for plain tcp to
    another machine: a scheduler takes code from whoever reaches it.
    """
    text = cluster.scheduler
    if Path(text).is_file():
        try:
            text = str(json.loads(Path(text).read_bytes())["address"])
        except (ValueError, LookupError, TypeError):
            raise UsageProblem(f"“{cluster.scheduler}”不是 Dask 的调度文件（里面没有 address）。") from None
    address = text if "://" in text else f"tcp://{text}"
    parts = urlsplit(address)
    if parts.scheme not in ("tls", "tcp") or not parts.hostname or not _port(address):
        raise UsageProblem(f"“{cluster.scheduler}”不是调度程序的地址，请写成 tls://主机:8786 的样子。")
    if parts.scheme == "tcp" and not _is_this_machine(parts.hostname) and not cluster.insecure:
        raise UsageProblem(
            f"{address} 没有加密，没有连：谁都能连上、让它运行任何程序。请用 tls:// 和证书（手册-运维第11节）；"
            "确知网络只有自己人的，加 --insecure。"
        )
    return address


def _port(address: str) -> int | None:
    with suppress(ValueError):
        return urlsplit(address).port
    return None


def _is_this_machine(host: str) -> bool:
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost"


def carry_out_on(
    client: Client, clock: Clock, retries: int, tasks: Sequence[Task]
) -> Iterator[tuple[int, Brief]]:
    """Every task with its number, in whatever order they end; one that failed however it did is a brief like any other."""
    from distributed import as_completed

    if not tasks:
        return
    # pure=False: what was asked before may come out otherwise now, and nobody else's answer is ours.
    futures = client.map(partial(carried_out, clock=clock), tasks, retries=retries, pure=False)
    numbers = {future.key: number for number, future in enumerate(futures)}
    waiting = as_completed(futures, raise_errors=False)
    del futures
    for batch in waiting.batches():
        for future, brief in zip(batch, _briefs(client, batch), strict=True):
            yield numbers[future.key], brief
            future.release()


def _briefs(client: Client, batch: Sequence[Future[Any]]) -> Sequence[Brief]:
    """What those that have ended came to: fetched together, which costs half; where one failed, each for itself."""
    with suppress(Exception):
        told: Sequence[Brief] = client.gather(batch)
        return told
    return [_brief(future) for future in batch]


def _brief(future: Future[Any]) -> Brief:
    try:
        result = future.result()
    except MachineFailed as failed:
        return failed.brief
    except PipelineError as error:
        return Brief(error.exit_code, str(error), 0.0)
    except Exception as error:  # noqa: BLE001  # whatever befell the task, the others go on
        return Brief(*_lost(error), 0.0)
    assert isinstance(result, Brief)
    return result


def _lost(error: Exception) -> tuple[int, str]:
    """A task whose worker, scheduler or both are gone: what was shown before is shown, and it can be asked for again."""
    from concurrent.futures import CancelledError

    from distributed.scheduler import KilledWorker

    if isinstance(error, KilledWorker):
        return (
            MACHINE,
            "办的时候进程没有了，试了几次都是（常见的是内存不足，或机器重启）。材料还是完整的一套，请再运行一次。",
        )
    if isinstance(error, CancelledError | OSError | TimeoutError):
        return MACHINE, "没有办完：调度程序断开了。材料还是完整的一套，请再运行一次，办好了的不会重办。"
    return FAULT, f"没有办成（{type(error).__name__}：{error}）。"[:300]
