"""Earlier runs of a set: which there are, and which may go."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pipeline.outputs.disk import digest
from pipeline.outputs.drafts import edited, of_people
from pipeline.outputs.manifests import Damaged, Manifest, read_manifest
from pipeline.outputs.naming import MANIFEST, RUN, RUNS, leftover

_SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class PastRun:
    """An earlier run of a set: where it lies, when it was made (Shanghai time), by which command.

    `final`: it was a 清样, or sealed. `changed`: people wrote into it. A damaged manifest names no command.
    """

    folder: Path
    made: datetime
    command: str
    final: bool
    changed: bool


def past_runs(outputs: Path, name: str) -> tuple[PastRun, ...]:
    """The runs of a set that are not the one shown, the latest first; one that is just being removed is none."""
    found = []
    for folder in _earlier(outputs, name):
        with suppress(FileNotFoundError):
            found.append(_told(folder))
    return tuple(found)


def last_run(outputs: Path, name: str) -> Manifest | None:
    """The manifest of the latest earlier run of a set that can be read; None where there is none."""
    for folder in _earlier(outputs, name):
        with suppress(Damaged, FileNotFoundError):
            found = read_manifest(folder)
            if found is not None:
                return found
    return None


def prune(outputs: Path, name: str, keep: int) -> None:
    """Remove all but the latest `keep` earlier runs of a set; for a caller who holds the lock. Never fails.

    A 清样 stays, since it may come back signed, one whose manifest is damaged, and one in which people wrote something that the set shown does
    not hold as well.
    """
    with suppress(OSError):
        shown = outputs / name
        held = {digest(path) for path in shown.rglob("*")}
        for folder in _earlier(outputs, name)[keep:]:
            with suppress(OSError, Damaged):
                _remove(folder, held)


def _remove(folder: Path, held: set[str | None]) -> None:
    manifest = read_manifest(folder)
    if manifest is not None and (manifest.sealed or manifest.final):
        return
    theirs = {digest(path) for path in of_people(folder, folder.name)}
    if theirs - held or None in theirs:
        return
    # Under this name it is nobody's run any more, even if the process dies before it is gone.
    gone = leftover(folder, "pruned")
    folder.rename(gone)
    shutil.rmtree(gone, ignore_errors=True)


def _earlier(outputs: Path, name: str) -> list[Path]:
    """Whole runs of a set that are not shown, the latest first."""
    room, shown = outputs / RUNS / name, (outputs / name).resolve()
    made: dict[Path, int] = {}
    for folder in room.iterdir() if room.is_dir() else ():
        if RUN.fullmatch(folder.name) and folder.resolve() != shown:
            with suppress(FileNotFoundError):
                made[folder] = (folder / MANIFEST).stat().st_mtime_ns
    return sorted(made, key=lambda folder: (made[folder], folder.name), reverse=True)


def _told(folder: Path) -> PastRun:
    manifest = None
    with suppress(Damaged):
        manifest = read_manifest(folder)
    return PastRun(
        folder,
        datetime.fromtimestamp((folder / MANIFEST).stat().st_mtime, _SHANGHAI),
        manifest.origin.command.text if manifest is not None else "",
        manifest is not None and (manifest.sealed or manifest.final),
        bool(edited(folder, folder.name)),
    )
