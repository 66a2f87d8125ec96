"""Everything that can be wrong, on one command: `nox`. Each session's docstring is its line in `nox --list`."""

from __future__ import annotations

import os
import re
import shutil
import tomllib
from functools import cache
from pathlib import Path

import nox

# Not "venv": that one unpacks pip anew for every session, some seconds each.
nox.options.default_venv_backend = "virtualenv"
nox.options.sessions = ["tests", "minimums", "lint", "demo"]
nox.options.error_on_missing_interpreters = True
nox.options.stop_on_first_error = False

PROJECT = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))
TESTING = ["pytest", "pytest-xdist", "hypothesis"]
# What is imported is compiled when it is; to compile all of pandas takes longer than most sessions.
CONSTRAINED = ["--no-compile", "-c", "constraints.txt"]
# A worker that has nothing left takes tests from the other: modules differ much in how long they take.
PARALLEL = ["-n", "auto", "--dist", "worksteal"]
# What the benchmarks compare with may be missing; they say so and go on.
ANY_CODE = range(256)


@cache
def _built() -> Path:
    """Where this run of nox has put the wheel: built once, whatever the number of sessions that install it."""
    place = Path(".nox/wheel")
    shutil.rmtree(place, ignore_errors=True)
    return place


def wheel(session: nox.Session) -> str:
    """The program as it is installed anywhere."""
    place = _built()
    if not place.exists():
        session.run("python", "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(place), ".")
    (built,) = place.glob("minsheng-*.whl")
    return str(built.resolve())


@nox.session
def tests(session: nox.Session) -> None:
    """All tests, at the versions this release is made with."""
    session.install(*CONSTRAINED, wheel(session), *TESTING)
    session.run("python", "-m", "pytest", *PARALLEL, *session.posargs)


@nox.session
def minimums(session: nox.Session) -> None:
    """The tests of the command and the sample year, at the lowest versions allowed."""
    lowest = [re.sub(r">=", "==", wanted) for wanted in PROJECT["project"]["dependencies"]]
    session.install("--no-compile", *lowest, wheel(session), *TESTING)
    session.run("python", "-m", "pytest", *PARALLEL, "tests/city", "tests/sample_year", "tests/files")


@nox.session
def lint(session: nox.Session) -> None:
    """Style (ruff), types (mypy strict), import direction (import-linter)."""
    session.install(
        *CONSTRAINED,
        wheel(session),
        "ruff",
        "mypy",
        "import-linter",
        "types-openpyxl",
        "types-defusedxml",
        "pandas-stubs",
        "lxml-stubs",
    )
    session.run("ruff", "format", "--check", ".")
    session.run("ruff", "check", ".")
    session.run("mypy")
    session.run("lint-imports")


@nox.session
def docs(session: nox.Session) -> None:
    """Handbooks, glossary and README say what the code does. Part of `tests`; alone it is quicker."""
    session.install(*CONSTRAINED, wheel(session), *TESTING)
    session.run("python", "-m", "pytest", "tests/docs")


@nox.session
def demo(session: nox.Session) -> None:
    """The wheel alone, in an empty environment, makes the invented year."""
    place = Path(session.create_tmp()).resolve() / "演示"
    shutil.rmtree(place, ignore_errors=True)
    session.install(*CONSTRAINED, wheel(session))
    with session.chdir(session.create_tmp()):
        session.run("minsheng", "demo", str(place))
        session.run("minsheng", "-C", str(place), "status", "--today", "2021-12-26")


@nox.session
def fonts(session: nox.Session) -> None:
    """Stand-ins for the official fonts, for PDFs on a Debian machine: derived from Fandol into the user's own fonts."""
    session.install("fonttools")
    source = Path(session.create_tmp())
    if not list(source.rglob("Fandol*.otf")):
        with session.chdir(source):
            session.run("apt-get", "download", "texlive-lang-chinese", external=True)
            package = next(Path().glob("texlive-lang-chinese_*.deb"))
            session.run("dpkg-deb", "--extract", str(package), ".", external=True, silent=True)
    home = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    session.run("python", "tests/fonts/derive.py", str(source), str(Path(home) / "fonts" / "minsheng"))


@nox.session
def faults(session: nox.Session) -> None:
    """Every fault of the machine at every call, over the real command. An hour or more; not part of the default sessions."""
    session.install(*CONSTRAINED, ".", *TESTING)
    session.run("python", "-m", "pytest", "tests/faults", *session.posargs, env={"MINSHENG_FAULTS": "long"})


@nox.session
def bench(session: nox.Session) -> None:
    """How long a month takes and how fast documents are made, as ratios of one run. Not part of the default sessions."""
    session.install(*CONSTRAINED, ".")
    for package in ("isal", "deflate", "docx-mailmerge"):
        session.install(package, success_codes=ANY_CODE)
    peers = Path(session.create_tmp()) / "peers"
    peers.mkdir(exist_ok=True)
    if shutil.which("npm"):
        for package in ("docxtemplater", "pizzip", "carbone", "easy-template-x"):
            install = (
                "npm",
                "install",
                "--silent",
                "--no-audit",
                "--no-fund",
                "--prefix",
                str(peers),
                package,
            )
            session.run(*install, external=True, success_codes=ANY_CODE)
    session.run("python", "tests/bench/month.py")
    session.run("python", "tests/bench/pages.py")
    session.run("python", "-m", "tests.bench.script")
    session.run("python", "-m", "tests.bench.rendering", "--peers", str(peers))
