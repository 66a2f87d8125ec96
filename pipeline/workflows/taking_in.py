"""What comes in is put where it belongs, as it came: never over another file; what no longer counts is moved, never deleted."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

from pipeline.files.archives import outer
from pipeline.files.folder import digest, linked
from pipeline.files.markings import Classified, refuse_classified
from pipeline.model.errors import UsageProblem
from pipeline.model.months import Month
from pipeline.model.workspace import Workspace
from pipeline.outputs.naming import is_noise, require_plain
from pipeline.workflows.changing import Change, changed
from pipeline.workflows.in_view import InView
from pipeline.workflows.recording import register

ASIDE = "作废"
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Landed:
    """A file that came: the name it came by, where it lies now below the workspace (empty: nowhere), what is to be said of it."""

    came: str
    file: str = ""
    note: str = ""


def take_in(
    office: Workspace, month: Month, files: Iterable[tuple[str, bytes]]
) -> tuple[Change, tuple[Landed, ...]]:
    """Put files into a period's folder, in the folders they came in, and what became of each.

    The same bytes under the same name are not put there twice; other bytes get a name of their own beside them. What bears a
    mark of secrecy, or a name no system keeps, stays out.
    """
    folder = office.month_folder(month)
    return put_into(office, folder, files)


def put_into(
    office: Workspace, folder: Path, files: Iterable[tuple[str, bytes]]
) -> tuple[Change, tuple[Landed, ...]]:
    """The same, into any folder below inputs/."""
    if linked(folder, office.inputs):
        raise UsageProblem(f"{office.relative(folder)} 是链接，没有往里放，请换成真正的文件夹。")
    laid: dict[Path, bytes] = {}
    landed = [_land(office, folder, name, data, laid) for name, data in files]
    words = f"放进{len(laid)}个文件" if laid else "没有放进文件"
    return changed(words, laid), tuple(landed)


def _land(office: Workspace, folder: Path, came: str, data: bytes, laid: dict[Path, bytes]) -> Landed:
    parts = [part for part in came.replace("\\", "/").split("/") if part not in ("", ".")]
    if not parts or is_noise(parts[-1]):
        return Landed(came, note="办公软件的临时文件，没有放")
    try:
        for part in parts:
            require_plain(part)
        if len(parts) > _DEEPEST:
            raise ValueError(came)
    except ValueError:
        return Landed(came, note="文件名不能用（太长、太深，或有不能用的符号），没有放，请改名后再放")
    if not data:
        return Landed(came, note="是空文件，没有放")
    try:
        refuse_classified(parts[-1], data)
    except Classified as mark:
        return Landed(came, note=f"{mark}，没有放；涉密材料不能在这台机器上存放、处理")
    wanted = folder.joinpath(*parts)
    for path in _names(wanted):
        there = laid.get(path, _content(path))
        if there is not None and digest(there) == digest(data):
            return Landed(came, office.relative(path), "同样的文件已经在里面，没有再放")
        if there is None and not os.path.lexists(path):
            laid[path] = data
            note = "已有同名的文件，原来的没有动，这一份另存" if path != wanted else ""
            return Landed(came, office.relative(path), note)
    raise AssertionError("names do not end")


def _names(path: Path) -> Iterator[Path]:
    """The name itself, then 名（2）.xlsx, 名（3）.xlsx …"""
    yield path
    yield from (path.with_name(f"{path.stem}（{number}）{path.suffix}") for number in count(2))


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() and not path.is_symlink() else None


def received_on(office: Workspace, view: InView, landed: Iterable[Landed], day: date) -> Change | None:
    """收文: the day a batch was received, for every unit of it whose sheet counts and has no row yet; None where there is none."""
    files = {one.file for one in landed if one.file}
    rows = [
        {
            "月份": str(view.month),
            "单位": view.name(report.unit),
            "文件": outer(report.file).rpartition("/")[2],
            "收到日期": day.isoformat(),
        }
        for report in view.settled.returns.reports
        if outer(report.file) in files and (view.month, report.unit) not in view.decisions.received
    ]
    if not rows:
        return None
    once = list({row["单位"]: row for row in reversed(rows)}.values())[::-1]
    return register(office, view.plan, f"登记{len(once)}家的收到日期", "收文", once)


def set_aside(office: Workspace, month: Month, file: str) -> Change:
    """Move a file of a period's folder to 作废, where nobody reads it: `file` as the outcomes name it.

    `UsageProblem` for what lies in a zip, or is no file of that folder.
    """
    folder = office.month_folder(month)
    listed = {
        office.relative(path): path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()
    }
    path = listed.get(file)
    if path is None or linked(path, office.inputs):
        raise UsageProblem(
            f"{file} 不是能单独移走的文件（在压缩包里的，请移走整个压缩包，或解压后再放进来）。"
        )
    place = folder.parent / ASIDE / folder.name / path.relative_to(folder)
    free = next(one for one in _names(place) if not os.path.lexists(one))
    return changed(f"{path.name}移到作废", {free: path.read_bytes(), path: None})
