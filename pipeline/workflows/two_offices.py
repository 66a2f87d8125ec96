"""Two offices: what the compiling office drafted for a 督查机构 is held against what its own folder drafts (DOCUMENTS §1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from zipfile import BadZipFile

from pipeline.documents.workbooks.correction import differences
from pipeline.files.folder import Entry, entries, load_own
from pipeline.files.spreadsheets.preflight import Unreadable
from pipeline.model.codes import Code
from pipeline.model.figures import Place
from pipeline.model.findings import Finding
from pipeline.model.months import Month
from pipeline.model.workspace import Workspace

_SHOWN = 40


def unlike(office: Workspace, month: Month, files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """D28 for every draft laid into `inputs/2021/代拟稿/09` that this folder words otherwise, or does not draft at all.

    `files` are those of the month's set as they were just made, by path.
    """
    drafts = (
        one
        for one in entries(office.handed_over_folder(month), office.root)
        if one.path.name.endswith(".docx")
    )
    return tuple(finding for one in drafts for finding in _unlike(office, one, files))


def _unlike(office: Workspace, entry: Entry, files: Mapping[str, bytes]) -> Iterator[Finding]:
    name, place = entry.path.name, Place(entry.name)
    if name not in files:
        yield Finding(Code.D28, f"来稿“{name}”，本目录没有拟这一件", place=place)
        return
    try:
        if entry.problem:
            raise Unreadable(entry.problem)
        found = differences({name: load_own(entry.path, office.inputs)}, {name: files[name]}, {}, [])
    except (Unreadable, BadZipFile, ValueError, KeyError, SyntaxError):
        yield Finding(
            Code.D28, f"来稿“{name}”打不开，没有对照", "请用 Word 打开，另存为 .docx 再放进来", place=place
        )
        return
    if found:
        _, where, before, now, _ = found[0]
        told = f"来稿“{name}”有{len(found)}处不一样，第一处（{where}）来稿是“{_short(before)}”，本目录是“{_short(now)}”"
        yield Finding(Code.D28, told, place=place)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
