"""What a person and a program are told of many offices; the tasks in turn, without Dask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.cli import many
from pipeline.workflows.fleet.tasks import Clock, Task, carried_out
from pipeline.workflows.jobs import Brief
from tests.command import minsheng
from tests.docs.reference import SHAPES, keys

pytestmark = pytest.mark.more


@pytest.fixture(autouse=True)
def in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def nobody(_: object) -> Iterator[None]:
        yield

    def one_by_one(_: object, clock: Clock, __: int, asked: Sequence[Task]) -> Iterator[tuple[int, Brief]]:
        for number, task in enumerate(asked):
            yield number, carried_out(task, clock)

    monkeypatch.setattr(many, "connected", nobody)
    monkeypatch.setattr(many, "carry_out_on", one_by_one)


def test_people_are_told_how_many_and_why_not(province: Path) -> None:
    (province / "丙市/inputs/2021/任务分解表.xlsx").write_bytes(b"broken")
    result = minsheng("fleet", province, "forms", "2021-06", "--workers", "1")
    assert result.code == 3
    assert result.err == "正在3个工作目录办 forms 2021-06……\n"
    lines = result.out.splitlines()
    assert lines[:2] == ["3个工作目录　forms 2021-06", "已办 2　有问题 0　失败 1"]
    assert lines[2].startswith("  失败　丙市　")
    assert lines[-1] == f"总览　{province}/outputs/总览.xlsx"
    assert (province / "丁市/outputs/2021-06-表样/manifest.json").is_file()


def test_whom_to_look_at_is_said_with_the_command(province: Path) -> None:
    result = minsheng("-C", province.parent, "fleet", "--only", "丁*", "省", "check", "2021-06")
    assert result.code == 1
    assert result.out.splitlines()[1:4] == [
        "已办 0　有问题 1　失败 0",
        "  有问题　丁市",
        f"  看一家的：minsheng -C {province}/丁市 check 2021-06",
    ]
    assert result.out.splitlines()[-1] == "总览　省/outputs/总览.xlsx"


def test_json_has_a_row_each_and_nothing_of_what_papers_say(province: Path) -> None:
    result = minsheng("fleet", province, "forms", "2021-06", "--json")
    assert (result.code, result.err) == (0, "")
    told = result.json
    assert (told["done"], told["look"], told["failed"]) == ("3", "0", "0")
    assert [one["name"] for one in told["workspaces"]] == ["丁市", "丙市", "甲市/乙县"]
    shape = {place.path for place in keys(SHAPES["fleet"]) if place.printed}
    within = {f"workspaces[].{key}" for key in told["workspaces"][0]} - {"workspaces[].sets"}
    assert within | {"workspaces[].sets[]"} | (set(told) - {"workspaces"}) == shape
    assert minsheng("fleet", province, "forms", "2021-06", "--quiet").out == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("init",), "能办的是"),
        (("monthly", "2021-06", "--return"), "能办的是"),
        (("monthly", "下个月"), "不是月份"),
        (("assess",), "要写年度"),
        ((), "缺少"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_what_is_no_job_is_wrong_usage(province: Path, words: tuple[str, ...], said: str) -> None:
    result = minsheng("fleet", province, *words)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


def test_nothing_is_recorded_in_the_workspace_it_is_called_in(province: Path) -> None:
    called_in = province / "丁市"
    assert minsheng("-C", called_in, "fleet", "--only", "丙市", province, "forms", "2021-06").code == 0
    assert not (called_in / "outputs").exists()


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    result = minsheng("fleet", tmp_path / "没有", "run")
    assert result.code == 2
    assert "没有" in result.err
