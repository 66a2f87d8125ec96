"""Which offices there are: every workspace below a folder, or those a list names; links are told, never followed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from pipeline.files.folder import readable
from pipeline.model.errors import UsageProblem
from pipeline.model.workspace import Workspace

_LINK = "是链接，不是文件夹本身，没有办：请写出它本来的位置，或把文件夹放进来"
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Member:
    """A workspace by its name below the root (a/b); `problem` says why nothing is done there, empty where it can be."""

    name: str
    root: Path
    problem: str = ""


def members(root: Path, only: str | None = None) -> tuple[Member, ...]:
    """Every workspace below a folder, or named in a list (a text file, a folder a line, below the list's own), in order of names.

    `only` is a pattern of names (130*, a/*). What lies within a workspace is its own, not another; a link is an office
    with a problem where one would be. Raises `UsageProblem` where there is none.
    """
    found = _listed(root) if root.is_file() else _below(root, PurePosixPath())
    chosen = [one for one in found if only is None or fnmatchcase(one.name, only)]
    if not chosen:
        which = f"名字像“{only}”的" if only is not None else ""
        raise UsageProblem(
            f"“{root}”下面没有{which}工作目录（里面有 inputs/年度/任务分解表.xlsx 的文件夹）。"
        )
    return tuple(sorted(chosen, key=lambda one: one.name))


def place_of(root: Path) -> Path:
    """Where what the offices come to together lies: the folder, or that of the list."""
    return root.parent if root.is_file() else root


def _below(folder: Path, name: PurePosixPath) -> Iterator[Member]:
    if len(name.parts) > _DEEPEST:
        return
    for found in os.scandir(folder):
        if found.name.startswith("."):
            continue
        path, own = Path(found.path), name / readable(found.name)
        if found.is_symlink():
            if _is_office(path):
                yield Member(str(own), path, _LINK)
        elif found.is_dir():
            if _is_office(path):
                yield Member(str(own), path)
            elif own.name not in ("inputs", "outputs", "templates"):
                yield from _below(path, own)


def _is_office(folder: Path) -> bool:
    try:
        return bool(Workspace(folder).years())
    except OSError:
        return False


def _listed(file: Path) -> Iterator[Member]:
    """The offices of a list; one that is no workspace, or leads out of the list's own folder by a link, is told."""
    base = file.parent.resolve()
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise UsageProblem(f"“{file}”不是文字清单：请另存为 UTF-8 的文本文件，一行一个文件夹。") from None
    for name in dict.fromkeys(line.strip() for line in lines):
        if not name or name.startswith("#"):
            continue
        path = base / name
        if not path.resolve().is_relative_to(base):
            yield Member(name, path, "在清单所在的文件夹以外，没有办：请把清单放到上一级文件夹里")
        elif path.resolve() != Path(os.path.abspath(path)):  # noqa: PTH100  # what links lie on the way, not where they lead
            yield Member(name, path, _LINK)
        elif _is_office(path):
            yield Member(PurePosixPath(name).as_posix(), path)
        else:
            yield Member(name, path, "不是工作目录（没有 inputs/年度/任务分解表.xlsx），没有办")
