"""What cron makes of a run: no environment, no streams, another folder, another mask. The bytes are the same."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from yunchuan import CLEAN, MESSY

from tests.command import minsheng

ROOT = Path(__file__).resolve().parents[2]
REPORT = "2023年4月份重点民生实事进展情况报告.docx"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="streams are closed by a shell of Unix")


def run(
    city: Path, *arguments: str, streams: str = "", **settings: str
) -> subprocess.CompletedProcess[bytes]:
    """The real command from a shell that closes or turns its streams first, in an environment of nothing else."""
    program = [sys.executable, "-m", "pipeline", "-C", str(city), *arguments]
    shell = ["/bin/sh", "-c", f'umask 077; cd /; exec "$@" {streams}', "sh", *program]
    bare = {"PYTHONPATH": str(ROOT), "LC_ALL": "C", "TZ": "UTC", **settings}
    return subprocess.run(shell, env=bare, capture_output=True, check=False)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_a_month_made_by_cron_is_the_month_made_at_a_desk(city: Path, ran: Path) -> None:
    done = run(city, "monthly", MESSY, streams="<&- >&- 2>&-")
    assert done.returncode == 1
    assert contents(city / "outputs" / MESSY) == contents(ran / "outputs" / MESSY)


@pytest.mark.more
@pytest.mark.parametrize("streams", ["<&-", ">&-", "2>&-", ">&- 2>&-", "2>/dev/full"])
def test_a_stream_that_is_not_there_changes_nothing(city: Path, streams: str) -> None:
    done = run(city, "forms", CLEAN, streams=streams)
    assert done.returncode == 0
    assert done.stderr == b""
    assert (city / "outputs" / f"{CLEAN}-表样" / "manifest.json").is_file()


def test_a_result_that_cannot_be_written_is_told(city: Path) -> None:
    done = run(city, "forms", CLEAN, "--json", streams=">/dev/full")
    assert done.returncode == 5
    assert done.stderr.decode() == "结果没能全部输出（磁盘空间不足），材料不受影响。\n"
    assert (city / "outputs" / f"{CLEAN}-表样" / "manifest.json").is_file()


@pytest.mark.more
def test_a_reader_that_goes_away_is_no_fault(city: Path) -> None:
    done = run(city, "monthly", MESSY, "--quiet", streams="| true")
    assert done.stderr == b""
    assert (city / "outputs" / MESSY / "manifest.json").is_file()


@pytest.mark.more
def test_the_same_again_says_so_and_a_draft_is_named(city: Path) -> None:
    first = minsheng("-C", city, "monthly", CLEAN)
    assert "\n已生成：\n" in first.out
    assert "\n内容没有变化，没有重新生成：\n" in minsheng("-C", city, "monthly", CLEAN).out
    run_id = (city / "outputs" / CLEAN).readlink().name
    (city / "outputs" / CLEAN / REPORT).write_bytes(b"edited")
    edited = minsheng("-C", city, "monthly", CLEAN)
    assert f"  有人改过的旧稿已保留：outputs/{CLEAN}/修改稿/{run_id}/{REPORT}\n" in edited.out
    status = minsheng("-C", city, "status", "--today", "2023-04-26")
    assert re.search(
        rf"  以前的结果 1 次，在 outputs/.runs 里：\n    \d+月\d+日 \d\d:\d\d　monthly　{CLEAN}/{run_id}，有人改过\n",
        status.out,
    )
    (earlier,) = minsheng("-C", city, "status", "--today", "2023-04-26", "--json").json["earlier"]
    assert (earlier["run"], earlier["command"], earlier["changed"]) == (run_id, "monthly", True)
    assert minsheng("-C", city, "monthly", CLEAN, "--keep", "0").code == 0
    assert minsheng("-C", city, "status", "--today", "2023-04-26", "--json").json["earlier"] == []
    assert (city / "outputs" / CLEAN / "修改稿" / run_id / REPORT).read_bytes() == b"edited"


def test_a_number_of_runs_or_seconds_must_be_one(city: Path) -> None:
    for option in ("--keep", "--wait"):
        result = minsheng("-C", city, "monthly", CLEAN, option, "-1")
        assert (result.code, result.err) == (
            2,
            f"选项 {option} 有误：“-1”不是数，请写成5的样子。查看用法：minsheng monthly -h\n",
        )
