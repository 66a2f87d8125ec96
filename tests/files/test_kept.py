"""Readings kept by content: what the file says, or nothing; and a reading process that answers nobody else's question."""

from __future__ import annotations

import errno
import io
import os
import signal
import threading
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.files import cache as shelves
from pipeline.files.folder import digest
from pipeline.files.spreadsheets import books, kept
from pipeline.files.spreadsheets.books import read_book, reading_afresh
from pipeline.files.spreadsheets.preflight import Format, Unreadable
from pipeline.files.spreadsheets.worker import Answer, ReaderLost, Worker
from pipeline.model.readings import Content, Holds, Sheet


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty cache folder for each test; where readings lie in it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "缓存"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "缓存"))
    books._read.cache_clear()
    books._asked.cache_clear()
    yield tmp_path / "缓存" / "minsheng" / "readings"
    books._read.cache_clear()
    books._asked.cache_clear()


def workbook(*values: object) -> bytes:
    """One sheet whose column A holds the values."""
    book = openpyxl.Workbook()
    for row, value in enumerate(values, 1):
        book.active.cell(row, 1, value)  # type: ignore[union-attr]
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def column(data: bytes) -> list[str]:
    """What column A of a workbook is read as."""
    (sheet,) = read_book(data, "表.xlsx").sheets
    return [sheet.at(row, 1).text for row in range(1, sheet.last_row + 1)]


def unread(*_: object) -> Answer:
    """A reader that must not be asked."""
    raise AssertionError("不该再读一遍")


def again() -> None:
    """Forget what this process knows: the next reading comes from the folder, or from the file."""
    books._read.cache_clear()
    books._asked.cache_clear()


SIGNS = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
CONTENTS = st.builds(
    Content,
    st.sampled_from(Holds),
    SIGNS,
    st.none() | st.decimals(allow_nan=False, places=4).map(lambda number: number.normalize()),
    st.none() | st.dates(date(1900, 1, 1)),
    SIGNS,
    SIGNS,
    SIGNS,
    st.booleans(),
)
PLACES = st.tuples(st.integers(1, 5000), st.integers(1, 200))
SHEETS = st.builds(
    Sheet,
    SIGNS,
    st.booleans(),
    st.dictionaries(PLACES, CONTENTS, max_size=6),
    st.lists(st.tuples(*[st.integers(1, 9)] * 4), max_size=2).map(tuple),
    st.frozensets(st.integers(1, 99), max_size=3),
    st.frozensets(st.integers(1, 99), max_size=3),
)
ANSWERS = st.tuples(st.sampled_from(Format), st.lists(SHEETS, max_size=2).map(tuple)) | SIGNS


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ANSWERS, st.binary(max_size=4))
def test_what_is_kept_is_what_was_read(answer: Answer | str, data: bytes) -> None:
    """Every sheet there can be comes back equal, in every part of it."""
    kept.keep(digest(data), answer)
    assert kept.find(digest(data)) == answer


def test_the_same_bytes_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """By whatever name, and after a new start; other bytes are another file."""
    data = workbook("就业", 7.15, date(2021, 9, 20))
    assert column(data) == ["就业", "7.15", "2021-09-20"]
    again()
    other = workbook("就业", 7.16)
    assert column(other) == ["就业", "7.16"]
    monkeypatch.setattr(books.WORKER, "read", unread)
    assert column(data) == ["就业", "7.15", "2021-09-20"]
    assert read_book(data, "另一个名字.xlsx").file == "另一个名字.xlsx"


def test_a_refusal_the_bytes_cause_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """With its sentence."""
    with pytest.raises(Unreadable) as first:
        read_book("%PDF-1.7 不是表".encode(), "甲.xlsx")
    again()
    monkeypatch.setattr(books.WORKER, "read", unread)
    with pytest.raises(Unreadable) as second:
        read_book("%PDF-1.7 不是表".encode(), "甲.xlsx")
    assert str(first.value) == str(second.value)


def test_a_lost_reader_is_not_kept(monkeypatch: pytest.MonkeyPatch, cache: Path) -> None:
    """Too slow today may be quick tomorrow."""

    def lost(_: bytes) -> Answer:
        raise ReaderLost("读取时卡住")

    data = workbook(1)
    with monkeypatch.context() as patch:
        patch.setattr(books.WORKER, "read", lost)
        with pytest.raises(Unreadable):
            read_book(data, "表.xlsx")
    assert not list(cache.glob("*.json"))
    assert column(data) == ["1"]


def whole(path: Path, body: bytes) -> None:
    """An entry like ours, whatever it says."""
    path.write_bytes(shelves.seal(path.name, body) + b"\n" + body)


FAULTS: dict[str, Callable[[Path], object]] = {
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-9]),
    "empty": lambda path: path.write_bytes(b""),
    "a figure changed": lambda path: path.write_bytes(path.read_bytes().replace(b'"5"', b'"6"')),
    "another's digest": lambda path: path.write_bytes(b"0" * 64 + path.read_bytes()[64:]),
    "not JSON": lambda path: whole(path, b"{"),
    "JSON of another shape": lambda path: whole(path, b"[1,2]"),
    "a number": lambda path: whole(path, b"5"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_damaged_reading_is_read_again(fault: str, cache: Path) -> None:
    """Whatever happened to what was kept, the figure is the file's."""
    data = workbook(5)
    assert column(data) == ["5"]
    (path,) = cache.glob("*.json")
    FAULTS[fault](path)
    again()
    assert column(data) == ["5"]
    again()
    assert kept.find(digest(data)) is not None


def test_a_whole_reading_in_another_s_place_is_read_again(cache: Path) -> None:
    """Two files of the cache changed about, as a tool that mends disks might: no sheet gets the figures of another."""
    mine, other = workbook(5), workbook(6)
    column(mine), column(other)
    first, second = cache.glob("*.json")
    held = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(held)
    again()
    assert (column(mine), column(other)) == (["5"], ["6"])


def test_another_make_reads_again(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What other readers, or another version, made of a file is not ours."""
    data = workbook(5)
    column(data)
    monkeypatch.setattr(kept, "_make", lambda: "别的版本")
    assert kept.find(digest(data)) is None


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="权限是另一套")
@pytest.mark.parametrize("how", ["open to others", "a link", "a file", "the entry is a link"])
def test_a_folder_that_is_not_ours_alone_is_not_used(how: str, cache: Path, tmp_path: Path) -> None:
    """Nothing is read from it, nothing is written to it, and the sheet is read all the same."""
    data = workbook(5)
    column(data)
    (entry,) = cache.glob("*.json")
    other = tmp_path / "别处"
    if how == "open to others":
        cache.chmod(0o777)
    elif how == "the entry is a link":
        entry.rename(other)
        entry.symlink_to(other)
    else:
        cache.rename(other)
        cache.symlink_to(other) if how == "a link" else cache.write_bytes(b"")
    assert kept.find(digest(data)) is None
    again()
    assert column(data) == ["5"]


def test_a_folder_that_cannot_be_written_costs_only_time(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk, no rights, no home."""

    def full(**_: object) -> tuple[int, str]:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("tempfile.mkstemp", full)
        assert column(workbook(5)) == ["5"]
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.delenv("LOCALAPPDATA")
    monkeypatch.setattr(Path, "home", classmethod(lambda _: (_ for _ in ()).throw(RuntimeError("no home"))))
    assert column(workbook(6)) == ["6"]
    assert not list(cache.glob("*"))


@pytest.mark.parametrize("call", ["tempfile.mkstemp", "os.fdopen", "pathlib.Path.replace", "os.utime"])
@pytest.mark.parametrize(
    "code", [errno.ENOSPC, errno.EIO, errno.EMFILE, errno.EACCES], ids=errno.errorcode.get
)
def test_whatever_fails_while_it_is_kept_costs_only_time(
    call: str, code: int, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sheet is read all the same, nothing half is left, and the next reading is kept."""

    def fails(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    data = workbook(5)
    with monkeypatch.context() as patch:
        patch.setattr(call, fails)
        assert column(data) == ["5"]
    assert list(cache.glob(".*")) == []
    again()
    assert column(data) == ["5"]
    assert len(list(cache.glob("*.json"))) == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="这里没有 fork")
@pytest.mark.parametrize("call", ["os.fdopen", "pathlib.Path.replace"])
def test_killed_while_it_is_kept(call: str, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was kept before stays whole; what was not is read by the next."""
    mine, other = workbook(5), workbook(6)
    column(mine)
    child = os.fork()
    if child == 0:
        try:
            monkeypatch.setattr(call, lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL))
            column(other)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    again()
    assert (column(mine), column(other)) == (["5"], ["6"])


def test_old_readings_go(cache: Path) -> None:
    """Those nobody used for more than a year, and what a killed run left unfinished two days ago."""
    column(workbook(5))
    (old,) = cache.glob("*.json")
    cut = cache / ".cut"
    cut.write_bytes(b"")
    for path, days in ((old, 401), (cut, 2)):
        os.utime(path, (path.stat().st_atime, path.stat().st_mtime - days * 86400))
    shelves._tidy.cache_clear()
    column(workbook(6))
    assert not old.exists()
    assert not cut.exists()
    assert len(list(cache.iterdir())) == 1


def test_a_process_that_keeps_a_lot_looks_again(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that serves many offices for a night does not fill the disk."""
    monkeypatch.setattr(shelves, "_A_LOT", 2)
    monkeypatch.setattr(shelves, "_MOST_BYTES", 0)
    for number in range(10, 16):
        column(workbook(number))
    assert len(list(cache.glob("*.json"))) <= 2


def test_afresh_reads_and_tells_a_difference() -> None:
    """What is to be sealed is read from the file, held against what was kept, and put right."""
    data = workbook(5)
    column(data)
    wrong = Sheet("Sheet", False, {(1, 1): Content(Holds.NUMBER, "6", Decimal(6))})
    kept.keep(digest(data), (Format.XLSX, (wrong,)))
    again()
    assert column(data) == ["6"]
    with reading_afresh():
        book = read_book(data, "表.xlsx")
        assert (book.differs, book.sheets[0].at(1, 1).text) == (True, "5")
        assert not read_book(data, "表.xlsx").differs
    again()
    assert column(data) == ["5"]


def test_no_thread_gets_the_answer_to_another_s_question() -> None:
    """Many threads at one reading process, each with its own file, again and again."""
    files = [workbook(number) for number in range(6)]
    worker, wrong = Worker(), []

    def ask(number: int) -> None:
        for turn in range(4):
            which = (number + turn) % len(files)
            (sheet,) = worker.read(files[which])[1]
            if sheet.at(1, 1).text != str(which):
                wrong.append(which)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    worker.close()
    assert not wrong


@pytest.mark.skipif(not hasattr(os, "fork"), reason="没有 fork")
def test_a_forked_process_has_a_reader_of_its_own() -> None:
    """Its questions go through pipes of its own; ours goes on as before."""
    worker = Worker()
    worker.read(workbook(1))
    child = os.fork()
    if child == 0:
        text = worker.read(workbook(2))[1][0].at(1, 1).text
        worker.close()
        os._exit(0 if text == "2" else 1)
    assert worker.read(workbook(3))[1][0].at(1, 1).text == "3"
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    worker.close()


def test_an_interrupted_question_leaves_no_answer_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks next gets their own."""
    worker = Worker()
    worker.read(workbook(0))
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):

        def interrupted(_: object) -> bytes:
            raise KeyboardInterrupt

        patch.setattr("pipeline.files.spreadsheets.worker._receive", interrupted)
        worker.read(workbook(1))
    assert worker.read(workbook(2))[1][0].at(1, 1).text == "2"
    worker.close()
