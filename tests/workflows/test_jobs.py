"""The library's door: one office, one job, one record, and nothing of the process changed by it."""

from __future__ import annotations

import gc
import locale
import os
import pickle
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pipeline.files.spreadsheets import books
from pipeline.model.errors import UsageProblem
from pipeline.model.run_steps import LOG
from pipeline.model.workspace import Terms, Workspace
from pipeline.outputs.lock import held
from pipeline.workflows.jobs import Brief, Finished, Job, alone, brief, carry_out
from tests.command import environment, minsheng
from tests.june import MONTH, lay_june

NINE = datetime(2021, 7, 26, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = NINE.date()


@pytest.fixture(scope="module")
def june(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_june(tmp_path_factory.mktemp("六月") / "办公室")


@pytest.fixture
def office(june: Path, tmp_path: Path) -> Workspace:
    """The same sheets, and outputs of its own."""
    root = tmp_path / "办公室"
    root.mkdir()
    for name in ("inputs", "templates"):
        shutil.copytree(june / name, root / name)
    return Workspace(root)


def carried(office: Workspace, job: Job, day: date = TODAY) -> Finished[object]:
    return carry_out(office, job, day, lambda: NINE, lambda: 0.0)


def records(office: Workspace) -> list[str]:
    return sorted(path.name for path in office.logs.glob("*"))


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def of_the_process() -> tuple[object, ...]:
    handlers = tuple(signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM))
    umask = os.umask(0)
    os.umask(umask)
    return (
        *(Path.cwd(), locale.setlocale(locale.LC_ALL), dict(os.environ), handlers, umask),
        *(tuple(LOG.handlers), gc.get_threshold(), sys.stdout, sys.stderr, threading.active_count()),
    )


def test_a_month_is_the_command_s_byte_for_byte_with_its_record(june: Path, office: Workspace) -> None:
    before = of_the_process()
    finished = carried(office, Job("monthly", MONTH))
    assert of_the_process() == before
    assert finished.code == minsheng("-C", june, "monthly", MONTH).code == 0
    assert files(office.outputs / MONTH) == files(june / "outputs" / MONTH)
    assert records(office) == ["20210726-090000-monthly.txt"]
    record = (office.logs / records(office)[0]).read_text(encoding="utf-8")
    assert f"命令　　　minsheng -C {office.root} monthly {MONTH}" in record
    assert "  发布　2021-06 31件　0.0秒" in record.splitlines()
    told = brief(finished)
    assert (told.sets, told.anew) == ((MONTH,), (MONTH,))
    assert len(pickle.dumps(told)) < 600
    assert brief(carried(office, Job("monthly", MONTH))).anew == ()


def test_no_book_of_an_office_is_remembered(office: Workspace) -> None:
    carried(office, Job("check", MONTH))
    assert (books._read.cache_info().currsize, books._asked.cache_info().currsize) == (0, 0)


@pytest.mark.more
def test_jobs_in_several_threads_keep_to_their_own_records(june: Path, tmp_path: Path) -> None:
    offices = []
    for name in ("甲", "乙", "丙"):
        root = tmp_path / name
        (root / "inputs/2021").mkdir(parents=True)
        (root / "inputs/2021/任务分解表.xlsx").write_bytes(
            (june / "inputs/2021/任务分解表.xlsx").read_bytes()
        )
        offices.append(Workspace(root))
    done: dict[Path, Finished[object]] = {}

    def work(office: Workspace) -> None:
        done[office.root] = carried(office, Job("forms", MONTH))

    threads = [threading.Thread(target=work, args=(office,)) for office in offices]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [done[office.root].code for office in offices] == [0, 0, 0]
    for office in offices:
        (name,) = records(office)
        lines = (office.logs / name).read_text(encoding="utf-8").splitlines()
        assert [line.partition("　")[0].strip() for line in lines if "秒" in line] == [
            "读任务分解表",
            "写表样",
            "发布",
            "共用",
        ]


def test_a_plan_that_is_no_workbook_is_told_and_nothing_is_raised(office: Workspace) -> None:
    office.plan_file(2021).write_bytes(b"no workbook")
    finished = carried(office, Job("monthly", MONTH))
    assert (finished.code, finished.work) == (3, None)
    assert "任务分解表.xlsx" in finished.said
    assert records(office) == ["20210726-090000-monthly.txt"]


def test_a_fault_of_the_program_names_its_report(office: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("甲")

    monkeypatch.setattr("pipeline.workflows.reading.compute", broken)
    finished = carried(office, Job("monthly", MONTH))
    said, report = finished.said.splitlines()
    assert (finished.code, said) == (3, "程序内部出错，没有改动任何材料。请把这个文件交给工程师：")
    assert "RuntimeError" in Path(report).read_text(encoding="utf-8")


@pytest.fixture
def somebody(office: Workspace) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that works in the office."""
    hold = (
        "import sys; from pathlib import Path; from pipeline.outputs.lock import held;"
        "from pipeline.model.workspace import Terms\n"
        "with held(Path(sys.argv[1]), Terms(who='monthly')): print(flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", hold, str(office.outputs)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(),
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        yield other
        other.kill()


@pytest.mark.usefixtures("somebody")
def test_an_office_somebody_works_in_is_left_alone(office: Workspace) -> None:
    finished = carried(office, Job("forms", MONTH))
    assert finished.code == 4
    assert finished.said.startswith("另一个 minsheng（monthly，进程 ")
    assert not (office.outputs / f"{MONTH}-表样").exists()


def test_two_threads_of_a_process_do_not_share_an_office(office: Workspace) -> None:
    with held(office.outputs, Terms(who="甲")):
        codes: list[int] = []
        thread = threading.Thread(target=lambda: codes.append(carried(office, Job("forms", MONTH)).code))
        thread.start()
        thread.join()
    assert codes == [4]


def test_run_does_what_is_due_and_leaves_no_record_of_nothing(office: Workspace) -> None:
    quiet = date(2021, 3, 1)
    assert carried(office, Job("run"), quiet).code == 0
    assert records(office) == []


@pytest.mark.parametrize(
    ("command", "period", "switches"),
    [
        ("init", None, ()),
        ("monthly", MONTH, ("return",)),
        ("assess", None, ()),
        ("assess", MONTH, ()),
    ],
)
def test_what_is_no_job_is_said(command: str, period: str | None, switches: tuple[str, ...]) -> None:
    with pytest.raises(UsageProblem):
        Job(command, period, frozenset(switches))


def test_what_goes_wrong_is_told_in_a_few_hundred_bytes() -> None:
    told = brief(Finished(3, "错" * 5000, 1.0))
    assert len(told.said) == 300
    assert replace(told, said="") == Brief(3, "", 1.0)


def test_a_folder_that_cannot_be_written_is_the_machine_s(office: Workspace) -> None:
    office.outputs.write_text("不是文件夹", encoding="utf-8")
    finished = carried(office, Job("forms", MONTH))
    assert finished.code == 5
    assert "原有的内容没有改动" in finished.said
    with pytest.raises(Exception, match="写不进"), alone(office):
        pass
