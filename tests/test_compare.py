"""`tests.compare` sees every difference that counts and none that does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.compare import differences

RUN = "outputs/.runs/2021-09"


def workspace(root: Path, run: str = "3f0c", **changed: object) -> Path:
    """A workspace with a shown set; `changed` overrides what its manifest says."""
    folder = root / RUN / run
    folder.mkdir(parents=True)
    manifest = {"command": "monthly", "version": "0.1.0", "inputs": ["甲局.xlsx"]} | changed
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (folder / "报告.docx").write_bytes(b"\x50\x4b")
    (root / "outputs/2021-09").symlink_to(Path(".runs/2021-09") / run, target_is_directory=True)
    (root / "outputs/.logs").mkdir()
    (root / f"outputs/.logs/{run}.txt").write_text(run, encoding="utf-8")
    (root / "inputs").mkdir()
    return root


def test_version_command_log_and_name_of_the_run_do_not_count(tmp_path: Path) -> None:
    old = workspace(tmp_path / "old")
    assert differences(old, workspace(tmp_path / "new", "77aa", version="0.2.0", command=["monthly"])) == []


@pytest.mark.parametrize(
    ("name", "data"),
    [(f"{RUN}/3f0c/报告.docx", b"\x50\x4b\x03"), ("inputs/甲局.xlsx", b""), ("outputs/.lock", b"")],
)
def test_every_other_byte_counts(tmp_path: Path, name: str, data: bytes) -> None:
    old, new = workspace(tmp_path / "old"), workspace(tmp_path / "new")
    (new / name).write_bytes(data)
    (told,) = differences(old, new)
    assert told.endswith(name.replace("3f0c", "run 1"))


def test_every_other_field_of_a_manifest_counts(tmp_path: Path) -> None:
    old, new = workspace(tmp_path / "old"), workspace(tmp_path / "new", inputs=["乙局.xlsx"])
    assert differences(old, new) == [f"differs: {RUN}/run 1/manifest.json"]


def test_where_a_link_leads_counts(tmp_path: Path) -> None:
    old, new = workspace(tmp_path / "old"), workspace(tmp_path / "new")
    (new / "outputs/2021-09").unlink()
    (new / "outputs/2021-09").symlink_to(Path(".runs/2021-08"), target_is_directory=True)
    assert differences(old, new) == ["differs: outputs/2021-09"]
