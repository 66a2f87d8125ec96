"""Kinds of files beside .xlsx, and the reading process: what one file does to it is that file's affair.

`formats/` holds the September sheet of the sample's 市残联, saved by LibreOffice as .xls and as .ods,
a few formulas, text boxes and numbers of another file saved by it as .xls.
"""

from __future__ import annotations

import csv
import io
import os
import random
import signal
import threading
import zipfile
from datetime import date
from pathlib import Path

import pytest

from pipeline.files.folder import StillChanging, entries, load, readable
from pipeline.files.spreadsheets import second_reader
from pipeline.files.spreadsheets.books import read_book, read_own_book
from pipeline.files.spreadsheets.formulas import is_foreign
from pipeline.files.spreadsheets.preflight import Format, Unreadable, inspect, scan
from pipeline.files.spreadsheets.worker import Worker
from pipeline.files.spreadsheets.writing import listing, write_book
from pipeline.model.readings import Sheet

HERE = Path(__file__).resolve().parent
NAME = "市残联-2021年9月"
ORIGINAL = (HERE.parent.parent / "inputs" / "2021" / "09" / f"{NAME}.xlsx").read_bytes()
SHEET = "xl/worksheets/sheet1.xml"


def other(suffix: str) -> bytes:
    return (HERE / "formats" / f"{NAME}{suffix}").read_bytes()


def said(sheet: Sheet) -> dict[tuple[int, int], tuple[str, str, object, object]]:
    return {
        place: (cell.holds.value, cell.text, cell.number, cell.day) for place, cell in sheet.contents.items()
    }


def edited(old: bytes, new: bytes, part: str = SHEET) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(ORIGINAL)) as source, zipfile.ZipFile(stream, "w", 8) as target:
        for name in source.namelist():
            data = source.read(name)
            assert name != part or old in data
            target.writestr(name, data.replace(old, new, 1) if name == part else data)
    return stream.getvalue()


def test_formulas_of_an_old_workbook_are_read_and_a_zero_of_theirs_is_none() -> None:
    """0 is what an .xls holds of a formula that comes to nothing and of one nobody ever calculated."""
    (sheet,) = read_book((HERE / "formats" / "公式.xls").read_bytes(), "表").sheets
    cells = {place: (one.holds.name, one.text, one.formula) for place, one in sheet.contents.items()}
    assert cells == {
        (1, 1): ("NUMBER", "3", "=1.0+2.0"),
        (1, 2): ("NUMBER", "6", "=A1*2.0"),
        (1, 3): ("UNCALCULATED", "", "=A1-3.0"),
        (1, 4): ("EMPTY", "", '=IF(A1=3.0,"","x")'),
        (2, 1): ("TEXT", "完成3件", '="完成"&A1&"件"'),
        (2, 2): ("ERROR", "#DIV/0!", "=1.0/0.0"),
    }


def test_text_boxes_of_an_old_workbook_are_told_with_the_cells_they_cover() -> None:
    first, second = read_book((HERE / "formats" / "文本框.xls").read_bytes(), "表").sheets
    assert first.boxes == ((2, 2, 4, 2, "更正： 应为58"),)
    assert second.boxes == ((1, 1, 4, 1, "另一张表的框"),)
    assert (first.contents[1, 2].comment, first.contents[2, 2].text) == ("批注的话", "54")


def test_a_number_of_another_file_in_an_old_workbook_is_followed() -> None:
    (sheet,) = read_book((HERE / "formats" / "外部.xls").read_bytes(), "表").sheets
    told = {place: (content.text, is_foreign(content.formula)) for place, content in sheet.contents.items()}
    assert told == {(1, 1): ("50", True), (1, 2): ("51", True), (1, 3): ("40", True), (1, 4): ("5", False)}


@pytest.mark.parametrize("suffix", [".xls", ".ods"])
def test_another_kind_says_the_same_with_a_caution(suffix: str) -> None:
    book, original = read_book(other(suffix), "表"), read_book(ORIGINAL, "表")
    assert suffix in book.caution
    assert not original.caution
    assert [(sheet.name, sheet.hidden, said(sheet)) for sheet in book.sheets] == [
        (sheet.name, sheet.hidden, said(sheet)) for sheet in original.sheets
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_of_comma_separated_values_in_any_usual_encoding(encoding: str) -> None:
    sheet = read_book(ORIGINAL, "表").sheets[0]
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(
        [sheet.at(row, column).text for column in range(1, sheet.last_column + 1)]
        for row in range(1, sheet.last_row + 1)
    )
    book = read_book(stream.getvalue().encode(encoding), "表.csv")
    assert ".csv" in book.caution
    assert {place: cell.text for place, cell in book.sheets[0].contents.items()} == {
        place: cell.text for place, cell in sheet.contents.items()
    }


def test_text_in_the_wrong_encoding_is_not_guessed_at() -> None:
    with pytest.raises(Unreadable, match="乱码"):
        read_book("编号,累计完成\nT01-1,\ufffd\n".encode(), "表.csv")


@pytest.mark.parametrize("suffix", [".xls", ".ods"])
def test_what_the_office_keeps_itself_must_be_xlsx(suffix: str) -> None:
    assert read_own_book(ORIGINAL, "表").sheets
    with pytest.raises(Unreadable, match="请另存为"):
        read_own_book(other(suffix), "表")


def test_an_old_file_damaged_by_a_bit_is_refused_or_carries_its_caution() -> None:
    """.xls has no checksum; what both readers see alike may still differ from the original: hence the caution."""
    chance, data = random.Random(7), other(".xls")
    for _ in range(40):
        damaged = bytearray(data)
        place = chance.randrange(512, len(data))
        damaged[place] ^= 1 << chance.randrange(8)
        try:
            book = read_book(bytes(damaged), "表")
        except Unreadable as reason:
            assert "再报" in str(reason) or "重新发送" in str(reason)
        else:
            assert book.caution


def test_readers_that_differ_refuse_the_file_and_name_the_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.files.spreadsheets import xlsx

    sheets = xlsx.read(ORIGINAL)
    second_reader.agree(ORIGINAL, sheets)
    place, cell = next((place, cell) for place, cell in sheets[0].contents.items() if cell.number is not None)
    wrong = dict(sheets[0].contents) | {place: type(cell)(cell.holds, "1", cell.number + 1)}  # type: ignore[operator]
    with pytest.raises(Unreadable, match="内容不一致"):
        second_reader.agree(ORIGINAL, (Sheet(sheets[0].name, False, wrong),))
    missing = {where: what for where, what in sheets[0].contents.items() if where != place}
    with pytest.raises(Unreadable, match="内容不一致"):
        second_reader.agree(ORIGINAL, (Sheet(sheets[0].name, False, missing),))


# The reading process


def heavy() -> bytes:
    """A sheet of empty formatted cells, nearly as many as are let through: seconds to read."""
    rows = b"".join(
        b'<row r="%d">%s</row>' % (row, b"".join(b'<c r="%c%d" s="1"/>' % (65 + c, row) for c in range(12)))
        for row in range(100, 15_000)
    )
    return edited(b"</sheetData>", rows + b"</sheetData>")


@pytest.mark.more
def test_a_file_that_takes_too_long_is_refused_and_the_next_is_read() -> None:
    worker = Worker(seconds=0.2)
    try:
        with pytest.raises(Unreadable, match="卡住"):
            worker.read(heavy())
        assert worker.read(other(".ods"))[0] is Format.ODS
    finally:
        worker.close()


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_a_machine_that_is_busy_is_no_fault_of_the_file() -> None:
    worker = Worker(seconds=0.5)
    try:
        assert worker.read(other(".ods"))[0] is Format.ODS
        assert worker._process is not None
        os.kill(worker._process.pid, signal.SIGSTOP)
        threading.Timer(0.8, worker._process.send_signal, (signal.SIGCONT,)).start()
        assert worker.read(ORIGINAL)[0] is Format.XLSX
    finally:
        worker.close()


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_a_process_lost_between_two_files_costs_nobody_a_report() -> None:
    worker = Worker()
    try:
        assert worker.read(ORIGINAL)[0] is Format.XLSX
        process = worker._process
        assert process is not None
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert worker.read(ORIGINAL)[0] is Format.XLSX
    finally:
        worker.close()


# The folder


def test_every_entry_is_named_and_links_are_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "09"
    (folder / "子目录").mkdir(parents=True)
    (folder / "空目录").mkdir()
    (folder / "子目录" / "甲.xlsx").write_bytes(b"1")
    (tmp_path / "外面.xlsx").write_bytes(b"2")
    names = {"09/子目录/甲.xlsx": "", "09/空目录": ""}
    if os.name != "nt":
        (folder / "链接.xlsx").symlink_to(tmp_path / "外面.xlsx")
        (folder / "断链.xlsx").symlink_to(tmp_path / "没有.xlsx")
        os.mkfifo(folder / "管道.xlsx")
        (folder / os.fsdecode("报表.xlsx".encode("gb18030"))).write_bytes(b"3")
        link = "是链接，不是文件本身，没有打开"
        names |= {"09/链接.xlsx": link, "09/断链.xlsx": link, "09/报表.xlsx": ""}
        names |= {"09/管道.xlsx": "不是普通文件（设备、管道等），没有打开"}
    assert {entry.name: entry.problem for entry in entries(folder, tmp_path)} == names
    assert entries(tmp_path / "没有", tmp_path) == []


def test_a_name_is_told_as_its_owner_typed_it() -> None:
    assert readable("报表（1）.xlsx") == readable(os.fsdecode("报表（1）.xlsx".encode("gb18030")))


def test_a_file_that_grows_while_it_is_read_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "甲.xlsx"
    file.write_bytes(b"half")
    assert load(file) == b"half"
    real = Path.lstat

    def later(path: Path) -> os.stat_result:
        with file.open("ab") as stream:
            stream.write(b"more")
        return real(path)

    monkeypatch.setattr(Path, "lstat", later)
    with pytest.raises(StillChanging):
        load(file)


def test_a_scan_is_known_by_its_content() -> None:
    assert (scan(b"%PDF-1.7 ..."), scan(b"\xff\xd8\xff\xe0"), scan(ORIGINAL), scan(b"")) == (
        "PDF 文件",
        "图片",
        "",
        "",
    )
    with pytest.raises(Unreadable, match="PDF"):
        inspect(b"%PDF-1.7 ...")


@pytest.mark.parametrize("behind", [b"PK", b"\0" * 100 + b"PK", b"{}"], ids=["a record", "far off", "text"])
def test_a_workbook_with_something_behind_its_end_is_still_being_written(behind: bytes) -> None:
    data = write_book([listing("表", "表", (("列", 10.0),), [("1",)])], date(2023, 5, 25))
    assert inspect(data) is Format.XLSX
    with pytest.raises(Unreadable, match=r"^文件不完整或已损坏，可能没有传完，请重新发送$"):
        inspect(data + behind)
