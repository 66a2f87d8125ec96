"""Workbooks written and read: what goes in comes out, and what cannot be read is refused in one line.

Files nobody can read are listed in `tests/cases/unreadable.toml`; facts about cells are those of
measured behaviour
"""

from __future__ import annotations

import io
import re
import tomllib
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from pipeline.files import packages
from pipeline.files.spreadsheets.books import read_book
from pipeline.files.spreadsheets.preflight import Unreadable
from pipeline.files.spreadsheets.second_reader import exact
from pipeline.files.spreadsheets.writing import Box, Page, Style, Value, listing, write_book
from pipeline.inputs.returns.numbers import parse_number
from pipeline.model.readings import EMPTY, Book, Content, Holds, Sheet, reference

DAY = date(2021, 9, 25)
DATED = Style(format="yyyy-mm-dd")
LAW = settings(deadline=None, derandomize=True, max_examples=60)
Rows = Sequence[Sequence[Value]]


def page(rows: Rows, name: str = "表") -> Page:
    lines = [[Box(value, DATED if isinstance(value, date) else Style()) for value in row] for row in rows]
    return Page(name, lines, [12.0] * max((len(row) for row in rows), default=0))


def written(rows: Rows) -> bytes:
    return write_book([page(rows)], DAY)


def only_sheet(data: bytes) -> Sheet:
    (sheet,) = read_book(data, "表.xlsx").sheets
    return sheet


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def package(parts: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def raw(cells: str) -> bytes:
    """A workbook whose first row is this XML, as another program may have written it."""
    parts = parts_of(saved(Workbook()))
    row = f'<sheetData><row r="1">{cells}</row></sheetData>'.encode()
    parts[SHEET] = re.sub(rb"<sheetData\s*/>|<sheetData>.*</sheetData>", lambda _: row, parts[SHEET])
    return package(parts)


def as_excel(cells: str, *strings: str) -> bytes:
    """A workbook of one row with a table of shared strings, the way Excel and WPS write them."""
    parts = parts_of(raw(cells))
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    content = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    name, listed = "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
    relation = b'<Relationship Id="rId99" Type="%s" Target="sharedStrings.xml"/></Relationships>' % kind
    override = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/></Types>' % content
    assert b"sharedStrings" not in parts[name]
    parts[name] = parts[name].replace(b"</Relationships>", relation)
    parts[listed] = parts[listed].replace(b"</Types>", override)
    items = "".join(f"<si><t>{text}</t></si>" for text in strings)
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{namespace}">{items}</sst>'.encode()
    return package(parts)


EXCEL = as_excel(
    '<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1"><v>6.58</v></c>', "甲", "乙" * 40
)


def first(data: bytes, column: int = 1) -> Content:
    return only_sheet(data).at(1, column)


def test_a_workbook_of_excel_s_own_making() -> None:
    sheet = only_sheet(EXCEL)
    assert [sheet.at(1, column).text for column in (1, 2, 3)] == ["甲", "乙" * 40, "6.58"]


# What goes in comes out


SPECIAL = ["=1+1", "=HYPERLINK(1)", "+1", "-1", "@a", "'a", "#N/A", "#DIV/0!", "TRUE", "1,041", "1e3", "007",
           "2021-09-20", "0.5%", "a\nb", "\ta", " a ", "<br/>&amp;", "{{ x }}", "１８９０", "“两病”", "𠮷"]  # fmt: skip
signs = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
texts = st.text(signs, max_size=8) | st.sampled_from(SPECIAL)
numbers = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places),
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.integers(0, 9),
)
days = st.dates(date(1900, 3, 1), date(2099, 12, 31))
grids = st.lists(st.lists(st.none() | texts | numbers | days, max_size=4), max_size=4)


def expected(value: Value) -> Content:
    """The cell that a value must be read back as; its format apart."""
    match value:
        case str():
            return Content(Holds.TEXT, value) if value.strip() else EMPTY
        case Decimal():
            return Content(Holds.NUMBER, number=value)
        case date():
            return Content(Holds.DATE, value.isoformat(), day=value)
    return EMPTY


@LAW
@given(grids)
def test_a_grid_reads_back(rows: list[list[Value]]) -> None:
    sheet = only_sheet(written(rows))
    for row_number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            content, want = sheet.at(row_number, column), expected(value)
            assert (content.holds, content.day, content.formula) == (want.holds, want.day, "")
            assert content.number == want.number
            if want.holds is not Holds.NUMBER:
                assert content.text == want.text
    assert sheet.last_row <= len(rows)
    assert set(sheet.contents) <= {(r, c) for r, row in enumerate(rows, 1) for c in range(1, len(row) + 1)}


@LAW
@given(numbers)
def test_a_number_is_quoted_as_a_person_would(value: Decimal) -> None:
    text = first(written([[value]])).text
    assert re.fullmatch(r"-?\d+(\.\d*[1-9])?", text)
    assert Decimal(text) == value


def test_text_that_starts_with_an_equals_sign_is_no_formula() -> None:
    data = written([["=1+1", "=cmd|'/c calc'!A0"]])
    sheet = only_sheet(data)
    assert [sheet.at(1, column) for column in (1, 2)] == [
        Content(Holds.TEXT, "=1+1"),
        Content(Holds.TEXT, "=cmd|'/c calc'!A0"),
    ]
    assert re.search(rb"<f[ >/]", parts_of(data)[SHEET]) is None


@pytest.mark.parametrize("text", ["_x0041_", "a_x000D_b", "_x005F_x0041_", "_xZZZZ_", "_x"])
def test_text_that_looks_like_an_escape_stays_text(text: str) -> None:
    assert first(written([[text]])).text == text


def test_signs_no_xml_can_hold_are_left_out() -> None:
    assert first(written([["新\x00增\x0b就\x1f业"]])).text == "新增就业"


def test_a_long_text_is_never_cut_without_a_word() -> None:
    text = "新增城镇就业" * 6000
    try:
        data = written([[text]])
    except ValueError:
        return
    assert len(first(data).text) == len(text)


def test_several_pages_keep_their_order_and_names() -> None:
    data = write_book([page([["一"]], "进展情况"), page([["二"]], "分县区")], DAY)
    assert [(sheet.name, sheet.at(1, 1).text) for sheet in read_book(data, "表.xlsx").sheets] == [
        ("进展情况", "一"),
        ("分县区", "二"),
    ]


def laid_out(widths: list[float], size: int = 10, names: int = 1) -> Any:
    """A sheet of one row as it is set up for printing on A4: 276 mm of it hold 110 characters, 147 at 75 per cent."""
    boxes = [Box("字", Style(size=size)) for _ in widths]
    sheet = Page("表", [boxes], widths, repeat=1, merges=[f"A1:{reference(1, len(widths))}"], names=names)
    return openpyxl.load_workbook(io.BytesIO(write_book([sheet], DAY)))["表"]


@pytest.mark.parametrize(
    ("widths", "size", "names", "breaks"),
    [
        ([49.0, 49.0, 49.0], 10, 1, []),
        ([49.0, 49.0, 49.0, 1.0], 10, 1, [3]),
        ([20.0, 60.0, 60.0, 60.0, 60.0], 10, 1, [3]),
        ([20.0, 60.0, 60.0, 60.0, 60.0], 9, 1, [2, 3, 4]),
        ([20.0, 60.0, 60.0, 60.0, 60.0], 12, 1, [3]),
        ([20.0, 20.0, 60.0, 60.0, 60.0], 10, 2, [3, 4]),
        ([400.0, 400.0], 10, 0, []),
    ],
    ids=["it fits", "a hair too wide", "two sheets", "smaller type", "larger type", "two names", "however small"],
)  # fmt: skip
def test_type_is_printed_no_smaller_than_seven_and_a_half_points(
    widths: list[float], size: int, names: int, breaks: list[int]
) -> None:
    sheet = laid_out(widths, size, names)
    assert [one.id for one in sheet.col_breaks.brk] == breaks
    if breaks:
        assert size * sheet.page_setup.scale >= 750
        assert sheet.print_title_cols == f"$A:{'$A' if names == 1 else '$B'}"
        assert [one.max_col for one in sheet.merged_cells.ranges] == breaks[:1]
    else:
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


# The same content, the same bytes


def test_the_same_content_gives_the_same_bytes() -> None:
    rows: Rows = [["甲", Decimal("6.58"), DAY], [None, "=1", Decimal(0)]]
    assert written(rows) == written(rows)
    assert written(rows) != written([*rows, ["乙"]])
    assert write_book([page(rows)], date(2021, 10, 25)) != written(rows)


def test_a_book_carries_its_day_and_no_clock() -> None:
    data = written([["甲"]])
    core = parts_of(data)["docProps/core.xml"].decode()
    assert re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core) == ["2021-09-25T00:00:00Z"] * 2
    with zipfile.ZipFile(io.BytesIO(data)) as entries:
        assert {entry.date_time for entry in entries.infolist()} == {(1980, 1, 1, 0, 0, 0)}


# Numbers


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        (0.30000000000000004, "0.3"),
        (7.1499999999999995, "7.15"),
        (0.1 + 0.7, "0.8"),
        (54.96, "54.96"),
        (1e-07, "0.0000001"),
        (58300, "58300"),
        (58300.0, "58300"),
        (-0.5, "-0.5"),
        (0, "0"),
        (0.0, "0"),
        (123456789012345, "123456789012345"),
        (1e20, "100000000000000000000"),
    ],
)
def test_exact(stored: float, text: str) -> None:
    number = exact(stored)
    assert number == Decimal(text)
    assert format(number, "f") == text


def test_a_number_beyond_all_bounds_takes_nothing_down() -> None:
    for huge in (1e29, 1e300, 10**40):
        content = first(saved_with(huge))
        assert content.holds is Holds.NUMBER
        assert parse_number(content, percent=False).value is None


def saved_with(value: Any, number_format: str = "") -> bytes:
    book = Workbook()
    cell = book.worksheets[0].cell(1, 1, value)
    cell.number_format = number_format or cell.number_format
    return saved(book)


@pytest.mark.parametrize("value", ["NaN", "1e400", "-1e400", "abc", ""])
def test_a_number_cell_that_holds_no_number(value: str) -> None:
    try:
        content = first(raw(f'<c r="A1"><v>{value}</v></c>'))
    except Unreadable:
        return
    assert parse_number(content, percent=False).value is None


# Kinds of cells


@pytest.mark.parametrize(
    ("value", "number_format", "content"),
    [
        (True, "", Content(Holds.BOOLEAN, "TRUE", format="General")),
        (False, "", Content(Holds.BOOLEAN, "FALSE", format="General")),
        ("#REF!", "", Content(Holds.ERROR, "#REF!", format="General")),
        (date(2021, 9, 20), "", Content(Holds.DATE, "2021-09-20", None, date(2021, 9, 20), "yyyy-mm-dd")),
        (
            datetime(2021, 9, 20, 8, 30),  # noqa: DTZ001  # a spreadsheet knows no time zones
            "yyyy/m/d h:mm",
            Content(Holds.DATE, "2021-09-20", None, date(2021, 9, 20), "yyyy/m/d h:mm"),
        ),
        (0.5496, "0.00%", Content(Holds.NUMBER, "0.5496", Decimal("0.5496"), None, "0.00%")),
        (42, ";;;", Content(Holds.NUMBER, "42", Decimal(42), None, ";;;")),
        ("第一行\r\n第二行", "", Content(Holds.TEXT, "第一行\n第二行")),
        ("第一行_x000D_\n第二行", "", Content(Holds.TEXT, "第一行\n第二行")),
        ("   ", "", EMPTY),
        ("\u3000", "", EMPTY),
    ],
    ids=["true", "false", "error", "date", "moment", "percent", "invisible", "lines", "escaped-cr", "blank", "wide-blank"],
)  # fmt: skip
def test_kinds_of_cells(value: object, number_format: str, content: Content) -> None:
    assert first(saved_with(value, number_format)) == content


FORMULAS: dict[str, tuple[str, Content]] = {
    "never calculated": (
        '<c r="A1"><f>5+3</f></c>',
        Content(Holds.UNCALCULATED, formula="=5+3"),
    ),
    "calculated with nothing inside": (
        '<c r="A1"><f>5+3</f><v></v></c>',
        Content(Holds.UNCALCULATED, formula="=5+3"),
    ),
    "stale": (
        '<c r="A1"><f>1+1</f><v>999</v></c>',
        Content(Holds.NUMBER, "999", Decimal(999), formula="=1+1"),
    ),
    "an error": (
        '<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
        Content(Holds.ERROR, "#DIV/0!", formula="=1/0"),
    ),
    "a text": (
        '<c r="A1" t="str"><f>B1&amp;"人"</f><v>5人</v></c>',
        Content(Holds.TEXT, "5人", formula='=B1&"人"'),
    ),
    "of an array, never calculated": (
        '<c r="A1"><f t="array" ref="A1">SUM(B1:B2)</f></c>',
        Content(Holds.UNCALCULATED, formula="=SUM(B1:B2)"),
    ),
    "of an array": (
        '<c r="A1"><f t="array" ref="A1">SUM(B1:B2)</f><v>3</v></c>',
        Content(Holds.NUMBER, "3", Decimal(3), formula="=SUM(B1:B2)"),
    ),
}


@pytest.mark.parametrize("name", FORMULAS)
def test_formulas(name: str) -> None:
    cells, content = FORMULAS[name]
    assert first(raw(cells)) == content


def test_a_formula_shared_with_its_neighbour_is_a_formula_in_both() -> None:
    data = raw(
        '<c r="A1"><f t="shared" ref="A1:B1" si="0">C1*2</f><v>2</v></c>'
        '<c r="B1"><f t="shared" si="0"/><v>4</v></c>'
    )
    assert [(first(data, column).formula, first(data, column).text) for column in (1, 2)] == [
        ("=C1*2", "2"),
        ("=D1*2", "4"),
    ]


# Merged and hidden


def test_merged_cells_hold_what_stands_at_their_top_left() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (4, 5):
        sheet.cell(row, 7, row)
    sheet.merge_cells("G4:G5")
    read = only_sheet(saved(book))
    assert read.merged == ((4, 7, 5, 7),)
    assert (read.at(4, 7).text, read.at(5, 7)) == ("4", EMPTY)


def test_hidden_sheets_and_rows_are_read_and_known_as_such() -> None:
    book = Workbook()
    for name, state in (("甲", "visible"), ("乙", "hidden"), ("丙", "veryHidden")):
        sheet = book.create_sheet(name)
        sheet.sheet_state = state
        sheet.cell(1, 1, name)
    book.remove(book.worksheets[0])
    book["甲"].cell(2, 1, "藏")
    book["甲"].row_dimensions[2].hidden = True
    sheets = read_book(saved(book), "表.xlsx").sheets
    assert [(sheet.name, sheet.hidden, sheet.at(1, 1).text) for sheet in sheets] == [
        ("甲", False, "甲"),
        ("乙", True, "乙"),
        ("丙", True, "丙"),
    ]
    assert sheets[0].hidden_rows == {2}
    assert sheets[0].at(2, 1).text == "藏"


def test_a_lying_dimension_hides_nothing() -> None:
    data = written([["甲", "乙"], ["丙", "丁"]])
    parts = parts_of(data)
    parts[SHEET] = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:A1"', parts[SHEET])
    assert only_sheet(package(parts)).contents == only_sheet(data).contents


# Addresses


@pytest.mark.parametrize(
    ("row", "column", "ref"), [(9, 6, "F9"), (1, 1, "A1"), (2, 26, "Z2"), (2, 27, "AA2"), (7, 703, "AAA7")]
)
def test_references(row: int, column: int, ref: str) -> None:
    assert reference(row, column) == ref


def test_a_cell_knows_its_file_sheet_place_and_what_was_read() -> None:
    book = read_book(written([["甲"], [Decimal("6.580")]]), "inputs/2021/09/甲局.xlsx")
    cell = book.cell(book.sheets[0], 2, 1)
    assert (cell.file, cell.sheet, cell.ref, cell.read) == ("inputs/2021/09/甲局.xlsx", "表", "A2", "6.58")
    assert cell.sha256 == book.sha256
    assert str(cell) == "inputs/2021/09/甲局.xlsx［表］A2"


# What cannot be read


def word() -> bytes:
    stream = io.BytesIO()
    Document().save(stream)
    return stream.getvalue()


SAMPLE = written([["甲", Decimal("6.58")], ["乙" * 40, Decimal("0.55")]])
FILES: dict[str, Callable[[], bytes]] = {
    "an old .xls, a WPS .et, or an .xlsx behind a password": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99,
    "an .xlsx cut in half": lambda: SAMPLE[: len(SAMPLE) // 2],
    "an .xlsx without its last byte": lambda: SAMPLE[:-1],
    "no byte at all": lambda: b"",
    "plain text": lambda: "新增城镇就业5.83万人".encode(),
    "text without any column": lambda: "指标累计完成\n就业583".encode("gb18030"),
    "a web page that calls itself .xls": lambda: b"<html><body><table></table></body></html>",
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(99),
    "a PDF": lambda: b"%PDF-1.7\n" + bytes(99),
    "a Word document": word,
    "a zip of something else": lambda: package({"说明.txt": b"a"}),
}
UNREADABLE = tomllib.loads(
    (Path(__file__).resolve().parent.parent / "cases" / "unreadable.toml").read_text(encoding="utf-8")
)["file"]


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read_book(data, "报表.xlsx")
    return str(caught.value)


@pytest.mark.parametrize("name", FILES)
def test_what_is_no_workbook_is_refused_in_one_chinese_line(name: str) -> None:
    message = refusal(FILES[name]())
    assert re.search("[\u4e00-\u9fff]", message)
    assert "\n" not in message
    assert "请" in message
    assert not re.search(r"[A-Za-z]+(Error|Exception|File)|None|Traceback", message)


@pytest.mark.parametrize("file", UNREADABLE, ids=lambda file: file["is"])
def test_the_line_says_what_it_really_is(file: Mapping[str, Any]) -> None:
    message = refusal(FILES[file["is"]]())
    assert [word for word in file["says"] if word not in message] == []


def test_every_such_file_is_listed() -> None:
    assert [file["is"] for file in UNREADABLE] == list(FILES)


@settings(deadline=None, derandomize=True, max_examples=100)
@given(st.integers(0, len(SAMPLE) - 1))
def test_a_file_that_did_not_come_through_is_refused_wherever_it_ends(length: int) -> None:
    refusal(SAMPLE[:length])


def test_one_flipped_bit_is_refused_or_changes_nothing_and_never_stops_the_run() -> None:
    truth, leaked = read_book(EXCEL, "表.xlsx").sheets, []
    for index in range(0, len(EXCEL), 29):
        damaged = bytearray(EXCEL)
        damaged[index] ^= 1 << index % 8
        try:
            same = read_book(bytes(damaged), "表.xlsx").sheets == truth
            leaked += [] if same else [f"byte {index}: other contents"]
        except Unreadable:
            pass
        except Exception as error:  # noqa: BLE001  # whatever escapes is what the test is about
            leaked.append(f"byte {index}: {type(error).__name__}")
    assert leaked == []


@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"])
def test_a_book_that_has_lost_a_part_is_refused(part: str) -> None:
    parts = parts_of(EXCEL)
    del parts[part]
    refusal(package(parts))


def test_a_book_that_has_lost_one_sheet_of_two_is_refused() -> None:
    parts = parts_of(write_book([page([["甲"]], "进展情况"), page([["乙"]], "分县区")], DAY))
    del parts[SHEET]
    refusal(package(parts))


def test_two_parts_of_one_name_are_refused() -> None:
    stream = io.BytesIO()
    parts = parts_of(EXCEL)
    with zipfile.ZipFile(stream, "w") as target, pytest.warns(UserWarning, match="Duplicate name"):
        for name, data in [*parts.items(), (SHEET, parts[SHEET].replace(b"6.58", b"9.58"))]:
            target.writestr(name, data)
    refusal(stream.getvalue())


def test_two_cells_of_one_place_are_refused() -> None:
    refusal(raw('<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>'))


def test_a_strict_workbook_is_read_or_refused_but_never_empty() -> None:
    strict = {
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
            b"http://purl.oclc.org/ooxml/officeDocument/relationships"
        ),
    }
    parts = parts_of(EXCEL)
    for old, new in strict.items():
        parts = {name: data.replace(old, new) for name, data in parts.items()}
    try:
        book: Book | None = read_book(package(parts), "表.xlsx")
    except Unreadable:
        book = None
    assert book is None or book.sheets == read_book(EXCEL, "表.xlsx").sheets


@pytest.mark.parametrize("place", ["A5001", "GS1", "XFD1048576"])
def test_a_cell_far_beyond_any_form_is_refused_at_once(place: str) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = 1
    book.worksheets[0][place] = 2
    assert refusal(saved(book)) == "工作表“Sheet”超过5000行或200列，请删去表外多余的内容后再报"


@pytest.mark.parametrize("place", ["A5000", "GR1"])
def test_the_last_row_and_column_are_read(place: str) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0][place] = 2
    assert len(only_sheet(saved(book)).contents) == 1


@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"])
def test_a_part_that_is_no_xml_is_refused(part: str) -> None:
    parts = parts_of(EXCEL)
    parts[part] = parts[part][:-9]
    refusal(package(parts))


@pytest.mark.parametrize("entity", ['"cccc"', 'SYSTEM "file:///nowhere"'], ids=["inside", "outside"])
def test_a_part_with_entities_of_its_own_is_refused(entity: str) -> None:
    parts = parts_of(EXCEL)
    body = parts["xl/sharedStrings.xml"].replace("甲".encode(), b"&b;")
    assert b"&b;" in body
    root = body[body.index(b"<sst") :]
    parts["xl/sharedStrings.xml"] = f"<!DOCTYPE sst [<!ENTITY b {entity}>]>".encode() + root
    refusal(package(parts))


def test_a_book_of_ours_may_have_more_sheets_than_one_anybody_sends(monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger with a page for each of a thousand units is no bomb."""
    monkeypatch.setattr(packages, "_MOST_PARTS", 5)
    pages = [listing(f"第{number}页", "标题", [("列", 10)], [["值"]]) for number in range(4)]
    with zipfile.ZipFile(io.BytesIO(write_book(pages, date(2021, 9, 25)))) as made:
        assert len(made.namelist()) > 5
        assert made.testzip() is None
