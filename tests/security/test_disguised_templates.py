"""What reaches outside under another name: a part, a field, a relation is told for what it is."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from pipeline.files.word.fields import field_words
from pipeline.files.word.outside import reaches
from tests.june import ROOT
from tests.security.test_hostile_templates import ADDRESS, BODY, RELATIONS, altered, relation

BRIEF = (ROOT / "templates/要情.docx").read_bytes()
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
TYPES, SETTINGS = "[Content_Types].xml", "word/settings.xml"
PROGRAM = ["宏、控件或嵌入的对象"]
PICTURE = [f"指向文件外面的图片（{ADDRESS}）"]


def part(name: str, content_type: str, kind: str, words: str = "x") -> bytes:
    """A part of that content type to which the body has a relation of that kind."""
    data = altered(f"word/{name}", "", words, BRIEF)
    data = altered(
        TYPES, "<Types[^>]*>", f'<Override PartName="/word/{name}" ContentType="{content_type}"/>', data
    )
    return altered(
        RELATIONS, "<Relationships[^>]*>", f'<Relationship Id="rIdX" Type="x/{kind}" Target="{name}"/>', data
    )


def in_body(xml: str, data: bytes = BRIEF) -> bytes:
    return altered(BODY, "<w:body>", f"<w:p><w:r>{xml}</w:r></w:p>", data)


def field(*codes: str) -> str:
    """Fields one right behind another, as runs."""
    mark = '<w:fldChar w:fldCharType="{}"/>'.format
    return "".join(f"{mark('begin')}<w:instrText>{code}</w:instrText>{mark('end')}" for code in codes)


DISGUISED = {
    "a macro project called x.bin": (part("x.bin", "application/vnd.ms-office.vbaProject", "vbaProject"), PROGRAM),
    "an object among the pictures": (part("media/x.png", "image/png", "oleObject"), [*PROGRAM]),
    "a workbook declared a picture": (part("media/x.png", "image/png", "image", "PK\x03\x04"), PROGRAM),
    "a part nobody declares": (altered("word/x.dat", "", "x", BRIEF), PROGRAM),
    "a control": (part("x.xml", "application/vnd.ms-office.activeX+xml", "control", "<x/>"), PROGRAM),
    "a page within the page": (in_body('<w:altChunk xmlns:r="r" r:id="x"/>'), ["嵌入文件"]),
    "addresses to merge": (
        altered(SETTINGS, "<w:settings[^>]*>", "<w:mailMerge/>", BRIEF), ["邮件合并的数据来源"]
    ),
    "a link to click on, used by a picture": (
        in_body(f'<a:blip xmlns:a="a" {R} r:link="rIdX"/>', relation("hyperlink", ADDRESS)), PICTURE
    ),
    "VML's own way": (in_body(f'<v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" src="{ADDRESS}"/>'), PICTURE),
    "two fields without a blank": (in_body(field("PAGE", f'INCLUDETEXT "{ADDRESS}"')), ["会去别处取内容的域（INCLUDETEXT）"]),
    "a field of another spelling": (in_body(field("includepicture x")), ["会去别处取内容的域（INCLUDEPICTURE）"]),
    "a field nobody knows": (in_body(field("WHATEVER x")), ["会去别处取内容的域（WHATEVER）"]),
}  # fmt: skip


@pytest.mark.parametrize(("data", "what"), DISGUISED.values(), ids=list(DISGUISED))
def test_what_a_part_is_counts_and_not_its_name(data: bytes, what: list[str]) -> None:
    assert list(dict.fromkeys(reaches(data))) == what


def test_the_words_of_a_part_with_another_ending_are_read() -> None:
    """The main part may have any name: the package says which it is."""
    data = part("x.xm", "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml", "header",
                f'<w:hdr xmlns:w="{W}"><w:fldSimple w:instr="DDEAUTO x"/></w:hdr>')  # fmt: skip
    assert list(reaches(data)) == ["会去别处取内容的域（DDEAUTO）"]


@pytest.mark.parametrize(
    ("target", "local"),
    [
        (r"file:///C:\Users\user\AppData\Normal.dotm", True),
        ("Normal.dotm", True),
        (r"\\server\share\x.dotm", False),
        ("file://server/x.dotm", False),
        ("https://example.invalid/x.dotm", False),
    ],
)
def test_only_a_style_file_of_the_same_machine_is_left_alone(target: str, local: bool) -> None:
    assert (not list(reaches(relation("attachedTemplate", target)))) is local


def test_a_field_s_first_word_however_it_is_cut() -> None:
    pieces = "".join(f"<w:instrText>{one}</w:instrText>" for one in ("\\PA"[1:], "GE \\* MERGE", "FORMAT"))
    runs = f'<w:fldChar w:fldCharType="begin"/>{pieces}<w:fldChar w:fldCharType="end"/>'
    body = etree.fromstring(f'<w:p xmlns:w="{W}">{runs}<w:fldSimple w:instr=" page "/>{field("=1+1")}</w:p>')
    assert list(field_words(body)) == ["PAGE", "PAGE", "="]


FIELDS_OF_WORD = [
    "PAGE",
    'TOC \\o "1-3" \\h',
    "NUMPAGES \\* Arabic",
    'HYPERLINK "https://example.invalid"',
    "SEQ 表",
]


@pytest.mark.parametrize("code", FIELDS_OF_WORD, ids=lambda code: re.split(r"\W", code)[0])
def test_fields_that_stay_within_the_document_pass(code: str) -> None:
    assert list(reaches(in_body(field(code)))) == []


INERT = {
    "a picture": ("media/x.emf", "image/x-emf", "image", "x"),
    "a theme": ("x.xml", "application/vnd.openxmlformats-officedocument.theme+xml", "theme", "<x/>"),
    "an embedded font": ("x.odttf", "application/vnd.openxmlformats-officedocument.obfuscatedFont", "font", "x"),
    "a label of secrecy": ("x.xml", "application/vnd.ms-office.classificationlabels+xml", "classificationlabels", "<x/>"),
    "who commented": ("x.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.people+xml", "people", "<x/>"),
}  # fmt: skip


@pytest.mark.parametrize("about", INERT.values(), ids=list(INERT))
def test_what_word_and_wps_put_into_a_file_of_themselves_passes(about: tuple[str, str, str, str]) -> None:
    assert list(reaches(part(*about))) == []
