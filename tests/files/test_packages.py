"""Packages: equal content is equal bytes; a Word file as the text a reviewer reads."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import combinations
from typing import Any

import pytest
from docx import Document
from docx.enum.section import WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook

from pipeline.files import packages
from pipeline.files.packages import canonical, packed
from pipeline.files.word.lines import document_text

CORE = (
    '<?xml version="1.0" encoding="UTF-8"?><cp:coreProperties'
    ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    '<dcterms:created xsi:type="dcterms:W3CDTF">{}</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">{}</dcterms:modified></cp:coreProperties>'
)


def package(parts: Mapping[str, bytes], *, year: int = 2021, system: int = 3, level: int = 9) -> bytes:
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w") as target:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, (year, 5, 6, 7, 8, 10))
            entry.create_system = system
            entry.external_attr = year << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, data, compresslevel=level)
    return result.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return {name: source.read(name) for name in source.namelist()}


def saved(document: Any) -> bytes:
    result = io.BytesIO()
    document.save(result)
    return result.getvalue()


def test_order_dates_system_and_level_do_not_matter() -> None:
    parts = {
        "word/document.xml": b"<a/>" * 500,
        "附件.bin": bytes(range(256)),
        "[Content_Types].xml": b"<t/>",
    }
    backwards = dict(reversed(parts.items()))
    first = canonical(package(parts))
    assert canonical(package(backwards, year=1999, system=0, level=1)) == first
    assert list(parts_of(first)) == ["[Content_Types].xml", "word/document.xml", "附件.bin"]
    assert parts_of(first) == parts


def test_canonical_twice_is_canonical_once() -> None:
    once = canonical(saved(Document()), "2021-10-08T00:00:00Z")
    assert canonical(once, "2021-10-08T00:00:00Z") == once


def test_the_clock_leaves_no_trace() -> None:
    def made(year: int) -> bytes:
        core = CORE.format(f"{year}-01-02T03:04:05Z", f"{year}-02-03T04:05:06Z")
        return package({"docProps/core.xml": core.encode(), "x": b"x"}, year=year)

    assert canonical(made(2020)) == canonical(made(2022))
    dated = parts_of(canonical(made(2020), "2021-10-08T00:00:00Z"))["docProps/core.xml"].decode()
    assert dated.count("2021-10-08T00:00:00Z") == 2
    assert "2020" not in dated
    with zipfile.ZipFile(io.BytesIO(canonical(made(2020)))) as source:
        assert {entry.date_time for entry in source.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_word_and_excel_still_open_what_we_wrote() -> None:
    document = Document()
    document.add_paragraph("照旧")
    reopened = Document(io.BytesIO(canonical(saved(document), "2021-10-08T00:00:00Z")))
    assert reopened.paragraphs[0].text == "照旧"
    created = reopened.core_properties.created
    assert created is not None
    assert created.replace(tzinfo=None) == datetime(2021, 10, 8)  # noqa: DTZ001
    first, second = Workbook(), Workbook()
    second.properties.created = datetime(2001, 1, 1)  # noqa: DTZ001
    assert canonical(saved(first)) == canonical(saved(second))


@pytest.mark.parametrize("moment", ["", "2021-10-08", "2021-10-08T00:00:00", "<x/>"])
def test_a_moment_that_is_none(moment: str) -> None:
    with pytest.raises(ValueError, match="moment"):
        canonical(package({"x": b""}), moment)


def test_damage_is_not_passed_on() -> None:
    whole = package({"x": b"0123456789" * 50})
    start, end = 31, whole.index(b"PK\x01\x02")
    caught = 0
    for place in range(start, end):
        data = bytearray(whole)
        data[place] ^= 1
        try:
            assert canonical(bytes(data)) == canonical(whole)  # a padding bit behind the last block
        except zipfile.BadZipFile:
            caught += 1
    assert caught > (end - start) / 2
    with pytest.raises(zipfile.BadZipFile):
        canonical(b"")
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = io.BytesIO()
        with zipfile.ZipFile(twice, "w") as target:
            target.writestr("x", "1")
            target.writestr("x", "2")
    with pytest.raises(ValueError, match="two parts"):
        canonical(twice.getvalue())


def test_a_document_reads_as_lines_and_rows() -> None:
    document = Document()
    document.add_heading("一、总体情况", level=1)
    paragraph = document.add_paragraph("实事")
    paragraph.add_run("10").bold = True
    paragraph.add_run(" 件\t共 & <3>")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        (*table.row_cells(0), *table.row_cells(1)), ("指标", "累计", "床位", "5"), strict=True
    ):
        cell.text = text
    table.cell(1, 0).add_paragraph("（张）")
    document.add_paragraph("甲").add_run().add_break()
    document.add_paragraph("")
    document.add_paragraph("完")
    section = document.sections[0]
    section.header.paragraphs[0].text = "送审稿"
    section.different_first_page_header_footer = True
    section.first_page_footer.paragraphs[0].text = "首页"
    second = document.add_section(WD_SECTION.NEW_PAGE)
    second.footer.is_linked_to_previous = False
    second.footer.paragraphs[0].text = "— 2 —"
    assert document_text(saved(document)) == (
        "一、总体情况\n"
        "实事10 件\t共 & <3>\n"
        "| 指标 | 累计 |\n"
        "| 床位⏎（张） | 5 |\n"
        "甲\n"
        "\n"
        "\n"
        "完\n"
        "\n"
        "〔第1节 页眉〕\n"
        "送审稿\n"
        "〔第1节 首页页脚〕\n"
        "首页\n"
        "〔第2节 页脚〕\n"
        "— 2 —\n"
    )


def test_wrappers_boxes_fields_and_deletions() -> None:
    document = Document()
    document.add_paragraph("始")
    namespaces = nsdecls("w", "r") + (
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    box = "<w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent>"
    run = "<w:r><w:t>{}</w:t></w:r>"
    wrapped = (
        f"<w:sdt {namespaces}><w:sdtContent><w:p>"
        f"<w:hyperlink>{run.format('链接')}</w:hyperlink>"
        f"<w:ins w:id='1' w:author='x'>{run.format('增')}</w:ins>"
        f"<w:del w:id='2' w:author='x'><w:r><w:delText>删</w:delText></w:r></w:del>"
        f"<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:br w:type='page'/></w:r>"
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'>{box}</mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        f"{run.format('尾')}</w:p></w:sdtContent></w:sdt>"
    )
    document.element.body.insert(1, parse_xml(wrapped))
    assert document_text(saved(document)) == "始\n链接增尾\n框内\n"


def test_a_package_that_is_no_document() -> None:
    with pytest.raises(ValueError, match="main document"):
        document_text(package({"x": b""}))


def test_a_package_is_what_the_standard_library_writes() -> None:
    parts = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>" * 500, "word/media/图.bin": b""}
    expected = io.BytesIO()
    with zipfile.ZipFile(expected, "w") as other:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system, entry.external_attr = (
                zipfile.ZIP_DEFLATED,
                3,
                0o100644 << 16,
            )
            other.writestr(entry, data, compresslevel=6)
    entries = {name: packed(name, data) for name, data in reversed(parts.items())}
    assert packages.package(entries.values()) == expected.getvalue()
    for count in range(len(parts) + 1):
        for changing in combinations(parts, count):
            constant = [entry for name, entry in entries.items() if name not in changing]
            laid_out = packages.Layout(constant, changing)
            laid_out(packed(name, b"longer " * 9) for name in changing)
            assert laid_out(entries[name] for name in changing) == expected.getvalue(), changing


def spoilt(change: Callable[[bytearray], None]) -> bytes:
    """A package of one part, with something changed in its zip."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", b"<a/>" * 50)
    data = bytearray(stream.getvalue())
    change(data)
    return bytes(data)


def directory(data: bytearray) -> int:
    return data.index(b"PK\x01\x02")


def method(number: int) -> Callable[[bytearray], None]:
    """Packed in another way, as both records of the part say."""

    def change(data: bytearray) -> None:
        data[8] = data[directory(data) + 10] = number

    return change


def flag(bit: int) -> Callable[[bytearray], None]:
    def change(data: bytearray) -> None:
        data[6] |= bit
        data[directory(data) + 8] |= bit

    return change


def version(data: bytearray) -> None:
    data[directory(data) + 6] = 167


def cut(data: bytearray) -> None:
    """Fewer bytes belong to the part than it was packed to."""
    at = directory(data)
    data[at + 20 : at + 24] = (3).to_bytes(4, "little")


@pytest.mark.parametrize(
    "change",
    [method(98), method(12), method(14), flag(0x20), flag(0x1), version, cut],
    ids=["method", "bzip2", "lzma", "patched", "encrypted", "version", "cut"],
)
def test_a_damaged_package_is_damaged_and_nothing_else(change: Callable[[bytearray], None]) -> None:
    with pytest.raises(zipfile.BadZipFile):
        packages.parts_of(spoilt(change))


def test_a_bomb_is_not_unpacked() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", bytes(8 * 1024 * 1024))
    with pytest.raises(packages.Oversized):
        packages.parts_of(stream.getvalue())


def test_a_comment_among_relationships_is_none() -> None:
    stream = io.BytesIO()
    Document().save(stream)
    parts = packages.parts_of(stream.getvalue())
    name = "word/_rels/document.xml.rels"
    parts[name] = parts[name].replace(b"<Relationship ", b"<!-- - --><Relationship ", 1)
    commented = packages.package(packed(name, part) for name, part in parts.items())
    assert document_text(commented) == document_text(stream.getvalue())
