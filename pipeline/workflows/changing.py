"""What people put in, changed for them: every act can be taken back, as long as nobody has changed the file since."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.files.folder import digest, linked
from pipeline.files.machine import reason
from pipeline.model.errors import MachineProblem, UsageProblem
from pipeline.model.workspace import Workspace
from pipeline.outputs.founding import replace


@dataclass(frozen=True, slots=True)
class Change:
    """One act: its words, each file's bytes before (None: there was none), each file's digest after it (None: it is gone)."""

    words: str
    before: Mapping[Path, bytes | None]
    after: Mapping[Path, str | None]


def changed(words: str, files: Mapping[Path, bytes | None]) -> Change:
    """Put each of the files there as given, None takes it away; whole or not at all, and what it was before.

    `MachineProblem` where the system refuses: then nothing has changed.
    """
    before = {path: path.read_bytes() if path.is_file() else None for path in files}
    try:
        for path, data in files.items():
            _put(path, data)
    except MachineProblem:
        for path, data in before.items():
            _put(path, data)
        raise
    return Change(
        words, before, {path: digest(data) if data is not None else None for path, data in files.items()}
    )


def watched(words: str, paths: Sequence[Path], do: Callable[[], object]) -> Change:
    """The same, of what a workflow writes into these files by itself; what it raises goes through."""
    before = {path: path.read_bytes() if path.is_file() else None for path in paths}
    do()
    after = {path: digest(path.read_bytes()) if path.is_file() else None for path in paths}
    return Change(words, before, after)


def undo(office: Workspace, change: Change) -> None:
    """Everything as it was before the act; `UsageProblem`, and nothing changes, where somebody changed a file since."""
    for path, sha256 in change.after.items():
        now = digest(path.read_bytes()) if path.is_file() else None
        if now != sha256 or linked(path, office.root):
            raise UsageProblem(f"{office.relative(path)} 此后又有改动，没有撤销，请打开它自己改。")
    for path, data in change.before.items():
        _put(path, data)


def _put(path: Path, data: bytes | None) -> None:
    if data is not None:
        replace(path, data)
        return
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise MachineProblem(
            f"动不了 {path.name}：{reason(error)}，原有的内容没有改动，请关闭正打开它的程序后重试。"
        ) from error
