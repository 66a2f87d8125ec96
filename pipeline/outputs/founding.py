"""New workspaces: files laid into a folder that has none yet. Never overwrites anything."""

from __future__ import annotations

import stat
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path
from zipfile import BadZipFile

from pipeline.files.folder import is_there, load_own
from pipeline.files.machine import reason
from pipeline.files.spreadsheets.filling import filled
from pipeline.files.spreadsheets.preflight import Unreadable
from pipeline.inputs.decisions.register import write_register
from pipeline.inputs.decisions.registering import registered
from pipeline.inputs.decisions.workbook_reader import copies_beside
from pipeline.model.errors import MachineProblem, PlanProblem, UsageProblem
from pipeline.model.workspace import Workspace
from pipeline.outputs.disk import sync_if_possible, write


def furniture(year: int) -> dict[str, bytes]:
    """What every new workspace holds beside its plan: templates, holiday tables, an empty register, starters of the desk."""
    files = {f"templates/{name}": data for name, data in default_templates().items()}
    files |= {f"inputs/节假日/{name}": data for name, data in holiday_tables().items()}
    return files | {f"inputs/{year}/处理登记.xlsx": write_register(date(year, 1, 1))} | starters()


def found(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write `files` (relative names) below `folder`.

    `UsageProblem` if the folder already holds a workspace; `MachineProblem` if it cannot be written.
    """
    if any((folder / name).exists() for name in ("inputs", "templates", "outputs")):
        raise UsageProblem(
            f"{folder} 里已经有 inputs、templates 或 outputs，为免覆盖没有动它。请另选一个空文件夹。"
        )
    lay(folder, files)
    lay(
        folder,
        {
            "outputs/README.md": "这里是生成的材料，可以删除重做；只有名字带“签发”的文件夹不能删，里面是签发稿。\n".encode()
        },
    )


def lay(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write `files` below `folder`; a file that is already there stops it before anything is written."""
    paths = {folder / name: data for name, data in files.items()}
    taken = next((path for path in paths if path.exists()), None)
    if taken is not None:
        raise UsageProblem(f"{taken} 已经存在，为免覆盖没有动它。")
    try:
        for path, data in paths.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            if path.suffix == ".sh":
                _executable(path)
    except OSError as reason:
        raise MachineProblem(
            f"写不进 {folder}（{reason.strerror}）。请检查磁盘空间和权限后换一个空文件夹重试。"
        ) from None


def _executable(path: Path) -> None:
    """Let a starter be started; a disk that knows no such right (a Windows share) goes without."""
    with suppress(OSError):
        path.chmod(0o755)


def replace(path: Path, data: bytes) -> None:
    """Put `data` in the place of a workbook people keep, or where none is yet: whole or not at all.

    `MachineProblem`, and nothing is changed, for one that is open elsewhere, may only be read, or where the disk refuses.
    """
    hindered = _in_use(path) or _only_read(path)
    if hindered:
        raise MachineProblem(f"{path.name} {hindered}")
    aside = path.with_name(f".{path.name}.新")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.unlink(missing_ok=True)
        write(aside, data)
        aside.replace(path)
        sync_if_possible(path.parent)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise MachineProblem(
            f"写不进 {path.name}：{reason(error)}，原有的内容没有改动，请关闭正打开它的程序后重试。"
        ) from error


def _in_use(path: Path) -> str:
    """What shows that Excel, WPS or LibreOffice has a file open: the mark each lays beside it."""
    marks = (f"~${path.name}", f".~{path.name}", f".~lock.{path.name}#")
    mark = next((one for one in marks if is_there(path.with_name(one))), "") if is_there(path) else ""
    return (
        f"正在别的程序里打开着（旁边有 {mark}），没有写，原有的内容没有改动。请在那里存好、关闭后再办；"
        f"确实没有人打开的，删去 {mark} 再办。"
        if mark
        else ""
    )


def _only_read(path: Path) -> str:
    """A file set to be read only is written by nobody, though its folder might let us put another in its place."""
    locked = path.is_file() and not path.stat().st_mode & stat.S_IWRITE
    return "设成了只读，没有写，原有的内容没有改动。请在它的属性里去掉“只读”后再办。" if locked else ""


def enter(office: Workspace, year: int, sheet: str, rows: Sequence[Mapping[str, str]]) -> None:
    """Write rows, by column, behind those of a sheet of the year's 处理登记; where none is kept yet one is laid there first.

    Raises `PlanProblem` for a register nothing can be written into, or where another lies in its place, `MachineProblem` where
    the disk refuses, both with the rows to fill in by hand; nothing is changed then.
    """
    path = office.decisions_file(year)
    name = office.relative(path)
    require_no_other(office, year)
    data = load_own(path, office.inputs) if is_there(path) else write_register(date(year, 1, 1))
    try:
        replace(path, registered(data, name, sheet, rows))
    except (Unreadable, BadZipFile) as unreadable:
        raise PlanProblem(
            f"{name} {unreadable}，写不进去，没有改动任何内容。请打开检查，另存为 .xlsx 后再运行。{rows_by_hand(sheet, rows)}"
        ) from None
    except PlanProblem as hindered:
        raise PlanProblem(f"{hindered}{rows_by_hand(sheet, rows)}") from None
    except MachineProblem as refused:
        raise MachineProblem(f"{refused}{rows_by_hand(sheet, rows)}") from refused


def rows_by_hand(sheet: str, rows: Sequence[Mapping[str, str]]) -> str:
    """What to write oneself where the program may not."""
    told = "；".join("　".join(filter(None, row.values())) for row in rows)
    return f"等不及的，请自己在“{sheet}”里填：{told}"


def require_no_other(office: Workspace, year: int) -> None:
    """`PlanProblem` where there is no 处理登记 but something that may be it under another name: a second one would be laid beside."""
    path = office.decisions_file(year)
    others = [
        one.place.file.rpartition("/")[2]
        for one in copies_beside(office, year)
        if path.stem in one.place.file
    ]
    if others and not is_there(path):
        raise PlanProblem(
            f"{office.relative(path)} 不在，旁边却有 {'、'.join(others)}，没有登记。"
            f"请把要用的那一份另存为 {path.name}，别的移出这个文件夹，再办。"
        )


def amend(office: Workspace, year: int, cells: Mapping[tuple[str, str], str]) -> None:
    """Write texts into cells of the year's 处理登记, by sheet and reference, and nothing else; raises as `enter` does."""
    path = office.decisions_file(year)
    name = office.relative(path)
    try:
        replace(path, filled(load_own(path, office.inputs), cells))
    except (Unreadable, BadZipFile, KeyError) as unreadable:
        raise PlanProblem(
            f"{name} {unreadable}，写不进去，没有改动任何内容。请打开检查，另存为 .xlsx 后再运行。"
        ) from None


_HERE = Path(__file__).resolve().parent


@cache
def default_templates() -> Mapping[str, bytes]:
    """The Word templates an office starts with, by file name."""
    return _files(_HERE / "bundled" / "templates", _HERE.parent.parent / "templates", "*.docx")


# What came after 0.1: an office founded before that has none of its own.
_LATER = frozenset(
    {"督查提示单.docx", "一页图.docx", "更正报告.docx", "更正函.docx", "小结.docx", "交接单.docx"}
)


def spare_templates(folder: Path) -> Mapping[str, bytes]:
    """The program's own of the templates that came later and that an older office's `folder` lacks, by file name."""
    defaults = default_templates()
    return {name: defaults[name] for name in _LATER if not (folder / name).exists()}


def holiday_tables() -> dict[str, bytes]:
    """The holiday tables known when this version was made, by file name."""
    return _files(_HERE / "bundled" / "节假日", _HERE.parent.parent / "inputs" / "节假日", "*.toml")


def starters() -> dict[str, bytes]:
    """What opens the desk by a double click, by file name: 开始.bat for Windows, 开始.sh for Linux."""
    return {
        path.name: as_batch(path.read_text(encoding="utf-8")) if path.suffix == ".bat" else path.read_bytes()
        for path in sorted((_HERE / "starters").iterdir())
    }


def as_batch(text: str) -> bytes:
    """A batch file as every code page of Windows reads it: ASCII, its Chinese as HTML's numbers for a page to show; CRLF."""
    return text.replace("\n", "\r\n").encode("ascii", "xmlcharrefreplace")


def _files(packaged: Path, checkout: Path, pattern: str) -> dict[str, bytes]:
    folder = packaged if packaged.is_dir() else checkout
    return {
        path.name: path.read_bytes()
        for path in sorted(folder.glob(pattern))
        if not path.name.startswith("~$")
    }
