"""用 Word/WPS 打开: a document of a set, or a workbook people keep, handed to their own program; by id, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from pipeline.files.folder import digest, linked
from pipeline.files.opener import can_open, open_file
from pipeline.model.errors import UsageProblem
from pipeline.model.workspace import Workspace
from pipeline.workflows.handing_over import WholeSet, whole_set

# What a program of an office opens; a page would run its script.
_OPENED = (".docx", ".xlsx", ".pdf")


def papers_to_open(office: Workspace, made: WholeSet) -> Mapping[str, str]:
    """The documents of a set that may be opened where they lie, by their names, with their ids; none of what is signed, which
    nobody is to change, and none where the machine opens nothing.
    """
    folder = office.outputs / made.name
    return {path.relative_to(folder).as_posix(): id for id, path in _papers(office, made)}


def books_to_open(office: Workspace, year: int) -> Mapping[str, str]:
    """The workbooks a year's office keeps and that are there, by their names below the workspace, with their ids."""
    return {office.relative(path): id for id, path in _books(office, year)}


def open_one(office: Workspace, year: int | None, name: str, id: str) -> str:
    """Open what has that id, in the set of that name, or with no name among the workbooks of the year; what it is called.

    `UsageProblem` for any other id.
    """
    if name:
        made = whole_set(office, name)
        known = _papers(office, made) if made is not None else iter(())
    else:
        known = _books(office, year) if year is not None else iter(())
    path = next((path for known_id, path in known if known_id == id), None)
    if path is None:
        raise UsageProblem("没有这个文件，也许刚刚有变动，请重新载入。")
    open_file(path)
    return path.name


def _papers(office: Workspace, made: WholeSet) -> Iterator[tuple[str, Path]]:
    room = office.outputs.resolve()
    for one in made.files if can_open() and not made.sealed else ():
        path = office.outputs / made.name / one.name
        inside = not path.is_symlink() and path.resolve().is_relative_to(room)
        if inside and path.is_file() and path.suffix.lower() in _OPENED:
            yield _id(f"{made.name}/{one.name}"), path


def _books(office: Workspace, year: int) -> Iterator[tuple[str, Path]]:
    kept = (
        office.plan_file(year),
        *office.drafts(year),
        office.decisions_file(year),
        office.rulings_file(year),
    )
    for path in kept if can_open() else ():
        if path.is_file() and not linked(path, office.inputs):
            yield _id(office.relative(path)), path


def _id(name: str) -> str:
    return digest(name.encode("utf-8", "surrogatepass"))[:16]
