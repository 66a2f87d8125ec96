"""One desk at a time in a folder: whoever comes second is told who works there since when, and looks on."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime

from pipeline.files.machine import reason
from pipeline.model.errors import MachineProblem
from pipeline.model.workspace import Workspace
from pipeline.outputs.presence import Present, present


@dataclass(frozen=True, slots=True)
class Sitting:
    """How one sits: `other` says who works here already, `left` that a desk before this one ended without a word."""

    other: str = ""
    left: str = ""


@contextmanager
def sitting_down(office: Workspace, now: Callable[[], datetime]) -> Iterator[Sitting]:
    """Sit down at an office's desk for as long as the block lasts."""
    with ExitStack() as stack:
        try:
            found = stack.enter_context(present(office.outputs, platform.node(), now))
        except OSError as error:
            raise MachineProblem(
                f"写不进“{office.outputs}”：{reason(error)}，请处理后再打开工作台。"
            ) from error
        yield _told(found, now())


def _told(found: Present | None, now: datetime) -> Sitting:
    if found is None:
        return Sitting()
    where, since = found.machine or "另一台电脑", f"自{found.since}起" if found.since else ""
    if found.alive:
        return Sitting(other=f"“{where}”上的工作台{since}正在这个文件夹里办公，")
    minutes = int((now - found.seen).total_seconds()) // 60
    ago = f"{minutes // 60}小时" if minutes >= 60 else f"{minutes}分钟"
    return Sitting(
        left=f"上一次的工作台（“{where}”，{since}）没有正常结束，最后一次活动在{ago}以前；请看看上次办的是不是都在。"
    )
