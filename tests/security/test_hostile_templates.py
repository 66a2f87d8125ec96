"""A template names fields, loops and conditions; whatever else it says is refused before it is done."""

from __future__ import annotations

import io
import re
import time
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import docx
import pytest

from pipeline.documents.rendering.render import render
from pipeline.documents.templates.lint import faults
from pipeline.files.word.outside import reaches
from pipeline.model.errors import TemplateProblem
from pipeline.model.phrases import Letter
from tests.command import minsheng
from tests.june import MONTH, ROOT

REFUSED = "模板 便笺.docx 里有不允许的操作，请只使用手册列出的字段。"
ESCAPES = [
    "{{ ''.format }}",
    "{{ '{0.__class__}'.format(text) }}",
    "{{ text.format }}()",
    "{{ text|attr('__class__') }}",
    "{{ text['__class__'] }}",
    "{{ text.__class__ }}",
    "{{ ().__class__.__base__.__subclasses__() }}",
    "{{ lipsum.__globals__ }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ range(1000000000) }}",
    "{% for x in range(1000000000) %}{{ text }}{% endfor %}",
    "{{ 10**10**10 }}",
    "{{ 'a' * 10000000000 }}",
    "{{ text.ljust(10000000000) }}",
    "{{ text|center(10000000000) }}",
    "{% include text %}",
    "{% import text as x %}",
    "{% extends text %}",
    "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "{% autoescape false %}{{ text }}{% endautoescape %}",
    "{% filter upper %}x{% endfilter %}",
    "{% block x %}{% endblock %}",
    "{{ [text, text]|join }}",
    "{{ none }}",
    "{{ ().x }}",
    "{{ 1 }}",
    "{% set a = text|join(text * 9) %}{{ a }}",
    "{{ text ~ text }}",
    # What doubles, squares and multiplies a text.
    "{% set a %}{{ lines|join }}{% endset %}" + "{% set a %}{{ a }}{{ a }}{% endset %}" * 40 + "{{ a }}",
    "{% set a = lines|join %}" + "{% set a = a|join(a) %}" * 20 + "{{ a }}",
    "{% set a = lines|join %}" + "{% set a = a|replace('甲', '甲甲甲甲甲甲甲甲甲甲') %}" * 20 + "{{ a }}",
    "{% for a in lines %}{% for b in lines %}{% for c in lines %}{% for d in lines %}{{ d }}"
    "{% endfor %}{% endfor %}{% endfor %}{% endfor %}",
]


@dataclass(frozen=True)
class Note:
    text: str
    lines: tuple[str, ...] = ("甲",) * 300


def rendered(folder: Path, document: docx.document.Document) -> str:
    document.save(str(folder / "便笺.docx"))
    letter = Letter("便笺", "便笺.docx", "便笺.docx", Note("A"))
    made = render([letter], folder, date(2021, 6, 25))["便笺.docx"]
    return "".join(paragraph.text for paragraph in docx.Document(io.BytesIO(made.data)).paragraphs)


@pytest.mark.parametrize("tag", ESCAPES)
def test_an_escape_is_refused_at_once(tmp_path: Path, tag: str) -> None:
    document = docx.Document()
    document.add_paragraph(tag)
    began = time.monotonic()
    with pytest.raises(TemplateProblem) as refused:
        rendered(tmp_path, document)
    assert time.monotonic() - began < 5
    said = str(refused.value)
    # A method of a text is no field, and neither it nor what is no text is printed.
    wrong = "模板 便笺.docx 填写时出错："
    others = (
        "模板 便笺.docx 里有文档没有的内容",
        *(f"{wrong}{kind}" for kind in ("function", "NoneType", "int")),
    )
    assert said == REFUSED or said.startswith(others)


@pytest.mark.parametrize("place", ["header", "footer", "title", "table"])
def test_wherever_it_stands(tmp_path: Path, place: str) -> None:
    document, tag = docx.Document(), "{{ 10**10**10 }}"
    match place:
        case "header":
            document.sections[0].header.paragraphs[0].text = tag
        case "footer":
            document.sections[0].footer.paragraphs[0].text = tag
        case "title":
            document.core_properties.title = tag
        case _:
            document.add_table(1, 1).cell(0, 0).text = tag
    with pytest.raises(TemplateProblem) as refused:
        rendered(tmp_path, document)
    assert str(refused.value) == REFUSED


def test_fields_loops_and_conditions_still_work(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(
        "{% if text %}{% for a in lines %}{{ a }}{% endfor %}{% else %}无{% endif %}{{ text }}"
    )
    assert rendered(tmp_path, document) == "甲" * 300 + "A"


def test_plain_filters_still_work(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(
        "{% set x = text|lower %}{{ x }}{{ lines[0] if (text == 'A' and not x|trim == '') else 1 }}"
    )
    document.add_paragraph("{{ none|default('无', true) }}{{ text|replace('A', 'B')|upper }}")
    assert rendered(tmp_path, document) == "a甲无B"


# What reaches outside

OURS = (ROOT / "templates/报告.docx").read_bytes()
RELATIONS, BODY = "word/_rels/document.xml.rels", "word/document.xml"


def altered(name: str, old: str, new: str, data: bytes = OURS) -> bytes:
    """One of our templates with something else in one of its parts; a part that is not there is added."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(result, "w") as target:
        for part in source.namelist():
            text = source.read(part)
            if part == name:
                assert re.search(old, text.decode()), old
                text = re.sub(old, lambda found: found[0] + new, text.decode(), count=1).encode()
            target.writestr(part, text)
        if name not in source.namelist():
            target.writestr(name, new)
    return result.getvalue()


def relation(kind: str, target: str, mode: str = ' TargetMode="External"') -> bytes:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    text = f'<Relationship Id="rIdX" Type="{space}/{kind}" Target="{target}"{mode}/>'
    return altered(RELATIONS, r"<Relationships[^>]*>", text)


def field(words: str) -> bytes:
    pieces = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in re.findall("...?", words))
    return altered(BODY, r"<w:body>", f"<w:p>{pieces}</w:p>")


ADDRESS = "http://127.0.0.1/x"
REACHING = [
    (relation("image", ADDRESS), f"指向文件外面的图片（{ADDRESS}）"),
    (relation("attachedTemplate", "file://server/x.dotm"), "指向文件外面的模板（file://server/x.dotm）"),
    (relation("oleObject", ADDRESS), f"指向文件外面的对象（{ADDRESS}）"),
    (relation("frame", ADDRESS), f"指向文件外面的内容（{ADDRESS}）"),
    (relation("aFChunk", "x.html", ""), "指向文件外面的嵌入文件（x.html）"),
    (field(f' INCLUDEPICTURE "{ADDRESS}" '), "会去别处取内容的域（INCLUDEPICTURE）"),
    (field(f' includetext "{ADDRESS}" '), "会去别处取内容的域（INCLUDETEXT）"),
    (field(' DDEAUTO c:\\\\x "a" '), "会去别处取内容的域（DDEAUTO）"),
    (altered(BODY, r"<\?xml[^>]*>", f'<!DOCTYPE w SYSTEM "{ADDRESS}">'), "文档类型声明（DTD）"),
    (altered("word/vbaProject.bin", "", "x"), "宏、控件或嵌入的对象"),
]


@pytest.mark.more
@pytest.mark.parametrize(("data", "what"), REACHING, ids=[what for _, what in REACHING])
def test_a_template_that_reaches_outside_is_refused(office: Path, data: bytes, what: str) -> None:
    (office / "templates/报告.docx").write_bytes(data)
    (found,) = faults(office / "templates", "报告.docx")
    assert (found.code.name, found.message) == ("T07", f"模板 报告.docx 里有{what}")
    result = minsheng("-C", office, "monthly", MONTH)
    assert result.code == 3
    assert "".join(result.err.splitlines()[1:]).startswith(f"模板 报告.docx 里有{what}。请在 Word 里删去")
    assert not (office / "outputs" / MONTH).exists()


def test_a_bomb_is_not_unpacked() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * (51 * 1024 * 1024))
    assert list(reaches(data.getvalue())) == ["异常庞大的内容"]


def test_a_link_to_click_on_is_left_alone() -> None:
    assert list(reaches(relation("hyperlink", ADDRESS))) == []


@pytest.mark.parametrize("path", sorted((ROOT / "templates").glob("*.docx")), ids=lambda path: path.stem)
def test_ours_reach_nowhere(path: Path) -> None:
    assert list(reaches(path.read_bytes())) == []
