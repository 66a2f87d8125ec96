"""Notices for tests: the one the sample's plan comes from, said again out of that plan; and the same in every format."""

from __future__ import annotations

import io
from html import escape

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from pipeline.files.spreadsheets.books import read_own_book
from pipeline.inputs.plan.schema import TABLES
from pipeline.inputs.tables.reader import Problems, Record, read_tables
from tests.command import ROOT

_NUMBERS = "一二三四五六七八九十"
# As the notice writes its lists: the prefix once, the ending once, a group in its own words.
_COUNTIES = "各县（市）、区政府"


def sample_rows() -> dict[str, list[Record]]:
    """The rows of the sample's plan, by sheet."""
    path = ROOT / "inputs/2021/任务分解表.xlsx"
    return read_tables(read_own_book(path.read_bytes(), path.name), TABLES, Problems())


def sample_lines() -> list[str]:
    """The seed's notice, a paragraph a line: head, ten matters with their labels, demands, foot."""
    rows = sample_rows()
    lines = [
        "新政办〔2021〕24号",
        "新乡市人民政府办公室关于明确2021年新乡市重点民生实事的通知",
        "各县（市）、区人民政府，市人民政府有关部门：",
        "为践行“人民至上”理念，市政府决定集中办好关系群众切身利益的重点民生实事，现将具体事宜通知如下。",
    ]
    for number, row in zip(_NUMBERS, rows["实事"], strict=True):
        lines += [
            f"{number}、{row.text('实事事项')}",
            f"目标任务：{row.text('目标任务')}",
            f"责任单位：{row.text('责任单位')}",
            f"配合单位：{_listed(row.text('配合单位').split('、'))}",
        ]
    demands = "。".join(row.text("原文") for row in rows["通知要求"])
    return [*lines, f"{demands}。", "新乡市人民政府办公室", "2021年5月29日"]


def _listed(names: list[str]) -> str:
    """Names as a notice lists them: 市 once, counties as a group, zones with one 管委会."""
    offices = [name for name in names if name.startswith("市")]
    others = [name for name in names if not name.startswith("市") and name[-1] not in "区县市"]
    zones = [name for name in names if name in ("高新区", "经开区", "平原示范区")]
    counties = [name for name in names if name[-1] in "区县市" and name not in zones]
    bare = (
        [offices[0], *(name if name.startswith("市市") else name.removeprefix("市") for name in offices[1:])]
        if offices
        else []
    )
    groups = ["、".join([*bare, *others])]
    groups += [_COUNTIES] if len(counties) > 8 else [f"{'、'.join(counties)}政府"] if counties else []
    groups += [f"{'、'.join(zones)}管委会"] if zones else []
    return "，".join(group for group in groups if group)


def as_text(lines: list[str]) -> bytes:
    """A text file."""
    return "\n".join(lines).encode()


def as_web(lines: list[str]) -> bytes:
    """A saved page, with a menu and a script around the notice."""
    body = "".join(f"<p>{escape(line)}</p>\n" for line in lines)
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>通知</title><script>var a = 10;</script></head>'
        f"<body><div>{body}</div></body></html>"
    ).encode()


def as_word(lines: list[str], numbered: bool = False) -> bytes:
    """A Word file; `numbered`: Word itself numbers the matters, their signs are not in the text."""
    document = docx.Document()
    identifier = _list_of(document) if numbered else 0
    for line in lines:
        if numbered and line[:1] in _NUMBERS and line[1:2] == "、":
            _number(document.add_paragraph(line[2:]), identifier)
        else:
            document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _list_of(document: docx.document.Document) -> int:
    """A list of 一、二、三、 in the document's own numbering."""
    numbering = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "90")
    level = OxmlElement("w:lvl")
    level.set(qn("w:ilvl"), "0")
    for name, value in (("w:start", "1"), ("w:numFmt", "chineseCountingThousand"), ("w:lvlText", "%1、")):
        told = OxmlElement(name)
        told.set(qn("w:val"), value)
        level.append(told)
    abstract.append(level)
    numbering.insert(0, abstract)
    one = OxmlElement("w:num")
    one.set(qn("w:numId"), "90")
    base = OxmlElement("w:abstractNumId")
    base.set(qn("w:val"), "90")
    one.append(base)
    numbering.append(one)
    return 90


def _number(paragraph: Paragraph, identifier: int) -> None:
    properties = paragraph._p.get_or_add_pPr()
    number = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", "0"), ("w:numId", str(identifier))):
        told = OxmlElement(name)
        told.set(qn("w:val"), value)
        number.append(told)
    properties.append(number)
