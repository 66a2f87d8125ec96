"""A figure stands in a bookmark of its own, however a template prints it, and reads as it would without."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from pipeline.documents.provenance.trace import recorded, remembered, slotted, traced
from pipeline.documents.rendering.render import Rendered, render
from pipeline.files.word.lines import bookmark_names, document_lines, document_text
from pipeline.model.figures import Cell
from pipeline.model.phrases import Letter, Phrase, Printed, phrase, quoted

DAY = date(2023, 5, 25)
CELL = Cell("inputs/2023/05/甲.xlsx", "进展情况", "G5", "5.83", sha256="ab" * 32)


def figure(text: str, value: str = "58300", how: str = "累计完成") -> Printed:
    return Printed(text, Decimal(value), "人", how, (CELL,), "T01-1")


@dataclass(frozen=True)
class Row:
    name: str
    value: Phrase


@dataclass(frozen=True)
class Note:
    text: object
    rows: tuple[Row, ...] = ()


NOTE = Note(
    phrase("就业", figure("5.83"), "万人，占", figure("81.5%", "81.538", "累计完成÷年度目标"), "。"),
    (Row("甲", phrase(figure("7"))), Row("乙", phrase(figure("8"), "（更正为", figure("9"), "）"))),
)


def printed(folder: Path, context: object, *paragraphs: str, change: object = None) -> Rendered:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if callable(change):
        change(document)
    document.save(str(folder / "便笺.docx"))
    return render([Letter("便笺", "便笺.docx", "便笺.docx", context)], folder, DAY)["便笺.docx"]


def lines(made: Rendered) -> list[str]:
    return [text for text in map(slotted, document_lines(made.data)) if text]


def test_figures_of_a_sentence_stand_each_in_a_bookmark(tmp_path: Path) -> None:
    made = printed(tmp_path, NOTE, "前{{ text }}后")
    assert lines(made) == ["前就业{_f0001}万人，占{_f0002}。后"]
    assert document_text(made.data).strip() == "前就业5.83万人，占81.5%。后"
    assert [(mark.name, mark.figure.text) for mark in made.figures.marks] == [
        ("_f0001", "5.83"),
        ("_f0002", "81.5%"),
    ]


@pytest.mark.parametrize(
    ("tag", "reads", "slots"),
    [
        ("{{ text|trim }}", "就业5.83万人，占81.5%。", "就业{_f0001}万人，占{_f0002}。"),
        ("{{ text|replace('万人', '万名') }}", "就业5.83万名，占81.5%。", "就业{_f0001}万名，占{_f0002}。"),
        ("{{ text|e }}", "就业5.83万人，占81.5%。", "就业{_f0001}万人，占{_f0002}。"),
        ("{{ text|replace('5.83', '约6') }}", "就业约6万人，占81.5%。", "{_f0001}"),
        ("{{ rows|map(attribute='value')|join('、') }}", "7、8（更正为9）", "{_f0001}、{_f0002}（更正为{_f0003}）"),
        ("{{ rows|join('；', attribute='name') }}", "甲；乙", "甲；乙"),
        ("{{ rows[0].value|default('—') }}", "7", "{_f0001}"),
        ("{% set kept %}{{ rows[0].value }}{% endset %}{{ kept }}和{{ kept }}", "7和7", "{_f0001}和{_f0002}"),
    ],
)  # fmt: skip
def test_a_figure_through_a_filter_is_still_a_figure(
    tmp_path: Path, tag: str, reads: str, slots: str
) -> None:
    made = printed(tmp_path, NOTE, tag)
    assert document_text(made.data).strip() == reads
    assert lines(made) == [slots]


def test_a_run_split_for_its_figures_looks_as_before(tmp_path: Path) -> None:
    def bold(document: docx.document.Document) -> None:
        document.add_paragraph().add_run("重{{ text }}").bold = True

    made = printed(tmp_path, NOTE, change=bold)
    (paragraph,) = docx.Document(io.BytesIO(made.data)).paragraphs
    assert [(run.text, run.bold) for run in paragraph.runs] == [
        ("重", True), ("就业", True), ("5.83", True), ("万人，占", True), ("81.5%", True), ("。", True),
    ]  # fmt: skip


def test_no_empty_run_is_left_where_a_figure_begins_or_ends_one(tmp_path: Path) -> None:
    made = printed(tmp_path, Note(phrase(figure("5.83"))), "{{ text }}", "{{ text }}{{ text }}")
    paragraphs = docx.Document(io.BytesIO(made.data)).paragraphs
    assert [[run.text for run in one.runs] for one in paragraphs] == [["5.83"], ["5.83", "5.83"]]


def test_bookmarks_of_the_template_keep_their_numbers(tmp_path: Path) -> None:
    def marked(document: docx.document.Document) -> None:
        paragraph = document.add_paragraph("{{ text }}")
        for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
            mark = OxmlElement(tag)
            mark.set(qn("w:id"), "41")
            if tag.endswith("Start"):
                mark.set(qn("w:name"), "办公室的书签")
            paragraph._p.append(mark)

    made = printed(tmp_path, NOTE, change=marked)
    body = docx.Document(io.BytesIO(made.data)).element.body
    numbers = [mark.get(qn("w:id")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert len(numbers) == 4
    assert len(set(numbers)) == 4
    assert "41" in numbers


def test_tables_and_headers_are_counted_on(tmp_path: Path) -> None:
    def change(document: docx.document.Document) -> None:
        table = document.add_table(rows=3, cols=2)
        table.rows[0].cells[0].text = "{%tr for row in rows %}"
        table.rows[1].cells[0].text, table.rows[1].cells[1].text = "{{ row.name }}", "{{ row.value }}"
        table.rows[2].cells[0].text = "{%tr endfor %}"
        document.sections[0].header.paragraphs[0].text = "{{ text }}"

    made = printed(tmp_path, NOTE, change=change)
    assert lines(made) == [
        "| 甲 | {_f0001} |",
        "| 乙 | {_f0002}（更正为{_f0003}） |",
        "〔第1节 页眉〕",
        "就业{_f0004}万人，占{_f0005}。",
    ]


def test_words_of_a_unit_are_marked_as_a_whole_even_over_two_lines(tmp_path: Path) -> None:
    words = quoted("已完成12个，\n正在建3个", CELL, "T01-1")
    made = printed(tmp_path, Note(phrase("据报，", words, "。")), "{{ text }}")
    assert document_text(made.data).strip() == "据报，已完成12个，\n正在建3个。"
    assert lines(made) == ["据报，{_f0001}", "{_f0001}。"]


def test_signs_that_mark_figures_are_no_text(tmp_path: Path) -> None:
    made = printed(tmp_path, Note(phrase("甲\ufdd0乙", figure("5\ufdd2.83"))), "{{ text }}")
    assert lines(made) == ["甲乙{_f0001}"]
    assert document_text(made.data).strip() == "甲乙5.83"


def test_where_no_bookmark_can_stand_the_figure_is_plain_text(tmp_path: Path) -> None:
    def field(document: docx.document.Document) -> None:
        code = OxmlElement("w:instrText")
        code.text = "QUOTE {{ text }}"
        run = document.add_paragraph().add_run()
        run._r.append(code)

    made = printed(tmp_path, NOTE, change=field)
    assert made.figures.marks == ()
    codes = docx.Document(io.BytesIO(made.data)).element.body.iter(qn("w:instrText"))
    assert [code.text for code in codes] == ["QUOTE 就业5.83万人，占81.5%。"]


def test_what_a_set_remembers_of_a_document_is_read_back_as_it_was(tmp_path: Path) -> None:
    made = traced({"便笺.docx": printed(tmp_path, NOTE, "{{ text }}")})
    facts = recorded(made)
    assert remembered(facts) == made
    (entry,) = facts.values()
    assert entry["figures"][1] == {
        "id": "_f0002", "text": "81.5%", "value": "81.538", "unit": "人", "rule": "累计完成÷年度目标",
        "target": "T01-1",
        "cells": [
            {"file": "inputs/2023/05/甲.xlsx", "sheet": "进展情况", "cell": "G5", "sha256": "ab" * 32, "read": "5.83"}
        ],
    }  # fmt: skip
    assert re.fullmatch("_set[0-9a-f]{16}", entry["mark"])


def a_memory(**said: object) -> dict[str, object]:
    """One document with one figure, as a manifest holds it, but for what is `said`."""
    figure = {
        "id": "_f0001",
        "text": "8",
        "value": "8",
        "unit": "",
        "rule": "数",
        "target": None,
        "cells": [],
    }
    return {"mark": "_set", "lines": [], "figures": [figure | said]}


@pytest.mark.parametrize(
    "facts",
    [
        None,
        [],
        "报告",
        {"mark": "x", "figures": [{}], "lines": []},
        {"mark": "x", "figures": [], "lines": [1]},
        {"mark": "x", "figures": {"a": 1}, "lines": []},
        {"mark": 1, "figures": [], "lines": []},
        a_memory(value="much"),
        a_memory(value=8),
        a_memory(value="NaN"),
        # Printed out it would fill the memory of any machine.
        a_memory(value="1E+999999999"),
        a_memory(id=["_f0001"]),
        a_memory(cells=[{"file": "甲.xlsx"}]),
        a_memory(cells="甲.xlsx"),
    ],
)
def test_a_memory_that_is_none_is_named(facts: object) -> None:
    assert list(remembered({"甲.docx": a_memory()})) == ["甲.docx"]
    with pytest.raises(ValueError, match=r"“甲\.docx”"):
        remembered({"甲.docx": facts})


def test_a_run_whose_format_change_is_tracked_is_split_whole(tmp_path: Path) -> None:
    def change(document: docx.document.Document) -> None:
        run = document.add_paragraph().add_run("重{{ text }}")
        run.bold = True
        tracked = OxmlElement("w:rPrChange")
        for name, value in (("w:id", "7"), ("w:author", "岗位")):
            tracked.set(qn(name), value)
        before = OxmlElement("w:rPr")
        before.append(OxmlElement("w:i"))
        tracked.append(before)
        run._r.rPr.append(tracked)

    made = printed(tmp_path, NOTE, change=change)
    assert lines(made) == ["重就业{_f0001}万人，占{_f0002}。"]
    assert {run.bold for run in docx.Document(io.BytesIO(made.data)).paragraphs[0].runs} == {True}


def test_a_template_made_from_a_finished_document_brings_no_bookmarks_along(tmp_path: Path) -> None:
    finished = printed(tmp_path, NOTE, "{{ text }}", "后面{{ '{{' }} text {{ '}}' }}").data
    (tmp_path / "便笺.docx").write_bytes(finished)
    made = render([Letter("便笺", "便笺.docx", "便笺.docx", NOTE)], tmp_path, DAY)["便笺.docx"]
    assert lines(made) == ["就业5.83万人，占81.5%。", "后面就业{_f0001}万人，占{_f0002}。"]
    assert len(bookmark_names(made.data, "_")) == 3
    ends = docx.Document(io.BytesIO(made.data)).element.body.iter(qn("w:bookmarkEnd"))
    assert len(list(ends)) == 3


def test_a_figure_in_properties_is_plain_text(tmp_path: Path) -> None:
    def change(document: docx.document.Document) -> None:
        document.core_properties.title = "{{ text }}"

    made = printed(tmp_path, NOTE, "{{ text }}", change=change)
    assert docx.Document(io.BytesIO(made.data)).core_properties.title == "就业5.83万人，占81.5%。"
    assert lines(made) == ["就业{_f0001}万人，占{_f0002}。"]
    (trace,) = traced({"便笺.docx": made}).values()
    assert [mark.name for mark in trace.figures] == ["_f0001", "_f0002"]


@pytest.mark.parametrize(
    ("tags", "slots"),
    [
        ("{{ text }}", ["就业{_f0001}万人，占{_f0002}。"]),
        ("{% if text %}{{ text }}{% endif %}", ["就业{_f0001}万人，占{_f0002}。"]),
        ("{{ text }}\t{{ rows[0].value }}", ["就业{_f0001}万人，占{_f0002}。\t{_f0003}"]),
    ],
    ids=["a run of its own", "within a block", "beside a tab: another route"],
)
def test_every_route_gives_the_same_bookmarks(tmp_path: Path, tags: str, slots: list[str]) -> None:
    made = printed(tmp_path, NOTE, tags)
    assert lines(made) == slots
    assert [mark.name for mark in made.figures.marks] == [
        f"_f{at:04d}" for at in range(1, slots[0].count("_f") + 1)
    ]


def test_what_is_kept_and_never_printed_is_no_figure(tmp_path: Path) -> None:
    made = printed(tmp_path, NOTE, "{% set kept %}{{ text }}{% endset %}{{ rows[1].value }}")
    assert [mark.figure.text for mark in made.figures.marks] == ["8", "9"]
    assert {one.figure.text for one in made.figures.marks} == {"8", "9"}


def test_what_a_route_printed_before_it_was_left_does_not_count(tmp_path: Path) -> None:
    words = Note(phrase(figure("5.83"), "万人\n另起一行", figure("7")))
    made = printed(tmp_path, words, "{{ text }}")
    assert lines(made) == ["{_f0001}万人", "另起一行{_f0002}"]
    assert [mark.figure.text for mark in made.figures.marks] == ["5.83", "7"]


@pytest.mark.parametrize(
    ("tag", "reads"), [("{{ text|trim }}", "5.83"), ("{{ text|replace('.83', '.8') }}", "5.8")]
)
def test_a_figure_alone_through_a_filter_is_still_a_figure(tmp_path: Path, tag: str, reads: str) -> None:
    made = printed(tmp_path, Note(figure("5.83")), tag)
    assert lines(made) == ["{_f0001}"]
    (mark,) = made.figures.marks
    assert (mark.figure.text, mark.figure.value, mark.figure.cells) == (reads, Decimal(58300), (CELL,))
