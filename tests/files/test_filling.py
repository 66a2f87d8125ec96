"""Cells written into somebody's workbook: the cells asked for, and not a byte of anything else."""

from __future__ import annotations

import io

import openpyxl
import pytest

from pipeline.files.packages import package, packed, parts_of
from pipeline.files.spreadsheets.filling import filled, hindrance


def book() -> bytes:
    made, stream = openpyxl.Workbook(), io.BytesIO()
    sheet = made.create_sheet("认定")
    sheet["A1"], sheet["C1"], sheet["A3"] = "编号", "认定数", "T01-1"
    sheet["C1"].font = openpyxl.styles.Font(bold=True)
    made.save(stream)
    parts = parts_of(stream.getvalue())
    # What openpyxl would not carry along.
    return package(packed(name, part) for name, part in {**parts, "xl/media/印.bin": b"seal"}.items())


def test_cells_are_written_and_the_rest_stays() -> None:
    before = book()
    after = filled(
        before, {("认定", "B3"): "5.8", ("认定", "A1"): "代号", ("认定", "D1"): "依据", ("认定", "B2"): "=1"}
    )
    sheet = openpyxl.load_workbook(io.BytesIO(after))["认定"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["代号", None, "认定数", "依据"],
        [None, "=1", None, None],
        ["T01-1", 5.8, None, None],
    ]
    assert (sheet["B2"].data_type, sheet["D1"].font.bold) == ("s", True)
    old, new = parts_of(before), parts_of(after)
    assert [name for name in old if old[name] != new[name]] == ["xl/worksheets/sheet2.xml"]
    assert new["xl/media/印.bin"] == b"seal"


def test_a_sheet_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        filled(book(), {("别的", "A1"): "1"})


def with_parts(more: dict[str, bytes], **changed: tuple[bytes, bytes]) -> bytes:
    """The book with other parts, and a text of its sheet or its book put another way."""
    parts = {**parts_of(book()), **more}
    for name, (old, new) in changed.items():
        path = {"sheet": "xl/worksheets/sheet2.xml", "book": "xl/workbook.xml"}[name]
        assert old in parts[path]
        parts[path] = parts[path].replace(old, new)
    return package(packed(name, part) for name, part in parts.items())


MERGED = (b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="B3:C5"/></mergeCells>')
FORMULA = (b"</sheetData>", b'<row r="9"><c r="B9"><f>1+1</f><v>2</v></c></row></sheetData>')
PICTURE = (b"</sheetData>", b'<row r="9"><c r="B9" t="e" vm="1"><v>#VALUE!</v></c></row></sheetData>')
STRICT = (
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/spreadsheetml/main",
)


@pytest.mark.parametrize(
    ("data", "cell", "said"),
    [
        (with_parts({}), "B3", ""),
        (with_parts({"xl/vbaProject.bin": b"macros", "xl/ctrlProps/ctrlProp1.xml": b"<a/>"}), "B3", ""),
        (with_parts({"_xmlsignatures/sig1.xml": b"<a/>"}), "B3", "有数字签名"),
        (with_parts({}, book=STRICT), "B3", "存成了“Strict Open XML”"),
        (with_parts({}, sheet=MERGED), "B3", ""),
        (with_parts({}, sheet=MERGED), "C4", "［认定］C4 在合并单元格里，写进去看不见"),
        (with_parts({}, sheet=MERGED), "D4", ""),
        (with_parts({}, sheet=FORMULA), "B9", "［认定］B9 是公式或图片"),
        (with_parts({}, sheet=FORMULA), "C9", ""),
        (with_parts({}, sheet=PICTURE), "B9", "［认定］B9 是公式或图片"),
    ],
)
def test_what_would_be_lost_by_writing_is_said_before(data: bytes, cell: str, said: str) -> None:
    told = hindrance(data, [("认定", cell)])
    assert told.startswith(said) and bool(told) == bool(said)
