"""The signature is centred on the date, which stands four 字 from the right (GB/T 9704-2012, 7.3.5.1)."""

from __future__ import annotations

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Twips
from docx.text.paragraph import Paragraph
from lxml import etree

from pipeline.documents.rendering.finish import Finisher, indents
from pipeline.documents.style.gbt9704 import ATTACHMENTS, DATE, EM, NOTE, REMARK, SIGNATURE, blank
from pipeline.documents.style.imprint import ruled_imprint
from pipeline.documents.wording.targets import width


def finished(document: WordDocument) -> WordDocument:
    """The document as it will be, after its main part went through as text."""
    text = Finisher(document)(etree.tostring(document.element))
    result = blank()
    result.element.replace(result.element.body, parse_xml(text).body)
    return result


@pytest.mark.parametrize(
    ("text", "long"),
    [("2021年9月25日", 6.5), ("2021年9月__日", 6.5), ("新乡市发展和改革委员会", 11), ("", 0)],
)
def test_a_line_is_as_long_as_its_signs(text: str, long: float) -> None:
    assert width(text) == long


@pytest.mark.parametrize(
    ("signature", "day", "right", "below"),
    [
        ("新乡市发展和改革委员会", "2021年9月__日", 1.75, 4),
        ("市教育局", "2021年12月25日", 5.5, 4),
        ("新乡市某某管理委员会办公室综合协调局", "2021年9月25日", 0, 5.75),
    ],
    ids=["longer than the date", "shorter", "so long that the date moves in"],
)
def test_both_are_centred_on_one_another(signature: str, day: str, right: float, below: float) -> None:
    assert indents(signature, day) == (right, below)
    assert right + width(signature) / 2 == below + width(day) / 2


def test_the_paragraphs_get_their_indents_and_stay_with_the_last_two_lines_of_the_body() -> None:
    """特此报告 is none of the two; a paragraph of several lines leaves no single one behind."""
    document = blank()
    for name, text in (
        ("公文正文", "正文一"),
        ("公文正文", "正文二。" * 10),
        ("公文正文", "正文三"),
        ("公文正文", "特此报告。"),
        ("Normal", ""),
        (ATTACHMENTS[0], "附件：1.甲"),
        (ATTACHMENTS[1], "2.乙"),
        ("Normal", ""),
        (SIGNATURE, "市教育局"),
        (DATE, "2021年12月25日"),
        (REMARK, "（注）"),
    ):
        document.add_paragraph(text, name)
    document = finished(document)
    formats = [paragraph.paragraph_format for paragraph in document.paragraphs]
    assert [one.right_indent for one in formats[8:]] == [Twips(round(5.5 * EM)), Twips(4 * EM), None]
    assert [bool(one.keep_with_next) for one in formats[:8]] == [False, *[True] * 7]
    assert [one.keep_with_next for one in formats[8:]] == [None, True, None]
    assert [one.widow_control for one in formats[:4]] == [None, True, None, None]


def test_a_long_paragraph_is_not_taken_over_whole() -> None:
    document = blank()
    for name, text in (("公文正文", "正文二。" * 80), (SIGNATURE, "市教育局"), (DATE, "2021年12月25日")):
        document.add_paragraph(text, name)
    body = finished(document).paragraphs[0].paragraph_format
    assert (body.keep_with_next, body.widow_control) == (False, True)


def test_what_is_added_by_hand_above_a_signature_goes_with_it_and_the_rest_of_the_body_stays_loose() -> None:
    document = blank()
    for name, text in (
        ("公文正文", "正文一"),
        ("公文正文", "正文二。" * 10),
        ("公文正文", "特此报告。"),
        (SIGNATURE, "市教育局"),
        (DATE, "2021年12月25日"),
    ):
        document.add_paragraph(text, name)
    made = finished(document)
    made.paragraphs[2].insert_paragraph_before("加的一行", "公文正文")
    kept = [one.paragraph_format.keep_with_next for one in made.paragraphs]
    assert kept == [False, True, None, True, None, None]
    assert made.styles["公文正文"].paragraph_format.keep_with_next


def test_the_imprint_takes_the_last_two_rows_of_a_table_with_it() -> None:
    document = blank()
    table = document.add_table(rows=4, cols=2)
    for number, row in enumerate(table.rows):
        for cell in row.cells:
            cell.paragraphs[0].text = f"{number}"
    document.add_paragraph("", "表注")
    ruled_imprint(document)
    made = finished(document).tables[0]
    kept = [[cell.paragraphs[0].paragraph_format.keep_with_next for cell in row.cells] for row in made.rows]
    assert kept == [[None, None], [None, None], [True, True], [True, True]]


def test_the_notes_of_a_table_take_its_last_two_rows_with_them() -> None:
    document = blank()
    table = document.add_table(rows=3, cols=1)
    for cell in table.columns[0].cells:
        cell.paragraphs[0].text = "行"
    for text, style in (("注：1.甲", NOTE), ("2.乙", NOTE), ("3.丙", NOTE), ("后文", "公文正文")):
        document.add_paragraph(text, style)
    made = finished(document)
    kept = [
        bool(cell.paragraphs[0].paragraph_format.keep_with_next) for cell in made.tables[0].columns[0].cells
    ]
    assert kept == [False, True, True]
    notes = [one.paragraph_format for one in made.paragraphs]
    assert [bool(one.keep_with_next) for one in notes] == [True, True, False, False]
    assert [bool(one.keep_together) for one in notes] == [True, True, True, False]


def test_the_imprint_takes_two_lines_with_it() -> None:
    """Room of its height stands above it, kept with the two lines before."""
    document = blank()
    for text in ("正文一", "正文二", "正文三"):
        document.add_paragraph(text, "公文正文")
    framed = document.paragraphs
    ruled_imprint(document)
    text = Finisher(document)(etree.tostring(document.element))
    result = parse_xml(text).body
    paragraphs = [Paragraph(one, None) for one in result.iter(qn("w:p"))]  # type: ignore[arg-type]
    assert [bool(one.paragraph_format.keep_with_next) for one in paragraphs[: len(framed) + 1]] == [
        False,
        True,
        True,
        True,
    ]
    assert paragraphs[len(framed)].paragraph_format.line_spacing is not None


@pytest.mark.parametrize(("name", "scale"), [("某市发展和改革委员会文件", None), ("某" * 20, "68")])
def test_a_mark_too_long_for_its_page_is_set_narrower_and_stays_as_high(name: str, scale: str | None) -> None:
    document = blank()
    document.add_paragraph(name, "发文机关标志")
    document = finished(document)
    (run,) = document.paragraphs[0].runs
    found = run._r.find(f"{qn('w:rPr')}/{qn('w:w')}")
    assert (found.get(qn("w:val")) if found is not None else None) == scale
    assert run.font.size is None


def test_a_document_without_signature_is_left_alone() -> None:
    document = Document()
    document.add_paragraph("一")
    before = etree.tostring(document.element)
    assert Finisher(document)(before) == before
