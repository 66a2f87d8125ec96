"""A folder for machines without network: wheels by platform, the starters that make an environment of them, handbooks, sums."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from email.parser import BytesParser
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from packaging.requirements import Requirement
from packaging.tags import Tag, compatible_tags, cpython_tags
from packaging.utils import canonicalize_name, parse_wheel_filename

from pipeline.outputs.founding import as_batch

ROOT = Path(__file__).resolve().parents[2]
# What lies in the bundle as it is kept here, but for the versions of Python.
KEPT = ROOT / "docs" / "离线包"
PYTHONS = ("3.14", "3.13", "3.12", "3.11")
# The oldest glibc served is 2.28 (Debian 10, RHEL 8, 统信 UOS 20).
_GLIBC = ("2_28", "2_27", "2_26", "2_24", "2_17", "2_12", "2_5")
_OLD_NAMES = ("2014", "2010", "1")


def _manylinux(machine: str) -> tuple[str, ...]:
    return tuple(f"manylinux_{one}_{machine}" for one in _GLIBC) + tuple(
        f"manylinux{one}_{machine}" for one in _OLD_NAMES
    )


# Platform tags, the best first, by what a machine is called.
PLATFORMS: Mapping[str, tuple[str, ...]] = {
    "Windows x86-64": ("win_amd64",),
    "Linux x86-64": _manylinux("x86_64"),
    "Linux aarch64": _manylinux("aarch64"),
}
# The pages of the handbooks: what a secretary and an administrator read, and what these lead on to.
PAGES = ("手册-秘书", "手册-运维", "安全", "公文格式", "参考-JSON", "参考-模板字段")
_STYLE = (
    "body{max-width:60em;margin:2em auto;padding:0 1em;font-family:sans-serif;line-height:1.7}"
    "table{border-collapse:collapse}th,td{border:1px solid #999;padding:.2em .6em;text-align:left}"
    "code{background:#eee}pre{background:#eee;padding:.6em;overflow:auto}img{max-width:100%;border:1px solid #999}"
)


def bundle(place: Path, product: Path, pythons: Sequence[str]) -> None:
    """Make the bundle anew in `place` with the `product`'s wheel, for these versions of Python.

    Raises `SystemExit` where a wheel is missing or does not match its digest, or where what is there does not do for one machine.
    """
    shutil.rmtree(place, ignore_errors=True)
    wheels = place / "wheels"
    wheels.mkdir(parents=True)
    (place / "python").mkdir()
    for tags in PLATFORMS.values():
        for python in pythons:
            _download(wheels, tags, python)
    shutil.copy2(product, wheels)
    _lay(place, product, pythons)
    if wanting := [*unserved(wheels, pythons)]:
        raise SystemExit("\n".join(wanting))
    (place / "SHA256SUMS").write_text(sums(place), encoding="utf-8", newline="\n")


def _download(wheels: Path, tags: Sequence[str], python: str) -> None:
    """What the lock names and the installer, for one kind of machine; digests are held against the lock's."""
    platforms = [word for tag in tags for word in ("--platform", tag)]
    machine = ("--implementation", "cp", "--python-version", python, *platforms)
    whole = ("--only-binary=:all:", "--no-deps", "--require-hashes", "--dest", str(wheels))
    for lock in (ROOT / "requirements.lock", KEPT / "pip.lock"):
        download = (sys.executable, "-m", "pip", "download", "--quiet", *machine, *whole, "-r", str(lock))
        if subprocess.run(download, check=False).returncode:
            raise SystemExit(f"{lock.name}: not all of it is there for Python {python}, {tags[0]}")


def _lay(place: Path, product: Path, pythons: Sequence[str]) -> None:
    """Everything but wheels and sums: starters, the list of wheels, handbooks with their pictures."""
    for name, data in kept(pythons).items():
        (place / name).write_bytes(data)
    (place / "开始.sh").chmod(0o755)
    (place / "requirements.txt").write_text(requirements(product), encoding="utf-8", newline="\n")
    for name in PAGES:
        text = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
        (place / f"{name}.html").write_text(page(name, text), encoding="utf-8", newline="\n")
        for picture in pictures_of(text):
            (place / picture).parent.mkdir(exist_ok=True)
            shutil.copyfile(ROOT / "docs" / picture, place / picture)


def pictures_of(text: str) -> list[str]:
    """The pictures a handbook shows, where they lie from it."""
    return re.findall(r"!\[[^\]]*\]\(([^)\s]+)\)", text)


def kept(pythons: Sequence[str]) -> dict[str, bytes]:
    """Starters and 读我, by file name, for these versions of Python."""
    made = {}
    for path in sorted(KEPT.iterdir()):
        if path.suffix != ".lock":
            text = path.read_text(encoding="utf-8").replace("{pythons}", " ".join(pythons))
            made[path.name] = as_batch(text) if path.suffix == ".bat" else text.encode()
    # Windows' own editor shows a text without a mark in the code page of the machine.
    made["读我.txt"] = b"\xef\xbb\xbf" + made["读我.txt"].replace(b"\n", b"\r\n")
    return made


def requirements(product: Path) -> str:
    """The lock, and the product's own wheel with its digest."""
    name, version, _, _ = parse_wheel_filename(product.name)
    digest = hashlib.sha256(product.read_bytes()).hexdigest()
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return f"{lock}{name}=={version} --hash=sha256:{digest}\n"


def unserved(wheels: Path, pythons: Sequence[str]) -> Iterable[str]:
    """What a machine would lack: a wheel of its kind for each that is named, and for each that these ask for."""
    names = {canonicalize_name(line.split("==")[0]) for line in _named()}
    for machine, platforms in PLATFORMS.items():
        for python in pythons:
            usable = dict(_usable(wheels, platforms, python))
            where = f"{machine}, Python {python}"
            yield from (f"{where}: no wheel of {name}" for name in sorted({*names, "minsheng"} - set(usable)))
            for path in usable.values():
                for asked in _asked(path, environment(machine, python)):
                    if canonicalize_name(asked.name) not in usable:
                        yield f"{where}: {path.name} asks for {asked.name}"


def _named() -> list[str]:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8") + (KEPT / "pip.lock").read_text()
    return re.findall(r"^\S+==\S+", lines, re.MULTILINE)


def _usable(wheels: Path, platforms: Sequence[str], python: str) -> Iterable[tuple[str, Path]]:
    """The wheels a machine can take, by package."""
    version = tuple(map(int, python.split(".")))
    taken: set[Tag] = {*cpython_tags(version, platforms=platforms)}
    taken |= {*compatible_tags(version, f"cp{version[0]}{version[1]}", platforms)}
    for path in sorted(wheels.glob("*.whl")):
        name, _, _, tags = parse_wheel_filename(path.name)
        if tags & taken:
            yield name, path


def environment(machine: str, python: str) -> dict[str, str]:
    """What the markers of a wheel see on a machine."""
    windows = machine.startswith("Windows")
    return {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "sys_platform": "win32" if windows else "linux",
        "platform_system": "Windows" if windows else "Linux",
        "os_name": "nt" if windows else "posix",
        "platform_machine": {"Windows x86-64": "AMD64", "Linux x86-64": "x86_64"}.get(machine, "aarch64"),
        "extra": "",
    }


def _asked(path: Path, there: Mapping[str, str]) -> Iterable[Requirement]:
    with zipfile.ZipFile(path) as wheel:
        (about,) = (name for name in wheel.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", name))
        told = BytesParser().parsebytes(wheel.read(about))
    for line in told.get_all("Requires-Dist", []):
        asked = Requirement(line)
        if asked.marker is None or asked.marker.evaluate(dict(there)):
            yield asked


def page(title: str, text: str) -> str:
    """A handbook as a page that opens from disk, its headings to be linked to; links to other handbooks lead to their pages."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    parts = reader.parse(re.sub(r"\]\(((?:[^()\s:#]+))\.md(#[^)\s]*)?\)", r"](\1.html\2)", text))
    for opening, inside in pairwise(parts):
        if opening.type == "heading_open":
            opening.attrSet("id", re.sub(r"[^\w\- ]", "", inside.content.lower()).replace(" ", "-"))
    body = reader.renderer.render(parts, reader.options, {})
    return (
        f'<!doctype html>\n<html lang="zh"><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style>\n{body}</html>\n"
    )


def sums(place: Path) -> str:
    """A line per file as `sha256sum` writes it; an administrator's Python, the environment made and the list itself are not in it."""
    files = sorted(path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file())
    ours = [
        name for name in files if not name.startswith(("python/", "minsheng-env/")) and name != "SHA256SUMS"
    ]
    return "".join(f"{hashlib.sha256((place / name).read_bytes()).hexdigest()}  {name}\n" for name in ours)
