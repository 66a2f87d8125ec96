"""The short form: a few files of every quick kind in `nox -s more`. `nox -s fuzz` spoils ten thousand of all kinds."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from tests.conftest import Once
from tests.fuzz.fuzzing import KINDS, Kind, found, troubles
from tests.fuzz.spoils import file_bytes, package, record, workbook_cell, workbook_shape

SEED = 20211225
# What needs the year assessed, or looks at every template, is left to the long form.
QUICK = tuple(kind for kind in KINDS if kind.command[0] in ("plan", "check", "monthly", "verify"))


@pytest.fixture(scope="module")
def laid(once: Once, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office of one's own, spoilt and mended again and again."""
    made = once("受损的办公室", lambda folder: found(folder / "工作目录", assessed=False))
    return Path(shutil.copytree(made, tmp_path_factory.mktemp("受损") / "工作目录", symlinks=True))


@pytest.mark.more
@pytest.mark.parametrize("kind", QUICK, ids=[kind.name for kind in QUICK])
def test_no_spoilt_file_ends_otherwise_than_said(kind: Kind, laid: Path) -> None:
    assert list(troubles(laid, SEED, 2, (kind,))) == []


@pytest.mark.more
def test_every_quick_kind_has_files_to_spoil(laid: Path) -> None:
    assert [kind.name for kind in QUICK if not list(laid.glob(kind.pattern))] == []


@pytest.mark.more
def test_what_a_command_must_not_do_is_seen(laid: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        (laid.parent / "别处.txt").write_text("x", encoding="utf-8")
        raise ZeroDivisionError

    monkeypatch.setattr("pipeline.inputs.plan.workbook.check_rules", broken)
    (trouble,) = troubles(laid, SEED, 1, KINDS[:1])
    assert "程序内部出错" in trouble
    assert "something outside outputs/ changed" in trouble


@pytest.mark.more
@pytest.mark.parametrize("change", [workbook_cell, workbook_shape, file_bytes, package])
def test_a_seed_draws_the_same_change_again(
    change: Callable[[bytes, Random], tuple[str, bytes]], laid: Path
) -> None:
    data = (laid / "inputs" / "2021" / "处理登记.xlsx").read_bytes()
    # What was done is said; the bytes of a workbook saved in another second are others.
    described = [change(data, Random(seed))[0] for seed in (1, 1, 2)]
    assert described[0] == described[1] != described[2]


def test_a_record_is_spoilt_value_by_value() -> None:
    data = b'{"a": [1, {"b": "c"}]}'
    assert {record(data, Random(seed))[1] for seed in range(20)} > {b'{"a": [1]}'}
