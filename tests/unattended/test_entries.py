"""The ready-made entries of `docs/定时`: what cron, systemd and the task scheduler of Windows take, calling what there is."""

from __future__ import annotations

import configparser
import os
import re
import shlex
import shutil
import subprocess
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.cli.commands import cli
from pipeline.cli.exit_codes import LOOK

ENTRIES = Path(__file__).parents[2] / "docs" / "定时"
SPACE = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
# The fields of a crontab line: name, least, most.
FIELDS = (("minute", 0, 59), ("hour", 0, 23), ("day", 1, 31), ("month", 1, 12), ("weekday", 0, 7))


def text_of(name: str) -> str:
    return (ENTRIES / name).read_text(encoding="utf-8")


def calls_run(words: list[str], folder: str) -> None:
    """The words after the program are -C, the workspace, and a command there is with options it has."""
    assert words[:2] == ["-C", folder]
    command, *options = words[2:]
    assert {option for param in cli.commands[command].params for option in param.opts} >= set(options)
    assert command == "run"


def field_values(field: str, least: int, most: int) -> set[int]:
    """The values of a crontab field (`*`, `1-5`, `*/2`, `1,3`); ValueError if it is none."""
    found: set[int] = set()
    for part in field.split(","):
        match = re.fullmatch(r"(?:\*|(\d+)(?:-(\d+))?)(?:/(\d+))?", part)
        if match is None:
            raise ValueError(field)
        first = int(match[1] or least)
        last = int(match[2] or (match[1] if match[1] and not match[3] else most))
        found |= set(range(first, last + 1, int(match[3] or 1)))
    if not found or not found <= set(range(least, most + 1)):
        raise ValueError(field)
    return found


def crontab_lines(text: str) -> list[tuple[list[set[int]], str]]:
    """Every job: the values of its five fields and its command; settings and comments left out."""
    jobs = []
    for line in text.splitlines():
        if line.strip() and not line.startswith("#") and not re.match(r"\w+ *=", line):
            *fields, command = line.split(None, 5)
            values = [
                field_values(field, least, most)
                for field, (_, least, most) in zip(fields, FIELDS, strict=True)
            ]
            jobs.append((values, command))
    return jobs


@pytest.mark.parametrize("field", ["60", "*/0x", "5-", "a", "9-3"])
def test_what_is_no_field_of_a_crontab_is_told(field: str) -> None:
    with pytest.raises(ValueError, match=re.escape(field)):
        field_values(field, 0, 59)
    assert field_values("1-5,*/30", 0, 59) == {0, 1, 2, 3, 4, 5, 30}


def test_the_crontab_runs_every_hour() -> None:
    ((values, command),) = crontab_lines(text_of("minsheng.crontab"))
    assert [len(each) for each in values] == [1, 24, 31, 12, 8]
    # An unescaped % ends the command for cron.
    assert "%" not in command
    program, *words = shlex.split(command)
    assert program == "$HOME/minsheng-env/bin/minsheng"
    calls_run(words, "$HOME/民生实事")
    assert text_of("minsheng.crontab").endswith("\n")


def unit(name: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",), comment_prefixes=("#",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # keys keep their case
    parser.read_string(text_of(name))
    return parser


def test_the_service_is_one_run_and_open_findings_are_no_failure() -> None:
    service = unit("minsheng.service")
    assert service.sections() == ["Unit", "Service"]
    assert service["Service"]["Type"] == "oneshot"
    assert service["Service"]["SuccessExitStatus"] == str(LOOK)
    program, *words = shlex.split(service["Service"]["ExecStart"])
    assert program == "%h/minsheng-env/bin/minsheng"
    calls_run(words, "%h/民生实事")


def test_the_timer_starts_that_service_every_hour_and_makes_up_for_missed_ones() -> None:
    timer = unit("minsheng.timer")
    assert timer.sections() == ["Unit", "Timer", "Install"]
    assert dict(timer["Timer"]) == {"OnCalendar": "*-*-* *:05:00", "Persistent": "true"}
    assert timer["Install"]["WantedBy"] == "timers.target"


@pytest.fixture
def home() -> Iterator[Path]:
    """A home as systemd can say it: in a unit a blank would have to be escaped, and the folder of a test may hold one."""
    with tempfile.TemporaryDirectory() as place:
        yield Path(place)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_finds_nothing_to_say(home: Path) -> None:
    program = home / "minsheng-env" / "bin" / "minsheng"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    for name in ("minsheng.service", "minsheng.timer"):
        # The user of this test may have no home that systemd knows.
        text = text_of(name).replace("=%h/", f"={home}/").replace(" %h/", f" {home}/")
        (home / name).write_text(text, encoding="utf-8")
    said = subprocess.run(
        ["systemd-analyze", "--user", "verify", home / "minsheng.timer", home / "minsheng.service"],
        capture_output=True,
        text=True,
        env={**os.environ, "XDG_RUNTIME_DIR": str(home)},
        check=False,
    )
    assert (said.returncode, said.stderr) == (0, "")


def test_the_task_of_windows_is_whole() -> None:
    data = (ENTRIES / "minsheng.xml").read_bytes()
    assert data.startswith("\ufeff".encode("utf-16-le"))
    assert data.decode("utf-16").startswith('<?xml version="1.0" encoding="UTF-16"?>\r\n')
    task = ElementTree.fromstring(data)
    assert task.tag == f"{SPACE}Task"
    parts = [child.tag.removeprefix(SPACE) for child in task]
    assert parts == ["RegistrationInfo", "Triggers", "Principals", "Settings", "Actions"]

    def found(path: str) -> str:
        element = task.find("/".join(f"{SPACE}{part}" for part in path.split("/")))
        assert element is not None, path
        return element.text or ""

    assert found("Triggers/CalendarTrigger/Repetition/Interval") == "PT1H"
    assert found("Triggers/CalendarTrigger/Repetition/Duration") == "P1D"
    assert found("Triggers/CalendarTrigger/ScheduleByDay/DaysInterval") == "1"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:05:00", found("Triggers/CalendarTrigger/StartBoundary"))
    assert found("Settings/MultipleInstancesPolicy") == "IgnoreNew"
    assert found("Settings/StartWhenAvailable") == "true"
    assert found("Actions/Exec/Command") == "【虚拟环境】\\Scripts\\minsheng.exe"
    words = found("Actions/Exec/Arguments").replace('"', "").split()
    calls_run(words, "【工作目录】")
    author = task.find(f"{SPACE}Principals/{SPACE}Principal")
    actions = task.find(f"{SPACE}Actions")
    assert author is not None and actions is not None
    assert author.get("id") == actions.get("Context")


def test_no_entry_names_a_machine_s_path() -> None:
    for path in ENTRIES.iterdir():
        text = path.read_bytes().decode("utf-16" if path.suffix == ".xml" else "utf-8")
        assert not re.search(r"(?<![\w%E])/(?:home|root|opt|usr|Users)/|[A-Z]:\\", text), path.name
