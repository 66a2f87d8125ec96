"""What a run leaves behind to be asked about later, and what it says while it works."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pipeline import __version__
from pipeline.cli import options as manners
from pipeline.cli.contract import finding_json
from pipeline.cli.terminal import Screen
from pipeline.model import run_steps
from pipeline.model.months import Month
from pipeline.model.workspace import Workspace
from pipeline.outputs.runlog import KEPT_DAYS, Journal
from pipeline.workflows.reading import check
from tests.command import minsheng
from tests.june import MONTH, lay_june

NINE = datetime(2021, 7, 26, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
STEPS = [
    "读任务分解表　10件实事 33项指标　0.0秒",
    "读报表 2021-06　31份　0.0秒",
    "核对 2021-06　2个问题　0.0秒",
    "计算　33项指标　0.0秒",
    "填写文稿19件（string 18、parse 1）",
    "写文稿　29件　0.0秒",
    "发布　2021-06 31件　0.0秒",
    "问题　退回 0　待核 0　提示 6",
]


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.time = 0.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(manners, "now", lambda: NINE)
    monkeypatch.setattr("pipeline.cli.exit_codes.now", lambda: NINE)
    monkeypatch.setattr("pipeline.cli.exit_codes.seconds", lambda: 0.0)
    return lay_june(tmp_path / "办公室")


@pytest.fixture
def journal() -> Iterator[tuple[Journal, Clock, io.StringIO]]:
    """A journal that hears what is told, its clock, and the terminal it draws on."""
    clock, terminal = Clock(), io.StringIO()
    journal = Journal(["monthly", MONTH], NINE, clock)
    journal.show(Screen(None, terminal))
    with run_steps.heard_by(journal):
        yield journal, clock, terminal


def logs(office: Path) -> list[str]:
    return sorted(path.name for path in (office / "outputs/.logs").glob("*"))


def test_a_month_leaves_a_record_of_every_step(office: Path) -> None:
    result = minsheng("-C", office, "monthly", MONTH)
    assert result.code == 0
    assert logs(office) == ["20210726-090000-monthly.txt"]
    record = (office / "outputs/.logs/20210726-090000-monthly.txt").read_text(encoding="utf-8")
    assert record.splitlines() == [
        f"版本　　　minsheng {__version__}",
        f"命令　　　minsheng -C {office} monthly {MONTH}",
        f"工作目录　{office}",
        "开始　　　2021-07-26 09:00:00（北京时间）",
        "",
        "步骤",
        *(f"  {line}" for line in STEPS),
        "",
        "结果　　　做完了",
        "退出码　　0",
        "共用　　　0.0秒",
    ]


def test_the_record_says_what_was_said_and_how_it_ended(office: Path) -> None:
    (office / "templates/报告.docx").unlink()
    assert minsheng("-C", office, "monthly", MONTH).code == 3
    record = (office / "outputs/.logs/20210726-090000-monthly.txt").read_text(encoding="utf-8")
    assert record.splitlines()[-6:] == [
        "",
        "屏幕上说",
        "  没有找到模板 报告.docx。请从别的工作目录拷一份，或用 minsheng init 重新取一份。",
        "结果　　　没有做成",
        "退出码　　3",
        "共用　　　0.0秒",
    ]


def test_two_runs_of_one_second_leave_two_records(office: Path) -> None:
    for _ in range(2):
        minsheng("-C", office, "forms", MONTH)
    assert logs(office) == ["20210726-090000-forms-2.txt", "20210726-090000-forms.txt"]


@pytest.mark.parametrize(
    "words",
    [("check", MONTH), ("status",), ("plan", "show"), ("plan", "check"), ("run", "--dry-run"), ()],
    ids=" ".join,
)
def test_looking_leaves_no_record(office: Path, words: tuple[str, ...]) -> None:
    minsheng("-C", office, *words, "--today", "2021-06-26")
    assert not (office / "outputs").exists()


@pytest.mark.more
def test_a_set_made_again_to_be_compared_leaves_no_record(office: Path) -> None:
    minsheng("-C", office, "monthly", MONTH)
    assert minsheng("-C", office, "verify", "--again", MONTH).code == 0
    assert logs(office) == ["20210726-090000-monthly.txt"]


def test_run_leaves_a_record_of_what_it_did_and_none_of_having_nothing_to_do(office: Path) -> None:
    for _ in range(2):
        minsheng("-C", office, "run", "--today", "2021-06-26")
        (record,) = logs(office)
    assert record == "20210726-090000-run.txt"
    text = (office / "outputs/.logs" / record).read_text(encoding="utf-8")
    assert "  发布　2021-06 31件　0.0秒" in text.splitlines()


def test_a_folder_that_is_no_workspace_stays_as_it_is(tmp_path: Path) -> None:
    assert minsheng("-C", tmp_path, "monthly", MONTH).code == 3
    assert list(tmp_path.iterdir()) == []


def test_a_new_workspace_holds_the_record_of_its_founding(tmp_path: Path) -> None:
    minsheng("-C", tmp_path, "init", "新", "--year", "2022")
    (record,) = (tmp_path / "新/outputs/.logs").glob("*-init.txt")
    assert "结果　　　做完了" in record.read_text(encoding="utf-8")


@pytest.mark.more
def test_records_are_kept_for_a_year_and_until_it_is_assessed(office: Path) -> None:
    folder = office / "outputs/.logs"
    folder.mkdir(parents=True)
    old, young = "20200620-235959-monthly.txt", "20200621-000000-monthly.txt"
    for name in (old, young, "20200101-000000-assess-错误报告.txt", "说明.txt", "20200101.txt"):
        (folder / name).write_text("", encoding="utf-8")
    minsheng("-C", office, "forms", MONTH)
    assert KEPT_DAYS == 400
    assert logs(office) == ["20200101.txt", young, "20210726-090000-forms.txt", "说明.txt"]


def test_a_record_that_cannot_be_written_is_one_line_and_changes_nothing(office: Path) -> None:
    assert minsheng("-C", office, "forms", MONTH).code == 0
    made = {path.name: path.read_bytes() for path in (office / f"outputs/{MONTH}-表样").iterdir()}
    for path in (office / "outputs/.logs").iterdir():
        path.unlink()
    (office / "outputs/.logs").rmdir()
    (office / "outputs/.logs").write_text("", encoding="utf-8")
    result = minsheng("-C", office, "forms", MONTH, "--quiet")
    assert (result.code, result.out) == (0, "")
    assert result.err == "运行记录没有写成（应是文件夹的地方放着别的东西），不影响材料。\n"
    assert {path.name: path.read_bytes() for path in (office / f"outputs/{MONTH}-表样").iterdir()} == made


@pytest.mark.more
@pytest.mark.parametrize("option", ["-v", "--verbose"])
def test_verbose_says_every_step_on_stderr(office: Path, option: str) -> None:
    result = minsheng("-C", office, option, "monthly", MONTH, "--json")
    assert result.err.splitlines() == STEPS
    assert result.json["month"] == MONTH


@pytest.mark.more
def test_without_verbose_nothing_is_said(office: Path) -> None:
    assert minsheng("-C", office, "monthly", MONTH, "--json").err == ""


def test_whatever_else_is_told_is_shown_and_kept(
    journal: tuple[Journal, Clock, io.StringIO], tmp_path: Path
) -> None:
    listener, clock, _ = journal
    shown = io.StringIO()
    listener.show(Screen(shown, None))
    clock.time = 1.26
    run_steps.done("读报表", "3份")
    run_steps.LOG.info("快速排版 %d件", 2)
    clock.time = 2
    run_steps.done("发布")
    assert shown.getvalue().splitlines() == ["读报表　3份　1.3秒", "快速排版 2件", "发布　0.7秒"]


# Progress


def test_a_short_step_draws_no_bar(journal: tuple[Journal, Clock, io.StringIO]) -> None:
    _, clock, terminal = journal
    for number in run_steps.each("读报表", range(100)):
        clock.time = number * 0.0199
    run_steps.done("读报表", "100份")
    assert terminal.getvalue() == ""


def test_a_long_step_draws_a_bar_after_two_seconds_and_takes_it_away(
    journal: tuple[Journal, Clock, io.StringIO],
) -> None:
    _, clock, terminal = journal
    run_steps.done("读任务分解表")
    for _ in run_steps.each("写文稿", range(12)):
        clock.time += 0.5
    assert re.findall(r"\r([^\r]+)", terminal.getvalue()) == [
        f"写文稿 {number}/12" for number in range(4, 12)
    ]
    run_steps.done("写文稿", "12件")
    assert terminal.getvalue().endswith(f"\r{' ' * len('写文稿 11/12')}   \r")


def test_positions_close_to_one_another_are_drawn_once(journal: tuple[Journal, Clock, io.StringIO]) -> None:
    _, clock, terminal = journal
    clock.time = 5
    for _ in run_steps.each("写文稿", range(1000)):
        clock.time += 0.001
    assert terminal.getvalue().count("\r") <= 12


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("options", "drawn"), [((), True), (("--quiet",), False), (("--json",), False)], ids=str
)
def test_a_bar_is_for_a_terminal_that_is_to_be_spoken_to(
    office: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], drawn: bool
) -> None:
    terminal, clock = Terminal(), Clock()

    def later() -> float:
        clock.time += 3
        return clock.time

    monkeypatch.setattr("pipeline.cli.exit_codes.seconds", later)
    monkeypatch.setattr("sys.stderr", terminal)
    # A month that was read before keeps nobody waiting.
    monkeypatch.setattr("pipeline.inputs.returns.kept_months._find", lambda *_: None)
    from pipeline.cli.commands import main

    with pytest.raises(SystemExit):
        main(["-C", str(office), "check", MONTH, "--no-cache", *options])
    assert ("\r读报表 2021-06 3/31" in terminal.getvalue()) == drawn


def test_without_a_terminal_there_is_no_bar(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()

    def later() -> float:
        clock.time += 3
        return clock.time

    monkeypatch.setattr("pipeline.cli.exit_codes.seconds", later)
    assert "\r" not in minsheng("-C", office, "check", MONTH).err


def test_a_terminal_that_is_gone_stops_no_run(journal: tuple[Journal, Clock, io.StringIO]) -> None:
    class Gone(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    listener, clock, _ = journal
    listener.show(Screen(Gone(), Gone()))
    clock.time = 9
    run_steps.at("写文稿", 1, 2)
    run_steps.done("写文稿")


def test_without_a_listener_nothing_is_heard(capfd: pytest.CaptureFixture[str]) -> None:
    run_steps.done("读报表", "3份")
    run_steps.LOG.warning("没有人听")
    assert capfd.readouterr() == ("", "")


# findings.json


@pytest.mark.more
def test_a_set_holds_its_findings_as_json_prints_them(office: Path) -> None:
    result = minsheng("-C", office, "monthly", MONTH, "--json")
    data = (office / f"outputs/{MONTH}/findings.json").read_bytes()
    assert json.loads(data) == {"findings": result.json["findings"]}
    assert len(result.json["findings"]) == 6
    assert "findings.json" not in {
        document["path"].rpartition("/")[2] for document in result.json["documents"]
    }
    manifest = json.loads((office / f"outputs/{MONTH}/manifest.json").read_bytes())
    assert "findings.json" in {one["path"] for one in manifest["outputs"]}
    place = Workspace(office)
    plan, _, progress = check(place, Month.parse(MONTH))
    assert json.loads(data)["findings"][0] == finding_json(progress.findings[0], plan, progress.drawn_up)
    assert minsheng("-C", office, "monthly", MONTH).code == 0
    assert (office / f"outputs/{MONTH}/findings.json").read_bytes() == data


@pytest.mark.more
def test_findings_json_is_not_named_among_what_people_open(office: Path) -> None:
    assert "findings.json" not in minsheng("-C", office, "monthly", MONTH).out
