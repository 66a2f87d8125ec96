"""Everything that can be wrong, on one command: `nox`. Each session's docstring is its line in `nox --list`."""

from __future__ import annotations

import io
import os
import re
import shutil
import zipfile
from functools import cache
from pathlib import Path, PurePosixPath

import nox

# The tests start hundreds of processes. What each imports is compiled once, whatever the machine says: nothing here is.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
nox.needs_version = ">=2025.2.9"
# Not "venv": that one unpacks pip anew for every session, some seconds each.
nox.options.default_venv_backend = "virtualenv"
nox.options.sessions = ["tests", "minimums", "lint", "demo"]
# Only `pythons` asks for interpreters by version: one that is not there is skipped, and said to be.
nox.options.error_on_missing_interpreters = False
nox.options.stop_on_first_error = False

PROJECT = nox.project.load_toml("pyproject.toml")
TESTING = nox.project.dependency_groups(PROJECT, "test")
FLEET = nox.project.dependency_groups(PROJECT, "fleet")
# Only the sessions of all tests and of long walks drive a browser: its packages are larger than all others together.
BROWSING = nox.project.dependency_groups(PROJECT, "browser")
# What is imported is compiled when it is; to compile all of pandas takes longer than most sessions.
CONSTRAINED = ["--no-compile", "-c", "constraints.txt"]
# A worker that has nothing left takes tests from the other: modules differ much in how long they take.
# One more than there are processors was slower: each worker collects, and compiles, every test for itself.
PARALLEL = ["-n", str(os.cpu_count() or 1), "--dist", "worksteal"]
# What another version of a library would change first; before a release `nox -s minimums -- tests/city tests/sample_year`.
LOWEST = (
    "tests/files/test_books_and_sheets.py",
    "tests/files/test_packages.py",
    "tests/files/test_formats.py",
    "tests/cli/test_usage.py",
    "tests/city/test_figures.py",
    "tests/city/test_golden.py",
    "tests/sample_year/test_answers.py",
)
# Where every branch has its test.
WHOLE = "--include=pipeline/model/*,pipeline/progress/*,pipeline/inputs/returns/*"
# What the benchmarks compare with may be missing; they say so and go on.
ANY_CODE = range(256)


@cache
def _wheelhouse() -> Path:
    """Where this run of nox has put the wheel: built once, whatever the number of sessions that install it."""
    place = Path(".nox/wheel")
    shutil.rmtree(place, ignore_errors=True)
    return place


def wheel(session: nox.Session) -> str:
    """The program as it is installed anywhere."""
    place = _wheelhouse()
    if not place.exists():
        session.run("python", "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(place), ".")
    (built,) = place.glob("minsheng-*.whl")
    return str(built.resolve())


@nox.session
def tests(session: nox.Session) -> None:
    """All tests, at the versions this release is made with."""
    session.install(*CONSTRAINED, wheel(session), *BROWSING)
    session.run("python", "-m", "pytest", *PARALLEL, *session.posargs, env=_in_memory())


def _in_memory() -> dict[str, str]:
    """Thousands of sets are made to last, and looked at once: where the machine has a folder in memory with room, there."""
    place = Path("/dev/shm")
    roomy = place.is_dir() and shutil.disk_usage(place).free > 4 * 1024**3
    return {"TMPDIR": str(place)} if roomy else {}


@nox.session
def minimums(session: nox.Session) -> None:
    """Reading, figures, goldens and the command's own words, at the lowest versions allowed."""
    lowest = [re.sub(r">=", "==", wanted) for wanted in PROJECT["project"]["dependencies"]]
    session.install("--no-compile", *lowest, wheel(session), *TESTING)
    session.run("python", "-m", "pytest", *PARALLEL, *(session.posargs or LOWEST))


@nox.session
def lint(session: nox.Session) -> None:
    """Style (ruff), types (mypy strict), import direction (import-linter)."""
    session.install(*CONSTRAINED, wheel(session), *nox.project.dependency_groups(PROJECT, "lint"))
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
    session.install(*nox.project.dependency_groups(PROJECT, "fonts"))
    source = Path(session.create_tmp())
    if not list(source.rglob("Fandol*.otf")):
        with session.chdir(source):
            session.run("apt-get", "download", "texlive-lang-chinese", external=True)
            package = next(Path().glob("texlive-lang-chinese_*.deb"))
            session.run("dpkg-deb", "--extract", str(package), ".", external=True, silent=True)
    home = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    session.run("python", "tests/fonts/derive.py", str(source), str(Path(home) / "fonts" / "minsheng"))


@nox.session
def more(session: nox.Session) -> None:
    """What a bare `nox` has no minutes for: most faults, browsers beside the one month, second thoughts; before an issue is closed."""
    session.install(*CONSTRAINED, wheel(session), *BROWSING)
    chosen = ("-m", "more and not walks and not pages")
    session.run("python", "-m", "pytest", *PARALLEL, *chosen, *session.posargs, env=_in_memory())


@nox.session
def pages(session: nox.Session) -> None:
    """The pages of every month and of every shape, a line at a time. Minutes; not part of the default sessions."""
    session.install(*CONSTRAINED, wheel(session), *TESTING)
    session.run("python", "-m", "pytest", *PARALLEL, "-m", "pages", *session.posargs)


@nox.session
def walks(session: nox.Session) -> None:
    """The invented year hour by hour, the whole corpus in one folder. Minutes; not part of the default sessions."""
    session.install(*CONSTRAINED, wheel(session), *BROWSING)
    session.run("python", "-m", "pytest", *PARALLEL, "-m", "walks", *session.posargs)


@nox.session
def fleet(session: nox.Session) -> None:
    """Many workspaces on a scheduler and two workers of their own: killed, restarted, full, locked. Minutes; not part of the default sessions."""
    session.install(*CONSTRAINED, wheel(session), *TESTING, *FLEET)
    session.run("python", "-m", "pytest", "tests/fleet", "-m", "fleet", *session.posargs)


@nox.session
def faults(session: nox.Session) -> None:
    """Every fault of the machine at every call, over the real command. An hour or more; not part of the default sessions."""
    session.install(*CONSTRAINED, ".", *TESTING)
    session.run(
        "python", "-m", "pytest", "tests/faults", "-m", "", *session.posargs, env={"MINSHENG_FAULTS": "long"}
    )


@nox.session
def fuzz(session: nox.Session) -> None:
    """Ten thousand spoilt files, each shown to the command that reads it: `-- --count 500 --seed 2`. Hours; not part of the default sessions."""
    session.install(*CONSTRAINED, ".", *TESTING)
    session.run("python", "-m", "tests.fuzz", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """How long a month takes and how fast documents are made, as ratios of one run. Not part of the default sessions."""
    session.install(*CONSTRAINED, ".", *FLEET, *BROWSING)
    for package in nox.project.dependency_groups(PROJECT, "bench"):
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
    session.run("python", "-m", "tests.bench.desk")
    session.run("python", "-m", "tests.bench.large")
    session.run("python", "-m", "tests.bench.fleet")
    session.run("python", "-m", "tests.bench.rendering", "--peers", str(peers))


@nox.session(python=nox.project.python_versions(PROJECT))
def pythons(session: nox.Session) -> None:
    """The small city and the invented year on each supported Python the machine has; the others are skipped."""
    session.install(*CONSTRAINED, ".", *TESTING)
    session.run("python", "-m", "pytest", "-n", "auto", "tests/city", "tests/sample_year", *session.posargs)


@nox.session
def coverage(session: nox.Session) -> None:
    """Which branches the tests take: every one of WHOLE, told for the rest."""
    session.install(*CONSTRAINED, ".", *nox.project.dependency_groups(PROJECT, "coverage"))
    chosen = ("-m", "not pages and not walks and not fleet")
    measured = ("--cov=pipeline", "--cov-branch", "--cov-report=", *chosen)
    session.run("python", "-m", "pytest", "-n", "auto", *measured, *session.posargs)
    session.run("coverage", "report", "--skip-covered")
    session.run("coverage", "report", "--fail-under=100", "--show-missing", "--skip-covered", WHOLE)


@nox.session
def mutants(session: nox.Session) -> None:
    """The middle broken on purpose, one sign at a time; lists what no test notices. Hours; `-- --minutes 10` for a part."""
    session.install(*CONSTRAINED, ".", *nox.project.dependency_groups(PROJECT, "mutants"))
    session.run("python", "-m", "tests.mutants", *session.posargs)


@nox.session
def lock(session: nox.Session) -> None:
    """Writes requirements.lock anew: what the program needs at the versions of constraints.txt, with every digest."""
    session.install(*nox.project.dependency_groups(PROJECT, "lock"))
    nothing_of_an_index = (
        "--no-header",
        "--no-emit-index-url",
        "--no-emit-find-links",
        "--no-emit-trusted-host",
    )
    session.run(
        *("pip-compile", "--quiet", "--rebuild", "--strip-extras", "--generate-hashes", *nothing_of_an_index),
        *(*CONSTRAINED, "--output-file", "requirements.lock", "pyproject.toml"),
    )


@nox.session
def advisories(session: nox.Session) -> None:
    """Published holes in what requirements.lock names, asked of the service of the day; needs a network, says so without one."""
    session.install(*nox.project.dependency_groups(PROJECT, "advisories"))
    try:
        session.run("pip-audit", "--disable-pip", "--require-hashes", "--requirement", "requirements.lock")
    except nox.command.CommandFailed:
        session.error(
            "A hole is listed above, or the service cannot be reached. Without a network only what "
            "tests/security/advisories.toml knows is checked (tests/security/test_dependencies.py)"
        )


@nox.session
def bundle(session: nox.Session) -> None:
    """dist/离线包 for machines without network: wheels for Windows and Linux, starters, handbooks, sums; `-- 3.13` for one Python alone."""
    session.install(*CONSTRAINED, wheel(session), *nox.project.dependency_groups(PROJECT, "bundle"))
    session.run("python", "-m", "tests.bundle", wheel(session), *session.posargs)


@nox.session
def release(session: nox.Session) -> None:
    """What is committed as wheel and sdist in dist/: a release's version, its section of CHANGELOG, twice the same bytes."""
    session.install(*nox.project.dependency_groups(PROJECT, "release"))
    if _git(session, "status", "--porcelain"):
        session.error("The working tree is not clean: a release is made of what is committed")
    version = _said(session, "python", "-m", "hatchling", "version")
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        session.error(
            f"{version} is no release: set __version__ in pipeline/__init__.py, commit, and run again"
        )
    if not re.search(
        rf"^## {re.escape(version)}$", Path("CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE
    ):
        session.error(f"CHANGELOG.md has no section {version}: give 未发布 the number")
    made = [_built(session, name) for name in ("first", "second")]
    if made[0] != made[1]:
        session.error("Two builds of one commit differ")
    (wheel,) = (data for name, data in made[0].items() if name.endswith(".whl"))
    wrong = _amiss(session, wheel, version)
    if wrong:
        session.error(f"The wheel lacks, or should not hold: {', '.join(wrong)}")
    shutil.rmtree("dist", ignore_errors=True)
    Path("dist").mkdir()
    for name, data in made[0].items():
        (Path("dist") / name).write_bytes(data)
    session.log(f"dist/ holds {', '.join(made[0])}")


def _said(session: nox.Session, *command: str) -> str:
    """What a command prints."""
    return str(session.run(*command, silent=True, external=command[0] == "git")).strip()


def _git(session: nox.Session, *command: str) -> str:
    return _said(session, "git", "-c", "core.quotepath=false", *command)


def _built(session: nox.Session, name: str) -> dict[str, bytes]:
    """Wheel and sdist by file name, made from the last commit in a folder of its own."""
    source, packed = Path(session.create_tmp()) / name, Path(session.create_tmp()) / f"{name}.zip"
    shutil.rmtree(source, ignore_errors=True)
    _git(session, "archive", "--format=zip", f"--output={packed}", "HEAD")
    with zipfile.ZipFile(packed) as commit:
        commit.extractall(source)
    with session.chdir(source):
        session.run("python", "-m", "hatchling", "build", silent=True)
    return {path.name: path.read_bytes() for path in sorted((source / "dist").iterdir())}


def _amiss(session: nox.Session, wheel: bytes, version: str) -> list[str]:
    """Files the wheel lacks of the commit, or holds beyond it."""
    bundled = {
        "templates": "pipeline/outputs/bundled/templates",
        "inputs/节假日": "pipeline/outputs/bundled/节假日",
    }
    wanted = set(_git(session, "ls-files", "pipeline").splitlines())
    for folder, place in bundled.items():
        for path in _git(session, "ls-files", folder).splitlines():
            wanted.add(f"{place}/{PurePosixPath(path).relative_to(folder)}")
    about = f"minsheng-{version}.dist-info"
    wanted |= {
        f"{about}/{name}" for name in ("METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE")
    }
    with zipfile.ZipFile(io.BytesIO(wheel)) as holds:
        return sorted(wanted.symmetric_difference(holds.namelist()))
