"""Rendering is strict, escaped, sandboxed and reproducible."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import docx
import pytest

from pipeline.documents.rendering.render import render
from pipeline.files.word.lines import document_text
from pipeline.model.errors import TemplateProblem
from pipeline.model.phrases import Letter, phrase

DAY = date(2023, 5, 25)


@dataclass(frozen=True)
class Note:
    text: object
    lines: tuple[str, ...] = ()


def made(folder: Path, *paragraphs: str) -> Path:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(str(folder / "便笺.docx"))
    return folder


def rendered(folder: Path, context: Note) -> str:
    return document_text(
        render([Letter("便笺", "便笺.docx", "便笺.docx", context)], folder, DAY)["便笺.docx"].data
    )


@pytest.mark.parametrize("text", ["A&B<局>", '“引号”与"直引号"', "<3天", "{{ 不是标记 }}", "]]>", "=1+1"])
def test_special_signs_print_as_themselves(tmp_path: Path, text: str) -> None:
    assert text in rendered(made(tmp_path, "{{ text }}"), Note(text))


def test_a_phrase_prints_as_its_text(tmp_path: Path) -> None:
    assert "截至9月20日" in rendered(made(tmp_path, "{{ text }}"), Note(phrase("截至", "9月20日")))


@pytest.mark.parametrize("value", [None, 1.5, float("nan"), True, 3, ("a",)])
def test_anything_but_text_stops_the_run(tmp_path: Path, value: object) -> None:
    with pytest.raises(TemplateProblem, match=r"便笺\.docx"):
        rendered(made(tmp_path, "{{ text }}"), Note(value))


def test_a_name_the_document_does_not_offer_is_named(tmp_path: Path) -> None:
    with pytest.raises(TemplateProblem) as caught:
        rendered(made(tmp_path, "{{ txet }}"), Note("x"))
    assert str(caught.value).startswith("模板 便笺.docx 里有文档没有的内容")
    assert "txet" in str(caught.value)


@pytest.mark.parametrize("tag", ["{{ text.__class__.__mro__ }}", "{{ ''.__class__.__subclasses__() }}"])
def test_a_template_cannot_reach_out(tmp_path: Path, tag: str) -> None:
    with pytest.raises(TemplateProblem):
        rendered(made(tmp_path, tag), Note("x"))


@pytest.mark.parametrize("broken", ["{% for line in lines %}", "{{ text", "{% endfor %}"])
def test_an_unbalanced_tag_is_told(tmp_path: Path, broken: str) -> None:
    with pytest.raises(TemplateProblem, match=r"便笺\.docx"):
        rendered(made(tmp_path, broken), Note("x", ("a",)))


def test_a_missing_and_a_damaged_template_are_told(tmp_path: Path) -> None:
    with pytest.raises(TemplateProblem, match="没有找到模板"):
        rendered(tmp_path, Note("x"))
    (tmp_path / "便笺.docx").write_bytes(b"PK\x03\x04 not a document")
    with pytest.raises(TemplateProblem, match="打不开或已损坏"):
        rendered(tmp_path, Note("x"))


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    letter = Letter("便笺", "便笺.docx", "便笺.docx", Note("x"))
    made(tmp_path, "{{ text }}")
    first, second = (render([letter], tmp_path, DAY)["便笺.docx"].data for _ in range(2))
    assert first == second
    assert docx.Document(io.BytesIO(first)).core_properties.modified.date() == DAY


@pytest.mark.parametrize("text", ["市教\ud800局", phrase("市教\udfff局")])
def test_half_a_character_stops_the_run_before_it_takes_the_rest_along(tmp_path: Path, text: object) -> None:
    with pytest.raises(TemplateProblem) as caught:
        rendered(made(tmp_path, "{{ text }}", "后面的话"), Note(text))
    assert str(caught.value) == (
        "模板 便笺.docx 填写时出错：“市教□局”里有半个字符，印不出来。请对照手册检查标记是否成对。"
    )


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x0b", "\x0c", "\x1f", "\ufffe", "\uffff"])
def test_signs_no_document_may_hold_are_left_out(tmp_path: Path, sign: str) -> None:
    assert (
        rendered(made(tmp_path, "{{ text }}", "后面的话"), Note(f"市教{sign}育局")) == "市教育局\n后面的话\n"
    )
