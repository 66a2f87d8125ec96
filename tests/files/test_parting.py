"""A Word file taken apart: what belongs to each piece goes with it, and nothing else."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from pipeline.files.word.lines import bookmark_names, document_text
from pipeline.files.word.parting import apart


def begins(text: str) -> bool:
    return re.fullmatch(r"附件\d*", text) is not None


def pieces(document: Any) -> list[bytes]:
    return pieces_of(saved(document))


def pieces_of(data: bytes) -> list[bytes]:
    return list(apart(data, begins, lambda name, number: f"{name}_p{number}"))


def saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def picture() -> io.BytesIO:
    """A PNG of one grey point."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    data = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0\x80"))
        + chunk(b"IEND", b"")
    )
    return io.BytesIO(data)


def with_annexes() -> Any:
    """A text, an annex on a page laid across with the text's headers, a second one behind a turned page."""
    document = Document()
    document.sections[0].header.paragraphs[0].text = "送审稿"
    document.add_paragraph("正文。")
    across = document.add_section(WD_SECTION.NEW_PAGE)
    across.orientation = WD_ORIENT.LANDSCAPE
    across.page_width, across.page_height = across.page_height, across.page_width
    document.add_paragraph("附件1")
    document.add_picture(picture())
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("附件2")
    document.add_paragraph("清单。")
    return document


def text(data: bytes) -> list[str]:
    return [line for line in document_text(data).splitlines() if line]


def test_a_file_without_annexes_is_itself_to_the_byte() -> None:
    document = Document()
    document.add_paragraph("附件：1.进展情况表")
    data = saved(document)  # once: a second later its parts bear another time
    assert pieces_of(data) == [data]


def test_a_file_that_begins_with_an_annex_is_not_cut_before_it() -> None:
    document = Document()
    document.add_paragraph("附件1")
    document.add_paragraph("表。")
    assert len(pieces(document)) == 1


def test_every_paragraph_is_in_one_piece_and_headers_go_with_each() -> None:
    body, first, second = pieces(with_annexes())
    assert [text(one)[0] for one in (body, first, second)] == ["正文。", "附件1", "附件2"]
    assert all("送审稿" in document_text(one) for one in (body, first, second))


def test_each_piece_keeps_its_page_and_has_no_empty_one_behind() -> None:
    shapes = []
    for one in pieces(with_annexes()):
        document = Document(io.BytesIO(one))
        assert len(document.sections) == 1
        shapes.append(document.sections[0].page_width > document.sections[0].page_height)
        assert not document.paragraphs or not document.paragraphs[-1]._p.findall(f".//{qn('w:br')}")
    assert shapes == [False, True, True]


def test_a_picture_is_only_where_it_stands() -> None:
    held = [sum(name.startswith("word/media/") for name in names(one)) for one in pieces(with_annexes())]
    assert held == [0, 1, 0]


def names(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        listed = package.read("[Content_Types].xml").decode()
        assert all(
            part.lstrip("/") in package.namelist() for part in re.findall('PartName="([^"]+)"', listed)
        )
        return package.namelist()


def test_what_the_document_is_known_by_every_piece_is_with_its_number() -> None:
    document = with_annexes()
    for number, tag in enumerate(("bookmarkEnd", "bookmarkStart")):
        mark = OxmlElement(f"w:{tag}")
        mark.set(qn("w:id"), "7")
        if number:
            mark.set(qn("w:name"), "_set0123456789abcdef")
        document.element.body.insert(0, mark)
    assert [bookmark_names(one, "_set") for one in pieces(document)] == [
        (f"_set0123456789abcdef_p{number}",) for number in range(3)
    ]


def test_what_is_framed_at_the_foot_of_the_last_page_stays_with_the_text() -> None:
    document = with_annexes()
    frame = OxmlElement("w:framePr")
    frame.set(qn("w:yAlign"), "bottom")
    document.add_paragraph("抄送：市委办公室。")._p.get_or_add_pPr().append(frame)
    body, _, second = pieces(document)
    assert ("抄送：市委办公室。" in text(body), "抄送：市委办公室。" in text(second)) == (True, False)
