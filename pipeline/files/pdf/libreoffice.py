"""Word files to PDF through LibreOffice: many at a time, in a private profile, with the official fonts or their substitutes.

LibreOffice ignores two of Word's switches (no gap beside digits, nothing hangs over the margin) and loses the place
of drawn boxes: the way leads over its flat XML, of what has charts over its package, in which that is put right.
Nothing is fetched, nothing stays behind.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from pathlib import Path
from zipfile import ZipFile

from pipeline.files.pdf.patches import patched
from pipeline.files.scratch import scratch
from pipeline.model.errors import MachineProblem
from pipeline.model.run_steps import at

# An official font, and what may stand in for it, best first; one that is installed under its own name wins.
SUBSTITUTES = {
    "仿宋_GB2312": ("仿宋", "FangSong", "GW FangSong"),
    "楷体_GB2312": ("楷体", "KaiTi", "GW KaiTi"),
    "黑体": ("SimHei", "GW HeiTi"),
    "宋体": ("SimSun", "GW SongTi"),
    "方正小标宋简体": ("FZXiaoBiaoSong-B05S", "GW XiaoBiaoSong"),
}
_LAST_RESORT = ("Noto Serif CJK SC", "Noto Sans CJK SC")
_SCRIPTING, _INET = "/org.openoffice.Office.Common/Security/Scripting", "/org.openoffice.Inet/Settings"
_CLOSED = (
    (_SCRIPTING, "BlockUntrustedRefererLinks", "true"),
    (_SCRIPTING, "DisableMacrosExecution", "true"),
    (_SCRIPTING, "MacroSecurityLevel", "3"),
    # Whatever asks for the network all the same asks a port that nobody may listen at.
    (_INET, "ooInetProxyType", "2"),
    *((_INET, f"ooInet{kind}ProxyName", "127.0.0.1") for kind in ("HTTP", "HTTPS", "FTP")),
    *((_INET, f"ooInet{kind}ProxyPort", "9") for kind in ("HTTP", "HTTPS", "FTP")),
    (_INET, "ooInetNoProxy", ""),
)
_WINDOWS = ("LibreOffice/program/soffice.exe", "LibreOffice 7/program/soffice.exe")
_FONT_NAME = re.compile(rb"/FontName\s*/(?:[A-Z]{6}\+)?([^\s/<>\[\]()]+)")
_FOREIGN = re.compile("CJK|DejaVu|Liberation|WenQuanYi|Droid|OpenSymbol")
_START, _EACH, _LOOK = 60, 10, 0.5
# How the package of a document with charts names one, and the parts of LibreOffice's own package that are put right.
_CHARTS, _TEXTS = b"word/charts/", ("content.xml", "styles.xml")

INSTALL = (
    "没有找到 LibreOffice，不能生成 PDF。Debian/Ubuntu 请安装 libreoffice-writer-nogui，Windows 请安装 LibreOffice，"
    "装好后重新运行；也可以用 Word 或 WPS 打开文稿另存为 PDF。"
)


class NoOffice(MachineProblem):
    """LibreOffice is not installed."""


@dataclass(frozen=True, slots=True)
class Pdf:
    """A PDF and the fonts embedded in it, by their PostScript names."""

    data: bytes
    fonts: tuple[str, ...]


def to_pdf(documents: Mapping[str, bytes], program: str | None = None) -> dict[str, Pdf]:
    """Every .docx of `documents` as a PDF, by the same names.

    Raises `NoOffice` if LibreOffice is not there, `MachineProblem` if it hangs, breaks, or leaves a document out.
    """
    command = program or find_office()
    if command is None:
        raise NoOffice(INSTALL)
    if not documents:
        return {}
    with scratch() as folder:
        # Numbers for names: what a document is called may be too long, or mean something to a command line.
        names = {f"{number:04d}": name for number, name in enumerate(documents)}
        for stem, name in names.items():
            (folder / f"{stem}.docx").write_bytes(documents[name])
        office = _Office(command, folder)
        # Read again from flat XML a chart is a blank.
        charts = {stem for stem, name in names.items() if _CHARTS in documents[name]}
        for kind, stems in (("fodt", sorted(names.keys() - charts)), ("odt", sorted(charts))):
            if stems:
                office.convert([folder / f"{stem}.docx" for stem in stems], kind)
                for stem in stems:
                    _patch(folder / f"{stem}.{kind}")
                office.convert([folder / f"{stem}.{kind}" for stem in stems], "pdf")
        return {name: _checked((folder / f"{stem}.pdf").read_bytes(), name) for stem, name in names.items()}


def converted(data: bytes, kind: str, wanted: str) -> bytes:
    """A document of one kind as one of another, as doc to docx.

    Raises `NoOffice` if LibreOffice is not there, `MachineProblem` if it hangs or cannot read it.
    """
    command = find_office()
    if command is None:
        raise NoOffice(INSTALL)
    with scratch() as folder:
        given = folder / f"0001.{kind}"
        given.write_bytes(data)
        _Office(command, folder).convert([given], wanted)
        return given.with_suffix(f".{wanted}").read_bytes()


def foreign_fonts(pdfs: Iterable[Pdf]) -> tuple[str, ...]:
    """Embedded fonts that stand in for an official one without looking like it; by name, each once."""
    return tuple(sorted({font for pdf in pdfs for font in pdf.fonts if _FOREIGN.search(font)}))


def find_office() -> str | None:
    """LibreOffice's program, on the path or where Windows installs it; None if there is none."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    places = [Path(os.environ[name]) for name in ("ProgramFiles", "ProgramFiles(x86)") if name in os.environ]
    candidates = (place / program for place in places for program in _WINDOWS)
    return found or next((str(path) for path in candidates if path.is_file()), None)


@dataclass(frozen=True, slots=True)
class _Office:
    """LibreOffice with a profile and a font configuration of its own in `folder`."""

    command: str
    folder: Path

    def convert(self, files: Sequence[Path], kind: str) -> None:
        """All files in one start, beside the originals; `MachineProblem` if one is missing afterwards."""
        fonts = self.folder / "fonts.conf"
        fonts.write_text(font_configuration(), encoding="utf-8")
        settings = self.folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(_closed(), encoding="utf-8")
        profile = (self.folder / "profile").as_uri()
        arguments = [
            self.command,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--norestore",
            "--convert-to",
            kind,
            "--outdir",
            str(self.folder),
            *map(str, files),
        ]
        # Without UTF-8 (cron) LibreOffice waits forever for a profile whose path is not ASCII.
        own = {"FONTCONFIG_FILE": str(fonts), "LC_ALL": "C.UTF-8"} if sys.platform != "win32" else {}
        made = [file.with_suffix(f".{kind}") for file in files]

        def told() -> None:
            at("转PDF", sum(file.exists() for file in made), len(made))

        _run(arguments, {**os.environ, **own}, _START + _EACH * len(files), told)
        missing = [file for file in made if not file.is_file()]
        if missing:
            raise MachineProblem(
                f"LibreOffice 少转换了{len(missing)}份文稿，没有生成 PDF。Word 文稿不受影响，请重新运行。"
            )


def _closed() -> str:
    """Settings of a profile in which nothing is fetched and no macro runs, whatever a document asks for."""
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _CLOSED
    )
    return (
        "<?xml version='1.0' encoding='UTF-8'?>"
        f"<oor:items xmlns:oor='http://openoffice.org/2001/registry'>{items}</oor:items>"
    )


def font_configuration() -> str:
    """A fontconfig file: the system's own, and for every official font what may stand in for it."""
    aliases = "".join(
        f"<alias binding='same'><family>{escape(official, quote=False)}</family><accept>"
        + "".join(f"<family>{escape(name, quote=False)}</family>" for name in (*others, *_LAST_RESORT))
        + "</accept></alias>"
        for official, others in SUBSTITUTES.items()
    )
    return (
        "<?xml version='1.0'?><!DOCTYPE fontconfig SYSTEM 'fonts.dtd'><fontconfig>"
        f"<include ignore_missing='yes'>/etc/fonts/fonts.conf</include>{aliases}</fontconfig>"
    )


def _run(
    arguments: Sequence[str], environment: Mapping[str, str], seconds: float, told: Callable[[], None]
) -> None:
    """Run to the end or to the time limit, telling now and then; then the whole family of processes ends."""
    process = subprocess.Popen(
        arguments,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        for _ in range(max(1, round(seconds / _LOOK))):
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=min(_LOOK, seconds))
                return
            told()
        raise MachineProblem(
            f"LibreOffice 超过{seconds:.0f}秒没有转换完，已停止，没有生成 PDF。Word 文稿不受影响，请重新运行。"
        )
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if sys.platform != "win32":
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    with suppress(OSError):
        process.kill()
    process.wait()


def _patch(path: Path) -> None:
    if path.suffix == ".fodt":
        path.write_bytes(patched(path.read_bytes()))
        return
    with ZipFile(path) as package:
        parts = [(entry, package.read(entry)) for entry in package.infolist()]
    with ZipFile(path, "w") as package:
        for entry, data in parts:
            package.writestr(entry, patched(data) if entry.filename in _TEXTS else data, entry.compress_type)


def _checked(data: bytes, name: str) -> Pdf:
    if not data.startswith(b"%PDF-") or b"%%EOF" not in data[-1024:]:
        raise MachineProblem(f"LibreOffice 转换出的“{name}”不是完整的 PDF。Word 文稿不受影响，请重新运行。")
    fonts = sorted({found.decode("ascii", "replace") for found in _FONT_NAME.findall(data)})
    return Pdf(data, tuple(fonts))
