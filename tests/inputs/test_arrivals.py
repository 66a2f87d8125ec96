"""What arrives beside plain sheets: a .zip and what lies in it, marks of secrecy, words instead of figures."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import docx
import openpyxl
import pytest

from pipeline.files import archives
from pipeline.files.archives import came_in, unpacked
from pipeline.files.markings import Classified, refuse_classified
from pipeline.files.spreadsheets.preflight import Unreadable
from pipeline.inputs.returns.arrivals import digests
from pipeline.inputs.returns.collect import Collection, collect
from pipeline.model.readings import Outcome
from tests.inputs.builders import month_of
from tests.inputs.test_files import PLAN, book

SECRET = "疑似标有密级，请立即移出本机并按规定处理"


def packed(files: Mapping[str, bytes]) -> bytes:
    """A .zip."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def arrived(root: Path, files: Mapping[str, bytes]) -> Collection:
    (root / "09").mkdir()
    for name, data in files.items():
        (root / "09" / name).write_bytes(data)
    return collect(PLAN, root / "09", root, month_of({}))


def outcomes(collection: Collection) -> dict[str, str]:
    return {file.name: file.outcome.value for file in collection.files}


def test_a_zip_is_opened_and_each_file_in_it_is_its_own(tmp_path: Path) -> None:
    inner = {"甲局/9月.xlsx": book(), "甲局/盖章.pdf": b"%PDF-1.4", "__MACOSX/._x": b"x", "说明.txt": b"hi"}
    found = arrived(tmp_path, {"各单位.zip": packed(inner)})
    assert outcomes(found) == {
        "09/各单位.zip/甲局/9月.xlsx": "采用",
        "09/各单位.zip/甲局/盖章.pdf": "盖章件",
        "09/各单位.zip/__MACOSX/._x": "忽略",
        "09/各单位.zip/说明.txt": "文字件",
    }
    assert found.files[2].unit == "甲局"
    (used,) = found.submissions
    assert came_in(tmp_path, used.book.file) == inner["甲局/9月.xlsx"]
    assert digests(tmp_path / "09", tmp_path) == {one.name: one.sha256 for one in found.files if one.sha256}


def test_a_finding_in_a_zip_names_zip_and_entry(tmp_path: Path) -> None:
    found = arrived(tmp_path, {"a.zip": packed({"坏.xlsx": b"PK\3\4"})})
    (one,) = found.findings
    assert one.place.file == "09/a.zip/坏.xlsx"
    assert one.message.startswith("09/a.zip/坏.xlsx：文件不完整或已损坏")


def test_names_of_chinese_windows_are_read(tmp_path: Path) -> None:
    name = "甲局9月.xlsx"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("A" * len(name.encode("gbk")), book())
    data = stream.getvalue().replace(b"A" * len(name.encode("gbk")), name.encode("gbk"))
    assert [one.name for one in unpacked(data)] == [name]


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"里.zip": packed({"a.xlsx": b"1"})}, "压缩包里还有压缩包，没有打开"),
        ({"../外.xlsx": b"1"}, "在压缩包里的名字带有路径，没有打开"),
        ({"/etc/a.xlsx": b"1"}, "在压缩包里的名字带有路径，没有打开"),
        ({"C:\\a.xlsx": b"1"}, "在压缩包里的名字带有路径，没有打开"),
        ({"机密-数.xlsx": b"1"}, SECRET),
    ],
)
def test_what_in_a_zip_is_not_opened(files: dict[str, bytes], says: str) -> None:
    (one,) = unpacked(packed(files))
    assert (one.problem, one.data) == (says, b"")


def test_a_zip_larger_than_any_report_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Unreadable, match="异常庞大"):
        squeezed = io.BytesIO()
        with zipfile.ZipFile(squeezed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.xlsx", bytes(6 * 1024 * 1024))
        unpacked(squeezed.getvalue())
    monkeypatch.setattr(archives, "_MOST_FILES", 1)
    with pytest.raises(Unreadable, match="多于1个"):
        unpacked(packed({"a": b"", "b": b""}))
    with pytest.raises(Unreadable, match="没有传完"):
        unpacked(packed({"a": b"whole"}).replace(b"whole", b"wrong"))


def sheet(text: str) -> bytes:
    made, stream = openpyxl.Workbook(), io.BytesIO()
    made.active["B7"] = text  # type: ignore[index]  # openpyxl's active sheet is there
    made.save(stream)
    return stream.getvalue()


def document(*runs: str) -> bytes:
    made, stream = docx.Document(), io.BytesIO()
    paragraph = made.add_paragraph()
    for run in runs:
        paragraph.add_run(run)
    made.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("甲.xlsx", sheet("机密★1年")),
        ("甲.xlsx", sheet("密级：秘密")),
        ("甲.xlsx", sheet("绝密")),
        ("甲.docx", document("机", "密★", "3年")),
        ("甲.txt", "秘密★长期\n".encode()),
        ("甲.txt", "机密★".encode("gb18030")),
        ("甲.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "机密★1年".encode("utf-16-le")),
        ("报表（机密）.xlsx", sheet("")),
        ("机密★1年.pdf", b"%PDF-1.4"),
    ],
    ids=map(str, range(9)),
)
def test_a_mark_of_secrecy_is_seen(name: str, data: bytes) -> None:
    with pytest.raises(Classified):
        refuse_classified(name, data)


@pytest.mark.parametrize(
    ("name", "text"), [("国家保密局.xlsx", "开展保密宣传，保守国家秘密"), ("商业秘密保护.xlsx", "秘密点12个")]
)
def test_the_word_alone_is_no_mark(name: str, text: str) -> None:
    refuse_classified(name, sheet(text))


def test_nothing_of_a_classified_file_is_told_but_its_name(tmp_path: Path) -> None:
    def change(made: openpyxl.Workbook) -> None:
        made.worksheets[0]["A30"].value = "机密★1年"

    found = arrived(tmp_path, {"甲.xlsx": book(change), "b.zip": packed({"乙.xlsx": book(change)})})
    assert [(one.code.name, one.message) for one in found.findings] == [
        ("F16", f"09/b.zip/乙.xlsx：{SECRET}"),
        ("F16", f"09/甲.xlsx：{SECRET}"),
    ]
    assert (found.submissions, {file.sha256 for file in found.files}) == ([], {""})
    assert "甲局" not in json.dumps([(file.name, file.reason, file.unit) for file in found.files])


def test_the_form_in_word_is_told_with_a_message_to_paste(tmp_path: Path) -> None:
    made, stream = docx.Document(), io.BytesIO()
    table = made.add_table(2, 4)
    for cell, text in zip(table.rows[0].cells, ("编号", "指标", "计量单位", "累计完成"), strict=True):
        cell.text = text
    made.save(stream)
    found = arrived(tmp_path, {"甲局9月.docx": stream.getvalue(), "说明.docx": document("说明")})
    assert outcomes(found) == dict.fromkeys(("09/甲局9月.docx", "09/说明.docx"), Outcome.PROSE.value)
    told = {one.code.name: one for one in found.findings}
    assert told["F17"].message == "09/说明.docx：文字件，未读数"
    assert told["F18"].unit == "甲局"
    assert told["F18"].fix == (
        "可以发给单位：“甲局：您单位9月报表是用 Word 填的，程序读不了。"
        "请把数字填进 Excel 表样（.xlsx）发回，Word 件不用再发，谢谢。”"
    )


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("甲.rar", b"Rar!\x1a\x07\x00", "这种压缩包没有打开"),
        ("甲.7z", b"7z\xbc\xaf\x27\x1c", "这种压缩包没有打开"),
        ("甲.eml", b"From: a@example.invalid\r\n\r\n1", "邮件没有打开，附件读不到"),
    ],
)
def test_what_must_be_unpacked_by_people(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    (one,) = arrived(tmp_path, {name: data}).findings
    assert (one.code.name, one.message, one.fix) == ("F01", f"09/{name}：{says}", "请解压后放进来")


def test_a_layout_file_is_filed_under_its_unit(tmp_path: Path) -> None:
    (one,) = arrived(tmp_path, {"甲局盖章.ofd": packed({"OFD.xml": b"<x/>"})}).files
    assert (one.outcome, one.unit) == (Outcome.STAMPED, "甲局")


def test_a_zip_nobody_can_open_is_refused_and_an_empty_one_passed_over(tmp_path: Path) -> None:
    found = arrived(tmp_path, {"坏.zip": packed({"甲.xlsx": book()})[:-30], "空.zip": packed({})})
    assert outcomes(found) == {"09/坏.zip": "拒收", "09/空.zip": "忽略"}


def test_of_two_files_of_one_name_in_a_zip_the_second_is_refused(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("甲局9月.xlsx", book())
        archive.writestr("AAAAAAA.xlsx", book())
    # As older programs pack it: the same name in another code.
    data = stream.getvalue().replace(b"AAAAAAA.xlsx", "甲局9月.xlsx".encode("gbk"))
    found = arrived(tmp_path, {"a.zip": data})
    assert sorted((file.outcome.value, "同名" in file.reason) for file in found.files) == [
        ("拒收", True),
        ("采用", False),
    ]
