"""Unchanged is said at once: an answer given before is given again where nothing it can hang on has changed since.

What decides are bytes: everything people put in, every template, the set that lies in `outputs/`, the program and what it
runs on. A question of which any of that cannot be told is answered anew.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.files.cache import find, keep, program
from pipeline.files.folder import digest, entries
from pipeline.model.workspace import Workspace
from pipeline.outputs.naming import is_noise

_SHELF = "answers"


class _Unsure(Exception):
    """Something lies there whose bytes cannot be told."""


@dataclass(frozen=True, slots=True)
class Question:
    """A command with all its words, asked in a workspace as it is now; `state` is empty where that cannot be told.

    It hangs on everything `made` too, or only on what people put in and the set it is about.
    """

    office: Workspace
    words: tuple[object, ...]
    made: bool
    state: str

    @classmethod
    def of(cls, office: Workspace, *words: object, made: bool = False) -> Question:
        """The question in these words: the command, what it is about, the day."""
        return cls(office, words, made, _state(office, made))

    def answered(self) -> dict[str, Any] | None:
        """What was answered when everything was as it is now, the set that was shown too; None where nothing is known."""
        kept = find(_SHELF, self._key) if self.state else None
        if not isinstance(kept, dict) or not isinstance(kept.get("answer"), dict):
            return None
        answer: dict[str, Any] = kept["answer"]
        name = kept.get("set")
        return answer if name is None or kept.get("files") == _set(self.office, str(name)) else None

    def keep(self, answer: Mapping[str, Any], name: str | None) -> None:
        """Remember the answer, and what lies in the set it was about; nothing if inputs changed since it was asked, or a
        reader was lost, which says nothing of the sheet.
        """
        from pipeline.files.spreadsheets.books import WORKER

        if not self.state or WORKER.lost or _state(self.office, self.made) != self.state:
            return
        files = _set(self.office, name) if name is not None else None
        if name is None or files:
            keep(_SHELF, self._key, {"answer": answer, "set": name, "files": files})

    @property
    def _key(self) -> str:
        return f"{self.words!r} {self.made} {self.state}"


def state_of(office: Workspace) -> str:
    """What lies in a workspace now, as far as pages tell of it: everything put in, and which sets are shown."""
    given = _state(office, made=False)
    shown = []
    for manifest in sorted(office.outputs.glob("*/manifest.json")):
        with suppress(OSError):
            facts = manifest.stat()
            shown.append(f"{manifest.parent.resolve()} {facts.st_size} {facts.st_mtime_ns}")
    return digest("\n".join([given, *shown]).encode("utf-8", "surrogatepass")) if given else ""


def _state(office: Workspace, made: bool) -> str:
    """Everything people put in, by name and digest, and the program; empty where something there cannot be told."""
    with suppress(_Unsure, OSError):
        lines = [program(), str(office.root)]
        for folder in (office.inputs, office.templates):
            lines += (" ".join(told) for told in _given(folder, office.root))
        if made:
            lines += (" ".join(told) for told in _made(office.outputs))
        return digest("\n".join(lines).encode("utf-8", "surrogatepass"))
    return ""


def _given(folder: Path, root: Path) -> Iterator[tuple[str, str]]:
    for entry in entries(folder, root):
        # What a program lays beside the plan or the register while it has it open: nobody reads it.
        if is_noise(entry.path.name) and entry.path.parent.parent == folder:
            continue
        if entry.problem:
            raise _Unsure
        yield os.fsdecode(entry.path), "" if entry.empty else digest(entry.path.read_bytes())


def _set(office: Workspace, name: str) -> dict[str, str] | None:
    """What lies in the set shown under a name, by digest; None where that cannot be told."""
    with suppress(_Unsure, OSError):
        return dict(_made((office.outputs / name).resolve(strict=True)))
    return None


def _made(folder: Path) -> Iterator[tuple[str, str]]:
    """Every file and link below a folder of ours, but the records of runs and the lock."""
    for found in sorted(os.scandir(folder), key=lambda one: one.name) if folder.is_dir() else ():
        if found.name in (".logs", ".lock", ".lock.json", ".desk", ".desk.json"):
            continue
        path, status = Path(found.path), found.stat(follow_symlinks=False)
        if found.is_symlink():
            yield found.path, os.fsdecode(path.readlink())
        elif stat.S_ISDIR(status.st_mode):
            yield from _made(path)
        elif stat.S_ISREG(status.st_mode):
            # When an earlier run was made is told by the time of its manifest.
            yield found.path, f"{status.st_mtime_ns} {digest(path.read_bytes())}"
        else:
            raise _Unsure
