"""However a run ends, a person reads a sentence and never a traceback."""

from __future__ import annotations

import os
import re
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline import __version__
from pipeline.workflows import reading
from tests.command import Result, minsheng
from tests.june import MONTH, ROOT, lay_june

SENTENCE = "程序内部出错，没有改动任何材料。请把这个文件交给工程师："


class PanicException(BaseException):
    """What a library written in Rust raises; no Exception."""


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return lay_june(tmp_path / "办公室")


@pytest.fixture
def heard(request: pytest.FixtureRequest) -> Iterator[None]:
    """Ctrl-C is heard, or ignored where a test says so: a process inherits that, and tests may run under `nohup … &`."""
    former = signal.signal(signal.SIGINT, getattr(request, "param", signal.default_int_handler))
    yield
    signal.signal(signal.SIGINT, former)


ignored = pytest.mark.parametrize("heard", [signal.SIG_IGN], indirect=True, ids=["ignored"])


def raising(error: BaseException) -> Callable[..., Any]:
    def breaks(*arguments: object, **named: object) -> None:
        raise error

    return breaks


def report_of(result: Result) -> Path:
    first, second = result.err.splitlines()[-2:]
    assert first == SENTENCE
    assert second.startswith("  ")
    return Path(second.strip())


@pytest.mark.parametrize(
    "error",
    [
        RuntimeError("甲"),
        AssertionError(),
        KeyError("乙"),
        RecursionError(),
        PanicException("panicked"),
        ValueError(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_fault_is_one_sentence_and_the_place_of_the_report(
    office: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    monkeypatch.setattr(reading, "compute", raising(error))
    result = minsheng("-C", office, "monthly", MONTH)
    assert (result.code, result.out) == (3, "")
    assert result.err.splitlines()[:-2] == [f"正在读取 {MONTH} 的报表……"]
    report = report_of(result)
    assert report.parent == office / "outputs/.logs"
    assert re.fullmatch(r"\d{8}-\d{6}-monthly-错误报告\.txt", report.name)
    text = report.read_text(encoding="utf-8")
    assert f"版本　　　minsheng {__version__}\n命令　　　minsheng -C {office} monthly {MONTH}\n" in text
    assert "  读报表 2021-06　31份" in text
    assert "Traceback (most recent call last)" in text
    assert type(error).__name__ in text
    assert sorted(path.name for path in (office / "outputs").iterdir()) == [".lock", ".logs"]


def test_where_outputs_cannot_be_written_the_report_is_private(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "compute", raising(RuntimeError()))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (office / "outputs").write_text("不是文件夹", encoding="utf-8")
    umask = os.umask(0)
    try:
        result = minsheng("-C", office, "check", MONTH)
    finally:
        os.umask(umask)
    assert result.code == 3
    report = report_of(result)
    assert report.parent.parent == tmp_path
    assert stat.S_IMODE(report.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    assert (office / "outputs").read_text(encoding="utf-8") == "不是文件夹"


def test_where_nothing_can_be_written_it_is_still_one_sentence(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "compute", raising(RuntimeError()))
    monkeypatch.setattr("pipeline.outputs.runlog._write", raising(OSError()))
    result = minsheng("-C", office, "check", MONTH)
    assert (result.code, result.err) == (
        3, "程序内部出错，没有改动任何材料；错误报告没有地方可写，请告诉工程师。\n",
    )  # fmt: skip


@pytest.mark.more
def test_a_fault_after_publishing_does_not_say_that_nothing_was_changed(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.cli.text.summary", raising(RuntimeError()))
    result = minsheng("-C", office, "monthly", MONTH)
    assert result.code == 3
    assert result.err.splitlines()[-2] == "程序内部出错，材料此前已经完整生成。请把这个文件交给工程师："
    assert (office / f"outputs/{MONTH}/manifest.json").is_file()


def test_no_memory_is_the_machine_s(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "compute", raising(MemoryError()))
    result = minsheng("-C", office, "check", MONTH)
    assert (result.code, result.err) == (5, "机器出了问题：内存不足，没有改动任何材料，请处理后重新运行。\n")


def test_no_room_for_a_temporary_file_is_the_machine_s(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "compute", raising(OSError(28, "No space left on device", "x")))
    result = minsheng("-C", office, "check", MONTH)
    assert (result.code, result.err) == (
        5,
        "机器出了问题：x 磁盘空间不足，没有改动任何材料，请处理后重新运行。\n",
    )


def test_ctrl_c_is_told_and_ends_with_130(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "compute", raising(KeyboardInterrupt()))
    result = minsheng("-C", office, "check", MONTH)
    assert result.code == 130
    assert result.err.replace("\n", "").strip() == (
        "已中断。正在展示的还是完整的一套：原来的，或者已经换好的新的。需要就再运行一次。"
    )


@ignored
@pytest.mark.usefixtures("heard")
def test_ctrl_c_that_was_to_be_ignored_is_ignored(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*arguments: Any) -> Any:
        os.kill(os.getpid(), signal.SIGINT)
        return compute(*arguments)

    compute = reading.compute
    monkeypatch.setattr(reading, "compute", interrupted)
    assert minsheng("-C", office, "monthly", MONTH).code == 0


# As a program of its own


def alone(
    *words: str, stdout: int = subprocess.PIPE, path: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own; `path` holds modules that come before all others."""
    paths = os.pathsep.join(str(each) for each in (path, ROOT) if each is not None)
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *words],
        stdout=stdout, stderr=subprocess.PIPE, text=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONPATH": paths},
    )  # fmt: skip


@pytest.mark.more
@pytest.mark.skipif(os.name == "nt", reason="pipes end otherwise there")
@pytest.mark.parametrize("words", [("-h",), ("plan", "show"), ("plan", "show", "--json")], ids=" ".join)
def test_a_reader_that_leaves_is_no_trouble(office: Path, words: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = alone("-C", str(office), *words, stdout=writing)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device here")
def test_a_result_that_cannot_be_printed_is_told(office: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = alone("-C", str(office), "plan", "show", stdout=full.fileno())
    assert done.returncode == 5
    assert done.stderr == "结果没能全部输出（磁盘空间不足），材料不受影响。\n"


@pytest.mark.parametrize(
    ("module", "code", "said"),
    [
        (
            "raise ModuleNotFoundError(\"No module named 'click'\")",
            3,
            "程序没有装好或已损坏（ModuleNotFoundError：No module named 'click'），没有改动任何材料。请照手册-运维第2节重新安装。\n",
        ),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGINT)", 130, "已中断，没有改动任何材料。\n"),
        ("raise SystemError('壳')", 3, None),
    ],
    ids=["missing", "interrupted", "broken"],
)
@pytest.mark.usefixtures("heard")
def test_what_breaks_before_the_command_is_there_is_told(
    tmp_path: Path, module: str, code: int, said: str | None
) -> None:
    (tmp_path / "click.py").write_text(f"{module}\n", encoding="utf-8")
    done = alone("status", path=tmp_path)
    assert (done.returncode, done.stdout) == (code, "")
    assert "Traceback" not in done.stderr
    assert said is None or done.stderr == said


@ignored
@pytest.mark.usefixtures("heard")
def test_ctrl_c_that_was_to_be_ignored_is_ignored_while_it_loads(tmp_path: Path) -> None:
    (tmp_path / "click.py").write_text(
        "import os, signal\nos.kill(os.getpid(), signal.SIGINT)\nraise ImportError('甲')", encoding="utf-8"
    )
    done = alone("status", path=tmp_path)
    assert done.returncode == 3
    assert "ImportError：甲" in done.stderr


def test_the_installed_command_begins_where_everything_is_caught() -> None:
    assert 'minsheng = "pipeline.__main__:main"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
