"""The starters every new workspace holds: what Windows and a POSIX shell read, and which program they open on which folder."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.outputs.founding import found, starters

DESK = '#!/bin/sh\necho "$0 $*"\n'
LOST = (
    "这台电脑上没有找到程序，工作台没有打开。\n"
    "用离线包的，请把这个文件夹放在离线包的文件夹里，先打开离线包里的“开始”。\n"
    "自己安装的，请装在账户文件夹的 minsheng-env 里，见手册：安装、定时运行和维护。\n"
)
needs_shell = pytest.mark.skipif(os.name == "nt", reason="a POSIX shell")


def test_the_batch_file_is_ascii_with_line_ends_of_windows() -> None:
    batch = starters()["开始.bat"]

    assert batch.isascii()
    assert batch.count(b"\n") == batch.count(b"\r\n") == len(batch.splitlines())
    assert "这台电脑上没有找到程序" in html.unescape(batch.decode("ascii"))


def test_the_batch_file_knows_no_folder_of_a_machine() -> None:
    """It asks only for its own folder (quoted: blanks, Chinese), the account's and the temporary one."""
    batch = starters()["开始.bat"].decode("ascii")

    assert not re.findall(r"\b[A-Za-z]:\\", batch)
    places = re.findall(r"%~dp0|%USERPROFILE%|!TEMP!", batch)
    assert set(places) == {"%~dp0", "%USERPROFILE%", "!TEMP!"}
    assert all(re.search(r'"[^"]*$', batch[: found.start()].splitlines()[-1]) for found in _places(batch))
    # A backslash before the closing quote would escape it.
    assert 'desk -C "%~dp0."' in batch and '%~dp0"' not in batch


def _places(batch: str) -> list[re.Match[str]]:
    return list(re.finditer(r"%~dp0|%USERPROFILE%|!TEMP!", batch))


def test_every_label_of_the_batch_file_is_there() -> None:
    batch = starters()["开始.bat"].decode("ascii")

    assert set(re.findall(r"goto (\w+)", batch)) == set(re.findall(r"^:(\w+)", batch, re.MULTILINE))


def laid(tmp_path: Path) -> Path:
    """A folder with a name that needs quotes, founded with the starters alone."""
    place = tmp_path / "民生 实事(二〇二二) & 月报"
    found(place, starters())
    return place


def program(place: Path) -> Path:
    """A stand-in for the program's environment in `place`, which says how it was called."""
    python = place / "minsheng-env" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(DESK, encoding="utf-8")
    python.chmod(0o755)
    return python


def started(place: Path, home: Path, path: str = "/usr/bin:/bin") -> subprocess.CompletedProcess[str]:
    """The shell's starter as a desktop starts it: from some other folder."""
    environment = {"HOME": str(home), "PATH": path, "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        [place / "开始.sh"],
        cwd="/",
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@needs_shell
@pytest.mark.parametrize("where", ["beside", "inside", "account"])
def test_the_shell_opens_the_desk_of_its_own_folder(tmp_path: Path, where: str) -> None:
    place = laid(tmp_path)
    home = tmp_path / "账户 家"
    python = program({"beside": tmp_path, "inside": place, "account": home}[where])

    result = started(place, home)

    told, _, words = result.stdout.rstrip("\n").partition(" -P ")
    assert (result.returncode, Path(told).resolve()) == (0, python)
    assert words == f"-m pipeline desk -C {place}"


@needs_shell
def test_the_program_on_the_path_serves_where_there_is_no_other(tmp_path: Path) -> None:
    place, tools = laid(tmp_path), tmp_path / "tools"
    tools.mkdir()
    (tools / "minsheng").write_text(DESK, encoding="utf-8")
    (tools / "minsheng").chmod(0o755)

    result = started(place, tmp_path, f"{tools}:/usr/bin:/bin")

    assert result.stdout == f"{tools}/minsheng desk -C {place}\n"


@needs_shell
def test_without_a_program_the_starter_says_what_to_do(tmp_path: Path) -> None:
    result = started(laid(tmp_path), tmp_path)

    assert (result.returncode, result.stdout, result.stderr) == (1, LOST, "")


@needs_shell
@pytest.mark.skipif(shutil.which("dash") is None, reason="a shell that knows POSIX alone")
def test_the_shell_starter_is_posix(tmp_path: Path) -> None:
    assert b"\r" not in starters()["开始.sh"]
    assert (
        subprocess.run(["dash", "-n", laid(tmp_path) / "开始.sh"], capture_output=True, check=True).stderr
        == b""
    )
