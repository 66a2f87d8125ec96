"""What is installed is what was tested: versions agree, every package by its hash, from no address of ours."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.june import ROOT

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
CONSTRAINTS = (ROOT / "constraints.txt").read_text(encoding="utf-8")


def folded(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked() -> dict[str, str]:
    """Version by package in the lock."""
    return {
        folded(name): version for name, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", LOCK, re.MULTILINE)
    }


def constrained() -> dict[str, str]:
    lines = [line for line in CONSTRAINTS.splitlines() if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[\w.-]+==[\w.+!]+", line) for line in lines)
    return {folded(line.partition("==")[0]): line.partition("==")[2] for line in lines}


def test_lock_and_constraints_name_the_same_versions() -> None:
    agreed = constrained()
    assert locked()
    assert {name: agreed.get(name) for name in locked()} == locked()


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {folded(re.split(r"[>=; ]", each)[0]) for each in project["dependencies"]}
    assert wanted <= set(locked())


ADVISORIES = tomllib.loads((ROOT / "tests/security/advisories.toml").read_text(encoding="utf-8"))["advisory"]


def parts(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)]


@pytest.mark.parametrize("advisory", ADVISORIES, ids=lambda one: one["id"])
def test_no_version_we_use_or_allow_has_a_published_hole(advisory: dict[str, str]) -> None:
    name, mended = advisory["package"], parts(advisory["mended"])
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lowest = {
        folded(found[1]): found[2]
        for found in (re.match(r"([\w.-]+)>=([\d.]+)", one) for one in project["dependencies"])
        if found
    }
    used = [versions[name] for versions in (locked(), constrained(), lowest) if name in versions]
    assert used
    assert all(parts(version) >= mended for version in used), used


@pytest.mark.parametrize(
    "entry", re.split(r"\n(?=\S)", LOCK.strip()), ids=lambda entry: entry.split("=")[0][:20]
)
def test_every_entry_carries_its_hashes(entry: str) -> None:
    if not entry.startswith("#"):
        assert re.match(r"[\w.-]+==\S+ ", entry)
        assert re.findall(r"--hash=sha256:[0-9a-f]{64}\b", entry)


@pytest.mark.parametrize("text", [LOCK, CONSTRAINTS], ids=["lock", "constraints"])
def test_no_index_no_address_no_option(text: str) -> None:
    assert not re.search(r"https?:|^\s*--?(?!hash=)\w|@ ", text, re.MULTILINE)
