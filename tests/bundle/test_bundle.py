"""The bundle for machines without network: texts of its starters, machines it serves, what is asked of its wheels.

That it is complete and starts offline is seen when it is made: `nox -s bundle` refuses a bundle that is not, and 手册-运维 says how to try one.
"""

from __future__ import annotations

import hashlib
import html
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.bundle.bundling import (
    PAGES,
    PLATFORMS,
    PYTHONS,
    ROOT,
    _lay,
    environment,
    kept,
    page,
    requirements,
    sums,
    unserved,
)

OPERATOR = (ROOT / "docs/手册-运维.md").read_text(encoding="utf-8")
PROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
needs_shell = pytest.mark.skipif(os.name == "nt", reason="a POSIX shell")


def test_the_machines_served_are_those_of_the_handbook() -> None:
    assert list(PLATFORMS) == ["Windows x86-64", "Linux x86-64", "Linux aarch64"]
    assert all(machine in OPERATOR for machine in PLATFORMS)
    assert set(PYTHONS) == set(re.findall(r"Python :: (3\.\d+)", PROJECT))


def test_the_batch_file_is_ascii_with_line_ends_of_windows() -> None:
    batch = kept(PYTHONS)["开始.bat"]
    text = batch.decode("ascii")

    assert batch.count(b"\n") == batch.count(b"\r\n") == len(batch.splitlines())
    assert "第一次打开，正在准备程序" in html.unescape(text)
    assert not re.findall(r"\b[A-Za-z]:\\", text)
    assert "--no-index" in text and "--require-hashes" in text
    assert 'set "PYTHON_MANAGER_AUTOMATIC_INSTALL=false"' in text
    assert "{pythons}" not in text and text.count("for %%V in (3.14 3.13 3.12 3.11)") == 2
    # Everything below its own folder is quoted, for blanks and Chinese.
    places = list(re.finditer(r"%~dp0|%PLACE%|%PROGRAM%|!TEMP!", text))
    assert places
    assert all(text[: found.start()].splitlines()[-1].count('"') % 2 for found in places)
    assert set(re.findall(r"goto (\w+)", text)) <= set(re.findall(r"^:(\w+)", text, re.MULTILINE))


@needs_shell
def test_the_first_start_makes_the_environment_and_every_later_one_only_opens(tmp_path: Path) -> None:
    """With a stand-in for Python that tells how it is called."""
    place = tmp_path / "离线 包(二)"
    _laid(place)
    _stand_in(place / "python" / "bin" / "python3")

    first, second = _started(place), _started(place)

    assert (first.returncode, first.stderr, second.stderr) == (0, "", "")
    wheels, environ = place / "wheels", place / "minsheng-env"
    assert first.stdout.splitlines() == [
        "第一次打开，正在准备程序，一到几分钟，请不要关闭这个窗口……",
        f"{wheels}/pip-1-py3-none-any.whl/pip --isolated install --quiet --disable-pip-version-check --no-index"
        f" --find-links {wheels} --require-hashes -r {place}/requirements.txt",
        f"-P -m pipeline desk -C {place}",
    ]
    assert second.stdout.splitlines() == first.stdout.splitlines()[-1:]
    (environ / "SHA256SUMS").write_text("of another bundle", encoding="utf-8")
    assert _started(place).stdout == first.stdout


@needs_shell
def test_an_environment_that_is_not_whole_is_made_anew_and_its_failure_told(tmp_path: Path) -> None:
    _laid(tmp_path)
    _stand_in(tmp_path / "python" / "bin" / "python3", pip_fails=True)

    for _ in range(2):
        result = _started(tmp_path)

        assert result.returncode == 1
        assert result.stdout.splitlines()[-1].startswith("程序没有装上，没有改动这个文件夹以外的任何东西。")
        assert "desk" not in result.stdout


@needs_shell
def test_without_a_python_there_are_wheels_for_the_starter_says_so(tmp_path: Path) -> None:
    _laid(tmp_path)
    _stand_in(tmp_path / "python" / "bin" / "python3", serves=False)
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("cmp", "dirname"):
        (tools / name).symlink_to(str(shutil.which(name)))

    result = _started(tmp_path, str(tools))

    assert (result.returncode, result.stdout) == (
        1,
        "这台电脑上没有合用的 Python（3.14 3.13 3.12 3.11 之一），程序没有装上。"
        "请管理员照“读我”把 Python 放进离线包的 python 文件夹，再打开“开始”。\n",
    )
    assert not (tmp_path / "minsheng-env").exists()


def _laid(place: Path) -> None:
    (place / "wheels").mkdir(parents=True)
    (place / "wheels" / "pip-1-py3-none-any.whl").touch()
    (place / "SHA256SUMS").write_text("sums", encoding="utf-8")
    (place / "开始.sh").write_bytes(kept(PYTHONS)["开始.sh"])
    (place / "开始.sh").chmod(0o755)


def _stand_in(python: Path, serves: bool = True, pip_fails: bool = False) -> None:
    """A Python that lays itself where a venv is asked of it and otherwise prints its words."""
    python.parent.mkdir(parents=True)
    python.write_text(
        '#!/bin/sh\ncase "$1 $2" in\n'
        f"'-c '*) exit {int(not serves)};;\n"
        '\'-m venv\') mkdir -p "$4/bin" && cp "$0" "$4/bin/python"; exit;;\n'
        f'*pip*--isolated) echo "$*"; exit {int(pip_fails)};;\n'
        '*) echo "$*";;\nesac\n',
        encoding="utf-8",
    )
    python.chmod(0o755)


def _started(place: Path, path: str = "/usr/bin:/bin") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", place / "开始.sh"],
        cwd="/",
        env={"HOME": str(place), "PATH": path, "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_a_machine_would_lack_is_told(tmp_path: Path) -> None:
    """A wheel for one kind of machine alone, and one that asks on Windows for what is not there."""
    _wheel(tmp_path, "numpy-2.4.6-cp313-cp313-win_amd64.whl")
    _wheel(tmp_path, "click-8.5.1-py3-none-any.whl", 'colorama; sys_platform == "win32"')

    wanting = list(unserved(tmp_path, ("3.13",)))

    assert "Linux aarch64, Python 3.13: no wheel of numpy" in wanting
    assert "Windows x86-64, Python 3.13: no wheel of numpy" not in wanting
    assert "Windows x86-64, Python 3.13: no wheel of minsheng" in wanting
    assert [line for line in wanting if "asks" in line] == [
        "Windows x86-64, Python 3.13: click-8.5.1-py3-none-any.whl asks for colorama"
    ]


def _wheel(place: Path, name: str, asks: str = "") -> None:
    told = f"Metadata-Version: 2.1\nName: {name.split('-')[0]}\n" + (
        f"Requires-Dist: {asks}\n" if asks else ""
    )
    with zipfile.ZipFile(place / name, "w") as wheel:
        wheel.writestr("-".join(name.split("-")[:2]) + ".dist-info/METADATA", told)


def test_markers_see_the_machine() -> None:
    assert environment("Windows x86-64", "3.13")["sys_platform"] == "win32"
    assert environment("Linux aarch64", "3.11")["platform_machine"] == "aarch64"


def test_the_product_is_required_by_its_digest_as_well(tmp_path: Path) -> None:
    product = tmp_path / "minsheng-0.3.0.dev0-py3-none-any.whl"
    product.write_bytes(b"wheel")

    lines = requirements(product).splitlines()

    assert lines[-1] == f"minsheng==0.3.0.dev0 --hash=sha256:{hashlib.sha256(b'wheel').hexdigest()}"
    assert "\n".join(lines[:-1]) + "\n" == (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_the_sums_are_of_what_was_made(tmp_path: Path) -> None:
    for name in ("wheels/a.whl", "读我.txt", "python/python.exe", "minsheng-env/bin/python", "SHA256SUMS"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")

    assert [line.split("  ")[1] for line in sums(tmp_path).splitlines()] == ["wheels/a.whl", "读我.txt"]
    if shutil.which("sha256sum"):
        (tmp_path / "SHA256SUMS").write_text(sums(tmp_path), encoding="utf-8")
        subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=tmp_path, check=True)


def test_the_handbooks_as_pages_lead_nowhere_outside() -> None:
    for name in PAGES:
        text = page(name, (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8"))
        led = set(re.findall(r'href="([^"#]+)', text))
        assert {unquote(one) for one in led} <= {f"{each}.html" for each in PAGES}, name
        assert "<table>" in text and "](" not in text
    assert page("甲", "## 工作台\n[见](手册-运维.md#工作台)").count('id="工作台"') == 1


def test_the_handbooks_as_pages_show_their_pictures(tmp_path: Path) -> None:
    product = tmp_path / "minsheng-0.3.0.dev0-py3-none-any.whl"
    product.write_bytes(b"wheel")
    place = tmp_path / "离线包"
    place.mkdir()
    _lay(place, product, PYTHONS)

    shown = {
        place / unquote(one)
        for page in place.glob("*.html")
        for one in re.findall(r'src="([^"]+)', page.read_text(encoding="utf-8"))
    }
    assert len(shown) > 10 and shown == set((place / "images").iterdir())
    assert "images/工作台-本期.png" in sums(place)
